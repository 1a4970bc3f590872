"""Which orders are the filing packs, and what the pack rules say of them."""

from datetime import datetime, timedelta, timezone

import pytest

from beian.facts import Cause, Declared, Facts, Name, Order, OrderState, OrderWindow
from beian.rulebook.model import ANY, FAILS, MEETS, WAITS, Status
from beian.rulebook.packs import Pack, PackState, find_packs
from beian.rulebook.policy import Policy
from beian.rulebook.recognise import Kind, may_count
from tests.core.facts_for import (
    BETWEEN,
    BOTH,
    BOUGHT,
    GBS,
    INVOCATIONS,
    LARGER,
    LATELY,
    NEXT_YEAR,
    NOW,
    POLICY,
    UNREAD_EARLY,
    UNREAD_LATE,
    in_order,
    known,
    order,
    outcome,
    refund_of,
    windows,
)
from tests.records import replace

EVERY = frozenset(Kind)
PLAIN = ("产品: 云函数 SCF", "调用次数: 5000万次", "资源使用量: 40万GBs")
ONE_NUMBER = ("产品: 云函数 SCF", "资源使用量: 40万GBs")
RULES = ("pack.invocations-50m", "pack.gbs-400k")


def with_orders(*orders: Order, early: bool = True, late: bool = True) -> Facts:
    return replace(in_order(), orders=windows(*orders, early=early, late=late))


def pack_of(one: Order, *others: Order, declared: bool = False) -> Pack:
    facts = with_orders(one, *others)
    if declared:
        facts = replace(facts, declared=Declared(pack_orders=frozenset({one.id})))
    return next(p for p in find_packs(facts, POLICY) if p.order.id == one.id)


# Recognition


@pytest.mark.parametrize(
    ("one", "kinds"),
    [
        (order(), EVERY),
        (order(texts=INVOCATIONS), {Kind.INVOCATIONS}),
        (order(texts=GBS), {Kind.GBS}),
        (order(texts=PLAIN), EVERY),  # both numbers vouch for each other
        (order(texts=PLAIN, term_months=None), EVERY),
        (order(texts=ONE_NUMBER), {Kind.GBS}),  # the five-year term vouches for the one number
        (order(texts=ONE_NUMBER, term_months=120), {Kind.GBS}),
        (order(action=""), EVERY),  # an action that was not told
        (order(codes=()), EVERY),  # SCF by its texts
        (order(texts=BOTH[1:]), EVERY),  # SCF by its code
        (order(texts=("serverless 备案", *BOTH[2:]), codes=()), EVERY),
        (order(texts=BOTH, codes=("p_other",)), EVERY),
        (order(texts=("备案资源包", "调用次数: 5000万次", "40万GBs"), codes=()), EVERY),
    ],
)
def test_the_filing_pack_is_recognised(one: Order, kinds: set[Kind]) -> None:
    pack = pack_of(one)
    assert (set(pack.kinds), pack.counts, pack.reason) == (kinds, True, "counts")
    assert pack.state is PackState.ACTIVE


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (order(texts=(*PLAIN, "免费额度")), "look_alike"),
        (order(texts=(*PLAIN, "新用户试用")), "look_alike"),
        (order(texts=(*PLAIN, "1元体验")), "look_alike"),
        (order(texts=(*PLAIN, "个人版")), "look_alike"),
        (order(texts=(*PLAIN, "企业版")), "look_alike"),
        (order(texts=(*PLAIN, "FREE tier")), "look_alike"),
        (order(texts=PLAIN, list_price_fen=0), "look_alike"),
        (order(texts=PLAIN, term_months=1), "short_term"),
        (order(texts=PLAIN, term_months=59.9), "short_term"),
        (order(action="renew"), "other_action"),
        (order(texts=("云函数", "调用次数: 1000万次", "资源使用量: 1万GBs")), "other_quantity"),
        (order(texts=("云函数", "套餐")), "other_quantity"),
        (order(texts=("云函数", "备案", "调用次数: 1000万次")), "other_quantity"),
    ],
)
def test_a_false_friend_is_another_product(one: Order, reason: str) -> None:
    pack = pack_of(one)
    assert (set(pack.kinds), pack.counts, pack.reason) == (set(), False, reason)
    assert pack.state is PackState.OTHER_PRODUCT


