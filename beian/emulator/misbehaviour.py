"""Faults that are due for a call, and the shapes that replies take under them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from random import Random

from beian.emulator.faults import Fault

Json = dict[str, object]

_TOTALS = frozenset({"TotalCount", "Total"})


@dataclass(frozen=True)
class Due:
    """A fault that a call meets; `count` is the number of calls that matched it, from 1."""

    fault: Fault
    count: int


class FaultDesk:
    """Counts, for each fault, the calls that match it. Not thread-safe: the caller locks."""

    def __init__(self, faults: Sequence[Fault], seed: int = 0) -> None:
        self._faults = faults
        self._counts = [0] * len(faults)
        # Of its own for each fault, so that the n-th match draws the same whatever else is called.
        self._lots = [Random(f"{seed}/{index}") for index in range(len(faults))]  # noqa: S311 # no secret

    def due(self, name: str, region: str, uin: str | None, attempt: int = 1) -> Due | None:
        """The first that matches wins, but all that match count the call.

        `attempt`: which one at the same event, from 1.
        """
        first = None
        for index, fault in enumerate(self._faults):
            if not (
                fnmatchcase(name, fault.on)
                and fault.account in (None, uin)
                and fault.region in (None, region)
                and (fault.attempts is None or attempt in fault.attempts)
            ):
                continue
            self._counts[index] += 1
            count = self._counts[index]
            drawn = self._lots[index].random() < fault.share
            if first is None and drawn and (fault.nth is None or count in fault.nth):
                first = Due(fault, count)
        return first


def reshape(reply: Json, due: Due) -> Json:
    """The reply in the shape of the fault. `clamp_page` is for the action to do (`Ask.clamp`)."""
    change = _SHAPES.get(due.fault.shape or "")
    return change(reply, due.count) if change else reply


def _null_lists(reply: Json, _count: int) -> Json:
    changed: Json = {}
    for name, value in reply.items():
        if isinstance(value, list):
            changed[name] = None
        else:
            changed[name] = _null_lists(value, _count) if isinstance(value, dict) else value
    return changed


def _growing_total(reply: Json, count: int) -> Json:
    """One more than there are at the first such call, two more at the second, and so on."""
    changed: Json = {}
    for name, value in reply.items():
        if name in _TOTALS and isinstance(value, int):
            changed[name] = value + count
        else:
            changed[name] = _growing_total(value, count) if isinstance(value, dict) else value
    return changed


def _no_total(reply: Json, _count: int) -> Json:
    return {
        name: _no_total(value, _count) if isinstance(value, dict) else value
        for name, value in reply.items()
        if name not in _TOTALS
    }


_SHAPES: Mapping[str, Callable[[Json, int], Json]] = {
    "null_list": _null_lists,
    "growing_total": _growing_total,
    "no_total": _no_total,
}
