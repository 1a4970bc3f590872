"""The function as the platform calls it, over a world: events in, replies out, and all it wrote."""

import contextlib
import io
import json
import logging
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast
from unittest import mock

from beian import app
from beian.emulator import Emulator, load_world
from handler import main_handler

# Planted in every world; nothing that the function says may hold any of them.
KEY_ID, SECRET, TOKEN = "AKIDplanted0001", "planted-secret-0001", "planted-token-0001"
PLANTED = (KEY_ID, SECRET, TOKEN, "TC3-HMAC-SHA256", "Signature=")
CREDENTIAL = {
    "TENCENTCLOUD_SECRETID": KEY_ID,
    "TENCENTCLOUD_SECRETKEY": SECRET,
    "TENCENTCLOUD_SESSIONTOKEN": TOKEN,
}
CLOCK = "2026-11-22T12:00:00+08:00"
UIN = "100000000001"

SMALL = """\
policy:
  pack_term_months: 12
  mainland_regions: [ap-guangzhou, ap-shanghai]
  outside_regions: [ap-hongkong]
"""
"""A configuration under which a check makes some twenty calls instead of seventy."""

Json = dict[str, object]


def world(account: str = "", rest: str = "") -> str:
    """YAML of a world with one account, whose key has a token. Both parts are block YAML."""
    lines = "".join(f"    {line}\n" for line in account.strip().splitlines())
    key = f"{{id: {KEY_ID}, secret: {SECRET}, token: {TOKEN}}}"
    return f'clock: "{CLOCK}"\naccounts:\n  - uin: "{UIN}"\n    keys: [{key}]\n{lines}{rest}\n'


PACK = """\
orders:
  - id: "20260105000001"
    spec: {调用次数: 5000万次, 资源使用量: 40万GBs}
    created: "2026-01-05 10:00:00"
"""
REGISTERED = 'domains: [{name: example.cn, created: "2024-05-01", expires: "2027-05-01"}]\n'
BOUND = "bindings: [{domain: www.example.cn}, {service: apigateway, domain: api.example.cn}]\n"
IN_ORDER = world(PACK + REGISTERED + BOUND)

CHECK: Json = {"op": "check", "domains": ["www.example.cn"]}


@dataclass(frozen=True)
class Run:
    """One invocation. `written` is all of stdout, stderr and every log at DEBUG."""

    reply: Json
    seconds: float
    written: str
    calls: tuple[str, ...] = field(default=())

    @property
    def answers(self) -> list[Json]:
        return cast("list[Json]", self.reply["verdicts"])

    @property
    def verdict(self) -> str:
        """Of the first answer; "503" for a problem that says that nothing was readable."""
        if not self.reply["ok"]:
            return str(cast("Json", self.reply["problem"])["status"])
        return str(self.answers[0]["verdict"])

    def evidence(self) -> set[str]:
        """The calls that the findings of the first answer show."""
        findings = cast("list[Json]", self.answers[0]["findings"])
        return {str(e["call"]) for f in findings for e in cast("list[Json]", f["evidence"])}

    def missing(self) -> dict[str, set[str]]:
        """The calls that the first answer says could not be made, with the regions concerned."""
        found: dict[str, set[str]] = {}
        for one in cast("list[Json]", self.answers[0]["missing"]):
            found.setdefault(str(one["call"]), set()).update(cast("list[str]", one["regions"]))
        return found

    def told(self) -> str:
        return json.dumps(self.reply, ensure_ascii=False) + self.written


def planted_in(text: str) -> list[str]:
    return [secret for secret in PLANTED if secret in text]


def context(limit_ms: int = 20_000, region: str = "ap-guangzhou", **more: object) -> Json:
    return {
        "request_id": "request-1",
        "time_limit_in_ms": limit_ms,
        "tencentcloud_region": region,
        **more,
    }


@contextlib.contextmanager
def watched() -> Iterator[io.StringIO]:
    """What is written to stdout, stderr and any log, with the root logger at DEBUG."""
    text = io.StringIO()
    logs = logging.StreamHandler(text)
    root, ours = logging.getLogger(), logging.getLogger("beian")
    level = root.level
    root.addHandler(logs)
    ours.addHandler(logs)
    root.setLevel(logging.DEBUG)
    try:
        with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
            yield text
    finally:
        root.setLevel(level)
        ours.removeHandler(logs)
        root.removeHandler(logs)


def environ(url: str, config: str = "", **more: str) -> dict[str, str]:
    set_ = {"BEIAN_ENDPOINT": url, "BEIAN_NOW": CLOCK, "BEIAN_CONFIG": config, **CREDENTIAL}
    return {name: value for name, value in {**set_, **more}.items() if value}


def invoke(event: object, about: Json, variables: Mapping[str, str]) -> Run:
    """One invocation with these variables and no others of ours."""
    others = [name for name in os.environ if name.startswith(("BEIAN_", "TENCENTCLOUD_"))]
    with watched() as text, mock.patch.dict(os.environ, variables):
        for name in set(others) - set(variables):
            del os.environ[name]
        began = time.monotonic()
        reply = main_handler(event, about)
        seconds = time.monotonic() - began
    return Run(reply, seconds, text.getvalue())


def cold(text: str, config: str = "", event: object = CHECK, about: Json | None = None) -> Run:
    """A first invocation of a new process, over a world."""
    app._kept.clear()
    with Emulator(load_world(text)) as emulator:
        run = invoke(event, about or context(), environ(emulator.url, config))
        names = tuple(f"{c.service}:{c.action}" for c in emulator.calls)
        assert emulator.bugs == []
    return Run(run.reply, run.seconds, run.written, names)
