"""What stands in for the use case: an `Ask` that records, answers that fit the schema, and sweeps
that nobody made."""

from collections.abc import Sequence
from datetime import date, datetime, timezone
from typing import cast

from hypothesis import strategies as st

from beian import schema
from beian.check import Question
from beian.facts import Cause
from beian.sweep.counter import Counter, Running
from beian.sweep.report import Report
from beian.texts import Lang
from beian.verdict import Compliance, Verdict
from tests.sweep import reports

# An alphabet of its own: hypothesis takes seconds to build its table of all characters.
wild = st.text(st.sampled_from("ab1-_./{}[]:;,=%&\"'\\ \t\x00é备\ud800\U0001f600"), max_size=20)

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | wild,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(wild, inner, max_size=3),
    max_leaves=8,
)
"""Any JSON, half surrogate pairs included."""


def answer_to(domain: str | None) -> schema.Answer:
    found = schema.Domain(asked=domain, host=domain, registrable=domain) if domain else None
    return schema.Answer(
        schema=schema.SCHEMA,
        verdict_id="5f0c3f4e-2a43-4f0e-8b1e-0b8f6a3c1d21",
        evaluated_at=datetime(2026, 11, 22, 4, tzinfo=timezone.utc),
        rulebook=schema.Rulebook(version="1", date=date(2026, 11, 22)),
        account=schema.Account(uin="100000000001", name=None),
        domain=found,
        verdict=Verdict.ELIGIBLE,
        possible=[Verdict.ELIGIBLE],
        summary="可以备案",
        eligible_from=None,
        filing=schema.Filing(required=True, status="not_filed", kind=None),
        compliance=Compliance.NOT_APPLICABLE,
        packs=None,
        quota=schema.Quota(
            websites_allowed=2,
            websites_used=0,
            websites_left=2,
            websites_used_at_most=0,
            websites_left_at_least=2,
        ),
        findings=[],
        next_steps=[],
        assumptions=[],
        missing=[],
    )


MISSING = schema.Missing(
    fact="orders",
    cause=Cause.DENIED,
    call="billing:DescribeDealsByCond",
    regions=[],
    code="UnauthorizedOperation",
    permission="finance:DescribeDealsByCond",
    detail=None,
    decisive=True,
    message="无权读取订单",
    remedy="授予 finance:DescribeDealsByCond",
)


class FakeAsk:
    """Answers every question with `eligible`, or fails as it is told to."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.questions: list[Question] = []
        self.langs: list[Lang] = []
        self.accounts: list[str | None] = []
        self._failure = failure

    @property
    def asked(self) -> list[tuple[str | None, str | None, bool]]:
        return [(q.domain, q.region, q.serve) for q in self.questions]

    def __call__(
        self, questions: Sequence[Question], lang: Lang, account: str | None
    ) -> list[schema.Answer]:
        self.questions += questions
        self.langs.append(lang)
        self.accounts.append(account)
        if self._failure:
            raise self._failure
        return [answer_to(question.domain) for question in questions]


SWEEP = "20261122T020000Z-0a1b2c3d"
REPORT = reports.report([reports.account()], id=SWEEP)
RUNNING = Running(SWEEP)


class FakeCounter:
    """Has what it is told of every sweep, or fails; keeps which were asked for, and by account."""

    def __init__(self, found: Report | Running | Exception = REPORT) -> None:
        self._found = found
        self.asked: list[tuple[str, str | None]] = []
        self.started = 0

    def __call__(self) -> Counter:
        return cast("Counter", self)

    def start(self) -> Running:
        self.started += 1
        if isinstance(self._found, Exception):
            raise self._found
        return RUNNING

    def find(self, sweep: str, account: str | None) -> Report | Running:
        self.asked.append((sweep, account))
        if isinstance(self._found, Exception):
            raise self._found
        return self._found

    def document(self, _sweep: str) -> bytes | None:
        """As of a caller who may not see all: what `find` says is told."""
        return None
