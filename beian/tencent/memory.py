"""What a warm process remembers of the accounts that it read last.

Every remembered fact keeps the time at which it was read. What is kept is kept by account: no
account sees another's.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from beian.facts import OrderWindow, Place
from beian.tencent import billing

ACCOUNTS_KEPT = 64


@dataclass
class AccountMemory:
    """`declared`: the orders that counted as packs by declaration when `windows` and `bill_ends`
    were read. What those hold was chosen with them, so another declaration reads anew."""

    declared: frozenset[str] = frozenset()
    windows: dict[billing.Span, OrderWindow] = field(default_factory=dict)
    bill_ends: dict[str, Mapping[str, datetime]] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[datetime, Place]] = field(default_factory=dict)


class Memory:
    """What one warm process remembers, of its latest accounts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accounts: OrderedDict[str, AccountMemory] = OrderedDict()
        self._owners: OrderedDict[str, str] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._accounts)

    def owner(self, secret_id: str) -> str | None:
        """The account a credential was seen to belong to."""
        return self._owners.get(secret_id)

    def of(self, uin: str) -> AccountMemory:
        return self._accounts.get(uin) or AccountMemory()

    def keep(self, secret_id: str, uin: str, memory: AccountMemory) -> None:
        with self._lock:
            self._owners[secret_id] = uin
            self._accounts[uin] = memory
            for kept, key in ((self._owners, secret_id), (self._accounts, uin)):
                kept.move_to_end(key)
                while len(kept) > ACCOUNTS_KEPT:
                    kept.popitem(last=False)
