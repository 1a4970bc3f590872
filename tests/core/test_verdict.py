"""The verdict: the first that applies, what is missing for one, what goes with it."""

from datetime import date, datetime, timedelta

import pytest

from beian.facts import (
    SHANGHAI,
    Declared,
    Domain,
    DomainRealName,
    Facts,
    Icp,
    Intent,
    Name,
    OrderState,
    RealName,
    Unreadable,
)
from beian.rulebook.filing import FilingKind, FilingStatus
from beian.rulebook.model import MEETS, Status
from beian.rulebook.quota import Bounds
from beian.rulebook.registry import ACCOUNT_QUESTION, EXEMPT, NOT_NEEDED, RULES, judge_all
from beian.verdict import Compliance, Verdict, judge
from tests.core.facts_for import (
    ASKED,
    DEFAULT,
    ELSEWHERE,
    FILED,
    GBS,
    INVOCATIONS,
    LARGER,
    LATELY,
    NOT_FILED,
    NOW,
    POLICY,
    REGISTERED,
    STALE,
    declared,
    in_order,
    known,
    order,
    place,
    unread,
    unread_place,
    windows,
)
from tests.records import replace

HK, GZ, STRANGE = "ap-hongkong", "ap-guangzhou", "ap-nowhere"
HERE, THERE = place(GZ, "www.example.cn"), place(HK, "www.example.cn")
GOOD = in_order()
NO_PACK = replace(GOOD, orders=windows())
BUSY = replace(GOOD, order_in_progress=known("26"))
BANNED = replace(GOOD, icp=known(replace(FILED, ban=True)))
UNREAD = Facts(
    now=NOW,
    domain=ASKED,
    intent=GOOD.intent,
    orders=windows(early=False, late=False),
    websites=unread(Name.WEBSITES),
    real_name=unread(Name.REAL_NAME),
    order_in_progress=unread(Name.ORDER_IN_PROGRESS),
    icp=unread(Name.ICP),
    registration=unread(Name.REGISTRATION),
    places=(unread_place(GZ), unread_place(HK)),
)


def filed_as(icp: Icp, facts: Facts = GOOD, websites: int = 1) -> Facts:
    return replace(facts, icp=known(icp), websites=known(websites))


def names(found: frozenset[Unreadable]) -> set[Name]:
    return {m.name for m in found}


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (replace(BANNED, domain=DEFAULT), Verdict.NOT_REQUIRED),
        (replace(UNREAD, domain=DEFAULT), Verdict.NOT_REQUIRED),
        (replace(BANNED, places=(THERE,)), Verdict.NOT_REQUIRED),
        (replace(NO_PACK, intent=Intent(serve=False, home=GZ)), Verdict.NOT_REQUIRED),
        (replace(NO_PACK, icp=BANNED.icp), Verdict.BLOCKED),
        (filed_as(FILED, NO_PACK), Verdict.FILED),
        (filed_as(replace(FILED, ticket=True), BUSY), Verdict.FILED),
        (replace(NO_PACK, order_in_progress=known("26")), Verdict.NOT_ELIGIBLE),
        (BUSY, Verdict.PENDING),
        (GOOD, Verdict.ELIGIBLE),
        (filed_as(ELSEWHERE), Verdict.ELIGIBLE),
        (filed_as(STALE), Verdict.ELIGIBLE),
        (replace(NO_PACK, domain=None), Verdict.NOT_ELIGIBLE),
        (replace(BUSY, domain=None), Verdict.PENDING),
        (replace(UNREAD, domain=None, orders=GOOD.orders), Verdict.INDETERMINATE),
        (replace(BANNED, domain=None, registration=unread(Name.REGISTRATION)), Verdict.ELIGIBLE),
    ],
)
def test_the_first_that_applies_wins(facts: Facts, verdict: Verdict) -> None:
    found = judge(facts, POLICY)
    assert found.verdict is verdict
    if verdict is not Verdict.INDETERMINATE:
        assert found.possible == {verdict}


