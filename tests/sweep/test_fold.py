"""However a sweep is cut into shards, it comes to the same."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from beian.sweep import fold
from beian.sweep.fold import Part, document, merged, part_of
from beian.sweep.report import AccountResult, Change, Report
from tests.sweep import reports

ALL = reports.sample(accounts=12, domains=40, points=2)


def order(part: Part) -> Part:
    """What is listed in the order of the shards, in one order."""
    items = sorted(part.items, key=lambda change: change.model_dump_json())
    unread = sorted(
        (u.model_copy(update={"examples": []}) for u in part.unread),
        key=lambda one: one.model_dump_json(),
    )
    return part.model_copy(update={"items": items, "unread": unread})


@settings(max_examples=40)
@given(st.permutations(ALL.accounts), st.lists(st.integers(1, 4), min_size=12, max_size=12))
def test_any_cut_comes_to_the_same(accounts: list[AccountResult], sizes: list[int]) -> None:
    left, parts = list(accounts), []
    for size in sizes:
        shard, left = left[:size], left[size:]
        parts.append(part_of(shard, ALL.planned_at))
    whole = part_of(ALL.accounts, ALL.planned_at)
    assert order(merged(parts, ALL.planned_at)) == order(whole)


def test_a_part_counts_what_its_accounts_hold() -> None:
    whole = part_of(ALL.accounts, ALL.planned_at)
    domains = [d for a in ALL.accounts for d in a.domains]
    assert whole.totals.domains == len(domains)
    assert sum(whole.totals.verdicts.values()) == len(domains)
    findings = [f for a in ALL.accounts for f in a.findings] + [
        f for d in domains for f in d.findings
    ]
    assert sum(whole.totals.findings.values()) == len(findings)
    assert whole.totals.findings["waived"] == sum(f.waived is not None for f in findings)
    assert whole.counts[Change.STILL] == sum(a.still for a in ALL.accounts)
    assert whole.cost.calls == sum(a.cost.calls for a in ALL.accounts)


def test_an_account_that_misses_one_read_in_two_ways_is_one_account() -> None:
    (one,) = [a for a in ALL.accounts if a.unread][:1]
    doubled = one.model_copy(update={"unread": [*one.unread, *one.unread]})
    found = part_of([doubled], ALL.planned_at)
    assert {u.accounts for u in found.unread} == {1}


def test_nothing_comes_to_nothing() -> None:
    found = merged([], ALL.planned_at)
    assert (found.totals.accounts, found.items, found.checked_at) == (0, [], ALL.planned_at)


def test_the_document_holds_the_accounts_as_they_are_stored() -> None:
    head = ALL.model_copy(update={"accounts": []})
    stored = (a.model_dump_json(by_alias=True).encode() for a in ALL.accounts)
    text = b"".join(document(head, stored))
    assert Report.model_validate_json(text) == ALL
    assert json.loads(b"".join(document(head, [])))["accounts"] == []


def test_examples_are_few() -> None:
    many = [
        a.model_copy(update={"uin": str(n)}) for n in range(20) for a in ALL.accounts if a.unread
    ]
    found = part_of(many, ALL.planned_at)
    assert max(len(u.examples) for u in found.unread) == fold.EXAMPLES
    assert max(u.accounts for u in found.unread) >= 20
