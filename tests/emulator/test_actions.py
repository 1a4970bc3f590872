"""Every action, over the wire, through the official SDK."""

import json
from typing import Any

import pytest
from tencentcloud.apigateway.v20180808 import apigateway_client
from tencentcloud.apigateway.v20180808 import models as apigateway
from tencentcloud.ba.v20200720 import ba_client
from tencentcloud.ba.v20200720 import models as ba
from tencentcloud.billing.v20180709 import billing_client
from tencentcloud.billing.v20180709 import models as billing
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.domain.v20180808 import domain_client
from tencentcloud.domain.v20180808 import models as domain
from tencentcloud.scf.v20180416 import models as scf
from tencentcloud.scf.v20180416 import scf_client
from tencentcloud.sts.v20180813 import models as sts
from tencentcloud.sts.v20180813 import sts_client

from beian.emulator import Emulator

from .caller import VERSIONS
from .conftest import Serve
from .sdk import credential, filled, profile, typed
from .worlds import ACME

pytestmark = pytest.mark.usefixtures("unknown_fields_are_errors")


@pytest.fixture
def acme(serve: Serve) -> Emulator:
    return serve(ACME)


def common(emulator: Emulator, service: str, action: str, account: int = 0, **params: Any) -> Any:
    version = VERSIONS[service]
    client = CommonClient(service, version, credential(emulator, account), "", profile(emulator))
    return client.call_json(action, params)["Response"]


def deals(emulator: Emulator, **changed: Any) -> Any:
    fields = {"StartTime": "2026-01-01 00:00:00", "EndTime": "2026-12-31 00:00:00", "Limit": 200}
    request = filled(billing.DescribeDealsByCondRequest(), **{**fields, **changed})
    return typed(billing_client.BillingClient, emulator).DescribeDealsByCond(request)


def order_ids(reply: Any) -> list[str]:
    return [deal.OrderId for deal in reply.Deals]


def bill(emulator: Emulator, **changed: Any) -> Any:
    fields = {"Month": "2026-01", "Offset": 0, "Limit": 10}
    request = filled(billing.DescribeBillResourceSummaryRequest(), **{**fields, **changed})
    return typed(billing_client.BillingClient, emulator).DescribeBillResourceSummary(request)


def test_a_long_term_key_is_a_user(acme: Emulator) -> None:
    reply = typed(sts_client.StsClient, acme).GetCallerIdentity(sts.GetCallerIdentityRequest())
    assert (reply.AccountId, reply.Type) == ("100000000001", "CAMUser")
    assert reply.Arn == "qcs::cam:100000000001:uin/100000000001"


def test_a_key_with_a_token_is_a_role(acme: Emulator) -> None:
    client = sts_client.StsClient(credential(acme, key=1), "ap-guangzhou", profile(acme))
    reply = client.GetCallerIdentity(sts.GetCallerIdentityRequest())
    assert (reply.AccountId, reply.Type) == ("100000000001", "CAMRole")


def test_an_endpoint_with_its_scheme_is_signed_as_it_is(acme: Emulator) -> None:
    """How tccli is pointed at a plain HTTP server: the scheme becomes part of the signed host."""
    with_scheme = ClientProfile(httpProfile=HttpProfile(endpoint=acme.url))
    client = sts_client.StsClient(credential(acme), "ap-guangzhou", with_scheme)
    reply = client.GetCallerIdentity(sts.GetCallerIdentityRequest())
    assert reply.AccountId == "100000000001"


def test_only_delivered_orders_come_unasked_newest_first(acme: Emulator) -> None:
    reply = deals(acme)
    assert order_ids(reply) == ["20260306000003", "20260105000001"]
    assert reply.TotalCount == 2


def test_a_deal_has_what_the_order_says(acme: Emulator) -> None:
    refund, pack = deals(acme).Deals
    assert [(item.Name, item.Value) for item in pack.ProductInfo] == [
        ("调用次数", "5000万次"),
        ("资源使用量", "40万GBs"),
    ]
    assert (pack.CreateTime, pack.TimeSpan, pack.TimeUnit) == ("2026-01-05 10:00:00", 60, "m")
    assert (pack.RealTotalCost, pack.VoucherDecline, pack.TotalCost) == (11000, 500, 11500)
    assert (pack.ProductCode, pack.SubProductName) == ("p_scf", "备案资源包")
    assert (pack.Payer, pack.Creator, pack.Currency) == ("100000000001", "100000000001", "CNY")
    assert (pack.PayMode, pack.Action, pack.RefReturnDeals) == ("1", "purchase", "")
    assert (refund.Action, refund.RefReturnDeals) == ("refund", "20260305000002")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"StatusSet": [4, 6]}, ["20260306000003", "20260305000002", "20260105000001"]),
        ({"Status": 6}, ["20260305000002"]),
        ({"OrderId": "20260105000001"}, ["20260105000001"]),
        ({"BigDealId": "20260306000003"}, ["20260306000003"]),
        ({"ResourceId": "ins-1"}, []),
        ({"EndTime": "2026-01-05 10:00:00"}, ["20260105000001"]),
        ({"EndTime": "2026-01-05 09:59:59"}, []),
        ({"StartTime": "2026-03-06 09:00:00"}, ["20260306000003"]),
        ({"StartTime": "2026-03-06 09:00:01"}, []),
    ],
)
def test_deals_are_filtered(acme: Emulator, asked: dict[str, Any], found: list[str]) -> None:
    reply = deals(acme, **asked)
    assert order_ids(reply) == found
    assert reply.TotalCount == len(found)


