"""The verdict a second time, by brute force: every completion of what is unknown, each decided by
the plain list "the first that applies wins".

It shares no code with the rulebook but the enums, the facts and the policy's numbers. Completions
are made in parts that are independent of each other (the orders, the quotas, the names, …); within
a part, what hangs together is completed together. What the texts of an order mean is not parsed:
the generator of the facts says it (`beside`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product

from beian.facts import (
    SHANGHAI,
    DomainRealName,
    Facts,
    Icp,
    Order,
    OrderState,
    RealName,
    Registration,
    Unreadable,
)
from beian.rulebook.filing import FilingStatus
from beian.rulebook.model import Effect, Status
from beian.rulebook.policy import Policy
from beian.verdict import Compliance, Verdict
from tests.records import replace

MEETS, WAITS, FAILS = Effect.MEETS, Effect.WAITS, Effect.FAILS
BOOLS = (False, True)
LONG_AGO, FAR_OFF = date(2020, 1, 1), date(2040, 1, 1)


@dataclass(frozen=True)
class Meaning:
    """What the texts of an order say, as a person reads them."""

    scf: bool = False
    filing_pack: bool = False
    look_alike: bool = False
    invocations: int | None = None
    gbs: int | None = None


Beside = Callable[[Order], Meaning]


@dataclass(frozen=True)
class Scene:
    """Where the domain is served in one completion: whether it needs filing, and whether it is
    served from the mainland now."""

    needed: bool
    served: bool


@dataclass(frozen=True)
class Filed:
    """How the filing stands in one completion."""

    status: FilingStatus
    banned: bool
    ticket: bool


def oracle(facts: Facts, policy: Policy, beside: Beside) -> frozenset[Verdict]:
    """Every verdict that some completion of the unknown has."""
    if facts.domain is not None and facts.domain.default_suffix is not None:
        return frozenset({Verdict.NOT_REQUIRED})
    requirements = set(_requirements(facts, policy, beside))
    if facts.domain is None:
        return frozenset(_weigh(needs) for needs in requirements)
    access = _quota(facts, facts.declared.accesses, policy.accesses_per_subject)
    stands = {(f.banned, f.status) for f in filings(facts)}
    needed = {s.needed for s in scenes(facts, policy)}
    return frozenset(
        _decide(need, banned, status, needs, one_access)
        for need, (banned, status), needs, one_access in product(
            needed, stands, requirements, access
        )
    )


def _decide(
    needed: bool, banned: bool, status: FilingStatus, needs: frozenset[Effect], access: Effect
) -> Verdict:
    if not needed:
        return Verdict.NOT_REQUIRED
    if banned:
        return Verdict.BLOCKED
    if status is FilingStatus.FILED:
        return Verdict.FILED
    return _weigh(needs | {access} if status is FilingStatus.FILED_ELSEWHERE else needs)


def _weigh(needs: frozenset[Effect]) -> Verdict:
    if FAILS in needs:
        return Verdict.NOT_ELIGIBLE
    return Verdict.PENDING if WAITS in needs else Verdict.ELIGIBLE


def compliances(facts: Facts, policy: Policy) -> frozenset[Compliance]:
    """What every completion says of what is served now."""
    if facts.domain is None or facts.domain.default_suffix is not None:
        return frozenset({Compliance.NOT_APPLICABLE})
    return frozenset(
        _comply(scene, filed) for scene, filed in product(scenes(facts, policy), filings(facts))
    )


def _comply(scene: Scene, filed: Filed) -> Compliance:
    if scene.served and (filed.banned or filed.status is not FilingStatus.FILED):
        return Compliance.NON_COMPLIANT
    if scene.needed and filed.ticket:
        return Compliance.AT_RISK
    return Compliance.COMPLIANT if scene.served else Compliance.NOT_APPLICABLE


def services(facts: Facts, policy: Policy) -> frozenset[Status]:
    """What every completion says of whether what is served from the mainland may be."""
    if facts.domain is None or facts.domain.default_suffix is not None:
        return frozenset({Status.NOT_APPLICABLE})
    return frozenset(
        _serve(filed) if scene.served else Status.NOT_APPLICABLE
        for scene, filed in product(scenes(facts, policy), filings(facts))
    )


def _serve(filed: Filed) -> Status:
    lawful = filed.status is FilingStatus.FILED and not filed.banned
    return Status.PASS if lawful else Status.FAIL


# Scope


def scenes(facts: Facts, policy: Policy) -> set[Scene]:
    """Every unread place holds the domain or does not; every strange region lies in the mainland
    or does not."""
    sure = {p.region for p in facts.places if _holds(facts, p.bindings)}
    open_ = [p.region for p in facts.places if isinstance(p.bindings, Unreadable)]
    named = {*sure, *open_, facts.intent.region or "", facts.intent.home or ""} - {""}
    strange = sorted(named - {r for r in named if _is_listed(r, policy)})
    found = set()
    for guess in product(BOOLS, repeat=len(strange)):
        mainland = {r for r in named if r in policy.mainland_regions}
        mainland |= {r for r, yes in zip(strange, guess, strict=True) if yes}
        for choice in product(BOOLS, repeat=len(open_)):
            bound = sure | {r for r, yes in zip(open_, choice, strict=True) if yes}
            served = bool(bound & mainland)
            found |= {Scene(n, served) for n in _needed(facts, bound, mainland)}
    return found


def _needed(facts: Facts, bound: set[str], mainland: set[str]) -> Iterable[bool]:
    """From the regions it is bound in and the one asked for; from home where there is neither."""
    regions, meant = set(bound), facts.intent
    if meant.serve and meant.region:
        regions.add(meant.region)
    if not regions and meant.serve:
        if not meant.home:
            return BOOLS
        regions.add(meant.home)
    return (bool(regions & mainland),)


def _is_listed(region: str, policy: Policy) -> bool:
    return (
        region in policy.mainland_regions
        or region in policy.outside_regions
        or any(region.startswith(p) for p in policy.outside_prefixes)
    )


def _holds(facts: Facts, bindings: object) -> bool:
    """The host itself is bound; of a registrable domain, any host under it."""
    domain = facts.domain
    if domain is None:
        return False
    hosts = {host for host, _ in _read_bindings(bindings)}
    under = {h for h in hosts if h.endswith("." + domain.registrable)}
    return domain.host in hosts or (domain.host == domain.registrable and bool(under))


def _read_bindings(bindings: object) -> Iterator[tuple[str, bool | None]]:
    value = getattr(bindings, "value", ())
    return ((b.host, b.registered) for b in value)


# Filing


def filings(facts: Facts) -> set[Filed]:
    if isinstance(facts.icp, Unreadable):
        return {Filed(s, b, t) for s, b, t in product(FilingStatus, BOOLS, BOOLS)}
    icp = facts.icp.value
    return {Filed(s, icp.ban, icp.ticket) for s in _statuses(facts, icp)}


def _statuses(facts: Facts, icp: Icp) -> set[FilingStatus]:
    told = {
        (True, True): FilingStatus.FILED,
        (True, False): FilingStatus.FILED_ELSEWHERE,
        (False, False): FilingStatus.NOT_FILED,
        (False, True): FilingStatus.STALE,
    }[icp.gov, icp.landed]
    words = _gateway_words(facts)
    if told is FilingStatus.FILED and False in words:
        return set(FilingStatus)
    if told is FilingStatus.NOT_FILED and True in words:
        return set(FilingStatus)
    empty = not isinstance(facts.websites, Unreadable) and facts.websites.value == 0
    if told is FilingStatus.FILED and empty:
        return {FilingStatus.FILED, FilingStatus.FILED_ELSEWHERE}
    return {told}


def _gateway_words(facts: Facts) -> set[bool]:
    """What API Gateway says of any binding of the registrable domain's."""
    if facts.domain is None:
        return set()
    tail = facts.domain.registrable
    return {
        word
        for place in facts.places
        for host, word in _read_bindings(place.bindings)
        if word is not None and (host == tail or host.endswith("." + tail))
    }


