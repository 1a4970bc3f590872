"""What a user may configure: declared facts, thresholds, and what the account is called.

`beian.yml` is read from the path in `BEIAN_CONFIG`; the command line also takes the one in the
working directory. It is optional. An unknown key or a bad value is an error that names file, line
and field.
"""

import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from beian.domains import BadDomain, to_ascii
from beian.facts import SHANGHAI
from beian.rulebook.policy import Policy


class ConfigError(ValueError):
    """The configuration cannot be used. The message names the file, the field and the remedy."""


def _in_shanghai(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)


ShanghaiTime = Annotated[datetime, AfterValidator(_in_shanghai)]
"""A time; without a zone it is Asia/Shanghai's."""


def _ascii_domain(name: str) -> str:
    try:
        return to_ascii(name)
    except BadDomain as error:
        raise ValueError("not a domain name: write it as example.cn") from error


DomainName = Annotated[str, AfterValidator(_ascii_domain)]


class Model(BaseModel):
    # defer_build: a function that configures and declares nothing does not pay for validation.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class DeclaredRealName(Model):
    """The account's real-name verification, where it cannot be read, and since when it stands."""

    verified: bool = True
    personal: bool | None = Field(None, description="A personal account (else an enterprise's).")
    since: ShanghaiTime | None = None


class DeclaredDomain(Model):
    """A domain registered elsewhere: what its registrar shows. It counts until `until`."""

    real_name: bool = Field(description="Real-name verified at its registrar.")
    expires: date = Field(description="The registration's last day.")
    real_name_since: ShanghaiTime | None = None
    created: date | None = None
    on_hold: bool = False
    until: date | None = Field(None, description="After this day the declaration no longer counts.")


class Declared(Model):
    """Facts that no API tells, or that cannot be read here. Each shows as an assumption."""

    serverless_filings: int | None = Field(
        None, ge=0, description="Websites filed through Serverless so far."
    )
    accesses: int | None = Field(None, ge=0, description="SCF and CVM accesses of the subject.")
    pack_orders: tuple[str, ...] = Field((), description="Orders that are the filing packs.")
    real_name: DeclaredRealName | None = None
    domains: Mapping[DomainName, DeclaredDomain] = Field(
        {}, max_length=500, description="By registrable domain, as Unicode or ASCII."
    )

    def merged(self, other: "Declared") -> "Declared":
        """These, with whatever `other` declares put over them."""
        domains = {**self.domains, **other.domains}
        given = {name: getattr(other, name) for name in other.model_fields_set}
        return self.model_copy(update={**given, "domains": domains})


NOTHING_DECLARED = Declared.model_construct()


class Config(Model):
    """The whole file. Everything has a default."""

    name: str | None = Field(None, description="What the account is called in answers.")
    region: str | None = Field(None, description="Where sites are served from unless said.")
    declared: Declared = NOTHING_DECLARED
    policy: Policy = Policy()
    products: tuple[Literal["scf", "apigateway"], ...] = Field(
        ("scf", "apigateway"), description="Where custom domains are looked for."
    )
    budget_seconds: float = Field(
        12,
        gt=0,
        le=900,
        description="How long the reads for an HTTP request may take: API Gateway waits 15 seconds "
        "unless told otherwise. The function's own time limit always holds.",
    )
    remember_seconds: int = Field(
        300,
        ge=0,
        le=3600,
        description="How long a warm function may reuse what it read of bindings.",
    )


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration that `BEIAN_CONFIG` names, or the defaults where it names none.

    :raises ConfigError: it cannot be read, is not YAML, or does not fit.
    """
    name = environ.get("BEIAN_CONFIG")
    return read(Path(name)) if name else Config.model_construct()


def read(path: Path) -> Config:
    """:raises ConfigError: as `load`."""
    import yaml  # noqa: PLC0415  # 20 ms that only those who configure pay

    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # such as a date 2026-13-01
        raise ConfigError(f"{path}: not YAML: {error}") from error
    try:
        return Config.model_validate({} if data is None else data)
    except ValidationError as error:
        raise ConfigError(
            "\n".join(
                f"{path}:{_line(root, tuple(e['loc']))}: {'.'.join(map(str, e['loc'])) or 'file'}: "
                f"{e['msg']}"
                for e in error.errors()
            )
        ) from error


def _line(node: Any, path: tuple[int | str, ...]) -> int:
    """The line (from 1) of the YAML node at `path`, or of its nearest parent that stands there."""
    line = node.start_mark.line + 1 if node is not None else 1
    if not path or node is None or not isinstance(node.value, list):
        return int(line)
    step = path[0]
    if isinstance(step, int):
        children = dict(enumerate(node.value))
        return _line(children[step], path[1:]) if step in children else int(line)
    for pair in node.value:
        if isinstance(pair, tuple) and pair[0].value == step:
            is_key = path[1:] in ((), ("[key]",))
            return int(pair[0].start_mark.line + 1) if is_key else _line(pair[1], path[1:])
    return int(line)
