"""sts:AssumeRole and the sessions that it opens, over the wire through the official SDK."""

import http.client
import json
import re
import time
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.sts.v20180813 import errorcodes, sts_client
from tencentcloud.sts.v20180813 import models as sts

from beian.emulator import Emulator, load_world
from beian.emulator.world import Key

from .caller import ask, send, signed
from .conftest import Serve
from .sdk import credential, filled, profile, typed
from .worlds import GROUP

pytestmark = pytest.mark.usefixtures("unknown_fields_are_errors")

EXTERNAL_ID = "k3J:planted/1"
NOON = 1795320000
"""The clock of GROUP, in seconds since the epoch."""
DEALS = {"StartTime": "2026-01-01 00:00:00", "EndTime": "2026-02-01 00:00:00", "Limit": 20}


@pytest.fixture
def group(serve: Serve) -> Emulator:
    return serve(GROUP)


def arn(name: str, uin: str = "100000000001") -> str:
    return f"qcs::cam::uin/{uin}:roleName/{name}"


def asking(**fields: Any) -> dict[str, Any]:
    return {"RoleArn": arn("open"), "RoleSessionName": "beian", **fields}


def assumed(emulator: Emulator, key: Key | None = None, **fields: Any) -> Key:
    reply = ask(emulator, "sts:AssumeRole", asking(**fields), key=key)
    assert reply.code == "", reply.response
    given = reply.response["Credentials"]
    return Key(id=given["TmpSecretId"], secret=given["TmpSecretKey"], token=given["Token"])


def refused(emulator: Emulator, key: Key | None = None, **fields: Any) -> str:
    return ask(emulator, "sts:AssumeRole", asking(**fields), key=key).code


def policy(*statements: object, **changed: object) -> str:
    return quote(json.dumps({"version": "2.0", "statement": list(statements), **changed}))


def allow(*actions: str, **changed: object) -> dict[str, object]:
    return {"effect": "allow", "action": list(actions), "resource": "*", **changed}


def test_a_typed_client_assumes_a_role(group: Emulator) -> None:
    request = filled(
        sts.AssumeRoleRequest(),
        **asking(RoleArn=arn("beian-reader"), ExternalId=EXTERNAL_ID, DurationSeconds=900),
    )
    reply = typed(sts_client.StsClient, group).AssumeRole(request)
    given = reply.Credentials
    session = Credential(given.TmpSecretId, given.TmpSecretKey, given.Token)
    client = sts_client.StsClient(session, "ap-guangzhou", profile(group))
    caller = client.GetCallerIdentity(sts.GetCallerIdentityRequest())
    assert (caller.AccountId, caller.Type) == ("100000000001", "CAMRole")
    assert caller.PrincipalId == "100000000009"
    role, name = caller.UserId.split(":")
    assert re.fullmatch(r"[0-9]{19}", role)
    assert name == "beian"
    assert caller.Arn == f"qcs::sts:100000000001:assumed-role/{role}"


def test_a_common_client_assumes_a_role_with_a_temporary_key(group: Emulator) -> None:
    home = credential(group, key=1)
    client = CommonClient("sts", "2018-08-13", home, "ap-guangzhou", profile(group))
    given = client.call_json("AssumeRole", asking())["Response"]["Credentials"]
    session = Credential(given["TmpSecretId"], given["TmpSecretKey"], given["Token"])
    there = CommonClient("domain", "2018-08-08", session, "", profile(group))
    reply = there.call_json("DescribeDomainNameList", {})["Response"]
    assert [found["DomainName"] for found in reply["DomainSet"]] == ["acme.cn"]


def test_calls_of_a_session_are_on_the_roles_account(group: Emulator) -> None:
    ask(group, "domain:DescribeDomainNameList", key=assumed(group))
    assert [call.account for call in group.calls] == ["100000000009", "100000000001"]


def test_a_role_has_the_same_id_in_every_session(group: Emulator) -> None:
    def user(name: str) -> str:
        key = assumed(group, RoleArn=arn(name))
        return str(ask(group, "sts:GetCallerIdentity", key=key).response["UserId"])

    assert user("open") == user("open") != user("partial")


