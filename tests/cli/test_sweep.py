"""`beian sweep` over small fleets, as a person or a schedule runs it."""

import signal
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from beian.rulebook.model import Status
from beian.sweep.report import Report
from tests.cli.running import LIMIT_S, Command, Run, finish, run
from tests.cli.test_terminal import ESCAPE, on_terminal
from tests.sweep.endpoints import endpoint, nobody, replies
from tests.sweep.fleet import CLOCK, FILED, HOME, Account, accounts, config_of, world_of

UNFILED = {"gov": False, "landed": False}
BANNED = {**FILED, "ban": True}
LATER = "2026-11-23T12:00:00+08:00"
Config = Mapping[str, object] | None
SECRET = "planted0secret0of0a0target"
WAIVER = {
    "account": "*",
    "rule": "domain.served-filed",
    "reason": "moves in January",
    "owner": "web team",
    "expires": "2027-06-30",
}


def lawless(fleet: list[Account], at: int = 1, flags: Mapping[str, bool] = UNFILED) -> str:
    """The name of a domain that an account of the fleet serves so from now on."""
    one = fleet[at]
    host = one.hosts[0]
    fleet[at] = replace(one, filings={**one.filings, host.removeprefix("www."): flags})
    return host


class Swept:
    """Sweeps in one folder, whose reports are kept there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def arguments(
        self, fleet: list[Account], *more: str, clock: str = CLOCK, config: Config = None
    ) -> list[str]:
        """:param config: further parts of the configuration"""
        (self.folder / "world.yml").write_text(world_of(fleet, clock=clock), "utf-8")
        (self.folder / "fleet.yml").write_text(config_of(fleet, **(config or {})), "utf-8")
        return ["sweep", "--world", "world.yml", "--config", "fleet.yml", *more]

    def __call__(
        self, fleet: list[Account], *more: str, clock: str = CLOCK, config: Config = None
    ) -> Run:
        found = run(self.folder, *self.arguments(fleet, *more, clock=clock, config=config))
        for secret in (SECRET, "fleet-secret-"):
            assert secret not in found.out + found.err
        return found


@pytest.fixture
def sweep(tmp_path: Path) -> Swept:
    return Swept(tmp_path)


def test_every_account_is_swept_shown_and_kept(sweep: Swept) -> None:
    fleet = accounts(3)
    done = sweep(fleet)
    assert (done.status, done.err) == (0, "")
    heading, totals, *_ = done.out.splitlines()
    assert heading.endswith(": Everything is in order")
    assert totals == "  Domains: 6 domains in 4 accounts"
    told = run(sweep.folder, "report", "show", "--format", "json")
    report = Report.model_validate(told.json)
    assert {a.uin for a in report.accounts} == {HOME, *(one.uin for one in fleet)}
    assert report.trigger.kind == "cli"
    again = run(sweep.folder, "report", "show", report.id)
    assert (again.status, again.out) == (0, done.out)


@pytest.mark.parametrize(
    ("state", "status"), [("fine", 0), ("unfiled", 1), ("unread", 2), ("both", 1), ("waived", 0)]
)
def test_the_exit_status_says_how_it_stands(sweep: Swept, state: str, status: int) -> None:
    fleet = accounts(2)
    if state in ("unfiled", "both", "waived"):
        lawless(fleet)
    if state in ("unread", "both"):
        fleet[0] = replace(fleet[0], denies=("ba:DescribeDomainIcpStatus",))
    config = {"waivers": [WAIVER]} if state == "waived" else {}
    done = sweep(fleet, "--format", "json", config=config)
    assert done.status == status, done.err
    report = Report.model_validate(done.json)
    failing = {
        (d.domain, f.rule, f.waived is not None)
        for a in report.accounts
        for d in a.domains
        for f in d.findings
        if f.status is Status.FAIL
    }
    there = state in ("unfiled", "both", "waived")
    served = ("www.d0-a1.cn", "domain.served-filed", state == "waived")
    assert failing == ({served} if there else set())


def test_a_second_sweep_shows_exactly_what_changed(sweep: Swept) -> None:
    before, after = accounts(4), accounts(4)
    was = lawless(before, 1)
    is_ = lawless(after, 3, BANNED)
    assert sweep(before).status == 1
    second = sweep(after, "--format", "json", clock=LATER)
    items = Report.model_validate(second.json).changes.items
    assert {(c.kind.value, c.domain) for c in items} == {("resolved", was), ("new", is_)}
    shown = run(sweep.folder, "report", "diff")
    assert shown.status == 1
    assert shown.out.count("\n  - ") == 2


def test_the_same_moment_is_the_same_sweep(sweep: Swept) -> None:
    first = sweep(accounts(2))
    assert sweep(accounts(2)) == first


@pytest.mark.parametrize(
    ("waiver", "told"),
    [
        ({**WAIVER, "expires": "someday"}, "waivers.0.expires"),
        ({**WAIVER, "rule": "domain.served"}, "waivers.0.rule"),
        ({k: v for k, v in WAIVER.items() if k != "owner"}, "waivers.0.owner"),
    ],
)
def test_a_waiver_that_makes_no_sense_stops_the_sweep(
    sweep: Swept, waiver: dict[str, str], told: str
) -> None:
    done = sweep(accounts(1), config={"waivers": [waiver]})
    assert (done.status, done.out) == (64, "")
    lines = (sweep.folder / "fleet.yml").read_text("utf-8").splitlines()
    file, line, rest = done.err.removeprefix("beian: ").split(":", 2)
    assert (file, rest.split(":")[0].strip()) == ("fleet.yml", told)
    assert 0 < int(line) <= len(lines)
    assert not (sweep.folder / "sweeps").exists()


def test_what_cannot_be_begun_is_told_and_leaves_nothing(sweep: Swept) -> None:
    arguments = sweep.arguments(accounts(1))
    unknown = run(sweep.folder, "sweep", "--world", "none.yml")
    nowhere = run(sweep.folder, *arguments, "--store", "fleet.yml")
    bucket = run(sweep.folder, *arguments, "--store", "cos://x")
    assert [unknown.status, nowhere.status, bucket.status] == [64, 64, 64]
    assert "none.yml" in unknown.err
    assert "fleet.yml: cannot be used as a folder" in nowhere.err
    assert "no address of a COS bucket" in bucket.err
    assert not (sweep.folder / "sweeps").exists()


class TestNotices:
    def test_a_dry_run_prints_the_digest_and_sends_nothing(self, sweep: Swept) -> None:
        fleet = accounts(2)
        sweep(fleet)
        domain = lawless(fleet)
        with endpoint(replies(200)) as there:
            url = f"json://{there.at}/{SECRET}"
            notices = {"to": [{"url": url, "lang": "en"}], "link": "https://example.cn/beian"}
            config = {"notices": notices}
            done = sweep(fleet, "--dry-run", "--format", "json", clock=LATER, config=config)
            assert there.received == []
        assert done.status == 1
        assert Report.model_validate(done.json).changes.items
        first, _, title, *_ = done.err.splitlines()
        assert first == "would be told: notices.to.0 (json)"
        assert title == "beian sweep: new 1"
        assert domain in done.err
        assert "https://example.cn/beian/v1/sweeps/" in done.err

    def test_who_is_told_is_told_once(self, sweep: Swept) -> None:
        fleet = accounts(1)
        lawless(fleet, 0)
        with endpoint(replies(200)) as there:
            config = {"notices": {"to": [{"url": f"json://{there.at}/{SECRET}"}]}}
            runs = [sweep(fleet, config=config) for _ in range(2)]
            assert len(there.received) == 1
        assert [(one.status, one.err) for one in runs] == [(1, ""), (1, "")]

    def test_a_target_that_fails_is_told_of_and_fails_nothing(self, sweep: Swept) -> None:
        url = f"json://127.0.0.1:{nobody()}/{SECRET}"
        config = {"notices": {"to": [{"url": url, "when": "always"}]}}
        done = sweep(accounts(1), config=config)
        assert done.status == 0
        assert done.err == "beian: notices.to.0 (json) was not told: unreachable\n"


def test_ctrl_c_ends_it_at_once_and_the_next_run_goes_on(sweep: Swept) -> None:
    fleet = accounts(3)
    arguments = sweep.arguments(fleet)
    world = sweep.folder / "world.yml"
    usable = world.read_text("utf-8")
    hanging = [{"on": "ba:*", "wire": "hang"}]
    world.write_text(yaml.safe_dump({**yaml.safe_load(usable), "faults": hanging}), "utf-8")
    store = sweep.folder / "sweeps"
    with Command(sweep.folder, arguments).start() as process:
        try:
            until = time.monotonic() + LIMIT_S
            while not list(store.glob("sweeps/*/manifest.json")):
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            stopped = finish(process)
        finally:
            process.kill()
    assert (stopped.status, stopped.out) == (130, "")
    assert "Traceback" not in stopped.err
    for path in store.rglob("*.json"):
        yaml.safe_load(path.read_text("utf-8"))
    assert not list(store.rglob("report.json*"))
    assert run(sweep.folder, "report", "show").status == 64
    world.write_text(usable, "utf-8")
    again = run(sweep.folder, *arguments)
    assert (again.status, again.out.splitlines()[1]) == (0, "  Domains: 6 domains in 4 accounts")


def test_only_a_person_is_shown_the_progress(sweep: Swept) -> None:
    fleet = accounts(2)
    shown = on_terminal(sweep.folder, 80, *sweep.arguments(fleet))
    assert "sweeping accounts" in ESCAPE.sub("", shown)
    assert "✓ Everything is in order" in ESCAPE.sub("", shown)
    dumb = on_terminal(sweep.folder, 80, *sweep.arguments(fleet, clock=LATER), TERM="dumb")
    assert "sweeping" not in dumb
    assert "\x1b" not in dumb


def test_other_accounts_in_the_same_moment_are_another_sweep(sweep: Swept) -> None:
    first = sweep(accounts(1), "--format", "json")
    second = sweep(accounts(2), "--format", "json")
    assert first.json["id"] != second.json["id"]
    assert second.json["totals"]["accounts"] == 3


def test_a_dry_run_leaves_nothing_behind(sweep: Swept) -> None:
    fleet = accounts(2)
    lawless(fleet)
    assert sweep(fleet, "--dry-run").status == 1
    assert run(sweep.folder, "report", "show").status == 64
    real = sweep(fleet, "--format", "json", clock=LATER)
    assert real.json["changes"]["counts"]["new"] == 1


def test_an_address_of_another_kind_is_no_folder(sweep: Swept) -> None:
    done = sweep(accounts(1), "--store", "s3://bucket/prefix")
    assert done.status == 64
    assert "cos://" in done.err
    assert not (sweep.folder / "s3:").exists()
