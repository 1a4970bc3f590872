"""A domain filed in the same account through CVM is bound directly, without another filing."""

from beian.facts import Facts, Known, Name, Unreadable
from beian.rulebook.filing import FilingStatus, disagreement, second_sources, status_of
from beian.rulebook.model import (
    SEED,
    Outcome,
    Requires,
    Rule,
    Severity,
    not_applicable,
    passes,
    unknown,
)
from beian.rulebook.policy import Policy


def judge(facts: Facts, _policy: Policy) -> Outcome:
    if isinstance(facts.icp, Unreadable):
        return unknown("unread", frozenset(), missing=(facts.icp,))
    if status_of(facts.icp.value) is not FilingStatus.FILED:
        return not_applicable("not_filed_here", facts.icp)
    dispute = disagreement(facts)
    if dispute:
        return unknown(
            "disagreement", frozenset(), facts.icp, *second_sources(facts), missing=(dispute,)
        )
    websites = [facts.websites] if isinstance(facts.websites, Known) else []
    return passes("bind", facts.icp, *websites)


RULE = Rule(
    id="domain.same-account",
    severity=Severity.INFO,
    requires=Requires.ADVICE,
    needs=(Name.ICP, Name.WEBSITES, Name.BINDINGS),
    source=SEED,
    codes=("bind", "disagreement", "not_filed_here", "unread"),
    judge=judge,
    domain=True,
)
