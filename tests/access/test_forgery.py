"""A request cannot pass for one that API Gateway or CAM has verified, whatever it carries."""

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beian import access
from beian.config import CallerConfig
from beian.context import Context
from beian.events import HttpRequest, UnrecognisedEvent, parse
from beian.settings import ALL, Settings
from beian.tokens import PREFIX
from tests.access.house import (
    ACCOUNTS,
    HQ,
    OPS,
    WHOLE,
    Ask,
    Event,
    House,
    anonymous,
    open_url,
    with_key,
)
from tests.api.answers import anything
from tests.events.recorded import url

IDENTITY = {"secretId": OPS}
GATEWAY = {"serviceId": "service-0abcdefg", "stage": "release", "identity": IDENTITY}
NOON = datetime(2026, 11, 22, 4, tzinfo=timezone.utc)
SIGNED = Settings(callers=(CallerConfig(name="ops", key_id=OPS, may=("check",), accounts=(ALL,)),))
CLAIM = json.dumps({"requestContext": GATEWAY})

IN_A_REQUEST: Mapping[str, Event] = {
    "body that is an event": {"body": CLAIM},
    "body that ends the JSON around it": {"body": f'"}}, "requestContext": {json.dumps(GATEWAY)}'},
    "body as a form": {"body": f"requestContext[identity][secretId]={OPS}"},
    "body with an op": {"body": '{"op": "check"}'},
    "header of the same name": {"headers": {"requestContext": json.dumps(GATEWAY)}},
    "header with a prototype": {"headers": {"__proto__": CLAIM, "constructor": CLAIM}},
    "headers of the gateway": {
        "headers": {
            "x-api-requestid": "r",
            "x-api-scheme": "https",
            "identity": OPS,
            "secretid": OPS,
            "x-tc-secretid": OPS,
            "x-scf-identity": json.dumps(IDENTITY),
        }
    },
    "header of a key-pair signature": {
        "headers": {"authorization": f'hmac id="{OPS}", algorithm="hmac-sha1", signature="eA=="'}
    },
    "header of a TC3 signature": {
        "headers": {"authorization": f"TC3-HMAC-SHA256 Credential={OPS}/2026-11-22/scf/tc3_request"}
    },
    "header that names a caller": {"headers": {"authorization": "Bearer ops"}},
    "headers of a forwarded user": {
        "headers": {"x-forwarded-user": "ops", "x-scf-request-id": "r", "x-scf-caller": "owner"}
    },
    "query of the same name": {"queryString": {"requestContext": json.dumps(GATEWAY)}},
    "query with a path into it": {"queryString": {"requestContext.identity.secretId": OPS}},
    "query with brackets": {"queryString": {"requestContext[identity][secretId]": OPS}},
    "query with an op": {"queryString": {"op": "check"}},
    "query with a token": {"queryString": {"access_token": PREFIX + "x" * 43}},
    "path with an identity": {"path": f"/v1/eligibility;secretId={OPS}"},
}
"""What a caller of an open URL decides about: the body, headers, the query and the path."""


@pytest.mark.parametrize("config", [WHOLE, ACCOUNTS, ""], ids=["listed", "accounts", "nothing"])
@pytest.mark.parametrize("claim", IN_A_REQUEST.values(), ids=IN_A_REQUEST)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_a_caller_writes_signs_no_one_in(
    house: House, config: str, claim: Event, method: str
) -> None:
    for way in (open_url(), anonymous()):
        event = {**way, "httpMethod": method, **claim}
        assert house.configured(config).send(event).status in (401, 404)
    assert house.answer.accounts == []
    assert house.line["caller"] == "anonymous"


def test_identity_beside_a_request_is_not_looked_at(house: House) -> None:
    """Keys that neither trigger has: nothing of them counts, wherever they stand."""
    for name in ("identity", "secretId", "caller", "principal", "authorizer", "serviceId"):
        event = {**url(), name: IDENTITY}
        assert house.configured(WHOLE).send(event).status == 401


