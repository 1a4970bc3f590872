"""What a signed request must be before an action runs."""

import re
from fnmatch import fnmatchcase

import pytest

from beian.emulator import Emulator
from beian.emulator.catalog import CATALOG
from beian.emulator.official import reply_shape, request_shape
from beian.emulator.services import ACTIONS

from .caller import ask, send, signed
from .conftest import Serve
from .worlds import ACME

DEALS = {"StartTime": "2026-01-01 00:00:00", "EndTime": "2026-02-01 00:00:00", "Limit": 20}
BILL = {"Month": "2026-01", "Offset": 0, "Limit": 10}
FILTER = {"Name": "ServiceId", "Values": ["x"]}


@pytest.fixture
def acme(serve: Serve) -> Emulator:
    return serve(ACME)


@pytest.mark.parametrize(
    ("name", "params", "code"),
    [
        ("cvm:DescribeInstances", {}, "NoSuchProduct"),
        ("ba:DescribeNothing", {}, "InvalidAction"),
        ("billing:DescribeDealsByCond", {**DEALS, "Page": 1}, "UnknownParameter"),
        ("scf:ListCustomDomains", {"Filters": [{**FILTER, "Op": "="}]}, "UnknownParameter"),
        ("ba:DescribeIcpRegister", {"Domain": "example.cn"}, "UnknownParameter"),
        ("ba:DescribeGetAuthInfo", {"Uin": "1"}, "UnknownParameter"),
        ("billing:DescribeDealsByCond", {}, "MissingParameter"),
        ("billing:DescribeDealsByCond", {**DEALS, "Limit": None}, "MissingParameter"),
        ("scf:ListCustomDomains", {"Filters": [FILTER, {"Name": "x"}]}, "MissingParameter"),
        ("ba:DescribeDomainIcpStatus", {}, "MissingParameter"),
        ("billing:DescribeDealsByCond", {**DEALS, "Limit": "20"}, "InvalidParameter"),
        ("billing:DescribeDealsByCond", {**DEALS, "Limit": True}, "InvalidParameter"),
        ("billing:DescribeDealsByCond", {**DEALS, "StatusSet": 4}, "InvalidParameter"),
        ("billing:DescribeDealsByCond", {**DEALS, "StatusSet": ["4"]}, "InvalidParameter"),
        ("billing:DescribeDealsByCond", {**DEALS, "StartTime": "soon"}, "InvalidParameter"),
        ("billing:DescribeDealsByCond", {**DEALS, "StartTime": "2026-03-01"}, "InvalidParameter"),
        ("billing:DescribeDealsByCond", {**DEALS, "Limit": 0}, "InvalidParameterValue"),
        ("billing:DescribeDealsByCond", {**DEALS, "Offset": -1}, "InvalidParameterValue"),
        ("billing:DescribeBillResourceSummary", {**BILL, "Month": "2026-13"}, "InvalidParameter"),
        ("scf:ListCustomDomains", {"Filters": "x"}, "InvalidParameter"),
        ("scf:ListCustomDomains", {"Filters": ["x"]}, "InvalidParameter"),
        ("ba:DescribeDomainIcpStatus", {"Domain": 1}, "InvalidParameter"),
        ("ba:DescribeDomainIcpStatus", {"Domain": ""}, "InvalidParameterValue"),
    ],
)
def test_a_wrong_request(acme: Emulator, name: str, params: dict[str, object], code: str) -> None:
    assert ask(acme, name, params).code == code


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"\xff", b"a=b", b"[" * 100_000])
def test_a_body_that_is_no_json_object(acme: Emulator, body: bytes) -> None:
    headers = signed(acme, "ba:DescribeIcpRegister", body)
    assert send(acme, headers, body).code == "InvalidParameter"


def test_no_body_is_no_parameters(acme: Emulator) -> None:
    assert send(acme, signed(acme, "ba:DescribeIcpRegister", b""), b"").code == ""


@pytest.mark.parametrize("version", ["2017-03-12", ""])
def test_an_unknown_version(acme: Emulator, version: str) -> None:
    headers = signed(acme, "ba:DescribeIcpRegister", b"{}", changed={"X-TC-Version": version})
    assert send(acme, headers, b"{}").code == "NoSuchVersion"


