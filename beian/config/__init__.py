"""What a user may configure: accounts, callers and what they may do, declared facts, thresholds.

`beian.yml` is read from the local path or the COS object (`cos://…`) in `BEIAN_CONFIG`; the command
line also takes the one in the working directory. It is optional. An unknown key, a key given twice
or a bad value is an error that names file, line and field, and never quotes a value: some are
secrets.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from beian.config.access import AccountConfig, CallerConfig, FunctionUrl, Organization
from beian.config.declared import NOTHING_DECLARED, Declared, DeclaredDomain, DeclaredRealName
from beian.config.shape import Model, Region
from beian.config.sweep import Notices, Sweeps, Target, Waiver, twice
from beian.rulebook.policy import Policy
from beian.settings import ALL, SCOPES, ConfigError, Product, Scope, Settings, short_id, source

__all__ = [
    "ALL",
    "NOTHING_DECLARED",
    "SCOPES",
    "AccountConfig",
    "CallerConfig",
    "Config",
    "ConfigError",
    "Declared",
    "DeclaredDomain",
    "DeclaredRealName",
    "FunctionUrl",
    "Notices",
    "Organization",
    "Scope",
    "Sweeps",
    "Target",
    "Waiver",
    "conflicts",
    "load",
    "masked",
    "short_id",
]


_DEFAULT = Settings()


def _not_null(value: object) -> object:
    if value is None:
        raise ValueError("it is empty: leave it out, or write [] for nobody but the owner")
    return value


class Config(Model):
    """The whole file. Everything has a default."""

    name: str | None = Field(None, description="What the account is called in answers.")
    region: Region | None = Field(None, description="Where sites are served from unless said.")
    declared: Declared = NOTHING_DECLARED
    accounts: tuple[AccountConfig, ...] = Field(
        (),
        max_length=1000,
        description="The accounts there are; left out, the function's own alone.",
    )
    organization: Organization | None = Field(
        None, description="Answer about the organization's members too; left out, no discovery."
    )
    callers: Annotated[tuple[CallerConfig, ...] | None, BeforeValidator(_not_null)] = Field(
        None,
        max_length=100,
        description="Who may ask; left out, whoever API Gateway's keys or a CAM-protected URL "
        "authenticated may check the own account.",
    )
    function_url: FunctionUrl = FunctionUrl.model_construct()
    requests_per_minute: int = Field(
        _DEFAULT.requests_per_minute,
        ge=1,
        le=60_000,
        description="Of one caller, in each instance of the function.",
    )
    policy: Policy = _DEFAULT.policy
    products: tuple[Product, ...] = Field(
        _DEFAULT.products, description="Where custom domains are looked for."
    )
    budget_seconds: float = Field(
        _DEFAULT.budget_seconds,
        gt=0,
        le=900,
        description="How long the reads for an HTTP request may take: API Gateway waits 15 seconds "
        "unless told otherwise. The function's own time limit always holds.",
    )
    remember_seconds: int = Field(
        _DEFAULT.remember_seconds,
        ge=0,
        le=3600,
        description="How long a warm function may reuse what it read of bindings.",
    )
    sweep: Sweeps = Sweeps.model_construct()
    waivers: tuple[Waiver, ...] = Field(
        (), max_length=1000, description="Findings that somebody answers for, until a day."
    )
    notices: Notices = Notices.model_construct()

    def settings(self) -> Settings:
        """What the function runs with."""
        return Settings(*(getattr(self, name) for name in Settings._fields))


Steps = tuple[int | str, ...]


def conflicts(config: Config) -> Iterator[tuple[Steps, str]]:
    """What no entry shows by itself: where it stands, and what to do."""
    accounts, callers = config.accounts, config.callers or ()
    yield from _repeated("accounts", "uin", [a.uin for a in accounts])
    yield from _repeated("accounts", "self", [a.self_ or None for a in accounts])
    yield from _repeated("callers", "name", [c.name for c in callers])
    yield from _repeated("callers", "key_id", [c.key_id for c in callers])
    yield from _repeated("callers", "token", [c.token for c in callers])
    yield from _repeated("callers", "function_url", [c.function_url or None for c in callers])
    yield from twice(config.waivers, config.notices)
    known = {account.uin for account in accounts}
    for number, caller in enumerate(callers):
        where = ("callers", number, "accounts")
        if caller.accounts is None:
            if accounts and not any(account.self_ for account in accounts):
                yield where, "no account has self: true, so say which accounts it may ask about"
        elif caller.accounts != (ALL,) and not config.organization:
            for index, uin in enumerate(caller.accounts):
                if uin not in known:
                    yield (*where, index), "no such account: add it to accounts"


def _repeated(listed: str, field: str, values: Sequence[object]) -> Iterator[tuple[Steps, str]]:
    for index, value in enumerate(values):
        if value is not None and value in values[:index]:
            yield (listed, index, field), f"another of {listed} has the same"


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration that `BEIAN_CONFIG` names, or the defaults where it names none.

    :raises ConfigError: it cannot be read, is not YAML, or does not fit.
    """
    text = source(environ)
    if text is None:
        return Config.model_construct()
    from beian.config.file import parse  # noqa: PLC0415  # it needs what stands here

    return parse(environ["BEIAN_CONFIG"], text)


def masked(config: Config) -> dict[str, object]:
    """The configuration with its defaults, fit to be shown: secrets, hashes and key ids are not."""
    return {k: _masked(k, v) for k, v in config.model_dump(mode="json", by_alias=True).items()}


def _masked(name: str, value: object) -> object:
    if isinstance(value, dict):
        return {k: _masked(k, v) for k, v in value.items()}
    if isinstance(value, list):
        return [_masked(name, one) for one in value]
    if not isinstance(value, str) or name not in ("external_id", "token", "key_id", "url"):
        return value
    if name == "url":
        return f"{value.partition('://')[0]}://***"
    return short_id(value) if name == "key_id" else "***"
