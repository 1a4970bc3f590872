"""Sweeps from the trigger to the report, through the function as the platform calls it."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast
from unittest import mock
from urllib.parse import urljoin

import pytest

from beian import app
from beian.emulator import Emulator, load_world
from beian.store import open_store
from beian.sweep import SweepFailed, names
from beian.sweep.names import Name
from beian.sweep.report import Change, Report
from handler import main_handler
from tests.api.requests import KINDS
from tests.events.recorded import about, gateway, recorded
from tests.function.runs import Json, Run, context, invoke, watched
from tests.sweep.fleet import (
    FILED,
    FIRST,
    HOME,
    Account,
    Fleet,
    account,
    accounts,
    changes,
    config_of,
    world_of,
)
from tests.sweep.storm import ROOT, Receiver, receiving

OPS, READER = "AKIDops00000000000", "AKIDreader00000000"
KEYS = {"ops": OPS, "reader": READER}
TIMER = recorded("timer")
EVERYTHING: Json = {"name": "ops", "key_id": OPS, "may": ["sweep", "reports"], "accounts": "all"}
ABOUT = context(60_000, function_name="beian", tencentcloud_uin=HOME)
BANNED = {**FILED, "ban": True}


def reader(*uins: str) -> Json:
    return {"name": "reader", "key_id": READER, "may": ["reports"], "accounts": list(uins)}


class Function:
    """The function over a fleet, and a folder for its sweeps."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator = emulator
        self.folder = folder
        self.place = folder / "sweeps"
        self.fleet = Fleet(emulator, folder, open_store(str(self.place), {}))
        self.variables: dict[str, str] = {"BEIAN_STORE": str(self.place)}

    def becomes(self, fleet: list[Account], config: Mapping[str, object], **world: object) -> None:
        """:param world: more of it"""
        self.fleet.configured(config_of(fleet, **{"callers": [EVERYTHING], **config}))
        self.emulator.reset(load_world(world_of(fleet, (), **world)))
        app._kept.clear()

    def send(self, event: object, about: Mapping[str, object] = ABOUT) -> Run:
        return invoke(event, dict(about), {**self.fleet.environ(), **self.variables})

    def ask(self, path: str, who: str = "ops", method: str = "GET", **query: str) -> Run:
        event = about(gateway(), identity={"secretId": KEYS[who]})
        asked = {"httpMethod": method, "path": path, "queryString": query, "body": ""}
        return self.send({**event, **asked})

    def line(self, run: Run) -> Json:
        """The last one of the log."""
        return cast("Json", json.loads(run.written.strip().splitlines()[-1]))


def status_of(run: Run) -> int:
    return cast("int", run.reply["statusCode"])


def headers_of(run: Run) -> Mapping[str, str]:
    return cast("Mapping[str, str]", run.reply["headers"])


def body_of(run: Run) -> Json:
    return cast("Json", json.loads(cast("str", run.reply["body"])))


def problem_of(run: Run) -> Json:
    """A direct answer's."""
    assert run.reply["ok"] is False
    return cast("Json", run.reply["problem"])


def report_of(run: Run) -> Report:
    assert status_of(run) == 200, run.reply
    return Report.model_validate_json(cast("str", run.reply["body"]))


@pytest.fixture
def function(tmp_path: Path) -> Iterator[Function]:
    with Emulator(load_world(world_of([]))) as emulator:
        yield Function(emulator, tmp_path)
        assert emulator.bugs == []


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def deployed(
    function: Function, fleet: list[Account], config: Mapping[str, object], **world: object
) -> None:
    """With the function in the cloud, which runs what this one invokes."""
    function.becomes(fleet, config)
    env = {
        "BEIAN_CONFIG": function.fleet.environ()["BEIAN_CONFIG"],
        "BEIAN_STORE": str(function.place),
        "PYTHONPATH": str(ROOT),
    }
    cloud = {"handler": "tests.sweep.unhurried.main_handler", "time_limit_s": 60, "env": env}
    function.becomes(fleet, config, function=cloud, **world)


