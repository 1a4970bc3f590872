"""Sweeps: who × route × account, and that nobody learns of accounts that are not theirs."""

from collections.abc import Iterator, Mapping
from typing import cast

import pytest
from _pytest.mark import ParameterSet

from beian.sweep.report import Report
from tests.access.house import (
    ACCOUNTS,
    ACME,
    BETA,
    ELSEWHERE,
    HQ,
    OPS,
    REPORTER,
    WHOLE,
    Ask,
    Event,
    House,
    bearer,
    open_url,
    with_key,
)
from tests.access.test_table import (
    ASKED,
    EVERYTHING,
    NOT_SIGNED_IN,
    TABLE,
    WITHOUT_SCOPE,
    Statuses,
)
from tests.api.requests import KINDS
from tests.sweep import reports

SWEEP = "20261122T020000Z-0a1b2c3d"
NAMES = {HQ: "hq", ACME: "acme", BETA: "beta"}


def swept() -> Report:
    found = [
        reports.account(uin, name, [reports.domain(f"www.{name}.cn")])
        for uin, name in NAMES.items()
    ]
    return reports.report(found, id=SWEEP)


def turned(config: str) -> str:
    """The same callers, each with the scopes that it lacked."""
    placed = config.replace("may: [check]", "may: [?]")
    placed = placed.replace("may: [sweep, reports]", "may: [check]")
    return placed.replace("may: [?]", "may: [sweep, reports]")


TURNED = turned(WHOLE)


def rows() -> Iterator[ParameterSet]:
    """Those of the other table. A caller of several accounts need not name one here; and without a
    word of callers, nobody may do more than check."""
    for house, (config, who) in TABLE.items():
        for name, (event, statuses) in who.items():
            if "op" in event:
                continue
            expected = tuple(200 if status == 422 else status for status in statuses)
            if "callers" not in config and statuses != NOT_SIGNED_IN:
                expected = WITHOUT_SCOPE
            yield pytest.param(turned(config), event, expected, id=f"{house}: {name}")


ROWS = tuple(rows())


@pytest.mark.parametrize("rest", KINDS)
@pytest.mark.parametrize(("config", "event", "statuses"), ROWS)
def test_reports(house: House, config: str, event: Event, statuses: Statuses, rest: str) -> None:
    house.configured(config).has_swept(swept())
    asks = [Ask(path=f"/v1/sweeps/latest{rest}", account=account) for account in ASKED]
    found = [house.send(ask.onto(event)) for ask in asks]

    assert tuple(reply.status for reply in found) == statuses
    for asked, reply in zip(ASKED, found, strict=True):
        mine = {uin for uin in NAMES if uin in reply.text or NAMES[uin] in reply.text}
        allowed = {uin for uin, one in zip(ASKED, statuses, strict=True) if one == 200 and uin}
        assert mine == (({asked} if asked else allowed) if reply.status == 200 else set())


@pytest.mark.parametrize(("config", "event", "statuses"), ROWS)
def test_beginning_one_is_for_those_of_every_account(
    house: House, config: str, event: Event, statuses: Statuses
) -> None:
    house.configured(config).has_swept(swept())
    request = Ask("POST", "/v1/sweeps").onto(event)
    reply = house.send({**request, "body": ""})

    lets_in = {EVERYTHING: 202, NOT_SIGNED_IN: 401}
    assert reply.status == lets_in.get(statuses, 403)
    assert len(house.sweeping.begun) == (reply.status == 202)


@pytest.mark.parametrize(("accounts", "status"), [("", 202), (ACCOUNTS, 403)])
def test_where_there_is_no_other_account_ones_own_is_every_account(
    house: House, accounts: str, status: int
) -> None:
    house.configured(f"{accounts}callers: [{{name: a, key_id: {OPS}, may: [sweep]}}]\n")
    house.environ.setenv("BEIAN_STORE", str(house.folder / "sweeps"))
    event = {**Ask("POST", "/v1/sweeps").onto(with_key(OPS)), "body": ""}
    assert house.send(event).status == status


