"""What may be sent as a body. OpenAPI is made from these."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from beian.api.parameters import PARAMETERS
from beian.check import Question
from beian.config import NOTHING_DECLARED, Declared
from beian.texts import Lang

MAX_DOMAINS = 100

DomainName = Annotated[str, Field(min_length=1, max_length=PARAMETERS["domain"].longest)]


class EligibilityOfMany(BaseModel):
    """The body of `POST /v1/eligibility`, and what a direct invoke of `check` takes."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    lang: Lang | None = Field(None, description=PARAMETERS["lang"].about)
    domains: list[DomainName] = Field(
        [],
        max_length=MAX_DOMAINS,
        description="Without any, one answer about one more website of the account.",
    )
    account: str | None = Field(
        None,
        min_length=1,
        max_length=PARAMETERS["account"].longest,
        description=PARAMETERS["account"].about,
    )
    region: str | None = Field(
        None,
        min_length=1,
        max_length=PARAMETERS["region"].longest,
        description=PARAMETERS["region"].about,
    )
    serve: bool = Field(default=True, strict=True, description=PARAMETERS["serve"].about)
    declared: Declared = Field(
        NOTHING_DECLARED, description="Facts that no API tells; each shows under assumptions."
    )

    def questions(self) -> list[Question]:
        named: list[str | None] = [*self.domains] or [None]
        return [
            Question(domain, self.region, self.serve, self.declared, name=f"domains[{index}]")
            for index, domain in enumerate(named)
        ]


class NewSweep(BaseModel):
    """The body of `POST /v1/sweeps`, which needs none."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    lang: Lang | None = Field(None, description=PARAMETERS["lang"].about)
