"""Two reports held against each other."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from beian.rulebook.model import Severity, Status
from beian.sweep.compare import between
from beian.sweep.report import Change, Changes, Domain, Finding, Open, Report
from tests.sweep import reports

HOLD = reports.finding("domain.hold", Status.FAIL, "on_hold")
SOON = reports.finding("domain.expiry", Status.WARN, "soon")
EXPIRED = reports.finding("domain.expiry", Status.FAIL, "expired")
UNREAD = reports.finding("domain.hold", Status.UNKNOWN, "unread")


def of(*domains: Domain, findings: Sequence[Finding] = (), **more: object) -> Report:
    return reports.report([reports.account("1", "acme", domains, findings, **more)])  # type: ignore[arg-type]  # fields of the account


def a(*findings: Finding) -> Domain:
    return reports.domain("a.cn", findings=findings)


def kinds(
    changes: Changes,
) -> list[tuple[str, str | None, list[tuple[str, str | None, str | None]]]]:
    return [
        (c.kind.value, c.domain, [(r.rule, r.was, r.now) for r in c.rules]) for c in changes.items
    ]


@pytest.mark.parametrize(
    ("before", "after", "kind", "was", "now"),
    [
        ((), (HOLD,), Change.NEW, None, Status.FAIL),
        ((SOON,), (EXPIRED,), Change.NEW, Status.WARN, Status.FAIL),
        ((HOLD,), (), Change.RESOLVED, Status.FAIL, None),
        ((EXPIRED,), (SOON,), Change.RESOLVED, Status.FAIL, Status.WARN),
        ((), (UNREAD,), Change.BECAME_UNKNOWN, None, Status.UNKNOWN),
        ((HOLD,), (UNREAD,), Change.BECAME_UNKNOWN, Status.FAIL, Status.UNKNOWN),
    ],
)
def test_a_domain_changes_by_what_is_open(
    before: Sequence[Finding],
    after: Sequence[Finding],
    kind: Change,
    was: Status | None,
    now: Status | None,
) -> None:
    found = between(of(a(*before)), of(a(*after)))
    (item,) = found.items
    assert (item.kind, item.domain, item.account_name) == (kind, "a.cn", "acme")
    assert [(r.was, r.now) for r in item.rules] == [(was, now)]
    assert found.counts[kind] == 1
    assert found.counts[Change.STILL] == 0


def test_what_stays_as_it_was_is_counted_and_not_listed() -> None:
    for findings in ((HOLD,), (SOON,), (HOLD, SOON)):
        found = between(of(a(*findings)), of(a(*findings)))
        assert found.items == []
        assert found.counts[Change.STILL] == 1
    assert between(of(a(UNREAD)), of(a(UNREAD))).items == []


def test_a_domain_that_is_not_there_any_more_is_gone() -> None:
    found = between(of(a(HOLD), reports.PLAIN), of(reports.PLAIN))
    assert kinds(found) == [("gone", "a.cn", [("domain.hold", Status.FAIL, None)])]
    found = between(of(a(HOLD)), reports.report())
    assert kinds(found) == [("gone", "a.cn", [("domain.hold", Status.FAIL, None)])]


def test_a_failure_that_cannot_be_read_again_is_not_resolved() -> None:
    (kept,) = of(a(HOLD)).accounts[0].open
    unverified = Open.model_validate({**kept.model_dump(), "unverified": True})
    after = of(a(UNREAD), open=[unverified])
    assert kinds(between(of(a(HOLD)), after)) == [
        ("became_unknown", "a.cn", [("domain.hold", Status.FAIL, Status.UNKNOWN)])
    ]
    assert between(after, after).counts[Change.STILL] == 1
    assert kinds(between(after, of(a()))) == [
        ("resolved", "a.cn", [("domain.hold", Status.UNKNOWN, None)])
    ]


def test_the_account_is_a_subject_too_and_the_worst_rule_gives_the_severity() -> None:
    found = between(of(), of(a(SOON), findings=[reports.NO_PACK]))
    assert [(c.domain, c.severity) for c in found.items] == [
        (None, Severity.CRITICAL),
        ("a.cn", SOON.severity),
    ]


def test_of_several_changes_the_worst_names_the_kind() -> None:
    found = between(of(a(SOON)), of(a(HOLD)))
    (item,) = found.items
    assert item.kind is Change.NEW
    assert [r.rule for r in item.rules] == ["domain.hold", "domain.expiry"]


def test_since_is_when_what_changed_began() -> None:
    earlier = reports.NOW - timedelta(days=9)
    old = HOLD.model_copy(update={"since": earlier})
    assert between(of(a()), of(a(HOLD))).items[0].since == HOLD.since
    assert between(of(a(old)), of(a())).items[0].since == earlier
