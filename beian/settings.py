"""What the function runs with: what its `beian.yml` says, or the defaults where it has none.

A plain record: a function that configures nothing loads neither YAML nor pydantic. How a file is
written and what is wrong with one is `beian.config`'s, which has its defaults from here.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from beian.rulebook.policy import Policy

if TYPE_CHECKING:
    from beian.config import AccountConfig, CallerConfig, Declared, FunctionUrl, Organization

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


def load(environ: Mapping[str, str]) -> Settings:
    """The configuration that `BEIAN_CONFIG` names, or the defaults where it names none.

    :raises ConfigError: it cannot be read, is not YAML, or does not fit.
    """
    if not environ.get("BEIAN_CONFIG"):
        return Settings()
    from beian import config  # noqa: PLC0415  # 70 ms that only those who configure pay

    return config.load(environ).settings()


def short_id(key_id: str) -> str:
    """Enough of a key id to tell it from others, never the whole."""
    return f"{key_id[:4]}…{key_id[-4:]}" if len(key_id) >= 16 else "…"
