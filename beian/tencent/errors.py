"""All that a call of the Tencent Cloud API can raise, and how the SDK's failures are mapped to it.

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

No error carries a credential, a header or a body.
"""

import socket
from collections.abc import Iterator
from http.client import HTTPException
from typing import TypeVar

import requests
import urllib3
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

from beian.facts import Cause

E = TypeVar("E", bound=BaseException)


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
