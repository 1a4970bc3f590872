"""The exit status that verdicts and reports lead to."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from beian.schema import Answer
from beian.verdict import Compliance, Verdict

if TYPE_CHECKING:
    from beian.sweep.report import Report

FINE, AGAINST, UNSURE = 0, 1, 2
_AGAINST = (Verdict.NOT_ELIGIBLE, Verdict.BLOCKED)


def of_answers(answers: Iterable[Answer]) -> int:
    """What is known to be wrong weighs more than what is not known."""
    found = {_of(answer) for answer in answers}
    return next((status for status in (AGAINST, UNSURE) if status in found), FINE)


def of_report(report: "Report") -> int:
    """What is wrong counts unless all of it is waived."""
    from beian.sweep.outputs import standing  # noqa: PLC0415  # `beian check` needs no sweep

    worst = standing.of_report(report)
    return {standing.Standing.WRONG: AGAINST, standing.Standing.UNSURE: UNSURE}.get(worst, FINE)


def _of(answer: Answer) -> int:
    if answer.verdict in _AGAINST or answer.compliance is Compliance.NON_COMPLIANT:
        return AGAINST
    if answer.verdict is Verdict.INDETERMINATE or answer.compliance is Compliance.UNKNOWN:
        return UNSURE
    return FINE
