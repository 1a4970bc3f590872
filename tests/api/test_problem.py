"""The words of problems, and what of the input they show."""

import string

import pytest

from beian.api import texts
from beian.api.message import shown
from beian.api.problem import Refused, document, internal
from beian.texts import LANGS


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


ADVICE = [text for advice in (*texts.BY_ERROR.values(), texts.OTHERWISE) for text in advice]
DETAILS = [kind.detail for kind in texts.KINDS.values()]


@pytest.mark.parametrize("text", [*ADVICE, *DETAILS], ids=lambda text: text.en[:30])
def test_both_languages_have_words_for_the_same_values(text: texts.Text) -> None:
    assert holes(text.zh) == holes(text.en)
    assert text.zh != text.en


@pytest.mark.parametrize("code", texts.KINDS)
def test_each_kind_makes_a_problem_in_each_language(code: str) -> None:
    values = dict.fromkeys(holes(texts.KINDS[code].detail.en), "VALUE")
    refused = Refused(code, values=values)
    zh, en = (document(refused, lang, "req-1") for lang in LANGS)

    assert zh["type"] == en["type"] == f"urn:beian:problem:{code.replace('_', '-')}"
    assert zh["title"] != en["title"]
    assert ("VALUE" in str(zh["detail"])) is bool(values)
    assert isinstance(en["status"], int)
    assert 400 <= en["status"] < 600


def test_without_a_request_id_there_is_no_instance() -> None:
    assert "instance" not in document(Refused("not_found"), "en", "")
    assert document(Refused("not_found"), "en", "r\n" * 100)["instance"] == "r\ufffd" * 64 + "…"


def test_a_bug_tells_nothing_but_where_to_look() -> None:
    response = internal("en", "req-1")
    assert response.status == 500
    assert "req-1" in response.body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("domain", "domain"),
        ("备案", "备案"),
        ("a\x00b\r\n", "a\ufffdb\ufffd\ufffd"),
        ("\ud800", "\ufffd"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60 + "…"),
    ],
)
def test_what_someone_sent_is_shown_short_and_printable(text: str, expected: str) -> None:
    assert shown(text) == expected
