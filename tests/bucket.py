"""A COS bucket as moto's S3 server has it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import requests

BUCKET = "beian-test-1250000000"
REGION = "ap-guangzhou"
CREDENTIAL = {
    "TENCENTCLOUD_SECRETID": "AKIDacme0001",
    "TENCENTCLOUD_SECRETKEY": "acme-secret-0001",
    "TENCENTCLOUD_SESSIONTOKEN": "acme-token-0001",
}
_S3 = "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request"


class Bucket(NamedTuple):
    """`url` is the server's; `environ` leads the store there."""

    url: str

    @property
    def environ(self) -> dict[str, str]:
        return {**CREDENTIAL, "BEIAN_COS_ENDPOINT": self.url}

    def address(self, key: str = "") -> str:
        return f"cos://{BUCKET}/{key}?region={REGION}"

    def send(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """As someone else who works on the bucket."""
        headers = {"Authorization": _S3, "Content-Type": "application/octet-stream"}
        reply = requests.request(method, f"{self.url}{path}", data=body, headers=headers, timeout=9)
        reply.raise_for_status()
        return reply.content

    def put(self, key: str, text: str) -> None:
        self.send("PUT", f"/{BUCKET}/{key}", text.encode())


@contextmanager
def served() -> Iterator[str]:
    """The URL of a server of its own."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415  # a second that few tests need

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()
