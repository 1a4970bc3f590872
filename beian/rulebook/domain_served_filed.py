"""What Serverless in mainland China serves is filed, landed on Tencent Cloud and not banned: the
finding behind a `non_compliant`."""

from beian.facts import Facts, Known, Name, Place, Unreadable
from beian.rulebook.filing import possible_filings, status_of, untold
from beian.rulebook.model import (
    SEED,
    Outcome,
    Requires,
    Rule,
    Severity,
    fails,
    not_applicable,
    passes,
    unknown,
)
from beian.rulebook.policy import Policy
from beian.rulebook.scope import bound_places, find_scope


def judge(facts: Facts, policy: Policy) -> Outcome:
    scope = find_scope(facts, policy)
    if True not in scope.served:
        return not_applicable("not_served", *_read(facts.places))
    icp, bound = facts.icp, bound_places(facts)
    may_serve = {filing.may_serve for filing in possible_filings(facts)}
    # An unread filing may stand in any way, so it never comes past here.
    if len(scope.served) > 1 or len(may_serve) > 1 or isinstance(icp, Unreadable):
        missing = (*scope.served_missing, *(untold(facts) if len(may_serve) > 1 else ()))
        read = [icp] if isinstance(icp, Known) else []
        return unknown("unread", frozenset(), *read, *_read(bound), missing=missing)
    here = tuple(place for place in bound if policy.is_mainland(place.region))
    regions = ", ".join(dict.fromkeys(place.region for place in here))
    if True in may_serve:
        return passes("filed", icp, *_read(here), regions=regions)
    if icp.value.ban:
        return fails("banned", icp, *_read(here), regions=regions)
    read_as = status_of(icp.value).value
    return fails("unfiled", icp, *_read(here), read=read_as, regions=regions)


def _read(places: tuple[Place, ...]) -> list[Known[object]]:
    return [place.bindings for place in places if isinstance(place.bindings, Known)]


RULE = Rule(
    id="domain.served-filed",
    severity=Severity.CRITICAL,
    requires=Requires.ADVICE,
    needs=(Name.ICP, Name.BINDINGS, Name.WEBSITES),
    source=SEED,
    codes=("banned", "filed", "not_served", "unfiled", "unread"),
    judge=judge,
    domain=True,
)
