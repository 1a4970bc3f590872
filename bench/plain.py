"""The plain way to the same facts: typed SDK clients, one call after the other, all read afresh.

Run as a script, it does one check and prints, as JSON, its seconds, the number of its calls, and
the peak memory in MiB.
"""

import json
import os
import resource
import time
from datetime import datetime, timedelta

from tencentcloud.apigateway.v20180808 import apigateway_client
from tencentcloud.apigateway.v20180808 import models as gateway
from tencentcloud.ba.v20200720 import ba_client
from tencentcloud.ba.v20200720 import models as ba
from tencentcloud.billing.v20180709 import billing_client
from tencentcloud.billing.v20180709 import models as billing
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.domain.v20180808 import domain_client
from tencentcloud.domain.v20180808 import models as domain
from tencentcloud.scf.v20180416 import models as scf
from tencentcloud.scf.v20180416 import scf_client
from tencentcloud.sts.v20180813 import models as sts
from tencentcloud.sts.v20180813 import sts_client

from beian.rulebook.policy import Policy


def profile() -> ClientProfile:
    endpoint = os.environ["BEIAN_ENDPOINT"].removeprefix("http://")
    return ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=endpoint))


def check(credential: Credential, now: datetime) -> int:
    """Every read of a check; returns how many calls it made."""
    calls = 0
    sts_client.StsClient(credential, "ap-guangzhou", profile()).GetCallerIdentity(
        sts.GetCallerIdentityRequest()
    )
    bills = billing_client.BillingClient(credential, "", profile())
    end = now
    while end > now - timedelta(days=5 * 365 + 2):
        asked = billing.DescribeDealsByCondRequest()
        asked.StartTime = (end - timedelta(days=92)).strftime("%Y-%m-%d %H:%M:%S")
        asked.EndTime, asked.Limit = end.strftime("%Y-%m-%d %H:%M:%S"), 200
        bills.DescribeDealsByCond(asked)
        end -= timedelta(days=92)
        calls += 1
    bill = billing.DescribeBillResourceSummaryRequest()
    bill.Offset, bill.Limit, bill.Month = 0, 1000, "2026-01"
    bills.DescribeBillResourceSummary(bill)
    filings = CommonClient("ba", "2020-07-20", credential, "", profile())
    filings.call_json("DescribeDomainIcpStatus", {"Domain": "example.cn"})
    filings.call_json("DescribeIcpRegister", {})
    filings.call_json("DescribeLastIcpOrderInProgress", {})
    ba_client.BaClient(credential, "", profile()).DescribeGetAuthInfo(
        ba.DescribeGetAuthInfoRequest()
    )
    info = domain.DescribeDomainBaseInfoRequest()
    info.Domain = "example.cn"
    domain_client.DomainClient(credential, "", profile()).DescribeDomainBaseInfo(info)
    policy = Policy()
    for region in (*policy.mainland_regions, *policy.outside_regions):
        scf_client.ScfClient(credential, region, profile()).ListCustomDomains(
            scf.ListCustomDomainsRequest()
        )
        apis = apigateway_client.ApigatewayClient(credential, region, profile())
        apis.DescribeServicesStatus(gateway.DescribeServicesStatusRequest())
        calls += 2
    return calls + 7


def main() -> None:
    names = ("TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY")
    credential = Credential(*(os.environ[name] for name in names))
    time.sleep(1.2)  # a new second of the API's rate limit
    start = time.perf_counter()
    calls = check(credential, datetime(2026, 11, 22, 12))  # noqa: DTZ001  # Shanghai wall time
    found = {
        "cold_s": time.perf_counter() - start,
        "cold_calls": calls,
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
