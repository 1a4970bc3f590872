"""One account read as a whole, and what a warm process may spare itself."""

from collections.abc import Callable, Mapping
from datetime import datetime

import pytest

from beian.emulator import load_world
from beian.facts import SHANGHAI, Cause, Known, Order, OrderState, Unreadable
from beian.tencent.account import AccountFacts, Reader
from beian.tencent.memory import ACCOUNTS_KEPT, AccountMemory, Memory
from beian.tencent.transport import AT_ONCE, Credential
from tests.tencent.rig import KEY, OTHER, Rig, days, is_scf, world

Start = Callable[[str], Rig]

DEALS = "billing:DescribeDealsByCond"
BILL = "billing:DescribeBillResourceSummary"
PACK = '{id: "1", created: "2026-01-05 10:00:00"%s}'


def owning(*orders: str, rest: str = "") -> str:
    """A world with these orders, a binding and a registration."""
    lines = "".join(f"  - {order}\n" for order in orders)
    orders_yaml = f"orders:\n{lines}" if orders else ""
    return world(
        orders_yaml
        + "domains: [{name: example.cn}]\n"
        + "bindings: [{domain: www.example.cn}, {service: apigateway, domain: api.example.cn}]",
        rest,
    )


IN_ORDER = owning(PACK % "")


def orders(facts: AccountFacts) -> Mapping[str, Order]:
    """By id, as read last."""
    windows = [w.orders.value for w in facts.orders if isinstance(w.orders, Known)]
    return {order.id: order for window in windows for order in window}


def unread_windows(facts: AccountFacts) -> list[Unreadable]:
    return [w.orders for w in facts.orders if isinstance(w.orders, Unreadable)]


def hosts(facts: AccountFacts) -> set[str]:
    places = [p.bindings.value for p in facts.places if isinstance(p.bindings, Known)]
    return {binding.host for place in places for binding in place}


def turn_into(rig: Rig, text: str) -> None:
    """The world goes on; the process stays warm."""
    rig.emulator.reset(load_world(text))


# Cold


def test_everything_is_read_with_its_evidence(rig: Start) -> None:
    one = rig(IN_ORDER)
    found = one.read()
    assert found.uin == "100000000001"
    assert set(orders(found)) == {"1"}
    assert hosts(found) == {"www.example.cn", "api.example.cn"}
    facts = (
        *(window.orders for window in found.orders),
        *(place.bindings for place in found.places),
        found.websites,
        found.real_name,
        found.order_in_progress,
        found.icp["example.cn"],
        found.registrations["example.cn"],
    )
    ids = {call.request_id for call in one.emulator.calls}
    for fact in facts:
        assert isinstance(fact, Known)
        assert fact.evidence
        assert {shown.request_id for shown in fact.evidence} <= ids
    assert one.counts() == {
        "sts:GetCallerIdentity": 1,
        DEALS: 4,
        BILL: 1,
        "ba:DescribeDomainIcpStatus": 1,
        "ba:DescribeIcpRegister": 1,
        "ba:DescribeLastIcpOrderInProgress": 1,
        "ba:DescribeGetAuthInfo": 1,
        "domain:DescribeDomainBaseInfo": 1,
        "scf:ListCustomDomains": 2,
        "apigateway:DescribeServicesStatus": 2,
        "apigateway:DescribeServiceSubDomains": 1,
    }


def test_a_warm_check_has_no_more_threads_than_connections(rig: Start) -> None:
    """Sixteen accounts at once are to stay within the 1,024 threads of SCF."""
    reader = Reader(rig(IN_ORDER).transport(), Memory())
    assert reader._lanes._width == AT_ONCE


def test_several_domains_read_the_account_once(rig: Start) -> None:
    one = rig(IN_ORDER)
    found = one.read(registrables=("example.cn", "example.com"))
    assert set(found.icp) == set(found.registrations) == {"example.cn", "example.com"}
    counts = one.counts()
    assert counts["ba:DescribeDomainIcpStatus"] == counts["domain:DescribeDomainBaseInfo"] == 2
    assert counts["ba:DescribeIcpRegister"] == 1
    assert counts[DEALS] == 4


