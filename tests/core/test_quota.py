"""Two websites an account, ten accesses a subject, and what bounds what is used of them."""

import pytest

from beian.facts import Cause, Declared, Facts, Icp, Name
from beian.rulebook.model import FAILS, MEETS, Effect, Status
from beian.rulebook.policy import Policy
from beian.rulebook.quota import Bounds, used_by
from tests.core.facts_for import (
    ELSEWHERE,
    FILED,
    NOT_FILED,
    in_order,
    known,
    outcome,
    unread,
)
from tests.records import replace

EITHER = {MEETS, FAILS}


def used(
    websites: int | None,
    filings: int | None = None,
    accesses: int | None = None,
    icp: Icp | None = ELSEWHERE,
) -> Facts:
    return replace(
        in_order(),
        websites=unread(Name.WEBSITES) if websites is None else known(websites, "ba:Websites"),
        icp=known(icp) if icp else unread(Name.ICP),
        declared=Declared(serverless_filings=filings, accesses=accesses),
    )


@pytest.mark.parametrize(
    ("websites", "declared", "bounds", "exact"),
    [
        (0, None, Bounds(0, 0), 0),
        (3, None, Bounds(0, 3), None),
        (None, None, Bounds(0, None), None),
        (None, 1, Bounds(1, 1), 1),
        (3, 1, Bounds(1, 1), 1),
        (1, 1, Bounds(1, 1), 1),
        (1, 3, Bounds(1, 3), None),
    ],
)
def test_what_is_used_is_declared_or_bounded(
    websites: int | None, declared: int | None, bounds: Bounds, exact: int | None
) -> None:
    found = used_by(used(websites), declared)
    assert found == bounds
    assert found.exact == exact


@pytest.mark.parametrize(
    ("facts", "status", "code", "effects"),
    [
        (used(0), Status.PASS, "left", {MEETS}),
        (used(1), Status.PASS, "left", {MEETS}),
        (used(2), Status.UNKNOWN, "bounded", EITHER),
        (used(None), Status.UNKNOWN, "unread", EITHER),
        (used(None, 1), Status.PASS, "left", {MEETS}),
        (used(5, 1), Status.PASS, "left", {MEETS}),
        (used(5, 2), Status.FAIL, "used_up", {FAILS}),
        (used(None, 2), Status.FAIL, "used_up", {FAILS}),
        (used(2, 3), Status.FAIL, "used_up", {FAILS}),
        (used(1, 3), Status.UNKNOWN, "contradiction", EITHER),
    ],
)
def test_two_websites_an_account(
    facts: Facts, status: Status, code: str, effects: set[Effect]
) -> None:
    found = outcome("quota.websites", facts)
    assert (found.status, found.code, set(found.effects)) == (status, code, effects)


@pytest.mark.parametrize(
    ("facts", "status", "code", "effects"),
    [
        (used(9), Status.PASS, "left", {MEETS}),
        (used(10), Status.UNKNOWN, "bounded", EITHER),
        (used(None), Status.UNKNOWN, "unread", EITHER),
        (used(12, None, 9), Status.PASS, "left", {MEETS}),
        (used(12, None, 10), Status.FAIL, "used_up", {FAILS}),
        (used(12, 0, 10), Status.FAIL, "used_up", {FAILS}),
        (used(3, None, 11), Status.UNKNOWN, "bounded", EITHER),
        (used(12, None, 10, icp=None), Status.UNKNOWN, "bounded", {FAILS}),
        (used(None, None, 10, icp=None), Status.UNKNOWN, "unread", {FAILS}),
        (used(12, None, 9, icp=None), Status.PASS, "left", {MEETS}),
        (used(12, icp=NOT_FILED), Status.NOT_APPLICABLE, "no_access_filing", {MEETS}),
        (used(12, icp=FILED), Status.NOT_APPLICABLE, "no_access_filing", {MEETS}),
    ],
)
def test_ten_accesses_a_subject(
    facts: Facts, status: Status, code: str, effects: set[Effect]
) -> None:
    found = outcome("quota.access", facts)
    assert (found.status, found.code, set(found.effects)) == (status, code, effects)


@pytest.mark.parametrize(
    ("rule", "name"), [("quota.websites", "serverless_filings"), ("quota.access", "accesses")]
)
def test_what_a_quota_rests_on_is_shown(rule: str, name: str) -> None:
    found = outcome(rule, used(1, 0, 0))
    assert [e.call for e in found.evidence] == ["ba:Websites"]
    assert [(a.name, a.value) for a in found.assumptions] == [(f"declared.{name}", "0")]
    assert outcome(rule, used(1)).assumptions == ()


@pytest.mark.parametrize(
    ("rule", "name"), [("quota.websites", "serverless_filings"), ("quota.access", "accesses")]
)
def test_what_no_api_tells_of_a_quota_is_missing(rule: str, name: str) -> None:
    found = outcome(rule, used(12))
    assert [(m.name, m.cause, m.detail) for m in found.missing] == [
        (Name.WEBSITES, Cause.NOT_PUBLISHED, name)
    ]
    assert found.values["most"] == 12
    assert outcome(rule, used(None)).missing == (unread(Name.WEBSITES),)


def test_the_limits_are_data() -> None:
    few = Policy(websites_per_account=1, accesses_per_subject=1)
    for rule in ("quota.websites", "quota.access"):
        found = outcome(rule, used(None, 1, 1), few)
        assert (found.code, found.values["used"], found.values["limit"]) == ("used_up", 1, 1)
