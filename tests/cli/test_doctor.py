"""`beian doctor`: what works, what is denied, and the statement that mends it."""

import json
from pathlib import Path
from typing import Any

import pytest

from beian import permissions
from beian.cli.probing import ANY_DOMAIN
from beian.emulator import Emulator, load_world
from beian.emulator.catalog import CATALOG
from beian.store import cos_address
from tests.bucket import BUCKET, Bucket
from tests.cli import worlds
from tests.cli.conftest import Beian
from tests.cli.running import Run
from tests.store.test_store import answering

THREE_DENIALS = f'{worlds.IN_ORDER}    denies: ["billing:*", "ba:*", "domain:*"]\n'
NOT_THE_SUBJECT = f"{worlds.IN_ORDER}    filing: {{subject: false}}\n"
FAULTS = 'faults: [{on: "scf:*", error: RequestLimitExceeded}]\n'
THROTTLED = f"{worlds.IN_ORDER}{FAULTS}"
DENIED_AND_THROTTLED = f"{worlds.BILLING_DENIED}{FAULTS}"
RETIRED = f"{worlds.IN_ORDER}retired: [apigateway]\n"
WITH_A_GATEWAY = (
    f"{worlds.IN_ORDER}    bindings: [{{service: apigateway, domain: www.example.cn}}]\n"
)
TWO_ACCOUNTS = f"""{worlds.IN_ORDER}    denies: ["scf:*"]
  - uin: "100000000002"
    name: shop
    roles:
      - {{name: reader, trusts: "100000000001", external_id: an-id, denies: ["apigw:*"]}}
"""
MEMBERS = f"""{TWO_ACCOUNTS}organization: {{admin: "100000000001", members: ["100000000002"]}}
"""


def states(found: Run, number: int = 0) -> dict[str, str]:
    return {one["read"]: one["state"] for one in found.json["accounts"][number]["reads"]}


def pasted(text: str) -> list[Any]:
    """The policies that stand in a text."""
    found, decoder = [], json.JSONDecoder()
    at = text.find("{\n")
    while at >= 0:
        document, end = decoder.raw_decode(text, at)
        found.append(document)
        at = text.find("{\n", end)
    return found


def test_every_read_is_tried_and_works(beian: Beian) -> None:
    found = beian("doctor", "--format", "json", world=worlds.IN_ORDER)
    assert found.status == 0
    (account,) = found.json["accounts"]
    assert (account["uin"], account["name"]) == ("100000000001", "acme")
    assert account["missing_policy"] is None
    assert sorted(one["permission"] for one in account["reads"]) == permissions.read_actions()
    assert set(states(found).values()) == {"works"}


def test_three_kinds_of_denial_name_exactly_the_three_missing_statements(beian: Beian) -> None:
    found = beian("doctor", "--lang", "en", world=THREE_DENIALS)
    assert found.status == 1
    (policy,) = pasted(found.out)
    assert policy == {
        "version": "2.0",
        "statement": [
            {
                "effect": "allow",
                "action": [
                    "ba:DescribeDomainIcpStatus",
                    "ba:DescribeGetAuthInfo",
                    "ba:DescribeIcpRegister",
                    "ba:DescribeLastIcpOrderInProgress",
                ],
                "resource": ["*"],
            },
            {"effect": "allow", "action": ["domain:DescribeDomainBaseInfo"], "resource": ["*"]},
            {
                "effect": "allow",
                "action": ["finance:DescribeBillResourceSummary", "finance:DescribeDealsByCond"],
                "resource": ["*"],
            },
        ],
    }
    assert "must be the one that holds the filing subject" in found.out
    assert "works  scf:ListCustomDomains" in found.out


def test_filings_of_an_account_without_the_subject_are_denied_alone(beian: Beian) -> None:
    found = beian("doctor", "--format", "json", world=NOT_THE_SUBJECT)
    denied = {name for name, state in states(found).items() if state == "denied"}
    assert (found.status, {name.partition(":")[0] for name in denied}) == (1, {"ba"})


def test_the_filing_subject_is_only_spoken_of_where_filings_are_denied(beian: Beian) -> None:
    found = beian("doctor", "--lang", "en", world=worlds.BILLING_DENIED)
    assert found.status == 1
    assert "filing subject" not in found.out


def test_what_fails_otherwise_is_no_denial(beian: Beian) -> None:
    found = beian("doctor", "--lang", "en", "--timeout", "2", world=THROTTLED)
    assert found.status == 2
    assert "failed scf:ListCustomDomains (RequestLimitExceeded): Check again later" in found.out
    assert pasted(found.out) == []