def test_at_the_deadline_all_that_is_outstanding_is_unreadable(rig: Start) -> None:
    one = rig(IN_ORDER + "faults: [{on: '*', wire: hang}]\n")
    found = one.read(seconds=0.3)
    assert found.uin is None
    assert len(unread_windows(found)) == len(found.orders) == 4
    for fact in (found.websites, found.icp["example.cn"], *(p.bindings for p in found.places)):
        assert isinstance(fact, Unreadable)
        assert fact.cause is Cause.TIMEOUT
    assert [p.region for p in found.places] == ["ap-guangzhou", "ap-hongkong"] * 2
    assert not one.memory


def test_without_a_deadline_left_nothing_is_sent(rig: Start) -> None:
    one = rig(IN_ORDER)
    found = one.read(seconds=-1)
    assert len(unread_windows(found)) == 4
    assert one.emulator.calls == []


def test_orders_that_no_rule_asks_about_are_left_out(rig: Start) -> None:
    other = "product: {code: p_cvm, name: 云服务器}, sub_product: {code: cvm, name: 标准型}"
    one = rig(
        owning(
            PACK % "",
            f'{{id: "2", created: "2026-02-05 10:00:00", {other}}}',
            f'{{id: "3", created: "2026-02-06 10:00:00", {other}, action: refund}}',
        )
    )
    assert set(orders(one.read())) == {"1", "3"}


# Bills


def test_the_date_of_the_bill_wins_over_the_term(rig: Start) -> None:
    one = rig(owning(PACK % ', bill: {end: "2027-01-01 00:00:00"}'))
    for found in (orders(one.read())["1"], orders(one.read())["1"]):  # cold, then remembered
        assert found.expires == datetime(2027, 1, 1, tzinfo=SHANGHAI)
        assert found.expires_from_bill


@pytest.mark.parametrize(
    ("bill", "rest"),
    [
        (", bill: null", ""),
        ("", "faults: [{on: 'billing:DescribeBillResourceSummary', error: FailedOperation}]"),
        ("", "faults: [{on: 'billing:DescribeBillResourceSummary', shape: null_list}]"),
    ],
)
def test_without_a_bill_the_term_stands(rig: Start, bill: str, rest: str) -> None:
    found = orders(rig(owning(PACK % bill, rest=rest)).read())["1"]
    assert found.expires == datetime(2031, 1, 5, 10, tzinfo=SHANGHAI)
    assert not found.expires_from_bill


def test_only_months_in_which_packs_were_bought_are_billed(rig: Start) -> None:
    one = rig(
        owning(
            PACK % "",
            '{id: "2", created: "2026-01-20 10:00:00"}',
            '{id: "3", created: "2026-03-20 10:00:00"}',
            '{id: "4", created: "2026-05-20 10:00:00", status: 1}',
        )
    )
    one.read()
    months = [c.params["Month"] for c in one.emulator.calls if "Bill" in c.action]
    assert sorted(map(str, months)) == ["2026-01", "2026-03"]


# Warm


def test_a_second_check_costs_a_handful_of_calls(rig: Start) -> None:
    one = rig(IN_ORDER)
    first = one.read()
    one.emulator.reset()
    second = one.read()
    assert one.counts() == {
        DEALS: 2,  # the open window, and a look-up of the pack
        "ba:DescribeDomainIcpStatus": 1,
        "ba:DescribeIcpRegister": 1,
        "ba:DescribeLastIcpOrderInProgress": 1,
        "ba:DescribeGetAuthInfo": 1,
        "domain:DescribeDomainBaseInfo": 1,
    }
    assert len(one.emulator.calls) <= 8
    assert second.uin == first.uin
    assert orders(second) == orders(first)
    assert hosts(second) == hosts(first)


def test_evidence_of_what_is_remembered_keeps_its_time(rig: Start) -> None:
    one = rig(IN_ORDER)
    before = one.now
    one.read()
    one.now = before + days(1 / 1440)
    second = one.read()
    closed, opened = second.orders[0].orders, second.orders[3].orders
    assert isinstance(closed, Known)
    assert isinstance(opened, Known)
    assert {shown.read_at for shown in closed.evidence} == {before}
    assert {shown.read_at for shown in opened.evidence} == {one.now}
    (place, *_) = second.places
    assert isinstance(place.bindings, Known)
    assert {shown.read_at for shown in place.bindings.evidence} == {before}


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (", status: 6", OrderState.REFUNDED),
        (", status: 13", OrderState.REFUNDING),
        (", status: 10", OrderState.ENDED),
    ],
)
def test_a_change_of_a_remembered_order_is_seen(rig: Start, change: str, state: OrderState) -> None:
    one = rig(IN_ORDER)
    assert orders(one.read())["1"].state is OrderState.DELIVERED
    turn_into(one, owning(PACK % change))
    for found in (one.read(), one.read()):
        assert orders(found)["1"].state is state


