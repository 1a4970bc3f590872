import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from beian import app
from beian.cli.commands import run
from tests.cli.running import Run, discreet, environment, written


class Beian(Protocol):
    def __call__(self, *arguments: str, world: str | None = None) -> Run: ...


@pytest.fixture
def beian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Beian]:
    """The command inside this process, which spares its start; in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    kept = environment()
    for name in set(os.environ) - set(kept):
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", kept["LC_ALL"])

    def call(*arguments: str, world: str | None = None) -> Run:
        capsys.readouterr()
        status = run([*arguments, *(written(tmp_path, world) if world is not None else ())])
        out, err = capsys.readouterr()
        return discreet(Run(status, out, err))

    yield call
    app._kept.clear()