@pytest.mark.parametrize(
    ("one", "kinds", "reason"),
    [
        (order(texts=LARGER), EVERY, "larger"),
        (order(texts=("云函数", "调用次数: 1亿次")), {Kind.INVOCATIONS}, "larger"),
        (order(texts=(*INVOCATIONS, "资源使用量: 100万GBs")), EVERY, "larger"),
        (order(texts=("云函数 备案资源包",)), EVERY, "no_quantities"),
        (order(texts=ONE_NUMBER, term_months=None), {Kind.GBS}, "one_number"),
        (order(texts=(*PLAIN, "每1万次计价")), EVERY, "several_quantities"),
        (order(texts=BOTH, term_months=12), EVERY, "mixed_signs"),
        (order(texts=BOTH, list_price_fen=0), EVERY, "mixed_signs"),
        (order(texts=(*BOTH, "新用户试用")), EVERY, "mixed_signs"),
        (order(expires=None), EVERY, "no_expiry"),
        (order(state=OrderState.REFUNDING), EVERY, "refunding"),
        (order(state=OrderState.OTHER), EVERY, "unknown_state"),
    ],
)
def test_what_cannot_be_told_of_an_order_stays_unknown(
    one: Order, kinds: set[Kind], reason: str
) -> None:
    pack = pack_of(one)
    assert (set(pack.kinds), pack.counts, pack.reason) == (kinds, None, reason)


def test_an_order_of_another_product_is_no_pack() -> None:
    one = order(texts=("产品: 云服务器", "调用次数: 5000万次", "40万GBs"), codes=("p_cvm",))
    assert find_packs(with_orders(one), POLICY) == ()
    assert find_packs(with_orders(one), Policy(scf_codes=("p_cvm",))) != ()


def test_a_declared_order_counts_whatever_it_says() -> None:
    one = order(texts=("产品: 未知",), codes=(), term_months=1)
    pack = pack_of(one, declared=True)
    assert (set(pack.kinds), pack.counts) == (set(EVERY), True)
    assert pack_of(replace(one, state=OrderState.REFUNDED), declared=True).counts is False


def test_a_pack_shows_the_numbers_it_was_recognised_by() -> None:
    pack = pack_of(order(texts=LARGER))
    assert (pack.invocations, pack.gbs) == (100_000_000, 1_000_000)
    pack = pack_of(order(texts=INVOCATIONS))
    assert (pack.invocations, pack.gbs) == (50_000_000, None)


def test_packs_come_newest_first() -> None:
    old, new = order("1"), order("2", created=LATELY)
    assert [p.order.id for p in find_packs(with_orders(old, new), POLICY)] == ["2", "1"]


def test_an_order_read_twice_counts_as_read_last() -> None:
    first, last = order(), order(state=OrderState.REFUNDED)
    again = OrderWindow(BOUGHT, BOUGHT, known((last,)))
    facts = replace(in_order(), orders=(*windows(first), again))
    assert [p.counts for p in find_packs(facts, POLICY)] == [False]


@pytest.mark.parametrize(
    ("one", "may"),
    [
        (order(), True),
        (order(state=OrderState.REFUNDED), True),  # whatever has become of it
        (order(texts=LARGER), True),
        (order(texts=(*PLAIN, "免费")), False),
        (order(texts=PLAIN[1:], codes=("p_cvm",)), False),
    ],
)
def test_an_order_may_count_or_cannot(one: Order, may: bool) -> None:
    assert may_count(one, Declared(), POLICY) is may
    assert may_count(one, Declared(pack_orders=frozenset({one.id})), POLICY) is True


# What has become of them


