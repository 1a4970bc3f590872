"""What happens when the command itself fails, is stopped, or loses its reader."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from beian import __version__
from tests.cli import worlds
from tests.cli.running import (
    LIMIT_S,
    ROOT,
    Command,
    Run,
    discreet,
    environment,
    finish,
    run,
    written,
)

BROKEN = """
import os
from beian.cli import main, ruling
def rules(*_):
    raise LookupError("it says " + os.environ["TENCENTCLOUD_SECRETKEY"])
ruling.rules = rules
main.main()
"""
BROKEN_IN_A_WORLD = """
import os
from beian import app
from beian.cli import main
def answer(*_):
    raise LookupError("it says " + os.environ["TENCENTCLOUD_SESSIONTOKEN"])
app.answer = answer
main.main()
"""
BROKEN_FUNCTION = """
from beian import app, events
from beian.cli import main
def parse(*_):
    raise LookupError("it says something")
events.parse = parse
main.main()
"""
WITHOUT_CLICK = """
import sys
sys.modules["click"] = None
from beian.cli import main
main.main()
"""
QUICK = """
import sys
import time
from beian.cli.commands import run
assert run(["check", "--help"]) == 0
heavy = {"rich", "pydantic", "yaml", "requests", "tencentcloud", "beian.app"} & set(sys.modules)
sys.exit(str(heavy) if heavy else 0)
"""


def script(folder: Path, code: str, *arguments: str, **variables: str) -> Run:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        timeout=LIMIT_S,
        encoding="utf-8",
        check=False,
    )
    return discreet(Run(done.returncode, done.stdout, done.stderr))


def test_a_bug_is_70_with_its_place_and_no_secret(tmp_path: Path) -> None:
    secret = {"TENCENTCLOUD_SECRETKEY": worlds.SECRET}
    found = script(tmp_path, BROKEN, "rules", **secret)
    assert (found.status, found.out) == (70, "")
    assert found.err.startswith("beian: a bug: LookupError at <string>:5 (BEIAN_DEBUG=1")
    assert found.err.count("\n") == 1
    told = script(tmp_path, BROKEN, "rules", BEIAN_DEBUG="1", **secret)
    assert told.status == 70
    assert told.err.startswith("Traceback")
    assert "LookupError: it says ***" in told.err


def test_a_worlds_secret_is_hidden_after_the_world_is_gone(tmp_path: Path) -> None:
    asked = ("check", "a.cn", *written(tmp_path, worlds.IN_ORDER))
    found = script(tmp_path, BROKEN_IN_A_WORLD, *asked, BEIAN_DEBUG="1")
    assert found.status == 70
    assert "LookupError: it says ***" in found.err


def test_a_bug_in_the_function_is_70_too(tmp_path: Path) -> None:
    found = script(tmp_path, BROKEN_FUNCTION, "invoke", str(ROOT / "events/apigw-get.json"))
    assert found.status == 70
    assert "HTTP 500" in found.out
    assert "beian: a bug in the function: LookupError at <string>:5" in found.err
    assert "it says" not in found.err


def test_without_its_extra_the_command_names_it(tmp_path: Path) -> None:
    found = script(tmp_path, WITHOUT_CLICK, "rules")
    assert found.status == 64
    assert "pip install 'beian[cli]'" in found.err


def test_help_is_quick(tmp_path: Path) -> None:
    found = script(tmp_path, QUICK)
    assert (found.status, found.err) == (0, "")
    assert "Exit status" not in found.out
    assert "--serverless-filings" in found.out


@pytest.mark.parametrize(
    ("locale", "said"),
    [("C.UTF-8", "Exit status: 0 nothing wrong"), ("zh_CN.UTF-8", "退出码：0 没有问题")],
)
def test_help_speaks_the_language_of_the_locale(tmp_path: Path, locale: str, said: str) -> None:
    found = run(tmp_path, "--help", LC_ALL=locale)
    assert found.status == 0
    assert said in found.out


def test_the_version_is_told(tmp_path: Path) -> None:
    assert run(tmp_path, "--version").out == f"beian {__version__}\n"


def test_ctrl_c_ends_a_check_at_once(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    variables = {"TMPDIR": str(tmp_path / "tmp")}
    command = Command(tmp_path, ["check", "a.cn"], world=worlds.HANGING, variables=variables)
    process = command.start()
    while not list((tmp_path / "tmp").iterdir()):  # the world is being set up
        assert process.poll() is None
        time.sleep(0.02)
    time.sleep(0.1)  # and asked
    process.send_signal(signal.SIGINT)
    found = finish(process)
    assert (found.status, found.out.strip(), found.err.strip()) == (130, "", "")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_reader_that_has_gone_away_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = Command(tmp_path, ["rules", "--format", "json"]).start(stdout=writing)
    os.close(writing)
    found = finish(process)
    assert (found.status, found.err) == (0, "")
