"""Which findings somebody answers for. Days are of Asia/Shanghai; a waiver counts on its last."""

from collections.abc import Iterable, Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Literal

from beian.config.sweep import EVERY, Waiver
from beian.sweep.report import WaiverUse


def covering(
    waivers: Iterable[Waiver], account: str, domain: str | None, rule: str, today: date
) -> Waiver | None:
    """The waiver of a finding; of several the one that lasts longest, then the one of the least id.

    :param domain: in ASCII, lower case; None: the finding is about the account itself
    """
    found = (one for one in waivers if one.expires >= today and _fits(one, account, domain, rule))
    return min(found, key=lambda one: (-one.expires.toordinal(), one.id), default=None)


def _fits(waiver: Waiver, account: str, domain: str | None, rule: str) -> bool:
    return (
        waiver.account in (EVERY, account)
        and (waiver.domain == EVERY or (domain is not None and fnmatchcase(domain, waiver.domain)))
        and fnmatchcase(rule, waiver.rule)
    )


def uses(waivers: Iterable[Waiver], counts: Mapping[str, int], today: date) -> list[WaiverUse]:
    """What became of each waiver, in the order of the configuration.

    :param counts: how many findings each covers, by its id
    """
    return [
        WaiverUse(
            id=one.id,
            account=one.account,
            domain=one.domain,
            rule=one.rule,
            reason=one.reason,
            owner=one.owner,
            expires=one.expires,
            state=_state(one, counts, today),
            uses=counts.get(one.id, 0),
        )
        for one in waivers
    ]


def _state(
    waiver: Waiver, counts: Mapping[str, int], today: date
) -> Literal["active", "unused", "expired"]:
    if waiver.expires < today:
        return "expired"
    return "active" if counts.get(waiver.id) else "unused"
