"""What to do next and what could not be read, in English."""

from collections.abc import Mapping

from beian.texts.model import CauseText

STEPS: Mapping[str, str] = {
    "none": "Nothing has to be done.",
    "settle.missing": (
        "First settle the entries of `missing` that are marked `decisive`: they could change the "
        "verdict. Then check again."
    ),
    "resolve.rectification": (
        "First comply with the open rectification order: see it in the filing system and finish "
        "it within its term."
    ),
    "resolve.ban": "{domain} is banned: ask by ticket for the reason and have the ban lifted.",
    "clear.stale": (
        "First have the void old number of {domain} cleared: cancel the old record in the filing "
        "system, or ask by ticket where that cannot be done."
    ),
    "law.basis": (
        "{domain} is served by Serverless in mainland China now, but neither filed nor "
        "access-filed in this account: stop serving it until the filing is done. By order 292 of "
        "the State Council (Measures on Internet Information Services) and order 33 of the "
        "Ministry of Information Industry, now the MIIT (Measures on Filing Non-commercial "
        "Internet Information Services), commercial internet information services need a licence "
        "and non-commercial ones a filing; without them no such service may be offered."
    ),
    "verify.account": "Have the account real-name verified.",
    "renew.domain": "Renew {domain}, so that it stays valid while the filing is under way.",
    "unhold.domain": "Have the registrar lift the hold on {domain}.",
    "verify.domain": (
        "Have {domain} real-name verified. A domain that is not in use needs that too."
    ),
    "free.quota": (
        "The account has used all its Serverless websites: cancel the filing of one that is no "
        "longer used, or file with another account. One set of packs is supported an account; "
        "buying another adds no websites."
    ),
    "free.access": (
        "The subject has used all its accesses: cancel the access of a website that is no longer "
        "used."
    ),
    "buy.packs": (
        "Buy the 50-million-invocation pack and the 400,000-GBs pack of SCF. Filing itself is "
        "free of charge; the packs take effect at once and, as a rule, are not refunded, so buy "
        "them when everything else is met."
    ),
    "wait.delivery": "Wait until the order of the packs has been delivered.",
    "wait.audit": "Wait until the real-name verification of {domain} has been approved.",
    "wait.order": "Wait until the filing order in progress has ended.",
    "wait.until": "Wait until the period after the real-name verification is over: {until}.",
    "prepare.province": (
        "Read up on the course of a filing beforehand, so that it goes through and saves time. "
        "The authority of each province has its own requirements and asks for its own documents: "
        "see those of yours, and the limits on filing."
    ),
    "prepare.ahead": (
        "A site needs filing only before it is opened to visitors. Filing takes time: do it on "
        "Tencent Cloud ahead, so that the site can open as soon as it is built."
    ),
    "free.filing": (
        "Filing itself is free of charge; beyond the packs, which are bought already, there is "
        "nothing to pay."
    ),
    "file.first": (
        "Make a first filing of {domain}, in the mini program. It is for a website whose owner "
        "and domain have never been filed, or whose number is void. In the step that asks about "
        "the website, turn on SCF filing first: choose Serverless as the filing type. Serverless "
        "filing is open to all users."
    ),
    "file.new_website": (
        "Make a new-website filing of {domain}. It is for those who have filed a domain before "
        "and now file another; of several domains, each has to be filed. In the step that asks "
        "about the website, choose Serverless as the filing type."
    ),
    "file.access": (
        "Make an access filing of {domain}. A filed domain that comes to Tencent Cloud "
        "Serverless needs no new filing, but an access filing; one subject may have at most ten "
        "SCF or CVM accesses at a time."
    ),
    "file.unknown_kind": (
        "File {domain}. Which procedure it is depends: a first filing if neither its owner nor "
        "the domain was ever filed; a new-website filing if the owner has filed another domain; "
        "an access filing if this domain is filed through another provider or account. Choose "
        "Serverless as the filing type."
    ),
    "ip.automatic": (
        "Filing through Serverless goes as filing through CVM does, with one difference: with "
        "CVM the IP address that is filled in is shown to users as it is, with Serverless the "
        "system supplies it by itself."
    ),
    "resolve.tencent": (
        "What is filed on Tencent Cloud has to resolve to Tencent Cloud: while the filing is "
        "under way, {domain} has to point at an IP address of Tencent Cloud, or the address is "
        "reported as not reachable."
    ),
    "query.miit": (
        "Check the ICP filing number of {domain} in the ministry's public query, which has the "
        "last word."
    ),
    "bind.domain": (
        "Bind {host} as a custom domain; nothing has to be filed again, not even where the "
        "domain was filed through CVM in the same account. API Gateway is being switched off in "
        "batches from 30 October 2026: use an SCF custom domain."
    ),
    "show.footer": (
        "Show the ICP filing number in the footer of the site, linked to the MIIT's filing site; "
        "within 30 days of opening, make the public-security filing as well. That one rests on "
        "order 33 of the Ministry of Public Security, another text than order 33 of the Ministry "
        "of Information Industry, on which the ICP filing rests."
    ),
}

DURATIONS: Mapping[str, str] = {
    "personal_real_name": "48 hours after the verification of a personal account",
    "domain_real_name": "three days after the verification of a domain",
    "review": "Tencent Cloud's review takes 1 to 2 working days",
    "sms": "the ministry's text message has to be confirmed within 24 hours",
    "authority": "the authority takes up to 20 working days",
    "sync": "the status follows within 6 hours of the approval",
    "access_lapse": "access filings have a term of 45 days and may lapse after it",
}

