"""An active 50-million-invocation pack is bought before filing through Serverless."""

from beian.facts import Facts, Name
from beian.rulebook.model import SEED, Outcome, Requires, Rule, Severity
from beian.rulebook.packs import HOLDS_PACK_CODES, holds_pack
from beian.rulebook.policy import Policy
from beian.rulebook.recognise import Kind


def judge(facts: Facts, policy: Policy) -> Outcome:
    return holds_pack(facts, policy, Kind.INVOCATIONS)


RULE = Rule(
    id="pack.invocations-50m",
    severity=Severity.CRITICAL,
    requires=Requires.ELIGIBILITY,
    needs=(Name.ORDERS,),
    source=SEED,
    codes=HOLDS_PACK_CODES,
    judge=judge,
)