def test_a_remembered_order_that_is_gone_is_unreadable(rig: Start) -> None:
    one = rig(IN_ORDER)
    one.read()
    turn_into(one, owning())
    (missing,) = unread_windows(one.read())
    assert missing.detail == "an order that was there is not found by its id"


def test_a_look_up_that_fails_leaves_the_order_in_doubt(rig: Start) -> None:
    one = rig(IN_ORDER)
    one.read()
    turn_into(one, owning(PACK % "", rest=f"faults: [{{on: '{DEALS}', error: FailedOperation}}]"))
    found = one.read()
    spans = {w.start for w in found.orders if isinstance(w.orders, Unreadable)}
    assert datetime(2026, 1, 5, 10, tzinfo=SHANGHAI) in spans


def test_a_new_order_and_a_new_refund_are_seen(rig: Start) -> None:
    one = rig(IN_ORDER)
    one.read()
    turn_into(
        one,
        owning(
            PACK % "",
            '{id: "2", created: "2026-11-22 11:59:00"}',
            '{id: "3", created: "2026-11-21 11:59:00", action: refund, refers_to: ["1"]}',
        ),
    )
    assert set(orders(one.read())) == {"1", "2", "3"}


@pytest.mark.parametrize("status", [1, 2, 3, 12, 13])
def test_a_window_with_an_order_under_way_is_read_again(rig: Start, status: int) -> None:
    one = rig(owning(PACK % f", status: {status}"))
    assert orders(one.read())["1"].state is not OrderState.DELIVERED
    turn_into(one, IN_ORDER)
    assert orders(one.read())["1"].state is OrderState.DELIVERED
    one.emulator.reset()
    one.read()
    assert one.counts()[DEALS] == 2  # settled now: the open window and the look-up


def test_a_window_that_could_not_be_read_is_read_again(rig: Start) -> None:
    faults = f"faults: [{{on: '{DEALS}', error: FailedOperation, nth: [1, 2]}}]"
    one = rig(owning(PACK % "", rest=faults))
    assert len(unread_windows(one.read())) == 2
    found = one.read()
    assert unread_windows(found) == []
    assert set(orders(found)) == {"1"}


def test_on_the_next_day_the_windows_are_read_anew(rig: Start) -> None:
    one = rig(IN_ORDER)
    one.read()
    one.now += days(1)
    one.emulator.reset()
    found = one.read()
    assert one.counts()[DEALS] == 4
    assert one.counts().get(BILL) is None
    assert set(orders(found)) == {"1"}


def test_the_bill_of_a_month_that_goes_on_is_read_again(rig: Start) -> None:
    bought = '{id: "1", created: "2026-11-05 10:00:00"%s}'
    one = rig(owning(bought % ", bill: null"))
    assert not orders(one.read())["1"].expires_from_bill
    turn_into(one, owning(bought % ""))
    assert orders(one.read())["1"].expires_from_bill


def test_orders_under_another_declaration_are_read_anew(rig: Start) -> None:
    """What was remembered was chosen by what was declared then."""
    plain = "product: {code: p_x, name: 资源包}, sub_product: {code: sp_x, name: 套餐}"
    one = rig(owning(f'{{id: "7", created: "2026-01-05 10:00:00", {plain}}}'))
    assert orders(one.read()) == {}

    def declared(order: Order) -> bool:
        return is_scf(order) or order.id == "7"

    again = one.read(is_scf=declared, is_pack=declared, declared=frozenset({"7"}))
    assert set(orders(again)) == {"7"}
    assert orders(again)["7"].expires_from_bill
    assert orders(one.read()) == {}


# Bindings