# Requirements


def _requirements(facts: Facts, policy: Policy, beside: Beside) -> Iterator[frozenset[Effect]]:
    """The effects of everything that must be met, in every completion."""
    parts = product(
        packs(facts, policy, beside),
        _quota(facts, facts.declared.serverless_filings, policy.websites_per_account),
        {_account(r, facts.now, policy) for r in _real_names(facts)},
        {MEETS, WAITS}
        if isinstance(facts.order_in_progress, Unreadable)
        else {WAITS if facts.order_in_progress.value else MEETS},
        {MEETS}
        if facts.domain is None
        else {_domain(r, facts, policy) for r in _registrations(facts)},
    )
    for (invocations, gbs), quota, account, order, domain in parts:
        yield frozenset({invocations, gbs, quota, account, order, domain})


def _quota(facts: Facts, declared: int | None, limit: int) -> set[Effect]:
    return {MEETS if used < limit else FAILS for used in _used(facts, declared)}


def _used(facts: Facts, declared: int | None) -> Iterable[int]:
    if isinstance(facts.websites, Unreadable):
        return range(21) if declared is None else (declared,)
    websites = facts.websites.value
    if declared is None:
        return range(websites + 1)
    return range(min(websites, declared), declared + 1) if declared > websites else (declared,)


def _real_names(facts: Facts) -> Iterable[RealName]:
    if not isinstance(facts.real_name, Unreadable):
        return (facts.real_name.value,)
    return (
        RealName(verified, personal, since)
        for verified, personal, since in product(BOOLS, BOOLS, (None, facts.now))
    )


