"""The HTTP under the SDK: `requests`, without what a call of the API has no use for.

The SDK's own session spends two fifths of a call on cookies, redirects, hooks and the environment,
would put the password of a `.netrc` in the place of the signature, and reads the certificate
authorities anew for each connection: some 30 ms of processor time, forty times in a cold check.
"""

import ssl
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import certifi
from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import Timeout
from urllib3.connectionpool import HTTPConnectionPool
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
    """Sends what it is given, once, where it is told to. The environment has no say in it.

    A connection belongs to nobody: what it carries is signed call by call. So all clients of a
    process may share one session, and a new credential costs no new handshakes.
    """

    def __init__(self, trust: Trust, connections: int = 10) -> None:
        """:param connections: to a host, how many are kept to be used again"""
        super().__init__()
        self.mount("https://", _TrustingAdapter(trust, connections))
        self.mount("http://", HTTPAdapter(pool_maxsize=connections))
        self._pools: dict[tuple[object, ...], tuple[HTTPConnectionPool, str]] = {}

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
        """:raises urllib3.exceptions.HTTPError: nothing came back."""
        pool, path = self._pool(url, proxies)
        body = data.encode()
        length = str(len(body))
        raw = pool.urlopen(
            method,
            path,
            body=body,
            headers={**headers, "Accept-Encoding": "gzip, deflate", "Content-Length": length},
            retries=False,
            redirect=False,
            timeout=Timeout(connect=timeout, read=timeout),
            preload_content=False,
            decode_content=False,
        )
        found = Response()
        found.status_code, found.reason, found.raw = raw.status, raw.reason or "", raw
        found.headers = CaseInsensitiveDict(raw.headers)
        return found

    def _pool(self, url: str, proxies: dict[str, str] | None) -> tuple[HTTPConnectionPool, str]:
        """The connections that lead to a URL, and what is asked for there. Only https goes through
        a proxy."""
        key = (url, *(proxies or {}).items())
        if key not in self._pools:
            asked = PreparedRequest()
            asked.method, asked.url = "POST", url
            adapter = cast("HTTPAdapter", self.get_adapter(url))
            pool = adapter.get_connection_with_tls_context(asked, verify=True, proxies=proxies)
            self._pools[key] = (cast("HTTPConnectionPool", pool), asked.path_url)
        return self._pools[key]

    def close(self) -> None:
        self._pools.clear()
        super().close()


class _TrustingAdapter(HTTPAdapter):
    """`requests` hands urllib3 a file of authorities with each request; this, the one context."""

    def __init__(self, trust: Trust, connections: int) -> None:
        super().__init__(pool_maxsize=connections)
        self._trust = trust

    def build_connection_pool_key_attributes(
        self,
        request: PreparedRequest,
        verify: object,  # noqa: ARG002
        cert: object = None,  # noqa: ARG002
    ) -> "tuple[_HostParams, _PoolKwargs]":
        host, _ = super().build_connection_pool_key_attributes(request, verify=True)
        return host, {"ssl_context": self._trust.context(), "cert_reqs": "CERT_REQUIRED"}
