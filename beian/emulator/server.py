"""The emulator as an HTTP server on loopback."""

import socket
import sys
import uuid
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Event, Lock, Thread
from time import monotonic, sleep
from types import TracebackType
from typing import Any

from beian.emulator.cloud import Call, Cloud
from beian.emulator.functions.invocations import Functions
from beian.emulator.page import render_calls, render_page
from beian.emulator.signature import Request
from beian.emulator.wire import HTML, JSON, encode, message, send
from beian.emulator.world import World

__all__ = ["Call", "Emulator"]

_LOOPBACK = "127.0.0.1"
_LARGEST_BODY = 10 * 1024 * 1024
_STOP_S = 2.0


class Emulator:
    """A world served at `url`. `port` 0 takes a free one.

    Use it as a context manager, or `start` and `stop` it. Raises OSError from `start` when the
    port is taken.
    """

    def __init__(self, world: World, port: int = 0, *, on_record: bool = True) -> None:
        """:param on_record: whether calls are kept; a hundred thousand of them take their memory"""
        self._cloud = Cloud(world, on_record=on_record)
        self._port = port
        self._server: _Server | None = None
        self._thread: Thread | None = None

    def start(self) -> "Emulator":
        if self._server is None:
            self._server = _Server((_LOOPBACK, self._port), self._cloud)
            self._thread = Thread(target=self._server.run, name="beian-emulator", daemon=True)
            self._thread.start()
            self._cloud.functions.start(self.url)
        return self

    def stop(self) -> None:
        """Ends drips, hangs and executions too. May be called twice."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is not None and thread is not None:
            self._cloud.functions.stop()
            server.wake_to_stop()
            thread.join()
            server.server_close()
            server.hang_up()

    def serve_forever(self) -> None:
        """Starts if need be and blocks until `stop` or Ctrl-C, which it takes as a stop."""
        self.start()
        server = self._server
        try:
            while server is not None and not server.stopping.wait(1):
                pass
        except KeyboardInterrupt:
            return
        finally:
            self.stop()

    def reset(self, world: World | None = None) -> None:
        """Forgets calls, sessions, executions, fault counters and rate-limit windows.

        Serves another world if given, from that one's clock on.
        """
        self._cloud.reset(world)

    def pass_time(self, seconds: float) -> None:
        """Moves the world's now on, so that sessions end without a wait. Signatures do not care."""
        self._cloud.pass_time(seconds)

    @property
    def url(self) -> str:
        if self._server is None:
            raise RuntimeError("the emulator is not started: call start()")
        return f"http://{_LOOPBACK}:{self._server.server_address[1]}"

    @property
    def world(self) -> World:
        return self._cloud.world

    @property
    def calls(self) -> list[Call]:
        """The calls received since the start or the last reset, oldest first; a copy."""
        return list(self._cloud.calls)

    @property
    def functions(self) -> Functions:
        """What runs of the world's function: `deliver`, `idle`, `executions`."""
        return self._cloud.functions

    @property
    def bugs(self) -> list[str]:
        """Faults of the emulator itself: replies that the SDK would not know, and crashes."""
        return list(self._cloud.bugs)

    def __enter__(self) -> "Emulator":  # noqa: PYI034 Self needs Python 3.11
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], cloud: Cloud) -> None:
        super().__init__(address, _Handler)
        self.cloud = cloud
        self.stopping = Event()
        self._connections: set[socket.socket] = set()
        self._lock = Lock()

    def run(self) -> None:
        """Until `wake_to_stop`. Waits without polling, so that a stop takes no time."""
        while not self.stopping.is_set():
            self.handle_request()

    def wake_to_stop(self) -> None:
        self.stopping.set()
        with suppress(OSError):
            socket.create_connection((_LOOPBACK, self.server_address[1]), timeout=1).close()

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.add(connection)
        if self.stopping.is_set():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.discard(connection)

    def hang_up(self) -> None:
        """Ends idle keep-alive connections and waits for the threads that serve them."""
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        deadline = monotonic() + _STOP_S
        while self._connections and monotonic() < deadline:
            sleep(0.001)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """A client that goes away is no bug; all else is, and is kept for tests to see."""
        kind, error, _ = sys.exc_info()
        if kind is not None and not issubclass(kind, OSError):
            self.cloud.bugs.append(f"{kind.__name__}: {error}")


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            self.server.closed(self.connection)

    def do_GET(self) -> None:
        cloud = self.server.cloud
        if self.path == "/" and "Authorization" not in self.headers:
            page = render_page(cloud.world, list(cloud.calls), cloud.functions)
            self._send(message(200, HTML, page.encode("utf-8", "replace")))
        elif self.path == "/calls":
            self._send(message(200, JSON, render_calls(list(cloud.calls)).encode()))
        else:
            self._refuse("UnsupportedProtocol", "Only POST with a JSON body is served here.")

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            return
        path, _, query = self.path.partition("?")
        if path == "/reset":
            self.server.cloud.reset()
            self._send(message(200, JSON, b"{}"))
        elif path != "/":
            self._send(message(404, JSON, b"{}"))
        else:
            self._answer(query, body)

    def _answer(self, query: str, body: bytes) -> None:
        cloud = self.server.cloud
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = cloud.answer(Request("POST", query, headers, body))
        if cloud.world.latency_ms:
            self.server.stopping.wait(cloud.world.latency_ms / 1000)
        if not send(self.connection, answer):
            self.close_connection = True
            if answer.due and answer.due.fault.wire == "reset":
                self._close_now()

    def _close_now(self) -> None:
        """Before the server's own shutdown, which would send a FIN ahead of the RST."""
        self.rfile.close()
        self.connection.close()

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            self._send(message(411, JSON, b"{}", close=True))
            self.close_connection = True
            return None
        if int(length) > _LARGEST_BODY:
            self._refuse("RequestSizeLimitExceeded", "The body is larger than 10 MB.")
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def _refuse(self, code: str, text: str) -> None:
        envelope = {"Error": {"Code": code, "Message": text}, "RequestId": str(uuid.uuid4())}
        self._send(message(200, JSON, encode(dict(envelope))))

    def _send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def log_message(self, *_: object) -> None:
        """Silent: calls are on record, and a line to stderr each would drown a test's output."""
