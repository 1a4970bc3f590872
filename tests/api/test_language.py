"""Which language a request means."""

import pytest

from beian.api.language import named, preferred


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("EN-us", "en"),
        ("en, zh", "en"),
        ("zh, en", "zh-CN"),
        ("zh;q=0.5, en;q=0.9", "en"),
        ("en;q=0.5,zh;q=0.9", "zh-CN"),
        ("zh ; Q=0.5 , en ; q=0.9", "en"),
        ("fr, de", "zh-CN"),
        ("fr, en;q=0.1", "en"),
        ("*", "zh-CN"),
        ("en;q=0", "zh-CN"),
        ("zh;q=0, *", "en"),
        ("en;q=0.2, *;q=0.5", "zh-CN"),
        ("en;q=0.5, *;q=0.2", "en"),
        ("en;q=0.1, en-GB;q=0.8, zh;q=0.5", "en"),
        ("en;q=high", "zh-CN"),
        ("en;q=2", "zh-CN"),
        ("en;q=nan", "zh-CN"),
        ("en;level=1", "en"),
        (";q=1,,en", "en"),
        ("zh;q=0,en;q=0,*;q=0", "zh-CN"),
        ("fr," * 40 + "en", "zh-CN"),
        ("english", "zh-CN"),
    ],
)
def test_the_header_names_it_by_quality(header: str, lang: str) -> None:
    assert preferred(header) == lang


@pytest.mark.parametrize("text", ["zh-CN", "en"])
def test_a_language_is_named_exactly(text: str) -> None:
    assert named(text) == text


@pytest.mark.parametrize("text", ["zh", "EN", "", None, 3, ["en"]])
def test_anything_else_names_none(text: object) -> None:
    assert named(text) is None
