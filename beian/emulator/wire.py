"""How a reply goes onto the socket: whole, or spoilt as a fault of the world asks."""

import json
import socket
import struct
import time
from collections.abc import Callable, Mapping

from beian.emulator.cloud import Answer
from beian.emulator.misbehaviour import Json

JSON = "application/json"
HTML = "text/html; charset=utf-8"
_PAGE = b"<!DOCTYPE html><html><body><h1>Not the API</h1></body></html>"
_DRIP_S = 0.2
_REASONS = {200: "OK", 404: "Not Found", 405: "Method Not Allowed", 411: "Length Required"}


def message(status: int, content_type: str, body: bytes, *, close: bool = False) -> bytes:
    """A whole HTTP/1.1 response."""
    return _head(status, content_type, len(body), close=close) + body


def encode(response: Json) -> bytes:
    return json.dumps({"Response": response}, ensure_ascii=False).encode("utf-8", "replace")


def send(connection: socket.socket, answer: Answer) -> bool:
    """True where the connection may be used again. Raises OSError when the client has gone."""
    wire = answer.due.fault.wire if answer.due else None
    if wire in _SPOILT:
        _SPOILT[wire](connection, answer)
        return False
    content_type, body = JSON, encode(answer.response)
    status = answer.http_status
    if wire == "html":
        status, content_type, body = 200, HTML, _PAGE
    elif wire == "http_502":
        status, content_type, body = 502, HTML, _PAGE
    elif wire == "charset":
        content_type = f"{JSON}; charset=utf-8"
    elif wire == "no_response":
        body = b"{}"
    elif wire == "no_request_id":
        body = encode({k: v for k, v in answer.response.items() if k != "RequestId"})
    connection.sendall(message(status, content_type, body))
    return True


def _head(status: int, content_type: str, length: int, *, close: bool = False) -> bytes:
    return (
        f"HTTP/1.1 {status} {_REASONS.get(status, 'Error')}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {length}\r\n"
        f"Connection: {'close' if close else 'keep-alive'}\r\n\r\n"
    ).encode()


def _truncate(connection: socket.socket, answer: Answer) -> None:
    body = encode(answer.response)
    head = _head(answer.http_status, JSON, len(body), close=True)
    connection.sendall(head + body[: len(body) // 2])


def _reset(connection: socket.socket, _answer: Answer) -> None:
    """With no time to linger, the close that follows is an RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _drip(connection: socket.socket, answer: Answer) -> None:
    """Often enough that no time-out of a single read ever fires."""
    body = encode(answer.response)
    connection.sendall(_head(answer.http_status, JSON, len(body), close=True))
    for position in range(len(body)):
        connection.sendall(body[position : position + 1])
        time.sleep(_DRIP_S)


def _hang(connection: socket.socket, _answer: Answer) -> None:
    """Until the client gives up or the server hangs up."""
    while connection.recv(4096):
        pass


_SPOILT: Mapping[str | None, Callable[[socket.socket, Answer], None]] = {
    "truncate": _truncate,
    "reset": _reset,
    "drip": _drip,
    "hang": _hang,
}
