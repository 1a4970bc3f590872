"""Objects under keys: the same on a local folder, in memory and on COS (moto's S3 server)."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from obstore.store import MemoryStore

from beian.environment import BadEnvironment
from beian.store import BadAddress, Denied, NoBucket, Store, StoreError, cos_address, open_store
from tests.bucket import BUCKET, CREDENTIAL, Bucket

KINDS = ("local", "memory", "cos")


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path, bucket: Bucket) -> Store:
    if request.param == "memory":
        return Store(MemoryStore(), "memory")
    if request.param == "local":
        return open_store(str(tmp_path / "of" / "its own"), {})
    return open_store(bucket.address("some/where"), bucket.environ)


def test_what_is_written_is_read(store: Store) -> None:
    store.write("a/b.json", b"one")
    assert (store.read("a/b.json"), store.has("a/b.json")) == (b"one", True)
    store.write("a/b.json", b"two")
    assert store.read("a/b.json") == b"two"


def test_where_nothing_is_stored_nothing_is_read(store: Store) -> None:
    store.write("a/b.json", b"one")
    assert (store.read("a/c.json"), store.has("a/c.json")) == (None, False)
    assert (store.read("a"), store.has("a")) == (None, False)


def test_creating_replaces_nothing(store: Store) -> None:
    assert store.create("a.json", b"one") is True
    assert store.create("a.json", b"two") is False
    assert store.read("a.json") == b"one"


def test_a_large_object_is_written_in_parts(store: Store) -> None:
    store.write("large", (b"0123456789" * 100_000 for _ in range(12)))
    found = store.read("large")
    assert found is not None
    assert (len(found), found[:10], found[-10:]) == (12_000_000, b"0123456789", b"0123456789")


def test_an_empty_object_is_one(store: Store) -> None:
    store.write("empty", b"")
    assert (store.read("empty"), store.has("empty")) == (b"", True)


def test_a_lasting_key_has_no_token_and_the_bucket_may_have_no_prefix(bucket: Bucket) -> None:
    lasting = {**bucket.environ, "TENCENTCLOUD_SESSIONTOKEN": ""}
    store = open_store(bucket.address(), lasting)
    store.write("a.json", b"one")
    assert store.read("a.json") == b"one"


def test_a_missing_bucket_and_a_refused_credential_are_told_apart(bucket: Bucket) -> None:
    address = bucket.address().replace(BUCKET, "absent-1250000000")
    with pytest.raises(NoBucket):
        open_store(address, bucket.environ).read("a")
    with answering(403, "<Error/>") as (url, _):
        environ = {**CREDENTIAL, "BEIAN_COS_ENDPOINT": url}
        with pytest.raises(Denied):
            open_store(bucket.address(), environ).read("a")


def test_keys_stand_under_the_prefix(bucket: Bucket) -> None:
    open_store(bucket.address("some/where"), bucket.environ).write("a", b"one")
    assert bucket.send("GET", f"/{BUCKET}/some/where/a") == b"one"


def test_a_key_that_is_not_temporary_will_do(bucket: Bucket) -> None:
    environ = {k: v for k, v in bucket.environ.items() if k != "TENCENTCLOUD_SESSIONTOKEN"}
    store = open_store(bucket.address("some/where"), environ)
    store.write("a", b"one")
    assert store.read("a") == b"one"


def test_a_create_asks_cos_not_to_overwrite() -> None:
    """moto honours one of the two ways to ask and COS documents the other."""
    with answering(200, "") as (url, seen):
        environ = {**CREDENTIAL, "BEIAN_COS_ENDPOINT": url}
        store = open_store(f"cos://{BUCKET}/?region=ap-guangzhou", environ)
        assert store.create("a", b"one") is True
        store.write("a", b"two")
    create, write = seen
    assert (create["x-cos-forbid-overwrite"], create["If-None-Match"]) == ("true", "*")
    assert (write["x-cos-forbid-overwrite"], write["If-None-Match"]) == (None, None)


@pytest.mark.parametrize("status", [409, 412])
def test_what_cos_did_not_overwrite_was_not_created(status: int) -> None:
    with answering(status, "") as (url, _):
        environ = {**CREDENTIAL, "BEIAN_COS_ENDPOINT": url}
        store = open_store(f"cos://{BUCKET}/?region=ap-guangzhou", environ)
        assert store.create("a", b"one") is False


class TestWhatCannotBeTold:
    def test_a_bucket_that_is_not_there_is_no_missing_object(self, bucket: Bucket) -> None:
        store = open_store(bucket.address().replace("beian-test", "other"), bucket.environ)
        with pytest.raises(StoreError, match="there is no such bucket"):
            store.read("a")
        with pytest.raises(StoreError):
            store.write("a", b"")

    def test_a_server_that_does_not_answer(self) -> None:
        away = {**CREDENTIAL, "BEIAN_COS_ENDPOINT": "http://127.0.0.1:9"}
        store = open_store(f"cos://{BUCKET}/?region=ap-guangzhou", away)
        for what in (store.read, store.has):
            with pytest.raises(StoreError, match=rf"cos://{BUCKET}/: cannot read") as caught:
                what("a")
            assert not [v for v in CREDENTIAL.values() if v in str(caught.value)]

    def test_a_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="cannot be used as a folder"):
            open_store(str(tmp_path / "file"), {})

    def test_no_credential(self, bucket: Bucket) -> None:
        with pytest.raises(StoreError, match="no credential"):
            open_store(bucket.address(), {})


@pytest.mark.parametrize(
    ("status", "code"), [(403, "AccessDenied"), (403, "SignatureDoesNotMatch"), (401, "Expired")]
)
def test_a_denial_names_the_permission_and_quotes_no_reply(status: int, code: str) -> None:
    secret = CREDENTIAL["TENCENTCLOUD_SESSIONTOKEN"]
    with answering(status, f"<Error><Code>{code}</Code><T>{secret}</T></Error>") as (url, _):
        environ = {**CREDENTIAL, "BEIAN_COS_ENDPOINT": url}
        store = open_store(f"cos://{BUCKET}/?region=ap-guangzhou", environ)
        with pytest.raises(StoreError, match=r"read denied.*name/cos:GetObject") as reading:
            store.read("a")
        with pytest.raises(StoreError, match=r"write denied.*name/cos:PutObject") as writing:
            store.create("a", b"")
    assert secret not in f"{reading.value}{writing.value}"
    assert (reading.value.__cause__, reading.value.__suppress_context__) == (None, True)


@contextmanager
def answering(status: int, body: str) -> Iterator[tuple[str, list[Message]]]:
    """A server that answers all alike, and the headers of what it was sent."""
    seen: list[Message] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            self.send_header("ETag", '"one"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        do_PUT = do_GET  # noqa: N815  # the name that the server looks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", seen
        finally:
            server.shutdown()
            thread.join()


class TestAddresses:
    def test_of_cos(self) -> None:
        found = cos_address("cos://b-1250000000/a/b%20c.yml?region=ap-guangzhou")
        assert found
        assert found == ("b-1250000000", "a/b c.yml", "ap-guangzhou")
        assert found.resource == "qcs::cos:ap-guangzhou:uid/1250000000:b-1250000000/a/b c.yml"

    @pytest.mark.parametrize("text", ["", "reports", "/var/reports", "c:\\reports"])
    def test_of_a_folder(self, text: str) -> None:
        assert cos_address(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "cos://",
            "COS://b-1250000000/a?region=ap-guangzhou",
            "s3://b-1250000000/a",
            "cos://b-1250000000/a",
            "cos://b-1250000000/a?region=",
            "cos://b-1250000000/a?region=x.example.cn",
            "cos://b/a?region=ap-guangzhou",
            "cos://b-1250000000.example.cn/a?region=ap-guangzhou",
            "cos://user@b-1250000000/a?region=ap-guangzhou",
            "cos://b-1250000000:99/a?region=ap-guangzhou",
            "cos://b-1250000000/../a?region=ap-guangzhou",
        ],
    )
    def test_that_are_none(self, text: str) -> None:
        with pytest.raises(BadAddress, match=r"write (it as|a folder, or) cos://"):
            cos_address(text)

    def test_the_emulated_one_must_be_loopback(self, bucket: Bucket) -> None:
        away = {**CREDENTIAL, "BEIAN_COS_ENDPOINT": "http://192.0.2.1:9000"}
        with pytest.raises(BadEnvironment, match="BEIAN_COS_ENDPOINT"):
            open_store(bucket.address(), away)
