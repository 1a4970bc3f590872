"""What is declared stands in for what could not be read, and adds what no API tells."""

from datetime import date, datetime

import pytest

from beian.config import Declared, DeclaredDomain, DeclaredRealName
from beian.declared import real_name, registration
from beian.facts import (
    SHANGHAI,
    Assumption,
    Cause,
    DomainRealName,
    Evidence,
    Fact,
    Known,
    Name,
    RealName,
    Registration,
    Unreadable,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
TODAY = NOW.date()
SINCE = datetime(2026, 11, 1, tzinfo=SHANGHAI)
EVIDENCE = (Evidence("ba:DescribeGetAuthInfo", None, "r", NOW, {}),)

UNREAD_NAME = Unreadable(Name.REAL_NAME, Cause.DENIED)
READ_NAME = Known(RealName(verified=True, personal=False), EVIDENCE)


def names(assumptions: tuple[Assumption, ...]) -> dict[str, str]:
    return {one.name: one.value for one in assumptions}


def known_name(fact: Fact[RealName]) -> Known[RealName]:
    assert isinstance(fact, Known)
    return fact


def test_without_a_declaration_a_real_name_is_what_was_read() -> None:
    assert real_name(UNREAD_NAME, Declared()) is UNREAD_NAME
    assert real_name(READ_NAME, Declared()) is READ_NAME


@pytest.mark.parametrize(("personal", "taken"), [(True, True), (False, False), (None, True)])
def test_a_declared_real_name_stands_in(personal: bool | None, taken: bool) -> None:
    """Not said whether personal, the stricter requirements are taken."""
    given = DeclaredRealName(verified=True, personal=personal, since=SINCE)
    found = known_name(real_name(UNREAD_NAME, Declared(real_name=given)))
    assert found.value == RealName(verified=True, personal=taken, since=SINCE)
    assert found.evidence == ()
    assert names(found.assumptions)["declared.real_name.verified"] == "True"
    assert ("declared.real_name.personal" in names(found.assumptions)) is (personal is not None)
    assert "declared.real_name.since" in names(found.assumptions)


def test_what_was_read_of_a_real_name_wins() -> None:
    given = DeclaredRealName(verified=False, personal=True)
    assert real_name(READ_NAME, Declared(real_name=given)) is READ_NAME


def test_only_since_when_is_added_to_a_real_name_that_was_read() -> None:
    given = DeclaredRealName(verified=False, personal=True, since=SINCE)
    found = known_name(real_name(READ_NAME, Declared(real_name=given)))
    assert found.value == RealName(verified=True, personal=False, since=SINCE)
    assert found.evidence == EVIDENCE
    assert names(found.assumptions) == {"declared.real_name.since": SINCE.isoformat()}


UNREAD = Unreadable(Name.REGISTRATION, Cause.NOT_REGISTERED_HERE)
READ = Known(
    Registration(DomainRealName.VERIFIED, date(2024, 5, 1), date(2027, 5, 1), on_hold=False),
    EVIDENCE,
)


def declared(**more: object) -> Declared:
    fields = {"real_name": True, "expires": date(2028, 1, 1), **more}
    return Declared(domains={"example.cn": DeclaredDomain.model_validate(fields)})


def known(fact: Fact[Registration]) -> Known[Registration]:
    assert isinstance(fact, Known)
    return fact


def test_without_a_declaration_a_registration_is_what_was_read() -> None:
    assert registration(UNREAD, "example.cn", Declared(), TODAY) is UNREAD
    assert registration(UNREAD, "example.com", declared(), TODAY) is UNREAD
    assert registration(READ, "example.cn", declared(), TODAY) is READ


@pytest.mark.parametrize(
    ("verified", "state"),
    [(True, DomainRealName.VERIFIED), (False, DomainRealName.NOT_VERIFIED)],
)
def test_a_declared_registration_stands_in(verified: bool, state: DomainRealName) -> None:
    given = declared(real_name=verified, created="2020-01-01", real_name_since=SINCE, on_hold=True)
    found = known(registration(UNREAD, "example.cn", given, TODAY))
    assert found.value == Registration(
        state, date(2020, 1, 1), date(2028, 1, 1), on_hold=True, verified_since=SINCE
    )
    shown = names(found.assumptions)
    assert shown["declared.domains.example.cn.expires"] == "2028-01-01"
    assert shown["declared.domains.example.cn.real_name"] == str(verified)
    assert "declared.domains.example.cn.until" not in shown


@pytest.mark.parametrize(("until", "counts"), [(TODAY, True), (date(2026, 11, 21), False)])
def test_a_declaration_counts_through_its_last_day(until: date, counts: bool) -> None:
    found = registration(UNREAD, "example.cn", declared(until=until), TODAY)
    assert isinstance(found, Known) is counts


def test_only_since_when_is_added_to_a_registration_that_was_read() -> None:
    given = declared(real_name=False, on_hold=True, real_name_since=SINCE)
    found = known(registration(READ, "example.cn", given, TODAY))
    assert found.value == Registration(
        DomainRealName.VERIFIED,
        date(2024, 5, 1),
        date(2027, 5, 1),
        on_hold=False,
        verified_since=SINCE,
    )
    assert found.evidence == EVIDENCE
    assert names(found.assumptions) == {
        "declared.domains.example.cn.real_name_since": SINCE.isoformat()
    }