def test_ten_accesses_matter_for_an_access_filing_alone() -> None:
    full = replace(GOOD, declared=Declared(serverless_filings=0, accesses=10))
    assert judge(filed_as(ELSEWHERE, full, 12), POLICY).verdict is Verdict.NOT_ELIGIBLE
    assert judge(filed_as(NOT_FILED, full, 12), POLICY).verdict is Verdict.ELIGIBLE


def test_nothing_read_leaves_all_verdicts_open() -> None:
    found = judge(UNREAD, POLICY)
    assert found.verdict is Verdict.INDETERMINATE
    assert found.possible == set(Verdict) - {Verdict.INDETERMINATE}
    assert names(found.decisive) == set(Name)


def test_no_quota_can_mend_a_missing_pack() -> None:
    facts = replace(NO_PACK, websites=unread(Name.WEBSITES))
    assert judge(facts, POLICY).verdict is Verdict.NOT_ELIGIBLE


def test_a_domain_that_lacks_a_pack_may_be_filed_already() -> None:
    found = judge(replace(NO_PACK, icp=unread(Name.ICP)), POLICY)
    assert found.possible == {Verdict.FILED, Verdict.BLOCKED, Verdict.NOT_ELIGIBLE}
    assert names(found.decisive) == {Name.ICP}


@pytest.mark.parametrize(
    ("facts", "decisive"),
    [
        (replace(GOOD, real_name=unread(Name.REAL_NAME)), {Name.REAL_NAME}),
        (replace(GOOD, domain=None, real_name=unread(Name.REAL_NAME)), {Name.REAL_NAME}),
        (
            replace(UNREAD, domain=None, orders=GOOD.orders, websites=known(0)),
            {Name.REAL_NAME, Name.ORDER_IN_PROGRESS},
        ),
        (replace(GOOD, places=(THERE, unread_place(GZ))), {Name.BINDINGS}),
        (replace(GOOD, intent=Intent()), {Name.BINDINGS}),
        (
            replace(
                filed_as(FILED),
                intent=Intent(region=STRANGE),
                real_name=unread(Name.REAL_NAME),
            ),
            {Name.BINDINGS},
        ),
        (
            replace(BANNED, intent=Intent(region=STRANGE), real_name=unread(Name.REAL_NAME)),
            {Name.BINDINGS},
        ),
        (replace(GOOD, orders=windows(order(texts=LARGER))), {Name.ORDERS}),
        (
            filed_as(ELSEWHERE, replace(GOOD, declared=Declared(serverless_filings=0)), 12),
            {Name.WEBSITES},
        ),
        (replace(NO_PACK, real_name=unread(Name.REAL_NAME)), set()),
        (filed_as(FILED, replace(GOOD, real_name=unread(Name.REAL_NAME))), set()),
        (filed_as(FILED, websites=0), {Name.ICP}),
    ],
)
def test_decisive_is_what_could_change_the_verdict(facts: Facts, decisive: set[Name]) -> None:
    found = judge(facts, POLICY)
    assert names(found.decisive) == decisive
    assert found.decisive <= set(found.missing)


def test_an_unread_window_that_cannot_matter_is_not_decisive() -> None:
    facts = replace(GOOD, orders=windows(order(created=LATELY), early=False))
    found = judge(replace(facts, real_name=unread(Name.REAL_NAME)), POLICY)
    assert names(found.decisive) == {Name.REAL_NAME}


@pytest.mark.parametrize("domain", [None, DEFAULT])
def test_nothing_of_a_domain_is_missing_where_none_is_judged(domain: Domain | None) -> None:
    found = judge(replace(UNREAD, domain=domain), POLICY)
    assert Name.BINDINGS not in {m.name for m in found.missing}
    assert Name.ICP not in {m.name for m in found.missing}


# Orders that hang together

