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
from beian.rulebook import RULES, judge_all
from beian.rulebook.filing import Filing, FilingKind, FilingStatus, kind_of, possible_filings
from beian.rulebook.model import FAILS, MEETS, WAITS, Outcome, Requires
from beian.rulebook.packs import Pack, find_packs
from beian.rulebook.policy import Policy
from beian.rulebook.quota import Bounds, allowed, used_by
from beian.rulebook.scope import Scope, find_scope

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
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
    outcomes = judge_all(facts, policy)
    scope = find_scope(facts, policy)
    filings = possible_filings(facts)
    possible = possible_verdicts(facts, scope, filings, outcomes)
    verdict = _only(possible) or Verdict.INDETERMINATE
    status = _only({f.status for f in filings}) if facts.domain else None
    exempt = facts.domain is not None and facts.domain.default_suffix is not None
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
        websites_allowed=None if exempt else _allowed(outcomes, policy),
        websites_used=used_by(facts, facts.declared.serverless_filings),
        outcomes=outcomes,
        missing=_all_missing(outcomes, scope),
        decisive=_decisive(verdict, scope, filings, outcomes),
        assumptions=tuple(dict.fromkeys(a for o in outcomes.values() for a in o.assumptions)),
    )


def possible_verdicts(
    facts: Facts, scope: Scope, filings: frozenset[Filing], outcomes: Mapping[str, Outcome]
) -> frozenset[Verdict]:
    """The verdicts of all completions of what is unknown."""
    if facts.domain is None:
        return _by_requirements(outcomes, None)
    if facts.domain.default_suffix is not None:
        return frozenset({Verdict.NOT_REQUIRED})
    found: set[Verdict] = set()
    if False in scope.required:
        found.add(Verdict.NOT_REQUIRED)
    if True in scope.required:
        for filing in filings:
            found |= _under(filing, outcomes)
    return frozenset(found)


def _under(filing: Filing, outcomes: Mapping[str, Outcome]) -> frozenset[Verdict]:
    if filing.banned:
        return frozenset({Verdict.BLOCKED})
    if filing.status is FilingStatus.FILED:
        return frozenset({Verdict.FILED})
    return _by_requirements(outcomes, filing.status)


def _by_requirements(
    outcomes: Mapping[str, Outcome], status: FilingStatus | None
) -> frozenset[Verdict]:
    effects = [o.effects for o in _counted(outcomes, status)]
    found: set[Verdict] = set()
    if any(FAILS in e for e in effects):
        found.add(Verdict.NOT_ELIGIBLE)
    if all(e != {FAILS} for e in effects):
        if any(WAITS in e for e in effects):
            found.add(Verdict.PENDING)
        if all(MEETS in e for e in effects):
            found.add(Verdict.ELIGIBLE)
    return frozenset(found)


def _counted(outcomes: Mapping[str, Outcome], status: FilingStatus | None) -> list[Outcome]:
    """The requirements that count where the filing stands as `status`."""
    counted = {Requires.ELIGIBILITY}
    if status is FilingStatus.FILED_ELSEWHERE:
        counted.add(Requires.ACCESS)
    return [outcomes[rule.id] for rule in RULES if rule.requires in counted]


def _eligible_from(outcomes: Mapping[str, Outcome], status: FilingStatus | None) -> datetime | None:
    """When the last wait ends; None as soon as the end of one is not known."""
    ends = [o.wait_until for o in _counted(outcomes, status) if WAITS in o.effects]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def _kind(facts: Facts, status: FilingStatus | None) -> FilingKind | None:
    return kind_of(status if facts.domain else FilingStatus.NOT_FILED, facts)


def _allowed(outcomes: Mapping[str, Outcome], policy: Policy) -> int | None:
    return allowed([outcomes["pack.invocations-50m"], outcomes["pack.gbs-400k"]], policy)


def _compliance(facts: Facts, scope: Scope, filings: Iterable[Filing]) -> Compliance:
    """Whether what is served from the mainland now is filed, in every completion alike."""
    if facts.domain is None or facts.domain.default_suffix is not None:
        return Compliance.NOT_APPLICABLE
    ticket = isinstance(facts.icp, Known) and facts.icp.value.ticket and True in scope.required
    found = {
        _served(f, ticket=ticket) if s else _idle(ticket) for s in scope.served for f in filings
    }
    return _only(found) or Compliance.UNKNOWN


def _served(filing: Filing, *, ticket: bool) -> Compliance:
    if filing.banned or filing.status is not FilingStatus.FILED:
        return Compliance.NON_COMPLIANT
    return Compliance.AT_RISK if ticket else Compliance.COMPLIANT


def _idle(ticket: bool) -> Compliance:  # noqa: FBT001  # one argument, named by its caller
    return Compliance.AT_RISK if ticket else Compliance.NOT_APPLICABLE


def _all_missing(outcomes: Mapping[str, Outcome], scope: Scope) -> tuple[Unreadable, ...]:
    found = [m for o in outcomes.values() for m in o.missing]
    return tuple(dict.fromkeys((*found, *scope.missing)))


def _decisive(
    verdict: Verdict,
    scope: Scope,
    filings: frozenset[Filing],
    outcomes: Mapping[str, Outcome],
) -> frozenset[Unreadable]:
    if verdict is not Verdict.INDETERMINATE:
        return frozenset()
    found = set(scope.missing)
    by_filing = {f: _under(f, outcomes) for f in filings}
    if len(frozenset(by_filing.values())) > 1:
        found.update(outcomes["domain.status"].missing)
    for status in {f.status for f in filings if not f.banned} | {None}:
        counted = _counted(outcomes, status)
        if status is not FilingStatus.FILED and all(o.effects != {FAILS} for o in counted):
            found.update(m for o in counted if len(o.effects) > 1 for m in o.missing)
    return frozenset(found)


def _only(options: Collection[T]) -> T | None:
    """The one option there is, or None."""
    return next(iter(options)) if len(options) == 1 else None
