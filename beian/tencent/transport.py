"""One call of the Tencent Cloud API over the official SDK's `CommonClient`.

Retries: only what may pass by itself (throttles, broken connections and replies, the API's own
internal errors), with full jitter, never past the deadline and never a wait after the last try.
"""

import json
import logging
import random
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from requests.utils import get_environ_proxies
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential as SdkCredential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from beian.tencent.errors import (
    RAISED_BY_THE_SDK,
    BrokenReply,
    CallError,
    Throttled,
    TimedOut,
    from_code,
    from_exception,
)
from beian.tencent.session import LeanSession, Trust

# The SDK writes whole requests, with their signature and token, at DEBUG; the pool warns of
# nothing that matters. Neither may follow the root logger's level.
logging.getLogger("tencentcloud_sdk_common").setLevel(logging.WARNING)
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)


ATTEMPTS = 4
READ_TIMEOUT_S = 5
WORTHWHILE_S = 0.1
"""What must be left of the deadline for another try, lest its end hide the error before it."""

AT_ONCE = 10
"""Calls of a service under way for each check, and so connections (each costs a TLS handshake)."""

CLIENTS_KEPT = 24  # six services for each of four credentials
KEYS_KEPT = 2048


class Clock(Protocol):
    def __call__(self) -> datetime: ...


@dataclass(frozen=True)
class Credential:
    """A key pair, with the token of a temporary one. Its secrets never show."""

    secret_id: str
    secret_key: str = field(repr=False)
    token: str = field(repr=False, default="")


class Read(NamedTuple):
    """A read of the API. `rate` is its documented limit, calls a second per region and caller;
    `permission` the CAM action that allows it."""

    service: str
    action: str
    version: str
    rate: int = 20
    certainty: str = "high"

    @property
    def name(self) -> str:
        return f"{self.service}:{self.action}"

    @property
    def permission(self) -> str:
        if self.name == "scf:Invoke":
            return "scf:InvokeFunction"
        prefix = {"billing": "finance", "apigateway": "apigw"}.get(self.service, self.service)
        return f"{prefix}:{self.action}"


class Reply(NamedTuple):
    """What stands inside `Response`, and when it came."""

    body: Mapping[str, Any]
    request_id: str
    read_at: datetime


class Deadline:
    """A point in monotonic time after which nothing is begun or waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds, negative when past."""
        return self._end - time.monotonic()


class Limiter:
    """At most `rate` calls in any second, for each caller, read and region."""

    WINDOW_S = 1.05  # a little over the second, for the jitter between here and there

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: dict[tuple[str, str, str], deque[float]] = {}

    def wait(self, key: tuple[str, str, str], rate: int, deadline: Deadline) -> None:
        """Returns when the call may go.

        :raises Throttled: not before the deadline.
        """
        while True:
            with self._lock:
                now = time.monotonic()
                if len(self._calls) > KEYS_KEPT:
                    self._prune(now)
                calls = self._calls.setdefault(key, deque())
                while calls and calls[0] <= now - self.WINDOW_S:
                    calls.popleft()
                if len(calls) < rate:
                    calls.append(now)
                    return
                pause = calls[0] + self.WINDOW_S - now
            if pause > deadline.left():
                raise Throttled(detail="the API's rate limit leaves no call before the deadline")
            time.sleep(pause)

    def _prune(self, now: float) -> None:
        """Without those that have not called for a second: keys of roles change by the hour."""
        fresh = {k: v for k, v in self._calls.items() if v and v[-1] > now - self.WINDOW_S}
        self._calls = fresh


