"""The services and actions that the emulator knows, as facts of the official API schema.

Fields and their types are not here: they come from the SDK's models (`official.py`). What the
models do not say is: which parameters are required, where a region is, and how often an action
may be called. `ba` has actions that the SDK lacks; their fields are in `official.py` too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_PER_SECOND = 20
"""The rate limit of an action that documents none."""


@dataclass(frozen=True)
class ActionFacts:
    """`required`: dotted paths of parameters; an inner one counts where its parent is given.

    `cam` is the action that permissions name, where it is not the one that is called.
    """

    required: frozenset[str] = frozenset()
    region: bool = False
    per_second: int = DEFAULT_PER_SECOND
    cam: str = ""


@dataclass(frozen=True)
class ServiceFacts:
    """`cam` is the prefix that permissions use, which is not always the name of the service."""

    version: str
    actions: Mapping[str, ActionFacts]
    cam: str = ""


def _needs(
    *required: str, region: bool = False, per_second: int = 20, cam: str = ""
) -> ActionFacts:
    return ActionFacts(frozenset(required), region=region, per_second=per_second, cam=cam)


@dataclass(frozen=True)
class Catalog:
    services: Mapping[str, ServiceFacts] = field(default_factory=dict)

    def cam_prefix(self, service: str) -> str:
        known = self.services.get(service)
        return known.cam if known and known.cam else service

    def names(self) -> list[str]:
        """Every `service:Action`, in the services' own names."""
        return [f"{name}:{action}" for name, s in self.services.items() for action in s.actions]


CATALOG = Catalog(
    {
        "sts": ServiceFacts(
            "2018-08-13",
            {
                "GetCallerIdentity": _needs(region=True),
                "AssumeRole": _needs("RoleArn", "RoleSessionName", region=True, per_second=600),
            },
        ),
        "billing": ServiceFacts(
            "2018-07-09",
            {
                "DescribeDealsByCond": _needs("StartTime", "EndTime", "Limit"),
                "DescribeBillResourceSummary": _needs("Offset", "Limit", "Month", per_second=5),
            },
            cam="finance",
        ),
        "ba": ServiceFacts(
            "2020-07-20",
            {
                "DescribeDomainIcpStatus": _needs("Domain"),
                "DescribeIcpRegister": _needs(),
                "DescribeLastIcpOrderInProgress": _needs(),
                "DescribeGetAuthInfo": _needs(),
                "DescribeEvaluateAuditDays": _needs(),
            },
        ),
        "scf": ServiceFacts(
            "2018-04-16",
            {
                "ListCustomDomains": _needs("Filters.Name", "Filters.Values", region=True),
                "Invoke": _needs("FunctionName", region=True, per_second=100, cam="InvokeFunction"),
                "GetFunctionEventInvokeConfig": _needs("FunctionName", region=True),
                "UpdateFunctionEventInvokeConfig": _needs(
                    "FunctionName",
                    "AsyncTriggerConfig",
                    "AsyncTriggerConfig.MsgTTL",
                    "AsyncTriggerConfig.RetryConfig",
                    "AsyncTriggerConfig.RetryConfig.RetryNum",
                    region=True,
                ),
                "GetReservedConcurrencyConfig": _needs("FunctionName", region=True),
                "PutReservedConcurrencyConfig": _needs(
                    "FunctionName", "ReservedConcurrencyMem", region=True
                ),
            },
        ),
        "apigateway": ServiceFacts(
            "2018-08-08",
            {
                "DescribeServicesStatus": _needs("Filters.Name", "Filters.Values", region=True),
                "DescribeServiceSubDomains": _needs("ServiceId", region=True),
            },
            cam="apigw",
        ),
        "domain": ServiceFacts(
            "2018-08-08",
            {
                "DescribeDomainBaseInfo": _needs("Domain"),
                "DescribeDomainNameList": _needs(),
                "CheckDomain": _needs("DomainName", per_second=10),
            },
        ),
        "organization": ServiceFacts(
            "2021-03-31",
            {"DescribeOrganizationMembers": _needs("Offset", "Limit")},
        ),
    }
)
