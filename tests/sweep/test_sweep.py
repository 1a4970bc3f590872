"""Sweeps over a fleet whose world changes between them, wherever they are kept."""

import os
from dataclasses import replace

import pytest
import yaml

from beian.emulator import load_world
from beian.facts import Cause
from beian.rulebook.model import Status
from beian.store import Draft, StoreError
from beian.sweep import names
from beian.sweep.names import Name
from beian.sweep.report import Change
from beian.tencent.errors import NotSignedIn
from beian.verdict import Compliance, Verdict
from tests.sweep.fleet import (
    DAY,
    FILED,
    FIRST,
    HOME,
    SMALL,
    Fleet,
    account,
    accounts,
    changes,
    config_of,
    of,
    only,
    world_of,
)

BANNED = {**FILED, "ban": True}
UNFILED = {"gov": False, "landed": False}


def test_every_account_and_domain_is_in_the_report(fleet: Fleet) -> None:
    fleet.becomes(accounts(5, domains=3))
    report = fleet.sweep()
    assert report.totals.accounts == len(report.accounts) == 6
    assert report.totals.domains == 15
    assert report.totals.verdicts[Verdict.FILED] == 15
    assert report.totals.compliance[Compliance.COMPLIANT] == 15
    hosts = {d.domain for a in report.accounts for d in a.domains}
    assert hosts == {f"www.d{k}-a{n}.cn" for k in range(3) for n in range(5)}
    assert (report.previous, report.trend, report.changes.items) == (None, [], [])


def test_what_it_took_is_told(fleet: Fleet) -> None:
    fleet.becomes(accounts(2))
    report = fleet.sweep()
    assumed = sum(call.action in ("AssumeRole", "ListMembers") for call in fleet.emulator.calls)
    assert report.cost.calls == len(fleet.emulator.calls) - assumed
    assert report.cost.calls == sum(a.cost.calls for a in report.accounts)
    assert report.cost.seconds > 0


def test_the_second_sweep_reports_exactly_what_changed(fleet: Fleet) -> None:
    before = accounts(6)
    before[1] = replace(before[1], filings={**before[1].filings, "d1-a1.cn": UNFILED})
    fleet.becomes(before)
    first = fleet.sweep()
    assert changes(first) == {("new", before[1].uin, "www.d1-a1.cn")}
    after = accounts(6)
    after[4] = replace(after[4], filings={**after[4].filings, "d0-a4.cn": BANNED})
    fleet.becomes(after)
    second = fleet.sweep(FIRST + DAY)
    assert second.previous == first.id
    assert changes(second) == {
        ("resolved", before[1].uin, "www.d1-a1.cn"),
        ("new", after[4].uin, "www.d0-a4.cn"),
    }
    assert [point.sweep for point in second.trend] == [first.id]


def test_the_same_trigger_is_the_same_sweep(fleet: Fleet) -> None:
    fleet.becomes(accounts(2))
    first = fleet.sweep()
    calls = len(fleet.emulator.calls)
    assert fleet.sweep() == first
    assert len(fleet.emulator.calls) == calls


def test_what_is_as_it_was_is_counted_and_dates_from_when_it_began(fleet: Fleet) -> None:
    broken = [account(1, filings={"d0-a1.cn": UNFILED, "d1-a1.cn": FILED})]
    fleet.becomes(broken)
    fleet.sweep()
    fleet.sweep(FIRST + DAY)
    third = fleet.sweep(FIRST + 2 * DAY)
    assert third.changes.items == []
    assert third.changes.counts[Change.STILL] == 1
    (domain,) = [d for d in of(third, broken[0].uin).domains if d.domain == "www.d0-a1.cn"]
    assert domain.compliance is Compliance.NON_COMPLIANT
    failed = [f for f in domain.findings if f.status is Status.FAIL]
    assert {f.since for f in failed} == {FIRST}
    assert [point.time for point in third.trend] == [FIRST, FIRST + DAY]


