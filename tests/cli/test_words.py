"""Languages of the command line's own words, and how lines of them are broken."""

import string
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from beian.cli.labels import LABELS, label, language_of
from beian.cli.prose import line_starts
from beian.texts import LANGS


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_TW"}, "zh-CN"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "cs_CZ.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_CN", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "en_US", "LC_ALL": "zh_CN"}, "zh-CN"),
        ({"LANG": "en_US", "LC_ALL": ""}, "en"),
    ],
)
def test_the_locale_decides_the_language(environ: dict[str, str], lang: str) -> None:
    assert language_of(environ) == lang


def test_every_label_has_the_same_blanks_in_both_languages() -> None:
    for key, texts in LABELS.items():
        blanks = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts
        ]
        assert blanks[0] == blanks[1], key
        assert all(label(key, lang) for lang in LANGS)


def _lines(text: str, width: int) -> list[str]:
    starts = [0, *line_starts(text, width)]
    return [text[a:b].rstrip(" ") for a, b in zip_longest(starts, starts[1:])]


def test_chinese_breaks_between_characters_but_not_before_punctuation() -> None:
    assert _lines("账号已完成实名认证，可以备案。", 18) == ["账号已完成实名认", "证，可以备案。"]
    assert _lines("请在（控制台）中购买", 6) == ["请在", "（控制", "台）中", "购买"]


def test_latin_breaks_between_words_and_beside_chinese() -> None:
    assert _lines("bind it, nothing else", 9) == ["bind it,", "nothing", "else"]
    assert _lines("通过Serverless备案", 11) == ["通过", "Serverless", "备案"]


def test_what_has_no_place_to_break_is_folded() -> None:
    assert _lines("see https://x.cn/abc", 8) == ["see", "https://", "x.cn/abc"]


@given(st.text("备案。，（）ab ./", max_size=60), st.integers(4, 20))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = _lines(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
