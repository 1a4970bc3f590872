"""Which kind an event is of, and what is refused."""

from datetime import datetime, timezone

import pytest

from beian.api import Refused
from beian.context import Context
from beian.events import HttpRequest, Invoke, Timer, UnrecognisedEvent, parse, reply_to
from tests.events.recorded import CONTEXT, about, gateway, http, recorded, url


def refused(event: object) -> UnrecognisedEvent:
    with pytest.raises(UnrecognisedEvent) as caught:
        parse(event, CONTEXT)
    return caught.value


def wrong_field(event: object) -> str:
    return refused(event).errors[0].field


@pytest.mark.parametrize("reverse", [False, True])
def test_the_kind_does_not_depend_on_the_order_of_keys(reverse: bool) -> None:
    for name, kind in (
        ("apigw-get", HttpRequest),
        ("url-get", HttpRequest),
        ("timer", Timer),
        ("invoke-check", Invoke),
    ):
        items = list(recorded(name).items())
        event = dict(reversed(items) if reverse else items)
        assert type(parse(event, CONTEXT)) is kind


@pytest.mark.parametrize(
    "extra", [{"op": "check"}, {"Type": "Timer"}, {"TriggerName": "t"}, {"op": None}]
)
def test_a_request_with_a_mark_of_another_kind_is_refused(extra: dict[str, object]) -> None:
    for name in ("apigw-get", "url-get"):
        assert refused({**recorded(name), **extra}).reply("")["statusCode"] == 400


def test_a_timer_with_an_op_is_refused_as_plain_json() -> None:
    assert refused({**recorded("timer"), "op": "check"}).reply("")["ok"] is False


@pytest.mark.parametrize("event", [None, [], "GET", 3, True])
def test_what_is_no_object_is_refused(event: object) -> None:
    error = refused(event)
    assert error.keys == ()
    assert error.detail.en == "unrecognised event, keys: -."
    assert error.reply("")["ok"] is False


def test_a_refusal_names_keys_but_no_values_and_few_of_them() -> None:
    error = refused({f"key{n:03}" + "x" * 100: "secret" for n in range(30)})

    assert len(error.keys) == 20
    assert max(map(len, error.keys)) <= 41
    assert "(+10)" in error.detail.en
    assert "secret" not in str(error.reply("", "en"))


def test_twenty_keys_are_all_of_them() -> None:
    assert "(+" not in refused(dict.fromkeys("abcdefghijklmnopqrst")).detail.en


def test_a_refusal_survives_keys_that_cannot_be_written() -> None:
    error = refused({"\ud800": 1, "\x00\n": 2, 3: 4})

    assert set(error.keys) == {"\ufffd", "\ufffd\ufffd", "int"}
    assert str(error.reply("", "zh-CN")).encode()


def test_a_bug_is_answered_in_the_shape_that_the_event_asks_for() -> None:
    bug = Refused("internal")
    assert reply_to(recorded("url-get"), bug, "req-1")["statusCode"] == 500
    assert reply_to({"queryString": 3}, bug, "req-1")["statusCode"] == 500
    assert reply_to(recorded("invoke-check"), bug, "req-1")["ok"] is False
    assert reply_to(None, bug, "req-1")["ok"] is False


class TestInvoke:
    def test_everything_beside_the_op_is_a_parameter(self) -> None:
        event = parse({"domains": ["a.cn"], "op": "check"}, CONTEXT)
        assert event == Invoke("check", {"domains": ["a.cn"]})

    @pytest.mark.parametrize("op", ["", None, 3, ["check"]])
    def test_an_op_that_is_no_name_is_refused(self, op: object) -> None:
        assert wrong_field({"op": op}) == "op"


