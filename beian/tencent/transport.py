"""One call of the Tencent Cloud API over the official SDK's `CommonClient`, and all it can raise.

CallError            the reply could not be had; `cause` says why, in the words of `beian.facts`
├── Denied           the credential may not make this call (for `ba`: or is of another account)
├── NotSignedIn      no, wrong or expired credential; a clock that is off
├── Throttled        more calls than the API allows, here or there
├── Retired          the action, version or product is switched off
├── NoSuchRegion     the product does not exist in that region
├── Refused          any other error that the API answered
├── TimedOut         no whole reply in time
├── Unreachable      no connection, no name, no TLS; a connection that broke
└── BrokenReply      a reply that is cut, no JSON, or of another shape

Retries: only what may pass by itself (throttles, broken connections and replies, the API's own
internal errors), with full jitter, never past the deadline and never a wait after the last try. No
error carries a credential, a header or a body.
"""

import json
import logging
import random
import socket
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPException
from typing import Any, NamedTuple, Protocol, TypeVar

import requests
import urllib3
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential as SdkCredential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from beian.facts import Cause

# The SDK writes whole requests, with their signature and token, at DEBUG; the pool warns of
# nothing that matters. Neither may follow the root logger's level.
logging.getLogger("tencentcloud_sdk_common").setLevel(logging.WARNING)
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)

E = TypeVar("E", bound=BaseException)

ATTEMPTS = 4
READ_TIMEOUT_S = 5
WORTHWHILE_S = 0.1
"""What must be left of the deadline for another try, lest its end hide the error before it."""

CLIENTS_KEPT = 24  # six services for each of four credentials


class CallError(Exception):
    """`code` is the API's own error code, if it answered one; `detail` is safe to show."""

    cause: Cause
    transient = False
    backoff_s = 0.1

    def __init__(self, code: str = "", *, request_id: str = "", detail: str = "") -> None:
        super().__init__(f"{type(self).__name__}: {code or detail}")
        self.code = code
        self.request_id = request_id
        self.detail = detail


class Denied(CallError):
    cause = Cause.DENIED


class NotSignedIn(CallError):
    cause = Cause.NOT_SIGNED_IN


class Throttled(CallError):
    cause = Cause.THROTTLED
    transient = True
    backoff_s = 0.5


class Retired(CallError):
    cause = Cause.RETIRED


class NoSuchRegion(CallError):
    cause = Cause.REFUSED


class Refused(CallError):
    cause = Cause.REFUSED

    @property
    def transient(self) -> bool:  # type: ignore[override]  # depends on the code
        return self.code.startswith(("InternalError", "ServiceUnavailable"))


class TimedOut(CallError):
    cause = Cause.TIMEOUT
    transient = True


class Unreachable(CallError):
    """`gone`: there is no such name, as of a product that is switched off. A resolver that fails or
    a port that refuses may be our own network's doing and says nothing of the product."""

    cause = Cause.UNREACHABLE
    transient = True
    gone = False


class BrokenReply(CallError):
    cause = Cause.BROKEN_REPLY
    transient = True


RAISED_BY_THE_SDK = (
    TencentCloudSDKException,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    HTTPException,
    OSError,
    ValueError,  # JSONDecodeError, UnicodeDecodeError
    LookupError,  # no "Response", no "RequestId"
    TypeError,  # a "Response" that is no object
    AttributeError,
    RecursionError,
)
"""Every class (and with it every subclass) that a call over the SDK can raise."""

_TIMEOUTS = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
"""urllib3 counts NewConnectionError among them, though it means refused or no such name."""

_NO_SUCH_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))

_BROKEN_BODIES = (
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
    requests.exceptions.InvalidJSONError,
    urllib3.exceptions.DecodeError,
    urllib3.exceptions.IncompleteRead,
    HTTPException,
)

THROTTLES = (
    "RequestLimitExceeded",
    "LimitExceeded.RequestLimitExceeded",
    "LimitExceeded.RequestLimit",
    "InvalidParameter.OverLimit",
)
DENIALS = ("UnauthorizedOperation", "AuthFailure.UnauthorizedOperation")
DENIALS_ELSEWHERE = ("FailedOperation.PermissionDenied", "OperationDenied")
RETIREMENTS = ("ActionOffline", "NoSuchProduct", "NoSuchVersion")


def _is(code: str, families: tuple[str, ...]) -> bool:
    return any(code == family or code.startswith(family + ".") for family in families)


