"""Whether filing is needed at all: default domains, regions, use."""

import pytest

from beian.facts import Cause, Domain, Facts, Intent, Name, Place
from beian.rulebook.model import MEETS, Status
from beian.rulebook.policy import Policy
from beian.rulebook.scope import find_scope
from tests.core.facts_for import (
    APEX,
    ASKED,
    DEFAULT,
    MEANT,
    POLICY,
    in_order,
    outcome,
    place,
    unread_place,
)
from tests.records import replace

HK, GZ, STRANGE = "ap-hongkong", "ap-guangzhou", "ap-nowhere"
HERE = place(GZ, "www.example.cn")
THERE = place(HK, "www.example.cn")
IDLE = Intent(serve=False, home=GZ)


def at(*places: Place, intent: Intent = MEANT, domain: Domain = ASKED) -> Facts:
    return replace(in_order(), places=places, intent=intent, domain=domain)


@pytest.mark.parametrize(
    ("facts", "required", "served"),
    [
        (at(HERE), {True}, {True}),
        (at(THERE), {False}, {False}),
        (at(HERE, THERE), {True}, {True}),
        (at(), {True}, {False}),  # bound to nothing and meant to be: from home
        (at(intent=Intent(home=HK)), {False}, {False}),
        (at(intent=Intent(region=HK, home=GZ)), {False}, {False}),
        (at(intent=Intent(region=GZ, home=HK)), {True}, {False}),
        (at(THERE, intent=Intent(region=GZ)), {True}, {False}),
        (at(HERE, intent=Intent(region=HK)), {True}, {True}),
        (at(intent=IDLE), {False}, {False}),
        (at(intent=replace(IDLE, region=GZ)), {False}, {False}),
        (at(HERE, intent=IDLE), {True}, {True}),
        (at(intent=Intent(region="na-newtown")), {False}, {False}),  # by its prefix
        (at(intent=Intent(region=STRANGE)), {True, False}, {False}),
        (at(intent=Intent(home=STRANGE)), {True, False}, {False}),
        (at(intent=Intent()), {True, False}, {False}),  # nowhere is home
        (at(place(STRANGE, "www.example.cn")), {True, False}, {True, False}),
        (at(place(STRANGE, "www.example.cn"), HERE), {True}, {True}),
        (at(THERE, unread_place(GZ)), {True, False}, {True, False}),
        (at(THERE, unread_place(HK)), {False}, {False}),
        (at(HERE, unread_place(GZ)), {True}, {True}),
        (at(unread_place(GZ)), {True}, {True, False}),
        (at(unread_place(HK)), {True, False}, {False}),  # bound there, it is not served from home
        (at(unread_place(GZ), intent=IDLE), {True, False}, {True, False}),
        (at(unread_place(HK), intent=IDLE), {False}, {False}),
        (at(unread_place(STRANGE), intent=IDLE), {True, False}, {True, False}),
    ],
)
def test_filing_is_needed_where_the_mainland_serves(
    facts: Facts, required: set[bool], served: set[bool]
) -> None:
    scope = find_scope(facts, POLICY)
    assert (set(scope.required), set(scope.served)) == (required, served)


@pytest.mark.parametrize(
    ("domain", "host", "bound"),
    [
        (ASKED, "www.example.cn", True),
        (ASKED, "example.cn", False),
        (ASKED, "api.example.cn", False),
        (APEX, "example.cn", True),
        (APEX, "api.example.cn", True),
        (APEX, "notexample.cn", False),
    ],
)
def test_of_a_registrable_domain_any_host_counts(domain: Domain, host: str, bound: bool) -> None:
    facts = at(place(GZ, host), intent=IDLE, domain=domain)
    assert find_scope(facts, POLICY).required == {bound}


def test_an_account_is_bound_nowhere() -> None:
    facts = replace(in_order(), domain=None, places=(HERE,))
    assert find_scope(facts, POLICY).served == {False}


@pytest.mark.parametrize(
    ("facts", "regions"),
    [
        (at(HERE, intent=Intent(region=HK)), (GZ, HK)),
        (at(HERE, replace(HERE, product="apigateway")), (GZ,)),
        (at(), (GZ,)),
        (at(intent=Intent()), ()),
        (at(intent=IDLE), ()),
    ],
)
def test_the_regions_are_those_bound_and_meant(facts: Facts, regions: tuple[str, ...]) -> None:
    assert find_scope(facts, POLICY).regions == regions


