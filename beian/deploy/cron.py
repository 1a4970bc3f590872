"""Cron expressions of SCF's timers: seven fields, in UTC+8.

Weekdays are wanted by name: Tencent's own documents count them from Sunday in one place and from
Monday in another. Where both day and weekday are given, either is enough to fire.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


class Field(NamedTuple):
    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()


FIELDS = (
    Field("second", 0, 59),
    Field("minute", 0, 59),
    Field("hour", 0, 23),
    Field("day", 1, 31),
    Field("month", 1, 12, MONTHS),
    Field("weekday", 0, 6, WEEKDAYS),
    Field("year", 1970, 2099),
)


def faults(expression: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The codes of complaints, and what they say."""
    parts = expression.split()
    if len(parts) != len(FIELDS):
        yield "cron_fields", {"n": len(parts)}
        return
    for field, part in zip(FIELDS, parts, strict=True):
        if field.name == "weekday" and any(c.isdigit() for c in part.partition("/")[0]):
            yield "cron_weekday", {}
        elif not all(_fits(one, field) for one in part.split(",")):
            yield "cron_value", {"field": field.name, "low": field.low, "high": field.high}
    if parts[3] != "*" and parts[5] != "*":
        yield "cron_both", {}


def _fits(part: str, field: Field) -> bool:
    span, slash, step = part.partition("/")
    if slash and not (step.isdigit() and 1 <= int(step) <= field.high):
        return False
    if span == "*":
        return True
    ends = [_number(end, field) for end in span.split("-")]
    known = [end for end in ends if end is not None]
    return len(known) == len(ends) <= 2 and known == sorted(known)


def _number(text: str, field: Field) -> int | None:
    if text in field.names:
        return field.names.index(text) + field.low
    number = int(text) if text.isascii() and text.isdigit() else -1
    return number if field.low <= number <= field.high else None
