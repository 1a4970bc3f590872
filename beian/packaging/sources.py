"""The project's own files: those that go in, and those that decide what does."""

import re
from collections.abc import Iterator
from pathlib import Path

from beian.packaging import PackageError
from beian.packaging.archive import digest
from beian.packaging.contents import LAPTOP_ONLY, matches

LOCK = "requirements/function.txt"
CONFIG = "beian.yml"
"""Goes in where there is one; the function finds it once `BEIAN_CONFIG` says so."""
_NEEDED = ("handler.py", "LICENSE", "beian/__init__.py", LOCK)
_VERSION = re.compile(r'^__version__ = "([^"]+)"', re.MULTILINE)


def version(root: Path) -> str:
    """:raises PackageError: no_project"""
    found = None
    if all((root / name).is_file() for name in _NEEDED):
        found = _VERSION.search((root / "beian" / "__init__.py").read_text("utf-8"))
    if found is None:
        raise PackageError("no_project", path=root)
    return found[1]


def zip_of(root: Path, out: Path | None = None) -> Path:
    """Where the zip of this version is built: in `dist`, unless told otherwise.

    :raises PackageError: no_project
    """
    return (out or root / "dist") / f"beian-{version(root)}.zip"


def shipped(root: Path) -> dict[str, bytes]:
    """What goes into the zip, by its path there."""
    names = ["handler.py", "LICENSE", *_modules(root)]
    if (root / CONFIG).is_file():
        names.append(CONFIG)
    return {name: (root / name).read_bytes() for name in names if not matches(name, LAPTOP_ONLY)}


def digests(root: Path) -> dict[str, str]:
    """The SHA-256 of every file that the zip depends on."""
    builders = (name for name in _modules(root) if name.startswith("beian/packaging/"))
    deciding = {name: (root / name).read_bytes() for name in (LOCK, *builders)}
    found = {**shipped(root), **deciding}
    return {name: digest(found[name]) for name in sorted(found)}


def _modules(root: Path) -> Iterator[str]:
    """The files of the import package, its data too; none that an editor or Python left there."""
    for path in sorted((root / "beian").rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in parts):
            yield "/".join(parts)
