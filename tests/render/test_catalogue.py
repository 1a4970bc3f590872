"""The registry and the types, walked against both catalogues: no text lacks, none is left over."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from beian.facts import Cause, Name
from beian.render.missing import SPECIAL_CAUSES
from beian.render.steps import DURATIONS, MENDS, WAITING, next_steps
from beian.rulebook.filing import FilingKind, FilingStatus
from beian.rulebook.model import Severity, Status
from beian.rulebook.packs import PACK_REASONS, PackState
from beian.rulebook.recognise import Kind
from beian.rulebook.registry import COMMON_CODES, RULES
from beian.texts import LANGS, Catalogue, Lang, catalogue, links
from beian.verdict import Compliance, Verdict, judge
from tests.core.facts_for import POLICY
from tests.render.cases import CASES, outcomes

BY_LANG = {lang: catalogue(lang) for lang in LANGS}
REFUSALS = {
    "domain.empty",
    "domain.invalid",
    "domain.ip_address",
    "domain.suffix_only",
    "domain.too_long",
    "region.invalid",
}
CAUSE_VALUES = {
    "call",
    "code",
    "detail",
    "domain",
    "fact",
    "order",
    "permission",
    "reason",
    "where",
}


def carried() -> dict[tuple[str, str], frozenset[str]]:
    """What every outcome that a rule can have carries, whatever the facts."""
    found: dict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
    for rule, outcome in outcomes():
        found[rule, outcome.code].append(frozenset(outcome.values))
    return {key: frozenset.intersection(*values) for key, values in found.items()}


CARRIED = carried()
REACHED = defaultdict(set)
for _rule, _outcome in outcomes():
    REACHED[_rule, _outcome.code].add(_outcome.status)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def templates(texts: Catalogue) -> Iterator[tuple[str, str]]:
    """Every text of a catalogue, with the path of its key."""
    for id_, rule in texts.rules.items():
        yield f"rules.{id_}.title", rule.title
        yield f"rules.{id_}.about", rule.about
        for code, text in rule.messages.items():
            yield f"rules.{id_}.messages.{code}", text
        for code, text in rule.remedies.items():
            yield f"rules.{id_}.remedies.{code}", text
    for key, cause in texts.causes.items():
        yield f"causes.{key}.message", cause.message
        yield f"causes.{key}.remedy", cause.remedy
    for name in texts._fields:
        if name not in ("rules", "causes"):
            mapping: Mapping[str, str] = getattr(texts, name)
            for key, text in mapping.items():
                yield f"{name}.{key}", text


def test_the_cases_bring_out_every_declared_code() -> None:
    assert set(CARRIED) == {(rule.id, code) for rule in RULES for code in rule.codes}


@pytest.mark.parametrize("lang", LANGS)
def test_every_code_of_every_rule_has_a_message(lang: Lang) -> None:
    texts = BY_LANG[lang]
    assert {id_: set(t.messages) for id_, t in texts.rules.items()} == {
        rule.id: set(rule.codes) for rule in RULES
    }
    assert set(texts.common) == set(COMMON_CODES)


@pytest.mark.parametrize("lang", LANGS)
def test_every_outcome_that_fails_or_is_unknown_has_a_remedy(lang: Lang) -> None:
    for (rule, code), statuses in REACHED.items():
        remedies = BY_LANG[lang].rules[rule].remedies
        if statuses & {Status.FAIL, Status.UNKNOWN}:
            assert remedies.get(code), f"{rule} {code}"


@pytest.mark.parametrize("lang", LANGS)
def test_no_remedy_is_of_a_code_that_the_rule_does_not_have(lang: Lang) -> None:
    for rule in RULES:
        assert set(BY_LANG[lang].rules[rule.id].remedies) <= set(rule.codes)


@pytest.mark.parametrize("lang", LANGS)
def test_messages_and_remedies_use_only_what_their_outcomes_carry(lang: Lang) -> None:
    for (rule, code), values in CARRIED.items():
        words = BY_LANG[lang].rules[rule]
        for text in (words.messages[code], words.remedies.get(code, "")):
            assert placeholders(text) <= values, f"{rule} {code}"


@pytest.mark.parametrize("lang", LANGS)
def test_titles_and_descriptions_of_rules_have_no_placeholders(lang: Lang) -> None:
    for words in BY_LANG[lang].rules.values():
        assert words.title
        assert not placeholders(words.title + words.about)


def test_both_languages_have_the_same_texts_with_the_same_placeholders() -> None:
    found = [{k: placeholders(t) for k, t in templates(BY_LANG[lang])} for lang in LANGS]
    assert found[0] == found[1]


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_is_empty(lang: Lang) -> None:
    assert [key for key, text in templates(BY_LANG[lang]) if not text.strip()] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_enumeration_is_worded_and_no_key_is_left_over(lang: Lang) -> None:
    texts = BY_LANG[lang]
    about_account = {
        Verdict.ELIGIBLE,
        Verdict.NOT_ELIGIBLE,
        Verdict.PENDING,
        Verdict.INDETERMINATE,
    }
    assert set(texts.causes) == {c.value for c in Cause} | set(SPECIAL_CAUSES)
    assert set(texts.packs) == set(PACK_REASONS)
    assert set(texts.verdicts) == set(texts.verdict_names) == {v.value for v in Verdict}
    assert set(texts.account_verdicts) == {v.value for v in about_account}
    assert set(texts.compliance) == {c.value for c in Compliance}
    assert set(texts.facts) == {n.value for n in Name}
    assert set(texts.status_names) == {s.value for s in Status}
    assert set(texts.severity_names) == {s.value for s in Severity}
    assert set(texts.filing_names) == {s.value for s in FilingStatus} | {"unknown"}
    assert set(texts.kind_names) == {k.value for k in FilingKind}
    assert set(texts.pack_state_names) == {s.value for s in PackState}
    assert set(texts.pack_kind_names) == {k.value for k in Kind}
    assert set(texts.refusals) == REFUSALS
    assert set(texts.durations) == {d for parts in DURATIONS.values() for d in parts}


@pytest.mark.parametrize("lang", LANGS)
def test_causes_use_only_what_an_unreadable_fact_tells(lang: Lang) -> None:
    for key, words in BY_LANG[lang].causes.items():
        assert placeholders(words.message + words.remedy) <= CAUSE_VALUES, key


@pytest.mark.parametrize("lang", LANGS)
def test_every_step_that_can_be_advised_is_worded_and_every_worded_step_is_advised(
    lang: Lang,
) -> None:
    advised = {s for facts in CASES.values() for s in next_steps(judge(facts, POLICY), facts)}
    assert advised == set(BY_LANG[lang].steps)


def test_every_failed_requirement_has_a_step() -> None:
    mended = {pair for steps in (MENDS, WAITING) for pairs in steps.values() for pair in pairs}
    # A ban is a verdict of its own; what is served unfiled has the step of the law.
    scoped = {"domain.status", "domain.served-filed"}
    failing = {key for key, statuses in REACHED.items() if Status.FAIL in statuses}
    assert {key for key in failing if key[0] not in scoped} == mended


def test_every_link_is_of_a_rule_a_code_or_a_step_that_exists() -> None:
    codes = {(rule.id, code) for rule in RULES for code in rule.codes}
    steps = set(BY_LANG["en"].steps)
    assert set(links.RULES) == {rule.id for rule in RULES}
    assert set(links.CODES) <= codes
    assert set(links.STEPS) <= steps
    assert set(DURATIONS) <= steps


def test_an_unknown_code_is_an_error_and_not_an_empty_message() -> None:
    with pytest.raises(KeyError):
        BY_LANG["en"].message("domain.status", "invented")


def test_chinese_texts_are_in_simplified_characters() -> None:
    """GB 2312 has no traditional ones."""
    found = [
        (key, char)
        for key, text in templates(BY_LANG["zh-CN"])
        for char in text
        if not char.isascii() and not _in_gb2312(char)
    ]
    assert found == []


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("flaw", "pattern"),
    [
        ("half-width punctuation after a Chinese character", r"[一-龥][,;:?!()]"),
        ("half-width punctuation before a Chinese character", r"[,;:?!()][一-龥]"),
        ("a Latin letter or digit that touches a Chinese character", r"[一-龥][A-Za-z0-9]"),
        ("a Chinese character that touches a Latin letter or digit", r"[A-Za-z0-9][一-龥]"),
        ("a space before full-width punctuation", r" [，。；：、（）“”]"),
        ("a space after full-width punctuation", r"[，。；：、（）“”] "),
        ("a dash", r"[—–]"),
        ("a doubled space", r"  "),
    ],
)
def test_no_chinese_text_has(flaw: str, pattern: str) -> None:
    found = [key for key, text in templates(BY_LANG["zh-CN"]) if re.search(pattern, text)]
    assert found == [], flaw


def test_chinese_placeholders_stand_apart_from_the_characters_around_them() -> None:
    """Values are Latin or digits but for those that are worded with their spaces, or Chinese."""
    worded = "domain|account|fact|where|reason|read|gateway|until|durations|possible|regions|time"
    beside = re.compile(rf"[一-龥]\{{(?!{worded})\w+\}}|\{{(?!{worded})\w+\}}[一-龥]")
    assert [k for k, t in templates(BY_LANG["zh-CN"]) if beside.search(t)] == []


@pytest.mark.parametrize(
    ("flaw", "pattern"),
    [
        ("a Chinese character", r"[一-龥]"),
        ("full-width punctuation", r"[，。；：、（）]"),
        ("a dash", r"[—–]"),
        ("a doubled space", r"  "),
    ],
)
def test_no_english_text_has(flaw: str, pattern: str) -> None:
    found = [key for key, text in templates(BY_LANG["en"]) if re.search(pattern, text)]
    assert found == [], flaw


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_end(lang: Lang) -> None:
    sentence = re.compile(r"rules\..*(messages|remedies|about)|causes|packs|.*verdicts\.|steps")
    ends = (".", "。", "{reason}")
    unended = [
        key
        for key, text in templates(BY_LANG[lang])
        if sentence.match(key) and not text.endswith(ends)
    ]
    assert unended == []
