"""Which Python makes the bytecode, and having it made."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from beian.packaging import PackageError, compiling
from beian.packaging.contents import MAGIC, PYTHON

VARIABLE = "BEIAN_PYTHON310"
_PROBE = "import importlib.util, sys; sys.stdout.write(importlib.util.MAGIC_NUMBER.hex())"
_PROBE_S = 20


def find_python(named: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """A CPython of the function's version: the named one; else that of `BEIAN_PYTHON310`, this
    one, the first `python3.10` on the PATH, or one of pyenv's.

    :raises PackageError: no_python; a named one that does not fit is not passed over
    """
    told = named or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)
    for path in [told] if told else _places(environ):
        if _fits(path):
            return path
    raise PackageError("no_python", tried=told or f"python{PYTHON}")


def _places(environ: Mapping[str, str]) -> Iterator[Path]:
    yield Path(sys.executable)
    on_path = shutil.which(f"python{PYTHON}", path=environ.get("PATH", ""))
    if on_path:
        yield Path(on_path)
    pyenv = Path(environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{PYTHON}*/bin/python"))


def _fits(python: Path) -> bool:
    """A shim of pyenv stands on the PATH for versions that are not chosen, and then fails."""
    try:
        done = subprocess.run(  # noqa: S603  # the interpreter that was named or found
            [str(python), "-I", "-S", "-c", _PROBE],
            capture_output=True,
            timeout=_PROBE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and done.stdout == MAGIC.hex().encode()


def compiled(sources: Mapping[str, bytes], python: Path) -> dict[str, bytes]:
    """The bytecode of each source, by the source's path.

    :raises PackageError: bad_source
    """
    with tempfile.TemporaryDirectory() as folder:
        for path, source in sources.items():
            to = Path(folder, path)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(source)
        done = subprocess.run(  # noqa: S603  # the interpreter that fits, and a script of ours
            [str(python), "-I", "-S", "-W", "ignore", compiling.__file__, folder],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise PackageError("bad_source", why=done.stderr.strip().splitlines()[-1])
        return {path: Path(folder, f"{path}c").read_bytes() for path in sources}
