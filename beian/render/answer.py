"""A judgement as the published `beian.verdict/v1` document."""

from typing import Literal, cast

from beian import schema
from beian.facts import Evidence, Facts
from beian.render.missing import missing
from beian.render.steps import DURATIONS, next_steps
from beian.render.wording import fill, listed, moment
from beian.rulebook.model import Outcome, Rule, Source
from beian.rulebook.packs import Pack
from beian.rulebook.policy import Policy
from beian.rulebook.recognise import Kind
from beian.rulebook.registry import RULES
from beian.texts import Catalogue, Lang, catalogue, links
from beian.verdict import Judgement, Verdict

Certainty = Literal["high", "medium", "low"]


def render(
    judgement: Judgement,
    facts: Facts,
    policy: Policy,
    account: tuple[str | None, str | None],
    lang: Lang,
    verdict_id: str,
) -> schema.Answer:
    """`account` is its id and what it is called, each None where not known."""
    texts = catalogue(lang)
    domain = facts.domain
    registrable = domain.registrable if domain else None
    return schema.Answer(
        schema=schema.SCHEMA,
        verdict_id=verdict_id,
        evaluated_at=facts.now,
        rulebook=schema.Rulebook(version=policy.version, date=policy.as_of),
        account=schema.Account(uin=account[0], name=account[1]),
        domain=schema.Domain(asked=domain.asked, host=domain.host, registrable=domain.registrable)
        if domain
        else None,
        verdict=judgement.verdict,
        possible=[v for v in Verdict if v in judgement.possible],
        summary=summary_of(judgement, facts, account[1] or account[0], texts),
        eligible_from=judgement.eligible_from,
        filing=_filing(judgement),
        compliance=judgement.compliance,
        packs=None if judgement.packs is None else [_pack(pack, texts) for pack in judgement.packs],
        quota=quota_of(judgement, policy),
        findings=[finding_of(rule, judgement.outcomes[rule.id], texts) for rule in RULES],
        next_steps=[
            step_of(step, judgement, facts, texts) for step in next_steps(judgement, facts)
        ],
        assumptions=[schema.Assumption(name=a.name, value=a.value) for a in judgement.assumptions],
        missing=missing(judgement.missing, judgement.decisive, texts, registrable),
    )


def summary_of(
    judgement: Judgement,
    facts: Facts,
    account: str | None,
    texts: Catalogue,
) -> str:
    by_verdict = texts.verdicts if facts.domain else texts.account_verdicts
    return by_verdict[judgement.verdict].format(
        domain=facts.domain.asked.strip() if facts.domain else "",
        account=_named("account", account, texts),
        until=moment(judgement.eligible_from, texts),
        possible=listed(
            [texts.verdict_names[v] for v in Verdict if v in judgement.possible], texts
        ),
    )


def _filing(judgement: Judgement) -> schema.Filing:
    return schema.Filing(
        required=judgement.required,
        status=judgement.status.value if judgement.status else "unknown",
        kind=judgement.kind,
    )


def _pack(pack: Pack, texts: Catalogue) -> schema.Pack:
    order = pack.order
    source: Literal["bill", "term"] = "bill" if order.expires_from_bill else "term"
    return schema.Pack(
        order_id=order.id,
        kinds=[kind.value for kind in Kind if kind in pack.kinds],
        invocations=pack.invocations,
        gbs=pack.gbs,
        bought=order.created,
        expires=order.expires,
        expires_from=source if order.expires else None,
        state=pack.state,
        counts=pack.counts,
        reason=pack.reason,
        message=texts.packs[pack.reason],
    )


def quota_of(judgement: Judgement, policy: Policy) -> schema.Quota:
    """Where the packs are not known, the most that packs could allow still bounds what is left."""
    allowed, used = judgement.websites_allowed, judgement.websites_used
    most = policy.websites_per_account if allowed is None else allowed
    left = at_least = None
    if used.low >= most:
        left = 0
    elif allowed is not None and used.exact is not None:
        left = allowed - used.exact
    elif allowed is not None and used.high is not None:
        at_least = max(0, allowed - used.high)
    return schema.Quota(
        websites_allowed=allowed,
        websites_used=used.exact,
        websites_left=left,
        websites_used_at_most=None if used.exact is not None else used.high,
        websites_left_at_least=at_least,
    )


def finding_of(rule: Rule, outcome: Outcome, texts: Catalogue) -> schema.Finding:
    words = texts.rules[rule.id]
    remedy = words.remedies.get(outcome.code)
    return schema.Finding(
        rule=rule.id,
        status=outcome.status,
        severity=rule.severity,
        code=outcome.code,
        title=words.title,
        message=fill(texts.message(rule.id, outcome.code), outcome.values, texts),
        remediation=schema.Remediation(
            text=fill(remedy, outcome.values, texts), link=links.of_finding(rule.id, outcome.code)
        )
        if remedy
        else None,
        waits=outcome.waits,
        wait_until=outcome.wait_until,
        evidence=[evidence_of(e) for e in outcome.evidence],
        source=_source(rule.source),
    )


def evidence_of(evidence: Evidence) -> schema.Evidence:
    return schema.Evidence(
        call=evidence.call,
        region=evidence.region,
        request_id=evidence.request_id,
        read_at=evidence.read_at,
        certainty=cast("Certainty", evidence.certainty),
        values=dict(evidence.values),
    )


def _source(source: Source) -> schema.Source:
    return schema.Source(
        document=source.document,
        url=source.url,
        as_of=source.as_of,
        certainty=cast("Certainty", source.certainty),
    )


def step_of(step: str, judgement: Judgement, facts: Facts, texts: Catalogue) -> schema.Step:
    durations = [texts.durations[d] for d in DURATIONS.get(step, ())]
    ends = [o.wait_until for o in judgement.outcomes.values() if o.wait_until]
    return schema.Step(
        code=step,
        text=texts.steps[step].format(
            domain=_named("domain", facts.domain.registrable if facts.domain else None, texts),
            host=facts.domain.host if facts.domain else "",
            until=moment(max(ends, default=None), texts),
        ),
        link=links.STEPS.get(step),
        duration=texts.words["from_use"].format(durations=texts.words["then"].join(durations))
        if durations
        else None,
    )


def _named(what: Literal["account", "domain"], name: str | None, texts: Catalogue) -> str:
    """An account or a domain as it stands in a sentence, also where it has no name."""
    if name is None:
        return texts.words[f"this_{what}"]
    return texts.words[what].format_map({what: name})
