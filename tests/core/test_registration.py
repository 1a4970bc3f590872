"""The domain: real-name verified for three days, not expired, not on hold; its suffix."""

from datetime import date, datetime, timedelta

import pytest

from beian.facts import (
    SHANGHAI,
    Cause,
    Domain,
    DomainRealName,
    Facts,
    Known,
    Name,
    Registration,
)
from beian.rulebook.model import ANY, FAILS, MEETS, WAITS, Effect, Status
from beian.rulebook.policy import Policy
from tests.core.facts_for import (
    ASKED,
    NOW,
    REGISTERED,
    TODAY,
    declared,
    in_order,
    known,
    outcome,
    unread,
)
from tests.records import replace

UNVERIFIED = replace(REGISTERED, real_name=DomainRealName.NOT_VERIFIED)
UNDATED = replace(REGISTERED, created=None, verified_since=None)


def with_registration(found: Registration) -> Facts:
    return replace(in_order(), registration=known(found, "domain:DescribeDomainBaseInfo"))


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("found", "status", "code", "effects"),
    [
        (REGISTERED, Status.PASS, "verified", {MEETS}),
        (UNVERIFIED, Status.FAIL, "not_verified", {FAILS}),
        (replace(REGISTERED, real_name=DomainRealName.IN_AUDIT), Status.FAIL, "in_audit", {WAITS}),
        (replace(REGISTERED, real_name=DomainRealName.OTHER), Status.UNKNOWN, "other_state", ANY),
        (replace(UNDATED, verified_since=days_ago(2.9)), Status.FAIL, "waiting", {WAITS}),
        (replace(UNDATED, verified_since=days_ago(3)), Status.PASS, "verified", {MEETS}),
        (UNDATED, Status.WARN, "since_unknown", {MEETS}),
        (replace(UNDATED, created=date(2026, 11, 19)), Status.WARN, "since_unknown", {MEETS}),
        (replace(UNDATED, created=date(2026, 11, 20)), Status.FAIL, "waiting", {WAITS}),
        # It cannot have been verified before it was created, whatever was declared.
        (replace(REGISTERED, created=date(2026, 11, 20)), Status.FAIL, "waiting", {WAITS}),
    ],
)
def test_the_domain_is_verified_for_three_days(
    found: Registration, status: Status, code: str, effects: set[Effect]
) -> None:
    said = outcome("domain.real-name", with_registration(found))
    assert (said.status, said.code, set(said.effects)) == (status, code, effects)
    assert [e.call for e in said.evidence] == ["domain:DescribeDomainBaseInfo"]


@pytest.mark.parametrize(
    ("found", "until"),
    [
        (replace(UNDATED, verified_since=days_ago(2)), NOW + timedelta(days=1)),
        (replace(UNDATED, created=date(2026, 11, 20)), datetime(2026, 11, 23, tzinfo=SHANGHAI)),
        (replace(REGISTERED, real_name=DomainRealName.IN_AUDIT), None),
    ],
)
def test_the_end_of_a_wait_is_known_from_its_start(
    found: Registration, until: datetime | None
) -> None:
    said = outcome("domain.real-name", with_registration(found))
    assert said.waits
    assert said.wait_until == until


def test_the_wait_is_data() -> None:
    facts = with_registration(replace(UNDATED, verified_since=days_ago(2)))
    assert outcome("domain.real-name", facts, Policy(domain_wait_days=2)).code == "verified"


@pytest.mark.parametrize(
    ("expires", "status", "code", "effects"),
    [
        (TODAY - timedelta(days=1), Status.FAIL, "expired", {FAILS}),
        (TODAY, Status.WARN, "soon", {MEETS}),
        (TODAY + timedelta(days=30), Status.WARN, "soon", {MEETS}),
        (TODAY + timedelta(days=31), Status.PASS, "valid", {MEETS}),
        (None, Status.UNKNOWN, "no_date", {MEETS, FAILS}),
    ],
)
def test_the_domain_has_not_expired(
    expires: date | None, status: Status, code: str, effects: set[Effect]
) -> None:
    said = outcome("domain.expiry", with_registration(replace(REGISTERED, expires=expires)))
    assert (said.status, said.code, set(said.effects)) == (status, code, effects)
    assert said.values.get("expires") == (expires.isoformat() if expires else None)


