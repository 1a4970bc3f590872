"""A report as SARIF, held against what the standard demands of what we use."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import jsonschema
import pytest

from beian.rulebook.model import Severity, Status
from beian.rulebook.registry import RULES
from beian.sweep.outputs.sarif import FINGERPRINT, to_sarif
from beian.sweep.report import Finding, Report
from beian.texts import LANGS, Lang
from beian.verdict import Compliance
from tests.sweep import reports, samples

LEVEL = {"enum": ["none", "note", "warning", "error"]}
BAG = {"type": "object"}


def shape(required: Sequence[str], **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def listed(items: Mapping[str, object]) -> dict[str, object]:
    return {"type": "array", "items": items}


TEXT = {"type": "string", "minLength": 1}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
MESSAGE = shape(["text"], text=TEXT)
RULE = shape(
    ["id"],
    id=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    helpUri={"type": "string", "pattern": "^https?://"},
    defaultConfiguration=shape([], level=LEVEL),
)
LOCATION = shape(
    [], logicalLocations=listed(shape([], name=TEXT, fullyQualifiedName=TEXT, kind=TEXT))
)
SUPPRESSION = shape(
    ["kind"],
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
    properties=BAG,
)
RESULT = shape(
    ["message"],
    ruleId=TEXT,
    kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
    level=LEVEL,
    message=MESSAGE,
    locations=listed(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    suppressions=listed(SUPPRESSION),
    properties=BAG,
)
NOTIFICATION = shape(["message"], message=MESSAGE, level=LEVEL, descriptor=shape([], id=TEXT))
INVOCATION = shape(
    ["executionSuccessful"],
    executionSuccessful={"type": "boolean"},
    startTimeUtc=TIME,
    endTimeUtc=TIME,
    toolExecutionNotifications=listed(NOTIFICATION),
)
RUN = shape(
    ["tool"],
    tool=shape(["driver"], driver=shape(["name"], name=TEXT, version=TEXT, rules=listed(RULE))),
    automationDetails=shape([], id=TEXT),
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations=listed(INVOCATION),
    results=listed(RESULT),
)
SARIF = {
    **shape(["version", "runs"], version={"const": "2.1.0"}, runs=listed(RUN)),
}
SARIF["properties"] = {**dict(SARIF["properties"]), "$schema": TEXT}  # type: ignore[call-overload]  # a dict of ours


def run_of(report: Report, lang: Lang = "en") -> Any:
    found = json.loads(to_sarif(report, lang))
    jsonschema.validate(found, SARIF)
    return found["runs"][0]


def results(*findings: Finding, **more: Any) -> Any:
    one = reports.domain("a.cn", findings=findings, **more)
    return run_of(reports.report([reports.account("1", domains=[one])]))["results"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_whole_report_is_valid(lang: Lang) -> None:
    report = samples.sample()
    found = run_of(report, lang)
    assert found["language"] == lang
    rules = {rule["id"] for rule in found["tool"]["driver"]["rules"]}
    assert rules == {rule.id for rule in RULES}
    assert {result["ruleId"] for result in found["results"]} <= rules
    served = [r for r in found["results"] if r["ruleId"] == "domain.served-filed"]
    assert len(served) == report.totals.compliance[Compliance.NON_COMPLIANT]
    told = found["invocations"][0]["toolExecutionNotifications"]
    assert [one["descriptor"]["id"] for one in told] == ["unread/denied"]


@pytest.mark.parametrize("lang", LANGS)
def test_hostile_names_are_valid_too(lang: Lang) -> None:
    run_of(samples.hostile(), lang)


@pytest.mark.parametrize(
    ("status", "severity", "waits", "kind", "level"),
    [
        (Status.FAIL, Severity.CRITICAL, False, "fail", "error"),
        (Status.FAIL, Severity.HIGH, False, "fail", "error"),
        (Status.FAIL, Severity.MEDIUM, False, "fail", "warning"),
        (Status.FAIL, Severity.LOW, False, "fail", "note"),
        (Status.FAIL, Severity.CRITICAL, True, "fail", "note"),
        (Status.WARN, Severity.CRITICAL, False, "fail", "warning"),
        (Status.WARN, Severity.INFO, False, "fail", "note"),
        (Status.UNKNOWN, Severity.CRITICAL, False, "review", "none"),
    ],
)
def test_levels_follow_status_and_severity(
    status: Status, severity: Severity, waits: bool, kind: str, level: str
) -> None:
    base = reports.finding("domain.hold", Status.FAIL, "on_hold")
    update = {"status": status, "severity": severity, "waits": waits}
    (result,) = results(base.model_copy(update=update))
    assert (result["kind"], result["level"]) == (kind, level)


def test_what_is_waived_is_suppressed_with_the_reason() -> None:
    waived = reports.finding("domain.hold", Status.FAIL, "on_hold", waived=reports.WAIVED)
    open_ = reports.finding("domain.expiry", Status.FAIL, "expired")
    first, second = results(waived, open_)
    (suppression,) = first["suppressions"]
    assert suppression["justification"] == reports.WAIVED.reason
    assert suppression["properties"]["expires"] == "2027-01-31"
    assert second["suppressions"] == []


def test_a_fingerprint_is_of_account_domain_and_rule_alone() -> None:
    hold = reports.finding("domain.hold", Status.FAIL, "on_hold")
    later = hold.model_copy(update={"message": reports.both("变", "else"), "since": reports.NOW})

    def prints(account: str, name: str, finding: Finding) -> str:
        one = reports.domain(name, findings=[finding])
        (result,) = run_of(reports.report([reports.account(account, domains=[one])]))["results"]
        return str(result["partialFingerprints"][FINGERPRINT])

    assert prints("1", "a.cn", hold) == prints("1", "a.cn", later)
    expiry = hold.model_copy(update={"rule": "domain.expiry"})
    others = {prints("2", "a.cn", hold), prints("1", "b.cn", hold), prints("1", "a.cn", expiry)}
    assert len(others | {prints("1", "a.cn", hold)}) == 4
