"""What is advised, and in which order."""

import pytest

from beian.render import next_steps
from beian.verdict import Verdict, judge
from tests.core.facts_for import POLICY
from tests.render.cases import CASES

FIRST_FILING = (
    "prepare.province",
    "prepare.ahead",
    "free.filing",
    "file.first",
    "ip.automatic",
    "resolve.tencent",
    "query.miit",
    "show.footer",
)
SERVED_FILING = ("law.basis", *(step for step in FIRST_FILING if step != "prepare.ahead"))
FILED = ("bind.domain", "show.footer", "query.miit")
UNSURE = ("settle.missing", "query.miit")


@pytest.mark.parametrize(
    ("case", "verdict", "steps"),
    [
        ("default domain", "not_required", ("none",)),
        ("outside", "not_required", ("none",)),
        ("idle", "not_required", ("prepare.ahead",)),
        ("idle, unverified", "not_required", ("verify.domain", "prepare.ahead")),
        ("idle, banned", "not_required", ("resolve.ban", "prepare.ahead")),
        ("idle, rectification", "not_required", ("resolve.rectification", "prepare.ahead")),
        ("eligible", "eligible", FIRST_FILING),
        ("serving", "eligible", SERVED_FILING),
        ("stale", "eligible", ("clear.stale", *FIRST_FILING)),
        (
            "stale, rectification, served",
            "eligible",
            ("resolve.rectification", "clear.stale", *SERVED_FILING),
        ),
        (
            "elsewhere",
            "eligible",
            tuple(s.replace("file.first", "file.access") for s in FIRST_FILING),
        ),
        (
            "one website",
            "eligible",
            tuple(s.replace("file.first", "file.new_website") for s in FIRST_FILING),
        ),
        (
            "about the account",
            "eligible",
            tuple(s for s in FIRST_FILING if s != "prepare.ahead"),
        ),
        ("filed", "filed", FILED),
        ("filed and served", "filed", FILED[1:]),
        ("filed, rectification", "filed", ("resolve.rectification", *FILED)),
        ("banned", "blocked", ("resolve.ban",)),
        (
            "banned, rectification, served",
            "blocked",
            ("resolve.rectification", "resolve.ban", "law.basis"),
        ),
        ("delivering", "pending", ("wait.delivery", "prepare.province", "file.first")),
        ("in audit", "pending", ("wait.audit", "prepare.province", "file.first")),
        ("order in progress", "pending", ("wait.order", "prepare.province", "file.first")),
        ("personal, waiting", "pending", ("wait.until", "prepare.province", "file.first")),
        ("two days old", "pending", ("wait.until", "prepare.province", "file.first")),
        ("no order", "not_eligible", ("buy.packs", "file.first")),
        ("expired", "not_eligible", ("buy.packs", "file.first")),
        ("quota used up", "not_eligible", ("free.quota", "file.new_website")),
        ("elsewhere, full", "not_eligible", ("free.access", "file.access")),
        ("account unverified", "not_eligible", ("verify.account", "file.first")),
        ("expired domain", "not_eligible", ("renew.domain", "file.first")),
        ("on hold", "not_eligible", ("unhold.domain", "file.first")),
        (
            "nothing bought, websites unread",
            "not_eligible",
            ("buy.packs", "file.unknown_kind"),
        ),
        (
            "all that fails",
            "not_eligible",
            (
                "law.basis",
                "verify.account",
                "renew.domain",
                "unhold.domain",
                "verify.domain",
                "free.quota",
                "buy.packs",
                "wait.order",
                "file.new_website",
            ),
        ),
        ("filing unread", "indeterminate", UNSURE),
        ("filed, no website", "indeterminate", UNSURE),
        ("idle or not", "indeterminate", ("settle.missing",)),
        ("orders unread", "indeterminate", ("settle.missing",)),
        ("account unread", "indeterminate", ("settle.missing",)),
        ("waiting, orders unread", "indeterminate", ("settle.missing", "wait.order")),
        ("account waits, orders unread", "indeterminate", ("settle.missing", "wait.order")),
        ("waiting, filing unread", "indeterminate", UNSURE),
        (
            "rectification, orders unread",
            "indeterminate",
            ("settle.missing", "resolve.rectification", "law.basis"),
        ),
    ],
)
def test_the_steps_of(case: str, verdict: str, steps: tuple[str, ...]) -> None:
    judgement = judge(CASES[case], POLICY)
    assert judgement.verdict is Verdict(verdict)
    assert next_steps(judgement, CASES[case]) == steps


def test_something_is_advised_in_every_case_and_nothing_twice() -> None:
    for name, facts in CASES.items():
        steps = next_steps(judge(facts, POLICY), facts)
        assert steps, name
        assert len(set(steps)) == len(steps), name


def test_nothing_is_bought_or_filed_before_it_is_known_that_it_has_to_be() -> None:
    for name, facts in CASES.items():
        judgement = judge(facts, POLICY)
        if judgement.verdict is Verdict.INDETERMINATE:
            steps = next_steps(judgement, facts)
            assert steps[0] == "settle.missing", name
            assert not [s for s in steps if s.startswith(("buy.", "file."))], name
