"""`beian rules`: the rulebook, as data and for reading."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from beian.api.documents import RuleInfo
from beian.api.routes import rule_list
from beian.cli.failures import Wrong
from beian.cli.labels import label
from beian.cli.outline import Entry, Note, RuleRow, Section
from beian.cli.output import for_a_person, write, write_json
from beian.rulebook.registry import RULES
from beian.tencent.reads import PROVIDES
from beian.texts import Lang, catalogue


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule with the API reads that provide what it needs to know."""

    info: RuleInfo
    reads: tuple[str, ...]
    permissions: tuple[str, ...]

    def document(self) -> dict[str, object]:
        found = self.info.model_dump(mode="json")
        return {**found, "reads": list(self.reads), "permissions": list(self.permissions)}


def rules(name: str | None, form: str, lang: Lang) -> int:
    """:raises Wrong: there is no such rule."""
    listed = rule_list(lang)
    shown = [_shown(info) for info in listed.rules]
    if name is not None:
        one = _find(name, shown, lang)
        if form == "json":
            write_json({**one.document(), "outcomes": _outcomes(name, lang)})
        else:
            _show_detail(one, lang)
        return 0
    if form == "json":
        rulebook = listed.rulebook.model_dump(mode="json")
        write_json({"rulebook": rulebook, "rules": [one.document() for one in shown]})
    elif for_a_person():
        from beian.cli import pretty  # noqa: PLC0415  # rich

        pretty.show(pretty.rulebook([_row(one, lang) for one in shown], lang))
    else:
        write("\n".join("; ".join(_row(one, lang)) for one in shown))
    return 0


def _row(one: Shown, lang: Lang) -> RuleRow:
    severity = catalogue(lang).severity_names[one.info.severity]
    required = label(f"requires.{one.info.requires.value}", lang)
    return RuleRow(one.info.id, one.info.title, severity, required, ", ".join(one.reads) or "-")


def _show_detail(one: Shown, lang: Lang) -> None:
    facts, outcomes = list(_facts(one, lang)), _section(one.info.id, lang)
    if for_a_person():
        from beian.cli import pretty  # noqa: PLC0415  # rich

        pretty.show(pretty.rule(one.info, facts, outcomes))
    else:
        from beian.cli import plain  # noqa: PLC0415

        write(plain.rule(one.info, facts, outcomes, lang))


def _facts(one: Shown, lang: Lang) -> Iterator[tuple[str, str]]:
    row = _row(one, lang)
    source = one.info.source
    yield label("severity", lang), row.severity
    yield label("requires", lang), row.required
    yield label("reads", lang), row.reads
    yield label("permissions", lang), ", ".join(one.permissions) or "-"
    certainty = label(f"certainty.{source.certainty}", lang)
    yield label("document", lang), f"{source.document} ({source.as_of}, {certainty}) {source.url}"


def _section(name: str, lang: Lang) -> Section:
    entries = (
        Entry(one["message"] or "", one["code"] or "", _remedy(one["remedy"]))
        for one in _outcomes(name, lang)
    )
    return Section(label("outcomes", lang), "plain", tuple(entries))


def _remedy(text: str | None) -> tuple[Note, ...]:
    return (Note("remedy", text),) if text else ()


def _shown(info: RuleInfo) -> Shown:
    needs = next(rule.needs for rule in RULES if rule.id == info.id)
    reads = dict.fromkeys(read for need in needs for read in PROVIDES[need])
    permissions = dict.fromkeys(read.permission for read in reads)
    return Shown(info, tuple(read.name for read in reads), tuple(permissions))


def _find(name: str, shown: Sequence[Shown], lang: Lang) -> Shown:
    by_id = {one.info.id: one for one in shown}
    if name not in by_id:
        near = difflib.get_close_matches(name, by_id, n=1, cutoff=0)[0]
        raise Wrong(label("no_such_rule", lang, name=name, near=near))
    return by_id[name]


def _outcomes(name: str, lang: Lang) -> list[dict[str, str | None]]:
    words = catalogue(lang).rules[name]
    return [
        {"code": code, "message": message, "remedy": words.remedies.get(code)}
        for code, message in words.messages.items()
    ]
