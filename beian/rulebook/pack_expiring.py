"""An active pack that ends soon. What an expired pack does to an existing filing is published
nowhere, and the text says so."""

from datetime import timedelta

from beian.facts import SHANGHAI, Facts, Name
from beian.rulebook.model import (
    SEED,
    Outcome,
    Requires,
    Rule,
    Severity,
    not_applicable,
    passes,
    unknown,
    warns,
)
from beian.rulebook.packs import find_packs, proof, unread_orders
from beian.rulebook.policy import Policy


def judge(facts: Facts, policy: Policy) -> Outcome:
    active = [p for p in find_packs(facts, policy) if p.counts and p.order.expires]
    if not active:
        unread = unread_orders(facts)
        return unknown("unknown", frozenset(), missing=unread) if unread else not_applicable("none")
    # The packs of one set may be two orders: the first to end ends the set.
    last = {
        k: max(p.order.expires for p in active if k in p.kinds and p.order.expires)
        for k in {kind for p in active for kind in p.kinds}
    }
    ends = min(last.values())
    day = ends.astimezone(SHANGHAI).date().isoformat()
    if ends - facts.now <= timedelta(days=policy.expiring_days):
        return warns("soon", proof(facts, active), expires=day, days=policy.expiring_days)
    unread = unread_orders(facts, min(p.order.created for p in active))
    if unread:  # could hold a refund
        return unknown("unknown", frozenset(), proof(facts, active), missing=unread)
    return passes("later", proof(facts, active), expires=day)


RULE = Rule(
    id="pack.expiring",
    severity=Severity.MEDIUM,
    requires=Requires.ADVICE,
    needs=(Name.ORDERS,),
    source=SEED,
    codes=("later", "none", "soon", "unknown"),
    judge=judge,
)
