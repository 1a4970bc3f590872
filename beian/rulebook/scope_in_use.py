"""A domain that serves nothing, and is not about to, needs real-name verification but no filing."""

from beian.facts import Facts, Known, Name
from beian.rulebook.model import SEED, Outcome, Requires, Rule, Severity, passes, unknown
from beian.rulebook.policy import Policy
from beian.rulebook.scope import bound_places, unread_places


def judge(facts: Facts, _policy: Policy) -> Outcome:
    bound = bound_places(facts)
    if bound:
        read = [p.bindings for p in bound if isinstance(p.bindings, Known)]
        return passes("serving", *read, regions=", ".join(dict.fromkeys(p.region for p in bound)))
    if facts.intent.serve:
        return passes("intended")
    unread = unread_places(facts)
    if unread:
        return unknown("unknown", frozenset(), missing=unread)
    return passes("idle", *(p.bindings for p in facts.places if isinstance(p.bindings, Known)))


RULE = Rule(
    id="scope.in-use",
    severity=Severity.INFO,
    requires=Requires.SCOPE,
    needs=(Name.BINDINGS,),
    source=SEED,
    codes=("idle", "intended", "serving", "unknown"),
    judge=judge,
    domain=True,
)
