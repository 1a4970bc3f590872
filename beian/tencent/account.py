"""Reads all that a check needs of one account, side by side, and remembers what cannot change.

What cannot change is recalled from `beian.tencent.memory`: the orders of closed windows that hold
no order still on its way (a refund or an end shows in a newer window or in a look-up of the order
itself), what the bill said and, for a few minutes, what is bound where.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, TypeVar

from typing_extensions import TypedDict

from beian.facts import (
    SHANGHAI,
    Fact,
    Icp,
    Known,
    Name,
    Order,
    OrderState,
    OrderWindow,
    Place,
    RealName,
    Registration,
)
from beian.tencent import ba, billing, bindings, domain
from beian.tencent.errors import CallError
from beian.tencent.lanes import WIDTH, Lanes, done
from beian.tencent.memory import AccountMemory, Memory
from beian.tencent.reads import (
    CALLER,
    DEALS,
    PROVIDES,
    is_loaded,
    load_validation,
    parse,
    unreadable,
)
from beian.tencent.transport import AT_ONCE, Transport

T = TypeVar("T")

SETTLED = {OrderState.DELIVERED, OrderState.REFUNDED, OrderState.CLOSED, OrderState.ENDED}
CLOSED_AFTER = timedelta(days=2)
"""A window counts as closed two days after its end: orders may appear a little late."""


class Caller(TypedDict):
    AccountId: str


class Wanted(NamedTuple):
    """What a check needs read. `months` and `margin_days`: how far back orders matter. `is_scf`
    tells the orders that answers show; `is_pack` those that may be filing packs, whose dates the
    bill may know better and whose state is looked up again on later checks. `declared` are the
    orders that both take for what they are by declaration alone."""

    registrables: tuple[str, ...]
    regions: tuple[str, ...]
    products: tuple[str, ...]
    months: int
    margin_days: int
    is_scf: Callable[[Order], bool]
    is_pack: Callable[[Order], bool]
    declared: frozenset[str]
    verified_field: ba.VerifiedField
    remember_seconds: int


class AccountFacts(NamedTuple):
    """What was read of one account. `uin` is None where it could not be read."""

    uin: str | None
    orders: tuple[OrderWindow, ...]
    websites: Fact[int]
    real_name: Fact[RealName]
    order_in_progress: Fact[str]
    places: tuple[Place, ...]
    icp: Mapping[str, Fact[Icp]]
    registrations: Mapping[str, Fact[Registration]]


Names = tuple[Mapping[str, Fact[Icp]], Mapping[str, Fact[Registration]]]
"""How domains are filed and registered, by registrable domain."""


class Reader:
    """One check's reads with one credential."""

    def __init__(self, transport: Transport, memory: Memory) -> None:
        self._transport = transport
        self._memory = memory
        self._lanes = Lanes(transport.deadline, AT_ONCE if is_loaded() else WIDTH)

    def read(
        self, wanted: Wanted, now: datetime, meanwhile: Callable[[], None] = lambda: None
    ) -> AccountFacts:
        """Everything that is wanted; what cannot be read is `Unreadable`, nothing is raised.

        :param meanwhile: is run while the last replies are on their way
        """
        call, start = self._transport, self._lanes.start
        secret_id = call.credential.secret_id
        uin = self._memory.owner(secret_id)
        identity = None if uin else start("sts", lambda: _read_owner(call))
        if identity and self._memory:  # warm, with a new credential: whose, before what is recalled
            uin, identity = self._uin(identity), None
        memory = self._memory.of(uin) if uin else AccountMemory()
        if memory.declared != wanted.declared:
            memory = AccountMemory(wanted.declared, places=memory.places)

        orders = self._start_orders(wanted, memory, now)
        websites = start("ba", partial(ba.read_websites, call))
        in_progress = start("ba", partial(ba.read_order_in_progress, call))
        real_name = start("ba", partial(ba.read_real_name, call, wanted.verified_field))
        names = self._start_names(wanted.registrables)
        places = self._start_places(wanted, memory, now)
        start("loading", load_validation)

        windows = self._finish_orders(orders, wanted, memory, now)
        bills = self._start_bills(windows, wanted, memory)
        meanwhile()
        uin = self._uin(identity) if identity else uin
        icp, registrations = self._finish_names(names)
        ends = self._finish_bills(bills, memory, now)
        found = AccountFacts(
            uin=uin,
            orders=tuple(billing.with_ends(window, ends) for window in windows),
            websites=self._fact(Name.WEBSITES, websites),
            real_name=self._fact(Name.REAL_NAME, real_name),
            order_in_progress=self._fact(Name.ORDER_IN_PROGRESS, in_progress),
            places=self._finish_places(places, memory, now),
            icp=icp,
            registrations=registrations,
        )
        if uin:
            self._memory.keep(secret_id, uin, memory)
        return found

    def read_names(self, registrables: Sequence[str]) -> "Names":
        """How each is filed and registered, where that is all there is to read."""
        return self._finish_names(self._start_names(registrables))

    def _start_names(
        self, registrables: Sequence[str]
    ) -> "dict[str, tuple[Future[Fact[Icp]], Future[Fact[Registration]]]]":
        call, start = self._transport, self._lanes.start
        return {
            name: (
                start("ba", partial(ba.read_icp, call, name)),
                start("domain", partial(domain.read_registration, call, name)),
            )
            for name in registrables
        }

    def _finish_names(
        self, begun: "dict[str, tuple[Future[Fact[Icp]], Future[Fact[Registration]]]]"
    ) -> "Names":
        return (
            {name: self._fact(Name.ICP, icp) for name, (icp, _) in begun.items()},
            {name: self._fact(Name.REGISTRATION, known) for name, (_, known) in begun.items()},
        )

    def _uin(self, identity: "Future[str]") -> str | None:
        try:
            return self._lanes.wait(identity)
        except CallError:
            return None

    def _fact(self, name: Name, future: "Future[Fact[T]]") -> Fact[T]:
        try:
            return self._lanes.wait(future)
        except CallError as error:
            return unreadable(name, PROVIDES[name][0], error)

    def _start_orders(
        self, wanted: Wanted, memory: AccountMemory, now: datetime
    ) -> "list[tuple[billing.Span, Future[OrderWindow]]]":
        """A read for each window that is not remembered, and a look-up of each pack that is."""
        begun: list[tuple[billing.Span, Future[OrderWindow]]] = []
        look_ups: list[Order] = []
        margin = timedelta(days=wanted.margin_days)
        for span in billing.spans(now.astimezone(SHANGHAI), wanted.months, margin):
            kept = memory.windows.get(span)
            if kept is None:
                work = partial(billing.read_window, self._transport, span)
                begun.append((span, self._lanes.start("billing", work)))
            else:
                look_ups += [o for o in _orders(kept) if _may_change(o, wanted)]
                begun.append((span, done(kept)))
        for order in look_ups:
            look_up = partial(billing.look_up, self._transport, order)
            span = billing.Span(order.created, order.created)
            begun.append((span, self._lanes.start("billing", look_up)))
        return begun

    def _finish_orders(
        self,
        begun: "list[tuple[billing.Span, Future[OrderWindow]]]",
        wanted: Wanted,
        memory: AccountMemory,
        now: datetime,
    ) -> list[OrderWindow]:
        windows = [_only_packs(self._window(*one), wanted) for one in begun]
        current = {span for span, _ in begun}
        memory.windows = {
            span: window
            for (span, _), window in zip(begun, windows, strict=True)
            if span in current and _is_settled(span, window, now)
        }
        return windows

    def _window(self, span: billing.Span, future: "Future[OrderWindow]") -> OrderWindow:
        try:
            return self._lanes.wait(future)
        except CallError as error:
            return OrderWindow(span.start, span.end, unreadable(Name.ORDERS, DEALS, error))

    def _start_bills(
        self, windows: Sequence[OrderWindow], wanted: Wanted, memory: AccountMemory
    ) -> "dict[str, Future[Mapping[str, datetime]]]":
        """A read for each month in which packs were bought, if its bill is not remembered."""
        packs = {o.id: o for w in windows for o in _orders(w) if wanted.is_pack(o)}
        months = {billing.bill_month(o.created) for o in packs.values() if o.state in SETTLED}

        def read(month: str) -> Mapping[str, datetime]:
            found = billing.read_bill_ends(self._transport, month)
            return {order_id: end for order_id, end in found.items() if order_id in packs}

        return {
            month: done(memory.bill_ends[month])
            if month in memory.bill_ends
            else self._lanes.start("billing", partial(read, month))
            for month in months
        }

    def _finish_bills(
        self,
        begun: "Mapping[str, Future[Mapping[str, datetime]]]",
        memory: AccountMemory,
        now: datetime,
    ) -> Mapping[str, datetime]:
        """When packs end by the bill; where it is silent, an order's own term stands."""
        ends: dict[str, datetime] = {}
        for month, future in begun.items():
            try:
                bill = self._lanes.wait(future)
            except CallError:
                continue
            ends.update(bill)
            if month != billing.bill_month(now):
                memory.bill_ends[month] = bill
        return ends

    def _start_places(
        self, wanted: Wanted, memory: AccountMemory, now: datetime
    ) -> "list[tuple[str, str, Future[Place]]]":
        begun: list[tuple[str, str, Future[Place]]] = []
        fresh = timedelta(seconds=wanted.remember_seconds)
        for product in wanted.products:
            for region in wanted.regions:
                read_at, kept = memory.places.get((product, region), (None, None))
                if kept is not None and read_at is not None and now - read_at < fresh:
                    begun.append((product, region, done(kept)))
                else:
                    work = partial(bindings.READERS[product], self._transport, region)
                    begun.append((product, region, self._lanes.start(product, work)))
        return begun

    def _finish_places(
        self,
        begun: "list[tuple[str, str, Future[Place]]]",
        memory: AccountMemory,
        now: datetime,
    ) -> tuple[Place, ...]:
        places = []
        for product, region, future in begun:
            try:
                place = self._lanes.wait(future)
            except CallError as error:
                read = bindings.FIRST_READS[product]
                place = Place(product, region, unreadable(Name.BINDINGS, read, error, region))
            if isinstance(place.bindings, Known):
                read_at = min((e.read_at for e in place.bindings.evidence), default=now)
                memory.places[product, region] = (read_at, place)
            places.append(place)
        return tuple(places)


def _read_owner(transport: Transport) -> str:
    return parse(Caller, transport.call(CALLER, {}, "ap-guangzhou"))["AccountId"]


def _orders(window: OrderWindow) -> tuple[Order, ...]:
    return window.orders.value if isinstance(window.orders, Known) else ()


def _only_packs(window: OrderWindow, wanted: Wanted) -> OrderWindow:
    """Without the orders that no rule asks about: refunds of anything may refer to a pack."""
    if not isinstance(window.orders, Known):
        return window
    kept = tuple(o for o in window.orders.value if wanted.is_scf(o) or o.action == "refund")
    return window._replace(orders=replace(window.orders, value=kept))


def _may_change(order: Order, wanted: Wanted) -> bool:
    return wanted.is_pack(order) and order.state is OrderState.DELIVERED


def _is_settled(span: billing.Span, window: OrderWindow, now: datetime) -> bool:
    """Whether a window can be remembered: read, closed, and nothing of it still on its way."""
    return (
        span.start < span.end < now - CLOSED_AFTER
        and isinstance(window.orders, Known)
        and all(o.state in SETTLED for o in window.orders.value)
    )