def test_a_denial_weighs_more_than_a_failure(beian: Beian) -> None:
    found = beian("doctor", "--format", "json", "--timeout", "2", world=DENIED_AND_THROTTLED)
    assert found.status == 1
    assert {"denied", "failed"} < set(states(found).values())


def test_a_retired_gateway_needs_no_mending(beian: Beian) -> None:
    found = beian("doctor", "--format", "json", world=RETIRED)
    assert found.status == 0
    gone = {name for name, state in states(found).items() if state == "gone"}
    assert gone == {"apigateway:DescribeServicesStatus", "apigateway:DescribeServiceSubDomains"}


def test_products_that_are_not_read_are_not_tried(beian: Beian, tmp_path: Path) -> None:
    (tmp_path / "beian.yml").write_text("products: [scf]\n", "utf-8")
    found = beian("doctor", "--format", "json", "--config", "beian.yml", world=worlds.IN_ORDER)
    assert found.status == 0
    assert "scf:ListCustomDomains" in states(found)
    assert not [name for name in states(found) if name.startswith("apigateway:")]


def test_the_roles_of_other_accounts_are_tried_with_their_own_sessions(beian: Beian) -> None:
    found = beian("doctor", "--format", "json", world=TWO_ACCOUNTS)
    assert found.status == 1
    own, other = found.json["accounts"]
    assert own["missing_policy"]["statement"][0]["action"] == ["scf:ListCustomDomains"]
    assert other["role_arn"] == "qcs::cam::uin/100000000002:roleName/reader"
    assert other["missing_policy"]["statement"][0]["action"] == [
        "apigw:DescribeServiceSubDomains",
        "apigw:DescribeServicesStatus",
    ]
    text = beian("doctor", "--account", "100000000002", "--lang", "en", world=TWO_ACCOUNTS).out
    assert text.startswith("shop (100000000002) · qcs::cam::uin/100000000002:roleName/reader\n")
    assert "attach it to the role qcs::cam::uin/100000000002:roleName/reader:" in text
    assert "acme" not in text


CONFIG = """
accounts:
  - {uin: "100000000001", self: true}
  - uin: "100000000002"
    role_arn: qcs::cam::uin/100000000002:roleName/reader
    external_id: another-id
"""


def test_a_role_that_cannot_be_assumed_is_told_with_what_it_takes(
    beian: Beian, tmp_path: Path
) -> None:
    (tmp_path / "beian.yml").write_text(CONFIG, "utf-8")
    asked = ("doctor", "--config", "beian.yml", "--account", "100000000002")
    found = beian(*asked, "--lang", "en", world=TWO_ACCOUNTS)
    assert found.status == 1
    assert "The role could not be assumed (UnauthorizedOperation)" in found.out
    arn = "qcs::cam::uin/100000000002:roleName/reader"
    assert pasted(found.out) == [permissions.assume_policy([arn])]
    assert "beian policy --account 100000000002" in found.out
    assert "another-id" not in found.out
    document = beian(*asked, "--format", "json", world=TWO_ACCOUNTS).json["accounts"][0]
    assert (document["error"], document["reads"]) == ("UnauthorizedOperation", [])


ORGANIZATION = "organization: {role_name: reader, external_id: an-id}\n"


def test_members_of_the_organization_are_tried_too(beian: Beian, tmp_path: Path) -> None:
    (tmp_path / "beian.yml").write_text(ORGANIZATION, "utf-8")
    found = beian("doctor", "--config", "beian.yml", "--format", "json", world=MEMBERS)
    assert [one["uin"] for one in found.json["accounts"]] == ["100000000001", "100000000002"]
    assert states(found)["organization:DescribeOrganizationMembers"] == "works"
    assert states(found, 1)["apigateway:DescribeServicesStatus"] == "denied"


def test_members_that_may_not_be_listed_are_a_missing_statement(
    beian: Beian, tmp_path: Path
) -> None:
    (tmp_path / "beian.yml").write_text(ORGANIZATION, "utf-8")
    world = f'{worlds.IN_ORDER}    denies: ["organization:*"]\n'
    found = beian("doctor", "--config", "beian.yml", "--format", "json", world=world)
    assert found.status == 1
    (own,) = found.json["accounts"]
    (statement,) = own["missing_policy"]["statement"]
    assert statement["action"] == ["organization:DescribeOrganizationMembers"]


def test_an_account_that_is_not_configured_is_wrong_usage(beian: Beian) -> None:
    found = beian("doctor", "--account", "100000000077", "--lang", "en", world=TWO_ACCOUNTS)
    assert (found.status, found.out) == (64, "")
    assert "no account 100000000077 in the configuration" in found.err