def test_offset_of_deals_is_the_number_of_a_page(serve: Serve) -> None:
    orders = ", ".join(f'{{id: "{n}", created: "2026-02-01 00:00:0{n}"}}' for n in range(5))
    emulator = serve(f"accounts: [{{orders: [{orders}]}}]\n")
    pages = [order_ids(deals(emulator, Limit=2, Offset=number)) for number in range(4)]
    assert pages == [["4", "3"], ["2", "1"], ["0"], []]


def test_resources_of_deals_are_null_on_large_pages(acme: Emulator) -> None:
    assert deals(acme, Limit=200).Deals[0].ResourceId == []
    assert deals(acme, Limit=201).Deals[0].ResourceId is None


def test_a_bill_row_carries_the_pack_period(acme: Emulator) -> None:
    reply = bill(acme)
    (row,) = reply.ResourceSummarySet
    assert (row.OrderId, row.BusinessCode) == ("20260105000001", "p_scf")
    assert row.FeeBeginTime == "2026-01-05 10:00:00"
    assert row.FeeEndTime == "2031-01-05 10:00:00"
    assert (row.RealTotalCost, row.CashPayAmount) == ("115.00000000", "110.00000000")
    assert row.ConfigDesc == "调用次数：5000万次；资源使用量：40万GBs"
    assert reply.Total is None


def test_the_total_of_a_bill_comes_when_asked_for(acme: Emulator) -> None:
    assert bill(acme, NeedRecordNum=1).Total == 1
    assert bill(acme, NeedRecordNum=0).Total is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"Month": "2026-03"}, ["20260305000002"]),
        ({"Month": "2026-02"}, []),
        ({"Offset": 1}, []),
        ({"PayMode": "postPay"}, []),
        ({"PayMode": "prePay"}, ["20260105000001"]),
        ({"BusinessCode": "p_cvm"}, []),
        ({"PayerUin": "100000000001"}, ["20260105000001"]),
        ({"ActionType": "包年包月续费"}, []),
        ({"TagKey": "team"}, []),
    ],
)
def test_a_bill_is_filtered(acme: Emulator, asked: dict[str, Any], found: list[str]) -> None:
    assert [row.OrderId for row in bill(acme, **asked).ResourceSummarySet] == found


@pytest.mark.parametrize(
    ("order", "period"),
    [
        ("span: {count: 1, unit: y}", ("2026-01-31 00:00:00", "2027-01-31 00:00:00")),
        ("span: {count: 1, unit: m}", ("2026-01-31 00:00:00", "2026-02-28 00:00:00")),
        ("span: {count: 2, unit: d}", ("2026-01-31 00:00:00", "2026-02-02 00:00:00")),
        ("span: {count: 1, unit: p}", ("2026-01-31 00:00:00", "0000-00-00 00:00:00")),
        (
            'bill: {begin: "2026-02-01", end: "2031-02-01 12:00:00"}',
            ("2026-02-01 00:00:00", "2031-02-01 12:00:00"),
        ),
        ("bill: null", None),
        ("status: 7", None),
    ],
)
def test_the_period_of_a_bill_row(serve: Serve, order: str, period: tuple[str, str] | None) -> None:
    emulator = serve(f'accounts: [{{orders: [{{id: "1", created: "2026-01-31", {order}}}]}}]\n')
    rows = bill(emulator).ResourceSummarySet
    assert [(row.FeeBeginTime, row.FeeEndTime) for row in rows] == ([period] if period else [])


