"""Generates partial facts: everything in order but for what hypothesis breaks or hides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from hypothesis import strategies as st

from beian.facts import (
    Binding,
    Cause,
    Declared,
    Domain,
    DomainRealName,
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
)
from tests.core.facts_for import (
    APEX,
    ASKED,
    DEFAULT,
    NEXT_YEAR,
    NOW,
    TODAY,
    in_order,
    known,
    order,
    unread,
)
from tests.proofs.oracle import Meaning
from tests.records import replace

T = TypeVar("T")
Span = tuple[datetime, datetime]

CAUSES = st.sampled_from([Cause.DENIED, Cause.TIMEOUT, Cause.THROTTLED, Cause.BROKEN_REPLY])

# What every text of the generated orders means, said by hand.
PRODUCT = {
    "产品: 云函数 SCF": Meaning(scf=True),
    "Serverless package": Meaning(scf=True),
    "产品: 资源包": Meaning(),
}
EDITION = {
    "子产品: 备案资源包": Meaning(filing_pack=True),
    "子产品: 事件函数资源包": Meaning(),
    "子产品: 免费额度": Meaning(look_alike=True),
    "子产品: 新用户试用包": Meaning(look_alike=True),
    "子产品: 个人版": Meaning(look_alike=True),
    "Free trial": Meaning(look_alike=True),
}
CALLS = {
    "调用次数: 5000万次": Meaning(invocations=50_000_000),
    "调用次数: 5000万": Meaning(invocations=50_000_000),
    "50,000,000 invocations": Meaning(invocations=50_000_000),
    "调用次数: 0.5亿次": Meaning(invocations=50_000_000),
    "调用次数: 1亿次": Meaning(invocations=100_000_000),
    "调用次数: 1000万次": Meaning(invocations=10_000_000),
    "调用次数: 详见说明": Meaning(),
}
AMOUNTS = {
    "资源使用量: 40万GBs": Meaning(gbs=400_000),
    "资源使用量: 400000": Meaning(gbs=400_000),
    "40万 GB秒": Meaning(gbs=400_000),
    "资源使用量: 100万GBs": Meaning(gbs=1_000_000),
    "资源使用量: 1万GBs": Meaning(gbs=10_000),
    "内存: 40万": Meaning(),
}
MEANINGS = {**PRODUCT, **EDITION, **CALLS, **AMOUNTS}


def beside(one: Order) -> Meaning:
    """What an order of this generator says, from the table of its texts."""
    said = [MEANINGS[text] for text in one.texts]
    return Meaning(
        scf=any(m.scf for m in said),
        filing_pack=any(m.filing_pack for m in said),
        look_alike=any(m.look_alike for m in said),
        invocations=max((m.invocations for m in said if m.invocations is not None), default=None),
        gbs=max((m.gbs for m in said if m.gbs is not None), default=None),
    )


@dataclass(frozen=True)
class Focus:
    """Which parts of the facts are broken or hidden; the others are in order."""

    orders: bool = False
    scope: bool = False
    filing: bool = False
    quota: bool = False
    names: bool = False
    registration: bool = False


def read_or_not(values: st.SearchStrategy[T], name: Name) -> st.SearchStrategy[Fact[T]]:
    read: st.SearchStrategy[Fact[T]] = values.map(known)
    hidden: st.SearchStrategy[Fact[T]] = CAUSES.map(lambda cause: unread(name, cause))
    return st.one_of(read, read, read, hidden)


# Orders

EDGES = tuple(NOW - timedelta(days=d) for d in (1857, 1200, 600, 90, 0))  # windows touch


CALL, AMOUNT = "调用次数: 5000万次", "资源使用量: 40万GBs"
# What may be odd about a purchase: one of its texts (None: not there), or one of its fields.
TEXTS: dict[str, list[str | None]] = {
    "product": [*PRODUCT],
    "edition": [*EDITION, "子产品: 事件函数资源包", "子产品: 事件函数资源包"],
    "calls": [*CALLS, None],
    "amount": [*AMOUNTS, None],
}
ENDS_AT = [None, NOW, NOW + timedelta(seconds=1), NOW - timedelta(days=1)]
FIELDS: dict[str, Callable[[Order], list[Order]]] = {
    "state": lambda o: [replace(o, state=v) for v in OrderState],
    "expires": lambda o: [replace(o, expires=v) for v in ENDS_AT],
    "action": lambda o: [replace(o, action=v) for v in ("", "renew")],
    "codes": lambda o: [replace(o, codes=v) for v in (("p_scf", "sp_pack"), ("p_cvm",))],
    "term": lambda o: [replace(o, term_months=v) for v in (None, 120, 12, 1)],
    "price": lambda o: [replace(o, list_price_fen=v) for v in (None, 0)],
}
ODDITIES = sorted({*TEXTS, *FIELDS})


@st.composite
def bought(draw: st.DrawFn, number: int, spans: tuple[Span, ...]) -> Order:
    """One purchase in one of the read windows, at either end or within: the filing pack, whole or
    one part of it, but for a few oddities."""
    start, end = draw(st.sampled_from(spans))
    calls, amount = draw(st.sampled_from([(CALL, AMOUNT), (CALL, None), (None, AMOUNT)]))
    said = {"product": "产品: 云函数 SCF", "edition": "子产品: 备案资源包"}
    texts: dict[str, str | None] = {**said, "calls": calls, "amount": amount}
    odd = sorted(draw(st.sets(st.sampled_from(ODDITIES), max_size=3)))
    for name in odd:
        if name in TEXTS:
            texts[name] = draw(st.sampled_from(TEXTS[name]))
    made = order(
        f"2026000{number}",
        texts=tuple(t for t in texts.values() if t is not None),
        created=draw(st.sampled_from([start, start + (end - start) / 2, end])),
    )
    for name in odd:
        if name in FIELDS:
            made = draw(st.sampled_from(FIELDS[name](made)))
    if made.state is OrderState.DELIVERING and made.expires and made.expires <= NOW:
        return replace(made, expires=None)  # what is not delivered has not begun to run
    return made


@st.composite
def refund(draw: st.DrawFn, number: int, of: tuple[Order, ...], at: datetime) -> Order:
    targets = draw(st.lists(st.sampled_from(of), max_size=2, unique_by=lambda o: o.id))
    states = [s for s in OrderState if s is not OrderState.UNPAID]
    return order(
        f"2026900{number}",
        action="refund",
        refers_to=",".join(o.id for o in targets),
        created=at,
        state=draw(st.sampled_from([OrderState.DELIVERED, *states])),
    )


@st.composite
def order_windows(draw: st.DrawFn) -> tuple[OrderWindow, ...]:
    all_spans = tuple(pairwise(EDGES))
    hidden = draw(st.sets(st.integers(0, len(all_spans) - 1), max_size=2) | st.just(set[int]()))
    spans = tuple(s for i, s in enumerate(all_spans) if i not in hidden)
    orders = [draw(bought(n, spans)) for n in range(draw(st.integers(0, 3)))]
    if orders:
        purchases, at = tuple(orders), spans[-1][1]
        orders += [draw(refund(n, purchases, at)) for n in range(draw(st.integers(0, 1)))]
    found = [
        OrderWindow(s, e, unread(Name.ORDERS, draw(CAUSES)))
        if i in hidden
        else OrderWindow(s, e, known(tuple(o for o in orders if _first(o, spans) == (s, e))))
        for i, (s, e) in enumerate(all_spans)
    ]
    twice = draw(st.booleans())
    if orders and twice:  # the same order once more, read later
        again = orders[0]
        later = replace(again, state=draw(st.sampled_from([again.state, *OrderState])))
        if later.state is not OrderState.DELIVERING or later.expires in (None, NEXT_YEAR):
            found.append(OrderWindow(again.created, again.created, known((later,))))
    return tuple(found)


def _first(one: Order, spans: tuple[Span, ...]) -> Span | None:
    return next((s for s in spans if s[0] <= one.created <= s[1]), None)


# The other parts

DOMAINS: st.SearchStrategy[Domain | None] = st.sampled_from(
    [ASKED, APEX, ASKED, APEX, ASKED, None, DEFAULT]
)
REGIONS = ["ap-guangzhou", "ap-shanghai", "ap-hongkong", "eu-north", "xx-new", "yy-new"]
INTENTS = st.builds(
    Intent,
    st.sampled_from([True, True, True, False]),
    st.sampled_from([None, None, None, None, "ap-guangzhou", "ap-hongkong", "eu-north", "xx-new"]),
    st.sampled_from([*["ap-guangzhou"] * 4, "ap-hongkong", "zz-new", None]),
)
HOSTS = ["www.example.cn", "example.cn", "api.example.cn", "www.example.com", "notexample.cn"]


@st.composite
def place(draw: st.DrawFn, hosts: list[str], words: list[bool | None]) -> Place:
    bindings = st.lists(
        st.builds(Binding, st.sampled_from(hosts), st.sampled_from(words)), max_size=2
    ).map(tuple)
    return Place(
        draw(st.sampled_from(["scf", "apigateway"])),
        draw(st.sampled_from(REGIONS)),
        draw(read_or_not(bindings, Name.BINDINGS)),
    )


ICPS = st.builds(
    Icp, st.booleans(), st.booleans(), st.booleans(), st.sampled_from([False, False, True])
)
COUNTS = st.sampled_from([0, 0, 1, 2, 3, 9, 10, 11, 12])
REAL_NAMES = st.builds(
    RealName,
    st.sampled_from([True, True, False]),
    st.booleans(),
    st.sampled_from([None, *(NOW - timedelta(hours=h) for h in (0, 47, 48, 480))]),
)
DAYS: list[date | None] = [None, *(TODAY - timedelta(days=d) for d in (0, 1, 2, 3, 4, 900))]
ENDS: list[date | None] = [None, *(TODAY + timedelta(days=d) for d in (-1, 0, 1, 30, 31, 900))]
REGISTRATIONS = st.builds(
    Registration,
    st.sampled_from([DomainRealName.VERIFIED] * 3 + list(DomainRealName)),
    st.sampled_from(DAYS),
    st.sampled_from([*ENDS, TODAY + timedelta(days=900)]),
    st.sampled_from([False, False, True, None]),
    st.sampled_from([None, *(NOW - timedelta(days=d) for d in (0, 2, 3, 700))]),
)


@st.composite
def partial_facts(draw: st.DrawFn, focus: Focus | None = None) -> Facts:
    """Facts of which the parts in `focus` are broken or hidden; any parts if None."""
    return draw(_broken(focus or draw(st.builds(Focus, *[st.booleans()] * 6))))


@st.composite
def _broken(draw: st.DrawFn, focus: Focus) -> Facts:
    facts = in_order()
    if focus.orders:
        facts = _with_orders(draw, facts)
    if focus.scope:
        facts = replace(facts, domain=draw(DOMAINS), intent=draw(INTENTS))
    if focus.scope or focus.filing:
        hosts = HOSTS if focus.scope else ["www.example.cn", "api.example.cn"]
        words: list[bool | None] = [None, None, True, False] if focus.filing else [None]
        facts = replace(facts, places=tuple(draw(st.lists(place(hosts, words), max_size=3))))
    if focus.filing:
        facts = replace(facts, icp=draw(read_or_not(ICPS, Name.ICP)))
    if focus.quota or focus.filing:
        facts = replace(facts, websites=draw(read_or_not(COUNTS, Name.WEBSITES)))
    if focus.quota:
        used = draw(st.sampled_from([None, None, 0, 1, 2, 3]))
        accesses = draw(st.sampled_from([None, None, 0, 9, 10, 11]))
        told = replace(facts.declared, serverless_filings=used, accesses=accesses)
        facts = replace(facts, declared=told)
    if focus.names:
        progress = read_or_not(st.sampled_from(["", "", "26001"]), Name.ORDER_IN_PROGRESS)
        facts = replace(
            facts,
            real_name=draw(read_or_not(REAL_NAMES, Name.REAL_NAME)),
            order_in_progress=draw(progress),
        )
    if focus.registration:
        facts = replace(facts, registration=draw(read_or_not(REGISTRATIONS, Name.REGISTRATION)))
    return facts


def _with_orders(draw: st.DrawFn, facts: Facts) -> Facts:
    windows = draw(order_windows())
    ids = [o.id for w in windows if isinstance(w.orders, Known) for o in w.orders.value]
    some = draw(st.sampled_from(ids)) if ids and draw(st.integers(0, 3)) == 0 else None
    pack_orders = frozenset({some} if some else ())
    return replace(facts, orders=windows, declared=Declared(pack_orders=pack_orders))
