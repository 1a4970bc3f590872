"""From accounts to shards, and from shards to the report, holding one account at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from beian.facts import SHANGHAI
from beian.rulebook.model import Status
from beian.sweep import waivers
from beian.sweep.changes import listed
from beian.sweep.plan import Manifest
from beian.sweep.report import (
    AccountResult,
    Change,
    Changed,
    Cost,
    Finding,
    Model,
    Point,
    Report,
    Text,
    Totals,
    UnreadTotal,
)
from beian.tencent.reads import MEMBERS
from beian.verdict import Compliance, Verdict

SCHEMA: Literal["beian.sweep-part/v1"] = "beian.sweep-part/v1"
EXAMPLES = 5
Kind = Literal["fail", "warn", "unknown", "waived"]
KINDS: tuple[Kind, ...] = ("fail", "warn", "unknown", "waived")


class Part(Model):
    """A shard, without its accounts' details. `waived` counts findings by waiver."""

    schema_: Literal["beian.sweep-part/v1"] = Field(SCHEMA, alias="schema")
    totals: Totals
    counts: dict[Change, int]
    items: list[Changed]
    unread: list[UnreadTotal]
    waived: dict[str, int]
    cost: Cost
    checked_at: AwareDatetime = Field(description="When the last of its accounts was.")


def part_of(results: Iterable[AccountResult], since: datetime) -> Part:
    """One shard's. :param since: when the sweep was planned"""
    return merged((_alone(result) for result in results), since)


def _alone(result: AccountResult) -> Part:
    findings = [*result.findings, *(f for d in result.domains for f in d.findings)]
    waived = Counter(f.waived.id for f in findings if f.waived)
    counts = Counter(change.kind for change in result.changes)
    counts[Change.STILL] += result.still
    unread: dict[tuple[object, ...], UnreadTotal] = {}
    for one in result.unread:  # which may lack the same read in several ways
        total = UnreadTotal(
            call=one.call,
            cause=one.cause,
            permission=one.permission,
            accounts=1,
            examples=[result.uin],
            message=one.message,
            remedy=one.remedy,
        )
        unread.setdefault(_same(total), total)
    return Part(
        totals=Totals(
            accounts=1,
            domains=len(result.domains),
            verdicts=Counter(d.verdict for d in result.domains),
            compliance=Counter(d.compliance for d in result.domains),
            findings=Counter(_kind(f) for f in findings),
        ),
        counts=counts,
        items=result.changes,
        unread=list(unread.values()),
        waived=waived,
        cost=result.cost,
        checked_at=result.checked_at,
    )


def _kind(finding: Finding) -> Kind:
    if finding.waived:
        return "waived"
    return {Status.FAIL: KINDS[0], Status.WARN: KINDS[1]}.get(finding.status, KINDS[2])


def merged(parts: Iterable[Part], since: datetime) -> Part:
    """:param since: when it ended if there are none"""
    accounts = domains = calls = 0
    seconds = 0.0
    verdicts: Counter[Verdict] = Counter()
    compliance: Counter[Compliance] = Counter()
    findings: Counter[Kind] = Counter()
    counts: Counter[Change] = Counter()
    waived: Counter[str] = Counter()
    items: list[Changed] = []
    unread: dict[tuple[object, ...], UnreadTotal] = {}
    ended = [since]
    for part in parts:
        accounts += part.totals.accounts
        domains += part.totals.domains
        verdicts.update(part.totals.verdicts)
        compliance.update(part.totals.compliance)
        findings.update(part.totals.findings)
        counts.update(part.counts)
        waived.update(part.waived)
        items += part.items
        _add(part.unread, unread)
        calls += part.cost.calls
        seconds += part.cost.seconds
        ended.append(part.checked_at)
    return Part(
        totals=Totals(
            accounts=accounts,
            domains=domains,
            verdicts={v: verdicts[v] for v in Verdict},
            compliance={c: compliance[c] for c in Compliance},
            findings={kind: findings[kind] for kind in KINDS},
        ),
        counts={change: counts[change] for change in Change},
        items=items,
        unread=list(unread.values()),
        waived=dict(waived),
        cost=Cost(calls=calls, seconds=round(seconds, 3)),
        checked_at=max(ended),
    )


def _same(one: UnreadTotal) -> tuple[object, ...]:
    return one.call, one.cause, one.permission


def _add(more: Sequence[UnreadTotal], to: dict[tuple[object, ...], UnreadTotal]) -> None:
    for one in more:
        known = to.get(_same(one))
        if known is None:
            to[_same(one)] = one
        else:
            to[_same(one)] = known.model_copy(
                update={
                    "accounts": known.accounts + one.accounts,
                    "examples": [*known.examples, *one.examples][:EXAMPLES],
                }
            )


def head(
    manifest: Manifest, whole: Part, gone: Sequence[Changed], trend: Sequence[Point]
) -> Report:
    """The report without its accounts.

    :param whole: of every shard
    :param gone: the accounts that are swept no more
    """
    today = manifest.trigger.time.astimezone(SHANGHAI).date()
    return Report(
        id=manifest.id,
        trigger=manifest.trigger,
        planned_at=manifest.planned_at,
        finished_at=whole.checked_at,
        previous=manifest.previous,
        rulebook=manifest.rulebook,
        totals=whole.totals,
        changes=listed([*whole.items, *gone], whole.counts[Change.STILL]),
        unread=[*_roster(manifest), *whole.unread],
        waivers=waivers.uses(manifest.waivers, whole.waived, today),
        cost=whole.cost,
        trend=list(trend),
        accounts=[],
    )


def _roster(manifest: Manifest) -> Iterator[UnreadTotal]:
    """That accounts may be missing, where the members of the organization could not be listed."""
    if manifest.roster_unread:
        yield UnreadTotal(
            call=MEMBERS.name,
            cause=manifest.roster_unread,
            permission=MEMBERS.permission,
            accounts=0,
            examples=[],
            message=Text(
                zh_cn="无法列出组织的成员账号，本次巡检可能缺少新加入的账号。",
                en="The organization's members could not be listed: accounts that joined since the "
                "last sweep may be missing.",
            ),
            remedy=Text(
                zh_cn=f"请为函数的执行角色授予 {MEMBERS.permission} 权限，"
                "或在配置的 accounts 中列出账号。",
                en=f"Allow the execution role {MEMBERS.permission}, or list the accounts under "
                "accounts in the configuration.",
            ),
        )


def document(report: Report, accounts: Iterable[bytes]) -> Iterator[bytes]:
    """The whole report in pieces, with the accounts' own documents as they are stored."""
    text = report.model_dump_json(by_alias=True).encode()
    assert text.endswith(b'"accounts":[]}')  # noqa: S101  # it is the last field, and empty
    yield text[:-2]
    for number, account in enumerate(accounts):
        yield (b"," if number else b"") + account
    yield b"]}"
