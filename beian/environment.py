"""What the process's environment says: credentials, and the emulator's address and clock.

SCF gives a function its role's temporary key in `TENCENTCLOUD_SECRETID`, `TENCENTCLOUD_SECRETKEY`
and `TENCENTCLOUD_SESSIONTOKEN`; they change, so they are read at each invocation. Elsewhere the
SDK's own names (`TENCENTCLOUD_SECRET_ID`, `_SECRET_KEY`, `_TOKEN`) count too.
"""

import ipaddress
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

from beian.tencent.transport import Credential

Clock = Callable[[], datetime]


class BadEnvironment(ValueError):
    """A variable cannot be used. The message names it and the remedy, never its value."""


def credential(environ: Mapping[str, str]) -> Credential | None:
    """The credential of this invocation; None where there is none, or only half of one."""
    for names in (
        ("TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY", "TENCENTCLOUD_SESSIONTOKEN"),
        ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_TOKEN"),
    ):
        secret_id, secret_key, token = (environ.get(name, "").strip() for name in names)
        if secret_id and secret_key:
            return Credential(secret_id, secret_key, token)
    return None


def endpoint(environ: Mapping[str, str]) -> str | None:
    """`host:port` of the emulator that `BEIAN_ENDPOINT` names, None where it is not set.

    :raises BadEnvironment: it is no loopback address: keys must not be lured elsewhere.
    """
    return _emulated("BEIAN_ENDPOINT", "the address that `beian emulator` prints", environ)


def cos_endpoint(environ: Mapping[str, str]) -> str | None:
    """The URL of the S3 server that stands for COS (`BEIAN_COS_ENDPOINT`), None where it is not
    set. :raises BadEnvironment: as `endpoint`.
    """
    found = _emulated("BEIAN_COS_ENDPOINT", "the address of a local S3 server", environ)
    return f"http://{found}" if found else None


def _emulated(variable: str, such_as: str, environ: Mapping[str, str]) -> str | None:
    url = environ.get(variable)
    if not url:
        return None
    found = _loopback(url)
    if found is None:
        raise BadEnvironment(
            f"{variable} must be http://127.0.0.1:PORT (a loopback address): "
            f"unset it, or set it to {such_as}"
        )
    return found


def clock(environ: Mapping[str, str]) -> Clock:
    """The real clock; where `BEIAN_ENDPOINT` is set, one that starts at `BEIAN_NOW` (RFC 3339).

    :raises BadEnvironment: `BEIAN_NOW` is no time with a zone.
    """
    text = environ.get("BEIAN_NOW") if environ.get("BEIAN_ENDPOINT") else None
    if not text:
        return _real
    try:
        start = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        start = None
    if start is None or start.tzinfo is None:
        raise BadEnvironment(
            "BEIAN_NOW must be an RFC 3339 time with a zone, such as 2026-11-22T12:00:00+08:00"
        )
    return _clock_from(start, _real())


def _clock_from(start: datetime, began: datetime) -> Clock:
    def now() -> datetime:
        passed = _real() - began
        return start + max(passed, timedelta())

    return now


def _real() -> datetime:
    return datetime.now(timezone.utc)


def _loopback(url: str) -> str | None:
    """`host:port` of a plain-HTTP address on loopback; None for any other."""
    try:
        parts = urlsplit(url)
        fits = parts.port and _is_loopback(parts.hostname or "")
    except ValueError:
        return None
    plain = parts.scheme == "http" and not parts.path.strip("/") and "@" not in parts.netloc
    return parts.netloc if fits and plain else None


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback
