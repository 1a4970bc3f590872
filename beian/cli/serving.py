"""`beian serve`: an HTTP port on loopback in front of the handler.

Each request becomes the event that API Gateway would have made of it. Whoever reaches loopback is
the developer, so requests count as signed with a key pair unless told otherwise: with a listed
caller's, or where none are listed, with that of somebody who may do everything.
"""

import base64
import ipaddress
import os
import signal
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, AF_INET6
from typing import cast
from urllib.parse import unquote_plus, urlsplit

from beian.cli.failures import overhearing, wrong_port
from beian.cli.invoking import SWEEP_S
from beian.cli.labels import label
from beian.cli.options import Shared
from beian.cli.output import write
from beian.cli.world import running
from beian.safe import clean

MOST_BODY = 6 * 1024 * 1024
"""Bytes; SCF's own limit for an event is 6 MB."""
READ_TIMEOUT_S = 30
DEVELOPER = "local-developer"

Handle = Callable[[Mapping[str, object]], Mapping[str, object]]


def serve(host: str, port: int, shared: Shared, *, anonymous: bool) -> int:
    """Until Ctrl-C or SIGTERM, which are the way to end it: 0.

    :raises Wrong: the port is not free.
    """
    with running(shared, SWEEP_S) as place, overhearing():
        import handler  # noqa: PLC0415  # sets up its own log unless someone listens already

        def handle(event: Mapping[str, object]) -> Mapping[str, object]:
            return handler.main_handler(event, place.context())

        try:
            server = Server(host, port, handle, "" if anonymous else _developer())
        except OSError as error:
            raise wrong_port(host, port, error, shared.lang) from error
        with server, stopped_by_signals():
            write(_greeting(server.url, shared, anonymous=anonymous))
            server.serve_forever(poll_interval=0.1)
    sys.stderr.write(f"beian: {label('stopped', shared.lang)}\n")
    return 0


def _developer() -> str:
    """The key that the one at this machine asks with: the first that the configuration lists, since
    no other would be let in. Where it lists no callers, one that may do everything."""
    from beian import app  # noqa: PLC0415  # imports the SDK
    from beian.config import ALL, SCOPES, CallerConfig  # noqa: PLC0415  # pydantic

    kept = app.process(os.environ)
    if kept.config.callers is None:
        caller = CallerConfig(name=DEVELOPER, key_id=DEVELOPER, may=SCOPES, accounts=(ALL,))
        app.keep(kept._replace(config=kept.config._replace(callers=(caller,))))
    callers = app.process(os.environ).config.callers or ()
    return next((caller.key_id for caller in callers if caller.key_id), None) or DEVELOPER


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the block in good order."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        return


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _greeting(url: str, shared: Shared, *, anonymous: bool) -> str:
    lines = [label("serving", shared.lang, url=url)]
    if anonymous:
        lines.append(label("serving_anonymous", shared.lang))
    url += "/v1/eligibility"
    body = """-H 'Content-Type: application/json' -d '{"domains": ["www.example.cn"]}'"""
    lines.append(label("try", shared.lang))
    lines += [f"  curl '{url}?domain=www.example.cn'", f"  curl '{url}' {body}"]
    return "\n".join(lines)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str, port: int, handle: Handle, key_id: str) -> None:
        self.address_family = AF_INET6 if ":" in host else AF_INET
        self.handle_event = handle
        self.identity = {"secretId": key_id} if key_id else {}
        super().__init__((host, port), _Request)

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        name = f"[{host!s}]" if self.address_family == AF_INET6 else str(host)
        return f"http://{name}:{port}"


class _Request(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = READ_TIMEOUT_S
    disable_nagle_algorithm = True

    def _answer(self) -> None:
        began = time.monotonic()
        refused = self._refusal()
        if refused:
            self.close_connection = True
            self._send(refused, {"Content-Type": "text/plain"}, b"")
        else:
            length = int(self.headers.get("Content-Length") or 0)
            event = to_event(
                self.command,
                self.path,
                {name.lower(): self.headers.get_all(name, []) for name in self.headers},
                self.rfile.read(length),
                source_ip=self.client_address[0],
                identity=self.server.identity,
            )
            reply = self.server.handle_event(event)
            headers = cast("Mapping[str, str]", reply["headers"])
            self._send(cast("int", reply["statusCode"]), headers, body_of(reply))
        took = round((time.monotonic() - began) * 1000)
        sys.stderr.write(f"{clean(self.command)} {clean(self.path)} {self._sent} {took} ms\n")

    do_GET = do_HEAD = do_POST = do_PUT = _answer  # noqa: N815  # the base class's names
    do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815

    def _refusal(self) -> int | None:
        """What never gets as far as the function. A name that is not loopback's in Host comes from
        a web page that was given this address (DNS rebinding)."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        if not is_loopback(host):
            return 421
        length = self.headers.get("Content-Length")
        if self.headers.get("Transfer-Encoding") or not (length or "0").isdecimal():
            return 411
        return 413 if int(length or 0) > MOST_BODY else None

    def _send(self, status: int, headers: Mapping[str, str], data: bytes) -> None:
        self._sent = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.command != "HEAD" and status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def version_string(self) -> str:
        return "beian"

    def log_message(self, *_: object) -> None:
        """One line a request is written elsewhere, with the time it took."""


def body_of(reply: Mapping[str, object]) -> bytes:
    """As a gateway passes it on."""
    body = str(reply["body"]).encode()
    return base64.b64decode(body) if reply["isBase64Encoded"] else body


def to_event(
    method: str,
    target: str,
    headers: Mapping[str, list[str]],
    body: bytes,
    *,
    source_ip: str,
    identity: Mapping[str, str],
) -> dict[str, object]:
    """The event of an API Gateway API that passes everything on; `target` as in the request."""
    path, _, query = target.partition("?")
    text, is_base64 = _as_text(body)
    return {
        "requestContext": {
            "serviceId": "service-local",
            "path": "/",
            "httpMethod": "ANY",
            "requestId": str(uuid.uuid4()),
            "identity": dict(identity),
            "sourceIp": source_ip,
            "stage": "",
        },
        "headers": dict(headers),
        "body": text,
        "pathParameters": {},
        "queryStringParameters": {},
        "headerParameters": {},
        "path": path,
        "queryString": _query(query),
        "httpMethod": method,
        "isBase64Encoded": is_base64,
    }


def _as_text(body: bytes) -> tuple[str, bool]:
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode("ascii"), True


def _query(query: str) -> dict[str, object]:
    """As the gateway does it: `true` for a name alone, a list for a name that comes again."""
    found: dict[str, list[str | bool]] = {}
    for piece in filter(None, query.split("&")):
        name, equals, value = piece.partition("=")
        found.setdefault(unquote_plus(name), []).append(unquote_plus(value) if equals else True)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
