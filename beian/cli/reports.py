"""`beian report`: reports read from their store, shown in the form that was asked for."""

import json
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from beian.cli.failures import Wrong
from beian.cli.labels import label
from beian.cli.options import DEFAULT_STORE, STORE
from beian.cli.output import for_a_person, write, write_json
from beian.cli.status import AGAINST, FINE, UNSURE, of_report
from beian.environment import BadEnvironment
from beian.store import Store, StoreError, cos_address, open_store
from beian.sweep import names
from beian.sweep.report import SCHEMA, Change, Changes, Report
from beian.texts import Lang

if TYPE_CHECKING:
    from beian.cli.outline import Page

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
"""Of what a key of the store may be made, in one piece."""


def show(sweep: str | None, form: str, store: str | None, lang: Lang) -> int:
    """:raises Wrong: there is no such store or report."""
    return present(_read(sweep, store, lang), form, lang)


def present(found: Report, form: str, lang: Lang) -> int:
    """The exit status of a report, which is shown."""
    if form == "table":
        _show_report(found, lang)
    else:
        write(written(found, form, lang))
    return of_report(found)


def written(report: Report, form: str, lang: Lang) -> str:
    """The report in any form but `table`."""
    if form == "json":
        return report.model_dump_json(by_alias=True, indent=2)
    if form == "csv":
        from beian.sweep.outputs.rows import to_csv  # noqa: PLC0415  # each loads its own

        return to_csv(report)
    if form == "junit":
        from beian.sweep.outputs.junit import to_junit  # noqa: PLC0415

        return to_junit(report, lang)
    if form == "sarif":
        from beian.sweep.outputs.sarif import to_sarif  # noqa: PLC0415

        return to_sarif(report, lang)
    if form == "openmetrics":
        from beian.sweep.metrics import openmetrics  # noqa: PLC0415

        return "".join(openmetrics(report))
    from beian.sweep.outputs.page import to_html  # noqa: PLC0415  # jinja2

    return to_html(report, lang)


def diff(sweeps: Sequence[str], form: str, store: str | None, lang: Lang) -> int:
    """:raises Wrong: there is no such store or report."""
    if len(sweeps) == 2:
        from beian.sweep.changes import between  # noqa: PLC0415

        before, after = (_read(sweep, store, lang) for sweep in sweeps)
        against: str | None = before.id
        changes = between(before, after)
    else:
        after = _read(sweeps[0] if sweeps else None, store, lang)
        against, changes = after.previous, after.changes
    if form == "json":
        found = changes.model_dump(mode="json", by_alias=True)
        write_json({"from": against, "to": after.id, **found})
    else:
        _show_changes(changes, against, after.id, lang)
    return _status(changes)


def open_page(sweep: str | None, out: Path | None, store: str | None, lang: Lang) -> int:
    """:raises Wrong: there is no such store or report, or the file cannot be written."""
    found = _read(sweep, store, lang)
    page = written(found, "html", lang)
    try:
        if out is None:
            handle, name = tempfile.mkstemp(prefix=f"beian-{found.id}-", suffix=".html")
            os.close(handle)
            out = Path(name)
        out.write_text(page, "utf-8")
    except OSError as error:
        raise Wrong(label("not_writable", lang, name=out, why=error.strerror)) from None
    write(str(out.resolve()))
    if for_a_person():
        import webbrowser  # noqa: PLC0415  # only where there is someone to look

        webbrowser.open(out.resolve().as_uri())
    return FINE


def _read(sweep: str | None, address: str | None, lang: Lang) -> Report:
    address = address or os.environ.get(STORE) or DEFAULT_STORE
    try:
        if cos_address(address) is None and not Path(address).is_dir():
            raise Wrong(label("no_store", lang, store=address))
        store = open_store(address, os.environ)
        return parsed(store, sweep or _latest(store, lang), lang)
    except (StoreError, BadEnvironment) as error:
        raise Wrong(str(error)) from None


def parsed(store: Store, sweep: str, lang: Lang) -> Report:
    """:raises Wrong: there is no such report. :raises StoreError: as `Store.read`."""
    data = store.read(names.report(sweep)) if _ID.fullmatch(sweep) else None
    if data is None:
        raise Wrong(label("no_sweep", lang, sweep=sweep, store=store.address))
    return _parsed(data, sweep, lang)


class _Latest(BaseModel):
    id: str


def _latest(store: Store, lang: Lang) -> str:
    data = store.read(names.LATEST)
    if data is None:
        raise Wrong(label("no_sweeps", lang, store=store.address))
    try:
        return _Latest.model_validate_json(data).id
    except ValidationError:
        raise Wrong(label("damaged", lang, name="latest.json", where="id")) from None


def _parsed(data: bytes, sweep: str, lang: Lang) -> Report:
    try:
        return Report.model_validate_json(data)
    except ValidationError as error:
        where = ".".join(map(str, error.errors(include_input=False)[0]["loc"]))
    schema = _schema(data)
    if schema not in (None, SCHEMA):
        raise Wrong(label("other_schema", lang, sweep=sweep, schema=schema, known=SCHEMA))
    raise Wrong(label("damaged", lang, name=f"sweeps/{sweep}/report.json", where=where or "JSON"))


def _schema(data: bytes) -> object:
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found.get("schema") if isinstance(found, dict) else None


def _show_report(report: Report, lang: Lang) -> None:
    from beian.cli import reportview  # noqa: PLC0415

    _show(reportview.of_report(report, lang, short=for_a_person()), lang)


def _show_changes(changes: Changes, before: str | None, after: str, lang: Lang) -> None:
    from beian.cli import reportview  # noqa: PLC0415

    _show(reportview.of_changes(changes, before, after, lang), lang)


def _show(shown: "Page", lang: Lang) -> None:
    if for_a_person():
        from beian.cli import pretty  # noqa: PLC0415  # rich

        pretty.show(pretty.page(shown))
    else:
        from beian.cli import plain  # noqa: PLC0415

        write(plain.page(shown, lang))


def _status(changes: Changes) -> int:
    kinds = {item.kind for item in changes.items}
    if Change.NEW in kinds:
        return AGAINST
    return UNSURE if Change.BECAME_UNKNOWN in kinds else FINE
