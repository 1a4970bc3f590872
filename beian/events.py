"""The border: what the platform sends, as a closed union of frozen events.

An event belongs to the one kind whose marks it bears; with the marks of two kinds, or of none, it
is refused. Plain dataclasses and checks by hand: the four shapes are small and each quirk needs
code anyway, while building pydantic models for them would cost every cold start some 5 ms.

    UnrecognisedEvent   the event is of no kind, of two, or a key of it holds what it never holds
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from typing import Literal, NamedTuple

from beian.api import texts
from beian.api.invoke import refusal
from beian.api.language import DEFAULT
from beian.api.message import (
    MAX_BODY,
    BodyFault,
    Principal,
    Request,
    shown,
    to_platform,
)
from beian.api.problem import FieldError, Refused, response
from beian.context import Context
from beian.texts import Lang


class _Kind(Enum):
    HTTP = frozenset({"httpMethod", "requestContext"})
    TIMER = frozenset({"Type", "TriggerName"})
    INVOKE = frozenset({"op"})


_HTTP_KEYS = _Kind.HTTP.value | {"headers", "path", "queryString", "isBase64Encoded"}
_GATEWAY_KEYS = frozenset({"serviceId", "identity", "stage", "path", "httpMethod"})
"""What only API Gateway puts into requestContext; nothing that a caller sends ends up there."""

_METHOD = re.compile(r"[A-Za-z]{1,20}")
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?")


class UnrecognisedEvent(Refused):
    """`keys` are the event's own, never its values."""

    def __init__(self, why: texts.Text, event: object, where: str = "event") -> None:
        keys: Iterable[object] = event if isinstance(event, Mapping) else ()
        names = [key if isinstance(key, str) else type(key).__name__ for key in keys]
        self.event = event
        self.keys = tuple(shown(name, 40) for name in sorted(names)[:20])
        more = f" (+{len(names) - 20})" if len(names) > 20 else ""
        listed = (", ".join(self.keys) or "-") + more
        super().__init__("unrecognised_event", FieldError(where, why), values={"keys": listed})

    def reply(self, request_id: str, lang: Lang = DEFAULT) -> dict[str, object]:
        """As `reply_to` the event that was refused."""
        return reply_to(self.event, self, request_id, lang)


@dataclass(frozen=True)
class HttpRequest:
    """A request that a gateway passed on. `secret_id` is the key pair that API Gateway verified: ""
    where it verified none, None where what it says of it makes no sense.

    `stage` and `api_path` are API Gateway's; the latter may end in a `{parameter}`.
    """

    kind: Literal["apigateway", "function_url"]
    method: str
    path: str
    query: Mapping[str, tuple[str, ...]] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    fault: BodyFault | None
    request_id: str
    source_ip: str | None
    stage: str = ""
    api_path: str = ""
    secret_id: str | None = field(default="", repr=False)

    def to_request(
        self, principal: Principal | None, *, wait_s: int = 0, base_path: str = ""
    ) -> Request:
        """As the API takes it.

        :param wait_s: seconds until the principal may ask again
        :param base_path: what stands before the routes, where the event does not show it
        """
        return Request(
            method=self.method,
            path=self.path,
            query=self.query,
            headers=self.headers,
            body=self.body,
            principal=principal,
            wait_s=wait_s,
            request_id=self.request_id,
            prefixes=self._prefixes(base_path),
            source_ip=self.source_ip,
            fault=self.fault,
        )

    def _prefixes(self, base_path: str) -> tuple[str, ...]:
        stage = _prefix(self.stage)
        static = _prefix(self.api_path.partition("{")[0])
        found = ("", stage, static, stage + static, _prefix(base_path))
        return tuple(dict.fromkeys(found))


class Timer(NamedTuple):
    """`time` is when it was due, in UTC. Repeated deliveries have the same trigger and time."""

    trigger: str
    time: datetime
    message: str


class Invoke(NamedTuple):
    """A direct invoke: CAM has authorised it, so its caller acts as the owner."""

    op: str
    parameters: Mapping[str, object]


Event = HttpRequest | Timer | Invoke


def reply_to(
    event: object, refused: Refused, request_id: str, lang: Lang = DEFAULT
) -> dict[str, object]:
    """The problem in the shape that whoever sent the event can take, be the event ever so broken:
    a gateway's where it looks as if a gateway waits for it, else plain JSON."""
    if isinstance(event, Mapping) and not _HTTP_KEYS.isdisjoint(event):
        return to_platform(response(refused, lang, request_id))
    return refusal(refused, lang, request_id)


def parse(event: object, context: Context) -> Event:
    """:raises UnrecognisedEvent: naming the keys that were seen."""
    if not isinstance(event, Mapping):
        raise UnrecognisedEvent(texts.NOT_AN_OBJECT, event)
    kinds = [kind for kind in _Kind if not kind.value.isdisjoint(event)]
    if len(kinds) != 1:
        raise UnrecognisedEvent(texts.TWO_KINDS if kinds else texts.NO_KIND, event)
    fields = _Fields(event, event)
    if kinds == [_Kind.HTTP]:
        return _http(fields, context)
    if kinds == [_Kind.TIMER]:
        return _timer(fields)
    rest = {key: value for key, value in event.items() if key != "op"}
    return Invoke(fields.text("op"), rest)


