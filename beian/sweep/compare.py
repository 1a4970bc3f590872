"""What lies between any two reports, by what each has open: their accounts, domains and rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from beian.rulebook.model import Severity, Status
from beian.sweep.report import (
    AccountResult,
    Change,
    Changed,
    Changes,
    Open,
    Report,
    Transition,
)

Subject = tuple[str, str | None]
"""An account, and a domain of it or None for itself."""
_SEVERITIES = list(Severity)
_ORDER = list(Change)


class _Side(NamedTuple):
    """What a report says of one subject. `unknown` are the rules that could not be told."""

    opened: Mapping[str, Open]
    unknown: frozenset[str]
    severities: Mapping[str, Severity]


_NOTHING = _Side({}, frozenset(), {})


def between(before: Report, after: Report) -> Changes:
    """The changes from one report to the other, whatever lies in between.

    A problem counts as resolved only where the subject is there and the rule could be read."""
    then, now = _sides(before), _sides(after)
    names = {a.uin: a.name for report in (before, after) for a in report.accounts}
    counts: Counter[Change] = Counter(dict.fromkeys(Change, 0))
    items: list[Changed] = []
    for subject in dict.fromkeys((*now, *then)):
        kinds = dict(_kinds(then.get(subject, _NOTHING), now.get(subject)))
        if not kinds:
            continue
        kind = min(kinds.values(), key=_ORDER.index)
        counts[kind] += 1
        if kind is not Change.STILL:
            rules = [rule for rule, its in kinds.items() if its is not Change.STILL]
            sides = then.get(subject, _NOTHING), now.get(subject, _NOTHING)
            began = after.planned_at if kind is Change.BECAME_UNKNOWN else before.planned_at
            items.append(_changed(kind, subject, names.get(subject[0]), rules, *sides, began=began))
    items.sort(key=lambda i: (_ORDER.index(i.kind), i.account, i.domain or ""))
    return Changes(counts=dict(counts), items=items)


def _sides(report: Report) -> dict[Subject, _Side]:
    found: dict[Subject, _Side] = {}
    for account in report.accounts:
        opened: defaultdict[str | None, dict[str, Open]] = defaultdict(dict)
        for one in account.open:
            opened[one.domain][one.rule] = one
        for name, unknown in _unknown(account):
            its = opened[name]
            severities = {**unknown, **{rule: one.severity for rule, one in its.items()}}
            found[account.uin, name] = _Side(its, frozenset(unknown), severities)
    return found


def _unknown(account: AccountResult) -> Iterator[tuple[str | None, dict[str, Severity]]]:
    """Every subject of the account with the rules that could not be told there."""
    subjects = [(None, account.findings), *((d.domain, d.findings) for d in account.domains)]
    for name, findings in subjects:
        yield name, {f.rule: f.severity for f in findings if f.status is Status.UNKNOWN}


def _kinds(then: _Side, now: _Side | None) -> Iterator[tuple[str, Change]]:
    """How each rule that matters on one of the sides stands."""
    if now is None:
        yield from ((rule, Change.GONE) for rule in then.opened)
        return
    for rule in dict.fromkeys((*now.opened, *then.opened, *now.unknown)):
        was, is_ = then.opened.get(rule), now.opened.get(rule)
        unclear = rule in now.unknown or bool(is_ and is_.unverified)
        if unclear:
            before = rule in then.unknown or bool(was and was.unverified)
            if not before:
                yield rule, Change.BECAME_UNKNOWN
            elif was or is_:
                yield rule, Change.STILL
        elif is_ and (was is None or _worse(is_, was)):
            yield rule, Change.NEW
        elif was and (is_ is None or _worse(was, is_)):
            yield rule, Change.RESOLVED
        else:
            yield rule, Change.STILL


def _worse(one: Open, other: Open) -> bool:
    return one.status is Status.FAIL and other.status is Status.WARN


def _changed(
    kind: Change,
    subject: Subject,
    name: str | None,
    rules: Iterable[str],
    then: _Side,
    now: _Side,
    *,
    began: datetime,
) -> Changed:
    listed = list(rules)
    sides = (then, now) if kind in (Change.RESOLVED, Change.GONE) else (now, then)
    opened = [side.opened[rule] for side in sides for rule in listed if rule in side.opened]
    severities = {rule: {**then.severities, **now.severities}[rule] for rule in listed}
    return Changed(
        kind=kind,
        account=subject[0],
        account_name=name,
        domain=subject[1],
        severity=min(severities.values(), key=_SEVERITIES.index),
        rules=[Transition(rule=r, was=_status(then, r), now=_status(now, r)) for r in listed],
        since=opened[0].since if opened and kind is not Change.BECAME_UNKNOWN else began,
    )


def _status(side: _Side, rule: str) -> Status | None:
    found = side.opened.get(rule)
    if rule in side.unknown or (found and found.unverified):
        return Status.UNKNOWN
    return found.status if found else None
