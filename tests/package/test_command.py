"""`beian package` for people and programs. The command that builds is run by `elsewhere`."""

import json
from pathlib import Path
from typing import get_args

import pytest

from beian.cli.labels import LABELS
from beian.packaging import Reason
from tests.cli.conftest import Beian, beian
from tests.cli.test_terminal import ESCAPE, on_terminal
from tests.package.conftest import Package

__all__ = ["beian"]  # a fixture


def test_every_failure_has_its_words() -> None:
    assert [reason for reason in get_args(Reason) if f"package.{reason}" not in LABELS] == []


def test_a_pipe_gets_one_part_a_line_and_the_total(package: Package, beian: Beian) -> None:
    run = beian("package", "inspect", str(package.built.zip), "--lang", "en")
    lines = run.out.splitlines()
    assert run.status == 0
    assert lines[0].split("\t")[:2] == ["obstore", package.built.weights.components[0].version]
    assert {line.count("\t") for line in lines[:-2]} == {6}
    assert lines[-2].startswith("zip ")
    assert "unpacked" in lines[-2]
    assert lines[-1] == "for Python 3.10 on manylinux2014_x86_64"
    chinese = beian("package", "inspect", str(package.built.zip), "--lang", "zh-CN").out
    assert "解压后" in chinese.splitlines()[-2]


def test_json_is_the_manifest(package: Package, beian: Beian) -> None:
    run = beian("package", "inspect", str(package.built.zip), "--format", "json")
    assert run.json == json.loads(package.built.manifest.read_bytes())


def test_a_terminal_shows_a_table(package: Package, tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, 100, "package", "inspect", str(package.built.zip))
    plain = ESCAPE.sub("", shown)
    assert "In the zip, kB" in plain
    rows = [line.split() for line in plain.splitlines() if line.startswith("pydantic")]
    assert [row[0] for row in rows] == ["pydantic-core", "pydantic"]
    assert all(row[-1].endswith("%") for row in rows)


@pytest.mark.parametrize(("lang", "remedy"), [("en", "make package builds"), ("zh-CN", "请")])
def test_what_is_no_package_is_told_with_the_remedy(
    beian: Beian, tmp_path: Path, lang: str, remedy: str
) -> None:
    (tmp_path / "other.zip").write_bytes(b"PK")
    for name in ("other.zip", "none.zip"):
        run = beian("package", "inspect", name, "--lang", lang)
        assert run.status == 64
        assert name in run.err
        assert remedy in run.err


def test_a_build_without_the_functions_python_is_refused(
    beian: Beian, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = beian("package", "build", "--python", "/nowhere/python3.10", "--lang", "en")
    assert run.status == 64
    assert "/nowhere/python3.10" in run.err
    assert "pyenv install 3.10" in run.err
    monkeypatch.setenv("BEIAN_PYTHON310", "/nowhere/too")
    assert "/nowhere/too" in beian("package", "build").err
