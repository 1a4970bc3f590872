"""The lattice: from outcomes to the verdict that every completion of the unknown shares.

On complete facts the first that applies wins: default domain, scope, blocked, filed, a failed
requirement, something to wait for, eligible. What is not known makes a set of possible verdicts;
a verdict is given only where that set holds one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeVar

from beian.facts import Assumption, Facts, Known, Unreadable
from beian.rulebook.filing import Filing, FilingKind, FilingStatus, kind_of, possible_filings
from beian.rulebook.model import FAILS, MEETS, WAITS, Effect, Outcome, Requires, not_applicable
from beian.rulebook.packs import Pack, find_packs, holds_set
from beian.rulebook.policy import Policy
from beian.rulebook.quota import Bounds, allowed, used_by
from beian.rulebook.registry import NOT_NEEDED, RULES, judge_all
from beian.rulebook.scope import Scope, find_scope, unread_places

T = TypeVar("T")

Effects = Mapping[str, frozenset[Effect]]
"""What each rule's requirement may turn out to be, by rule id."""

PACKS = ("pack.invocations-50m", "pack.gbs-400k")
VERIFIED = "domain.real-name"


class Verdict(str, Enum):
    NOT_REQUIRED = "not_required"
    FILED = "filed"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    PENDING = "pending"
    BLOCKED = "blocked"
    INDETERMINATE = "indeterminate"


class Compliance(str, Enum):
    COMPLIANT = "compliant"
    NON_COMPLIANT = "non_compliant"
    AT_RISK = "at_risk"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judgement:
    """A verdict and all it rests on, without words.

    `possible` is every verdict that the unread facts leave open. `required` and `status` are None
    where not known (and for a question about the account). `packs` is None where no order could be
    read, or none had to be. `missing` is all that was not readable; `decisive` is what of it could
    still change the verdict.
    """

    verdict: Verdict
    possible: frozenset[Verdict]
    eligible_from: datetime | None
    required: bool | None
    status: FilingStatus | None
    kind: FilingKind | None
    compliance: Compliance
    packs: tuple[Pack, ...] | None
    websites_allowed: int | None
    websites_used: Bounds
    outcomes: Mapping[str, Outcome]
    missing: tuple[Unreadable, ...]
    decisive: frozenset[Unreadable]
    assumptions: tuple[Assumption, ...]


def judge(facts: Facts, policy: Policy) -> Judgement:
    """The judgement on an account (`facts.domain` None) or on a domain of it."""
    outcomes = judged = judge_all(facts, policy)
    scope = find_scope(facts, policy)
    filings = possible_filings(facts)
    effects = _effects(facts, policy, judged)
    possible = possible_verdicts(facts, scope, filings, effects)
    verdict = _only(possible) or Verdict.INDETERMINATE
    status = _only({f.status for f in filings}) if facts.domain else None
    exempt = facts.domain is not None and not _asks_where(facts)
    if verdict in (Verdict.FILED, Verdict.NOT_REQUIRED) and not exempt:
        outcomes = _without_requirements(judged)
    required = False if exempt else _only(scope.required) if facts.domain else None
    filable = verdict is not Verdict.FILED and required is not False
    read_orders = any(isinstance(w.orders, Known) for w in facts.orders)
    return Judgement(
        verdict=verdict,
        possible=possible,
        eligible_from=_eligible_from(outcomes, status) if verdict is Verdict.PENDING else None,
        required=required,
        status=None if exempt else status,
        kind=_kind(facts, status) if filable and not exempt else None,
        compliance=_compliance(facts, scope, filings),
        packs=find_packs(facts, policy) if read_orders else None,
        websites_allowed=None if exempt else _allowed(judged, policy),
        websites_used=Bounds(0, None)
        if exempt
        else used_by(facts, facts.declared.serverless_filings),
        outcomes=outcomes,
        missing=_all_missing(facts, judged),
        decisive=_decisive(facts, scope, filings, judged, effects)
        if verdict is Verdict.INDETERMINATE
        else frozenset(),
        assumptions=tuple(dict.fromkeys(a for o in judged.values() for a in o.assumptions)),
    )


