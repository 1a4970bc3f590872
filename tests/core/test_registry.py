"""The rulebook as a whole: every rule that was promised, and nothing undeclared."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from beian.facts import Facts, Icp, Name, OrderState, RealName
from beian.rulebook.model import Requires, Rule, Status
from beian.rulebook.registry import COMMON_CODES, RULES, judge_all
from tests.core.facts_for import (
    NOW,
    POLICY,
    REGISTERED,
    in_order,
    known,
    order,
    place,
    unread,
    unread_place,
    windows,
)
from tests.proofs.partial import partial_facts
from tests.records import replace

REQUIRED_FOR = {
    "scope.default-domain": Requires.SCOPE,
    "scope.region": Requires.SCOPE,
    "scope.in-use": Requires.SCOPE,
    "pack.invocations-50m": Requires.ELIGIBILITY,
    "pack.gbs-400k": Requires.ELIGIBILITY,
    "pack.expiring": Requires.ADVICE,
    "pack.refund": Requires.ADVICE,
    "pack.duplicate": Requires.ADVICE,
    "quota.websites": Requires.ELIGIBILITY,
    "quota.access": Requires.ACCESS,
    "account.real-name": Requires.ELIGIBILITY,
    "account.order-in-progress": Requires.ELIGIBILITY,
    "domain.status": Requires.FILING,
    "domain.served-filed": Requires.ADVICE,
    "domain.same-account": Requires.ADVICE,
    "domain.real-name": Requires.ELIGIBILITY,
    "domain.expiry": Requires.ELIGIBILITY,
    "domain.hold": Requires.ELIGIBILITY,
    "domain.suffix": Requires.ADVICE,
}
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_every_promised_rule_is_there_once_and_required_as_promised() -> None:
    assert len(RULES) == len(REQUIRED_FOR)
    assert {r.id: r.requires for r in RULES} == REQUIRED_FOR


@each_rule
def test_a_rule_names_a_dated_source_and_its_codes_once(rule: Rule) -> None:
    assert rule.source.url.startswith("https://")
    assert rule.source.certainty in {"high", "medium", "low"}
    assert rule.source.as_of <= NOW.date()
    assert list(rule.codes) == sorted(set(rule.codes))
    assert not set(rule.codes) & set(COMMON_CODES)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(partial_facts())
def test_every_outcome_is_declared_and_says_what_it_is(facts: Facts) -> None:
    for rule in RULES:
        found = judge_all(facts, POLICY)[rule.id]
        assert found.code in {*rule.codes, *COMMON_CODES}
        unknown = found.status is Status.UNKNOWN
        assert bool(found.missing) is unknown
        assert {m.name for m in found.missing} <= set(rule.needs) | _own_doubts(rule)
        assert not found.waits or found.status is Status.FAIL
        counted = rule.requires in (Requires.ELIGIBILITY, Requires.ACCESS)
        assert bool(found.could) is (unknown and counted)


def _own_doubts(rule: Rule) -> set[Name]:
    """What a rule may call missing although it was read: that no API publishes it."""
    return {Name.WEBSITES} if rule.id.startswith("quota.") else set()


# For every fact that a rule may look at, facts that are unlike `in_order` in that one alone.
CHANGED: Mapping[Name, tuple[Facts, ...]] = {
    Name.ORDERS: (
        replace(in_order(), orders=windows()),
        replace(in_order(), orders=windows(order(state=OrderState.REFUNDING))),
        replace(in_order(), orders=windows(order("1"), order("2"))),
        replace(in_order(), orders=windows(early=False, late=False)),
    ),
    Name.WEBSITES: tuple(
        replace(in_order(), websites=w) for w in (known(12), unread(Name.WEBSITES))
    ),
    Name.REAL_NAME: (
        replace(in_order(), real_name=known(RealName(verified=False, personal=False))),
    ),
    Name.ORDER_IN_PROGRESS: (replace(in_order(), order_in_progress=known("26")),),
    Name.ICP: tuple(
        replace(in_order(), icp=known(Icp(gov, landed, ticket=False, ban=False)))
        for gov, landed in ((True, True), (True, False), (False, True))
    ),
    Name.REGISTRATION: (
        replace(
            in_order(),
            registration=known(
                replace(
                    REGISTERED,
                    expires=NOW.date() - timedelta(days=1),
                    on_hold=True,
                    verified_since=NOW,
                )
            ),
        ),
    ),
    Name.BINDINGS: (
        replace(in_order(), places=(place("ap-hongkong", "www.example.cn"),)),
        replace(in_order(), places=(place("ap-hongkong", "www.example.cn", registered=True),)),
        replace(in_order(), places=(place("ap-hongkong", "a.example.cn", registered=False),)),
        replace(in_order(), places=(unread_place("ap-hongkong"),)),
    ),
}


IDLE = (in_order(), *CHANGED[Name.ICP])
SERVED = (replace(f, places=(place("ap-guangzhou", "www.example.cn"),)) for f in IDLE)
STARTS = (*IDLE, *SERVED)


@each_rule
def test_a_rule_needs_what_it_looks_at(rule: Rule) -> None:
    """Each fact that changes what the rule says is among its needs, and each need changes it."""
    looked = {
        name
        for name, variations in CHANGED.items()
        for start in STARTS
        for changed in variations
        if _said(rule, start) != _said(rule, _with(start, name, changed))
    }
    assert looked == set(rule.needs)


def _said(rule: Rule, facts: Facts) -> tuple[object, ...]:
    found = rule.judge(facts, POLICY)
    return (found.status, found.code, found.waits, found.could, found.values, found.evidence)


def _with(start: Facts, name: Name, changed: Facts) -> Facts:
    field = {Name.ORDERS: "orders", Name.BINDINGS: "places"}.get(name, name.value)
    return replace(start, **{field: getattr(changed, field)})
