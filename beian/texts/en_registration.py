"""Rules on the domain's registration, in English."""

from collections.abc import Mapping

from beian.texts.model import RuleText

RULES: Mapping[str, RuleText] = {
    "domain.real-name": RuleText(
        title="The domain is real-name verified and its waiting period is over",
        about=(
            "The domain has to be real-name verified. From public experience it can be filed "
            "three days after that; no API tells since when it is verified, so the wait counts "
            "only where the time was declared, or where the domain is too young for the wait to "
            "be over."
        ),
        messages={
            "in_audit": (
                "The real-name verification of the domain is under review; how long that takes "
                "is not known. From public experience, {days} days have to pass after it. "
                "Expected end: {until}."
            ),
            "not_verified": "The domain is not real-name verified yet.",
            "other_state": (
                "The real-name state of the domain is none that is documented and counts as "
                "unknown."
            ),
            "since_unknown": (
                "The domain is real-name verified, but since when cannot be read. From public "
                "experience it can be filed {days} days after its verification: please check "
                "that yourself."
            ),
            "unread": (
                "The real-name state of the domain could not be read. That does not mean that it "
                "is not verified."
            ),
            "verified": "The domain is real-name verified and its waiting period is over.",
            "waiting": (
                "The domain is real-name verified; from public experience it can be filed {days} "
                "days after that, which is {until}."
            ),
        },
        remedies={
            "in_audit": "Wait until the verification has been approved.",
            "not_verified": (
                "Have the domain real-name verified at its registrar; its owner has to match the "
                "filing subject."
            ),
            "other_state": "Check the real-name state in the registrar's console.",
            "since_unknown": "The time can be declared as real_name_since under declared.domains.",
            "unread": (
                "Mend the read as `missing` says; where the domain is registered elsewhere, "
                "declare it under declared.domains."
            ),
            "waiting": "File once the waiting period is over; prepare the documents meanwhile.",
        },
    ),
    "domain.expiry": RuleText(
        title="The domain's registration is valid",
        about=(
            "An expired domain cannot be filed, and it has to stay valid while the filing is "
            "under way. The day comes from the domain's registration; of a domain registered "
            "elsewhere it cannot be read here and has to be declared."
        ),
        messages={
            "expired": "The registration of the domain ended on {expires}.",
            "no_date": (
                "The registration names no last day, so it cannot be told whether it is valid."
            ),
            "soon": (
                "The registration of the domain ends on {expires}, within {days} days. Filing "
                "takes time: renew it first."
            ),
            "unread": (
                "The registration of the domain could not be read, so it cannot be told whether "
                "it is valid."
            ),
            "valid": "The registration of the domain is valid until {expires}.",
        },
        remedies={
            "expired": "Renew or redeem the domain at its registrar.",
            "no_date": "Check the last day in the registrar's console.",
            "soon": "Renew the domain at its registrar before filing.",
            "unread": (
                "Mend the read as `missing` says; where the domain is registered elsewhere, "
                "declare it under declared.domains."
            ),
        },
    ),
    "domain.hold": RuleText(
        title="The domain resolves and is not on hold",
        about=(
            "A domain that its registry or registrar has put on hold (serverHold, clientHold) "
            "does not resolve; the hold has to be lifted first. The state comes from the "
            "domain's registration; of a domain registered elsewhere it has to be declared."
        ),
        messages={
            "no_status": (
                "The registration holds no usable domain status, so it cannot be told whether "
                "the domain is on hold."
            ),
            "on_hold": "The registry or the registrar has put the domain on hold.",
            "resolves": "The domain is not on hold.",
            "unread": (
                "The registration of the domain could not be read, so it cannot be told whether "
                "it is on hold."
            ),
        },
        remedies={
            "no_status": "Check the domain's status in the registrar's console.",
            "on_hold": (
                "Ask the registrar for the reason and have the hold lifted; a missing real-name "
                "verification is a common one."
            ),
            "unread": (
                "Mend the read as `missing` says; where the domain is registered elsewhere, "
                "declare it under declared.domains."
            ),
        },
    ),
    "domain.suffix": RuleText(
        title="The domain's suffix is on the list of suffixes that may be filed",
        about=(
            "Which suffixes may be filed is for the ministry to approve; no API publishes its "
            "list. A dated list of common suffixes stands here. It is not complete, so a suffix "
            "that is not on it only warns and never changes a verdict."
        ),
        messages={
            "listed": (
                "The suffix “{suffix}” is on the list of common suffixes that may be filed, as "
                "of {as_of}."
            ),
            "no_domain": "No domain was named, so there is no suffix to check.",
            "not_listed": (
                "The suffix “{suffix}” is not on the list of common suffixes that may be filed, "
                "as of {as_of}. That list is not complete, so this does not mean that it cannot "
                "be filed."
            ),
        },
        remedies={
            "not_listed": (
                "Check on the ministry's site for domain names whether the suffix is approved; "
                "if it is, it can be added to policy.accepted_suffixes."
            ),
        },
    ),
}
