"""What a page carries, without a browser."""

import json
import re
import string
from collections.abc import Iterable
from importlib.resources import files
from itertools import chain

import pytest

from beian.sweep.outputs import embedded, labels
from beian.sweep.outputs.embedded import HOST, Embedded
from beian.sweep.outputs.page import SCRIPTS, to_html
from tests.sweep import samples

DATA = re.compile(r'<script type="application/json" id="(\w+)">(.*?)</script>', re.DOTALL)
ASSETS = files("beian.sweep.outputs").joinpath("assets")


def strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain(value, *map(strings, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(strings, value))


def test_hostile_names_end_no_script_and_are_whole_in_the_data() -> None:
    page = to_html(samples.hostile(), "en")
    data = dict(DATA.findall(page))
    assert set(data) == {"index", "details"}
    assert page.count("<script") == page.count("</script") == 3
    for text in data.values():
        assert not re.search("[<>&\u2028\u2029]", text)
    told = set(strings(json.loads(data["index"])))
    assert set(samples.HOSTILE) <= told


def test_only_catalogued_links_reach_the_page() -> None:
    evil = json.dumps(Embedded(samples.hostile(), "en").details)
    assert "javascript:alert(5)" not in evil
    assert all(link.startswith("https://") for link in embedded.known_links())


def test_domains_share_their_texts() -> None:
    found = Embedded(samples.sample(40, 10), "en").details
    texts = [pair[1] for pair in json.loads(json.dumps(found["texts"]))]
    assert f"{HOST} is filed and has landed on Tencent Cloud" in " ".join(texts)
    assert len(texts) < 150


def test_a_large_report_keeps_the_worst_and_says_what_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedded, "MOST", 15)
    report = samples.sample()
    index = json.loads(json.dumps(Embedded(report, "en").index))
    assert [row["standing"] for row in index["domains"]] == [0] * 12 + [1] * 3
    assert index["left"] == {"domains": 81, "accounts": 0}
    assert sum(index["standings"]) == 96
    assert index["sweep"]["totals"]["domains"] == 96
    assert all(0 <= row["account"] < len(index["accounts"]) for row in index["domains"])


def test_every_label_has_the_same_blanks_in_both_languages() -> None:
    for key, texts in {**labels.PAGE, **labels.SHARED}.items():
        assert all(texts), key
        blanks = [{b for _, b, _, _ in string.Formatter().parse(text) if b} for text in texts]
        assert blanks[0] == blanks[1], key


def test_the_page_uses_every_label_that_it_carries() -> None:
    code = "".join(ASSETS.joinpath(name).read_text("utf-8") for name in (*SCRIPTS, "page.html"))
    made = set(re.findall(r"`([a-z_.]+)\$\{", code))

    def used(key: str) -> bool:
        key = key.removesuffix("_1").removesuffix("_about")
        return f'"{key}"' in code or any(key.startswith(start) for start in made)

    assert [key for key in labels.PAGE if not used(key)] == []


BANNED = (
    "innerHTML",
    "outerHTML",
    "insertAdjacent",
    "document.write",
    "eval(",
    "fetch(",
    "XMLHttp",
    "@import",
    "import(",
    "url(",
    "</",
    "<!--",
)
"""What would make markup of text, bring something in, or end the element it stands in."""


@pytest.mark.parametrize("name", [*SCRIPTS, "page.css"])
def test_neither_script_nor_style_makes_markup_or_asks_for_anything(name: str) -> None:
    text = ASSETS.joinpath(name).read_text("utf-8")
    assert [one for one in BANNED if one in text] == []
