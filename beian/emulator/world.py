"""The world: what exists in the emulated cloud, and how the emulator misbehaves."""

import difflib
from collections.abc import Mapping
from datetime import datetime, timezone
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    NonNegativeInt,
    PositiveInt,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from beian.emulator.accounts import Account, Binding, Key, Model, Order, Pattern, Uin
from beian.emulator.catalog import CATALOG
from beian.emulator.function import Function
from beian.emulator.moments import Moment
from beian.emulator.names import ascii_name, registrable
from beian.emulator.worldfile import WorldError, explain, parse_document, read_document

__all__ = ["Account", "Fault", "Key", "Order", "World", "WorldError", "load_world"]

Wire = Literal[
    "truncate",
    "html",
    "reset",
    "drip",
    "charset",
    "no_response",
    "no_request_id",
    "http_502",
    "hang",
]
ShapeFault = Literal["null_list", "clamp_page", "growing_total", "no_total"]


class FilingStatus(Model):
    gov: bool = False
    landed: bool = False
    ticket: bool = False
    ban: bool = False


class Organization(Model):
    """The admin need not be in accounts, and is among the members only if it is listed there."""

    admin: Uin
    members: tuple[Uin, ...] = ()


class Home(Model):
    region: str = "ap-guangzhou"


class Fault(Model):
    """Exactly one of error, wire and shape. `nth` counts matching calls from 1."""

    on: Pattern
    nth: tuple[PositiveInt, ...] | None = Field(default=None, min_length=1)
    account: Uin | None = None
    region: str | None = None
    error: Annotated[str, StringConstraints(pattern=r"^[A-Z]\w+(\.\w+)*$")] | None = None
    wire: Wire | None = None
    shape: ShapeFault | None = None

    @field_validator("on")
    @classmethod
    def _matches_something(cls, pattern: str) -> str:
        return _known(pattern)

    @model_validator(mode="after")
    def _one_kind(self) -> "Fault":
        if sum(kind is not None for kind in (self.error, self.wire, self.shape)) != 1:
            raise ValueError("a fault has exactly one of error, wire and shape")
        return self


class World(Model):
    clock: Moment | None = None
    clock_skew_s: float = 0
    home: Home = Home()
    accounts: tuple[Account, ...]
    filings: Mapping[str, FilingStatus] = {}
    organization: Organization | None = None
    function: Function | None = None
    retired: tuple[str, ...] = ()
    limits: Mapping[Pattern, NonNegativeInt | None] = {}
    latency_ms: Annotated[float, Field(ge=0)] = 0
    faults: tuple[Fault, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _fill_accounts(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        accounts = data.get("accounts") or [{}]
        if not isinstance(accounts, list | tuple):
            return data
        return {**data, "accounts": [_with_identity(a, n) for n, a in enumerate(accounts, 1)]}

    @field_validator("filings")
    @classmethod
    def _by_registrable_domain(
        cls, filings: Mapping[str, FilingStatus]
    ) -> Mapping[str, FilingStatus]:
        for name in filings:
            if registrable(name) != ascii_name(name):
                wanted = registrable(name) or "a domain under it"
                raise ValueError(f"{name} is not a registrable domain: write {wanted}")
        return {ascii_name(name): status for name, status in filings.items()}

    @field_validator("retired")
    @classmethod
    def _services(cls, retired: tuple[str, ...]) -> tuple[str, ...]:
        for name in retired:
            if name not in CATALOG.services:
                raise ValueError(f"no service {name}: use {', '.join(sorted(CATALOG.services))}")
        return retired

    @field_validator("limits")
    @classmethod
    def _limited_actions(cls, limits: Mapping[str, int | None]) -> Mapping[str, int | None]:
        return {_known(pattern): limit for pattern, limit in limits.items()}

    @model_validator(mode="after")
    def _consistent(self) -> "World":
        _refuse_twice("uin", [account.uin for account in self.accounts])
        _refuse_twice("key id", [key.id for account in self.accounts for key in account.keys])
        for account in self.accounts:
            _refuse_twice("order id", [order.id for order in account.orders])
            _refuse_twice("role name", [role.name for role in account.roles])
        uins = {account.uin for account in self.accounts}
        for fault in self.faults:
            if fault.account is not None and fault.account not in uins:
                raise ValueError(f"faults name account {fault.account}, which is not in accounts")
        self._refuse_strangers(uins)
        return self

    def _refuse_strangers(self, uins: set[str]) -> None:
        known = set(uins)
        if self.organization is not None:
            known.add(self.organization.admin)
            _refuse_twice("organization member", list(self.organization.members))
            for number, uin in enumerate(self.organization.members):
                _refuse_stranger(uin, uins, ("organization", "members", number))
        for number, account in enumerate(self.accounts):
            for place, role in enumerate(account.roles):
                _refuse_stranger(role.trusts, known, ("accounts", number, "roles", place, "trusts"))

    def account(self, uin: str) -> Account | None:
        return next((account for account in self.accounts if account.uin == uin), None)

    def now(self) -> datetime:
        """The now that the world begins with; the real one unless the file sets a clock."""
        return self.clock or datetime.now(timezone.utc)

    def filing(self, domain: str) -> FilingStatus:
        """By the domain as registered; one that is not listed is filed nowhere."""
        return self.filings.get(ascii_name(domain), FilingStatus())

    def region_of(self, binding: Binding) -> str:
        return binding.region or self.home.region

    def websites(self, account: Account) -> int:
        """Websites filed in the account.

        Unless the file says: the landed filings, without those whose domain is only ever
        registered or bound in other accounts.
        """
        if account.filing.websites is not None:
            return account.filing.websites
        mine = _held(account)
        elsewhere = {name for a in self.accounts if a is not account for name in _held(a)} - mine
        return sum(s.landed for name, s in self.filings.items() if name not in elsewhere)


def load_world(path_or_text: str | Path) -> World:
    """A world from a file, or from YAML text. Raises WorldError."""
    name, text = read_document(path_or_text)
    data, node = parse_document(name, text)
    if data is None:
        data = {}
    try:
        return World.model_validate(data)
    except ValidationError as error:
        raise explain(name, node, error) from error


def _with_identity(account: object, number: int) -> object:
    if account is None:
        account = {}
    if not isinstance(account, dict):
        return account
    uin = account.get("uin", str(100_000_000_000 + number))
    keys = account.get("keys") or [{"id": f"AKID{uin}", "secret": f"secret-{uin}"}]
    return {"name": str(uin), **account, "uin": uin, "keys": keys}


def _held(account: Account) -> set[str | None]:
    names = [domain.name for domain in account.domains]
    names += [binding.domain for binding in account.bindings]
    return {registrable(name) for name in names}


def _known(pattern: str) -> str:
    names = CATALOG.names()
    if not any(fnmatchcase(name, pattern) for name in names):
        near = difflib.get_close_matches(pattern, names, n=1, cutoff=0)
        raise ValueError(f"{pattern} matches no action of the emulator: did you mean {near[0]}?")
    return pattern


def _refuse_stranger(uin: str, known: set[str], at: tuple[str | int, ...]) -> None:
    if uin not in known:
        raise PydanticCustomError("stranger", "{uin} is not in accounts", {"uin": uin, "at": at})


def _refuse_twice(what: str, values: list[str]) -> None:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"{what} {twice[0]} is used twice: give each its own")
