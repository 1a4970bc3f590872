"""The emulator as a server: what it keeps, what it shows, how it starts and stops."""

import http.client
import json
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from urllib.parse import urlsplit

import pytest

from beian.emulator import Emulator, load_world
from beian.emulator.asking import Ask, Reply
from beian.emulator.services import ba

from .caller import Reply as Answer
from .caller import ask, send, signed
from .conftest import Serve
from .worlds import ACME

NAME = "ba:DescribeIcpRegister"


def get(emulator: Emulator, path: str) -> Answer:
    return send(emulator, {}, b"", method="GET", path=path)


def test_a_call_is_on_record(serve: Serve) -> None:
    emulator = serve(ACME)
    before = datetime.now(timezone.utc)
    reply = ask(emulator, "ba:DescribeDomainIcpStatus", {"Domain": "example.cn"})
    (call,) = emulator.calls
    assert (call.service, call.action) == ("ba", "DescribeDomainIcpStatus")
    assert (call.region, call.account, call.status) == ("ap-guangzhou", "100000000001", "")
    assert call.params == {"Domain": "example.cn"}
    assert call.request_id == reply.response["RequestId"]
    assert before <= call.at <= datetime.now(timezone.utc)


def test_refused_calls_are_on_record_too(serve: Serve) -> None:
    emulator = serve(ACME)
    ask(emulator, "ba:DescribeNothing")
    send(emulator, {"Content-Type": "application/json"}, b"{}")
    known, unknown = emulator.calls
    assert (known.account, known.status) == ("100000000001", "InvalidAction")
    assert (unknown.account, unknown.status) == (None, "AuthFailure.InvalidAuthorization")


def test_nothing_is_on_record_where_nobody_will_look() -> None:
    with Emulator(load_world(ACME), on_record=False) as emulator:
        assert "Error" not in ask(emulator, NAME).response
        assert emulator.calls == []


def test_a_reset_forgets_the_calls(serve: Serve) -> None:
    emulator = serve(ACME)
    ask(emulator, NAME)
    assert len(emulator.calls) == 1
    assert send(emulator, {}, b"", path="/reset").status == 200
    assert emulator.calls == []


def test_a_reset_may_bring_another_world(serve: Serve) -> None:
    emulator = serve(ACME)
    emulator.reset(load_world("accounts: [{keys: [{id: new, secret: new-secret}]}]\n"))
    assert ask(emulator, NAME).code == ""
    assert emulator.calls[0].account == "100000000001"
    assert emulator.world.filings == {}


def test_the_page_shows_the_world_and_the_calls(serve: Serve) -> None:
    emulator = serve(ACME.replace("name: acme", "name: '<b>acme</b>'"))
    ask(emulator, "domain:CheckDomain", {"DomainName": "<script>.cn"})
    page = get(emulator, "/")
    assert page.content_type == "text/html; charset=utf-8"
    text = page.body.decode()
    assert "domain:CheckDomain" in text
    assert "&lt;b&gt;acme&lt;/b&gt;" in text
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    assert "<b>" not in text


def test_calls_are_served_as_json(serve: Serve) -> None:
    emulator = serve(ACME)
    ask(emulator, "domain:CheckDomain", {"DomainName": "\ud800.cn"})
    reply = get(emulator, "/calls")
    assert reply.content_type == "application/json"
    (call,) = json.loads(reply.body)["calls"]
    assert (call["service"], call["action"]) == ("domain", "CheckDomain")
    assert call["params"] == {"DomainName": "\ud800.cn"}
    assert get(emulator, "/").status == 200


def test_secrets_are_shown_nowhere(serve: Serve) -> None:
    emulator = serve(ACME)
    secrets = ["acme-secret-0001", "role-secret-0001", "role-token-0001"]
    shown = [ask(emulator, "domain:CheckDomain", {"DomainName": s}).body for s in secrets]
    shown = [ask(emulator, NAME, key=emulator.world.accounts[0].keys[1]).body]
    headers = signed(emulator, NAME, b"{}", changed={"X-TC-Token": "role-token-0001"})
    shown += [send(emulator, headers, b"{}").body, get(emulator, "/").body]
    shown += [get(emulator, "/calls").body, repr(emulator.calls).encode()]
    shown += [repr(emulator.world).encode()]
    for text in shown:
        assert not [secret for secret in secrets if secret.encode() in text]
    assert {"DomainName": "***"} in [call.params for call in emulator.calls]


def test_unknown_paths_and_methods(serve: Serve) -> None:
    emulator = serve(ACME)
    assert send(emulator, {}, b"{}", path="/other").status == 404
    assert get(emulator, "/other").code == "UnsupportedProtocol"
    assert send(emulator, {}, b"", method="PUT").status == 501


