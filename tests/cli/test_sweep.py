"""`beian sweep`, from a world to a report that `beian report` shows."""

from pathlib import Path

from tests.cli import worlds
from tests.cli.conftest import Beian


def test_what_a_sweep_found_is_shown_and_kept(beian: Beian, tmp_path: Path) -> None:
    found = beian("sweep", "--format", "json", world=worlds.UNLAWFUL)
    assert (found.status, found.json["totals"]["domains"]) == (1, 1)
    kept = tmp_path / "sweeps" / "sweeps" / found.json["id"] / "report.json"
    assert kept.is_file()
    for asked in ((), (found.json["id"],)):
        shown = beian("report", "show", *asked, "--format", "json")
        assert (shown.status, shown.json) == (1, found.json)


def test_the_store_may_be_named(beian: Beian, tmp_path: Path) -> None:
    assert beian("sweep", "--store", "elsewhere", world=worlds.FILED).status == 0
    assert beian("report", "show", "--store", "elsewhere").status == 0
    assert not (tmp_path / "sweeps").exists()


def test_a_dry_run_prints_what_would_be_sent(beian: Beian) -> None:
    found = beian("sweep", "--dry-run", "--lang", "en", world=worlds.UNLAWFUL)
    assert found.err.startswith("would be told: -")
    assert "beian sweep: new 1" in found.err