@pytest.mark.parametrize(
    ("state", "expires", "expected", "reason"),
    [
        (OrderState.UNPAID, NEXT_YEAR, PackState.UNDELIVERED, "unpaid"),
        (OrderState.DELIVERING, NEXT_YEAR, PackState.UNDELIVERED, "delivering"),
        (OrderState.FAILED, NEXT_YEAR, PackState.UNDELIVERED, "delivery_failed"),
        (OrderState.CLOSED, NEXT_YEAR, PackState.UNDELIVERED, "closed"),
        (OrderState.REFUNDED, NEXT_YEAR, PackState.REFUNDED, "refunded"),
        (OrderState.ENDED, NEXT_YEAR, PackState.EXPIRED, "ended"),
        (OrderState.DELIVERED, NOW, PackState.EXPIRED, "expired"),
        (OrderState.REFUNDING, NOW - timedelta(days=1), PackState.EXPIRED, "expired"),
    ],
)
def test_a_pack_that_is_not_active_does_not_count(
    state: OrderState, expires: datetime, expected: PackState, reason: str
) -> None:
    pack = pack_of(order(state=state, expires=expires))
    assert (pack.state, pack.counts, pack.reason) == (expected, False, reason)


def test_a_pack_counts_until_the_second_it_expires() -> None:
    assert pack_of(order(expires=NOW + timedelta(seconds=1))).counts is True


@pytest.mark.parametrize(
    ("state", "counts", "reason"),
    [
        (OrderState.DELIVERED, False, "refunded"),
        (OrderState.REFUNDED, False, "refunded"),
        (OrderState.ENDED, False, "refunded"),
        (OrderState.REFUNDING, None, "refunding"),
        (OrderState.DELIVERING, None, "refunding"),
        (OrderState.OTHER, None, "refunding"),
        (OrderState.CLOSED, True, "counts"),
    ],
)
def test_a_refund_is_an_order_of_its_own(
    state: OrderState, counts: bool | None, reason: str
) -> None:
    one, other = order(), order("20250601000002")
    refund = refund_of(one, state=state)
    assert (pack_of(one, other, refund).counts, pack_of(one, refund).reason) == (counts, reason)
    assert pack_of(other, one, refund).counts is True


def test_a_finished_refund_beats_one_under_way() -> None:
    one = order()
    under_way = replace(refund_of(one, state=OrderState.REFUNDING), id="1")
    assert pack_of(one, under_way, replace(refund_of(one), id="2")).reason == "refunded"
    assert pack_of(one, refund_of(one), replace(under_way, id="3")).reason == "refunded"


def test_an_order_id_within_another_is_not_refunded_with_it() -> None:
    one = order("2025")
    assert pack_of(one, refund_of(order("20250601"))).counts is True


# The requirement


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("orders", "code"),
    [
        ([], "none"),
        ([order(state=OrderState.ENDED)], "expired"),
        ([order(state=OrderState.REFUNDED)], "refunded"),
        ([order(state=OrderState.UNPAID)], "undelivered"),
        ([order(texts=(*PLAIN, "免费"))], "other_product"),
        ([order("1", state=OrderState.REFUNDED), order("2", state=OrderState.ENDED)], "expired"),
    ],
)
def test_no_pack_fails_and_names_the_nearest_miss(
    rule: str, orders: list[Order], code: str
) -> None:
    found = outcome(rule, with_orders(*orders))
    assert (found.status, found.code, set(found.effects)) == (Status.FAIL, code, {FAILS})


def test_each_kind_needs_its_own_pack() -> None:
    facts = with_orders(order(texts=GBS))
    assert outcome("pack.gbs-400k", facts).status is Status.PASS
    found = outcome("pack.invocations-50m", facts)
    assert (found.status, found.code) == (Status.FAIL, "none")


@pytest.mark.parametrize("rule", RULES)
def test_one_order_or_two_meet_both(rule: str) -> None:
    split = with_orders(order("1", texts=INVOCATIONS), order("2", texts=GBS, created=LATELY))
    for facts in (split, in_order()):
        found = outcome(rule, facts)
        assert (found.status, found.code, set(found.effects)) == (Status.PASS, "active", {MEETS})
    assert found.values == {"order": "20250601000001", "expires": "2027-11-22"}
    assert [e.call for e in found.evidence] == ["billing:Early"]


