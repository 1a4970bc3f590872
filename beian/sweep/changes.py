"""What changed in an account since the last complete sweep, and between any two reports. Pure:
documents in, documents out.

A problem is a rule that fails or warns. What cannot be told today does not resolve what failed
yesterday: it stays open, unverified, until it is seen again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from beian.rulebook.model import Severity, Status
from beian.sweep.report import (
    AccountResult,
    Change,
    Changed,
    Changes,
    Finding,
    Open,
    Report,
    Transition,
)

_RANK = {Status.WARN: 1, Status.FAIL: 2}
SEVERITIES = tuple(Severity)
"""The worst first."""


class Now(NamedTuple):
    """An account as it is now. `findings` are by subject (None: the account itself) and hold every
    subject there is; `unknown` are those whose verdict is not known; `gone` are domains that were
    there and, surely, are not."""

    uin: str
    name: str | None
    findings: Mapping[str | None, Sequence[Finding]]
    unknown: Collection[str | None]
    gone: Sequence[str]


class Compared(NamedTuple):
    open: list[Open]
    changes: list[Changed]
    still: int


class _Seen(NamedTuple):
    kind: Change
    severity: Severity
    since: datetime
    transition: Transition | None = None


def compare(before: AccountResult | None, now: Now, time: datetime) -> Compared:
    """:param time: the sweep's, which what is told of no rule dates from"""
    kept: list[Open] = []
    changes: list[Changed] = []
    still = 0
    for subject, findings in now.findings.items():
        was = {o.rule: o for o in before.open if o.domain == subject} if before else {}
        found = {f.rule: f for f in findings}
        seen: list[_Seen] = []
        for rule in dict.fromkeys((*was, *found)):
            stays, one = _rule(subject, rule, was.get(rule), found.get(rule))
            kept += [stays] if stays else []
            seen += [one] if one else []
        seen += _unknown(subject, before, now, time, anything=bool(seen))
        still += any(one.kind is Change.STILL for one in seen)
        changes += _by_kind(subject, seen, now)
    changes += [_gone(domain, before, now, time) for domain in now.gone]
    return Compared(kept, changes, still)


def _rule(
    subject: str | None, rule: str, was: Open | None, found: Finding | None
) -> tuple[Open | None, _Seen | None]:
    """What stays open of it, and how it stands against before; None where there is nothing."""
    if found is None:
        assert was is not None  # noqa: S101  # a rule is looked at for one of the two
        return None, _seen(Change.RESOLVED, rule, was, None, was.severity, was.since)
    if found.status is Status.UNKNOWN:
        if was is None:
            return None, None  # what cannot be told is told of the whole subject
        kind = Change.STILL if was.unverified else Change.BECAME_UNKNOWN
        stays = was.model_copy(update={"unverified": True, "waived": found.waived is not None})
        return stays, _seen(kind, rule, was, found.status, was.severity, was.since)
    waived = found.waived is not None
    stays = Open(
        domain=subject,
        rule=rule,
        status=found.status,
        severity=found.severity,
        unverified=False,
        waived=waived,
        since=found.since,
    )
    if waived:
        return stays, None  # it is shown, and nobody is called for it
    rank = _RANK[found.status]
    before = 0 if was is None or was.waived else _RANK[was.status]
    kind = Change.NEW if rank > before else Change.RESOLVED if rank < before else Change.STILL
    return stays, _seen(kind, rule, was, found.status, found.severity, found.since)


def _seen(
    kind: Change,
    rule: str,
    was: Open | None,
    now: Status | None,
    severity: Severity,
    since: datetime,
) -> _Seen:
    return _Seen(kind, severity, since, Transition(rule=rule, was=was and was.status, now=now))


