"""The account: real-name verified, and one filing order at a time."""

from datetime import datetime, timedelta

import pytest

from beian.facts import Assumption, Known, Name, RealName
from beian.rulebook.model import ANY, FAILS, MEETS, WAITS, Effect, Status
from beian.rulebook.policy import Policy
from tests.core.facts_for import NOW, VERIFIED, in_order, known, outcome, unread
from tests.records import replace

HOURS_47, HOURS_48 = NOW - timedelta(hours=47), NOW - timedelta(hours=48)


@pytest.mark.parametrize(
    ("found", "status", "code", "effect"),
    [
        (VERIFIED, Status.PASS, "enterprise", MEETS),
        (replace(VERIFIED, since=NOW), Status.PASS, "enterprise", MEETS),
        (replace(VERIFIED, verified=False), Status.FAIL, "not_verified", FAILS),
        (replace(VERIFIED, verified=False, personal=True), Status.FAIL, "not_verified", FAILS),
        (RealName(verified=True, personal=True), Status.WARN, "personal_since_unknown", MEETS),
        (RealName(True, True, HOURS_47), Status.FAIL, "personal_waiting", WAITS),
        (RealName(True, True, HOURS_48), Status.PASS, "personal", MEETS),
    ],
)
def test_the_account_is_verified(
    found: RealName, status: Status, code: str, effect: Effect
) -> None:
    said = outcome("account.real-name", replace(in_order(), real_name=known(found)))
    assert (said.status, said.code, set(said.effects)) == (status, code, {effect})
    assert [e.call for e in said.evidence] == ["test:Read"]


def test_a_personal_account_waits_48_hours() -> None:
    facts = replace(in_order(), real_name=known(RealName(True, True, HOURS_47)))
    said = outcome("account.real-name", facts)
    assert said.wait_until == NOW + timedelta(hours=1)
    assert said.values["until"] == "2026-11-22T13:00:00+08:00"
    assert outcome("account.real-name", facts, Policy(personal_wait_hours=47)).code == "personal"


def test_an_unread_real_name_may_meet_wait_or_fail() -> None:
    said = outcome("account.real-name", replace(in_order(), real_name=unread(Name.REAL_NAME)))
    assert (said.status, said.code, set(said.effects)) == (Status.UNKNOWN, "unread", set(ANY))
    assert said.missing == (unread(Name.REAL_NAME),)


def test_a_declared_time_is_an_assumption() -> None:
    declared = Assumption("declared.real_name_since", "2026-11-20")
    since: datetime = HOURS_48
    fact = Known(RealName(True, True, since), (), (declared,))
    assert outcome("account.real-name", replace(in_order(), real_name=fact)).assumptions == (
        declared,
    )


def test_one_filing_order_at_a_time() -> None:
    free = outcome("account.order-in-progress", in_order())
    assert (free.status, free.code, set(free.effects)) == (Status.PASS, "none", {MEETS})
    busy = outcome("account.order-in-progress", replace(in_order(), order_in_progress=known("26")))
    assert (busy.status, busy.code, set(busy.effects)) == (Status.FAIL, "in_progress", {WAITS})
    assert (busy.values["order"], busy.wait_until) == ("26", None)


def test_an_unread_filing_order_can_only_wait() -> None:
    facts = replace(in_order(), order_in_progress=unread(Name.ORDER_IN_PROGRESS))
    said = outcome("account.order-in-progress", facts)
    assert (said.status, said.code, set(said.effects)) == (Status.UNKNOWN, "unread", {MEETS, WAITS})
    assert said.missing == (unread(Name.ORDER_IN_PROGRESS),)
