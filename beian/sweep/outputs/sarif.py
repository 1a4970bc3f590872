"""A report as SARIF 2.1.0 (OASIS).

status   kind     level
fail     fail     error where the rule is critical or high, warning where medium, note below
waiting  fail     note: nothing to mend
warn     fail     warning where the rule is medium or above, note below
unknown  review   none: the standard demands it of every kind but fail

What is waived is suppressed, with the reason. A result's fingerprint is of its account, domain and
rule, so that it stays the same from sweep to sweep.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone

from beian import __version__
from beian.rulebook.model import Severity, Status
from beian.rulebook.registry import RULES
from beian.sweep.outputs.labels import label
from beian.sweep.report import AccountResult, Domain, Finding, Report, UnreadTotal, Waived
from beian.texts import Lang, catalogue

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "accountDomainRule/v1"
_GRAVE = (Severity.CRITICAL, Severity.HIGH)
Json = dict[str, object]


def to_sarif(report: Report, lang: Lang) -> str:
    results = [r for account in report.accounts for r in _results(account, lang)]
    run: Json = {
        "tool": {"driver": {"name": "beian", "version": __version__, "rules": _rules(lang)}},
        "automationDetails": {"id": f"beian/sweep/{report.id}"},
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, lang)],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rules(lang: Lang) -> list[Json]:
    words = catalogue(lang)
    return [
        {
            "id": rule.id,
            "shortDescription": {"text": words.rules[rule.id].title},
            "fullDescription": {"text": words.rules[rule.id].about},
            "help": {"text": words.rules[rule.id].about},
            "helpUri": rule.source.url,
            "defaultConfiguration": {"level": _level(Status.FAIL, rule.severity)},
        }
        for rule in RULES
    ]


def _invocation(report: Report, lang: Lang) -> Json:
    """What could not be read is told by the run: it is no result of a rule."""
    return {
        "executionSuccessful": True,
        "startTimeUtc": _utc(report.planned_at),
        "endTimeUtc": _utc(report.finished_at),
        "toolExecutionNotifications": [_notification(u, lang) for u in report.unread],
    }


def _notification(unread: UnreadTotal, lang: Lang) -> Json:
    counted = label("in_accounts", lang, n=unread.accounts)
    text = f"{unread.message.to(lang)} {counted} {unread.remedy.to(lang)}"
    return {
        "descriptor": {"id": f"unread/{unread.cause.value}"},
        "level": "warning",
        "message": {"text": text},
    }


def _results(account: AccountResult, lang: Lang) -> Iterator[Json]:
    for finding in account.findings:
        yield _result(account, None, finding, lang)
    for domain in account.domains:
        for finding in domain.findings:
            yield _result(account, domain, finding, lang)


def _result(account: AccountResult, domain: Domain | None, found: Finding, lang: Lang) -> Json:
    kind = "review" if found.status is Status.UNKNOWN else "fail"
    level = "note" if found.waits else _level(found.status, found.severity)
    advice = found.remediation
    text = found.message.to(lang)
    if advice:
        text = " ".join(filter(None, (text, advice.text.to(lang), advice.link)))
    name = domain.domain if domain else account.uin
    path = f"{account.uin}/{domain.domain}" if domain else account.uin
    return {
        "ruleId": found.rule,
        "kind": kind,
        "level": level,
        "message": {"text": text},
        "locations": [
            {
                "logicalLocations": [
                    {"name": name, "fullyQualifiedName": path, "kind": "resource"},
                ]
            }
        ],
        "partialFingerprints": {FINGERPRINT: _fingerprint(account, domain, found.rule)},
        # One result of a run having suppressions, the standard wants them on all.
        "suppressions": [_suppression(found.waived)] if found.waived else [],
        "properties": {
            "code": found.code,
            "severity": found.severity.value,
            "since": found.since.isoformat(),
            "requestIds": [account.evidence[place].request_id for place in found.evidence],
        },
    }


def _suppression(waived: Waived) -> Mapping[str, object]:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": waived.reason,
        "properties": {
            "waiver": waived.id,
            "owner": waived.owner,
            "expires": waived.expires.isoformat(),
        },
    }


def _level(status: Status, severity: Severity) -> str:
    if status is Status.UNKNOWN:
        return "none"
    if status is Status.FAIL and severity in _GRAVE:
        return "error"
    return "warning" if severity in (*_GRAVE, Severity.MEDIUM) else "note"


def _fingerprint(account: AccountResult, domain: Domain | None, rule: str) -> str:
    parts = (account.uin, domain.domain if domain else "", rule)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _utc(time: datetime) -> str:
    """As the standard writes times."""
    return f"{time.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
