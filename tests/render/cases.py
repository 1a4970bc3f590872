"""Facts that together bring out every outcome of every rule, and every verdict."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from beian.facts import (
    Binding,
    Cause,
    Declared,
    DomainRealName,
    Facts,
    Icp,
    Intent,
    Known,
    Name,
    OrderState,
    Place,
    RealName,
)
from beian.rulebook.model import Outcome
from beian.rulebook.registry import RULES
from tests.core.facts_for import (
    APEX,
    DEFAULT,
    ELSEWHERE,
    FILED,
    GBS,
    INVOCATIONS,
    LARGER,
    LATELY,
    NOT_FILED,
    NOW,
    POLICY,
    REGISTERED,
    STALE,
    declared,
    in_order,
    known,
    order,
    place,
    refund_of,
    unread,
    unread_place,
    windows,
)
from tests.records import replace

BASE = in_order()
SOON = NOW + timedelta(days=10)
EARLIER = NOW - timedelta(days=1)
IDLE = Intent(serve=False)
TICKET = replace(NOT_FILED, ticket=True)
BANNED = replace(NOT_FILED, ban=True)


def _registered(**changes: object) -> Known[object]:
    return known(replace(REGISTERED, **changes), "domain:DescribeDomainBaseInfo")


def _with(**changes: object) -> Facts:
    return replace(BASE, **changes)


def _icp(icp: Icp, **changes: object) -> Facts:
    return _with(icp=known(icp, "ba:DescribeDomainIcpStatus"), **changes)


SCOPE: Mapping[str, Facts] = {
    "default domain": _with(domain=DEFAULT),
    "idle": _with(intent=IDLE),
    "idle, unverified": _with(
        intent=IDLE, registration=_registered(real_name=DomainRealName.NOT_VERIFIED)
    ),
    "idle, banned": _icp(BANNED, intent=IDLE),
    "idle, rectification": _icp(TICKET, intent=IDLE),
    "idle or not": _with(intent=IDLE, places=(unread_place("ap-guangzhou"),)),
    "serving": _with(places=(place("ap-guangzhou", "www.example.cn"),)),
    "outside": _with(places=(place("ap-hongkong", "www.example.cn"),)),
    "strange regions": _with(
        intent=Intent(region="ap-atlantis", home="ap-lemuria"),
        places=(unread_place("ap-guangzhou"), unread_place("ap-shanghai")),
    ),
}
FILING: Mapping[str, Facts] = {
    "filed": _icp(FILED, websites=known(1)),
    "filed and served": _icp(
        FILED, websites=known(1), places=(place("ap-guangzhou", "www.example.cn"),)
    ),
    "filed, rectification": _icp(replace(FILED, ticket=True), websites=known(1)),
    "filed, no website": _icp(FILED),
    "filed, the gateway says both": _icp(
        FILED,
        websites=known(1),
        places=(
            place("ap-guangzhou", "www.example.cn", product="apigateway", registered=True),
            place("ap-shanghai", "www.example.cn", product="apigateway", registered=False),
        ),
    ),
    "filed, the gateway says no": _icp(
        FILED, places=(place("ap-guangzhou", "api.example.cn", registered=False),)
    ),
    "not filed, the gateway says yes": _icp(
        NOT_FILED, places=(place("ap-guangzhou", "api.example.cn", registered=True),)
    ),
    "elsewhere": _icp(ELSEWHERE),
    "elsewhere, served": _icp(ELSEWHERE, places=(place("ap-guangzhou", "www.example.cn"),)),
    "elsewhere, full": _icp(ELSEWHERE, websites=known(12), declared=Declared(accesses=10)),
    "elsewhere, most": _icp(ELSEWHERE, websites=known(12)),
    "elsewhere, unread": _icp(ELSEWHERE, websites=unread(Name.WEBSITES)),
    "stale": _icp(STALE),
    "stale, rectification, served": _icp(
        replace(STALE, ticket=True), places=(place("ap-guangzhou", "www.example.cn"),)
    ),
    "banned": _icp(BANNED),
    "banned, rectification, served": _icp(
        replace(BANNED, ticket=True), places=(place("ap-guangzhou", "www.example.cn"),)
    ),
    "filing unread": _with(icp=unread(Name.ICP)),
}
PACKS: Mapping[str, Facts] = {
    "eligible": BASE,
    "two orders": _with(orders=windows(order("1", texts=INVOCATIONS), order("2", texts=GBS))),
    "no order": _with(orders=windows()),
    "nothing bought, websites unread": _with(orders=windows(), websites=unread(Name.WEBSITES)),
    "orders unread": _with(orders=windows(early=False, late=False)),
    "delivering": _with(orders=windows(order(state=OrderState.DELIVERING))),
    "expired": _with(orders=windows(order(expires=EARLIER))),
    "ends soon": _with(orders=windows(order(expires=SOON))),
    "refunded": _with(orders=windows(order(), refund_of(order()))),
    "refunding": _with(orders=windows(order(state=OrderState.REFUNDING))),
    "unpaid": _with(orders=windows(order(state=OrderState.UNPAID))),
    "other product": _with(orders=windows(order(texts=("产品: 云函数 SCF", "试用包: 5000万次")))),
    "larger": _with(orders=windows(order(texts=LARGER))),
    "no expiry": _with(orders=windows(order(expires=None))),
    "two sets": _with(orders=windows(order("1"), order("2", created=LATELY))),
}
ACCOUNT: Mapping[str, Facts] = {
    "about the account": _with(domain=None),
    "account without packs": _with(domain=None, orders=windows()),
    "account waits": _with(domain=None, order_in_progress=known("20001")),
    "account unread": _with(domain=None, websites=unread(Name.WEBSITES)),
    "one website": _with(websites=known(1)),
    "websites unread": _with(websites=unread(Name.WEBSITES)),
    "many websites": _with(websites=known(3)),
    "declared above what was read": _with(
        websites=known(1), declared=Declared(serverless_filings=2)
    ),
    "quota used up": _with(websites=known(3), declared=Declared(serverless_filings=2)),
    "order in progress": _with(order_in_progress=known("20001")),
    "order unread": _with(order_in_progress=unread(Name.ORDER_IN_PROGRESS)),
    "account unverified": _with(real_name=known(RealName(verified=False, personal=False))),
    "personal": _with(real_name=known(RealName(verified=True, personal=True))),
    "personal, waiting": _with(
        real_name=declared(RealName(verified=True, personal=True, since=NOW), "declared.real_name")
    ),
    "personal, since long": _with(
        real_name=known(RealName(verified=True, personal=True, since=NOW - timedelta(days=9)))
    ),
    "real name unread": _with(real_name=unread(Name.REAL_NAME)),
}
DOMAIN: Mapping[str, Facts] = {
    "registered elsewhere": _with(
        registration=unread(Name.REGISTRATION, Cause.NOT_REGISTERED_HERE)
    ),
    "in audit": _with(registration=_registered(real_name=DomainRealName.IN_AUDIT)),
    "unverified": _with(registration=_registered(real_name=DomainRealName.NOT_VERIFIED)),
    "odd registration": _with(
        registration=_registered(real_name=DomainRealName.OTHER, expires=None, on_hold=None)
    ),
    "verified some time": _with(registration=_registered(verified_since=None)),
    "two days old": _with(registration=_registered(verified_since=NOW - timedelta(days=2))),
    "expired domain": _with(registration=_registered(expires=date(2026, 1, 1))),
    "expiring domain": _with(registration=_registered(expires=SOON.date())),
    "on hold": _with(registration=_registered(on_hold=True)),
    "odd suffix": _with(domain=replace(APEX, suffix="zip")),
    "all that fails": _with(
        real_name=known(RealName(verified=False, personal=False)),
        registration=_registered(
            real_name=DomainRealName.NOT_VERIFIED, expires=date(2026, 1, 1), on_hold=True
        ),
        orders=windows(),
        websites=known(3),
        declared=Declared(serverless_filings=2),
        order_in_progress=known("20001"),
        places=(Place("scf", "ap-guangzhou", known((Binding("www.example.cn"),))),),
    ),
}
UNREAD_ORDERS = windows(early=False, late=False)
MIXED: Mapping[str, Facts] = {
    "waiting, orders unread": _with(orders=UNREAD_ORDERS, order_in_progress=known("20001")),
    "account waits, orders unread": _with(
        domain=None, orders=UNREAD_ORDERS, order_in_progress=known("20001")
    ),
    "waiting, filing unread": _with(icp=unread(Name.ICP), order_in_progress=known("20001")),
    "rectification, orders unread": _icp(
        TICKET, orders=UNREAD_ORDERS, places=(place("ap-guangzhou", "www.example.cn"),)
    ),
}
CASES: Mapping[str, Facts] = {**SCOPE, **FILING, **PACKS, **ACCOUNT, **DOMAIN, **MIXED}


def outcomes() -> Iterator[tuple[str, Outcome]]:
    """Each rule's own outcomes over all the facts above, asked by itself."""
    for rule in RULES:
        for facts in CASES.values():
            yield rule.id, rule.judge(facts, POLICY)
