"""What sweeps are called, and where their documents lie. Whoever writes a document writes it under
the same key, so that repeats and overlaps cost work and never truth."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Literal, NamedTuple

Kind = Literal["timer", "http", "invoke", "cli"]
KINDS: tuple[Kind, ...] = ("timer", "http", "invoke", "cli")
LATEST = "latest.json"
_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")


class Name(NamedTuple):
    """A sweep is named by what triggered it and the instant at which it was due: the platform may
    deliver a trigger twice, and both are the same sweep."""

    kind: Kind
    trigger: str
    time: datetime

    @property
    def id(self) -> str:
        """Sorts by time."""
        at = self.time.astimezone(timezone.utc)
        mark = hashlib.sha256(f"{self.kind}\n{self.trigger}\n{at.isoformat()}".encode()).hexdigest()
        return f"{at:%Y%m%dT%H%M%SZ}-{mark[:8]}"


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def manifest(sweep: str) -> str:
    return f"sweeps/{sweep}/manifest.json"


def account(sweep: str, uin: str) -> str:
    return f"sweeps/{sweep}/accounts/{uin}.json"


def part(sweep: str, shard: Sequence[str]) -> str:
    """By the accounts in it, so that a part of another plan of the same sweep is another part."""
    mark = hashlib.sha256("\n".join(shard).encode()).hexdigest()
    return f"sweeps/{sweep}/parts/{mark[:16]}.json"


def report(sweep: str) -> str:
    return f"sweeps/{sweep}/report.json"


def head(sweep: str) -> str:
    """The report without its accounts."""
    return f"sweeps/{sweep}/head.json"


def notice(sweep: str) -> str:
    return f"sweeps/{sweep}/notice.json"


def unfinished(kind: Kind) -> str:
    """A list of sweeps that began and may not have ended, for the watchdog."""
    return f"unfinished/{kind}.json"