def _unknown(
    subject: str | None,
    before: AccountResult | None,
    now: Now,
    time: datetime,
    *,
    anything: bool,
) -> Iterator[_Seen]:
    """Whether there is a verdict on the subject, now and then.

    :param anything: there is something to tell of its rules: that it can be read again is then no
        news, least of all good news
    """
    is_unknown = subject in now.unknown
    was_unknown = before is not None and subject in before.unknown
    if not is_unknown and not was_unknown:
        return
    unread = [f.severity for f in now.findings[subject] if f.status is Status.UNKNOWN]
    severity = worst(unread) or Severity.MEDIUM
    was_there = before is not None and (subject is None or subject in _domains(before))
    if is_unknown and was_unknown:
        yield _Seen(Change.STILL, severity, time)
    elif is_unknown:
        yield _Seen(Change.BECAME_UNKNOWN if was_there else Change.NEW, severity, time)
    elif not anything and not _failing(now.findings[subject]):
        yield _Seen(Change.RESOLVED, severity, time)


def _failing(findings: Sequence[Finding]) -> bool:
    return any(f.status in _RANK and not f.waived for f in findings)


def _by_kind(subject: str | None, seen: Sequence[_Seen], now: Now) -> Iterator[Changed]:
    for kind in Change:
        same = [one for one in seen if one.kind is kind]
        if same and kind is not Change.STILL:
            yield Changed(
                kind=kind,
                account=now.uin,
                account_name=now.name,
                domain=subject,
                severity=worst([one.severity for one in same]) or Severity.MEDIUM,
                rules=[one.transition for one in same if one.transition],
                since=min(one.since for one in same),
            )


def _gone(domain: str, before: AccountResult | None, now: Now, time: datetime) -> Changed:
    was = [o for o in before.open if o.domain == domain] if before else []
    return Changed(
        kind=Change.GONE,
        account=now.uin,
        account_name=now.name,
        domain=domain,
        severity=worst([o.severity for o in was]) or Severity.INFO,
        rules=[Transition(rule=o.rule, was=o.status, now=None) for o in was],
        since=min((o.since for o in was), default=time),
    )


def account_gone(before: AccountResult, time: datetime) -> Changed:
    """The account is swept no more: with it go its problems, and those of its domains."""
    return Changed(
        kind=Change.GONE,
        account=before.uin,
        account_name=before.name,
        domain=None,
        severity=worst([o.severity for o in before.open]) or Severity.INFO,
        rules=[
            Transition(rule=rule, was=status, now=None)
            for rule, status in dict.fromkeys((o.rule, o.status) for o in before.open)
        ],
        since=min((o.since for o in before.open), default=time),
    )


def between(before: Report, after: Report) -> Changes:
    """What a sweep would have said changed, had one report followed the other."""
    time = after.trigger.time
    then = {account.uin: account for account in before.accounts}
    found = [compare(then.get(a.uin), _now(a, then.get(a.uin)), time) for a in after.accounts]
    gone = then.keys() - {account.uin for account in after.accounts}
    items = [item for one in found for item in one.changes]
    items += [account_gone(then[uin], time) for uin in gone]
    return listed(items, sum(one.still for one in found))


def _now(account: AccountResult, before: AccountResult | None) -> Now:
    return Now(
        uin=account.uin,
        name=account.name,
        findings={None: account.findings, **{d.domain: d.findings for d in account.domains}},
        unknown=account.unknown,
        gone=sorted(_domains(before) - _domains(account)) if before else [],
    )


def listed(items: Iterable[Changed], still: int) -> Changes:
    """Counted, and the worst first; then what is new, by name."""
    ordered = sorted(items, key=_order)
    counts = Counter(item.kind for item in ordered)
    return Changes(counts={**{k: counts[k] for k in Change}, Change.STILL: still}, items=ordered)


def by_subject(changes: Changes) -> dict[tuple[str, str | None], list[Change]]:
    """The kinds of change of each account (domain None) and domain, in the order of `Change`."""
    found: dict[tuple[str, str | None], list[Change]] = {}
    for kind in Change:
        for item in changes.items:
            if item.kind is kind:
                found.setdefault((item.account, item.domain), []).append(kind)
    return found


def _order(change: Changed) -> tuple[object, ...]:
    return (
        SEVERITIES.index(change.severity),
        tuple(Change).index(change.kind),
        change.account,
        change.domain or "",
    )


def worst(severities: Sequence[Severity]) -> Severity | None:
    return min(severities, key=SEVERITIES.index, default=None)


def _domains(result: AccountResult) -> set[str]:
    return {domain.domain for domain in result.domains}
