"""Who asks, and whether they may: from an event to a principal, from a principal to an account.

Trusted is only what the platform itself puts into an event: API Gateway's `requestContext`, and the
bare fact that a function URL with CAM authentication was reached. A header counts for one thing, a
bearer token, which proves itself.
"""

import math
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from beian import events
from beian.api import Forbidden, Principal, Refused, texts
from beian.api.problem import FieldError
from beian.facts import SHANGHAI
from beian.settings import ALL, SCOPES, ConfigError, Settings, short_id

if TYPE_CHECKING:
    from beian.config import AccountConfig, CallerConfig

__all__ = ["NOBODY", "OWN", "OWNER", "Limits", "Principal", "account_of", "identify", "own"]

OWN: Final = frozenset({"self"})
"""In place of account ids: the function's own account, whichever that is."""

OWNER: Final = Principal("owner", frozenset(SCOPES), None)
"""Whoever CAM lets invoke the function directly."""

NOBODY: Final = Principal("anonymous", frozenset(), frozenset())
"""Whoever has not signed in: nothing that asks about an account is open to them."""

_UNLISTED: Final = Principal("", frozenset({"check"}), OWN)
_BEARER = re.compile(r"bearer +([^ ,]+) *", re.IGNORECASE)
_BUCKETS = 1024


def identify(
    event: events.HttpRequest | events.Invoke, config: Settings, now: datetime
) -> Principal | None:
    """Who sent the event; None: no one has signed in.

    An identity that the gateway vouches for is the only one that counts; a token is looked at
    where there is none.
    """
    if isinstance(event, events.Invoke):
        return OWNER
    if event.kind == "function_url" and config.function_url and config.function_url.cam:
        if config.callers is None:
            return _UNLISTED._replace(name="function_url")
        return _first((c for c in config.callers if c.function_url), now)
    if event.kind == "apigateway" and event.secret_id is None:
        return None
    if event.kind == "apigateway" and event.secret_id:
        if config.callers is None:
            return _UNLISTED._replace(name=short_id(event.secret_id))
        return _first((c for c in config.callers if c.key_id == event.secret_id), now)
    return _bearer(event.headers.get("authorization", ""), config.callers or (), now)


def _bearer(header: str, callers: "Iterable[CallerConfig]", now: datetime) -> Principal | None:
    found = _BEARER.fullmatch(header)
    if not found:
        return None
    from beian import tokens  # noqa: PLC0415  # only those who bring one pay for it

    stored = [(caller, caller.token) for caller in callers if caller.token is not None]
    fits = tokens.verify(found[1], [token for _, token in stored])
    return _first((c for (c, _), fit in zip(stored, fits, strict=True) if fit), now)


def _first(callers: "Iterable[CallerConfig]", now: datetime) -> Principal | None:
    """The first that has not expired."""
    today = now.astimezone(SHANGHAI).date()
    for caller in callers:
        if caller.expires is None or today <= caller.expires:
            return Principal(caller.name, frozenset(caller.may), _accounts(caller))
    return None


def _accounts(caller: "CallerConfig") -> frozenset[str] | None:
    if caller.accounts is None:
        return OWN
    return None if caller.accounts == (ALL,) else frozenset(caller.accounts)


def own(config: Settings, uin: str) -> str | None:
    """The function's own account; None where the configuration leaves it out, "" where its id is
    not known.

    :param uin: what the platform says it is, "" where it says nothing
    :raises ConfigError: the configuration says that it is another.
    """
    if not config.accounts:
        return uin
    found = next((account.uin for account in config.accounts if account.self_), None)
    if found and uin and found != uin:
        raise ConfigError(
            f"accounts: {found} has self: true, but the function runs in {uin}: correct its uin"
        )
    return found


def account_of(
    principal: Principal,
    asked: str | None,
    own_uin: str | None,
    known: "Mapping[str, AccountConfig]",
) -> "AccountConfig | None":
    """The account that a request is about; None for the own one where `known` does not have it.

    :param asked: the id that was named; None: the own account if it may be asked about, else the
        only one that may
    :param own_uin: as `own` says
    :param known: accounts by id
    :raises Forbidden: it may not be asked about, or there is none such.
    :raises Refused: 422, there are several to choose from.
    """
    listed = known.get(own_uin or "")
    own = listed if listed and listed.self_ else None
    may_own = own_uin is not None and (principal.accounts == OWN or _holds(principal, own_uin))
    if asked is None and may_own:
        return own
    if asked is None:
        return _only(account for uin, account in known.items() if _holds(principal, uin))
    if may_own and (asked == own_uin or (own_uin == "" and asked not in known)):
        return own
    if asked not in known or not _holds(principal, asked):
        raise Forbidden
    return known[asked]


def _holds(principal: Principal, uin: str) -> bool:
    return principal.accounts is None or uin in principal.accounts


def _only(accounts: "Iterable[AccountConfig]") -> "AccountConfig":
    """:raises Forbidden: there is none. :raises Refused: there are several."""
    found = tuple(accounts)
    if not found:
        raise Forbidden
    if len(found) > 1:
        field = FieldError("account", texts.WHICH_ACCOUNT, texts.WHICH_ACCOUNT_REMEDY)
        raise Refused("invalid_input", field)
    return found[0]


class Limits:
    """How often each caller may ask. Each instance of the function counts for itself, so that as
    many instances as run let through as many times more."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(per_minute)
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, principal: Principal | None, now: float) -> int:
        """Seconds until it may ask again, rounded up; 0: it may now, and this time counts.

        The owner always may; who has not signed in is refused for that.

        :param now: monotonic, in seconds
        """
        if principal is None or principal == OWNER:
            return 0
        with self._lock:
            left, at = self._left.pop(principal.name, (self._most, now))
            left = min(self._most, left + (now - at) * self._most / 60)
            wait = 0 if left >= 1 else math.ceil((1 - left) * 60 / self._most)
            self._left[principal.name] = (left - (not wait), now)
            while len(self._left) > _BUCKETS:
                self._left.popitem(last=False)
        return wait
