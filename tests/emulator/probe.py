"""A function for the emulated SCF that does what its event says, and worlds that run it."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from beian.emulator import Emulator

LONG_S = 20.0
"""What a test waits for at most, on a machine that is busy with other things."""

SOURCE = """
import json, os, subprocess, sys, time

calls = 0

def main(event, context):
    global calls
    calls += 1
    do = event.get("do", "tell")
    if do == "tell":
        told = {"pid": os.getpid(), "calls": calls, "event": event, "context": context}
        return {**told, "variables": dict(os.environ)}
    if do == "sleep":
        print("asleep", flush=True)
        time.sleep(event["s"])
        return "woken"
    if do == "fail until":  # fails so many times, as far as files remember
        with open(event["path"], "a") as file:
            file.write("x")
        if os.path.getsize(event["path"]) <= event["times"]:
            raise ValueError("not yet")
        return "at last"
    if do == "leave a child":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        with open(event["path"], "w") as file:
            file.write(f"{os.getpid()} {child.pid}")
        time.sleep(event["s"])
        return "left"
    if do == "print":
        print(event["text"] * event["times"])
        print("to stderr", file=sys.stderr)
        return None
    if do == "return":
        return "x" * event["size"]
    if do == "return a set":
        return {1, 2}
    if do == "exit":
        sys.exit(event["status"])
    if do == "vanish":
        sys.stdout.close()
        os._exit(event["status"])
    raise KeyError(do)
"""


def world(folder: Path, rest: str = "", **function: object) -> str:
    (folder / "probe.py").write_text(SOURCE, encoding="utf-8")
    settings = {
        "handler": "probe.main",
        "retry_after_s": 0.05,
        **function,
        "env": {"PYTHONPATH": str(folder), **_variables(function.get("env"))},
    }
    return f"function: {json.dumps(settings)}\n{rest}"


def _variables(env: object) -> Mapping[str, str]:
    return env if isinstance(env, dict) else {}


def run(emulator: Emulator, event: Mapping[str, object]) -> Any:
    """The only execution of an event that is delivered, or the last one of it."""
    request_id = emulator.functions.deliver(event)
    emulator.functions.idle(LONG_S)
    return [e for e in emulator.functions.executions if e.request_id == request_id][-1]


def outcomes(emulator: Emulator, request_id: str) -> list[tuple[int, str]]:
    """The attempts at an event and what became of them, in the order of their ends."""
    found = [e for e in emulator.functions.executions if e.request_id == request_id]
    return [(one.attempt, one.outcome) for one in found]


def is_alive(pid: int) -> bool:
    """A zombie is not: whoever should reap it is not always ours."""
    with suppress(OSError):
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    return False
