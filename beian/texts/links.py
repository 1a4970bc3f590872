"""Where to go: the same pages for every language (Tencent Cloud's and the ministry's documents
are in Chinese)."""

from collections.abc import Mapping

BUY = "https://buy.cloud.tencent.com/scf"
FIRST_FILING = "https://cloud.tencent.com/document/product/243/37402"
ACCESS_FILING = "https://cloud.tencent.com/document/product/243/37403"
WEBSITE_STEP = FIRST_FILING + "#.E5.9B.9B.-.E5.A1.AB.E5.86.99.E7.BD.91.E7.AB.99.E4.BF.A1.E6.81.AF"
PROVINCES = "https://cloud.tencent.com/document/product/243/3474"
LIMITS = "https://cloud.tencent.com/document/product/243/18911"
MIIT_QUERY = "https://beian.miit.gov.cn/#/Integrated/recordQuery"
MIIT_LAW = "https://beian.miit.gov.cn/#/Integrated/lawStatute"
TICKET = "https://console.cloud.tencent.com/workorder/category"

RULES: Mapping[str, str] = {
    "scope.default-domain": FIRST_FILING,
    "scope.region": FIRST_FILING,
    "scope.in-use": FIRST_FILING,
    "domain.status": MIIT_QUERY,
    "domain.served-filed": MIIT_QUERY,
    "domain.same-account": MIIT_QUERY,
    "pack.invocations-50m": BUY,
    "pack.gbs-400k": BUY,
    "pack.expiring": BUY,
    "pack.refund": TICKET,
    "pack.duplicate": TICKET,
    "quota.websites": LIMITS,
    "quota.access": LIMITS,
    "account.real-name": LIMITS,
    "account.order-in-progress": LIMITS,
    "domain.real-name": LIMITS,
    "domain.expiry": LIMITS,
    "domain.hold": LIMITS,
    "domain.suffix": LIMITS,
}
"""Where a rule's remedy is carried out or explained."""

CODES: Mapping[tuple[str, str], str] = {
    ("domain.status", "banned"): TICKET,
    ("domain.status", "rectification"): TICKET,
    ("domain.status", "filed_elsewhere"): ACCESS_FILING,
    ("domain.status", "not_filed"): FIRST_FILING,
    ("domain.served-filed", "banned"): TICKET,
    ("domain.served-filed", "unfiled"): FIRST_FILING,
    ("pack.invocations-50m", "delivering"): TICKET,
    ("pack.gbs-400k", "delivering"): TICKET,
}
"""Outcomes whose remedy lies elsewhere than their rule's."""

STEPS: Mapping[str, str] = {
    "prepare.province": PROVINCES,
    "prepare.ahead": FIRST_FILING,
    "file.first": FIRST_FILING,
    "file.new_website": WEBSITE_STEP,
    "file.access": ACCESS_FILING,
    "file.unknown_kind": FIRST_FILING,
    "buy.packs": BUY,
    "verify.account": LIMITS,
    "verify.domain": LIMITS,
    "renew.domain": LIMITS,
    "unhold.domain": LIMITS,
    "free.quota": LIMITS,
    "free.access": LIMITS,
    "free.filing": FIRST_FILING,
    "query.miit": MIIT_QUERY,
    "law.basis": MIIT_LAW,
    "clear.stale": TICKET,
    "resolve.ban": TICKET,
    "resolve.rectification": TICKET,
    "show.footer": MIIT_QUERY,
}
"""Steps that lead to a page; the others are taken where the account is."""


def of_finding(rule: str, code: str) -> str:
    return CODES.get((rule, code)) or RULES[rule]