@pytest.mark.parametrize("spoil", ["absent", "another"])
def test_a_session_needs_its_own_token(group: Emulator, spoil: str) -> None:
    session, other = assumed(group), assumed(group)
    token = {"absent": None, "another": other.token}[spoil]
    wrong = session.model_copy(update={"token": token})
    assert ask(group, "domain:DescribeDomainNameList", key=wrong).code == "AuthFailure.TokenFailure"
    assert ask(group, "domain:DescribeDomainNameList", key=session).code == ""


def test_a_session_may_assume_a_role_that_trusts_its_account(group: Emulator) -> None:
    acme = assumed(group)
    back = assumed(group, acme, RoleArn=arn("auditor", "100000000009"))
    reply = ask(group, "sts:GetCallerIdentity", key=back).response
    assert (reply["AccountId"], reply["PrincipalId"]) == ("100000000009", "100000000001")
    assert refused(group, acme, RoleArn=arn("open")) == "UnauthorizedOperation"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"RoleArn": arn("nobody")}, "ResourceNotFound.RoleNotFound"),
        ({"RoleArn": arn("open", "199999999999")}, "ResourceNotFound.RoleNotFound"),
        ({"RoleArn": arn("vendor")}, "UnauthorizedOperation"),
        ({"RoleArn": arn("beian-reader")}, "UnauthorizedOperation"),
        ({"RoleArn": arn("beian-reader"), "ExternalId": "k3J"}, "UnauthorizedOperation"),
        ({"RoleArn": arn("open").replace("roleName/open", "role/1")}, "UnsupportedOperation"),
        ({"RoleArn": "open"}, "InvalidParameter.ParamError"),
        ({"RoleArn": arn("open") + "\n"}, "InvalidParameter.ParamError"),
        ({"RoleArn": quote(arn("open"), safe="")}, "InvalidParameter.ParamError"),
        ({"RoleSessionName": "b"}, "InvalidParameter.ParamError"),
        ({"RoleSessionName": "b" * 129}, "InvalidParameter.ParamError"),
        ({"RoleSessionName": "a b"}, "InvalidParameter.ParamError"),
        ({"RoleSessionName": None}, "MissingParameter"),
        ({"RoleArn": None}, "MissingParameter"),
        ({"ExternalId": "k"}, "InvalidParameter.ParamError"),
        ({"ExternalId": "k3J…"}, "InvalidParameter.ParamError"),
        ({"DurationSeconds": 0}, "InvalidParameter.ParamError"),
        ({"DurationSeconds": 43201}, "InvalidParameter.OverTimeError"),
        ({"DurationSeconds": "900"}, "InvalidParameter"),
    ],
)
def test_a_role_that_is_not_handed_out(group: Emulator, fields: dict[str, Any], code: str) -> None:
    assert refused(group, **fields) == code
    assert code in {"MissingParameter", "InvalidParameter"} or code in vars(errorcodes).values()


def test_refusals_do_not_tell_what_exists(group: Emulator) -> None:
    def said(**fields: object) -> object:
        return ask(group, "sts:AssumeRole", asking(**fields)).response["Error"]

    absent = said(RoleArn=arn("open", "199999999999"))
    assert said(RoleArn=arn("nobody")) == absent
    untrusted = said(RoleArn=arn("vendor"))
    no_id = said(RoleArn=arn("beian-reader"))
    wrong_id = said(RoleArn=arn("beian-reader"), ExternalId="guess")
    assert no_id == wrong_id
    assert json.dumps(untrusted).replace("vendor", "beian-reader") == json.dumps(no_id)


def test_an_external_id_that_a_role_does_not_have_is_no_matter(group: Emulator) -> None:
    assert refused(group, ExternalId=EXTERNAL_ID) == ""


def test_the_caller_needs_permission_to_assume(group: Emulator) -> None:
    denied = group.world.accounts[0].keys[2]
    error = ask(group, "sts:AssumeRole", asking(), key=denied).response["Error"]
    assert error["Code"] == "UnauthorizedOperation"
    assert "(sts:AssumeRole)\nresource (*)" in error["Message"]


def test_a_key_has_denials_of_its_own(group: Emulator) -> None:
    free, denied = group.world.accounts[0].keys[0], group.world.accounts[0].keys[2]
    assert ask(group, "scf:ListCustomDomains", key=denied).code == "UnauthorizedOperation"
    assert ask(group, "scf:ListCustomDomains", key=free).code == ""
    assert ask(group, "domain:DescribeDomainNameList", key=denied).code == ""