def test_a_timer_ends_in_a_report_what_changed_and_one_digest(
    function: Function, receiver: Receiver
) -> None:
    notices = {"notices": {"to": [{"url": receiver.url}]}}
    before, after = accounts(30, domains=1), accounts(30, domains=1)
    before[3] = replace(before[3], filings={"d0-a3.cn": BANNED})
    after[7] = replace(after[7], filings={"d0-a7.cn": BANNED})
    for fleet, time in ((before, TIMER["Time"]), (after, "2026-11-23T20:00:00Z")):
        deployed(function, fleet, notices)
        for _ in range(2):  # the platform may deliver it twice
            assert function.send({**TIMER, "Time": time}).reply["ok"] is True
        function.emulator.functions.idle(60)

    second = report_of(function.ask("/v1/sweeps/latest"))
    first = report_of(function.ask(f"/v1/sweeps/{second.previous}"))
    assert (first.totals.accounts, first.totals.domains) == (31, 30)
    assert first.trigger.time.isoformat() == "2026-11-22T20:00:00+00:00"
    assert changes(first) == {("new", before[3].uin, "www.d0-a3.cn")}
    assert changes(second) == {
        ("resolved", before[3].uin, "www.d0-a3.cn"),
        ("new", after[7].uin, "www.d0-a7.cn"),
    }
    assert second.changes.counts[Change.STILL] == 0
    assert receiver.keys == [first.id, second.id]


SPREAD: Json = {"sweep": {"inline_accounts": 0, "accounts_per_shard": 2}}


def test_a_sweep_that_is_asked_for_runs_by_itself(function: Function) -> None:
    late = [{"on": "scf:Invoke", "deliver": "delay", "by_ms": [1500, 1500], "nth": [1]}]
    deployed(function, accounts(3, domains=1), SPREAD, faults=late)
    begun = function.ask("/v1/sweeps", method="POST")
    assert status_of(begun) == 202
    assert function.line(begun)["route"] == "POST /v1/sweeps"
    assert function.line(begun)["upstream_calls"] == 1
    location = urljoin("/v1/sweeps", headers_of(begun)["Location"])

    early = function.ask(location)
    assert (status_of(early), body_of(early)) == (202, body_of(begun))
    assert int(headers_of(early)["Retry-After"]) > 0
    again = function.ask("/v1/sweeps", method="POST")
    assert body_of(again) == body_of(begun)

    function.emulator.functions.idle(60)
    found = report_of(function.ask(location))
    assert found == report_of(function.ask("/v1/sweeps/latest"))
    assert (found.trigger.kind, found.trigger.name) == ("http", "ops")
    assert (found.id, found.totals.accounts) == (body_of(begun)["id"], 4)
    page = function.ask(f"{location}/report.html", lang="en")
    assert headers_of(page)["Content-Type"] == "text/html; charset=utf-8"
    assert "www.d0-a2.cn" in str(page.reply["body"])
    metrics = function.ask("/v1/sweeps/latest/metrics")
    assert 'domain="www.d0-a2.cn",verdict="filed"' in str(metrics.reply["body"])


def test_while_workers_are_at_it_there_is_no_report_yet(function: Function) -> None:
    theirs = accounts(3, domains=1)
    function.becomes(theirs, {**SPREAD})
    with function.fleet.engine(spread=True) as engine:
        sweep = engine.start(Name("http", "ops", FIRST)).id
    for path in (f"/v1/sweeps/{sweep}", f"/v1/sweeps/{sweep}/report.html"):
        run = function.ask(path)
        assert (status_of(run), body_of(run)) == (202, {"id": sweep, "status": "running"})
    assert status_of(function.ask("/v1/sweeps/latest")) == 404  # none is complete
    while function.fleet.sent:
        function.fleet.deliver()
    assert status_of(function.ask(f"/v1/sweeps/{sweep}")) == 200


def test_where_nothing_else_can_run_it_runs_at_once(function: Function) -> None:
    function.becomes(accounts(2, domains=1), SPREAD)
    here = {**ABOUT, "function_name": ""}
    event = about(gateway(), identity={"secretId": OPS})
    path = {"httpMethod": "POST", "path": "/v1/sweeps", "queryString": {}, "body": ""}
    run = function.send({**event, **path}, here)
    assert status_of(run) == 202
    assert function.line(run)["upstream_calls"] == len(function.emulator.calls)
    assert report_of(function.ask("/v1/sweeps/latest")).totals.accounts == 3


MINE = [account(1).uin, account(4).uin]
WAIVER = {"rule": "domain.*", "reason": "r", "owner": "o", "expires": "2026-12-31"}


