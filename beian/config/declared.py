"""Facts that a user declares where no API tells them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from beian.config.shape import Model
from beian.domains import BadDomain, to_ascii
from beian.facts import SHANGHAI

FIRST_YEAR, LAST_YEAR = 1990, 2199
"""No domain, account or order is older, and arithmetic with days must not run out of years."""


def _written(value: object) -> object:
    if isinstance(value, (int, float)):  # seconds since an epoch, which nobody means here
        raise ValueError("write a date, such as 2026-11-22")  # pydantic's own
    return value


def _in_our_time(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"the year must lie from {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _in_shanghai(value: datetime) -> datetime:
    _in_our_time(value)
    return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)


Day = Annotated[date, BeforeValidator(_written), AfterValidator(_in_our_time)]
ShanghaiTime = Annotated[datetime, BeforeValidator(_written), AfterValidator(_in_shanghai)]
"""A time; without a zone it is Asia/Shanghai's."""


def _ascii_domain(name: str) -> str:
    try:
        return to_ascii(name)
    except BadDomain as error:
        raise ValueError("not a domain name: write it as example.cn") from error


DomainName = Annotated[str, AfterValidator(_ascii_domain)]


def _once_each(value: object) -> object:
    """Two spellings of one domain would hide each other, the last one winning unsaid."""
    seen: dict[str, str] = {}
    for key in value if isinstance(value, Mapping) else ():
        try:
            name = to_ascii(key) if isinstance(key, str) else ""
        except BadDomain:
            continue  # told of its own
        if name in seen:
            raise ValueError("two keys are the same domain: keep one of them")
        seen[name] = name
    return value


OrderId = Annotated[str, Field(min_length=1, max_length=64)]


class DeclaredRealName(Model):
    """The account's real-name verification, where it cannot be read, and since when it stands."""

    verified: bool = True
    personal: bool | None = Field(None, description="A personal account (else an enterprise's).")
    since: ShanghaiTime | None = None


class DeclaredDomain(Model):
    """A domain registered elsewhere: what its registrar shows. It counts until `until`."""

    real_name: bool = Field(description="Real-name verified at its registrar.")
    expires: Day = Field(description="The registration's last day.")
    real_name_since: ShanghaiTime | None = None
    created: Day | None = None
    on_hold: bool = False
    until: Day | None = Field(None, description="After this day the declaration no longer counts.")


class Declared(Model):
    """Facts that no API tells, or that cannot be read here. Each shows as an assumption."""

    serverless_filings: int | None = Field(
        None, ge=0, le=10_000, strict=True, description="Websites filed through Serverless so far."
    )
    accesses: int | None = Field(
        None, ge=0, le=10_000, strict=True, description="SCF and CVM accesses of the subject."
    )
    pack_orders: tuple[OrderId, ...] = Field(
        (), max_length=100, description="Orders that are the filing packs."
    )
    real_name: DeclaredRealName | None = None
    domains: Annotated[Mapping[DomainName, DeclaredDomain], BeforeValidator(_once_each)] = Field(
        {}, max_length=500, description="By registrable domain, as Unicode or ASCII."
    )

    def merged(self, other: "Declared") -> "Declared":
        """These, with whatever `other` declares put over them."""
        domains = {**self.domains, **other.domains}
        given = {name: getattr(other, name) for name in other.model_fields_set}
        return self.model_copy(update={**given, "domains": domains})


NOTHING_DECLARED = Declared.model_construct()
