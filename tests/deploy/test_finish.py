"""`beian deploy-finish`, as a process of its own, against an emulator that outlives it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from beian.emulator import Emulator, load_world
from tests.cli.running import Run, run
from tests.cli.worlds import SECRET
from tests.deploy.files import ENVIRON, TEXT, changed
from tests.deploy.project import ACCOUNT, KEY, WORLD

Finish = Callable[..., Run]
PUTS = {"UpdateFunctionEventInvokeConfig", "PutReservedConcurrencyConfig"}


@pytest.fixture
def serve() -> Iterator[Callable[[str], Emulator]]:
    running: list[Emulator] = []

    def start(world: str) -> Emulator:
        running.append(Emulator(load_world(world)).start())
        return running[-1]

    yield start
    for emulator in running:
        emulator.stop()
    assert [bug for emulator in running for bug in emulator.bugs] == []


def finish(folder: Path, emulator: Emulator, *arguments: str, **more: str) -> Run:
    if not (folder / "serverless.yml").exists():
        (folder / "serverless.yml").write_text(TEXT, "utf-8")
    variables = {
        **ENVIRON,
        "BEIAN_ENDPOINT": emulator.url,
        "TENCENTCLOUD_SECRET_ID": KEY,
        "TENCENTCLOUD_SECRET_KEY": SECRET,
        **more,
    }
    return run(folder, "deploy-finish", *arguments, **variables)


def puts(emulator: Emulator) -> list[Any]:
    return [call for call in emulator.calls if call.action in PUTS]


def settings(found: Run) -> dict[str, tuple[str, int | None, int | None]]:
    listed = found.json["settings"]
    return {one["setting"]: (one["state"], one["found"], one["wanted"]) for one in listed}


OFF = f"{ACCOUNT}function: {{name: beian-prod, retries: 0, age_s: 60}}\n"


def test_what_differs_is_changed_once_and_only_that(
    tmp_path: Path, serve: Callable[[str], Emulator]
) -> None:
    emulator = serve(OFF)
    first = finish(tmp_path, emulator, "--format", "json")
    assert first.status == 0
    assert settings(first) == {
        "retries": ("changed", 0, 2),
        "event_age_s": ("changed", 60, 21600),
        "reserved_mb": ("right", None, None),
    }
    (put,) = puts(emulator)
    assert put.region == "ap-guangzhou"
    assert put.params == {
        "FunctionName": "beian-prod",
        "Namespace": "default",
        "AsyncTriggerConfig": {"RetryConfig": [{"RetryNum": 2}], "MsgTTL": 21600},
    }
    again = finish(tmp_path, emulator, "--format", "json")
    assert again.status == 0
    assert {state for state, _, _ in settings(again).values()} == {"right"}
    assert len(puts(emulator)) == 1


def test_what_is_right_is_left_alone(tmp_path: Path, serve: Callable[[str], Emulator]) -> None:
    emulator = serve(WORLD)
    found = finish(tmp_path, emulator, "--lang", "en")
    assert (found.status, found.err) == (0, "")
    assert "retries of asynchronous calls: 2" in found.out
    assert puts(emulator) == []


def test_a_dry_run_changes_nothing_and_says_what_it_would(
    tmp_path: Path, serve: Callable[[str], Emulator]
) -> None:
    emulator = serve(OFF)
    found = finish(tmp_path, emulator, "--dry-run", "--lang", "en")
    assert found.status == 1
    assert "retries of asynchronous calls: 0 -> 2" in found.out
    assert puts(emulator) == []
    assert finish(tmp_path, serve(WORLD), "--dry-run").status == 0


def test_reserved_concurrency_is_set_where_it_is_asked_for(
    tmp_path: Path, serve: Callable[[str], Emulator]
) -> None:
    emulator = serve(WORLD)
    found = finish(tmp_path, emulator, "--reserved-mb", "2048", "--format", "json")
    assert settings(found)["reserved_mb"] == ("changed", None, 2048)
    kept = finish(tmp_path, emulator, "--format", "json")
    assert settings(kept)["reserved_mb"] == ("right", 2048, None)
    assert [call.action for call in puts(emulator)] == ["PutReservedConcurrencyConfig"]


def test_too_much_reserved_is_refused_after_the_rest_is_done(
    tmp_path: Path, serve: Callable[[str], Emulator]
) -> None:
    emulator = serve(OFF)
    found = finish(tmp_path, emulator, "--reserved-mb", "200000", "--format", "json")
    assert found.status == 1
    assert set(settings(found)) == {"retries", "event_age_s"}
    assert "FailedOperation.ReservedExceedTotal" in found.json["error"]


@pytest.mark.parametrize(
    ("world", "status", "said"),
    [
        (ACCOUNT, 1, "run scf deploy first"),
        (f"{ACCOUNT}function: {{name: another}}\n", 1, "run scf deploy first"),
        (WORLD.replace("function:", '    denies: ["scf:*"]\nfunction:'), 1, "is not granted"),
        (f'{WORLD}faults: [{{on: "scf:*", error: RequestLimitExceeded}}]\n', 2, "run it again"),
        (f'{WORLD}faults: [{{on: "scf:Get*", wire: truncate}}]\n', 2, "run it again"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, serve: Callable[[str], Emulator], world: str, status: int, said: str
) -> None:
    found = finish(tmp_path, serve(world), "--lang", "en")
    assert found.status == status
    assert said in found.out


def test_a_denied_write_names_its_permission(
    tmp_path: Path, serve: Callable[[str], Emulator]
) -> None:
    world = OFF.replace("function:", '    denies: ["scf:Update*"]\nfunction:')
    found = finish(tmp_path, serve(world), "--lang", "zh-CN")
    assert found.status == 1
    assert "scf:UpdateFunctionEventInvokeConfig" in found.out


def test_a_file_that_does_not_say_which_function_is_refused(
    tmp_path: Path, serve: Callable[[str], Emulator]
) -> None:
    emulator = serve(WORLD)
    unset = finish(tmp_path, emulator, BEIAN_STAGE="")
    assert unset.status == 64
    assert "BEIAN_STAGE" in unset.err
    (tmp_path / "serverless.yml").write_text(changed(("  handler: handler.main", "  # ")), "utf-8")
    assert finish(tmp_path, emulator).status == 64
    assert finish(tmp_path, emulator, "--file", "absent.yml").status == 64
    assert emulator.calls == []


def test_faults_that_do_not_matter_here_are_no_hindrance(
    tmp_path: Path, serve: Callable[[str], Emulator]
) -> None:
    """Only the name, the place and the shape of the file are needed, not what it deploys."""
    (tmp_path / "serverless.yml").write_text(changed(("memorySize: 512", "memorySize: 500")))
    emulator = serve(WORLD)
    assert finish(tmp_path, emulator, BEIAN_STORE="", BEIAN_GATEWAY_SERVICE="").status == 0


def test_without_a_credential_nothing_is_tried(
    tmp_path: Path, serve: Callable[[str], Emulator]
) -> None:
    emulator = serve(WORLD)
    assert finish(tmp_path, emulator, TENCENTCLOUD_SECRET_KEY="").status == 64
    assert finish(tmp_path, emulator, BEIAN_ENDPOINT="http://example.com:80").status == 64
    assert emulator.calls == []


def test_a_world_is_enough_to_try_it(tmp_path: Path) -> None:
    (tmp_path / "serverless.yml").write_text(TEXT, "utf-8")
    found = run(tmp_path, "deploy-finish", world=OFF, **ENVIRON)
    assert found.status == 0
