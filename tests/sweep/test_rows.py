"""A report as CSV."""

import csv
import io

import pytest

from beian.facts import Cause
from beian.rulebook.model import Severity, Status
from beian.safe import cell
from beian.sweep.outputs.rows import COLUMNS, to_csv
from beian.sweep.report import Change, Changed, Changes, Report
from tests.sweep import reports, samples


def read(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(report))))


def test_an_account_and_each_of_its_domains_have_a_row() -> None:
    wrong = samples.sample(1, 3)
    (lone,) = wrong.accounts
    rows = read(wrong)
    assert tuple(rows[0]) == COLUMNS
    assert [row["subject"] for row in rows] == ["account", "domain", "domain", "domain"]
    assert [row["domain"] for row in rows[1:]] == [d.domain for d in lone.domains]
    assert {row["account"] for row in rows} == {lone.uin}
    assert rows[0]["websites_left"] == "2"
    assert rows[0]["pack_expires"] == "2030-01-05T00:00:00+08:00"
    assert rows[1]["places"] == "apigw/ap-guangzhou;scf/ap-shanghai"
    assert rows[1]["filing_required"] == "true"


def test_rules_stand_by_how_they_fail_and_the_waived_apart() -> None:
    findings = (
        reports.finding("domain.hold", Status.FAIL, "on_hold"),
        reports.finding("domain.real-name", Status.FAIL, "waiting", waits=True, days="3"),
        reports.finding("domain.suffix", Status.WARN, "not_listed", suffix="x"),
        reports.finding("domain.status", Status.UNKNOWN, "unread"),
        reports.finding("domain.expiry", Status.FAIL, "expired", waived=reports.WAIVED),
    )
    one = reports.domain("a.cn", findings=findings)
    _, row = read(reports.report([reports.account(domains=[one])]))
    assert row["failed_rules"] == "domain.hold"
    assert row["waiting_rules"] == "domain.real-name"
    assert row["warned_rules"] == "domain.suffix"
    assert row["unknown_rules"] == "domain.status"
    assert row["waived_rules"] == "domain.expiry"


def test_changes_and_missing_permissions_stand_with_their_subject() -> None:
    changed = Changed(
        kind=Change.RESOLVED,
        account="100000000001",
        account_name=None,
        domain="www.example.cn",
        severity=Severity.LOW,
        rules=[],
        since=reports.NOW,
    )
    other = reports.UNREAD.model_copy(update={"cause": Cause.TIMEOUT, "permission": "x:Y"})
    one = reports.account(unread=[reports.UNREAD, other])
    worse = changed.model_copy(update={"kind": Change.NEW})
    report = reports.report([one], changes=Changes(counts={}, items=[changed, worse]))
    account, domain = read(report)
    assert (account["change"], domain["change"]) == ("", "new;resolved")
    assert account["missing_permissions"] == "ba:DescribeDomainIcpStatus"


def test_no_name_becomes_a_formula_or_a_second_line() -> None:
    rows = read(samples.hostile())
    names = [row["account_name"] for row in rows if row["subject"] == "account"]
    assert len(names) == len(samples.HOSTILE)
    assert "'" + samples.RISKY in names
    assert not [n for n in names if n.startswith(("=", "+", "-", "@")) or not n.isprintable()]


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u3000＝", "＋"])
def test_a_cell_that_could_be_a_formula_is_quoted(lead: str) -> None:
    assert cell(f"{lead}1+1").startswith("'")
    assert cell(f"1{lead}1")[0] == "1"
