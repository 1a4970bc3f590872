"""Who may call: each way a signature can be wrong has its documented code."""

import json
from collections.abc import Callable

import pytest

from beian.emulator import Emulator
from beian.emulator.world import Key

from .caller import ask, authorization, send, signed
from .conftest import Serve
from .worlds import ACME

NAME = "ba:DescribeIcpRegister"
Spoil = Callable[[dict[str, str]], None]


@pytest.fixture
def acme(serve: Serve) -> Emulator:
    return serve(ACME)


def spoilt(emulator: Emulator, spoil: Spoil, name: str = NAME) -> str:
    """The code that answers a right request once it is spoilt on its way."""
    headers = signed(emulator, name, b"{}")
    spoil(headers)
    return send(emulator, headers, b"{}").code


def test_a_right_signature_is_accepted(acme: Emulator) -> None:
    assert ask(acme, NAME).code == ""


def put(header: str, value: str) -> Spoil:
    return lambda headers: headers.__setitem__(header, value)


def without(header: str) -> Spoil:
    def spoil(headers: dict[str, str]) -> None:
        del headers[header]

    return spoil


def swap(old: str, new: str) -> Spoil:
    def spoil(headers: dict[str, str]) -> None:
        headers["Authorization"] = headers["Authorization"].replace(old, new)

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        without("Authorization"),
        put("Authorization", ""),
        put("Authorization", "Bearer x"),
        swap("TC3-HMAC-SHA256", "TC3-HMAC-SHA1"),
        swap("content-type;host", "content-type"),
        swap("content-type;host", "content-type;host;x-absent"),
        swap("tc3_request", "tc2_request"),
        put("X-TC-Timestamp", "soon"),
        without("X-TC-Timestamp"),
    ],
)
def test_a_malformed_authorization(acme: Emulator, spoil: Spoil) -> None:
    assert spoilt(acme, spoil) == "AuthFailure.InvalidAuthorization"


def test_an_unknown_key_id(acme: Emulator) -> None:
    stranger = Key(id="AKIDnobody", secret="acme-secret-0001")
    assert ask(acme, NAME, key=stranger).code == "AuthFailure.SecretIdNotFound"


def test_a_wrong_secret(acme: Emulator) -> None:
    wrong = Key(id="AKIDacme0001", secret="guessed")
    assert ask(acme, NAME, key=wrong).code == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize(
    "spoil",
    [
        put("Content-Type", "application/json; charset=utf-8"),
        put("Host", "ba.tencentcloudapi.com"),
        swap("/ba/", "/scf/"),
    ],
)
def test_what_is_signed_cannot_be_changed(acme: Emulator, spoil: Spoil) -> None:
    assert spoilt(acme, spoil) == "AuthFailure.SignatureFailure"


def test_the_body_and_the_query_are_signed(acme: Emulator) -> None:
    headers = signed(acme, "ba:DescribeDomainIcpStatus", b'{"Domain": "example.cn"}')
    tampered = send(acme, headers, b'{"Domain": "example.cc"}')
    assert tampered.code == "AuthFailure.SignatureFailure"
    headers = signed(acme, NAME, b"{}")
    assert send(acme, headers, b"{}", path="/?a=b").code == "AuthFailure.SignatureFailure"


def test_the_scope_has_the_date_of_the_timestamp(acme: Emulator) -> None:
    headers = signed(acme, NAME, b"{}")
    key = acme.world.accounts[0].keys[0]
    headers["Authorization"] = authorization(key, "ba", headers, b"{}", day="2020-01-01")
    assert send(acme, headers, b"{}").code == "AuthFailure.SignatureFailure"


def test_the_timestamp_is_signed(acme: Emulator) -> None:
    headers = signed(acme, NAME, b"{}")
    headers["X-TC-Timestamp"] = str(int(headers["X-TC-Timestamp"]) - 1)
    assert send(acme, headers, b"{}").code == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize(
    ("age_s", "code"),
    [
        (290, ""),
        (-290, ""),
        (310, "AuthFailure.SignatureExpire"),
        (-310, "AuthFailure.SignatureExpire"),
    ],
)
def test_five_minutes_either_way(acme: Emulator, age_s: int, code: str) -> None:
    headers = signed(acme, NAME, b"{}", age_s=age_s)
    assert send(acme, headers, b"{}").code == code


@pytest.mark.parametrize("skew_s", [600, -600])
def test_the_world_may_shift_the_servers_clock(serve: Serve, skew_s: int) -> None:
    emulator = serve(f"clock_skew_s: {skew_s}\n")
    assert ask(emulator, NAME).code == "AuthFailure.SignatureExpire"
    headers = signed(emulator, NAME, b"{}", age_s=-skew_s)
    assert send(emulator, headers, b"{}").code == ""


def test_the_worlds_clock_has_no_part_in_signatures(serve: Serve) -> None:
    assert ask(serve('clock: "2030-01-01"\n'), NAME).code == ""


@pytest.mark.parametrize("spoil", [without("X-TC-Token"), put("X-TC-Token", "role-token-0002")])
def test_a_temporary_key_needs_its_token(acme: Emulator, spoil: Spoil) -> None:
    key = acme.world.accounts[0].keys[1]
    headers = signed(acme, NAME, b"{}", key=key)
    assert send(acme, headers, b"{}").code == ""
    spoil(headers)
    assert send(acme, headers, b"{}").code == "AuthFailure.TokenFailure"


def test_a_long_term_key_has_no_token(acme: Emulator) -> None:
    assert spoilt(acme, put("X-TC-Token", "role-token-0001")) == "AuthFailure.TokenFailure"


def test_an_unsigned_payload_may_be_anything(acme: Emulator) -> None:
    """The SDK's unsignedPayload signs the words instead of the body."""
    key = acme.world.accounts[0].keys[0]
    headers = signed(acme, "ba:DescribeDomainIcpStatus", b"UNSIGNED-PAYLOAD", key=key)
    headers["X-TC-Content-SHA256"] = "UNSIGNED-PAYLOAD"
    body = json.dumps({"Domain": "example.cn"}).encode()
    assert send(acme, headers, body).response["GovStatus"] is True


def test_signed_header_values_may_be_lowered(acme: Emulator) -> None:
    """As the documentation says, where the SDK signs them as they are sent."""
    headers = signed(acme, NAME, b"{}", changed={"Content-Type": "Application/JSON"})
    key = acme.world.accounts[0].keys[0]
    lowered = {**headers, "Content-Type": "application/json"}
    headers["Authorization"] = authorization(key, "ba", lowered, b"{}")
    assert send(acme, headers, b"{}").code == ""


def test_get_is_refused_with_a_documented_code(acme: Emulator) -> None:
    headers = signed(acme, NAME, b"")
    reply = send(acme, headers, b"", method="GET", path="/?Action=DescribeIcpRegister")
    assert reply.code == "UnsupportedProtocol"
