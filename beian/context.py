"""What the platform says of the function that runs, beside the event."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_TIME_LIMIT_MS = 3000
_LONGEST_TIME_LIMIT_MS = 900_000


@dataclass(frozen=True)
class Context:
    """What the platform says of the function. Absent or garbled values have SCF's own defaults."""

    request_id: str = ""
    time_limit_ms: int = DEFAULT_TIME_LIMIT_MS
    memory_mb: int | None = None
    function_name: str = ""
    function_version: str = ""
    namespace: str = ""
    region: str = ""
    appid: str = ""
    uin: str = ""
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_context(context: object) -> Context:
    """From SCF's dict or from an object with attributes of the same names; it never fails."""

    def value(name: str) -> object:
        if isinstance(context, Mapping):
            return context.get(name)
        return getattr(context, name, None)

    def text(name: str) -> str:
        found = value(name)
        is_number = isinstance(found, int) and not isinstance(found, bool)
        return found if isinstance(found, str) else str(found) if is_number else ""

    limit = _positive(value("time_limit_in_ms"))
    return Context(
        request_id=text("request_id"),
        time_limit_ms=min(limit or DEFAULT_TIME_LIMIT_MS, _LONGEST_TIME_LIMIT_MS),
        memory_mb=_positive(value("memory_limit_in_mb")),
        function_name=text("function_name"),
        function_version=text("function_version"),
        namespace=text("namespace"),
        region=text("tencentcloud_region"),
        appid=text("tencentcloud_appid"),
        uin=text("tencentcloud_uin"),
        environment=_environment(value("environment")),
    )


def _positive(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    return None


def _environment(value: object) -> dict[str, str]:
    """SCF passes it as a JSON string."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    if not isinstance(value, Mapping):
        return {}
    return {k: v for k, v in value.items() if isinstance(k, str) and isinstance(v, str)}
