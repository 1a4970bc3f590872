"""The use case: from questions to answers, for one account.

Reads the account once for all questions, fills in what the user declared, judges, and renders.
"""

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from beian import declared as declarations
from beian.domains import REGION, BadDomain, parse
from beian.environment import Clock
from beian.facts import (
    SHANGHAI,
    Cause,
    Domain,
    Facts,
    Intent,
    Known,
    Name,
    Order,
    OrderWindow,
    Place,
    Unreadable,
)
from beian.facts import Declared as DeclaredFacts
from beian.tencent.account import AccountFacts, Reader, Wanted
from beian.tencent.memory import Memory
from beian.tencent.reads import PROVIDES
from beian.tencent.transport import Credential, Deadline, Transport, Wire
from beian.texts import Lang, catalogue

if TYPE_CHECKING:
    from beian.config import Declared
    from beian.schema import Answer, Missing
    from beian.settings import Settings
    from beian.verdict import Judgement

RETRY_AFTER_S = 30


class BadQuestion(ValueError):
    """A question that cannot be asked: `field` names the input, `code` the text that tells why."""

    def __init__(self, field_: str, code: str, value: str) -> None:
        super().__init__(f"{field_}: {code}")
        self.field = field_
        self.code = code
        self.value = value

    def message(self, lang: Lang) -> str:
        return catalogue(lang).refusals[self.code].format(value=self.value[:80])


class NothingReadable(Exception):
    """Not one fact could be read, so there is nothing to answer with. `answers` are the verdicts
    all the same (each `indeterminate`), for whoever wants to show the causes."""

    retry_after = RETRY_AFTER_S

    def __init__(self, answers: "list[Answer]", missing_: "list[Missing]") -> None:
        super().__init__("nothing at all could be read")
        self.answers = answers
        self.missing = missing_


class Question(NamedTuple):
    """About a domain, or (None) about one more website of the account. `serve`: the domain is
    served, or about to be; `region`: from where, None for wherever it is bound, else from home.
    `name` is what the asker calls the domain's input."""

    domain: str | None = None
    region: str | None = None
    serve: bool = True
    declared: "Declared | None" = None
    name: str = "domain"


class Session(NamedTuple):
    """What a check of one account runs with.

    `credential`: the account's, or why there is none. `name` and `declared` are the account's own;
    `home` is where its sites are served from unless asked otherwise, if that is known. `spent` is
    told how many calls the reads took.
    """

    wire: Wire
    memory: Memory
    config: "Settings"
    credential: Credential | Unreadable
    name: str | None
    declared: "Declared | None"
    home: str | None
    deadline: Deadline
    clock: Clock
    spent: Callable[[int], None] = lambda _: None


class Asked(NamedTuple):
    """A question whose inputs were understood."""

    question: Question
    domain: Domain | None
    declared: "Declared | None"

    @property
    def reads(self) -> bool:
        """A platform's default domain is exempt by its name alone: nothing is read for it."""
        return self.domain is None or self.domain.default_suffix is None


def check(questions: Sequence[Question], session: Session, lang: Lang) -> "list[Answer]":
    """One answer a question, in their order.

    :raises BadQuestion: an input makes no sense; nothing was read then.
    :raises NothingReadable: facts were needed and none could be read.
    """
    asked = [_understand(question, session) for question in questions]
    found = _read(asked, session)
    from beian.render.answer import render  # noqa: PLC0415  # `_load_judging` has loaded them
    from beian.render.missing import missing  # noqa: PLC0415
    from beian.verdict import judge  # noqa: PLC0415

    now = session.clock().astimezone(SHANGHAI)
    account = (found.uin if found else None, session.name)
    answers: list[Answer] = []
    missed: list[Unreadable] = []
    for one in asked:
        facts = _facts(one, found, session, now)
        judgement = judge(facts, session.config.policy)
        missed += judgement.missing
        verdict_id = str(uuid.uuid4())
        answers.append(render(judgement, facts, session.config.policy, account, lang, verdict_id))
    if found and not _anything(found):
        words = catalogue(lang)
        raise NothingReadable(
            answers, missing(tuple(dict.fromkeys(missed)), frozenset(), words, None)
        )
    return answers


def examine(
    session: Session, domains_at: Callable[[tuple[Place, ...]], Sequence[Question]]
) -> "tuple[str | None, list[tuple[Facts, Judgement]]]":
    """Whose the credential is; then the judgement on the account itself, and one for each domain
    that makes sense, whatever could be read.

    :param domains_at: the questions about domains, from what is bound where, which is read in every
        region
    """
    whole = _understand(Question(), session)
    found = _read([whole], session, everywhere=True) or _nobody(no_credential())
    asked = [whole]
    for question in domains_at(found.places):
        with suppress(BadQuestion):  # bound under a name that no domain has
            asked.append(_understand(question, session))
    found = _with_names(found, _names(asked), session)
    from beian.verdict import judge  # noqa: PLC0415  # `_load_judging` has loaded it

    now = session.clock().astimezone(SHANGHAI)
    facts = [_facts(one, found, session, now) for one in asked]
    return found.uin, [(one, judge(one, session.config.policy)) for one in facts]


def _with_names(found: AccountFacts, names: Sequence[str], session: Session) -> AccountFacts:
    if isinstance(session.credential, Unreadable):
        nothing = _nobody(session.credential, names)
        return found._replace(icp=nothing.icp, registrations=nothing.registrations)
    transport = Transport(session.wire, session.credential, session.deadline, session.clock)
    icp, registrations = Reader(transport, session.memory).read_names(names)
    session.spent(transport.calls)
    return found._replace(icp=icp, registrations=registrations)