def test_without_a_credential_there_is_nothing_to_try(beian: Beian) -> None:
    found = beian("doctor", "--lang", "en")
    assert (found.status, found.out) == (64, "")
    assert "no credential: set TENCENTCLOUD_SECRET_ID" in found.err


def test_a_configuration_that_does_not_fit_is_64(beian: Beian, tmp_path: Path) -> None:
    (tmp_path / "beian.yml").write_text("acounts: []\n", "utf-8")
    found = beian("doctor", "--config", "beian.yml", world=worlds.IN_ORDER)
    assert found.status == 64
    assert "beian.yml:1: acounts" in found.err


@pytest.mark.parametrize(("options", "domain"), [((), ANY_DOMAIN), (("--domain", "a.cn"), "a.cn")])
def test_each_read_is_asked_for_as_little_as_can_be(
    beian: Beian, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], domain: str
) -> None:
    with Emulator(load_world(WITH_A_GATEWAY)) as emulator:
        monkeypatch.setenv("BEIAN_ENDPOINT", emulator.url)
        monkeypatch.setenv("BEIAN_NOW", "2026-11-22T12:00:00+08:00")
        monkeypatch.setenv("TENCENTCLOUD_SECRET_ID", "AKIDacme0001")
        monkeypatch.setenv("TENCENTCLOUD_SECRET_KEY", worlds.SECRET)
        monkeypatch.setenv("TENCENTCLOUD_TOKEN", worlds.TOKEN)
        assert beian("doctor", *options).status == 0
        calls = emulator.calls
    called = sorted(f"{CATALOG.cam_prefix(one.service)}:{one.action}" for one in calls)
    assert called == permissions.read_actions()
    assert {one.params["Limit"] for one in calls if "Limit" in one.params} == {1}
    assert [one.params["Domain"] for one in calls if "Domain" in one.params] == [domain] * 2
    by_action = {one.action: one for one in calls}
    assert by_action["DescribeServiceSubDomains"].status == ""  # a service that there is


@pytest.mark.parametrize(
    ("name", "state", "status"), [(BUCKET, "works", 0), ("absent-1250000000", "missing", 1)]
)
def test_the_bucket_of_sweeps_is_tried(
    beian: Beian,
    bucket: Bucket,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    state: str,
    status: int,
) -> None:
    monkeypatch.setenv("BEIAN_COS_ENDPOINT", bucket.url)
    monkeypatch.setenv("BEIAN_STORE", f"cos://{name}/reports?region=ap-guangzhou")
    found = beian("doctor", "--format", "json", world=worlds.IN_ORDER)
    assert found.status == status
    assert found.json["store"] == {
        "bucket": name,
        "region": "ap-guangzhou",
        "state": state,
        "missing_policy": None,
    }


@pytest.mark.parametrize(("answer", "status"), [(403, 1), (400, 2)])
def test_a_bucket_that_may_not_be_read_comes_with_the_statements_that_mend_it(
    beian: Beian, monkeypatch: pytest.MonkeyPatch, answer: int, status: int
) -> None:
    address = "cos://b-1250000000/reports?region=ap-guangzhou"
    monkeypatch.setenv("BEIAN_STORE", address)
    with answering(answer, "<Error/>") as (url, _):
        monkeypatch.setenv("BEIAN_COS_ENDPOINT", url)
        found = beian("doctor", "--lang", "en", world=worlds.IN_ORDER)
    assert found.status == status
    assert "BEIAN_STORE · b-1250000000 (ap-guangzhou)" in found.out
    store = cos_address(address)
    assert store
    assert pasted(found.out) == ([permissions.store_policy(store)] if answer == 403 else [])


@pytest.mark.parametrize("place", ["reports", "cos://b-1250000000/reports?region=ap-guangzhou"])
def test_no_bucket_is_looked_for_beside_an_emulated_cloud_without_one(
    beian: Beian, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    monkeypatch.setenv("BEIAN_STORE", place)
    found = beian("doctor", "--format", "json", world=worlds.IN_ORDER)
    assert (found.status, found.json["store"]) == (0, None)
    assert not (tmp_path / "reports").exists()


def test_an_address_that_is_none_is_wrong_usage(
    beian: Beian, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEIAN_STORE", "cos://b/reports")
    found = beian("doctor", world=worlds.IN_ORDER)
    assert found.status == 64
    assert "BEIAN_STORE: no address of a COS bucket" in found.err


def test_what_another_account_declares_wrongly_is_found_in_the_world(beian: Beian) -> None:
    world = TWO_ACCOUNTS + "    declared: {serverless_filing: 1}\n"
    found = beian("doctor", world=world)
    assert found.status == 64
    assert ".yml: accounts.1.declared.serverless_filing: " in found.err
    assert "accounts[0]" not in found.err
