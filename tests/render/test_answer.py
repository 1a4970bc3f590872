"""Judgements as documents, in both languages."""

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest

from beian import schema
from beian.facts import Declared, Facts
from beian.render import render
from beian.rulebook.quota import Bounds
from beian.rulebook.registry import RULES
from beian.texts import LANGS, Lang, catalogue
from beian.verdict import judge
from tests.core.facts_for import LATELY, NEXT_YEAR, NOW, POLICY, known, order, windows
from tests.records import replace
from tests.render.cases import CASES

ACME = ("100000000001", "acme")


def answer(
    facts: Facts | str,
    lang: Lang = "en",
    account: tuple[str | None, str | None] = ACME,
) -> schema.Answer:
    found = CASES[facts] if isinstance(facts, str) else facts
    return render(judge(found, POLICY), found, POLICY, account, lang, "verdict-1")


def finding(given: schema.Answer, rule: str) -> schema.Finding:
    return next(f for f in given.findings if f.rule == rule)


def step(given: schema.Answer, code: str) -> schema.Step:
    return next(s for s in given.next_steps if s.code == code)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("case", CASES)
def test_every_case_renders_and_no_placeholder_or_none_is_left(case: str, lang: Lang) -> None:
    document = json.loads(answer(case, lang).to_json())
    assert document["schema"] == "beian.verdict/v1"
    for text in _texts(document):
        assert "{" not in text
        assert "None" not in text


def _texts(node: object) -> list[str]:
    """What people read: every string under a key that holds words."""
    words = {"summary", "title", "message", "text", "remedy", "duration"}
    if isinstance(node, list):
        return [t for item in node for t in _texts(item)]
    if not isinstance(node, Mapping):
        return []
    own = [v for k, v in node.items() if k in words and isinstance(v, str)]
    return own + [t for v in node.values() for t in _texts(v)]


@pytest.mark.parametrize("case", CASES)
def test_codes_and_values_never_change_with_the_language(case: str) -> None:
    assert _codes(json.loads(answer(case, "zh-CN").to_json())) == _codes(
        json.loads(answer(case, "en").to_json())
    )


def _codes(node: object) -> object:
    words = {"summary", "title", "message", "text", "remedy", "duration"}
    if isinstance(node, list):
        return [_codes(item) for item in node]
    if isinstance(node, Mapping):
        return {k: (v is None) if k in words else _codes(v) for k, v in node.items()}
    return node


def test_the_head_tells_what_was_asked_of_whom_when_and_by_which_rulebook() -> None:
    found = answer("eligible")
    assert found.verdict_id == "verdict-1"
    assert found.evaluated_at == NOW
    assert found.rulebook == schema.Rulebook(version=POLICY.version, date=POLICY.as_of)
    assert found.account == schema.Account(uin="100000000001", name="acme")
    assert found.domain == schema.Domain(
        asked="www.example.cn", host="www.example.cn", registrable="example.cn"
    )
    assert answer("about the account").domain is None


@pytest.mark.parametrize(
    ("lang", "account", "words"),
    [
        ("zh-CN", ACME, "www.example.cn 需要备案，账号 acme 已满足"),
        ("zh-CN", ("100000000001", None), "账号 100000000001 已满足"),
        ("zh-CN", (None, None), "本账号已满足"),
        ("en", ACME, "account acme meets"),
        ("en", (None, None), "this account meets"),
    ],
)
def test_the_summary_names_the_account_as_far_as_it_is_known(
    lang: Lang, account: tuple[str | None, str | None], words: str
) -> None:
    assert words in answer("eligible", lang, account).summary


def test_the_summary_of_a_wait_says_until_when_in_shanghai_time() -> None:
    assert "2026-11-24 12:00（北京时间）" in answer("personal, waiting", "zh-CN").summary
    assert "2026-11-24 12:00 (China Standard Time, UTC+8)" in answer("personal, waiting").summary
    assert "未知" in answer("order in progress", "zh-CN").summary
    assert "not known" in answer("order in progress").summary


