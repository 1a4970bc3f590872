"""`beian check`: what is asked, what comes back, and the exit status."""

import os
from pathlib import Path

import pytest

from beian.api.models import MAX_DOMAINS
from beian.cli.asking import domains_of
from tests.cli import worlds
from tests.cli.conftest import Beian
from tests.cli.running import Command, run, run_all

EXEMPT = "a.apigw.tencentcs.com"
"""Answered by its name alone: nothing has to be read."""

STATUSES = [
    (worlds.IN_ORDER, "www.example.cn", 0, "eligible"),
    (worlds.FILED, "www.example.cn", 0, "filed"),
    (worlds.ABROAD, "www.example.cn", 0, "not_required"),
    (worlds.BUSY, "www.example.cn", 0, "pending"),
    (worlds.NO_PACK, "www.example.cn", 1, "not_eligible"),
    (worlds.BANNED, "www.example.cn", 1, "blocked"),
    (worlds.UNLAWFUL, "www.example.cn", 1, "eligible"),
    (worlds.BILLING_DENIED, "www.example.cn", 2, "indeterminate"),
]


@pytest.mark.parametrize(("world", "domain", "status", "verdict"), STATUSES)
def test_the_exit_status_says_how_the_verdict_is(
    beian: Beian, world: str, domain: str, status: int, verdict: str
) -> None:
    found = beian("check", domain, "--format", "json", world=world)
    assert (found.status, found.json["verdict"], found.err) == (status, verdict, "")


def test_what_is_wrong_weighs_more_than_what_is_unsure(beian: Beian) -> None:
    asked = ("check", "www.example.cn", "elsewhere.com", "--format", "json")
    unsure = beian(*asked, world=worlds.IN_ORDER)
    wrong = beian(*asked, world=worlds.UNLAWFUL)
    assert [v["verdict"] for v in unsure.json["verdicts"]] == ["eligible", "indeterminate"]
    assert (unsure.status, wrong.status) == (2, 1)


def test_the_world_is_the_whole_cloud_of_the_run(tmp_path: Path) -> None:
    """Its clock, its account, its declarations; nothing of it is left behind."""
    (tmp_path / "tmp").mkdir()
    (tmp_path / "beian.yml").write_text("name: not mine\n")
    answer = run(
        tmp_path,
        *("check", "--format", "json"),
        world=worlds.DECLARED,
        TMPDIR=str(tmp_path / "tmp"),
        BEIAN_NOW="2001-01-01T00:00:00Z",
    ).json
    assert answer["domain"] is None
    assert answer["account"] == {"uin": "100000000001", "name": "acme"}
    assert answer["evaluated_at"].startswith("2026-11-22T12:00:0")
    assert answer["assumptions"] == [{"name": "declared.serverless_filings", "value": "1"}]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_options_reach_the_question(beian: Beian) -> None:
    asked = ("check", "www.example.cn", "--format", "json")
    abroad = beian(*asked, "--region", "ap-hongkong", world=worlds.IN_ORDER)
    idle = beian(*asked, "--no-serve", world=worlds.IN_ORDER)
    assert (abroad.json["verdict"], idle.json["verdict"]) == ("not_required", "not_required")
    declared = ("--serverless-filings", "1", "--pack-order", "o1", "--account", "100000000001")
    unclear = beian(*asked, world=worlds.UNCLEAR_PACK)
    settled = beian(*asked, *declared, world=worlds.UNCLEAR_PACK)
    assert (unclear.json["verdict"], settled.json["verdict"]) == ("indeterminate", "eligible")
    assert {a["name"] for a in settled.json["assumptions"]} == {
        "declared.pack_orders",
        "declared.serverless_filings",
    }


def test_where_nothing_is_readable_the_causes_are_shown(tmp_path: Path) -> None:
    found, without_a_key = run_all(
        Command(tmp_path, ["check", "www.example.cn", "--format", "json"], world=worlds.ALL_DENIED),
        Command(tmp_path, ["check", "www.example.cn", "--lang", "zh-CN"]),
    )
    assert (found.status, found.json["verdict"]) == (2, "indeterminate")
    assert "finance:DescribeDealsByCond" in {m["permission"] for m in found.json["missing"]}
    assert found.err.startswith("beian: nothing at all could be read")
    assert without_a_key.status == 2
    assert without_a_key.err.startswith("beian: 全部读取失败")
    assert "www.example.cn: indeterminate (无法确定)" in without_a_key.out