@pytest.mark.parametrize("rule", RULES)
def test_an_unread_window_before_the_purchase_does_not_matter(rule: str) -> None:
    facts = with_orders(order(created=LATELY), early=False)
    assert outcome(rule, facts).code == "active"


@pytest.mark.parametrize("rule", RULES)
def test_an_unread_window_after_the_purchase_could_hold_a_refund(rule: str) -> None:
    found = outcome(rule, with_orders(order(), late=False))
    assert (found.status, found.code, set(found.effects)) == (
        Status.UNKNOWN,
        "orders_unread",
        set(ANY),
    )
    assert found.missing == (UNREAD_LATE,)


@pytest.mark.parametrize(("bought", "code"), [(0, "orders_unread"), (1, "active")])
def test_the_end_of_an_unread_window_belongs_to_it(bought: int, code: str) -> None:
    one = order(created=BETWEEN + timedelta(seconds=bought))
    late = windows(one)[1]
    read = replace(late, start=BETWEEN, orders=known((one,)))
    facts = replace(in_order(), orders=(windows(early=False)[0], read))
    assert outcome("pack.gbs-400k", facts).code == code


@pytest.mark.parametrize("rule", RULES)
def test_an_unread_window_may_hold_the_pack(rule: str) -> None:
    found = outcome(rule, with_orders(early=False))
    assert (found.code, set(found.effects), found.missing) == (
        "orders_unread",
        set(ANY),
        (UNREAD_EARLY,),
    )


@pytest.mark.parametrize("rule", RULES)
def test_an_order_being_delivered_waits(rule: str) -> None:
    one = order(created=LATELY, state=OrderState.DELIVERING, expires=None)
    found = outcome(rule, with_orders(one))
    assert (found.status, found.waits, found.wait_until) == (Status.FAIL, True, None)
    assert found.code == "delivering"
    # What an older unread window holds can only be better.
    found = outcome(rule, with_orders(one, early=False))
    assert (found.code, set(found.effects)) == ("orders_unread", {MEETS, WAITS})


@pytest.mark.parametrize("rule", RULES)
def test_an_order_being_delivered_could_be_refunded_in_an_unread_window(rule: str) -> None:
    one = order(state=OrderState.DELIVERING, expires=None)
    found = outcome(rule, with_orders(one, late=False))
    assert (found.code, set(found.effects)) == ("orders_unread", set(ANY))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "orders",
    [
        [order(texts=LARGER, state=OrderState.DELIVERING)],
        [order(state=OrderState.DELIVERING), refund_of(order(), state=OrderState.REFUNDING)],
    ],
    ids=["larger", "refund under way"],
)
def test_a_doubtful_order_being_delivered_may_fail(rule: str, orders: list[Order]) -> None:
    found = outcome(rule, with_orders(*orders))
    assert (found.status, set(found.effects)) == (Status.UNKNOWN, {WAITS, FAILS})


@pytest.mark.parametrize("rule", RULES)
def test_a_pack_that_cannot_be_told_is_unknown_with_the_reason(rule: str) -> None:
    found = outcome(rule, with_orders(order("9", texts=LARGER)))
    assert (found.status, found.code, set(found.effects)) == (
        Status.UNKNOWN,
        "unclear",
        {MEETS, FAILS},
    )
    assert [(m.name, m.cause, m.detail) for m in found.missing] == [
        (Name.ORDERS, Cause.NOT_PUBLISHED, "9: larger")
    ]
    assert (found.values["order"], found.values["reason"]) == ("9", "larger")


@pytest.mark.parametrize("rule", RULES)
def test_beside_one_being_delivered_a_doubtful_pack_meets_or_waits(rule: str) -> None:
    delivering = order("1", state=OrderState.DELIVERING)
    found = outcome(rule, with_orders(order("9", texts=LARGER), delivering))
    assert (found.code, set(found.effects)) == ("unclear", {MEETS, WAITS})


def test_a_declared_pack_shows_the_declaration() -> None:
    declared = Declared(pack_orders=frozenset({"7", "8"}))
    facts = replace(with_orders(order("7", texts=("未知",), codes=())), declared=declared)
    found = outcome("pack.gbs-400k", facts)
    assert [(a.name, a.value) for a in found.assumptions] == [("declared.pack_orders", "7")]


