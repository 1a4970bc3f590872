"""Every field and parameter that the readers use, held against the official models."""

import importlib
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from typing_extensions import get_type_hints, is_typeddict

from beian.facts import Name
from beian.permissions import session_policy
from beian.tencent import account, ba, billing, bindings, domain, organization, reads, roles
from beian.tencent.reads import PROVIDES
from beian.tencent.transport import Read
from tests.tencent.rig import Rig, world

REPLIES: Mapping[type, Read] = {
    account.Caller: reads.CALLER,
    billing.Deals: reads.DEALS,
    billing.Bill: reads.BILL,
    ba.IcpStatus: reads.ICP_STATUS,
    ba.IcpRegister: reads.ICP_REGISTER,
    ba.IcpOrder: reads.ICP_ORDER,
    ba.AuthInfo: reads.AUTH_INFO,
    bindings.CustomDomains: reads.CUSTOM_DOMAINS,
    bindings.Services: reads.GATEWAYS,
    bindings.SubDomains: reads.GATEWAY_DOMAINS,
    domain.DomainBaseInfo: reads.DOMAIN_INFO,
    roles.Assumed: reads.ASSUME_ROLE,
    organization.Members: reads.MEMBERS,
}
UNPUBLISHED: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "DescribeDomainIcpStatus": (
        {"Domain": "str"},
        {"GovStatus": "bool", "LandedStatus": "bool", "AuditTicket": "bool", "Ban": "bool"},
    ),
    "DescribeIcpRegister": ({}, {"Webs": "list of object"}),
    "DescribeLastIcpOrderInProgress": ({}, {"IcpOrderId": "str"}),
}
"""Parameters and fields of the `ba` actions that the SDK lacks, as others were seen to use them."""

RATES = {
    "billing:DescribeDealsByCond": 20,
    "billing:DescribeBillResourceSummary": 5,
    "sts:GetCallerIdentity": 20,
    "scf:ListCustomDomains": 20,
    "apigateway:DescribeServicesStatus": 20,
    "apigateway:DescribeServiceSubDomains": 20,
    "domain:DescribeDomainBaseInfo": 20,
    "sts:AssumeRole": 600,
    "organization:DescribeOrganizationMembers": 20,
}
"""Documented calls a second."""

READS = [one for one in vars(reads).values() if isinstance(one, Read)]
PYTHON = {"str": str, "int": int, "bool": bool, "float": float}


def module(read: Read, name: str) -> types.ModuleType:
    package = f"tencentcloud.{read.service}.v{read.version.replace('-', '')}"
    return importlib.import_module(f"{package}.{name}")


def documented(model: type) -> dict[str, str]:
    """Field names and types as the official model documents them."""
    lines = re.findall(
        r":type (\w+): (.+)", getattr(vars(model).get("__init__"), "__doc__", "") or ""
    )
    return dict(lines)


def inner_model(models: types.ModuleType, kind: str) -> tuple[bool, type | None]:
    """Whether the documented type is a list, and the model of (its) objects."""
    name = kind.strip("`").rpartition(" ")[2].rpartition(".")[2]
    return kind.startswith("list of"), getattr(models, name, None)


def bare(annotation: object) -> object:
    """Without `| None`."""
    options = [one for one in typing.get_args(annotation) if one is not type(None)]
    is_union = typing.get_origin(annotation) in (typing.Union, types.UnionType)
    return options[0] if is_union else annotation


def mismatches(shape: type, model: type, models: types.ModuleType) -> Iterator[str]:
    """What the shape uses otherwise than the model documents it."""
    VISITED.add(shape)
    fields = documented(model)
    for name, annotation in get_type_hints(shape).items():
        where = f"{shape.__name__}.{name}"
        if name not in fields:
            yield f"{where}: no such field"
            continue
        many, inner = inner_model(models, fields[name])
        used = bare(annotation)
        if many != (typing.get_origin(used) is list):
            yield f"{where}: {fields[name]}"
            continue
        used = typing.get_args(used)[0] if many else used
        if inner is not None:
            assert isinstance(used, type)
            assert is_typeddict(used), f"{where}: {used}"
            yield from mismatches(used, inner, models)
        elif used is not PYTHON[fields[name].removeprefix("list of ").lower()]:
            yield f"{where}: {fields[name]}"


VISITED: set[type] = set()


def every_shape() -> Iterator[type]:
    for reader in (account, ba, billing, bindings, domain, organization, roles):
        yield from (found for found in vars(reader).values() if is_typeddict(found))


FLOATS_FOR_INTS = {"Deal.TimeSpan: int", "Deal.TotalCost: int", "Deal.TotalCost: float"}
"""Wider than documented, on purpose: a fraction must not make a window unreadable."""