def test_domains_come_from_standard_input_too(tmp_path: Path) -> None:
    lines = f"# a comment\n\n  {EXEMPT}  # another\nb.apigw.tencentcs.com\n"
    many, one, none = run_all(
        Command(tmp_path, ["check", "c.apigw.tencentcs.com", "-", "--format", "json"], stdin=lines),
        Command(tmp_path, ["check", "-", "--format", "json"], stdin=EXEMPT),
        Command(tmp_path, ["check", "-", "--format", "json"], stdin="# nothing\n"),
    )
    hosts = [v["domain"]["host"] for v in many.json["verdicts"]]
    assert hosts == ["c.apigw.tencentcs.com", EXEMPT, "b.apigw.tencentcs.com"]
    assert one.json["domain"]["host"] == EXEMPT
    assert (none.status, none.out) == (64, "")
    assert domains_of([], "en") == []


def test_more_domains_than_one_call_takes_are_asked_in_batches(beian: Beian) -> None:
    names = [f"a{n}.apigw.tencentcs.com" for n in range(MAX_DOMAINS + 5)]
    found = beian("check", *names, "--format", "json")
    assert [v["domain"]["host"] for v in found.json["verdicts"]] == names


def test_the_configuration_named_nearest_is_used(
    beian: Beian, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("beian", "variable", "option"):
        Path(f"{name}.yml").write_text(f"name: {name}\n")

    def used(*more: str, world: str | None = None) -> str:
        found = beian("check", EXEMPT, "--format", "json", *more, world=world)
        return str(found.json["account"]["name"])

    assert used() == "beian"
    assert used(world=worlds.IN_ORDER) == "acme"
    assert used("--config", "option.yml", world=worlds.IN_ORDER) == "option"
    monkeypatch.setenv("BEIAN_CONFIG", "variable.yml")
    assert used() == "variable"
    assert used(world=worlds.IN_ORDER) == "variable"
    assert used("--config", "option.yml") == "option"


WRONG = [
    ([], "Usage: beian", None),
    (["nonsense"], "No such command 'nonsense'", None),
    (["check", "--bogus"], "No such option", None),
    (["check", "--format", "xml"], "'xml'", None),
    (["check", "--timeout", "0"], "--timeout", None),
    (["check", "no domain"], "“no domain” is not a domain name.", worlds.IN_ORDER),
    (["check", "a.cn", "--lang", "zh-CN", "--region", "A B"], "不是地域代码", worlds.IN_ORDER),
    (
        ["check", "a.cn", "--account", "999999"],
        "in the configuration: add it to accounts",
        worlds.IN_ORDER,
    ),
    (["check", "a.cn", "--account", ""], "account: It must not be empty", worlds.IN_ORDER),
    (["check", "a.cn", "--world", "none.yml"], "none.yml: cannot be read", None),
    (["check", "a.cn"], "line 2: acounts: no such key", "\nacounts: []\n"),
    (
        ["check", "a.cn"],
        "yml: accounts[0].declared.serverless_filing: Extra",
        worlds.BADLY_DECLARED,
    ),
    (["check", "a.cn", "--config", "none.yml"], "none.yml: cannot be read", worlds.IN_ORDER),
    (["check", "a.cn", "--config", "bad.yml"], "bad.yml:1: colour: Extra", None),
    (["serve", "--host", "0.0.0.0"], "only 127.0.0.1", None),  # noqa: S104  # is refused
    (["invoke", "none.json"], "none.json: cannot be read", None),
    (["invoke", "bad.yml"], "bad.yml: not valid JSON", None),
    (["rules", "pack.gbs"], "did you mean pack.gbs-400k?", None),
    (["emulator", "bad.yml"], "line 1: colour: no such key", None),
]


@pytest.mark.parametrize(("arguments", "said", "world"), WRONG)
def test_wrong_usage_and_configuration_are_64_and_say_what_is_wrong(
    beian: Beian, arguments: list[str], said: str, world: str | None
) -> None:
    Path("bad.yml").write_text("colour: red\n")
    found = beian(*arguments, world=world)
    assert (found.status, found.out) == (64, "")
    assert said in found.err


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"BEIAN_ENDPOINT": "http://example.com"}, "BEIAN_ENDPOINT must be"),
        ({"BEIAN_ENDPOINT": "http://127.0.0.1:1", "BEIAN_NOW": "noon"}, "BEIAN_NOW must be"),
    ],
)
def test_an_environment_that_cannot_be_used_is_64(
    beian: Beian, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = beian("check", EXEMPT)
    assert (found.status, found.out) == (64, "")
    assert said in found.err


def test_the_environment_is_as_before_afterwards(beian: Beian) -> None:
    before = dict(os.environ)
    beian("check", EXEMPT, world=worlds.DECLARED)
    assert dict(os.environ) == before
