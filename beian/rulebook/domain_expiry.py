"""The domain has not expired."""

from datetime import timedelta

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
    warns,
)
from beian.rulebook.policy import Policy


def judge(facts: Facts, policy: Policy) -> Outcome:
    fact, could = facts.registration, frozenset({MEETS, FAILS})
    if isinstance(fact, Unreadable):
        return unknown("unread", could, missing=(fact,))
    expires = fact.value.expires
    if expires is None:
        missing = unexpected(Name.REGISTRATION, fact, "ExpirationDate")
        return unknown("no_date", could, fact, missing=(missing,))
    if expires < facts.today:
        return fails("expired", fact, expires=expires.isoformat())
    if expires - facts.today <= timedelta(days=policy.expiring_days):
        return warns("soon", fact, expires=expires.isoformat(), days=policy.expiring_days)
    return passes("valid", fact, expires=expires.isoformat())


RULE = Rule(
    id="domain.expiry",
    severity=Severity.HIGH,
    requires=Requires.ELIGIBILITY,
    needs=(Name.REGISTRATION,),
    source=Source(
        "备案限制", "https://cloud.tencent.com/document/product/243/18911", certainty="medium"
    ),
    codes=("expired", "no_date", "soon", "unread", "valid"),
    judge=judge,
    domain=True,
)