@pytest.mark.parametrize(
    ("name", "params", "code"),
    [
        ("sts:GetCallerIdentity", {}, "MissingParameter"),
        ("scf:ListCustomDomains", {}, "MissingParameter"),
        ("apigateway:DescribeServicesStatus", {}, "MissingParameter"),
        ("billing:DescribeDealsByCond", DEALS, ""),
        ("domain:DescribeDomainNameList", {}, ""),
        ("ba:DescribeIcpRegister", {}, ""),
    ],
)
def test_some_actions_need_a_region(
    acme: Emulator, name: str, params: dict[str, object], code: str
) -> None:
    assert ask(acme, name, params, region=None).code == code


def test_a_region_that_cannot_be_one(acme: Emulator) -> None:
    assert ask(acme, "scf:ListCustomDomains", region="guangzhou").code == "UnsupportedRegion"


def test_a_retired_service_is_offline(serve: Serve) -> None:
    emulator = serve("retired: [apigateway]\n")
    assert ask(emulator, "apigateway:DescribeServicesStatus").code == "ActionOffline"
    assert ask(emulator, "scf:ListCustomDomains").code == ""


@pytest.mark.parametrize(
    ("denied", "named"),
    [
        ("billing:*", "finance:DescribeDealsByCond"),
        ("finance:DescribeDealsByCond", "finance:DescribeDealsByCond"),
        ("billing:Describe*", "finance:DescribeDealsByCond"),
        ("*:DescribeDealsByCond", "finance:DescribeDealsByCond"),
        ("*", "finance:DescribeDealsByCond"),
    ],
)
def test_a_denial_names_the_action_as_permissions_do(serve: Serve, denied: str, named: str) -> None:
    emulator = serve(f"accounts: [{{denies: ['{denied}']}}]\n")
    error = ask(emulator, "billing:DescribeDealsByCond", DEALS).response["Error"]
    assert error["Code"] == "UnauthorizedOperation"
    assert named in error["Message"]


@pytest.mark.parametrize("denied", ["apigw:*", "apigateway:DescribeServicesStatus"])
def test_denials_know_both_names_of_the_gateway(serve: Serve, denied: str) -> None:
    emulator = serve(f"accounts: [{{denies: ['{denied}']}}]\n")
    error = ask(emulator, "apigateway:DescribeServicesStatus").response["Error"]
    assert "(apigw:DescribeServicesStatus)" in error["Message"]
    assert ask(emulator, "ba:DescribeIcpRegister").code == ""


def test_a_denial_of_one_action_leaves_the_others(serve: Serve) -> None:
    emulator = serve("accounts: [{denies: ['ba:DescribeIcpRegister']}]\n")
    assert ask(emulator, "ba:DescribeIcpRegister").code == "UnauthorizedOperation"
    assert ask(emulator, "ba:DescribeLastIcpOrderInProgress").code == ""


def test_every_reply_is_json_with_an_id_of_its_own(acme: Emulator) -> None:
    replies = [ask(acme, name) for name in ("ba:DescribeIcpRegister", "ba:DescribeNothing") * 2]
    assert {(reply.status, reply.content_type) for reply in replies} == {(200, "application/json")}
    ids = [reply.response["RequestId"] for reply in replies]
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", found) for found in ids)
    assert len(set(ids)) == len(ids)


def test_the_catalog_is_what_there_is() -> None:
    listed = {name: set(service.actions) for name, service in CATALOG.services.items()}
    assert listed == {name: set(actions) for name, actions in ACTIONS.items()}


@pytest.mark.parametrize("name", CATALOG.names())
def test_required_parameters_are_in_the_official_models(name: str) -> None:
    service_name, action = name.split(":")
    service = CATALOG.services[service_name]
    assert "RequestId" in reply_shape(service_name, service.version, action)
    for path in service.actions[action].required:
        shape = request_shape(service_name, service.version, action)
        for part in path.split("."):
            field = shape[part]
            shape = field.shape or {}


def test_documented_limits_that_are_not_twenty_a_second() -> None:
    limits = {
        f"{service}:{action}": facts.per_second
        for service, known in CATALOG.services.items()
        for action, facts in known.actions.items()
        if facts.per_second != 20
    }
    assert limits == {
        "billing:DescribeBillResourceSummary": 5,
        "domain:CheckDomain": 10,
        "scf:Invoke": 100,
        "sts:AssumeRole": 600,
    }
    assert not any(fnmatchcase(name, "cvm:*") for name in CATALOG.names())