def on_day(day: int, numbers: Iterable[int]) -> list[Account]:
    """All is well on the first; on the next they are banned, and of some nothing can be read."""
    fleet = [account(number) for number in numbers]
    if day == 1:
        return fleet
    return [
        replace(
            one,
            filings=dict.fromkeys(one.filings, BANNED),
            denies=("ba:*",) if number > 3 else (),
        )
        for number, one in zip(numbers, fleet, strict=True)
    ]


def test_a_caller_of_some_accounts_sees_a_sweep_of_those_alone(function: Function) -> None:
    """The same as if there were no others."""
    seen = []
    for name, numbers in (("all", (0, 1, 2, 3, 4, 5)), ("mine", (1, 4))):
        function.variables["BEIAN_STORE"] = str(function.folder / name)
        for day in (1, 2):
            fleet = on_day(day, numbers)
            waivers = [{**WAIVER, "account": one.uin} for one in fleet if one.uin <= MINE[0]]
            function.becomes(fleet, {"callers": [EVERYTHING, reader(*MINE)], "waivers": waivers})
            assert function.send({**TIMER, "Time": f"2026-11-{21 + day}T20:00:00Z"}).reply["ok"]
        forms = [function.ask(f"/v1/sweeps/latest{rest}", "reader") for rest in KINDS]
        others = {HOME, *(one.uin for one in accounts(6))} - {*MINE}
        for form in forms:
            assert status_of(form) == 200
            assert not [uin for uin in others if uin in str(form.reply["body"])]
        seen.append(told(report_of(forms[0])))
    assert seen[0]["changes"]
    assert seen[0] == seen[1]


def told(report: Report) -> Json:
    """What it says but for times, request ids, the trend and how long it took."""
    text = report.model_dump(mode="json", exclude={"planned_at", "finished_at", "trend"})
    for one in (text, *text["accounts"]):
        del one["cost"]["seconds"]
    for one in text["accounts"]:
        del one["checked_at"], one["evidence"]
    return text


class TestWithoutAStore:
    def test_there_are_no_sweeps(self, function: Function) -> None:
        function.becomes([], {})
        function.variables.clear()
        for method, path in (("POST", "/v1/sweeps"), ("GET", "/v1/sweeps/latest")):
            run = function.ask(path, method=method)
            assert (status_of(run), body_of(run)["type"]) == (501, "urn:beian:problem:no-sweep")
        for event in (TIMER, {"op": "sweep"}, {"op": "sweep.watch"}):
            assert problem_of(function.send(event))["type"] == "urn:beian:problem:no-sweep"
        assert function.emulator.calls == []


class TestAStoreOutOfReach:
    def test_is_a_problem_for_those_who_ask(self, function: Function) -> None:
        function.becomes([], {})
        function.variables["BEIAN_STORE"] = "cos://b-1250000000/x?region=ap-guangzhou"
        function.variables["BEIAN_COS_ENDPOINT"] = "http://127.0.0.1:9"
        run = function.ask("/v1/sweeps/latest", lang="en")
        assert (status_of(run), headers_of(run)["Retry-After"]) == (503, "30")
        assert body_of(run)["type"] == "urn:beian:problem:sweep-failed"
        (error,) = cast("list[Json]", body_of(run)["errors"])
        assert str(error["message"]).startswith(
            "cos://b-1250000000/x: cannot read (GenericError): "
        )
        assert "fleet-secret" not in run.told()

    @pytest.mark.parametrize("event", [TIMER, {"op": "sweep"}, {"op": "sweep.watch"}])
    def test_leaves_the_function_so_that_the_platform_tries_again(
        self, function: Function, event: Json
    ) -> None:
        function.becomes([], {})
        place = "/dev/null/sweeps"
        variables = {**function.fleet.environ(), "BEIAN_STORE": place}
        with watched() as text, mock.patch.dict(os.environ, variables):
            with pytest.raises(SweepFailed, match=f"^{place}: ") as failed:
                main_handler(event, ABOUT)
            assert failed.value.__cause__ is None
        bug, line = (json.loads(one) for one in text.getvalue().strip().splitlines()[-2:])
        assert (bug["error"], bug["message"]) == ("SweepFailed", str(failed.value))
        assert (line["status"], line["route"]) == (
            500,
            "timer" if "Type" in event else f"invoke {event['op']}",
        )
        assert "fleet-secret" not in text.getvalue() + str(failed.value)

    def test_an_invocation_that_is_refused_is_a_problem_too(self, function: Function) -> None:
        function.becomes([], {})
        function.emulator.reset(load_world(world_of([], ("scf:Invoke",))))
        run = function.ask("/v1/sweeps", method="POST", lang="en")
        assert status_of(run) == 503
        assert "UnauthorizedOperation" in str(body_of(run)["errors"])