def test_within_a_minute_it_is_the_same_sweep_of_that_caller(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []
    for seconds, key in ((1, OPS), (59, OPS), (60, OPS), (1, REPORTER)):
        monkeypatch.setenv("BEIAN_NOW", f"2026-11-22T12:0{seconds // 60}:{seconds % 60:02}+08:00")
        house.configured(f"{WHOLE}\n# {seconds}\n").has_swept(swept())
        event = {**Ask("POST", "/v1/sweeps").onto(with_key(key)), "body": ""}
        begun.append(house.send(event).body["id"])
    assert begun[0] == begun[1]
    assert len(set(begun)) == 3
    assert [name.trigger for name in house.sweeping.begun] == ["ops", "ops", "ops", "reporter"]
    assert str(begun[0]).startswith("20261122T040000Z-")


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_all_that_is_forbidden_looks_the_same(house: House, lang: str) -> None:
    house.configured(TURNED).has_swept(swept())

    def asked(name: str, ask: Ask) -> Event:
        event = ask.onto(open_url(bearer(name)))
        headers = cast("dict[str, str]", event["headers"])
        return {**event, "headers": {**headers, "Accept-Language": lang}}

    paths = [f"/v1/sweeps/{sweep}{rest}" for sweep in ("latest", SWEEP) for rest in KINDS]
    found = [
        *(house.send(asked("web", Ask(path=path, account=BETA))) for path in paths),
        *(house.send(asked("web", Ask(path=path, account=ELSEWHERE))) for path in paths),
        house.send(asked("web", Ask(path=paths[0], account=HQ))),
        house.send(asked("web", Ask(path=paths[0], account="../../latest"))),
        house.send(asked("dated", Ask(path=paths[0], account=ACME))),
        house.send(asked("clerk", Ask(path=paths[0]))),
        house.send({**asked("web", Ask("POST", "/v1/sweeps")), "body": ""}),
        house.send({**asked("clerk", Ask("POST", "/v1/sweeps")), "body": ""}),
    ]
    assert found[0].status == 403
    assert all(reply == found[0] for reply in found)


@pytest.mark.parametrize("account", [ELSEWHERE, "../latest", "..%2F", "备", "x" * 64])
def test_an_account_that_is_not_there_is_none_for_those_of_every_account_too(
    house: House, account: str
) -> None:
    house.configured(WHOLE).has_swept(swept())
    reply = house.send(Ask(path="/v1/sweeps/latest", account=account).onto(with_key(OPS)))
    assert reply.status == 403


def test_an_account_that_joined_later_is_not_in_an_earlier_report(house: House) -> None:
    one = reports.report([reports.account(HQ, "hq")], id=SWEEP)
    house.configured(TURNED).has_swept(one)
    reply = house.send(Ask(path="/v1/sweeps/latest").onto(open_url(bearer("web"))))
    assert reply.status == 403


def test_a_sweep_that_nobody_made_is_not_found(house: House) -> None:
    house.configured(WHOLE).environ.setenv("BEIAN_STORE", str(house.folder / "none"))
    for sweep in ("latest", SWEEP):
        reply = house.send(Ask(path=f"/v1/sweeps/{sweep}").onto(with_key(OPS)))
        assert (reply.status, reply.body["type"]) == (404, "urn:beian:problem:no-such-sweep")


class TestLog:
    def test_one_line_says_who_asked_for_which_form(self, house: House) -> None:
        house.configured(WHOLE).has_swept(swept())
        for rest in KINDS:
            house.send(Ask(path=f"/v1/sweeps/{SWEEP}{rest}").onto(with_key(OPS)))
            line = house.line
            assert (line["caller"], line["route"]) == ("ops", f"GET /v1/sweeps/{{sweep}}{rest}")
            assert (line["status"], line["upstream_calls"]) == (200, 0)
        assert len(house.log.texts) == 3

    def test_and_what_beginning_one_took(self, house: House) -> None:
        house.configured(WHOLE).has_swept(swept())
        house.send({**Ask("POST", "/v1/sweeps").onto(with_key(OPS)), "body": ""})
        line: Mapping[str, object] = house.line
        assert (line["caller"], line["route"]) == ("ops", "POST /v1/sweeps")
        assert (line["status"], line["upstream_calls"]) == (202, 7)


def test_only_callers_with_the_scope_see_anything(house: House) -> None:
    """Each scope opens its own routes."""
    routes = {"reports": "GET", "sweep": "POST"}
    for scope in ("check", *routes):
        config = f"{ACCOUNTS}callers: [{{name: a, key_id: {OPS}, may: [{scope}], accounts: all}}]\n"
        house.configured(config).has_swept(swept())
        for needed, method in routes.items():
            path = "/v1/sweeps" if method == "POST" else "/v1/sweeps/latest"
            event = {**Ask(method, path).onto(with_key(OPS)), "body": ""}
            assert (house.send(event).status < 300) is (scope == needed)
