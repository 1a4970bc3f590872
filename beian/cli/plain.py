"""Outlines as plain lines: the same in every terminal, pipe and version. Nothing is wrapped."""

from collections.abc import Iterable, Sequence

from beian.api.documents import RuleInfo
from beian.cli.labels import label
from beian.cli.outline import Entry, Outline, PackRow, Page, Section, outline
from beian.safe import clean
from beian.schema import Answer
from beian.texts import Lang


def render(answers: Sequence[Answer], lang: Lang, *, verbose: bool) -> str:
    blocks = ["\n".join(_lines(outline(a, lang, verbose=verbose), lang)) for a in answers]
    if len(answers) > 1:
        lines = [f"{a.domain.asked if a.domain else '-'}\t{a.verdict.value}" for a in answers]
        blocks.insert(0, "\n".join(clean_cells(line) for line in lines))
    return "\n\n".join(blocks) + "\n"


def rule(info: RuleInfo, facts: Sequence[tuple[str, str]], outcomes: Section, lang: Lang) -> str:
    lines = [f"{info.id}: {info.title}", f"  {info.description}"]
    lines += [f"  {name}: {value}" for name, value in facts]
    return "\n".join((*map(clean, lines), *_section(outcomes, lang)))


def page(shown: Page, lang: Lang) -> str:
    lines = [clean(f"{shown.heading}: {shown.said}")]
    lines += [clean(f"  {name}: {value}") for name, value in shown.facts]
    lines += [line for section in shown.sections for line in _section(section, lang)]
    return "\n".join(lines) + "\n"


def clean_cells(line: str) -> str:
    return "\t".join(clean(cell) for cell in line.split("\t"))


def _lines(shown: Outline, lang: Lang) -> Iterable[str]:
    yield clean(f"{shown.heading}: {shown.verdict.value} ({shown.name})")
    yield clean(f"  {shown.summary}")
    yield clean(f"  {label('account', lang)}: {shown.account}")
    for name, value in shown.facts:
        yield clean(f"  {name}: {value}")
    for section in shown.findings:
        yield from _section(section, lang)
    if shown.packs:
        yield f"{label('packs', lang)}:"
        yield from (_pack(pack, lang) for pack in shown.packs)
    for section in shown.rest:
        yield from _section(section, lang)
    yield clean("; ".join(f"{name}: {value}" for name, value in shown.foot))


def _section(section: Section, lang: Lang) -> Iterable[str]:
    yield clean(f"{section.title}:") if section.entries else clean(section.title)
    for number, entry in enumerate(section.entries, 1):
        yield from _entry(entry, f"{number}." if section.numbered else "-", lang)


def _entry(entry: Entry, bullet: str, lang: Lang) -> Iterable[str]:
    tag = f"{entry.tag}: " if entry.tag else ""
    yield clean(f"  {bullet} {tag}{entry.text}")
    for note in entry.notes:
        yield clean(f"      {label(note.kind, lang)}: {note.text}")


def _pack(pack: PackRow, lang: Lang) -> str:
    bought, expires = label("bought", lang), label("expires", lang)
    parts = (
        pack.order,
        pack.kind,
        f"{bought} {pack.bought}",
        f"{expires} {pack.expires}",
        pack.state,
    )
    return clean(f"  - {'; '.join(filter(None, parts))}. {pack.reason}")
