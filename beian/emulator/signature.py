"""TC3-HMAC-SHA256, verified the way the official SDK signs it."""

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache

from beian.emulator.errors import ApiError
from beian.emulator.world import Key

TOLERANCE_S = 300
_ALGORITHM = "TC3-HMAC-SHA256"
_AUTHORIZATION = re.compile(
    rf"{_ALGORITHM}\s+Credential=([^/,\s]+)/(\d{{4}}-\d\d-\d\d)/([a-z0-9_-]+)/tc3_request"
    r",\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})"
)


@dataclass(frozen=True)
class Request:
    """One HTTP request; header names are lower-case."""

    method: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Claim:
    """What an Authorization header says; nothing in it is proven."""

    key_id: str
    date: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str


def read_claim(request: Request) -> Claim:
    """Raises ApiError AuthFailure.InvalidAuthorization."""
    found = _AUTHORIZATION.fullmatch(request.headers.get("authorization", "").strip())
    if found is None:
        raise _invalid(f"The Authorization header is not in the form that {_ALGORITHM} has.")
    key_id, date, service, signed, signature = found.groups()
    headers = tuple(signed.split(";"))
    if not {"content-type", "host"} <= set(headers):
        raise _invalid("SignedHeaders must have content-type and host.")
    if any(name not in request.headers for name in headers):
        raise _invalid("SignedHeaders names a header that the request does not have.")
    return Claim(key_id, date, service, headers, signature)


def verify(request: Request, claim: Claim, key: Key, now: float) -> None:
    """`now`: seconds since the epoch. Raises ApiError with an AuthFailure code."""
    stamp = request.headers.get("x-tc-timestamp", "")
    if not re.fullmatch(r"[0-9]{1,12}", stamp):
        raise _invalid("X-TC-Timestamp must be a number of seconds since the epoch.")
    if abs(now - int(stamp)) > TOLERANCE_S:
        raise ApiError(
            "AuthFailure.SignatureExpire",
            f"X-TC-Timestamp is more than {TOLERANCE_S} seconds away from the server's time.",
        )
    if datetime.fromtimestamp(int(stamp), timezone.utc).strftime("%Y-%m-%d") != claim.date:
        raise _failure("The date in Credential is not the date of X-TC-Timestamp in UTC.")
    signing_key = _signing_key(key.secret, claim.date, claim.service)
    scope = f"{claim.date}/{claim.service}/tc3_request"
    given = claim.signature.encode()
    matches = [
        hmac.compare_digest(_sign(signing_key, stamp, scope, canonical), given)
        for canonical in _canonical_requests(request, claim)
    ]
    if not any(matches):
        raise _failure("The signature is not the one computed from the request.")
    _verify_token(request, key)


def _verify_token(request: Request, key: Key) -> None:
    given = request.headers.get("x-tc-token", "")
    if not hmac.compare_digest(given.encode(), (key.token or "").encode()):
        raise ApiError("AuthFailure.TokenFailure", "X-TC-Token is not the token of this key.")


def _canonical_requests(request: Request, claim: Claim) -> Iterator[bytes]:
    """Values of signed headers as sent, as the SDK signs, and lower-case, as documented."""
    payload = request.body
    if request.headers.get("x-tc-content-sha256") == "UNSIGNED-PAYLOAD":
        payload = b"UNSIGNED-PAYLOAD"
    digest = hashlib.sha256(payload).hexdigest()
    sent = "".join(f"{name}:{request.headers[name].strip()}\n" for name in claim.signed_headers)
    for headers in dict.fromkeys((sent, sent.lower())):
        lines = (
            request.method,
            "/",
            request.query,
            headers,
            ";".join(claim.signed_headers),
            digest,
        )
        yield "\n".join(lines).encode()


def _sign(signing_key: bytes, stamp: str, scope: str, canonical: bytes) -> bytes:
    text = f"{_ALGORITHM}\n{stamp}\n{scope}\n{hashlib.sha256(canonical).hexdigest()}"
    return hmac.new(signing_key, text.encode(), hashlib.sha256).hexdigest().encode()


@lru_cache(maxsize=256)
def _signing_key(secret: str, date: str, service: str) -> bytes:
    derived = f"TC3{secret}".encode()
    for part in (date, service, "tc3_request"):
        derived = hmac.new(derived, part.encode(), hashlib.sha256).digest()
    return derived


def _invalid(message: str) -> ApiError:
    return ApiError("AuthFailure.InvalidAuthorization", message)


def _failure(message: str) -> ApiError:
    return ApiError("AuthFailure.SignatureFailure", message)
