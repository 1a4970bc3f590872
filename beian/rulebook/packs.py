"""What has become of the orders that may be filing packs, and whether an account has the packs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from beian.facts import (
    SHANGHAI,
    Assumption,
    Cause,
    Facts,
    Known,
    Name,
    Order,
    OrderState,
    Unreadable,
)
from beian.rulebook import quantities
from beian.rulebook.model import (
    ANY,
    FAILS,
    MEETS,
    WAITS,
    Effect,
    Outcome,
    fails,
    passes,
    unknown,
    waits,
)
from beian.rulebook.policy import Policy
from beian.rulebook.recognise import Kind, identify, is_scf


class PackState(str, Enum):
    ACTIVE = "active"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    UNDELIVERED = "undelivered"
    OTHER_PRODUCT = "other_product"


@dataclass(frozen=True)
class Pack:
    """One SCF order. `kinds` is what it would count as, were it to count; `effects` is what it
    does, or may do, for that requirement. `reason` is the id of the text that says why."""

    order: Order
    kinds: frozenset[Kind]
    invocations: int | None
    gbs: int | None
    state: PackState
    effects: frozenset[Effect]
    reason: str

    @property
    def counts(self) -> bool | None:
        """Whether it counts as a filing pack now; None where that cannot be told."""
        return MEETS in self.effects if len(self.effects) == 1 else None


HOLDS_PACK_CODES = (
    "active",
    "delivering",
    "expired",
    "none",
    "orders_unread",
    "other_product",
    "refunded",
    "unclear",
    "undelivered",
)
PACK_REASONS = (
    "closed",
    "counts",
    "delivering",
    "delivery_failed",
    "ended",
    "expired",
    "larger",
    "look_alike",
    "mixed_signs",
    "no_expiry",
    "no_quantities",
    "one_number",
    "other_action",
    "other_quantity",
    "refund_unclear",
    "refunded",
    "refunding",
    "several_quantities",
    "short_term",
    "unknown_state",
    "unpaid",
)

_RANK = {FAILS: 0, WAITS: 1, MEETS: 2}

_UNDELIVERED = {
    OrderState.UNPAID: "unpaid",
    OrderState.FAILED: "delivery_failed",
    OrderState.CLOSED: "closed",
}


def find_packs(facts: Facts, policy: Policy) -> tuple[Pack, ...]:
    """Every SCF order among the orders read, newest first. An order that was read twice counts
    as it was read last (`Facts.orders` is in the order of reading)."""
    orders = {o.id: o for w in facts.orders if isinstance(w.orders, Known) for o in w.orders.value}
    refunds = [
        o
        for o in orders.values()
        if o.action == "refund" and (o.refers_to or is_scf(o, facts.declared, policy))
    ]
    packs = [
        _pack(order, _refund_of(order, refunds), facts, policy)
        for order in orders.values()
        if order.action != "refund" and is_scf(order, facts.declared, policy)
    ]
    return tuple(sorted(packs, key=lambda p: (p.order.created, p.order.id), reverse=True))


def unread_orders(facts: Facts, since: datetime | None = None) -> tuple[Unreadable, ...]:
    """What could not be read of the orders, of the windows that end after `since` (all if None)."""
    return tuple(
        w.orders
        for w in facts.orders
        if isinstance(w.orders, Unreadable) and (since is None or w.end >= since)
    )


def holds_pack(facts: Facts, policy: Policy, kind: Kind) -> Outcome:
    """Whether the account has an active pack of `kind`."""
    packs = [p for p in find_packs(facts, policy) if kind in p.kinds]
    unread = unread_orders(facts)
    could = _best([_effects(p, facts) for p in packs] + ([ANY] if unread else []))
    read = proof(facts)
    if could == {MEETS}:
        pack = next(p for p in packs if _effects(p, facts) == {MEETS})
        ends = pack.order.expires
        day = ends.astimezone(SHANGHAI).date().isoformat() if ends else None
        return passes("active", proof(facts, [pack]), order=pack.order.id, expires=day)
    if could == {WAITS}:
        return waits("delivering", None, read)
    if could == {FAILS}:
        return _lacks(packs, find_packs(facts, policy), read)
    if unread:
        return unknown("orders_unread", could, read, missing=unread)
    pack = next(p for p in packs if p.counts is None)
    order, reason = pack.order.id, pack.reason
    return unknown("unclear", could, read, missing=(_unclear(pack),), order=order, reason=reason)


def holds_set(facts: Facts, policy: Policy) -> frozenset[Effect]:
    """What the pair of requirements may turn out to be, taken together.

    One order may hold both packs and then counts for both or for neither, so the pair's options are
    fewer than those of each requirement by itself.
    """
    none = (_RANK[FAILS], _RANK[FAILS])
    options = {none}
    every = [(p.kinds, _effects(p, facts)) for p in find_packs(facts, policy)]
    if unread_orders(facts):  # could hold any two orders, or one for both
        every += [(frozenset({kind}), ANY) for kind in Kind]
    for kinds, effects in every:
        ranks = [_RANK[e] for e in effects]
        options = {
            (
                max(invocations, rank if Kind.INVOCATIONS in kinds else 0),
                max(gbs, rank if Kind.GBS in kinds else 0),
            )
            for invocations, gbs in options
            for rank in ranks
        }
    return frozenset(effect for effect in Effect if _RANK[effect] in map(min, options))


def _effects(pack: Pack, facts: Facts) -> frozenset[Effect]:
    """A refund is an order of its own: a window that was not read could hold it, unless it ended
    before the purchase."""
    return pack.effects | {FAILS} if unread_orders(facts, pack.order.created) else pack.effects


def _best(packs: Sequence[frozenset[Effect]]) -> frozenset[Effect]:
    """What the best of several packs may turn out to be: the requirement needs only one."""
    floor = max((min(_RANK[e] for e in effects) for effects in packs), default=0)
    options = frozenset({FAILS}).union(*packs)
    return frozenset(e for e in options if _RANK[e] >= floor)


def _lacks(packs: Sequence[Pack], all_packs: Sequence[Pack], read: Known[object]) -> Outcome:
    """No pack of the kind counts: says so by the nearest miss."""
    for state in (PackState.EXPIRED, PackState.REFUNDED, PackState.UNDELIVERED):
        near = next((p for p in packs if p.state is state), None)
        if near:
            return fails(state.value, read, order=near.order.id)
    other = next((p for p in all_packs if not p.kinds), None)
    if other:
        return fails("other_product", read, order=other.order.id)
    return fails("none", read)


def _pack(order: Order, refund: OrderState | None, facts: Facts, policy: Policy) -> Pack:
    kinds, doubt = identify(order, facts.declared, policy)
    state, effects, reason = _standing(order, refund, facts.now)
    if not kinds:
        state, effects, reason = PackState.OTHER_PRODUCT, frozenset({FAILS}), doubt
    elif doubt and effects != {FAILS}:
        effects, reason = effects | {FAILS}, doubt
    invocations, gbs = quantities.invocations(order.texts), quantities.gbs(order.texts)
    return Pack(
        order,
        kinds,
        max(invocations, default=None),
        max(gbs, default=None),
        state,
        effects,
        reason,
    )


def _standing(
    order: Order, refund: OrderState | None, now: datetime
) -> tuple[PackState, frozenset[Effect], str]:
    """What has become of an order: its state, what it does as a pack, and the reason's text id."""
    fails_ = frozenset({FAILS})
    if order.state is OrderState.REFUNDED or refund is OrderState.REFUNDED:
        return PackState.REFUNDED, fails_, "refunded"
    if order.state in _UNDELIVERED:
        return PackState.UNDELIVERED, fails_, _UNDELIVERED[order.state]
    if order.state is OrderState.ENDED:
        return PackState.EXPIRED, fails_, "ended"
    if order.expires is not None and order.expires <= now:
        return PackState.EXPIRED, fails_, "expired"
    delivering = order.state is OrderState.DELIVERING
    state = PackState.UNDELIVERED if delivering else PackState.ACTIVE
    effects = frozenset({WAITS if delivering else MEETS})
    if order.state is OrderState.OTHER:
        return state, ANY, "unknown_state"
    if order.state is OrderState.REFUNDING or refund is OrderState.REFUNDING:
        return state, effects | fails_, "refunding"
    if refund is OrderState.OTHER:
        return state, effects | fails_, "refund_unclear"
    if delivering:
        return state, effects, "delivering"
    if order.expires is None:
        return state, effects | fails_, "no_expiry"
    return state, effects, "counts"


