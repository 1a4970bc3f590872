"""`beian.verdict/v1`: the answer as people and programs get it.

All times are RFC 3339 with an offset. Codes never change with the language; `title`, `message`,
`text` and `remedy` do.
"""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from beian.facts import Cause, Scalar
from beian.rulebook.filing import FilingKind
from beian.rulebook.model import Severity, Status
from beian.rulebook.packs import PackState
from beian.verdict import Compliance, Verdict

SCHEMA: Literal["beian.verdict/v1"] = "beian.verdict/v1"


class Model(BaseModel):
    # defer_build: a request that gives no verdict does not pay for these.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Rulebook(Model):
    version: str
    date: date


class Account(Model):
    uin: str | None = Field(description="The account's id; null where it could not be read.")
    name: str | None


class Domain(Model):
    asked: str
    host: str = Field(description="In ASCII (IDNA 2008), lower case.")
    registrable: str = Field(description="eTLD+1 by the Public Suffix List, in ASCII.")


class Filing(Model):
    required: bool | None = Field(description="null where not known, or no domain was asked about.")
    status: Literal["filed", "not_filed", "filed_elsewhere", "stale", "unknown"]
    kind: FilingKind | None


class Pack(Model):
    order_id: str
    kinds: list[Literal["invocations", "gbs"]] = Field(description="What it would count as.")
    invocations: int | None
    gbs: int | None = Field(description="Gigabyte seconds.")
    bought: AwareDatetime
    expires: AwareDatetime | None
    expires_from: Literal["bill", "term"] | None
    state: PackState
    counts: bool | None = Field(description="null where it cannot be told.")
    reason: str
    message: str


class Quota(Model):
    websites_allowed: int | None
    websites_used: int | None
    websites_left: int | None
    websites_used_at_most: int | None = Field(description="The bound, where it is not exact.")
    websites_left_at_least: int | None


class Evidence(Model):
    call: str = Field(description="service:Action")
    region: str | None
    request_id: str
    read_at: AwareDatetime
    certainty: Literal["high", "medium", "low"]
    values: dict[str, Scalar]


class Source(Model):
    document: str
    url: str
    as_of: date
    certainty: Literal["high", "medium", "low"]


class Remediation(Model):
    text: str
    link: str | None


class Finding(Model):
    rule: str
    status: Status
    severity: Severity
    code: str
    title: str
    message: str
    remediation: Remediation | None
    waits: bool = Field(description="A fail that needs nothing but time.")
    wait_until: AwareDatetime | None
    evidence: list[Evidence]
    source: Source


class Step(Model):
    code: str
    text: str
    link: str | None
    duration: str | None


class Assumption(Model):
    name: str
    value: str


class Missing(Model):
    fact: str
    cause: Cause
    call: str | None
    regions: list[str]
    code: str | None = Field(description="The API's own error code.")
    permission: str | None = Field(description="The CAM action that allows the read.")
    detail: str | None
    decisive: bool = Field(description="Whether it could still change the verdict.")
    message: str
    remedy: str


class Answer(Model):
    """One verdict, about one account and, where one was asked, one domain."""

    schema_: Literal["beian.verdict/v1"] = Field(SCHEMA, alias="schema")
    verdict_id: str
    evaluated_at: AwareDatetime
    rulebook: Rulebook
    account: Account
    domain: Domain | None
    verdict: Verdict
    possible: list[Verdict] = Field(description="Every verdict that what is unread leaves open.")
    summary: str
    eligible_from: AwareDatetime | None
    filing: Filing
    compliance: Compliance
    packs: list[Pack] | None = Field(description="null where no order was read.")
    quota: Quota
    findings: list[Finding]
    next_steps: list[Step]
    assumptions: list[Assumption]
    missing: list[Missing]

    def to_json(self) -> str:
        """The document, with its published field names."""
        return self.model_dump_json(by_alias=True)


class Answers(Model):
    """What `POST /v1/eligibility` answers: one verdict a domain, in the order asked."""

    verdicts: list[Answer]
