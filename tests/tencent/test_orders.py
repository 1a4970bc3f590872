"""Orders and bills, as they come and as they may come."""

import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from beian.facts import SHANGHAI, Cause, Known, Name, Order, OrderState, OrderWindow, Unreadable
from beian.tencent import billing
from beian.tencent.billing import EVERY_STATUS, PAGE, Span, look_up, read_bill_ends, read_window
from beian.tencent.errors import CallError, Denied
from beian.tencent.moments import moment, months_later, to_wire
from beian.tencent.reads import DEALS
from beian.tencent.transport import Deadline, Transport, Wire
from tests.tencent.canned import canned
from tests.tencent.rig import KEY, NOW, Rig, world

Start = Callable[[str], Rig]
YEAR = Span(
    datetime(2026, 1, 1, tzinfo=SHANGHAI), datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
)
NAME = "billing:DescribeDealsByCond"

PACK = """\
- id: "20260105000001"
  product: {code: p_scf, name: 云函数 SCF}
  sub_product: {code: sp_scf_package, name: 备案资源包}
  spec: {调用次数: 5000万次, 资源使用量: 40万GBs}
  created: "2026-01-05 10:00:00"
  cost_fen: 11000
"""


def account(*orders: str) -> str:
    return "orders:\n" * bool(orders) + "".join(
        f"  {line}\n" for o in orders for line in o.strip().splitlines()
    )


def order(number: int, created: str, more: str = "") -> str:
    return f'- {{id: "{number}", created: "{created}"{more}}}'


def shaped(shape: str) -> str:
    return f"faults: [{{on: '{NAME}', shape: {shape}}}]"


def known(window: OrderWindow) -> tuple[Order, ...]:
    assert isinstance(window.orders, Known)
    return window.orders.value


def unread(window: OrderWindow) -> Unreadable:
    assert isinstance(window.orders, Unreadable)
    return window.orders


def test_an_order_comes_with_its_evidence(rig: Start) -> None:
    one = rig(world(account(PACK)))
    window = read_window(one.transport(), YEAR)
    assert known(window) == (
        Order(
            id="20260105000001",
            state=OrderState.DELIVERED,
            action="purchase",
            refers_to="",
            codes=("p_scf", "sp_scf_package"),
            texts=("云函数 SCF", "备案资源包", "调用次数: 5000万次", "资源使用量: 40万GBs"),
            created=datetime(2026, 1, 5, 10, tzinfo=SHANGHAI),
            expires=datetime(2031, 1, 5, 10, tzinfo=SHANGHAI),
            term_months=60,
            list_price_fen=11000,
        ),
    )
    assert (window.start, window.end) == (YEAR.start, YEAR.end)
    assert isinstance(window.orders, Known)
    (shown,) = window.orders.evidence
    assert (shown.call, shown.region, shown.read_at, shown.certainty) == (NAME, None, NOW, "high")
    assert shown.request_id == one.emulator.calls[0].request_id
    assert shown.values == {
        "orders": 1,
        "start": "2026-01-01 00:00:00",
        "end": "2026-12-31 23:59:59",
    }


def test_every_status_is_asked_for_in_one_page(rig: Start) -> None:
    """Left out, the API shows delivered orders only: no refund, and none under way."""
    one = rig(world())
    read_window(one.transport(), YEAR)
    (call,) = one.emulator.calls
    assert call.params == {
        "StartTime": "2026-01-01 00:00:00",
        "EndTime": "2026-12-31 23:59:59",
        "Limit": 200,
        "Offset": 0,
        "StatusSet": [*range(1, 14), 30],
    }


def test_each_documented_status_has_its_state(rig: Start) -> None:
    lines = [order(s, f"2026-02-{s:02} 08:00:00", f", status: {s}") for s in range(1, 14)]
    found = known(read_window(rig(world(account(*lines))).transport(), YEAR))
    assert {int(o.id): o.state.value for o in found} == {
        1: "unpaid",
        2: "delivering",
        3: "delivering",
        4: "delivered",
        5: "failed",
        6: "refunded",
        7: "closed",
        8: "closed",
        9: "closed",
        10: "ended",
        11: "closed",
        12: "unpaid",
        13: "refunding",
    }
    assert set(EVERY_STATUS) >= set(range(1, 14))


def test_a_refund_tells_what_it_refunds(rig: Start) -> None:
    refund = order(9, "2026-03-01 08:00:00", ', action: refund, refers_to: ["1", "2"]')
    (found,) = known(read_window(rig(world(account(refund))).transport(), YEAR))
    assert (found.action, found.refers_to) == ("refund", "1,2")


