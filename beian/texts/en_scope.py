"""Rules on scope and on the domain's filing, in English."""

from collections.abc import Mapping

from beian.texts.model import RuleText

RULES: Mapping[str, RuleText] = {
    "scope.default-domain": RuleText(
        title="It is known whether the domain is one of the platform's default domains",
        about=(
            "The platform's default domains (API Gateway third-level domains, function URLs, "
            "CloudBase and the like) need no filing; only a custom domain that points at "
            "Serverless in mainland China does. Exempt is not the same as usable as a website: "
            "from public experience, since September 2026 browsers download pages served from a "
            "default tencentscf.com address instead of showing them."
        ),
        messages={
            "custom": (
                "This is a custom domain, not a default domain of the platform; other rules tell "
                "whether it needs filing."
            ),
            "exempt": (
                "This is a default domain of the platform ({suffix}) and needs no filing. Exempt "
                "is not the same as usable as a website: from public experience, since September "
                "2026 browsers download pages served from a default tencentscf.com address "
                "instead of showing them."
            ),
        },
        remedies={
            "exempt": (
                "To offer a website, use a custom domain; it needs filing if it points at "
                "Serverless in mainland China."
            ),
        },
    ),
    "scope.region": RuleText(
        title="It is known whether the domain points at Serverless in mainland China",
        about=(
            "A custom domain that points at Serverless in mainland China needs filing; one that "
            "points at Serverless elsewhere, Hong Kong for example, does not. A region code that "
            "is on neither list is never guessed."
        ),
        messages={
            "mainland": (
                "The domain points, or is to point, at {regions}, of which at least one lies in "
                "mainland China. It needs filing, and may be opened to visitors only once it has "
                "its ICP filing number."
            ),
            "nowhere": (
                "The domain points at no Serverless service and is not about to, so it needs no "
                "filing."
            ),
            "outside": (
                "The domain points, or is to point, at {regions}, all outside mainland China, so "
                "it needs no filing."
            ),
            "unknown": (
                "It cannot be told whether the domain points at Serverless in mainland China. "
                "Regions known so far: {regions}."
            ),
        },
        remedies={
            "unknown": (
                "Mend the reads of bindings listed under `missing`; where a region code is on "
                "neither list, check it and add it, together with the codes already there, to "
                "policy.mainland_regions or policy.outside_regions; where nothing is bound yet, "
                "name the region in the question."
            ),
        },
    ),
    "scope.in-use": RuleText(
        title="It is known whether the domain is in use or about to be",
        about=(
            "A domain by itself needs no filing, only real-name verification; filing is needed "
            "once it serves a website. A Serverless site needs no filing before it is opened to "
            "visitors, but filing takes time, so start early. Asking about a domain counts as "
            "meaning to serve it unless the question says otherwise."
        ),
        messages={
            "idle": (
                "The domain is bound to no Serverless service and not about to be. A domain by "
                "itself needs real-name verification, not filing; filing is needed once it "
                "serves a website."
            ),
            "intended": (
                "No binding of the domain was found; it is taken to be about to be served. It "
                "must be filed before it is opened to visitors, and filing takes time, so start "
                "early."
            ),
            "serving": "The domain is bound to Serverless in: {regions}.",
            "unknown": (
                "The custom domains of some regions could not be read, so it cannot be told "
                "whether the domain is in use."
            ),
        },
        remedies={
            "idle": (
                "Make sure that the domain is real-name verified; file it ahead of serving a "
                "website from it."
            ),
            "unknown": "Mend the reads of bindings listed under `missing` and check again.",
        },
    ),
    "domain.status": RuleText(
        title="The domain's filing is known, it is not banned, and no rectification order is open",
        about=(
            "The filing is told by four flags: approved by the authority, landed on Tencent "
            "Cloud, a rectification order is open, banned. A domain never filed needs a first "
            "filing or a new-website filing; one filed through another provider or account needs "
            "no new filing but an access filing; where the authority has no record but Tencent "
            "Cloud still holds an old number, the old number is cleared first. The API is not in "
            "the SDK's typed client and its meaning is known from public experience; the "
            "ministry's public query has the last word on a number. API Gateway's registration "
            "status is second evidence: where the two disagree, neither is believed."
        ),
        messages={
            "banned": (
                "The domain is marked as banned. Until that is lifted it can neither be filed "
                "nor be served."
            ),
            "disagreement": (
                "The sources disagree on the filing of this domain: the filing query says “{read}”"
                ", API Gateway says “{gateway}”; the account's list of filed websites was "
                "compared as well (see `missing`). The filing counts as unknown."
            ),
            "filed": (
                "The authority has approved the filing of this domain and it has landed on "
                "Tencent Cloud: nothing has to be filed again."
            ),
            "filed_elsewhere": (
                "The authority has a filing of this domain, but it has not landed on Tencent "
                "Cloud for this account. It needs no new filing, but an access filing."
            ),
            "not_filed": (
                "No filing of this domain was found. Before it points at Serverless in mainland "
                "China it needs a first filing or a new-website filing."
            ),
            "rectification": (
                "A rectification order is open on this domain. It does not change whether the "
                "domain may be filed, but if it is left past its term it may affect an existing "
                "filing: deal with it first."
            ),
            "stale": (
                "Tencent Cloud still holds an access record of this domain, but the authority no "
                "longer has the filing: the old number is void and the domain has to be filed "
                "anew."
            ),
            "unread": (
                "The filing of this domain could not be read. That does not mean that it is not "
                "filed."
            ),
        },
        remedies={
            "banned": (
                "Ask by ticket for the reason, do what it takes to have the ban lifted, and "
                "check again."
            ),
            "disagreement": (
                "Go by the ministry's public query and check that the filing subject is in this "
                "account; check again once the sources agree."
            ),
            "filed_elsewhere": "Make an access filing in this account.",
            "not_filed": (
                "File it in Tencent Cloud's filing system, with Serverless as the filing type."
            ),
            "rectification": (
                "See the order in the filing system and comply within its term; ask by ticket if "
                "it cannot be found there."
            ),
            "stale": "Have the void number cleared first, then file the domain anew.",
            "unread": (
                "Mend the read as `missing` says; until then the ministry's public query can be "
                "consulted."
            ),
        },
    ),
    "domain.served-filed": RuleText(
        title="What is served from mainland China is filed and landed on Tencent Cloud",
        about=(
            "A custom domain may be served by Serverless in mainland China only once it is filed "
            "and the filing has landed on Tencent Cloud in this account. By order 292 of the "
            "State Council and order 33 of the Ministry of Information Industry, now the MIIT, "
            "whoever has not gone through filing may not offer internet information services. "
            "What counts is what is bound now, not what is planned. The rule fails exactly where "
            "compliance is non_compliant, and never changes a verdict."
        ),
        messages={
            "banned": (
                "The domain is marked as banned, but Serverless in mainland China serves it now, "
                "in: {regions}."
            ),
            "filed": (
                "Serverless in mainland China serves the domain, in: {regions}. It is filed, and "
                "the filing has landed on Tencent Cloud."
            ),
            "not_served": "Serverless in mainland China does not serve the domain at present.",
            "unfiled": (
                "Serverless in mainland China serves the domain now, in: {regions}. But it is not "
                "filed and landed in this account (its filing: {read}), so it may not be served "
                "from there."
            ),
            "unread": (
                "It cannot be told whether Serverless in mainland China serves the domain without "
                "a filing: where it is bound, or how its filing stands, is not certain (see "
                "`missing`)."
            ),
        },
        remedies={
            "banned": (
                "Unbind the domain from these regions, ask by ticket for the reason, and bind it "
                "again only once the ban is lifted and it is filed."
            ),
            "unfiled": (
                "Unbind the domain from these regions, or move it to Serverless outside mainland "
                "China. To serve it from the mainland, first file it (or access-file it, where it "
                "is filed elsewhere), and bind it again once that has succeeded."
            ),
            "unread": (
                "Settle the entries of `missing` that concern bindings and the filing, and check "
                "again; until then the ministry's public query can be consulted on the filing."
            ),
        },
    ),
    "domain.same-account": RuleText(
        title="A domain filed in the same account is bound directly, not filed again",
        about=(
            "A domain filed for ICP in the same account through CVM can be bound directly, "
            "without another filing. The document names API Gateway as the place to bind it; API "
            "Gateway is being switched off in batches from 30 October 2026, and SCF custom "
            "domains take its place."
        ),
        messages={
            "bind": (
                "The domain is filed in this account; whether through CVM or Serverless, it can "
                "be bound as a custom domain directly."
            ),
            "disagreement": (
                "The sources disagree, so it cannot be told whether the domain is filed in this "
                "account."
            ),
            "not_filed_here": (
                "The filing query does not show the domain as filed in this account, so direct "
                "binding does not apply."
            ),
            "unread": (
                "The filing could not be read, so it cannot be told whether the domain is filed "
                "in this account."
            ),
        },
        remedies={
            "disagreement": (
                "Check which account holds the filing subject, and check again once the sources "
                "agree."
            ),
            "unread": "Mend the read as `missing` says and check again.",
        },
    ),
}
