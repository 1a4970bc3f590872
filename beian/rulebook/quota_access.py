"""At most ten SCF or CVM accesses may be filed for one subject; it matters for access filings."""

from beian.facts import Cause, Facts, Name, Unreadable
from beian.rulebook.filing import FilingStatus, possible_filings
from beian.rulebook.model import (
    FAILS,
    MEETS,
    SEED,
    Outcome,
    Requires,
    Rule,
    Severity,
    fails,
    not_applicable,
    passes,
    unknown,
)
from beian.rulebook.policy import Policy
from beian.rulebook.quota import basis, used_by


def judge(facts: Facts, policy: Policy) -> Outcome:
    statuses = {f.status for f in possible_filings(facts)}
    if FilingStatus.FILED_ELSEWHERE not in statuses:
        return not_applicable("no_access_filing")
    declared = facts.declared.accesses
    used, limit = used_by(facts, declared), policy.accesses_per_subject
    shown = basis(facts, "accesses", declared)
    if used.high is not None and used.high < limit:
        return passes("left", *shown, used=used.high, limit=limit)
    full = used.low >= limit
    if full and len(statuses) == 1:
        return fails("used_up", *shown, used=used.low, limit=limit)
    # Full, but whether it is an access filing at all is not known: unknown, and it can only fail.
    could = frozenset({FAILS}) if full else frozenset({MEETS, FAILS})
    if isinstance(facts.websites, Unreadable):
        return unknown("unread", could, *shown, missing=(facts.websites,), limit=limit)
    missing = Unreadable(Name.WEBSITES, Cause.NOT_PUBLISHED, detail="accesses")
    return unknown("bounded", could, *shown, missing=(missing,), most=used.high, limit=limit)


RULE = Rule(
    id="quota.access",
    severity=Severity.HIGH,
    requires=Requires.ACCESS,
    needs=(Name.WEBSITES, Name.ICP, Name.BINDINGS),
    source=SEED,
    codes=("bounded", "left", "no_access_filing", "unread", "used_up"),
    judge=judge,
    domain=True,
)
