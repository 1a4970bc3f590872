"""The function: one way for each trigger, and the only place where things are built."""

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from beian import api, config, environment, events
from beian.check import Question, Session, check
from beian.config import Config, ConfigError
from beian.context import Context, read_context
from beian.environment import BadEnvironment
from beian.tencent.account import Memory
from beian.tencent.transport import Deadline, Wire
from beian.texts import Lang

if TYPE_CHECKING:
    from beian.schema import Answer

MARGIN_S = 0.5
"""Kept of the platform's time limit for judging, rendering and replying."""

log = logging.getLogger("beian")


class Process(NamedTuple):
    """What stays from one invocation to the next."""

    endpoint: str | None
    config_path: str | None
    config: Config
    clock: environment.Clock
    wire: Wire
    memory: Memory


_kept: list[Process] = []


def process(environ: Mapping[str, str]) -> Process:
    """The process's state, built at first use and again when the environment names another.

    :raises BadEnvironment: :raises ConfigError: what it was told cannot be used.
    """
    endpoint, path = environment.endpoint(environ), environ.get("BEIAN_CONFIG")
    if not _kept or (_kept[0].endpoint, _kept[0].config_path) != (endpoint, path):
        built = Process(
            endpoint,
            path,
            config.load(environ),
            environment.clock(environ),
            Wire(endpoint),
            Memory(),
        )
        _kept[:] = [built]
    return _kept[0]


def handle(event: object, context: object) -> dict[str, object]:
    """The answer to whatever the platform sends, in the shape that its sender can take."""
    began = time.monotonic()
    about = read_context(context)
    try:
        reply = _answer(event, about, began)
    except events.UnrecognisedEvent as refused:
        reply = refused.reply(about.request_id)
    except Exception as error:  # noqa: BLE001  # the one at the top: a bug must not leak its shape
        _log_bug(error, about)
        reply = events.reply_to(event, api.Refused("internal"), about.request_id)
    _log_request(reply, about, began)
    return reply


def _answer(event: object, about: Context, began: float) -> dict[str, object]:
    parsed = events.parse(event, about)

    def ask(questions: Sequence[Question], lang: Lang, account: str | None) -> "list[Answer]":
        by = began + about.time_limit_ms / 1000 - MARGIN_S
        if isinstance(parsed, events.HttpRequest):
            by = min(by, began + process(os.environ).config.budget_seconds)
        return answer(questions, lang, account, about, Deadline(by - time.monotonic()))

    if isinstance(parsed, events.Timer):
        return api.no_sweep(parsed.trigger, about.request_id)
    if isinstance(parsed, events.Invoke):
        return api.invoke(parsed.op, parsed.parameters, ask, about.request_id)
    request = parsed.to_request(base_path=os.environ.get("BEIAN_BASE_PATH", ""))
    return api.to_platform(api.respond(request, ask))


def answer(
    questions: Sequence[Question],
    lang: Lang,
    account: str | None,
    about: Context,
    deadline: Deadline,
) -> "list[Answer]":
    """The answers about the function's own account, which is the only one it knows.

    :param deadline: for the reads
    :raises Forbidden: another account was asked about.
    """
    if account is not None and about.uin and account != about.uin:
        raise api.Forbidden
    kept = process(os.environ)
    session = Session(
        wire=kept.wire,
        memory=kept.memory,
        config=kept.config,
        credential=environment.credential(os.environ),
        home=about.region or None,
        deadline=deadline,
        clock=kept.clock,
    )
    answers = check(questions, session, lang)
    if account is not None and account not in (about.uin, answers[0].account.uin):
        raise api.Forbidden
    return answers


def _log_bug(error: Exception, about: Context) -> None:
    """Where it happened, not what it said: messages may quote what they were given. What is said
    of the configuration is written to be shown."""
    where = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(sys.exc_info()[2])]
    said = str(error) if isinstance(error, (BadEnvironment, ConfigError)) else ""
    _write("error", about, error=type(error).__name__, message=said, where=where[-6:])


def _log_request(reply: Mapping[str, object], about: Context, began: float) -> None:
    status = reply.get("statusCode", 200 if reply.get("ok") else 400)
    _write("info", about, status=status, duration_ms=round((time.monotonic() - began) * 1000))


def _write(level: str, about: Context, **fields: object) -> None:
    line = json.dumps({"level": level, "request_id": about.request_id, **fields})
    log.log(logging.ERROR if level == "error" else logging.INFO, "%s", line)
