"""Filings: the `ba` service. Each of its reads is refused where the credential's account is not the
one that holds the filing subject: that is unreadable, never "not filed"."""

from typing import Literal

from typing_extensions import TypedDict

from beian.facts import Fact, Icp, Known, Name, RealName
from beian.tencent.errors import BrokenReply, CallError
from beian.tencent.reads import (
    AUTH_INFO,
    ICP_ORDER,
    ICP_REGISTER,
    ICP_STATUS,
    evidence,
    parse,
    unreadable,
)
from beian.tencent.transport import Transport

VerifiedField = Literal["IsAuthenticated", "IsTenPayMasked"]
"""Which field of `AuthInfo` tells that the account is verified."""


class IcpStatus(TypedDict):
    GovStatus: bool
    LandedStatus: bool
    AuditTicket: bool
    Ban: bool


class IcpRegister(TypedDict):
    # Its elements' shape is not known: they are counted. Null is no list, so it is no count.
    Webs: list[object]


class IcpOrder(TypedDict):
    IcpOrderId: str


class AuthInfo(TypedDict):
    IsAuthenticated: str
    IsTenPayMasked: str
    Type: str


def read_icp(transport: Transport, registrable: str) -> Fact[Icp]:
    """The four flags of a registrable domain."""
    try:
        reply = transport.call(ICP_STATUS, {"Domain": registrable})
        found = parse(IcpStatus, reply)
    except CallError as error:
        return unreadable(Name.ICP, ICP_STATUS, error)
    shown = evidence(ICP_STATUS, reply, domain=registrable, **found)
    flags = Icp(found["GovStatus"], found["LandedStatus"], found["AuditTicket"], found["Ban"])
    return Known(flags, (shown,))


def read_websites(transport: Transport) -> Fact[int]:
    """How many websites are filed in the account."""
    try:
        reply = transport.call(ICP_REGISTER, {})
        count = len(parse(IcpRegister, reply)["Webs"])
    except CallError as error:
        return unreadable(Name.WEBSITES, ICP_REGISTER, error)
    return Known(count, (evidence(ICP_REGISTER, reply, Webs=count),))


def read_order_in_progress(transport: Transport) -> Fact[str]:
    """The id of the filing order under way, empty where there is none."""
    try:
        reply = transport.call(ICP_ORDER, {})
        order = parse(IcpOrder, reply)["IcpOrderId"]
    except CallError as error:
        return unreadable(Name.ORDER_IN_PROGRESS, ICP_ORDER, error)
    return Known(order, (evidence(ICP_ORDER, reply, IcpOrderId=order),))


def read_real_name(transport: Transport, verified_field: VerifiedField) -> Fact[RealName]:
    """Whether the account is verified, and as what.

    The documented meanings of two fields are swapped against their names; the recorded reply only
    makes sense by the names. `verified_field` says which one is believed; all are in the evidence.
    """
    try:
        reply = transport.call(AUTH_INFO, {})
        found = parse(AuthInfo, reply)
        verified = found[verified_field]
        if not {verified, found["Type"]} <= {"0", "1"}:
            raise BrokenReply(request_id=reply.request_id, detail="a flag that is neither 0 nor 1")
    except CallError as error:
        return unreadable(Name.REAL_NAME, AUTH_INFO, error)
    shown = evidence(AUTH_INFO, reply, verified_field=verified_field, **found)
    return Known(RealName(verified=verified == "1", personal=found["Type"] == "0"), (shown,))
