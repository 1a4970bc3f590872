"""How a subject of a report stands: what decides its colour, its place in a list, and the exit
status."""

from collections.abc import Iterable
from enum import IntEnum

from beian.rulebook.model import Status
from beian.sweep.report import AccountResult, Domain, Finding, Report
from beian.verdict import Compliance, Verdict

_AGAINST = (Verdict.NOT_ELIGIBLE, Verdict.BLOCKED)


class Standing(IntEnum):
    """The worst first."""

    WRONG = 0
    UNSURE = 1
    WAIVED = 2  # wrong, and all of it is waived
    WATCH = 3  # warned of, or waiting
    FINE = 4


def of_domain(domain: Domain, account: AccountResult) -> Standing:
    """What the account lacks counts for each of its domains, waived or not."""
    verdict, compliance = domain.verdict, domain.compliance
    found = [Standing.WATCH if _told(domain.findings) else Standing.FINE]
    if verdict in _AGAINST or compliance is Compliance.NON_COMPLIANT:
        found.append(_excused([*domain.findings, *account.findings]))
    if verdict is Verdict.INDETERMINATE or compliance is Compliance.UNKNOWN:
        found.append(Standing.UNSURE)
    if verdict is Verdict.PENDING or compliance is Compliance.AT_RISK:
        found.append(Standing.WATCH)
    return min(found)


def of_account(account: AccountResult) -> Standing:
    """Whether it may file one more website is no matter of right or wrong: what its domains lack of
    it stands in its findings."""
    found = [Standing.WATCH if _told(account.findings) else Standing.FINE]
    if any(fails(finding) for finding in account.findings):
        found.append(_excused(account.findings))
    if None in account.unknown:
        found.append(Standing.UNSURE)
    return min(found)


def of_report(report: Report) -> Standing:
    """The worst of all its subjects."""
    found = {of_account(account) for account in report.accounts}
    found |= {of_domain(d, account) for account in report.accounts for d in account.domains}
    return min(found, default=Standing.FINE)


def fails(finding: Finding) -> bool:
    """For certain, and not only until some time has passed."""
    return finding.status is Status.FAIL and not finding.waits


def _told(findings: Iterable[Finding]) -> bool:
    return any(not finding.waived for finding in findings)


def _excused(findings: Iterable[Finding]) -> Standing:
    """Whether all that fails is waived: for a domain that is non_compliant,
    `domain.served-filed` with the rest."""
    failing = [finding for finding in findings if fails(finding)]
    waived = failing and all(finding.waived for finding in failing)
    return Standing.WAIVED if waived else Standing.WRONG
