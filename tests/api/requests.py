"""Requests as they come from the border, and the cases that every route has."""

import json
from dataclasses import dataclass

from beian.api import Forbidden, Principal, Request, Response, respond
from beian.api.message import BodyFault
from beian.check import BadQuestion, NothingReadable
from beian.store import StoreError
from beian.sweep.engine import NoSweep
from beian.tencent.errors import Denied
from tests.api.answers import MISSING, RUNNING, SWEEP, FakeAsk, FakeCounter
from tests.records import replace

SIGNED_IN = Principal("ops", frozenset({"check", "sweep", "reports"}), None)
WITHOUT_SCOPE = SIGNED_IN._replace(may=frozenset({"sweep", "reports"}))
CHECKS_ALONE = SIGNED_IN._replace(may=frozenset({"check"}))
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


def post(
    body: object, *, path: str = "/v1/eligibility", accept: str = "en", **query: str
) -> Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = get(path, method="POST", accept=accept, **query)
    return replace(request, headers={**request.headers, **JSON}, body=raw)


@dataclass(frozen=True)
class Case:
    """One request, and the status and the code of the problem that it leads to. `counter` is what
    there is of sweeps, None where none are kept; `kind` is the answer's."""

    route: tuple[str, str]
    request: Request
    status: int
    code: str = ""
    failure: Exception | None = None
    counter: FakeCounter | None = None
    kind: str = "application/json"

    def answer(self, method: str | None = None) -> Response:
        request = replace(self.request, method=method) if method else self.request
        return respond(request, FakeAsk(self.failure), self.counter)

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


_NEW = ("POST", "/v1/sweeps")
_OUT_OF_REACH = StoreError("cos://b-1250000000: cannot read: GenericError")
KINDS = {
    "": "application/json",
    "/report.html": "text/html",
    "/metrics": "application/openmetrics-text; version=1.0.0",
}


def _new(body: object = b"", **query: str) -> Request:
    return post(body, path="/v1/sweeps", **query)


def _told(rest: str, kind: str) -> list[Case]:
    """What comes of asking for a sweep, in each of its forms."""
    route = ("GET", f"/v1/sweeps/{{sweep}}{rest}")
    wanted = get(f"/v1/sweeps/{SWEEP}{rest}")
    latest = get(f"/v1/sweeps/latest{rest}", account="100000000001")
    shy = replace(wanted, principal=CHECKS_ALONE)
    return [
        Case(route, wanted, 200, counter=FakeCounter(), kind=kind),
        Case(route, latest, 200, counter=FakeCounter(), kind=kind),
        Case(route, wanted, 202, counter=FakeCounter(RUNNING)),
        Case(route, _anonymous(wanted), 401, "unauthenticated", counter=FakeCounter()),
        Case(route, _hasty(_anonymous(wanted)), 401, "unauthenticated", counter=FakeCounter()),
        Case(route, shy, 403, "forbidden", counter=FakeCounter()),
        Case(route, shy, 403, "forbidden"),
        Case(route, latest, 403, "forbidden", counter=FakeCounter(Forbidden())),
        Case(route, wanted, 404, "no-such-sweep", counter=FakeCounter(NoSweep())),
        Case(route, _with_query(wanted, domain="a.cn"), 422, "invalid-input"),
        Case(route, _with_query(wanted, account=""), 422, "invalid-input"),
        Case(route, _hasty(wanted), 429, "too-many-requests", counter=FakeCounter()),
        Case(route, wanted, 501, "no-sweep"),
        Case(route, wanted, 503, "sweep-failed", counter=FakeCounter(_OUT_OF_REACH)),
    ]


def _with_query(request: Request, **query: str) -> Request:
    return replace(request, query={name: (value,) for name, value in query.items()})


SWEEPS = [
    Case(_NEW, _new(), 202, counter=FakeCounter()),
    Case(_NEW, _new(b" \n"), 202, counter=FakeCounter()),
    Case(_NEW, _new({}), 202, counter=FakeCounter()),
    Case(_NEW, _new({"lang": "en"}), 202, counter=FakeCounter()),
    Case(_NEW, _with(_new(), content_type="text/plain"), 202, counter=FakeCounter()),
    Case(_NEW, _new(b"{"), 400, "invalid-json", counter=FakeCounter()),
    Case(_NEW, replace(_new(), fault=BodyFault.NOT_BASE64), 400, "bad-base64"),
    Case(_NEW, _anonymous(_new()), 401, "unauthenticated", counter=FakeCounter()),
    Case(_NEW, replace(_new(), principal=CHECKS_ALONE), 403, "forbidden", counter=FakeCounter()),
    Case(_NEW, _new(), 403, "forbidden", counter=FakeCounter(Forbidden())),
    Case(_NEW, replace(_new(), fault=BodyFault.TOO_LARGE), 413, "body-too-large"),
    Case(_NEW, _with(_new({}), content_type="text/plain"), 415, "unsupported-media-type"),
    Case(_NEW, _new([]), 422, "invalid-input", counter=FakeCounter()),
    Case(_NEW, _new({"account": "1"}), 422, "invalid-input", counter=FakeCounter()),
    Case(_NEW, _new({"lang": "fr"}), 422, "invalid-input", counter=FakeCounter()),
    Case(_NEW, _new(account="1"), 422, "invalid-input", counter=FakeCounter()),
    Case(_NEW, _hasty(_new()), 429, "too-many-requests", counter=FakeCounter()),
    Case(_NEW, _new(), 501, "no-sweep"),
    Case(_NEW, _new(), 503, "sweep-failed", counter=FakeCounter(Denied("UnauthorizedOperation"))),
    *(case for rest, kind in KINDS.items() for case in _told(rest, kind)),
]
CASES = [
    *SWEEPS,
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