class TestTimer:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-11-22T20:00:00Z", (2026, 11, 22, 20, 0, 0, 0)),
            ("2026-11-22T20:00:00", (2026, 11, 22, 20, 0, 0, 0)),
            ("2026-11-22T20:00:00.5Z", (2026, 11, 22, 20, 0, 0, 500_000)),
            ("2026-11-22T20:00:00.123456789Z", (2026, 11, 22, 20, 0, 0, 123_456)),
            ("2026-11-23T04:00:00+08:00", (2026, 11, 22, 20, 0, 0, 0)),
        ],
    )
    def test_its_time_is_an_instant_in_utc(
        self, text: str, expected: tuple[int, int, int, int, int, int, int]
    ) -> None:
        event = parse({**recorded("timer"), "Time": text}, CONTEXT)
        assert isinstance(event, Timer)
        assert event.time == datetime(*expected, tzinfo=timezone.utc)
        assert event.time.tzinfo is timezone.utc

    @pytest.mark.parametrize(
        "text",
        ["", "2026-11-22", "2026-13-22T20:00:00Z", "0001-01-01T00:00:00+08:00", "x", None, 1],
    )
    def test_a_time_that_is_none_is_refused(self, text: object) -> None:
        assert wrong_field({**recorded("timer"), "Time": text}) == "Time"

    @pytest.mark.parametrize("message", [None, ""])
    def test_its_message_may_be_empty(self, message: object) -> None:
        event = parse({**recorded("timer"), "Message": message}, CONTEXT)
        assert isinstance(event, Timer)
        assert event.message == ""

    def test_its_message_is_a_text(self) -> None:
        assert wrong_field({**recorded("timer"), "Message": {}}) == "Message"

    def test_another_type_or_no_name_is_refused(self) -> None:
        assert wrong_field({**recorded("timer"), "Type": "timer"}) == "Type"
        assert wrong_field({"Type": "Timer", "Time": "2026-11-22T20:00:00Z"}) == "TriggerName"


class TestIdentity:
    @pytest.mark.parametrize("identity", [{}, None, {"secretId": ""}, {"secretId": None}])
    def test_without_a_key_there_is_none(self, identity: object) -> None:
        event = http(about(gateway(), identity=identity))
        assert (event.kind, event.secret_id) == ("apigateway", "")

    @pytest.mark.parametrize("identity", ["AKIDexample", ["AKIDexample"], [], 7, True])
    def test_what_is_no_identity_is_told_from_none(self, identity: object) -> None:
        assert http(about(gateway(), identity=identity)).secret_id is None

    @pytest.mark.parametrize("secret_id", [["AKIDexample"], {}, 7, False])
    def test_an_id_that_is_no_text_is_told_from_none(self, secret_id: object) -> None:
        assert http(about(gateway(), identity={"secretId": secret_id})).secret_id is None

    @pytest.mark.parametrize("context", [None, {}, {"sourceIp": "203.0.113.7"}, {"requestId": "r"}])
    def test_a_function_url_has_none(self, context: object) -> None:
        event = http(url(requestContext=context))
        assert (event.kind, event.secret_id) == ("function_url", "")

    @pytest.mark.parametrize("name", ["identity", "stage", "path", "httpMethod"])
    def test_any_word_of_api_gateway_needs_its_service(self, name: str) -> None:
        event = url(requestContext={name: None, "sourceIp": "203.0.113.7"})
        assert wrong_field(event) == "requestContext.serviceId"

    @pytest.mark.parametrize("service", [None, "", 7])
    def test_an_identity_counts_only_beside_a_service(self, service: object) -> None:
        assert wrong_field(about(gateway(), serviceId=service)) == "requestContext.serviceId"


class TestRequestId:
    def test_the_functions_own_id_comes_first(self) -> None:
        assert http(gateway()).request_id == "req-1"

    def test_the_gateways_id_stands_in_for_it(self) -> None:
        event = parse(about(gateway(), requestId="gw-1"), Context())
        assert isinstance(event, HttpRequest)
        assert event.request_id == "gw-1"

    def test_both_may_be_absent(self) -> None:
        event = parse(about(gateway(), requestId=None), Context())
        assert isinstance(event, HttpRequest)
        assert event.request_id == ""