class TestWhatCannotBeRead:
    def test_does_not_resolve_what_failed_before(self, fleet: Fleet) -> None:
        broken = account(1, domains=1, filings={"d0-a1.cn": UNFILED})
        fleet.becomes([broken])
        fleet.sweep()
        fleet.becomes([replace(broken, denies=("ba:*",))])
        dark = fleet.sweep(FIRST + DAY)
        assert only(dark, Change.RESOLVED) == []
        assert set(only(dark, Change.BECAME_UNKNOWN)) == {None, "www.d0-a1.cn"}
        failed = [o for o in of(dark, broken.uin).open if o.status is Status.FAIL]
        assert [(o.rule, o.unverified, o.since) for o in failed] == [
            ("domain.served-filed", True, FIRST)
        ]
        fleet.becomes([account(1, domains=1)])
        mended = fleet.sweep(FIRST + 2 * DAY)
        assert "www.d0-a1.cn" in only(mended, Change.RESOLVED)
        assert of(mended, broken.uin).open == []

    def test_is_told_once(self, fleet: Fleet) -> None:
        """From the second time on it stands as it was."""
        dark = account(1, denies=("ba:*",))
        fleet.becomes([dark])
        first = fleet.sweep()
        assert set(only(first, Change.NEW)) == {None, *dark.hosts}
        assert first.totals.compliance[Compliance.UNKNOWN] == 2
        second = fleet.sweep(FIRST + DAY)
        assert second.changes.items == []
        assert second.changes.counts[Change.STILL] == 3

    def test_is_summed_up_with_its_remedy(self, fleet: Fleet) -> None:
        fleet.becomes([account(n, denies=("scf:*",)) for n in range(7)])
        report = fleet.sweep()
        (scf,) = [u for u in report.unread if u.call == "scf:ListCustomDomains"]
        assert (scf.cause, scf.accounts, len(scf.examples)) == (Cause.DENIED, 7, 5)
        assert "scf:ListCustomDomains" in scf.remedy.en
        assert "scf:ListCustomDomains" in scf.remedy.zh_cn

    def test_hides_no_domain(self, fleet: Fleet) -> None:
        """Where it cannot be told what is bound, what was bound there is not gone."""
        whole = account(1, region="ap-shanghai")
        fleet.becomes([whole])
        fleet.sweep()
        fleet.becomes([replace(whole, denies=("scf:*",))])
        dark = fleet.sweep(FIRST + DAY)
        found = of(dark, whole.uin)
        assert only(dark, Change.GONE) == []
        assert {d.domain for d in found.domains} == set(whole.hosts)
        assert {d.compliance for d in found.domains} == {Compliance.UNKNOWN}
        assert {tuple(d.places) for d in found.domains} == {("scf/ap-shanghai",)}
        assert fleet.sweep(FIRST + 2 * DAY).totals.domains == 2
        fleet.becomes([replace(whole, hosts=whole.hosts[:1])])
        back = fleet.sweep(FIRST + 3 * DAY)
        assert only(back, Change.GONE) == [whole.hosts[1]]

    def test_a_role_that_is_not_assumed_leaves_the_whole_account_unknown(
        self, fleet: Fleet
    ) -> None:
        fleet.becomes(accounts(2))
        fleet.sweep()
        lost = account(0)
        fleet.becomes([replace(lost, external_id="another"), account(1)])
        fleet.configured(config_of([lost, account(1)]))
        report = fleet.sweep(FIRST + DAY)
        assert set(only(report, Change.BECAME_UNKNOWN)) == {None, *lost.hosts}
        assert of(report, lost.uin).unread[0].cause is Cause.NOT_ASSUMED


def test_a_domain_that_is_bound_no_more_is_closed(fleet: Fleet) -> None:
    broken = account(1, filings={"d0-a1.cn": UNFILED, "d1-a1.cn": FILED})
    fleet.becomes([broken])
    fleet.sweep()
    fleet.becomes([replace(broken, hosts=broken.hosts[1:])])
    report = fleet.sweep(FIRST + DAY)
    (gone,) = report.changes.items
    assert (gone.kind, gone.domain) == (Change.GONE, "www.d0-a1.cn")
    failed = [(t.rule, t.now) for t in gone.rules if t.was is Status.FAIL]
    assert failed == [("domain.served-filed", None)]
    assert fleet.sweep(FIRST + 2 * DAY).changes.items == []


def test_an_account_that_is_swept_no_more_is_closed(fleet: Fleet) -> None:
    broken = account(1, filings={"d0-a1.cn": UNFILED})
    fleet.becomes([account(0), broken])
    fleet.sweep()
    fleet.becomes([account(0)])
    report = fleet.sweep(FIRST + DAY)
    (gone,) = report.changes.items
    assert (gone.kind, gone.account, gone.domain) == (Change.GONE, broken.uin, None)
    assert report.changes.counts[Change.GONE] == 1


def test_a_declared_domain_is_checked_unless_something_under_it_is_bound(fleet: Fleet) -> None:
    fleet.becomes([account(1, domains=1)])
    declared = {"real_name": True, "expires": "2028-01-01"}
    config = {"declared": {"domains": {"other.cn": declared}}}
    fleet.becomes([account(1, domains=1)], config)
    report = fleet.sweep()
    (own,) = [a for a in report.accounts if a.uin == "100000000009"]
    assert [(d.domain, d.declared, d.places) for d in own.domains] == [("other.cn", True, [])]


