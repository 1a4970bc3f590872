"""The domain is real-name verified, three days ago or more."""

from datetime import datetime, time, timedelta

from beian.facts import SHANGHAI, DomainRealName, Facts, Name, Registration, Unreadable
from beian.rulebook.model import (
    ANY,
    FAILS,
    MEETS,
    SEED,
    Outcome,
    Requires,
    Rule,
    Severity,
    fails,
    passes,
    unexpected,
    unknown,
    waits,
    warns,
)
from beian.rulebook.policy import Policy


def judge(facts: Facts, policy: Policy) -> Outcome:
    fact = facts.registration
    if isinstance(fact, Unreadable):
        return unknown("unread", ANY, missing=(fact,))
    found = fact.value
    if found.real_name is DomainRealName.IN_AUDIT:
        return waits("in_audit", None, fact, days=policy.domain_wait_days)
    if found.real_name is DomainRealName.NOT_VERIFIED:
        return fails("not_verified", fact)
    if found.real_name is DomainRealName.OTHER:
        missing = unexpected(Name.REGISTRATION, fact, "RealNameAuditStatus")
        return unknown("other_state", frozenset({MEETS, FAILS}), fact, missing=(missing,))
    until = _earliest(found, policy.domain_wait_days)
    if until and until > facts.now:
        return waits("waiting", until, fact, days=policy.domain_wait_days)
    if found.verified_since is None:
        return warns("since_unknown", fact, days=policy.domain_wait_days)
    return passes("verified", fact)


def _earliest(found: Registration, days: int) -> datetime | None:
    """When the wait is over: from the declared day, else from the day the domain was created,
    before which it cannot have been verified. None where neither is known."""
    if found.verified_since:
        return found.verified_since + timedelta(days=days)
    if found.created:
        return datetime.combine(found.created, time(), SHANGHAI) + timedelta(days=days)
    return None


RULE = Rule(
    id="domain.real-name",
    severity=Severity.CRITICAL,
    requires=Requires.ELIGIBILITY,
    needs=(Name.REGISTRATION,),
    source=SEED,
    codes=(
        "in_audit",
        "not_verified",
        "other_state",
        "since_unknown",
        "unread",
        "verified",
        "waiting",
    ),
    judge=judge,
    domain=True,
)