@pytest.mark.parametrize(
    ("name", "params", "denied"),
    [
        ("billing:DescribeDealsByCond", DEALS, {"partial"}),
        ("apigateway:DescribeServicesStatus", {}, {"partial"}),
        ("ba:DescribeGetAuthInfo", {}, {"open", "partial"}),
        ("ba:DescribeIcpRegister", {}, set()),
    ],
)
def test_denials_of_a_role_are_on_top_of_its_accounts(
    group: Emulator, name: str, params: dict[str, object], denied: set[str]
) -> None:
    codes = {
        role: ask(group, name, params, key=assumed(group, RoleArn=arn(role))).code
        for role in ("open", "partial")
    }
    assert {role for role, code in codes.items() if code == "UnauthorizedOperation"} == denied
    assert {code for role, code in codes.items() if role not in denied} <= {""}


def test_denials_of_a_role_leave_the_accounts_own_keys_alone(group: Emulator) -> None:
    own = group.world.accounts[1].keys[0]
    assert ask(group, "billing:DescribeDealsByCond", DEALS, key=own).code == ""


@pytest.mark.parametrize(
    ("statements", "allowed"),
    [
        ([allow("finance:DescribeDealsByCond")], {"billing"}),
        ([allow("finance:Describe*", "apigw:*")], {"billing", "apigateway"}),
        ([allow("billing:*", "apigateway:*")], set()),
        ([allow("name/scf:ListCustomDomains")], {"scf"}),
        ([{**allow(), "action": "scf:List*"}], {"scf"}),
        ([allow("*")], {"billing", "apigateway", "scf"}),
        ([allow("*:*"), {**allow("scf:*"), "effect": "deny"}], {"billing", "apigateway"}),
        ([allow("scf:listcustomdomains")], set()),
        ([allow("scf:*", resource=["qcs::scf:ap-guangzhou:uin/1:namespace/*"])], set()),
        ([allow("scf:*", resource=["*"]), allow("finance:*")], {"billing", "scf"}),
        ([{**allow("*"), "effect": "deny"}], set()),
    ],
)
def test_a_session_does_what_its_policy_allows(
    group: Emulator, statements: list[object], allowed: set[str]
) -> None:
    key = assumed(group, Policy=policy(*statements))
    calls = {
        "billing": ("billing:DescribeDealsByCond", DEALS),
        "apigateway": ("apigateway:DescribeServicesStatus", {}),
        "scf": ("scf:ListCustomDomains", {}),
    }
    codes = {who: ask(group, name, params, key=key).code for who, (name, params) in calls.items()}
    assert codes == {who: "" if who in allowed else "UnauthorizedOperation" for who in calls}


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        ([allow("sts:AssumeRole", resource=arn("auditor", "100000000009"))], ""),
        ([allow("sts:AssumeRole", resource=[arn("auditor", "*"), arn("x")])], ""),
        ([allow("sts:*")], ""),
        ([allow("sts:AssumeRole", resource=arn("auditor"))], "UnauthorizedOperation"),
        (
            [allow("*"), {**allow("*", resource=arn("*", "*")), "effect": "deny"}],
            "UnauthorizedOperation",
        ),
        ([allow("*"), {**allow("*", resource=arn("open")), "effect": "deny"}], ""),
    ],
)
def test_a_policy_may_name_the_roles_to_assume(
    group: Emulator, statements: list[object], code: str
) -> None:
    session = assumed(group, Policy=policy(*statements))
    assert refused(group, session, RoleArn=arn("auditor", "100000000009")) == code


def test_a_denial_of_a_part_denies_what_is_granted_whole(group: Emulator) -> None:
    part = {**allow("scf:*", resource="qcs::scf:ap-guangzhou::namespace/x"), "effect": "deny"}
    key = assumed(group, Policy=policy(allow("*"), part))
    assert ask(group, "scf:ListCustomDomains", key=key).code == "UnauthorizedOperation"