@pytest.mark.parametrize(
    "about",
    [
        {"identity": IDENTITY},
        {"identity": IDENTITY, "sourceIp": "203.0.113.7"},
        {"identity": IDENTITY, "serviceId": ""},
        {"identity": IDENTITY, "serviceId": None},
        {"identity": IDENTITY, "serviceId": ["service-0abcdefg"]},
        {"identity": {}, "stage": "release"},
    ],
)
def test_half_of_a_gateways_word_is_no_event_at_all(
    house: House, about: Mapping[str, object]
) -> None:
    reply = house.configured(WHOLE).send(url(requestContext=about))
    assert reply.status == 400
    assert house.answer.accounts == []


def test_a_gateways_event_with_an_op_is_no_direct_invoke(house: House) -> None:
    assert house.configured(WHOLE).send({**with_key("x"), "op": "check"}).status == 400
    assert house.send({**url(), "op": "check"}).status == 400
    assert house.answer.accounts == []


def test_cam_on_the_url_says_nothing_of_an_api(house: House) -> None:
    house.configured(WHOLE + "\nfunction_url: {cam: true}\n")
    assert house.send(anonymous("TC3-HMAC-SHA256 Credential=x")).status == 401


def test_the_same_key_through_the_gateway_is_let_in(house: House) -> None:
    """So that what is refused above is refused for where it stands."""
    assert house.configured(WHOLE).send(with_key(OPS)).status == 200


texts = st.text(st.sampled_from("abIS{}[]:;,=\"' é备"), max_size=12)
claims = st.sampled_from([OPS, CLAIM, json.dumps(IDENTITY), f"Bearer {OPS}", "owner"]) | texts
names = st.sampled_from(
    ["requestContext", "identity", "secretId", "op", "authorization", "Authorization"]
)


@given(
    body=claims,
    headers=st.dictionaries(names | texts, claims | st.lists(claims, max_size=2), max_size=4),
    query=st.dictionaries(names | texts, claims | st.lists(claims, max_size=2), max_size=4),
)
def test_nothing_a_caller_of_an_open_url_can_write_makes_a_principal(
    body: str, headers: Event, query: Event
) -> None:
    event = parse(url(body=body, headers=headers, queryString=query), Context())
    assert isinstance(event, HttpRequest)
    for config in (Settings(), SIGNED):
        assert access.identify(event, config, NOON) is None


@given(identity=anything)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_an_identity_of_any_shape_is_the_listed_key_or_nobody(identity: object) -> None:
    event = {**with_key(OPS)}
    context = cast("Mapping[str, object]", event["requestContext"])
    event["requestContext"] = {**context, "identity": identity}
    try:
        found = parse(event, Context())
    except UnrecognisedEvent:
        return
    assert isinstance(found, HttpRequest)
    who = access.identify(found, SIGNED, NOON)
    is_listed = isinstance(identity, Mapping) and identity.get("secretId") == OPS
    assert (who is not None) is is_listed


def test_an_answer_about_another_account_than_asked_is_not_given(house: House) -> None:
    """Should the credential ever be of another account, no one sees it."""
    house.configured(WHOLE).answer.reads_as = "100000000002"
    for account in (None, HQ, "100000000001"):
        assert house.send(Ask(account=account).onto(with_key(OPS))).status == 403
    assert house.send({"op": "check"}).status == 403


def test_a_function_that_runs_elsewhere_than_its_configuration_says_answers_nothing(
    house: House,
) -> None:
    reply = house.configured(WHOLE).send(with_key(OPS), uin="100000000123")
    assert reply.status == 500
    assert house.answer.accounts == []
    said = json.loads(house.log.texts[-2])
    assert said["error"] == "ConfigError"
    assert said["message"] == (
        f"accounts: {HQ} has self: true, but the function runs in 100000000123: correct its uin"
    )


def test_where_no_one_says_whose_the_function_is_its_credential_tells(house: House) -> None:
    house.configured("")
    assert house.send({"op": "check", "account": HQ}, uin="").status == 200
    assert house.send({"op": "check", "account": "100000000001"}, uin="").status == 403
    house.answer.is_read = False
    assert house.send({"op": "check", "account": HQ}, uin="").status == 403
    assert house.send({"op": "check", "account": HQ}, uin=HQ).status == 200
    house.answer.is_read = True
    house.answer.reads_as = "100000000001"
    assert house.send({"op": "check", "account": HQ}, uin="").status == 403
    assert house.send({"op": "check"}, uin="").status == 200
