"""Whether the bucket that sweeps are kept in is there, and may be read."""

from collections.abc import Mapping
from enum import Enum

from beian import environment
from beian.store import Denied, NoBucket, StoreError, cos_address, open_store

ANY_KEY = "latest.json"
"""It need not be there: that there is no such object is an answer, too."""


class Bucket(str, Enum):
    WORKS = "works"
    DENIED = "denied"
    MISSING = "missing"
    FAILED = "failed"


def try_bucket(address: str, environ: Mapping[str, str]) -> Bucket | None:
    """None for a local folder, and beside an emulated cloud that has no bucket.

    :raises BadAddress: it begins as an address and does not go on as one.
    :raises BadEnvironment: a variable is no loopback address.
    """
    is_nowhere = environment.endpoint(environ) and not environment.cos_endpoint(environ)
    if cos_address(address) is None or is_nowhere:
        return None
    try:
        open_store(address, environ).read(ANY_KEY)
    except Denied:
        return Bucket.DENIED
    except NoBucket:
        return Bucket.MISSING
    except StoreError:
        return Bucket.FAILED
    return Bucket.WORKS
