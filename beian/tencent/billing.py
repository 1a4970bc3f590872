"""Orders: `billing:DescribeDealsByCond`; their dates, `billing:DescribeBillResourceSummary`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from typing_extensions import NotRequired, TypedDict

from beian.facts import Evidence, Known, Name, Order, OrderState, OrderWindow
from beian.tencent.errors import BrokenReply, CallError
from beian.tencent.moments import moment, months_later, to_wire
from beian.tencent.reads import BILL, DEALS, evidence, parse, unreadable
from beian.tencent.transport import Transport

PAGE = 200
"""More would make `ResourceId` null; and `Offset` is a page number or a row offset, depending on
whom one asks, so windows are halved instead of paged."""

WINDOW_MONTHS = 3
BILL_PAGE, BILL_PAGES = 1000, 3

STATES: Mapping[int, OrderState] = {
    1: OrderState.UNPAID,
    2: OrderState.DELIVERING,
    3: OrderState.DELIVERING,
    4: OrderState.DELIVERED,
    5: OrderState.FAILED,
    6: OrderState.REFUNDED,
    7: OrderState.CLOSED,
    8: OrderState.CLOSED,
    9: OrderState.CLOSED,
    10: OrderState.ENDED,
    11: OrderState.CLOSED,
    12: OrderState.UNPAID,
    13: OrderState.REFUNDING,
}
EVERY_STATUS = [*STATES, 30]
_MONTHS = {"m": 1, "y": 12}
_DAYS_A_YEAR = 365


class Spec(TypedDict):
    Name: NotRequired[str | None]
    Value: NotRequired[str | None]


class Deal(TypedDict):
    OrderId: str
    Status: int
    CreateTime: str
    Action: NotRequired[str | None]
    RefReturnDeals: NotRequired[str | None]
    ProductCode: NotRequired[str | None]
    SubProductCode: NotRequired[str | None]
    ProductName: NotRequired[str | None]
    SubProductName: NotRequired[str | None]
    ProductInfo: NotRequired[list[Spec] | None]
    TimeSpan: NotRequired[float | None]
    TimeUnit: NotRequired[str | None]
    TotalCost: NotRequired[float | None]


class Deals(TypedDict):
    Deals: list[Deal] | None
    TotalCount: int


class BillRow(TypedDict):
    OrderId: NotRequired[str | None]
    FeeBeginTime: NotRequired[str | None]
    FeeEndTime: NotRequired[str | None]


class Bill(TypedDict):
    ResourceSummarySet: list[BillRow] | None


class Span(NamedTuple):
    """Orders created from `start` to `end`, both included."""

    start: datetime
    end: datetime


def spans(now: datetime, months: int, margin: timedelta) -> list[Span]:
    """The windows that cover the last `months` and a margin before them, oldest first.

    They end at midnight, so that the closed ones stay the same all day; the margin lies in the
    oldest, so that five years make 20 windows, one second's worth of the API's rate limit.
    """
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    backs = [months, *reversed(range(0, months, WINDOW_MONTHS))]
    edges = [months_later(tomorrow, -back) for back in backs]
    edges[0] -= margin
    second = timedelta(seconds=1)
    return [Span(a, b - second) for a, b in pairwise(edges)]


def read_window(transport: Transport, span: Span, order_id: str | None = None) -> OrderWindow:
    """The orders of one window (of one id, where given). A window of which any part could not be
    read counts as not read at all."""
    try:
        orders, proof = _read(transport, span, order_id)
    except CallError as error:
        return OrderWindow(span.start, span.end, unreadable(Name.ORDERS, DEALS, error))
    return OrderWindow(span.start, span.end, Known(tuple(orders.values()), tuple(proof)))


def look_up(transport: Transport, order: Order) -> OrderWindow:
    """What an order has become since it was read."""
    found = read_window(transport, Span(order.created, order.created), order.id)
    if isinstance(found.orders, Known) and not found.orders.value:
        gone = BrokenReply(detail="an order that was there is not found by its id")
        return found._replace(orders=unreadable(Name.ORDERS, DEALS, gone))
    return found


def _read(
    transport: Transport, span: Span, order_id: str | None
) -> tuple[dict[str, Order], list[Evidence]]:
    """Halves the window while it holds more than one reply showed."""
    asked: dict[str, object] = {
        "StartTime": to_wire(span.start),
        "EndTime": to_wire(span.end),
        "Limit": PAGE,
        "Offset": 0,
        "StatusSet": EVERY_STATUS,
    }
    if order_id:
        asked["OrderId"] = order_id
    reply = transport.call(DEALS, asked)
    page = parse(Deals, reply)
    deals = page["Deals"] or []
    if page["TotalCount"] > len(deals):
        if not deals or span.end <= span.start:
            raise BrokenReply(request_id=reply.request_id, detail="TotalCount without orders")
        middle = span.start + (span.end - span.start) // 2
        middle = middle.replace(microsecond=0)
        older, proof = _read(transport, Span(span.start, middle), order_id)
        newer, more = _read(transport, Span(middle + timedelta(seconds=1), span.end), order_id)
        return {**older, **newer}, [*proof, *more]
    orders = [_order(deal, reply.request_id) for deal in deals]
    shown = evidence(
        DEALS, reply, orders=len(orders), start=to_wire(span.start), end=to_wire(span.end)
    )
    return {order.id: order for order in orders}, [shown]


def _order(deal: Deal, request_id: str) -> Order:
    created = moment(deal["CreateTime"])
    if created is None:
        raise BrokenReply(request_id=request_id, detail="an order without CreateTime")
    months = _months(deal)
    specs = [(p.get("Name") or "", p.get("Value") or "") for p in deal.get("ProductInfo") or []]
    names = [deal.get("ProductName"), deal.get("SubProductName")]
    return Order(
        id=deal["OrderId"],
        state=STATES.get(deal["Status"], OrderState.OTHER),
        action=deal.get("Action") or "",
        refers_to=deal.get("RefReturnDeals") or "",
        codes=tuple(code for code in (deal.get("ProductCode"), deal.get("SubProductCode")) if code),
        texts=(*(n for n in names if n), *(f"{name}: {value}" for name, value in specs)),
        created=created,
        expires=_end(created, deal, months),
        term_months=months,
        list_price_fen=deal.get("TotalCost"),
    )


def _months(deal: Deal) -> float | None:
    """The term in months; None where it, or its unit, is not told."""
    unit, span = (deal.get("TimeUnit") or "").lower(), deal.get("TimeSpan")
    if not span or span < 0:
        return None
    if unit == "d":
        return span * 12 / _DAYS_A_YEAR
    return span * _MONTHS[unit] if unit in _MONTHS else None


def _end(created: datetime, deal: Deal, months: float | None) -> datetime | None:
    if months is None or months > 12 * 100:
        return None
    if (deal.get("TimeUnit") or "").lower() == "d":
        return created + timedelta(days=deal.get("TimeSpan") or 0)
    whole = int(months)
    return months_later(created, whole) + timedelta(days=round((months - whole) * 365 / 12))


def read_bill_ends(transport: Transport, month: str) -> Mapping[str, datetime]:
    """When what each order of a month (`yyyy-mm`) bought ends, by order id: best effort.

    What the bill does not tell is not in the answer: the order's own term stands then.

    :raises CallError: it could not be read.
    """
    ends: dict[str, datetime] = {}
    for page in range(BILL_PAGES):
        offset = page * BILL_PAGE
        asked = {"Month": month, "Offset": offset, "Limit": BILL_PAGE, "PayMode": "prePay"}
        rows = parse(Bill, transport.call(BILL, asked))["ResourceSummarySet"] or []
        for row in rows:
            end, order_id = moment(row.get("FeeEndTime")), row.get("OrderId")
            if order_id and end:
                ends[order_id.strip()] = end
        if len(rows) < BILL_PAGE:
            break
    return ends


def with_ends(window: OrderWindow, ends: Mapping[str, datetime]) -> OrderWindow:
    """The window, with its orders' ends as the bill tells them."""
    if not isinstance(window.orders, Known) or not any(o.id in ends for o in window.orders.value):
        return window
    orders = tuple(
        o._replace(expires=ends[o.id], expires_from_bill=True) if o.id in ends else o
        for o in window.orders.value
    )
    return window._replace(orders=replace(window.orders, value=orders))


def bill_month(moment_in_it: datetime) -> str:
    return to_wire(moment_in_it)[:7]
