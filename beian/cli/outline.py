"""A verdict as a person reads it: what is shown, in which order, and what is folded away.

Terminals and pipes show the same outline, each in its way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, NamedTuple

from beian import schema
from beian.cli.labels import label
from beian.rulebook.model import Status
from beian.texts import Catalogue, Lang, catalogue
from beian.verdict import Verdict

Look = Literal["fail", "wait", "unknown", "warn", "pass", "not_applicable", "plain"]
NoteKind = Literal["remedy", "link", "duration", "evidence", "source"]


@dataclass(frozen=True, slots=True)
class Note:
    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`tag` is a code that stays the same in every language."""

    text: str
    tag: str = ""
    notes: tuple[Note, ...] = ()
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Section:
    """One without entries is a single line: what was folded away."""

    title: str
    look: Look
    entries: tuple[Entry, ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class PackRow:
    order: str
    kind: str
    bought: str
    expires: str
    state: str
    reason: str
    look: Look


@dataclass(frozen=True, slots=True)
class Page:
    """A document that is no verdict: facts, then sections. `look` is that of its worst."""

    heading: str
    said: str
    look: Look
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


class RuleRow(NamedTuple):
    """A rule in a line."""

    id: str
    title: str
    severity: str
    required: str
    reads: str


@dataclass(frozen=True, slots=True)
class Outline:
    heading: str
    account: str
    verdict: Verdict
    name: str
    summary: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[Section, ...]
    packs: tuple[PackRow, ...]
    rest: tuple[Section, ...]
    foot: tuple[tuple[str, str], ...]


def outline(answer: schema.Answer, lang: Lang, *, verbose: bool) -> Outline:
    words = catalogue(lang)
    return Outline(
        heading=heading(answer, lang),
        account=_account(answer.account) or words.unknown,
        verdict=answer.verdict,
        name=words.verdict_names[answer.verdict],
        summary=answer.summary,
        facts=tuple(_facts(answer, words, lang)),
        findings=tuple(_findings(answer, lang, verbose=verbose)),
        packs=tuple(_pack(pack, words, lang) for pack in answer.packs or ()),
        rest=tuple(s for s in _rest(answer, lang) if s.entries),
        foot=tuple(_foot(answer, lang, verbose=verbose)),
    )


def _account(account: schema.Account) -> str:
    if account.name and account.uin:
        return f"{account.name} ({account.uin})"
    return account.name or account.uin or ""


def heading(answer: schema.Answer, lang: Lang) -> str:
    domain = answer.domain
    if domain is None:
        return label("account_question", lang)
    asked = domain.asked.strip()
    return asked if domain.host.isascii() and asked == domain.host else f"{asked} ({domain.host})"


def filing_status(answer: schema.Answer, lang: Lang) -> str:
    """One term: how the filing stands, or that none is needed where no one looked."""
    if answer.domain is None:
        return ""
    filing = answer.filing
    if filing.required is False and filing.status == "unknown":
        return label("not_required", lang)
    return catalogue(lang).filing_names[filing.status]


def _filing(answer: schema.Answer, lang: Lang) -> str:
    filing = answer.filing
    required = {True: "required", False: "not_required", None: "required_unknown"}[filing.required]
    parts = [label(required, lang), filing_status(answer, lang)]
    if filing.kind:
        parts.append(catalogue(lang).kind_names[filing.kind])
    return " · ".join(dict.fromkeys(parts))


def counts(answer: schema.Answer) -> dict[Look, int]:
    """How many findings there are of each look."""
    looks = [_look(finding) for finding in answer.findings]
    return {look: looks.count(look) for look in dict.fromkeys(looks)}


def _facts(answer: schema.Answer, words: Catalogue, lang: Lang) -> Iterable[tuple[str, str]]:
    domain = answer.domain
    if domain:
        if domain.registrable != domain.host:
            yield label("registrable", lang), domain.registrable
        yield label("filing", lang), _filing(answer, lang)
        yield label("compliance", lang), words.compliance[answer.compliance]
    if answer.eligible_from:
        yield label("eligible_from", lang), f"{answer.eligible_from:%Y-%m-%d %H:%M %z}"
    quota = _quota(answer.quota, lang)
    if quota:
        yield label("quota", lang), quota


def _quota(quota: schema.Quota, lang: Lang) -> str:
    numbers = (
        ("allowed", quota.websites_allowed),
        ("used", quota.websites_used),
        ("used_at_most", quota.websites_used_at_most),
        ("left", quota.websites_left),
        ("left_at_least", quota.websites_left_at_least),
    )
    return " · ".join(label(key, lang, n=n) for key, n in numbers if n is not None)


def _look(finding: schema.Finding) -> Look:
    if finding.status is Status.FAIL and finding.waits:
        return "wait"
    look: Look = finding.status.value
    return look


def _findings(answer: schema.Answer, lang: Lang, *, verbose: bool) -> Iterable[Section]:
    shown: tuple[Look, ...] = ("fail", "wait", "unknown", "warn")
    folded: tuple[Look, ...] = ("pass", "not_applicable")
    linked = {step.link for step in answer.next_steps}
    for look in (*shown, *folded) if verbose else shown:
        found = [f for f in answer.findings if _look(f) == look]
        # What to do about what was not read stands once, beside the read itself.
        remedies = look not in folded and (look != "unknown" or not answer.missing)
        entries = [
            _finding(f, look, linked, verbose=verbose, remedy=remedies and not _repeated(f, after))
            for f, after in zip_longest(found, found[1:])
        ]
        if entries:
            yield Section(f"{label(look, lang)} ({len(entries)})", look, tuple(entries))
    if not verbose:
        passed, rest = (counts(answer).get(look, 0) for look in folded)
        yield Section(label("folded", lang, passed=passed, rest=rest), "pass")


def _repeated(finding: schema.Finding, after: schema.Finding | None) -> bool:
    """The next finding gives the same advice: it stands there."""
    return after is not None and finding.remediation == after.remediation


def _finding(
    finding: schema.Finding, look: Look, linked: set[str | None], *, verbose: bool, remedy: bool
) -> Entry:
    notes: list[Note] = []
    advice = finding.remediation
    if advice and remedy:
        notes.append(Note("remedy", advice.text))
        if advice.link and advice.link not in linked:
            notes.append(Note("link", advice.link))
    if verbose:
        notes += [Note("evidence", text) for text in _evidence(finding.evidence)]
        notes.append(Note("source", f"{finding.source.document} {finding.source.url}"))
    return Entry(finding.message, finding.rule, tuple(notes), look)


def _evidence(evidence: Sequence[schema.Evidence]) -> Iterable[str]:
    """One line a call, however many pages or windows it took."""
    for call in dict.fromkeys(e.call for e in evidence):
        reads = [e for e in evidence if e.call == call]
        last = max(reads, key=lambda e: e.read_at)
        times = f" ×{len(reads)}" if len(reads) > 1 else ""
        where = f", {last.region}" if last.region else ""
        yield f"{call}{times}{where}, {last.read_at:%Y-%m-%d %H:%M:%S}, RequestId {last.request_id}"


def _pack(pack: schema.Pack, words: Catalogue, lang: Lang) -> PackRow:
    looks: dict[bool | None, Look] = {True: "pass", False: "fail", None: "unknown"}
    verdicts = {True: "counts", False: "counts_not", None: "counts_unknown"}
    state = words.pack_state_names[pack.state]
    return PackRow(
        order=pack.order_id,
        kind=" + ".join(words.pack_kind_names[kind] for kind in pack.kinds),
        bought=f"{pack.bought:%Y-%m-%d}",
        expires=f"{pack.expires:%Y-%m-%d}" if pack.expires else words.unknown,
        state=f"{state} · {label(verdicts[pack.counts], lang)}",
        reason=pack.message,
        look=looks[pack.counts],
    )


def _rest(answer: schema.Answer, lang: Lang) -> Iterable[Section]:
    missing = sorted(answer.missing, key=lambda m: not m.decisive)
    yield Section(label("missing", lang), "unknown", tuple(map(_missing, missing)))
    yield Section(
        label("assumptions", lang),
        "plain",
        tuple(Entry(f"{a.name} = {a.value}") for a in answer.assumptions),
    )
    yield Section(
        label("steps", lang),
        "plain",
        tuple(Entry(step.text, notes=_step_notes(step)) for step in answer.next_steps),
        numbered=True,
    )


def _missing(one: schema.Missing) -> Entry:
    """The steps speak of what is marked decisive: the mark is that word in every language."""
    notes = (Note("remedy", one.remedy),)
    if one.decisive:
        return Entry(one.message, "decisive", notes, "unknown")
    return Entry(one.message, notes=notes)


def _step_notes(step: schema.Step) -> tuple[Note, ...]:
    given = (Note("duration", step.duration or ""), Note("link", step.link or ""))
    return tuple(note for note in given if note.text)


def _foot(answer: schema.Answer, lang: Lang, *, verbose: bool) -> Iterable[tuple[str, str]]:
    yield label("evaluated", lang), f"{answer.evaluated_at:%Y-%m-%d %H:%M:%S %z}"
    yield label("rulebook", lang), f"{answer.rulebook.version} ({answer.rulebook.date})"
    if verbose:
        yield label("verdict_id", lang), answer.verdict_id
