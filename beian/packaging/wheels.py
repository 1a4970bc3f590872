"""The pinned dependencies as wheels for the function's platform, whatever machine builds."""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from beian.packaging import PackageError
from beian.packaging.contents import MARKERS, PLATFORMS, PYTHON, WITHOUT, wants

_HASH = "--hash=sha256:"


class Pin(NamedTuple):
    """One line of the lock. `hashes`: SHA-256, of each file that the pinned version has."""

    name: str
    version: str
    hashes: frozenset[str]

    def line(self) -> str:
        return " ".join((f"{self.name}=={self.version}", *(_HASH + h for h in sorted(self.hashes))))


class Wheel(NamedTuple):
    """`files`: what of it goes into the zip, by path; `left_out`: the paths of the rest."""

    name: str
    version: str
    sha256: str
    metadata: Message
    files: dict[str, bytes]
    left_out: tuple[str, ...]


def pins(lock: str) -> list[Pin]:
    """Those of the lock that the function needs where it runs.

    :raises PackageError: bad_lock
    """
    return [pin for line in _lines(lock) for pin in _pins(line) if pin.name not in WITHOUT]


def _lines(lock: str) -> Iterator[str]:
    for line in lock.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line


def _pins(line: str) -> Iterator[Pin]:
    said, *hashes = line.split(_HASH)
    try:
        requirement = Requirement(said.strip())
    except InvalidRequirement:
        raise PackageError("bad_lock", line=said.strip()) from None
    version = str(requirement.specifier).removeprefix("==")
    if not hashes or not version or str(requirement.specifier) != f"=={version}":
        raise PackageError("bad_lock", line=said.strip())
    if requirement.marker is None or requirement.marker.evaluate(dict(MARKERS)):
        found = frozenset(one.strip() for one in hashes)
        yield Pin(canonicalize_name(requirement.name), version, found)


def fetch(wanted: Sequence[Pin], cache: Path) -> list[Path]:
    """The wheel of each pin, from the cache where it is there, else from the package index.

    :param cache: holds wheels of the function's platform alone
    :raises PackageError: no_pip, no_wheels
    """
    cache.mkdir(parents=True, exist_ok=True)
    have = _cached(wanted, cache)
    missing = [pin for pin in wanted if pin not in have]
    if missing:
        _download(missing, cache)
        have = _cached(wanted, cache)
    lost = [pin.name for pin in wanted if pin not in have]
    if lost:
        raise PackageError("no_wheels", why=", ".join(lost))
    return [have[pin] for pin in wanted]


def _cached(wanted: Sequence[Pin], cache: Path) -> dict[Pin, Path]:
    digests = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in cache.glob("*.whl")}
    found = ((pin, pin.hashes & digests.keys()) for pin in wanted)
    return {pin: digests[min(hashes)] for pin, hashes in found if hashes}


def _download(wanted: Sequence[Pin], cache: Path) -> None:
    """Only what is whole reaches the cache. The conditions in the lock are settled by now: pip
    would hold them against the Python that runs it."""
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        lock = Path(folder) / "lock.txt"
        lock.write_text("\n".join(pin.line() for pin in wanted) + "\n", "utf-8")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
        what = ["--no-deps", "--require-hashes", "--only-binary=:all:", f"--dest={folder}"]
        where = [f"--python-version={PYTHON}", "--implementation=cp"]
        where += [f"--platform={platform}" for platform in PLATFORMS]
        done = subprocess.run(  # noqa: S603  # pip, with what stands above
            [*pip, *what, *where, "--requirement", str(lock)],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise _failed(done.stderr)
        for path in Path(folder).glob("*.whl"):
            os.replace(path, cache / path.name)


def _failed(said: str) -> PackageError:
    if "No module named pip" in said:
        return PackageError("no_pip", python=sys.executable)
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
    return PackageError("no_wheels", why=" ".join(errors[-2:]) or said.strip()[-300:])


def read(path: Path) -> Wheel:
    """:raises PackageError: bad_wheel, it installs files outside the import path"""
    files, left_out = {}, []
    with zipfile.ZipFile(path) as wheel:
        names = sorted(name for name in wheel.namelist() if not name.endswith("/"))
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        about = message_from_bytes(wheel.read(metadata))
        for name in names:
            if ".data/" in name or name.startswith("/") or ".." in name.split("/"):
                raise PackageError("bad_wheel", wheel=path.name, path=name)
            if wants(name):
                files[name] = wheel.read(name)
            else:
                left_out.append(name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Wheel(
        canonicalize_name(about["Name"]), about["Version"], digest, about, files, tuple(left_out)
    )
