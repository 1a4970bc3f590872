"""`beian sweep`: every account and domain, checked from here by the function's own code."""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from beian import app, environment
from beian.cli import reports
from beian.cli.failures import BUG, Wrong, overhearing
from beian.cli.labels import label
from beian.cli.options import STORE, Shared
from beian.cli.world import running
from beian.config import Notices
from beian.context import read_context
from beian.environment import BadEnvironment
from beian.store import Draft, Store, StoreError, open_store
from beian.sweep import names
from beian.sweep.engine import Progress
from beian.sweep.names import Name
from beian.sweep.papers import Notice
from beian.sweep.report import Report
from beian.tencent.errors import CallError
from beian.tencent.transport import Deadline
from beian.texts import Lang

LONGEST_S = 24 * 3600


def sweep(address: str | None, form: str, shared: Shared, *, dry_run: bool) -> int:
    """The exit status of the report, which is shown. With `dry_run` nobody is told and
    nothing is kept: the notices are printed instead.

    :raises Wrong: it could not be done.
    """
    with running(shared, LONGEST_S) as place, overhearing() as overheard:
        address = address or os.environ[STORE]
        try:
            kept = app.process(os.environ)
            store = open_store(address, os.environ)
            if dry_run:
                store = Draft(store)
            limit_s = shared.timeout_s or LONGEST_S
            builder = app.sweeping(read_context(place.context()), Deadline(limit_s))
            with _progress(shared.lang) as progress:
                engine = builder.engine(store, notify=not dry_run, progress=progress)
                found = engine.start(_name(kept.clock(), kept.text, shared.world))
            report = engine.head(found.id)
        except (StoreError, BadEnvironment) as error:
            raise Wrong(str(error)) from None
        except CallError as error:
            raise Wrong(label("sweep_failed", shared.lang, why=error)) from None
        notices = kept.config.notices or Notices()
    if dry_run:
        _preview(report, notices, shared.lang)
    else:
        _tell_failures(store, report.id, shared.lang)
    status = reports.present(reports.parsed(store, report.id, shared.lang), form, shared.lang)
    return BUG if overheard.bugs else status


def _name(now: datetime, config: bytes | None, world: Path | None) -> Name:
    """Begun again in the same moment over the same accounts, it goes on where it was; over others
    it is another sweep."""
    key = environment.credential(os.environ)
    about = (config or b"", key.secret_id.encode() if key else b"")
    over = world.read_bytes() if world else b""
    mark = hashlib.sha256(b"\0".join((*about, over))).hexdigest()[:16]
    return Name("cli", mark, now.replace(microsecond=0))


def _preview(report: Report, notices: Notices, lang: Lang) -> None:
    """What would be sent, to standard error: the report goes to standard output."""
    from beian.sweep.digest import digest, is_due  # noqa: PLC0415  # few ask for it

    due = [one for one in notices.to if is_due(report, one.when)]
    told = ", ".join(f"notices.to.{notices.to.index(one)} ({one.scheme})" for one in due)
    sys.stderr.write(f"{label('would_tell', lang, to=told or '-')}\n")
    for each in dict.fromkeys([one.lang for one in due] or [lang]):
        found = digest(report, notices.link, each)
        sys.stderr.write(f"\n{found.title}\n\n{found.body}\n")


def _tell_failures(store: Store, sweep: str, lang: Lang) -> None:
    text = store.read(names.notice(sweep))
    for one in (Notice.model_validate_json(text).sent or []) if text else []:
        if one.error:
            sys.stderr.write(f"beian: {label('not_told', lang, to=one.to, why=one.error)}\n")


@contextmanager
def _progress(lang: Lang) -> Iterator[Progress]:
    """A bar on standard error, for a person."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _done, _of: None
        return
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    columns = (*progress.Progress.get_default_columns()[:2], progress.MofNCompleteColumn())
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label("sweeping", lang), total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
