"""Every statement of Tencent Cloud's document on Serverless filing, and what carries it.

A row names the statement, the facts that show it, and the carrier: `rule: outcome`, or the step of
the answer. Links of the document stand beside the carrier.
"""

from dataclasses import dataclass

import pytest

from beian.facts import Declared, DomainRealName, Facts, Intent, OrderState
from beian.render.steps import next_steps
from beian.texts import LANGS, catalogue, links
from beian.verdict import Verdict, judge
from tests.core.facts_for import (
    APEX,
    DEFAULT,
    ELSEWHERE,
    FILED,
    GBS,
    INVOCATIONS,
    NOT_FILED,
    POLICY,
    REGISTERED,
    in_order,
    known,
    order,
    place,
    windows,
)
from tests.records import replace

DOCUMENT = "https://cloud.tencent.com/document/product"
GOOD = in_order()
SERVED = replace(GOOD, places=(place("ap-guangzhou", "www.example.cn"),))
IN_HONG_KONG = replace(GOOD, places=(place("ap-hongkong", "www.example.cn"),))
IDLE = replace(GOOD, intent=Intent(serve=False, home="ap-guangzhou"))
UNVERIFIED = replace(REGISTERED, real_name=DomainRealName.NOT_VERIFIED)
NO_PACKS = replace(GOOD, orders=windows())
FILED_HERE = replace(GOOD, icp=known(FILED), websites=known(1))
FILED_ELSEWHERE = replace(GOOD, icp=known(ELSEWHERE))
FILED_BEFORE = replace(GOOD, icp=known(NOT_FILED), websites=known(1))
TEN_ACCESSES = replace(FILED_ELSEWHERE, declared=Declared(accesses=10), websites=known(12))


@dataclass(frozen=True)
class Row:
    says: str
    facts: Facts
    carrier: str
    verdict: Verdict
    link: str = ""

    def __str__(self) -> str:
        return self.says


FREE, ELIGIBLE, FAILED = Verdict.NOT_REQUIRED, Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE
DONE = Verdict.FILED

