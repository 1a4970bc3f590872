"""Verdicts as CSV: one row each. No cell can become a formula in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from beian.facts import Cause
from beian.rulebook.model import Status
from beian.safe import cell
from beian.schema import Answer

COLUMNS = (
    "domain",
    "registrable",
    "account",
    "verdict",
    "required",
    "filing_status",
    "kind",
    "compliance",
    "eligible_from",
    "failed_rules",
    "missing_permissions",
    "next_step",
)


def to_csv(answers: Iterable[Answer]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in _row(answer)] for answer in answers)
    return text.getvalue()


def _row(answer: Answer) -> Sequence[str]:
    domain, filing = answer.domain, answer.filing
    failed = [f.rule for f in answer.findings if f.status is Status.FAIL and not f.waits]
    permissions = [m.permission for m in answer.missing if m.permission and m.cause is Cause.DENIED]
    return (
        domain.asked if domain else "",
        domain.registrable if domain else "",
        answer.account.uin or "",
        answer.verdict.value,
        "" if filing.required is None else str(filing.required).lower(),
        filing.status,
        filing.kind.value if filing.kind else "",
        answer.compliance.value,
        answer.eligible_from.isoformat() if answer.eligible_from else "",
        ";".join(failed),
        ";".join(dict.fromkeys(permissions)),
        answer.next_steps[0].text if answer.next_steps else "",
    )