def test_what_would_tell_is_named() -> None:
    missing = find_scope(at(THERE, unread_place(GZ)), POLICY).missing
    assert [(m.name, m.cause, m.region) for m in missing] == [(Name.BINDINGS, Cause.TIMEOUT, GZ)]
    missing = find_scope(at(intent=Intent(region=STRANGE)), POLICY).missing
    assert [(m.cause, m.region) for m in missing] == [(Cause.UNKNOWN_REGION, STRANGE)]
    assert find_scope(at(unread_place(GZ)), POLICY).missing == ()  # needed either way


def test_a_home_that_does_not_matter_is_not_missing() -> None:
    facts = at(THERE, unread_place(GZ), intent=Intent(home=STRANGE))
    assert [m.cause for m in find_scope(facts, POLICY).missing] == [Cause.TIMEOUT]


def test_no_home_is_missing_too() -> None:
    assert len(find_scope(at(intent=Intent()), POLICY).missing) == 1


# The rules


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        (at(), Status.NOT_APPLICABLE, "custom"),
        (replace(in_order(), domain=None), Status.NOT_APPLICABLE, "custom"),
        (at(domain=DEFAULT), Status.PASS, "exempt"),
    ],
)
def test_a_default_domain_is_exempt(facts: Facts, status: Status, code: str) -> None:
    found = outcome("scope.default-domain", facts)
    assert (found.status, found.code) == (status, code)
    assert dict(found.values) == ({"suffix": DEFAULT.default_suffix} if code == "exempt" else {})


@pytest.mark.parametrize(
    ("facts", "status", "code", "regions"),
    [
        (at(HERE), Status.PASS, "mainland", GZ),
        (at(), Status.PASS, "mainland", GZ),
        (at(THERE), Status.PASS, "outside", HK),
        (at(intent=IDLE), Status.PASS, "nowhere", ""),
        (at(THERE, unread_place(GZ)), Status.UNKNOWN, "unknown", HK),
        (at(intent=Intent(region=STRANGE)), Status.UNKNOWN, "unknown", STRANGE),
    ],
)
def test_the_region_decides(facts: Facts, status: Status, code: str, regions: str) -> None:
    found = outcome("scope.region", facts)
    assert (found.status, found.code, found.values["regions"]) == (status, code, regions)
    assert bool(found.missing) is (status is Status.UNKNOWN)


def test_the_binding_is_the_regions_evidence() -> None:
    found = outcome("scope.region", at(HERE, place("ap-shanghai")))
    assert [e.region for e in found.evidence] == [GZ]


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        (at(HERE, intent=IDLE), Status.PASS, "serving"),
        (at(HERE, unread_place(HK)), Status.PASS, "serving"),
        (at(), Status.PASS, "intended"),
        (at(unread_place(GZ)), Status.PASS, "intended"),
        (at(place(GZ), intent=IDLE), Status.PASS, "idle"),
        (at(unread_place(GZ), intent=IDLE), Status.UNKNOWN, "unknown"),
    ],
)
def test_a_domain_is_in_use_or_not(facts: Facts, status: Status, code: str) -> None:
    found = outcome("scope.in-use", facts)
    assert (found.status, found.code) == (status, code)
    assert found.effects == (frozenset() if status is Status.UNKNOWN else {MEETS})


def test_use_is_proved_by_the_bindings_and_idleness_by_every_read() -> None:
    serving = outcome("scope.in-use", at(HERE, THERE, place("ap-shanghai")))
    assert serving.values["regions"] == f"{GZ}, {HK}"
    assert [e.region for e in serving.evidence] == [GZ, HK]
    idle = outcome("scope.in-use", at(place(GZ), place(HK), intent=IDLE))
    assert [e.region for e in idle.evidence] == [GZ, HK]


# Regions as data


@pytest.mark.parametrize(
    ("region", "mainland"),
    [
        ("ap-guangzhou", True),
        ("ap-shanghai", True),
        ("ap-nanjing", True),
        ("ap-beijing", True),
        ("ap-chengdu", True),
        ("ap-chongqing", True),
        ("ap-shenzhen-fsi", True),
        ("ap-hongkong", False),
        ("ap-taipei", False),
        ("ap-jakarta", False),
        ("eu-anything", False),
        ("na-anything", False),
        ("sa-anything", False),
        ("ap-anything", None),
        ("cn-guangzhou", None),
        ("", None),
    ],
)
def test_a_region_code_is_never_guessed(region: str, mainland: bool | None) -> None:
    assert POLICY.is_mainland(region) is mainland


def test_the_mainland_wins_over_a_prefix() -> None:
    assert Policy(mainland_regions=("eu-odd",)).is_mainland("eu-odd") is True
