"""A report as JUnit."""

from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from beian.rulebook.model import Status
from beian.sweep.outputs.junit import to_junit
from beian.sweep.report import Report
from beian.texts import Lang
from beian.verdict import Compliance, Verdict
from tests.sweep import reports, samples


def read(report: Report, lang: Lang = "en") -> Element:
    return ET.fromstring(to_junit(report, lang))  # noqa: S314  # our own


def outcomes(root: Element) -> dict[str, str]:
    """By class and name; a case without an outcome passed."""
    return {
        f"{case.get('classname')} {case.get('name')}": next((c.tag for c in case), "passed")
        for case in root.iter("testcase")
    }


def test_every_subject_and_every_rule_that_does_not_pass_is_a_case() -> None:
    findings = (
        reports.finding("domain.hold", Status.FAIL, "on_hold"),
        reports.finding("domain.real-name", Status.FAIL, "waiting", waits=True, days="3"),
        reports.finding("domain.suffix", Status.WARN, "not_listed", suffix="x"),
        reports.finding("domain.status", Status.UNKNOWN, "unread"),
        reports.finding("domain.expiry", Status.FAIL, "expired", waived=reports.WAIVED),
    )
    idle = Compliance.NOT_APPLICABLE
    wrong = reports.domain("a.cn", Verdict.NOT_ELIGIBLE, idle, findings, "not_filed")
    unsure = reports.domain("b.cn", Verdict.INDETERMINATE, Compliance.UNKNOWN, (), "unknown")
    waived = reports.domain("c.cn", Verdict.NOT_ELIGIBLE, idle, findings[4:], "not_filed")
    root = read(reports.report([reports.account("1", "acme", [wrong, unsure, waived])]))
    assert outcomes(root) == {
        "1 read": "passed",
        "1.a.cn verdict": "failure",
        "1.a.cn domain.hold": "failure",
        "1.a.cn domain.real-name": "system-out",
        "1.a.cn domain.suffix": "system-out",
        "1.a.cn domain.status": "error",
        "1.a.cn domain.expiry": "skipped",
        "1.b.cn verdict": "error",
        "1.c.cn verdict": "skipped",
        "1.c.cn domain.expiry": "skipped",
    }
    for counted in (root, root[0]):
        counts = {name: counted.get(name) for name in ("tests", "failures", "errors", "skipped")}
        assert counts == {"tests": "10", "failures": "2", "errors": "2", "skipped": "3"}
    assert root[0].get("name") == "acme (1)"


def test_a_failure_says_what_to_do_in_the_language_asked() -> None:
    one = reports.account(findings=[reports.NO_PACK], verdict=Verdict.NOT_ELIGIBLE)
    for lang, said in (("en", "Buy it on the purchase page"), ("zh-CN", "购买页")):
        root = read(reports.report([one]), "en" if lang == "en" else "zh-CN")
        (failure,) = root.iter("failure")
        assert failure.get("type") == "none"
        assert said in str(failure.text)
        assert "https://buy.cloud.tencent.com/scf" in str(failure.text)
    skipped = reports.account(
        findings=[reports.NO_PACK.model_copy(update={"waived": reports.WAIVED})]
    )
    (told,) = read(reports.report([skipped])).iter("skipped")
    assert "ops@example.cn" in str(told.get("message"))


def test_an_account_of_which_something_was_not_read_is_an_error_that_says_what() -> None:
    other = reports.account("2", unread=[reports.UNREAD])
    root = read(
        reports.report([reports.account("1", unread=[reports.UNREAD], unknown=[None]), other])
    )
    assert outcomes(root)["1 read"] == "error"
    assert outcomes(root)["2 read"] == "passed"
    (error,) = root.iter("error")
    assert "Grant ba:DescribeDomainIcpStatus" in str(error.text)


def test_hostile_names_make_no_markup() -> None:
    root = read(samples.hostile())
    assert {child.tag for child in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "skipped",
        "error",
        "system-out",
    }
    assert len(list(root)) == len(samples.HOSTILE)
    assert root[0].get("name") == f"{samples.HOSTILE[0]} (200000000000)"
