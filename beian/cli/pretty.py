"""Outlines for a terminal: a panel a verdict, and before several of them an overview."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from beian.api.documents import RuleInfo
from beian.cli.labels import label
from beian.cli.outline import (
    Entry,
    Look,
    Note,
    Outline,
    PackRow,
    Page,
    RuleRow,
    Section,
    counts,
    filing_status,
    outline,
)
from beian.cli.output import WIDEST, write
from beian.cli.prose import Prose
from beian.safe import clean
from beian.schema import Answer
from beian.texts import Lang, catalogue
from beian.verdict import Verdict

VERDICTS: dict[Verdict, tuple[str, str]] = {
    Verdict.NOT_REQUIRED: ("✓", "cyan"),
    Verdict.FILED: ("✓", "green"),
    Verdict.ELIGIBLE: ("✓", "green"),
    Verdict.NOT_ELIGIBLE: ("✗", "red"),
    Verdict.PENDING: ("◔", "yellow"),
    Verdict.BLOCKED: ("✗", "red"),
    Verdict.INDETERMINATE: ("?", "magenta"),
}
"""Symbols that every terminal shows one cell wide."""

LOOKS: dict[Look, tuple[str, str]] = {
    "fail": ("✗", "red"),
    "wait": ("◔", "yellow"),
    "unknown": ("?", "magenta"),
    "warn": ("!", "yellow"),
    "pass": ("✓", "green"),
    "not_applicable": ("-", "dim"),
    "plain": ("-", ""),
}
_TOLD: tuple[Look, ...] = ("fail", "wait", "unknown", "warn")
_COMPLIANCE = {"non_compliant": "red", "at_risk": "yellow", "unknown": "magenta"}


def console() -> Console:
    """Never wider than a person likes to read."""
    made = Console(highlight=False, markup=False, emoji=False)
    made.width = min(made.width, WIDEST)
    return made


def show(what: RenderableType) -> None:
    """On standard output, also where its reader has gone away."""
    out = console()
    with out.capture() as captured:
        out.print(what)
    write(captured.get())


def rulebook(rows: Sequence[RuleRow], lang: Lang) -> RenderableType:
    table = _table()
    table.add_column(_heads(lang, "rule", "title"), ratio=1)
    table.add_column(_heads(lang, "severity", "requires"))
    table.add_column(_heads(lang, "reads"))
    for row in rows:
        reads = [Prose((read, "dim")) for read in row.reads.split(", ")]
        table.add_row(
            Group(Prose((row.id, "bold")), Prose(row.title)),
            Group(Prose(row.severity), Prose((row.required, "dim"))),
            Group(*reads),
            end_section=True,
        )
    return Padding(table, (1, 1))


def columns(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> RenderableType:
    """A table; all but its first two columns are numbers."""
    table = _table()
    for at, head in enumerate(heads):
        table.add_column(Text(head, "dim"), justify="right" if at > 1 else "left")
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    return Padding(table, (1, 0))


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, show_edge=False)


def _heads(lang: Lang, *keys: str) -> RenderableType:
    return Group(*(Prose((label(key, lang), "dim")) for key in keys))


def rule(info: RuleInfo, facts: Sequence[tuple[str, str]], outcomes: Section) -> RenderableType:
    parts = (Prose((info.title, "bold")), "", Prose(info.description), "", _grid(facts), "")
    return Panel(
        Group(*parts, *_section(outcomes)),
        title=Text(info.id, style="bold"),
        title_align="left",
        padding=(1, 2),
    )


def page(shown: Page) -> RenderableType:
    symbol, style = LOOKS[shown.look]
    parts: list[RenderableType] = [Prose((f"{symbol} {shown.said}", f"bold {style}")), ""]
    parts.append(_grid(shown.facts))
    for section in shown.sections:
        parts += ["", *_section(section)]
    return Panel(
        Group(*parts),
        title=Text(clean(shown.heading), style=f"bold {style}"),
        title_align="left",
        border_style=style,
        padding=(1, 2),
    )


def render(answers: Sequence[Answer], lang: Lang, *, verbose: bool) -> RenderableType:
    panels = [_panel(outline(answer, lang, verbose=verbose), lang) for answer in answers]
    return Group(_overview(answers, lang), *panels) if len(answers) > 1 else Group(*panels)


def _overview(answers: Sequence[Answer], lang: Lang) -> RenderableType:
    words = catalogue(lang)
    table = _table()
    for key in ("domain", "verdict", "filing", "compliance", "findings"):
        table.add_column(_heads(lang, key))
    for answer in answers:
        symbol, style = VERDICTS[answer.verdict]
        found = counts(answer)
        marks: list[tuple[Look, int]] = [(look, found[look]) for look in _TOLD if found.get(look)]
        name = answer.domain.asked.strip() if answer.domain else label("account", lang)
        table.add_row(
            Prose((name, "bold")),
            Prose((f"{symbol} {words.verdict_names[answer.verdict]}", style)),
            Prose(filing_status(answer, lang)),
            Prose((words.compliance[answer.compliance], _COMPLIANCE.get(answer.compliance, ""))),
            Text(" ").join(Text(f"{LOOKS[look][0]}{n}", LOOKS[look][1]) for look, n in marks),
        )
    title = Prose((label("overview", lang, n=len(answers)), "bold"))
    return Padding(Group(title, "", table), (1, 1, 0, 1))


def _panel(shown: Outline, lang: Lang) -> RenderableType:
    symbol, style = VERDICTS[shown.verdict]
    code = shown.verdict.value
    code = "" if shown.name.replace(" ", "_") == code else code
    badge = Text.assemble(
        (f" {symbol} {clean(shown.name).upper()} ", f"bold reverse {style}"),
        (f"  {code}", "dim"),
    )
    parts: list[RenderableType] = [
        badge,
        "",
        Prose((shown.summary, "bold")),
        "",
        _grid(((label("account", lang), shown.account), *shown.facts)),
    ]
    for section in shown.findings:
        parts += ["", *_section(section)]
    if shown.packs:
        parts += ["", Prose((label("packs", lang), "bold")), _packs(shown.packs, lang)]
    for section in shown.rest:
        parts += ["", *_section(section)]
    return Panel(
        Group(*parts),
        title=Text(clean(shown.heading), style=f"bold {style}"),
        title_align="left",
        subtitle=Text(" · ".join(clean(f"{n} {v}") for n, v in shown.foot), style="dim"),
        subtitle_align="right",
        border_style=style,
        padding=(1, 2),
    )


def _grid(facts: Iterable[tuple[str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for name, value in facts:
        grid.add_row(Prose((name, "dim")), Prose(value))
    return grid


def _section(section: Section) -> Iterable[RenderableType]:
    symbol, style = LOOKS[section.look]
    if not section.entries:
        yield Prose((f"{symbol} ", style), (section.title, "dim"))
        return
    yield Prose((section.title, f"bold {style}"))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right")
    grid.add_column()
    for number, entry in enumerate(section.entries, 1):
        mark = f"{number}." if section.numbered else LOOKS[entry.look][0]
        tint = "bold" if section.numbered else LOOKS[entry.look][1]
        grid.add_row(Text(mark, style=tint), _entry(entry))
    yield Padding(grid, (0, 0, 0, 1))


def _entry(entry: Entry) -> RenderableType:
    tag = (f"  {entry.tag}", "dim") if entry.tag else ""
    return Group(Prose(entry.text, tag), *(_note(note) for note in entry.notes))


def _note(note: Note) -> RenderableType:
    if note.kind == "link":
        return Padding(Prose((note.text, "dim underline")), (0, 0, 0, 2))
    style = "cyan" if note.kind == "remedy" else "dim"
    grid = Table.grid(padding=(0, 1))
    grid.add_row(Text("›", style=style), Prose((note.text, style)))
    return grid


def _packs(packs: Sequence[PackRow], lang: Lang) -> RenderableType:
    table = _table()
    table.add_column("", width=1)
    table.add_column(_heads(lang, "order"))
    table.add_column(_heads(lang, "term"))
    table.add_column(_heads(lang, "state"), ratio=1)
    for pack in packs:
        symbol, style = LOOKS[pack.look]
        table.add_row(
            Text(symbol, style=style),
            Group(Prose(pack.order), Prose((pack.kind, "dim"))),
            Group(Prose(pack.bought), Prose(pack.expires)),
            Group(Prose((pack.state, style)), Prose((pack.reason, "dim"))),
        )
    return table
