"""Filings (`ba`), the account's real name, and registrations (`domain`)."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from beian.facts import (
    Cause,
    DomainRealName,
    Fact,
    Icp,
    Known,
    Name,
    RealName,
    Registration,
    Unreadable,
)
from beian.tencent.ba import (
    VerifiedField,
    read_icp,
    read_order_in_progress,
    read_real_name,
    read_websites,
)
from beian.tencent.domain import read_registration
from beian.tencent.moments import day, moment
from beian.tencent.transport import Deadline, Transport, Wire
from tests.tencent.canned import canned
from tests.tencent.rig import KEY, NOW, Rig, world

Start = Callable[[str], Rig]
READS: dict[str, Callable[[Transport], Fact[object]]] = {
    "DescribeDomainIcpStatus": lambda calls: read_icp(calls, "example.cn"),
    "DescribeIcpRegister": read_websites,
    "DescribeLastIcpOrderInProgress": read_order_in_progress,
    "DescribeGetAuthInfo": lambda calls: read_real_name(calls, "IsAuthenticated"),
    "DescribeDomainBaseInfo": lambda calls: read_registration(calls, "example.cn"),
}
FLAGS = [(gov, landed) for gov in (True, False) for landed in (True, False)]


def evidence_of(fact: Fact[object]) -> dict[str, object]:
    assert isinstance(fact, Known)
    (shown,) = fact.evidence
    assert (shown.region, shown.read_at) == (None, NOW)
    return {"call": shown.call, "certainty": shown.certainty, **shown.values}


def unread(fact: Fact[object]) -> Unreadable:
    assert isinstance(fact, Unreadable)
    return fact


def answered(read: Callable[[Transport], Fact[object]], **fields: object) -> Fact[object]:
    """What a reader makes of a reply with these fields."""
    body = json.dumps({"Response": {"RequestId": "r-1", **fields}}).encode()
    with canned(body) as endpoint:
        return read(Transport(Wire(endpoint), KEY, Deadline(0.3), lambda: NOW))


# Filings


@pytest.mark.parametrize(("gov", "landed"), FLAGS)
@pytest.mark.parametrize(("ticket", "ban"), FLAGS)
def test_each_flag_of_a_filing_is_itself(
    rig: Start, gov: bool, landed: bool, ticket: bool, ban: bool
) -> None:
    flags = f"{{gov: {gov}, landed: {landed}, ticket: {ticket}, ban: {ban}}}".lower()
    one = rig(world(rest=f"filings: {{example.cn: {flags}}}"))
    found = read_icp(one.transport(), "example.cn")
    assert isinstance(found, Known)
    assert found.value == Icp(gov, landed, ticket, ban)
    assert evidence_of(found) == {
        "call": "ba:DescribeDomainIcpStatus",
        "certainty": "medium",
        "domain": "example.cn",
        "GovStatus": gov,
        "LandedStatus": landed,
        "AuditTicket": ticket,
        "Ban": ban,
    }
    assert found.evidence[0].request_id == one.emulator.calls[0].request_id


@pytest.mark.parametrize("field", ["GovStatus", "LandedStatus", "AuditTicket", "Ban"])
@pytest.mark.parametrize("value", [None, "perhaps", [], 2])
def test_a_flag_that_is_no_flag_is_unreadable(field: str, value: object) -> None:
    flags = dict.fromkeys(("GovStatus", "LandedStatus", "AuditTicket", "Ban"), False)
    found = unread(answered(READS["DescribeDomainIcpStatus"], **{**flags, field: value}))
    assert (found.cause, found.detail) == (Cause.BROKEN_REPLY, f"unexpected shape: {field}")
    assert found.request_id == "r-1"


def test_a_flag_that_is_missing_is_unreadable() -> None:
    """An empty success has been seen from the wrong account: it does not mean "not filed"."""
    assert unread(answered(READS["DescribeDomainIcpStatus"])).cause is Cause.BROKEN_REPLY


WHOLE: dict[str, dict[str, object]] = {
    "DescribeDomainIcpStatus": dict.fromkeys(
        ("GovStatus", "LandedStatus", "AuditTicket", "Ban"), False
    ),
    "DescribeIcpRegister": {"Webs": []},
    "DescribeLastIcpOrderInProgress": {"IcpOrderId": ""},
    "DescribeGetAuthInfo": {"IsTenPayMasked": "0", "IsAuthenticated": "1", "Type": "0"},
    "DescribeDomainBaseInfo": {"DomainInfo": {}},
}


@pytest.mark.parametrize("action", WHOLE)
def test_without_any_of_its_fields_a_reply_is_no_answer(action: str) -> None:
    fields = WHOLE[action]
    assert isinstance(answered(READS[action], **fields), Known)
    for name in fields:
        rest = {n: value for n, value in fields.items() if n != name}
        assert unread(answered(READS[action], **rest)).detail == f"unexpected shape: {name}"


@pytest.mark.parametrize("count", [0, 1, 7])
def test_websites_are_counted(rig: Start, count: int) -> None:
    one = rig(world(f"filing: {{websites: {count}}}"))
    found = read_websites(one.transport())
    assert isinstance(found, Known)
    assert found.value == count
    assert evidence_of(found)["Webs"] == count


@pytest.mark.parametrize("webs", [None, 3, {"a": 1}, "none"])
def test_websites_that_are_no_list_are_no_count(webs: object) -> None:
    assert unread(answered(read_websites, Webs=webs)).cause is Cause.BROKEN_REPLY


def test_elements_of_websites_may_be_anything() -> None:
    found = answered(read_websites, Webs=[None, {}, "x", 1])
    assert isinstance(found, Known)
    assert found.value == 4


@pytest.mark.parametrize("order", ["", "o-2026"])
def test_an_order_in_progress_has_an_id(rig: Start, order: str) -> None:
    found = read_order_in_progress(
        rig(world(f'filing: {{order_in_progress: "{order}"}}')).transport()
    )
    assert isinstance(found, Known)
    assert found.value == order
    assert evidence_of(found)["IcpOrderId"] == order


def test_no_answer_is_not_no_order() -> None:
    found = unread(answered(read_order_in_progress, IcpOrderId=None))
    assert (found.name, found.cause) == (Name.ORDER_IN_PROGRESS, Cause.BROKEN_REPLY)


# The account's real name


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("kind", ["personal", "enterprise"])
def test_the_real_name_is_told_by_the_field_that_is_believed(
    rig: Start, verified: bool, kind: str
) -> None:
    one = rig(world(f"real_name: {{verified: {str(verified).lower()}, kind: {kind}}}"))
    found = read_real_name(one.transport(), "IsAuthenticated")
    assert isinstance(found, Known)
    assert found.value == RealName(verified, personal=kind == "personal")
    assert evidence_of(found) == {
        "call": "ba:DescribeGetAuthInfo",
        "certainty": "medium",
        "verified_field": "IsAuthenticated",
        "IsAuthenticated": "1" if verified else "0",
        "IsTenPayMasked": "0",
        "Type": "0" if kind == "personal" else "1",
    }


@pytest.mark.parametrize(
    ("believed", "verified"), [("IsAuthenticated", True), ("IsTenPayMasked", False)]
)
def test_the_recorded_reply_means_what_the_policy_believes(
    believed: VerifiedField, verified: bool
) -> None:
    recorded = {"IsTenPayMasked": "0", "IsAuthenticated": "1", "Type": "0"}
    found = answered(lambda calls: read_real_name(calls, believed), **recorded)
    assert isinstance(found, Known)
    assert found.value == RealName(verified, personal=True)


@pytest.mark.parametrize(
    "odd",
    [
        {"IsAuthenticated": "T"},
        {"IsAuthenticated": ""},
        {"Type": "2"},
        {"Type": ""},
        {"IsAuthenticated": None},
        {"IsTenPayMasked": None},
    ],
)
def test_a_real_name_flag_that_is_neither_is_unreadable(odd: dict[str, object]) -> None:
    fields = {"IsTenPayMasked": "0", "IsAuthenticated": "1", "Type": "0", **odd}
    found = unread(answered(READS["DescribeGetAuthInfo"], **fields))
    assert (found.name, found.cause) == (Name.REAL_NAME, Cause.BROKEN_REPLY)


# Registrations


def registered(more: str = "") -> str:
    start = 'created: "2024-05-01", expires: "2027-05-01"'
    return world(f"domains: [{{name: example.cn, {start}{more}}}]")


def test_a_registration_comes_with_its_evidence(rig: Start) -> None:
    found = read_registration(rig(registered()).transport(), "example.cn")
    assert isinstance(found, Known)
    assert found.value == Registration(
        DomainRealName.VERIFIED, date(2024, 5, 1), date(2027, 5, 1), on_hold=False
    )
    assert evidence_of(found) == {
        "call": "domain:DescribeDomainBaseInfo",
        "certainty": "high",
        "domain": "example.cn",
        "RealNameAuditStatus": "Approved",
        "CreationDate": "2024-05-01",
        "ExpirationDate": "2027-05-01",
        "DomainStatus": "ok",
    }


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Approved", DomainRealName.VERIFIED),
        ("InAudit", DomainRealName.IN_AUDIT),
        ("NotUpload", DomainRealName.NOT_VERIFIED),
        ("Reject", DomainRealName.NOT_VERIFIED),
        ("NoAudit", DomainRealName.OTHER),
    ],
)
def test_each_state_of_a_domains_real_name(rig: Start, status: str, state: DomainRealName) -> None:
    found = read_registration(rig(registered(f", real_name: {status}")).transport(), "example.cn")
    assert isinstance(found, Known)
    assert found.value.real_name is state


@pytest.mark.parametrize(
    ("status", "held"),
    [
        ("[ok]", False),
        ("[serverHold]", True),
        ("[clientTransferProhibited, clientHold]", True),
        ("[]", None),
    ],
)
def test_a_hold_is_seen_and_no_status_is_not_told(
    rig: Start, status: str, held: bool | None
) -> None:
    found = read_registration(rig(registered(f", status: {status}")).transport(), "example.cn")
    assert isinstance(found, Known)
    assert found.value.on_hold is held


def test_what_a_registration_does_not_tell_is_none() -> None:
    info = {"CreationDate": "0000-00-00", "ExpirationDate": None, "DomainStatus": None}
    found = answered(READS["DescribeDomainBaseInfo"], DomainInfo=info)
    assert isinstance(found, Known)
    assert found.value == Registration(DomainRealName.OTHER, None, None, None)
    assert evidence_of(found)["DomainStatus"] is None


@pytest.mark.parametrize("info", [None, [], "none"])
def test_a_registration_that_is_none_is_unreadable(info: object) -> None:
    found = unread(answered(READS["DescribeDomainBaseInfo"], DomainInfo=info))
    assert (found.name, found.cause) == (Name.REGISTRATION, Cause.BROKEN_REPLY)


def test_a_domain_registered_elsewhere_is_not_registered_here(rig: Start) -> None:
    found = unread(read_registration(rig(world()).transport(), "example.cn"))
    assert found.cause is Cause.NOT_REGISTERED_HERE
    assert found.code == "ResourceNotFound.DomainNotFound"


@pytest.mark.parametrize("code", ["UnauthorizedOperation", "FailedOperation", "InternalError"])
def test_another_refusal_does_not_mean_registered_elsewhere(rig: Start, code: str) -> None:
    one = rig(world(rest=f"faults: [{{on: 'domain:*', error: {code}}}]"))
    found = unread(read_registration(one.transport(0.3), "example.cn"))
    assert found.cause is not Cause.NOT_REGISTERED_HERE


# All of them


@pytest.mark.parametrize("action", READS)
def test_a_denial_names_the_permission_that_would_help(rig: Start, action: str) -> None:
    service = "domain" if action == "DescribeDomainBaseInfo" else "ba"
    one = rig(world(f'denies: ["{service}:{action}"]'))
    found = unread(READS[action](one.transport()))
    assert (found.cause, found.code) == (Cause.DENIED, "UnauthorizedOperation")
    assert (found.call, found.permission) == (f"{service}:{action}", f"{service}:{action}")
    assert found.request_id == one.emulator.calls[0].request_id


def test_another_accounts_filings_are_denied_not_absent(rig: Start) -> None:
    calls = rig(world("filing: {subject: false}")).transport()
    for action in ("DescribeDomainIcpStatus", "DescribeIcpRegister", "DescribeGetAuthInfo"):
        assert unread(READS[action](calls)).cause is Cause.DENIED


# Times


@pytest.mark.parametrize(
    "text", [None, "", "0000-00-00 00:00:00", "2026-02-30 00:00:00", "2026-03-01", "soon"]
)
def test_what_is_no_time_is_none(text: str | None) -> None:
    assert moment(text) is None


@pytest.mark.parametrize("text", [None, "", "0000-00-00", "0000-00-00 00:00:00", "2026-02-30", "?"])
def test_what_is_no_day_is_none(text: str | None) -> None:
    assert day(text) is None


def test_a_day_may_have_a_time() -> None:
    assert day("2027-05-01 08:00:00") == date(2027, 5, 1)
