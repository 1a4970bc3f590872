"""The function: one way for each trigger, and the only place where things are built."""

import hashlib
import os
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from beian import access, api, environment, events, log, settings
from beian.check import Question, Session, check, no_credential
from beian.context import Context, read_context
from beian.declared import merged
from beian.environment import BadEnvironment
from beian.facts import Unreadable
from beian.settings import ConfigError, Settings
from beian.sweep import OPS, SweepFailed
from beian.tencent.memory import Memory
from beian.tencent.transport import Credential, Deadline, Transport, Wire
from beian.texts import Lang

if TYPE_CHECKING:
    from beian.accounts import Accounts
    from beian.config import AccountConfig
    from beian.schema import Answer
    from beian.sweep.counter import Counter
    from beian.sweep.desk import Builder
    from beian.sweep.names import Name

MARGIN_S = 0.5
"""Kept of the platform's time limit for judging, rendering and replying."""
CONFIG_FOR_S = 60
"""How long a warm function goes on with a configuration from COS before it looks again, so that a
caller who was struck out is out within a minute."""


class Process(NamedTuple):
    """What stays from one invocation to the next. `told` is what the environment said; `looked`,
    monotonic, is when the configuration's text was last read, `text` its hash: it holds secrets."""

    told: tuple[str | None, ...]
    looked: float
    text: bytes | None
    config: Settings
    clock: environment.Clock
    wire: Wire
    memory: Memory
    limits: access.Limits
    accounts: "Accounts | None"


SWEEP_ROUTES = ("timer", *(f"invoke {op}" for op in OPS))

_kept: list[Process] = []


def process(environ: Mapping[str, str]) -> Process:
    """The process's state, built at first use and again when the environment names another, or the
    configuration has changed.

    :raises BadEnvironment: :raises ConfigError: what it was told cannot be used.
    """
    endpoint, name = environment.endpoint(environ), environ.get("BEIAN_CONFIG")
    kept = _kept[0] if _kept and _kept[0].told == (endpoint, name) else None
    now = time.monotonic()
    if kept and (now < kept.looked + CONFIG_FOR_S or not settings.is_remote(name or "")):
        return kept
    text = settings.source(environ)
    mark = None if text is None else hashlib.sha256(text.encode()).digest()
    if kept and kept.text == mark:
        kept = kept._replace(looked=now)
    else:
        found = settings.understood(name or "", text)
        kept = Process(
            (endpoint, name),
            now,
            mark,
            found,
            environment.clock(environ),
            Wire(endpoint),
            Memory(),
            access.Limits(found.requests_per_minute),
            _accounts(found),
        )
    keep(kept)
    return kept


def keep(state: Process) -> None:
    """Makes it what the invocations to come begin with."""
    _kept[:] = [state]


def _accounts(found: Settings) -> "Accounts | None":
    """None for a function that answers about its own account alone: it loads nothing for others."""
    if not found.accounts and not found.organization:
        return None
    from beian.accounts import Accounts  # noqa: PLC0415

    return Accounts(found)


def handle(event: object, context: object) -> dict[str, object]:
    """The answer to whatever the platform sends, in the shape that its sender can take.

    :raises SweepFailed: a step of a sweep failed, and the platform is to try it again.
    """
    about = read_context(context)
    with log.invocation(about.request_id) as line:
        try:
            reply = _answer(event, about, line)
        except events.UnrecognisedEvent as refused:
            reply = refused.reply(about.request_id)
        except SweepFailed as failed:
            log.failed(line, str(failed))
            log.request(line, 500)
            raise
        except Exception as error:  # noqa: BLE001  # the one at the top: a bug must not leak its shape
            _log_bug(error, line)
            if line.route in SWEEP_ROUTES:
                log.request(line, 500)
                raise SweepFailed(_shown(error) or "internal error: see the log") from None
            reply = events.reply_to(event, api.Refused("internal"), about.request_id)
        log.request(line, _status(reply))
    return reply


def _answer(event: object, about: Context, line: log.Line) -> dict[str, object]:
    parsed = events.parse(event, about)
    by = line.began + about.time_limit_ms / 1000 - MARGIN_S
    if isinstance(parsed, events.Timer):
        line.caller = line.route = "timer"
        return _sweep(parsed, about, Deadline(by - time.monotonic()))
    if isinstance(parsed, events.Invoke):
        line.caller, line.route = access.OWNER.name, api.op_name(parsed.op)
        if line.route in SWEEP_ROUTES:
            return _sweep(parsed, about, Deadline(by - time.monotonic()))
        ask = asking(access.OWNER, about, Deadline(by - time.monotonic()))
        return api.invoke(parsed.op, parsed.parameters, ask, about.request_id)
    return _answer_http(parsed, about, line, by)


def _sweep(
    event: events.Timer | events.Invoke, about: Context, deadline: Deadline
) -> dict[str, object]:
    """:raises SweepFailed: it could not be done."""
    if not os.environ.get("BEIAN_STORE"):
        return api.no_sweep(about.request_id)
    from beian.sweep import entry  # noqa: PLC0415  # no check pays for it
    from beian.sweep.desk import store_of  # noqa: PLC0415

    builder = sweeping(about, deadline)
    try:
        order = entry.order_of(event)
        clock = process(os.environ).clock
        done = entry.carry_out(order, lambda: builder.engine(store_of(os.environ)), clock())
    except entry.BadOrder as error:
        return api.bad_order(str(error), about.request_id)
    finally:
        log.count_calls(builder.calls)
    return {"ok": True, "sweeps": [one._asdict() for one in done]}


