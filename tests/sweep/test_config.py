"""What beian.yml may say of sweeps, waivers and notices, and how it is told what is wrong."""

import json
from datetime import date
from typing import Any, cast

import jsonschema
import pytest

from beian.config import Config, ConfigError, Waiver, load, masked
from beian.config.file import parse

SECRET = "693a91f6-7xxx-4bc4"
WAIVER = (
    '{account: "100000000001", domain: "*.例子.CN", rule: "pack.*", reason: bought tomorrow, '
    "owner: ops, expires: 2027-01-31}"
)
WHOLE = f"""
sweep: {{inline_accounts: 0, at_once: 8, patience_minutes: 0.5}}
waivers:
  - {WAIVER}
  - {{account: "*", rule: domain.expiry, reason: r, owner: o, expires: 2020-01-01}}
notices:
  to:
    - {{url: "wecombot://{SECRET}"}}
    - {{url: "mailtos://user:{SECRET}@example.cn?to=ops@example.cn", lang: en, when: always}}
  link: https://example.cn:8443/beian/
"""


def read(text: str) -> Config:
    return parse("beian.yml", text)


def complaint(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text)
    said = str(caught.value)
    assert SECRET not in f"{said} {caught.value.__cause__}"
    return said.removeprefix("beian.yml:")


def waiver(**changes: object) -> str:
    whole = {"account": "*", "rule": "pack.*", "reason": "r", "owner": "o", "expires": "2027-01-31"}
    given = {k: v for k, v in {**whole, **changes}.items() if v is not None}
    return f"waivers: [{json.dumps(given, ensure_ascii=False)}]"


def notice(url: str) -> str:
    return f"notices: {{to: [{json.dumps({'url': url})}]}}"


def test_everything_has_a_default() -> None:
    found = load({})
    assert found == read("") == Config()
    spread = found.sweep
    assert (spread.inline_accounts, spread.accounts_per_shard, spread.at_once) == (25, 25, 4)
    assert (spread.account_seconds, spread.patience_minutes) == (180, 20)
    assert (spread.rounds, spread.handovers, spread.trend) == (3, 20, 30)
    assert (found.waivers, found.notices.to, found.notices.link) == ((), (), None)


def test_all_of_it() -> None:
    found = read(WHOLE)
    assert (found.sweep.inline_accounts, found.sweep.patience_minutes) == (0, 0.5)
    first, second = found.waivers
    assert (first.account, first.domain) == ("100000000001", "*.xn--fsqu00a.cn")
    assert (first.rule, first.expires) == ("pack.*", date(2027, 1, 31))
    assert (second.account, second.domain) == ("*", "*")
    chat, mail = found.notices.to
    assert (chat.scheme, chat.lang, chat.when) == ("wecombot", "zh-CN", "changes")
    assert (mail.scheme, mail.lang, mail.when) == ("mailtos", "en", "always")
    assert found.notices.link == "https://example.cn:8443/beian"


def test_no_url_shows() -> None:
    found = read(WHOLE)
    assert SECRET not in repr(found) + repr(found.notices.to)
    shown = cast("Any", masked(found))
    assert [one["url"] for one in shown["notices"]["to"]] == ["wecombot://***", "mailtos://***"]
    assert shown["notices"]["link"] == "https://example.cn:8443/beian"
    assert SECRET not in json.dumps(shown)


