"""Requests as they come from the border, and the cases that every route has."""

import json
from dataclasses import dataclass

from beian.api import Forbidden, Principal, Request
from beian.api.message import BodyFault
from beian.check import BadQuestion, NothingReadable
from tests.api.answers import MISSING
from tests.records import replace

SIGNED_IN = Principal("ops", frozenset({"check"}), None)
WITHOUT_SCOPE = SIGNED_IN._replace(may=frozenset({"sweep", "reports"}))
JSON = {"content-type": "application/json"}


def get(path: str, *, method: str = "GET", accept: str = "en", **query: str) -> Request:
    return Request(
        method,
        path,
        {name: (value,) for name, value in query.items()},
        {"accept-language": accept},
        principal=SIGNED_IN,
        request_id="req-1",
    )


def post(body: object, *, accept: str = "en", **query: str) -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = get("/v1/eligibility", method="POST", accept=accept, **query)
    return replace(request, headers={**request.headers, **JSON}, body=raw)


@dataclass(frozen=True)
class Case:
    """One request, and the status and the code of the problem that it leads to."""

    route: tuple[str, str]
    request: Request
    status: int
    code: str = ""
    failure: Exception | None = None

    def __str__(self) -> str:
        return f"{' '.join(self.route)} {self.status} {self.code}"


_ONE = ("GET", "/v1/eligibility")
_MANY = ("POST", "/v1/eligibility")
_BAD = BadQuestion("domain", "domain.invalid", "x y")
_NOTHING = NothingReadable([], [MISSING])


def _anonymous(request: Request) -> Request:
    return replace(request, principal=None)


def _idle(request: Request) -> Request:
    return replace(request, principal=WITHOUT_SCOPE)


def _hasty(request: Request) -> Request:
    return replace(request, wait_s=7)


def _with(request: Request, **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(request, headers={**request.headers, **named})


CASES = [
    Case(("GET", "/health"), _anonymous(get("/health")), 200),
    Case(("GET", "/health"), get("/health", probe="1"), 422, "invalid-input"),
    Case(("GET", "/openapi.json"), _anonymous(get("/openapi.json")), 200),
    Case(("GET", "/openapi.json"), get("/openapi.json", lang="fr"), 422, "invalid-input"),
    Case(("GET", "/v1/rules"), get("/v1/rules"), 200),
    Case(("GET", "/v1/rules"), _anonymous(get("/v1/rules")), 401, "unauthenticated"),
    Case(("GET", "/v1/rules"), _idle(get("/v1/rules")), 403, "forbidden"),
    Case(("GET", "/v1/rules"), get("/v1/rules", domain="a.cn"), 422, "invalid-input"),
    Case(("GET", "/v1/rules"), _hasty(get("/v1/rules")), 429, "too-many-requests"),
    Case(_ONE, get("/v1/eligibility", domain="www.example.cn"), 200),
    Case(_ONE, _anonymous(get("/v1/eligibility")), 401, "unauthenticated"),
    Case(_ONE, get("/v1/eligibility", account="1"), 403, "forbidden", Forbidden()),
    Case(_ONE, _idle(get("/v1/eligibility")), 403, "forbidden"),
    Case(_ONE, _hasty(get("/v1/eligibility")), 429, "too-many-requests"),
    Case(_ONE, _hasty(_anonymous(get("/v1/eligibility"))), 401, "unauthenticated"),
    Case(_ONE, _hasty(_idle(get("/v1/eligibility"))), 429, "too-many-requests"),
    Case(_ONE, get("/v1/eligibility", domian="a.cn"), 422, "invalid-input"),
    Case(_ONE, get("/v1/eligibility", domain="x y"), 422, "invalid-input", _BAD),
    Case(_ONE, get("/v1/eligibility"), 503, "nothing-readable", _NOTHING),
    Case(_MANY, post({"domains": ["www.example.cn"]}), 200),
    Case(_MANY, post(b"  "), 400, "empty-body"),
    Case(_MANY, post(b"{"), 400, "invalid-json"),
    Case(_MANY, post(b'{"serve": true, "serve": false}'), 400, "invalid-json"),
    Case(_MANY, post(b'{"declared": {"accesses": NaN}}'), 400, "invalid-json"),
    Case(_MANY, post(b'{"declared": {"accesses": -Infinity}}'), 400, "invalid-json"),
    Case(_MANY, post(b"[" * 200_000), 400, "invalid-json"),
    Case(_MANY, post(b'{"x": ' + b"9" * 10_000 + b"}"), 400, "invalid-json"),
    Case(_MANY, post(b'{"region": "\xff"}'), 400, "invalid-json"),
    Case(_MANY, replace(post(b""), fault=BodyFault.NOT_BASE64), 400, "bad-base64"),
    Case(_MANY, _anonymous(post({})), 401, "unauthenticated"),
    Case(_MANY, post({"account": "1"}), 403, "forbidden", Forbidden()),
    Case(_MANY, _idle(post({})), 403, "forbidden"),
    Case(_MANY, _hasty(post({})), 429, "too-many-requests"),
    Case(_MANY, replace(post(b""), fault=BodyFault.TOO_LARGE), 413, "body-too-large"),
    Case(_MANY, _with(post({}), content_type="text/plain"), 415, "unsupported-media-type"),
    Case(_MANY, post([]), 422, "invalid-input"),
    Case(_MANY, post({}, domain="a.cn"), 422, "invalid-input"),
    Case(_MANY, post({"domains": ["x y"]}), 422, "invalid-input", _BAD),
    Case(_MANY, post({}), 503, "nothing-readable", _NOTHING),
]
