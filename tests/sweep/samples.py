"""Realistic reports, and hostile ones: the same each time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from beian.facts import SHANGHAI
from beian.rulebook.model import Severity, Status
from beian.sweep.report import (
    AccountResult,
    Change,
    Changed,
    Changes,
    Domain,
    Point,
    Remedy,
    Report,
    Totals,
    Transition,
    Trigger,
    UnreadTotal,
    WaiverUse,
)
from beian.verdict import Compliance, Verdict
from tests.sweep.reports import (
    BEFORE,
    NO_GBS,
    NO_PACK,
    NOW,
    UNFILED,
    UNREAD,
    WAIVED,
    account,
    both,
    domain,
    evidence,
    finding,
    report,
    totals,
)

NAMES = (
    "商城生产",
    "acme-media",
    "数据平台",
    "Retail CN",
    "移动端",
    "labs",
    "官网",
    "partner-portal",
)
HOSTS = ("www", "api", "m", "static", "pay", "img", "docs", "login", "shop", "open")
RISKY = '=HYPERLINK("http://evil.test","click")'
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
    RISKY,
    "abc\u202egnp.exe\u2066\u200f",
    "javascript:alert(4)",
    "{{ 7 * 7 }} ${7*7} {n}",
    "line\u2028break\u2029 <!-- & &amp;",
    "名" * 10_000,
)


def _kinds(name: str) -> tuple[Domain, ...]:
    """What domains are like, the usual ones more often."""
    unread = finding("domain.status", Status.UNKNOWN, "unread", domain=name, where="")
    hold = finding("domain.hold", Status.FAIL, "on_hold", domain=name)
    suffix = finding("domain.suffix", Status.WARN, "not_listed", domain=name, suffix="example")
    stale = finding("domain.status", Status.WARN, "stale", domain=name)
    ban = finding("domain.status", Status.FAIL, "banned", domain=name)
    ticket = finding("domain.status", Status.WARN, "rectification", domain=name)
    young = finding("domain.real-name", Status.FAIL, "waiting", waits=True, days="3", domain=name)
    held = finding("domain.hold", Status.FAIL, "on_hold", waived=WAIVED, domain=name)
    served = finding("domain.served-filed", Status.FAIL, "banned")
    idle = Compliance.NOT_APPLICABLE
    fine = domain(name)
    return (
        fine,
        domain(name, Verdict.NOT_REQUIRED, idle, (), "unknown"),
        domain(name, Verdict.ELIGIBLE, idle, (suffix,), "not_filed"),
        fine,
        domain(name, Verdict.INDETERMINATE, Compliance.UNKNOWN, (unread, suffix), "unknown"),
        fine,
        domain(
            name, Verdict.NOT_ELIGIBLE, Compliance.NON_COMPLIANT, (UNFILED, hold, stale), "stale"
        ),
        fine,
        domain(name, Verdict.FILED, Compliance.AT_RISK, (ticket,)),
        fine,
        domain(name, Verdict.PENDING, idle, (young,), "not_filed"),
        fine,
        domain(name, Verdict.NOT_ELIGIBLE, idle, (held,), "not_filed"),
        fine,
        domain(name, Verdict.BLOCKED, Compliance.NON_COMPLIANT, (served, ban), "not_filed"),
        fine,
        fine,
    )


def _account(place: int, domains: int) -> AccountResult:
    names = [
        f"{HOSTS[n % len(HOSTS)]}.{'shop' if n % 3 else 'media'}-{place}-{n // len(HOSTS)}.cn"
        for n in range(domains)
    ]
    kinds = [_kinds(name) for name in names]
    found = [kind[(7 * place + 3 * n) % len(kind)] for n, kind in enumerate(kinds)]
    lacks = place % 4 == 3
    return account(
        str(100000000001 + place),
        f"{NAMES[place % len(NAMES)]}-{place}" if place % 5 != 4 else None,
        found,
        (NO_PACK, NO_GBS) if lacks else (),
        Verdict.NOT_ELIGIBLE if lacks else Verdict.ELIGIBLE,
        websites_used=None if place % 6 == 5 else place % 3,
        websites_left=0 if lacks else 2 - place % 3,
        pack_expires=None if lacks else datetime(2030, 1, 5, tzinfo=SHANGHAI),
        unread=[UNREAD] if place % 5 == 1 else [],
    )


def _trend(now: Totals, points: int) -> list[Point]:
    """Sweeps before, in which other things were wrong."""
    found = []
    for place in range(points):
        worse = (points - place) % 5 + (points - place) // 3
        verdicts = {**now.verdicts}
        verdicts[Verdict.NOT_ELIGIBLE] += worse
        verdicts[Verdict.INDETERMINATE] = max(0, verdicts[Verdict.INDETERMINATE] + place % 4 - 2)
        compliance = {**now.compliance}
        compliance[Compliance.NON_COMPLIANT] += worse // 2
        earlier = now.model_copy(update={"verdicts": verdicts, "compliance": compliance})
        time = NOW - timedelta(days=points - place)
        found.append(Point(sweep=f"daily-{time:%Y%m%d}", time=time, totals=earlier))
    return found


def _changes(accounts: Sequence[AccountResult]) -> Changes:
    kinds = (Change.NEW, Change.RESOLVED, Change.BECAME_UNKNOWN, Change.GONE, Change.NEW)
    states: tuple[tuple[Status | None, Status | None], ...] = (
        (Status.PASS, Status.FAIL),
        (Status.FAIL, Status.PASS),
        (Status.WARN, Status.UNKNOWN),
        (Status.FAIL, None),
        (None, Status.WARN),
    )
    items = []
    for place, one in enumerate(accounts[:9]):
        named = one.domains[place % len(one.domains)].domain if one.domains else None
        was, now = states[place % 5]
        gone = kinds[place % 5] is Change.GONE
        items.append(
            Changed(
                kind=kinds[place % 5],
                account=one.uin,
                account_name=one.name,
                domain=f"old-{place}.example.cn" if gone else named,
                severity=Severity.HIGH,
                rules=[Transition(rule="domain.hold", was=was, now=now)],
                since=BEFORE,
            )
        )
    counts = Counter(item.kind for item in items)
    return Changes(counts={**{k: counts[k] for k in Change}, Change.STILL: 11}, items=items)


WAIVERS = [
    WaiverUse(
        id=WAIVED.id,
        account="*",
        domain="*.shop-1-0.cn",
        rule="domain.hold",
        reason=WAIVED.reason,
        owner=WAIVED.owner,
        expires=WAIVED.expires,
        state="active",
        uses=3,
    ),
    WaiverUse(
        id="old-campaign",
        account="100000000002",
        domain="campaign.example.cn",
        rule="*",
        reason="活动已结束，等待下线",
        owner="marketing@example.cn",
        expires=date(2026, 10, 31),
        state="expired",
        uses=0,
    ),
    WaiverUse(
        id="typo",
        account="*",
        domain="*.exmaple.cn",
        rule="domain.expiry",
        reason="Renewed by hand each spring",
        owner="it@example.cn",
        expires=date(2027, 6, 30),
        state="unused",
        uses=0,
    ),
]


def sample(accounts: int = 12, domains: int = 8, points: int = 13) -> Report:
    """A realistic one, with some of everything."""
    found = [_account(place, domains) for place in range(accounts)]
    now = totals(found)
    unread = UnreadTotal(
        call=UNREAD.call,
        cause=UNREAD.cause,
        permission=UNREAD.permission,
        accounts=sum(bool(a.unread) for a in found),
        examples=[a.uin for a in found if a.unread][:3],
        message=UNREAD.message,
        remedy=UNREAD.remedy,
    )
    return report(
        found,
        changes=_changes(found),
        unread=[unread],
        waivers=WAIVERS,
        trend=_trend(now, points),
    )


def hostile() -> Report:
    """Every name that others chose is an attack."""
    accounts = []
    for place, evil in enumerate(HOSTILE):
        found = domain(f"evil-{place}.cn", Verdict.NOT_ELIGIBLE, Compliance.NON_COMPLIANT)
        bad = NO_PACK.model_copy(
            update={
                "message": both(evil, evil),
                "remediation": Remedy(text=both(evil, evil), link="javascript:alert(5)"),
                "waived": WAIVED.model_copy(update={"reason": evil}) if place % 2 else None,
            }
        )
        read = evidence(1)[0].model_copy(update={"values": {evil: evil}, "request_id": evil})
        its = found.model_copy(
            update={"findings": [bad, UNFILED], "summary": both(evil, evil), "places": [evil]}
        )
        lacks = UNREAD.model_copy(update={"message": both(evil, evil), "call": evil})
        accounts.append(
            account(f"2000000000{place:02}", evil, [its], [bad], evidence=[read], unread=[lacks])
        )
    changed = _changes(accounts).items
    items = [
        one.model_copy(update={"account_name": evil, "domain": evil})
        for one, evil in zip(changed, HOSTILE, strict=True)
    ]
    waivers = [
        WAIVERS[0].model_copy(update={"id": evil, "domain": evil, "reason": evil, "owner": evil})
        for evil in HOSTILE
    ]
    return report(
        accounts,
        changes=Changes(counts={Change.NEW: len(items)}, items=items),
        trigger=Trigger(kind="timer", name=HOSTILE[0], time=NOW),
        previous=HOSTILE[1],
        waivers=waivers,
    )
