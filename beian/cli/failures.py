"""What goes wrong, as a line for a person and an exit status: 64 for wrong usage or configuration,
70 for a bug. Neither shows a secret."""

import json
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from beian.cli.labels import label, language_of
from beian.cli.main import USAGE
from beian.texts import Lang

BUG = 70
_SECRETS = (
    "TENCENTCLOUD_SECRETKEY",
    "TENCENTCLOUD_SESSIONTOKEN",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_TOKEN",
)
_hidden: set[str] = set()


class Wrong(click.ClickException):
    """Wrong usage or configuration; the message says what to do."""

    exit_code = USAGE

    def show(self, file: IO[Any] | None = None) -> None:
        for line in self.message.splitlines():
            click.echo(f"beian: {line}", file=file, err=file is None)


def report_bug(error: Exception) -> None:
    """Its kind and its place on one line; what it said only with BEIAN_DEBUG=1, because messages
    quote what they were given."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    if os.environ.get("BEIAN_DEBUG") == "1":
        sys.stderr.write(_without_secrets("".join(traceback.format_exception(error))))
    line = label("bug", language_of(), error=type(error).__name__, where=where)
    sys.stderr.write(f"beian: {line}\n")


def hide(*secrets: str | None) -> None:
    """Secrets that are not, or no longer, in the environment when a bug is reported."""
    _hidden.update(filter(None, secrets))


def _without_secrets(text: str) -> str:
    for secret in (*_hidden, *filter(None, map(os.environ.get, _SECRETS))):
        text = text.replace(secret, "***")
    return text


class Overheard(logging.Handler):
    """Listens to the function's log, which on SCF goes to the platform, for the bugs it reports."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.bugs = 0

    def emit(self, record: logging.LogRecord) -> None:
        said = json.loads(record.getMessage())
        if "where" not in said:  # no bug: something that others are told in their own way
            if said["error"] == "Damaged":
                sys.stderr.write(f"beian: {said['message']}\n")
            return
        self.bugs += 1
        where = Path(said["where"][-1]).name if said["where"] else "?"
        line = label("bug_in_reply", language_of(), error=said["error"], where=where)
        sys.stderr.write(f"beian: {line}\n")


@contextmanager
def overhearing() -> Iterator[Overheard]:
    """Whoever imports the handler in this block gets its log, and it writes none of its own."""
    log = logging.getLogger("beian")
    before = log.handlers, log.propagate
    listener = Overheard()
    log.handlers, log.propagate = [listener], False
    try:
        yield listener
    finally:
        log.handlers, log.propagate = before


def wrong_port(host: str, port: int, error: OSError, lang: Lang) -> Wrong:
    return Wrong(label("port_taken", lang, host=host, port=port, why=error.strerror or error))
