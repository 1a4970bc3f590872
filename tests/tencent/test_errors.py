"""Every way in which a call over the SDK can fail is caught, and says what it means."""

import builtins
import contextlib
import http.client
import importlib
import inspect
import json
import pkgutil
import socket
import ssl
from collections.abc import Iterator
from types import ModuleType

import pytest
import requests.exceptions
import tencentcloud.common
import urllib3.exceptions
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

from beian.facts import Cause
from beian.tencent.errors import (
    RAISED_BY_THE_SDK,
    BrokenReply,
    CallError,
    Denied,
    NoSuchRegion,
    NotSignedIn,
    Refused,
    Retired,
    Throttled,
    TimedOut,
    Unreachable,
    from_code,
    from_exception,
)

SECRET = "Authorization: TC3-HMAC-SHA256 Credential=AKIDleak"


def sdk_modules() -> Iterator[ModuleType]:
    """All of the SDK's common package, but for its async client, which is never used and wants a
    library that is not there."""
    for found in pkgutil.walk_packages(tencentcloud.common.__path__, "tencentcloud.common."):
        if not found.name.endswith("_async"):
            yield importlib.import_module(found.name)


def exception_classes() -> list[type[Exception]]:
    modules = (
        *sdk_modules(),
        requests.exceptions,
        urllib3.exceptions,
        json,
        http.client,
        socket,
        ssl,
    )
    found = {
        one
        for module in modules
        for one in vars(module).values()
        if inspect.isclass(one)
        and issubclass(one, Exception)
        and not issubclass(one, Warning)
        and one not in vars(builtins).values()
        and not one.__module__.startswith("email")  # re-exported, raised by nothing here
        and not one.__name__.startswith("_")
    }
    os_errors = {
        one
        for one in vars(builtins).values()
        if inspect.isclass(one) and issubclass(one, (OSError, UnicodeError, LookupError))
    }
    return sorted(found | os_errors, key=lambda one: (one.__module__, one.__qualname__))


ARGUMENTS: tuple[tuple[object, ...], ...] = (
    (SECRET,),
    (SECRET, SECRET),
    (SECRET, SECRET, 0),
    ("utf-8", SECRET.encode(), 0, 1, SECRET),
    ("utf-8", SECRET, 0, 1, SECRET),
    (SECRET, 0, 1, SECRET),
    (0, SECRET),
    (None, SECRET, SECRET),
    (None, None, SECRET),
    (),
)


def instance(kind: type[Exception]) -> Exception:
    """One of the class, with a secret wherever it takes a text."""
    if kind is urllib3.exceptions.IncompleteRead:
        return urllib3.exceptions.IncompleteRead(3, 5)
    if kind is urllib3.exceptions.InvalidChunkLength:
        return urllib3.exceptions.InvalidChunkLength(urllib3.HTTPResponse(), SECRET.encode())
    for arguments in ARGUMENTS:
        with contextlib.suppress(TypeError):
            return kind(*arguments)
    raise AssertionError(f"ARGUMENTS has none for {kind}")


CLASSES = exception_classes()

TIMEOUTS = {
    "requests.exceptions.Timeout",
    "requests.exceptions.ConnectTimeout",
    "requests.exceptions.ReadTimeout",
    "urllib3.exceptions.TimeoutError",
    "urllib3.exceptions.ReadTimeoutError",
    "urllib3.exceptions.ConnectTimeoutError",
    "builtins.TimeoutError",
    "socket.timeout",
}
BROKEN = {
    "requests.exceptions.ChunkedEncodingError",
    "requests.exceptions.ContentDecodingError",
    "requests.exceptions.InvalidJSONError",
    "requests.exceptions.JSONDecodeError",
    "urllib3.exceptions.DecodeError",
    "urllib3.exceptions.IncompleteRead",
    "urllib3.exceptions.InvalidChunkLength",
    "json.decoder.JSONDecodeError",
    "http.client.IncompleteRead",
    "http.client.BadStatusLine",
    "http.client.LineTooLong",
    "builtins.UnicodeDecodeError",
    "builtins.KeyError",
}
UNREACHABLE = {
    "requests.exceptions.ConnectionError",
    "requests.exceptions.ProxyError",
    "requests.exceptions.SSLError",
    "requests.exceptions.TooManyRedirects",
    "urllib3.exceptions.MaxRetryError",
    "urllib3.exceptions.NewConnectionError",
    "urllib3.exceptions.NameResolutionError",
    "urllib3.exceptions.ProtocolError",
    "urllib3.exceptions.SSLError",
    "builtins.ConnectionRefusedError",
    "builtins.ConnectionResetError",
    "builtins.BrokenPipeError",
    "socket.gaierror",
    "ssl.SSLError",
    "ssl.SSLCertVerificationError",
}


