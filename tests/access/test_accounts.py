"""From a principal and what was asked to an account, where members are known besides."""

from datetime import datetime, timezone

import pytest

from beian.access import OWN, OWNER, Principal, account_of, identify, own
from beian.api import Forbidden, Refused
from beian.config import AccountConfig, Organization
from beian.events import Invoke
from beian.settings import Settings
from tests.access.house import ACME, BETA, ELSEWHERE, HQ

MEMBERS = Organization(role_name="beian-reader", external_id="k3J")


def member(uin: str) -> AccountConfig:
    return AccountConfig(uin=uin, role_arn=MEMBERS.role_of(uin), external_id="k3J")


KNOWN = {uin: member(uin) for uin in (HQ, ACME, BETA)}
"""As discovery finds them: the function's own account is a member like the others."""


def principal(accounts: frozenset[str] | None) -> Principal:
    return Principal("web", frozenset({"check"}), accounts)


@pytest.mark.parametrize("asked", [None, HQ])
@pytest.mark.parametrize("accounts", [None, OWN, frozenset({HQ, ACME})])
def test_the_own_account_needs_no_role_though_it_is_a_member(
    asked: str | None, accounts: frozenset[str] | None
) -> None:
    assert account_of(principal(accounts), asked, HQ, KNOWN) is None


@pytest.mark.parametrize("accounts", [OWN, frozenset({ACME}), frozenset[str]()])
@pytest.mark.parametrize("asked", [BETA, ELSEWHERE, "", "self"])
def test_what_is_not_ones_own_is_forbidden(accounts: frozenset[str], asked: str) -> None:
    with pytest.raises(Forbidden):
        account_of(principal(accounts), asked, HQ, KNOWN)


def test_the_own_account_is_forbidden_to_whoever_has_another() -> None:
    with pytest.raises(Forbidden):
        account_of(principal(frozenset({ACME})), HQ, HQ, KNOWN)


def test_an_account_that_is_given_but_not_known_is_forbidden() -> None:
    for asked in (None, ELSEWHERE):
        with pytest.raises(Forbidden):
            account_of(principal(frozenset({ELSEWHERE})), asked, HQ, KNOWN)


def test_the_only_known_one_of_those_given_is_meant() -> None:
    found = account_of(principal(frozenset({ACME, ELSEWHERE})), None, HQ, KNOWN)
    assert found == KNOWN[ACME]


@pytest.mark.parametrize("own_uin", [None, ELSEWHERE])
def test_the_owner_chooses_among_several(own_uin: str | None) -> None:
    assert account_of(OWNER, BETA, own_uin, KNOWN) == KNOWN[BETA]
    if own_uin is None:
        with pytest.raises(Refused):
            account_of(OWNER, None, None, KNOWN)


def test_an_own_account_of_unknown_id_is_any_that_is_not_another() -> None:
    assert account_of(OWNER, None, "", KNOWN) is None
    assert account_of(OWNER, ELSEWHERE, "", KNOWN) is None
    assert account_of(OWNER, BETA, "", KNOWN) == KNOWN[BETA]
    with pytest.raises(Forbidden):
        account_of(principal(frozenset({ACME})), ELSEWHERE, "", KNOWN)


def test_whose_the_function_is() -> None:
    hq = AccountConfig(uin=HQ, self_=True)
    assert own(Settings(), HQ) == HQ
    assert own(Settings(), "") == ""
    assert own(Settings(organization=MEMBERS), HQ) == HQ
    assert own(Settings(accounts=(hq, member(ACME))), "") == HQ
    assert own(Settings(accounts=(hq,)), HQ) == HQ
    assert own(Settings(accounts=(member(ACME),)), HQ) is None


def test_a_direct_invoke_is_the_owners_whatever_is_configured() -> None:
    now = datetime(2026, 11, 22, tzinfo=timezone.utc)
    for config in (Settings(), Settings(callers=())):
        assert identify(Invoke("check", {}), config, now) is OWNER
    assert OWNER.may == {"check", "sweep", "reports"}
    assert OWNER.accounts is None