def sweeping(about: Context, deadline: Deadline) -> "Builder":
    """What builds the engine of a sweep."""
    from beian.sweep.desk import Builder  # noqa: PLC0415  # no check pays for it

    return Builder(process(os.environ), about, deadline, session_for, _credential)


def _answer_http(
    event: events.HttpRequest, about: Context, line: log.Line, by: float
) -> dict[str, object]:
    """:param by: monotonic, when the function must have answered"""
    line.traceparent = log.traceparent(event.headers)
    kept = process(os.environ)
    principal = access.identify(event, kept.config, kept.clock())
    line.caller = principal.name if principal else "anonymous"
    request = event.to_request(
        principal,
        wait_s=kept.limits.wait(principal, time.monotonic()),
        base_path=os.environ.get("BEIAN_BASE_PATH", ""),
    )
    line.route = api.name_of(request)
    limit, by = by, min(by, line.began + kept.config.budget_seconds)
    nobody = access.NOBODY if principal is None else principal
    ask = asking(nobody, about, Deadline(by - time.monotonic()))
    if not about.function_name:  # not on the platform: a sweep runs here, and nobody cuts it off
        by = limit
    counter = _counter(nobody, about, by) if os.environ.get("BEIAN_STORE") else None
    return api.to_platform(api.respond(request, ask, counter))


def _counter(principal: access.Principal, about: Context, by: float) -> "Callable[[], Counter]":
    """What opens, for whoever asks of sweeps, what they may have.

    :param by: monotonic, when it must have begun a sweep, or ended one that runs here
    """

    def opened() -> "Counter":
        from beian.sweep.counter import Counter  # noqa: PLC0415  # no check pays for it
        from beian.sweep.desk import store_of  # noqa: PLC0415

        kept, store = process(os.environ), store_of(os.environ, someone_waits=True)

        def begin(name: "Name") -> None:
            builder = sweeping(about, Deadline(by - time.monotonic()))
            try:
                builder.begin(store, name)
            finally:
                log.count_calls(builder.calls)

        own, alone = access.own(kept.config, about.uin), kept.accounts is None
        return Counter(principal, own, store, begin, kept.clock(), alone=alone)

    return opened


def asking(principal: access.Principal, about: Context, deadline: Deadline) -> api.Ask:
    """What a route may do on behalf of a principal.

    :param deadline: for the reads
    """

    def ask(questions: Sequence[Question], lang: Lang, asked: str | None) -> "list[Answer]":
        kept = process(os.environ)
        own = access.own(kept.config, about.uin)
        home = _home(kept, deadline)
        known = kept.accounts.known(home) if kept.accounts else {}
        account = access.account_of(principal, asked, own, known)
        log.count_calls(home.calls if home else 0)
        answers = answer(questions, lang, account, about, deadline)
        expected = account.uin if account else asked
        is_sure = account is not None or asked in (None, about.uin)
        if expected and answers[0].account.uin not in ({expected, None} if is_sure else {expected}):
            raise api.Forbidden
        return answers

    return ask


def _home(kept: Process, deadline: Deadline) -> Transport | None:
    """Calls with the function's own credential; None where the environment holds none."""
    credential = environment.credential(os.environ)
    return Transport(kept.wire, credential, deadline, kept.clock) if credential else None


def _credential(
    kept: Process,
    account: "AccountConfig | None",
    deadline: Deadline,
    spent: Callable[[int], None] = log.count_calls,
) -> Credential | Unreadable:
    home = _home(kept, deadline)
    if home is None:
        return no_credential()
    if account is None or account.self_:
        return home.credential
    if kept.accounts is None:  # never: another account comes from there. Its own key is not lent.
        return no_credential()
    try:
        return kept.accounts.credential(account, home)
    finally:
        spent(home.calls)


def answer(
    questions: Sequence[Question],
    lang: Lang,
    account: "AccountConfig | None",
    about: Context,
    deadline: Deadline,
) -> "list[Answer]":
    """The answers about an account; None is the function's own, where the configuration has no
    entry for it. Whoever calls has seen to it that the account may be asked about.

    :param deadline: for the reads
    """
    kept = process(os.environ)
    credential = _credential(kept, account, deadline)
    session = session_for(kept, account, credential, about, deadline)
    return check(questions, session._replace(spent=log.count_calls), lang)


def session_for(
    kept: Process,
    account: "AccountConfig | None",
    credential: Credential | Unreadable,
    about: Context,
    deadline: Deadline,
) -> Session:
    """What a check of an account runs with; as `answer` has it.

    :param credential: the account's, or why there is none
    """
    is_own = account is None or account.self_
    declared = kept.config.declared
    if account:
        declared = merged(declared, account.declared) if is_own else account.declared
    return Session(
        wire=kept.wire,
        memory=kept.memory,
        config=kept.config,
        credential=credential,
        name=(account.name if account else None) or (kept.config.name if is_own else None),
        declared=declared,
        home=(account.region if account else None) or kept.config.region or about.region or None,
        deadline=deadline,
        clock=kept.clock,
    )


def _status(reply: Mapping[str, object]) -> int:
    """HTTP's, or what HTTP's would have been."""
    if reply.get("ok"):
        return 200
    problem = cast("Mapping[str, object]", reply.get("problem") or {})
    return cast("int", reply.get("statusCode", problem.get("status")))


def _log_bug(error: Exception, line: log.Line) -> None:
    """Where it happened, not what it said: messages may quote what they were given. What is said
    of the configuration is written to be shown."""
    where = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(sys.exc_info()[2])]
    log.bug(line, error, _shown(error), where[-6:])


def _shown(error: Exception) -> str:
    return str(error) if isinstance(error, (BadEnvironment, ConfigError, SweepFailed)) else ""
