"""Calls per second, by API, region and account, in a sliding window."""

from collections import defaultdict, deque
from collections.abc import Mapping
from fnmatch import fnmatchcase

from beian.emulator.errors import ApiError

_WINDOW_S = 1.0


class RateLimits:
    """Refused calls do not count. Not thread-safe: the caller locks."""

    def __init__(self, overrides: Mapping[str, int | None]) -> None:
        self._overrides = overrides
        self._windows: dict[tuple[str, str, str], deque[float]] = defaultdict(deque)

    def take(self, name: str, region: str, uin: str, documented: int, now: float) -> None:
        """`now`: seconds of a monotonic clock. Raises ApiError RequestLimitExceeded."""
        limit = self._limit(name, documented)
        if limit is None:
            return
        window = self._windows[name, region, uin]
        while window and now - window[0] >= _WINDOW_S:
            window.popleft()
        if len(window) >= limit:
            raise ApiError(
                "RequestLimitExceeded",
                f"{name} may be called {limit} times a second. Call it less often.",
            )
        window.append(now)

    def _limit(self, name: str, documented: int) -> int | None:
        for pattern, limit in self._overrides.items():
            if fnmatchcase(name, pattern):
                return limit
        return documented