def test_the_day_is_shanghais() -> None:
    """At 01:00 of the 23rd in Shanghai it is still the 22nd in UTC."""
    now = datetime(2026, 11, 23, 1, tzinfo=SHANGHAI)
    facts = replace(with_registration(replace(REGISTERED, expires=date(2026, 11, 22))), now=now)
    assert outcome("domain.expiry", facts).code == "expired"


@pytest.mark.parametrize(
    ("on_hold", "status", "code", "effects"),
    [
        (False, Status.PASS, "resolves", {MEETS}),
        (True, Status.FAIL, "on_hold", {FAILS}),
        (None, Status.UNKNOWN, "no_status", {MEETS, FAILS}),
    ],
)
def test_the_domain_is_not_on_hold(
    on_hold: bool | None, status: Status, code: str, effects: set[Effect]
) -> None:
    said = outcome("domain.hold", with_registration(replace(REGISTERED, on_hold=on_hold)))
    assert (said.status, said.code, set(said.effects)) == (status, code, effects)


@pytest.mark.parametrize(
    ("rule", "could"),
    [
        ("domain.real-name", ANY),
        ("domain.expiry", {MEETS, FAILS}),
        ("domain.hold", {MEETS, FAILS}),
    ],
)
def test_a_domain_registered_elsewhere_is_unread(rule: str, could: set[Effect]) -> None:
    elsewhere = unread(Name.REGISTRATION, Cause.NOT_REGISTERED_HERE)
    said = outcome(rule, replace(in_order(), registration=elsewhere))
    assert (said.status, said.code, set(said.effects)) == (Status.UNKNOWN, "unread", could)
    assert said.missing == (elsewhere,)


@pytest.mark.parametrize("rule", ["domain.real-name", "domain.expiry", "domain.hold"])
def test_a_declared_registration_is_an_assumption(rule: str) -> None:
    fact = declared(REGISTERED, "declared.registration")
    said = outcome(rule, replace(in_order(), registration=fact))
    assert said.status is Status.PASS
    assert [a.name for a in said.assumptions] == ["declared.registration"]


@pytest.mark.parametrize(
    ("rule", "change", "detail"),
    [
        (
            "domain.real-name",
            replace(REGISTERED, real_name=DomainRealName.OTHER),
            "RealNameAuditStatus",
        ),
        ("domain.expiry", replace(REGISTERED, expires=None), "ExpirationDate"),
        ("domain.hold", replace(REGISTERED, on_hold=None), "DomainStatus"),
    ],
)
def test_a_value_that_is_not_documented_is_as_good_as_unread(
    rule: str, change: Registration, detail: str
) -> None:
    for fact, call in ((known(change, "domain:Read"), "domain:Read"), (Known(change), "")):
        (missing,) = outcome(rule, replace(in_order(), registration=fact)).missing
        assert (missing.cause, missing.call) == (Cause.UNEXPECTED_VALUE, call)
        assert (missing.name, missing.detail) == (Name.REGISTRATION, detail)


@pytest.mark.parametrize(
    ("suffix", "status", "shown"),
    [
        ("cn", Status.PASS, "cn"),
        ("com.cn", Status.PASS, "cn"),
        ("xn--fiqs8s", Status.PASS, "中国"),
        ("io", Status.WARN, "io"),
        ("xn--j6w193g", Status.WARN, "香港"),
    ],
)
def test_a_suffix_that_is_not_listed_only_warns(suffix: str, status: Status, shown: str) -> None:
    domain = Domain(f"a.{suffix}", f"a.{suffix}", f"a.{suffix}", suffix)
    said = outcome("domain.suffix", replace(in_order(), domain=domain))
    assert (said.status, set(said.effects)) == (status, {MEETS})
    assert said.values == {"suffix": shown, "as_of": "2026-11-22"}


def test_a_question_about_the_account_has_no_suffix() -> None:
    said = outcome("domain.suffix", replace(in_order(), domain=None))
    assert said.status is Status.NOT_APPLICABLE
    assert outcome("domain.suffix", in_order(), Policy(accepted_suffixes=())).code == "not_listed"
    assert ASKED.suffix in Policy().accepted_suffixes