def raw(emulator: Emulator, data: bytes) -> bytes:
    parts = urlsplit(emulator.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=2) as connection:
        connection.sendall(data)
        received = b""
        while chunk := connection.recv(4096):
            received += chunk
        return received


@pytest.mark.parametrize("length", ["", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n"])
def test_a_body_without_its_length(serve: Serve, length: str) -> None:
    received = raw(serve(ACME), f"POST / HTTP/1.1\r\nHost: x\r\n{length}\r\n".encode())
    assert received.startswith(b"HTTP/1.1 411 Length Required")


def test_a_body_that_is_too_large(serve: Serve) -> None:
    head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {11 * 1024 * 1024}\r\n\r\n"
    assert b"RequestSizeLimitExceeded" in raw(serve(ACME), head.encode())


def test_only_loopback_is_listened_on(serve: Serve) -> None:
    server = serve(ACME)._server
    assert server is not None
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_a_connection_serves_many_calls(serve: Serve) -> None:
    emulator = serve(ACME)
    connection = http.client.HTTPConnection(urlsplit(emulator.url).netloc, timeout=2)
    for _ in range(3):
        connection.request("POST", "/", b"{}", signed(emulator, NAME, b"{}"))
        answer = connection.getresponse()
        assert json.loads(answer.read())["Response"]["Webs"] == [{}]
    connection.close()
    assert len(emulator.calls) == 3


def test_many_callers_at_once(serve: Serve) -> None:
    emulator = serve("limits: {'*': null}\nlatency_ms: 50\n")
    started = time.monotonic()
    with ThreadPoolExecutor(75) as pool:
        replies = list(pool.map(lambda _: ask(emulator, NAME).code, range(75)))
    assert replies == [""] * 75
    assert len(emulator.calls) == 75
    assert time.monotonic() - started < 75 * 0.05 / 2


def test_stopping_is_quick_with_idle_connections() -> None:
    emulator = Emulator(load_world(ACME)).start()
    parts = urlsplit(emulator.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=2) as idle:
        assert ask(emulator, NAME).code == ""
        started = time.monotonic()
        emulator.stop()
        assert time.monotonic() - started < 0.5
        assert idle.recv(1) == b""
    emulator.stop()


def test_an_emulator_has_an_address_only_while_it_runs() -> None:
    emulator = Emulator(load_world(ACME))
    with pytest.raises(RuntimeError, match="not started"):
        _ = emulator.url
    with emulator as running:
        assert running.url.startswith("http://127.0.0.1:")
    with pytest.raises(RuntimeError, match="not started"):
        _ = emulator.url


def test_a_chosen_port_is_used_again_and_not_twice(serve: Serve) -> None:
    port = urlsplit(serve(ACME).url).port or 0
    with pytest.raises(OSError, match="in use"):
        Emulator(load_world(ACME), port=port).start()


def test_serving_forever_ends_with_a_stop() -> None:
    emulator = Emulator(load_world(ACME)).start()
    thread = threading.Thread(target=emulator.serve_forever)
    thread.start()
    assert ask(emulator, NAME).code == ""
    emulator.stop()
    thread.join(timeout=3)
    assert not thread.is_alive()


def test_ctrl_c_is_a_stop() -> None:
    emulator = Emulator(load_world(ACME)).start()
    interrupt = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
    interrupt.start()
    emulator.serve_forever()
    interrupt.join()
    with pytest.raises(RuntimeError, match="not started"):
        _ = emulator.url


def invented_field(_ask: Ask) -> Reply:
    return {"Webs": [], "Invented": 1}


def wrong_type(_ask: Ask) -> Reply:
    return {"Webs": "none"}


def crash(_ask: Ask) -> Reply:
    raise ZeroDivisionError("crash")


@pytest.mark.parametrize("action", [invented_field, wrong_type])
def test_a_reply_that_the_sdk_would_not_know_is_a_bug(
    monkeypatch: pytest.MonkeyPatch, action: object
) -> None:
    monkeypatch.setitem(ba.ACTIONS, "DescribeIcpRegister", action)
    with Emulator(load_world(ACME)) as emulator:
        reply = ask(emulator, NAME)
        assert (reply.status, reply.code) == (500, "InternalError")
        assert emulator.bugs[0].startswith("ba:DescribeIcpRegister: ")
        assert emulator.calls[0].status == "InternalError"


def test_a_crash_is_kept_for_tests_to_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ba.ACTIONS, "DescribeIcpRegister", crash)
    with Emulator(load_world(ACME)) as emulator:
        with pytest.raises(http.client.RemoteDisconnected):
            ask(emulator, NAME)
        assert emulator.bugs == ["ZeroDivisionError: crash"]
