"""The faults of a world: which calls and deliveries go wrong, and how."""

import difflib
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import (
    Field,
    NonNegativeInt,
    PositiveInt,
    StringConstraints,
    field_validator,
    model_validator,
)

from beian.emulator.accounts import Model, Pattern, Uin
from beian.emulator.catalog import CATALOG

Wire = Literal[
    "truncate",
    "html",
    "reset",
    "drip",
    "charset",
    "no_response",
    "no_request_id",
    "http_502",
    "hang",
]
ShapeFault = Literal["null_list", "clamp_page", "growing_total", "no_total"]
Deliver = Literal["kill", "twice", "delay"]
Span = tuple[NonNegativeInt, NonNegativeInt]

INVOKE = "scf:Invoke"
_ONLY_WITH = {"within_ms": ("kill",), "attempts": ("kill",), "by_ms": ("delay", "twice")}


class Fault(Model):
    """Exactly one of error, wire, shape and deliver. `nth` counts what matches from 1; `share` is
    how much of it is hit, by lots that the world's seed and that count decide.

    `deliver` is for events that the function has accepted, whoever sent them; none is ever lost.
    `delay` and `twice` count events: by a random time of `by_ms` an event comes late, or a second
    time under its request id. `kill` counts executions, of `attempts` alone if given: SIGKILL at a
    random moment of `within_ms` after the start, unless it is over by then. The first that matches
    wins among faults of one kind, so an event may be delayed and doubled and its executions killed.
    """

    on: Pattern
    nth: tuple[PositiveInt, ...] | None = Field(default=None, min_length=1)
    share: Annotated[float, Field(ge=0, le=1)] = 1
    account: Uin | None = None
    region: str | None = None
    error: Annotated[str, StringConstraints(pattern=r"^[A-Z]\w+(\.\w+)*$")] | None = None
    wire: Wire | None = None
    shape: ShapeFault | None = None
    deliver: Deliver | None = None
    within_ms: Span = (0, 400)
    by_ms: Span = (0, 1000)
    attempts: tuple[PositiveInt, ...] | None = Field(default=None, min_length=1)

    @field_validator("on")
    @classmethod
    def _matches_something(cls, pattern: str) -> str:
        return known_pattern(pattern)

    @field_validator("within_ms", "by_ms")
    @classmethod
    def _in_order(cls, span: Span) -> Span:
        if span[0] > span[1]:
            raise ValueError("the first is the least: turn them round")
        return span

    @model_validator(mode="after")
    def _one_kind(self) -> "Fault":
        kinds = (self.error, self.wire, self.shape, self.deliver)
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("a fault has exactly one of error, wire, shape and deliver")
        if self.deliver and not fnmatchcase(INVOKE, self.on):
            raise ValueError(f"deliver is for on: {INVOKE}")
        for name, users in _ONLY_WITH.items():
            if name in self.model_fields_set and self.deliver not in users:
                raise ValueError(f"{name} is for deliver: {' or '.join(users)}")
        return self


def known_pattern(pattern: str) -> str:
    """The pattern, where it matches an action of the emulator. Raises ValueError."""
    names = CATALOG.names()
    if not any(fnmatchcase(name, pattern) for name in names):
        near = difflib.get_close_matches(pattern, names, n=1, cutoff=0)
        raise ValueError(f"{pattern} matches no action of the emulator: did you mean {near[0]}?")
    return pattern
