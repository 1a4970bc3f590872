"""Writes every file that is generated from the code: `python -m tools.generate [--check]`."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import BaseModel

from beian import schema
from beian.api import openapi
from beian.cli.configuring import schema_document
from beian.rulebook.model import Rule
from beian.rulebook.registry import RULES
from beian.sweep import report
from beian.texts import LANGS, Lang, catalogue

ROOT = Path(__file__).resolve().parents[1]


def openapi_file() -> str:
    """Compact: it is read and served by the function."""
    compact = json.dumps(openapi.build(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return compact + "\n"


def verdict_schema_file() -> str:
    return _schema_file(schema.Answer, "urn:beian:schema:verdict:v1", schema.SCHEMA)


def sweep_schema_file() -> str:
    return _schema_file(report.Report, "urn:beian:schema:sweep:v1", report.SCHEMA)


def _schema_file(model: type[BaseModel], name: str, title: str) -> str:
    found = openapi.without_titles(
        model.model_json_schema(mode="serialization", schema_generator=openapi.AsSent)
    )
    assert isinstance(found, dict)  # noqa: S101  # what goes in is one
    found = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": name,
        "title": title,
        **found,
    }
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def config_schema_file() -> str:
    return json.dumps(schema_document(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def rules_file() -> str:
    """Every rule, in both languages."""
    parts = [
        "# Rules · 规则",
        "Generated from the rulebook. 由规则库生成。",
        *(_rule_section(rule) for rule in RULES),
    ]
    return "\n\n".join(parts) + "\n"


def _rule_section(rule: Rule) -> str:
    needs = ", ".join(f"`{name.value}`" for name in rule.needs) or "—"
    source = f"[{rule.source.document}]({rule.source.url}), {rule.source.as_of}"
    cells = (rule.severity.value, rule.requires.value, needs, source, rule.source.certainty)
    table = (
        "| severity | required for | needs | source | certainty |",
        "|---|---|---|---|---|",
        f"| {' | '.join(cells)} |",
    )
    words = (_words(rule.id, lang) for lang in LANGS)
    return "\n\n".join((f"## `{rule.id}`", *words, "\n".join(table)))


def _words(rule: str, lang: Lang) -> str:
    words = catalogue(lang).rules[rule]
    return f"**{words.title}**\n\n{words.about}"


FILES: Mapping[str, Callable[[], str]] = {
    "beian/api/openapi.json": openapi_file,
    "schemas/beian.verdict.v1.json": verdict_schema_file,
    "schemas/beian.sweep.v1.json": sweep_schema_file,
    "schemas/beian.config.json": config_schema_file,
    "docs/rules.md": rules_file,
}
"""Paths from the root. To generate another file, write its function and add it here."""


def stale() -> list[str]:
    """The files that are not what the code would write now."""
    return [name for name, make in FILES.items() if _read(ROOT / name) != make()]


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def main(arguments: list[str]) -> int:
    found = stale()
    for name in found:
        sys.stderr.write(f"{name}: {'stale' if '--check' in arguments else 'written'}\n")
    if "--check" in arguments:
        return 1 if found else 0
    for name in found:
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[name](), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
