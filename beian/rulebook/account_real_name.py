"""The account is real-name verified; a personal one waits 48 hours from it."""

from datetime import timedelta

from beian.facts import Facts, Name, Unreadable
from beian.rulebook.model import (
    ANY,
    Outcome,
    Requires,
    Rule,
    Severity,
    Source,
    fails,
    passes,
    unknown,
    waits,
    warns,
)
from beian.rulebook.policy import Policy


def judge(facts: Facts, policy: Policy) -> Outcome:
    if isinstance(facts.real_name, Unreadable):
        return unknown("unread", ANY, missing=(facts.real_name,))
    found = facts.real_name.value
    if not found.verified:
        return fails("not_verified", facts.real_name)
    if not found.personal:
        return passes("enterprise", facts.real_name)
    hours = policy.personal_wait_hours
    if found.since is None:
        return warns("personal_since_unknown", facts.real_name, hours=hours)
    until = found.since + timedelta(hours=hours)
    if until > facts.now:
        return waits("personal_waiting", until, facts.real_name, hours=hours)
    return passes("personal", facts.real_name)


RULE = Rule(
    id="account.real-name",
    severity=Severity.CRITICAL,
    requires=Requires.ELIGIBILITY,
    needs=(Name.REAL_NAME,),
    source=Source(
        "备案限制", "https://cloud.tencent.com/document/product/243/18911", certainty="medium"
    ),
    codes=(
        "enterprise",
        "not_verified",
        "personal",
        "personal_since_unknown",
        "personal_waiting",
        "unread",
    ),
    judge=judge,
)
