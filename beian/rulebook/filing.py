"""What the filing of a domain may be, given what was read: the reasoning that several rules and
the verdict share."""

from dataclasses import dataclass
from enum import Enum

from beian.facts import Cause, Facts, Icp, Known, Name, Unreadable


class FilingStatus(str, Enum):
    FILED = "filed"  # with the authority, and landed on Tencent Cloud for this account
    NOT_FILED = "not_filed"
    FILED_ELSEWHERE = "filed_elsewhere"  # with the authority, through another provider or account
    STALE = "stale"  # landed here once, but the authority no longer has it


class FilingKind(str, Enum):
    FIRST = "first"
    NEW_WEBSITE = "new_website"
    ACCESS = "access"


@dataclass(frozen=True)
class Filing:
    """One way the filing of the domain may stand."""

    status: FilingStatus
    banned: bool

    @property
    def may_serve(self) -> bool:
        """Whether the domain may be served from the mainland while its filing stands so."""
        return self.status is FilingStatus.FILED and not self.banned


GATEWAY, WEBSITES = "RegistrationStatus", "Webs"
"""The second sources, by the field that contradicts the first."""

ALL_FILINGS = frozenset(Filing(s, banned=b) for s in FilingStatus for b in (False, True))


def status_of(icp: Icp) -> FilingStatus:
    if icp.gov:
        return FilingStatus.FILED if icp.landed else FilingStatus.FILED_ELSEWHERE
    return FilingStatus.STALE if icp.landed else FilingStatus.NOT_FILED


def gateway_words(facts: Facts) -> frozenset[bool]:
    """API Gateway's `RegistrationStatus` of the domain's own bindings: what it says of them."""
    return frozenset(
        b.registered
        for place in facts.places
        if isinstance(place.bindings, Known)
        for b in place.bindings.value
        if b.registered is not None and under(facts, b.host)
    )


def second_sources(facts: Facts) -> tuple[Known[object], ...]:
    """What else speaks of the filing: API Gateway's bindings of the domain, and the websites."""
    gateway = [
        place.bindings
        for place in facts.places
        if isinstance(place.bindings, Known)
        and any(b.registered is not None and under(facts, b.host) for b in place.bindings.value)
    ]
    return (*gateway, *([facts.websites] if isinstance(facts.websites, Known) else []))


def under(facts: Facts, host: str) -> bool:
    """Whether `host` is the asked domain's registrable domain or stands under it."""
    if facts.domain is None:
        return False
    registrable = facts.domain.registrable
    return host == registrable or host.endswith("." + registrable)


def disagreement(facts: Facts) -> Unreadable | None:
    """Two sources on the filing that contradict each other: then neither is believed."""
    if not isinstance(facts.icp, Known):
        return None
    status, words = status_of(facts.icp.value), gateway_words(facts)
    if (status is FilingStatus.FILED and False in words) or (
        status is FilingStatus.NOT_FILED and True in words
    ):
        return Unreadable(Name.ICP, Cause.DISAGREEMENT, detail=GATEWAY)
    no_website = isinstance(facts.websites, Known) and facts.websites.value == 0
    if status is FilingStatus.FILED and no_website:
        return Unreadable(Name.ICP, Cause.DISAGREEMENT, detail=WEBSITES)
    return None


def possible_filings(facts: Facts) -> frozenset[Filing]:
    """Every way the filing may stand: one where it is known, more where it is not.

    The ban has one source, so it stays known where only the status is disputed.
    """
    if not isinstance(facts.icp, Known):
        return ALL_FILINGS
    icp = facts.icp.value
    statuses = {status_of(icp)}
    dispute = disagreement(facts)
    if dispute:
        # An account without websites disputes only whose account the filing landed for.
        whose = {FilingStatus.FILED, FilingStatus.FILED_ELSEWHERE}
        statuses = whose if dispute.detail == WEBSITES else set(FilingStatus)
    return frozenset(Filing(s, banned=icp.ban) for s in statuses)


def untold(facts: Facts) -> tuple[Unreadable, ...]:
    """What would tell how the filing stands, where that is not known."""
    doubt = facts.icp if isinstance(facts.icp, Unreadable) else disagreement(facts)
    return (doubt,) if doubt else ()


def kind_of(status: FilingStatus | None, facts: Facts) -> FilingKind | None:
    """Which procedure the domain needs; None where none does or where it cannot be told.

    A subject that has filed before adds a website; what the account shows of earlier filings is
    the number of its websites.
    """
    if status is FilingStatus.FILED_ELSEWHERE:
        return FilingKind.ACCESS
    if status in (FilingStatus.NOT_FILED, FilingStatus.STALE) and isinstance(facts.websites, Known):
        return FilingKind.NEW_WEBSITE if facts.websites.value else FilingKind.FIRST
    return None
