"""A client of its own making: what it sends is under the test's control, byte for byte."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit

from beian.emulator import Emulator
from beian.emulator.world import Key

VERSIONS = {
    "sts": "2018-08-13",
    "billing": "2018-07-09",
    "ba": "2020-07-20",
    "scf": "2018-04-16",
    "apigateway": "2018-08-08",
    "domain": "2018-08-08",
    "organization": "2021-03-31",
}


@dataclass(frozen=True)
class Reply:
    status: int
    content_type: str
    body: bytes

    @property
    def response(self) -> dict[str, Any]:
        response = json.loads(self.body)["Response"]
        assert isinstance(response, dict)
        return response

    @property
    def code(self) -> str:
        """The error code, or "" for success."""
        return str(self.response.get("Error", {}).get("Code", ""))


def authorization(
    key: Key, service: str, headers: Mapping[str, str], body: bytes, day: str = ""
) -> str:
    """`day` is the date of the scope, by default that of the timestamp."""
    stamp = headers["X-TC-Timestamp"]
    day = day or datetime.fromtimestamp(int(stamp), timezone.utc).strftime("%Y-%m-%d")
    canonical = (
        f"POST\n/\n\ncontent-type:{headers['Content-Type']}\nhost:{headers['Host']}\n\n"
        f"content-type;host\n{hashlib.sha256(body).hexdigest()}"
    )
    scope = f"{day}/{service}/tc3_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    derived = f"TC3{key.secret}".encode()
    for part in (day, service, "tc3_request"):
        derived = hmac.new(derived, part.encode(), hashlib.sha256).digest()
    text = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{digest}"
    signature = hmac.new(derived, text.encode(), hashlib.sha256).hexdigest()
    return (
        f"TC3-HMAC-SHA256 Credential={key.id}/{scope}, "
        f"SignedHeaders=content-type;host, Signature={signature}"
    )


def signed(
    emulator: Emulator,
    name: str,
    body: bytes,
    *,
    key: Key | None = None,
    region: str | None = "ap-guangzhou",
    age_s: int = 0,
    changed: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Headers of a correct request for `service:Action`; `changed` is what is signed otherwise."""
    service, action = name.split(":")
    key = key or emulator.world.accounts[0].keys[0]
    headers = {
        "Host": urlsplit(emulator.url).netloc,
        "Content-Type": "application/json",
        "X-TC-Action": action,
        "X-TC-Version": VERSIONS.get(service, "2018-01-01"),
        "X-TC-Timestamp": str(int(time.time()) - age_s),
    }
    if region is not None:
        headers["X-TC-Region"] = region
    if key.token is not None:
        headers["X-TC-Token"] = key.token
    headers.update(changed or {})
    headers["Authorization"] = authorization(key, service, headers, body)
    return headers


def send(
    emulator: Emulator,
    headers: Mapping[str, str],
    body: bytes,
    *,
    method: str = "POST",
    path: str = "/",
    timeout: float = 5,
) -> Reply:
    connection = http.client.HTTPConnection(urlsplit(emulator.url).netloc, timeout=timeout)
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers.get("Content-Type", ""), answer.read())
    finally:
        connection.close()


def ask(
    emulator: Emulator,
    name: str,
    params: Mapping[str, object] | None = None,
    *,
    key: Key | None = None,
    region: str | None = "ap-guangzhou",
    timeout: float = 5,
) -> Reply:
    body = json.dumps(params or {}).encode()
    headers = signed(emulator, name, body, key=key, region=region)
    return send(emulator, headers, body, timeout=timeout)
