"""`beian rules`: the rulebook for programs and for reading."""

import pytest

from beian.rulebook.registry import RULES
from tests.cli.conftest import Beian


def test_every_rule_is_listed_with_what_it_reads(beian: Beian) -> None:
    listed = beian("rules", "--format", "json").json
    assert [rule["id"] for rule in listed["rules"]] == [rule.id for rule in RULES]
    by_id = {rule["id"]: rule for rule in listed["rules"]}
    packs = by_id["pack.gbs-400k"]
    assert "billing:DescribeDealsByCond" in packs["reads"]
    assert "finance:DescribeDealsByCond" in packs["permissions"]
    assert packs["source"]["url"].startswith("https://cloud.tencent.com/")
    lines = beian("rules").out.splitlines()
    assert [line.partition(";")[0] for line in lines] == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_rule_is_shown_with_its_outcomes(beian: Beian, rule: str) -> None:
    data = beian("rules", rule, "--format", "json").json
    text = beian("rules", rule, "--lang", "en").out
    assert data["id"] == rule
    assert data["outcomes"]
    assert text.startswith(f"{rule}: {data['title']}\n")
    assert all(f"  - {o['code']}: {o['message']}" in text for o in data["outcomes"])
    assert all(o["remedy"] is None or f"remedy: {o['remedy']}" in text for o in data["outcomes"])
    assert data["source"]["url"] in text
