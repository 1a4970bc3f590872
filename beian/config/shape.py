"""What every part of the configuration is made of."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from beian.domains import REGION


class Model(BaseModel):
    # defer_build: a function that configures and declares nothing does not pay for validation.
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True
    )


def _region(value: str) -> str:
    if not REGION.fullmatch(value):
        raise ValueError("no region code: write it as ap-guangzhou")
    return value


Region = Annotated[str, AfterValidator(_region)]


def like(pattern: str, otherwise: str) -> AfterValidator:
    """What has another shape is an error that says `otherwise`, and does not quote it."""

    def checked(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(otherwise)
        return value

    return AfterValidator(checked)
