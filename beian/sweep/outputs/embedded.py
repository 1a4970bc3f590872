"""A report as the data that its page carries: what the lists need, and apart from it what a
subject's details need, which the page parses when the first is opened.

Texts stand once: in each, the name of the domain it speaks of is replaced by `HOST`, that of its
registrable domain by `REGISTRABLE`, so that a thousand domains share them. What is empty is left
out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from pydantic import BaseModel

from beian.rulebook.registry import RULES
from beian.sweep.changes import by_subject
from beian.sweep.outputs.headline import headline
from beian.sweep.outputs.labels import PAGE
from beian.sweep.outputs.standing import Standing, of_account, of_domain, of_report
from beian.sweep.report import (
    AccountResult,
    Change,
    Domain,
    Finding,
    Report,
    Step,
    Text,
    Unread,
)
from beian.texts import Lang, catalogue, links
from beian.verdict import Compliance

MOST = 20_000
"""Domains, and accounts, that a page holds: a browser takes them in within a second or two."""
MOST_CHANGES = 2_000
HOST, REGISTRABLE = "\x01", "\x02"
Json = dict[str, object]
_Ranked = tuple[Standing, tuple[bool, int], AccountResult, Domain]


def known_links() -> frozenset[str]:
    """Every page that beian itself ever points to; a report's other links are not followed."""
    catalogued = {v for k, v in vars(links).items() if k.isupper() and isinstance(v, str)}
    return frozenset(
        {*catalogued, *links.RULES.values(), *links.CODES.values(), *links.STEPS.values()}
        | {rule.source.url for rule in RULES}
    )


class Texts:
    """Numbers texts in the order in which they are first met."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], int] = {}

    def place(self, text: Text, domain: Domain | None = None) -> int:
        pair = (_general(text.zh_cn, domain), _general(text.en, domain))
        return self._places.setdefault(pair, len(self._places))

    def all(self) -> list[tuple[str, str]]:
        return list(self._places)


def _general(text: str, domain: Domain | None) -> str:
    if domain is None:
        return text
    text = text.replace(domain.domain, HOST)
    return text.replace(domain.registrable, REGISTRABLE) if domain.registrable else text


class Embedded:
    """`index` and `details`, made from a report."""

    def __init__(self, report: Report, lang: Lang) -> None:
        self._texts = Texts()
        self._links = known_links()
        ranked = _ranked(report)
        kept = ranked[:MOST]
        wrong = Counter(a.uin for standing, _, a, _ in ranked if standing is Standing.WRONG)
        accounts = _kept_accounts(report, kept, wrong)
        places = {account.uin: place for place, account in enumerate(accounts)}
        changes = by_subject(report.changes)
        self.index: Json = {
            "lang": lang,
            "ui": PAGE,
            "names": _names(),
            "rules": _rules(),
            "sweep": _dump(report, "id", "trigger", "planned_at", "finished_at", "previous")
            | _dump(report, "rulebook", "cost", "totals", "trend", "waivers"),
            "headline": (headline(report, "zh-CN"), headline(report, "en")),
            "worst": of_report(report),
            "standings": [sum(one[0] is s for one in ranked) for s in Standing],
            "changes": _changes(report),
            "unread": [_pairs(_dump(unread)) for unread in report.unread],
            "left": {
                "domains": len(ranked) - len(kept),
                "accounts": len(report.accounts) - len(accounts),
            },
            "accounts": [_account(a, wrong[a.uin]) for a in accounts],
            "domains": [
                _domain(standing, places[a.uin], d, changes.get((a.uin, d.domain), ()))
                for standing, _, a, d in kept
            ],
        }
        self.details: Json = {
            "accounts": [self._account(account) for account in accounts],
            "domains": [self._domain(domain) for _, _, _, domain in kept],
            "evidence": [
                [_dump(evidence) for evidence in account.evidence] for account in accounts
            ],
            "texts": self._texts.all(),
        }

    def _account(self, account: AccountResult) -> Json:
        return _full(
            summary=self._texts.place(account.summary),
            findings=[self._finding(f, None) for f in account.findings],
            unread=[self._unread(unread) for unread in account.unread],
            cost=_dump(account.cost),
        )

    def _domain(self, domain: Domain) -> Json:
        return _full(
            summary=self._texts.place(domain.summary, domain),
            registrable=domain.registrable,
            places=domain.places,
            declared=domain.declared,
            possible=[verdict.value for verdict in domain.possible],
            required={True: "true", False: "false", None: "unknown"}[domain.filing_required],
            kind=domain.filing_kind.value if domain.filing_kind else None,
            eligible_from=_time(domain, "eligible_from"),
            findings=[self._finding(f, domain) for f in domain.findings],
            steps=[self._step(step, domain) for step in domain.next_steps],
        )

    def _finding(self, finding: Finding, domain: Domain | None) -> Json:
        advice = finding.remediation
        return _full(
            rule=finding.rule,
            status=_status(finding),
            severity=finding.severity.value,
            code=finding.code,
            message=self._texts.place(finding.message, domain),
            remedy=self._texts.place(advice.text, domain) if advice else None,
            link=self._link(advice.link if advice else None),
            evidence=finding.evidence,
            waived=_dump(finding.waived) if finding.waived else None,
            since=_time(finding, "since"),
        )

    def _step(self, step: Step, domain: Domain) -> Json:
        return _full(
            text=self._texts.place(step.text, domain),
            link=self._link(step.link),
            duration=self._texts.place(step.duration) if step.duration else None,
        )

    def _unread(self, unread: Unread) -> Json:
        return _full(
            cause=unread.cause.value,
            call=unread.call,
            code=unread.code,
            permission=unread.permission,
            regions=unread.regions,
            message=self._texts.place(unread.message),
            remedy=self._texts.place(unread.remedy),
        )

    def _link(self, link: str | None) -> str | None:
        return link if link in self._links else None


def _ranked(report: Report) -> list[_Ranked]:
    """Every domain, the worst first, else in the report's order."""
    found = [
        (of_domain(domain, account), _weight(domain), account, domain)
        for account in report.accounts
        for domain in account.domains
    ]
    return sorted(found, key=itemgetter(0, 1))


