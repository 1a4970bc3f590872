"""Reads quantities with units (万, 亿, 次, GBs) out of an order's texts."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

_SCALE = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_NUMBER = r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)\s*(百万|千万|百|千|万|亿)?"
_INVOCATIONS = re.compile(_NUMBER + r"\s*(?:次|times\b|invocations\b)", re.IGNORECASE)
_GBS = re.compile(_NUMBER + r"\s*GB\s*[-·*]?\s*(?:s|秒)", re.IGNORECASE)
_BARE = re.compile(_NUMBER + r"\s*$")
_INVOCATION_NAME = re.compile(r"次数|invocation", re.IGNORECASE)
_GBS_NAME = re.compile(r"GBs|资源使用量|资源用量", re.IGNORECASE)


def invocations(texts: Iterable[str]) -> frozenset[int]:
    """Every number of invocations that the texts name."""
    return _read(tuple(texts), _INVOCATIONS, _INVOCATION_NAME)


def gbs(texts: Iterable[str]) -> frozenset[int]:
    """Every amount of GBs (gigabyte seconds) that the texts name."""
    return _read(tuple(texts), _GBS, _GBS_NAME)


@lru_cache(maxsize=256)  # every rule on packs asks, for every domain of an account
def _read(texts: tuple[str, ...], unit: re.Pattern[str], name: re.Pattern[str]) -> frozenset[int]:
    found: set[int] = set()
    for text in texts:
        found.update(_amount(*match) for match in unit.findall(text))
        label, colon, value = text.partition(": ")
        bare = _BARE.match(value.strip())
        if colon and bare and name.search(label):  # "调用次数: 5000万": the unit is in the name
            found.add(_amount(*bare.groups()))
    return frozenset(found)


def _amount(number: str, scale: str | None) -> int:
    return int(Decimal(number.replace(",", "")) * _SCALE[scale or ""])
