"""Watches the whole suite for the secrets of its worlds.

Every world that an emulator serves plants its keys' secrets, tokens and external ids. From then on
none of them may stand in a reply of the function, in what a warm process would show of itself, in a
log record, in a call's error, or in what a command prints.
"""

import json
import logging
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import handler
from beian import app
from beian.emulator import Emulator, World
from beian.tencent.errors import CallError

SHORTEST = 8
"""Shorter secrets could stand anywhere by chance; none of our worlds' real ones is."""


class Watch(logging.Handler):
    """`found` says where a secret showed; it never repeats the secret."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.secrets: set[str] = set()
        self.found: list[str] = []

    def plant(self, world: World) -> None:
        keys = [key for account in world.accounts for key in account.keys]
        roles = [role for account in world.accounts for role in account.roles]
        planted = [*(key.secret for key in keys), *(key.token for key in keys)]
        planted += [role.external_id for role in roles]
        self.secrets.update(one for one in planted if one and len(one) >= SHORTEST)

    def look(self, where: str, text: str) -> None:
        if any(secret in text for secret in self.secrets):
            self.found.append(where)

    def emit(self, record: logging.LogRecord) -> None:
        self.look(f"the log {record.name}", logging.Formatter().format(record))


@contextmanager
def watched(watch: Watch, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Looks at everything that is said while it is entered."""
    start, fail, run = Emulator.start, CallError.__init__, subprocess.run

    def started(emulator: Emulator) -> Emulator:
        watch.plant(emulator.world)
        return start(emulator)

    def failed(error: CallError, *values: Any, **named: Any) -> None:
        fail(error, *values, **named)
        watch.look("a call's error", f"{error!r} {error} {vars(error)}")

    def ran(*values: Any, **named: Any) -> "subprocess.CompletedProcess[Any]":
        done = run(*values, **named)
        watch.look("what a command printed", f"{done.stdout!r} {done.stderr!r}")
        return done

    def answered(handle: Callable[[object, object], Any]) -> Callable[[object, object], Any]:
        def answer(event: object, context: object) -> Any:
            reply = handle(event, context)
            watch.look("a reply", json.dumps(reply, ensure_ascii=False))
            watch.look("what the process shows of itself", repr(app._kept))
            return reply

        return answer

    patch.setattr(Emulator, "start", started)
    patch.setattr(CallError, "__init__", failed)
    patch.setattr(subprocess, "run", ran)
    patch.setattr(app, "handle", answered(app.handle))
    patch.setattr(handler, "handle", answered(vars(handler)["handle"]))
    loggers = [logging.getLogger(), logging.getLogger("beian")]
    for logger in loggers:
        logger.addHandler(watch)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(watch)
