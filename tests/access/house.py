"""A function with accounts and callers, everyone who may come to its door, and what they ask."""

import base64
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from beian import app, schema, tokens
from beian.check import Question
from beian.config import AccountConfig
from beian.context import Context
from beian.store import Store, open_store
from beian.sweep import names
from beian.sweep.names import Name
from beian.sweep.papers import Latest
from beian.sweep.plan import Manifest
from beian.sweep.report import Report
from beian.tencent.transport import Deadline
from beian.texts import Lang
from tests.api.answers import answer_to
from tests.events.recorded import about, gateway, url

Event = dict[str, object]

HQ, ACME, BETA, ELSEWHERE = "100000000009", "100000000001", "100000000002", "100000000077"
NOW = "2026-11-22T12:00:00+08:00"

ISSUED = {name: tokens.new() for name in ("web", "two", "clerk", "dated", "past", "gone")}
"""Tokens, and what is stored of them; `gone` is in no configuration any more."""
TOKENS = {name: token for name, (token, _) in ISSUED.items()}
EXTERNAL_ID = "k3J-external-secret"
OPS, REPORTER, LATE = (f"AKID{name}0000000000000000000000" for name in ("ops", "rep", "late"))
UNLISTED = "AKIDunlisted000000000000000000"

ACCOUNTS = f"""
accounts:
  - {{uin: "{HQ}", name: hq, self: true}}
  - {{uin: "{ACME}", role_arn: "qcs::cam::uin/{ACME}:roleName/beian-reader",
     external_id: {EXTERNAL_ID}}}
  - {{uin: "{BETA}", role_arn: "qcs::cam::uin/{BETA}:roleName/beian-reader",
     external_id: {EXTERNAL_ID}}}
"""
CALLERS = f"""
callers:
  - {{name: ops, key_id: {OPS}, may: [check, sweep, reports], accounts: all}}
  - {{name: reporter, key_id: {REPORTER}, may: [sweep, reports], accounts: all}}
  - {{name: late, key_id: {LATE}, may: [check], accounts: all, expires: 2026-11-21}}
  - {{name: web, token: {ISSUED["web"][1]}, expires: 2027-01-01, may: [check],
     accounts: ["{ACME}"]}}
  - {{name: two, token: {ISSUED["two"][1]}, expires: 2027-01-01, may: [check],
     accounts: ["{ACME}", "{BETA}"]}}
  - {{name: clerk, token: {ISSUED["clerk"][1]}, expires: 2027-01-01, may: [sweep, reports],
     accounts: all}}
  - {{name: dated, token: {ISSUED["dated"][1]}, expires: 2026-11-22, may: [check]}}
  - {{name: past, token: {ISSUED["past"][1]}, expires: 2026-11-21, may: [check], accounts: all}}
  - {{name: panel, function_url: true, may: [check]}}
"""
CAM = "\nfunction_url: {cam: true}\n"
WHOLE = ACCOUNTS + CALLERS


class FakeAnswer:
    """Stands in for what reads an account: answers at once, and keeps what it was asked."""

    def __init__(self) -> None:
        self.accounts: list[str | None] = []
        self.reads_as: str | None = None
        self.is_read = True

    def __call__(
        self,
        questions: Sequence[Question],
        _lang: Lang,
        account: AccountConfig | None,
        about: Context,
        _deadline: Deadline,
    ) -> list[schema.Answer]:
        self.accounts.append(account.uin if account else None)
        uin = self.reads_as or (account.uin if account else about.uin or HQ)
        found = [answer_to(question.domain) for question in questions]
        mine = schema.Account(uin=uin if self.is_read else None, name=None)
        return [one.model_copy(update={"account": mine}) for one in found]


class FakeSweeping:
    """Stands in for what begins a sweep: keeps which, and says that it took seven calls."""

    calls = 7

    def __init__(self) -> None:
        self.begun: list[Name] = []

    def __call__(self, _about: Context, _deadline: Deadline) -> "FakeSweeping":
        return self

    def begin(self, _store: Store, name: Name) -> None:
        self.begun.append(name)


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


@dataclass
class Reply:
    status: int
    headers: Mapping[str, str]
    body: Mapping[str, object]
    text: str = ""