@pytest.mark.parametrize(
    ("domain_name", "flags"),
    [
        ("example.cn", (True, True, False, False)),
        ("banned.cn", (False, False, True, True)),
        ("www.example.cn", (False, False, False, False)),
        ("nowhere.cn", (False, False, False, False)),
    ],
)
def test_filing_flags_of_a_registered_domain(
    acme: Emulator, domain_name: str, flags: tuple[bool, ...]
) -> None:
    reply = common(acme, "ba", "DescribeDomainIcpStatus", Domain=domain_name)
    assert (reply["GovStatus"], reply["LandedStatus"], reply["AuditTicket"], reply["Ban"]) == flags


def test_websites_and_the_order_in_progress_of_the_account(acme: Emulator) -> None:
    assert common(acme, "ba", "DescribeIcpRegister")["Webs"] == [{}]
    assert common(acme, "ba", "DescribeLastIcpOrderInProgress")["IcpOrderId"] == "o-1"


def test_audit_days_are_json_in_a_string(acme: Emulator) -> None:
    days = json.loads(common(acme, "ba", "DescribeEvaluateAuditDays")["Result"])
    assert all(isinstance(number, int) for number in days.values())
    assert "440000" in days


@pytest.mark.parametrize(
    ("real_name", "told"),
    [
        ("{}", ("1", "1")),
        ("{kind: personal}", ("1", "0")),
        ("{verified: false}", ("0", "1")),
    ],
)
def test_real_name_of_the_account(serve: Serve, real_name: str, told: tuple[str, str]) -> None:
    emulator = serve(f"accounts: [{{real_name: {real_name}}}]\n")
    client = typed(ba_client.BaClient, emulator)
    reply = client.DescribeGetAuthInfo(ba.DescribeGetAuthInfoRequest())
    assert (reply.IsAuthenticated, reply.Type) == told
    assert (reply.IsTenPayMasked, reply.Level) == ("0", "0")


def test_without_the_filing_subject_no_ba_read_is_allowed(acme: Emulator) -> None:
    for action, params in {
        "DescribeDomainIcpStatus": {"Domain": "example.cn"},
        "DescribeIcpRegister": {},
        "DescribeGetAuthInfo": {},
    }.items():
        with pytest.raises(TencentCloudSDKException) as refused:
            common(acme, "ba", action, account=1, **params)
        assert refused.value.code == "UnauthorizedOperation"


def custom_domains(emulator: Emulator, region: str = "ap-guangzhou", **fields: Any) -> Any:
    request = filled(scf.ListCustomDomainsRequest(), **fields)
    return typed(scf_client.ScfClient, emulator, region=region).ListCustomDomains(request)


def test_custom_domains_are_listed_by_region(acme: Emulator) -> None:
    home, abroad = custom_domains(acme), custom_domains(acme, "ap-hongkong")
    assert [found.Domain for found in home.Domains] == ["www.example.cn", "shop.example.cn"]
    assert home.Total == 2
    assert [found.Domain for found in abroad.Domains] == ["hk.example.cn"]
    assert custom_domains(acme, "ap-beijing").Domains == []


def test_functions_share_a_custom_domain(acme: Emulator) -> None:
    endpoints = custom_domains(acme).Domains[0].EndpointsConfig
    assert [endpoint.FunctionName for endpoint in endpoints] == ["web", "pay"]


def test_custom_domains_come_in_pages(serve: Serve) -> None:
    bindings = ", ".join(f"{{domain: w{n}.example.cn}}" for n in range(101))
    emulator = serve(f"accounts: [{{bindings: [{bindings}]}}]\n")
    first = custom_domains(emulator)
    assert (len(first.Domains), first.Total) == (20, 101)
    assert len(custom_domains(emulator, Limit=1000).Domains) == 100
    last = custom_domains(emulator, Limit=100, Offset=100)
    assert [found.Domain for found in last.Domains] == ["w100.example.cn"]


def gateway(emulator: Emulator, region: str = "ap-guangzhou") -> Any:
    return typed(apigateway_client.ApigatewayClient, emulator, region=region)


def test_a_gateway_service_for_each_function_with_a_domain(acme: Emulator) -> None:
    request = apigateway.DescribeServicesStatusRequest()
    result = gateway(acme).DescribeServicesStatus(request).Result
    assert [service.ServiceName for service in result.ServiceSet] == ["api"]
    assert result.TotalCount == 1
    again = gateway(acme).DescribeServicesStatus(request).Result
    assert again.ServiceSet[0].ServiceId == result.ServiceSet[0].ServiceId
    assert gateway(acme, "ap-beijing").DescribeServicesStatus(request).Result.TotalCount == 0


def test_gateway_services_are_filtered_by_name(acme: Emulator) -> None:
    def found(name: str, *values: str) -> int:
        filters = [{"Name": name, "Values": list(values)}]
        request = filled(apigateway.DescribeServicesStatusRequest(), Filters=filters)
        return int(gateway(acme).DescribeServicesStatus(request).Result.TotalCount)

    assert (found("ServiceName", "api"), found("ServiceName", "web")) == (1, 0)
    assert found("NetType", "OUTER") == 1


