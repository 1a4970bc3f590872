"""One pack set an account: a second one adds no quota."""

from beian.facts import Facts, Name
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
from beian.rulebook.recognise import Kind


def judge(facts: Facts, policy: Policy) -> Outcome:
    active = [p for p in find_packs(facts, policy) if p.counts]
    for kind in Kind:
        same = [p for p in active if kind in p.kinds]
        if len(same) > 1:
            orders = ", ".join(p.order.id for p in same)
            return warns("duplicate", proof(facts, same), orders=orders)
    unread = unread_orders(facts)
    if unread:
        return unknown("unknown", frozenset(), missing=unread)
    return passes("single", proof(facts, active)) if active else not_applicable("no_pack")


RULE = Rule(
    id="pack.duplicate",
    severity=Severity.LOW,
    requires=Requires.ADVICE,
    needs=(Name.ORDERS,),
    source=SEED,
    codes=("duplicate", "no_pack", "single", "unknown"),
    judge=judge,
)
