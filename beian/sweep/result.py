"""What was found of one account of a sweep, on its way to the document that is kept of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from beian import schema
from beian.api.message import shown
from beian.check import Session
from beian.config import Waiver
from beian.facts import SHANGHAI, Cause, Evidence, Facts, Known, Name, Place, Unreadable
from beian.render import answer as words
from beian.render.missing import missing
from beian.render.steps import next_steps
from beian.rulebook.model import Outcome, Requires, Rule, Status
from beian.rulebook.registry import RULES
from beian.sweep import waivers
from beian.sweep.changes import Now, compare
from beian.sweep.report import (
    AccountResult,
    Cost,
    Domain,
    Finding,
    Remedy,
    Step,
    Text,
    Unread,
    Waived,
)
from beian.sweep.report import Evidence as Shown
from beian.texts import catalogue
from beian.verdict import Compliance, Judgement, Verdict

Judged = tuple[Facts, Judgement]
ZH, EN = catalogue("zh-CN"), catalogue("en")
SHOWN = (Status.FAIL, Status.WARN, Status.UNKNOWN)
_NOT_OURS = (Cause.NOT_PUBLISHED, Cause.NO_REGION)
"""What nobody could read. It leaves a verdict open, and an account as well read as can be."""


class Work(NamedTuple):
    """What one account's check needs beside the session. `before` is what the last complete sweep
    found of it; `time` is the sweep's own. `members` are the manifest's."""

    sweep: str
    time: datetime
    uin: str
    waivers: Sequence[Waiver]
    before: AccountResult | None
    members: Mapping[str, str | None] = {}


def bound_in(found: Iterable[Place]) -> dict[str, list[str]]:
    """By host, where it is bound. A wildcard stands for the domain it is under."""
    places: dict[str, list[str]] = {}
    for place in found:
        for binding in place.bindings.value if isinstance(place.bindings, Known) else ():
            at = places.setdefault(binding.host.removeprefix("*."), [])
            at += [where] if (where := _where(place)) not in at else []
    return places


def dark_in(found: Iterable[Place]) -> set[str]:
    """Where it cannot be told what is bound."""
    return {_where(place) for place in found if isinstance(place.bindings, Unreadable)}


def _where(place: Place) -> str:
    return f"{place.product}/{place.region}"


def declared_in(session: Session) -> Collection[str]:
    return session.declared.domains if session.declared else ()


class Found:
    """What was found of one account, on its way to a document."""

    def __init__(
        self,
        work: Work,
        session: Session,
        places: Sequence[Place],
        whole: Judged,
        judged: Sequence[Judged],
    ) -> None:
        self._work = work
        self._session = session
        self._places = places
        self._whole = whole
        self._judged = judged
        self._bound = bound_in(places)
        self._evidence: dict[tuple[object, ...], tuple[int, Evidence]] = {}
        self._today = session.clock().astimezone(SHANGHAI).date()

    def result(self, cost: Cost) -> AccountResult:
        work, session, (facts, judgement) = self._work, self._session, self._whole
        named = session.name or work.uin
        findings = [
            self._finding(None, rule, judgement.outcomes[rule.id])
            for rule in RULES
            if self._concerns_account(rule)
        ]
        domains = [self._domain(*one) for one in self._judged]
        unknown = [d.domain for d in domains if _is_unknown(d.verdict, d.compliance)]
        unread = (*self._unread_places(), *judgement.missing)
        is_unknown = any(one.cause not in _NOT_OURS for one in unread)
        here = {domain.domain for domain in domains}
        now = Now(
            uin=work.uin,
            name=session.name,
            findings={None: findings, **{d.domain: d.findings for d in domains}},
            unknown=[*([None] if is_unknown else []), *unknown],
            gone=[d.domain for d in _domains_of(work.before) if d.domain not in here],
        )
        compared = compare(work.before, now, work.time)
        quota = words.quota_of(judgement, session.config.policy)
        ends = [p.order.expires for p in judgement.packs or () if p.counts and p.order.expires]
        return AccountResult(
            sweep=work.sweep,
            uin=work.uin,
            name=session.name,
            checked_at=facts.now,
            verdict=judgement.verdict,
            summary=_both(*(words.summary_of(judgement, facts, named, t) for t in (ZH, EN))),
            websites_used=quota.websites_used,
            websites_left=quota.websites_left,
            pack_expires=max(ends, default=None),
            findings=findings,
            domains=domains,
            unread=self._unread(),
            evidence=[_shown(one) for _, one in self._evidence.values()],
            open=compared.open,
            unknown=list(now.unknown),
            changes=compared.changes,
            still=compared.still,
            cost=cost,
        )

    def _concerns_account(self, rule: Rule) -> bool:
        """Advice always does; a requirement of filing where one of the domains has to meet it."""
        if rule.domain or self._whole[1].outcomes[rule.id].status not in SHOWN:
            return False
        return rule.requires is Requires.ADVICE or any(
            judgement.outcomes[rule.id].status in SHOWN for _, judgement in self._judged
        )

    def _concerns_domain(self, rule: Rule, outcome: Outcome) -> bool:
        """What is the account's own is told there."""
        account = self._whole[1].outcomes[rule.id]
        is_accounts = not rule.domain and (account.status, account.code) == (
            outcome.status,
            outcome.code,
        )
        return outcome.status in SHOWN and not is_accounts

    def _domain(self, facts: Facts, judgement: Judgement) -> Domain:
        host = facts.domain
        assert host is not None  # noqa: S101  # it was asked about one
        named = self._session.name or self._work.uin
        steps = next_steps(judgement, facts)
        return Domain(
            domain=host.host,
            registrable=host.registrable,
            places=self._bound.get(host.host) or self._places_before(host.host),
            declared=host.registrable in declared_in(self._session),
            verdict=judgement.verdict,
            possible=[v for v in Verdict if v in judgement.possible],
            summary=_both(*(words.summary_of(judgement, facts, named, t) for t in (ZH, EN))),
            compliance=judgement.compliance,
            filing_required=judgement.required,
            filing_status=judgement.status.value if judgement.status else "unknown",
            filing_kind=judgement.kind,
            eligible_from=judgement.eligible_from,
            findings=[
                self._finding(host.host, rule, judgement.outcomes[rule.id])
                for rule in RULES
                if self._concerns_domain(rule, judgement.outcomes[rule.id])
            ],
            next_steps=[
                _step(*(words.step_of(step, judgement, facts, t) for t in (ZH, EN)))
                for step in steps
            ],
        )

    def _places_before(self, host: str) -> list[str]:
        dark = dark_in(self._places)
        before = {d.domain: d.places for d in _domains_of(self._work.before)}
        return [where for where in before.get(host, ()) if where in dark]

    def _finding(self, domain: str | None, rule: Rule, outcome: Outcome) -> Finding:
        zh, en = (words.finding_of(rule, outcome, texts) for texts in (ZH, EN))
        return Finding(
            rule=rule.id,
            status=outcome.status,
            severity=rule.severity,
            code=outcome.code,
            message=_both(zh.message, en.message),
            remediation=Remedy(
                text=_both(zh.remediation.text, en.remediation.text), link=en.remediation.link
            )
            if zh.remediation and en.remediation
            else None,
            waits=outcome.waits,
            evidence=[self._number(one) for one in outcome.evidence],
            waived=self._waived(domain, rule),
            since=self._since(domain, rule),
        )

    def _number(self, one: Evidence) -> int:
        key = (one.call, one.region, one.request_id, *one.values.items())
        return self._evidence.setdefault(key, (len(self._evidence), one))[0]

    def _waived(self, domain: str | None, rule: Rule) -> Waived | None:
        work = self._work
        found = waivers.covering(work.waivers, work.uin, domain, rule.id, self._today)
        if found is None:
            return None
        return Waived(id=found.id, reason=found.reason, owner=found.owner, expires=found.expires)

    def _since(self, domain: str | None, rule: Rule) -> datetime:
        before = self._work.before
        was = [o for o in before.open if (o.domain, o.rule) == (domain, rule.id)] if before else []
        return was[0].since if was else self._work.time

    def _unread_places(self) -> list[Unreadable]:
        """Where it cannot be told what is bound, and what is bound under a name that no domain has,
        so that nobody could ask about it."""
        dark = [p.bindings for p in self._places if isinstance(p.bindings, Unreadable)]
        judged = {facts.domain.host for facts, _ in self._judged if facts.domain}
        odd: dict[str, list[str]] = {}
        for host, places in self._bound.items():
            for where in places if host not in judged else ():
                odd.setdefault(where.partition("/")[2], []).append(shown(host) or '""')
        return [
            *dark,
            *(
                Unreadable(
                    Name.BINDINGS, Cause.UNEXPECTED_VALUE, region=region, detail=", ".join(names)
                )
                for region, names in odd.items()
            ),
        ]

    def _unread(self) -> list[Unread]:
        """Each once; what is said of a domain names it."""
        found: dict[str, Unread] = {}
        for facts, judgement in (self._whole, *self._judged):
            here = self._unread_places() if facts.domain is None else ()
            domain = facts.domain.registrable if facts.domain else None
            every = dict.fromkeys([*here, *judgement.missing])
            zh, en = (missing(every, (), t, domain or t.words["this_domain"]) for t in (ZH, EN))
            for other, one in zip(zh, en, strict=True):
                found.setdefault(f"{one.message}{one.remedy}", _unread(other, one))
        return list(found.values())


def _unread(zh: schema.Missing, en: schema.Missing) -> Unread:
    return Unread(
        fact=en.fact,
        cause=en.cause,
        call=en.call,
        code=en.code,
        permission=en.permission,
        regions=en.regions,
        message=_both(zh.message, en.message),
        remedy=_both(zh.remedy, en.remedy),
    )


def _domains_of(before: AccountResult | None) -> Sequence[Domain]:
    return before.domains if before else ()


def _is_unknown(verdict: Verdict, compliance: Compliance) -> bool:
    return verdict is Verdict.INDETERMINATE or compliance is Compliance.UNKNOWN


def _both(zh: str, en: str) -> Text:
    return Text(zh_cn=zh, en=en)


def _step(zh: schema.Step, en: schema.Step) -> Step:
    duration = _both(zh.duration, en.duration) if zh.duration and en.duration else None
    return Step(code=en.code, text=_both(zh.text, en.text), link=en.link, duration=duration)


def _shown(one: Evidence) -> Shown:
    found: Mapping[str, object] = {**one._asdict(), "values": dict(one.values)}
    return Shown.model_validate(found)