ROWS = [
    # Why file?
    Row(
        "by orders 292 and 33, no licence or filing means no internet information service",
        SERVED,
        "law.basis",
        ELIGIBLE,
        "https://beian.miit.gov.cn/#/Integrated/lawStatute",
    ),
    Row(
        "a website on Serverless in the mainland is filed before its domain is opened",
        GOOD,
        "scope.region: mainland",
        ELIGIBLE,
    ),
    Row(
        "the filing number is what the ministry's public query shows",
        FILED_HERE,
        "query.miit",
        DONE,
        "https://beian.miit.gov.cn/#/Integrated/recordQuery",
    ),
    # When to file
    Row(
        "a subject and a domain that were never filed make a first filing",
        GOOD,
        "file.first",
        ELIGIBLE,
        f"{DOCUMENT}/243/37402",
    ),
    Row(
        "it is made before custom domains are served",
        GOOD,
        "domain.status: not_filed",
        ELIGIBLE,
    ),
    # Before filing
    Row("learn the course of a filing ahead", GOOD, "prepare.province", ELIGIBLE),
    Row(
        "the provinces ask for different documents",
        GOOD,
        "prepare.province",
        ELIGIBLE,
        f"{DOCUMENT}/243/3474",
    ),
    Row(
        "there are limits on filing",
        replace(GOOD, registration=known(UNVERIFIED)),
        "verify.domain",
        FAILED,
        f"{DOCUMENT}/243/18911",
    ),
    Row("filing itself costs nothing", GOOD, "free.filing", ELIGIBLE),
    Row(
        "the 50-million-invocation pack has to be bought",
        replace(GOOD, orders=windows(order(texts=GBS))),
        "pack.invocations-50m: none",
        FAILED,
    ),
    Row(
        "the 400,000-GBs pack has to be bought",
        replace(GOOD, orders=windows(order(texts=INVOCATIONS))),
        "pack.gbs-400k: none",
        FAILED,
    ),
    Row(
        "the packs are bought on their page",
        NO_PACKS,
        "buy.packs",
        FAILED,
        "https://buy.cloud.tencent.com/scf",
    ),
    Row("Serverless filing is open to all users", GOOD, "file.first", ELIGIBLE),
    # The course of a filing
    Row("filing goes through the mini program", GOOD, "file.first", ELIGIBLE),
    Row(
        "Serverless is chosen as the type where the website is filled in",
        FILED_BEFORE,
        "file.new_website",
        ELIGIBLE,
        f"{DOCUMENT}/243/37402#.E5.9B.9B.-.E5.A1.AB.E5.86.99.E7.BD.91.E7.AB.99.E4.BF.A1.E6.81.AF",
    ),
    # Does every address need filing?
    Row(
        "a default third-level domain of API Gateway needs no filing",
        replace(GOOD, domain=DEFAULT),
        "scope.default-domain: exempt",
        FREE,
    ),
    Row(
        "a custom domain that points at Serverless outside the mainland needs none",
        IN_HONG_KONG,
        "scope.region: outside",
        FREE,
    ),
    Row(
        "a custom domain that points at Serverless in the mainland needs it",
        SERVED,
        "scope.region: mainland",
        ELIGIBLE,
    ),
    # Is it as with CVM?
    Row("filing goes as through CVM", GOOD, "ip.automatic", ELIGIBLE),
    Row("the address is filled in by the system", GOOD, "ip.automatic", ELIGIBLE),
    # The address cannot be reached
    Row(
        "what is filed on Tencent Cloud resolves to Tencent Cloud",
        GOOD,
        "resolve.tencent",
        ELIGIBLE,
    ),
    # Limits
    Row(
        "an account may buy one set of packs",
        replace(GOOD, orders=windows(order("1"), order("2"))),
        "pack.duplicate: duplicate",
        ELIGIBLE,
    ),
    Row(
        "an account may file two websites",
        replace(GOOD, declared=Declared(serverless_filings=2), websites=known(2)),
        "quota.websites: used_up",
        FAILED,
    ),
    # Filed through CVM
    Row(
        "a domain filed through CVM in the account is not filed again",
        FILED_HERE,
        "domain.same-account: bind",
        DONE,
    ),
    Row("it is bound directly", FILED_HERE, "bind.domain", DONE),
    # Not in use
    Row("a domain that is not used needs no filing", IDLE, "scope.in-use: idle", FREE),
    Row(
        "it needs real-name verification",
        replace(IDLE, registration=known(UNVERIFIED)),
        "domain.real-name: not_verified",
        FREE,
    ),
    Row("a domain needs filing once it serves", SERVED, "scope.in-use: serving", ELIGIBLE),
    # Not built yet
    Row("a site needs no filing before it is opened", IDLE, "scope.in-use: idle", FREE),
    Row("filing takes time: file ahead", GOOD, "prepare.ahead", ELIGIBLE),
    # Filed elsewhere
    Row(
        "a domain filed elsewhere is not filed anew",
        FILED_ELSEWHERE,
        "domain.status: filed_elsewhere",
        ELIGIBLE,
    ),
    Row(
        "it needs an access filing",
        FILED_ELSEWHERE,
        "file.access",
        ELIGIBLE,
        f"{DOCUMENT}/243/37403",
    ),
    # New websites
    Row("each of several domains is filed", FILED_BEFORE, "file.new_website", ELIGIBLE),
    Row("who has filed before files a new website", FILED_BEFORE, "file.new_website", ELIGIBLE),
    # Several services
    Row("a subject has at most ten accesses", TEN_ACCESSES, "quota.access: used_up", FAILED),
    # Refunds
    Row("packs take effect at once", NO_PACKS, "buy.packs", FAILED),
    Row("packs are not refunded by rule", GOOD, "pack.refund: none", ELIGIBLE),
    Row(
        "five-day and special refunds are asked for by ticket",
        replace(GOOD, orders=windows(order(state=OrderState.REFUNDING))),
        "pack.refund: under_way",
        Verdict.INDETERMINATE,
        "https://console.cloud.tencent.com/workorder/category",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_statement_of_the_document_is_carried(row: Row) -> None:
    found = judge(row.facts, POLICY)
    assert found.verdict is row.verdict
    rule, is_rule, code = row.carrier.partition(": ")
    if is_rule:
        assert found.outcomes[rule].code == code
        assert all(catalogue(lang).message(rule, code) for lang in LANGS)
        assert row.link in ("", links.CODES.get((rule, code)), links.RULES[rule])
    else:
        assert rule in next_steps(found, row.facts)
        assert all(catalogue(lang).steps[rule] for lang in LANGS)
        assert row.link in ("", links.STEPS.get(rule))


SAYS = {
    "law.basis": ("292", "33"),
    "prepare.province": ("province",),
    "free.filing": ("free of charge",),
    "file.first": ("mini program", "Serverless", "open to all users"),
    "file.new_website": ("Serverless", "several domains"),
    "file.access": ("access filing", "ten"),
    "ip.automatic": ("CVM", "system"),
    "resolve.tencent": ("Tencent Cloud",),
    "query.miit": ("public query",),
    "prepare.ahead": ("ahead",),
    "buy.packs": ("50-million", "400,000", "free of charge", "take effect at once", "not refunded"),
    "bind.domain": ("CVM", "same account"),
    "verify.domain": ("not in use",),
}


@pytest.mark.parametrize(("step", "words"), SAYS.items(), ids=SAYS.keys())
def test_a_step_says_what_the_document_says(step: str, words: tuple[str, ...]) -> None:
    text = catalogue("en").steps[step]
    assert [w for w in words if w not in text] == []


def test_a_host_of_a_filed_domain_is_covered_with_it() -> None:
    assert judge(replace(FILED_HERE, domain=APEX), POLICY).verdict is DONE