def _account(found: RealName, now: datetime, policy: Policy) -> Effect:
    if not found.verified:
        return FAILS
    if not found.personal or found.since is None:
        return MEETS
    return WAITS if now - found.since < timedelta(hours=policy.personal_wait_hours) else MEETS


def _registrations(facts: Facts) -> Iterator[Registration]:
    """A value that is not documented, or not there, is as good as unread."""
    told = None if isinstance(facts.registration, Unreadable) else facts.registration.value
    names = tuple(s for s in DomainRealName if s is not DomainRealName.OTHER)
    if told is not None and told.real_name is not DomainRealName.OTHER:
        names = (told.real_name,)
    expiries = (told.expires,) if told and told.expires else (LONG_AGO, FAR_OFF)
    holds = (told.on_hold,) if told and told.on_hold is not None else BOOLS
    created = (told.created,) if told else (LONG_AGO, facts.today)
    blank = Registration(DomainRealName.OTHER, None, None, None)
    for name, expires, hold, day in product(names, expiries, holds, created):
        yield replace(told or blank, real_name=name, expires=expires, on_hold=hold, created=day)


def _domain(found: Registration, facts: Facts, policy: Policy) -> Effect:
    """The domain can be verified since its creation at the earliest, whatever was declared."""
    expired = found.expires is not None and found.expires < facts.today
    if expired or found.on_hold or found.real_name is DomainRealName.NOT_VERIFIED:
        return FAILS
    if found.real_name is DomainRealName.IN_AUDIT:
        return WAITS
    starts = [found.verified_since] if found.verified_since else []
    if found.created:
        starts.append(datetime.combine(found.created, time(), SHANGHAI))
    wait = timedelta(days=policy.domain_wait_days)
    return WAITS if any(start + wait > facts.now for start in starts) else MEETS


# Packs

GONE = {
    OrderState.UNPAID,
    OrderState.FAILED,
    OrderState.REFUNDED,
    OrderState.CLOSED,
    OrderState.ENDED,
}
REFUND_DONE = {OrderState.DELIVERED, OrderState.REFUNDED, OrderState.ENDED}
REFUND_VOID = {OrderState.CLOSED, OrderState.UNPAID}


@dataclass(frozen=True)
class Candidate:
    """An order that may be a pack: of which kinds, and every effect it may have on them."""

    invocations: bool
    gbs: bool
    fates: frozenset[Effect]


