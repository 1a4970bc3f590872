"""What rules may know: every fact is `Known`, with its evidence, or `Unreadable`, with its cause.

Nothing here does I/O and no name of Tencent's wire stands here. Times are aware datetimes; dates
are days of Asia/Shanghai. A rule gets `Facts` and must look which of the two it holds: the type
checker refuses `.value` on a `Fact` that was not narrowed to `Known`.

Named tuples, here and on the way of every request: each costs a cold start a tenth of what a frozen
dataclass does (0.05 against 0.5 ms, and there are dozens).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one zone and no summer time since 1991, so a fixed offset needs no zone data."""

T = TypeVar("T", covariant=True)  # noqa: PLC0105  # the short name reads best in signatures
Scalar = str | int | float | bool | None


class Name(str, Enum):
    """The facts there are. Rules name what they need; readers name what they provide."""

    ORDERS = "orders"
    WEBSITES = "websites"
    REAL_NAME = "real_name"
    ORDER_IN_PROGRESS = "order_in_progress"
    ICP = "icp"
    REGISTRATION = "registration"
    BINDINGS = "bindings"


class Cause(str, Enum):
    """Why a fact could not be read. Each has a text and a remedy in both languages."""

    DENIED = "denied"  # the credential may not read it (for filings also: the wrong account)
    NOT_SIGNED_IN = "not_signed_in"  # no, wrong or expired credentials; a clock that is off
    NOT_ASSUMED = "not_assumed"  # the account's role could not be assumed
    NOT_CHECKED = "not_checked"  # a sweep gave the account up
    THROTTLED = "throttled"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BROKEN_REPLY = "broken_reply"  # a reply that is cut, inconsistent, or of another shape
    REFUSED = "refused"  # any other error that the API answered
    RETIRED = "retired"  # the product is switched off
    NOT_REGISTERED_HERE = (
        "not_registered_here"  # the domain belongs to another registrar or account
    )
    NOT_PUBLISHED = "not_published"  # no API tells it; only a declaration can
    DISAGREEMENT = "disagreement"  # two sources contradict each other
    UNKNOWN_REGION = "unknown_region"
    NO_REGION = "no_region"  # bound nowhere, and nobody said from where it will be served
    UNEXPECTED_VALUE = "unexpected_value"  # read, but the value is none that is documented


class Evidence(NamedTuple):
    """One successful read and the values of it that were used.

    `call` is `service:Action`; `read_at` is when the reply arrived, which for a fact remembered by
    a warm function lies before the question. `certainty` is `high` for documented APIs, `medium`
    for what is known only from use.
    """

    call: str
    region: str | None
    request_id: str
    read_at: datetime
    values: Mapping[str, Scalar]
    certainty: str = "high"


class Assumption(NamedTuple):
    """A fact that the user declared: `name` is the path of the declaration."""

    name: str
    value: str


@dataclass(frozen=True)
class Known(Generic[T]):
    value: T
    evidence: tuple[Evidence, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


class Unreadable(NamedTuple):
    """`call` is the read that failed (`service:Action`), `code` the API's own error code if any.

    `permission` is the CAM action that allows the read. `detail` is safe to show: it never holds
    a credential, a header or a body.
    """

    name: Name
    cause: Cause
    call: str = ""
    region: str | None = None
    code: str = ""
    permission: str = ""
    request_id: str = ""
    detail: str = ""


Fact = Known[T] | Unreadable


class OrderState(str, Enum):
    UNPAID = "unpaid"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    FAILED = "failed"
    REFUNDED = "refunded"
    REFUNDING = "refunding"
    CLOSED = "closed"
    ENDED = "ended"
    OTHER = "other"


class Order(NamedTuple):
    """One order of the account.

    `texts` are all its names and specifications, as `name: value` where a value has a name.
    `expires` comes from the bill where that could be read, else from the term; None if neither
    says.
    `list_price_fen` is the price before vouchers; None where it was not told. `refers_to` is how a
    refund order names the orders it refunds.
    """

    id: str
    state: OrderState
    action: str
    refers_to: str
    codes: tuple[str, ...]
    texts: tuple[str, ...]
    created: datetime
    expires: datetime | None
    term_months: float | None
    list_price_fen: float | None
    expires_from_bill: bool = False


class OrderWindow(NamedTuple):
    """The orders created from `start` to `end`, both included, or why they could not be read."""

    start: datetime
    end: datetime
    orders: Fact[tuple[Order, ...]]


class RealName(NamedTuple):
    verified: bool
    personal: bool
    since: datetime | None = None  # no API tells it: declared or None


class Icp(NamedTuple):
    """The four flags of a registrable domain: filed with the authority, landed on Tencent Cloud,
    a rectification order is open, banned."""

    gov: bool
    landed: bool
    ticket: bool
    ban: bool


class DomainRealName(str, Enum):
    VERIFIED = "verified"
    IN_AUDIT = "in_audit"
    NOT_VERIFIED = "not_verified"
    OTHER = "other"  # not needed, or a state that is not documented


class Registration(NamedTuple):
    """`verified_since` is declared or None: no API tells it. None elsewhere: not told."""

    real_name: DomainRealName
    created: date | None
    expires: date | None
    on_hold: bool | None
    verified_since: datetime | None = None


class Binding(NamedTuple):
    """A custom domain bound to Serverless. `registered` is API Gateway's word on its filing."""

    host: str
    registered: bool | None = None


class Place(NamedTuple):
    """One product in one region, and what is bound there (a retired product holds nothing)."""

    product: str
    region: str
    bindings: Fact[tuple[Binding, ...]]


class Domain(NamedTuple):
    """`asked` as it came; `host` and `registrable` in ASCII (IDNA 2008), lower case, no final dot.

    `default_suffix` is the platform suffix that the host stands under, if any.
    """

    asked: str
    host: str
    registrable: str
    suffix: str
    default_suffix: str | None = None


class Intent(NamedTuple):
    """`serve`: it is, or is about to be, served. `region`: from where, if the asker said so.

    `home` is the region that is meant when nothing is bound and none was named.
    """

    serve: bool = True
    region: str | None = None
    home: str | None = None


class Declared(NamedTuple):
    """What no API can tell and the user declared; each is shown as an assumption."""

    serverless_filings: int | None = None
    accesses: int | None = None
    pack_orders: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """All that one verdict rests on. `domain` is None for a question about the account."""

    now: datetime
    domain: Domain | None
    intent: Intent
    orders: tuple[OrderWindow, ...]
    websites: Fact[int]
    real_name: Fact[RealName]
    order_in_progress: Fact[str]
    icp: Fact[Icp]
    registration: Fact[Registration]
    places: tuple[Place, ...]
    declared: Declared = field(default_factory=Declared)

    @property
    def today(self) -> date:
        """The day in Shanghai, by which registries and Tencent Cloud count."""
        return self.now.astimezone(SHANGHAI).date()