DELIVERING = OrderState.DELIVERING


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        # An unread window could hold the refund of what is being delivered.
        (
            replace(BUSY, orders=windows(order(state=DELIVERING), late=False)),
            {Verdict.PENDING, Verdict.NOT_ELIGIBLE},
        ),
        # Nor is it sure that a larger pack will count once it is delivered.
        (
            replace(GOOD, orders=windows(order(texts=LARGER, state=DELIVERING))),
            {Verdict.PENDING, Verdict.NOT_ELIGIBLE},
        ),
        # The refund of one order takes both its packs: nothing is left to wait for.
        (
            replace(
                GOOD,
                orders=windows(
                    order("1", state=OrderState.REFUNDING),
                    order("2", texts=GBS, state=DELIVERING),
                ),
            ),
            {Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE},
        ),
    ],
)
def test_an_order_counts_whole_or_not_at_all(facts: Facts, possible: set[Verdict]) -> None:
    assert judge(facts, POLICY).possible == possible


# eligible_from


def personal(hours_ago: float | None) -> RealName:
    since = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    return RealName(verified=True, personal=True, since=since)


YOUNG = replace(REGISTERED, created=date(2026, 11, 21), verified_since=None)


@pytest.mark.parametrize(
    ("facts", "eligible_from"),
    [
        (replace(GOOD, real_name=known(personal(47))), NOW + timedelta(hours=1)),
        (replace(GOOD, registration=known(YOUNG)), datetime(2026, 11, 24, tzinfo=SHANGHAI)),
        (
            replace(GOOD, real_name=known(personal(47)), registration=known(YOUNG)),
            datetime(2026, 11, 24, tzinfo=SHANGHAI),
        ),
        (replace(BUSY, real_name=known(personal(47))), None),
        (BUSY, None),
        (
            replace(
                GOOD,
                real_name=known(personal(47)),
                order_in_progress=unread(Name.ORDER_IN_PROGRESS),
            ),
            None,
        ),
        (replace(GOOD, domain=None, real_name=known(personal(47))), NOW + timedelta(hours=1)),
    ],
)
def test_a_pending_verdict_says_from_when(facts: Facts, eligible_from: datetime | None) -> None:
    found = judge(facts, POLICY)
    assert (found.verdict, found.eligible_from) == (Verdict.PENDING, eligible_from)


@pytest.mark.parametrize("facts", [GOOD, filed_as(FILED, BUSY)])
def test_no_other_verdict_has_a_day(facts: Facts) -> None:
    assert judge(replace(facts, real_name=known(personal(999))), POLICY).eligible_from is None


# required, status, kind


@pytest.mark.parametrize(
    ("facts", "required", "status", "kind"),
    [
        (GOOD, True, FilingStatus.NOT_FILED, FilingKind.FIRST),
        (filed_as(NOT_FILED), True, FilingStatus.NOT_FILED, FilingKind.NEW_WEBSITE),
        (filed_as(STALE), True, FilingStatus.STALE, FilingKind.NEW_WEBSITE),
        (filed_as(ELSEWHERE), True, FilingStatus.FILED_ELSEWHERE, FilingKind.ACCESS),
        (filed_as(FILED), True, FilingStatus.FILED, None),
        (filed_as(FILED, websites=0), True, None, None),
        (replace(GOOD, icp=unread(Name.ICP)), True, None, None),
        (replace(GOOD, websites=unread(Name.WEBSITES)), True, FilingStatus.NOT_FILED, None),
        (replace(GOOD, places=(THERE,)), False, FilingStatus.NOT_FILED, None),
        (
            replace(GOOD, intent=Intent(region=STRANGE)),
            None,
            FilingStatus.NOT_FILED,
            FilingKind.FIRST,
        ),
        (replace(GOOD, domain=DEFAULT), False, None, None),
        (replace(UNREAD, domain=DEFAULT), False, None, None),
        (replace(GOOD, domain=None), None, None, FilingKind.FIRST),
        (replace(filed_as(FILED), domain=None), None, None, FilingKind.NEW_WEBSITE),
    ],
)
def test_the_filing_is_described(
    facts: Facts, required: bool | None, status: FilingStatus | None, kind: FilingKind | None
) -> None:
    found = judge(facts, POLICY)
    assert (found.required, found.status, found.kind) == (required, status, kind)