def packs(facts: Facts, policy: Policy, beside: Beside) -> set[tuple[Effect, Effect]]:
    """The effect on the invocations' and on the GBs' requirement, in every completion.

    An order counts for all it holds or for none of it. An unread window may hold any purchase.
    """
    orders: dict[str, Order] = {}
    for window in facts.orders:
        if not isinstance(window.orders, Unreadable):
            orders |= {o.id: o for o in window.orders.value}
    all_orders = list(orders.values())
    candidates = [c for o in all_orders if (c := _candidate(o, all_orders, facts, policy, beside))]
    unread = any(isinstance(w.orders, Unreadable) for w in facts.orders)
    hidden = tuple(Effect) if unread else (FAILS,)
    found = set()
    for fates in product(*(c.fates for c in candidates)):
        for of_invocations, of_gbs in product(hidden, hidden):
            invocations, gbs = {of_invocations}, {of_gbs}
            for candidate, fate in zip(candidates, fates, strict=True):
                invocations |= {fate} if candidate.invocations else set()
                gbs |= {fate} if candidate.gbs else set()
            found.add((_best(invocations), _best(gbs)))
    return found


def _best(effects: set[Effect]) -> Effect:
    return MEETS if MEETS in effects else WAITS if WAITS in effects else FAILS


def _candidate(
    order: Order, orders: list[Order], facts: Facts, policy: Policy, beside: Beside
) -> Candidate | None:
    declared = order.id in facts.declared.pack_orders
    says = beside(order)
    if order.action == "refund" or not (declared or _is_scf(order, says, policy)):
        return None
    kinds = (True, True, True) if declared else _kinds(order, says, policy)
    if kinds is None:
        return None
    invocations, gbs, sure = kinds
    nameless = any(
        o.action == "refund"
        and not o.refers_to
        and _is_scf(o, beside(o), policy)
        and o.state not in REFUND_VOID
        and o.created >= order.created
        for o in orders
    )
    return Candidate(invocations, gbs, _fates(order, orders, facts, sure=sure and not nameless))


def _is_scf(order: Order, says: Meaning, policy: Policy) -> bool:
    """By word or code, or because it says it is the filing pack and is as large as both."""
    calls, amount = says.invocations or 0, says.gbs or 0
    whole = calls >= policy.pack_invocations and amount >= policy.pack_gbs
    coded = any(code in policy.scf_codes for code in order.codes)
    return says.scf or coded or (says.filing_pack and whole)


def _kinds(order: Order, says: Meaning, policy: Policy) -> tuple[bool, bool, bool] | None:
    """Whether it holds invocations, whether it holds GBs, and whether that is sure."""
    if order.action not in ("purchase", ""):
        return None
    short = order.term_months is not None and order.term_months < policy.pack_term_months
    against = says.look_alike or order.list_price_fen == 0 or short
    if against and not says.filing_pack:
        return None
    if says.invocations is None and says.gbs is None:
        return (True, True, False) if says.filing_pack else None
    calls, amount = says.invocations or 0, says.gbs or 0
    invocations, gbs = calls >= policy.pack_invocations, amount >= policy.pack_gbs
    if not (invocations or gbs):
        return None
    larger = calls > policy.pack_invocations or amount > policy.pack_gbs
    alone = invocations != gbs and not says.filing_pack and order.term_months is None
    return invocations, gbs, not (larger or alone or against)


def _fates(order: Order, orders: list[Order], facts: Facts, *, sure: bool) -> frozenset[Effect]:
    refunds = {
        o.state
        for o in orders
        if o.action == "refund" and order.id in o.refers_to.replace(",", " ").split()
    } - REFUND_VOID
    ended = order.expires is not None and order.expires <= facts.now
    if order.state in GONE or refunds & REFUND_DONE or ended:
        return frozenset({FAILS})
    if order.state is OrderState.OTHER:
        return frozenset(Effect)
    waiting = order.state is OrderState.DELIVERING
    doubts = (
        not sure,
        order.state is OrderState.REFUNDING,
        bool(refunds),
        order.expires is None and not waiting,
        any(isinstance(w.orders, Unreadable) and w.end >= order.created for w in facts.orders),
    )
    fate = WAITS if waiting else MEETS
    return frozenset({fate, FAILS}) if any(doubts) else frozenset({fate})
