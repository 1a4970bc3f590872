"""The rulebook: one rule a file, in the order in which answers show them."""

from beian.facts import Facts
from beian.rulebook import (
    account_order_in_progress,
    account_real_name,
    domain_expiry,
    domain_hold,
    domain_real_name,
    domain_same_account,
    domain_served_filed,
    domain_status,
    domain_suffix,
    pack_duplicate,
    pack_expiring,
    pack_gbs,
    pack_invocations,
    pack_refund,
    quota_access,
    quota_websites,
    scope_default_domain,
    scope_in_use,
    scope_region,
)
from beian.rulebook.model import Outcome, Rule, not_applicable
from beian.rulebook.policy import Policy

RULES: tuple[Rule, ...] = (
    scope_default_domain.RULE,
    scope_region.RULE,
    scope_in_use.RULE,
    domain_status.RULE,
    domain_served_filed.RULE,
    domain_same_account.RULE,
    pack_invocations.RULE,
    pack_gbs.RULE,
    pack_expiring.RULE,
    pack_refund.RULE,
    pack_duplicate.RULE,
    quota_websites.RULE,
    quota_access.RULE,
    account_real_name.RULE,
    account_order_in_progress.RULE,
    domain_real_name.RULE,
    domain_expiry.RULE,
    domain_hold.RULE,
    domain_suffix.RULE,
)

ACCOUNT_QUESTION = "account_question"
EXEMPT = "exempt_domain"
NOT_NEEDED = "not_needed"
COMMON_CODES = (ACCOUNT_QUESTION, EXEMPT, NOT_NEEDED)
"""Outcomes that any rule may have: the question names no domain; the domain is a platform's own;
it is filed or needs no filing, so that nobody asks what a filing requires of the account."""


def judge_all(facts: Facts, policy: Policy) -> dict[str, Outcome]:
    """Every rule's outcome, by rule id, in the rulebook's order."""
    return {rule.id: _judge(rule, facts, policy) for rule in RULES}


def _judge(rule: Rule, facts: Facts, policy: Policy) -> Outcome:
    if rule.domain and facts.domain is None:
        return not_applicable(ACCOUNT_QUESTION)
    exempt = facts.domain is not None and facts.domain.default_suffix is not None
    if exempt and rule is not scope_default_domain.RULE:
        return not_applicable(EXEMPT)  # nothing was read for it, so nothing is said
    return rule.judge(facts, policy)
