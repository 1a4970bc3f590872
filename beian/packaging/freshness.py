"""Whether a zip is what the project would build now."""

from pathlib import Path
from typing import Literal, NamedTuple

from beian.packaging import PackageError, archive, sources


class Freshness(NamedTuple):
    """`changed`: the project's files, relative to it, that are not as they were when the zip was
    built, that came or that went; only for a stale one."""

    state: Literal["fresh", "stale", "missing", "unreadable"]
    changed: tuple[str, ...] = ()


def freshness(zip_path: Path, project_root: Path) -> Freshness:
    """:raises PackageError: no_project"""
    sources.version(project_root)
    try:
        built_from = archive.record(archive.read(zip_path)).sources
    except PackageError as error:
        return Freshness("missing" if error.reason == "no_zip" else "unreadable")
    now = sources.digests(project_root)
    names = sorted(built_from.keys() | now.keys())
    changed = tuple(name for name in names if built_from.get(name) != now.get(name))
    return Freshness("stale" if changed else "fresh", changed)