def test_times_are_those_of_shanghai(rig: Start) -> None:
    """The window that ends in UTC on the day before holds what is bought that day in Shanghai."""
    late = order(1, "2026-03-05 00:30:00")
    span = Span(
        datetime.fromisoformat("2026-03-04T16:00:00+00:00"),
        datetime.fromisoformat("2026-03-04T17:00:00+00:00"),
    )
    one = rig(world(account(late)))
    assert known(read_window(one.transport(), span))[0].created.isoformat() == (
        "2026-03-05T00:30:00+08:00"
    )


# More orders than a page


def many(count: int) -> str:
    start = datetime(2026, 1, 1, tzinfo=SHANGHAI)
    times = (to_wire(start + timedelta(hours=18 * n, seconds=n)) for n in range(count))
    return world(account(*(order(n, created) for n, created in enumerate(times))))


def test_a_window_with_more_than_a_page_is_halved(rig: Start) -> None:
    one = rig(many(450))
    window = read_window(one.transport(), YEAR)
    assert sorted(int(o.id) for o in known(window)) == list(range(450))
    assert isinstance(window.orders, Known)
    ids = [shown.request_id for shown in window.orders.evidence]
    assert len(set(ids)) == len(ids) == 4
    assert set(ids) < {call.request_id for call in one.emulator.calls}
    spans = sorted((str(e.values["start"]), str(e.values["end"])) for e in window.orders.evidence)
    assert spans[0][0] == to_wire(YEAR.start)
    assert spans[-1][1] == to_wire(YEAR.end)
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert moment(start) == (moment(end) or NOW) + timedelta(seconds=1)
    assert all(call.params["Offset"] == 0 for call in one.emulator.calls)


def test_a_full_page_is_not_halved(rig: Start) -> None:
    one = rig(many(PAGE))
    assert len(known(read_window(one.transport(), YEAR))) == PAGE
    assert len(one.emulator.calls) == 1


def test_a_clamped_page_is_halved_until_each_shows_all(rig: Start) -> None:
    lines = [order(n, f"2026-0{n}-01 08:00:00") for n in (1, 2, 7)]
    one = rig(world(account(*lines), shaped("clamp_page")))
    assert {o.id for o in known(read_window(one.transport(), YEAR))} == {"1", "2", "7"}


def test_orders_of_one_second_beyond_a_page_are_unreadable(rig: Start) -> None:
    lines = [order(n, "2026-03-01 08:00:00") for n in (1, 2)]
    one = rig(world(account(*lines), shaped("clamp_page")))
    found = unread(read_window(one.transport(), YEAR))
    assert (found.name, found.cause, found.call) == (Name.ORDERS, Cause.BROKEN_REPLY, NAME)
    assert found.detail == "TotalCount without orders"


def test_one_half_that_cannot_be_read_makes_the_whole_unreadable(rig: Start) -> None:
    lines = [order(n, f"2026-0{n}-01 08:00:00") for n in (1, 2, 7)]
    faults = (
        f"faults:\n  - {{on: '{NAME}', shape: clamp_page, nth: [1]}}\n"
        f"  - {{on: '{NAME}', error: FailedOperation, nth: [3]}}\n"
    )
    found = unread(read_window(rig(world(account(*lines), faults)).transport(), YEAR))
    assert (found.cause, found.code) == (Cause.REFUSED, "FailedOperation")


# Shapes


@pytest.mark.parametrize("shape", ["growing_total", "no_total", "null_list"])
def test_a_list_that_does_not_fit_its_total_is_unreadable(rig: Start, shape: str) -> None:
    one = rig(world(account(PACK), shaped(shape)))
    found = unread(read_window(one.transport(), YEAR))
    assert found.cause is Cause.BROKEN_REPLY
    assert found.permission == "finance:DescribeDealsByCond"


@pytest.mark.parametrize("shape", ["growing_total", "no_total"])
def test_an_empty_list_needs_its_total_too(rig: Start, shape: str) -> None:
    assert unread(read_window(rig(world("", shaped(shape))).transport(), YEAR)).detail


def test_null_is_an_empty_list_where_the_total_says_so(rig: Start) -> None:
    assert known(read_window(rig(world("", shaped("null_list"))).transport(), YEAR)) == ()


DEAL: Mapping[str, object] = {
    "OrderId": "1",
    "Status": 4,
    "CreateTime": "2026-03-01 08:00:00",
    "TimeSpan": 60,
    "TimeUnit": "m",
}


def answered(*deals: Mapping[str, object], **more: object) -> OrderWindow:
    """A window, read from a reply with these orders."""
    response = {"Deals": deals, "TotalCount": len(deals), "RequestId": "r-1", **more}
    return read_canned({"Response": response}, lambda calls: read_window(calls, YEAR))