class Wire:
    """Connections and rate limits of one process, kept warm between invocations.

    `endpoint` (`host:port` on loopback, plain HTTP) takes every call where it is set.
    """

    def __init__(self, endpoint: str | None = None, clients: int = CLIENTS_KEPT) -> None:
        """:param clients: how many to keep: one a service for each credential in use"""
        self._endpoint = endpoint
        self._most = clients
        self._lock = threading.Lock()
        self._session = LeanSession(Trust(), connections=AT_ONCE * clients)  # at most
        self._clients: OrderedDict[tuple[Credential, str], Any] = OrderedDict()
        self.limiter = Limiter()

    def client(self, credential: Credential, read: Read) -> Any:
        """The SDK's client for a service; one credential never borrows another's."""
        key = (credential, read.service)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._build(credential, read)
                if len(self._clients) > self._most:
                    self._clients.popitem(last=False)
            self._clients.move_to_end(key)
            return self._clients[key]

    def _build(self, credential: Credential, read: Read) -> Any:
        http = HttpProfile(reqTimeout=READ_TIMEOUT_S, keepAlive=True)
        if self._endpoint:
            http.endpoint, http.scheme = self._endpoint, "http"
        client: Any = CommonClient(
            read.service,
            read.version,
            SdkCredential(credential.secret_id, credential.secret_key, credential.token or None),
            "",  # the region goes with each call, so that one client serves them all
            ClientProfile(httpProfile=http),
        )
        connection = client.request.conn
        connection._session = self._session  # the SDK has no other way in
        if self._endpoint:  # a proxy would carry loopback calls off the machine
            connection.proxy = None
        else:  # the SDK has looked at HTTPS_PROXY alone
            connection.proxy = connection.proxy or get_environ_proxies(
                f"https://{connection.request_host}/"
            )
        return client


class Transport:
    """Calls with one credential, up to one deadline. `calls` counts what was really sent."""

    def __init__(
        self, wire: Wire, credential: Credential, deadline: Deadline, clock: Clock
    ) -> None:
        self.credential = credential
        self.deadline = deadline
        self.calls = 0
        self._wire = wire
        self._clock = clock
        self._count = threading.Lock()
        self._room: dict[str, threading.Semaphore] = {}

    def now(self) -> datetime:
        """The clock that replies are dated by."""
        return self._clock()

    def call(self, read: Read, params: Mapping[str, object], region: str = "") -> Reply:
        """The reply to one read, retried while that may help.

        :raises CallError: there is none.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(read, params, region)
            except CallError as error:
                pause = random.uniform(0, error.backoff_s * 2 ** (attempt - 1))  # noqa: S311  # jitter
                late = pause + WORTHWHILE_S >= self.deadline.left()
                if not error.transient or attempt == ATTEMPTS or late:
                    raise
                time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")  # pragma: no cover

    def _once(self, read: Read, params: Mapping[str, object], region: str) -> Reply:
        with self._count:
            room = self._room.setdefault(read.service, threading.Semaphore(AT_ONCE))
        left = self.deadline.left()
        if left <= 0 or not room.acquire(timeout=left):
            raise TimedOut(detail="the deadline had passed")
        try:
            return self._reply(self._send(read, params, region))
        except RAISED_BY_THE_SDK as error:
            raise from_exception(error) from None
        finally:
            room.release()

    def _send(self, read: Read, params: Mapping[str, object], region: str) -> bytes:
        caller = self.credential.secret_id
        self._wire.limiter.wait((caller, read.name, region), read.rate, self.deadline)
        with self._count:
            self.calls += 1
        headers = {"X-TC-Region": region} if region else {}
        client = self._wire.client(self.credential, read)
        content: bytes = client.call(read.action, dict(params), headers=headers)
        return content

    def _reply(self, content: bytes) -> Reply:
        """Looks for `Response.Error` whatever the content type: the SDK does not."""
        body = json.loads(content)["Response"]
        if "Error" in body:
            raise from_code(str(body["Error"]["Code"]), str(body.get("RequestId", "")))
        if not isinstance(body["RequestId"], str):
            raise BrokenReply(detail="a RequestId that is no text")
        return Reply(body, body["RequestId"], self._clock())
