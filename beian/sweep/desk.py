"""Builds the engine of a sweep from what the process keeps."""

import os
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from beian import access, environment
from beian.check import Session
from beian.config import AccountConfig, Notices, Sweeps
from beian.context import Context
from beian.facts import Cause, Name, Unreadable
from beian.store import Store, StoreError, open_store
from beian.sweep.engine import Desk, Engine, Progress
from beian.sweep.names import Name as SweepName
from beian.sweep.plan import Roster
from beian.sweep.report import AccountResult, Report, Sent
from beian.sweep.result import Work
from beian.sweep.work import check_account
from beian.tencent.errors import CallError, NotSignedIn
from beian.tencent.invoke import Function, invoke
from beian.tencent.memory import Memory
from beian.tencent.reads import CALLER
from beian.tencent.transport import Credential, Deadline, Transport, Wire

if TYPE_CHECKING:
    from beian.app import Process

SERVICES = 6
"""An account's reads go to as many hosts, each with a client of its own."""
STORE = "BEIAN_STORE"
HASTE_S = 3
"""How long a store that cannot be reached is tried while a gateway waits for the answer."""
NO_STORE = f"{STORE} is not set: name a folder, or cos://<bucket>-<appid>/<prefix>?region=<region>"

SessionFor = Callable[
    ["Process", "AccountConfig | None", "Credential | Unreadable", Context, Deadline], Session
]
CredentialFor = Callable[
    ["Process", "AccountConfig | None", Deadline, Callable[[int], None]], "Credential | Unreadable"
]


def store_of(environ: Mapping[str, str], *, someone_waits: bool = False) -> Store:
    """Where sweeps are kept. :raises StoreError: nothing says where, or it cannot be used."""
    address = environ.get(STORE)
    if not address:
        raise StoreError(NO_STORE)
    return open_store(address, environ, HASTE_S) if someone_waits else open_store(address, environ)


class Builder:
    """What the engine's desk is made of. `calls` counts those to the cloud's API."""

    def __init__(
        self,
        kept: "Process",
        about: Context,
        deadline: Deadline,
        session_for: SessionFor,
        credential_for: CredentialFor,
    ) -> None:
        many = SERVICES * ((kept.config.sweep or Sweeps()).at_once + 1)
        endpoint = environment.endpoint(os.environ)
        self._kept = kept._replace(wire=Wire(endpoint, clients=many))
        self._about = about
        self._deadline = deadline
        self._session_for = session_for
        self._credential_for = credential_for
        self._lock = threading.Lock()
        self.calls = 0

    def engine(
        self,
        store: Store,
        *,
        notify: bool = True,
        progress: Progress = lambda _done, _of: None,
    ) -> Engine:
        kept, about = self._kept, self._about
        desk = Desk(
            roster=self._roster,
            check=self._check,
            give_up=self._give_up,
            send=self._send if about.function_name else None,
            notify=self._teller(kept.config.notices) if notify else None,
            clock=kept.clock,
            progress=progress,
        )
        return Engine(store, kept.config, desk, self._deadline)

    def begin(self, store: Store, name: SweepName) -> None:
        """Has the sweep begun by another invocation, which has the time; here, where there is
        none. :raises StoreError: :raises CallError: it could not be."""
        engine = self.engine(store)
        if self._about.function_name:
            engine.announce(name)
            time = name.time.isoformat()
            self._send({"op": "sweep", "kind": name.kind, "trigger": name.trigger, "time": time})
        else:
            engine.start(name)

    def _home(self) -> Transport | None:
        credential = environment.credential(os.environ)
        kept = self._kept
        if credential is None:
            return None
        return Transport(kept.wire, credential, self._deadline, kept.clock)

    def _roster(self) -> Roster:
        """Every account there is. :raises CallError: not even the own one's id can be read."""
        home, accounts = self._home(), self._kept.accounts
        own = access.own(self._kept.config, self._about.uin)
        if own == "" and home:
            own = str(home.call(CALLER, {}, "ap-guangzhou").body["AccountId"])
        uins = {own} if own else set()
        if accounts is None and not uins:
            raise NotSignedIn(detail="no credential to tell whose account this is")
        if accounts is None:
            return Roster(uins)
        uins |= set(accounts.configured())
        try:
            found = accounts.listed(home) if home else {}
            return Roster(uins | set(found), members=found)
        except CallError as error:
            return Roster(uins, error.cause)
        finally:
            self._count(home.calls if home else 0)

    def _account(self, work: Work) -> AccountConfig | None:
        """None for the own account where the configuration does not name it.

        :raises KeyError: it is none of ours any more.
        """
        uin, accounts = work.uin, self._kept.accounts
        if accounts and uin in accounts.configured():
            return accounts.configured()[uin]
        if accounts and uin in work.members:
            return accounts.member(uin, work.members[uin])
        own = access.own(self._kept.config, self._about.uin)
        if self._kept.config.accounts or own not in ("", uin):
            raise KeyError(uin)
        return None

    def _check(self, work: Work, seconds: float) -> AccountResult:
        deadline = Deadline(seconds)
        try:
            account = self._account(work)
        except KeyError:
            return self._give_up(work, "not among the accounts any more")
        credential = self._credential_for(self._kept, account, deadline, self._count)
        return self._result(work, account, credential, deadline)

    def _give_up(self, work: Work, why: str) -> AccountResult:
        unread = Unreadable(Name.ORDERS, Cause.NOT_CHECKED, detail=why)
        configured = self._kept.accounts.configured() if self._kept.accounts else {}
        return self._result(work, configured.get(work.uin), unread, Deadline(0))

    def _result(
        self,
        work: Work,
        account: AccountConfig | None,
        credential: Credential | Unreadable,
        deadline: Deadline,
    ) -> AccountResult:
        session = self._session_for(self._kept, account, credential, self._about, deadline)
        found = check_account(work, session._replace(memory=Memory()))
        self._count(found.cost.calls)
        return found

    def _send(self, message: Mapping[str, object]) -> None:
        about, home = self._about, self._home()
        if home is None:
            raise StoreError("no credential to invoke the function with: give it its role")
        function = Function(
            about.function_name, about.namespace, about.function_version, about.region
        )
        try:
            invoke(home, function, message)
        finally:
            self._count(home.calls)

    @staticmethod
    def _teller(notices: Notices | None) -> Callable[[Report], list[Sent]] | None:
        if notices is None or not notices.to:
            return None

        def tell(report: Report) -> list[Sent]:
            from beian import notify  # noqa: PLC0415  # brings what talks to a hundred services

            return notify.announce(report, notices)

        return tell

    def _count(self, calls: int) -> None:
        with self._lock:
            self.calls += calls
