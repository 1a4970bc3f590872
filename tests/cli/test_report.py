"""`beian report`: reports of a store, shown in every form."""

import csv
import io
import json
import re
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from beian.rulebook.model import Status
from beian.sweep.report import Report
from beian.verdict import Compliance, Verdict
from tests.bucket import Bucket
from tests.cli.conftest import Beian
from tests.cli.running import environment
from tests.cli.test_terminal import ESCAPE, on_terminal
from tests.sweep import reports, samples

LATEST = "daily-20261122"


def kept(folder: Path, *stored: Report) -> None:
    """In the default store of that folder; the last is the latest."""
    for report in stored:
        path = folder / "sweeps" / "sweeps" / report.id / "report.json"
        path.parent.mkdir(parents=True)
        path.write_text(report.model_dump_json(by_alias=True), "utf-8")
    latest = {"id": stored[-1].id, "time": reports.NOW.isoformat()}
    (folder / "sweeps" / "latest.json").write_text(json.dumps(latest), "utf-8")


def test_the_latest_report_is_shown_in_plain_lines(beian: Beian, tmp_path: Path) -> None:
    kept(tmp_path, samples.sample(4, 6))
    run = beian("report", "show")
    assert run.status == 1
    lines = run.out.splitlines()
    assert lines[0] == f"ICP filing sweep {LATEST}: 3 domains need action"
    assert "  Domains: 24 domains in 4 accounts" in lines
    assert "New (1):" in lines
    assert "Needs action (4):" in lines
    assert any(line.startswith("  - 100000000003, blocked, non_compliant: ") for line in lines)
    assert "      remedy: Grant ba:DescribeDomainIcpStatus to the execution role." in lines
    assert any(line.startswith("  - old-campaign: expired (2026-10-31)") for line in lines)
    chinese = beian("report", "show", "--lang", "zh-CN").out
    assert chinese.startswith(f"备案巡检报告 {LATEST}: 3 个域名需要处理\n")


