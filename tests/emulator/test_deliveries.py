"""Each way the world makes a delivery go wrong. None of them loses an event."""

from collections import Counter

import pytest

from beian.emulator import Emulator, WorldError, load_world

from .caller import ask
from .conftest import Deploy, Serve
from .probe import LONG_S, outcomes, run


def faulty(deploy: Deploy, *faults: str, rest: str = "", **function: object) -> Emulator:
    listed = ", ".join(f"{{on: 'scf:Invoke', {fault}}}" for fault in faults)
    return deploy(f"faults: [{listed}]\n{rest}", **function)


def deliver(emulator: Emulator, count: int, event: dict[str, object] | None = None) -> list[str]:
    ids = [emulator.functions.deliver(event or {"do": "sleep", "s": 0}) for _ in range(count)]
    emulator.functions.idle(LONG_S)
    return ids


def warm(emulator: Emulator) -> Emulator:
    """Has its fork server up, so that events start when they are delivered."""
    emulator.functions.call({})
    return emulator


def copies(emulator: Emulator, ids: list[str]) -> list[int]:
    """How many copies of each event were executed."""
    counts = Counter(one.request_id for one in emulator.functions.executions)
    return [counts[one] for one in ids]


def test_twice_is_under_one_id(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: twice, by_ms: [100, 200]")
    (request_id,) = deliver(warm(emulator), 1)
    _, first, second = emulator.functions.executions
    assert first.request_id == second.request_id == request_id
    assert (first.copy, second.copy) == (1, 2)
    assert (second.started - first.started).total_seconds() > 0.08


def test_each_copy_is_tried_again_by_itself(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: twice, by_ms: [0, 0]", retries=1)
    deliver(emulator, 1, {"do": "raise"})
    found = sorted((one.copy, one.attempt) for one in emulator.functions.executions)
    assert found == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_nth_counts_events_and_not_attempts(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: twice, by_ms: [0, 0], nth: [2]", retries=1)
    assert copies(emulator, deliver(emulator, 3, {"do": "raise"})) == [2, 4, 2]


def test_a_share_is_drawn_by_the_seed(deploy: Deploy) -> None:
    third = "deliver: twice, by_ms: [0, 0], share: 0.33"
    drawn = []
    for seed in (1, 1, 2):
        emulator = faulty(deploy, third, rest=f"seed: {seed}\n")
        drawn.append(copies(emulator, deliver(emulator, 30)))
    assert drawn[0] == drawn[1] != drawn[2]
    assert all(set(found) == {1, 2} for found in drawn)
    assert all(3 <= found.count(2) <= 17 for found in drawn)


def test_a_share_of_none_and_of_all(deploy: Deploy) -> None:
    none = faulty(deploy, "deliver: twice, share: 0")
    assert copies(none, deliver(none, 5)) == [1] * 5
    every = faulty(deploy, "deliver: twice, by_ms: [0, 0], share: 1")
    assert copies(every, deliver(every, 5)) == [2] * 5


def test_a_share_is_for_calls_too(serve: Serve) -> None:
    emulator = serve("faults: [{on: 'ba:*', error: InternalError.Odd, share: 0.5}]\n")
    codes = [ask(emulator, "ba:DescribeIcpRegister").code for _ in range(18)]
    assert set(codes) == {"", "InternalError.Odd"}
    emulator.reset()
    assert [ask(emulator, "ba:DescribeIcpRegister").code for _ in range(18)] == codes


def test_a_delay(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: delay, by_ms: [300, 400], nth: [1]")
    late, at_once = deliver(warm(emulator), 2)
    _, first, second = emulator.functions.executions
    assert (first.request_id, second.request_id) == (at_once, late)
    assert (second.started - first.started).total_seconds() > 0.2


def test_a_kill_of_each_first_attempt(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: kill, within_ms: [0, 200], attempts: [1]")
    ids = deliver(emulator, 8, {"do": "sleep", "s": 0.3})
    assert all(outcomes(emulator, one) == [(1, "killed"), (2, "done")] for one in ids)
    killed = [one for one in emulator.functions.executions if one.outcome == "killed"]
    assert len({round(one.duration_ms) for one in killed}) > 3
    assert {one.value for one in killed} == {None}


def test_a_kill_comes_too_late_for_what_is_over(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: kill, within_ms: [20000, 30000]")
    assert run(emulator, {}).attempt == 1


def test_kills_end_with_the_retries(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: kill, within_ms: [0, 50]")
    (request_id,) = deliver(emulator, 1, {"do": "sleep", "s": 600})
    assert outcomes(emulator, request_id) == [(1, "killed"), (2, "killed"), (3, "killed")]


def test_what_a_killed_one_said_is_kept(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: kill, within_ms: [800, 800]", retries=0)
    assert run(emulator, {"do": "sleep", "s": 600}).output == "asleep\n"


def test_a_synchronous_call_may_be_killed_but_not_doubled(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: kill, within_ms: [0, 0]", "deliver: twice, by_ms: [0, 0]")
    assert emulator.functions.call({"do": "sleep", "s": 600}).outcome == "killed"
    assert len(emulator.functions.executions) == 1


def test_faults_of_different_kinds_come_together(deploy: Deploy) -> None:
    emulator = faulty(
        deploy,
        "deliver: kill, within_ms: [0, 100], attempts: [1]",
        "deliver: twice, by_ms: [0, 50]",
        "deliver: delay, by_ms: [0, 50]",
    )
    (request_id,) = deliver(emulator, 1, {"do": "sleep", "s": 0.2})
    found = sorted(outcomes(emulator, request_id))
    assert found == [(1, "killed"), (1, "killed"), (2, "done"), (2, "done")]


def test_of_one_kind_the_first_that_matches_wins(deploy: Deploy) -> None:
    emulator = faulty(
        deploy, "deliver: delay, by_ms: [0, 0], nth: [1]", "deliver: delay, by_ms: [300, 300]"
    )
    at_once, late = deliver(warm(emulator), 2)
    _, first, second = emulator.functions.executions
    assert (first.request_id, second.request_id) == (at_once, late)
    assert (second.started - first.started).total_seconds() > 0.2


def test_the_call_that_is_accepted_knows_nothing_of_it(deploy: Deploy) -> None:
    emulator = faulty(deploy, "deliver: twice, by_ms: [0, 0]", "error: InternalError, nth: [2]")
    fields = {"FunctionName": "beian", "InvocationType": "Event"}
    assert [ask(emulator, "scf:Invoke", fields).code for _ in range(2)] == ["", "InternalError"]
    assert [call.fault for call in emulator.calls] == ["", "error:InternalError"]
    emulator.functions.idle(LONG_S)
    assert len(emulator.functions.executions) == 2


def test_a_delivery_may_be_spoilt_for_one_account_or_region(deploy: Deploy) -> None:
    emulator = faulty(
        deploy,
        "deliver: twice, by_ms: [0, 0], account: '100000000002'",
        "deliver: twice, by_ms: [0, 0], region: ap-shanghai",
        rest="accounts: [{}, {}]\n",
    )
    assert copies(emulator, deliver(emulator, 1)) == [1]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("on: 'ba:*', deliver: twice", "deliver is for on: scf:Invoke"),
        ("on: 'scf:*', deliver: lose", "faults[0].deliver: "),
        ("on: 'scf:*', deliver: kill, error: Odd", "exactly one of error, wire, shape and deliver"),
        ("on: 'scf:*', deliver: kill, by_ms: [0, 1]", "by_ms is for deliver: delay or twice"),
        ("on: 'scf:*', deliver: twice, within_ms: [0, 1]", "within_ms is for deliver: kill"),
        ("on: 'scf:*', wire: hang, attempts: [1]", "attempts is for deliver: kill"),
        ("on: 'scf:*', deliver: kill, within_ms: [2, 1]", "turn them round"),
        ("on: 'scf:*', deliver: kill, within_ms: [-1, 1]", "faults[0].within_ms[0]: "),
        ("on: 'scf:*', deliver: kill, within_ms: 5", "faults[0].within_ms: "),
        ("on: 'scf:*', deliver: kill, attempts: []", "faults[0].attempts: "),
        ("on: 'scf:*', wire: hang, share: 1.5", "faults[0].share: "),
    ],
)
def test_a_fault_that_cannot_be(fault: str, said: str) -> None:
    with pytest.raises(WorldError) as refused:
        load_world(f"faults: [{{{fault}}}]\n")
    assert said in str(refused.value)
