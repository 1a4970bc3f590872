"""Domain names as the emulator compares them."""

from functools import lru_cache

import idna
from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=4096)
def ascii_name(name: str) -> str:
    """Lower-case A-labels without a final dot. What IDNA refuses is only lowered."""
    lowered = name.strip().rstrip(".").lower()
    if lowered.isascii():
        return lowered
    try:
        return idna.encode(lowered, uts46=True).decode("ascii")
    except idna.IDNAError:
        return lowered


@lru_cache(maxsize=4096)
def registrable(name: str) -> str | None:
    """The domain that was registered (eTLD+1, ICANN section), as A-labels; None for a suffix."""
    found = _suffixes().privatesuffix(ascii_name(name))
    return None if found is None else str(found)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)
