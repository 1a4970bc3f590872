"""Notices go over the wire, one to each target that is due, and whatever comes back is recorded
without a word of where they went."""

import email
import email.policy
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Literal

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from beian import notify
from beian.config import Notices, Target
from beian.notify import announce, unusable
from beian.sweep.digest import digest
from beian.sweep.report import Report, Sent
from beian.texts import Lang
from tests.sweep.endpoints import (
    Answer,
    drips_body,
    drips_headers,
    endpoint,
    hangs,
    mailbox,
    nobody,
    replies,
)
from tests.sweep.noticed import changed, report

SECRET = "planted0secret0of0a0target"
BOTS = {"wecombot": NotifyWeComBot, "dingtalk": NotifyDingTalk, "feishu": NotifyFeishu}
FOUND = report(changed(domain="www.xn--fsqu00a.cn", name="例子公司"))


@pytest.fixture(autouse=True)
def _no_target_shows(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """Not even where everything is logged."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "urllib3.connectionpool")
    yield
    said = "".join(logging.Formatter().format(record) for record in caplog.get_records("call"))
    assert SECRET not in said + "".join(capfd.readouterr())


def targets(
    *urls: str, lang: Lang = "zh-CN", when: Literal["changes", "always"] = "changes"
) -> Notices:
    to = tuple(Target(url=url, lang=lang, when=when) for url in urls)
    return Notices(to=to, link="https://example.cn")


def errors(notices: Notices, found: Report = FOUND) -> list[str | None]:
    sent = announce(found, notices)
    assert SECRET not in repr(sent) + repr(notices)
    return [one.error for one in sent]


def asked(answer: Answer) -> str | None:
    """What is recorded of a webhook that answers so."""
    with endpoint(answer) as there:
        [error] = errors(targets(f"json://user:{SECRET}@{there.at}/{SECRET}"))
        assert len(there.received) == 1
    return error


class TestWebhooks:
    def test_they_get_the_digest_once_with_the_sweeps_id_as_key(self) -> None:
        with endpoint(replies(200)) as there:
            notices = targets(f"json://{there.at}/hooks/{SECRET}?+X-Token={SECRET}")
            assert announce(FOUND, notices) == [Sent(to="notices.to.0 (json)", error=None)]
        [got] = there.received
        assert got.path.rstrip("/") == f"/hooks/{SECRET}"
        assert got.headers["Idempotency-Key"] == "timer-20261122"
        assert got.headers["X-Token"] == SECRET
        sent = json.loads(got.body)
        assert (sent["title"], sent["message"]) == digest(FOUND, "https://example.cn", "zh-CN")
        assert "例子公司" in sent["message"]

    def test_each_in_its_language(self) -> None:
        with endpoint(replies(204)) as there:
            assert errors(targets(f"json://{there.at}/", lang="en")) == [None]
        assert json.loads(there.received[0].body)["title"] == "beian sweep: new 1"

    def test_only_when_they_are_due(self) -> None:
        with endpoint(replies(200)) as there:
            url = f"json://{there.at}/"
            assert errors(targets(url), report(still=3)) == []
            assert there.received == []
            assert errors(targets(url, when="always"), report(still=3)) == [None]
        assert len(there.received) == 1

    @pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
    def test_a_refusal_is_recorded(self, status: int) -> None:
        assert asked(replies(status, SECRET.encode())) == f"http_{status}"

    def test_redirects_are_not_followed(self) -> None:
        with (
            endpoint(replies(200)) as elsewhere,
            endpoint(replies(307, Location=f"http://{elsewhere.at}/")) as there,
        ):
            url = f"json://{there.at}/?redirect=yes&retry=3&optional=yes"
            assert errors(targets(url)) == ["http_307"]
        assert (len(there.received), elsewhere.received) == (1, [])

    def test_nobody_is_there(self) -> None:
        assert errors(targets(f"json://127.0.0.1:{nobody()}/{SECRET}")) == ["unreachable"]

    def test_a_certificate_that_nobody_vouches_for_or_none(self) -> None:
        with endpoint(replies(200)) as there:
            assert errors(targets(f"jsons://{there.at}/{SECRET}")) == ["untrusted"]

    def test_one_that_hangs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(notify, "_READ_S", 0.3)
        assert asked(hangs) == "timeout"

    def test_one_that_drips_is_left_behind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(notify, "PATIENCE_S", 0.5)
        assert asked(drips_headers) == "timeout"
        left = [one for one in threading.enumerate() if one.name == "notice"]
        assert all(one.daemon for one in left)

    def test_the_body_of_a_success_is_not_waited_for(self) -> None:
        assert asked(drips_body) is None

    def test_one_that_fails_keeps_nothing_from_the_others(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(notify, "PATIENCE_S", 1)
        with endpoint(hangs) as slow, endpoint(replies(200)) as there:
            sent = announce(
                FOUND,
                targets(
                    f"json://{slow.at}/",
                    f"json://127.0.0.1:{nobody()}/",
                    f"json://{there.at}/",
                    f"jsons://-{SECRET}-/",
                ),
            )
        assert sent == [
            Sent(to="notices.to.0 (json)", error="timeout"),
            Sent(to="notices.to.1 (json)", error="unreachable"),
            Sent(to="notices.to.2 (json)", error=None),
            Sent(to="notices.to.3 (jsons)", error="unusable"),
        ]


class TestBots:
    """Their addresses are the vendors' own, so here they stand on loopback."""

    def sent(
        self, monkeypatch: pytest.MonkeyPatch, scheme: str, answer: Answer, found: Report = FOUND
    ) -> tuple[str | None, object]:
        with endpoint(answer) as there:
            path = "{key}" if scheme == "wecombot" else "{token}"
            monkeypatch.setattr(BOTS[scheme], "notify_url", f"http://{there.at}/?key={path}")
            [error] = errors(targets(f"{scheme}://{SECRET}"), found)
        [got] = there.received
        assert SECRET in got.path
        return error, json.loads(got.body)

    def test_wecom(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answer = replies(200, b'{"errcode":0,"errmsg":"ok"}')
        found = report(*[changed(domain="a" * 70 + ".cn", name="名" * 60)] * 9)
        error, payload = self.sent(monkeypatch, "wecombot", answer, found)
        assert error is None
        assert isinstance(payload, dict)
        content = payload["text"]["content"]
        assert content.splitlines()[0] == "备案巡检（beian）：新问题 9"
        assert 1000 < len(content.encode()) <= 2048

    def test_dingtalk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        error, payload = self.sent(monkeypatch, "dingtalk", replies(200, b'{"errcode":0}'))
        assert error is None
        assert isinstance(payload, dict)
        assert payload["msgtype"] == "text"
        assert payload["at"] == {"atMobiles": [], "isAtAll": False}
        assert "例子公司" in payload["text"]["content"]

    def test_feishu(self, monkeypatch: pytest.MonkeyPatch) -> None:
        error, payload = self.sent(monkeypatch, "feishu", replies(200, b'{"code":0,"msg":"ok"}'))
        assert error is None
        assert isinstance(payload, dict)
        assert "备案巡检" in payload["content"]["text"]

    @pytest.mark.parametrize(
        ("scheme", "body", "error"),
        [
            ("wecombot", f'{{"errcode":93000,"errmsg":"{SECRET}"}}', "refused_93000"),
            ("dingtalk", '{"errcode":310000,"errmsg":"keywords not in content"}', "refused_310000"),
            ("feishu", '{"code":19024,"msg":"Key Words Not Found"}', "refused_19024"),
            ("wecombot", "<html>sign in first</html>", "broken_reply"),
            ("wecombot", '{"errcode":"0"}', "broken_reply"),
            ("feishu", "[0]", "broken_reply"),
            ("dingtalk", "", "broken_reply"),
            ("wecombot", '{"errcode":0,' + " " * 99_999 + '"errmsg":""}', "broken_reply"),
        ],
    )
    def test_a_200_is_no_yes(
        self, monkeypatch: pytest.MonkeyPatch, scheme: str, body: str, error: str
    ) -> None:
        assert self.sent(monkeypatch, scheme, replies(200, body.encode()))[0] == error

    @pytest.mark.parametrize("scheme", BOTS)
    def test_a_refusal_is_recorded(self, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
        assert self.sent(monkeypatch, scheme, replies(502, b"{}"))[0] == "http_502"

    def test_one_that_drips_its_verdict(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(notify, "PATIENCE_S", 0.5)
        assert self.sent(monkeypatch, "wecombot", drips_body)[0] == "timeout"


class TestMail:
    def test_it_arrives_as_it_was_written(self) -> None:
        with mailbox() as (port, messages):
            url = f"mailto://127.0.0.1:{port}/?from=beian@example.cn&to=ops@example.cn"
            assert errors(targets(url)) == [None]
        [raw] = messages
        found = email.message_from_bytes(raw, policy=email.policy.default)
        assert (found["Subject"], found["To"]) == ("备案巡检（beian）：新问题 1", "ops@example.cn")
        body = found.get_body(("html", "plain"))
        assert body is not None
        said = digest(FOUND, "https://example.cn", "zh-CN").body
        assert body.get_content().split("\r\n") == [*said.split("\n"), ""]

    def test_nobody_is_there(self) -> None:
        there = f"127.0.0.1:{nobody()}"
        url = f"mailto://user:{SECRET}@{there}/?from=a@example.cn&to=ops@example.cn"
        assert errors(targets(url)) == ["not_sent"]


def test_what_apprise_takes() -> None:
    good = targets(
        f"wecombot://{SECRET}",
        f"dingtalk://{SECRET}",
        f"dingtalk://{SECRET}@{SECRET}/13800138000",
        f"feishu://{SECRET}",
        f"mailto://user:{SECRET}@example.cn?to=ops@example.cn",
        f"mailtos://user:{SECRET}@example.cn",
        f"json://user:{SECRET}@example.cn:8080/path?-key={SECRET}",
        f"jsons://[2001:db8::1]/{SECRET}",
    )
    assert list(unusable(good)) == []
    bad = targets(f"wecombot://{SECRET}", f"jsons://-{SECRET}-/")
    assert list(unusable(bad)) == ["notices.to.1.url"]


def test_apprise_is_loaded_by_those_who_notify_alone() -> None:
    said = "import sys, handler, beian.notify; print('apprise' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
