"""`beian.sweep/v1`: what a sweep found, and `beian.sweep-account/v1`: what it found of one account.

All times are RFC 3339 with an offset. Codes never change with the language; what people read is
there in both. A report holds every account's result, so it is all that an output needs.
"""

from datetime import date
from enum import Enum
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from beian.facts import Cause, Scalar
from beian.rulebook.filing import FilingKind
from beian.rulebook.model import Severity, Status
from beian.texts import Lang
from beian.verdict import Compliance, Verdict

SCHEMA: Literal["beian.sweep/v1"] = "beian.sweep/v1"
ACCOUNT_SCHEMA: Literal["beian.sweep-account/v1"] = "beian.sweep-account/v1"


class Model(BaseModel):
    # What a later version added is left alone, so that an earlier one can take over again.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Text(Model):
    """The same in both languages."""

    zh_cn: str = Field(alias="zh-CN")
    en: str

    def to(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.zh_cn


class Evidence(Model):
    call: str = Field(description="service:Action")
    region: str | None
    request_id: str
    read_at: AwareDatetime
    certainty: Literal["high", "medium", "low"]
    values: dict[str, Scalar]


class Waived(Model):
    """The waiver that covers a finding, as the configuration has it."""

    id: str
    reason: str
    owner: str
    expires: date = Field(description="Its last day, in Asia/Shanghai.")


class Remedy(Model):
    text: Text
    link: str | None


class Finding(Model):
    """A rule that does not pass. `since` is the time of the first sweep that found it so, with no
    pass in between."""

    rule: str
    status: Literal[Status.FAIL, Status.WARN, Status.UNKNOWN]
    severity: Severity
    code: str
    message: Text
    remediation: Remedy | None
    waits: bool = Field(description="A fail that needs nothing but time.")
    evidence: list[int] = Field(description="Places in the account's `evidence`.")
    waived: Waived | None
    since: AwareDatetime


class Step(Model):
    code: str
    text: Text
    link: str | None
    duration: Text | None


class Domain(Model):
    """`findings` are of the rules that ask about a domain; those of the account stand there.

    `places` are where it is bound, as product/region, as far as that could be read; none for a
    domain that is only declared, or that was bound where nothing can be read now."""

    domain: str = Field(description="In ASCII (IDNA 2008), lower case.")
    registrable: str
    places: list[str]
    declared: bool
    verdict: Verdict
    possible: list[Verdict]
    summary: Text
    compliance: Compliance
    filing_required: bool | None
    filing_status: Literal["filed", "not_filed", "filed_elsewhere", "stale", "unknown"]
    filing_kind: FilingKind | None
    eligible_from: AwareDatetime | None
    findings: list[Finding]
    next_steps: list[Step]


class Unread(Model):
    """What could not be read, and what would settle it. `fact` is a code of `beian.facts.Name`."""

    fact: str
    cause: Cause
    call: str | None
    code: str | None = Field(description="The API's own error code.")
    permission: str | None = Field(description="The CAM action that allows the read.")
    regions: list[str]
    message: Text
    remedy: Text


class Cost(Model):
    calls: int
    seconds: float = Field(description="Of checking, summed over accounts.")


class Change(str, Enum):
    """How something stands against the last complete sweep."""

    NEW = "new"  # a problem that was not there, or is worse
    RESOLVED = "resolved"  # known to be gone, or better
    STILL = "still"
    BECAME_UNKNOWN = "became_unknown"  # could be read then, cannot now; resolves nothing
    GONE = "gone"  # the domain is bound and declared no more, or the account is not there


class Transition(Model):
    """`was` and `now` are statuses; null where there was, or is, no such finding."""

    rule: str
    was: Status | None
    now: Status | None


class Changed(Model):
    """One subject: a domain, or the account itself where `domain` is null."""

    kind: Change
    account: str
    account_name: str | None
    domain: str | None
    severity: Severity = Field(description="Of the worst rule concerned.")
    rules: list[Transition]
    since: AwareDatetime = Field(description="When what changed had begun.")


class Open(Model):
    """A problem that is not known to be resolved. While it cannot be told, `status` is what it was
    when it was last read, and `unverified` is true."""

    domain: str | None
    rule: str
    status: Literal[Status.FAIL, Status.WARN]
    severity: Severity
    unverified: bool
    waived: bool
    since: AwareDatetime


class AccountResult(Model):
    """What a sweep found of one account, and how that differs from the last complete sweep."""

    schema_: Literal["beian.sweep-account/v1"] = Field(ACCOUNT_SCHEMA, alias="schema")
    sweep: str
    uin: str
    name: str | None
    checked_at: AwareDatetime
    verdict: Verdict = Field(description="On one more website.")
    summary: Text
    websites_used: int | None
    websites_left: int | None
    pack_expires: AwareDatetime | None = Field(description="When the last qualifying pack ends.")
    findings: list[Finding]
    domains: list[Domain]
    unread: list[Unread]
    evidence: list[Evidence]
    open: list[Open]
    unknown: list[str | None] = Field(
        description="The subjects whose verdict or compliance is not known; null: the account."
    )
    changes: list[Changed]
    still: int = Field(description="How many subjects have a problem that they had before.")
    cost: Cost


class Trigger(Model):
    kind: Literal["timer", "http", "invoke", "cli"]
    name: str
    time: AwareDatetime


class Rulebook(Model):
    version: str
    date: date


class Totals(Model):
    """`verdicts` and `compliance` count domains; `findings` those of domains and accounts, the
    waived ones apart."""

    accounts: int
    domains: int
    verdicts: dict[Verdict, int]
    compliance: dict[Compliance, int]
    findings: dict[Literal["fail", "warn", "unknown", "waived"], int]


class UnreadTotal(Model):
    """`accounts` counts, `examples` names a few of them."""

    call: str | None
    cause: Cause
    permission: str | None
    accounts: int
    examples: list[str]
    message: Text
    remedy: Text


class WaiverUse(Model):
    """`state`: active covers something, unused nothing, expired covers nothing any more."""

    id: str
    account: str
    domain: str
    rule: str
    reason: str
    owner: str
    expires: date
    state: Literal["active", "unused", "expired"]
    uses: int


class Changes(Model):
    """Everything but what is still as it was; `counts` counts that too."""

    counts: dict[Change, int]
    items: list[Changed]


class Point(Model):
    """An earlier sweep, for the trend."""

    sweep: str
    time: AwareDatetime
    totals: Totals


class Report(Model):
    """One sweep. `trend` holds the sweeps before it, the oldest first."""

    schema_: Literal["beian.sweep/v1"] = Field(SCHEMA, alias="schema")
    id: str
    trigger: Trigger
    planned_at: AwareDatetime
    finished_at: AwareDatetime
    previous: str | None = Field(description="The last complete sweep when this one was planned.")
    rulebook: Rulebook
    totals: Totals
    changes: Changes
    unread: list[UnreadTotal]
    waivers: list[WaiverUse]
    cost: Cost
    trend: list[Point]
    accounts: list[AccountResult]


class Sent(Model):
    """What became of one notice. `to` is the target's place in the configuration and its scheme.

    `error` is null where the target accepted the notice, else `timeout` (it may have arrived),
    `unreachable`, `untrusted` (its certificate), `http_<status>`, `refused_<code>` (a bot's own
    code), `broken_reply`, `unusable` (apprise does not take the URL) or `not_sent`.
    """

    to: str
    error: str | None
