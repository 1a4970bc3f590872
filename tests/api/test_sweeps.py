"""The routes of sweeps, with a stand-in for what keeps them."""

import base64
import gzip
import json
import random
from urllib.parse import urljoin

import pytest

from beian.api import Request, Response, respond
from beian.api.sweeps import MOST
from beian.store import StoreError
from beian.sweep.metrics import CONTENT_TYPE
from beian.sweep.report import Report
from tests.api.answers import REPORT, RUNNING, SWEEP, FakeAsk, FakeCounter
from tests.api.requests import KINDS, get, post
from tests.records import replace
from tests.sweep import reports

GATEWAY = ("", "/release", "/beian", "/release/beian")


def answer(request: Request, counter: FakeCounter | None = None) -> Response:
    return respond(request, FakeAsk(), counter or FakeCounter())


class TestBeginning:
    @pytest.mark.parametrize(
        ("url", "path"),
        [
            ("https://a.cn/v1/sweeps", "/v1/sweeps"),
            ("https://a.cn/v1/sweeps/?lang=en", "/v1/sweeps/"),
            ("https://a.cn/release/v1/sweeps", "/release/v1/sweeps"),
            ("https://a.cn/release/beian/v1/sweeps/", "/release/beian/v1/sweeps/"),
            # What a gateway took off the path, nothing here could put before it again.
            ("https://a.cn/release/beian/v1/sweeps", "/beian/v1/sweeps"),
            ("https://a.cn/备案/v1/sweeps", "/v1/sweeps"),
        ],
    )
    def test_it_tells_where_the_report_will_be(self, url: str, path: str) -> None:
        request = replace(post(b"", path=path), prefixes=GATEWAY)
        response = answer(request)
        assert (response.status, json.loads(response.body)) == (
            202,
            {"id": SWEEP, "status": "running"},
        )
        assert response.headers["Location"].isascii()
        base = url.partition("?")[0].rstrip("/")
        assert urljoin(url, response.headers["Location"]) == f"{base}/{SWEEP}"
        assert int(response.headers["Retry-After"]) > 0

    def test_it_begins_once(self) -> None:
        counter = FakeCounter()
        answer(post({}, path="/v1/sweeps"), counter)
        assert counter.started == 1

    @pytest.mark.parametrize("body", [[], {"account": "1"}, {"lang": "fr"}, b"{"])
    def test_nothing_begins_where_the_body_is_bad(self, body: object) -> None:
        counter = FakeCounter()
        answer(post(body, path="/v1/sweeps"), counter)
        assert counter.started == 0

    def test_its_problems_speak_the_bodys_language(self) -> None:
        request = post({"lang": "zh-CN", "x": 1}, path="/v1/sweeps", accept="en")
        assert answer(request).headers["Content-Language"] == "zh-CN"


class TestPaths:
    @pytest.mark.parametrize("rest", KINDS)
    @pytest.mark.parametrize("sweep", [SWEEP, "latest"])
    @pytest.mark.parametrize("way", ["{}", "{}/", "/release{}", "/release/beian{}/"])
    def test_the_sweep_is_found_behind_whatever_stands_before(
        self, way: str, sweep: str, rest: str
    ) -> None:
        counter = FakeCounter()
        request = get(way.format(f"/v1/sweeps/{sweep}{rest}"))
        assert answer(replace(request, prefixes=GATEWAY), counter).status == 200
        assert counter.asked == [(sweep, None)]

    @pytest.mark.parametrize(
        "path", [f"/v1/sweeps/%32{SWEEP[1:]}", f"/v1%2Fsweeps%2F{SWEEP}", "/v1/sweeps/%6Catest"]
    )
    def test_percent_encoding_is_undone(self, path: str) -> None:
        assert answer(get(path)).status == 200

    @pytest.mark.parametrize(
        "path",
        [
            "/v1/sweeps/{sweep}",
            "/v1/sweeps/%7Bsweep%7D/metrics",
            "/v1/sweeps/latest.json",
            "/v1/sweeps/Latest",
            "/v1/sweeps/..",
            f"/v1/sweeps/{SWEEP}x",
            f"/v1/sweeps/{SWEEP[:-1]}",
            f"/v1/sweeps/{SWEEP.upper()}",
            f"/v1/sweeps/{SWEEP}%0A",
            f"/v1/sweeps/{SWEEP}//",
            f"/v1/sweeps/{SWEEP}/../{SWEEP}",
            f"/v1/sweeps/{SWEEP}%252Fmetrics",
            f"/v1/sweeps/{SWEEP}/report",
            f"/v1/sweeps/{SWEEP}/report.html/x",
            f"/v1/sweeps/{SWEEP}/accounts/100000000001.json",
            f"/v1/sweeps//{SWEEP}",
            "/v1/sweeps/" + "٢" * 8 + SWEEP[8:],
        ],
    )
    def test_any_other_is_not_found(self, path: str) -> None:
        counter = FakeCounter()
        response = answer(get(path), counter)
        assert (response.status, counter.asked) == (404, [])
        assert json.loads(response.body)["type"] == "urn:beian:problem:not-found"

    @pytest.mark.parametrize(
        ("path", "allow"),
        [("/v1/sweeps", "OPTIONS, POST")]
        + [(f"/v1/sweeps/latest{rest}", "GET, HEAD, OPTIONS") for rest in KINDS],
    )
    def test_each_tells_its_methods(self, path: str, allow: str) -> None:
        wrong = answer(get(path, method="DELETE"))
        asked = answer(get(path, method="OPTIONS"))
        assert (wrong.status, wrong.headers["Allow"]) == (405, allow)
        assert (asked.status, asked.headers["Allow"]) == (204, allow)