def test_the_schema_for_editors_takes_it() -> None:
    validator = jsonschema.Draft202012Validator(Config.model_json_schema())
    to = [{"url": "wecombot://key", "lang": "en"}]
    given = {"sweep": {"at_once": 2}, "waivers": [], "notices": {"to": to}}
    assert validator.is_valid(given)
    assert not validator.is_valid({"sweep": {"at_once": 17}})
    assert not validator.is_valid({"notices": {"to": [{**to[0], "when": "failure"}]}})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sweep: {inline_accounts: 1001}", "inline_accounts: Input should be less than or equal"),
        ("sweep: {accounts_per_shard: 0}", "accounts_per_shard: Input should be greater than or"),
        ("sweep: {at_once: true}", "at_once: Input should be a valid integer"),
        ("sweep: {at_once: 17}", "at_once: Input should be less than or equal to 16"),
        ("sweep: {account_seconds: 0}", "account_seconds: Input should be greater than 0"),
        ("sweep: {patience_minutes: .inf}", "patience_minutes: Input should be less than or"),
        ("sweep: {patience: 3}", "patience: Extra inputs are not permitted"),
    ],
)
def test_what_a_sweep_cannot_be_told(text: str, said: str) -> None:
    assert complaint(text).startswith(f"1: sweep.{said}")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"account": "acme"}, 'account: no account id: write its digits, or "*" for every account'),
        ({"account": None}, "account: Field required"),
        ({"rule": "pack.gbs"}, "rule: no rule has this id: the nearest are pack.gbs-400k"),
        ({"rule": "packs.*"}, "rule: no rule has this id: the nearest are pack."),
        ({"rule": "pack.[a-z]*"}, "rule: no rule has this id: the nearest are pack."),
        ({"rule": "qqqq"}, "rule: no rule has this id: `beian rules` lists them"),
        ({"rule": ""}, "rule: no rule has this id"),
        ({"domain": "a b.cn"}, "domain: no domain pattern: write it as www.example.cn or"),
        ({"domain": "例*.cn"}, "domain: no domain pattern"),
        ({"domain": "a..cn"}, "domain: no domain pattern"),
        ({"domain": ""}, "domain: no domain pattern"),
        ({"domain": "[a].cn"}, "domain: no domain pattern"),
        ({"reason": " \n"}, "reason: it is empty: say it, since it stands in every report"),
        ({"owner": ""}, "owner: it is empty"),
        ({"expires": None}, "expires: Field required"),
        ({"expires": 20270131}, "expires: write a date, such as 2026-11-22"),
        ({"expires": "3027-01-31"}, "expires: the year must lie from 1990 to 2199"),
        ({"until": "2027-01-31"}, "until: Extra inputs are not permitted"),
    ],
)
def test_what_is_no_waiver(changes: dict[str, object], said: str) -> None:
    assert complaint(waiver(**changes)).startswith(f"1: waivers.0.{said}")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("WWW.Example.CN.", "www.example.cn"),
        ("**", "*"),
        ("*.例子。中国", "*.xn--fsqu00a.xn--fiqs8s"),
        ("api-?.example.cn", "api-?.example.cn"),
        ("_acme.example.cn", "_acme.example.cn"),
    ],
)
def test_a_domain_pattern_means_hosts_in_ascii(written: str, meant: str) -> None:
    assert read(waiver(domain=written)).waivers[0].domain == meant


def test_a_waivers_id_is_of_what_it_covers() -> None:
    def id_(**changes: object) -> str:
        return read(waiver(**changes)).waivers[0].id

    assert id_() == "2c119ffc43f6"
    assert id_() == id_(domain="*", expires="2029-01-01", owner="other", reason="other")
    others = {id_(account="100000000001"), id_(domain="a.cn"), id_(rule="pack.gbs-400k")}
    assert len(others | {id_()}) == 4


def test_waivers_of_the_same_are_told_apart_by_line() -> None:
    text = f"waivers:\n  - {WAIVER}\n  - {WAIVER.replace('ops', 'other').replace('CN', 'cn')}\n"
    assert complaint(text) == "3: waivers.1: an earlier waiver covers the same: keep one of them"


def test_an_expired_waiver_is_no_error() -> None:
    found = read(waiver(expires="2001-01-01")).waivers
    assert isinstance(found[0], Waiver)


@pytest.mark.parametrize(
    "url",
    [
        SECRET,
        f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}",
        f"slack://{SECRET}",
        f"WeComBot://{SECRET}",
        "wecombot://",
        f"wecombot://{SECRET}/more",
        f"wecombot://{SECRET} x",
        f"wecombot://{SECRET}\x01",
        f"wecombot://{SECRET}#x",
        f"dingtalk://{SECRET}",
        f"feishu://{SECRET}钥",
        f"mailto://?to={SECRET}",
        f"json://user:{SECRET}@",
        f"json://user:{SECRET}@host:port",
        f"json://host:99999/{SECRET}",
        f"jsons://[::1/{SECRET}",
        f"jsons:// {SECRET}",
    ],
)
def test_what_is_no_target(url: str) -> None:
    said = complaint(notice(url))
    assert said.startswith("1: notices.to.0.url: ")
    assert "begin it with one of wecombot://" in said or ":// URL as apprise documents it" in said


@pytest.mark.parametrize(
    "link",
    [
        "http://example.cn",
        "https://",
        "https://user@example.cn",
        "https://example.cn/?a=b",
        "https://example.cn/#x",
        "https://例子.cn/",
        "https://example.cn/a b",
        "https://example.cn/](https://evil.cn",
        "https://example.cn:0/",
        "https://example.cn:x/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_link(link: str) -> None:
    said = complaint(f"notices: {{link: {json.dumps(link)}}}")
    assert said.startswith("1: notices.link: write it as https://")


def test_the_same_target_twice() -> None:
    text = f"notices:\n  to:\n    - url: wecombot://{SECRET}\n    - url: wecombot://{SECRET}\n"
    said = "4: notices.to.1.url: another entry has the same: keep one of them"
    assert complaint(text) == said