def test_the_summary_of_an_uncertain_verdict_lists_what_it_may_be() -> None:
    assert "无需备案、可以备案" in answer("idle or not", "zh-CN").summary
    found = answer("idle or not")
    assert "not required, eligible" in found.summary
    assert [v.value for v in found.possible] == ["not_required", "eligible"]


def test_a_default_domain_needs_no_filing_and_its_filing_is_not_known() -> None:
    found = answer("default domain")
    assert found.filing == schema.Filing(required=False, status="unknown", kind=None)
    assert "download" in finding(found, "scope.default-domain").message
    assert {f.code for f in found.findings} == {"exempt", "exempt_domain"}


def test_a_known_filing_shows_its_status_and_the_procedure() -> None:
    filing = answer("elsewhere").filing
    assert (filing.required, filing.status) == (True, "filed_elsewhere")
    assert filing.kind is not None
    assert filing.kind.value == "access"


def test_there_is_one_finding_a_rule_in_the_order_of_the_rulebook() -> None:
    found = answer("eligible")
    assert [f.rule for f in found.findings] == [rule.id for rule in RULES]
    assert [f.severity for f in found.findings] == [rule.severity for rule in RULES]
    assert [f.source.url for f in found.findings] == [rule.source.url for rule in RULES]


def test_a_finding_carries_its_evidence() -> None:
    shown = finding(answer("eligible"), "domain.status").evidence
    assert [(e.call, e.request_id, e.read_at, e.certainty) for e in shown] == [
        (
            "ba:DescribeDomainIcpStatus",
            "request-ba:DescribeDomainIcpStatus",
            NOW,
            "high",
        )
    ]


def test_a_failed_finding_has_a_remedy_with_its_values_and_a_link() -> None:
    failed = finding(answer("larger"), "pack.gbs-400k")
    assert "20250601000001" in failed.message
    assert "larger than the filing pack" in failed.message
    assert failed.remediation is not None
    assert "[20250601000001]" in failed.remediation.text
    assert failed.remediation.link == "https://buy.cloud.tencent.com/scf"
    assert finding(answer("eligible"), "pack.gbs-400k").remediation is None


def test_a_code_with_a_page_of_its_own_links_there() -> None:
    remedy = finding(answer("elsewhere"), "domain.status").remediation
    assert remedy is not None
    assert remedy.link == "https://cloud.tencent.com/document/product/243/37403"


def test_a_wait_shows_its_end() -> None:
    found = finding(answer("personal, waiting"), "account.real-name")
    assert found.waits
    assert found.wait_until == NOW + timedelta(hours=48)


@pytest.mark.parametrize(
    ("case", "lang", "query", "gateway"),
    [
        ("filed, the gateway says no", "zh-CN", "“已备案”", "“未备案”"),
        ("not filed, the gateway says yes", "zh-CN", "“未备案”", "“已备案”"),
        ("filed, no website", "zh-CN", "“已备案”", "“没有给出结论”"),
        ("filed, the gateway says no", "en", "“filed”", "“not filed”"),
        ("not filed, the gateway says yes", "en", "“not filed”", "“filed”"),
        ("filed, no website", "en", "“filed”", "“nothing conclusive”"),
    ],
)
def test_sources_that_disagree_are_both_shown(
    case: str, lang: Lang, query: str, gateway: str
) -> None:
    before, _, after = finding(answer(case, lang), "domain.status").message.partition("API ")
    assert query in before
    assert gateway in after


def test_lists_are_joined_as_the_language_does() -> None:
    assert "2、1" in finding(answer("two sets", "zh-CN"), "pack.duplicate").message
    assert "2, 1" in finding(answer("two sets"), "pack.duplicate").message


def test_what_is_not_known_reads_as_unknown() -> None:
    unsettled = replace(CASES["strange regions"], intent=replace(CASES["idle"].intent, serve=True))
    assert "：未知" in finding(answer(unsettled, "zh-CN"), "scope.region").message
    assert "not known" in finding(answer(unsettled), "scope.region").message