class TestTelling:
    def test_the_report_is_the_document(self) -> None:
        response = answer(get("/v1/sweeps/latest"))
        assert Report.model_validate_json(response.body) == REPORT
        assert json.loads(response.body)["schema"] == "beian.sweep/v1"

    def test_the_account_asked_for_reaches_the_counter(self) -> None:
        counter = FakeCounter()
        for rest in KINDS:
            answer(get(f"/v1/sweeps/latest{rest}", account="100000000002"), counter)
        assert counter.asked == [("latest", "100000000002")] * 3

    @pytest.mark.parametrize("lang", ["zh-CN", "en"])
    def test_the_page_is_in_the_language_asked_for(self, lang: str) -> None:
        response = answer(get("/v1/sweeps/latest/report.html", lang=lang))
        assert f'<html lang="{lang}">' in response.body
        assert response.headers["Content-Language"] == lang

    def test_metrics_are_what_a_scraper_takes(self) -> None:
        response = answer(get("/v1/sweeps/latest/metrics"))
        assert response.headers["Content-Type"] == CONTENT_TYPE
        assert response.body.endswith("# EOF\n")

    @pytest.mark.parametrize("rest", KINDS)
    def test_what_runs_is_to_be_asked_for_again(self, rest: str) -> None:
        response = answer(get(f"/v1/sweeps/{SWEEP}{rest}"), FakeCounter(RUNNING))
        assert response.status == 202
        assert int(response.headers["Retry-After"]) > 0
        assert "Location" not in response.headers  # it is where it was asked for

    @pytest.mark.parametrize("lang", ["zh-CN", "en"])
    def test_a_store_out_of_reach_says_why_and_when_to_come_back(self, lang: str) -> None:
        failed = FakeCounter(StoreError("cos://b: cannot read: {GenericError}"))
        response = answer(get("/v1/sweeps/latest", lang=lang), failed)
        assert int(response.headers["Retry-After"]) > 0
        (error,) = json.loads(response.body)["errors"]
        assert error == {"field": "sweep", "message": "cos://b: cannot read: {GenericError}"}


def with_noise(size: int, *, squeezable: bool) -> FakeCounter:
    """A report of so many bytes."""
    letters = random.Random(7).choices("abcdefgh", k=size) if not squeezable else ["备"] * size  # noqa: S311  # noise
    (account,) = REPORT.accounts
    noisy = account.model_copy(update={"name": "".join(letters)})
    return FakeCounter(reports.report([noisy], id=SWEEP))


class TestSize:
    """The platform passes on 6 MB: what is more is compressed where that is taken."""

    LARGE = with_noise(2_000_000, squeezable=True)  # six million in the reply's JSON

    @pytest.mark.parametrize(
        ("accepted", "status"),
        [
            ("gzip", 200),
            ("br, GZIP;q=0.5", 200),
            ("*", 200),
            ("identity, *;q=0.1", 200),
            ("gzip;q=0", 422),
            ("gzip; q=0.0, *", 422),
            ("*;q=0", 422),
            ("br", 422),
            ("xgzip", 422),
            ("", 422),
        ],
    )
    def test_it_is_compressed_only_where_that_is_taken(self, accepted: str, status: int) -> None:
        request = get("/v1/sweeps/latest")
        headers = {**request.headers, "accept-encoding": accepted}
        response = answer(replace(request, headers=headers), self.LARGE)
        assert response.status == status
        if status == 422:
            assert response.is_base64 is False
            assert json.loads(response.body)["type"] == "urn:beian:problem:report-too-large"
            return
        assert response.headers["Content-Encoding"] == "gzip"
        assert response.headers["Vary"] == "Accept-Language, Accept-Encoding"
        text = gzip.decompress(base64.b64decode(response.body))
        assert Report.model_validate_json(text).id == SWEEP

    def test_without_the_header_it_is_not(self) -> None:
        assert answer(get("/v1/sweeps/latest"), self.LARGE).status == 422

    def test_what_fits_is_sent_as_it_is(self) -> None:
        request = replace(get("/v1/sweeps/latest"), headers={"accept-encoding": "gzip"})
        response = answer(request, with_noise(700_000, squeezable=True))
        assert (response.is_base64, "Content-Encoding" in response.headers) == (False, False)
        assert len(json.dumps(response.body)) < MOST

    def test_what_cannot_be_made_to_fit_is_refused(self) -> None:
        request = replace(get("/v1/sweeps/latest"), headers={"accept-encoding": "gzip"})
        assert answer(request, with_noise(12_000_000, squeezable=False)).status == 422

    def test_a_head_has_the_headers_of_it(self) -> None:
        request = get("/v1/sweeps/latest", method="HEAD")
        headers = {**request.headers, "accept-encoding": "gzip"}
        response = answer(replace(request, headers=headers), self.LARGE)
        assert (response.body, response.is_base64) == ("", False)
        assert response.headers["Content-Encoding"] == "gzip"
