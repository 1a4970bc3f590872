"""How many websites an account has filed through Serverless, and how many it may.

No API tells which of the filed websites came through Serverless: the number is declared, or
bounded from above by the websites filed in the account.
"""

from dataclasses import dataclass

from beian.facts import Assumption, Facts, Known
from beian.rulebook.model import MEETS, Outcome
from beian.rulebook.policy import Policy


@dataclass(frozen=True)
class Bounds:
    """`low` to `high`, both included; `high` is None where nothing bounds it."""

    low: int
    high: int | None

    @property
    def exact(self) -> int | None:
        return self.low if self.low == self.high else None


def used_by(facts: Facts, declared: int | None) -> Bounds:
    """What is used of a quota: what was declared, bounded by the websites of the account.

    A declaration above the websites that the account shows contradicts them: then both bound it.
    """
    websites = facts.websites.value if isinstance(facts.websites, Known) else None
    if declared is None:
        return Bounds(0, websites)
    if websites is not None and websites < declared:
        return Bounds(websites, declared)
    return Bounds(declared, declared)


def basis(facts: Facts, name: str, declared: int | None) -> list[Known[object]]:
    """The facts that a quota rests on, for an outcome to show."""
    found: list[Known[object]] = [facts.websites] if isinstance(facts.websites, Known) else []
    if declared is not None:
        found.append(Known(None, (), (Assumption(f"declared.{name}", str(declared)),)))
    return found


def allowed(pack_outcomes: list[Outcome], policy: Policy) -> int | None:
    """Websites the account may file: the quota with a pack set, 0 without, None where unknown."""
    effects = [o.effects for o in pack_outcomes]
    if all(e == {MEETS} for e in effects):
        return policy.websites_per_account
    return None if all(MEETS in e for e in effects) else 0
