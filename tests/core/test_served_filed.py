"""Whether what Serverless in mainland China serves now is filed: `domain.served-filed`."""

import pytest

from beian.facts import Cause, Fact, Facts, Icp, Intent, Name, Place
from beian.rulebook.model import Status
from tests.core.facts_for import (
    APEX,
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

HK, GZ, SH, STRANGE = "ap-hongkong", "ap-guangzhou", "ap-shanghai", "ap-nowhere"
HERE, THERE = place(GZ, "www.example.cn"), place(HK, "www.example.cn")
SOMEWHERE = place(STRANGE, "www.example.cn")
SAYS_NO = place(SH, "api.example.cn", product="apigateway", registered=False)
UNREAD = unread(Name.ICP)


def served(icp: Icp | Fact[Icp], *places: Place, websites: int = 1) -> Facts:
    """`icp` as it was read, at `places`; in Guangzhou where none is given."""
    fact = known(icp, "ba:DescribeDomainIcpStatus") if isinstance(icp, Icp) else icp
    return replace(in_order(), icp=fact, websites=known(websites), places=places or (HERE,))


def banned(icp: Icp) -> Icp:
    return replace(icp, ban=True)


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        (served(FILED), Status.PASS, "filed"),
        (served(replace(FILED, ticket=True)), Status.PASS, "filed"),
        (served(FILED, HERE, unread_place(SH)), Status.PASS, "filed"),
        (served(NOT_FILED), Status.FAIL, "unfiled"),
        (served(ELSEWHERE), Status.FAIL, "unfiled"),
        (served(STALE), Status.FAIL, "unfiled"),
        (served(NOT_FILED, HERE, THERE, unread_place(SH)), Status.FAIL, "unfiled"),
        (replace(served(NOT_FILED), intent=Intent(serve=False)), Status.FAIL, "unfiled"),
        (served(banned(FILED)), Status.FAIL, "banned"),
        (served(banned(NOT_FILED)), Status.FAIL, "banned"),
        (served(banned(FILED), HERE, SAYS_NO), Status.FAIL, "banned"),  # however it is filed
        (served(NOT_FILED, place(GZ)), Status.NOT_APPLICABLE, "not_served"),  # only meant to be
        (served(NOT_FILED, THERE, unread_place(HK)), Status.NOT_APPLICABLE, "not_served"),
        (served(banned(FILED), THERE), Status.NOT_APPLICABLE, "not_served"),
        (served(UNREAD, THERE), Status.NOT_APPLICABLE, "not_served"),
        (served(UNREAD), Status.UNKNOWN, "unread"),
        (served(FILED, HERE, SAYS_NO), Status.UNKNOWN, "unread"),
        (served(FILED, websites=0), Status.UNKNOWN, "unread"),
        (served(FILED, unread_place(GZ)), Status.UNKNOWN, "unread"),
        (served(NOT_FILED, THERE, unread_place(GZ)), Status.UNKNOWN, "unread"),
        (served(NOT_FILED, SOMEWHERE), Status.UNKNOWN, "unread"),
    ],
)
def test_what_the_mainland_serves_is_filed(facts: Facts, status: Status, code: str) -> None:
    found = outcome("domain.served-filed", facts)
    assert (found.status, found.code) == (status, code)


WHERE_UNREAD = (Name.BINDINGS, Cause.TIMEOUT, GZ)
WHERE_STRANGE = (Name.BINDINGS, Cause.UNKNOWN_REGION, STRANGE)
HOW_UNREAD = (Name.ICP, Cause.DENIED, None)
HOW_DISPUTED = (Name.ICP, Cause.DISAGREEMENT, None)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (served(UNREAD), {HOW_UNREAD}),
        (served(UNREAD, HERE, unread_place(GZ), SOMEWHERE), {HOW_UNREAD}),  # served anyway
        (served(FILED, HERE, SAYS_NO), {HOW_DISPUTED}),
        (served(FILED, websites=0), {HOW_DISPUTED}),
        (served(NOT_FILED, unread_place(GZ), unread_place(HK)), {WHERE_UNREAD}),
        (served(NOT_FILED, SOMEWHERE, SOMEWHERE), {WHERE_STRANGE}),
        (served(banned(FILED), SAYS_NO, unread_place(GZ)), {WHERE_UNREAD}),  # banned anyway
        (served(UNREAD, SOMEWHERE, unread_place(GZ)), {WHERE_STRANGE, WHERE_UNREAD, HOW_UNREAD}),
        (served(FILED, SAYS_NO, unread_place(GZ)), {WHERE_UNREAD, HOW_DISPUTED}),
    ],
)
def test_no_more_is_missing_than_what_would_tell(
    facts: Facts, missing: set[tuple[Name, Cause, str | None]]
) -> None:
    found = outcome("domain.served-filed", facts).missing
    assert {(m.name, m.cause, m.region) for m in found} == missing
    assert len(found) == len(missing)


@pytest.mark.parametrize(
    ("icp", "read"),
    [(NOT_FILED, "not_filed"), (ELSEWHERE, "filed_elsewhere"), (STALE, "stale")],
)
def test_a_failure_says_how_the_filing_stands_and_where_it_is_served(icp: Icp, read: str) -> None:
    found = outcome("domain.served-filed", served(icp, HERE, THERE, HERE))
    assert dict(found.values) == {"read": read, "regions": GZ}


@pytest.mark.parametrize("icp", [FILED, banned(FILED), NOT_FILED])
def test_the_filing_and_the_mainlands_bindings_are_the_evidence(icp: Icp) -> None:
    found = outcome("domain.served-filed", served(icp, HERE, THERE, place(SH)))
    assert found.values["regions"] == GZ
    assert [(e.call, e.region) for e in found.evidence] == [
        ("ba:DescribeDomainIcpStatus", None),
        ("scf:Bindings", GZ),
    ]


def test_that_it_is_not_served_rests_on_every_place_that_was_read() -> None:
    found = outcome("domain.served-filed", served(NOT_FILED, place(GZ), THERE, unread_place(HK)))
    assert [e.region for e in found.evidence] == [GZ, HK]


def test_what_was_read_is_shown_where_the_rest_was_not() -> None:
    found = outcome("domain.served-filed", served(FILED, THERE, unread_place(GZ)))
    assert [e.region for e in found.evidence] == [None, HK]
    assert [e.region for e in outcome("domain.served-filed", served(UNREAD)).evidence] == [GZ]


def test_of_a_registrable_domain_any_host_that_is_served_counts() -> None:
    facts = served(NOT_FILED, place(GZ, "api.example.cn"))
    assert outcome("domain.served-filed", facts).code == "not_served"
    assert outcome("domain.served-filed", replace(facts, domain=APEX)).code == "unfiled"
