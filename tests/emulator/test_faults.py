"""Each way the world makes the emulator misbehave, as a client sees it."""

import http.client
import json
import socket
import time
from urllib.parse import urlsplit

import pytest

from beian.emulator import Emulator

from .caller import ask, send, signed
from .conftest import Serve

NAME = "ba:DescribeLastIcpOrderInProgress"
THREE = "accounts: [{bindings: [{domain: a.cn}, {domain: b.cn}, {domain: c.cn}]}]\n"


def faulty(serve: Serve, *faults: str, rest: str = "") -> Emulator:
    return serve(f"faults: [{', '.join(f'{{{fault}}}' for fault in faults)}]\n{rest}")


def codes(emulator: Emulator, count: int, name: str = NAME) -> list[str]:
    return [ask(emulator, name).code for _ in range(count)]


def test_an_error_is_answered_as_it_is_written(serve: Serve) -> None:
    emulator = faulty(serve, "on: 'ba:*', error: FailedOperation.Odd")
    reply = ask(emulator, NAME)
    assert (reply.status, reply.code) == (200, "FailedOperation.Odd")
    assert reply.response["RequestId"]
    assert ask(emulator, "scf:ListCustomDomains").code == ""


def test_a_wrong_signature_comes_before_a_fault(serve: Serve) -> None:
    emulator = faulty(serve, "on: '*', error: InternalError.Odd")
    headers = {**signed(emulator, NAME, b"{}"), "X-TC-Timestamp": "1"}
    assert send(emulator, headers, b"{}").code == "AuthFailure.SignatureExpire"


def test_nth_counts_matching_calls(serve: Serve) -> None:
    emulator = faulty(serve, "on: 'ba:*', nth: [1, 3], error: InternalError.Odd")
    ask(emulator, "scf:ListCustomDomains")
    assert codes(emulator, 4) == ["InternalError.Odd", "", "InternalError.Odd", ""]
    emulator.reset()
    assert codes(emulator, 1) == ["InternalError.Odd"]


def test_the_first_fault_that_matches_wins(serve: Serve) -> None:
    emulator = faulty(
        serve,
        "on: 'ba:*', nth: [1], error: First",
        "on: 'ba:*', nth: [1, 2], error: Second",
        "on: '*', error: Third",
    )
    assert codes(emulator, 3) == ["First", "Second", "Third"]


def test_a_fault_may_be_for_one_account_or_region(serve: Serve) -> None:
    emulator = faulty(
        serve,
        "on: '*', account: '100000000002', error: Theirs",
        "on: '*', region: ap-hongkong, error: Abroad",
        rest="accounts: [{}, {}]\n",
    )
    other = emulator.world.accounts[1].keys[0]
    assert ask(emulator, NAME).code == ""
    assert ask(emulator, NAME, key=other).code == "Theirs"
    assert ask(emulator, NAME, region="ap-hongkong").code == "Abroad"


def test_a_truncated_reply_is_cut_in_half(serve: Serve) -> None:
    emulator = faulty(serve, "on: 'ba:*', wire: truncate")
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask(emulator, NAME)
    assert b'{"Response"' in cut.value.partial
    assert cut.value.expected is not None
    assert abs(cut.value.expected - len(cut.value.partial)) <= 1


def test_html_with_a_good_status(serve: Serve) -> None:
    reply = ask(faulty(serve, "on: 'ba:*', wire: html"), NAME)
    assert (reply.status, reply.content_type) == (200, "text/html; charset=utf-8")
    assert reply.body.startswith(b"<!DOCTYPE html>")


def test_a_bad_gateway(serve: Serve) -> None:
    reply = ask(faulty(serve, "on: 'ba:*', wire: http_502"), NAME)
    assert (reply.status, reply.content_type) == (502, "text/html; charset=utf-8")


def test_a_reset_is_no_orderly_end(serve: Serve) -> None:
    emulator = faulty(serve, "on: 'ba:*', wire: reset")
    with pytest.raises(ConnectionResetError) as refused:
        ask(emulator, NAME)
    assert not isinstance(refused.value, http.client.RemoteDisconnected)


def test_another_content_type(serve: Serve) -> None:
    emulator = faulty(
        serve, "on: '*', wire: charset", rest="accounts: [{denies: ['ba:DescribeIcpRegister']}]\n"
    )
    good, denied = ask(emulator, NAME), ask(emulator, "ba:DescribeIcpRegister")
    headers = {**signed(emulator, NAME, b"{}"), "X-TC-Timestamp": "1"}
    unsigned = send(emulator, headers, b"{}")
    assert (good.code, denied.code) == ("", "UnauthorizedOperation")
    assert unsigned.code == "AuthFailure.SignatureExpire"
    types = {reply.content_type for reply in (good, denied, unsigned)}
    assert types == {"application/json; charset=utf-8"}


def test_an_empty_envelope(serve: Serve) -> None:
    reply = ask(faulty(serve, "on: 'ba:*', wire: no_response"), NAME)
    assert (reply.status, json.loads(reply.body)) == (200, {})