@dataclass
class House:
    """The function as the platform calls it; only what reads the cloud is a stand-in."""

    folder: Path
    answer: FakeAnswer
    sweeping: FakeSweeping
    log: Lines
    environ: pytest.MonkeyPatch = field(repr=False)

    def configured(self, text: str) -> "House":
        path = self.folder / f"beian-{abs(hash(text))}.yml"
        path.write_text(text, "utf-8")
        self.environ.setenv("BEIAN_CONFIG", str(path))
        return self

    def has_swept(self, report: Report) -> "House":
        """As if this were the latest sweep."""
        self.environ.setenv("BEIAN_STORE", str(self.folder / "sweeps"))
        store = open_store(str(self.folder / "sweeps"), {})
        manifest = Manifest(
            id=report.id,
            trigger=report.trigger,
            planned_at=report.planned_at,
            previous=None,
            rulebook=report.rulebook,
            waivers=[],
            roster_unread=None,
            shards=[[one.uin for one in report.accounts]],
        )
        latest = Latest(id=report.id, time=report.trigger.time)
        head = report.model_copy(update={"accounts": []})
        documents = {
            names.manifest(report.id): manifest,
            names.report(report.id): report,
            names.head(report.id): head,
            names.LATEST: latest,
            **{names.account(report.id, one.uin): one for one in report.accounts},
        }
        for key, document in documents.items():
            store.write(key, document.model_dump_json(by_alias=True).encode())
        return self

    def send(self, event: object, *, uin: str = HQ, request_id: str = "req-1") -> Reply:
        """The reply; a direct invoke's as HTTP would have had it."""
        context = {"request_id": request_id, "tencentcloud_uin": uin, "time_limit_in_ms": 20000}
        found = app.handle(event, context)
        if "statusCode" in found:
            headers = cast("Mapping[str, str]", found["headers"])
            text = cast("str", found["body"])
            is_json = "json" in headers.get("Content-Type", "")
            body = cast("Mapping[str, object]", json.loads(text) if text and is_json else {})
            return Reply(cast("int", found["statusCode"]), headers, body, text)
        if found["ok"]:
            return Reply(200, {}, found)
        problem = cast("Mapping[str, object]", found["problem"])
        return Reply(cast("int", problem["status"]), {}, problem)

    @property
    def line(self) -> Mapping[str, object]:
        """The last one of the log."""
        return cast("Mapping[str, object]", json.loads(self.log.texts[-1]))


@contextmanager
def opened(folder: Path, environ: pytest.MonkeyPatch) -> Iterator[House]:
    fake, sweeping, lines = FakeAnswer(), FakeSweeping(), Lines()
    log = logging.getLogger("beian")
    before = log.level, log.propagate
    log.addHandler(lines)
    log.setLevel(logging.INFO)
    log.propagate = False
    environ.setattr(app, "answer", fake)
    environ.setattr(app, "sweeping", sweeping)
    environ.setenv("BEIAN_ENDPOINT", "http://127.0.0.1:9")
    environ.setenv("BEIAN_NOW", NOW)
    try:
        yield House(folder, fake, sweeping, lines, environ)
    finally:
        log.removeHandler(lines)
        log.level, log.propagate = before
        app._kept.clear()


@dataclass(frozen=True)
class Ask:
    """What is asked. `account` None names none."""

    method: str = "GET"
    path: str = "/v1/eligibility"
    account: str | None = None

    def onto(self, event: Event) -> Event:
        if "op" in event:
            found = {**event, "op": "rules" if self.path == "/v1/rules" else "check"}
            return {**found, **({"account": self.account} if self.account else {})}
        request: Event = {"httpMethod": self.method, "path": self.path, "queryString": {}}
        if self.method == "POST":
            body = {"domains": ["a.cn"], **({"account": self.account} if self.account else {})}
            headers = cast("Mapping[str, str]", event["headers"])
            named = {"headers": {**headers, "Content-Type": "application/json"}}
            return {**event, **request, **named, "body": json.dumps(body)}
        query = {"account": self.account} if self.account else {}
        return {**event, **request, "queryString": query}


def with_key(secret_id: object) -> Event:
    return about(gateway(), identity={"secretId": secret_id})


def with_identity(identity: object) -> Event:
    return about(gateway(), identity=identity)


def anonymous(authorization: str | None = None) -> Event:
    """Through an API of API Gateway that asks no one to sign in."""
    return _with(about(gateway(), identity={}), authorization)


def open_url(authorization: str | None = None) -> Event:
    return _with(url(), authorization)


def _with(event: Event, authorization: str | None) -> Event:
    kept = cast("Mapping[str, str]", event["headers"])
    headers = {k: v for k, v in kept.items() if k.lower() != "authorization"}
    if authorization is not None:
        headers["Authorization"] = authorization
    return {**event, "headers": headers}


def bearer(name: str) -> str:
    return f"Bearer {TOKENS[name]}"


def basic(name: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{TOKENS[name]}".encode()).decode()


Way = Callable[[str | None], Event]
OPEN: Mapping[str, Way] = {"url": open_url, "anonymous API": anonymous}
"""The ways in on which a token counts."""
