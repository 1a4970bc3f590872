"""The exit status that verdicts lead to."""

from collections.abc import Iterable

from beian.schema import Answer
from beian.verdict import Compliance, Verdict

FINE, AGAINST, UNSURE = 0, 1, 2
_AGAINST = (Verdict.NOT_ELIGIBLE, Verdict.BLOCKED)


def of_answers(answers: Iterable[Answer]) -> int:
    """What is known to be wrong weighs more than what is not known."""
    found = {_of(answer) for answer in answers}
    return next((status for status in (AGAINST, UNSURE) if status in found), FINE)


def _of(answer: Answer) -> int:
    if answer.verdict in _AGAINST or answer.compliance is Compliance.NON_COMPLIANT:
        return AGAINST
    if answer.verdict is Verdict.INDETERMINATE or answer.compliance is Compliance.UNKNOWN:
        return UNSURE
    return FINE
