"""The domain is real-name verified, three days ago or more."""

from datetime import datetime, time, timedelta

from beian.facts import SHANGHAI, DomainRealName, Facts, Name, Registration, Unreadable
from beian.rulebook.model import (
    ANY,
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
    until = _earliest(found, policy.domain_wait_days)
    early = until is not None and until > facts.now
    if found.real_name is DomainRealName.OTHER:
        missing = unexpected(Name.REGISTRATION, fact, "RealNameAuditStatus")
        could = ANY - {MEETS} if early else ANY
        return unknown("other_state", could, fact, missing=(missing,))
    if early:
        return waits("waiting", until, fact, days=policy.domain_wait_days)
    if found.verified_since is None:
        return warns("since_unknown", fact, days=policy.domain_wait_days)
    return passes("verified", fact)


def _earliest(found: Registration, days: int) -> datetime | None:
    """When the wait is over: counted from the declared day, and from the day the domain was
    created, before which it cannot have been verified. None where neither is known."""
    created = datetime.combine(found.created, time(), SHANGHAI) if found.created else None
    starts = [start for start in (found.verified_since, created) if start]
    return max(starts) + timedelta(days=days) if starts else None


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