def read_canned(reply: object, read: Callable[[Transport], OrderWindow]) -> OrderWindow:
    with canned(json.dumps(reply).encode()) as endpoint:
        return read(Transport(Wire(endpoint), KEY, Deadline(0.3), lambda: NOW))


@pytest.mark.parametrize("status", [0, 14, 30, 99, -1])
def test_a_status_that_is_not_documented_is_other(status: int) -> None:
    assert known(answered({**DEAL, "Status": status}))[0].state is OrderState.OTHER


def test_numbers_may_come_as_strings() -> None:
    numbers = {"Status": "4", "TimeSpan": "12", "TotalCost": "11000"}
    (found,) = known(answered({**DEAL, **numbers}, TotalCount="1"))
    assert (found.state, found.term_months) == (OrderState.DELIVERED, 12)
    assert found.list_price_fen == 11000


@pytest.mark.parametrize(
    "damage",
    [
        {"CreateTime": "0000-00-00 00:00:00"},
        {"CreateTime": "2026-03-01T08:00:00+08:00"},
        {"CreateTime": None},
        {"Status": None},
        {"Status": "delivered"},
        {"OrderId": None},
        {"ProductInfo": "5000万次"},
    ],
)
def test_an_order_that_cannot_be_understood_makes_its_window_unreadable(
    damage: Mapping[str, object],
) -> None:
    """To leave it out would hide a pack, or a refund."""
    found = unread(answered(DEAL, {**DEAL, "OrderId": "2", **damage}))
    assert found.cause is Cause.BROKEN_REPLY
    assert found.request_id == "r-1"


def test_what_may_be_absent_is_absent() -> None:
    bare = {"OrderId": "1", "Status": 4, "CreateTime": "2026-03-01 08:00:00"}
    (found,) = known(answered({**bare, "ProductInfo": [{"Name": None, "Value": None}]}))
    assert (found.codes, found.texts, found.action) == ((), (": ",), "")
    assert (found.term_months, found.expires, found.list_price_fen) == (None, None, None)


@pytest.mark.parametrize(
    ("count", "unit", "months", "expires"),
    [
        (60, "m", 60, "2031-03-01"),
        (5, "y", 60, "2031-03-01"),
        (5, "Y", 60, "2031-03-01"),
        (1, "M", 1, "2026-04-01"),
        (1.5, "m", 1.5, "2026-04-16"),
        (30, "d", 30 * 12 / 365, "2026-03-31"),
        (365, "d", 12, "2027-03-01"),
        (1825, "D", 60, "2031-02-28"),
        (0, "m", None, None),
        (-1, "m", None, None),
        (None, "m", None, None),
        (60, None, None, None),
        (60, "h", None, None),
        (5000, "m", 5000, None),
    ],
)
def test_the_term_counts_from_the_purchase(
    count: float | None, unit: str | None, months: float | None, expires: str | None
) -> None:
    (found,) = known(answered({**DEAL, "TimeSpan": count, "TimeUnit": unit}))
    assert found.term_months == (None if months is None else pytest.approx(months))
    assert (found.expires.date().isoformat() if found.expires else None) == expires


def test_the_term_ends_on_the_last_day_of_a_shorter_month() -> None:
    deal = {**DEAL, "CreateTime": "2026-01-31 08:00:00", "TimeSpan": 1}
    assert known(answered(deal))[0].expires == datetime(2026, 2, 28, 8, tzinfo=SHANGHAI)


# Look-ups


def test_an_order_is_looked_up_by_its_id_and_second(rig: Start) -> None:
    beside = order(2, "2026-01-05 10:00:00")
    one = rig(world(account(PACK, beside)))
    before = next(o for o in known(read_window(one.transport(), YEAR)) if o.id != "2")
    assert known(look_up(one.transport(), before)) == (before,)
    asked = one.emulator.calls[-1].params
    assert asked["OrderId"] == "20260105000001"
    assert asked["StartTime"] == asked["EndTime"] == "2026-01-05 10:00:00"


def test_an_order_that_is_gone_is_unreadable(rig: Start) -> None:
    one = rig(world(account(PACK)))
    (before,) = known(read_window(one.transport(), YEAR))
    one.emulator.reset(rig(world()).emulator.world)
    found = unread(look_up(one.transport(), before))
    assert found.detail == "an order that was there is not found by its id"


def test_a_look_up_that_fails_is_unreadable(rig: Start) -> None:
    one = rig(
        world(account(PACK), f"faults: [{{on: '{NAME}', error: InvalidParameter, nth: [2]}}]")
    )
    (before,) = known(read_window(one.transport(), YEAR))
    assert unread(look_up(one.transport(), before)).code == "InvalidParameter"


