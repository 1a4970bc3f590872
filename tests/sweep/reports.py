"""Reports as sweeps leave them, of any size: the same each time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from beian.facts import SHANGHAI, Cause
from beian.rulebook.filing import FilingKind
from beian.rulebook.model import Severity, Status
from beian.rulebook.registry import RULES
from beian.sweep.report import (
    AccountResult,
    Change,
    Changed,
    Changes,
    Cost,
    Domain,
    Evidence,
    Finding,
    Open,
    Point,
    Remedy,
    Report,
    Rulebook,
    Step,
    Text,
    Totals,
    Transition,
    Trigger,
    Unread,
    UnreadTotal,
    Waived,
    WaiverUse,
)
from beian.texts import catalogue, links
from beian.verdict import Compliance, Verdict

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=SHANGHAI)
BEFORE = NOW - timedelta(days=1)
SEVERITIES = {rule.id: rule.severity for rule in RULES}
WAIVED = Waived(
    id="legacy-shop",
    reason="Moves to another account in January, the owner knows",
    owner="ops@example.cn",
    expires=date(2027, 1, 31),
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


def both(zh: str, en: str) -> Text:
    return Text(zh_cn=zh, en=en)


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return {
            "until": "2026-12-01 10:00",
            "order": "20260105710000851640801",
            "regions": "ap-guangzhou, ap-shanghai",
            "read": "not_filed",
        }.get(key, key)


def text(rule: str, code: str, part: Literal["messages", "remedies"], **values: str) -> Text:
    """The catalogues' own, filled."""
    found = []
    for words in (catalogue("zh-CN"), catalogue("en")):
        templates = getattr(words.rules[rule], part)
        found.append(str(templates[code]).format_map(_Values(values)))
    return both(*found)


def finding(
    rule: str,
    status: Literal[Status.FAIL, Status.WARN, Status.UNKNOWN],
    code: str,
    *,
    waits: bool = False,
    waived: Waived | None = None,
    since: datetime = BEFORE,
    evidence: Sequence[int] = (0,),
    **values: str,
) -> Finding:
    has_remedy = code in catalogue("en").rules[rule].remedies
    return Finding(
        rule=rule,
        status=status,
        severity=SEVERITIES[rule],
        code=code,
        message=text(rule, code, "messages", **values),
        remediation=Remedy(
            text=text(rule, code, "remedies", **values), link=links.of_finding(rule, code)
        )
        if has_remedy
        else None,
        waits=waits,
        evidence=list(evidence),
        waived=waived,
        since=since,
    )


def domain(
    name: str,
    verdict: Verdict = Verdict.FILED,
    compliance: Compliance = Compliance.COMPLIANT,
    findings: Sequence[Finding] = (),
    filing: Literal["filed", "not_filed", "filed_elsewhere", "stale", "unknown"] = "filed",
) -> Domain:
    registrable = ".".join(name.split(".")[-2:])
    until = "2026-12-01 10:00"
    zh, en = (
        catalogue(lang)
        .verdicts[verdict]
        .format(domain=name, account="acme", until=until, possible="filed, eligible")
        for lang in ("zh-CN", "en")
    )
    unsure = verdict is Verdict.INDETERMINATE
    return Domain(
        domain=name,
        registrable=registrable,
        places=["apigw/ap-guangzhou", "scf/ap-shanghai"],
        declared=False,
        verdict=verdict,
        possible=[Verdict.FILED, Verdict.ELIGIBLE] if unsure else [verdict],
        summary=both(zh, en),
        compliance=compliance,
        filing_required=None if unsure else verdict is not Verdict.NOT_REQUIRED,
        filing_status=filing,
        filing_kind=FilingKind.FIRST if filing == "not_filed" else None,
        eligible_from=NOW + timedelta(days=2) if verdict is Verdict.PENDING else None,
        findings=list(findings),
        next_steps=[
            Step(
                code="file.first",
                text=both(
                    f"为 {registrable} 办理首次备案", f"Make a first filing of {registrable}"
                ),
                link=links.FIRST_FILING,
                duration=both("7 至 20 个工作日", "7 to 20 working days"),
            )
        ]
        if filing == "not_filed"
        else [],
    )


PLAIN = domain("www.example.cn")


