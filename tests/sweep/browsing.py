"""A real browser for the pages: Debian's Chromium, headless, that gets no further than loopback."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

GET_ONE = "no Chromium: apt-get install chromium chromium-driver"
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--window-size=1280,900",
)


@contextmanager
def browsing() -> Iterator[Chrome]:
    """Where none is installed the test is skipped; under CI it fails."""
    found = shutil.which("chromium"), shutil.which("chromedriver")
    if None in found:
        if os.environ.get("CI"):
            pytest.fail(GET_ONE)
        pytest.skip(GET_ONE)
    options = Options()
    options.binary_location = str(found[0])
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in ARGUMENTS:
        options.add_argument(argument)
    browser = Chrome(options=options, service=Service(executable_path=found[1]))
    try:
        yield browser
    finally:
        browser.quit()
