"""Which accounts there are, and who may ask what about which of them."""

import re
from datetime import date
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from beian.config.declared import NOTHING_DECLARED, Declared
from beian.config.shape import Model, Region, like
from beian.settings import ALL, Scope

T = TypeVar("T")


def _stored_token(value: str) -> str:
    from beian import tokens  # noqa: PLC0415  # as in `access`

    tokens.parse(value)
    return value


def _accounts(value: object) -> object:
    return (ALL,) if value == ALL else value


def _some(value: tuple[T, ...]) -> tuple[T, ...]:
    if not value:
        raise ValueError("name at least one, or take the entry out")
    return value


def _all_or_some(value: tuple[str, ...]) -> tuple[str, ...]:
    if ALL in value and len(value) > 1:
        raise ValueError("write either all or a list of ids")
    return value


RESERVED = ("anonymous", "owner", "timer")
"""Names that stand in logs for someone else than a configured caller."""

UIN = "[1-9][0-9]{4,19}"
_ROLE_NAME = "[A-Za-z0-9_+=,.@-]{1,128}"
_ROLE_ARN = re.compile(f"qcs::cam::uin/({UIN}):roleName/{_ROLE_NAME}")

Uin = Annotated[
    str,
    Field(coerce_numbers_to_str=True, json_schema_extra={"pattern": f"^{UIN}$"}),
    like(UIN, "no account id: write its digits"),
]
ExternalId = Annotated[
    str,
    Field(json_schema_extra={"writeOnly": True}),
    like(r"[\w+=,.@:/-]{2,128}", "write 2 to 128 letters, digits or any of _+=,.@:/-"),
]
CallerName = Annotated[
    str,
    like(r"(?=.{1,64}$)\S(.*\S)?", "write 1 to 64 characters, with no space around them"),
]
KeyId = Annotated[
    str,
    like("[A-Za-z0-9_-]{5,64}", "no key id: write the SecretId of an API Gateway key"),
]
CallersAccounts = Annotated[
    tuple[
        Annotated[
            str,
            Field(coerce_numbers_to_str=True),
            like(f"{ALL}|{UIN}", "no account id: write its digits, or accounts: all"),
        ],
        ...,
    ],
    Field(max_length=1000),
    BeforeValidator(_accounts),
    AfterValidator(_some),
    AfterValidator(_all_or_some),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": ALL},
                {"type": "array", "minItems": 1, "items": {"type": "string"}},
            ]
        }
    ),
]


class AccountConfig(Model):
    """An account that is answered about: the function's own, or one whose role it assumes."""

    model_config = ConfigDict(populate_by_name=True)

    uin: Uin = Field(description="The account's id.")
    name: str | None = Field(None, description="What it is called in answers.")
    self_: bool = Field(
        default=False, alias="self", strict=True, description="The function runs in this account."
    )
    role_arn: str | None = Field(
        None,
        description="The role to assume: qcs::cam::uin/<uin>:roleName/<name>.",
        json_schema_extra={"pattern": f"^{_ROLE_ARN.pattern}$"},
    )
    external_id: ExternalId | None = Field(
        None, description="What the role's trust policy demands; a secret.", repr=False
    )
    region: Region | None = Field(None, description="Where its sites are served from unless said.")
    declared: Declared = NOTHING_DECLARED

    @model_validator(mode="after")
    def _one_way_in(self) -> "AccountConfig":
        if self.self_ is (self.role_arn is not None):
            raise ValueError("give it either self: true or a role_arn")
        if (self.role_arn is None) is not (self.external_id is None):
            raise ValueError("role_arn and external_id go together")
        if self.role_arn is None:
            return self
        found = _ROLE_ARN.fullmatch(self.role_arn)
        if not found:
            raise ValueError("role_arn: write it as qcs::cam::uin/<uin>:roleName/<name>")
        if found[1] != self.uin:
            raise ValueError("role_arn: its uin is not the account's")
        return self


class Organization(Model):
    """Members are found through the organization; each has the same role for this function."""

    role_name: str = Field(
        description="The role in every member account.",
        json_schema_extra={"pattern": f"^{_ROLE_NAME}$"},
    )
    external_id: ExternalId = Field(
        description="What the roles' trust policies demand; a secret.", repr=False
    )

    @model_validator(mode="after")
    def _is_name(self) -> "Organization":
        if not re.fullmatch(_ROLE_NAME, self.role_name):
            raise ValueError("role_name: a role's name, without its uin")
        return self

    def role_of(self, uin: str) -> str:
        """The ARN of a member's role."""
        return f"qcs::cam::uin/{uin}:roleName/{self.role_name}"


class CallerConfig(Model):
    """Someone who may ask: known by an API Gateway key, by a token, or as the caller of a function
    URL that has CAM authentication."""

    name: CallerName = Field(description="What the log calls it.")
    key_id: KeyId | None = Field(
        None, description="The SecretId of an API Gateway key pair.", repr=False
    )
    token: Annotated[str, AfterValidator(_stored_token)] | None = Field(
        None, description="The hash that `beian token new` prints.", repr=False
    )
    function_url: bool = Field(
        default=False, strict=True, description="Whoever CAM lets call the function URL."
    )
    expires: date | None = Field(
        None, description="The last day, in Asia/Shanghai, on which it counts. Tokens need one."
    )
    may: Annotated[tuple[Scope, ...], AfterValidator(_some)] = Field(
        description="What it may do.", json_schema_extra={"minItems": 1}
    )
    accounts: CallersAccounts | None = Field(
        None, description="About which accounts; left out, the function's own alone."
    )

    @model_validator(mode="after")
    def _one_way_in(self) -> "CallerConfig":
        if (self.key_id is not None) + (self.token is not None) + self.function_url != 1:
            raise ValueError("give it exactly one of key_id, token and function_url: true")
        if self.token is not None and self.expires is None:
            raise ValueError("expires: a token needs its last day, such as 2027-12-31")
        if self.name in RESERVED:
            raise ValueError(f"name: {self.name} is taken")
        return self


class FunctionUrl(Model):
    cam: bool = Field(
        default=False,
        strict=True,
        description="This function's URL has CAM authentication: the platform has verified every "
        "caller. Never set it for a URL that is open.",
    )
