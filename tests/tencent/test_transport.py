"""Calls over the real wire: retries, deadlines, rate limits, proxies, and what is never told."""

import io
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import cast

import pytest
import requests

from beian.facts import SHANGHAI
from beian.tencent import transport as transport_module
from beian.tencent.errors import (
    BrokenReply,
    CallError,
    Denied,
    NotSignedIn,
    Refused,
    Throttled,
    TimedOut,
    Unreachable,
)
from beian.tencent.lanes import WIDTH, Lanes, ahead
from beian.tencent.reads import CALLER, CUSTOM_DOMAINS, DEALS, ICP_ORDER, ICP_STATUS
from beian.tencent.transport import (
    ATTEMPTS,
    CLIENTS_KEPT,
    Credential,
    Deadline,
    Limiter,
    Read,
    Transport,
    Wire,
)
from tests.tencent.canned import canned
from tests.tencent.rig import KEY, NOW, OTHER, Rig, world

Start = Callable[[str], Rig]
NAME = ICP_ORDER.name


def faulty(fault: str, nth: str = "") -> str:
    return world(rest=f"faults: [{{on: '{NAME}', {fault}{nth}}}]")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Instead of being slept through, the test's own pauses are noted; jitter is at its upper
    bound. Threads that an earlier test left behind at its deadline sleep as they would."""
    noted: list[float] = []
    here = threading.get_ident()

    def sleep(seconds: float) -> None:
        if threading.get_ident() == here:
            noted.append(seconds)
        else:
            time.sleep(seconds)

    clock = SimpleNamespace(monotonic=time.monotonic, sleep=sleep)
    monkeypatch.setattr(transport_module, "time", clock)
    monkeypatch.setattr(
        transport_module, "random", SimpleNamespace(uniform=lambda _low, high: cast("float", high))
    )
    return noted


def test_a_reply_has_what_stands_in_its_envelope(rig: Start) -> None:
    one = rig(world("filing: {order_in_progress: o-1}"))
    reply = one.transport().call(ICP_ORDER, {})
    assert reply.body["IcpOrderId"] == "o-1"
    assert reply.request_id == one.emulator.calls[0].request_id
    assert reply.read_at == NOW


def test_the_region_and_the_parameters_are_sent(rig: Start) -> None:
    one = rig(world())
    one.transport().call(CUSTOM_DOMAINS, {"Limit": 3, "Offset": 0}, "ap-hongkong")
    one.transport().call(ICP_ORDER, {})
    first, second = one.emulator.calls
    assert (first.region, first.params) == ("ap-hongkong", {"Limit": 3, "Offset": 0})
    assert (second.region, second.account) == ("", "100000000001")


# Retries


@pytest.mark.parametrize(
    "fault",
    [
        *(f"error: {code}" for code in ("RequestLimitExceeded", "LimitExceeded.RequestLimit")),
        *(f"error: {code}" for code in ("InternalError", "InternalError.Db")),
        *(f"wire: {kind}" for kind in ("truncate", "html", "reset", "http_502")),
        *(f"wire: {kind}" for kind in ("no_response", "no_request_id")),
    ],
)
def test_what_passes_by_itself_is_tried_again(rig: Start, fault: str, pauses: list[float]) -> None:
    one = rig(faulty(fault, ", nth: [1, 2]"))
    calls = one.transport()
    assert calls.call(ICP_ORDER, {}).body["IcpOrderId"] == ""
    assert calls.calls == one.counts()[NAME] == 3
    assert len(pauses) == 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("error: UnauthorizedOperation", Denied),
        ("error: AuthFailure.SignatureExpire", NotSignedIn),
        ("error: FailedOperation", Refused),
        ("error: InvalidParameterValue", Refused),
        ("error: ResourceNotFound", Refused),
    ],
)
def test_what_does_not_pass_by_itself_is_asked_once(
    rig: Start, fault: str, kind: type[CallError], pauses: list[float]
) -> None:
    one = rig(faulty(fault))
    with pytest.raises(kind):
        one.transport().call(ICP_ORDER, {})
    assert one.counts()[NAME] == 1
    assert pauses == []


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("error: RequestLimitExceeded.UinLimitExceeded", Throttled),
        ("error: InternalError", BrokenReply),  # answered with HTTP status 500
        ("error: ServiceUnavailable", Refused),
        ("wire: truncate", BrokenReply),
        ("wire: html", BrokenReply),
        ("wire: http_502", BrokenReply),
        ("wire: no_response", BrokenReply),
        ("wire: no_request_id", BrokenReply),
        ("wire: reset", Unreachable),
    ],
)
def test_what_does_not_pass_is_given_up_after_the_last_try(
    rig: Start, fault: str, kind: type[CallError], pauses: list[float]
) -> None:
    one = rig(faulty(fault))
    with pytest.raises(kind):
        one.transport().call(ICP_ORDER, {})
    assert one.counts()[NAME] == ATTEMPTS
    assert len(pauses) == ATTEMPTS - 1


@pytest.mark.parametrize(
    ("code", "expected"),
    [("RequestLimitExceeded", [0.5, 1, 2]), ("ServiceUnavailable", [0.1, 0.2, 0.4])],
)
def test_pauses_double_and_throttles_wait_longer(
    rig: Start, code: str, expected: list[float], pauses: list[float]
) -> None:
    with pytest.raises(CallError):
        rig(faulty(f"error: {code}")).transport().call(ICP_ORDER, {})
    assert pauses == pytest.approx(expected)


def test_the_jitter_is_full(rig: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    bounds: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        bounds.append((low, high))
        return 0.0

    monkeypatch.setattr(transport_module, "random", SimpleNamespace(uniform=uniform))
    with pytest.raises(Refused):
        rig(faulty("error: ServiceUnavailable")).transport().call(ICP_ORDER, {})
    assert {low for low, _ in bounds} == {0}


def test_no_try_is_waited_for_that_the_deadline_forbids(rig: Start, pauses: list[float]) -> None:
    one = rig(faulty("error: RequestLimitExceeded"))
    with pytest.raises(Throttled):
        one.transport(seconds=0.9).call(ICP_ORDER, {})
    assert pauses == [0.5]  # the next, of one second, would end behind the deadline
    assert one.counts()[NAME] == 2


def test_nothing_is_sent_behind_the_deadline(rig: Start) -> None:
    one = rig(world())
    with pytest.raises(TimedOut) as caught:
        one.transport(seconds=0).call(ICP_ORDER, {})
    assert caught.value.detail == "the deadline had passed"
    assert one.emulator.calls == []


# What never ends


def test_a_hang_is_a_time_out(rig: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport_module, "READ_TIMEOUT_S", 0.1)
    one = rig(faulty("wire: hang"))
    with pytest.raises(TimedOut):
        one.transport(seconds=0.3).call(ICP_ORDER, {})


@pytest.mark.parametrize("fault", ["wire: drip", "wire: hang"])
def test_whoever_waits_stops_at_the_deadline(rig: Start, fault: str) -> None:
    """A drip outlives the read time-out, which begins anew with every byte."""
    calls = rig(faulty(fault)).transport(seconds=0.4)
    lanes = Lanes(calls.deadline)
    began = time.monotonic()
    with pytest.raises(TimedOut):
        lanes.wait(lanes.start("ba", lambda: calls.call(ICP_ORDER, {})))
    assert 0.3 < time.monotonic() - began < 1.4


def test_one_that_hangs_does_not_keep_others_of_its_lane_waiting(rig: Start) -> None:
    calls = rig(faulty("wire: hang")).transport(seconds=2)
    lanes = Lanes(calls.deadline)
    lanes.start("ba", lambda: calls.call(ICP_ORDER, {}))
    other = lanes.start("ba", lambda: calls.call(ICP_STATUS, {"Domain": "example.cn"}))
    began = time.monotonic()
    assert lanes.wait(other).body["GovStatus"] is False
    assert time.monotonic() - began < 1


def test_a_bug_in_a_reader_is_raised_where_it_is_waited_for() -> None:
    """And nowhere else: a thread that dies of it would print what it said."""
    lanes = Lanes(Deadline(5))

    def buggy() -> int:
        raise ZeroDivisionError

    futures = [lanes.start("ba", buggy) for _ in range(WIDTH)]
    for future in futures:
        with pytest.raises(ZeroDivisionError):
            lanes.wait(future)
    assert lanes.wait(lanes.start("ba", lambda: 7)) == 7


def test_a_lane_runs_all_that_it_is_given_side_by_side() -> None:
    lanes, threads = Lanes(Deadline(5)), set[int]()

    def square(number: int) -> int:
        threads.add(threading.get_ident())
        time.sleep(0.05)
        return number * number

    futures = [lanes.start("one", partial(square, n)) for n in range(3 * WIDTH)]
    assert [lanes.wait(f) for f in futures] == [n * n for n in range(3 * WIDTH)]
    assert len(threads) == WIDTH


def test_threads_go_from_one_check_to_the_next() -> None:
    """Each start of one takes as long as signing a call."""
    ran: list[threading.Thread] = []

    def work() -> None:
        ran.append(threading.current_thread())

    for _ in range(20):
        lanes = Lanes(Deadline(5))
        lanes.wait(lanes.start("one", work))
        time.sleep(0.01)  # until it is free again
    assert len(set(ran)) < 5


def test_what_is_read_ahead_comes_in_order_and_only_some_of_it_at_once() -> None:
    under_way, most, lock = 0, 0, threading.Lock()

    def square(number: int) -> int:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.02 if number % 2 else 0.005)
        with lock:
            under_way -= 1
        return number * number

    assert list(ahead(square, range(20), 4)) == [n * n for n in range(20)]
    assert 1 < most <= 4
    assert list(ahead(square, [], 4)) == []


def test_who_stops_reading_ahead_has_asked_for_little() -> None:
    asked: list[int] = []
    results = ahead(asked.append, range(100), 16)
    next(results)
    assert asked == [0]
    next(results)
    time.sleep(0.05)
    assert sorted(asked) == [0, 1, 2]


def test_what_fails_ahead_is_raised_in_its_place() -> None:
    results = ahead(lambda n: 1 // n, [1, 0, 1], 4)
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)


# Replies that are none

BODIES = [
    b"",
    b"null",
    b"[]",
    b"1",
    b'"Response"',
    b"{}",
    b'{"Response": null}',
    b'{"Response": []}',
    b'{"Response": "Error"}',
    b'{"Response": {}}',
    b'{"Response": {"RequestId": null}}',
    b'{"Response": {"RequestId": 7}}',
    b'{"Response": {"Error": null, "RequestId": "r"}}',
    b'{"Response": {"Error": {}, "RequestId": "r"}}',
    b'{"Response": {"Error": "Denied", "RequestId": "r"}}',
    b'{"Response": {"Error": ["Denied"], "RequestId": "r"}}',
    b'{"Response": {"RequestId": "r"',
    b"\xff\xfe\x00",
    b"[" * 200_000,
]


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
@pytest.mark.parametrize("body", BODIES, ids=lambda b: b[:40].decode("latin-1"))
def test_a_reply_of_another_shape_is_broken(
    body: bytes, content_type: str, pauses: list[float]
) -> None:
    with canned(body, content_type) as endpoint:
        calls = Transport(Wire(endpoint), KEY, Deadline(5), lambda: NOW)
        with pytest.raises(BrokenReply):
            calls.call(ICP_ORDER, {})


def test_an_error_is_seen_whatever_the_content_type(rig: Start) -> None:
    """The SDK takes it for an ordinary reply where a charset follows."""
    one = rig(world('denies: ["ba:*"]', rest=f"faults: [{{on: '{NAME}', wire: charset}}]"))
    with pytest.raises(Denied) as caught:
        one.transport().call(ICP_ORDER, {})
    assert caught.value.code == "UnauthorizedOperation"
    assert caught.value.request_id == one.emulator.calls[0].request_id


def test_a_good_reply_is_good_whatever_the_content_type(rig: Start) -> None:
    one = rig(faulty("wire: charset"))
    assert one.transport().call(ICP_ORDER, {}).body["IcpOrderId"] == ""
    assert one.counts()[NAME] == 1


def test_nothing_listens(pauses: list[float]) -> None:
    with canned(b"") as endpoint:
        pass
    with pytest.raises(Unreachable) as caught:
        Transport(Wire(endpoint), KEY, Deadline(5), lambda: NOW).call(ICP_ORDER, {})
    assert not caught.value.gone


# Rate limits


def in_any_second(times: list[float]) -> int:
    return max(sum(1 for t in times if start <= t < start + 1) for start in times)


def test_no_second_sees_more_than_the_rate() -> None:
    limiter, times, lock = Limiter(), list[float](), threading.Lock()

    def calls() -> None:
        for _ in range(4):
            limiter.wait(("id", "scf:List", "ap-x"), 5, Deadline(10))
            with lock:
                times.append(time.monotonic())

    threads = [threading.Thread(target=calls) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == 12
    assert in_any_second(times) <= 5
    assert max(times) - min(times) < 3


def test_each_caller_read_and_region_has_its_own_rate() -> None:
    limiter, began = Limiter(), time.monotonic()
    for key in (("a", "x", "r"), ("b", "x", "r"), ("a", "y", "r"), ("a", "x", "s")):
        limiter.wait(key, 1, Deadline(5))
    assert time.monotonic() - began < 0.5


def test_the_api_never_sees_more_than_its_limit(rig: Start) -> None:
    read = Read("billing", "DescribeDealsByCond", "2018-07-09", rate=4)
    one = rig(world(rest='limits: {"billing:DescribeDealsByCond": 4}'))
    calls = one.transport()
    lanes = Lanes(calls.deadline)
    asked = {"StartTime": "2026-01-01 00:00:00", "EndTime": "2026-01-02 00:00:00", "Limit": 1}
    futures = [lanes.start("billing", lambda: calls.call(read, asked)) for _ in range(9)]
    for future in futures:
        lanes.wait(future)
    assert [call.status for call in one.emulator.calls] == [""] * 9


def test_a_limit_that_leaves_no_call_before_the_deadline_throttles(rig: Start) -> None:
    read = Read("ba", "DescribeLastIcpOrderInProgress", "2020-07-20", rate=1)
    one = rig(world())
    one.transport().call(read, {})
    began = time.monotonic()
    with pytest.raises(Throttled) as caught:
        one.transport(seconds=0.3).call(read, {})
    assert time.monotonic() - began < 0.9
    assert caught.value.detail == "the API's rate limit leaves no call before the deadline"
    assert one.counts()[NAME] == 1


# Credentials


def test_each_call_is_signed_by_its_own_credential(rig: Start) -> None:
    one = rig(
        "accounts:\n"
        '  - {uin: "100000000001", keys: [{id: AKIDacme0001, secret: acme-secret-0001}]}\n'
        '  - {uin: "100000000002", keys: [{id: AKIDother0001, secret: other-secret-0001}]}\n'
    )
    lanes = Lanes(Deadline(10))
    futures = [
        lanes.start(who.secret_id, partial(one.transport(10, who).call, CALLER, {}, "ap-x"))
        for who in (KEY, OTHER) * 10
    ]
    uins = [lanes.wait(f).body["AccountId"] for f in futures]
    assert uins == ["100000000001", "100000000002"] * 10


def test_the_same_id_with_another_secret_is_another_client(rig: Start) -> None:
    one = rig(world())
    one.transport().call(ICP_ORDER, {})
    wrong = Credential(KEY.secret_id, "another-secret")
    with pytest.raises(NotSignedIn) as caught:
        one.transport(10, wrong).call(ICP_ORDER, {})
    assert caught.value.code == "AuthFailure.SignatureFailure"
    one.transport().call(ICP_ORDER, {})


def test_clients_are_kept_for_the_latest_credentials_only(rig: Start) -> None:
    one = rig(world())
    for number in range(CLIENTS_KEPT + 5):
        with pytest.raises(NotSignedIn):
            one.transport(10, Credential(f"AKID{number}", "secret")).call(ICP_ORDER, {})
    first = one.wire.client(KEY, ICP_ORDER)
    assert one.wire.client(KEY, ICP_ORDER) is first
    assert one.wire.client(KEY, ICP_STATUS) is first
    assert one.wire.client(KEY, CALLER) is not first
    for number in range(CLIENTS_KEPT - 1):
        one.wire.client(Credential(f"AKID{number}", "secret"), ICP_ORDER)
        assert one.wire.client(KEY, ICP_ORDER) is first
    for number in range(CLIENTS_KEPT):
        one.wire.client(Credential(f"AKIDnew{number}", "secret"), ICP_ORDER)
    assert one.wire.client(KEY, ICP_ORDER) is not first


TEMPORARY = """
accounts:
  - keys: [{id: AKIDrole0001, secret: role-secret-0001, token: role-token-0001}]
