"""How the filing stands: the four flags, the second sources, the procedure."""

import pytest

from beian.facts import Binding, Cause, Domain, Facts, Icp, Name, Place
from beian.rulebook.filing import (
    ALL_FILINGS,
    Filing,
    FilingKind,
    FilingStatus,
    disagreement,
    kind_of,
    possible_filings,
    status_of,
)
from beian.rulebook.model import Status
from tests.core.facts_for import (
    APEX,
    ASKED,
    ELSEWHERE,
    FILED,
    NOT_FILED,
    STALE,
    in_order,
    known,
    outcome,
    place,
    unread,
    unread_place,
)
from tests.records import replace

EVERY_STATUS = set(FilingStatus)


def with_icp(
    icp: Icp | None, *words: bool, websites: int | None = 1, host: str = "api.example.cn"
) -> Facts:
    """API Gateway's `words`, one a binding of `host`; None: unread."""
    gateway = [place("ap-guangzhou", host, product="apigateway", registered=w) for w in words]
    return replace(
        in_order(),
        icp=known(icp, "ba:DescribeDomainIcpStatus") if icp else unread(Name.ICP),
        websites=unread(Name.WEBSITES) if websites is None else known(websites, "ba:Websites"),
        places=(*in_order().places, *gateway),
    )


def statuses(facts: Facts) -> set[FilingStatus]:
    return {f.status for f in possible_filings(facts)}


@pytest.mark.parametrize(
    ("icp", "status"),
    [
        (FILED, FilingStatus.FILED),
        (ELSEWHERE, FilingStatus.FILED_ELSEWHERE),
        (NOT_FILED, FilingStatus.NOT_FILED),
        (STALE, FilingStatus.STALE),
    ],
)
@pytest.mark.parametrize("banned", [True, False])
def test_two_flags_tell_the_status_and_one_the_ban(
    icp: Icp, status: FilingStatus, banned: bool
) -> None:
    icp = replace(icp, ban=banned)
    assert status_of(icp) is status
    assert possible_filings(with_icp(icp)) == {Filing(status, banned)}


def test_an_unread_status_may_be_anything() -> None:
    assert possible_filings(with_icp(None)) == ALL_FILINGS
    assert len(ALL_FILINGS) == 8
    assert disagreement(with_icp(None, True)) is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (with_icp(FILED, True), {FilingStatus.FILED}),
        (with_icp(FILED, False), EVERY_STATUS),
        (with_icp(FILED, True, False), EVERY_STATUS),
        (with_icp(NOT_FILED, False), {FilingStatus.NOT_FILED}),
        (with_icp(NOT_FILED, True), EVERY_STATUS),
        (with_icp(NOT_FILED, False, True), EVERY_STATUS),
        (with_icp(NOT_FILED, True, websites=0), EVERY_STATUS),
        (with_icp(ELSEWHERE, True), {FilingStatus.FILED_ELSEWHERE}),
        (with_icp(ELSEWHERE, False), {FilingStatus.FILED_ELSEWHERE}),
        (with_icp(STALE, True), {FilingStatus.STALE}),
        (with_icp(STALE, False), {FilingStatus.STALE}),
        (with_icp(FILED, websites=0), {FilingStatus.FILED, FilingStatus.FILED_ELSEWHERE}),
        (with_icp(FILED, True, websites=0), {FilingStatus.FILED, FilingStatus.FILED_ELSEWHERE}),
        (with_icp(FILED, False, websites=0), EVERY_STATUS),
        (with_icp(FILED, websites=None), {FilingStatus.FILED}),
        (with_icp(FILED, False, host="www.example.com"), {FilingStatus.FILED}),
        (with_icp(FILED, False, host="notexample.cn"), {FilingStatus.FILED}),
        (with_icp(FILED, False, host="example.cn"), EVERY_STATUS),
    ],
)
def test_sources_that_disagree_leave_the_status_open(
    facts: Facts, expected: set[FilingStatus]
) -> None:
    assert statuses(facts) == expected


@pytest.mark.parametrize("banned", [True, False])
def test_a_ban_stays_known_where_the_status_is_disputed(banned: bool) -> None:
    facts = with_icp(replace(FILED, ban=banned), False)
    assert {f.banned for f in possible_filings(facts)} == {banned}


def test_an_account_question_has_no_word_of_a_domain() -> None:
    facts = replace(with_icp(FILED, False), domain=None)
    assert statuses(facts) == {FilingStatus.FILED}


def test_an_unread_gateway_says_nothing() -> None:
    facts = replace(with_icp(FILED), places=(unread_place("ap-guangzhou", "apigateway"),))
    assert statuses(facts) == {FilingStatus.FILED}


