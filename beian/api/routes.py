"""The route table, and the way of a request through it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import unquote

import beian
from beian.api import language, problem, sweeps
from beian.api.body import read_json
from beian.api.message import Ask, Forbidden, Request, Response, respond_with
from beian.api.parameters import Asked, of_query
from beian.api.problem import Refused
from beian.check import BadQuestion, NothingReadable
from beian.rulebook.policy import Policy
from beian.settings import Scope
from beian.texts import Lang, catalogue

if TYPE_CHECKING:
    from pydantic import BaseModel

    from beian.api.documents import RuleList
    from beian.sweep.counter import Counter

M = TypeVar("M", bound="BaseModel")
SWEEPS, SWEEP = "/v1/sweeps", "{sweep}"
_OF_SWEEP = re.compile(
    rf"{SWEEPS}/(?P<sweep>latest|[0-9]{{8}}T[0-9]{{6}}Z-[0-9a-f]{{8}})(?P<rest>|/report\.html|/metrics)"
)


@dataclass
class Call:
    """One request on its way. `lang` is settled as soon as it is known, so that a problem found
    later speaks it. `counter` is for sweeps, None where none are kept; `sweep` is the one that the
    path names."""

    request: Request
    ask: Ask
    lang: Lang
    counter: "Callable[[], Counter] | None" = None
    sweep: str = ""


@dataclass(frozen=True)
class Route:
    """`scope` is what a caller must be allowed to do; None: no one has to sign in.

    `takes` names the parameters (`beian.api.parameters`) that the query may have, `body` a model of
    `beian.api.models`; a body may be left out unless its lack is one of the problems. `replies`
    names a model of `beian.api.documents`; None where the answer is a document of another standard.
    """

    method: Literal["GET", "POST"]
    path: str
    scope: Scope | None
    summary: str
    takes: tuple[str, ...]
    body: str | None
    replies: str | None
    problems: frozenset[str] = field(repr=False)
    run: Callable[[Call], Response] = field(repr=False)


def health_now() -> dict[str, object]:
    """As `beian.api.documents.Health`, for which a probe of a new process does not wait."""
    policy = Policy()
    rulebook = {"version": policy.version, "date": policy.as_of.isoformat()}
    return {"status": "ok", "version": beian.__version__, "rulebook": rulebook}


def rule_list(lang: Lang) -> "RuleList":
    from beian.api import documents  # noqa: PLC0415  # see there

    return documents.rule_list(catalogue(lang))


def _health(_asked: Asked, call: Call) -> Response:
    return respond_with(200, json.dumps(health_now()), call.lang)


def _openapi(_asked: Asked, _call: Call) -> Response:
    text = Path(__file__).with_name("openapi.json").read_text("utf-8")
    return respond_with(200, text, "en")


def _rules(_asked: Asked, call: Call) -> Response:
    return _reply(rule_list(call.lang), call.lang)


def _eligibility(asked: Asked, call: Call) -> Response:
    (answer,) = call.ask(asked.questions(), call.lang, asked.account)
    return _reply(answer, call.lang)


def _eligibility_of_many(data: object, call: Call) -> Response:
    from beian.api.models import EligibilityOfMany  # noqa: PLC0415  # only a POST pays for them

    asked = validated(EligibilityOfMany, data)
    answers = call.ask(asked.questions(), call.lang, asked.account)
    from beian.schema import Answers  # noqa: PLC0415  # loaded by now, by whoever answered

    return _reply(Answers(verdicts=answers), call.lang)


def _new_sweep(data: object, call: Call) -> Response:
    from beian.api.models import NewSweep  # noqa: PLC0415  # only a POST pays for them

    validated(NewSweep, data)
    return sweeps.start(call)


def _reply(model: "BaseModel", lang: Lang) -> Response:
    return respond_with(200, model.model_dump_json(by_alias=True), lang)


def _get(
    path: str,
    handle: Callable[[Asked, Call], Response],
    *,
    takes: tuple[str, ...] = ("lang",),
    replies: str | None,
    scope: Scope | None = None,
    summary: str,
    problems: tuple[str, ...] = (),
) -> Route:
    def run(call: Call) -> Response:
        return handle(of_query(takes, call.request.query), call)

    found = _problems(scope, *problems)
    return Route("GET", path, scope, summary, takes, None, replies, found, run)


def _post(
    path: str,
    handle: Callable[[object, Call], Response],
    *,
    body: str,
    replies: str,
    scope: Scope,
    summary: str,
    problems: tuple[str, ...],
) -> Route:
    def run(call: Call) -> Response:
        in_query = of_query(takes, call.request.query).lang
        is_empty = not (call.request.body.strip() or call.request.fault)
        data = {} if is_empty and "empty_body" not in problems else read_json(call.request)
        if in_query is None and isinstance(data, Mapping):
            call.lang = language.named(data.get("lang")) or call.lang
        return handle(data, call)

    takes = ("lang",)
    found = _problems(scope, *_BODY_PROBLEMS, *problems)
    return Route("POST", path, scope, summary, takes, body, replies, found, run)


def _problems(scope: Scope | None, *more: str) -> frozenset[str]:
    always = ("invalid_input", "internal")
    return frozenset((*always, *(_ACCESS_PROBLEMS if scope else ()), *more))


_ACCESS_PROBLEMS = ("unauthenticated", "too_many_requests", "forbidden")
_BODY_PROBLEMS = (
    "bad_base64",
    "invalid_json",
    "body_too_large",
    "unsupported_media_type",
)

ROUTES: tuple[Route, ...] = (
    _get("/health", _health, replies="Health", summary="Whether the function runs"),
    _get(
        "/v1/eligibility",
        _eligibility,
        takes=("lang", "domain", "account", "region", "serve"),
        replies="Answer",
        scope="check",
        summary="The verdict on one domain, or on one more website of the account",
        problems=("nothing_readable",),
    ),
    _post(
        "/v1/eligibility",
        _eligibility_of_many,
        body="EligibilityOfMany",
        replies="Answers",
        scope="check",
        summary="The verdicts on up to a hundred domains, in the order asked",
        problems=("empty_body", "nothing_readable"),
    ),
    _get(
        "/v1/rules",
        _rules,
        replies="RuleList",
        scope="check",
        summary="Every rule that a verdict rests on",
    ),
    _post(
        SWEEPS,
        _new_sweep,
        body="NewSweep",
        replies="Running",
        scope="sweep",
        summary="Begins a sweep of every account",
        problems=("no_sweep", "sweep_failed"),
    ),
    *(
        _get(
            f"{SWEEPS}/{SWEEP}{rest}",
            handle,
            takes=("lang", "account"),
            replies=replies,
            scope="reports",
            summary=summary,
            problems=("no_such_sweep", "no_sweep", "report_too_large", "sweep_failed"),
        )
        for rest, handle, replies, summary in (
            ("", sweeps.report, None, "What a sweep found (beian.sweep/v1)"),
            ("/report.html", sweeps.page, None, "The report as a page for people"),
            ("/metrics", sweeps.metrics, None, "The report as OpenMetrics"),
        )
    ),
    _get("/openapi.json", _openapi, replies=None, summary="This description"),
)
PATHS = frozenset(route.path for route in ROUTES)


def respond(request: Request, ask: Ask, counter: "Callable[[], Counter] | None" = None) -> Response:
    """The answer to a request; every expected error is a problem. HEAD gets no body."""
    call = Call(request, ask, _first_lang(request), counter)
    try:
        response = _route(call)
    except Refused as refused:
        response = problem.response(refused, call.lang, request.request_id)
    except (BadQuestion, NothingReadable, Forbidden) as error:
        response = problem.response(problem.from_check(error), call.lang, request.request_id)
    if request.method == "HEAD":
        return Response(response.status, response.headers, "")
    return response


def _first_lang(request: Request) -> Lang:
    """The query's word if it names a language, else the header's."""
    asked = request.query.get("lang", ())
    return (language.named(asked[0]) if len(asked) == 1 else None) or language.preferred(
        request.headers.get("accept-language", "")
    )


def _route(call: Call) -> Response:
    request = call.request
    path, call.sweep = find_path(request)
    routes: dict[str, Route] = {route.method: route for route in ROUTES if route.path == path}
    if not routes:
        raise Refused("not_found")
    if request.method == "OPTIONS":
        return _allowed(routes, call.lang)
    route = routes.get("GET" if request.method == "HEAD" else request.method)
    if route is None:
        allow = _allow(routes)
        raise Refused("method_not_allowed", values={"allow": allow}, headers={"Allow": allow})
    if route.scope:
        _admit(request, route.scope)
    return route.run(call)


def _admit(request: Request, scope: Scope) -> None:
    """:raises Refused: 401 or 429. :raises Forbidden: signed in, but not for this."""
    if request.principal is None:
        raise problem.unauthenticated()
    if request.wait_s:
        raise problem.too_many(request.wait_s)
    if scope not in request.principal.may:
        raise Forbidden


def name_of(request: Request) -> str | None:
    """The route asked for, fit for logs: nothing of it is the caller's own words."""
    path, _ = find_path(request)
    methods = {route.method for route in ROUTES if route.path == path} | {"HEAD", "OPTIONS"}
    method = request.method if request.method in methods else "*"
    return f"{method} {path}" if path else None