"""


def test_the_token_of_a_temporary_key_is_sent(rig: Start) -> None:
    one = rig(TEMPORARY)
    good = Credential("AKIDrole0001", "role-secret-0001", "role-token-0001")
    assert one.transport(10, good).call(CALLER, {}, "ap-guangzhou").body["Type"] == "CAMRole"
    for token in ("", "role-token-0002"):
        bad = Credential("AKIDrole0001", "role-secret-0001", token)
        with pytest.raises(NotSignedIn) as caught:
            one.transport(10, bad).call(CALLER, {}, "ap-guangzhou")
        assert caught.value.code == "AuthFailure.TokenFailure"


SECRETS = ("role-secret-0001", "role-token-0001")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that any logger writes where the root logger is at DEBUG."""
    root, text = logging.getLogger(), io.StringIO()
    handler, level = logging.StreamHandler(text), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("fault", ["", "error: InternalError", "wire: truncate", "wire: reset"])
def test_nothing_tells_a_secret(rig: Start, fault: str, written: io.StringIO) -> None:
    one = rig(TEMPORARY + (f"faults: [{{on: 'sts:*', {fault}}}]" if fault else ""))
    who = Credential("AKIDrole0001", *SECRETS)
    calls = one.transport(0.5, who)
    told = f"{who} {who!r} {calls!r} {one.wire!r} {vars(calls)}"
    try:
        told += repr(calls.call(CALLER, {}, "ap-guangzhou"))
    except CallError as error:
        told += "".join(traceback.format_exception(type(error), error, error.__traceback__))
    told += written.getvalue()
    assert not [secret for secret in (*SECRETS, "Authorization", "Signature=") if secret in told]


