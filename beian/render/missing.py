"""What could not be read, in words: one entry a read, however many regions it failed in."""

from collections.abc import Collection, Iterable

from beian import schema
from beian.facts import Cause, Name, Unreadable
from beian.render.wording import listed
from beian.texts import Catalogue

SPECIAL_CAUSES = (
    "denied.ba",
    "not_published.accesses",
    "not_published.pack_orders",
    "not_published.serverless_filings",
    "disagreement.registrationstatus",
    "disagreement.serverless_filings",
    "disagreement.webs",
)
"""Where what to do depends on more than the cause."""


def missing(
    unread: Iterable[Unreadable],
    decisive: Collection[Unreadable],
    texts: Catalogue,
    domain: str | None,
) -> list[schema.Missing]:
    groups: dict[tuple[str, ...], list[Unreadable]] = {}
    for one in unread:
        # An unknown region names itself in its detail: each of them is an entry of its own.
        groups.setdefault((one.name, one.cause, one.call, one.code, one.detail), []).append(one)
    return [
        _entry(group, any(one in decisive for one in group), texts, domain)
        for group in groups.values()
    ]


def _entry(
    group: list[Unreadable],
    decisive: bool,  # noqa: FBT001  # a field of the entry
    texts: Catalogue,
    domain: str | None,
) -> schema.Missing:
    one = group[0]
    regions = list(dict.fromkeys(u.region for u in group if u.region))
    where = texts.words["in_regions"].format(regions=listed(regions, texts)) if regions else ""
    values = {
        "fact": texts.facts[one.name],
        "call": one.call or texts.unknown,
        "code": one.code or texts.unknown,
        "permission": one.permission or texts.unknown,
        "detail": one.detail or texts.unknown,
        "domain": domain or texts.unknown,
        "where": where,
        **_order(one, texts),
    }
    words = texts.causes[cause_key(one)]
    return schema.Missing(
        fact=one.name.value,
        cause=one.cause,
        call=one.call or None,
        regions=regions,
        code=one.code or None,
        permission=one.permission or None,
        detail=one.detail or None,
        decisive=decisive,
        message=words.message.format_map(values),
        remedy=words.remedy.format_map(values),
    )


def _order(one: Unreadable, texts: Catalogue) -> dict[str, str]:
    """The order in doubt and why, which such an entry has in its detail."""
    order, _, reason = one.detail.partition(": ")
    return {"order": order, "reason": texts.packs.get(reason, "")}


def cause_key(one: Unreadable) -> str:
    """The key of the catalogue's `causes` that fits: the special one where there is one."""
    if one.cause is Cause.DENIED:
        selector = one.call.partition(":")[0]
    elif one.name is Name.ORDERS:
        selector = "pack_orders"
    else:
        selector = one.detail.lower()
    special = f"{one.cause.value}.{selector}"
    return special if special in SPECIAL_CAUSES else one.cause.value
