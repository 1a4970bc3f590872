"""One filing order at a time: another one can only be placed when it has ended."""

from beian.facts import Facts, Name, Unreadable
from beian.rulebook.model import (
    MEETS,
    WAITS,
    Outcome,
    Requires,
    Rule,
    Severity,
    Source,
    passes,
    unknown,
    waits,
)
from beian.rulebook.policy import Policy


def judge(facts: Facts, _policy: Policy) -> Outcome:
    order = facts.order_in_progress
    if isinstance(order, Unreadable):
        return unknown("unread", frozenset({MEETS, WAITS}), missing=(order,))
    if order.value:
        return waits("in_progress", None, order, order=order.value)
    return passes("none", order)


RULE = Rule(
    id="account.order-in-progress",
    severity=Severity.HIGH,
    requires=Requires.ELIGIBILITY,
    needs=(Name.ORDER_IN_PROGRESS,),
    source=Source(
        "备案限制", "https://cloud.tencent.com/document/product/243/18911", certainty="medium"
    ),
    codes=("in_progress", "none", "unread"),
    judge=judge,
)
