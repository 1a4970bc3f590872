"""How subjects stand, which decides exit statuses, colours and order."""

from collections.abc import Sequence

import pytest

from beian.rulebook.model import Status
from beian.sweep.outputs.standing import Standing, of_account, of_domain, of_report
from beian.sweep.report import Finding
from beian.verdict import Compliance, Verdict
from tests.sweep import reports

HOLD = reports.finding("domain.hold", Status.FAIL, "on_hold")
WAIVED = HOLD.model_copy(update={"waived": reports.WAIVED})
WARNED = reports.finding("domain.suffix", Status.WARN, "not_listed", suffix="x")
UNFILED, NO_PACK = reports.UNFILED, reports.NO_PACK
UNFILED_WAIVED = UNFILED.model_copy(update={"waived": reports.WAIVED})
NO_PACK_WAIVED = reports.NO_PACK.model_copy(update={"waived": reports.WAIVED})
OK, BAD, IDLE = Compliance.COMPLIANT, Compliance.NON_COMPLIANT, Compliance.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("verdict", "compliance", "own", "account", "standing"),
    [
        (Verdict.FILED, OK, [], [], Standing.FINE),
        (Verdict.FILED, OK, [], [NO_PACK], Standing.FINE),
        (Verdict.FILED, OK, [WARNED], [], Standing.WATCH),
        (Verdict.FILED, Compliance.AT_RISK, [], [], Standing.WATCH),
        (Verdict.PENDING, IDLE, [], [], Standing.WATCH),
        (Verdict.FILED, Compliance.UNKNOWN, [], [], Standing.UNSURE),
        (Verdict.INDETERMINATE, OK, [WAIVED], [], Standing.UNSURE),
        (Verdict.NOT_ELIGIBLE, IDLE, [HOLD], [], Standing.WRONG),
        (Verdict.NOT_ELIGIBLE, IDLE, [WAIVED], [], Standing.WAIVED),
        (Verdict.NOT_ELIGIBLE, IDLE, [WAIVED], [NO_PACK], Standing.WRONG),
        (Verdict.NOT_ELIGIBLE, IDLE, [], [NO_PACK_WAIVED], Standing.WAIVED),
        (Verdict.BLOCKED, BAD, [HOLD, WAIVED], [], Standing.WRONG),
        (Verdict.ELIGIBLE, BAD, [UNFILED], [], Standing.WRONG),
        (Verdict.ELIGIBLE, BAD, [UNFILED, WAIVED], [], Standing.WRONG),
        (Verdict.ELIGIBLE, BAD, [UNFILED_WAIVED], [], Standing.WAIVED),
        (Verdict.NOT_ELIGIBLE, BAD, [UNFILED_WAIVED, HOLD], [], Standing.WRONG),
        (Verdict.ELIGIBLE, BAD, [], [], Standing.WRONG),
        (Verdict.INDETERMINATE, BAD, [UNFILED], [], Standing.WRONG),
        (Verdict.INDETERMINATE, BAD, [UNFILED_WAIVED], [], Standing.UNSURE),
    ],
)
def test_a_domain_stands_by_its_verdict_and_what_is_waived(
    verdict: Verdict,
    compliance: Compliance,
    own: Sequence[Finding],
    account: Sequence[Finding],
    standing: Standing,
) -> None:
    one = reports.domain("a.cn", verdict, compliance, own)
    assert of_domain(one, reports.account(domains=[one], findings=account)) is standing


@pytest.mark.parametrize(
    ("findings", "unknown", "standing"),
    [
        ([], [], Standing.FINE),
        ([], ["a.cn"], Standing.FINE),
        ([WARNED], [], Standing.WATCH),
        ([], [None], Standing.UNSURE),
        ([NO_PACK], [], Standing.WRONG),
        ([NO_PACK], [None], Standing.WRONG),
        ([NO_PACK_WAIVED], [], Standing.WAIVED),
        ([NO_PACK_WAIVED], [None], Standing.UNSURE),
    ],
)
@pytest.mark.parametrize(
    "verdict",
    [Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE, Verdict.PENDING, Verdict.INDETERMINATE],
)
def test_an_account_stands_by_its_findings_and_what_was_read_whatever_its_verdict(
    verdict: Verdict,
    findings: Sequence[Finding],
    unknown: Sequence[str | None],
    standing: Standing,
) -> None:
    one = reports.account(findings=findings, verdict=verdict, unknown=unknown)
    assert of_account(one) is standing


def test_a_report_stands_as_the_worst_of_it() -> None:
    unsure = reports.domain("a.cn", Verdict.INDETERMINATE, Compliance.UNKNOWN)
    wrong = reports.domain("b.cn", Verdict.BLOCKED, BAD)
    assert of_report(reports.report()) is Standing.FINE
    assert of_report(reports.report([reports.account(domains=[unsure])])) is Standing.UNSURE
    both = reports.report([reports.account(domains=[unsure, wrong])])
    assert of_report(both) is Standing.WRONG