def test_a_reply_without_its_id(serve: Serve) -> None:
    reply = ask(faulty(serve, "on: 'ba:*', wire: no_request_id"), NAME)
    assert json.loads(reply.body) == {"Response": {"IcpOrderId": ""}}


def opened(emulator: Emulator) -> socket.socket:
    """A connection on which a right request has been sent."""
    parts = urlsplit(emulator.url)
    connection = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=0.5)
    lines = [f"{name}: {value}" for name, value in signed(emulator, NAME, b"{}").items()]
    head = "\r\n".join(["POST / HTTP/1.1", *lines, "Content-Length: 2", "", ""])
    connection.sendall(head.encode() + b"{}")
    return connection


def test_a_drip_beats_the_time_out_of_each_read(serve: Serve) -> None:
    emulator = faulty(serve, "on: 'ba:*', wire: drip")
    with opened(emulator) as connection:
        received, started = b"", time.monotonic()
        while time.monotonic() - started < 0.9:
            received += connection.recv(4096)
        head, _, body = received.partition(b"\r\n\r\n")
        assert b"Content-Type: application/json" in head
        assert b'{"Response"'.startswith(body[:11])
        assert 3 <= len(body) <= 6


def test_a_hang_never_answers(serve: Serve) -> None:
    emulator = faulty(serve, "on: 'ba:*', wire: hang")
    with opened(emulator) as connection, pytest.raises(TimeoutError):
        connection.recv(1)
    assert ask(emulator, "scf:ListCustomDomains").code == ""


@pytest.mark.parametrize("wire", ["drip", "hang"])
def test_a_stop_ends_what_is_slow(serve: Serve, wire: str) -> None:
    emulator = faulty(serve, f"on: 'ba:*', wire: {wire}")
    with opened(emulator) as connection:
        while not emulator.calls:
            time.sleep(0.005)
        started = time.monotonic()
        emulator.stop()
        assert time.monotonic() - started < 1
        connection.settimeout(1)
        while connection.recv(4096):
            pass


def custom_domains(emulator: Emulator, **params: int) -> tuple[object, object]:
    response = ask(emulator, "scf:ListCustomDomains", params).response
    names = response["Domains"] and [found["Domain"] for found in response["Domains"]]
    return names, response.get("Total", "absent")


def test_lists_become_null(serve: Serve) -> None:
    emulator = faulty(serve, "on: '*', shape: null_list", rest=THREE)
    assert custom_domains(emulator) == (None, 3)
    result = ask(emulator, "apigateway:DescribeServicesStatus").response["Result"]
    assert result == {"TotalCount": 0, "ServiceSet": None}
    assert ask(emulator, "ba:DescribeIcpRegister").response["Webs"] is None


def test_pages_are_clamped_to_one_item(serve: Serve) -> None:
    emulator = faulty(serve, "on: '*', shape: clamp_page", rest=THREE)
    assert custom_domains(emulator, Limit=100) == (["a.cn"], 3)
    assert custom_domains(emulator) == (["a.cn"], 3)
    assert custom_domains(emulator, Limit=100, Offset=2) == (["c.cn"], 3)


def test_what_has_no_pages_is_not_clamped(serve: Serve) -> None:
    emulator = serve(
        "faults: [{on: '*', shape: clamp_page}]\naccounts: [{filing: {websites: 2}}]\n"
    )
    assert ask(emulator, "ba:DescribeIcpRegister").response["Webs"] == [{}, {}]


def test_totals_grow_with_every_call(serve: Serve) -> None:
    emulator = faulty(serve, "on: '*', shape: growing_total", rest=THREE)
    assert [custom_domains(emulator)[1] for _ in range(3)] == [4, 5, 6]
    result = ask(emulator, "apigateway:DescribeServicesStatus").response["Result"]
    assert result["TotalCount"] == 0 + 4


def test_totals_are_left_out(serve: Serve) -> None:
    emulator = faulty(serve, "on: '*', shape: no_total", rest=THREE)
    assert custom_domains(emulator) == (["a.cn", "b.cn", "c.cn"], "absent")
    result = ask(emulator, "apigateway:DescribeServicesStatus").response["Result"]
    assert result == {"ServiceSet": []}


def test_latency_is_added_to_every_answer(serve: Serve) -> None:
    emulator = serve("latency_ms: 120\n")
    started = time.monotonic()
    ask(emulator, NAME)
    assert 0.12 <= time.monotonic() - started < 1


def test_calls_tell_the_fault_that_they_met(serve: Serve) -> None:
    emulator = faulty(serve, "on: 'ba:*', wire: html", "on: 'scf:*', error: InternalError.Odd")
    for name in (NAME, "scf:ListCustomDomains", "domain:DescribeDomainNameList"):
        ask(emulator, name)
    told = [(call.fault, call.status) for call in emulator.calls]
    assert told == [("wire:html", ""), ("error:InternalError.Odd", "InternalError.Odd"), ("", "")]
