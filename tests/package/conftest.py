"""One package for all tests, and the same again built elsewhere and otherwise."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from beian.packaging import PackageError, sources
from beian.packaging.building import WHEELS, Built, build
from beian.packaging.bytecode import find_python
from beian.packaging.wheels import Wheel, fetch, pins, read

ROOT = Path(__file__).parents[2]
CACHE = ROOT / WHEELS


class Package(NamedTuple):
    """`project`: the copy of the project that it was built from."""

    project: Path
    built: Built
    python: Path

    def content(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.built.zip.read_bytes())) as opened:
            return {name: opened.read(name) for name in opened.namelist()}


def copied(to: Path) -> Path:
    """What a build needs of the project."""
    to.mkdir(parents=True)
    for name in ("handler.py", "LICENSE"):
        shutil.copy(ROOT / name, to)
    for name in ("beian", "requirements"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    return to


@pytest.fixture(scope="session")
def python310() -> Path:
    try:
        return find_python(None)
    except PackageError:
        pytest.skip("no CPython 3.10 here: pyenv install 3.10, or BEIAN_PYTHON310=PATH")


@pytest.fixture(scope="session")
def package(python310: Path, tmp_path_factory: pytest.TempPathFactory) -> Package:
    project = copied(tmp_path_factory.mktemp("package") / "project")
    return Package(project, build(project, python=python310, cache=CACHE), python310)


@pytest.fixture(scope="session")
def wheels(package: Package) -> list[Wheel]:
    lock = (package.project / sources.LOCK).read_text("utf-8")
    return [read(path) for path in fetch(pins(lock), CACHE)]


@pytest.fixture(scope="session")
def elsewhere(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command built: in another folder, from files of another time, by a process with
    another working directory, zone, language, mask and seed."""
    project = copied(tmp_path_factory.mktemp("else where") / "其他" / "deeper")
    shutil.copytree(CACHE, project / WHEELS)
    for path in project.rglob("*.py"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o755)
    environment = {
        **os.environ,
        "PYTHONPATH": str(project),
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
    }
    out = project / "out" / "here"
    options = ["--out", str(out), "--python", str(package.python)]
    subprocess.run(
        [sys.executable, "-m", "beian", "package", "build", *options],
        cwd=tmp_path_factory.mktemp("cwd"),
        env=environment,
        umask=0o077,
        check=True,
        capture_output=True,
    )
    return out
