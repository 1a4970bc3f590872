"""What a sweep sets out to check: written once, so that whoever works on it works on the same."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from pydantic import AwareDatetime, Field

from beian.config import Waiver
from beian.facts import Cause
from beian.rulebook.policy import Policy
from beian.sweep.names import Name
from beian.sweep.report import Model, Rulebook, Trigger

SCHEMA: Literal["beian.sweep-manifest/v1"] = "beian.sweep-manifest/v1"


class Roster(NamedTuple):
    """The accounts there are. `unread`: why some may be missing. `members` are the names of those
    that are there as members of the organization alone."""

    uins: Collection[str]
    unread: Cause | None = None
    members: Mapping[str, str | None] = {}


class Manifest(Model):
    """`shards` are account ids, each in one shard. `previous` is what changes are told against.

    `roster_unread` is the cause, where the organization's members could not be listed: the accounts
    are then those configured and those of the previous sweep. `members` are the names of those that
    no configuration knows: who works on a shard does not list a whole organization for it."""

    schema_: Literal["beian.sweep-manifest/v1"] = Field(SCHEMA, alias="schema")
    id: str
    trigger: Trigger
    planned_at: AwareDatetime
    previous: str | None
    rulebook: Rulebook
    waivers: list[Waiver]
    roster_unread: Cause | None
    shards: list[list[str]]
    members: dict[str, str | None] = Field(default_factory=dict)

    @property
    def accounts(self) -> list[str]:
        return [uin for shard in self.shards for uin in shard]


def plan(
    name: Name,
    roster: Roster,
    before: Manifest | None,
    waivers: Sequence[Waiver],
    policy: Policy,
    per_shard: int,
    planned_at: AwareDatetime,
) -> Manifest:
    """:param before: of the last complete sweep"""
    carried = before.accounts if before and roster.unread else []
    uins = sorted({*roster.uins, *carried})
    return Manifest(
        id=name.id,
        trigger=Trigger(kind=name.kind, name=name.trigger, time=name.time),
        planned_at=planned_at,
        previous=before.id if before else None,
        rulebook=Rulebook(version=policy.version, date=policy.as_of),
        waivers=list(waivers),
        roster_unread=roster.unread,
        members=dict(roster.members),
        shards=[uins[at : at + per_shard] for at in range(0, len(uins), per_shard)],
    )