def test_every_field_that_is_used_is_official() -> None:
    VISITED.clear()
    for shape, read in REPLIES.items():
        if read.action in UNPUBLISHED:
            fields = UNPUBLISHED[read.action][1]
            used = get_type_hints(shape)
            assert set(used) <= set(fields), shape
            for name, annotation in used.items():
                kind = "list of object" if annotation == list[object] else annotation.__name__
                assert kind == fields[name], f"{shape.__name__}.{name}"
            VISITED.add(shape)
        else:
            models = module(read, "models")
            found = set(mismatches(shape, getattr(models, f"{read.action}Response"), models))
            assert found <= FLOATS_FOR_INTS, shape
    assert set(every_shape()) == VISITED


RICH = world(
    """\
orders: [{id: "1", created: "2026-01-05 10:00:00"}]
domains: [{name: example.cn}]
bindings: [{domain: www.example.cn}, {service: apigateway, domain: api.example.cn}]
roles: [{name: reader, trusts: "100000000001", external_id: k3J}]
""",
    'organization: {admin: "100000000001", members: ["100000000001"]}',
)


@pytest.fixture
def calls(rig: Callable[[str], Rig]) -> list[Any]:
    """Every call of a cold and a warm check, and of a way into another account."""
    one = rig(RICH)
    one.read()
    one.read()
    home = one.transport()
    own = roles.Role("100000000001", "qcs::cam::uin/100000000001:roleName/reader", "k3J")
    roles.Roles().credential(own, home, session_policy())
    assert set(organization.read_members(home)) == {"100000000001"}
    return one.emulator.calls


def test_every_read_is_made_and_no_other(calls: list[Any]) -> None:
    assert {f"{c.service}:{c.action}" for c in calls} == {read.name for read in READS}


def test_every_parameter_that_is_sent_is_official(calls: list[Any]) -> None:
    for call in calls:
        read = next(r for r in READS if r.name == f"{call.service}:{call.action}")
        if call.action in UNPUBLISHED:
            assert set(call.params) == set(UNPUBLISHED[call.action][0])
            continue
        request = getattr(module(read, "models"), f"{call.action}Request")
        official = documented(request)
        assert set(call.params) <= set(official), call.action
        for name, value in call.params.items():
            kind = official[name].removeprefix("list of ").lower()
            values = value if official[name].startswith("list of") else [value]
            assert {type(one) for one in values} == {PYTHON[kind]}, f"{call.action}.{name}"
        request()._deserialize(dict(call.params))  # warns of what it does not know


@pytest.mark.parametrize("read", READS, ids=lambda read: read.name)
def test_versions_and_services_are_those_of_the_official_clients(read: Read) -> None:
    client = module(read, f"{read.service}_client")
    classes = [c for n, c in vars(client).items() if n == f"{read.service.capitalize()}Client"]
    (official,) = classes
    assert (official._service, official._apiVersion) == (read.service, read.version)
    assert official._endpoint == f"{read.service}.tencentcloudapi.com"
    assert hasattr(official, read.action) is (read.action not in UNPUBLISHED)


@pytest.mark.parametrize("read", READS, ids=lambda read: read.name)
def test_rates_are_the_documented_ones_or_below(read: Read) -> None:
    assert read.rate <= RATES.get(read.name, 10)  # for ba, none is documented
    assert (read.certainty == "high") is (read.service != "ba")


def test_permissions_have_the_prefixes_of_cam() -> None:
    assert {read.permission for read in READS} == {
        "sts:GetCallerIdentity",
        "sts:AssumeRole",
        "organization:DescribeOrganizationMembers",
        "finance:DescribeDealsByCond",
        "finance:DescribeBillResourceSummary",
        "ba:DescribeDomainIcpStatus",
        "ba:DescribeIcpRegister",
        "ba:DescribeLastIcpOrderInProgress",
        "ba:DescribeGetAuthInfo",
        "scf:ListCustomDomains",
        "apigw:DescribeServicesStatus",
        "apigw:DescribeServiceSubDomains",
        "domain:DescribeDomainBaseInfo",
    }


def test_every_fact_has_its_reads_and_every_read_its_fact() -> None:
    assert set(PROVIDES) == set(Name)
    provided = {read for some in PROVIDES.values() for read in some}
    assert provided | {reads.CALLER, reads.ASSUME_ROLE, reads.MEMBERS} == set(READS)


def test_the_sdk_has_the_products_that_the_reads_name() -> None:
    assert {shape for shape, read in REPLIES.items() if read in READS} == set(REPLIES)
    assert {read.name for read in REPLIES.values()} == {read.name for read in READS}
