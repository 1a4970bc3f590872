"""`beian invoke`: recorded events through the handler itself."""

import json
from pathlib import Path

import pytest

from tests.cli import worlds
from tests.cli.conftest import Beian
from tests.cli.running import ROOT, run

EVENTS = ROOT / "events"
GET, TIMER = str(EVENTS / "apigw-get.json"), str(EVENTS / "timer.json")


def test_an_http_reply_is_shown_with_its_verdict(beian: Beian) -> None:
    found = beian("invoke", GET, world=worlds.FILED)
    first, second, *_ = found.out.splitlines()
    assert first == "应答: HTTP 200 application/json; charset=utf-8"  # the reply's own language
    assert second == "www.example.cn: filed (已备案)"
    assert found.status == 0
    english = beian("invoke", GET, "--lang", "en", world=worlds.FILED)
    assert english.out.startswith("Reply: HTTP 200")


def test_json_is_the_reply_as_the_platform_gets_it(beian: Beian) -> None:
    found = beian("invoke", GET, "--format", "json", world=worlds.NO_PACK)
    assert found.json["isBase64Encoded"] is False
    assert json.loads(found.json["body"])["verdict"] == "not_eligible"
    assert found.status == 1


@pytest.mark.parametrize(
    ("event", "world", "status", "said"),
    [
        ("apigw-anonymous.json", worlds.FILED, 1, "401 未登录"),
        ("malformed/unknown-shape.json", worlds.FILED, 1, "urn:beian:problem:unrecognised-event"),
        ("malformed/invoke-extra-key.json", worlds.FILED, 1, "- "),
        ("timer.json", worlds.FILED, 0, '"finished": true'),
        ("invoke-sweep.json", worlds.FILED, 0, '"accounts": 1'),
        ("apigw-get.json", worlds.ALL_DENIED, 2, "finance:DescribeDealsByCond"),
        ("invoke-check.json", worlds.BILLING_DENIED, 2, "www.example.cn: indeterminate"),
        ("invoke-account.json", worlds.NO_PACK, 1, "not_eligible"),
    ],
)
def test_the_exit_status_follows_the_reply(
    beian: Beian, event: str, world: str, status: int, said: str
) -> None:
    found = beian("invoke", str(EVENTS / event), world=world)
    assert (found.status, found.err) == (status, "")
    assert said in found.out


def test_a_timer_sweeps_into_a_folder_here(beian: Beian, tmp_path: Path) -> None:
    found = beian("invoke", TIMER, "--format", "json", world=worlds.FILED)
    (sweep,) = found.json["sweeps"]
    kept = json.loads((tmp_path / "sweeps" / "latest.json").read_text("utf-8"))
    assert kept["id"] == sweep["id"]


def test_an_event_comes_from_standard_input_too(tmp_path: Path) -> None:
    event = {"op": "check", "domains": ["a.apigw.tencentcs.com", "example.cn"], "lang": "en"}
    found = run(tmp_path, "invoke", "-", world=worlds.FILED, stdin=json.dumps(event))
    assert found.status == 0
    assert found.out.startswith("Reply: ok: true\na.apigw.tencentcs.com\tnot_required\nexample.cn")


def test_other_replies_are_shown_as_they_are(beian: Beian, tmp_path: Path) -> None:
    event = json.loads(Path(GET).read_text("utf-8"))
    (tmp_path / "health.json").write_text(
        json.dumps({**event, "path": "/health", "queryString": {}})
    )
    (tmp_path / "head.json").write_text(
        json.dumps({**event, "path": "/health", "queryString": {}, "httpMethod": "HEAD"})
    )
    health = beian("invoke", "health.json", world=worlds.FILED)
    assert '\n  "status": "ok",\n' in health.out
    head = beian("invoke", "head.json", world=worlds.FILED)
    assert head.out == "应答: HTTP 200 application/json; charset=utf-8\n"
