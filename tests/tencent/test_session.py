"""The HTTP under the SDK: over TLS as it is towards the cloud, and with what it leaves out."""

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from beian.tencent.reads import DEALS, GATEWAYS
from beian.tencent.session import LeanSession, Trust
from beian.tencent.transport import Credential, Wire
from tests.tencent.rig import KEY

Sent = list[dict[str, str]]


class Handler(BaseHTTPRequestHandler):
    sent: Sent

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.sent.append(dict(self.headers.items()))
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Silent: what was sent is known."""


def certificate(folder: Path) -> Path:
    """A file with a key and a certificate for localhost that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    found = folder / "localhost.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    found.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return found


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return certificate(tmp_path)


@pytest.fixture
def sent() -> Sent:
    return []


@pytest.fixture
def port(pem: Path, sent: Sent) -> Iterator[int]:
    """Of a server on loopback that speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"sent": sent}))
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def post(session: LeanSession, url: str) -> requests.Response:
    headers = {"Authorization": "signed", "Host": "localhost"}
    return session.request("POST", url, data="{}", headers=headers, proxies=None, timeout=5)


def test_a_certificate_of_a_known_authority_is_trusted(pem: Path, port: int) -> None:
    with LeanSession(Trust(str(pem))) as session:
        assert post(session, f"https://localhost:{port}").content == b"{}"


def test_a_certificate_of_no_known_authority_is_not(port: int) -> None:
    with LeanSession(Trust()) as session, pytest.raises(urllib3.exceptions.SSLError):
        post(session, f"https://localhost:{port}")


def test_a_certificate_for_another_name_is_not(pem: Path, port: int) -> None:
    with LeanSession(Trust(str(pem))) as session, pytest.raises(urllib3.exceptions.SSLError):
        post(session, f"https://127.0.0.1:{port}")


def test_the_authorities_are_read_once(pem: Path, port: int) -> None:
    trust = Trust(str(pem))
    with LeanSession(trust) as one, LeanSession(trust) as other:
        post(one, f"https://localhost:{port}")
        pem.unlink()
        one.close()
        assert post(one, f"https://localhost:{port}").status_code == 200
        assert post(other, f"https://localhost:{port}").status_code == 200


def test_services_and_credentials_share_their_connections() -> None:
    """So that another account costs no new handshakes: each call is signed by itself."""
    wire, other = Wire(), Credential("AKIDother0001", "other-secret-0001")
    asked = [(KEY, DEALS), (KEY, GATEWAYS), (other, DEALS)]
    assert len({id(wire.client(*one).request.conn._session) for one in asked}) == 1


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_carries_the_calls(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:3128")
    assert "http://127.0.0.1:3128" in Wire().client(KEY, DEALS).request.conn.proxy.values()


def test_a_call_asks_its_proxy_for_a_tunnel() -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening, LeanSession(Trust()) as session:

        def refuse() -> None:
            connection, _ = listening.accept()
            with connection:
                asked.append(connection.recv(4096))

        proxy = Thread(target=refuse)
        proxy.start()
        proxies = {"https": f"http://127.0.0.1:{listening.getsockname()[1]}"}
        with pytest.raises(urllib3.exceptions.HTTPError):
            session.request(
                "POST", "https://ba.invalid", data="{}", headers={}, proxies=proxies, timeout=5
            )
        proxy.join()
    assert asked[0].startswith(b"CONNECT ba.invalid:443 ")


def test_a_host_that_is_excepted_from_it_is_asked_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:3128")
    monkeypatch.setenv("NO_PROXY", ".tencentcloudapi.com")
    assert not Wire().client(KEY, DEALS).request.conn.proxy


def test_a_netrc_does_not_replace_the_signature(
    pem: Path, port: int, sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("default login someone password else\n", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    with LeanSession(Trust(str(pem))) as session:
        post(session, f"https://localhost:{port}")
    assert sent[0]["Authorization"] == "signed"


def test_no_redirect_is_followed(pem: Path, port: int, sent: Sent) -> None:
    with LeanSession(Trust(str(pem))) as session:
        assert post(session, f"https://localhost:{port}/away").status_code == 302
    assert len(sent) == 1
