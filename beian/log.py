"""The function's log: one JSON object a line, with nothing in it that a caller could have written
but a well-formed `traceparent`."""

import json
import logging
import re
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timezone

log = logging.getLogger("beian")

_TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
"""W3C Trace Context, 3.2."""


@dataclass
class Line:
    """What is known of one invocation, as it becomes known. `request_id` is the platform's."""

    request_id: str
    caller: str = "anonymous"
    route: str | None = None
    traceparent: str | None = None
    upstream_calls: int = 0
    began: float = field(default_factory=time.monotonic)


_current: ContextVar[Line | None] = ContextVar("line", default=None)


@contextmanager
def invocation(request_id: str) -> Iterator[Line]:
    """The line of this invocation, which `count_calls` adds to until the end of the block."""
    line = Line(request_id)
    token = _current.set(line)
    try:
        yield line
    finally:
        _current.reset(token)


def count_calls(calls: int) -> None:
    """Adds calls that were made of the cloud's API for this invocation; call it from the thread
    that answers. Outside an invocation it does nothing."""
    line = _current.get()
    if line:
        line.upstream_calls += calls


def traceparent(headers: Mapping[str, str]) -> str | None:
    """The header of this name, if it is well-formed."""
    text = headers.get("traceparent", "")
    return text if _TRACEPARENT.fullmatch(text) else None


def request(line: Line, status: int) -> None:
    """One line for each invocation, whatever became of it."""
    _write(
        "info",
        line,
        caller=line.caller,
        route=line.route,
        status=status,
        duration_ms=round((time.monotonic() - line.began) * 1000),
        upstream_calls=line.upstream_calls,
    )


def bug(line: Line, error: Exception, message: str, where: list[str]) -> None:
    """:param message: what may be shown of what the error says"""
    _write("error", line, error=type(error).__name__, message=message, where=where)


def damaged(message: str) -> None:
    """Something that an earlier sweep left and nobody can read any more."""
    _write("error", _current.get() or Line(""), error="Damaged", message=message)


def failed(line: Line, message: str) -> None:
    """What could not be done and is tried again. :param message: fit to be shown"""
    _write("error", line, error="SweepFailed", message=message)


def account_bug(sweep: str, uin: str, error: BaseException) -> None:
    """A bug that the check of one account of a sweep brought out: where, not what it said."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{f.filename}:{f.lineno}" for f in frames][-6:]
    found = {"sweep": sweep, "account": uin, "error": type(error).__name__, "where": where}
    _write("error", _current.get() or Line(""), **found)


def _write(level: str, line: Line, **fields: object) -> None:
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    found = {"time": now, "level": level, "request_id": line.request_id, **fields}
    if line.traceparent:
        found["traceparent"] = line.traceparent
    log.log(logging.ERROR if level == "error" else logging.INFO, "%s", json.dumps(found))
