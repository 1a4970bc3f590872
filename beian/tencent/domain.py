"""Registrations: `domain:DescribeDomainBaseInfo`, for domains of this account only."""

from beian.facts import Cause, DomainRealName, Fact, Known, Name, Registration
from beian.tencent.errors import CallError, Refused
from beian.tencent.moments import day
from beian.tencent.reads import DOMAIN_INFO, Shape, evidence, parse, unreadable
from beian.tencent.transport import Transport

STATES = {
    "Approved": DomainRealName.VERIFIED,
    "InAudit": DomainRealName.IN_AUDIT,
    "NotUpload": DomainRealName.NOT_VERIFIED,
    "Reject": DomainRealName.NOT_VERIFIED,
}
HOLDS = {"serverHold", "clientHold"}


class BaseInfo(Shape):
    RealNameAuditStatus: str | None = None
    CreationDate: str | None = None
    ExpirationDate: str | None = None
    DomainStatus: list[str] | None = None


class DomainBaseInfo(Shape):
    DomainInfo: BaseInfo


def read_registration(transport: Transport, registrable: str) -> Fact[Registration]:
    """Real-name state, dates and hold of a domain that is registered in this account."""
    try:
        reply = transport.call(DOMAIN_INFO, {"Domain": registrable})
        found = parse(DomainBaseInfo, reply).DomainInfo
    except CallError as error:
        unread = unreadable(Name.REGISTRATION, DOMAIN_INFO, error)
        elsewhere = isinstance(error, Refused) and error.code.startswith("ResourceNotFound")
        return unread._replace(cause=Cause.NOT_REGISTERED_HERE) if elsewhere else unread
    status = found.DomainStatus
    shown = evidence(
        DOMAIN_INFO,
        reply,
        domain=registrable,
        RealNameAuditStatus=found.RealNameAuditStatus,
        CreationDate=found.CreationDate,
        ExpirationDate=found.ExpirationDate,
        DomainStatus=",".join(status) if status else None,
    )
    return Known(
        Registration(
            real_name=STATES.get(found.RealNameAuditStatus or "", DomainRealName.OTHER),
            created=day(found.CreationDate),
            expires=day(found.ExpirationDate),
            on_hold=bool(HOLDS & set(status)) if status else None,
        ),
        (shown,),
    )