def _refund_of(order: Order, refunds: Iterable[Order]) -> OrderState | None:
    """How far a refund of the order has come: REFUNDED, REFUNDING, or None where there is none.

    A later refund that names no order could be of this one: OTHER.
    """
    found: OrderState | None = None
    for refund in refunds:
        named = re.findall(r"[\w-]+", refund.refers_to)
        if refund.state in (OrderState.CLOSED, OrderState.UNPAID):
            continue
        if order.id in named:
            if refund.state in (OrderState.DELIVERED, OrderState.REFUNDED, OrderState.ENDED):
                return OrderState.REFUNDED
            found = OrderState.REFUNDING
        elif not named and refund.created >= order.created:
            found = found or OrderState.OTHER
    return found


def proof(facts: Facts, packs: Iterable[Pack] | None = None) -> Known[object]:
    """The reads of the orders as one fact: those that hold `packs`, or all where None.

    Where a pack counts because it was declared, the declaration stands in the proof.
    """
    ids = None if packs is None else {p.order.id for p in packs}
    evidence = [
        e
        for w in facts.orders
        if isinstance(w.orders, Known) and (ids is None or any(o.id in ids for o in w.orders.value))
        for e in w.orders.evidence
    ]
    declared = sorted((ids or set()) & facts.declared.pack_orders)
    return Known(
        None, tuple(evidence), tuple(Assumption("declared.pack_orders", i) for i in declared)
    )


def _unclear(pack: Pack) -> Unreadable:
    return Unreadable(Name.ORDERS, Cause.NOT_PUBLISHED, detail=f"{pack.order.id}: {pack.reason}")
