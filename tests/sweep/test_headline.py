"""What a report comes down to, in a sentence."""

from collections.abc import Sequence

import pytest

from beian.rulebook.model import Status
from beian.sweep.outputs.headline import headline
from beian.sweep.report import AccountResult
from beian.verdict import Compliance, Verdict
from tests.sweep import reports

WAIVED = reports.finding("domain.hold", Status.FAIL, "on_hold", waived=reports.WAIVED)
BLOCKED = reports.domain("a.cn", Verdict.BLOCKED, Compliance.NON_COMPLIANT, [reports.UNFILED])
UNREAD = reports.domain("b.cn", Verdict.INDETERMINATE, Compliance.UNKNOWN)
EXCUSED = reports.domain("c.cn", Verdict.NOT_ELIGIBLE, findings=[WAIVED])


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        ([], "No domain was checked"),
        ([reports.account()], "Everything is in order"),
        ([reports.account(domains=[EXCUSED])], "Nothing wrong that is not waived"),
        ([reports.account(domains=[BLOCKED, UNREAD])], "1 domain needs action"),
        ([reports.account(domains=[BLOCKED] * 1200)], "1,200 domains need action"),
        ([reports.account(verdict=Verdict.NOT_ELIGIBLE)], "Everything is in order"),
        ([reports.account(findings=[reports.NO_PACK])], "An account needs action"),
        (
            [reports.account(domains=[UNREAD])],
            "Nothing wrong in what could be read; 1 domain cannot be told",
        ),
        (
            [reports.account(domains=[UNREAD, UNREAD, EXCUSED])],
            "Nothing wrong in what could be read; 2 domains cannot be told",
        ),
        (
            [reports.account(unknown=[None])],
            "Nothing wrong in what could be read; an account cannot be told",
        ),
    ],
)
def test_the_worst_is_what_is_said(accounts: Sequence[AccountResult], said: str) -> None:
    assert headline(reports.report(accounts), "en") == said
    assert headline(reports.report(accounts), "zh-CN") != said
