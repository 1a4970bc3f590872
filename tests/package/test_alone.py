"""The zip, unpacked into an empty folder, with Python 3.10 and nothing else."""

import hashlib
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from beian import app
from beian.packaging.contents import WITHOUT
from beian.packaging.wheels import Wheel
from handler import main_handler
from tests.cli.running import ROOT, started
from tests.events.recorded import names, recorded
from tests.package import alone
from tests.package.conftest import Package
from tests.sweep.endpoints import Received, endpoint, replies

DOES_WITHOUT = {"yaml.cyaml"}
"""Left out, asked for by its own package, which goes on without it."""


class Ran(NamedTuple):
    """`told`: what the hook received."""

    replies: dict[str, Any]
    told: list[Received]
    found: dict[str, Any]
    folder: Path
    before: dict[str, tuple[int, str]]
    emulator: dict[str, str]


def _listing(folder: Path) -> dict[str, tuple[int, str]]:
    """Each path, its mode and its content."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mode,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in folder.rglob("*")
    }


@pytest.fixture(scope="module")
def ran(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("var") / "user"
    with zipfile.ZipFile(package.built.zip) as opened:
        opened.extractall(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = _listing(folder)
    every = {name: recorded(name) for name in (*names(), *names("malformed/"))}
    store = tmp_path_factory.mktemp("store")
    world = (ROOT / "events/worlds/everything-in-order.yml").read_text("utf-8")
    with (
        started(tmp_path_factory.mktemp("world"), "emulator", *_file(world, folder)) as server,
        endpoint(replies(200)) as hook,
    ):
        asked = {
            "events": list(every.values()),
            "sweep": every["timer"],
            "store": str(store),
            "hook": f"json://{hook.at}/hook",
        }
        told = {
            "BEIAN_ENDPOINT": server.url,
            "BEIAN_NOW": "2026-11-22T12:00:00+08:00",
            "TENCENTCLOUD_SECRETID": "AKIDacme0001",
            "TENCENTCLOUD_SECRETKEY": "acme-secret-0001",
        }
        done = subprocess.run(
            [str(package.python), "-s", "-S", "-W", "error", alone.__file__, str(folder)],
            input=json.dumps(asked),
            env={**told, "PYTHONDONTWRITEBYTECODE": "x"},
            cwd="/",
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=60,
        )
        found = json.loads(done.stdout.splitlines()[-1])
        answers = dict(zip(every, found["replies"], strict=True))
        yield Ran(answers, hook.received, found, folder, before, told)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)  # so that it can be removed


def _file(world: str, folder: Path) -> list[str]:
    path = folder.parent / "world.yml"
    path.write_text(world, "utf-8")
    return [str(path)]


def _shape(reply: Mapping[str, Any]) -> tuple[object, ...]:
    """What of a reply does not change from one call to the next."""
    body = json.loads(reply["body"]) if "body" in reply else reply
    problem = body.get("problem", body)
    verdicts = [one["verdict"] for one in body.get("verdicts", [body] if "verdict" in body else [])]
    return reply.get("statusCode"), reply.get("ok"), problem.get("type"), verdicts


def test_every_event_is_answered_as_the_checkout_answers_it(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ran.emulator.items():
        monkeypatch.setenv(name, value)
    here = {name: main_handler(recorded(name), alone.CONTEXT) for name in ran.replies}
    app._kept.clear()
    assert {name: _shape(reply) for name, reply in ran.replies.items()} == {
        name: _shape(reply) for name, reply in here.items()
    }


def test_a_check_comes_to_its_verdict(ran: Ran) -> None:
    assert _shape(ran.replies["invoke-check"]) == (None, True, None, ["eligible"])
    assert _shape(ran.replies["apigw-get"])[0] == 200
    assert _shape(ran.replies["malformed/no-method"])[0] == 400


def test_without_a_store_a_timer_is_told_so(ran: Ran) -> None:
    assert ran.replies["timer"]["problem"]["type"] == "urn:beian:problem:no-sweep"


def test_with_a_store_a_timer_ends_in_a_report_that_is_shown_and_told(ran: Ran) -> None:
    swept = ran.found["swept"]
    (sweep,) = swept["reply"]["sweeps"]
    assert (swept["reply"]["ok"], sweep["finished"], sweep["accounts"]) == (True, True, 1)
    assert swept["page"].startswith("<!doctype html>")
    assert sweep["id"] in swept["page"]
    assert swept["sent"] == [None]
    (told,) = ran.told
    assert told.headers["Idempotency-Key"] == sweep["id"]
    assert sweep["id"] in told.body.decode()


def test_buckets_notices_and_configuration_work(ran: Ran) -> None:
    assert ran.found["errands"] == {
        "bucket": "S3Store",
        "markdown": "<p><strong>bold</strong></p>",
        "yaml": {"a": [1, "备案"]},
        "notices": alone.NOTICES,
    }


def test_nothing_was_written_into_its_folder(ran: Ran) -> None:
    assert _listing(ran.folder) == ran.before


def test_what_is_left_out_is_asked_for_by_nobody(ran: Ran, wheels: list[Wheel]) -> None:
    left_out = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for wheel in wheels
        for path in wheel.left_out
        if path.endswith(".py")
    }
    whole = {name.replace("-", "_") for name in WITHOUT}
    missed = {name for name in ran.found["missed"] if name in left_out or name in whole}
    assert missed <= DOES_WITHOUT
    assert "pydantic.mypy" in left_out


def test_every_module_comes_from_the_folder_or_the_standard_library(
    ran: Ran, package: Package
) -> None:
    prefix = subprocess.run(
        [str(package.python), "-I", "-c", "import os; print(os.path.dirname(os.__file__))"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()
    ours = [path for path in ran.found["loaded"] if path.startswith(str(ran.folder))]
    others = set(ran.found["loaded"]) - set(ours) - {alone.__file__}
    assert len(ours) > 200
    assert {path for path in others if not path.startswith(prefix)} == set()
    assert {path for path in others if "site-packages" in path} == set()
    python = {path for path in ours if path.endswith(".py")}
    cached = {os.path.basename(path).split(".")[0] for path in ran.found["bytecode"]}
    assert {os.path.basename(path).split(".")[0] for path in python} <= cached
