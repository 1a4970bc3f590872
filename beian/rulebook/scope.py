"""Whether a domain needs filing at all: what several rules and the verdict share."""

from dataclasses import dataclass

from beian.facts import Binding, Cause, Domain, Facts, Known, Name, Place, Unreadable
from beian.rulebook.policy import Policy


@dataclass(frozen=True)
class Scope:
    """`required`: every answer to "does it need filing" that is still possible. `regions`: where
    the domain is known to be bound or meant to be served. `served`: whether it is served from the
    mainland now; both where that is not known. `missing` and `served_missing`: what would tell the
    one and the other."""

    required: frozenset[bool]
    regions: tuple[str, ...]
    served: frozenset[bool]
    missing: tuple[Unreadable, ...]
    served_missing: tuple[Unreadable, ...]


YES, NO, EITHER = frozenset({True}), frozenset({False}), frozenset({True, False})


def bound_places(facts: Facts) -> tuple[Place, ...]:
    """Where the asked host is bound, of what could be read. Asked about a registrable domain, any
    host under it counts: a filing is the registrable domain's."""
    return tuple(
        p
        for p in facts.places
        if isinstance(p.bindings, Known) and any(_covers(facts.domain, b) for b in p.bindings.value)
    )


def unread_places(facts: Facts) -> tuple[Unreadable, ...]:
    return tuple(p.bindings for p in facts.places if isinstance(p.bindings, Unreadable))


def find_scope(facts: Facts, policy: Policy) -> Scope:
    """Walks every place the domain may be served from: where it is bound, and where it is meant
    to be. A place that could not be read may or may not hold it."""
    bound = tuple(dict.fromkeys(p.region for p in bound_places(facts)))
    unread = [p for p in facts.places if isinstance(p.bindings, Unreadable)]
    served = _any_mainland(bound, [p.region for p in unread], policy)

    fixed = list(bound)
    if facts.intent.serve and facts.intent.region:
        fixed.append(facts.intent.region)
    options = [_mainland(tuple(fixed), policy)] if fixed else []
    if not fixed:
        # Bound nowhere as far as is known: served from home if it is to be served, else idle.
        home = _home(facts)
        options.append(_mainland(home, policy) if home else _idle(facts))
    # An unread place adds its own region to those that are certain (or is the only one).
    options += [_mainland((*fixed, place.region), policy) for place in unread]
    required = frozenset(answer for option in options for answer in option)
    return Scope(
        required,
        tuple(dict.fromkeys(fixed)) or _home(facts),
        served,
        _missing(facts, tuple(fixed), policy) if len(required) > 1 else (),
        _served_missing(bound, unread, policy) if len(served) > 1 else (),
    )


def _home(facts: Facts) -> tuple[str, ...]:
    """Where a domain that is bound nowhere would be served from, if it is to be."""
    return (facts.intent.home,) if facts.intent.home and facts.intent.serve else ()


def _idle(facts: Facts) -> frozenset[bool]:
    """Nothing bound and no region to serve from: idle, or, if it is to be served, not known."""
    return EITHER if facts.intent.serve else NO


def _mainland(regions: tuple[str, ...], policy: Policy) -> frozenset[bool]:
    """Whether one of the regions is in the mainland; both where an unknown code decides."""
    answers = {policy.is_mainland(r) for r in regions}
    if True in answers:
        return YES
    return EITHER if None in answers else NO


def _any_mainland(bound: tuple[str, ...], unread: list[str], policy: Policy) -> frozenset[bool]:
    certain = _mainland(bound, policy) if bound else NO
    if certain == YES:
        return YES
    may = any(policy.is_mainland(r) is not False for r in unread)
    return certain | EITHER if may else certain


def _missing(facts: Facts, regions: tuple[str, ...], policy: Policy) -> tuple[Unreadable, ...]:
    asked = regions or _home(facts)
    strange = _strange(asked, policy)
    if facts.intent.serve and not asked:
        strange += (Unreadable(Name.BINDINGS, Cause.NO_REGION),)
    return strange + unread_places(facts)


def _served_missing(
    bound: tuple[str, ...], unread: list[Place], policy: Policy
) -> tuple[Unreadable, ...]:
    may = [p.bindings for p in unread if policy.is_mainland(p.region) is not False]
    return (*_strange(bound, policy), *(b for b in may if isinstance(b, Unreadable)))


def _strange(regions: tuple[str, ...], policy: Policy) -> tuple[Unreadable, ...]:
    return tuple(
        Unreadable(Name.BINDINGS, Cause.UNKNOWN_REGION, region=r, detail=r)
        for r in dict.fromkeys(regions)
        if policy.is_mainland(r) is None
    )


def _covers(domain: Domain | None, binding: Binding) -> bool:
    if domain is None:
        return False
    return binding.host == domain.host or (
        domain.host == domain.registrable and binding.host.endswith("." + domain.registrable)
    )
