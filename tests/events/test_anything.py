"""Whatever comes in, the border answers in one of the shapes there are."""

import json
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from beian.api import invoke, no_sweep, respond, to_platform
from beian.context import read_context
from beian.events import HttpRequest, Invoke, UnrecognisedEvent, parse
from tests.api.answers import FakeAsk, anything
from tests.api.requests import SIGNED_IN
from tests.events.recorded import names, recorded

KEYS = sorted({key for name in names() for key in recorded(name)})
DEEP_KEYS = ["serviceId", "identity", "secretId", "stage", "path", "sourceIp", "requestId"]


def answer(event: object, context: object) -> dict[str, object]:
    """What the function does with an event, but for what a check reads."""
    about = read_context(context)
    try:
        found = parse(event, about)
    except UnrecognisedEvent as error:
        return error.reply(about.request_id)
    if isinstance(found, HttpRequest):
        return to_platform(respond(found.to_request(SIGNED_IN), FakeAsk()))
    if isinstance(found, Invoke):
        return invoke(found.op, found.parameters, FakeAsk(), about.request_id)
    return no_sweep(about.request_id)


def assert_exact(reply: dict[str, object]) -> None:
    """Of a gateway's shape or of an invoke's, and fit for the platform's JSON."""
    assert json.dumps(reply, ensure_ascii=False, allow_nan=False).encode()
    if "statusCode" not in reply:
        assert ("problem" in reply) is (reply["ok"] is False)
        return
    assert list(reply) == ["isBase64Encoded", "statusCode", "headers", "body"]
    assert reply["isBase64Encoded"] is False
    assert type(reply["statusCode"]) is int
    assert reply["statusCode"] < 500
    headers = cast("dict[str, object]", reply["headers"])
    assert all(isinstance(value, str) for value in headers.values())
    body = reply["body"]
    assert isinstance(body, str)
    assert body == "" or isinstance(json.loads(body), dict)


@given(event=anything, context=anything)
def test_any_json_is_answered(event: object, context: object) -> None:
    assert_exact(answer(event, context))


@given(st.dictionaries(st.sampled_from(KEYS), anything, max_size=6))
def test_any_mixture_of_known_keys_is_answered(event: dict[str, object]) -> None:
    assert_exact(answer(event, {}))


@given(
    name=st.sampled_from(names()),
    changes=st.dictionaries(st.sampled_from(KEYS), anything, max_size=3),
    about=st.dictionaries(st.sampled_from(DEEP_KEYS), anything, max_size=3),
)
def test_a_recorded_event_with_anything_in_it_is_answered(
    name: str, changes: dict[str, object], about: dict[str, object]
) -> None:
    event = recorded(name)
    if "requestContext" in event:
        event["requestContext"] = {**cast("dict[str, object]", event["requestContext"]), **about}
    assert_exact(answer({**event, **changes}, {}))
