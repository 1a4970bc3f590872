"""Bytecode, made by the Python that will run it: `python3.10 compiling.py FOLDER`.

Beside each module it writes the bytecode, unchecked against the source, under the same name with a
`c` at the end. The same source gives the same bytes, wherever, whenever and in whatever order:
`marshal` writes sets in the order of hashes and marks objects by who else refers to them, so code
is written here, and read back to compare. Imports nothing of this project.
"""

import importlib.util
import marshal
import os
import struct
import sys
from types import CodeType
from typing import cast

UNCHECKED = 0b01
SHARED = 0x80  # this object is numbered, so that a later one may refer to it


def main(folder: str) -> None:
    paths = [
        os.path.join(parent, name)
        for parent, _, names in os.walk(folder)
        for name in names
        if name.endswith(".py")
    ]
    for path in paths:
        with open(path, "rb") as file:
            source = file.read()
        name = os.path.relpath(path, folder).replace(os.sep, "/")
        with open(f"{path}c", "wb") as file:
            file.write(bytecode(source, name))


def bytecode(source: bytes, name: str) -> bytes:
    """:param name: of the module's file, as tracebacks are to show it"""
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    written = bytearray()
    write(code, written, {})
    if marshal.loads(written) != code:  # noqa: S302  # what was written above
        raise SystemExit(f"{name}: what was written is not what was compiled")
    flags = struct.pack("<I", UNCHECKED)
    return importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source) + written


def write(value: object, to: bytearray, seen: dict[str, int]) -> None:
    """In marshal's format.

    :param seen: the number of each text that was written before
    """
    if isinstance(value, str):
        _write_text(value, to, seen)
    elif isinstance(value, CodeType):
        _write_code(value, to, seen)
    elif isinstance(value, tuple):
        to += b"(" + struct.pack("<I", len(value))
        for one in value:
            write(one, to, seen)
    elif isinstance(value, frozenset):
        to += b">" + struct.pack("<I", len(value))
        for one in sorted(value, key=lambda one: (type(one).__name__, repr(one))):
            write(one, to, seen)
    else:
        constant = cast("int | float | complex | bytes | None", value)  # or an ellipsis
        to += marshal.dumps(constant, 2)  # the last version that numbers no objects


def _write_text(text: str, to: bytearray, seen: dict[str, int]) -> None:
    if text in seen:
        to += b"r" + struct.pack("<I", seen[text])
        return
    seen[text] = len(seen)
    data = text.encode("utf-8", "surrogatepass")
    to += bytes([ord("u") | SHARED]) + struct.pack("<I", len(data)) + data


def _write_code(code: CodeType, to: bytearray, seen: dict[str, int]) -> None:
    """The fields of CPython 3.10, in its order."""
    to += b"c" + struct.pack(
        "<6I",
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_kwonlyargcount,
        code.co_nlocals,
        code.co_stacksize,
        code.co_flags,
    )
    for one in (
        code.co_code,
        code.co_consts,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_filename,
        code.co_name,
    ):
        write(one, to, seen)
    to += struct.pack("<I", code.co_firstlineno)
    write(code.co_linetable, to, seen)


if __name__ == "__main__":
    main(sys.argv[1])