@pytest.mark.parametrize(
    ("status", "websites", "kind"),
    [
        (FilingStatus.NOT_FILED, 0, FilingKind.FIRST),
        (FilingStatus.NOT_FILED, 1, FilingKind.NEW_WEBSITE),
        (FilingStatus.NOT_FILED, None, None),
        (FilingStatus.STALE, 0, FilingKind.FIRST),
        (FilingStatus.STALE, 2, FilingKind.NEW_WEBSITE),
        (FilingStatus.FILED_ELSEWHERE, None, FilingKind.ACCESS),
        (FilingStatus.FILED, 1, None),
        (None, 1, None),
    ],
)
def test_the_status_and_earlier_websites_tell_the_procedure(
    status: FilingStatus | None, websites: int | None, kind: FilingKind | None
) -> None:
    assert kind_of(status, with_icp(NOT_FILED, websites=websites)) is kind


# domain.status


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        (with_icp(FILED), Status.PASS, "filed"),
        (with_icp(ELSEWHERE), Status.PASS, "filed_elsewhere"),
        (with_icp(NOT_FILED), Status.PASS, "not_filed"),
        (with_icp(STALE), Status.WARN, "stale"),
        (with_icp(replace(FILED, ticket=True)), Status.WARN, "rectification"),
        (with_icp(replace(FILED, ban=True)), Status.FAIL, "banned"),
        (with_icp(replace(FILED, ban=True, ticket=True), False), Status.FAIL, "banned"),
        (with_icp(FILED, False), Status.UNKNOWN, "disagreement"),
        (with_icp(replace(FILED, ticket=True), False), Status.UNKNOWN, "disagreement"),
        (with_icp(FILED, websites=0), Status.UNKNOWN, "disagreement"),
        (with_icp(None), Status.UNKNOWN, "unread"),
    ],
)
def test_the_status_is_told(facts: Facts, status: Status, code: str) -> None:
    found = outcome("domain.status", facts)
    assert (found.status, found.code) == (status, code)
    assert bool(found.missing) is (status is Status.UNKNOWN)


@pytest.mark.parametrize(
    ("facts", "detail", "second"),
    [
        (with_icp(FILED, False), "RegistrationStatus", "apigateway:Bindings"),
        (with_icp(NOT_FILED, True), "RegistrationStatus", "apigateway:Bindings"),
        (with_icp(FILED, websites=0), "Webs", "ba:Websites"),
    ],
)
def test_a_disagreement_shows_both_sources(facts: Facts, detail: str, second: str) -> None:
    found = outcome("domain.status", facts)
    assert [(m.name, m.cause, m.detail) for m in found.missing] == [
        (Name.ICP, Cause.DISAGREEMENT, detail)
    ]
    assert {"ba:DescribeDomainIcpStatus", second} <= {e.call for e in found.evidence}


def test_a_disagreement_says_what_each_source_says() -> None:
    found = outcome("domain.status", with_icp(NOT_FILED, True))
    assert (found.values["read"], found.values["gateway"]) == ("not_filed", True)
    found = outcome("domain.status", with_icp(FILED, True, False))
    assert (found.values["read"], found.values["gateway"]) == ("filed", False)
    assert outcome("domain.status", with_icp(FILED, websites=0)).values["gateway"] is None


# domain.same-account


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        (with_icp(FILED), Status.PASS, "bind"),
        (with_icp(FILED, websites=None), Status.PASS, "bind"),
        (with_icp(FILED, False), Status.UNKNOWN, "disagreement"),
        (with_icp(ELSEWHERE), Status.NOT_APPLICABLE, "not_filed_here"),
        (with_icp(NOT_FILED), Status.NOT_APPLICABLE, "not_filed_here"),
        (with_icp(None), Status.UNKNOWN, "unread"),
    ],
)
def test_what_is_filed_in_the_account_is_bound_directly(
    facts: Facts, status: Status, code: str
) -> None:
    found = outcome("domain.same-account", facts)
    assert (found.status, found.code) == (status, code)


def test_the_websites_are_shown_beside_the_filing() -> None:
    found = outcome("domain.same-account", with_icp(FILED))
    assert [e.call for e in found.evidence] == ["ba:DescribeDomainIcpStatus", "ba:Websites"]


def test_a_binding_without_a_word_says_nothing() -> None:
    silent = Place("scf", "ap-guangzhou", known((Binding("www.example.cn"),)))
    facts = with_icp(NOT_FILED, False)
    assert statuses(replace(facts, places=(*facts.places, silent))) == {FilingStatus.NOT_FILED}


@pytest.mark.parametrize("domain", [ASKED, APEX])
def test_the_word_on_any_host_of_the_registrable_domain_counts(domain: Domain) -> None:
    facts = replace(with_icp(FILED, False, host="a.b.example.cn"), domain=domain)
    assert statuses(facts) == EVERY_STATUS
