"""The domain is not on hold at its registry or registrar."""

from beian.facts import Facts, Name, Unreadable
from beian.rulebook.model import (
    FAILS,
    MEETS,
    Outcome,
    Requires,
    Rule,
    Severity,
    Source,
    fails,
    passes,
    unexpected,
    unknown,
)
from beian.rulebook.policy import Policy


def judge(facts: Facts, _policy: Policy) -> Outcome:
    fact, could = facts.registration, frozenset({MEETS, FAILS})
    if isinstance(fact, Unreadable):
        return unknown("unread", could, missing=(fact,))
    if fact.value.on_hold is None:
        missing = unexpected(Name.REGISTRATION, fact, "DomainStatus")
        return unknown("no_status", could, fact, missing=(missing,))
    return fails("on_hold", fact) if fact.value.on_hold else passes("resolves", fact)


RULE = Rule(
    id="domain.hold",
    severity=Severity.HIGH,
    requires=Requires.ELIGIBILITY,
    needs=(Name.REGISTRATION,),
    source=Source(
        "备案限制", "https://cloud.tencent.com/document/product/243/18911", certainty="medium"
    ),
    codes=("no_status", "on_hold", "resolves", "unread"),
    judge=judge,
    domain=True,
)
