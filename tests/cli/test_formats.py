"""What stands in JSON, CSV and plain lines."""

import csv
import io
import re

import pytest

from beian.cli.rows import COLUMNS, to_csv
from beian.cli.status import of_answers
from beian.schema import SCHEMA, Answer
from beian.verdict import Compliance, Verdict
from tests.cli import worlds
from tests.cli.conftest import Beian

NOT_PLAIN = re.compile("[\x1b\u2500-\u259f]")
"""Escapes, box drawing and blocks."""


@pytest.fixture
def answer(beian: Beian) -> Answer:
    found = beian("check", "www.example.cn", "--format", "json", world=worlds.IN_ORDER)
    return Answer.model_validate(found.json)


def test_json_is_the_answer_itself_or_a_list_in_the_order_asked(beian: Beian) -> None:
    one = beian("check", "例子.cn", "--format", "json", world=worlds.IN_ORDER)
    two = beian("check", "b.example.cn", "a.example.cn", "--format", "json", world=worlds.IN_ORDER)
    assert one.json["schema"] == SCHEMA
    assert one.out.startswith('{\n  "schema": ')
    assert '"asked": "例子.cn"' in one.out
    assert [v["domain"]["asked"] for v in two.json["verdicts"]] == ["b.example.cn", "a.example.cn"]


def test_csv_has_a_row_for_each_verdict(beian: Beian) -> None:
    found = beian("check", "www.example.cn", "b.cn", "--format", "csv", world=worlds.BILLING_DENIED)
    first, second = csv.DictReader(io.StringIO(found.out))
    assert tuple(first) == COLUMNS
    assert {**first, "next_step": ""} == {
        "domain": "www.example.cn",
        "registrable": "example.cn",
        "account": "100000000001",
        "verdict": "indeterminate",
        "required": "true",
        "filing_status": "not_filed",
        "kind": "first",
        "compliance": "not_applicable",
        "eligible_from": "",
        "failed_rules": "",
        "missing_permissions": "finance:DescribeDealsByCond",
        "next_step": "",
    }
    assert second["domain"] == "b.cn"
    assert second["missing_permissions"] == "finance:DescribeDealsByCond"
    no_pack = beian("check", "--format", "csv", world=worlds.NO_PACK)
    (row,) = csv.DictReader(io.StringIO(no_pack.out))
    assert (row["domain"], row["required"]) == ("", "")
    assert row["failed_rules"] == "pack.invocations-50m;pack.gbs-400k"
    assert row["next_step"].startswith("Buy the 50-million-invocation pack")


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_csv_becomes_a_formula(answer: Answer, lead: str) -> None:
    evil = answer.account.model_copy(update={"uin": f"{lead}1+1"})
    (_, row) = csv.reader(io.StringIO(to_csv([answer.model_copy(update={"account": evil})])))
    assert row[COLUMNS.index("account")] == f"'{lead.strip() or ' '}1+1"


@pytest.mark.parametrize(
    ("verdict", "compliance", "status"),
    [
        (Verdict.ELIGIBLE, Compliance.COMPLIANT, 0),
        (Verdict.FILED, Compliance.AT_RISK, 0),
        (Verdict.PENDING, Compliance.NOT_APPLICABLE, 0),
        (Verdict.FILED, Compliance.UNKNOWN, 2),
        (Verdict.INDETERMINATE, Compliance.COMPLIANT, 2),
        (Verdict.INDETERMINATE, Compliance.NON_COMPLIANT, 1),
        (Verdict.NOT_ELIGIBLE, Compliance.UNKNOWN, 1),
    ],
)
def test_compliance_counts_for_the_exit_status(
    answer: Answer, verdict: Verdict, compliance: Compliance, status: int
) -> None:
    found = answer.model_copy(update={"verdict": verdict, "compliance": compliance})
    assert of_answers([found]) == status


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_pipe_gets_the_same_plain_lines_each_time(beian: Beian, lang: str) -> None:
    asked = ("check", "www.example.cn", "b.cn", "--lang", lang)
    first, second = (beian(*asked, world=worlds.BILLING_DENIED).out for _ in range(2))
    assert not NOT_PLAIN.search(first)

    def timeless(text: str) -> list[str]:
        return [line for line in text.splitlines() if "2026-11-22 12:0" not in line]

    assert timeless(first) == timeless(second)
    assert first.startswith("www.example.cn\tindeterminate\nb.cn\tindeterminate\n\nwww.example.cn:")


def test_plain_lines_tell_all_that_matters(beian: Beian) -> None:
    lacking = beian("check", "www.example.cn", world=worlds.NO_PACK).out
    assert "www.example.cn: not_eligible (not eligible)" in lacking
    assert "Account: acme (100000000001)" in lacking
    assert "Filing: required · not filed · first filing" in lacking
    assert "Websites: 0 allowed · 0 used · 0 left" in lacking
    assert "Failing (2):\n  - pack.invocations-50m: Among the orders" in lacking
    assert lacking.count("remedy: Buy it on the purchase page") == 1  # the same for both packs
    assert "\n  1. Buy the 50-million" in lacking
    assert "link: https://buy.cloud.tencent.com/scf" in lacking
    denied = beian("check", "www.example.cn", world=worlds.BILLING_DENIED).out
    assert "- decisive: The credential may not read the account's orders" in denied
    assert "remedy: Grant finance:DescribeDealsByCond" in denied
    held = beian("check", world=worlds.DECLARED).out
    assert held.startswith("One more website of the account: eligible")
    assert (
        "- 20260105000001; invocation pack + GBs pack; bought 2026-01-05; ends 2031-01-05; " in held
    )
    assert "- declared.serverless_filings = 1" in held


def test_what_passed_is_folded_unless_asked_for(beian: Beian) -> None:
    folded = beian("check", "www.example.cn", world=worlds.IN_ORDER).out
    whole = beian("check", "www.example.cn", "-v", world=worlds.IN_ORDER).out
    count = re.search(
        r"^(\d+) passed, (\d+) not applicable \(-v shows them\)$", folded, re.MULTILINE
    )
    assert count
    assert f"Passing ({count[1]}):" in whole
    assert f"Not applicable ({count[2]}):" in whole
    assert "evidence: billing:DescribeDealsByCond" in whole
    assert "evidence:" not in folded
