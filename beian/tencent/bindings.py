"""Where custom domains are bound: `scf:ListCustomDomains` and API Gateway's two reads.

API Gateway is being switched off in batches since 2026-10-30, its APIs included. Where it says so,
or its name is gone, it is retired: it serves nothing, and that is not a failed check.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from typing_extensions import NotRequired, TypedDict

from beian.domains import BadDomain, to_ascii
from beian.facts import Binding, Evidence, Fact, Known, Name, Place
from beian.tencent.errors import BrokenReply, CallError, NoSuchRegion, Retired, Unreachable
from beian.tencent.reads import (
    CUSTOM_DOMAINS,
    GATEWAY_DOMAINS,
    GATEWAYS,
    evidence,
    parse,
    unreadable,
)
from beian.tencent.transport import Read, Reply, Transport

PAGE = 100
I = TypeVar("I")  # noqa: E741


class CustomDomain(TypedDict):
    Domain: str


class CustomDomains(TypedDict):
    Domains: list[CustomDomain] | None
    Total: int


class Service(TypedDict):
    ServiceId: str


class ServiceSet(TypedDict):
    ServiceSet: list[Service] | None
    TotalCount: int


class Services(TypedDict):
    Result: ServiceSet


class SubDomain(TypedDict):
    DomainName: str
    RegistrationStatus: NotRequired[bool | None]


class SubDomainSet(TypedDict):
    DomainSet: list[SubDomain] | None
    TotalCount: int


class SubDomains(TypedDict):
    Result: SubDomainSet


def read_custom_domains(transport: Transport, region: str) -> Place:
    """The custom domains of SCF in one region."""

    def take(reply: Reply) -> tuple[list[CustomDomain] | None, int]:
        page = parse(CustomDomains, reply)
        return page["Domains"], page["Total"]

    try:
        items, proof = _pages(transport, CUSTOM_DOMAINS, region, {}, take)
    except NoSuchRegion as error:
        return Place("scf", region, _nothing(transport, CUSTOM_DOMAINS, error, region))
    except CallError as error:
        return Place("scf", region, unreadable(Name.BINDINGS, CUSTOM_DOMAINS, error, region))
    return Place("scf", region, Known(tuple(Binding(_host(d["Domain"])) for d in items), proof))


def read_gateway_domains(transport: Transport, region: str) -> Place:
    """The custom domains of every API Gateway service in one region, with its word on filings."""
    read = GATEWAYS
    try:
        services, proof = _pages(transport, GATEWAYS, region, {}, _take_services)
        read = GATEWAY_DOMAINS
        bindings: list[Binding] = []
        for service in services:
            asked = {"ServiceId": service["ServiceId"]}
            items, more = _pages(transport, GATEWAY_DOMAINS, region, asked, _take_domains)
            bindings += [
                Binding(_host(d["DomainName"]), d.get("RegistrationStatus")) for d in items
            ]
            proof += more
    except CallError as error:
        if is_retired(error):
            return Place("apigateway", region, _nothing(transport, read, error, region))
        return Place("apigateway", region, unreadable(Name.BINDINGS, read, error, region))
    return Place("apigateway", region, Known(tuple(bindings), proof))


READERS: Mapping[str, Callable[[Transport, str], Place]] = {
    "scf": read_custom_domains,
    "apigateway": read_gateway_domains,
}
FIRST_READS: Mapping[str, Read] = {"scf": CUSTOM_DOMAINS, "apigateway": GATEWAYS}


def is_retired(error: CallError) -> bool:
    """Refused as gone, not offered in the region, or no longer to be found under its name."""
    return isinstance(error, (Retired, NoSuchRegion)) or (
        isinstance(error, Unreachable) and error.gone
    )


def _take_services(reply: Reply) -> tuple[list[Service] | None, int]:
    found = parse(Services, reply)["Result"]
    return found["ServiceSet"], found["TotalCount"]


def _take_domains(reply: Reply) -> tuple[list[SubDomain] | None, int]:
    found = parse(SubDomains, reply)["Result"]
    return found["DomainSet"], found["TotalCount"]


def _pages(
    transport: Transport,
    read: Read,
    region: str,
    params: Mapping[str, object],
    take: Callable[[Reply], tuple[list[I] | None, int]],
) -> tuple[list[I], tuple[Evidence, ...]]:
    """Every item of a paged list. Pages may be shorter than asked, so the next one begins after
    what came; a list that ends before its total was cut, and is not believed."""
    items: list[I] = []
    proof: tuple[Evidence, ...] = ()
    while True:
        reply = transport.call(read, {**params, "Offset": len(items), "Limit": PAGE}, region)
        page, total = take(reply)
        items += page or []
        proof += (evidence(read, reply, region, total=total),)
        if len(items) >= total:
            return items, proof
        if not page:
            raise BrokenReply(request_id=reply.request_id, detail="fewer items than its total")


def _nothing(
    transport: Transport, read: Read, error: CallError, region: str
) -> Fact[tuple[Binding, ...]]:
    """The platform's own word that the product is not there, as evidence that nothing is bound."""
    word = error.code or error.detail
    shown = Evidence(
        read.name, region, error.request_id, transport.now(), {"retired": word}, read.certainty
    )
    return Known((), (shown,))


def _host(name: str) -> str:
    try:
        return to_ascii(name)
    except BadDomain:
        return name.lower()  # never equal to a host that was asked about
