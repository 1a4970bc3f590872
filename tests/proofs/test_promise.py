"""The promise itself, without a second evaluation: whatever the unread facts turn out to be, a
verdict that was given stays, and what is called not decisive changes nothing."""

from collections.abc import Container
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from beian.facts import (
    Binding,
    Fact,
    Facts,
    Icp,
    Known,
    Order,
    OrderState,
    OrderWindow,
    Place,
    Unreadable,
)
from beian.verdict import Verdict, judge
from tests.core.facts_for import BOTH, GBS, INVOCATIONS, POLICY, known, order, refund_of
from tests.proofs.partial import ICPS, REAL_NAMES, REGISTRATIONS, partial_facts
from tests.proofs.test_oracle import EXAMPLES, PARTS, thorough
from tests.records import replace

SERVED_FILED = "domain.served-filed"
NOTHING: frozenset[Unreadable] = frozenset()
also = settings(thorough, max_examples=EXAMPLES // 2)


@also
@given(st.data(), partial_facts())
def test_no_completion_adds_a_verdict(data: st.DataObject, facts: Facts) -> None:
    before, after = judge(facts, POLICY), judge(data.draw(completed(facts, NOTHING)), POLICY)
    assert after.possible <= before.possible
    if before.verdict is not Verdict.INDETERMINATE:
        assert after.verdict is before.verdict


@also
@given(st.data(), partial_facts())
def test_what_is_not_decisive_changes_nothing(data: st.DataObject, facts: Facts) -> None:
    before = judge(facts, POLICY)
    after = judge(data.draw(completed(facts, before.decisive)), POLICY)
    assert after.possible == before.possible


@also
@given(st.data(), partial_facts(PARTS["scope and filing"]))
def test_what_is_served_unfiled_depends_on_nothing_but_what_is_missing(
    data: st.DataObject, facts: Facts
) -> None:
    before = judge(facts, POLICY).outcomes[SERVED_FILED]
    rest = data.draw(completed(facts, before.missing))
    after = judge(rest, POLICY).outcomes[SERVED_FILED]
    assert (after.status, after.code) == (before.status, before.code)
    assert set(after.missing) == set(before.missing)


@also
@given(partial_facts())
def test_what_is_decisive_is_named_where_the_verdict_is_open(facts: Facts) -> None:
    found = judge(facts, POLICY)
    assert bool(found.decisive) is (found.verdict is Verdict.INDETERMINATE)
    assert found.decisive <= set(found.missing)


@st.composite
def completed(draw: st.DrawFn, facts: Facts, except_: Container[Unreadable]) -> Facts:
    """The facts with all that is unread filled in, but for `except_`. Nothing that was read or
    declared is contradicted: a contradiction would be news, not a completion."""

    def hidden(fact: Fact[object]) -> bool:
        return isinstance(fact, Unreadable) and fact not in except_

    if hidden(facts.icp):
        facts = replace(facts, icp=known(draw(ICPS.filter(lambda i: _agrees(facts, i)))))
    if hidden(facts.websites):
        told = (facts.declared.serverless_filings or 0, facts.declared.accesses or 0)
        least = max(*told, 1 if _is_filed(facts.icp) else 0)
        facts = replace(facts, websites=known(draw(st.integers(least, 12))))
    if hidden(facts.real_name):
        facts = replace(facts, real_name=known(draw(REAL_NAMES)))
    if hidden(facts.order_in_progress):
        facts = replace(facts, order_in_progress=known(draw(st.sampled_from(["", "26001"]))))
    if hidden(facts.registration):
        facts = replace(facts, registration=known(draw(REGISTRATIONS)))
    places = tuple(draw(_filled(p, facts)) if hidden(p.bindings) else p for p in facts.places)
    windows = tuple(draw(_told(w, facts)) if hidden(w.orders) else w for w in facts.orders)
    return replace(facts, places=places, orders=windows)


def _is_filed(fact: Fact[Icp]) -> bool:
    return isinstance(fact, Known) and fact.value.gov and fact.value.landed


def _agrees(facts: Facts, icp: Icp) -> bool:
    """Neither API Gateway nor the number of websites speaks against it."""
    words = {
        b.registered
        for p in facts.places
        if isinstance(p.bindings, Known)
        for b in p.bindings.value
    }
    empty = isinstance(facts.websites, Known) and facts.websites.value == 0
    if icp.landed and icp.gov:
        return False not in words and not empty
    return icp.landed or icp.gov or True not in words


def _filled(place: Place, facts: Facts) -> st.SearchStrategy[Place]:
    hosts = [facts.domain.host] if facts.domain else []
    options: list[tuple[Binding, ...]] = [(), *((Binding(h),) for h in hosts)]
    return st.sampled_from(options).map(lambda found: replace(place, bindings=known(found)))


@st.composite
def _told(draw: st.DrawFn, window: OrderWindow, facts: Facts) -> OrderWindow:
    """A window that holds a purchase, or refunds everything bought until then, or nothing."""
    middle = window.start + timedelta(days=1)
    found: list[Order] = []
    states = [OrderState.DELIVERED, OrderState.DELIVERING, OrderState.REFUNDED]
    for texts in draw(st.sampled_from([(), (BOTH,), (INVOCATIONS,), (GBS,), (INVOCATIONS, GBS)])):
        name = f"{window.start:%Y%m%d}{len(found)}"
        state = draw(st.sampled_from(states))
        found.append(order(name, texts=texts, state=state, created=middle))
    bought = [
        o
        for w in facts.orders
        if isinstance(w.orders, Known)
        for o in w.orders.value
        if o.created <= window.end
    ]
    refunded = draw(st.booleans())
    if bought and refunded:
        refund = replace(refund_of(*bought), id=f"{window.start:%Y%m%d}9", created=window.end)
        found.append(refund)
    return replace(window, orders=known(tuple(found)))
