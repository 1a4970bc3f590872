"""The platform's rules for events of the function: processes, queue, retries, limits."""

import itertools
import json
import os
import signal
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from beian.emulator import Emulator, WorldError, load_world
from beian.emulator.functions import instances, invocations
from beian.emulator.functions.execution import Execution

from .caller import ask
from .caller import send as send_raw
from .conftest import Deploy, Serve
from .probe import LONG_S, is_alive, outcomes, run, world


def until(holds: Callable[[], Any]) -> Any:
    """What `holds` says as soon as it is truthy."""
    deadline = time.monotonic() + LONG_S
    while not (found := holds()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return found


def pids(path: Path) -> tuple[int, int]:
    """Of an execution that leaves a child, and of the child."""
    instance, child = until(lambda: path.exists() and path.read_text("utf-8").split())
    return int(instance), int(child)


def overlap(executions: list[Execution]) -> int:
    """How many ran at once, at most."""
    marks = [(e.started, 1) for e in executions] + [(e.ended, -1) for e in executions]
    counts, running = [], 0
    for _, change in sorted(marks):
        running += change
        counts.append(running)
    return max(counts)


def test_an_event_is_executed_in_a_process_of_its_own(deploy: Deploy) -> None:
    emulator = deploy()
    before = datetime.now(timezone.utc)
    request_id = emulator.functions.deliver({"n": [1, "例"]})
    emulator.functions.idle(LONG_S)
    (execution,) = emulator.functions.executions
    assert (execution.request_id, execution.attempt, execution.copy) == (request_id, 1, 1)
    assert (execution.outcome, execution.status, execution.stack) == ("done", 200, "")
    assert execution.event == {"n": [1, "例"]}
    assert execution.value["event"] == {"n": [1, "例"]}  # type: ignore[index] # a dict
    assert execution.value["pid"] != os.getpid()  # type: ignore[index] # a dict
    assert before <= execution.started <= execution.ended <= datetime.now(timezone.utc)
    assert execution.memory > 1024 * 1024


def test_nothing_stays_from_one_execution_to_the_next(deploy: Deploy) -> None:
    emulator = deploy()
    first, second = run(emulator, {}), run(emulator, {})
    assert (first.value["calls"], second.value["calls"]) == (1, 1)
    assert first.value["pid"] != second.value["pid"]


def test_what_the_function_is_told(deploy: Deploy) -> None:
    rest = "home: {region: ap-nanjing}\naccounts: [{}, {uin: '100000000007'}]\n"
    emulator = deploy(
        rest,
        name="sweeper",
        namespace="prod",
        account="100000000007",
        time_limit_s=1.5,
        memory_mib=256,
        env={"COLOUR": "blue"},
    )
    execution = run(emulator, {})
    context = execution.value["context"]
    assert json.loads(context.pop("environment"))["COLOUR"] == "blue"
    assert context == {
        "request_id": execution.request_id,
        "time_limit_in_ms": 1500,
        "memory_limit_in_mb": 256,
        "function_name": "sweeper",
        "function_version": "$LATEST",
        "namespace": "prod",
        "tencentcloud_region": "ap-nanjing",
        "tencentcloud_appid": "1250000007",
        "tencentcloud_uin": "100000000007",
    }


def test_the_environment_is_the_platforms(deploy: Deploy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUSE_SECRET", "of-the-emulator")
    monkeypatch.setenv("BEIAN_CONFIG", "/of/the/emulator")
    emulator = deploy(
        "clock: '2026-11-22T12:00:00+08:00'\n"
        "accounts: [{keys: [{id: AKIDrole, secret: role-secret-7, token: role-token-7}]}]\n",
        env={"COLOUR": "blue"},
    )
    emulator.pass_time(3600)
    variables = run(emulator, {}).value["variables"]
    now = datetime.fromisoformat(variables["BEIAN_NOW"]) - datetime(
        2026, 11, 22, 5, 0, 0, 0, timezone.utc
    )
    assert 0 <= now.total_seconds() < LONG_S
    assert variables["BEIAN_ENDPOINT"] == emulator.url
    assert variables["TENCENTCLOUD_SECRETID"] == "AKIDrole"
    assert variables["TENCENTCLOUD_SECRETKEY"] == "role-secret-7"
    assert variables["TENCENTCLOUD_SESSIONTOKEN"] == "role-token-7"
    assert variables["PYTHONDONTWRITEBYTECODE"]
    assert variables["COLOUR"] == "blue"
    assert not {"HOUSE_SECRET", "BEIAN_CONFIG"} & set(variables)


def test_a_key_without_a_token_brings_none(deploy: Deploy) -> None:
    assert "TENCENTCLOUD_SESSIONTOKEN" not in run(deploy(), {}).value["variables"]


def test_by_default_the_function_is_beian(serve: Serve) -> None:
    emulator = serve("clock: '2026-11-22T12:00:00+08:00'\naccounts: [{}]\n")
    execution = run(emulator, {"op": "check", "domains": ["www.example.cn"]})
    assert execution.value["verdicts"][0]["verdict"] == "not_eligible"
    assert {call.account for call in emulator.calls} == {"100000000001"}
    assert f'"request_id": "{execution.request_id}"' in execution.output


def test_what_raises_is_tried_twice_more(deploy: Deploy) -> None:
    emulator = deploy(retry_after_s=0.2)
    request_id = emulator.functions.deliver({"do": "raise"})
    emulator.functions.idle(LONG_S)
    assert outcomes(emulator, request_id) == [(1, "error"), (2, "error"), (3, "error")]
    tries = emulator.functions.executions
    waits = [(b.started - a.ended).total_seconds() for a, b in itertools.pairwise(tries)]
    assert min(waits) >= 0.19
    assert {one.status for one in tries} == {430}
    assert "KeyError: 'raise'" in tries[0].stack
    assert tries[0].stack in tries[0].output


def test_no_more_tries_than_it_takes(deploy: Deploy, tmp_path: Path) -> None:
    emulator = deploy()
    event = {"do": "fail until", "path": str(tmp_path / "tries"), "times": 1}
    request_id = emulator.functions.deliver(event)
    emulator.functions.idle(LONG_S)
    assert outcomes(emulator, request_id) == [(1, "error"), (2, "done")]
    assert emulator.functions.executions[1].value == "at last"


def test_as_many_retries_as_the_function_has(deploy: Deploy) -> None:
    emulator = deploy(retries=0)
    assert run(emulator, {"do": "raise"}).attempt == 1


@pytest.mark.parametrize(
    "event",
    [
        {"do": "exit", "status": 0},
        {"do": "exit", "status": "sorry"},
        {"do": "vanish", "status": 0},
        {"do": "vanish", "status": 3},
    ],
)
def test_to_exit_is_an_error(deploy: Deploy, event: dict[str, object]) -> None:
    execution = run(deploy(retries=1), event)
    assert (execution.attempt, execution.outcome, execution.status) == (2, "error", 439)


def test_what_json_cannot_say_is_an_error(deploy: Deploy) -> None:
    execution = run(deploy(retries=0), {"do": "return a set"})
    assert (execution.outcome, execution.status) == ("error", 430)
    assert "TypeError" in execution.stack


def test_a_handler_that_is_not_there_is_an_error(deploy: Deploy) -> None:
    execution = run(deploy(handler="nowhere.main", retries=0), {})
    assert (execution.outcome, execution.status) == ("error", 430)
    assert "No module named 'nowhere'" in execution.output


def test_a_time_limit_ends_it_and_whatever_it_started(deploy: Deploy, tmp_path: Path) -> None:
    emulator = deploy(time_limit_s=0.5, retries=1)
    path = tmp_path / "pids"
    request_id = emulator.functions.deliver({"do": "leave a child", "path": str(path), "s": 600})
    emulator.functions.idle(LONG_S)
    assert outcomes(emulator, request_id) == [(1, "timed_out"), (2, "timed_out")]
    assert {one.status for one in emulator.functions.executions} == {433}
    assert all(one.duration_ms >= 500 for one in emulator.functions.executions)
    until(lambda: not any(is_alive(pid) for pid in pids(path)))


def test_a_child_does_not_outlive_a_good_end_either(deploy: Deploy, tmp_path: Path) -> None:
    path = tmp_path / "pids"
    execution = run(deploy(), {"do": "leave a child", "path": str(path), "s": 0})
    assert execution.value == "left"
    until(lambda: not any(is_alive(pid) for pid in pids(path)))


@pytest.mark.parametrize("concurrency", [1, 3])
def test_no_more_at_once_than_the_concurrency(deploy: Deploy, concurrency: int) -> None:
    emulator = deploy(concurrency=concurrency)
    ids = {emulator.functions.deliver({"do": "sleep", "s": 0.15}) for _ in range(6)}
    with pytest.raises(TimeoutError, match=rf"after 0\.1 s: {concurrency} running, \d waiting"):
        emulator.functions.idle(0.1)
    emulator.functions.idle(LONG_S)
    executions = emulator.functions.executions
    assert {one.request_id for one in executions} == ids
    assert [one.value for one in executions] == ["woken"] * 6
    assert overlap(executions) == concurrency


def test_output_is_kept_up_to_a_bound(deploy: Deploy) -> None:
    execution = run(deploy(), {"do": "print", "text": "例" * 1000, "times": 100})
    assert execution.value is None
    assert execution.output.endswith("例\nto stderr\n")
    assert len(execution.output.encode()) <= 33 * 1024


def test_an_answer_that_is_too_large_is_an_error(deploy: Deploy) -> None:
    execution = run(deploy(retries=0), {"do": "return", "size": 6 * 1024 * 1024})
    assert (execution.outcome, execution.status, execution.value) == ("error", 407, None)
    assert len(run(deploy(retries=0), {"do": "return", "size": 5 * 1024 * 1024}).value) == 5 << 20


def test_a_stop_ends_all_and_drops_the_rest(deploy: Deploy, tmp_path: Path) -> None:
    emulator = deploy(concurrency=1)
    path = tmp_path / "pids"
    emulator.functions.deliver({"do": "leave a child", "path": str(path), "s": 600})
    emulator.functions.deliver({"do": "sleep", "s": 600})
    found = pids(path)
    emulator.stop()
    emulator.functions.idle(0)
    until(lambda: not any(is_alive(pid) for pid in found))
    with pytest.raises(RuntimeError, match="start an emulator"):
        emulator.functions.deliver({})
    assert emulator.functions.accept({})
    emulator.functions.idle(0)
    assert [one.outcome for one in emulator.start().functions.executions] == ["killed"]
    assert run(emulator, {}).outcome == "done"


def test_a_reset_ends_all_and_forgets_it(deploy: Deploy, tmp_path: Path) -> None:
    emulator = deploy()
    path = tmp_path / "pids"
    run(emulator, {})
    emulator.functions.deliver({"do": "leave a child", "path": str(path), "s": 600})
    found = pids(path)
    first = emulator.functions._instances
    emulator.reset()
    assert emulator.functions.executions == []
    until(lambda: not any(is_alive(pid) for pid in found))
    emulator.reset(load_world(world(tmp_path, "accounts: [{name: b}]\n", env={"SIZE": "2"})))
    assert run(emulator, {}).value["variables"]["SIZE"] == "2"
    assert emulator.functions._instances is first
    emulator.reset(load_world("function: {handler: os.getcwd, retries: 0}\n"))
    assert "TypeError" in run(emulator, {}).stack
    assert emulator.functions._instances is not first


def test_a_lost_fork_server_loses_no_event(deploy: Deploy) -> None:
    emulator = deploy()
    request_id = emulator.functions.deliver({"do": "sleep", "s": 0.4})
    os.kill(until(lambda: emulator.functions._instances).pid, signal.SIGKILL)
    emulator.functions.idle(LONG_S)
    assert outcomes(emulator, request_id) == [(1, "killed"), (2, "done")]


@pytest.mark.parametrize("end", [Emulator.stop, Emulator.reset])
def test_a_fork_server_that_will_not_stop_is_killed(
    serve: Serve,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    end: Callable[[Emulator], None],
) -> None:
    monkeypatch.setattr(instances, "_STOP_S", 0.1)
    monkeypatch.setattr(invocations, "_DROP_S", 0.1)
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(600)\n", "utf-8")
    emulator = serve(f"function: {{handler: slow.main, env: {{PYTHONPATH: {tmp_path}}}}}\n")
    emulator.functions.deliver({})
    pid = until(lambda: emulator.functions._instances).pid
    end(emulator)
    assert not is_alive(pid)
    emulator.functions.idle(0)


def test_what_cannot_be_delivered(serve: Serve) -> None:
    with pytest.raises(RuntimeError, match="world has a function"):
        serve("function: null\n").functions.deliver({})
    with pytest.raises(RuntimeError, match="start an emulator"):
        Emulator(load_world("{}")).functions.deliver({})
    with pytest.raises(TypeError):
        serve("{}").functions.deliver({"x": {1}})


def test_an_event_is_taken_as_it_is_when_it_is_delivered(deploy: Deploy) -> None:
    emulator = deploy()
    event = {"n": 1}
    emulator.functions.deliver(event)
    event["n"] = 2
    emulator.functions.idle(LONG_S)
    assert emulator.functions.executions[0].event == {"n": 1}


def test_the_page_shows_executions_and_nothing_of_theirs(deploy: Deploy) -> None:
    emulator = deploy("accounts: [{keys: [{id: a, secret: hush-hush}]}]\n", retries=0)
    request_id = emulator.functions.deliver({"do": "raise", "x": "hush"})
    emulator.functions.idle(LONG_S)
    page = send_raw(emulator, {}, b"", method="GET").body.decode()
    assert "Executions of beian (1)" in page
    assert "Running: 0. Waiting: 0." in page
    assert f"<td>error</td><td>1</td><td>1</td><td>{request_id}</td>" in page
    assert "hush" not in page


def test_the_page_of_a_world_without_a_function(serve: Serve) -> None:
    page = send_raw(serve("function: null\n"), {}, b"", method="GET").body.decode()
    assert "Executions" not in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("function: {colour: red}\n", "line 1: function.colour: no such key"),
        ("function: {name: 7}\n", "function.name: "),
        ("function: {handler: main}\n", "function.handler: "),
        ("function: {handler: 'a b.main'}\n", "function.handler: "),
        ("function: {time_limit_s: 0}\n", "function.time_limit_s: "),
        ("function: {time_limit_s: 901}\n", "function.time_limit_s: "),
        ("function: {memory_mib: 63}\n", "function.memory_mib: "),
        ("function: {concurrency: 0}\n", "function.concurrency: "),
        ("function: {retries: -1}\n", "function.retries: "),
        ("function: {retry_after_s: -1}\n", "function.retry_after_s: "),
        ("function: {account: '100000000009'}\n", "function.account: 100000000009 is not in"),
        ("function: {env: {TENCENTCLOUD_REGION: x}}\n", "the platform keeps SCF_, QCLOUD_"),
        ("seed: x\n", "seed: "),
    ],
)
def test_a_function_that_cannot_be(text: str, said: str) -> None:
    with pytest.raises(WorldError) as refused:
        load_world(text)
    assert said in str(refused.value)


def test_defaults_are_the_platforms() -> None:
    function = load_world("{}").function
    assert function is not None
    assert (function.name, function.namespace) == ("beian", "default")
    assert (function.handler, function.concurrency) == ("handler.main_handler", 100)
    assert (function.time_limit_s, function.memory_mib) == (900, 512)
    assert (function.retries, function.retry_after_s) == (2, 60)


def test_calls_of_the_function_are_on_record_as_any_others(serve: Serve) -> None:
    emulator = serve("accounts: [{}, {}]\nfunction: {account: '100000000002'}\n")
    run(emulator, {"op": "check", "region": "ap-guangzhou"})
    assert {call.account for call in emulator.calls} == {"100000000002"}
    assert ask(emulator, "ba:DescribeIcpRegister").code == ""