def find_path(request: Request) -> tuple[str | None, str]:
    """The route's path behind the first prefix that leaves one, and the sweep that it names; None
    where there is none.

    Percent-encoding is undone once; one slash at the end is tolerated.
    """
    whole = unquote(request.path, errors="replace")
    for prefix in request.prefixes:
        path = whole[len(prefix) :].removesuffix("/") if whole.startswith(prefix) else ""
        if path in PATHS and SWEEP not in path:
            return path, ""
        if found := _OF_SWEEP.fullmatch(path):
            return f"{SWEEPS}/{SWEEP}{found['rest']}", found["sweep"]
    return None, ""


def _allow(routes: Mapping[str, object]) -> str:
    names = {*routes, "OPTIONS"} | ({"HEAD"} if "GET" in routes else set())
    return ", ".join(sorted(names))


def _allowed(routes: Mapping[str, object], lang: Lang) -> Response:
    response = respond_with(204, "", lang, Allow=_allow(routes))
    headers = {k: v for k, v in response.headers.items() if k != "Content-Type"}
    return Response(204, headers, "")


def validated(model: type[M], data: object, whole: str = "body") -> M:
    """:raises Refused: 422, naming the fields. `whole` is what the input itself is called."""
    from pydantic import ValidationError  # noqa: PLC0415  # here with the model

    try:
        return model.model_validate(data)
    except ValidationError as error:
        names = sorted(model.model_fields)
        raise problem.from_validation(error, names, whole) from error