def test_packs_show_what_they_are_and_why_they_count_or_not() -> None:
    bought = (
        order("1"),
        order("2", expires=None, term_months=None, created=LATELY),
        replace(order("3", texts=("产品: 云函数 SCF",)), expires_from_bill=True),
    )
    packs = answer(replace(CASES["eligible"], orders=windows(*bought))).packs
    assert packs is not None
    shown = {p.order_id: p for p in packs}
    assert shown["1"].kinds == ["invocations", "gbs"]
    assert (shown["1"].invocations, shown["1"].gbs) == (50_000_000, 400_000)
    assert (shown["1"].expires, shown["1"].expires_from) == (NEXT_YEAR, "term")
    assert (shown["1"].counts, shown["1"].reason) == (True, "counts")
    assert (shown["2"].expires, shown["2"].expires_from, shown["2"].counts) == (None, None, None)
    assert (shown["3"].kinds, shown["3"].expires_from) == ([], "bill")
    assert shown["3"].message == catalogue("en").packs["other_quantity"]


def test_without_any_order_read_packs_are_not_known() -> None:
    assert answer("orders unread").packs is None
    assert answer("no order").packs == []


def quota(facts: Facts) -> tuple[int | None, ...]:
    found = answer(facts).quota
    return (
        found.websites_allowed,
        found.websites_used,
        found.websites_left,
        found.websites_used_at_most,
        found.websites_left_at_least,
    )


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        ("eligible", (2, 0, 2, None, None)),
        ("one website", (2, None, None, 1, 1)),
        ("many websites", (2, None, None, 3, 0)),
        ("websites unread", (2, None, None, None, None)),
        ("quota used up", (2, 2, 0, None, None)),
        ("no order", (0, 0, 0, None, None)),
        ("orders unread", (None, 0, None, None, None)),
        ("default domain", (None, None, None, None, None)),
    ],
)
def test_the_quota_shows_what_is_known_and_the_bound_where_it_is_not_exact(
    case: str, shown: tuple[int | None, ...]
) -> None:
    assert quota(CASES[case]) == shown


def test_a_used_up_quota_leaves_nothing_whatever_the_packs_are() -> None:
    facts = replace(
        CASES["orders unread"], websites=known(3), declared=Declared(serverless_filings=2)
    )
    assert quota(facts) == (None, 2, 0, None, None)


def test_a_quota_that_is_only_bounded_from_below_is_not_negative() -> None:
    facts = CASES["eligible"]
    judgement = replace(judge(facts, POLICY), websites_used=Bounds(1, 5))
    found = render(judgement, facts, POLICY, ACME, "en", "verdict-1").quota
    assert (found.websites_used_at_most, found.websites_left_at_least) == (5, 0)


def test_assumptions_are_shown() -> None:
    shown = [(a.name, a.value) for a in answer("quota used up").assumptions]
    assert ("declared.serverless_filings", "2") in shown


def test_steps_name_the_domain_or_the_new_website_and_have_links_and_durations() -> None:
    filing = step(answer("eligible"), "file.first")
    assert "example.cn" in filing.text
    assert "www." not in filing.text  # the registrable domain is filed
    assert filing.link == "https://cloud.tencent.com/document/product/243/37402"
    assert filing.duration is not None
    assert "20 working days" in filing.duration
    assert "24 hours" in filing.duration
    assert "新网站" in step(answer("about the account", "zh-CN"), "file.first").text
    assert step(answer("eligible"), "ip.automatic").link is None
    assert step(answer("eligible"), "ip.automatic").duration is None


def test_the_asked_host_is_bound_not_its_registrable_domain() -> None:
    assert "域名 www.example.cn 直接绑定" in step(answer("filed", "zh-CN"), "bind.domain").text


def test_a_wait_step_says_until_when() -> None:
    assert "2026-11-23 12:00" in step(answer("two days old"), "wait.until").text
