"""A sweep's report as a person reads it on a terminal or in a pipe: what stands where."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from beian.cli.outline import Entry, Look, Note, Page, Section
from beian.facts import SHANGHAI
from beian.sweep.outputs import standing
from beian.sweep.outputs.headline import headline
from beian.sweep.outputs.labels import label
from beian.sweep.outputs.standing import Standing
from beian.sweep.report import (
    AccountResult,
    Change,
    Changed,
    Changes,
    Domain,
    Finding,
    Report,
    Transition,
)
from beian.texts import Catalogue, Lang, catalogue
from beian.verdict import Compliance, Verdict

MOST = 15
"""Entries of a section that a terminal shows."""
_LOOKS: Mapping[Standing, Look] = {
    Standing.WRONG: "fail",
    Standing.UNSURE: "unknown",
    Standing.WAIVED: "not_applicable",
    Standing.WATCH: "warn",
    Standing.FINE: "pass",
}
_CHANGES: Mapping[Change, Look] = {
    Change.NEW: "fail",
    Change.BECAME_UNKNOWN: "unknown",
    Change.RESOLVED: "pass",
    Change.GONE: "not_applicable",
}


def of_report(report: Report, lang: Lang, *, short: bool) -> Page:
    """:param short: leave out what is beyond `MOST` of a section, and say so"""
    worst = standing.of_report(report)
    sections = [
        *_changed(report.changes, lang),
        *(_subjects(report, one, lang) for one in (Standing.WRONG, Standing.UNSURE)),
        _unread(report, lang),
        _waivers(report, lang),
    ]
    shown = [_cut(s, lang) if short else s for s in sections if s.entries]
    return Page(
        heading=f"{label('title', lang)} {report.id}",
        said=headline(report, lang),
        look=_LOOKS[worst],
        facts=tuple(_facts(report, lang)),
        sections=tuple(shown),
    )


def of_changes(changes: Changes, before: str | None, after: str, lang: Lang) -> Page:
    counts = changes.counts
    if before is None:
        said = label("changes.first", lang)
    elif changes.items:
        said = " · ".join(
            f"{label(f'change.{kind.value}', lang)} {counts.get(kind, 0)}" for kind in _CHANGES
        )
    else:
        said = label("changes.none", lang)
    look: Look = next((look for kind, look in _CHANGES.items() if counts.get(kind)), "pass")
    still = (label("change.still", lang), str(counts.get(Change.STILL, 0)))
    heading = label("between", lang, before=before or label("absent", lang), after=after)
    return Page(heading, said, look, (still,), tuple(_changed(changes, lang)))


def _facts(report: Report, lang: Lang) -> Iterator[tuple[str, str]]:
    words, totals, cost = catalogue(lang), report.totals, report.cost
    yield (
        label("domains", lang),
        label("totals", lang, domains=totals.domains, accounts=totals.accounts),
    )
    yield label("verdict", lang), _counted(totals.verdicts, words.verdict_names)
    yield label("compliance", lang), _counted(totals.compliance, words.compliance)
    yield label("finished", lang), _moment(report.finished_at)
    yield (
        label("cost", lang),
        label("spent", lang, calls=cost.calls, seconds=f"{cost.seconds:.0f}"),
    )


def _counted(
    counts: Mapping[Verdict, int] | Mapping[Compliance, int], names: Mapping[str, str]
) -> str:
    return " · ".join(f"{names[code]} {n}" for code, n in counts.items() if n) or "-"


def _changed(changes: Changes, lang: Lang) -> Iterator[Section]:
    words = catalogue(lang)
    for kind, look in _CHANGES.items():
        entries = [_change(c, look, words, lang) for c in changes.items if c.kind is kind]
        if entries:
            title = f"{label(f'change.{kind.value}', lang)} ({len(entries)})"
            yield Section(title, look, tuple(entries))


def _change(item: Changed, look: Look, words: Catalogue, lang: Lang) -> Entry:
    subject = item.domain or label("account_itself", lang)
    name = f"{item.account_name} ({item.account})" if item.account_name else item.account
    rules = "; ".join(_transition(rule, words, lang) for rule in item.rules)
    since = label("since", lang, time=_moment(item.since))
    return Entry(" · ".join(filter(None, (subject, name, rules, since))), look=look)


def _transition(rule: Transition, words: Catalogue, lang: Lang) -> str:
    was, now = (
        words.status_names[status.value] if status else label("absent", lang)
        for status in (rule.was, rule.now)
    )
    return f"{rule.rule} {was} → {now}"


def _subjects(report: Report, wanted: Standing, lang: Lang) -> Section:
    entries: list[Entry] = []
    for account in report.accounts:
        if standing.of_account(account) is wanted:
            entries.append(_of_account(account, wanted, lang))
        entries += [
            _of_domain(domain, account.uin, wanted, lang)
            for domain in account.domains
            if standing.of_domain(domain, account) is wanted
        ]
    title = f"{label(f'standing.{wanted.value}', lang)} ({len(entries)})"
    return Section(title, _LOOKS[wanted], tuple(entries))


def _of_account(account: AccountResult, wanted: Standing, lang: Lang) -> Entry:
    failing = [f for f in account.findings if standing.fails(f) and not f.waived]
    said = failing if wanted is Standing.WRONG else account.unread
    told = " ".join(dict.fromkeys(one.message.to(lang) for one in said))
    named = f"{account.name} ({account.uin})" if account.name else account.uin
    text = f"{label('account', lang)} {named}{label('colon', lang)}{told}"
    return Entry(text, account.uin, _remedies(account.findings, lang), _LOOKS[wanted])


def _of_domain(domain: Domain, uin: str, wanted: Standing, lang: Lang) -> Entry:
    tag = f"{uin}, {domain.verdict.value}, {domain.compliance.value}"
    return Entry(domain.summary.to(lang), tag, _remedies(domain.findings, lang), _LOOKS[wanted])


def _remedies(findings: Iterable[Finding], lang: Lang) -> tuple[Note, ...]:
    return tuple(
        Note("remedy", f"{f.rule}: {f.remediation.text.to(lang)}")
        for f in findings
        if standing.fails(f) and not f.waived and f.remediation
    )


def _unread(report: Report, lang: Lang) -> Section:
    entries = [
        Entry(
            f"{one.message.to(lang)} {label('in_accounts', lang, n=one.accounts)}",
            one.call or one.cause.value,
            (Note("remedy", one.remedy.to(lang)),),
            "unknown",
        )
        for one in report.unread
    ]
    return Section(label("unread", lang), "unknown", tuple(entries))


def _waivers(report: Report, lang: Lang) -> Section:
    entries = [
        Entry(
            f"{label(f'waiver.{one.state}', lang)} ({one.expires}) · {one.reason} · {one.owner}",
            one.id,
            look="warn",
        )
        for one in report.waivers
        if one.state != "active"
    ]
    return Section(label("waivers_off", lang), "warn", tuple(entries))


def _cut(section: Section, lang: Lang) -> Section:
    left = len(section.entries) - MOST
    if left <= 0:
        return section
    kept: Iterable[Entry] = section.entries[:MOST]
    more = Entry(label("more", lang, n=left))
    return Section(section.title, section.look, (*kept, more))


def _moment(time: datetime) -> str:
    return f"{time.astimezone(SHANGHAI):%Y-%m-%d %H:%M %z}"
