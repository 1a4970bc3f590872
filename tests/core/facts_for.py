"""Facts for tests: everything in order, to be varied with `dataclasses.replace`.

Everything in order: an enterprise account with one filing pack, bought in one order, no website
and no filing order; `www.example.cn` is registered there, verified and filed nowhere, and bound to
nothing; it is to be served from Guangzhou. So it is eligible for a first filing.
"""

from datetime import date, datetime, timedelta
from typing import TypeVar

from beian.facts import (
    SHANGHAI,
    Assumption,
    Binding,
    Cause,
    Domain,
    DomainRealName,
    Evidence,
    Fact,
    Facts,
    Icp,
    Intent,
    Known,
    Name,
    Order,
    OrderState,
    OrderWindow,
    Place,
    RealName,
    Registration,
    Unreadable,
)
from beian.rulebook.model import Outcome
from beian.rulebook.policy import Policy
from beian.rulebook.registry import RULES

T = TypeVar("T")

POLICY = Policy()
NOW = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
TODAY = NOW.date()
BETWEEN = datetime(2026, 1, 1, tzinfo=SHANGHAI)  # where the early window ends and the late begins
BOUGHT = datetime(2025, 6, 1, 10, tzinfo=SHANGHAI)  # in the early window
LATELY = datetime(2026, 6, 1, 10, tzinfo=SHANGHAI)  # in the late window
NEXT_YEAR = datetime(2027, 11, 22, 12, tzinfo=SHANGHAI)

FILED = Icp(gov=True, landed=True, ticket=False, ban=False)
ELSEWHERE = Icp(gov=True, landed=False, ticket=False, ban=False)
NOT_FILED = Icp(gov=False, landed=False, ticket=False, ban=False)
STALE = Icp(gov=False, landed=True, ticket=False, ban=False)

VERIFIED = RealName(verified=True, personal=False)
REGISTERED = Registration(
    DomainRealName.VERIFIED,
    created=date(2024, 5, 1),
    expires=date(2027, 5, 1),
    on_hold=False,
    verified_since=datetime(2024, 5, 2, tzinfo=SHANGHAI),
)
ASKED = Domain("www.example.cn", "www.example.cn", "example.cn", "cn")
APEX = Domain("example.cn", "example.cn", "example.cn", "cn")
DEFAULT = Domain(
    "1.gz.apigw.tencentcs.com",
    "1.gz.apigw.tencentcs.com",
    "tencentcs.com",
    "com",
    default_suffix="apigw.tencentcs.com",
)
MEANT = Intent(serve=True, region=None, home="ap-guangzhou")

BOTH = ("产品: 云函数 SCF", "子产品: 备案资源包", "调用次数: 5000万次", "资源使用量: 40万GBs")
INVOCATIONS = ("产品: 云函数 SCF", "子产品: 备案资源包", "调用次数: 5000万次")
GBS = ("产品: 云函数 SCF", "子产品: 备案资源包", "资源使用量: 40万GBs")
LARGER = ("产品: 云函数 SCF", "调用次数: 1亿次", "资源使用量: 100万GBs")


def evidence(call: str, region: str | None = None) -> Evidence:
    return Evidence(call, region, f"request-{call}", NOW, {})


def known(value: T, call: str = "test:Read", region: str | None = None) -> Known[T]:
    return Known(value, (evidence(call, region),))


def declared(value: T, name: str) -> Known[T]:
    return Known(value, (), (Assumption(name, "yes"),))


def unread(name: Name, cause: Cause = Cause.DENIED, region: str | None = None) -> Unreadable:
    return Unreadable(name, cause, f"test:{name.value}", region)


def order(
    order_id: str = "20250601000001",
    *,
    state: OrderState = OrderState.DELIVERED,
    texts: tuple[str, ...] = BOTH,
    created: datetime = BOUGHT,
    expires: datetime | None = NEXT_YEAR,
    action: str = "purchase",
    refers_to: str = "",
    codes: tuple[str, ...] = ("p_scf",),
    term_months: float | None = 60,
    list_price_fen: float | None = 11000,
) -> Order:
    """The filing pack, active and bought in one order, unless told otherwise."""
    return Order(
        order_id,
        state,
        action,
        refers_to,
        codes,
        texts,
        created,
        expires,
        term_months,
        list_price_fen,
    )


def refund_of(*orders: Order, state: OrderState = OrderState.DELIVERED) -> Order:
    ids = ",".join(o.id for o in orders)
    return order("20260601000099", action="refund", refers_to=ids, created=LATELY, state=state)


UNREAD_EARLY = Unreadable(Name.ORDERS, Cause.THROTTLED, "billing:Early")
UNREAD_LATE = Unreadable(Name.ORDERS, Cause.THROTTLED, "billing:Late")


def windows(*orders: Order, early: bool = True, late: bool = True) -> tuple[OrderWindow, ...]:
    """Five years and a month of orders in two windows; `early` and `late`: whether that one was
    read. Both ends of a window belong to it."""

    def within(start: datetime, end: datetime) -> Fact[tuple[Order, ...]]:
        found = tuple(o for o in orders if start <= o.created <= end)
        return known(found, f"billing:{'Early' if end == BETWEEN else 'Late'}")

    begin = NOW - timedelta(days=5 * 365 + 32)
    after = BETWEEN + timedelta(seconds=1)
    return (
        OrderWindow(begin, BETWEEN, within(begin, BETWEEN) if early else UNREAD_EARLY),
        OrderWindow(after, NOW, within(after, NOW) if late else UNREAD_LATE),
    )


def place(region: str, *hosts: str, product: str = "scf", registered: bool | None = None) -> Place:
    bindings = tuple(Binding(h, registered) for h in hosts)
    return Place(product, region, known(bindings, f"{product}:Bindings", region))


def unread_place(region: str, product: str = "scf") -> Place:
    return Place(product, region, unread(Name.BINDINGS, Cause.TIMEOUT, region))


def in_order() -> Facts:
    return Facts(
        now=NOW,
        domain=ASKED,
        intent=MEANT,
        orders=windows(order()),
        websites=known(0, "ba:DescribeIcpRegister"),
        real_name=known(VERIFIED, "ba:DescribeGetAuthInfo"),
        order_in_progress=known("", "ba:DescribeLastIcpOrderInProgress"),
        icp=known(NOT_FILED, "ba:DescribeDomainIcpStatus"),
        registration=known(REGISTERED, "domain:DescribeDomainBaseInfo"),
        places=(place("ap-guangzhou"), place("ap-hongkong")),
    )


def outcome(rule_id: str, facts: Facts, policy: Policy = POLICY) -> Outcome:
    """What the one rule says, asked by itself."""
    rule = next(r for r in RULES if r.id == rule_id)
    return rule.judge(facts, policy)