def test_every_form_can_be_read_back(beian: Beian, tmp_path: Path) -> None:
    report = samples.sample(2, 3)
    kept(tmp_path, report)
    told = beian("report", "show", LATEST, "--format", "json")
    assert Report.model_validate_json(told.out) == report
    rows = list(csv.reader(io.StringIO(beian("report", "show", "--format", "csv").out)))
    assert len(rows) == 1 + 2 + 6
    junit = beian("report", "show", "--format", "junit").out
    assert ET.fromstring(junit).tag == "testsuites"  # noqa: S314  # our own
    sarif = beian("report", "show", "--format", "sarif", "--lang", "zh-CN").json
    assert sarif["runs"][0]["language"] == "zh-CN"
    metrics = beian("report", "show", "--format", "openmetrics").out
    assert metrics.endswith("# EOF\n")
    assert metrics.count("\nbeian_status{") == 6
    page = beian("report", "show", "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert '<html lang="en">' in page


@pytest.mark.parametrize(
    ("verdict", "compliance", "waived", "status"),
    [
        (Verdict.FILED, Compliance.COMPLIANT, False, 0),
        (Verdict.NOT_ELIGIBLE, Compliance.NOT_APPLICABLE, False, 1),
        (Verdict.NOT_ELIGIBLE, Compliance.NOT_APPLICABLE, True, 0),
        (Verdict.ELIGIBLE, Compliance.NON_COMPLIANT, False, 1),
        (Verdict.FILED, Compliance.UNKNOWN, False, 2),
        (Verdict.INDETERMINATE, Compliance.COMPLIANT, False, 2),
    ],
)
def test_the_exit_status_follows_the_content(
    beian: Beian,
    tmp_path: Path,
    verdict: Verdict,
    compliance: Compliance,
    waived: bool,
    status: int,
) -> None:
    cover = reports.WAIVED if waived else None
    hold = reports.finding("domain.hold", Status.FAIL, "on_hold", waived=cover)
    one = reports.domain("a.cn", verdict, compliance, [hold] if waived else [])
    kept(tmp_path, reports.report([reports.account(domains=[one])]))
    assert beian("report", "show", "--format", "csv").status == status


def test_diff_shows_what_the_report_recorded(beian: Beian, tmp_path: Path) -> None:
    kept(tmp_path, samples.sample(4, 6))
    run = beian("report", "diff")
    assert run.status == 1
    heading, still, *rest = run.out.splitlines()
    assert heading.startswith(f"From daily-20261121 to {LATEST}: New 1 · Became unknown 1")
    assert still == "  Still there: 11"
    assert "domain.hold pass → fail" in rest[1]
    told = beian("report", "diff", LATEST, "--format", "json").json
    assert (told["from"], told["to"], told["counts"]["new"]) == ("daily-20261121", LATEST, 1)


def test_diff_of_two_is_computed_from_what_each_has_open(beian: Beian, tmp_path: Path) -> None:
    hold = reports.finding("domain.hold", Status.FAIL, "on_hold")
    bad = reports.domain("a.cn", Verdict.NOT_ELIGIBLE, findings=[hold])
    good = reports.domain("a.cn")
    first = reports.report([reports.account(domains=[bad])], id="one")
    second = reports.report([reports.account(domains=[good])], id="two")
    kept(tmp_path, first, second)
    healed, worse = beian("report", "diff", "one", "two"), beian("report", "diff", "two", "one")
    assert healed.status == 0
    assert "Resolved (1):\n  - a.cn · acme (100000000001) · domain.hold fail → none" in healed.out
    assert worse.status == 1
    assert "New (1):" in worse.out
    same = beian("report", "diff", "two", "two")
    assert (same.status, same.out.splitlines()[0]) == (0, "From two to two: Nothing changed.")
    unread = reports.finding("domain.hold", Status.UNKNOWN, "unread")
    unclear = reports.domain("a.cn", Verdict.INDETERMINATE, findings=[unread])
    third = reports.report([reports.account(domains=[unclear])])
    kept(tmp_path / "more", second, third)
    there = beian("report", "diff", "two", LATEST, "--store", "more/sweeps")
    assert there.status == 2


def test_a_first_sweep_has_nothing_to_compare_with(beian: Beian, tmp_path: Path) -> None:
    kept(tmp_path, reports.report([reports.account()], previous=None))
    run = beian("report", "diff")
    assert run.status == 0
    assert "nothing to compare with" in run.out


def test_open_writes_the_page_and_prints_where(beian: Beian, tmp_path: Path) -> None:
    kept(tmp_path, samples.sample(1, 2))
    run = beian("report", "open", "--out", "page.html")
    assert (run.status, run.out.strip()) == (0, str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")
    made = Path(beian("report", "open").out.strip())
    try:
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        assert made.name.startswith(f"beian-{LATEST}-")
    finally:
        made.unlink()
    failed = beian("report", "open", "--out", "no/such/folder.html")
    assert failed.status == 64
    assert "cannot be written: No such file or directory" in failed.err


def test_a_person_is_shown_the_page_in_the_browser(tmp_path: Path) -> None:
    kept(tmp_path, samples.sample(1, 2))
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n', "utf-8")
    browser.chmod(0o755)
    shown = on_terminal(
        tmp_path, 100, "report", "open", "--out", "page.html", BROWSER=f"{browser} %s"
    )
    assert str(tmp_path / "page.html") in shown
    assert (tmp_path / "opened").read_text().strip() == (tmp_path / "page.html").as_uri()


def test_a_person_sees_a_panel_that_fits_and_is_not_endless(tmp_path: Path) -> None:
    kept(tmp_path, samples.sample(12, 8))
    shown = ESCAPE.sub("", on_terminal(tmp_path, 80, "report", "show", "--lang", "zh-CN"))
    assert "✗ 12 个域名需要处理" in shown
    assert "需要处理 (15)" in shown
    wide = ESCAPE.sub("", on_terminal(tmp_path, 100, "report", "show", "--lang", "en"))
    assert re.search(r"Needs action \(15\)", wide)
    kept(tmp_path / "more", samples.sample(30, 8))
    more = on_terminal(tmp_path, 100, "report", "show", "--store", "more/sweeps", "--lang", "en")
    assert "more: see --format csv or beian report open" in ESCAPE.sub("", more)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "sweeps/one/report.json: damaged at JSON"),
        ("[]", "sweeps/one/report.json: damaged at JSON"),
        ('{"schema": "beian.sweep/v9"}', "is beian.sweep/v9, this version reads beian.sweep/v1"),
        ('{"schema": "beian.sweep/v1"}', "sweeps/one/report.json: damaged at id"),
    ],
)
def test_a_report_that_cannot_be_read_is_said_to_be(
    beian: Beian, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "sweeps" / "sweeps" / "one" / "report.json"
    path.parent.mkdir(parents=True)
    path.write_text(content, "utf-8")
    run = beian("report", "show", "one")
    assert run.status == 64
    assert said in run.err


def test_what_is_not_there_is_named(beian: Beian, tmp_path: Path) -> None:
    missing = beian("report", "show", "--store", "nowhere")
    assert missing.status == 64
    assert missing.err.startswith("beian: no nowhere: say with --store or BEIAN_STORE")
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "sweeps").mkdir()
    empty = beian("report", "show")
    assert "no sweep has been completed in sweeps" in empty.err
    for name in ("other", "../../etc", "A B", ""):
        run = beian("report", "show", name or "..")
        assert run.status == 64
        assert "no report of a sweep" in run.err
    assert beian("report", "diff", "a", "b", "c").status == 64
    assert "no address of a COS bucket" in beian("report", "show", "--store", "cos://x").err
    (tmp_path / "sweeps" / "latest.json").write_text("{}", "utf-8")
    assert "latest.json: damaged at id" in beian("report", "show").err


def test_a_store_in_cos_is_read_with_the_credential(
    beian: Beian, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reports.report([reports.account()])
    bucket.put(f"of/sweeps/{LATEST}/report.json", report.model_dump_json(by_alias=True))
    bucket.put("of/latest.json", json.dumps({"id": LATEST, "time": reports.NOW.isoformat()}))
    for name, value in bucket.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BEIAN_STORE", bucket.address("of"))
    run = beian("report", "show", "--format", "json")
    assert (run.status, run.json["id"]) == (0, LATEST)


def test_nothing_but_a_page_loads_the_template_engine(tmp_path: Path) -> None:
    script = (
        "import sys, handler, beian.app, beian.check, beian.cli.commands, beian.cli.asking\n"
        "import beian.cli.showing, beian.cli.status, beian.cli.reports, beian.sweep.report\n"
        "sys.exit('jinja2' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment(), check=False, timeout=20
    )
    assert done.returncode == 0
