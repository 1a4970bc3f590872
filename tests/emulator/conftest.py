import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from beian.emulator import Emulator, load_world

from .probe import world

Serve = Callable[[str], Emulator]
Deploy = Callable[..., Emulator]


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def unknown_fields_are_errors() -> Iterator[None]:
    """The SDK only warns about a field that its models lack, and mutes the warning itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # The SDK's own, on Python 3.12 and later.
        warnings.filterwarnings("ignore", "datetime.datetime.utcfromtimestamp", DeprecationWarning)
        yield


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves worlds given as YAML; no test may leave a bug of the emulator behind."""
    running: list[Emulator] = []

    def start(world: str) -> Emulator:
        running.append(Emulator(load_world(world)).start())
        return running[-1]

    yield start
    for emulator in running:
        emulator.stop()
    assert [bug for emulator in running for bug in emulator.bugs] == []


@pytest.fixture
def deploy(serve: Serve, tmp_path: Path) -> Deploy:
    """Serves a world whose function is the probe; what is named is in its `function` section, and
    the first argument is the rest of the world."""

    def start(rest: str = "", **function: object) -> Emulator:
        return serve(world(tmp_path, rest, **function))

    return start
