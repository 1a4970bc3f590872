"""What an account of the world has: keys, orders, domains, bindings and its filing subject.

Frozen models of the world file. What is left out has a default; what is unknown is refused.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    StringConstraints,
    model_validator,
)

from beian.emulator.moments import Moment

Uin = Annotated[str, StringConstraints(pattern=r"^[0-9]{5,20}$")]
Pattern = Annotated[str, StringConstraints(pattern=r"^(\*|[A-Za-z/*]+:[A-Za-z*]+)$")]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Key(Model):
    """A key pair; one with a token is temporary: its requests must carry the token.

    `denies` is what this one may not do, on top of what its account may not.
    """

    id: str = Field(min_length=1)
    secret: str = Field(min_length=1, repr=False)
    token: str | None = Field(default=None, min_length=1, repr=False)
    denies: tuple[Pattern, ...] = ()


class RealName(Model):
    verified: bool = True
    kind: Literal["enterprise", "personal"] = "enterprise"


class Product(Model):
    code: str = "p_scf"
    name: str = "云函数 SCF"


class SubProduct(Model):
    code: str = "sp_scf_package"
    name: str = "备案资源包"


class Span(Model):
    """`unit` as in TimeUnit: y, m, d, h, s."""

    count: int | float = 60
    unit: str = "m"


class Bill(Model):
    """FeeBeginTime and FeeEndTime; by default the order's creation, and its span after that."""

    begin: Moment | None = None
    end: Moment | None = None


class Order(Model):
    """`bill: null` is an order that no bill has a row for. Money is in fen."""

    id: str = Field(min_length=1)
    product: Product = Product()
    sub_product: SubProduct = SubProduct()
    spec: Mapping[str, str] = {}
    created: Moment
    span: Span = Span()
    status: int = 4
    action: str = "purchase"
    refers_to: tuple[str, ...] = ()
    cost_fen: int = 11000
    voucher_fen: int = 0
    total_cost_fen: int | None = None
    pay_mode: str = "1"
    big_deal_id: str | None = None
    bill: Bill | None = Bill()


class Domain(Model):
    """Dates left out: registered two years before the world's now, ends a year after it."""

    name: str
    real_name: Literal["NotUpload", "InAudit", "Approved", "Reject", "NoAudit"] = "Approved"
    created: date | None = None
    expires: date | None = None
    status: tuple[str, ...] = ("ok",)


class Binding(Model):
    """`region` left out is the home region; `registered` left out follows `filings`."""

    service: Literal["scf", "apigateway"] = "scf"
    region: str | None = None
    domain: str
    function: str = "web"
    registered: bool | None = None

    @model_validator(mode="after")
    def _only_the_gateway_knows(self) -> "Binding":
        if self.service == "scf" and self.registered is not None:
            raise ValueError("SCF has no filing field, so registered is for service: apigateway")
        return self


class FilingSubject(Model):
    """`websites` left out is counted from `filings`."""

    subject: bool = True
    websites: NonNegativeInt | None = None
    order_in_progress: str = ""


class Role(Model):
    """Assumed by the account that it trusts, with its external id if it has one.

    `denies` is on top of what the account may not; `session_seconds` is the longest that a session
    lasts, whatever is asked for: 0 ends it as it begins.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9_+=,.@-]{1,128}$")
    trusts: Uin
    external_id: str | None = Field(default=None, min_length=2, max_length=128, repr=False)
    denies: tuple[Pattern, ...] = ()
    session_seconds: NonNegativeInt | None = None


class Account(Model):
    """`declared` is for the command line, not for the emulator."""

    uin: Uin
    name: str
    keys: tuple[Key, ...]
    denies: tuple[Pattern, ...] = ()
    real_name: RealName = RealName()
    orders: tuple[Order, ...] = ()
    domains: tuple[Domain, ...] = ()
    bindings: tuple[Binding, ...] = ()
    filing: FilingSubject = FilingSubject()
    roles: tuple[Role, ...] = ()
    declared: Mapping[str, Any] = {}
