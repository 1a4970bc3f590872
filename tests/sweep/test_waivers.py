"""Which waiver covers a finding, and what became of each."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.config import Waiver
from beian.rulebook.registry import RULES
from beian.sweep.waivers import covering, uses

TODAY = date(2026, 11, 22)
ACME, BETA = "100000000001", "100000000002"
IDS = [rule.id for rule in RULES]

hosts = st.from_regex(r"[ab]{1,3}(\.[ab]{1,2}){1,3}", fullmatch=True)
patterns = st.from_regex(r"[ab*?]{1,3}(\.[ab*?]{1,2}){0,3}", fullmatch=True)
waiver = st.builds(
    Waiver,
    account=st.sampled_from(["*", ACME, BETA]),
    domain=st.one_of(st.just("*"), patterns),
    rule=st.sampled_from(["*", "pack.*", "pack.gbs-400k", "domain.?xpiry", *IDS]),
    reason=st.just("r"),
    owner=st.just("o"),
    expires=st.dates(TODAY - timedelta(days=2), TODAY + timedelta(days=2)),
)
waivers = st.lists(waiver, max_size=6, unique_by=lambda one: one.id)


def one(domain: str = "*", **given_: object) -> Waiver:
    whole = {"account": "*", "rule": "*", "reason": "r", "owner": "o", "expires": TODAY}
    return Waiver.model_validate({**whole, "domain": domain, **given_})


def like(pattern: str, text: str) -> bool:
    """What a pattern means, said the other way."""
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), text) is not None


@given(waivers, st.sampled_from([ACME, BETA]), st.none() | hosts, st.sampled_from(IDS))
def test_a_finding_is_covered_when_and_only_when_a_waiver_fits(
    listed: list[Waiver], account: str, domain: str | None, rule: str
) -> None:
    fitting = [
        one
        for one in listed
        if one.expires >= TODAY
        and one.account in ("*", account)
        and (like(one.domain, domain) if domain else one.domain == "*")
        and like(one.rule, rule)
    ]
    found = covering(listed, account, domain, rule, TODAY)
    assert (found is not None) is bool(fitting)
    if found:
        longest = max(one.expires for one in fitting)
        assert found.expires == longest
        assert found.id == min(one.id for one in fitting if one.expires == longest)


@given(st.lists(waiver, max_size=4, unique_by=lambda one: one.id), hosts, st.sampled_from(IDS))
def test_the_order_of_waivers_does_not_matter(listed: list[Waiver], host: str, rule: str) -> None:
    def chosen(order: Sequence[Waiver]) -> Waiver | None:
        return covering(order, ACME, host, rule, TODAY)

    assert {id(chosen(order)) for order in permutations(listed)} == {id(chosen(listed))}


@pytest.mark.parametrize(
    ("pattern", "domain", "covered"),
    [
        ("*.example.cn", "www.example.cn", True),
        ("*.example.cn", "a.b.example.cn", True),
        ("*.example.cn", "example.cn", False),
        ("*.example.cn", "www.example.cn.evil.cn", False),
        ("example.cn", "www.example.cn", False),
        ("www?.example.cn", "www2.example.cn", True),
        ("www?.example.cn", "www.example.cn", False),
        ("*.例子.cn", "www.xn--fsqu00a.cn", True),
        ("*.例子.cn", None, False),
        ("*.*", None, False),
        ("*", None, True),
        ("*", "www.example.cn", True),
    ],
)
def test_domain_patterns(pattern: str, domain: str | None, covered: bool) -> None:
    assert bool(covering([one(pattern)], ACME, domain, "pack.refund", TODAY)) is covered


def test_a_waiver_counts_on_its_last_day_and_not_after() -> None:
    last = [one()]
    assert covering(last, ACME, None, "pack.refund", TODAY) is last[0]
    assert covering(last, ACME, None, "pack.refund", TODAY + timedelta(days=1)) is None


def test_a_pattern_of_many_stars_is_matched_at_once() -> None:
    many = one(".".join(["*a" * 30] * 3) + "b")
    assert covering([many], ACME, "a.a" * 80 + ".cn", "pack.refund", TODAY) is None


@given(waivers, st.data())
def test_every_waiver_is_told_of_in_order(listed: list[Waiver], data: st.DataObject) -> None:
    counts = {one.id: data.draw(st.integers(0, 2)) for one in listed if one.expires >= TODAY}
    found = uses(listed, counts, TODAY)
    assert [one.id for one in found] == [one.id for one in listed]
    for waiver_, use in zip(listed, found, strict=True):
        assert (use.account, use.domain, use.rule) == (
            waiver_.account,
            waiver_.domain,
            waiver_.rule,
        )
        assert (use.reason, use.owner, use.expires) == ("r", "o", waiver_.expires)
        assert use.uses == counts.get(waiver_.id, 0)
        expired = waiver_.expires < TODAY
        assert use.state == ("expired" if expired else "active" if use.uses else "unused")
