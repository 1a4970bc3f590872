"""A report as CSV: a row an account, each followed by a row for each of its domains. Codes only,
so that it is the same in every language. No cell can become a formula in a spreadsheet.

UTF-8 without a byte order mark, which scripts would take for a part of the first column's name:
a spreadsheet is to be told the encoding when it imports the file.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from beian.facts import Cause
from beian.rulebook.model import Status
from beian.safe import cell
from beian.sweep.changes import by_subject
from beian.sweep.outputs.standing import fails
from beian.sweep.report import AccountResult, Change, Domain, Finding, Report

COLUMNS = (
    "subject",
    "account",
    "account_name",
    "domain",
    "registrable",
    "places",
    "verdict",
    "possible",
    "compliance",
    "filing_required",
    "filing_status",
    "filing_kind",
    "eligible_from",
    "failed_rules",
    "waiting_rules",
    "warned_rules",
    "unknown_rules",
    "waived_rules",
    "change",
    "next_step",
    "websites_used",
    "websites_left",
    "pack_expires",
    "missing_permissions",
)


def to_csv(report: Report) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    changes = by_subject(report.changes)
    for account in report.accounts:
        for row in _rows(account, changes):
            writer.writerow({name: cell(value) for name, value in row.items()})
    return text.getvalue()


def _rows(
    account: AccountResult, changes: Mapping[tuple[str, str | None], Sequence[Change]]
) -> Iterator[dict[str, str]]:
    def common(domain: str | None) -> dict[str, str]:
        return {
            "account": account.uin,
            "account_name": account.name or "",
            "change": _listed(kind.value for kind in changes.get((account.uin, domain), ())),
        }

    denied = (u.permission for u in account.unread if u.permission and u.cause is Cause.DENIED)
    yield {
        **common(None),
        **_rules(account.findings),
        "subject": "account",
        "verdict": account.verdict.value,
        "websites_used": _number(account.websites_used),
        "websites_left": _number(account.websites_left),
        "pack_expires": account.pack_expires.isoformat() if account.pack_expires else "",
        "missing_permissions": _listed(denied),
    }
    for domain in account.domains:
        yield {**common(domain.domain), **_rules(domain.findings), **_domain(domain)}


def _domain(domain: Domain) -> dict[str, str]:
    required = domain.filing_required
    return {
        "subject": "domain",
        "domain": domain.domain,
        "registrable": domain.registrable,
        "places": _listed(domain.places),
        "verdict": domain.verdict.value,
        "possible": _listed(verdict.value for verdict in domain.possible),
        "compliance": domain.compliance.value,
        "filing_required": "" if required is None else str(required).lower(),
        "filing_status": domain.filing_status,
        "filing_kind": domain.filing_kind.value if domain.filing_kind else "",
        "eligible_from": domain.eligible_from.isoformat() if domain.eligible_from else "",
        "next_step": domain.next_steps[0].code if domain.next_steps else "",
    }


def _rules(findings: Sequence[Finding]) -> dict[str, str]:
    """What is waived stands apart, whatever its status."""
    open_ = [f for f in findings if not f.waived]
    return {
        "failed_rules": _listed(f.rule for f in open_ if fails(f)),
        "waiting_rules": _listed(f.rule for f in open_ if f.waits),
        "warned_rules": _listed(f.rule for f in open_ if f.status is Status.WARN),
        "unknown_rules": _listed(f.rule for f in open_ if f.status is Status.UNKNOWN),
        "waived_rules": _listed(f.rule for f in findings if f.waived),
    }


def _listed(parts: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(parts))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
