"""Reports as sweeps leave them, of any size: the same each time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from beian.facts import SHANGHAI, Cause
from beian.rulebook.filing import FilingKind
from beian.rulebook.model import Status
from beian.rulebook.registry import RULES
from beian.sweep.report import (
    AccountResult,
    Change,
    Changes,
    Cost,
    Domain,
    Evidence,
    Finding,
    Open,
    Remedy,
    Report,
    Rulebook,
    Step,
    Text,
    Totals,
    Trigger,
    Unread,
    Waived,
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