WAIVER = {
    "account": "*",
    "domain": "www.d0-*",
    "rule": "domain.*",
    "reason": "moving out",
    "owner": "web team",
    "expires": "2026-12-31",
}


class TestWaivers:
    def test_a_waived_failure_is_shown_and_calls_nobody(self, fleet: Fleet) -> None:
        broken = account(1, filings={"d0-a1.cn": UNFILED, "d1-a1.cn": UNFILED})
        fleet.becomes([broken], {"waivers": [WAIVER]})
        report = fleet.sweep()
        domains = {d.domain: d for d in of(report, broken.uin).domains}
        (finding,) = [
            f for f in domains["www.d0-a1.cn"].findings if f.rule == "domain.served-filed"
        ]
        assert finding.waived
        assert (finding.status, finding.waived.owner) == (Status.FAIL, "web team")
        assert only(report, Change.NEW) == ["www.d1-a1.cn"]
        waived = [f for f in domains["www.d0-a1.cn"].findings if f.waived]
        assert report.totals.findings["waived"] == len(waived) == 2
        (use,) = report.waivers
        assert (use.state, use.uses) == ("active", 2)

    def test_a_waiver_that_has_expired_covers_nothing_and_is_reported(self, fleet: Fleet) -> None:
        broken = account(1, domains=1, filings={"d0-a1.cn": UNFILED})
        fleet.becomes([broken], {"waivers": [WAIVER]})
        fleet.sweep()
        lapsed = {**WAIVER, "expires": "2026-11-01"}
        unused = {**WAIVER, "rule": "domain.expiry"}
        fleet.becomes([broken], {"waivers": [lapsed, unused]})
        report = fleet.sweep(FIRST + DAY)
        assert only(report, Change.NEW) == ["www.d0-a1.cn"]
        assert {w.rule: w.state for w in report.waivers} == {
            "domain.*": "expired",
            "domain.expiry": "unused",
        }


class TestAnOrganization:
    """Accounts that are found, not configured."""

    MEMBERS = "organization:DescribeOrganizationMembers"

    def becomes(self, fleet: Fleet, count: int, *denied: str) -> None:
        members = [replace(one, external_id="members") for one in accounts(count, domains=1)]
        listed = [one.uin for one in members]
        more = {"organization": {"admin": HOME, "members": listed}}
        fleet.emulator.reset(load_world(world_of(members, home_denies=denied, **more)))
        organization = {"role_name": "beian-reader", "external_id": "members"}
        fleet.configured(yaml.safe_dump({**SMALL, "organization": organization}))

    def test_is_swept_whole(self, fleet: Fleet) -> None:
        self.becomes(fleet, 3)
        report = fleet.sweep()
        assert (report.totals.accounts, report.totals.domains) == (4, 3)
        self.becomes(fleet, 2)
        assert only(fleet.sweep(FIRST + DAY), Change.GONE) == [None]

    def test_is_listed_once_however_many_shards_it_makes(self, fleet: Fleet) -> None:
        self.becomes(fleet, 3)
        organization = {"role_name": "beian-reader", "external_id": "members"}
        spread = {"inline_accounts": 0, "accounts_per_shard": 1}
        fleet.configured(yaml.safe_dump({**SMALL, "organization": organization, "sweep": spread}))
        with fleet.engine(spread=True) as engine:
            sweep = engine.start(Name("timer", "daily", FIRST)).id
        while fleet.sent:
            fleet.deliver()
        assert {a.name for a in fleet.report(sweep).accounts} == {
            None,
            *(one.name for one in accounts(3)),
        }
        calls = [f"{call.service}:{call.action}" for call in fleet.emulator.calls]
        assert calls.count(self.MEMBERS) == 1

    def test_loses_no_member_because_they_cannot_be_listed(self, fleet: Fleet) -> None:
        self.becomes(fleet, 3)
        fleet.sweep()
        self.becomes(fleet, 3, self.MEMBERS)
        report = fleet.sweep(FIRST + DAY)
        assert report.totals.accounts == 4
        assert only(report, Change.GONE) == []
        (unread,) = [u for u in report.unread if u.call == self.MEMBERS]
        assert (unread.cause, unread.permission) == (Cause.DENIED, self.MEMBERS)
        assert {a.unread[0].cause for a in report.accounts if a.uin != HOME} == {Cause.NOT_CHECKED}


