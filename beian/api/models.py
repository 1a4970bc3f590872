"""What may be asked. OpenAPI is made from these."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from beian.check import Question
from beian.config import NOTHING_DECLARED, Declared

MAX_DOMAINS = 100

Language = Annotated[
    Literal["zh-CN", "en"] | None,
    Field(description="The language of texts; without it, Accept-Language decides, then zh-CN."),
]
DomainName = Annotated[str, Field(min_length=1, max_length=255)]
Account = Annotated[
    str | None,
    Field(
        min_length=1, max_length=64, description="The account asked about; the own one if left out."
    ),
]
Region = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=64,
        description="Where it is, or will be, served from, such as ap-guangzhou.",
    ),
]
_SERVE = "Whether the domain is meant to be served; false asks about its present use alone."


def _flag(value: object) -> object:
    return value or True


class Asked(BaseModel):
    """`lang` is told in every route: problems are in a language too."""

    # defer_build: a cold start pays only for what its first request asks.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    lang: Language = None


class Eligibility(Asked):
    """What `GET /v1/eligibility` takes as parameters."""

    domain: DomainName | None = Field(
        None, description="Left out, the answer is about one more website of the account."
    )
    account: Account = None
    region: Region = None
    # A bare `?serve` means true.
    serve: Annotated[bool, BeforeValidator(_flag)] = Field(default=True, description=_SERVE)

    def questions(self) -> list[Question]:
        return [Question(domain=self.domain, region=self.region, serve=self.serve)]


class EligibilityOfMany(Asked):
    """The body of `POST /v1/eligibility`, and what a direct invoke of `check` takes."""

    domains: list[DomainName] = Field(
        [],
        max_length=MAX_DOMAINS,
        description="Without any, one answer about one more website of the account.",
    )
    account: Account = None
    region: Region = None
    serve: bool = Field(default=True, strict=True, description=_SERVE)
    declared: Declared = Field(
        NOTHING_DECLARED, description="Facts that no API tells; each shows under assumptions."
    )

    def questions(self) -> list[Question]:
        named: list[str | None] = [*self.domains] or [None]
        return [
            Question(domain, self.region, self.serve, self.declared, name=f"domains[{index}]")
            for index, domain in enumerate(named)
        ]
