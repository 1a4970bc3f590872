"""How the filing of the domain stands, and whether it is banned or under rectification."""

from beian.facts import Facts, Name, Unreadable
from beian.rulebook.filing import (
    FilingStatus,
    disagreement,
    gateway_words,
    second_sources,
    status_of,
)
from beian.rulebook.model import (
    SEED,
    Outcome,
    Requires,
    Rule,
    Severity,
    fails,
    passes,
    unknown,
    warns,
)
from beian.rulebook.policy import Policy


def judge(facts: Facts, _policy: Policy) -> Outcome:
    if isinstance(facts.icp, Unreadable):
        return unknown("unread", frozenset(), missing=(facts.icp,))
    icp = facts.icp.value
    if icp.ban:
        return fails("banned", facts.icp)
    dispute = disagreement(facts)
    if dispute:
        return unknown(
            "disagreement",
            frozenset(),
            facts.icp,
            *second_sources(facts),
            missing=(dispute,),
            read=status_of(icp).value,
            gateway=_gateway(facts, status_of(icp)),
        )
    if icp.ticket:
        return warns("rectification", facts.icp)
    status = status_of(icp)
    if status is FilingStatus.STALE:
        return warns("stale", facts.icp)
    return passes(status.value, facts.icp)


def _gateway(facts: Facts, status: FilingStatus) -> bool | None:
    """API Gateway's word; where it says both, the one that contradicts what was read."""
    words = gateway_words(facts)
    if len(words) > 1:
        return status is not FilingStatus.FILED
    return next(iter(words), None)


RULE = Rule(
    id="domain.status",
    severity=Severity.CRITICAL,
    requires=Requires.FILING,
    needs=(Name.ICP, Name.BINDINGS, Name.WEBSITES),
    source=SEED,
    codes=(
        "banned",
        "disagreement",
        "filed",
        "filed_elsewhere",
        "not_filed",
        "rectification",
        "stale",
        "unread",
    ),
    judge=judge,
    domain=True,
)
