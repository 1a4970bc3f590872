"""What a build starts from: the lock, the wheels, the Python that compiles."""

import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from beian.packaging import PackageError
from beian.packaging.bytecode import VARIABLE, find_python
from beian.packaging.wheels import Pin, fetch, pins, read
from tests.package.conftest import CACHE, Package

HASHES = "\\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"


def test_conditions_are_those_of_where_the_function_runs() -> None:
    lock = (
        f"# a comment\none==1.0 ; python_full_version < '3.11' {HASHES}"
        f"one==2.0 ; python_full_version >= '3.11' {HASHES}"
        f"tzdata==2026.6 ; sys_platform == 'win32' {HASHES}"
        f"Some.Name==3 {HASHES}"
    )
    assert [(pin.name, pin.version) for pin in pins(lock)] == [("one", "1.0"), ("some-name", "3")]
    assert pins(lock)[0].hashes == {"aa", "bb"}


@pytest.mark.parametrize(
    "line", ["one==1.0", f"one {HASHES}", f"one>=1 {HASHES}", f"one==1,!=2 {HASHES}", "-r more.txt"]
)
def test_a_line_that_pins_nothing_is_refused(line: str) -> None:
    with pytest.raises(PackageError, match="bad_lock") as caught:
        pins(line)
    assert str(caught.value.about["line"]) in line


def test_wheels_that_are_there_are_not_asked_for_again(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without_index(monkeypatch)
    lock = (package.project / "requirements" / "function.txt").read_text("utf-8")
    assert all(path.parent == CACHE for path in fetch(pins(lock), CACHE))


def test_a_wheel_that_is_not_the_pinned_one_is_not_used(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without_index(monkeypatch)
    genuine = next(CACHE.glob("certifi-*.whl"))
    lock = (package.project / "requirements" / "function.txt").read_text("utf-8")
    wanted = [pin for pin in pins(lock) if pin.name == "certifi"]
    (tmp_path / genuine.name).write_bytes(genuine.read_bytes() + b"!")
    with pytest.raises(PackageError, match="no_wheels") as caught:
        fetch(wanted, tmp_path)
    assert "certifi" in str(caught.value.about["why"])
    assert [path.name for path in tmp_path.iterdir()] == [genuine.name]


def _without_index(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


@pytest.mark.parametrize("path", ["../evil.py", "/etc/evil", "one-1.data/scripts/run"])
def test_a_wheel_that_would_write_elsewhere_is_refused(tmp_path: Path, path: str) -> None:
    wheel = tmp_path / "one-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        made.writestr("one-1.dist-info/METADATA", "Name: one\nVersion: 1\n")
        made.writestr(path, "")
    with pytest.raises(PackageError, match="bad_wheel"):
        read(wheel)


def test_a_pin_is_written_as_pip_reads_it() -> None:
    pin = Pin("one", "1.0", frozenset({"bb", "aa"}))
    assert pin.line() == "one==1.0 --hash=sha256:aa --hash=sha256:bb"


def _script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)
    return path


def test_a_python_that_does_not_run_is_passed_over(python310: Path, tmp_path: Path) -> None:
    shim = _script(tmp_path / "bin" / "python3.10", "echo 'not chosen' >&2; exit 127")
    real = tmp_path / "pyenv" / "versions" / "3.10.99" / "bin" / "python"
    _script(real, f'exec "{python310}" "$@"')
    environ = {"PATH": str(shim.parent), "PYENV_ROOT": str(tmp_path / "pyenv")}
    expected = Path(sys.executable) if sys.version_info[:2] == (3, 10) else real
    assert find_python(None, environ) == expected


def test_a_named_python_that_does_not_fit_is_not_passed_over(
    python310: Path, tmp_path: Path
) -> None:
    other = _script(tmp_path / "python3.10", "printf 610d0d0a")
    for named, environ in ((other, {}), (None, {VARIABLE: str(other), "PATH": os.environ["PATH"]})):
        with pytest.raises(PackageError, match="no_python") as caught:
            find_python(named, environ)
        assert caught.value.about["tried"] == other
    assert find_python(python310, {VARIABLE: str(other)}) == python310
    assert shutil.which("python3.10", path=str(tmp_path)) == str(other)
