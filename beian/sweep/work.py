"""One account of a sweep: every domain bound or declared in it, checked, and set against the last
complete sweep."""

import time
from collections.abc import Sequence

from beian.check import Question, Session, examine
from beian.domains import BadDomain, parse
from beian.facts import Cause, Name, Place, Unreadable
from beian.facts import Domain as Host
from beian.rulebook.policy import Policy
from beian.sweep.report import AccountResult, Cost
from beian.sweep.result import Found, Work, bound_in, dark_in, declared_in

_STRANGE = Unreadable(
    Name.ORDERS, Cause.NOT_CHECKED, detail="its credential belongs to another account"
)


def check_account(work: Work, session: Session) -> AccountResult:
    """Never fails for what cannot be read: that is part of the result."""
    began, calls = time.monotonic(), 0
    seen: tuple[Place, ...] = ()

    def spent(more: int) -> None:
        nonlocal calls
        calls += more

    def domains_at(found: tuple[Place, ...]) -> list[Question]:
        nonlocal seen
        seen = found
        return [Question(domain) for domain in _domains(found, work.before, session)]

    uin, (whole, *judged) = examine(session._replace(spent=spent), domains_at)
    if uin not in (None, work.uin):
        return check_account(work, session._replace(credential=_STRANGE))
    found = Found(work, session, seen, whole, judged)
    return found.result(Cost(calls=calls, seconds=round(time.monotonic() - began, 3)))


def _domains(found: Sequence[Place], before: AccountResult | None, session: Session) -> list[str]:
    """Those bound; those declared, unless something under them is bound; and those that were bound
    where that can no longer be read: they are not gone, as far as anyone can tell."""
    policy = session.config.policy
    bound, dark = bound_in(found), dark_in(found)
    covered = {host.registrable for name in bound if (host := _parsed(name, policy))}
    declared = [name for name in declared_in(session) if name not in covered]
    hidden = [d.domain for d in (before.domains if before else ()) if not dark.isdisjoint(d.places)]
    return sorted({*bound, *declared, *hidden})


def _parsed(host: str, policy: Policy) -> Host | None:
    try:
        return parse(host, policy)
    except BadDomain:
        return None