def test_a_policy_cannot_allow_what_the_role_may_not(group: Emulator) -> None:
    key = assumed(group, RoleArn=arn("partial"), Policy=policy(allow("*")))
    denied = ask(group, "billing:DescribeDealsByCond", DEALS, key=key)
    assert denied.code == "UnauthorizedOperation"
    assert ask(group, "scf:ListCustomDomains", key=key).code == ""


def test_a_policy_may_be_encoded_as_a_form_is(group: Emulator) -> None:
    encoded = quote_plus(json.dumps({"version": "2.0", "statement": [allow("scf:*")]}, indent=1))
    assert "+" in encoded
    key = assumed(group, Policy=encoded)
    assert ask(group, "scf:ListCustomDomains", key=key).code == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps({"version": "2.0", "statement": [allow("*")]}), "StrategyFormatError"),
        ("", "StrategyFormatError"),
        (quote("{"), "StrategyFormatError"),
        ("%ff", "StrategyFormatError"),
        (quote("[" * 100_000), "StrategyFormatError"),
        (quote("[]"), "StrategyInvalid"),
        (policy(allow("*"), version="3.0"), "StrategyInvalid"),
        (policy(allow("*"), version=2.0), "StrategyInvalid"),
        (policy(), "StrategyInvalid"),
        (policy(statement=allow("*")), "StrategyInvalid"),
        (policy(statement="*"), "StrategyInvalid"),
        (policy(allow("*"), principal={"qcs": "*"}), "StrategyInvalid"),
        (policy(allow("*", principal={"qcs": "*"})), "StrategyInvalid"),
        (policy(allow("*", condition={})), "StrategyInvalid"),
        (policy(allow()), "StrategyInvalid"),
        (policy(allow("scf")), "StrategyInvalid"),
        (policy(allow("*", effect="Allow")), "StrategyInvalid"),
        (policy(allow("*", resource="everything")), "StrategyInvalid"),
        (policy({"effect": "allow", "action": "*"}), "StrategyInvalid"),
    ],
)
def test_a_policy_that_is_none(group: Emulator, text: str, code: str) -> None:
    assert refused(group, Policy=text) == f"InvalidParameter.{code}"
    assert f"InvalidParameter.{code}" in vars(errorcodes).values()


def test_a_refused_principal_is_named(group: Emulator) -> None:
    encoded = policy(allow("*", principal={"qcs": "*"}))
    error = ask(group, "sts:AssumeRole", asking(Policy=encoded)).response["Error"]
    assert "principal" in error["Message"]


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({}, 7200),
        ({"DurationSeconds": 1}, 1),
        ({"DurationSeconds": 43200}, 43200),
        ({"RoleArn": arn("brief")}, 60),
        ({"RoleArn": arn("brief"), "DurationSeconds": 30}, 30),
    ],
)
def test_a_session_ends_by_the_worlds_clock(
    group: Emulator, fields: dict[str, object], seconds: int
) -> None:
    reply = ask(group, "sts:AssumeRole", asking(**fields)).response
    ends = datetime.fromtimestamp(reply["ExpiredTime"], timezone.utc)
    assert reply["Expiration"] == ends.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert seconds <= reply["ExpiredTime"] - NOON <= seconds + 5


def test_without_a_clock_a_session_ends_by_the_real_one(serve: Serve) -> None:
    emulator = serve(GROUP.replace("clock:", "#"))
    reply = ask(emulator, "sts:AssumeRole", asking(DurationSeconds=900)).response
    assert abs(reply["ExpiredTime"] - time.time() - 900) < 5


@pytest.mark.parametrize("clock", ["clock:", "#"])
def test_a_session_that_has_ended(serve: Serve, clock: str) -> None:
    emulator = serve(GROUP.replace("clock:", clock))
    key = assumed(emulator, RoleArn=arn("brief"))
    emulator.pass_time(50)
    assert ask(emulator, "scf:ListCustomDomains", key=key).code == ""
    emulator.pass_time(10)
    ended = ask(emulator, "scf:ListCustomDomains", key=key)
    assert ended.code == "AuthFailure.TokenFailure"
    assert assumed(emulator, RoleArn=arn("brief")).id != key.id


def test_real_time_passes_in_a_world_with_a_clock(group: Emulator) -> None:
    key = assumed(group, DurationSeconds=1)
    time.sleep(1)
    assert ask(group, "scf:ListCustomDomains", key=key).code == "AuthFailure.TokenFailure"


