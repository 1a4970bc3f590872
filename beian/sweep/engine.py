"""Plan, work, fold: how a sweep goes from a trigger to a report, whoever is killed on the way.

Every step may be repeated, doubled or cut off anywhere: it looks at what is stored, does what is
missing, and stores it under a key that any other would have used. A large sweep is spread over
asynchronous invocations of the function itself, one a shard; without a way to invoke it, all runs
here. Nothing is listed, and nothing rests on a create-only put.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import NamedTuple

from beian import log
from beian.config import Sweeps
from beian.settings import Settings
from beian.store import Store, StoreError
from beian.sweep import fold, names
from beian.sweep.changes import account_gone
from beian.sweep.names import Kind, Name
from beian.sweep.papers import AT_ONCE, Latest, Notice, Papers
from beian.sweep.plan import Manifest, Roster, plan
from beian.sweep.report import AccountResult, Changed, Point, Report, Sent
from beian.sweep.result import Work
from beian.tencent.lanes import Lanes, ahead
from beian.tencent.transport import Deadline

Progress = Callable[[int, int], None]
"""Is told how many accounts are done, of how many."""
Message = Mapping[str, object]
"""What one step of a sweep asks another invocation of the function to do: ids, never data."""
WAITING = 500
"""Accounts in line to be checked: what is held does not grow with all there are."""


class Desk(NamedTuple):
    """What an engine needs of the rest of the house.

    `check` checks one account within seconds; `give_up` makes the result of one that nobody could
    check, for a reason fit to be shown. `send` hands a message to another invocation; None: there
    is none, all runs here. `notify` tells people of a report (without its accounts) and returns
    what became of that; None: nobody is to be told.
    """

    roster: Callable[[], Roster]
    check: Callable[[Work, float], AccountResult]
    give_up: Callable[[Work, str], AccountResult]
    send: Callable[[Message], None] | None
    notify: Callable[[Report], list[Sent]] | None
    clock: Callable[[], datetime]
    progress: Progress = lambda _done, _of: None  # nobody looks


class Outcome(NamedTuple):
    """`finished`: there is a report."""

    id: str
    finished: bool
    accounts: int


class NoSweep(Exception):
    """There is no such sweep."""


class Engine(Papers):
    def __init__(self, store: Store, config: Settings, desk: Desk, deadline: Deadline) -> None:
        """:param deadline: of this invocation; nothing is begun that would not be done by then"""
        super().__init__(store)
        self._config = config
        self._settings = config.sweep or Sweeps()
        self._desk = desk
        self._deadline = deadline
        self._done = 0
        self._reserve = min(self._settings.account_seconds, deadline.left() / 3)

    def announce(self, name: Name) -> None:
        """Has it known that the sweep is about to begin elsewhere. :raises StoreError:"""
        self._note(name.kind, name.id)

    def start(self, name: Name) -> Outcome:
        """Begins the sweep, or goes on with it where it has begun.

        :raises StoreError: :raises CallError: it could not be begun; try again.
        """
        manifest = self._read(names.manifest(name.id), Manifest) or self._plan(name)
        self._note(name.kind, manifest.id)
        few = len(manifest.accounts) <= self._settings.inline_accounts
        if self._desk.send is None or few:
            self._work(manifest, manifest.accounts, 0)
        else:
            self._send_all(manifest)
        return self._outcome(manifest)

    def work(self, sweep: str, number: int, handovers: int) -> Outcome:
        """Checks what is missing of one shard (-1: of all), or hands on what is left of it.

        :raises NoSweep: there is no such sweep, or no such shard.
        """
        manifest = self._manifest(sweep)
        if not -1 <= number < len(manifest.shards):
            raise NoSweep
        shard = manifest.accounts if number < 0 else manifest.shards[number]
        self._work(manifest, shard, handovers, number)
        return self._outcome(manifest)

    def head(self, sweep: str) -> Report:
        """The report without its accounts. :raises NoSweep: there is none yet."""
        found = self._read(names.head(sweep), Report) if names.is_id(sweep) else None
        if found is None:
            raise NoSweep
        return found

    def watch(self) -> list[Outcome]:
        """Goes on with sweeps that have stood still: begins anew what is missing, and after some
        rounds gives it up, so that every sweep ends in a report."""
        return [
            self._revive(kind, sweep) for kind in names.KINDS for sweep in self._unfinished(kind)
        ]

    def _revive(self, kind: Kind, sweep: str) -> Outcome:
        manifest = self._read(names.manifest(sweep), Manifest)
        if manifest is None:
            self._forget(kind, sweep)
            return Outcome(sweep, finished=False, accounts=0)
        patience = timedelta(minutes=self._settings.patience_minutes)
        rounds = (self._desk.clock() - manifest.planned_at) // patience
        if self._store.has(names.report(sweep)) or not self._missing(manifest):
            self._fold(manifest)
        elif rounds > self._settings.rounds:
            self._abandon(manifest, "given up by the watchdog")
        elif rounds >= 1:
            self._restart(manifest)
        return self._outcome(manifest)

    def _restart(self, manifest: Manifest) -> None:
        if self._desk.send is None:
            self._work(manifest, manifest.accounts, 0)
            return
        self._send_all(manifest)

    def _plan(self, name: Name) -> Manifest:
        latest = self._recall(names.LATEST, Latest)
        earlier = latest if latest and latest.time < name.time else None
        made = plan(
            name,
            self._desk.roster(),
            self._recall(names.manifest(earlier.id), Manifest) if earlier else None,
            self._config.waivers,
            self._config.policy,
            self._settings.accounts_per_shard,
            self._desk.clock(),
        )
        self._create(names.manifest(name.id), made)
        return self._manifest(name.id)  # which may be another's

    def _work(
        self, manifest: Manifest, shard: Sequence[str], handovers: int, number: int = -1
    ) -> None:
        known = self._have(names.account(manifest.id, uin) for uin in shard)
        missing = [uin for uin, is_known in zip(shard, known, strict=True) if not is_known]
        self._done = len(shard) - len(missing)
        left = self._check(manifest, missing)
        if left and self._desk.send and handovers < self._settings.handovers:
            self._send(manifest, number, handovers + 1)
            return
        for uin in left:
            self._give_up(manifest, uin, "no invocation had time left for it")
        self._finish(manifest, shard)

    def _check(self, manifest: Manifest, uins: Sequence[str]) -> list[str]:
        """Those that there was no time for."""
        left: list[str] = []
        over = threading.Event()

        def one(uin: str) -> None:
            if self._deadline.left() < self._reserve:
                left.append(uin)
                return
            work = self._order(manifest, uin)
            seconds = min(self._settings.account_seconds, self._deadline.left() - self._reserve / 2)
            found = self._desk.check(work, seconds)
            if not over.is_set():  # else interrupted, and perhaps cut off from what it reads
                self._keep(manifest, uin, found)

        lanes = Lanes(self._deadline, self._settings.at_once)
        rest = iter(uins)
        begun: deque[tuple[str, Future[None]]] = deque()

        def begin(count: int) -> None:
            for uin in islice(rest, count):
                begun.append((uin, lanes.start("accounts", partial(one, uin))))

        begin(WAITING)
        try:
            while begun:
                uin, future = begun.popleft()
                begin(1)
                try:
                    left_s = self._deadline.left() - self._reserve / 4  # for handing on
                    self._settle(manifest, uin, future.exception(max(0.0, left_s)))
                except StillRunning:
                    left.append(uin)
                self._done += 1
                self._desk.progress(self._done, len(manifest.accounts))
        finally:
            over.set()
        return left

    def _settle(self, manifest: Manifest, uin: str, error: BaseException | None) -> None:
        """A bug that one account brings out is that account's alone.

        :raises StoreError: the result could not be kept.
        """
        if isinstance(error, StoreError):
            raise error
        if error is not None:
            log.account_bug(manifest.id, uin, error)
            self._give_up(manifest, uin, type(error).__name__)

    def _finish(self, manifest: Manifest, shard: Sequence[str]) -> None:
        """Every account of these has its result: shards that are whole become parts, and the last
        one makes the report."""
        done = set(shard)
        for accounts in manifest.shards:
            key = names.part(manifest.id, accounts)
            if done.issuperset(accounts) and not self._store.has(key):
                found = self._results(manifest.id, accounts)
                self._create(key, fold.part_of(found, manifest.planned_at))
        if self._is_whole(manifest):
            self._fold(manifest)

    def _abandon(self, manifest: Manifest, why: str) -> None:
        for number in self._missing(manifest):
            shard = manifest.shards[number]
            for uin in shard:
                if not self._store.has(names.account(manifest.id, uin)):
                    self._give_up(manifest, uin, why)
            self._finish(manifest, shard)

    def _fold(self, manifest: Manifest) -> None:
        """Writes the report unless it is there, makes it the latest, and tells people."""
        keys = (names.part(manifest.id, shard) for shard in manifest.shards)
        parts = ahead(partial(self._read, model=fold.Part), keys, AT_ONCE)
        whole = fold.merged(filter(None, parts), manifest.planned_at)
        head = fold.head(manifest, whole, list(self._gone(manifest)), self._trend(manifest))
        if not self._store.has(names.report(manifest.id)):
            keys = (names.account(manifest.id, uin) for uin in manifest.accounts)
            accounts = ahead(self._there, keys, AT_ONCE)
            self._store.write(names.report(manifest.id), fold.document(head, accounts))
        self._write(names.head(manifest.id), head)
        latest = self._recall(names.LATEST, Latest)
        if latest is None or latest.time <= manifest.trigger.time:
            self._write(names.LATEST, Latest(id=manifest.id, time=manifest.trigger.time))
        if self._tell(manifest.id, head):
            self._forget(manifest.trigger.kind, manifest.id)

    def _tell(self, sweep: str, head: Report) -> bool:
        """Whether nobody is left to be told. Who claims the notice and is killed before it is sent
        leaves it to the watchdog, under the same key for the receiver."""
        if self._desk.notify is None:
            return True
        key, now = names.notice(sweep), self._desk.clock()
        claim = self._read(key, Notice)
        if claim and claim.sent is not None:
            return True
        patience = timedelta(minutes=self._settings.patience_minutes)
        if claim and now - claim.at < patience:
            return False
        mine = Notice(at=now, sent=None)
        if claim is None and not self._create(key, mine):
            return False
        self._write(key, Notice(at=now, sent=self._desk.notify(head)))
        return True

    def _gone(self, manifest: Manifest) -> Iterator[Changed]:
        """The accounts of the previous sweep that are in this one no more."""
        before = manifest.previous and self._recall(names.manifest(manifest.previous), Manifest)
        for uin in sorted(set(before.accounts) - set(manifest.accounts)) if before else ():
            was = self._before(before.id, uin) if before else None
            if was:
                yield account_gone(was, manifest.trigger.time)

    def _trend(self, manifest: Manifest) -> list[Point]:
        head = self._recall(names.head(manifest.previous), Report) if manifest.previous else None
        if head is None:
            return []
        known = [*head.trend, Point(sweep=head.id, time=head.trigger.time, totals=head.totals)]
        return known[max(0, len(known) - self._settings.trend) :]

    def _order(self, manifest: Manifest, uin: str) -> Work:
        before = self._before(manifest.previous, uin) if manifest.previous else None
        time, waivers = manifest.trigger.time, manifest.waivers
        return Work(manifest.id, time, uin, waivers, before, manifest.members)

    def _give_up(self, manifest: Manifest, uin: str, why: str) -> None:
        self._keep(manifest, uin, self._desk.give_up(self._order(manifest, uin), why))

    def _keep(self, manifest: Manifest, uin: str, result: AccountResult) -> None:
        self._create(names.account(manifest.id, uin), result)

    def _send_all(self, manifest: Manifest) -> None:
        """What is missing, at the API's rate."""
        send = partial(self._send, manifest, handovers=0)
        for _ in ahead(send, self._missing(manifest), AT_ONCE):
            pass

    def _send(self, manifest: Manifest, number: int, handovers: int) -> None:
        assert self._desk.send is not None  # noqa: S101  # whoever calls has looked
        message = {"sweep": manifest.id, "shard": number, "handovers": handovers}
        self._desk.send({"op": "sweep.work", **message})

    def _outcome(self, manifest: Manifest) -> Outcome:
        finished = self._store.has(names.report(manifest.id))
        return Outcome(manifest.id, finished, len(manifest.accounts))

    def _manifest(self, sweep: str) -> Manifest:
        found = self._read(names.manifest(sweep), Manifest) if names.is_id(sweep) else None
        if found is None:
            raise NoSweep
        return found
