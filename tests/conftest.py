"""For every test: an environment that says nothing, and a process that remembers nothing."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.bucket import BUCKET, Bucket, served
from tests.planted import Watch, watched

# A shell's background job ignores Ctrl-C, and so would every process that a test starts from one.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("beian", deadline=None, max_examples=50)
settings.load_profile("beian")

PROXIES = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
OURS = ("BEIAN_", "TENCENTCLOUD_")


@pytest.fixture(autouse=True)
def _clean_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """`BEIAN_PROOF` stays: it tells how thorough a run is, not what the code does."""
    for name in list(os.environ):
        if name.lower() in PROXIES or (name.startswith(OURS) and name != "BEIAN_PROOF"):
            monkeypatch.delenv(name)
    app = sys.modules.get("beian.app")
    if app is not None:
        monkeypatch.setattr(app, "_kept", [])


@pytest.fixture(autouse=True)
def _no_secret_shows(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """In whatever a test makes the project say. `shows_keys` marks what prints them on request."""
    watch = Watch()
    with watched(watch, monkeypatch):
        yield
    assert watch.found == [] or request.node.get_closest_marker("shows_keys")


@pytest.fixture(scope="session")
def cos() -> Iterator[str]:
    """The URL of an S3 server that stands for COS."""
    with served() as url:
        yield url


@pytest.fixture
def bucket(cos: str) -> Bucket:
    """An empty one."""
    found = Bucket(cos)
    found.send("POST", "/moto-api/reset")
    found.send("PUT", f"/{BUCKET}")
    return found