def _names(asked: Sequence[Asked]) -> tuple[str, ...]:
    """The registrable domains that have to be read."""
    domains = (one.domain for one in asked if one.reads)
    return tuple(dict.fromkeys(domain.registrable for domain in domains if domain))


def _understand(question: Question, session: Session) -> Asked:
    """:raises BadQuestion: the domain or the region is none."""
    domain = None
    if question.domain is not None:
        try:
            domain = parse(question.domain, session.config.policy)
        except BadDomain as error:
            raise BadQuestion(question.name, error.code, question.domain) from error
    if question.region is not None and not REGION.fullmatch(question.region):
        raise BadQuestion("region", "region.invalid", question.region)
    return Asked(question, domain, declarations.merged(session.declared, question.declared))


def _read(
    asked: Sequence[Asked], session: Session, *, everywhere: bool = False
) -> AccountFacts | None:
    """None where no question needs anything read. `everywhere`: bindings too, asked or not."""
    reading = [one for one in asked if one.reads]
    if not reading:
        return None
    names = _names(reading)
    config, policy = session.config, session.config.policy
    is_everywhere = everywhere or bool(names)
    regions = (*policy.mainland_regions, *policy.outside_regions) if is_everywhere else ()
    if isinstance(session.credential, Unreadable):
        return _nobody(
            session.credential, names, [(p, r) for p in config.products for r in regions]
        )
    orders = DeclaredFacts(
        pack_orders=frozenset().union(*(_declared(one).pack_orders for one in reading))
    )

    def is_scf(order: Order) -> bool:
        from beian.rulebook import recognise  # noqa: PLC0415  # `_load_judging` has loaded it

        return recognise.is_scf(order, orders, policy)

    def is_pack(order: Order) -> bool:
        from beian.rulebook import recognise  # noqa: PLC0415

        return recognise.may_count(order, orders, policy)

    wanted = Wanted(
        registrables=names,
        regions=regions,
        products=config.products,
        months=policy.pack_term_months,
        margin_days=policy.orders_margin_days,
        is_scf=is_scf,
        is_pack=is_pack,
        declared=orders.pack_orders,
        verified_field=policy.real_name_field,
        remember_seconds=config.remember_seconds,
    )
    transport = Transport(session.wire, session.credential, session.deadline, session.clock)
    found = Reader(transport, session.memory).read(wanted, session.clock(), _load_judging)
    session.spent(transport.calls)
    return found


def _load_judging() -> None:
    """What judges and renders is loaded while the last replies are on their way, so that a cold
    start does not wait for it."""
    import beian.render.answer  # noqa: PLC0415
    import beian.verdict  # noqa: F401, PLC0415


def _facts(one: Asked, found: AccountFacts | None, session: Session, now: datetime) -> Facts:
    known = found if found and one.reads else _nobody(no_credential(), [""])
    name = one.domain.registrable if one.domain and one.reads else ""
    nothing = _nobody(no_credential(), [name])
    return Facts(
        now=now,
        domain=one.domain,
        intent=Intent(
            serve=one.question.serve,
            region=one.question.region,
            home=session.home,
        ),
        orders=known.orders if one.reads else (),
        websites=known.websites,
        real_name=declarations.real_name(known.real_name, one.declared),
        order_in_progress=known.order_in_progress,
        icp=known.icp.get(name, nothing.icp[name]),
        registration=declarations.registration(
            known.registrations.get(name, nothing.registrations[name]),
            name,
            one.declared,
            now.date(),
        ),
        places=known.places,
        declared=_declared(one),
    )


def _declared(one: Asked) -> DeclaredFacts:
    """What was declared that no read could tell."""
    found = one.declared
    if found is None:
        return DeclaredFacts()
    orders = frozenset(found.pack_orders)
    return DeclaredFacts(found.serverless_filings, found.accesses, orders)


def no_credential() -> Unreadable:
    """Why nothing can be read where the environment holds no credential."""
    return Unreadable(Name.ORDERS, Cause.NOT_SIGNED_IN, detail="no credential")


def _nobody(
    why: Unreadable, names: Sequence[str] = (), places: Sequence[tuple[str, str]] = ()
) -> AccountFacts:
    """What is read without any credential: nothing."""

    def unread(name: Name, region: str | None = None) -> Unreadable:
        if why.call:  # the role was not assumed: that call is what failed
            return why._replace(name=name, region=region)
        read = PROVIDES[name][0]
        return why._replace(name=name, region=region, call=read.name, permission=read.permission)

    never = datetime.min.replace(tzinfo=SHANGHAI)
    return AccountFacts(
        uin=None,
        orders=(OrderWindow(never, never, unread(Name.ORDERS)),),
        websites=unread(Name.WEBSITES),
        real_name=unread(Name.REAL_NAME),
        order_in_progress=unread(Name.ORDER_IN_PROGRESS),
        places=tuple(Place(p, r, unread(Name.BINDINGS, r)) for p, r in places),
        icp={name: unread(Name.ICP) for name in names},
        registrations={name: unread(Name.REGISTRATION) for name in names},
    )


def _anything(found: AccountFacts) -> bool:
    """Whether at least one fact was read: a name that is gone has no reply, so no request id."""
    facts = (
        *(window.orders for window in found.orders),
        found.websites,
        found.real_name,
        found.order_in_progress,
        *found.icp.values(),
        *found.registrations.values(),
        *(place.bindings for place in found.places),
    )
    return any(isinstance(f, Known) and any(e.request_id for e in f.evidence) for f in facts)
