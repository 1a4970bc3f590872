"""A report as JUnit XML: a suite an account; a case for whether the account could be read, for the
verdict on each domain, and for each rule that does not pass.

failure  wrong for certain
error    could not be told
skipped  wrong, and waived
passed   everything else; what warns or only waits says so in its output
"""

from collections.abc import Iterable
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from beian.rulebook.model import Status
from beian.safe import clean
from beian.sweep.outputs.labels import label
from beian.sweep.outputs.standing import Standing, fails, of_domain
from beian.sweep.report import AccountResult, Domain, Finding, Report
from beian.texts import Lang

_BY_STANDING = {
    Standing.WRONG: "failure",
    Standing.UNSURE: "error",
    Standing.WAIVED: "skipped",
}
_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def to_junit(report: Report, lang: Lang) -> str:
    root = Element("testsuites", name=f"beian sweep {report.id}")
    for account in report.accounts:
        root.append(_suite(account, lang))
    _count(root)
    root.set("time", f"{report.cost.seconds:.3f}")
    root.set("timestamp", report.finished_at.isoformat())
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(account: AccountResult, lang: Lang) -> Element:
    name = f"{account.name} ({account.uin})" if account.name else account.uin
    suite = Element("testsuite", name=clean(name), time=f"{account.cost.seconds:.3f}")
    suite.set("timestamp", account.checked_at.isoformat())
    _read(suite, account, lang)
    for finding in account.findings:
        _rule(suite, account.uin, finding, lang)
    for domain in account.domains:
        where = f"{account.uin}.{domain.domain}"
        _verdict(suite, where, domain, account, lang)
        for finding in domain.findings:
            _rule(suite, where, finding, lang)
    _count(suite)
    return suite


def _read(suite: Element, account: AccountResult, lang: Lang) -> None:
    case = SubElement(suite, "testcase", classname=clean(account.uin), name="read")
    if None in account.unknown:
        told = (line.to(lang) for one in account.unread for line in (one.message, one.remedy))
        _say(case, "error", "unread", [label("unread.here", lang), *told])


def _verdict(
    suite: Element, where: str, domain: Domain, account: AccountResult, lang: Lang
) -> None:
    case = SubElement(suite, "testcase", classname=clean(where), name="verdict")
    outcome = _BY_STANDING.get(of_domain(domain, account))
    if outcome:
        steps = [_linked(step.text.to(lang), step.link) for step in domain.next_steps]
        code = f"{domain.verdict.value}/{domain.compliance.value}"
        _say(case, outcome, code, [domain.summary.to(lang), *steps])


def _rule(suite: Element, where: str, finding: Finding, lang: Lang) -> None:
    case = SubElement(suite, "testcase", classname=clean(where), name=finding.rule)
    message = finding.message.to(lang)
    advice = finding.remediation
    told = [message, *([_linked(advice.text.to(lang), advice.link)] if advice else ())]
    if finding.waived:
        why = f"{finding.waived.reason} ({finding.waived.owner}, {finding.waived.expires})"
        _say(case, "skipped", finding.waived.id, [why, *told])
    elif fails(finding):
        _say(case, "failure", finding.code, told)
    elif finding.status is Status.UNKNOWN:
        _say(case, "error", finding.code, told)
    else:
        SubElement(case, "system-out").text = _lines([finding.code, *told])


def _say(case: Element, outcome: str, code: str, lines: list[str]) -> None:
    said = SubElement(case, outcome, message=clean(lines[0]))
    if outcome != "skipped":
        said.set("type", clean(code))
    said.text = _lines(lines)


def _linked(text: str, link: str | None) -> str:
    return f"{text} {link}" if link else text


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(map(clean, lines))


def _count(parent: Element) -> None:
    """The counts that readers of JUnit expect on suites."""
    parent.set("tests", str(len(list(parent.iter("testcase")))))
    for name, outcome in _COUNTED.items():
        parent.set(name, str(len(list(parent.iter(outcome)))))