def evidence(count: int = 1) -> list[Evidence]:
    return [
        Evidence(
            call="ba:DescribeDomainIcpStatus" if place else "billing:DescribeDealsByCond",
            region=None if place else "ap-guangzhou",
            request_id=f"0a1b2c3d-{place:04x}-4f5a-8b6c-1234567890ab",
            read_at=NOW - timedelta(seconds=place),
            certainty="medium" if place else "high",
            values={"landed": True, "gov": False, "orders": place},
        )
        for place in range(count)
    ]


def account(
    uin: str = "100000000001",
    name: str | None = "acme",
    domains: Sequence[Domain] = (PLAIN,),
    findings: Sequence[Finding] = (),
    verdict: Verdict = Verdict.ELIGIBLE,
    **more: object,
) -> AccountResult:
    found = {
        "sweep": "daily-20261122",
        "uin": uin,
        "name": name,
        "checked_at": NOW,
        "verdict": verdict,
        "summary": both(
            catalogue("zh-CN")
            .account_verdicts[verdict]
            .format(account=name or uin, until="2026-12-01 10:00", possible="eligible"),
            catalogue("en")
            .account_verdicts[verdict]
            .format(account=name or uin, until="2026-12-01 10:00", possible="eligible"),
        ),
        "websites_used": 1,
        "websites_left": 1,
        "pack_expires": datetime(2030, 1, 5, tzinfo=SHANGHAI),
        "findings": list(findings),
        "domains": list(domains),
        "unread": [],
        "evidence": evidence(2),
        "open": opened(domains, findings),
        "unknown": [d.domain for d in domains if d.verdict is Verdict.INDETERMINATE],
        "changes": [],
        "still": 0,
        "cost": Cost(calls=14, seconds=1.52),
    }
    return AccountResult.model_validate({**found, **more})


def opened(domains: Sequence[Domain], findings: Sequence[Finding]) -> list[Open]:
    subjects = [(None, findings), *((d.domain, d.findings) for d in domains)]
    return [
        Open(
            domain=name,
            rule=f.rule,
            status=f.status,
            severity=f.severity,
            unverified=False,
            waived=f.waived is not None,
            since=f.since,
        )
        for name, its in subjects
        for f in its
        if f.status is not Status.UNKNOWN
    ]


def totals(accounts: Sequence[AccountResult]) -> Totals:
    domains = [d for a in accounts for d in a.domains]
    findings = [f for a in accounts for f in a.findings] + [f for d in domains for f in d.findings]
    counted = Counter("waived" if f.waived else f.status.value for f in findings)
    return Totals.model_validate(
        {
            "accounts": len(accounts),
            "domains": len(domains),
            "verdicts": {v: sum(d.verdict is v for d in domains) for v in Verdict},
            "compliance": {c: sum(d.compliance is c for d in domains) for c in Compliance},
            "findings": {k: counted[k] for k in ("fail", "warn", "unknown", "waived")},
        }
    )


def report(accounts: Sequence[AccountResult] = (), **more: object) -> Report:
    found = {
        "id": "daily-20261122",
        "trigger": Trigger(kind="timer", name="daily", time=NOW - timedelta(minutes=3)),
        "planned_at": NOW - timedelta(minutes=3),
        "finished_at": NOW,
        "previous": "daily-20261121",
        "rulebook": Rulebook(version="1.0.0", date=date(2026, 11, 22)),
        "totals": totals(accounts),
        "changes": Changes(counts=dict.fromkeys(Change, 0), items=[]),
        "unread": [],
        "waivers": [],
        "cost": Cost(calls=14 * len(accounts), seconds=1.52 * len(accounts)),
        "trend": [],
        "accounts": list(accounts),
    }
    return Report.model_validate({**found, **more})


NO_PACK = finding("pack.invocations-50m", Status.FAIL, "none")
NO_GBS = finding("pack.gbs-400k", Status.FAIL, "none")
UNFILED = finding("domain.served-filed", Status.FAIL, "unfiled")
UNREAD = Unread(
    fact="icp",
    cause=Cause.DENIED,
    call="ba:DescribeDomainIcpStatus",
    code="UnauthorizedOperation",
    permission="ba:DescribeDomainIcpStatus",
    regions=["ap-guangzhou"],
    message=both("凭据无权读取域名备案情况。", "The credential may not read the domain's filing."),
    remedy=both(
        "为执行角色授予 ba:DescribeDomainIcpStatus。",
        "Grant ba:DescribeDomainIcpStatus to the execution role.",
    ),
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
