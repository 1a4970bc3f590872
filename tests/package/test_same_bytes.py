"""The same sources give the same bytes, and a build that fails leaves the last one alone."""

from pathlib import Path

import pytest

from beian.packaging import PackageError, archive
from beian.packaging.building import build
from tests.package.conftest import CACHE, Package, copied


def test_two_builds_in_two_places_are_the_same(package: Package, elsewhere: Path) -> None:
    names = [path.name for path in package.built[:3]]
    assert sorted(path.name for path in elsewhere.iterdir()) == sorted(names)
    for path in package.built[:3]:
        assert archive.digest(path.read_bytes()) == archive.digest(
            (elsewhere / path.name).read_bytes()
        )


def test_everyone_may_read_what_was_built(elsewhere: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in elsewhere.iterdir()} == {0o644}


def test_a_build_that_fails_leaves_the_last_one_and_nothing_else(
    package: Package, tmp_path: Path
) -> None:
    project = copied(tmp_path / "project")
    (project / "handler.py").write_text("def main_handler(:\n", "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / package.built.zip.name).write_bytes(b"the last one")

    with pytest.raises(PackageError, match="bad_source") as caught:
        build(project, out, package.python, CACHE)

    assert "SyntaxError" in str(caught.value.about["why"])
    assert [path.read_bytes() for path in out.iterdir()] == [b"the last one"]


def test_a_file_that_cannot_take_its_place_leaves_no_half_of_it(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(IsADirectoryError):
        archive.put(tmp_path / "taken", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_configuration_goes_in_once_it_can_be_used(package: Package, tmp_path: Path) -> None:
    project = copied(tmp_path / "project")
    config = project / "beian.yml"
    config.write_text("region: 5\n", "utf-8")
    with pytest.raises(PackageError, match="bad_config") as caught:
        build(project, tmp_path / "out", package.python, CACHE)
    assert "region" in str(caught.value.about["why"])
    assert not (tmp_path / "out").exists()

    config.write_text("region: ap-guangzhou\n", "utf-8")
    built = build(project, tmp_path / "out", package.python, CACHE)
    with_config = Package(project, built, package.python).content()
    assert with_config["beian.yml"] == config.read_bytes()
    assert with_config.keys() - package.content().keys() == {"beian.yml"}
