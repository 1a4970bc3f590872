"""Filing packs are not refunded by rule; five-day and special refunds go by ticket."""

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


def judge(facts: Facts, policy: Policy) -> Outcome:
    packs = [p for p in find_packs(facts, policy) if p.kinds]
    for pack in packs:
        if pack.reason == "refunding":
            return warns("under_way", proof(facts, [pack]), order=pack.order.id)
    unread = unread_orders(facts)
    if unread:
        return unknown("unknown", frozenset(), missing=unread)
    active = [p for p in packs if p.counts]
    return passes("none", proof(facts, active)) if active else not_applicable("no_pack")


RULE = Rule(
    id="pack.refund",
    severity=Severity.LOW,
    requires=Requires.ADVICE,
    needs=(Name.ORDERS,),
    source=SEED,
    codes=("no_pack", "none", "under_way", "unknown"),
    judge=judge,
)
