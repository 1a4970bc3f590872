"""A platform default domain needs no filing."""

from beian.facts import Facts
from beian.rulebook.model import (
    SEED,
    Outcome,
    Requires,
    Rule,
    Severity,
    not_applicable,
    passes,
)
from beian.rulebook.policy import Policy


def judge(facts: Facts, _policy: Policy) -> Outcome:
    if facts.domain is None or facts.domain.default_suffix is None:
        return not_applicable("custom")
    return passes("exempt", suffix=facts.domain.default_suffix)


RULE = Rule(
    id="scope.default-domain",
    severity=Severity.INFO,
    requires=Requires.SCOPE,
    needs=(),
    source=SEED,
    codes=("custom", "exempt"),
    judge=judge,
    domain=True,
)
