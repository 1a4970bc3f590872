"""Every read that beian makes, and the facts that each provides.

The least-privilege policy, the rule pages and the remedies are made from this table.
"""

import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from beian.facts import Evidence, Name, Scalar, Unreadable
from beian.tencent.errors import BrokenReply, CallError
from beian.tencent.transport import Read, Reply

if TYPE_CHECKING:
    from pydantic import TypeAdapter

ASSUME_ROLE = Read("sts", "AssumeRole", "2018-08-13", rate=600)
MEMBERS = Read("organization", "DescribeOrganizationMembers", "2021-03-31")
CALLER = Read("sts", "GetCallerIdentity", "2018-08-13")
DEALS = Read("billing", "DescribeDealsByCond", "2018-07-09")
BILL = Read("billing", "DescribeBillResourceSummary", "2018-07-09", rate=5)
# The next three are real actions that the typed SDK lacks; their limits are published nowhere.
ICP_STATUS = Read("ba", "DescribeDomainIcpStatus", "2020-07-20", rate=10, certainty="medium")
ICP_REGISTER = Read("ba", "DescribeIcpRegister", "2020-07-20", rate=10, certainty="medium")
ICP_ORDER = Read("ba", "DescribeLastIcpOrderInProgress", "2020-07-20", rate=10, certainty="medium")
AUTH_INFO = Read("ba", "DescribeGetAuthInfo", "2020-07-20", rate=10, certainty="medium")
CUSTOM_DOMAINS = Read("scf", "ListCustomDomains", "2018-04-16")
GATEWAYS = Read("apigateway", "DescribeServicesStatus", "2018-08-08")
GATEWAY_DOMAINS = Read("apigateway", "DescribeServiceSubDomains", "2018-08-08")
DOMAIN_INFO = Read("domain", "DescribeDomainBaseInfo", "2018-08-08")

PROVIDES: Mapping[Name, tuple[Read, ...]] = {
    Name.ORDERS: (DEALS, BILL),
    Name.WEBSITES: (ICP_REGISTER,),
    Name.REAL_NAME: (AUTH_INFO,),
    Name.ORDER_IN_PROGRESS: (ICP_ORDER,),
    Name.ICP: (ICP_STATUS,),
    Name.REGISTRATION: (DOMAIN_INFO,),
    Name.BINDINGS: (CUSTOM_DOMAINS, GATEWAYS, GATEWAY_DOMAINS),
}


S = TypeVar("S")

_loading = threading.Lock()
_validators: "dict[type, TypeAdapter[Any]]" = {}


def load_validation() -> None:
    """Loads pydantic, once the first reads are under way: it takes as long as a reply.

    Whoever comes second waits here: of two threads that import one package crosswise, one may be
    given a module that is half there.
    """
    with _loading:
        from pydantic import (  # noqa: F401, PLC0415
            AwareDatetime,
            BaseModel,
            Field,
            TypeAdapter,
        )


def is_loaded() -> bool:
    """Whether replies need not wait for `load_validation`."""
    return "pydantic" in sys.modules


def parse(shape: type[S], reply: Reply) -> S:
    """The part of a reply that `shape` names: a TypedDict, validated by pydantic. Whatever else the
    cloud sends is left out.

    :raises BrokenReply: the reply lacks a field that is used, or has another type there.
    """
    load_validation()
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  # see there

    validator = _validators.get(shape) or _validators.setdefault(shape, TypeAdapter(shape))
    try:
        return cast("S", validator.validate_python(reply.body))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BrokenReply(
            request_id=reply.request_id, detail=f"unexpected shape: {where}"
        ) from None


def evidence(read: Read, reply: Reply, region: str = "", **values: Scalar) -> Evidence:
    return Evidence(
        read.name, region or None, reply.request_id, reply.read_at, values, read.certainty
    )


def unreadable(name: Name, read: Read, error: CallError, region: str = "") -> Unreadable:
    return Unreadable(
        name,
        error.cause,
        read.name,
        region or None,
        error.code,
        read.permission,
        error.request_id,
        error.detail,
    )
