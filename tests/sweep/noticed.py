"""Reports to tell of: small, valid, and changed where a test says."""

from datetime import date, datetime, timedelta

from beian.facts import SHANGHAI, Cause
from beian.rulebook.model import Severity, Status
from beian.sweep.report import (
    AccountResult,
    Change,
    Changed,
    Changes,
    Cost,
    Domain,
    Report,
    Rulebook,
    Text,
    Totals,
    Transition,
    Trigger,
    UnreadTotal,
)
from beian.verdict import Compliance, Verdict

NOW = datetime(2026, 11, 22, 12, 5, tzinfo=SHANGHAI)
UIN = "100000000001"
TEXT = Text(zh_cn="文", en="text")


def changed(
    kind: Change = Change.NEW,
    domain: str | None = "www.example.cn",
    severity: Severity = Severity.CRITICAL,
    rules: tuple[str, ...] = ("domain.status",),
    name: str | None = "acme",
    account: str = UIN,
) -> Changed:
    return Changed(
        kind=kind,
        account=account,
        account_name=name,
        domain=domain,
        severity=severity,
        rules=[Transition(rule=rule, was=Status.PASS, now=Status.FAIL) for rule in rules],
        since=NOW,
    )


def unread(call: str | None = "ba:DescribeDomainIcpStatus", accounts: int = 2) -> UnreadTotal:
    return UnreadTotal(
        call=call,
        cause=Cause.DENIED if call else Cause.NOT_PUBLISHED,
        permission=None,
        accounts=accounts,
        examples=[UIN],
        message=TEXT,
        remedy=TEXT,
    )


def domain(
    name: str = "www.example.cn",
    verdict: Verdict = Verdict.FILED,
    compliance: Compliance = Compliance.COMPLIANT,
) -> Domain:
    return Domain(
        domain=name,
        registrable="example.cn",
        places=["scf/ap-guangzhou"],
        declared=False,
        verdict=verdict,
        possible=[verdict],
        summary=TEXT,
        compliance=compliance,
        filing_required=True,
        filing_status="filed",
        filing_kind=None,
        eligible_from=None,
        findings=[],
        next_steps=[],
    )


def account(*domains: Domain, uin: str = UIN) -> AccountResult:
    return AccountResult(
        sweep="timer-20261122",
        uin=uin,
        name="acme",
        checked_at=NOW - timedelta(minutes=1),
        verdict=Verdict.ELIGIBLE,
        summary=TEXT,
        websites_used=0,
        websites_left=2,
        pack_expires=None,
        findings=[],
        domains=list(domains),
        unread=[],
        evidence=[],
        open=[],
        unknown=[],
        changes=[],
        still=0,
        cost=Cost(calls=7, seconds=1.5),
    )


def report(
    *changes: Changed,
    accounts: tuple[AccountResult, ...] = (),
    reads: tuple[UnreadTotal, ...] = (),
    id_: str = "timer-20261122",
    still: int = 0,
) -> Report:
    counts = {kind: sum(one.kind is kind for one in changes) for kind in Change}
    return Report(
        id=id_,
        trigger=Trigger(kind="timer", name="daily", time=NOW),
        planned_at=NOW - timedelta(minutes=5),
        finished_at=NOW,
        previous=None,
        rulebook=Rulebook(version="1", date=date(2026, 11, 22)),
        totals=Totals(
            accounts=3,
            domains=30,
            verdicts={Verdict.FILED: 20, Verdict.INDETERMINATE: 10},
            compliance={Compliance.COMPLIANT: 20, Compliance.UNKNOWN: 10},
            findings={"fail": 4, "warn": 3, "unknown": 2, "waived": 1},
        ),
        changes=Changes(counts={**counts, Change.STILL: still}, items=list(changes)),
        unread=list(reads),
        waivers=[],
        cost=Cost(calls=70, seconds=12.5),
        trend=[],
        accounts=list(accounts),
    )