class _Fields(NamedTuple):
    """An object of the event, read by hand; `event` is the whole, for what a refusal shows."""

    values: Mapping[object, object]
    event: Mapping[object, object]
    path: str = ""

    def bad(self, name: str) -> UnrecognisedEvent:
        where = shown(self.path + name, 100)
        return UnrecognisedEvent(texts.BAD_FIELD.filled(field=where), self.event, where)

    def name(self, key: object) -> str:
        if not isinstance(key, str):
            raise self.bad(type(key).__name__)
        return key

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            raise self.bad(name)
        return value

    def text_or(self, name: str, default: str = "") -> str:
        """The default for what is absent or null; anything else than a string is refused."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            raise self.bad(name)
        return default if value is None else value

    def object(self, name: str) -> "_Fields":
        """An empty one for what is absent or null."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, Mapping):
            raise self.bad(name)
        return _Fields(value or {}, self.event, f"{self.path}{name}.")


def _http(fields: _Fields, context: Context) -> HttpRequest:
    about = fields.object("requestContext")
    headers = _headers(fields.object("headers"))
    body, fault = _body(fields)
    is_gateway = not _GATEWAY_KEYS.isdisjoint(about.values)
    if is_gateway:
        about.text("serviceId")  # without it, the rest of API Gateway's word does not count
    method = fields.text("httpMethod")  # requestContext.httpMethod may be ANY: it is the API's
    if not _METHOD.fullmatch(method):
        raise fields.bad("httpMethod")
    return HttpRequest(
        kind="apigateway" if is_gateway else "function_url",
        method=method.upper(),
        path=fields.text("path"),
        query=_query(fields.object("queryString")),
        headers=headers,
        body=body,
        fault=fault,
        request_id=context.request_id or about.text_or("requestId"),
        source_ip=about.text_or("sourceIp") or headers.get("x-scf-remote-addr") or None,
        stage=about.text_or("stage"),
        api_path=about.text_or("path"),
        secret_id=_secret_id(about.values.get("identity")),
    )


def _secret_id(identity: object) -> str | None:
    if identity is None:
        return ""
    if not isinstance(identity, Mapping):
        return None
    value = identity.get("secretId")
    if value is None:
        return ""
    return value if isinstance(value, str) else None


def _headers(fields: _Fields) -> dict[str, str]:
    """By lower-case name. Spellings of one name are one header: values that differ are listed."""
    found: dict[str, list[str]] = {}
    for name, value in fields.values.items():
        for one in _strings(fields, name, value):
            listed = found.setdefault(fields.name(name).lower(), [])
            if one not in listed:
                listed.append(one)
    return {name: ", ".join(values) for name, values in found.items()}


def _query(fields: _Fields) -> dict[str, tuple[str, ...]]:
    """A parameter without a value comes as `true` and is kept as ""."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in fields.values.items():
        values = value if isinstance(value, list) else [value]
        texts_or_flags = ["" if v is True else v for v in values]
        found[fields.name(name)] = tuple(_strings(fields, name, texts_or_flags))
    return found


def _strings(fields: _Fields, name: object, value: object) -> Iterator[str]:
    """One or many, as a list; none for null."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
        elif one is not None:
            raise fields.bad(fields.name(name))


def _body(fields: _Fields) -> tuple[bytes, BodyFault | None]:
    text = fields.text_or("body")
    # Longer than any base64 of what is allowed: neither decoded nor encoded.
    if len(text) > MAX_BODY * 4 // 3 + 4:
        return b"", BodyFault.TOO_LARGE
    # Half of a surrogate pair cannot be encoded; it then fails as JSON, which is what it is not.
    body = text.encode("utf-8", "surrogatepass")
    if _is_base64(fields):
        try:
            body = base64.b64decode(body, validate=True)
        except binascii.Error:
            return b"", BodyFault.NOT_BASE64
    return (b"", BodyFault.TOO_LARGE) if len(body) > MAX_BODY else (body, None)


def _is_base64(fields: _Fields) -> bool:
    value = fields.values.get("isBase64Encoded")
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise fields.bad("isBase64Encoded")


def _prefix(path: str) -> str:
    """With a slash before it and none after; "" for the root."""
    inner = path.strip("/")
    return f"/{inner}" if inner else ""


def _timer(fields: _Fields) -> Timer:
    if fields.text("Type") != "Timer":
        raise fields.bad("Type")
    found = _TIME.fullmatch(fields.text("Time"))
    if not found:
        raise fields.bad("Time")
    clock, fraction, zone = found.groups()
    micros = (fraction or "").ljust(6, "0")[:6]
    zone = "+00:00" if zone in (None, "Z") else zone
    try:
        time = datetime.fromisoformat(f"{clock}.{micros}{zone}").astimezone(timezone.utc)
    except (ValueError, OverflowError) as error:
        raise fields.bad("Time") from error
    return Timer(fields.text("TriggerName"), time, fields.text_or("Message"))
