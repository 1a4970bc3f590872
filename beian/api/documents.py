"""What is answered: verdicts, and the documents beside them. OpenAPI is made from these.

Loaded where one is made, so that a cold start does not pay for those it does not make.
"""

from typing import Literal

from pydantic import Field

from beian import schema
from beian.rulebook.model import Requires, Severity
from beian.rulebook.policy import Policy
from beian.rulebook.registry import RULES
from beian.schema import Answer, Answers
from beian.texts import Catalogue

__all__ = [
    "Answer",
    "Answers",
    "Health",
    "Problem",
    "ProblemField",
    "RuleInfo",
    "RuleList",
    "Running",
]


class RuleInfo(schema.Model):
    id: str
    title: str
    description: str
    severity: Severity
    requires: Requires = Field(description="What the rule is required for.")
    source: schema.Source


class RuleList(schema.Model):
    rulebook: schema.Rulebook
    rules: list[RuleInfo]


class Health(schema.Model):
    status: Literal["ok"] = "ok"
    version: str
    rulebook: schema.Rulebook


class Running(schema.Model):
    """A sweep that has no report yet."""

    id: str
    status: Literal["running"] = "running"


class ProblemField(schema.Model):
    field: str = Field(description="Such as domains[3] or declared.accesses.")
    message: str
    remedy: str | None = None


class Problem(schema.Model):
    """RFC 9457."""

    type: str = Field(
        description="urn:beian:problem: and a code; it never changes with the language."
    )
    title: str
    status: int
    detail: str
    instance: str | None = Field(None, description="The request's id in the platform's log.")
    errors: list[ProblemField] | None = None
    missing: list[schema.Missing] | None = Field(None, description="Only with 503.")


def rule_list(texts: Catalogue) -> RuleList:
    policy = Policy()
    return RuleList(
        rulebook=schema.Rulebook(version=policy.version, date=policy.as_of),
        rules=[
            RuleInfo(
                id=rule.id,
                title=texts.rules[rule.id].title,
                description=texts.rules[rule.id].about,
                severity=rule.severity,
                requires=rule.requires,
                source=schema.Source.model_validate(rule.source, from_attributes=True),
            )
            for rule in RULES
        ],
    )
