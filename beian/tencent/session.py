"""The HTTP under the SDK: `requests`, without what a call of the API has no use for.

The SDK's own session spends two fifths of a call on cookies, redirects, hooks and the environment,
would put the password of a `.netrc` in the place of the signature, and reads the certificate
authorities anew for each connection: some 30 ms of processor time, forty times in a cold check.
"""

import ssl
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import certifi
from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.util.ssl_ import create_urllib3_context

if TYPE_CHECKING:
    from requests.adapters import _HostParams, _PoolKwargs


class Trust:
    """The TLS settings of all connections: a certificate must name the host and be signed by one of
    certifi's authorities. Made once, at the first connection."""

    def __init__(self, authorities: str | None = None) -> None:
        """:param authorities: the path of a PEM file, in place of certifi's"""
        self._authorities = authorities or certifi.where()
        self._lock = threading.Lock()
        self._made: ssl.SSLContext | None = None

    def context(self) -> ssl.SSLContext:
        with self._lock:
            if self._made is None:
                context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
                context.load_verify_locations(self._authorities)
                self._made = context
            return self._made


class LeanSession(Session):
    """Sends what it is given, once, where it is told to. The environment has no say in it."""

    def __init__(self, trust: Trust) -> None:
        super().__init__()
        self.mount("https://", _TrustingAdapter(trust))

    def request(  # type: ignore[override]  # only what the SDK passes
        self,
        method: str,
        url: str,
        *,
        data: str,
        headers: Mapping[str, str],
        proxies: dict[str, str] | None,
        timeout: float,
        **_: object,
    ) -> Response:
        body = data.encode()
        asked = PreparedRequest()
        asked.method, asked.url, asked.body = method, url, body
        asked.headers = CaseInsensitiveDict(
            {**headers, "Accept-Encoding": "gzip, deflate", "Content-Length": str(len(body))}
        )
        adapter = self.get_adapter(url)
        return adapter.send(asked, stream=True, timeout=timeout, proxies=proxies)


class _TrustingAdapter(HTTPAdapter):
    """`requests` hands urllib3 a file of authorities with each request; this, the one context."""

    def __init__(self, trust: Trust) -> None:
        super().__init__()
        self._trust = trust

    def build_connection_pool_key_attributes(
        self,
        request: PreparedRequest,
        verify: object,  # noqa: ARG002
        cert: object = None,  # noqa: ARG002
    ) -> "tuple[_HostParams, _PoolKwargs]":
        host, _ = super().build_connection_pool_key_attributes(request, verify=True)
        return host, {"ssl_context": self._trust.context(), "cert_reqs": "CERT_REQUIRED"}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Would give the pool the file of authorities again."""
