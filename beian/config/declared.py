"""Facts that a user declares where no API tells them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from beian.config.shape import Model
from beian.domains import BadDomain, to_ascii
from beian.facts import SHANGHAI


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
