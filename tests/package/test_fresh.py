"""Whether a zip is of the present sources."""

from collections.abc import Callable
from pathlib import Path

import pytest

from beian.packaging import PackageError
from beian.packaging.freshness import freshness
from tests.package.conftest import Package, copied


def test_what_was_just_built_is_fresh(package: Package) -> None:
    assert freshness(package.built.zip, package.project) == ("fresh", ())


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("beian/app.py", _append),
        ("handler.py", _append),
        ("requirements/function.txt", _append),
        ("beian/packaging/contents.py", _append),
        ("beian/log.py", Path.unlink),
        ("beian/new.py", Path.touch),
        ("beian.yml", Path.touch),
    ],
)
def test_a_change_of_what_it_is_built_from_makes_it_stale(
    package: Package, tmp_path: Path, name: str, change: Callable[[Path], None]
) -> None:
    project = copied(tmp_path / "project")
    change(project / name)
    assert freshness(package.built.zip, project) == ("stale", (name,))


def test_what_is_not_in_it_makes_no_difference(package: Package, tmp_path: Path) -> None:
    project = copied(tmp_path / "project")
    for name in ("beian/cli/main.py", "README.md", "beian/__pycache__/x.pyc", "beian/.app.py.swp"):
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("changed", "utf-8")
    assert freshness(package.built.zip, project).state == "fresh"


def test_what_is_no_package_is_told_apart(package: Package, tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(package.built.zip.read_bytes()[:-100])
    assert freshness(tmp_path / "none.zip", package.project) == ("missing", ())
    assert freshness(cut, package.project) == ("unreadable", ())
    with pytest.raises(PackageError, match="no_project"):
        freshness(package.built.zip, tmp_path)
