"""Texts in English."""

from beian.texts.en_account import RULES as ACCOUNT_RULES
from beian.texts.en_next import CAUSES, DURATIONS, STEPS
from beian.texts.en_registration import RULES as REGISTRATION_RULES
from beian.texts.en_scope import RULES as SCOPE_RULES
from beian.texts.model import Catalogue

CATALOGUE = Catalogue(
    rules={**SCOPE_RULES, **REGISTRATION_RULES, **ACCOUNT_RULES},
    common={
        "account_question": (
            "The question is about the account and names no domain, so this rule does not apply."
        ),
        "exempt_domain": (
            "A default domain of the platform needs no filing, so this rule does not apply."
        ),
        "not_needed": "The domain has nothing to file now, so this requirement is not checked.",
    },
    causes=CAUSES,
    packs={
        "closed": "The order was closed, so the pack is not active.",
        "counts": "An active filing pack: it counts.",
        "delivering": "The order is being delivered; the pack is not active yet.",
        "delivery_failed": "The delivery of the order failed, so the pack is not active.",
        "ended": "The pack of this order has ended and no longer counts.",
        "expired": "The pack has expired and no longer counts.",
        "larger": (
            "It is larger than the filing pack; whether it serves for filing is not published."
        ),
        "look_alike": (
            "A free tier, a trial or a plan, not the filing pack: it does not count, even where "
            "the numbers are the same."
        ),
        "no_expiry": (
            "Neither the order nor the bill tells when it ends, so it cannot be told whether it "
            "is still valid."
        ),
        "no_quantities": "The order says that it is for filing, but not how large the pack is.",
        "mixed_signs": (
            "It is named as a filing pack, but its price, term or name is that of another product, "
            "so it cannot be told whether it counts."
        ),
        "one_number": (
            "One number fits and nothing else speaks for it, so it cannot be told whether it is "
            "the filing pack."
        ),
        "other_action": "The order is no new purchase, so it does not count.",
        "other_quantity": "Its size is not that of the filing pack, so it does not count.",
        "refund_unclear": (
            "A later SCF refund does not name the order it refunds, so it cannot be told whether "
            "this one still counts."
        ),
        "refunded": "The order was refunded and no longer counts.",
        "refunding": "The order is being refunded; whether it counts meanwhile is not published.",
        "several_quantities": (
            "The order names several numbers of which one fits, so its size cannot be told."
        ),
        "short_term": "Its term is shorter than that of the filing pack, so it does not count.",
        "unknown_state": (
            "The state of the order is none that is documented, so it cannot be told whether it "
            "is active."
        ),
        "unpaid": "The order is not paid yet, so the pack is not active.",
    },
    verdicts={
        "not_required": "{domain} needs no filing.",
        "filed": (
            "{domain} is filed and has landed on Tencent Cloud: bind it, nothing has to be filed "
            "again."
        ),
        "eligible": (
            "{domain} needs filing, and {account} meets every requirement of filing it through "
            "Serverless."
        ),
        "not_eligible": (
            "{domain} needs filing, but {account} does not meet every requirement of filing it "
            "through Serverless yet."
        ),
        "pending": (
            "{domain} needs filing; there is nothing to mend, only to wait for. Earliest time to "
            "file: {until}."
        ),
        "blocked": "{domain} is banned and cannot be filed until that is lifted.",
        "indeterminate": (
            "There is no certain verdict on {domain}: something that decides it could not be "
            "read. Possible: {possible}."
        ),
    },
    account_verdicts={
        "eligible": "Another website may be filed through Serverless by {account}.",
        "not_eligible": "No further website may be filed through Serverless by {account} for now.",
        "pending": (
            "There is nothing to mend for {account}, only to wait for, before another website may "
            "be filed through Serverless. Earliest time to file: {until}."
        ),
        "indeterminate": (
            "It is not certain whether {account} may file another website: something that "
            "decides it could not be read. Possible: {possible}."
        ),
    },
    verdict_names={
        "not_required": "not required",
        "filed": "filed",
        "eligible": "eligible",
        "not_eligible": "not eligible",
        "pending": "pending",
        "blocked": "blocked",
        "indeterminate": "indeterminate",
    },
    compliance={
        "compliant": "compliant",
        "non_compliant": "not compliant",
        "at_risk": "at risk",
        "not_applicable": "not applicable",
        "unknown": "unknown",
    },
    facts={
        "orders": "the account's orders",
        "websites": "the account's filed websites",
        "real_name": "the account's real-name state",
        "order_in_progress": "the filing order in progress",
        "icp": "the domain's filing",
        "registration": "the domain's registration",
        "bindings": "the custom domains bound",
    },
    status_names={
        "pass": "pass",
        "fail": "fail",
        "warn": "warn",
        "unknown": "unknown",
        "not_applicable": "not applicable",
    },
    severity_names={
        "critical": "critical",
        "high": "high",
        "medium": "medium",
        "low": "low",
        "info": "info",
    },
    filing_names={
        "filed": "filed",
        "not_filed": "not filed",
        "filed_elsewhere": "filed elsewhere",
        "stale": "stale number",
        "unknown": "unknown",
    },
    kind_names={
        "first": "first filing",
        "new_website": "new-website filing",
        "access": "access filing",
    },
    pack_state_names={
        "active": "active",
        "expired": "expired",
        "refunded": "refunded",
        "undelivered": "not active",
        "other_product": "other product",
    },
    pack_kind_names={
        "invocations": "invocation pack",
        "gbs": "GBs pack",
    },
    steps=STEPS,
    durations=DURATIONS,
    refusals={
        "domain.empty": "The domain is empty.",
        "domain.invalid": "“{value}” is not a domain name.",
        "domain.ip_address": (
            "“{value}” is an IP address; filings are of domains, so name the domain."
        ),
        "domain.suffix_only": (
            "“{value}” is only a suffix; name the whole domain, as in example.cn."
        ),
        "domain.too_long": "The domain is too long; 253 characters are the most.",
        "region.invalid": "“{value}” is not a region code; name one such as ap-guangzhou.",
    },
    words={
        "unknown": "not known",
        "and": ", ",
        "time": "{time} (China Standard Time, UTC+8)",
        "in_regions": ", in {regions}",
        "this_account": "this account",
        "account": "account {account}",
        "this_domain": "the new website",
        "domain": "{domain}",
        "from_use": "From public experience: {durations}.",
        "then": "; ",
        "gateway_true": "filed",
        "gateway_false": "not filed",
        "gateway_silent": "nothing conclusive",
    },
)
