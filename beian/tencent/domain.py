"""Registrations: `domain:DescribeDomainBaseInfo`, for domains of this account only."""

from typing_extensions import NotRequired, TypedDict

from beian.facts import Cause, DomainRealName, Fact, Known, Name, Registration
from beian.tencent.errors import CallError, Refused
from beian.tencent.moments import day
from beian.tencent.reads import DOMAIN_INFO, evidence, parse, unreadable
from beian.tencent.transport import Transport

STATES = {
    "Approved": DomainRealName.VERIFIED,
    "InAudit": DomainRealName.IN_AUDIT,
    "NotUpload": DomainRealName.NOT_VERIFIED,
    "Reject": DomainRealName.NOT_VERIFIED,
}
HOLDS = {"serverHold", "clientHold"}


class BaseInfo(TypedDict):
    RealNameAuditStatus: NotRequired[str | None]
    CreationDate: NotRequired[str | None]
    ExpirationDate: NotRequired[str | None]
    DomainStatus: NotRequired[list[str] | None]


class DomainBaseInfo(TypedDict):
    DomainInfo: BaseInfo


def read_registration(transport: Transport, registrable: str) -> Fact[Registration]:
    """Real-name state, dates and hold of a domain that is registered in this account."""
    try:
        reply = transport.call(DOMAIN_INFO, {"Domain": registrable})
        found = parse(DomainBaseInfo, reply)["DomainInfo"]
    except CallError as error:
        unread = unreadable(Name.REGISTRATION, DOMAIN_INFO, error)
        elsewhere = isinstance(error, Refused) and error.code.startswith("ResourceNotFound")
        return unread._replace(cause=Cause.NOT_REGISTERED_HERE) if elsewhere else unread
    status = found.get("DomainStatus")
    shown = evidence(
        DOMAIN_INFO,
        reply,
        domain=registrable,
        RealNameAuditStatus=found.get("RealNameAuditStatus"),
        CreationDate=found.get("CreationDate"),
        ExpirationDate=found.get("ExpirationDate"),
        DomainStatus=",".join(status) if status else None,
    )
    return Known(
        Registration(
            real_name=STATES.get(found.get("RealNameAuditStatus") or "", DomainRealName.OTHER),
            created=day(found.get("CreationDate")),
            expires=day(found.get("ExpirationDate")),
            on_hold=bool(HOLDS & set(status)) if status else None,
        ),
        (shown,),
    )
