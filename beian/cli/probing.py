"""Tries each read of an account once, with parameters that ask for as little as can be."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from typing import NamedTuple

from beian.facts import SHANGHAI
from beian.tencent.billing import bill_month
from beian.tencent.bindings import FIRST_READS, Services, is_retired
from beian.tencent.errors import BrokenReply, CallError, Denied, Refused, TimedOut
from beian.tencent.lanes import Lanes
from beian.tencent.moments import to_wire
from beian.tencent.reads import (
    AUTH_INFO,
    BILL,
    CALLER,
    CUSTOM_DOMAINS,
    DEALS,
    DOMAIN_INFO,
    GATEWAY_DOMAINS,
    GATEWAYS,
    ICP_ORDER,
    ICP_REGISTER,
    ICP_STATUS,
    parse,
)
from beian.tencent.transport import Read, Reply, Transport

ANY_DOMAIN = "example.com"
ANY_SERVICE = "service-00000000"
_REGIONAL = {CALLER, CUSTOM_DOMAINS, GATEWAYS, GATEWAY_DOMAINS}
_OF_ONE_THING = {DOMAIN_INFO, GATEWAY_DOMAINS}
"""Reads of a thing by its name. That there is no such thing is an answer, too."""


class State(str, Enum):
    WORKS = "works"
    DENIED = "denied"
    GONE = "gone"  # the product is switched off, or not offered in the region
    FAILED = "failed"


class Tried(NamedTuple):
    """`error` says why there was no reply."""

    read: Read
    state: State
    error: CallError | None = None
    reply: Reply | None = None


def try_reads(
    transport: Transport, products: Collection[str], domain: str, region: str
) -> list[Tried]:
    """Every read that a check makes, side by side.

    :param products: where bindings are looked for; the other products' reads are not tried
    """
    lanes = Lanes(transport.deadline)
    first = _parameters(transport.now().astimezone(SHANGHAI), domain)
    unwanted = {read.service for product, read in FIRST_READS.items() if product not in products}
    begun = {
        read: lanes.start(read.service, partial(_try, transport, read, asked, region))
        for read, asked in first.items()
        if read.service not in unwanted
    }
    found = []
    for read, future in begun.items():
        try:
            found.append(lanes.wait(future))
        except TimedOut as error:
            found.append(Tried(read, State.FAILED, error))
    services = next((tried for tried in found if tried.read == GATEWAYS), None)
    if services:
        asked = {"ServiceId": _a_service(services.reply), "Offset": 0, "Limit": 1}
        found.append(_try(transport, GATEWAY_DOMAINS, asked, region))
    return found


def _parameters(now: datetime, domain: str) -> Mapping[Read, Mapping[str, object]]:
    """All but those of GATEWAY_DOMAINS, which needs a service to ask about."""
    deals = {"StartTime": to_wire(now - timedelta(days=1)), "EndTime": to_wire(now)}
    page = {"Offset": 0, "Limit": 1}
    return {
        CALLER: {},
        DEALS: {**deals, **page},
        BILL: {"Month": bill_month(now), **page},
        ICP_STATUS: {"Domain": domain},
        ICP_REGISTER: {},
        ICP_ORDER: {},
        AUTH_INFO: {},
        DOMAIN_INFO: {"Domain": domain},
        CUSTOM_DOMAINS: page,
        GATEWAYS: page,
    }


def _try(transport: Transport, read: Read, asked: Mapping[str, object], region: str) -> Tried:
    try:
        reply = transport.call(read, asked, region if read in _REGIONAL else "")
    except CallError as error:
        return Tried(read, _state(read, error), error)
    return Tried(read, State.WORKS, reply=reply)


def _state(read: Read, error: CallError) -> State:
    if isinstance(error, Denied):
        return State.DENIED
    if read in _OF_ONE_THING and isinstance(error, Refused):
        return State.WORKS if error.code.startswith("ResourceNotFound") else State.FAILED
    gateway = read in (GATEWAYS, GATEWAY_DOMAINS)
    return State.GONE if gateway and is_retired(error) else State.FAILED


def _a_service(reply: Reply | None) -> str:
    try:
        listed = parse(Services, reply)["Result"]["ServiceSet"] if reply else None
    except BrokenReply:
        listed = None
    return listed[0]["ServiceId"] if listed else ANY_SERVICE