class TestOrders:
    """Timers and direct invocations."""

    @pytest.mark.parametrize(
        "message", ["sweep", "{", '{"op": "check"}', "[]", '{"op": "sweep", "accounts": "all"}']
    )
    def test_a_timer_with_another_message_is_told_what_it_may_be(
        self, function: Function, message: str
    ) -> None:
        function.becomes([], {})
        problem = problem_of(function.send({**TIMER, "Message": message}))
        assert problem["status"] == 422
        assert '{"op": "sweep.watch"}' in str(problem["errors"])
        assert function.emulator.calls == []

    @pytest.mark.parametrize("message", ["", " ", '{"op": "sweep"}', '{ "op":"sweep" }'])
    def test_a_timer_needs_no_message(self, function: Function, message: str) -> None:
        function.becomes([], {})
        run = function.send({**TIMER, "Message": message})
        assert run.reply["ok"] is True
        line = function.line(run)
        assert (line["caller"], line["route"], line["status"]) == ("timer", "timer", 200)
        assert line["upstream_calls"] == len(function.emulator.calls) > 0

    def test_roles_that_are_assumed_count_among_the_calls(self, function: Function) -> None:
        function.becomes(accounts(3, domains=1), {})
        run = function.send({"op": "sweep"})
        assert function.line(run)["caller"] == "owner"
        assert function.line(run)["upstream_calls"] == len(function.emulator.calls)
        assert "AssumeRole" in {call.action for call in function.emulator.calls}

    def test_a_sweep_can_be_asked_for_by_name(self, function: Function) -> None:
        function.becomes(accounts(1, domains=1), {})
        asked = {"op": "sweep", "kind": "invoke", "trigger": "me", "time": FIRST.isoformat()}
        (outcome,) = cast("list[Json]", function.send(asked).reply["sweeps"])
        sweep = Name("invoke", "me", FIRST).id
        assert outcome == {"id": sweep, "finished": True, "accounts": 2}
        assert function.fleet.store.has(names.report(sweep))

    @pytest.mark.parametrize(
        ("event", "field"),
        [
            ({"op": "sweep", "accounts": "all"}, "accounts"),
            ({"op": "sweep", "time": "2026-11-22T10:00:00"}, "time"),
            ({"op": "sweep", "kind": "cron"}, "kind"),
            ({"op": "sweep", "time": "2126-11-22T10:00:00Z"}, "time"),
            ({"op": "sweep", "time": "0001-01-01T00:00:00+14:00"}, "time"),
            ({"op": "sweep", "time": "9999-12-31T23:59:59-12:00"}, "time"),
            ({"op": "sweep", "trigger": "x" * 129}, "trigger"),
            ({"op": "sweep.work"}, "sweep"),
            ({"op": "sweep.work", "sweep": "x", "shard": -2, "handovers": 0}, "shard"),
            ({"op": "sweep.work", "sweep": [], "shard": 0, "handovers": 0}, "sweep"),
            ({"op": "sweep.work", "sweep": "x", "shard": 0, "handovers": 0}, "no such sweep"),
            ({"op": "sweep.work", "sweep": "../x", "shard": 0, "handovers": 0}, "no such sweep"),
            ({"op": "sweep.watch", "sweep": "x"}, "sweep"),
        ],
    )
    def test_one_that_makes_no_sense_is_refused(
        self, function: Function, event: Json, field: str
    ) -> None:
        function.becomes([], {})
        run = function.send(event)
        assert problem_of(run)["status"] == 422
        assert field in str(problem_of(run)["errors"])
        assert function.line(run)["route"] == f"invoke {event['op']}"

    def test_a_watchdog_with_nothing_to_do_does_nothing(self, function: Function) -> None:
        function.becomes([], {})
        assert function.send({"op": "sweep.watch"}).reply == {"ok": True, "sweeps": []}
        watch = {**TIMER, "Message": '{"op":"sweep.watch"}'}
        assert function.send(watch).reply == {"ok": True, "sweeps": []}
        assert function.emulator.calls == []
