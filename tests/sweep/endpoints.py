"""What notices are sent to: loopback servers that answer as a test says, or do not."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, TCPServer, ThreadingTCPServer
from typing import Any, NamedTuple

Answer = Callable[[BaseHTTPRequestHandler], None]
ENDED = threading.Event()
"""Set while no endpoint stands, so that what hangs ends with its test."""


class Received(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes


class Endpoint(NamedTuple):
    port: int
    received: list[Received]

    @property
    def at(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def endpoint(answer: Answer) -> Iterator[Endpoint]:
    received: list[Received] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            received.append(Received(self.path, dict(self.headers), body))
            try:
                answer(self)
            except OSError:
                self.close_connection = True  # whoever asked is gone

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base's name
            """Nothing: its lines would hold the path."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield Endpoint(port, received)


@contextmanager
def _served(server: TCPServer) -> Iterator[int]:
    vars(server)["daemon_threads"] = True
    ENDED.clear()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        ENDED.set()
        server.shutdown()
        thread.join()
        server.server_close()


def replies(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def hangs(_: BaseHTTPRequestHandler) -> None:
    ENDED.wait(30)


def drips_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    _drip(request)


def drips_body(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 9999\r\n\r\n")
    _drip(request)


def _drip(request: BaseHTTPRequestHandler) -> None:
    while not ENDED.wait(0.05):
        request.wfile.write(b"x")
        request.wfile.flush()


@contextmanager
def mailbox() -> Iterator[tuple[int, list[bytes]]]:
    """An SMTP server that takes everything: its port, and the messages."""
    messages: list[bytes] = []

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            for line in self.rfile:
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    messages.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
                if verb == b"QUIT":
                    return

    with _served(ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        yield port, messages


def nobody() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert isinstance(port, int)
    return port