CAUSES: Mapping[str, CauseText] = {
    "denied": CauseText(
        "The credential may not read {fact} ({call}{where}, error {code}).",
        "Grant {permission} to the credential in CAM.",
    ),
    "denied.ba": CauseText(
        "The read of {fact} was refused ({call}, error {code}). Either the credential's account "
        "is not the one that holds the filing subject, or CAM lacks {permission}: both look "
        "alike, so this never means that nothing is filed.",
        "Make sure that the credential's account is the one that holds the filing subject, then "
        "grant it {permission} in CAM.",
    ),
    "not_signed_in": CauseText(
        "The credential is missing, wrong or expired, or the clock is off, so {fact} could not "
        "be read ({call}{where}).",
        "Check the function's execution role or the key, and set the clock.",
    ),
    "throttled": CauseText(
        "The read of {fact} was throttled ({call}{where}) and stayed so after several tries.",
        "Check again later, with fewer calls at a time from this account.",
    ),
    "timeout": CauseText(
        "Reading {fact} took too long ({call}{where}).",
        "Check again later; if it happens often, give the function a longer timeout.",
    ),
    "unreachable": CauseText(
        "The service that tells {fact} could not be reached ({call}{where}).",
        "Check the network: a function inside a VPC needs a way to the public network.",
    ),
    "broken_reply": CauseText(
        "The reply about {fact} was cut or inconsistent ({call}{where}), so it was not used.",
        "Check again later; if it stays so, ask by ticket and name the RequestId.",
    ),
    "refused": CauseText(
        "The API answered the read of {fact} with an error ({call}{where}, error {code}).",
        "Look the error up in Tencent Cloud's API documents, mend it and check again.",
    ),
    "retired": CauseText(
        "The product that told {fact} is switched off ({call}{where}), so it can no longer be "
        "read there.",
        "Move the domains concerned to SCF custom domains and check again.",
    ),
    "not_registered_here": CauseText(
        "{domain} is not registered in this account, so {fact} cannot be read here.",
        "Declare under declared.domains.{domain}: real_name (whether it is verified), expires "
        "(its last day), on_hold (whether it is on hold), real_name_since and created where "
        "known, and with until how long the declaration holds.",
    ),
    "not_published": CauseText(
        "No published API tells {fact}.",
        "Declare it under declared in the configuration.",
    ),
    "not_published.serverless_filings": CauseText(
        "No published API tells how many websites the account has filed through Serverless.",
        "Declare the number as declared.serverless_filings.",
    ),
    "not_published.accesses": CauseText(
        "No published API tells how many SCF and CVM accesses the subject has.",
        "Declare the number as declared.accesses.",
    ),
    "not_published.pack_orders": CauseText(
        "It cannot be told whether order {order} is an active filing pack: the product codes "
        "and texts of such orders are not published. {reason}",
        "Check the order's details. If only its size is in doubt and it is the filing pack, "
        "declare it under declared.pack_orders, as [order id]; a term, a state or a refund in "
        "doubt cannot be declared: ask by ticket.",
    ),
    "disagreement": CauseText(
        "The sources disagree on {fact} ({detail}), so none is believed.",
        "Go by the ministry's public query, and check again once the sources agree.",
    ),
    "disagreement.registrationstatus": CauseText(
        "ba:DescribeDomainIcpStatus and API Gateway's RegistrationStatus contradict each other "
        "on {fact}; neither is believed, and the rule domain.status shows both.",
        "Look {domain} up in the ministry's public query; after a fresh approval the status may "
        "take 6 hours to follow (from public experience); then check again.",
    ),
    "disagreement.serverless_filings": CauseText(
        "The declared serverless_filings exceeds the filed websites that were read of the account.",
        "Check and correct declared.serverless_filings: it cannot exceed the account's filed "
        "websites.",
    ),
    "disagreement.webs": CauseText(
        "ba:DescribeDomainIcpStatus says that {domain} is filed and has landed on Tencent "
        "Cloud, but the account's list of filed websites is empty, so it cannot be told whether "
        "it is filed in this account.",
        "Make sure that the credential's account is the one that holds the filing subject; if "
        "another account does, check with that one, or make an access filing in this one.",
    ),
    "unknown_region": CauseText(
        "The region code {detail} is on neither list, so it cannot be told whether it lies in "
        "mainland China.",
        "Check the code; the known ones are in policy. If it is right, add it, together with "
        "the codes already there, to policy.mainland_regions or policy.outside_regions.",
    ),
    "not_assumed": CauseText(
        "The role of this account could not be assumed ({call}, error {code}), so {fact} was not "
        "read.",
        "Check that the role's trust policy lets this function's account assume it, that its "
        "sts:external_id equals external_id in the configuration, and that the execution role has "
        "{permission}. `beian policy` prints these policies.",
    ),
    "not_checked": CauseText(
        "The sweep did not get to this account ({detail}), so {fact} was not read.",
        "Look in the function's log for what stopped it, then sweep again. What was open at the "
        "last sweep still counts as open.",
    ),
    "no_region": CauseText(
        "No region was named and the domain is bound nowhere, so it cannot be told where it will "
        "point.",
        "Name the region that will serve it, such as ap-guangzhou: with the parameter region "
        "(--region on the command line) or region in the configuration.",
    ),
    "unexpected_value": CauseText(
        "In {fact}, the value that was read of {detail} is none that is documented, so it "
        "counts as unread.",
        "Check it in the console; if it is right there and this stays, report it to this project.",
    ),
}
