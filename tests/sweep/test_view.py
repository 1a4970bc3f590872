"""What somebody sees of a sweep who may not see every account: as if there were no others."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beian.config import Waiver
from beian.facts import Cause
from beian.rulebook.model import Severity, Status
from beian.sweep import fold
from beian.sweep.plan import Manifest
from beian.sweep.report import (
    AccountResult,
    Change,
    Changed,
    Cost,
    Point,
    Report,
    Rulebook,
    Transition,
    Trigger,
    Unread,
    Waived,
)
from beian.sweep.view import visible
from beian.verdict import Compliance, Verdict
from tests.sweep import reports

UINS = tuple(str(100000000001 + number) for number in range(6))
EXPIRES = (date(2026, 11, 1), date(2026, 12, 31))
WAIVERS = [
    Waiver(
        account=account,
        domain=f"*.d{number}.cn",
        rule="*",
        reason=f"reason-{account}-{number}",
        owner="o",
        expires=EXPIRES[number % 2],
    )
    for account in ("*", *UINS)
    for number in range(3)
]
CALLS = ("ba:DescribeDomainIcpStatus", "scf:ListCustomDomains")


@st.composite
def results(draw: st.DrawFn, uin: str) -> AccountResult:
    covering = [one for one in WAIVERS if one.account in ("*", uin) and one.expires == EXPIRES[1]]
    excuses = st.none() | st.sampled_from(covering).map(_waived)
    statuses = st.sampled_from([Status.FAIL, Status.WARN, Status.UNKNOWN])
    found = st.builds(
        lambda status, excuse: reports.finding(
            "domain.status", status, "banned", waived=excuse, domain="d"
        ),
        statuses,
        excuses,
    )
    domains = [
        reports.domain(
            f"www.{uin}-{number}.cn",
            draw(st.sampled_from(list(Verdict))),
            draw(st.sampled_from(list(Compliance))),
            draw(st.lists(found, max_size=2)),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    unread = st.builds(
        lambda call, cause: reports.UNREAD.model_copy(update={"call": call, "cause": cause}),
        st.sampled_from(CALLS),
        st.sampled_from([Cause.DENIED, Cause.THROTTLED]),
    )
    lacks: list[Unread] = draw(st.lists(unread, max_size=4))
    return reports.account(
        uin,
        f"name-{uin}",
        domains,
        draw(st.lists(found, max_size=1)),
        unread=lacks,
        changes=draw(st.lists(changes(uin), max_size=3)),
        still=draw(st.integers(0, 3)),
        cost=Cost(calls=draw(st.integers(0, 90)), seconds=draw(st.integers(0, 9))),
        checked_at=reports.NOW + timedelta(seconds=draw(st.integers(0, 60))),
    )


def _waived(waiver: Waiver) -> Waived:
    found = waiver.model_dump(include={"reason", "owner", "expires"})
    return Waived(id=waiver.id, **found)


def changes(uin: str) -> st.SearchStrategy[Changed]:
    return st.builds(
        Changed,
        kind=st.sampled_from([kind for kind in Change if kind is not Change.STILL]),
        account=st.just(uin),
        account_name=st.just(f"name-{uin}"),
        domain=st.none() | st.just(f"www.{uin}-0.cn"),
        severity=st.sampled_from(list(Severity)),
        rules=st.just([Transition(rule="domain.status", was=None, now=Status.FAIL)]),
        since=st.just(reports.NOW),
    )


def swept(
    accounts: Sequence[AccountResult],
    gone: Sequence[Changed],
    trend: Sequence[Point],
    unread: Cause | None,
) -> Report:
    """The report of a sweep of these accounts, without them."""
    uins = [one.uin for one in accounts]
    manifest = Manifest(
        id="20261122T020000Z-0a1b2c3d",
        trigger=Trigger(kind="timer", name="daily", time=reports.NOW),
        planned_at=reports.NOW,
        previous=None,
        rulebook=Rulebook(version="1", date=date(2026, 11, 22)),
        waivers=[one for one in WAIVERS if one.account in ("*", *uins)],
        roster_unread=unread,
        shards=[uins],
    )
    shards = [accounts[at : at + 2] for at in range(0, len(accounts), 2)]
    parts = [fold.part_of(shard, manifest.planned_at) for shard in shards]
    return fold.head(manifest, fold.merged(parts, manifest.planned_at), gone, trend)


@given(st.data(), st.sets(st.sampled_from(UINS)), st.sets(st.sampled_from(UINS)))
def test_it_is_the_report_of_a_sweep_of_these_accounts_alone(
    data: st.DataObject, there: set[str], mine: set[str]
) -> None:
    accounts = [data.draw(results(uin)) for uin in sorted(there)]
    gone = [
        data.draw(changes(uin)).model_copy(update={"kind": Change.GONE, "domain": None})
        for uin in sorted({*UINS} - there)
        if data.draw(st.booleans())
    ]
    whole = swept(accounts, gone, [_point()], data.draw(st.none() | st.just(Cause.DENIED)))
    seen = [one for one in accounts if one.uin in mine]

    found = visible(whole, seen, mine.__contains__)

    alone = swept(seen, [one for one in gone if one.account in mine], [], None)
    # Of the waivers for every account, those that cover nothing here may tell of others' domains.
    waivers = [one for one in alone.waivers if one.account in mine or one.uses]
    gone_mine = [w for w in found.waivers if w.account in mine - there]
    assert [one for one in found.waivers if one not in gone_mine] == waivers
    expected = {"waivers": found.waivers, "accounts": seen}
    assert found == alone.model_copy(update=expected)
    text = found.model_dump_json()
    assert not any(uin in text for uin in {*UINS} - mine)


def _point() -> Point:
    return Point(sweep="x", time=reports.NOW, totals=reports.report().totals)


def test_the_same_read_that_is_missed_in_several_ways_counts_once_for_each_account() -> None:
    twice = [reports.UNREAD, reports.UNREAD.model_copy(update={"regions": ["ap-shanghai"]})]
    accounts = [reports.account(uin, unread=twice) for uin in UINS[:3]]
    (total,) = swept(accounts, [], [], None).unread
    assert (total.accounts, total.examples) == (3, list(UINS[:3]))
