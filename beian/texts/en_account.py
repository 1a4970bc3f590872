"""Rules on packs, quotas and the account, in English."""

from collections.abc import Mapping

from beian.texts.model import RuleText


def _holds(pack: str) -> RuleText:
    """The two packs are sold together, so their texts differ only in the name of the pack."""
    return RuleText(
        title=f"The account has bought the {pack} and it is active",
        about=(
            "Filing itself is free of charge, but filing through Serverless takes the "
            "50-million-invocation pack and the 400,000-GBs pack of SCF. From public experience "
            "the two are sold as one filing pack, valid for five years, and may come as one "
            "order or two. No published API lists packs, so orders are read: expired, refunded "
            "and undelivered ones do not count; free tiers, trial, personal, enterprise and "
            "monthly packs do not count; whether a larger pack serves for filing is not "
            "published. What is left of a pack cannot be read; a pack that is used up becomes "
            "invalid."
        ),
        messages={
            "active": (
                f"The account has the {pack} (order {{order}}), valid until {{expires}}. What is "
                "left of it cannot be read; a pack that is used up becomes invalid."
            ),
            "delivering": (
                f"The order of the {pack} is being delivered and is not active yet. Expected: "
                f"{{until}}."
            ),
            "expired": (
                f"Order {{order}} was the {pack}, but it has expired or ended and no longer "
                "counts. What that does to an existing filing is not published."
            ),
            "none": (
                "Among the orders read there is no SCF pack: the account has not bought the "
                f"{pack}."
            ),
            "orders_unread": (
                "Some orders could not be read, so it cannot be told whether the account has "
                f"the {pack}. That does not mean that it has not."
            ),
            "other_product": f"The account has SCF orders ({{order}} for one), but not the {pack}.",
            "refunded": (
                f"Order {{order}} was the {pack}, but it was refunded and no longer counts."
            ),
            "unclear": f"It cannot be told whether order {{order}} is an active {pack}. {{reason}}",
            "undelivered": (
                f"Order {{order}} is of the {pack}, but it is unpaid, was closed, or failed to "
                "be delivered, so it is not active."
            ),
        },
        remedies={
            "delivering": (
                "Wait until the order has been delivered and check again; ask by ticket if that "
                "takes long."
            ),
            "expired": "Buy it again on the purchase page.",
            "none": (
                "Buy it on the purchase page; if it was bought and the order was not recognised, "
                "declare its id under declared.pack_orders."
            ),
            "orders_unread": "Mend the reads of orders as `missing` says and check again.",
            "other_product": (
                "Buy it on the purchase page; if one of these orders is the filing pack, declare "
                "its id under declared.pack_orders."
            ),
            "refunded": "Buy it again on the purchase page.",
            "unclear": (
                "Check its size, state and term in the order's details. If it is the filing "
                "pack, declare [{order}] under declared.pack_orders; a declaration settles only "
                "that the order is the filing pack, not its term, its state or a refund."
            ),
            "undelivered": (
                "Pay for it, or buy it again on the purchase page; if its delivery failed, ask "
                "by ticket."
            ),
        },
    )


