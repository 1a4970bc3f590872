"""What weighs what in a zip."""

import io
import zipfile

from pydantic import BaseModel, ConfigDict

from beian.packaging import archive
from beian.packaging.archive import Component
from beian.packaging.contents import UNPACKED_BUDGET, ZIP_BUDGET

OWN = "beian"


class Weight(BaseModel):
    """In bytes. `bytes` is unpacked, `zipped` what it takes of the zip, `bytecode` a part of
    `bytes`."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: str
    files: int = 0
    bytes: int = 0
    bytecode: int = 0
    zipped: int = 0


class Weights(BaseModel):
    """The zip, in bytes, and its parts, the heaviest first."""

    model_config = ConfigDict(frozen=True)

    zip: str
    version: str
    python: str
    platform: str
    sha256: str
    fingerprint: str
    bytes: int
    bytes_allowed: int = ZIP_BUDGET
    unpacked: int
    unpacked_allowed: int = UNPACKED_BUDGET
    files: int
    components: tuple[Weight, ...]


def weigh(name: str, data: bytes) -> Weights:
    """:raises PackageError: bad_zip"""
    record = archive.record(data)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    own = Component(name=OWN, version=record.version, paths=())
    owners = {top: one for one in record.components for top in one.paths}
    parts: dict[str, list[zipfile.ZipInfo]] = {}
    about = {one.name: one for one in (own, *record.components)}
    for entry in entries:
        owner = owners.get(entry.filename.split("/")[0], own)
        parts.setdefault(owner.name, []).append(entry)
    weights = [_weight(about[part], found) for part, found in parts.items()]
    return Weights(
        zip=name,
        version=record.version,
        python=record.python,
        platform=record.platform,
        sha256=archive.digest(data),
        fingerprint=record.fingerprint,
        bytes=len(data),
        unpacked=sum(entry.file_size for entry in entries),
        files=len(entries),
        components=tuple(sorted(weights, key=lambda one: (-one.zipped, one.name))),
    )


def _weight(part: Component, entries: list[zipfile.ZipInfo]) -> Weight:
    return Weight(
        name=part.name,
        version=part.version,
        files=len(entries),
        bytes=sum(entry.file_size for entry in entries),
        bytecode=sum(entry.file_size for entry in entries if entry.filename.endswith(".pyc")),
        zipped=sum(entry.compress_size for entry in entries),
    )
