"""Every recorded event, through the border and the API, to the shape that the platform gets."""

import json
from datetime import datetime, timezone
from typing import cast

import pytest

from beian.api import invoke, no_sweep, respond, to_platform
from beian.events import HttpRequest, Invoke, Timer, UnrecognisedEvent, parse
from beian.sweep.entry import Start, order_of
from tests.api.answers import FakeAsk
from tests.api.requests import SIGNED_IN
from tests.events.recorded import CONTEXT, http, names, recorded

Asked = list[tuple[str | None, str | None, bool]]

REQUESTS: dict[str, tuple[int, Asked]] = {
    "apigw-get": (200, [("www.example.cn", None, True)]),
    "apigw-anonymous": (200, [("www.example.cn", None, True)]),
    "apigw-post": (
        200,
        [("www.example.cn", "ap-guangzhou", True), ("www.example.com", "ap-guangzhou", True)],
    ),
    "apigw-post-base64": (
        200,
        [("www.example.cn", "ap-guangzhou", True), ("www.example.com", "ap-guangzhou", True)],
    ),
    "apigw-stage-prefix": (200, [("www.example.cn", None, True)]),
    "apigw-flag-query": (200, [("www.example.cn", None, True)]),
    "url-get": (200, [("www.example.cn", None, True)]),
    "url-post": (
        200,
        [("www.example.cn", "ap-guangzhou", True), ("www.example.com", "ap-guangzhou", True)],
    ),
    "malformed/bad-base64": (400, []),
}
INVOKES: dict[str, tuple[bool, Asked]] = {
    "invoke-check": (True, [("www.example.cn", None, True)]),
    "invoke-account": (True, [(None, "ap-guangzhou", True)]),
    "malformed/invoke-unknown-op": (False, []),
    "malformed/invoke-extra-key": (False, []),
}
REFUSED: dict[str, tuple[bool, str, str]] = {
    "malformed/unknown-shape": (False, "event", "Records"),
    "malformed/both-shapes": (True, "event", "TriggerName"),
    "malformed/invoke-and-request": (True, "event", "op"),
    "malformed/no-method": (True, "httpMethod", "requestContext"),
    "malformed/bad-query-type": (True, "queryString.domain", "queryString"),
    "malformed/body-object": (True, "body", "isBase64Encoded"),
    "malformed/identity-without-gateway": (True, "requestContext.serviceId", "queryString"),
    "malformed/timer-bad-time": (False, "Time", "TriggerName"),
    "malformed/not-an-object": (False, "event", ""),
}


def test_each_recorded_event_is_tested() -> None:
    tested = {*REQUESTS, *INVOKES, *REFUSED, "timer", "invoke-sweep"}
    assert tested == {*names(), *names("malformed/")}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_recorded_request_is_answered_in_the_platforms_shape(name: str) -> None:
    status, asked = REQUESTS[name]
    ask = FakeAsk()

    reply = to_platform(respond(http(recorded(name)).to_request(SIGNED_IN), ask))

    assert (reply["statusCode"], ask.asked) == (status, asked)
    assert list(reply) == ["isBase64Encoded", "statusCode", "headers", "body"]
    assert json.loads(cast("str", reply["body"]))


@pytest.mark.parametrize("name", INVOKES)
def test_a_recorded_invoke_is_answered_with_plain_json(name: str) -> None:
    ok, asked = INVOKES[name]
    ask = FakeAsk()
    event = parse(recorded(name), CONTEXT)
    assert isinstance(event, Invoke)

    reply = invoke(event.op, event.parameters, ask, "req-1")

    assert (reply["ok"], ask.asked) == (ok, asked)
    assert ("verdicts" in reply, "problem" in reply) == (ok, not ok)


def test_a_recorded_timer_orders_a_sweep_by_its_name_and_time() -> None:
    event = parse(recorded("timer"), CONTEXT)
    assert isinstance(event, Timer)
    due = datetime(2026, 11, 22, 20, tzinfo=timezone.utc)
    assert order_of(event) == Start(kind="timer", trigger="beian-daily", time=due)


def test_a_recorded_invoke_orders_a_sweep_of_now() -> None:
    event = parse(recorded("invoke-sweep"), CONTEXT)
    assert isinstance(event, Invoke)
    assert order_of(event) == Start()


def test_where_no_sweeps_are_kept_the_remedy_is_told() -> None:
    reply = no_sweep("req-1")
    problem = cast("dict[str, object]", reply["problem"])
    assert (reply["ok"], problem["type"]) == (False, "urn:beian:problem:no-sweep")
    assert "BEIAN_STORE" in str(problem["detail"])


@pytest.mark.parametrize("name", REFUSED)
def test_a_malformed_event_is_refused_by_name_in_the_shape_its_sender_takes(name: str) -> None:
    is_http, field, key = REFUSED[name]
    with pytest.raises(UnrecognisedEvent) as caught:
        parse(recorded(name), CONTEXT)

    reply = caught.value.reply("req-1", "en")

    if is_http:
        assert reply["statusCode"] == 400
        problem = json.loads(cast("str", reply["body"]))
    else:
        assert reply["ok"] is False
        problem = reply["problem"]
    assert [error["field"] for error in problem["errors"]] == [field]
    assert problem["detail"].startswith("unrecognised event, keys: ")
    assert key in problem["detail"]
    assert problem["instance"] == "req-1"


@pytest.mark.parametrize("name", [n for n in names() if n.startswith(("apigw", "url"))])
def test_no_repr_shows_a_key_id_a_header_or_a_body(name: str) -> None:
    event = http(recorded(name))
    assert isinstance(event, HttpRequest)

    shown = repr(event) + repr(event.to_request(None))

    assert "AKIDexample" not in shown
    assert "signature" not in shown
    assert "example.com" not in shown
