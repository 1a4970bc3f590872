"""The world: what exists in the emulated cloud, and how the emulator misbehaves."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    Field,
    NonNegativeInt,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from beian.emulator.accounts import Account, Binding, Key, Model, Order, Pattern, Uin
from beian.emulator.catalog import CATALOG
from beian.emulator.faults import Fault, known_pattern
from beian.emulator.functions.settings import Function
from beian.emulator.moments import Moment
from beian.emulator.names import ascii_name, registrable
from beian.emulator.worldfile import WorldError, explain, parse_document, read_document

__all__ = ["Account", "Fault", "Function", "Key", "Order", "World", "WorldError", "load_world"]


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


class World(Model):
    """`function: null` is a world without a function; `seed` draws the lots of `faults`."""

    clock: Moment | None = None
    clock_skew_s: float = 0
    home: Home = Home()
    accounts: tuple[Account, ...]
    filings: Mapping[str, FilingStatus] = {}
    organization: Organization | None = None
    retired: tuple[str, ...] = ()
    limits: Mapping[Pattern, NonNegativeInt | None] = {}
    latency_ms: Annotated[float, Field(ge=0)] = 0
    faults: tuple[Fault, ...] = ()
    function: Function | None = Function()
    seed: int = 0

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
        return {known_pattern(pattern): limit for pattern, limit in limits.items()}

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
        if self.function is not None and self.function.account is not None:
            _refuse_stranger(self.function.account, uins, ("function", "account"))
        if self.organization is not None:
            known.add(self.organization.admin)
            _refuse_twice("organization member", list(self.organization.members))
            for number, uin in enumerate(self.organization.members):
                _refuse_stranger(uin, uins, ("organization", "members", number))
        for number, account in enumerate(self.accounts):
            for place, role in enumerate(account.roles):
                _refuse_stranger(role.trusts, known, ("accounts", number, "roles", place, "trusts"))

    def account(self, uin: str) -> Account | None:
        return self.by_uin.get(uin)

    @cached_property
    def by_uin(self) -> Mapping[str, Account]:
        return {account.uin: account for account in self.accounts}

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


def _refuse_stranger(uin: str, known: set[str], at: tuple[str | int, ...]) -> None:
    if uin not in known:
        raise PydanticCustomError("stranger", "{uin} is not in accounts", {"uin": uin, "at": at})


def _refuse_twice(what: str, values: list[str]) -> None:
    twice = sorted(value for value, times in Counter(values).items() if times > 1)
    if twice:
        raise ValueError(f"{what} {twice[0]} is used twice: give each its own")
