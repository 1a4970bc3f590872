"""Runs the real command in a process of its own, as a person or a script would."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.cli.worlds import SECRET, TOKEN

ROOT = Path(__file__).parents[2]
BEIAN = (sys.executable, "-m", "beian")
LIMIT_S = 20
_URL = re.compile(r"http://127\.0\.0\.1:\d+(?=\D)")
NOT_INHERITED = ("BEIAN_", "TENCENTCLOUD_", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS")


def environment(**more: str) -> dict[str, str]:
    """This process's, without what would tell the command where its cloud is, or its looks."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(NOT_INHERITED) and not name.lower().endswith("_proxy")
    }
    return {**kept, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Command:
    """`world` is the text of one, written beside the rest of what the run may see."""

    folder: Path
    arguments: Sequence[str]
    world: str | None = None
    stdin: str | None = None
    variables: Mapping[str, str] | None = None

    def start(self, stdout: int | IO[str] = subprocess.PIPE) -> "subprocess.Popen[str]":
        arguments = list(self.arguments)
        if self.world is not None:
            arguments += written(self.folder, self.world)
        return subprocess.Popen(
            [*BEIAN, *arguments],
            cwd=self.folder,
            env=environment(**(self.variables or {})),
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


def finish(process: "subprocess.Popen[str]", stdin: str | None = None) -> Run:
    out, err = process.communicate(stdin, timeout=LIMIT_S)
    return discreet(Run(process.returncode, out or "", err or ""))


def discreet(run: Run) -> Run:
    """No run, whatever it does, shows a secret of its world."""
    for text in (run.out, run.err):
        assert SECRET not in text
        assert TOKEN not in text
    return run


def run_all(*commands: Command) -> list[Run]:
    """Side by side; the results in the order of the commands."""
    started = [command.start() for command in commands]
    return [finish(p, c.stdin) for p, c in zip(started, commands, strict=True)]


def written(folder: Path, world: str) -> list[str]:
    """The options that name this world."""
    path = folder / f"world-{abs(hash(world))}.yml"
    path.write_text(world, "utf-8")
    return ["--world", str(path)]


def run(
    folder: Path,
    *arguments: str,
    world: str | None = None,
    stdin: str | None = None,
    **variables: str,
) -> Run:
    return run_all(Command(folder, arguments, world, stdin, variables))[0]


@dataclass(frozen=True)
class Server:
    """A command that runs until it is told to stop, and where it can be reached."""

    process: "subprocess.Popen[str]"
    url: str
    printed: Path

    def stop(self, how: signal.Signals) -> Run:
        self.process.send_signal(how)
        _, err = self.process.communicate(timeout=LIMIT_S)
        return Run(self.process.returncode, self.printed.read_text("utf-8"), err)


@contextmanager
def started(folder: Path, *arguments: str, world: str | None = None) -> Iterator[Server]:
    """Once it has printed its address."""
    printed = folder / "printed.txt"
    with printed.open("w") as file, Command(folder, arguments, world).start(stdout=file) as process:
        try:
            while not (found := _URL.search(printed.read_text("utf-8"))):
                assert process.poll() is None
                time.sleep(0.02)
            yield Server(process, found[0], printed)
        finally:
            process.kill()