def test_what_the_sdk_said_does_not_follow_an_error(rig: Start, pauses: list[float]) -> None:
    """Its messages quote addresses and bodies, and a traceback would show them."""
    with pytest.raises(BrokenReply) as caught:
        rig(faulty("wire: html")).transport().call(ICP_ORDER, {})
    shown = "".join(traceback.format_exception(None, caught.value, caught.value.__traceback__))
    assert "BrokenReply: JSONDecodeError" in shown
    assert "Expecting value" not in shown


def test_the_debug_log_of_the_sdk_would_tell(
    rig: Start, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the test above guards against is real."""
    logger = logging.getLogger("tencentcloud_sdk_common")
    monkeypatch.setattr(logger, "level", logging.DEBUG)
    logger.manager._clear_cache()  # type: ignore[attr-defined]  # levels are cached
    rig(world()).transport().call(ICP_ORDER, {})
    assert "Authorization" in written.getvalue()
    logger.manager._clear_cache()  # type: ignore[attr-defined]


# Addresses


@pytest.fixture
def dead_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with canned(b"") as endpoint:
        pass
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://{endpoint}")


@pytest.mark.usefixtures("dead_proxy")
def test_no_proxy_carries_the_calls_off(rig: Start) -> None:
    one = rig(world())
    with pytest.raises(requests.exceptions.ProxyError):  # that is where it would go
        requests.get(one.emulator.url, timeout=5)
    assert one.transport().call(ICP_ORDER, {}).body["IcpOrderId"] == ""


def test_without_an_endpoint_the_cloud_itself_is_asked() -> None:
    client = Wire().client(KEY, DEALS)
    assert client._get_endpoint() == "billing.tencentcloudapi.com"
    assert client.profile.httpProfile.scheme == "https"
    assert client.profile.disable_region_breaker


def test_replies_are_dated_by_the_clock_that_was_given(rig: Start) -> None:
    one = rig(world())
    one.now = datetime(2027, 1, 2, tzinfo=SHANGHAI)
    assert one.transport().call(ICP_ORDER, {}).read_at == one.now == one.transport().now()


def test_the_limiter_forgets_who_has_not_called_for_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The keys of roles change by the hour, and a process may live for days."""
    monkeypatch.setattr(transport_module, "KEYS_KEPT", 3)
    monkeypatch.setattr(Limiter, "WINDOW_S", 0.2)
    limiter = Limiter()
    for number in range(4):
        limiter.wait((f"key-{number}", "scf:Read", ""), 1, Deadline(5))
    time.sleep(0.21)
    began = time.monotonic()
    limiter.wait(("fresh", "scf:Read", ""), 1, Deadline(5))
    assert set(limiter._calls) == {("fresh", "scf:Read", "")}
    for number in range(3):
        limiter.wait((f"later-{number}", "scf:Read", ""), 1, Deadline(5))
    limiter.wait(("fresh", "scf:Read", ""), 1, Deadline(5))  # over the bound, and not forgotten
    assert time.monotonic() - began >= 0.19