# Compliance

TICKET = replace(FILED, ticket=True)


@pytest.mark.parametrize(
    ("facts", "compliance"),
    [
        (replace(filed_as(FILED), places=(HERE,)), Compliance.COMPLIANT),
        (replace(filed_as(TICKET), places=(HERE,)), Compliance.AT_RISK),
        (replace(filed_as(NOT_FILED), places=(HERE,)), Compliance.NON_COMPLIANT),
        (replace(filed_as(ELSEWHERE), places=(HERE,)), Compliance.NON_COMPLIANT),
        (replace(filed_as(STALE), places=(HERE,)), Compliance.NON_COMPLIANT),
        (replace(filed_as(replace(TICKET, ban=True)), places=(HERE,)), Compliance.NON_COMPLIANT),
        (replace(filed_as(NOT_FILED), places=(THERE,)), Compliance.NOT_APPLICABLE),
        (filed_as(NOT_FILED), Compliance.NOT_APPLICABLE),
        (filed_as(TICKET), Compliance.AT_RISK),  # about to be served: rectify first
        (replace(filed_as(TICKET), places=(THERE,)), Compliance.NOT_APPLICABLE),
        (replace(filed_as(TICKET), places=(THERE, unread_place(GZ))), Compliance.UNKNOWN),
        (replace(filed_as(TICKET), intent=Intent(region=STRANGE)), Compliance.UNKNOWN),
        (replace(filed_as(TICKET), places=(unread_place(GZ),)), Compliance.AT_RISK),
        (replace(filed_as(FILED), places=(unread_place(GZ),)), Compliance.UNKNOWN),
        (replace(filed_as(FILED, websites=0), places=(HERE,)), Compliance.UNKNOWN),
        (replace(GOOD, places=(HERE,), icp=unread(Name.ICP)), Compliance.UNKNOWN),
        # An unread filing may hide an open rectification order.
        (replace(GOOD, icp=unread(Name.ICP)), Compliance.UNKNOWN),
        (replace(GOOD, places=(THERE,), icp=unread(Name.ICP)), Compliance.NOT_APPLICABLE),
        (replace(GOOD, domain=None, places=(HERE,)), Compliance.NOT_APPLICABLE),
        (replace(GOOD, domain=DEFAULT, places=(HERE,)), Compliance.NOT_APPLICABLE),
    ],
)
def test_compliance_is_about_what_is_served_now(facts: Facts, compliance: Compliance) -> None:
    assert judge(facts, POLICY).compliance is compliance


def test_an_open_rectification_order_does_not_change_the_verdict() -> None:
    found = judge(replace(filed_as(TICKET), places=(HERE,)), POLICY)
    assert (found.verdict, found.compliance) == (Verdict.FILED, Compliance.AT_RISK)


# Packs and quota


def test_packs_are_none_only_where_no_window_was_read() -> None:
    assert judge(UNREAD, POLICY).packs is None
    assert judge(replace(GOOD, orders=windows(early=False)), POLICY).packs == ()
    (pack,) = judge(GOOD, POLICY).packs or ()
    assert pack.order.id == "20250601000001"


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        (GOOD, 2),
        (replace(GOOD, domain=None), 2),
        (replace(GOOD, orders=windows(order("1"), order("2"))), 2),
        (NO_PACK, 0),
        (replace(GOOD, orders=windows(order(texts=GBS))), 0),
        (replace(GOOD, orders=windows(order(texts=INVOCATIONS), late=False)), None),
        (replace(GOOD, orders=windows(order(state=OrderState.DELIVERING))), 0),
        (replace(GOOD, orders=windows(order(texts=LARGER))), None),
        (replace(GOOD, domain=DEFAULT), None),
    ],
)
def test_one_pack_set_allows_two_websites(facts: Facts, allowed: int | None) -> None:
    assert judge(facts, POLICY).websites_allowed == allowed


