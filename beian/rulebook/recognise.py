"""Which orders may be filing packs, by what they say of themselves.

No API lists SCF packs, and the codes and texts of their orders are published nowhere: an order is
recognised by data (`Policy`), never by one number alone, and what cannot be told stays a doubt.
"""

from collections.abc import Iterable
from enum import Enum

from beian.facts import Declared, Order
from beian.rulebook import quantities
from beian.rulebook.policy import Policy


class Kind(str, Enum):
    INVOCATIONS = "invocations"
    GBS = "gbs"


def is_scf(order: Order, declared: Declared, policy: Policy) -> bool:
    """Whether an order is of SCF at all: by its codes, its texts or a declaration, or since it is
    marked as a filing pack and has both its quantities."""
    return (
        order.id in declared.pack_orders
        or bool(set(order.codes) & set(policy.scf_codes))
        or _mentions(order.texts, policy.scf_words)
        or (
            _mentions(order.texts, policy.filing_words)
            and len(_by_size(order, policy)[0]) == len(Kind)
        )
    )


def may_count(order: Order, declared: Declared, policy: Policy) -> bool:
    """Whether an order is, or may be, a filing pack, whatever has become of it."""
    return is_scf(order, declared, policy) and bool(identify(order, declared, policy)[0])


def identify(order: Order, declared: Declared, policy: Policy) -> tuple[frozenset[Kind], str]:
    """Which filing packs an order may be, and the doubt that stays (empty: none)."""
    if order.id in declared.pack_orders:
        return frozenset(Kind), ""
    if order.action not in ("purchase", ""):
        return frozenset(), "other_action"
    marked = _mentions(order.texts, policy.filing_words)
    against = _speaks_against(order, policy)
    if against and not marked:
        return frozenset(), against
    kinds, doubt = _by_size(order, policy)
    if marked and doubt == "other_quantity" and not _quantities(order):
        return frozenset(Kind), "no_quantities"
    if kinds and not doubt:
        alone = not marked and len(kinds) == 1 and order.term_months is None
        doubt = "mixed_signs" if against else "one_number" if alone else ""
    return kinds, doubt


def _speaks_against(order: Order, policy: Policy) -> str:
    """What makes an order another product, whatever its numbers; empty where nothing does."""
    if _mentions(order.texts, policy.look_alike_words) or order.list_price_fen == 0:
        return "look_alike"
    short = order.term_months is not None and order.term_months < policy.pack_term_months
    return "short_term" if short else ""


def _by_size(order: Order, policy: Policy) -> tuple[frozenset[Kind], str]:
    wanted = (
        (Kind.INVOCATIONS, quantities.invocations(order.texts), policy.pack_invocations),
        (Kind.GBS, quantities.gbs(order.texts), policy.pack_gbs),
    )
    larger = frozenset(kind for kind, found, size in wanted if max(found, default=0) > size)
    named = frozenset(kind for kind, found, size in wanted if size in found)
    if larger:
        return named | larger, "larger"
    if any(size in found and len(found) > 1 for _, found, size in wanted):
        return named, "several_quantities"
    return named, "" if named else "other_quantity"


def _quantities(order: Order) -> frozenset[int]:
    return quantities.invocations(order.texts) | quantities.gbs(order.texts)


def _mentions(texts: Iterable[str], words: Iterable[str]) -> bool:
    folded = [t.casefold() for t in texts]
    return any(word.casefold() in text for word in words for text in folded)
