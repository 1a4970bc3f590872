"""Two reports held against each other."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from beian.rulebook.model import Severity, Status
from beian.sweep.changes import between, by_subject
from beian.sweep.report import Change, Changes, Domain, Finding, Open, Report
from beian.verdict import Verdict
from tests.sweep import reports

HOLD = reports.finding("domain.hold", Status.FAIL, "on_hold")
SOON = reports.finding("domain.expiry", Status.WARN, "soon")
EXPIRED = reports.finding("domain.expiry", Status.FAIL, "expired")
HOLD_WAIVED = HOLD.model_copy(update={"waived": reports.WAIVED})
UNREAD = reports.finding("domain.hold", Status.UNKNOWN, "unread")


def of(*domains: Domain, findings: Sequence[Finding] = (), **more: object) -> Report:
    return reports.report([reports.account("1", "acme", domains, findings, **more)])  # type: ignore[arg-type]  # fields of the account


def a(*findings: Finding) -> Domain:
    unread = any(finding.status is Status.UNKNOWN for finding in findings)
    verdict = Verdict.INDETERMINATE if unread else Verdict.FILED
    return reports.domain("a.cn", verdict, findings=findings)


def kinds(
    changes: Changes,
) -> list[tuple[str, str | None, list[tuple[str, str | None, str | None]]]]:
    return [
        (c.kind.value, c.domain, [(r.rule, r.was, r.now) for r in c.rules]) for c in changes.items
    ]


@pytest.mark.parametrize(
    ("before", "after", "kind", "rules"),
    [
        ((), (HOLD,), Change.NEW, [(None, Status.FAIL)]),
        ((SOON,), (EXPIRED,), Change.NEW, [(Status.WARN, Status.FAIL)]),
        ((HOLD,), (), Change.RESOLVED, [(Status.FAIL, None)]),
        ((EXPIRED,), (SOON,), Change.RESOLVED, [(Status.FAIL, Status.WARN)]),
        ((), (UNREAD,), Change.BECAME_UNKNOWN, []),
        ((UNREAD,), (), Change.RESOLVED, []),
        ((HOLD,), (UNREAD,), Change.BECAME_UNKNOWN, [(Status.FAIL, Status.UNKNOWN)]),
        ((HOLD,), (HOLD_WAIVED,), None, []),
        ((HOLD_WAIVED,), (HOLD,), Change.NEW, [(Status.FAIL, Status.FAIL)]),
    ],
)
def test_a_domain_changes_by_what_is_open(
    before: Sequence[Finding],
    after: Sequence[Finding],
    kind: Change | None,
    rules: Sequence[tuple[Status | None, Status | None]],
) -> None:
    found = between(of(a(*before)), of(a(*after)))
    assert found.counts == {each: int(each is kind) for each in Change}
    told = [(i.kind, i.domain, i.account_name) for i in found.items]
    assert told == ([(kind, "a.cn", "acme")] if kind else [])
    assert [(r.was, r.now) for i in found.items for r in i.rules] == rules


def test_what_stays_as_it_was_is_counted_and_not_listed() -> None:
    for findings in ((HOLD,), (SOON,), (HOLD, SOON)):
        found = between(of(a(*findings)), of(a(*findings)))
        assert found.items == []
        assert found.counts[Change.STILL] == 1
    assert between(of(a(UNREAD)), of(a(UNREAD))).items == []


def test_a_domain_that_is_not_there_any_more_is_gone() -> None:
    found = between(of(a(HOLD), reports.PLAIN), of(reports.PLAIN))
    assert kinds(found) == [("gone", "a.cn", [("domain.hold", Status.FAIL, None)])]


def test_with_an_account_go_its_domains_and_all_that_was_wrong_with_them() -> None:
    found = between(of(a(HOLD)), reports.report())
    assert kinds(found) == [("gone", None, [("domain.hold", Status.FAIL, None)])]


def test_a_failure_that_cannot_be_read_again_is_not_resolved() -> None:
    (kept,) = of(a(HOLD)).accounts[0].open
    unverified = Open.model_validate({**kept.model_dump(), "unverified": True})
    after = of(a(UNREAD), open=[unverified])
    assert kinds(between(of(a(HOLD)), after)) == [
        ("became_unknown", "a.cn", [("domain.hold", Status.FAIL, Status.UNKNOWN)])
    ]
    assert between(after, after).counts[Change.STILL] == 1
    assert kinds(between(after, of(a()))) == [
        ("resolved", "a.cn", [("domain.hold", Status.FAIL, None)])
    ]


def test_the_account_is_a_subject_too_and_the_worst_rule_gives_the_severity() -> None:
    found = between(of(), of(a(SOON), findings=[reports.NO_PACK]))
    assert [(c.domain, c.severity) for c in found.items] == [
        (None, Severity.CRITICAL),
        ("a.cn", SOON.severity),
    ]


def test_each_kind_of_change_of_a_domain_is_told_the_worst_first() -> None:
    found = between(of(a(SOON)), of(a(HOLD)))
    assert kinds(found) == [
        ("new", "a.cn", [("domain.hold", None, Status.FAIL)]),
        ("resolved", "a.cn", [("domain.expiry", Status.WARN, None)]),
    ]
    assert by_subject(found) == {("1", "a.cn"): [Change.NEW, Change.RESOLVED]}


def test_since_is_when_what_changed_began() -> None:
    earlier = reports.NOW - timedelta(days=9)
    old = HOLD.model_copy(update={"since": earlier})
    assert between(of(a()), of(a(HOLD))).items[0].since == HOLD.since
    assert between(of(a(old)), of(a())).items[0].since == earlier
