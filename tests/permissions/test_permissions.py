"""The policies hold what the readers call: no more, no less, and nothing that changes anything."""

import re
from collections.abc import Iterator, Mapping

import pytest

from beian import app, permissions
from beian.emulator import Emulator, load_world
from beian.emulator.catalog import CATALOG
from beian.store import cos_address

RICH = """
clock: "2026-11-22T12:00:00+08:00"
accounts:
  - uin: "100000000001"
    keys: [{id: AKIDacme0001, secret: acme-secret-0001}]
    orders:
      - id: "20260105000001"
        spec: {调用次数: 5000万次, 资源使用量: 40万GBs}
        created: "2026-01-05 10:00:00"
    domains: [{name: example.cn}]
    bindings:
      - {domain: www.example.cn}
      - {domain: api.example.cn, service: apigateway}
"""
CONTEXT = {
    "request_id": "request-1",
    "time_limit_in_ms": 20000,
    "tencentcloud_region": "ap-guangzhou",
    "tencentcloud_uin": "100000000001",
}
READS_ONLY = re.compile(r"[a-z]+:(Describe|List|Get)[A-Z]\w+")


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The CAM actions of every call that a check of a rich world makes."""
    with Emulator(load_world(RICH)) as emulator:
        monkeypatch.setenv("BEIAN_ENDPOINT", emulator.url)
        monkeypatch.setenv("BEIAN_NOW", "2026-11-22T12:00:00+08:00")
        monkeypatch.setenv("TENCENTCLOUD_SECRETID", "AKIDacme0001")
        monkeypatch.setenv("TENCENTCLOUD_SECRETKEY", "acme-secret-0001")
        monkeypatch.delenv("BEIAN_CONFIG", raising=False)
        app._kept.clear()
        reply = app.handle({"op": "check", "domains": ["www.example.cn"]}, CONTEXT)
        assert reply["ok"] is True
        yield {f"{CATALOG.cam_prefix(c.service)}:{c.action}" for c in emulator.calls}
    app._kept.clear()


def test_what_is_granted_is_what_a_check_calls(called: set[str]) -> None:
    assert set(permissions.read_actions()) == called


def statements(document: Mapping[str, object]) -> list[dict[str, list[str]]]:
    assert document["version"] == "2.0"
    found = document["statement"]
    assert isinstance(found, list)
    assert all(statement["effect"] == "allow" for statement in found)
    return found


@pytest.mark.parametrize(
    "document", [permissions.reader_policy(), permissions.session_policy()], ids=["role", "session"]
)
def test_another_accounts_role_may_only_read(document: Mapping[str, object]) -> None:
    (statement,) = statements(document)
    assert statement["action"] == permissions.read_actions()
    assert all(READS_ONLY.fullmatch(action) for action in statement["action"])
    assert statement["resource"] == ["*"]


def test_the_function_reads_and_enters_the_named_roles_alone() -> None:
    arns = [permissions.role_arn(uin, "reader") for uin in ("100000000002", "100000000001")]
    own, entering, listing = statements(permissions.execution_policy(arns, organization=True))
    assert own["action"] == permissions.read_actions()
    assert entering["action"] == ["sts:AssumeRole"]
    assert entering["resource"] == [
        "qcs::cam::uin/100000000001:roleName/reader",
        "qcs::cam::uin/100000000002:roleName/reader",
    ]
    assert listing["action"] == ["organization:DescribeOrganizationMembers"]
    assert statements(permissions.assume_policy(arns)) == [entering]


def test_a_configuration_in_cos_may_be_read_and_nothing_beside_it() -> None:
    address = cos_address("cos://b-1250000000/conf/beian.yml?region=ap-guangzhou")
    own, stored = statements(permissions.execution_policy(config=address))
    assert stored["action"] == ["name/cos:GetObject"]
    assert stored["resource"] == [
        "qcs::cos:ap-guangzhou:uid/1250000000:b-1250000000/conf/beian.yml"
    ]
    assert "name/cos:GetObject" not in own["action"]


@pytest.mark.parametrize(("prefix", "under"), [("sweeps", "sweeps/*"), ("", "*")])
def test_sweeps_are_written_under_their_prefix_alone(prefix: str, under: str) -> None:
    address = cos_address(f"cos://b-1250000000/{prefix}?region=ap-guangzhou")
    _, stored, _ = statements(permissions.execution_policy(store=address))
    assert stored["resource"] == [f"qcs::cos:ap-guangzhou:uid/1250000000:b-1250000000/{under}"]
    assert set(stored["action"]) == {
        "name/cos:GetObject",
        "name/cos:HeadObject",
        "name/cos:PutObject",
        "name/cos:InitiateMultipartUpload",
        "name/cos:UploadPart",
        "name/cos:CompleteMultipartUpload",
        "name/cos:AbortMultipartUpload",
    }


def test_large_sweeps_are_spread_by_the_function_invoking_itself() -> None:
    address = cos_address("cos://b-1250000000/sweeps?region=ap-guangzhou")
    assert address
    whole = statements(permissions.execution_policy(store=address))
    assert whole[-1] == {
        "effect": "allow",
        "action": ["scf:InvokeFunction"],
        "resource": ["*"],
    }
    assert statements(permissions.store_policy(address)) == whole[-2:]


def test_nothing_else_in_any_policy_changes_anything() -> None:
    address = cos_address("cos://b-1250000000/sweeps?region=ap-guangzhou")
    arns = [permissions.role_arn("100000000001", "reader")]
    whole = permissions.execution_policy(arns, organization=True, config=address, store=address)
    every = [whole, permissions.reader_policy(), permissions.assume_policy(arns)]
    actions = {a for document in every for one in statements(document) for a in one["action"]}
    stored = {*permissions.READ_OBJECT, *permissions.WRITE_OBJECT}
    others = {action for action in actions - stored if not READS_ONLY.fullmatch(action)}
    assert others == {"sts:AssumeRole", "scf:InvokeFunction"}
    without = permissions.execution_policy(arns, organization=True, config=address)
    writes = {a for one in statements(without) for a in one["action"]} - {"sts:AssumeRole"}
    assert {a for a in writes if not READS_ONLY.fullmatch(a)} == {"name/cos:GetObject"}


def test_one_account_alone_needs_no_way_into_others() -> None:
    (own,) = statements(permissions.execution_policy())
    assert "sts:AssumeRole" not in own["action"]


def test_a_role_trusts_one_account_with_the_external_id() -> None:
    assert statements(permissions.trust_policy("100000000009", "an-id")) == [
        {
            "effect": "allow",
            "action": ["name/sts:AssumeRole"],
            "principal": {"qcs": ["qcs::cam::uin/100000000009:root"]},
            "condition": {"string_equal": {"sts:external_id": "an-id"}},
        }
    ]


def test_what_is_missing_is_one_statement_a_product() -> None:
    missing = ["ba:DescribeIcpRegister", "scf:ListCustomDomains", "ba:DescribeGetAuthInfo"]
    assert [statement["action"] for statement in statements(permissions.policy_for(missing))] == [
        ["ba:DescribeGetAuthInfo", "ba:DescribeIcpRegister"],
        ["scf:ListCustomDomains"],
    ]
