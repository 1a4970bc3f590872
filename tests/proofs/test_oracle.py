"""The verdict against a second one that was written from its definition alone.

`make prove` runs 20,000 examples; the ordinary run, enough to notice a slip.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from beian.facts import Facts
from beian.rulebook.model import Status
from beian.verdict import Compliance, Verdict, judge
from tests.core.facts_for import POLICY
from tests.proofs.oracle import compliances, oracle, services
from tests.proofs.partial import Focus, beside, partial_facts

PROOF = bool(os.environ.get("BEIAN_PROOF"))
EXAMPLES = 4_000 if PROOF else 100
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# Five parts of 4,000 make the 20,000: apart, each reaches deeper than all at once.
PARTS = {
    "orders": Focus(orders=True, names=True),
    "scope and filing": Focus(scope=True, filing=True),
    "quotas": Focus(quota=True, filing=True, names=True),
    "registration": Focus(registration=True, names=True),
    "anything": None,
}


@pytest.mark.parametrize("focus", PARTS.values(), ids=PARTS.keys())
def test_the_verdicts_are_those_of_every_completion(focus: Focus | None) -> None:
    @thorough
    @given(partial_facts(focus))
    def holds(facts: Facts) -> None:
        found = judge(facts, POLICY)
        expected = oracle(facts, POLICY, beside)
        assert found.possible == expected
        single = next(iter(expected)) if len(expected) == 1 else Verdict.INDETERMINATE
        assert found.verdict is single

    holds()


@thorough
@given(partial_facts(PARTS["scope and filing"]))
def test_the_compliance_is_that_of_every_completion(facts: Facts) -> None:
    expected = compliances(facts, POLICY)
    single = next(iter(expected)) if len(expected) == 1 else Compliance.UNKNOWN
    assert judge(facts, POLICY).compliance is single


@thorough
@given(partial_facts(PARTS["scope and filing"]))
def test_what_is_served_unfiled_is_found_in_every_completion(facts: Facts) -> None:
    """The finding and the compliance never contradict each other: the one fails exactly where the
    other is non-compliant, and leaves open no more but whether what is at risk is served."""
    judged = judge(facts, POLICY)
    found = judged.outcomes["domain.served-filed"].status
    expected = services(facts, POLICY)
    assert found is (next(iter(expected)) if len(expected) == 1 else Status.UNKNOWN)
    assert (found is Status.FAIL) is (judged.compliance is Compliance.NON_COMPLIANT)
    if found is Status.UNKNOWN:
        assert judged.compliance in (Compliance.UNKNOWN, Compliance.AT_RISK)
