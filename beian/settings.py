"""What the function runs with: what its `beian.yml` says, or the defaults where it has none.

A plain record: a function that configures nothing loads neither YAML nor pydantic. How a file is
written and what is wrong with one is `beian.config`'s, which has its defaults from here.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from beian.rulebook.policy import Policy

if TYPE_CHECKING:
    from beian.config import (
        AccountConfig,
        CallerConfig,
        Declared,
        FunctionUrl,
        Notices,
        Organization,
        Sweeps,
        Waiver,
    )

Product = Literal["scf", "apigateway"]
Scope = Literal["check", "sweep", "reports"]
SCOPES: tuple[Scope, ...] = ("check", "sweep", "reports")
ALL = "all"
"""In place of account ids: every account there is."""


class ConfigError(ValueError):
    """The configuration cannot be used. The message names the file, the field and the remedy."""


class Settings(NamedTuple):
    """As `beian.config.Config`, field by field."""

    name: str | None = None
    region: str | None = None
    declared: "Declared | None" = None
    accounts: "tuple[AccountConfig, ...]" = ()
    organization: "Organization | None" = None
    callers: "tuple[CallerConfig, ...] | None" = None
    function_url: "FunctionUrl | None" = None
    requests_per_minute: int = 120
    policy: Policy = Policy()
    products: tuple[Product, ...] = ("scf", "apigateway")
    budget_seconds: float = 12
    remember_seconds: int = 300
    sweep: "Sweeps | None" = None
    waivers: "tuple[Waiver, ...]" = ()
    notices: "Notices | None" = None


def load(environ: Mapping[str, str]) -> Settings:
    """The configuration that `BEIAN_CONFIG` names, or the defaults where it names none.

    :raises ConfigError: it cannot be read, is not YAML, or does not fit.
    """
    return understood(environ.get("BEIAN_CONFIG", ""), source(environ))


def understood(name: str, text: str | None) -> Settings:
    """:raises ConfigError: it is not YAML, or does not fit."""
    if text is None:
        return Settings()
    from beian.config.file import parse  # noqa: PLC0415  # 70 ms that only those who configure pay

    return parse(name, text).settings()


def source(environ: Mapping[str, str]) -> str | None:
    """Its text, None where `BEIAN_CONFIG` names none. :raises ConfigError: it cannot be read."""
    name = environ.get("BEIAN_CONFIG")
    if not name:
        return None
    try:
        return (_stored(name, environ) if is_remote(name) else Path(name).read_bytes()).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: cannot be read: {error}") from error


def is_remote(name: str) -> bool:
    """Whether it is no local path: such a configuration may change while a function is warm."""
    return name.startswith("cos://")


def _stored(name: str, environ: Mapping[str, str]) -> bytes:
    from beian.store import StoreError, cos_address, read_object  # noqa: PLC0415  # few need it

    try:
        address = cos_address(name)
        found = read_object(address, environ) if address else None
    except StoreError as error:
        raise ConfigError(f"BEIAN_CONFIG: {error}") from None
    if found is None:
        raise ConfigError(f"{name}: there is no such object: upload beian.yml, or unset the name")
    return found


def short_id(key_id: str) -> str:
    """Enough of a key id to tell it from others, never the whole."""
    return f"{key_id[:4]}…{key_id[-4:]}" if len(key_id) >= 16 else "…"
