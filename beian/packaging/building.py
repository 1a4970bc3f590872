"""Building the zip, its bill of materials and its weights, from a checkout of the project."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from beian import config
from beian.config import ConfigError
from beian.packaging import PackageError, archive, sources
from beian.packaging.archive import Component, Record
from beian.packaging.bill import bill
from beian.packaging.bytecode import compiled, find_python
from beian.packaging.contents import PLATFORMS, PYTHON, SOURCES_KEPT, TAG, matches
from beian.packaging.weighing import Weights, weigh
from beian.packaging.wheels import Wheel, fetch, pins, read

WHEELS = "build/wheels"
"""Where downloaded wheels stay, in the project."""


class Built(NamedTuple):
    zip: Path
    bom: Path
    manifest: Path
    weights: Weights


def build(
    root: Path, out: Path | None = None, python: Path | None = None, cache: Path | None = None
) -> Built:
    """Nothing of an earlier build is touched until everything of this one is ready.

    :param out: the folder of what is built, `dist` in the project by default
    :param python: what makes the bytecode, see `bytecode.find_python`
    :param cache: of wheels, `build/wheels` in the project by default
    :raises PackageError: any reason but no_zip and bad_zip
    """
    to = sources.zip_of(root, out)
    _check_config(root)
    compiler = find_python(python)
    lock = (root / sources.LOCK).read_text("utf-8")
    found = [read(path) for path in fetch(pins(lock), cache or root / WHEELS)]
    own = sources.shipped(root)
    content = {**_placed(own, compiler, kept=True), **_of_wheels(found, compiler)}
    record = Record(
        version=sources.version(root),
        python=PYTHON,
        platform=PLATFORMS[0],
        sources=sources.digests(root),
        components=tuple(_component(wheel) for wheel in found),
    )
    content[archive.RECORD] = record.text()
    content[archive.BOM] = bill(record.version, record.fingerprint, found)
    data = archive.zipped(content)
    weights = weigh(to.name, data)
    built = Built(to, to.with_suffix(".cdx.json"), to.with_suffix(".manifest.json"), weights)
    archive.put(built.bom, content[archive.BOM])
    archive.put(built.manifest, weights.model_dump_json(indent=1).encode() + b"\n")
    archive.put(built.zip, data)
    return built


def _check_config(root: Path) -> None:
    path = root / sources.CONFIG
    if path.is_file():
        try:
            config.load({"BEIAN_CONFIG": str(path)})
        except ConfigError as error:
            raise PackageError("bad_config", why=error) from error


def _of_wheels(found: Sequence[Wheel], compiler: Path) -> dict[str, bytes]:
    """:raises PackageError: bad_wheel, two of them bring the same file"""
    files: dict[str, bytes] = {}
    for wheel in found:
        for path, data in wheel.files.items():
            if path in files:
                raise PackageError("bad_wheel", wheel=wheel.name, path=path)
            files[path] = data
    return _placed(files, compiler, kept=False)


def _placed(files: Mapping[str, bytes], compiler: Path, *, kept: bool) -> dict[str, bytes]:
    """The files with their bytecode: beside the source where that is kept, else in its place."""
    modules = {path: data for path, data in files.items() if path.endswith(".py")}
    placed = {path: data for path, data in files.items() if path not in modules}
    for path, code in compiled(modules, compiler).items():
        if kept or matches(path, SOURCES_KEPT):
            folder, _, name = path.rpartition("/")
            place = f"{folder}/__pycache__/" if folder else "__pycache__/"
            placed[path] = modules[path]
            placed[f"{place}{name.removesuffix('.py')}.{TAG}.pyc"] = code
        else:
            placed[f"{path}c"] = code
    return placed


def _component(wheel: Wheel) -> Component:
    tops = {path.split("/")[0] for path in wheel.files}
    named = {f"{top}c" if top.endswith(".py") else top for top in tops}
    return Component(name=wheel.name, version=wheel.version, paths=tuple(sorted(named)))
