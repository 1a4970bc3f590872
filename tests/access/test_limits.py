"""How often a caller may ask, and what the log says of everyone."""

import json
import re
from datetime import datetime, timedelta, timezone
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian import app, log
from beian.access import OWNER, Limits, Principal
from tests.access.house import (
    ACME,
    EXTERNAL_ID,
    ISSUED,
    OPS,
    TOKENS,
    UNLISTED,
    WHOLE,
    Ask,
    Event,
    FakeAnswer,
    House,
    anonymous,
    bearer,
    open_url,
    with_key,
)
from tests.events.recorded import recorded

ONE_A_MINUTE = WHOLE + "\nrequests_per_minute: 1\n"
WEB = Principal("web", frozenset({"check"}), None)
LATEST = "/v1/sweeps/latest"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class TestLimits:
    def test_so_many_at_once_and_then_one_as_time_passes(self) -> None:
        limits = Limits(60)
        assert [limits.wait(WEB, 100.0) for _ in range(61)] == [0] * 60 + [1]
        assert limits.wait(WEB, 100.9) == 1
        assert limits.wait(WEB, 101.0) == 0
        assert limits.wait(WEB, 101.0) == 1

    def test_the_wait_is_long_enough(self) -> None:
        limits = Limits(1)
        assert limits.wait(WEB, 0.0) == 0
        assert limits.wait(WEB, 0.5) == 60
        assert limits.wait(WEB, 59.5) == 1
        assert limits.wait(WEB, 60.5) == 0

    def test_waiting_longer_saves_up_no_more_than_a_minutes(self) -> None:
        limits = Limits(2)
        limits.wait(WEB, 0.0)
        assert [limits.wait(WEB, 9000.0) for _ in range(3)] == [0, 0, 30]

    def test_each_has_its_own(self) -> None:
        limits = Limits(1)
        other = WEB._replace(name="other")
        assert [limits.wait(who, 0.0) for who in (WEB, other, WEB, other)] == [0, 0, 60, 60]

    def test_the_owner_and_whoever_has_not_signed_in_have_none(self) -> None:
        limits = Limits(1)
        assert [limits.wait(who, 0.0) for who in (OWNER, None) * 3] == [0] * 6

    def test_what_is_kept_is_bounded(self) -> None:
        limits = Limits(1)
        for number in range(2000):
            limits.wait(WEB._replace(name=str(number)), 0.0)
        assert len(limits._left) == 1024

    @given(st.integers(1, 100), st.lists(st.floats(0, 20), max_size=60))
    def test_no_minute_sees_more_than_twice_the_limit(self, most: int, pauses: list[float]) -> None:
        limits, now, let_in = Limits(most), 0.0, []
        for pause in pauses:
            now += pause
            if not limits.wait(WEB, now):
                let_in.append(now)
        for start in let_in:
            assert sum(start <= at < start + 60 for at in let_in) <= 2 * most


@pytest.mark.parametrize(
    ("event", "second"),
    [
        (with_key(OPS), 429),
        (open_url(bearer("web")), 429),
        (anonymous(bearer("web")), 429),
        (open_url(bearer("clerk")), 429),
        ({"op": "check"}, 200),
        (open_url(), 401),
        (with_key(UNLISTED), 401),
        (open_url(bearer("past")), 401),
    ],
)
def test_a_second_request_within_the_minute(house: House, event: Event, second: int) -> None:
    house.configured(ONE_A_MINUTE).send(event)
    reply = house.send(event)
    assert reply.status == second
    if second == 429:
        assert 0 < int(reply.headers["Retry-After"]) <= 60
        assert reply.body["type"] == "urn:beian:problem:too-many-requests"
        assert house.send(Ask(path="/health").onto(event)).status == 200


def test_callers_do_not_use_up_each_others(house: House) -> None:
    house.configured(ONE_A_MINUTE)
    found = [house.send(e).status for e in (with_key(OPS), open_url(bearer("web")))]
    assert found == [200, 200]


def test_keys_that_no_list_names_have_their_own(house: House) -> None:
    house.configured("requests_per_minute: 1\n")
    one, other = with_key(UNLISTED), with_key(UNLISTED[:-1] + "7")
    assert [house.send(e).status for e in (one, other, one)] == [200, 200, 429]


