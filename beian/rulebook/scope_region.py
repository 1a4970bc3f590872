"""Only a domain that points at Serverless in mainland China needs filing."""

from beian.facts import Facts, Known, Name
from beian.rulebook.model import SEED, Outcome, Requires, Rule, Severity, passes, unknown
from beian.rulebook.policy import Policy
from beian.rulebook.scope import bound_places, find_scope


def judge(facts: Facts, policy: Policy) -> Outcome:
    scope = find_scope(facts, policy)
    read = [p.bindings for p in bound_places(facts) if isinstance(p.bindings, Known)]
    regions = ", ".join(scope.regions)
    if len(scope.required) > 1:
        return unknown("unknown", frozenset(), *read, missing=scope.missing, regions=regions)
    if True in scope.required:
        return passes("mainland", *read, regions=regions)
    # That it is not served from the mainland rests on every place that was read.
    read = [p.bindings for p in facts.places if isinstance(p.bindings, Known)]
    return passes("outside" if regions else "nowhere", *read, regions=regions)


RULE = Rule(
    id="scope.region",
    severity=Severity.INFO,
    requires=Requires.SCOPE,
    needs=(Name.BINDINGS,),
    source=SEED,
    codes=("mainland", "nowhere", "outside", "unknown"),
    judge=judge,
    domain=True,
)
