"""The process that the instances of a function are forked from; a script, not a module to import.

It has the function's module imported, so that an instance starts in milliseconds; all that an
instance does is its own and ends with it. The emulator cannot fork them itself: it has threads.
Standard input brings orders and standard output takes reports, one JSON a line. Input that ends is
the end of every instance and of this process.

It imports the standard library alone, for what it loads is in the memory of every instance.
"""

import gc
import importlib
import json
import os
import select
import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple, NoReturn

LARGEST_VALUE = 6 * 1024 * 1024
TAIL = 32 * 1024
"""How much of an instance's output is kept, in bytes; the end of it."""


@dataclass
class Instance:
    """Times of `time.monotonic`, but `began`, which is of `time.time`."""

    order: int
    began: float
    output: IO[bytes]
    answer: IO[bytes]
    limit_at: float
    kill_at: float
    cause: str = ""


class Errand(NamedTuple):
    """What a fork is to do."""

    order: dict[str, Any]
    output: IO[bytes]
    answer: IO[bytes]


class ForkServer:
    def __init__(self, orders: int, reports: int) -> None:
        self._orders = orders
        self._reports = os.fdopen(reports, "wb")
        self._instances: dict[int, Instance] = {}
        self._wake, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> Errand | None:
        """None when all is over. In a fork, its errand."""
        pending = b""
        while True:
            ready, _, _ = select.select([self._orders, self._wake], [], [], self._patience())
            if self._wake in ready:
                os.read(self._wake, 4096)
            if self._orders in ready:
                read = os.read(self._orders, 1 << 16)
                if not read:
                    self._end_all()
                    return None
                *lines, pending = (pending + read).split(b"\n")
                for line in lines:
                    errand = self._obey(json.loads(line))
                    if errand is not None:
                        return errand
            self._end_overdue()
            for pid in list(self._instances):
                self._reap(pid, os.WNOHANG)

    def _obey(self, order: dict[str, Any]) -> Errand | None:
        if order.get("end_all"):
            self._end_all()
            return None
        # Closed when the instance is reaped.
        output, answer = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        began, now = time.time(), time.monotonic()
        pid = os.fork()
        if pid == 0:
            self._forget()
            return Errand(order, output, answer)
        with suppress(OSError):  # whichever of the two is first does it; it may be over, too
            os.setpgid(pid, pid)
        kill_at = now + order["kill_after_s"]
        limit_at = now + order["limit_s"]
        self._instances[pid] = Instance(order["id"], began, output, answer, limit_at, kill_at)
        return None

    def _forget(self) -> None:
        """What a fork has of its parent but must not keep: an open pipe would never end."""
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._orders)
        os.close(self._reports.fileno())

    def _patience(self) -> float | None:
        moments = [min(i.kill_at, i.limit_at) for i in self._instances.values() if not i.cause]
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for pid, instance in self._instances.items():
            if not instance.cause and min(instance.kill_at, instance.limit_at) <= now:
                instance.cause = "killed" if instance.kill_at < instance.limit_at else "timed_out"
                _kill(pid)

    def _end_all(self) -> None:
        for pid in self._instances:
            _kill(pid)
        for pid in list(self._instances):
            self._reap(pid, 0)

    def _reap(self, pid: int, options: int) -> None:
        found, status, usage = os.wait4(pid, options)
        if not found:
            return
        instance = self._instances.pop(pid)
        _kill(pid)  # whatever it left behind in its group
        completed = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        report = {
            "id": instance.order,
            "began": instance.began,
            "ended": time.time(),
            "cause": (instance.cause or "killed") if os.WIFSIGNALED(status) else "",
            "memory": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            "output": _tail(instance.output, TAIL),
            "answer": _tail(instance.answer, sys.maxsize) if completed else "",
        }
        with suppress(BrokenPipeError):  # the emulator is gone: the next read says so
            self._reports.write(json.dumps(report).encode() + b"\n")
            self._reports.flush()


def _kill(group: int) -> None:
    with suppress(OSError):
        os.killpg(group, signal.SIGKILL)


def _tail(file: IO[bytes], longest: int) -> str:
    with file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - longest))
        return file.read().decode("utf-8", "replace")


def perform(errand: Errand, module: str, name: str) -> NoReturn:
    """Calls the function and leaves its answer. What leaves none has exited before its time."""
    order = errand.order
    os.dup2(errand.output.fileno(), 1)
    os.dup2(errand.output.fileno(), 2)
    os.environ.clear()
    os.environ.update(order["env"])
    answer: dict[str, object]
    status = 0
    try:
        function = getattr(importlib.import_module(module), name)
        answer = {"status": 200, "value": function(order["event"], order["context"])}
        text = json.dumps(answer)
    except SystemExit:
        text, status = "", 1
    except BaseException:  # noqa: BLE001 # whatever the function raises is what it answers
        traceback.print_exc()
        text = json.dumps({"status": 430, "stack": traceback.format_exc()})
    if len(text) > LARGEST_VALUE:
        text = json.dumps({"status": 407})
    errand.answer.write(text.encode())
    errand.answer.flush()
    with suppress(OSError, ValueError):  # a function may have closed them
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def main() -> None:
    """`forkserver.py MODULE.FUNCTION`, run where the function's code is."""
    sys.path[0] = os.getcwd()
    sys.path.append(str(Path(__file__).parents[3]))  # where beian and its handler are
    module, _, name = sys.argv[1].rpartition(".")
    orders, reports = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    with suppress(Exception, SystemExit):  # each instance raises it again, on record
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    errand = ForkServer(orders, reports).run()
    if errand is not None:
        perform(errand, module, name)


if __name__ == "__main__":
    main()
