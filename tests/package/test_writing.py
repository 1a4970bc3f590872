"""Bytecode as it is written: what marshal reads back, whatever the order of sets and objects."""

import json
import marshal
import subprocess
from pathlib import Path

import pytest

from beian.packaging import compiling
from beian.packaging.bytecode import compiled

_USE = """
import json, near
code = near.near.__code__
about = [near.near.__doc__, code.co_filename, code.co_firstlineno]
print(json.dumps([near.near("deg"), near.near("other")[0], about]))
"""
SOURCE = '''
def near(name, *, among=("a", "备案", 1.5, -2, 10**40, None, ... is ...)):
    """A docstring."""
    class Inner:
        held = lambda self: name in {None, "deg", "rad", 3, (1, "deg")}
    return Inner().held(), among, "\\ud800"
'''


def _written(value: object) -> bytes:
    to = bytearray()
    compiling.write(value, to, {})
    return bytes(to)


@pytest.mark.parametrize(
    "value",
    [
        ("one", "one", ("one", "two"), "two"),
        ("备案", "\ud800", "", "x" * 300),
        (None, True, False, ..., 0, -1, 2**80, 0.1, -0.0, 1j, b"", b"\x00\xff"),
        frozenset({None, "deg", 1, (2, "deg"), frozenset({"x"})}),
        (),
    ],
)
def test_constants_are_read_back(value: object) -> None:
    read = marshal.loads(_written(value))  # noqa: S302  # what was just written
    assert read == value
    if not isinstance(value, frozenset):  # which may be shown in another order
        assert repr(read) == repr(value)  # -0.0 is not 0.0, True is not 1


def test_sets_are_written_in_an_order_of_their_own() -> None:
    forwards, backwards = frozenset(["b", None, "a", 1]), frozenset([1, "a", None, "b"])
    assert _written(forwards) == _written(backwards)
    at = [_written(forwards).index(text) for text in (b"a", b"b")]
    assert at == sorted(at)


def test_a_text_is_written_once_and_read_as_one_object() -> None:
    written = _written(("a b c", "".join(["a b", " c"])))
    first, second = marshal.loads(written)  # noqa: S302  # what was just written
    assert first is second


def test_a_module_runs_as_it_was_compiled(python310: Path, tmp_path: Path) -> None:
    (tmp_path / "near.pyc").write_bytes(
        compiled({"near.py": SOURCE.encode()}, python310)["near.py"]
    )
    done = subprocess.run(
        [str(python310), "-S", "-c", _USE],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert json.loads(done.stdout) == [
        [True, ["a", "备案", 1.5, -2, 10**40, None, True], "\ud800"],
        False,
        ["A docstring.", "near.py", 2],
    ]