def test_registration_status_follows_the_filing_unless_the_world_says(acme: Emulator) -> None:
    services = gateway(acme).DescribeServicesStatus(apigateway.DescribeServicesStatusRequest())
    service_id = services.Result.ServiceSet[0].ServiceId
    request = filled(apigateway.DescribeServiceSubDomainsRequest(), ServiceId=service_id)
    result = gateway(acme).DescribeServiceSubDomains(request).Result
    assert {found.DomainName: found.RegistrationStatus for found in result.DomainSet} == {
        "api.example.cn": True,
        "old.example.com": False,
        "new.example.com": True,
    }
    assert result.TotalCount == 3


def test_a_gateway_service_that_is_not_there(acme: Emulator) -> None:
    request = filled(apigateway.DescribeServiceSubDomainsRequest(), ServiceId="service-x")
    with pytest.raises(TencentCloudSDKException) as refused:
        gateway(acme).DescribeServiceSubDomains(request)
    assert refused.value.code == "ResourceNotFound.InvalidService"


def registrar(emulator: Emulator) -> Any:
    return typed(domain_client.DomainClient, emulator)


def base_info(emulator: Emulator, name: str) -> Any:
    request = filled(domain.DescribeDomainBaseInfoRequest(), Domain=name)
    return registrar(emulator).DescribeDomainBaseInfo(request)


def test_a_registered_domain_has_dates_and_states(acme: Emulator) -> None:
    reply = base_info(acme, "EXAMPLE.cn.")
    info = reply.DomainInfo
    assert (info.DomainName, reply.Uin) == ("example.cn", "100000000001")
    assert (info.CreationDate, info.ExpirationDate) == ("2024-05-01", "2027-05-01")
    assert (info.RealNameAuditStatus, info.DomainStatus) == ("Approved", ["ok"])


def test_dates_left_out_lie_around_the_worlds_now(acme: Emulator) -> None:
    info = base_info(acme, "xn--fsqu00a.xn--fiqs8s").DomainInfo
    assert (info.CreationDate, info.ExpirationDate) == ("2024-11-22", "2027-11-22")
    assert info.RealNameAuditStatus == "InAudit"


@pytest.mark.parametrize(
    ("expires", "status"),
    [("2026-11-21", "RenewPending"), ("2026-12-01", "AboutToExpire"), ("2027-12-01", "ok")],
)
def test_the_buy_status_reads_the_worlds_clock(serve: Serve, expires: str, status: str) -> None:
    emulator = serve(
        f'clock: "2026-11-22"\naccounts: [{{domains: [{{name: a.cn, expires: {expires}}}]}}]\n'
    )
    assert base_info(emulator, "a.cn").DomainInfo.BuyStatus == status


@pytest.mark.parametrize("name", ["theirs.cn", "www.example.cn", ""])
def test_a_domain_registered_elsewhere_is_not_found(acme: Emulator, name: str) -> None:
    with pytest.raises(TencentCloudSDKException) as refused:
        base_info(acme, name)
    assert refused.value.code == "ResourceNotFound.DomainNotFound"


def test_domains_of_the_account_in_pages(acme: Emulator) -> None:
    request = filled(domain.DescribeDomainNameListRequest(), Limit=1, Offset=1)
    reply = registrar(acme).DescribeDomainNameList(request)
    (found,) = reply.DomainSet
    assert (found.DomainName, found.Tld, found.CodeTld) == ("例子.中国", ".中国", "xn--fiqs8s")
    assert reply.TotalCount == 2


@pytest.mark.parametrize(
    ("name", "available"),
    [("example.cn", False), ("theirs.cn", False), ("banned.cn", False), ("free.com", True)],
)
def test_domains_in_use_cannot_be_registered(acme: Emulator, name: str, available: bool) -> None:
    reply = registrar(acme).CheckDomain(filled(domain.CheckDomainRequest(), DomainName=name))
    assert (reply.DomainName, reply.Available) == (name, available)


def test_a_suffix_cannot_be_checked(acme: Emulator) -> None:
    with pytest.raises(TencentCloudSDKException) as refused:
        registrar(acme).CheckDomain(filled(domain.CheckDomainRequest(), DomainName="com.cn"))
    assert refused.value.code == "InvalidParameter.DomainNameIsInvalid"


def test_accounts_see_only_their_own(acme: Emulator) -> None:
    reply = common(acme, "domain", "DescribeDomainNameList", account=1)
    assert [found["DomainName"] for found in reply["DomainSet"]] == ["theirs.cn"]
