"""What is planted in the world never comes out, whatever goes wrong."""

import json
from pathlib import Path

import pytest

from beian import app
from beian.emulator import Emulator, load_world
from beian.emulator.world import World
from tests.function.runs import (
    CHECK,
    CREDENTIAL,
    IN_ORDER,
    PLANTED,
    SMALL,
    cold,
    context,
    environ,
    invoke,
    planted_in,
)

EVERY_CALL = "faults: [{on: '*', %s}]\n"
FAULTS = {
    "clean": "",
    "denied": EVERY_CALL % "error: UnauthorizedOperation",
    "refused": EVERY_CALL % "error: FailedOperation",
    "throttled": EVERY_CALL % "error: RequestLimitExceeded",
    "truncated": EVERY_CALL % "wire: truncate",
    "reset": EVERY_CALL % "wire: reset",
    "html": EVERY_CALL % "wire: html",
    "bad gateway": EVERY_CALL % "wire: http_502",
    "null lists": EVERY_CALL % "shape: null_list",
    "a clock that is off": "clock_skew_s: 3600\n",
}


@pytest.fixture
def config(tmp_path: Path) -> str:
    path = tmp_path / "beian.yml"
    path.write_text(SMALL, "utf-8")
    return str(path)


@pytest.mark.parametrize("fault", FAULTS)
def test_no_reply_and_no_log_tells_a_secret(config: str, fault: str) -> None:
    run = cold(IN_ORDER + FAULTS[fault], config, about=context(1500))
    assert run.verdict == {"clean": "eligible", "null lists": "indeterminate"}.get(fault, "503")
    assert planted_in(run.told()) == []


def test_an_event_of_no_kind_is_refused_without_its_values(config: str) -> None:
    run = cold(IN_ORDER, config, {"Authorization": PLANTED[1], "Records": [PLANTED[2]]})
    assert run.reply["ok"] is False
    assert planted_in(run.told()) == []


WRONG = {
    "a wrong secret": {"TENCENTCLOUD_SECRETKEY": "planted-secret-0002"},
    "a wrong token": {"TENCENTCLOUD_SESSIONTOKEN": "planted-token-0002"},
    "no token": {"TENCENTCLOUD_SESSIONTOKEN": ""},
    "a wrong id": {"TENCENTCLOUD_SECRETID": "AKIDplanted0002"},
    "an odd id": {"TENCENTCLOUD_SECRETID": "AKIDplanted0002\u00e9 /,="},
    "half a credential": {"TENCENTCLOUD_SECRETKEY": ""},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_key_tells_nothing_either(config: str, wrong: str) -> None:
    app._kept.clear()
    with Emulator(load_world(IN_ORDER)) as emulator:
        run = invoke(CHECK, context(1500), environ(emulator.url, config, **WRONG[wrong]))
        assert emulator.bugs == []
    assert run.verdict == "503"
    assert planted_in(run.told()) == []
    assert [v for v in WRONG[wrong].values() if v and v in run.told()] == []


@pytest.mark.parametrize("setting", ["BEIAN_ENDPOINT", "BEIAN_NOW", "BEIAN_CONFIG"])
def test_a_bad_setting_is_not_quoted(setting: str) -> None:
    variables = {**environ("http://127.0.0.1:9"), setting: f"http://{PLANTED[1]}@192.0.2.1/"}
    run = invoke(CHECK, context(), variables)
    assert run.reply["ok"] is False
    wanted = [] if setting != "BEIAN_CONFIG" else [PLANTED[1]]  # a path is named
    assert planted_in(run.told()) == wanted


def test_nothing_that_stays_in_the_process_shows_a_secret_in_its_text(config: str) -> None:
    cold(IN_ORDER, config)
    (kept,) = app._kept
    shown = [repr(one) for one in (kept, kept.wire, kept.memory, kept.wire.limiter)]
    assert planted_in("".join(shown)) == []
    account = kept.memory.of("100000000001")
    assert account.windows
    assert planted_in(repr(account)) == []


def test_the_secrets_are_where_they_are_looked_for() -> None:
    """The emulator checks them, so a run that is not refused has used them."""
    world: World = load_world(IN_ORDER)
    (key,) = world.accounts[0].keys
    assert (key.id, key.secret, key.token) == PLANTED[:3]
    assert planted_in(json.dumps(CREDENTIAL)) == list(PLANTED[:3])


def test_memory_does_not_grow_with_requests(config: str) -> None:
    app._kept.clear()
    sizes = []
    with Emulator(load_world(IN_ORDER)) as emulator:
        for _ in range(4):
            assert invoke(CHECK, context(), environ(emulator.url, config)).verdict == "eligible"
            memory = app._kept[0].memory.of("100000000001")
            sizes.append((len(memory.windows), len(memory.bill_ends), len(memory.places)))
    assert len(set(sizes)) == 1


def test_a_refund_is_seen_by_a_warm_process(config: str) -> None:
    app._kept.clear()
    refunded = IN_ORDER.replace('created: "2026-01-05 10:00:00"', _REFUNDED)
    with Emulator(load_world(IN_ORDER)) as emulator:
        variables = environ(emulator.url, config)
        assert invoke(CHECK, context(), variables).verdict == "eligible"
        emulator.reset(load_world(refunded))
        assert invoke(CHECK, context(), variables).verdict == "not_eligible"


_REFUNDED = 'created: "2026-01-05 10:00:00"\n        status: 6'


def test_a_warm_process_whose_reads_fail_gives_no_verdict_from_memory(config: str) -> None:
    app._kept.clear()
    with Emulator(load_world(IN_ORDER)) as emulator:
        variables = environ(emulator.url, config)
        assert invoke(CHECK, context(), variables).verdict == "eligible"
        for fault in ("error: UnauthorizedOperation", "wire: reset", "wire: truncate"):
            emulator.reset(load_world(IN_ORDER + EVERY_CALL % fault))
            assert invoke(CHECK, context(1500), variables).verdict in {"indeterminate", "503"}
            emulator.reset(load_world(IN_ORDER))
            assert invoke(CHECK, context(), variables).verdict == "eligible"
