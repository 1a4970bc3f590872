"""The suffix is one that may be filed. The list is dated and its omissions are many: it warns."""

import idna

from beian.facts import Facts
from beian.rulebook.model import (
    Outcome,
    Requires,
    Rule,
    Severity,
    Source,
    not_applicable,
    passes,
    warns,
)
from beian.rulebook.policy import Policy


def judge(facts: Facts, policy: Policy) -> Outcome:
    if facts.domain is None:
        return not_applicable("no_domain")
    top = idna.decode(facts.domain.suffix.rpartition(".")[2])
    as_of = policy.accepted_suffixes_as_of.isoformat()
    if top in policy.accepted_suffixes:
        return passes("listed", suffix=top, as_of=as_of)
    return warns("not_listed", suffix=top, as_of=as_of)


RULE = Rule(
    id="domain.suffix",
    severity=Severity.LOW,
    requires=Requires.ADVICE,
    needs=(),
    source=Source("工业和信息化部域名行业管理信息", "https://domain.miit.gov.cn/", certainty="low"),
    codes=("listed", "no_domain", "not_listed"),
    judge=judge,
    domain=True,
)