def name(kind: type[Exception]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def test_the_walk_finds_the_classes_of_every_library() -> None:
    libraries = {kind.__module__.partition(".")[0] for kind in CLASSES}
    assert libraries >= {"tencentcloud", "requests", "urllib3", "json", "http", "socket", "ssl"}
    assert {name(kind) for kind in CLASSES} >= (TIMEOUTS | BROKEN | UNREACHABLE) - {
        "socket.timeout"  # since Python 3.10 another name of TimeoutError
    }
    assert len(CLASSES) > 90


@pytest.mark.parametrize("kind", CLASSES, ids=name)
def test_every_class_is_caught_and_mapped(kind: type[Exception]) -> None:
    with pytest.raises(RAISED_BY_THE_SDK) as caught:
        raise instance(kind)
    found = from_exception(caught.value)
    assert isinstance(found, CallError)
    assert isinstance(found.cause, Cause)
    for names, wanted in ((TIMEOUTS, TimedOut), (BROKEN, BrokenReply), (UNREACHABLE, Unreachable)):
        assert name(kind) not in names or type(found) is wanted


@pytest.mark.parametrize("kind", CLASSES, ids=name)
def test_the_wrapping_of_the_sdk_changes_nothing(kind: type[Exception]) -> None:
    """Its connection code turns every error into one of its own, with the old one's message."""
    if kind is TencentCloudSDKException:
        bare = wrapped = from_exception(instance(kind))
    else:
        bare = from_exception(instance(kind))
        wrapped = from_exception(as_the_sdk_wraps(instance(kind)))
    assert (type(wrapped), wrapped.detail) == (type(bare), bare.detail)


@pytest.mark.parametrize("kind", CLASSES, ids=name)
def test_no_message_leaks(kind: type[Exception]) -> None:
    if kind is TencentCloudSDKException:
        original: Exception = TencentCloudSDKException("InternalError", SECRET, "request-1")
    else:
        original = instance(kind)
    for error in (original, as_the_sdk_wraps(original)):
        found = from_exception(error)
        assert "AKIDleak" not in f"{found} {found!r} {vars(found)}"


def as_the_sdk_wraps(error: Exception) -> TencentCloudSDKException:
    try:
        try:
            raise error
        except Exception as caught:  # noqa: BLE001  # as broad as the SDK's own
            raise TencentCloudSDKException("ClientNetworkError", str(caught))  # noqa: B904
    except TencentCloudSDKException as wrapped:
        return wrapped


CODES: dict[str, tuple[type[CallError], Cause]] = {
    "RequestLimitExceeded": (Throttled, Cause.THROTTLED),
    "RequestLimitExceeded.UinLimitExceeded": (Throttled, Cause.THROTTLED),
    "RequestLimitExceeded.IPLimitExceeded": (Throttled, Cause.THROTTLED),
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded": (Throttled, Cause.THROTTLED),
    "LimitExceeded.RequestLimitExceeded": (Throttled, Cause.THROTTLED),
    "LimitExceeded.RequestLimit": (Throttled, Cause.THROTTLED),
    "InvalidParameter.OverLimit": (Throttled, Cause.THROTTLED),
    "UnauthorizedOperation": (Denied, Cause.DENIED),
    "UnauthorizedOperation.CamNoAuth": (Denied, Cause.DENIED),
    "AuthFailure.UnauthorizedOperation": (Denied, Cause.DENIED),
    "FailedOperation.PermissionDenied": (Denied, Cause.DENIED),
    "OperationDenied": (Denied, Cause.DENIED),
    "AuthFailure": (NotSignedIn, Cause.NOT_SIGNED_IN),
    "AuthFailure.SecretIdNotFound": (NotSignedIn, Cause.NOT_SIGNED_IN),
    "AuthFailure.SignatureExpire": (NotSignedIn, Cause.NOT_SIGNED_IN),
    "AuthFailure.SignatureFailure": (NotSignedIn, Cause.NOT_SIGNED_IN),
    "AuthFailure.TokenFailure": (NotSignedIn, Cause.NOT_SIGNED_IN),
    "AuthFailure.InvalidSecretId": (NotSignedIn, Cause.NOT_SIGNED_IN),
    "AuthFailure.MFAFailure": (NotSignedIn, Cause.NOT_SIGNED_IN),
    "ActionOffline": (Retired, Cause.RETIRED),
    "NoSuchProduct": (Retired, Cause.RETIRED),
    "NoSuchVersion": (Retired, Cause.RETIRED),
    "UnsupportedRegion": (NoSuchRegion, Cause.REFUSED),
    "InternalError": (Refused, Cause.REFUSED),
    "ResourceNotFound.DomainNotFound": (Refused, Cause.REFUSED),
    "FailedOperation": (Refused, Cause.REFUSED),
    "InvalidParameter": (Refused, Cause.REFUSED),
    "LimitExceeded": (Refused, Cause.REFUSED),
    "ResourceInsufficient": (Refused, Cause.REFUSED),
    # No family by a mere likeness of the beginning.
    "AuthFailureOfAnotherKind": (Refused, Cause.REFUSED),
    "UnauthorizedOperations": (Refused, Cause.REFUSED),
    "ClientNetworkError": (Unreachable, Cause.UNREACHABLE),
    "ServerNetworkError": (BrokenReply, Cause.BROKEN_REPLY),
    "ClientParamsError": (BrokenReply, Cause.BROKEN_REPLY),
    "InvalidCredential": (Refused, Cause.REFUSED),
    "ClientError.InvalidCredential": (NotSignedIn, Cause.NOT_SIGNED_IN),
}


@pytest.mark.parametrize("code", CODES)
def test_a_code_of_the_api_belongs_to_its_family(code: str) -> None:
    found = from_exception(TencentCloudSDKException(code, SECRET, "request-1"))
    assert (type(found), found.cause) == CODES[code]


def test_an_answered_error_keeps_its_code_and_request() -> None:
    found = from_exception(TencentCloudSDKException("FailedOperation.Odd", SECRET, "request-1"))
    assert (found.code, found.request_id, found.detail) == ("FailedOperation.Odd", "request-1", "")
    assert str(found) == "Refused: FailedOperation.Odd"


def test_an_sdk_error_without_a_code_is_refused() -> None:
    found = from_exception(TencentCloudSDKException())
    assert (type(found), found.code, found.request_id) == (Refused, "", "")


@pytest.mark.parametrize(
    ("code", "transient"),
    [
        ("RequestLimitExceeded", True),
        ("InternalError", True),
        ("InternalError.Db", True),
        ("ServiceUnavailable", True),
        ("UnauthorizedOperation", False),
        ("AuthFailure.SignatureExpire", False),
        ("ActionOffline", False),
        ("UnsupportedRegion", False),
        ("FailedOperation", False),
        ("ResourceNotFound", False),
        ("InvalidParameterValue", False),
    ],
)
def test_only_what_may_pass_by_itself_is_transient(code: str, transient: bool) -> None:
    assert from_code(code).transient is transient


def test_broken_connections_and_replies_are_transient() -> None:
    assert TimedOut().transient
    assert Unreachable().transient
    assert BrokenReply().transient


def resolution(errno: int) -> requests.exceptions.ConnectionError:
    """An error as requests raises it where a name does not resolve."""
    try:
        try:
            raise socket.gaierror(errno, "Name or service not known")
        except socket.gaierror as error:
            raise urllib3.exceptions.NameResolutionError("gone.example", None, error) from error  # type: ignore[arg-type]  # no connection was made
    except urllib3.exceptions.NameResolutionError as error:
        reason = urllib3.exceptions.MaxRetryError(None, "/", error)  # type: ignore[arg-type]  # nor a pool
        return requests.exceptions.ConnectionError(reason)


def test_a_name_that_does_not_exist_is_gone() -> None:
    found = from_exception(resolution(socket.EAI_NONAME))
    assert isinstance(found, Unreachable)
    assert found.gone


@pytest.mark.parametrize(
    "error", [resolution(socket.EAI_AGAIN), ConnectionRefusedError(), ConnectionResetError()]
)
def test_a_failure_that_may_be_ours_is_not_gone(error: Exception) -> None:
    """A resolver or a route that is down says nothing of the product."""
    found = from_exception(error)
    assert isinstance(found, Unreachable)
    assert not found.gone


def test_a_time_out_deep_inside_is_a_time_out() -> None:
    inner = urllib3.exceptions.ReadTimeoutError(None, "/", "slow")  # type: ignore[arg-type]
    assert isinstance(from_exception(requests.exceptions.ConnectionError(inner)), TimedOut)
