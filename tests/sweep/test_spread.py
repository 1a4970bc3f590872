"""A sweep spread over invocations, which come twice, late, in any order, or never."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from beian.facts import Cause
from beian.store import StoreError
from beian.sweep import names
from beian.sweep.engine import Desk, Engine, NoSweep
from beian.sweep.names import Name
from beian.sweep.report import AccountResult, Change, Report, Sent
from beian.sweep.result import Work
from beian.tencent.errors import Denied
from beian.verdict import Verdict
from tests.sweep.fleet import DAY, FIRST, Fleet, account, accounts, only

NAME = Name("timer", "daily", FIRST)
SPREAD: Mapping[str, object] = {"sweep": {"inline_accounts": 2, "accounts_per_shard": 3}}
MINUTE = timedelta(minutes=1)


def begin(fleet: Fleet, **more: object) -> str:
    with fleet.engine(spread=True, **more) as engine:  # type: ignore[arg-type]  # by name
        return engine.start(NAME).id


def has_report(fleet: Fleet) -> bool:
    return fleet.store.has(names.report(NAME.id))


def told(report: Report) -> dict[str, object]:
    """What it says but for times, request ids and what it took."""
    text = report.model_dump(mode="json")
    for one in text["accounts"]:
        for name in ("checked_at", "cost", "evidence"):
            del one[name]
    return {k: v for k, v in text.items() if k not in ("planned_at", "finished_at", "cost")}


def test_each_shard_is_asked_for_once_and_the_last_makes_the_report(fleet: Fleet) -> None:
    fleet.becomes(accounts(7), SPREAD)
    begin(fleet)
    assert sorted(str(m["shard"]) for m in fleet.sent) == ["0", "1", "2"]
    assert all(set(m) == {"op", "sweep", "shard", "handovers"} for m in fleet.sent)
    finished = [fleet.deliver().finished for _ in range(3)]
    assert finished == [False, False, True]
    report = fleet.report(NAME.id)
    assert report.totals.accounts == 8
    assert [a.uin for a in report.accounts] == sorted(a.uin for a in report.accounts)


def test_a_small_sweep_runs_in_the_one_invocation(fleet: Fleet) -> None:
    fleet.becomes(accounts(1), SPREAD)
    begin(fleet)
    assert not fleet.sent
    assert has_report(fleet)


def test_it_finds_what_a_sweep_in_one_process_finds(fleet: Fleet) -> None:
    fleet.becomes(accounts(7), SPREAD)
    with fleet.engine() as engine:
        alone = told(fleet.report(engine.start(Name("cli", "", FIRST)).id))
    begin(fleet)
    while fleet.sent:
        fleet.deliver()
    spread = told(fleet.report(NAME.id))
    for one in (alone, spread):
        del one["id"], one["trigger"]
        for result in one["accounts"]:  # type: ignore[attr-defined]  # a list
            del result["sweep"]
    assert alone == spread


def test_a_planner_that_comes_twice_asks_only_for_what_is_missing(fleet: Fleet) -> None:
    fleet.becomes(accounts(7), SPREAD)
    begin(fleet)
    fleet.deliver()
    fleet.sent.clear()
    begin(fleet)
    assert [m["shard"] for m in fleet.sent] == [1, 2]


def test_a_plan_stays_what_it_was(fleet: Fleet) -> None:
    """Also where the accounts have changed between two deliveries."""
    fleet.becomes(accounts(7), SPREAD)
    begin(fleet)
    fleet.becomes(accounts(6), SPREAD)
    begin(fleet)
    while fleet.sent:
        fleet.deliver()
    report = fleet.report(NAME.id)
    assert report.totals.accounts == 8
    (lost,) = [a for a in report.accounts if a.uin == account(6).uin]
    assert {u.cause for u in lost.unread} == {Cause.NOT_CHECKED}


def test_deliveries_may_be_doubled_and_come_in_any_order(fleet: Fleet) -> None:
    fleet.becomes(accounts(7), SPREAD)
    begin(fleet)
    messages = [*fleet.sent, *fleet.sent, *fleet.sent]
    random.Random(4).shuffle(messages)  # noqa: S311  # the same order each time
    outcomes = [fleet.work(message) for message in messages]
    assert sum(not outcome.finished for outcome in outcomes) >= 2
    assert outcomes[-1].finished
    calls = len(fleet.emulator.calls)
    fleet.work(messages[0])
    assert len(fleet.emulator.calls) == calls


class TestAWorkerShortOfTime:
    def test_hands_the_rest_on(self, fleet: Fleet) -> None:
        fleet.becomes(accounts(7), {"sweep": {**SPREAD["sweep"], "at_once": 1}})  # type: ignore[dict-item]  # a mapping
        fleet.emulator.reset()
        begin(fleet)
        message = fleet.sent.popleft()
        outcome = fleet.work(message, seconds=0.0)
        assert not outcome.finished
        assert fleet.sent.pop() == {**message, "handovers": 1}

    def test_does_not_do_so_for_ever(self, fleet: Fleet) -> None:
        fleet.becomes(accounts(2), {"sweep": {"inline_accounts": 0, "handovers": 3}})
        begin(fleet)
        for _ in range(4):
            fleet.deliver(seconds=0.0)
        assert not fleet.sent
        report = fleet.report(NAME.id)
        assert {u.cause for a in report.accounts for u in a.unread} == {Cause.NOT_CHECKED}
        assert {a.verdict for a in report.accounts} == {Verdict.INDETERMINATE}


class TestTheWatchdog:
    def watch(self, fleet: Fleet, later: timedelta) -> list[bool]:
        with fleet.engine(spread=True, now=self.planned(fleet) + later) as engine:
            return [outcome.finished for outcome in engine.watch()]

    def planned(self, fleet: Fleet) -> datetime:
        with fleet.engine() as engine:
            return engine._manifest(NAME.id).planned_at

    def test_asks_again_for_what_stood_still(self, fleet: Fleet) -> None:
        fleet.becomes(accounts(7), SPREAD)
        begin(fleet)
        fleet.deliver()
        fleet.sent.clear()  # those workers died
        assert self.watch(fleet, 19 * MINUTE) == [False]
        assert not fleet.sent
        assert self.watch(fleet, 21 * MINUTE) == [False]
        assert [m["shard"] for m in fleet.sent] == [1, 2]
        fleet.deliver()
        assert fleet.deliver().finished
        assert self.watch(fleet, 30 * MINUTE) == []

    def test_gives_up_what_cannot_be_done(self, fleet: Fleet) -> None:
        fleet.becomes(accounts(7), SPREAD)
        begin(fleet)
        fleet.deliver()
        fleet.sent.clear()
        assert self.watch(fleet, 81 * MINUTE) == [True]
        report = fleet.report(NAME.id)
        lost = [a.uin for a in report.accounts if a.verdict is Verdict.INDETERMINATE]
        assert len(lost) == 5
        assert report.totals.accounts == 8

    def test_what_was_given_up_is_open_as_before(self, fleet: Fleet) -> None:
        fleet.becomes(accounts(3))
        first = fleet.sweep(FIRST - DAY)
        fleet.becomes(accounts(3), SPREAD)
        begin(fleet)
        fleet.sent.clear()
        self.watch(fleet, 81 * MINUTE)
        report = fleet.report(NAME.id)
        assert report.previous == first.id
        assert only(report, Change.GONE) == only(report, Change.RESOLVED) == []
        assert report.totals.domains == first.totals.domains
        assert len(only(report, Change.BECAME_UNKNOWN)) == 4 + 6

    def test_makes_the_report_where_only_that_is_missing(self, fleet: Fleet) -> None:
        fleet.becomes(accounts(7), SPREAD)
        begin(fleet)
        while fleet.sent:
            fleet.deliver()
        whole = fleet.report(NAME.id)
        fresh = Fleet(fleet.emulator, fleet._folder, fleet.store)
        assert fresh.report(NAME.id) == whole

    def test_forgets_a_sweep_without_a_plan(self, fleet: Fleet) -> None:
        fleet.becomes([])
        fleet.store.write(names.unfinished("timer"), b'{"sweeps": ["20260101T000000Z-00000000"]}')
        with fleet.engine(spread=True) as engine:
            assert [outcome.finished for outcome in engine.watch()] == [False]
            assert engine.watch() == []


def test_a_bug_that_one_account_brings_out_is_that_accounts_alone(
    fleet: Fleet, caplog: pytest.LogCaptureFixture
) -> None:
    fleet.becomes(accounts(3))
    strange = account(1).uin

    def check(work: Work, seconds: float) -> AccountResult:
        if work.uin == strange:
            raise ZeroDivisionError("planted-secret-0001")
        return honest(work, seconds)

    with fleet.engine() as engine:
        honest = engine._desk.check
        engine._desk = engine._desk._replace(check=check)
        assert engine.start(NAME).finished
    report = fleet.report(NAME.id)
    unknown = {a.uin for a in report.accounts if a.verdict is Verdict.INDETERMINATE}
    assert strange in unknown
    assert "ZeroDivisionError" in caplog.text
    assert "planted-secret-0001" not in caplog.text


def test_a_sweep_that_cannot_be_stored_is_tried_again(fleet: Fleet) -> None:
    """It raises, so that the platform does."""

    class Full:
        def __getattr__(self, name: str) -> object:
            raise StoreError("full")

    fleet.becomes(accounts(2))
    with fleet.engine() as engine:
        engine._store = Full()  # type: ignore[assignment]  # as good as any
        with pytest.raises(StoreError, match="full"):
            engine.start(NAME)


def test_an_invocation_that_is_not_accepted_is_tried_again(fleet: Fleet) -> None:
    fleet.becomes(accounts(7), SPREAD)

    def refuse(_: object) -> None:
        raise Denied("UnauthorizedOperation")

    with fleet.engine(spread=True) as engine:
        engine._desk = engine._desk._replace(send=refuse)
        with pytest.raises(Denied):
            engine.start(NAME)
    begin(fleet)
    assert len(fleet.sent) == 3


@pytest.mark.parametrize(
    ("sweep", "shard"),
    [("20260101T000000Z-00000000", 0), ("../latest", 0), ("", 0), (NAME.id, 3), (NAME.id, -2)],
)
def test_there_is_no_other_sweep(fleet: Fleet, sweep: str, shard: int) -> None:
    fleet.becomes(accounts(7), SPREAD)
    begin(fleet)
    with fleet.engine(spread=True) as engine, pytest.raises(NoSweep):
        engine.work(sweep, shard, 0)


class TestTelling:
    """Of a report, once."""

    def engine(self, desk: Desk, engine: Engine, heard: list[Report]) -> None:
        def notify(report: Report) -> list[Sent]:
            heard.append(report)
            return [Sent(to="notices.to.0 (json)", error=None)]

        engine._desk = desk._replace(notify=notify)

    def sweep(self, fleet: Fleet, heard: list[Report]) -> None:
        with fleet.engine() as engine:
            self.engine(engine._desk, engine, heard)
            engine.start(NAME)

    def test_people_are_told_once(self, fleet: Fleet) -> None:
        fleet.becomes(accounts(2))
        heard: list[Report] = []
        self.sweep(fleet, heard)
        self.sweep(fleet, heard)
        assert [report.id for report in heard] == [NAME.id]
        assert heard[0].accounts == []

    def test_a_teller_that_died_is_followed_by_the_watchdog(self, fleet: Fleet) -> None:
        fleet.becomes(accounts(2))
        heard: list[Report] = []

        def die(_: Report) -> list[Sent]:
            raise KeyboardInterrupt

        with fleet.engine() as engine:
            engine._desk = engine._desk._replace(notify=die)
            with pytest.raises(KeyboardInterrupt):
                engine.start(NAME)
            planned = engine._manifest(NAME.id).planned_at
        self.sweep(fleet, heard)
        assert heard == []  # the first may be at it yet
        with fleet.engine(now=planned + 21 * MINUTE) as engine:
            self.engine(engine._desk, engine, heard)
            assert [outcome.finished for outcome in engine.watch()] == [True]
            assert engine.watch() == []
        assert len(heard) == 1
