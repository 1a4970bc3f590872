"""What is in the zip, what is not, and what its bytecode is."""

import ast
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

from beian.packaging.contents import (
    LAPTOP_ONLY,
    LEFT_OUT,
    MAGIC,
    PLUGINS,
    SOURCES_KEPT,
    TAG,
    UNPACKED_BUDGET,
    WITHOUT,
    ZIP_BUDGET,
    matches,
)
from beian.packaging.wheels import Wheel
from tests.package.conftest import ROOT, Package

_LOAD_ALL = """
import importlib.util, marshal, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as opened:
    for name in filter(lambda name: name.endswith(".pyc"), opened.namelist()):
        data = opened.read(name)
        assert data[:4] == importlib.util.MAGIC_NUMBER, name
        source = name.replace("__pycache__/", "").replace(".cpython-310.pyc", ".py")
        if source != name:
            assert data[8:16] == importlib.util.source_hash(opened.read(source)), name
        print(name, marshal.loads(data[16:]).co_filename)
"""


def _modules(folder: Path) -> dict[str, Path]:
    paths = [folder / "handler.py", *folder.glob("beian/**/*.py")]
    named = (path.relative_to(folder).with_suffix("").parts for path in paths)
    return {".".join(n).removesuffix(".__init__"): p for n, p in zip(named, paths, strict=True)}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_that_an_invocation_can_reach_is_in_and_no_other(package: Package) -> None:
    """A module that only a laptop runs is missing from LAPTOP_ONLY if this finds it in the zip."""
    modules = _modules(ROOT)
    reached: set[str] = set()
    ahead = ["handler"]
    while ahead:
        name = ahead.pop()
        parents = [name.rsplit(".", up)[0] for up in range(name.count(".") + 1)]
        new = {one for one in parents if one in modules} - reached
        reached |= new
        ahead += (found for one in new for found in _imported(modules[one]))
    shipped = {path for path in package.content() if path == "handler.py" or _own(path)}
    assert shipped == {modules[name].relative_to(ROOT).as_posix() for name in reached}


def _own(path: str) -> bool:
    return path.startswith("beian/") and path.endswith(".py")


def test_every_line_of_what_is_left_out_leaves_something_out(wheels: list[Wheel]) -> None:
    own = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("beian/**/*.py")]
    left_out = [path for wheel in wheels for path in wheel.left_out]
    kept = [path for wheel in wheels for path in wheel.files]
    plugins = [path.removeprefix("apprise/plugins/") for path in kept]
    lock = (ROOT / "requirements" / "function.txt").read_text("utf-8")
    assert [line for line in LAPTOP_ONLY if not any(matches(p, (line,)) for p in own)] == []
    assert [line for line in LEFT_OUT if not any(matches(p, (line,)) for p in left_out)] == []
    assert [line for line in SOURCES_KEPT if not any(matches(p, (line,)) for p in kept)] == []
    assert [line for line in PLUGINS if not any(matches(p, (line,)) for p in plugins)] == []
    assert [name for name in WITHOUT if f"\n{name}==" not in lock] == []


def test_data_files_are_in(package: Package) -> None:
    content = package.content()
    for name in (
        "LICENSE",
        "beian-package.json",
        "beian-package.cdx.json",
        "beian/api/openapi.json",
        "certifi/cacert.pem",
        "publicsuffixlist/public_suffix_list.dat",
    ):
        assert content[name]
    assert content["beian/api/openapi.json"] == (ROOT / "beian/api/openapi.json").read_bytes()


def test_all_bytecode_is_of_310_unchecked_and_says_what_it_is_made_of(package: Package) -> None:
    content = package.content()
    bytecode = {name: data for name, data in content.items() if name.endswith(".pyc")}
    assert all(data[:8] == MAGIC + b"\1\0\0\0" for data in bytecode.values())
    done = subprocess.run(
        [str(package.python), "-I", "-S", "-c", _LOAD_ALL, str(package.built.zip)],
        capture_output=True,
        check=True,
        text=True,
    )
    said = dict(line.split() for line in done.stdout.splitlines())
    assert said == {name: _source(name) for name in bytecode}


def test_every_source_has_its_own_bytecode_beside_it(package: Package) -> None:
    content = package.content()
    sources = {name for name in content if name.endswith(".py")}
    beside = {name for name in content if f".{TAG}.pyc" in name}
    assert {_source(name) for name in beside} == sources
    alone = {name for name in content if name.endswith(".pyc")} - beside
    assert not {_source(name) for name in alone} & sources


def _source(bytecode: str) -> str:
    return bytecode.replace("__pycache__/", "").replace(f".{TAG}.pyc", ".py").replace(".pyc", ".py")


def test_native_modules_are_the_functions_platforms(package: Package) -> None:
    native = [
        name for name in package.content() if ".so" in name or name.endswith((".dll", ".pyd"))
    ]
    assert native
    assert all(name.endswith(f".{TAG}-x86_64-linux-gnu.so") for name in native)


def test_entries_have_one_time_one_order_and_modes_that_everyone_can_read(package: Package) -> None:
    with zipfile.ZipFile(package.built.zip) as opened:
        entries = opened.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    for entry in entries:
        assert entry.external_attr >> 16 == (
            0o100755 if entry.filename.endswith(".so") else 0o100644
        )


def test_what_the_zip_weighs_stays_within_its_budgets(package: Package) -> None:
    weights = package.built.weights
    with zipfile.ZipFile(package.built.zip) as opened:
        unpacked = sum(entry.file_size for entry in opened.infolist())
    assert weights.bytes == package.built.zip.stat().st_size <= ZIP_BUDGET == 12_000_000
    assert weights.unpacked == unpacked <= UNPACKED_BUDGET == 45_000_000
