"""The page as `beian serve` serves it, in a real browser."""

import base64
import gzip
import json
import signal
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

from selenium.webdriver import Chrome

from beian.cli.serving import body_of
from beian.sweep.report import Report
from tests.cli.running import started
from tests.cli.test_servers import fetch
from tests.sweep.conftest import Shown
from tests.sweep.fleet import FILED, accounts, world_of

ROWS = "#list-domains > tbody > tr:not(.detail)"
UNFILED = {"gov": False, "landed": False}


def test_a_sweep_is_begun_and_looked_at(tmp_path: Path, browser: Chrome) -> None:
    first, second = accounts(2)
    first = replace(first, filings={"d0-a0.cn": UNFILED, "d1-a0.cn": FILED})
    world = world_of([first, second])
    with started(tmp_path, "serve", "--port", "0", world=world) as server:
        sweeps = f"{server.url}/v1/sweeps"
        assert fetch(f"{sweeps}/latest")[0] == 404
        status, headers, body = fetch(sweeps, "POST")
        assert status == 202
        url = urljoin(sweeps, headers["Location"])
        report = Report.model_validate_json(fetch(url)[2])
        assert report.id == json.loads(body)["id"]
        assert (report.totals.accounts, report.totals.domains) == (3, 4)
        assert report.trigger.name == "local-developer"
        assert 'beian_status{account="' in fetch(f"{url}/metrics")[2]
        assert fetch(f"{url}?account={second.uin}")[0] == 200

        page = Shown(browser, f"{url}/report.html?lang=en")
        assert page.complaints() == []
        assert report.id in browser.title
        assert len(page.texts(ROWS)) == 4
        page.want("text", "d0-a0.cn")
        (row,) = page.texts(ROWS)
        assert "www.d0-a0.cn" in row
        assert "not compliant" in row
        assert page.complaints() == []
        whole = server.stop(signal.SIGTERM)
    assert whole.status == 0
    assert (tmp_path / "sweeps" / "latest.json").is_file()


def test_what_the_function_compressed_is_served_as_it_is() -> None:
    packed = base64.b64encode(gzip.compress("备".encode())).decode()
    assert gzip.decompress(body_of({"isBase64Encoded": True, "body": packed})).decode() == "备"
    assert body_of({"isBase64Encoded": False, "body": "备"}).decode() == "备"