def _without_requirements(outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """Nothing is to be filed: what a filing would require of the account is nobody's question, nor
    is how long a domain that is verified has been so."""
    asked = {r.id for r in RULES if r.requires is Requires.ELIGIBILITY and not r.domain}
    asked |= {r.id for r in RULES if r.requires is Requires.ACCESS}
    if outcomes[VERIFIED].code in ("since_unknown", "waiting"):
        asked.add(VERIFIED)
    return {i: not_applicable(NOT_NEEDED) if i in asked else o for i, o in outcomes.items()}


def possible_verdicts(
    facts: Facts, scope: Scope, filings: frozenset[Filing], effects: Effects
) -> frozenset[Verdict]:
    """The verdicts of all completions of what is unknown."""
    if facts.domain is None:
        return _by_requirements(effects, None)
    if facts.domain.default_suffix is not None:
        return frozenset({Verdict.NOT_REQUIRED})
    found: set[Verdict] = set()
    if False in scope.required:
        found.add(Verdict.NOT_REQUIRED)
    if True in scope.required:
        for filing in filings:
            found |= _under(filing, effects)
    return frozenset(found)


def _under(filing: Filing, effects: Effects) -> frozenset[Verdict]:
    if filing.banned:
        return frozenset({Verdict.BLOCKED})
    if filing.status is FilingStatus.FILED:
        return frozenset({Verdict.FILED})
    return _by_requirements(effects, filing.status)


def _by_requirements(effects: Effects, status: FilingStatus | None) -> frozenset[Verdict]:
    counted = [effects[rule] for rule in _counted(status)]
    found: set[Verdict] = set()
    if any(FAILS in e for e in counted):
        found.add(Verdict.NOT_ELIGIBLE)
    if all(e != {FAILS} for e in counted):
        if any(WAITS in e for e in counted):
            found.add(Verdict.PENDING)
        if all(MEETS in e for e in counted):
            found.add(Verdict.ELIGIBLE)
    return frozenset(found)


def _counted(status: FilingStatus | None) -> list[str]:
    """The rules whose requirements count where the filing stands as `status`."""
    counted = {Requires.ELIGIBILITY}
    if status is FilingStatus.FILED_ELSEWHERE:
        counted.add(Requires.ACCESS)
    return [rule.id for rule in RULES if rule.requires in counted]


def _effects(facts: Facts, policy: Policy, outcomes: Mapping[str, Outcome]) -> Effects:
    """What each requirement may turn out to be, independently of the others: the two packs, which
    one order may hold together, count as one."""
    first, second = PACKS
    effects = {rule: outcome.effects for rule, outcome in outcomes.items()}
    return {**effects, first: holds_set(facts, policy), second: frozenset({MEETS})}


def _eligible_from(outcomes: Mapping[str, Outcome], status: FilingStatus | None) -> datetime | None:
    """When the last wait ends; None as soon as the end of one is not known."""
    counted = [outcomes[rule] for rule in _counted(status)]
    ends = [o.wait_until for o in counted if WAITS in o.effects]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def _kind(facts: Facts, status: FilingStatus | None) -> FilingKind | None:
    return kind_of(status if facts.domain else FilingStatus.NOT_FILED, facts)


def _allowed(outcomes: Mapping[str, Outcome], policy: Policy) -> int | None:
    return allowed([outcomes[rule] for rule in PACKS], policy)


def _compliance(facts: Facts, scope: Scope, filings: Iterable[Filing]) -> Compliance:
    """Whether what is served from the mainland now is filed, in every completion alike."""
    if not _asks_where(facts):
        return Compliance.NOT_APPLICABLE
    tickets = {facts.icp.value.ticket} if isinstance(facts.icp, Known) else {True, False}
    found = {
        _served(filing, ticket=ticket) if served else _idle(ticket=ticket and required)
        for served in scope.served
        for filing in filings
        for ticket in tickets
        for required in scope.required
    }
    return _only(found) or Compliance.UNKNOWN


def _served(filing: Filing, *, ticket: bool) -> Compliance:
    if not filing.may_serve:
        return Compliance.NON_COMPLIANT
    return Compliance.AT_RISK if ticket else Compliance.COMPLIANT


def _idle(*, ticket: bool) -> Compliance:
    """Nothing is served; an open rectification order is a risk to a filing that is needed."""
    return Compliance.AT_RISK if ticket else Compliance.NOT_APPLICABLE


def _all_missing(facts: Facts, outcomes: Mapping[str, Outcome]) -> tuple[Unreadable, ...]:
    found = [m for o in outcomes.values() for m in o.missing]
    places = unread_places(facts) if _asks_where(facts) else ()
    return tuple(dict.fromkeys((*found, *places)))


def _asks_where(facts: Facts) -> bool:
    """Whether it matters where the domain is served from: not for a platform's own domain."""
    return facts.domain is not None and facts.domain.default_suffix is None


def _decisive(
    facts: Facts,
    scope: Scope,
    filings: frozenset[Filing],
    outcomes: Mapping[str, Outcome],
    effects: Effects,
) -> frozenset[Unreadable]:
    """What of the unread could still change the verdict."""
    if facts.domain is None:
        return _unsettled(outcomes, effects, None)
    found = set(scope.missing)
    if len({_under(filing, effects) for filing in filings}) > 1:
        found.update(outcomes["domain.status"].missing)
    for filing in filings:
        if not filing.banned and filing.status is not FilingStatus.FILED:
            found |= _unsettled(outcomes, effects, filing.status)
    return frozenset(found)


def _unsettled(
    outcomes: Mapping[str, Outcome], effects: Effects, status: FilingStatus | None
) -> frozenset[Unreadable]:
    """What the requirements wait to know; nothing, once one of them fails for certain."""
    counted = _counted(status)
    if any(effects[rule] == {FAILS} for rule in counted):
        return frozenset()
    return frozenset(
        m for rule in counted if len(outcomes[rule].effects) > 1 for m in outcomes[rule].missing
    )


def _only(options: Collection[T]) -> T | None:
    """The one option there is, or None."""
    return next(iter(options)) if len(options) == 1 else None