def test_what_is_used_of_the_quota_is_told() -> None:
    assert judge(replace(GOOD, websites=known(3)), POLICY).websites_used == Bounds(0, 3)


# Outcomes


@pytest.mark.parametrize(
    ("domain", "code"),
    [(None, ACCOUNT_QUESTION), (DEFAULT, EXEMPT)],
)
def test_rules_that_are_not_asked_do_not_apply(domain: Domain | None, code: str) -> None:
    outcomes = judge_all(replace(UNREAD, domain=domain), POLICY)
    assert tuple(outcomes) == tuple(r.id for r in RULES)
    for rule in RULES:
        exempting = rule.id == "scope.default-domain" and domain is not None
        spared = not exempting and (domain is not None or rule.domain)
        assert (outcomes[rule.id].code == code) is spared
        if spared:
            assert outcomes[rule.id].status is Status.NOT_APPLICABLE
            assert outcomes[rule.id].effects == {MEETS}


@pytest.mark.parametrize(
    "facts", [filed_as(FILED, NO_PACK), replace(NO_PACK, places=(THERE,))], ids=["filed", "free"]
)
def test_what_a_filing_requires_is_not_asked_where_none_is_needed(facts: Facts) -> None:
    outcomes = judge(facts, POLICY).outcomes
    spared = {rule.id for rule in RULES if outcomes[rule.id].code == NOT_NEEDED}
    assert spared == {
        "pack.invocations-50m",
        "pack.gbs-400k",
        "quota.websites",
        "quota.access",
        "account.real-name",
        "account.order-in-progress",
    }


@pytest.mark.parametrize("since", [None, LATELY])
def test_how_long_a_filed_domain_has_been_verified_is_nobodys_question(
    since: datetime | None,
) -> None:
    young = replace(YOUNG, verified_since=since and NOW - timedelta(days=1))
    filed = filed_as(FILED, replace(GOOD, registration=known(young)))
    assert judge(filed, POLICY).outcomes["domain.real-name"].code == NOT_NEEDED
    unverified = replace(young, real_name=DomainRealName.NOT_VERIFIED)
    mended = judge(replace(filed, registration=known(unverified)), POLICY)
    assert mended.outcomes["domain.real-name"].code == "not_verified"
    soon = replace(young, expires=NOW.date() + timedelta(days=3))
    expiring = judge(replace(filed, registration=known(soon)), POLICY)
    assert expiring.outcomes["domain.expiry"].code == "soon"


@pytest.mark.parametrize("domain", [ASKED, DEFAULT])
def test_a_declaration_that_shows_in_the_quota_is_an_assumption(domain: Domain) -> None:
    facts = replace(filed_as(FILED), domain=domain, declared=Declared(serverless_filings=1))
    found = judge(facts, POLICY)
    assert found.websites_used.exact in (1, None)
    named = {a.name for a in found.assumptions}
    assert ("declared.serverless_filings" in named) is (found.websites_used.exact == 1)


def test_assumptions_are_told_once() -> None:
    facts = replace(GOOD, registration=declared(REGISTERED, "declared.registration"))
    facts = replace(facts, declared=Declared(serverless_filings=1))
    assert [a.name for a in judge(facts, POLICY).assumptions] == [
        "declared.serverless_filings",
        "declared.registration",
    ]


def test_missing_is_told_once() -> None:
    facts = replace(GOOD, registration=unread(Name.REGISTRATION))
    assert judge(facts, POLICY).missing == (unread(Name.REGISTRATION),)


def test_a_state_that_is_not_documented_leaves_the_verdict_open() -> None:
    odd = replace(REGISTERED, real_name=DomainRealName.OTHER)
    assert judge(replace(GOOD, registration=known(odd)), POLICY).possible == {
        Verdict.ELIGIBLE,
        Verdict.PENDING,
        Verdict.NOT_ELIGIBLE,
    }
