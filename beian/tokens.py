"""Bearer tokens: made, stored as salted hashes, and told apart again.

A token is `beian_` and 256 random bits, so no one guesses it whatever the hash costs. scrypt runs
with n=2048, r=8, p=1 (2 MiB, some 6 ms of a whole core): a function of 128 MB has a fraction of
one, and an unknown token costs it one run for each token that is configured.
"""

import base64
import hashlib
import hmac
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

PREFIX = "beian_"
_TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
_STORED = re.compile(
    r"scrypt\$([0-9]{1,7})\$([0-9]{1,2})\$([0-9]{1,2})\$([A-Za-z0-9_-]{22,86})\$([A-Za-z0-9_-]{43})"
)
_N, _R, _P = 2048, 8, 1
_SALT, _HASH = 16, 32
_MOST_MEMORY = 32 << 20
_SEEN = 128


class BadStored(ValueError):
    """A stored hash that is none. The message says why and does not quote it."""


class Stored(NamedTuple):
    """What the configuration keeps of a token: `scrypt$n$r$p$salt$hash`."""

    n: int
    r: int
    p: int
    salt: bytes
    hash: bytes

    def __str__(self) -> str:
        return f"scrypt${self.n}${self.r}${self.p}${_text(self.salt)}${_text(self.hash)}"

    def of(self, token: str) -> bytes:
        """The token's hash with these parameters."""
        return hashlib.scrypt(
            token.encode("ascii"),
            salt=self.salt,
            n=self.n,
            r=self.r,
            p=self.p,
            dklen=_HASH,
            maxmem=2 * _MOST_MEMORY,
        )


def new() -> tuple[str, str]:
    """A token that no one has yet, and what is to be stored of it."""
    token = PREFIX + secrets.token_urlsafe(32)
    blank = Stored(_N, _R, _P, secrets.token_bytes(_SALT), b"")
    return token, str(blank._replace(hash=blank.of(token)))


def parse(stored: str) -> Stored:
    """:raises BadStored: it has another shape, or would cost more than a function has."""
    found = _STORED.fullmatch(stored)
    if not found:
        raise BadStored("no token's hash: paste what `beian token new` prints")
    n, r, p = (int(group) for group in found.groups()[:3])
    is_power = n > 1 and n & (n - 1) == 0
    if not is_power or r < 1 or not 1 <= p <= 4 or 128 * n * r > _MOST_MEMORY:
        raise BadStored(
            "scrypt's n must be a power of two, p 4 at most, and 128*n*r 32 MiB at most"
        )
    return Stored(n, r, p, *(_bytes(group) for group in found.groups()[3:]))


_lock = threading.Lock()
_seen: "OrderedDict[tuple[bytes, tuple[str, ...]], tuple[bool, ...]]" = OrderedDict()
"""Outcomes by a token's SHA-256 and the hashes that it was held against."""


def verify(token: str, stored: Sequence[str]) -> tuple[bool, ...]:
    """For each stored hash, whether it is this token's. All are compared, and in constant time;
    what was compared before in this process is remembered.

    :raises BadStored: one of them is none.
    """
    if not _TOKEN.fullmatch(token):
        return (False,) * len(stored)
    key = hashlib.sha256(token.encode("ascii")).digest(), tuple(stored)
    with _lock:
        if key in _seen:
            _seen.move_to_end(key)
            return _seen[key]
    each = [parse(one) for one in stored]
    found = tuple([hmac.compare_digest(one.of(token), one.hash) for one in each])
    with _lock:
        _seen[key] = found
        while len(_seen) > _SEEN:
            _seen.popitem(last=False)
    return found


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