def test_no_seconds_end_a_session_as_it_begins(group: Emulator) -> None:
    key = assumed(group, RoleArn=arn("over"))
    assert ask(group, "scf:ListCustomDomains", key=key).code == "AuthFailure.TokenFailure"


def test_an_ended_session_with_a_wrong_signature_is_no_session(group: Emulator) -> None:
    key = assumed(group, RoleArn=arn("over")).model_copy(update={"secret": "guessed"})
    assert ask(group, "scf:ListCustomDomains", key=key).code == "AuthFailure.SignatureFailure"


def test_a_reset_forgets_sessions_and_lets_time_go_on(group: Emulator) -> None:
    key = assumed(group)
    group.pass_time(1000)
    group.reset()
    lost = ask(group, "scf:ListCustomDomains", key=key)
    assert lost.code == "AuthFailure.SecretIdNotFound"
    ends = ask(group, "sts:AssumeRole", asking()).response["ExpiredTime"]
    assert 8200 <= ends - NOON <= 8205


def test_another_world_starts_at_its_own_clock(group: Emulator) -> None:
    group.pass_time(1000)
    group.reset(load_world(GROUP))
    ends = ask(group, "sts:AssumeRole", asking()).response["ExpiredTime"]
    assert 7200 <= ends - NOON <= 7205


def test_faults_of_the_roles_account_meet_its_sessions(serve: Serve) -> None:
    fault = "{on: 'scf:*', account: '100000000001', error: InternalError}"
    emulator = serve(f"{GROUP}faults: [{fault}]\n")
    assert ask(emulator, "scf:ListCustomDomains").code == ""
    assert ask(emulator, "scf:ListCustomDomains", key=assumed(emulator)).code == "InternalError"


def test_the_sdk_raises_what_sts_answers(group: Emulator) -> None:
    request = filled(sts.AssumeRoleRequest(), **asking(RoleArn=arn("vendor")))
    with pytest.raises(TencentCloudSDKException) as raised:
        typed(sts_client.StsClient, group).AssumeRole(request)
    assert raised.value.code == errorcodes.UNAUTHORIZEDOPERATION


def test_secrets_of_sessions_and_roles_are_shown_nowhere(group: Emulator) -> None:
    key = assumed(group, RoleArn=arn("beian-reader"), ExternalId=EXTERNAL_ID)
    refused(group, RoleArn=arn("beian-reader"), ExternalId="another-planted")
    for secret in (key.secret, key.token or "", EXTERNAL_ID):
        ask(group, "domain:CheckDomain", {"DomainName": secret})
        ask(group, "domain:CheckDomain", {secret: "x"})
    shown = [repr(group.calls), repr(group.world), repr(group._cloud._identities.find(key.id))]
    pages = [send(group, {}, b"", method="GET", path=path).body for path in ("/", "/calls")]
    shown += [page.decode() for page in pages]
    for text in shown:
        for secret in (key.secret, key.token or "-", EXTERNAL_ID, "another-planted"):
            assert secret not in text
    assert group.calls[0].params == {
        "RoleArn": arn("beian-reader"),
        "RoleSessionName": "beian",
        "ExternalId": "***",
    }


def test_the_page_shows_roles_and_the_organization(group: Emulator) -> None:
    page = send(group, {}, b"", method="GET", path="/").body.decode()
    assert "beian-reader (trusts 100000000009)" in page
    assert "Organization of 100000000009: 100000000001, 100000000002." in page


def test_a_session_keeps_its_connection(group: Emulator) -> None:
    """What the next request of a connection may do depends on that request alone."""
    session = assumed(group, Policy=policy(allow("scf:*")))
    connection = http.client.HTTPConnection(urlsplit(group.url).netloc, timeout=2)
    codes = []
    for key in (session, None, session):
        headers = signed(group, "domain:DescribeDomainNameList", b"{}", key=key)
        connection.request("POST", "/", b"{}", headers)
        response = json.loads(connection.getresponse().read())["Response"]
        codes.append(response.get("Error", {}).get("Code", ""))
    connection.close()
    assert codes == ["UnauthorizedOperation", "", "UnauthorizedOperation"]
