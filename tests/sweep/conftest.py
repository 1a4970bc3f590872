from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from obstore.store import MemoryStore
from selenium.webdriver import Chrome

from beian.emulator import Emulator, load_world
from beian.store import Store, open_store
from beian.sweep.outputs.page import to_html
from beian.sweep.report import Report
from beian.texts import Lang
from tests.bucket import Bucket
from tests.sweep.browsing import browsing
from tests.sweep.fleet import Fleet, world_of


@pytest.fixture(params=["local", "memory", "cos"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each of the places that sweeps can be kept in."""
    if request.param == "memory":
        return Store(MemoryStore(), "memory")
    if request.param == "local":
        return open_store(str(tmp_path / "sweeps"), {})
    bucket: Bucket = request.getfixturevalue("bucket")
    return open_store(bucket.address("some/where"), bucket.environ)


@pytest.fixture
def fleet(store: Store, tmp_path: Path) -> Iterator[Fleet]:
    with Emulator(load_world(world_of([]))) as emulator:
        yield Fleet(emulator, tmp_path, store)
        assert emulator.bugs == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    with browsing() as started:
        yield started


class Shown:
    """A page in the browser."""

    def __init__(self, browser: Chrome, url: str) -> None:
        self.browser = browser
        self.url = url
        self.load()

    def load(self) -> None:
        self._log()
        self.browser.get(self.url)

    def _log(self) -> list[dict[str, str]]:
        """What the console said since it was last asked."""
        found = self.browser.execute("getLog", {"type": "browser"})["value"]
        return list(found)

    def run(self, script: str, *values: object) -> Any:
        return self.browser.execute_script(script, *values)

    def text(self, selector: str) -> str:
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def texts(self, selector: str) -> list[str]:
        found = self.run(
            "return [...document.querySelectorAll(arguments[0])].map((n) => n.innerText)", selector
        )
        return list(found)

    def click(self, selector: str) -> None:
        self.run("document.querySelector(arguments[0]).click()", selector)

    def want(self, key: str, value: str) -> None:
        """Sets a filter as a person does."""
        self.run(
            "const c = document.getElementById('want-' + arguments[0]); c.value = arguments[1];"
            "c.dispatchEvent(new Event('input')); c.dispatchEvent(new Event('change'))",
            key,
            value,
        )

    def complaints(self) -> list[str]:
        """Errors, violations of the page's policy, and requests."""
        said = [entry["message"] for entry in self._log()]
        asked = self.run("return performance.getEntriesByType('resource').map((e) => e.name)")
        return [*said, *asked]


Show = Callable[..., Shown]


@pytest.fixture
def show(browser: Chrome, tmp_path: Path) -> Show:
    def on_screen(report: Report, lang: Lang = "en") -> Shown:
        path = tmp_path / "report.html"
        path.write_text(to_html(report, lang), "utf-8")
        return Shown(browser, path.as_uri())

    return on_screen
