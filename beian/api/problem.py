"""RFC 9457 problems, in the language that was asked for.

    Refused                   what the API refuses; raised anywhere below `respond`
      UnrecognisedEvent       (beian.events) what the platform sent is no event of ours

`code` is one of `texts.KINDS` and ends up in the problem's `type`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from beian.api import texts
from beian.api.message import Forbidden, Response, respond_with, shown
from beian.api.texts import Text
from beian.check import BadQuestion, NothingReadable
from beian.texts import LANGS, Lang

if TYPE_CHECKING:
    from pydantic import ValidationError

    from beian import schema

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'hmac realm="beian", Bearer realm="beian"'
"""API Gateway's key-pair scheme, and tokens. The same whatever was wrong and whatever is set up."""
_MOST_ERRORS = 20


class FieldError(NamedTuple):
    field: str
    message: Text
    remedy: Text | None = None


class Refused(Exception):  # what happened, not what went wrong
    """`values` fill the detail's text; `headers` go with the HTTP reply."""

    def __init__(
        self,
        code: str,
        *errors: FieldError,
        values: Mapping[str, str] | None = None,
        missing: "Sequence[schema.Missing]" = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.code = code
        self.kind = texts.KINDS[code]
        self.errors = errors
        self.detail = self.kind.detail.filled(**(values or {}))
        self.missing = missing
        self.headers = headers or {}
        super().__init__(self.detail.en)


def document(refused: Refused, lang: Lang, request_id: str) -> dict[str, object]:
    """The problem as a JSON object. `instance` is the id of the request in the platform's log."""
    found: dict[str, object] = {
        "type": f"urn:beian:problem:{refused.code.replace('_', '-')}",
        "title": refused.kind.title.to(lang),
        "status": refused.kind.status,
        "detail": refused.detail.to(lang),
    }
    if request_id:
        found["instance"] = shown(request_id, 128)
    if refused.errors:
        found["errors"] = [_error(e, lang) for e in refused.errors]
    if refused.missing:
        found["missing"] = [m.model_dump(mode="json") for m in refused.missing]
    return found


def _error(error: FieldError, lang: Lang) -> dict[str, str]:
    found = {"field": error.field, "message": error.message.to(lang)}
    return {**found, "remedy": error.remedy.to(lang)} if error.remedy else found


def response(refused: Refused, lang: Lang, request_id: str) -> Response:
    body = json.dumps(document(refused, lang, request_id), ensure_ascii=False)
    return respond_with(refused.kind.status, body, lang, MEDIA_TYPE, **refused.headers)


def unauthenticated() -> Refused:
    return Refused("unauthenticated", headers={"WWW_Authenticate": CHALLENGE})


def too_many(wait_s: int) -> Refused:
    return Refused("too_many_requests", headers={"Retry_After": str(max(1, wait_s))})


def from_check(error: BadQuestion | NothingReadable | Forbidden) -> Refused:
    """What the use case raises, as a problem."""
    if isinstance(error, Forbidden):
        return Refused("forbidden")
    if isinstance(error, NothingReadable):
        wait = {"Retry_After": str(max(1, error.retry_after))}
        return Refused("nothing_readable", missing=error.missing, headers=wait)
    zh, en = (error.message(lang) for lang in LANGS)
    return Refused("invalid_input", FieldError(error.field, Text(zh, en)))


def from_validation(error: "ValidationError", allowed: Sequence[str], whole: str) -> Refused:
    """What pydantic found, with its fields named as the sender named them.

    :param allowed: the names there are at the top
    :param whole: what to call the input itself
    """
    found = error.errors(include_url=False, include_input=False)
    return invalid(
        field_error(e["type"], e["loc"], e.get("ctx", {}), allowed=allowed, whole=whole)
        for e in found
    )


def invalid(errors: Iterable[FieldError]) -> Refused:
    """422, for the first of many errors."""
    return Refused("invalid_input", *islice(errors, _MOST_ERRORS))


def field_error(
    kind: str,
    path: tuple[int | str, ...],
    context: Mapping[str, object],
    *,
    allowed: Sequence[str],
    whole: str,
) -> FieldError:
    """:param kind: a key of `texts.BY_ERROR`, whose braces `context` fills"""
    inside = kind == "extra_forbidden" and len(path) > 1
    message, remedy = texts.BY_ERROR.get(f"{kind}_inside" if inside else kind, texts.OTHERWISE)
    values = {**context, "allowed": ", ".join(allowed)}
    return FieldError(_name(path) or whole, message.filled(**values), remedy.filled(**values))


def _name(path: tuple[int | str, ...]) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{shown(step)}" for step in path)
    return shown("".join(steps).lstrip("."), 200)


def internal(lang: Lang, request_id: str) -> Response:
    """The answer to a bug: it says nothing of it but where to look."""
    return response(Refused("internal"), lang, request_id)
