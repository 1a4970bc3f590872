"""Variations of frozen records, whichever kind they are."""

import dataclasses
from typing import Any, TypeVar

T = TypeVar("T")


def replace(record: T, **changes: Any) -> T:
    """A copy with some fields changed: of a named tuple as of a dataclass."""
    if isinstance(record, tuple):
        varied: T = record._replace(**changes)  # type: ignore[attr-defined]  # a named tuple's own
        return varied
    return dataclasses.replace(record, **changes)  # type: ignore[type-var]  # else a dataclass