def test_without_a_credential_there_is_no_sweep_rather_than_an_empty_one(fleet: Fleet) -> None:
    fleet.configured("{}")
    with fleet.engine(uin="") as engine:
        for name in ("TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY"):
            del os.environ[name]
        with pytest.raises(NotSignedIn):
            engine.start(Name("timer", "daily", FIRST))


def test_what_was_read_of_one_account_is_not_told_of_another(fleet: Fleet) -> None:
    """The configuration says that the function runs in an account, and its key is of another."""
    fleet.becomes([account(1)])
    fleet.configured(yaml.safe_dump({**SMALL, "accounts": [{"uin": "100000000777", "self": True}]}))
    with fleet.engine(uin="") as engine:
        found = engine.start(Name("timer", "daily", FIRST))
    (one,) = fleet.report(found.id).accounts
    assert (one.uin, one.verdict) == ("100000000777", Verdict.INDETERMINATE)
    assert {u.cause for u in one.unread} == {Cause.NOT_CHECKED}


def test_what_is_bound_under_a_name_that_no_domain_has_is_told(fleet: Fleet) -> None:
    odd = account(1, domains=1)
    odd = replace(odd, hosts=(*odd.hosts, "intranet"))
    fleet.becomes([odd])
    found = of(fleet.sweep(), odd.uin)
    assert [d.domain for d in found.domains] == ["www.d0-a1.cn"]
    (unread,) = [u for u in found.unread if u.cause is Cause.UNEXPECTED_VALUE]
    assert "intranet" in unread.message.en
    assert (unread.regions, found.unknown) == (["ap-guangzhou"], [None])


@pytest.mark.parametrize(("kept", "shown"), [(0, 0), (1, 1), (2, 2)])
def test_as_much_of_the_trend_is_kept_as_is_asked_for(fleet: Fleet, kept: int, shown: int) -> None:
    fleet.becomes([account(1)], {"sweep": {"trend": kept}})
    days = [fleet.sweep(FIRST + n * DAY) for n in range(4)]
    assert [p.sweep for p in days[-1].trend] == [d.id for d in days[3 - shown : 3]]


def test_what_still_fails_once_it_can_be_read_again_is_not_resolved(fleet: Fleet) -> None:
    broken = account(1, domains=1, filings={"d0-a1.cn": UNFILED})
    fleet.becomes([broken])
    fleet.sweep()
    fleet.becomes([replace(broken, denies=("ba:*",))])
    fleet.sweep(FIRST + DAY)
    fleet.becomes([broken])
    report = fleet.sweep(FIRST + 2 * DAY)
    assert only(report, Change.RESOLVED) == [None]  # of the account, all is read again
    assert report.changes.counts[Change.STILL] == 1


class TestWhatAnEarlierSweepLeft:
    """No later sweep fails for it."""

    @pytest.mark.parametrize("broken", ["latest", "unfinished", "manifest", "account", "head"])
    def test_may_be_damaged(
        self, fleet: Fleet, broken: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        fleet.becomes(accounts(2))
        first = fleet.sweep()
        key = {
            "latest": names.LATEST,
            "unfinished": names.unfinished("timer"),
            "manifest": names.manifest(first.id),
            "account": names.account(first.id, account(1).uin),
            "head": names.head(first.id),
        }[broken]
        fleet.store.write(key, b"x")
        report = fleet.sweep(FIRST + DAY)
        assert (report.totals.accounts, report.totals.domains) == (3, 4)
        assert f"{key} is damaged" in caplog.text

    def test_may_hold_what_a_later_version_added(self, fleet: Fleet) -> None:
        fleet.becomes(accounts(2))
        first = fleet.sweep()
        for key in (names.manifest(first.id), names.account(first.id, account(1).uin)):
            text = fleet.store.read(key) or b""
            fleet.store.write(key, b'{"added": {"later": 1}, ' + text[1:])
        assert fleet.sweep(FIRST + DAY).previous == first.id


def test_what_is_damaged_of_a_sweep_itself_is_named(fleet: Fleet) -> None:
    fleet.becomes(accounts(1))
    name = Name("timer", "daily", FIRST)
    fleet.store.write(names.account(name.id, account(0).uin), b"x")
    with fleet.engine() as engine, pytest.raises(StoreError, match=r"accounts/.* is damaged"):
        engine.start(name)


def test_a_draft_reads_the_store_and_leaves_it_as_it_is(fleet: Fleet) -> None:
    fleet.becomes(accounts(1))
    first = fleet.sweep()
    whole = fleet.store
    fleet.store = Draft(whole)
    second = fleet.sweep(FIRST + DAY)
    assert second.previous == first.id
    assert whole.read(names.report(second.id)) is None
    assert f'"{first.id}"'.encode() in (whole.read(names.LATEST) or b"")