def _weight(domain: Domain) -> tuple[bool, int]:
    """Of two that stand alike, what breaks the law comes first, then what has more findings."""
    return domain.compliance is not Compliance.NON_COMPLIANT, -len(domain.findings)


def _kept_accounts(
    report: Report, kept: Iterable[_Ranked], wrong: Mapping[str, int]
) -> Sequence[AccountResult]:
    """Those of the domains that are kept, and of the others the worst, as many as fit.

    :param wrong: how many domains of an account are
    """

    def order(one: AccountResult) -> tuple[Standing, int]:
        return of_account(one), -wrong.get(one.uin, 0)

    needed = {account.uin for _, _, account, _ in kept}
    ranked = sorted(report.accounts, key=lambda a: (a.uin not in needed, order(a)))
    return sorted(ranked[: max(MOST, len(needed))], key=order)


def _account(account: AccountResult, wrong: int) -> Json:
    return _full(
        uin=account.uin,
        name=account.name,
        standing=int(of_account(account)),
        verdict=account.verdict.value,
        used=account.websites_used,
        left=account.websites_left,
        pack_expires=_time(account, "pack_expires"),
        checked_at=_time(account, "checked_at"),
        domains=len(account.domains),
        wrong=wrong,
        rules=[f.rule for f in account.findings],
        **_counts(account.findings),
    )


def _domain(standing: Standing, account: int, domain: Domain, changes: Sequence[Change]) -> Json:
    return _full(
        account=account,
        domain=domain.domain,
        standing=int(standing),
        verdict=domain.verdict.value,
        compliance=domain.compliance.value,
        filing=domain.filing_status,
        changes=[kind.value for kind in changes],
        rules=[f.rule for f in domain.findings],
        **_counts(domain.findings),
    )


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many there are of each kind, where there are any."""
    kinds = ("waived" if f.waived else _status(f) for f in findings)
    return dict(Counter(kinds))


def _status(finding: Finding) -> str:
    return "waits" if finding.waits else finding.status.value


def _changes(report: Report) -> Json:
    items = report.changes.items
    return {
        "counts": {kind.value: n for kind, n in report.changes.counts.items()},
        "items": [_full(**_dump(item)) for item in items[:MOST_CHANGES]],
        "left": max(0, len(items) - MOST_CHANGES),
    }


def _names() -> dict[str, dict[str, tuple[str, str]]]:
    """The catalogues' single words, by kind and code."""
    chinese, english = catalogue("zh-CN"), catalogue("en")
    kinds = {
        "verdict": (chinese.verdict_names, english.verdict_names),
        "compliance": (chinese.compliance, english.compliance),
        "status": (chinese.status_names, english.status_names),
        "severity": (chinese.severity_names, english.severity_names),
        "filing": (chinese.filing_names, english.filing_names),
        "kind": (chinese.kind_names, english.kind_names),
        "fact": (chinese.facts, english.facts),
    }
    return {k: {code: (zh[code], en[code]) for code in zh} for k, (zh, en) in kinds.items()}


def _rules() -> dict[str, Json]:
    chinese, english = catalogue("zh-CN").rules, catalogue("en").rules
    return {
        rule.id: {
            "title": (chinese[rule.id].title, english[rule.id].title),
            "document": rule.source.document,
            "url": rule.source.url,
            "as_of": rule.source.as_of.isoformat(),
            "certainty": rule.source.certainty,
        }
        for rule in RULES
    }


def _dump(model: BaseModel, *names: str) -> Json:
    return model.model_dump(mode="json", include=set(names) if names else None)


def _time(model: BaseModel, name: str) -> object:
    return _dump(model, name)[name]


def _pairs(found: Json) -> Json:
    """With each text as the pair that the page takes."""
    return {k: [v["zh_cn"], v["en"]] if isinstance(v, dict) else v for k, v in found.items()}


def _full(**values: object) -> Json:
    """Without what is empty."""
    return {
        k: v for k, v in values.items() if v is not None and v is not False and v not in ("", [])
    }
