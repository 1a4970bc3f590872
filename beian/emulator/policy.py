"""The policy that narrows a session: CAM's syntax, as far as calls of an API go.

Actions have CAM's own prefixes (`finance:`, `apigw:`). The one resource that calls here have is the
role to assume; all other calls are granted whole, so that an `allow` must have resource `*`, and
a `deny` of any part of theirs denies them.
https://cloud.tencent.com/document/product/598/10603
"""

import json
from fnmatch import fnmatchcase
from typing import Annotated, Literal
from urllib.parse import unquote_plus

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as Misfit

from beian.emulator.errors import ApiError


def _listed(value: object) -> object:
    """One string may stand for a list of one."""
    return [value] if isinstance(value, str) else value


_Action = Annotated[
    str, StringConstraints(pattern=r"^(\*|(name/)?[A-Za-z0-9*]+:[A-Za-z0-9*]+)$", max_length=200)
]
_Resource = Annotated[str, StringConstraints(pattern=r"^(\*|qcs(:[^:]*){4}:.+)$")]
_Actions = Annotated[tuple[_Action, ...], BeforeValidator(_listed), Field(min_length=1)]
_Resources = Annotated[tuple[_Resource, ...], BeforeValidator(_listed), Field(min_length=1)]


class _Element(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Statement(_Element):
    """No `condition`: this emulator does not evaluate any, so it takes none."""

    effect: Literal["allow", "deny"]
    action: _Actions
    resource: _Resources

    def names(self, action: str) -> bool:
        return any(fnmatchcase(action, name.removeprefix("name/")) for name in self.action)

    def covers(self, resource: str) -> bool:
        return any(fnmatchcase(resource, pattern) for pattern in self.resource)


class Policy(_Element):
    version: Literal["2.0"]
    statement: tuple[Statement, ...] = Field(min_length=1)

    def allows(self, action: str, resource: str) -> bool:
        """`action` as `prefix:Action`. What is denied stays denied; what is not named is denied."""
        named = [statement for statement in self.statement if statement.names(action)]
        denied = any(s.effect == "deny" and (resource == "*" or s.covers(resource)) for s in named)
        return not denied and any(s.effect == "allow" and s.covers(resource) for s in named)


def read_policy(encoded: str) -> Policy:
    """From the URL-encoded JSON of a `Policy` parameter.

    Raises ApiError InvalidParameter.StrategyFormatError or .StrategyInvalid.
    """
    if "{" in encoded or '"' in encoded:
        raise _malformed("it is not URL-encoded")
    try:
        document = json.loads(unquote_plus(encoded, errors="strict"))
    except (ValueError, RecursionError):
        raise _malformed("it is not JSON in UTF-8") from None
    if _names_a_principal(document):
        raise _invalid("a session policy has no principal")
    try:
        return Policy.model_validate(document)
    except Misfit as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise _invalid(f"{where or 'the policy'} is not what CAM knows") from None


def _names_a_principal(document: object) -> bool:
    if not isinstance(document, dict):
        return False
    statements = document.get("statement")
    parts = [document, *(statements if isinstance(statements, list) else ())]
    return any(isinstance(part, dict) and "principal" in part for part in parts)


def _malformed(what: str) -> ApiError:
    return ApiError("InvalidParameter.StrategyFormatError", f"The parameter `Policy`: {what}.")


def _invalid(what: str) -> ApiError:
    return ApiError("InvalidParameter.StrategyInvalid", f"The parameter `Policy`: {what}.")