def test_remembered_bindings_expire(rig: Start) -> None:
    one = rig(IN_ORDER)
    one.read()
    turn_into(one, world("domains: [{name: example.cn}]"))
    one.now += days(299 / 86_400)
    assert hosts(one.read()) == {"www.example.cn", "api.example.cn"}
    one.now += days(1 / 86_400)
    assert hosts(one.read()) == set()


def test_bindings_are_never_remembered_where_that_is_so_configured(rig: Start) -> None:
    one = rig(IN_ORDER)
    one.read(remember_seconds=0)
    one.emulator.reset()
    one.read(remember_seconds=0)
    assert one.counts()["scf:ListCustomDomains"] == 2


def test_bindings_that_could_not_be_read_are_not_remembered(rig: Start) -> None:
    faults = "faults: [{on: 'scf:*', region: ap-guangzhou, error: FailedOperation, nth: [1]}]"
    one = rig(owning(rest=faults))
    assert hosts(one.read()) == {"api.example.cn"}
    one.emulator.reset(load_world(owning()))
    assert hosts(one.read()) == {"www.example.cn", "api.example.cn"}
    assert one.counts()["scf:ListCustomDomains"] == 1


# Accounts

TWO = f"""
accounts:
  - uin: "100000000001"
    keys: [{{id: {KEY.secret_id}, secret: {KEY.secret_key}}}, {{id: AKIDrole, secret: s, token: t}}]
    orders: [{{id: "1", created: "2026-01-05 10:00:00"}}]
    bindings: [{{domain: www.example.cn}}]
  - uin: "100000000002"
    keys: [{{id: {OTHER.secret_id}, secret: {OTHER.secret_key}}}]
    orders: [{{id: "2", created: "2026-02-05 10:00:00"}}]
    bindings: [{{domain: www.example.com}}]
"""


def test_accounts_never_mix(rig: Start) -> None:
    one = rig(TWO)
    for _ in range(3):
        mine, theirs = one.read(KEY), one.read(OTHER)
        assert (mine.uin, theirs.uin) == ("100000000001", "100000000002")
        assert (set(orders(mine)), set(orders(theirs))) == ({"1"}, {"2"})
        assert (hosts(mine), hosts(theirs)) == ({"www.example.cn"}, {"www.example.com"})


def test_a_new_key_of_a_known_account_recalls_it(rig: Start) -> None:
    """Temporary keys change by the hour."""
    one = rig(TWO)
    one.read(KEY)
    one.emulator.reset()
    found = one.read(Credential("AKIDrole", "s", "t"))
    assert set(orders(found)) == {"1"}
    assert one.counts()["sts:GetCallerIdentity"] == 1
    assert one.counts()[DEALS] == 2


def test_a_key_whose_account_cannot_be_read_recalls_nothing(rig: Start) -> None:
    one = rig(TWO)
    one.read(KEY)
    denied = "faults: [{on: 'sts:*', error: UnauthorizedOperation}]\n"
    turn_into(one, TWO + denied)
    found = one.read(Credential("AKIDrole", "s", "t"))
    assert found.uin is None
    assert set(orders(found)) == {"1"}
    assert one.counts()[DEALS] == 4


def test_memory_is_kept_for_the_latest_accounts_only() -> None:
    memory = Memory()
    for number in range(ACCOUNTS_KEPT + 3):
        memory.keep(f"AKID{number}", f"{number}", AccountMemory(frozenset({f"{number}"})))
        memory.keep("AKIDfirst", "first", AccountMemory(frozenset({"first"})))
    assert memory.owner("AKIDfirst") == "first"
    assert memory.of("first").declared == {"first"}
    assert memory.owner("AKID0") is None
    assert memory.of("0") == AccountMemory()
    assert len(memory._accounts) == len(memory._owners) == ACCOUNTS_KEPT


def test_windows_that_are_no_longer_asked_for_are_forgotten(rig: Start) -> None:
    one = rig(IN_ORDER)
    for _ in range(4):
        one.read()
        one.now += days(1)
    assert len(one.memory.of("100000000001").windows) == 3


def test_places_are_as_many_as_are_asked_for(rig: Start) -> None:
    one = rig(IN_ORDER)
    for _ in range(3):
        one.read()
        one.now += days(1)
    assert len(one.memory.of("100000000001").places) == 4
