"""`beian invoke`: one event through the function's own handler, as the platform would send it."""

import base64
import gzip
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from beian.cli.failures import BUG, Wrong, overhearing
from beian.cli.labels import label
from beian.cli.options import Shared
from beian.cli.output import waiting, write, write_json
from beian.cli.showing import show_answers
from beian.cli.status import AGAINST, FINE, UNSURE, of_answers
from beian.cli.world import running
from beian.safe import clean
from beian.schema import SCHEMA, Answer
from beian.sweep import OPS, SweepFailed
from beian.texts import Lang

CHECK_S, SWEEP_S = 20, 900
"""The time limits that a function for each would have."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`status` is HTTP's, or what HTTP's would be; `head` is a line that tells what came."""

    status: int
    head: str
    lang: Lang | None
    document: object

    @property
    def answers(self) -> list[Answer]:
        found = self.document if isinstance(self.document, Mapping) else {}
        if found.get("schema") == SCHEMA:
            return [Answer.model_validate(found)]
        listed = found.get("verdicts")
        return [Answer.model_validate(one) for one in listed] if isinstance(listed, list) else []

    @property
    def problem(self) -> Mapping[str, object] | None:
        return self.document if self.status >= 400 and isinstance(self.document, Mapping) else None

    @property
    def exit_status(self) -> int:
        """A refused event (4xx) counts as something wrong, a function that could not (5xx) as
        something unknown."""
        if self.status >= 500:
            return UNSURE
        return AGAINST if self.status >= 400 else of_answers(self.answers) or FINE


def invoke(path: str, form: str, shared: Shared, *, verbose: bool) -> int:
    """The exit status. :raises Wrong: there is no JSON in the file."""
    event = _read(path, shared.lang)
    try:
        with (
            running(shared, SWEEP_S if _sweeps(event) else CHECK_S) as place,
            overhearing() as overheard,
            waiting(label("reading", shared.lang)),
        ):
            import handler  # noqa: PLC0415  # sets up its own log unless someone listens already

            platform_reply = handler.main_handler(event, place.context())
    except SweepFailed as failed:
        sys.stderr.write(f"beian: {failed}\n")
        return UNSURE
    reply = understand(platform_reply)
    if form == "json":
        write_json(platform_reply)
    else:
        _show(reply, shared.chosen or reply.lang or shared.lang, verbose=verbose)
    return BUG if overheard.bugs else reply.exit_status


def _sweeps(event: object) -> bool:
    return isinstance(event, Mapping) and (event.get("Type") == "Timer" or event.get("op") in OPS)


def _read(path: str, lang: Lang) -> object:
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return cast("object", json.loads(data))
    except OSError as error:
        raise Wrong(label("not_readable", lang, name=path, why=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise Wrong(label("not_json", lang, name=path, why=error)) from error


def understand(reply: Mapping[str, object]) -> Reply:
    """An HTTP reply's body, or a direct answer without its `ok`."""
    status = reply.get("statusCode")
    if isinstance(status, int):
        headers = cast("Mapping[str, str]", reply.get("headers") or {})
        named = headers.get("Content-Language")
        lang: Lang | None = "en" if named == "en" else "zh-CN" if named == "zh-CN" else None
        head = f"HTTP {status} {headers.get('Content-Type', '')}".strip()
        body = str(reply.get("body") or "")
        if reply.get("isBase64Encoded") and body:
            body = gzip.decompress(base64.b64decode(body)).decode()
        return Reply(status, head, lang, _parsed(body))
    if reply.get("ok"):
        rest = {name: value for name, value in reply.items() if name != "ok"}
        return Reply(200, "ok: true", None, rest)
    problem = cast("Mapping[str, object]", reply["problem"])
    return Reply(cast("int", problem["status"]), "ok: false", None, problem)


def _parsed(body: str) -> object:
    try:
        return cast("object", json.loads(body)) if body else None
    except ValueError:
        return body


def _show(reply: Reply, lang: Lang, *, verbose: bool) -> None:
    write(f"{label('reply', lang)}: {clean(reply.head)}")
    answers = reply.answers
    if answers:
        show_answers(answers, "table", lang, verbose=verbose)
    elif reply.problem:
        write("\n".join(_problem_lines(reply.problem)))
    elif isinstance(reply.document, str):
        write(reply.document)
    elif reply.document is not None:
        write_json(reply.document)


def _problem_lines(problem: Mapping[str, object]) -> Iterator[str]:
    yield clean(f"{problem.get('status')} {problem.get('title')} ({problem.get('type')})")
    yield clean(f"  {problem.get('detail')}")
    for one in _objects(problem.get("errors")):
        yield clean(f"  - {one.get('field')}: {one.get('message')} {one.get('remedy') or ''}")
    for one in _objects(problem.get("missing")):
        yield clean(f"  - {one.get('message')}")
        yield clean(f"      {one.get('remedy')}")


def _objects(value: object) -> Sequence[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