RULES: Mapping[str, RuleText] = {
    "pack.invocations-50m": _holds("50-million-invocation pack of SCF"),
    "pack.gbs-400k": _holds("400,000-GBs pack of SCF"),
    "pack.expiring": RuleText(
        title="The filing packs do not end soon",
        about=(
            "Warns before an active filing pack ends. The end comes from the bill where that can "
            "be read, else from the term of the order. What an expired pack does to an existing "
            "filing is not published."
        ),
        messages={
            "later": "The filing packs are valid until {expires}.",
            "none": "The account has no active filing pack whose end is known.",
            "soon": (
                "The filing packs end on {expires}, within {days} days. What an expired pack "
                "does to an existing filing is not published."
            ),
            "unknown": "Not all orders could be read, so it cannot be told when the packs end.",
        },
        remedies={
            "soon": (
                "If another website is to be filed, file it before that day or buy the packs "
                "anew in time; ask by ticket what it means for filings that exist."
            ),
            "unknown": "Mend the reads of orders as `missing` says and check again.",
        },
    ),
    "pack.refund": RuleText(
        title="No refund of the filing packs is under way",
        about=(
            "A pack takes effect as soon as it is bought and, as a rule, is not refunded. Ask by "
            "ticket about the five-day refund without reason and about special ones."
        ),
        messages={
            "no_pack": "The account has no active filing pack, so there is nothing to refund.",
            "none": (
                "No refund of the filing packs was found. A pack takes effect as soon as it is "
                "bought and, as a rule, is not refunded; ask by ticket about the five-day refund "
                "without reason and about special ones."
            ),
            "under_way": (
                "Order {order} of the filing packs is being refunded. Once refunded it no longer "
                "counts; whether it serves for filing meanwhile is not published."
            ),
            "unknown": (
                "Not all orders could be read, so it cannot be told whether a refund is under way."
            ),
        },
        remedies={
            "under_way": (
                "If you still mean to file through Serverless, ask by ticket whether the refund "
                "can be withdrawn, or buy the packs again once it is done."
            ),
            "unknown": "Mend the reads of orders as `missing` says and check again.",
        },
    ),
    "pack.duplicate": RuleText(
        title="The account has one set of filing packs",
        about=(
            "Serverless filing counts by account: each may buy one set of SCF packs and file two "
            "websites. Nothing that is published says that a second set adds websites."
        ),
        messages={
            "duplicate": (
                "The account has more than one active set of filing packs (orders {orders}). One "
                "set is supported an account; further ones add no websites."
            ),
            "no_pack": "The account has no active filing pack.",
            "single": "The account has no second set of filing packs.",
            "unknown": (
                "Not all orders could be read, so it cannot be told whether there is a second set."
            ),
        },
        remedies={
            "duplicate": (
                "Do not buy more of them to file more websites; within five days of the "
                "purchase, or in a special case, ask by ticket for a refund."
            ),
            "unknown": "Mend the reads of orders as `missing` says and check again.",
        },
    ),
    "quota.websites": RuleText(
        title="The account may file another website through Serverless",
        about=(
            "Serverless filing counts by account: each may buy one set of SCF packs and file two "
            "websites, and further packs add none. No published API tells which websites were "
            "filed through Serverless: the number is declared, and bounded by all websites filed "
            "in the account."
        ),
        messages={
            "bounded": (
                "An account may file {limit} websites through Serverless. This one has {most} "
                "filed websites in all; no API tells how many of them came through Serverless."
            ),
            "contradiction": (
                "{declared} websites are declared as filed through Serverless, but only {websites} "
                "filed websites were read of this account: the two contradict each other."
            ),
            "left": (
                "An account may file {limit} websites through Serverless. This one has used at "
                "most {used}, so there is room."
            ),
            "unread": (
                "An account may file {limit} websites through Serverless, but the filed websites "
                "of this one could not be read, so it cannot be told how many are used."
            ),
            "used_up": (
                "An account may file {limit} websites through Serverless. This one has used "
                "{used}, so there is no room."
            ),
        },
        remedies={
            "bounded": (
                "Declare the number of websites filed through Serverless so far as "
                "declared.serverless_filings."
            ),
            "contradiction": "Check and correct declared.serverless_filings.",
            "unread": (
                "Mend the read as `missing` says, or declare the number of websites filed "
                "through Serverless so far as declared.serverless_filings."
            ),
            "used_up": (
                "Cancel the filing of a website that is no longer used, or use another account; "
                "buying packs again adds none."
            ),
        },
    ),
    "quota.access": RuleText(
        title="The filing subject has accesses left",
        about=(
            "The filing of one subject may have several websites accessed at a time, at most ten "
            "SCF or CVM accesses. It counts for access filings only. No published API tells how "
            "many there are, so the number is declared."
        ),
        messages={
            "bounded": (
                "A subject may have {limit} SCF or CVM accesses. The bound known here is {most}; "
                "no API tells the exact number."
            ),
            "left": (
                "A subject may have {limit} SCF or CVM accesses. This one has used at most {used}"
                ", so there is room."
            ),
            "no_access_filing": "The domain needs no access filing, so accesses do not count.",
            "unread": (
                "A subject may have {limit} SCF or CVM accesses, but the filed websites of this "
                "account could not be read, so it cannot be told how many are used."
            ),
            "used_up": (
                "A subject may have {limit} SCF or CVM accesses. This one has used {used}, so "
                "there is no room."
            ),
        },
        remedies={
            "bounded": (
                "Declare the number of SCF and CVM accesses of the subject as declared.accesses."
            ),
            "unread": (
                "Mend the read as `missing` says, or declare the number of accesses as "
                "declared.accesses."
            ),
            "used_up": (
                "Cancel the access of a website that is no longer used, then make the access "
                "filing."
            ),
        },
    ),
    "account.real-name": RuleText(
        title="The account is real-name verified, and a personal account's waiting period is over",
        about=(
            "The account has to be real-name verified. From public experience a personal account "
            "can file 48 hours after that; no API tells since when it is verified, so the wait "
            "counts only where the time was declared."
        ),
        messages={
            "enterprise": "The account is verified as an enterprise.",
            "not_verified": "The account is not real-name verified yet.",
            "personal": "The account is verified as personal and its waiting period is over.",
            "personal_since_unknown": (
                "The account is verified as personal, but since when cannot be read. From public "
                "experience it can file {hours} hours after its verification: please check that "
                "yourself."
            ),
            "personal_waiting": (
                "The account is verified as personal; from public experience it can file {hours} "
                "hours after that, which is {until}."
            ),
            "unread": (
                "The real-name state of the account could not be read. That does not mean that "
                "it is not verified."
            ),
        },
        remedies={
            "not_verified": (
                "Have the account real-name verified in the account center; it has to match the "
                "filing subject."
            ),
            "personal_since_unknown": "The time can be declared as since under declared.real_name.",
            "personal_waiting": (
                "File once the waiting period is over; prepare the documents meanwhile."
            ),
            "unread": "Mend the read as `missing` says, or declare it as declared.real_name.",
        },
    ),
    "account.order-in-progress": RuleText(
        title="No filing order of the account is in progress",
        about=(
            "From public experience an account can have one filing order at a time; the next one "
            "can be placed when it has ended."
        ),
        messages={
            "in_progress": (
                "The filing order {order} of the account is in progress; another one can be "
                "placed when it has ended. Expected end: {until}."
            ),
            "none": "No filing order of the account is in progress.",
            "unread": (
                "It could not be read whether a filing order is in progress. That does not mean "
                "that there is none."
            ),
        },
        remedies={
            "in_progress": (
                "Wait until the order has ended, or withdraw it in the filing mini program if it "
                "is no longer wanted."
            ),
            "unread": "Mend the read as `missing` says and check again.",
        },
    ),
}
