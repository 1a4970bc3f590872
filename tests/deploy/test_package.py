"""The zip, and the folder that it is unpacked into."""

import zipfile
from pathlib import Path

import pytest

from beian.deploy.package import Package

FILES = {"handler.py": "def main_handler(event, context): ...", "beian/app.py": "1"}


@pytest.fixture
def package(tmp_path: Path) -> Package:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as zipped:
        for name, text in FILES.items():
            zipped.writestr(name, text)
        zipped.extractall(tmp_path / "folder")
    return Package(tmp_path / "p.zip")


def test_what_was_unpacked_is_the_same(package: Package, tmp_path: Path) -> None:
    assert package.differences(tmp_path / "folder") == []


def test_each_difference_is_named(package: Package, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "handler.py").write_text("changed", "utf-8")
    (folder / "beian" / "app.py").unlink()
    (folder / "beian" / "new.py").write_text("", "utf-8")
    (folder / "beian.yml").write_text("", "utf-8")
    assert package.differences(folder) == [
        "beian.yml",
        "beian/app.py",
        "beian/new.py",
        "handler.py",
    ]


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.zip").write_bytes(content)
    with pytest.raises(zipfile.BadZipFile):
        Package(tmp_path / "p.zip")
