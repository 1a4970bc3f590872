"""Whatever a signed-in caller sends, the answer is an answer or a problem that is theirs."""

import json

from hypothesis import given
from hypothesis import strategies as st

from beian.api import Request, respond
from beian.api.message import BodyFault
from beian.api.models import EligibilityOfMany
from beian.api.parameters import PARAMETERS
from tests.api.answers import SWEEP, FakeAsk, FakeCounter, anything, wild
from tests.api.requests import JSON, SIGNED_IN

QUERY = sorted(PARAMETERS)
MEMBERS = sorted(EligibilityOfMany.model_fields)
SWEEPS = [f"/v1/sweeps/{sweep}" for sweep in (SWEEP, "latest", "{sweep}", "")]
PATHS = ["/health", "/v1/eligibility", "/v1/rules", "/openapi.json", "/v1/sweeps", *SWEEPS]

values = st.lists(wild | st.sampled_from(["true", "en", "a.cn"]), max_size=2).map(tuple)
bodies = (
    st.binary(max_size=40)
    | st.dictionaries(st.sampled_from(MEMBERS) | wild, anything, max_size=4).map(
        lambda body: json.dumps(body).encode()
    )
    | anything.map(lambda body: json.dumps(body).encode())
)


def answered(request: Request) -> int:
    response = respond(request, FakeAsk(), FakeCounter())
    text = response.body.encode()
    assert text == b"" or isinstance(json.loads(text), dict)
    assert all(value.isascii() and value.isprintable() for value in response.headers.values())
    return response.status


@given(
    method=st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "PUT"]),
    path=st.sampled_from(PATHS) | wild.map(lambda text: "/" + text),
    query=st.dictionaries(st.sampled_from(QUERY) | wild, values, max_size=4),
    headers=st.dictionaries(st.sampled_from(["accept-language", "content-type"]), wild),
    body=bodies,
    request_id=wild,
)
def test_any_request_is_answered(
    method: str,
    path: str,
    query: dict[str, tuple[str, ...]],
    headers: dict[str, str],
    body: bytes,
    request_id: str,
) -> None:
    request = Request(method, path, query, headers, body, SIGNED_IN, request_id, ("", "/v1"))
    assert answered(request) in {200, 202, 204, 400, 404, 405, 415, 422}


@given(body=bodies, fault=st.none() | st.sampled_from(BodyFault))
def test_any_body_is_answered(body: bytes, fault: BodyFault | None) -> None:
    request = Request("POST", "/v1/eligibility", {}, JSON, body, SIGNED_IN, fault=fault)
    assert answered(request) in {200, 400, 413, 422}


@given(st.dictionaries(st.sampled_from(QUERY), values))
def test_any_query_is_answered(query: dict[str, tuple[str, ...]]) -> None:
    request = Request("GET", "/v1/eligibility", query, principal=SIGNED_IN)
    assert answered(request) in {200, 422}
