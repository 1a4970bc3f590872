"""`beian policy`: documents that can be pasted, for the configured accounts or a new one."""

from pathlib import Path

import pytest
import yaml

from beian import permissions
from beian.store import cos_address
from tests.cli.conftest import Beian
from tests.cli.test_doctor import pasted

HOME = "100000000009"
ACCOUNTS = """
accounts:
  - {uin: "100000000009", self: true}
  - uin: "100000000001"
    name: acme
    role_arn: qcs::cam::uin/100000000001:roleName/reader
    external_id: id-of-acme
  - uin: "100000000002"
    role_arn: qcs::cam::uin/100000000002:roleName/reader
    external_id: id-of-both
  - uin: "100000000003"
    role_arn: qcs::cam::uin/100000000003:roleName/reader
    external_id: id-of-both
"""
ORGANIZATION = """
accounts: [{uin: "100000000009", self: true}]
organization: {role_name: reader, external_id: id-of-members}
"""


@pytest.fixture
def configured(tmp_path: Path) -> Path:
    (tmp_path / "beian.yml").write_text(ACCOUNTS, "utf-8")
    return tmp_path


def test_one_account_needs_the_execution_policy_alone(beian: Beian) -> None:
    found = beian("policy", "--lang", "en")
    assert found.status == 0
    assert found.out.startswith("# The execution role's policy: ")
    assert permissions.CONSOLE in found.out.splitlines()[0]
    assert pasted(found.out) == [permissions.execution_policy()]


def test_sweeps_are_kept_and_spread_where_the_environment_says(
    beian: Beian, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [f"cos://b-1250000000/{key}?region=ap-guangzhou" for key in ("beian.yml", "reports")]
    for variable, place in zip(("BEIAN_CONFIG", "BEIAN_STORE"), places, strict=True):
        monkeypatch.setenv(variable, place)
    monkeypatch.setenv("BEIAN_CONFIG", "")
    store = cos_address(places[1])
    assert pasted(beian("policy").out) == [permissions.execution_policy(store=store)]
    monkeypatch.setenv("BEIAN_STORE", "reports")
    assert pasted(beian("policy").out) == [permissions.execution_policy()]


def test_each_configured_account_has_its_policies(beian: Beian, configured: Path) -> None:
    found = beian("policy", "--format", "json")
    assert found.status == 0
    uins = ("100000000001", "100000000002", "100000000003")
    arns = [f"qcs::cam::uin/{uin}:roleName/reader" for uin in uins]
    assert found.json["execution_role"]["policy"] == permissions.execution_policy(arns)
    assert [(one["account"], one["role_arn"]) for one in found.json["roles"]] == [
        *zip(uins, arns, strict=True)
    ]
    for one, external_id in zip(
        found.json["roles"], ("id-of-acme", "id-of-both", "id-of-both"), strict=True
    ):
        assert one["policy"] == permissions.reader_policy()
        assert one["trust_policy"] == permissions.trust_policy(HOME, external_id)


def test_accounts_with_the_same_documents_share_them(beian: Beian, configured: Path) -> None:
    found = beian("policy", "--lang", "en")
    arns = [f"qcs::cam::uin/10000000000{n}:roleName/reader" for n in (1, 2, 3)]
    assert pasted(found.out) == [
        permissions.execution_policy(arns),
        permissions.reader_policy(),
        permissions.trust_policy(HOME, "id-of-acme"),
        permissions.reader_policy(),
        permissions.trust_policy(HOME, "id-of-both"),
    ]
    headings = [line for line in found.out.splitlines() if line.startswith("# ")]
    assert f"acme {arns[0]}: create it" in headings[1]
    assert permissions.CONSOLE in headings[1]
    assert f"{arns[1]}, {arns[2]}: open the role at {permissions.CONSOLE_ROLES}" in headings[4]


def test_one_account_can_be_named_and_the_function_keeps_the_others(
    beian: Beian, configured: Path
) -> None:
    found = beian("policy", "--account", "100000000002")
    arns = [f"qcs::cam::uin/10000000000{n}:roleName/reader" for n in (1, 2, 3)]
    assert pasted(found.out) == [
        permissions.execution_policy(arns),
        permissions.reader_policy(),
        permissions.trust_policy(HOME, "id-of-both"),
    ]
    assert "accounts:" not in found.out


def test_a_new_account_comes_with_its_configuration(beian: Beian, tmp_path: Path) -> None:
    found = beian(
        *("policy", "--account", "100000000005", "--home", HOME),
        *("--role-name", "watcher", "--external-id", "a-new-id"),
    )
    arn = "qcs::cam::uin/100000000005:roleName/watcher"
    assert pasted(found.out) == [
        permissions.execution_policy([arn]),
        permissions.reader_policy(),
        permissions.trust_policy(HOME, "a-new-id"),
    ]
    lines = found.out[found.out.index("accounts:") :]
    assert yaml.safe_load(lines)["accounts"] == [
        {"uin": HOME, "self": True},
        {"uin": "100000000005", "role_arn": arn, "external_id": "a-new-id"},
    ]
    (tmp_path / "beian.yml").write_text(lines, "utf-8")
    assert beian("config", "validate").status == 0
    assert "accounts:" not in beian("policy", "--account", "100000000005").out


def test_an_external_id_is_made_up_where_there_is_none(beian: Beian) -> None:
    asked = ("policy", "--account", "100000000005", "--home", HOME, "--format", "json")
    made = [
        one["trust_policy"]["statement"][0]["condition"]["string_equal"]["sts:external_id"]
        for run in (beian(*asked), beian(*asked))
        for one in run.json["roles"]
    ]
    assert len(set(made)) == 2
    assert all(len(one) >= 32 for one in made)


def test_an_organization_has_one_role_for_every_member(beian: Beian, tmp_path: Path) -> None:
    (tmp_path / "beian.yml").write_text(ORGANIZATION, "utf-8")
    found = beian("policy", "--lang", "en")
    pattern = "qcs::cam::uin/*:roleName/reader"
    assert pasted(found.out) == [
        permissions.execution_policy([pattern], organization=True),
        permissions.reader_policy(),
        permissions.trust_policy(HOME, "id-of-members"),
    ]
    assert "does not take uin/*" in found.out
    assert beian("policy", "--format", "json").json["roles"][0]["account"] == "*"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--account", "100000000005"), "Name it with --home UIN"),
        (("--role-name", "reader"), "go with --account"),
        (("--external-id", "an-id"), "go with --account"),
        (("--account", "acme", "--home", HOME), "uin: no account id: write its digits"),
        (
            ("--account", "100000000005", "--home", HOME, "--external-id", "a b"),
            "external_id: write 2 to 128",
        ),
    ],
)
def test_what_cannot_be_is_wrong_usage(beian: Beian, options: tuple[str, ...], said: str) -> None:
    found = beian("policy", "--lang", "en", *options)
    assert (found.status, found.out) == (64, "")
    assert said in found.err
