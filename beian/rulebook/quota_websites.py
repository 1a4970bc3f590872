"""Two websites an account may be filed through Serverless."""

from beian.facts import Cause, Facts, Name, Unreadable
from beian.rulebook.model import (
    FAILS,
    MEETS,
    SEED,
    Outcome,
    Requires,
    Rule,
    Severity,
    fails,
    passes,
    unknown,
)
from beian.rulebook.policy import Policy
from beian.rulebook.quota import basis, used_by


def judge(facts: Facts, policy: Policy) -> Outcome:
    declared = facts.declared.serverless_filings
    used, limit = used_by(facts, declared), policy.websites_per_account
    shown = basis(facts, "serverless_filings", declared)
    if used.low >= limit:
        return fails("used_up", *shown, used=used.low, limit=limit)
    if used.high is not None and used.high < limit:
        return passes("left", *shown, used=used.high, limit=limit)
    could = frozenset({MEETS, FAILS})
    if isinstance(facts.websites, Unreadable):
        return unknown("unread", could, *shown, missing=(facts.websites,), limit=limit)
    if declared is not None:
        missing = Unreadable(Name.WEBSITES, Cause.DISAGREEMENT, detail="serverless_filings")
        values = {"declared": declared, "websites": used.low}
        return unknown("contradiction", could, *shown, missing=(missing,), **values)
    missing = Unreadable(Name.WEBSITES, Cause.NOT_PUBLISHED, detail="serverless_filings")
    return unknown("bounded", could, *shown, missing=(missing,), most=used.high, limit=limit)


RULE = Rule(
    id="quota.websites",
    severity=Severity.CRITICAL,
    requires=Requires.ELIGIBILITY,
    needs=(Name.WEBSITES,),
    source=SEED,
    codes=("bounded", "contradiction", "left", "unread", "used_up"),
    judge=judge,
)
