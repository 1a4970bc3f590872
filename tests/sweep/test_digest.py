"""What a notice says, in both languages, and what no name in it can do."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.rulebook.model import Severity
from beian.rulebook.registry import RULES
from beian.sweep.digest import LIMIT, WORDS, digest, is_due
from beian.sweep.report import Change
from beian.texts import LANGS, Lang
from tests.sweep.noticed import UIN, changed, report, unread

LINK = "https://example.cn/beian"
HOSTILE = (
    '<at user_id="all">x</at> @all [a](https://evil.cn/) `c` **b** \r\n# h\u202e\u2066\x1b[31m'
)


def test_it_counts_names_the_worst_and_links() -> None:
    found = report(changed(), changed(Change.RESOLVED), reads=(unread(),), still=7)
    title, body = digest(found, LINK, "en")
    rule = "The domain's filing is known, it is not banned, and no rectification order is open"
    subject = f"www.example.cn (account acme 100000000001): {rule}"
    assert title == "beian sweep: new 1, resolved 1"
    assert body.splitlines() == [
        "3 accounts, 30 domains, 2026-11-22 12:05 (UTC+8)",
        "Verdicts: filed 20, indeterminate 10",
        "Compliance: compliant 20, unknown 10",
        "Changes: new 1, resolved 1, still there 7",
        "Could not be read: ba:DescribeDomainIcpStatus (denied, accounts: 2)",
        "The worst changes:",
        f"1. new, critical: {subject} (fail)",
        f"2. resolved, critical: {subject} (fail)",
        f"Report: {LINK}/v1/sweeps/timer-20261122/report.html",
    ]


def test_in_chinese() -> None:
    title, body = digest(report(changed(domain=None), reads=(unread(None, 3),)), None, "zh-CN")
    assert title == "备案巡检（beian）：新问题 1"
    assert "3 个账号，30 个域名，2026-11-22 12:05（北京时间）" in body
    assert "未能读取：没有接口的信息（not_published，3 个账号）" in body
    assert "1. 新问题，严重：账号 acme 100000000001：" in body
    assert body.endswith("报告：beian report show timer-20261122")


@pytest.mark.parametrize("lang", LANGS)
def test_where_nothing_changed_it_says_so(lang: Lang) -> None:
    title, body = digest(report(still=2), LINK, lang)
    assert WORDS["no_changes"][lang == "en"] in title
    assert WORDS["worst"][lang == "en"] not in body


def test_the_worst_five_come_first_and_the_rest_are_counted() -> None:
    kinds = (Change.RESOLVED, Change.GONE, Change.BECAME_UNKNOWN, Change.NEW)
    found = report(
        *(changed(kind, f"{kind.value.split('_')[-1]}.cn") for kind in kinds),
        changed(Change.NEW, "info.cn", Severity.INFO),
        changed(Change.NEW, "high.cn", Severity.HIGH),
        changed(Change.NEW, "a.cn"),
    )
    body = digest(found, LINK, "en").body
    subjects = re.findall(r"^\d\. (\w[\w ]*), critical: (\S+)", body, re.MULTILINE)
    assert subjects == [
        ("new", "a.cn"),
        ("new", "new.cn"),
        ("became unknown", "unknown.cn"),
        ("gone", "gone.cn"),
        ("resolved", "resolved.cn"),
    ]
    assert "and 2 more changes" in body


def test_of_many_rules_two_are_named() -> None:
    found = changed(rules=("domain.status", "no.such-rule", "pack.refund", "pack.duplicate"))
    body = digest(report(found), LINK, "en").body
    assert "no．such-rule (fail), and 2 more" in body


@pytest.mark.parametrize("lang", LANGS)
def test_a_hostile_name_neither_marks_up_nor_mentions(lang: Lang) -> None:
    clean = digest(report(changed(domain="d", name="n")), LINK, lang)
    found = digest(report(changed(domain=HOSTILE, name=HOSTILE)), LINK, lang)
    assert len(found.body.splitlines()) == len(clean.body.splitlines())
    line = next(one for one in found.body.splitlines() if one.startswith("1. "))
    assert not set(line) & set("<>@`*_[]#!|~\\/\r\x1b\u202e\u2066")
    assert "＜at user＿id=＂all＂＞" in line


def test_a_name_is_no_link() -> None:
    body = digest(report(changed(name="evil.cn Ltd. http://a.b")), None, "en").body
    assert "(account evil．cn Ltd. http：／／a．b 100000000001)" in body


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(LANGS))
def test_whatever_the_names_it_fits_and_is_plain(domain: str, name: str, lang: Lang) -> None:
    changes = [changed(domain=domain, name=name, rules=tuple(r.id for r in RULES))] * 9
    title, body = digest(report(*changes), LINK, lang)
    assert len(f"{title}\r\n{body}".encode()) <= LIMIT
    assert body.endswith("/v1/sweeps/timer-20261122/report.html")
    odd = {c for c in title + body if c != "\n" and unicodedata.category(c)[0] in "CZ"}
    assert odd <= {" "}


@pytest.mark.parametrize("lang", LANGS)
def test_the_largest_names_still_leave_some_of_the_worst(lang: Lang) -> None:
    changes = [changed(domain="a" * 60 + ".cn", name="名" * 99)] * 9
    reads = tuple(unread(f"billing:DescribeBillResourceSummary{n}") for n in range(9))
    body = digest(report(*changes, reads=reads), LINK, lang).body
    assert "\n3. " in body


def test_a_long_domain_keeps_its_registrable_end() -> None:
    body = digest(report(changed(domain="www.good.cn." + "a" * 90 + ".evil.cn")), LINK, "en").body
    assert re.search(r"critical: …a+\.evil\.cn \(", body)


def test_not_even_a_long_id_makes_it_longer() -> None:
    title, body = digest(report(changed(), id_="i" * 3000), LINK, "zh-CN")
    assert len(f"{title}\r\n{body}".encode()) <= LIMIT


def test_an_id_cannot_leave_its_place_in_the_link() -> None:
    body = digest(report(id_="../x?a#b c"), LINK, "en").body
    assert body.endswith("/v1/sweeps/..%2Fx%3Fa%23b%20c/report.html")


def test_it_is_due_when_something_changed() -> None:
    assert is_due(report(still=3), "changes") is False
    assert is_due(report(still=3), "always") is True
    for kind in (Change.NEW, Change.RESOLVED, Change.BECAME_UNKNOWN, Change.GONE):
        assert is_due(report(changed(kind)), "changes") is True
    assert UIN in digest(report(changed(name=None)), None, "en").body


def test_each_word_stands_in_both_languages_with_the_same_values() -> None:
    for key, words in WORDS.items():
        chinese, english = (set(re.findall(r"{(\w+)}", word)) for word in words)
        assert chinese == english, key
