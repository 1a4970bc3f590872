"""What a rule is: frozen metadata beside a pure function from facts to an outcome."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from beian.facts import Assumption, Cause, Evidence, Facts, Known, Name, Scalar, Unreadable
from beian.rulebook.policy import Policy


class Status(str, Enum):
    PASS = "pass"  # noqa: S105  # a status
    FAIL = "fail"
    WARN = "warn"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Severity(str, Enum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Effect(str, Enum):
    """What a requirement does to a verdict: met, to be met by time alone, or failed."""

    MEETS = "meets"
    WAITS = "waits"
    FAILS = "fails"


class Requires(str, Enum):
    """What a rule is required for. `FILING` says how the filing stands, which decides between
    verdicts by itself; `ACCESS` counts only where the filing would be an access filing; `ADVICE`
    never changes a verdict."""

    SCOPE = "scope"
    FILING = "filing_status"
    ELIGIBILITY = "eligibility"
    ACCESS = "access_filing"
    ADVICE = "advice"


MEETS, WAITS, FAILS = Effect.MEETS, Effect.WAITS, Effect.FAILS
ANY = frozenset(Effect)


@dataclass(frozen=True)
class Source:
    """The document a rule comes from, the day it was read, and how certain it is: high, medium or
    low."""

    document: str
    url: str
    as_of: date = date(2026, 11, 22)
    certainty: str = "high"


SEED = Source("Serverless 备案", "https://cloud.tencent.com/document/product/243/37402")


@dataclass(frozen=True)
class Outcome:
    """What a rule found. `code` names the text; `values` fill it.

    `wait_until` is set only together with `waits`: a `fail` that needs nothing but time (None: for
    how long is not known). `could` is what an `unknown` may turn out to be. `missing` is what
    could not be read.
    """

    status: Status
    code: str
    values: Mapping[str, Scalar] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    missing: tuple[Unreadable, ...] = ()
    waits: bool = False
    wait_until: datetime | None = None
    could: frozenset[Effect] = frozenset()

    @property
    def effects(self) -> frozenset[Effect]:
        """Every effect this outcome may turn out to have; one where nothing is unknown."""
        if self.status is Status.UNKNOWN:
            return self.could
        if self.status is Status.FAIL:
            return frozenset({WAITS if self.waits else FAILS})
        return frozenset({MEETS})


@dataclass(frozen=True)
class Rule:
    """`codes` are the outcomes' text ids; each stands in every language's catalogue."""

    id: str
    severity: Severity
    requires: Requires
    needs: tuple[Name, ...]
    source: Source
    codes: tuple[str, ...]
    judge: Callable[[Facts, Policy], Outcome]
    domain: bool = False  # asks about a domain: not applicable to a question about the account


def passes(code: str, *facts: Known[object], **values: Scalar) -> Outcome:
    return _outcome(Status.PASS, code, facts, values)


def warns(code: str, *facts: Known[object], **values: Scalar) -> Outcome:
    return _outcome(Status.WARN, code, facts, values)


def fails(code: str, *facts: Known[object], **values: Scalar) -> Outcome:
    return _outcome(Status.FAIL, code, facts, values)


def waits(code: str, until: datetime | None, *facts: Known[object], **values: Scalar) -> Outcome:
    """A requirement that only time can meet; `until` is None where its end is not known."""
    shown = {"until": until.isoformat() if until else None, **values}
    found = _outcome(Status.FAIL, code, facts, shown)
    return Outcome(
        found.status,
        found.code,
        found.values,
        found.evidence,
        found.assumptions,
        waits=True,
        wait_until=until,
    )


def unknown(
    code: str,
    could: frozenset[Effect],
    *facts: Known[object],
    missing: tuple[Unreadable, ...],
    **values: Scalar,
) -> Outcome:
    found = _outcome(Status.UNKNOWN, code, facts, values)
    return Outcome(
        found.status,
        found.code,
        found.values,
        found.evidence,
        found.assumptions,
        missing=missing,
        could=could,
    )


def not_applicable(code: str, *facts: Known[object], **values: Scalar) -> Outcome:
    return _outcome(Status.NOT_APPLICABLE, code, facts, values)


def unexpected(name: Name, fact: Known[object], detail: str) -> Unreadable:
    """A value that was read but is none that is documented: as good as unread."""
    call = fact.evidence[0].call if fact.evidence else ""
    return Unreadable(name, Cause.UNEXPECTED_VALUE, call, detail=detail)


def _outcome(
    status: Status, code: str, facts: tuple[Known[object], ...], values: Mapping[str, Scalar]
) -> Outcome:
    return Outcome(
        status,
        code,
        values,
        tuple(e for f in facts for e in f.evidence),
        tuple(a for f in facts for a in f.assumptions),
    )
