"""The emulator's side of the fork server: orders go out, reports come in."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any, cast

from beian.emulator.functions.settings import Function

_SCRIPT = Path(__file__).with_name("forkserver.py")
_STOP_S = 5.0


class Instances:
    """One fork server, from its making until `stop`. Thread-safe.

    `reported` and `lost` are called in a thread of its own: the one for every instance that ended,
    the other when no more of them will be reported.
    """

    def __init__(
        self,
        function: Function,
        reported: Callable[[dict[str, Any]], None],
        lost: Callable[["Instances"], None],
    ) -> None:
        self._imported = _import_of(function)
        handler, path = self._imported
        self._reported = reported
        self._lost = lost
        self._lock = Lock()
        self._process = subprocess.Popen(  # noqa: S603 # our own script
            [sys.executable, "-u", str(_SCRIPT), handler],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**platform_environment(), "PYTHONPATH": path},
            start_new_session=True,  # a Ctrl-C is for the emulator, which ends this one
        )
        self._reader = Thread(target=self._read, name="beian-instances", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def serves(self, function: Function | None) -> bool:
        """Variables come with each order; only what the handler is imported with must be as it
        was."""
        return function is not None and _import_of(function) == self._imported

    def send(self, order: Mapping[str, object]) -> None:
        """To a server that is gone it says nothing: that is known through `lost`."""
        line = json.dumps(order).encode() + b"\n"
        with self._lock, suppress(BrokenPipeError, ValueError):
            self._orders.write(line)
            self._orders.flush()

    def end_all(self) -> None:
        """Ends every instance; their reports come as ever."""
        self.send({"end_all": True})

    def stop(self) -> None:
        """Ends every instance, and returns when they have ended."""
        self._close()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reader.join()

    def _read(self) -> None:
        with cast("IO[bytes]", self._process.stdout) as reports:
            for line in reports:
                self._reported(json.loads(line))
        self._process.wait()
        self._close()
        self._lost(self)

    def _close(self) -> None:
        with self._lock, suppress(BrokenPipeError):
            self._orders.close()

    @property
    def _orders(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdin)


def _import_of(function: Function) -> tuple[str, str]:
    return function.handler, function.env.get("PYTHONPATH", "")


def platform_environment() -> dict[str, str]:
    """What a process needs to run here at all; `COVERAGE_…` lets a test run measure it."""
    kept = ("PATH", "LANG", "TMPDIR")
    found = {k: v for k, v in os.environ.items() if k in kept or k.startswith("COVERAGE_")}
    return {**found, "PYTHONDONTWRITEBYTECODE": "x"}
