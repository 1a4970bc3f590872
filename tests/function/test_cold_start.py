"""What a new process loads: the budget of a cold start, a list of what must stay out of it.

Not a measurement, so that it cannot fail on a busy machine; `make bench` measures.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from beian.emulator import Emulator, load_world
from tests.function.runs import IN_ORDER, Json, context, environ

EVENTS = Path(__file__).parents[2] / "events"

FOR_OTHERS = (
    # what only other routes, a beian.yml, the command line or a development machine need
    "apprise",
    "beian.accounts",
    "beian.api.documents",
    "beian.api.models",
    "beian.cli",
    "beian.config",
    "beian.deploy",
    "beian.emulator",
    "beian.notify",
    "beian.packaging",
    "beian.permissions",
    "beian.store",
    "beian.sweep.desk",
    "beian.sweep.entry",
    "beian.sweep.report",
    "beian.tencent.organization",
    "beian.tencent.roles",
    "beian.texts.en",
    "beian.tokens",
    "click",
    "jinja2",
    "jsonschema",
    "moto",
    "obstore",
    "rich",
    "yaml",
    # what a library would bring along with something that is asked of it
    "asyncio",
    "chardet",
    "cryptography",
    "email.mime",
    "email_validator",
    "http.server",
    "httpx",
    "importlib_metadata",
    "multiprocessing",
    "netrc",
    "pydantic.deprecated.class_validators",
    "pydantic.mypy",
    "pydantic.v1",
    "simplejson",
    "sqlite3",
    "tencentcloud.apigateway",
    "tencentcloud.ba",
    "tencentcloud.billing",
    "tencentcloud.common.abstract_client_async",
    "tencentcloud.common.abstract_model",
    "tencentcloud.common.common_client_async",
    "tencentcloud.domain",
    "tencentcloud.organization",
    "tencentcloud.scf",
    "tencentcloud.sts",
    "tomllib",
    "unittest",
    "xml",
)
FOR_A_VERDICT = (
    "annotated_types",
    "beian.render",
    "beian.rulebook.registry",
    "beian.schema",
    "beian.texts.zh_cn",
    "beian.verdict",
    "decimal",
    "pydantic",
    "pydantic_core",
    "typing_inspection",
    "zoneinfo",
)

PROGRAM = """
import json, sys
early = []

def watch(name, arguments):
    if name == "socket.connect" and not early:
        early.append(sorted(sys.modules))

import handler
imported = sorted(sys.modules)
sys.addaudithook(watch)
event, context = json.load(sys.stdin)
reply = handler.main_handler(event, context) if event else None
print(json.dumps([imported, early, sorted(sys.modules), reply]))
"""


class Start:
    """What stood in `sys.modules` of one new process."""

    def __init__(self, event: Json | None, url: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=json.dumps([event, context()]),
            env=environ(url),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=60,
        )
        imported, early, at_end, reply = json.loads(done.stdout.splitlines()[-1])
        self.imported: list[str] = imported
        self.at_first_call: list[str] = early[0] if early else []
        self.at_end: list[str] = at_end
        self.reply = cast("Json", reply)


def within(loaded: list[str], unwanted: tuple[str, ...]) -> list[str]:
    return [name for name in loaded if any(f"{name}.".startswith(f"{no}.") for no in unwanted)]


@pytest.fixture
def url() -> Iterator[str]:
    with Emulator(load_world(IN_ORDER)) as emulator:
        yield emulator.url


def event(path: str, **query: str) -> Json:
    found = cast("Json", json.loads((EVENTS / "apigw-get.json").read_text("utf-8")))
    return {**found, "path": path, "queryString": query}


def test_importing_the_handler_loads_nothing_that_a_verdict_alone_needs(url: str) -> None:
    start = Start(None, url)
    assert "tencentcloud.common.common_client" in start.imported
    assert within(start.imported, FOR_OTHERS + FOR_A_VERDICT) == []


@pytest.mark.parametrize("path", ["/health", "/openapi.json", "/nowhere", "/v1/eligibility"])
def test_what_needs_no_verdict_loads_none_of_what_makes_one(url: str, path: str) -> None:
    start = Start(event(path, nonsense="x") if path == "/v1/eligibility" else event(path), url)
    expected = {"/nowhere": 404, "/v1/eligibility": 422}
    assert start.reply["statusCode"] == expected.get(path, 200)
    assert within(start.at_end, FOR_OTHERS + FOR_A_VERDICT) == []


def test_a_check_loads_what_reads_and_judges_and_nothing_else(url: str) -> None:
    start = Start(event("/v1/eligibility", domain="www.example.cn"), url)
    body = json.loads(cast("str", start.reply["body"]))
    assert body["verdict"] == "eligible"
    assert within(start.at_end, FOR_OTHERS) == []


def test_the_first_read_does_not_wait_for_what_comes_after_it(url: str) -> None:
    start = Start(event("/v1/eligibility", domain="www.example.cn"), url)
    assert "requests" in start.at_first_call
    assert within(start.at_first_call, FOR_A_VERDICT) == []
    assert {"pydantic", "beian.verdict", "beian.render.answer"} <= set(start.at_end)
