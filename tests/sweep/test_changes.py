"""What changed, over any history: nothing is resolved that was not seen to be."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from beian.rulebook.model import Severity, Status
from beian.sweep.changes import Compared, Now, compare
from beian.sweep.report import AccountResult, Change, Finding, Text, Waived
from tests.sweep import reports

BEGAN = datetime(2026, 1, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
DOMAIN = "www.example.cn"
RULES = ("domain.status", "domain.expiry")
SHOWN = (Status.FAIL, Status.WARN, Status.UNKNOWN)
WAIVED = Waived(id="0", reason="r", owner="o", expires=BEGAN.date())


def finding(rule: str, status: Status, *, waived: bool, time: datetime) -> Finding:
    return Finding(
        rule=rule,
        status=status,
        severity=Severity.HIGH,
        code="code",
        message=Text(zh_cn="一", en="one"),
        remediation=None,
        waits=False,
        evidence=[],
        waived=WAIVED if waived else None,
        since=time,
    )


# A day's state of the domain: not there, or each rule's status (None: it passes), some waived.
state = st.none() | st.tuples(
    *(st.tuples(st.sampled_from((*SHOWN, None)), st.booleans()) for _ in RULES)
)


def day_after_day(history: list[object]) -> list[tuple[object, Compared]]:
    """What each day's comparison with the day before says."""
    before: AccountResult | None = None
    told = []
    for number, day in enumerate(history):
        time = BEGAN + number * DAY
        found = (
            [
                finding(rule, status, waived=waived, time=time)
                for rule, (status, waived) in zip(RULES, day, strict=True)  # type: ignore[call-overload]  # a tuple
                if status
            ]
            if day
            else []
        )
        unknown = [DOMAIN] if any(f.status is Status.UNKNOWN for f in found) else []
        here: dict[str | None, list[Finding]] = {None: [], **({DOMAIN: found} if day else {})}
        was_here = before is not None and any(d.domain == DOMAIN for d in before.domains)
        gone = [DOMAIN] if was_here and not day else []
        compared = compare(before, Now("1", None, here, unknown, gone), time)
        told.append((day, compared))
        domains = [reports.domain(DOMAIN)] if day else []
        before = reports.account(uin="1", domains=domains).model_copy(
            update={"open": compared.open, "unknown": unknown}
        )
    return told


def status(day: object, rule: str) -> Status | None:
    return day[RULES.index(rule)][0] if day else None  # type: ignore[index]  # a tuple


@given(st.lists(state, min_size=1, max_size=8))
def test_what_failed_stays_open_until_it_was_seen_to_pass_or_to_be_gone(
    history: list[object],
) -> None:
    told = day_after_day(history)
    for rule in RULES:
        is_open = False
        for day, compared in told:
            now = status(day, rule)
            if now in (Status.FAIL, Status.WARN):
                is_open = True
            elif now is None:  # passes, or is not there
                is_open = False
            found = [o for o in compared.open if o.rule == rule]
            assert bool(found) is is_open
            assert all(o.unverified is (now is Status.UNKNOWN) for o in found)


@given(st.lists(state, min_size=1, max_size=8))
def test_what_is_resolved_passes_or_is_better(history: list[object]) -> None:
    for day, compared in day_after_day(history):
        for change in compared.changes:
            for one in change.rules:
                if change.kind is Change.RESOLVED:
                    better = (one.was, one.now) == (Status.FAIL, Status.WARN)
                    assert better or status(day, one.rule) is None
                if change.kind is Change.BECAME_UNKNOWN:
                    assert status(day, one.rule) is Status.UNKNOWN
                if change.kind is Change.GONE:
                    assert day is None


@given(st.lists(state, min_size=2, max_size=8))
def test_a_day_like_the_day_before_changes_nothing(history: list[object]) -> None:
    for day, compared in day_after_day([*history, history[-1]])[-1:]:
        assert compared.changes == []
        problems = [s for s, waived in day if s and not waived] if day else []  # type: ignore[attr-defined]  # a tuple
        unknown = [s for s, _ in day if s is Status.UNKNOWN] if day else []  # type: ignore[attr-defined]
        assert compared.still == bool(problems or unknown)


@given(st.lists(state, min_size=1, max_size=8))
def test_a_problem_dates_from_the_day_it_began(history: list[object]) -> None:
    told = day_after_day(history)
    for rule in RULES:
        began: datetime | None = None
        for number, (day, compared) in enumerate(told):
            now = status(day, rule)
            if now in (Status.FAIL, Status.WARN):
                began = began or BEGAN + number * DAY
            elif now is None:
                began = None
            assert {o.since for o in compared.open if o.rule == rule} <= {began}


@given(st.lists(state, min_size=1, max_size=6))
def test_each_kind_is_told_once_of_a_domain(history: list[object]) -> None:
    for _, compared in day_after_day(history):
        kinds = [(change.kind, change.domain) for change in compared.changes]
        assert len(kinds) == len(set(kinds))
        assert Change.STILL not in {kind for kind, _ in kinds}
