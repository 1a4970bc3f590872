"""What passes through the API, whatever brought it: requests, replies and what may be asked.

A reply has its headers and its platform shape from here and from nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from beian.texts import Lang

if TYPE_CHECKING:
    from beian.check import Question
    from beian.schema import Answer

MAX_BODY = 1 << 20
"""Bytes of a request's body, after base64 where it came so."""

Ask: TypeAlias = "Callable[[Sequence[Question], Lang, str | None], list[Answer]]"
"""What a route may do: one answer a question, in a language, about an account (None: the own one).

Raises `check.BadQuestion`, `check.NothingReadable` and, for an account that the caller may not ask
about, `Forbidden`.
"""


class Forbidden(Exception):
    """The caller may not do this, or not for this account, or there is no such account: all look
    the same."""


class Principal(NamedTuple):
    """Whoever asks, once it is known who that is. `name` is fit for logs: never a whole key id.

    `may` holds scopes; `accounts` the ids it may ask about, None for all there are.
    """

    name: str
    may: frozenset[str]
    accounts: frozenset[str] | None


class BodyFault(str, Enum):
    """Why a body could not be taken over; the values are codes of problems."""

    NOT_BASE64 = "bad_base64"
    TOO_LARGE = "body_too_large"


@dataclass(frozen=True)
class Request:
    """`path` is as the platform sent it, still percent-encoded; `prefixes` are what may stand in it
    before the route, the likeliest first. `headers` have lower-case names. A query parameter
    without a value has "". `body` is empty where `fault` says why it was not taken. `principal` is
    None where no one has signed in; `wait_s` are the seconds until it may ask again, 0 for now."""

    method: str
    path: str
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    principal: Principal | None = None
    request_id: str = ""
    prefixes: tuple[str, ...] = ("",)
    source_ip: str | None = None
    fault: BodyFault | None = None
    wait_s: int = 0


class Response(NamedTuple):
    """`is_base64`: the body is, of what could not be text."""

    status: int
    headers: Mapping[str, str]
    body: str
    is_base64: bool = False


def respond_with(
    status: int, body: str, lang: str, kind: str = "application/json", **headers: str
) -> Response:
    """A reply with the headers that every reply has; `Retry_After` names the header Retry-After."""
    common = {
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Language": lang,
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, {**common, **named}, body)


def to_platform(response: Response) -> dict[str, object]:
    """The one shape that API Gateway and function URLs take; any other leaks or becomes a 403."""
    return {
        "isBase64Encoded": response.is_base64,
        "statusCode": response.status,
        "headers": dict(response.headers),
        "body": response.body,
    }


def shown(text: str, limit: int = 60) -> str:
    """A name that someone sent, fit to be shown: bounded, printable, always encodable."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:limit])
    return clean + ("…" if len(text) > limit else "")