# Advice


def ending(days: float, texts: tuple[str, ...] = BOTH) -> Order:
    return order(f"{days}", expires=NOW + timedelta(days=days), texts=texts)


@pytest.mark.parametrize(
    ("orders", "status", "code", "day"),
    [
        ([ending(30)], Status.WARN, "soon", "2026-12-22"),
        ([ending(31)], Status.PASS, "later", "2026-12-23"),
        ([ending(5), ending(100)], Status.PASS, "later", "2027-03-02"),
        ([ending(5, texts=GBS), ending(100)], Status.PASS, "later", "2027-03-02"),
        ([ending(5, texts=GBS), ending(100, texts=INVOCATIONS)], Status.WARN, "soon", "2026-11-27"),
    ],
)
def test_the_first_to_end_of_a_set_ends_it(
    orders: list[Order], status: Status, code: str, day: str
) -> None:
    found = outcome("pack.expiring", with_orders(*orders))
    assert (found.status, found.code, found.values["expires"]) == (status, code, day)


def test_the_day_of_an_end_is_shanghais() -> None:
    late_in_utc = datetime(2026, 12, 31, 18, tzinfo=timezone.utc)
    found = outcome("pack.expiring", with_orders(order(expires=late_in_utc)))
    assert found.values["expires"] == "2027-01-01"


@pytest.mark.parametrize(
    ("rule", "facts", "status", "code"),
    [
        ("pack.expiring", with_orders(), Status.NOT_APPLICABLE, "none"),
        ("pack.expiring", with_orders(late=False), Status.UNKNOWN, "unknown"),
        ("pack.refund", with_orders(), Status.NOT_APPLICABLE, "no_pack"),
        ("pack.refund", with_orders(order()), Status.PASS, "none"),
        ("pack.refund", with_orders(order(), late=False), Status.UNKNOWN, "unknown"),
        (
            "pack.refund",
            with_orders(order(state=OrderState.REFUNDING), late=False),
            Status.WARN,
            "under_way",
        ),
        ("pack.duplicate", with_orders(), Status.NOT_APPLICABLE, "no_pack"),
        ("pack.duplicate", with_orders(order()), Status.PASS, "single"),
        ("pack.duplicate", with_orders(order(), late=False), Status.UNKNOWN, "unknown"),
        (
            "pack.duplicate",
            with_orders(order("1", texts=GBS), order("2", texts=INVOCATIONS)),
            Status.PASS,
            "single",
        ),
        ("pack.duplicate", with_orders(order("1"), order("2")), Status.WARN, "duplicate"),
        ("pack.duplicate", with_orders(order("1"), ending(2, texts=GBS)), Status.WARN, "duplicate"),
    ],
)
def test_advice_on_packs(rule: str, facts: Facts, status: Status, code: str) -> None:
    found = outcome(rule, facts)
    assert (found.status, found.code, set(found.effects)) == (
        status,
        code,
        frozenset() if status is Status.UNKNOWN else {MEETS},
    )


def test_a_refund_under_way_names_the_order() -> None:
    found = outcome("pack.refund", with_orders(order("7", state=OrderState.REFUNDING)))
    assert found.values["order"] == "7"


def test_a_duplicate_names_both_orders() -> None:
    found = outcome("pack.duplicate", with_orders(order("1"), order("2")))
    assert found.values["orders"] == "2, 1"


def test_a_later_refund_that_names_no_order_could_be_of_any() -> None:
    later = order("2", action="refund", refers_to="", created=NOW)
    assert pack_of(order("1"), later).reason == "refund_unclear"
    assert pack_of(order("1"), later).counts is None
    earlier = order("2", action="refund", refers_to="", created=order("1").created - timedelta(1))
    assert pack_of(order("1"), earlier).counts is True
    other = replace(later, texts=("产品: 云服务器",), codes=("p_cvm",))
    assert pack_of(order("1"), other).counts is True


def test_an_order_id_with_a_dash_is_found_in_a_refund() -> None:
    assert pack_of(order("a-1"), order("2", action="refund", refers_to="x,a-1")).counts is False