class TestLog:
    @pytest.mark.parametrize(
        ("event", "caller", "route", "status"),
        [
            (with_key(OPS), "ops", "GET /v1/eligibility", 200),
            (Ask("POST").onto(open_url(bearer("web"))), "web", "POST /v1/eligibility", 200),
            (Ask("HEAD").onto(with_key(OPS)), "ops", "HEAD /v1/eligibility", 200),
            (Ask("TOKEN").onto(with_key(OPS)), "ops", "* /v1/eligibility", 405),
            (Ask(path="/v1/secret").onto(with_key(OPS)), "ops", None, 404),
            (Ask(path="/health").onto(open_url()), "anonymous", "GET /health", 200),
            (with_key(UNLISTED), "anonymous", "GET /v1/eligibility", 401),
            (open_url(bearer("gone")), "anonymous", "GET /v1/eligibility", 401),
            (open_url(bearer("clerk")), "clerk", "GET /v1/eligibility", 403),
            (open_url(bearer("two")), "two", "GET /v1/eligibility", 422),
            ({"op": "check"}, "owner", "invoke check", 200),
            ({"op": "check", "account": "1"}, "owner", "invoke check", 403),
            ({"op": "secret"}, "owner", "invoke", 422),
            (recorded("timer"), "timer", "timer", 501),
            ({"op": "sweep"}, "owner", "invoke sweep", 501),
            (Ask("POST", "/v1/sweeps").onto(with_key(OPS)), "ops", "POST /v1/sweeps", 422),
            (Ask(path=LATEST).onto(with_key(OPS)), "ops", "GET /v1/sweeps/{sweep}", 501),
            ({"secret": 1}, "anonymous", None, 400),
        ],
    )
    def test_one_line_says_who_asked_for_what_and_what_came_of_it(
        self, house: House, event: Event, caller: str, route: str | None, status: int
    ) -> None:
        house.configured(WHOLE).send(event, request_id="req-7")

        assert len(house.log.texts) == 1
        line = house.line
        expected = {"level": "info", "request_id": "req-7", "caller": caller, "route": route}
        assert expected.items() <= line.items()
        assert (line["status"], line["upstream_calls"]) == (status, 0)
        assert isinstance(line["duration_ms"], int)
        at = datetime.fromisoformat(cast("str", line["time"]))
        assert abs(datetime.now(timezone.utc) - at) < timedelta(minutes=1)
        assert "traceparent" not in line

    def test_a_key_that_no_list_names_is_shown_in_part(self, house: House) -> None:
        for key_id, name in ((UNLISTED, "AKID…0000"), ("short-key-id", "…")):
            house.configured("").send(with_key(key_id))
            assert house.line["caller"] == name

    def test_calls_are_counted_for_the_invocation_that_made_them(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fake = FakeAnswer()

        def answer(*args: object) -> object:
            log.count_calls(3)
            log.count_calls(4)
            return fake(*args)  # type: ignore[arg-type]  # passed on as they come

        monkeypatch.setattr(app, "answer", answer)
        for op, calls in (("check", 7), ("rules", 0)):
            house.configured(WHOLE).send({"op": op})
            assert house.line["upstream_calls"] == calls
        log.count_calls(5)  # outside an invocation: nothing to add it to

    @pytest.mark.parametrize("name", ["traceparent", "Traceparent"])
    def test_a_traceparent_is_passed_on(self, house: House, name: str) -> None:
        event = open_url()
        headers = cast("dict[str, str]", event["headers"])
        house.configured("").send({**event, "headers": {**headers, name: TRACE}})
        assert house.line["traceparent"] == TRACE

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "x",
            TRACE.upper(),
            TRACE + "-x",
            TRACE + "\n",
            f"{TRACE}, {TRACE}",
            "ff" + TRACE[2:],
            re.sub("-[0-9a-f]{32}-", f"-{'0' * 32}-", TRACE),
            re.sub("-[0-9a-f]{16}-", f"-{'0' * 16}-", TRACE),
            TRACE.replace("01", "0"),
        ],
    )
    def test_what_is_none_is_not(self, house: House, text: str) -> None:
        house.configured("").send({**open_url(), "headers": {"traceparent": text}})
        assert "traceparent" not in house.line

    def test_a_bug_says_where_and_not_what(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def answer(*_: object) -> object:
            raise LookupError(EXTERNAL_ID)

        monkeypatch.setattr(app, "answer", answer)
        traced = {**open_url(bearer("web"))}
        headers = cast("dict[str, str]", traced["headers"])
        reply = house.configured(WHOLE).send(
            {**traced, "headers": {**headers, "traceparent": TRACE}}
        )
        bug, line = (json.loads(text) for text in house.log.texts)
        assert (reply.status, bug["error"], bug["message"]) == (500, "LookupError", "")
        assert bug["traceparent"] == line["traceparent"] == TRACE
        assert (bug["level"], line["caller"], line["status"]) == ("error", "web", 500)

    def test_a_configuration_that_cannot_be_used_is_named_and_not_quoted(
        self, house: House
    ) -> None:
        house.configured(f"accounts: [{{uin: {EXTERNAL_ID}, external_id: {EXTERNAL_ID} x}}]\n")
        assert house.send(open_url()).status == 500
        said = json.loads(house.log.texts[0])["message"]
        assert re.search(r"beian-\d+\.yml:1: accounts\.0\.uin: no account id", said)
        assert EXTERNAL_ID not in str(house.log.texts)

    def test_no_line_and_no_reply_holds_a_secret(self, house: House) -> None:
        house.configured(ONE_A_MINUTE)
        authorizations = [bearer(name) for name in TOKENS]
        events: list[Event] = [
            *(way(text) for text in authorizations for way in (open_url, anonymous)),
            with_key(OPS),
            with_key(UNLISTED),
            {"op": "check"},
            {"op": TOKENS["web"], "token": TOKENS["web"]},
            {**open_url(), TOKENS["web"]: 1, "op": 1},
        ]
        said = [
            str(house.send(ask))
            for event in events
            for ask in (event, Ask(account=ACME).onto(event))
        ]
        text = "\n".join([*house.log.texts, *said, repr(house.answer), repr(app._kept)])
        secrets = [
            OPS,
            UNLISTED,
            EXTERNAL_ID,
            *TOKENS.values(),
            *(stored for _, stored in ISSUED.values()),
        ]
        for secret in secrets:
            assert secret not in text