# Bills


def billed(*orders: str, rest: str = "") -> str:
    return world(account(*orders), rest)


def test_a_bill_tells_when_orders_end(rig: Start) -> None:
    one = rig(
        billed(
            order(1, "2026-03-01 08:00:00", ', bill: {end: "2029-03-01 00:00:00"}'),
            order(2, "2026-03-02 08:00:00", ", bill: null"),
            order(3, "2026-03-03 08:00:00", ", span: {count: 1, unit: week}"),  # 0000-00-00
            order(4, "2026-04-03 08:00:00"),
        )
    )
    ends = read_bill_ends(one.transport(), "2026-03")
    assert ends == {"1": datetime(2029, 3, 1, tzinfo=SHANGHAI)}
    assert one.emulator.calls[0].params == {
        "Month": "2026-03",
        "Offset": 0,
        "Limit": 1000,
        "PayMode": "prePay",
    }


def test_the_pages_of_a_bill_are_few(rig: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(billing, "BILL_PAGE", 2)
    one = rig(billed(*(order(n, f"2026-03-0{n} 08:00:00") for n in range(1, 9))))
    ends = read_bill_ends(one.transport(), "2026-03")
    assert set(ends) == {"1", "2", "3", "4", "5", "6"}
    assert [call.params["Offset"] for call in one.emulator.calls] == [0, 2, 4]


def test_a_bill_without_rows_tells_nothing(rig: Start) -> None:
    one = rig(billed(rest="faults: [{on: 'billing:DescribeBill*', shape: null_list}]"))
    assert read_bill_ends(one.transport(), "2026-03") == {}


def test_a_bill_that_is_denied_is_an_error(rig: Start) -> None:
    with pytest.raises(Denied):
        read_bill_ends(rig(world('denies: ["billing:*"]')).transport(), "2026-03")


def test_a_bill_of_another_shape_is_an_error() -> None:
    body = json.dumps({"Response": {"ResourceSummarySet": "none", "RequestId": "r"}}).encode()
    with canned(body) as endpoint, pytest.raises(CallError, match="unexpected shape"):
        read_bill_ends(Transport(Wire(endpoint), KEY, Deadline(0.3), lambda: NOW), "2026-03")


# Windows

MOMENTS = st.integers(0, 13 * 365 * 86_400).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=SHANGHAI) + timedelta(seconds=seconds)
)


@given(MOMENTS, st.integers(1, 120), st.integers(0, 60))
@example(datetime(2028, 2, 29, 23, 59, 59, 999999, tzinfo=SHANGHAI), 60, 31)
@example(datetime(2028, 2, 28, tzinfo=SHANGHAI), 60, 0)
@example(datetime(2027, 12, 31, 12, tzinfo=SHANGHAI), 60, 31)
@example(datetime(2026, 5, 31, tzinfo=SHANGHAI), 1, 0)
@example(datetime(2026, 5, 31, tzinfo=SHANGHAI), 20, 31)
def test_windows_cover_the_term_and_its_margin_without_gap_or_overlap(
    now: datetime, months: int, margin: int
) -> None:
    spans = billing.spans(now, months, timedelta(days=margin))
    assert spans[0].start <= months_later(now, -months) - timedelta(days=margin - 1)
    assert spans[-1].end >= now.replace(microsecond=0)
    assert spans[-1].end < now + timedelta(days=1)
    for older, newer in pairs(spans):
        assert newer.start == older.end + timedelta(seconds=1)
    assert all(span.start < span.end for span in spans)
    assert all(span.end.microsecond == 0 for span in spans)


@given(MOMENTS)
def test_five_years_are_one_second_of_the_rate_limit(now: datetime) -> None:
    assert len(billing.spans(now, 60, timedelta(days=31))) == 20 == DEALS.rate


@given(MOMENTS, st.integers(1, 120), st.integers(0, 23))
def test_windows_stay_the_same_all_day(now: datetime, months: int, hour: int) -> None:
    margin = timedelta(days=31)
    later = now.replace(hour=hour, minute=0, second=0)
    assert billing.spans(now, months, margin) == billing.spans(later, months, margin)


@given(MOMENTS, st.integers(-200, 200))
def test_months_later_is_the_same_day_or_the_last_of_the_month(now: datetime, count: int) -> None:
    found = months_later(now, count)
    assert (found.year * 12 + found.month) - (now.year * 12 + now.month) == count
    assert found.time() == now.time()
    if found.day != now.day:
        assert found.day < now.day
        assert (found + timedelta(days=1)).day == 1


def pairs(spans: list[Span]) -> Iterable[tuple[Span, Span]]:
    return itertools.pairwise(spans)
