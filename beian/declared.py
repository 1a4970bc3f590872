"""Lets declarations stand in for what could not be read, and says so in the fact itself.

What was read wins over what was declared; only what no API tells (since when a verification
stands) is added to a fact that was read.
"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from beian.facts import Assumption, DomainRealName, Fact, Known, RealName, Registration

if TYPE_CHECKING:
    from beian.config import Declared, DeclaredDomain


def merged(below: "Declared | None", above: "Declared | None") -> "Declared | None":
    """Both, what is above over what is below; None where nothing is declared."""
    return below.merged(above) if below and above else below or above


def real_name(read: Fact[RealName], declared: "Declared | None") -> Fact[RealName]:
    given = declared.real_name if declared else None
    if given is None:
        return read
    if not isinstance(read, Known):
        # Not said whether personal: taken as personal, whose requirements are the stricter.
        personal = given.personal is not False
        shown = _assumptions("declared.real_name", given.model_dump(exclude_none=True))
        return Known(RealName(given.verified, personal, given.since), (), shown)
    if given.since is None:
        return read
    since = Assumption("declared.real_name.since", given.since.isoformat())
    value = read.value._replace(since=given.since)
    return replace(read, value=value, assumptions=(*read.assumptions, since))


def registration(
    read: Fact[Registration], registrable: str, declared: "Declared | None", today: date
) -> Fact[Registration]:
    given = declared.domains.get(registrable) if declared else None
    if given is None or (given.until is not None and given.until < today):
        return read
    path = f"declared.domains.{registrable}"
    if not isinstance(read, Known):
        shown = _assumptions(path, given.model_dump(exclude_none=True))
        return Known(_registration(given), (), shown)
    if given.real_name_since is None:
        return read
    since = Assumption(f"{path}.real_name_since", given.real_name_since.isoformat())
    value = read.value._replace(verified_since=given.real_name_since)
    return replace(read, value=value, assumptions=(*read.assumptions, since))


def _registration(given: "DeclaredDomain") -> Registration:
    return Registration(
        real_name=DomainRealName.VERIFIED if given.real_name else DomainRealName.NOT_VERIFIED,
        created=given.created,
        expires=given.expires,
        on_hold=given.on_hold,
        verified_since=given.real_name_since,
    )


def _assumptions(path: str, values: dict[str, object]) -> tuple[Assumption, ...]:
    return tuple(Assumption(f"{path}.{name}", str(value)) for name, value in values.items())
