"""The zip file itself: written so that the same content gives the same bytes, and whole or not at
all; and the record in it of what it was built from."""

import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from beian.packaging import PackageError

RECORD = "beian-package.json"
BOM = "beian-package.cdx.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can hold."""
_UNIX = 3
_FILE, _LIBRARY = 0o100644, 0o100755


class Component(BaseModel):
    """A distribution in the zip, and the top-level names that are its own."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: str
    paths: tuple[str, ...]


class Record(BaseModel):
    """What a zip was built from. `sources`: of each file of the project, its SHA-256."""

    model_config = ConfigDict(frozen=True)

    version: str
    python: str
    platform: str
    sources: dict[str, str]
    components: tuple[Component, ...]

    @property
    def fingerprint(self) -> str:
        return digest(json.dumps(self.sources, sort_keys=True).encode())

    def text(self) -> bytes:
        return self.model_dump_json(indent=1).encode() + b"\n"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def zipped(content: Mapping[str, bytes]) -> bytes:
    """In the order of the paths. The bytes depend on nothing else but zlib, whose builds differ."""
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as archive:
        for path in sorted(content):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = (_LIBRARY if path.endswith(".so") else _FILE) << 16
            archive.writestr(entry, content[path], zipfile.ZIP_DEFLATED, compresslevel=9)
    return to.getvalue()


def put(path: Path, data: bytes) -> None:
    """A whole file or none; an old one stays until the new one can take its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, _FILE & 0o777)  # mkstemp's is for its owner alone
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)  # there no more, unless something went wrong


def read(path: Path) -> bytes:
    """:raises PackageError: no_zip"""
    try:
        return path.read_bytes()
    except OSError:
        raise PackageError("no_zip", path=path) from None


def record(data: bytes) -> Record:
    """What the zip says of itself. :raises PackageError: bad_zip"""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return Record.model_validate_json(archive.read(RECORD))
    except (zipfile.BadZipFile, KeyError, ValidationError, zlib.error):
        raise PackageError("bad_zip") from None