def from_code(code: str, request_id: str = "") -> CallError:
    """The error for an API error code; a code belongs to the family before its dot."""
    kind: type[CallError] = Refused
    if _is(code, THROTTLES):
        kind = Throttled
    elif _is(code, DENIALS + DENIALS_ELSEWHERE):
        kind = Denied
    elif _is(code, ("AuthFailure",)):
        kind = NotSignedIn
    elif _is(code, RETIREMENTS):
        kind = Retired
    elif _is(code, ("UnsupportedRegion",)):
        kind = NoSuchRegion
    return kind(code, request_id=request_id)


def from_exception(error: BaseException) -> CallError:
    """Maps whatever `RAISED_BY_THE_SDK` lets through. Says only the class, never the message:
    messages quote addresses and bodies."""
    if isinstance(error, TencentCloudSDKException):
        return _from_sdk(error)
    detail = type(error).__name__
    if _holds(error, _TIMEOUTS) and not _holds(error, (urllib3.exceptions.NewConnectionError,)):
        return TimedOut(detail=detail)
    if isinstance(error, _BROKEN_BODIES):
        return BrokenReply(detail=detail)
    if isinstance(error, (requests.RequestException, urllib3.exceptions.HTTPError, OSError)):
        found = Unreachable(detail=detail)
        found.gone = any(e.errno in _NO_SUCH_NAME for e in _inside(error, socket.gaierror))
        return found
    return BrokenReply(detail=detail)


def _from_sdk(error: TencentCloudSDKException) -> CallError:
    code, request_id = str(error.code or ""), str(error.requestId or "")
    if code == "ClientNetworkError":
        return from_exception(error.__context__ or OSError())
    if code == "ServerNetworkError":
        return BrokenReply(detail="HTTP status other than 200")
    if code.startswith("Client"):
        return NotSignedIn(detail=code) if "Credential" in code else BrokenReply(detail=code)
    return from_code(code, request_id)


def _holds(error: BaseException, kinds: tuple[type[BaseException], ...]) -> bool:
    return any(isinstance(one, kinds) for one in _inside(error, BaseException))


def _inside(error: BaseException, kind: type[E]) -> Iterator[E]:
    """The error and all that it wraps, of one kind: the libraries wrap each other's."""
    open_ends: list[object] = [error]
    while open_ends:
        one = open_ends.pop()
        if isinstance(one, kind):
            yield one
        if isinstance(one, BaseException):
            open_ends += [*one.args, one.__context__, getattr(one, "reason", None)]


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


class Wire:
    """Connections and rate limits of one process, kept warm between invocations.

    `endpoint` (`host:port` on loopback, plain HTTP) takes every call where it is set.
    """

    def __init__(self, endpoint: str | None = None) -> None:
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._clients: OrderedDict[tuple[Credential, str], Any] = OrderedDict()
        self.limiter = Limiter()

    def client(self, credential: Credential, read: Read) -> Any:
        """The SDK's client for a service; one credential never borrows another's."""
        key = (credential, read.service)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._build(credential, read)
                if len(self._clients) > CLIENTS_KEPT:
                    self._clients.popitem(last=False)
            self._clients.move_to_end(key)
            return self._clients[key]

    def _build(self, credential: Credential, read: Read) -> Any:
        http = HttpProfile(reqTimeout=READ_TIMEOUT_S, keepAlive=True)
        if self._endpoint:
            http.endpoint, http.scheme = self._endpoint, "http"
        client = CommonClient(
            read.service,
            read.version,
            SdkCredential(credential.secret_id, credential.secret_key, credential.token or None),
            "",  # the region goes with each call, so that one client serves them all
            ClientProfile(httpProfile=http),
        )
        if self._endpoint:  # a proxy would carry loopback calls off the machine
            host = self._endpoint.rpartition(":")[0].strip("[]")
            client.request.conn.proxy = {"no_proxy": host}
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
        if self.deadline.left() <= 0:
            raise TimedOut(detail="the deadline had passed")
        caller = self.credential.secret_id
        self._wire.limiter.wait((caller, read.name, region), read.rate, self.deadline)
        with self._count:
            self.calls += 1
        headers = {"X-TC-Region": region} if region else {}
        try:
            client = self._wire.client(self.credential, read)
            content = client.call(read.action, dict(params), headers=headers)
            return self._reply(content)
        except RAISED_BY_THE_SDK as error:
            raise from_exception(error) from None

    def _reply(self, content: bytes) -> Reply:
        """Looks for `Response.Error` whatever the content type: the SDK does not."""
        body = json.loads(content)["Response"]
        if "Error" in body:
            raise from_code(str(body["Error"]["Code"]), str(body.get("RequestId", "")))
        if not isinstance(body["RequestId"], str):
            raise BrokenReply(detail="a RequestId that is no text")
        return Reply(body, body["RequestId"], self._clock())
