"""Sweeps while everything goes wrong that may: workers killed, deliveries doubled and late, the
cloud's API failing now and then; each beside the same sweep undisturbed."""

import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from beian.emulator import Emulator, load_world
from beian.store import open_store
from beian.sweep import names
from beian.sweep.names import Name
from beian.sweep.report import AccountResult, Report
from tests.sweep.fleet import DAY, FILED, FIRST, Account, Fleet, account, config_of, world_of

ROOT = Path(__file__).parents[2]
LONGEST_S = 60
STATES = (FILED, {"gov": False, "landed": False}, {**FILED, "ban": True}, {**FILED, "ticket": True})
FAULTS = (
    "error: RequestLimitExceeded",
    "error: InternalError",
    "wire: reset",
    "wire: truncate",
    "wire: http_502",
)
TIMER = {
    "Type": "Timer",
    "TriggerName": "daily",
    "Time": "2026-11-22T02:00:00Z",
    "Message": '{"op": "sweep"}',
}
SWEEP = Name("timer", "daily", FIRST).id


@dataclass
class Weather:
    """What became of one sweep in a storm. `notices` counts what the receiver got, by key."""

    calm: Report
    stormy: Report
    notices: Counter[str]
    killed: int
    doubled: int
    spared: list[str] = field(default_factory=list)


class Storms:
    """Storms over one emulator, whose fork server stays."""

    def __init__(self, emulator: Emulator, folder: Path, receiver: "Receiver") -> None:
        self._emulator = emulator
        self._folder = folder
        self._receiver = receiver

    def pass_over(self, seed: int) -> Weather:
        draw = random.Random(seed)  # noqa: S311  # a storm can be had again by its number
        before = [_random_account(number, draw) for number in range(draw.randint(3, 8))]
        after = [_changed(one, draw) for one in before if draw.random() > 0.1]
        folder = self._folder / str(seed)
        yesterday, calm, stormy = (folder / name for name in ("yesterday", "calm", "stormy"))
        self._sweep(before, yesterday, folder, FIRST - DAY)
        shutil.copytree(yesterday, calm)
        shutil.copytree(yesterday, stormy)
        undisturbed = self._sweep(after, calm, folder, FIRST)
        self._receiver.forget()
        return self._disturb(after, stormy, folder, draw, undisturbed)

    def _config(self, fleet: list[Account]) -> str:
        notices = {"to": [{"url": self._receiver.url, "when": "always"}]}
        spread = {
            "inline_accounts": 0,
            "accounts_per_shard": 2,
            "patience_minutes": 0.03,
            "rounds": 20,
            "handovers": 5,
        }
        return config_of(fleet, sweep=spread, notices=notices)

    def _sweep(self, accounts: list[Account], store: Path, folder: Path, at: object) -> Report:
        fleet = Fleet(self._emulator, folder, open_store(str(store), {}))
        self._emulator.reset(load_world(world_of(accounts)))
        fleet.configured(config_of(accounts))
        return fleet.sweep(at)  # type: ignore[arg-type]  # a time

    def _disturb(
        self,
        accounts: list[Account],
        store: Path,
        folder: Path,
        draw: random.Random,
        undisturbed: Report,
    ) -> Weather:
        config = folder / "beian.yml"
        config.write_text(self._config(accounts), "utf-8")
        function = {
            "handler": "tests.sweep.unhurried.main_handler",
            "retry_after_s": 0.05,
            "time_limit_s": 20,
            "concurrency": 6,
            "env": {
                "BEIAN_CONFIG": str(config),
                "BEIAN_STORE": str(store),
                "PYTHONPATH": str(ROOT),
            },
        }
        deliveries = [
            {"on": "scf:Invoke", "deliver": "kill", "within_ms": [1, 250], "attempts": [1]},
            {"on": "scf:Invoke", "deliver": "kill", "within_ms": [1, 900], "share": 0.3},
            {"on": "scf:Invoke", "deliver": "twice", "share": 0.34, "by_ms": [0, 300]},
            {"on": "scf:Invoke", "deliver": "delay", "share": 0.2, "by_ms": [0, 200]},
        ]
        calls = [{"on": "*:*", "share": 0.01, **dict([fault.split(": ")])} for fault in FAULTS]
        faults, seed = [*deliveries, *calls], draw.getrandbits(30)
        world = world_of(accounts, (), function=function, faults=faults, seed=seed)
        self._emulator.reset(load_world(world))
        functions = self._emulator.functions
        for _ in range(2):
            functions.deliver(TIMER)
        until = time.monotonic() + LONGEST_S
        found = open_store(str(store), {})
        functions.idle(LONGEST_S)
        while not _is_over(found.read(names.unfinished("timer"))):
            assert time.monotonic() < until, "the sweep does not end"
            functions.deliver({**TIMER, "Message": '{"op": "sweep.watch"}'})
            functions.idle(LONGEST_S)
            time.sleep(0.2)
        outcomes = Counter(one.outcome for one in functions.executions)
        text = found.read(names.report(SWEEP))
        assert text is not None
        return Weather(
            calm=undisturbed,
            stormy=Report.model_validate_json(text),
            notices=Counter(self._receiver.keys),
            killed=outcomes["killed"],
            doubled=sum(one.copy > 1 for one in functions.executions),
        )


def _is_over(unfinished: bytes | None) -> bool:
    return unfinished is not None and not json.loads(unfinished)["sweeps"]


def _random_account(number: int, draw: random.Random) -> Account:
    made = account(number, domains=draw.randint(0, 3))
    return _changed(replace(made, packs=draw.random() > 0.3), draw)


def _changed(one: Account, draw: random.Random) -> Account:
    hosts = tuple(host for host in one.hosts if draw.random() > 0.1)
    filings = {
        zone: draw.choice(STATES) if draw.random() > 0.6 else flags
        for zone, flags in one.filings.items()
    }
    denies = ("ba:*",) if draw.random() > 0.9 else ()
    return replace(one, hosts=hosts, filings=filings, denies=denies)


def differences(calm: Report, stormy: Report) -> list[str]:
    """What the two say differently, beside times and ids, of what neither calls unknown."""
    pairs = {a.uin: a for a in calm.accounts}, {a.uin: a for a in stormy.accounts}
    if pairs[0].keys() != pairs[1].keys():
        return [f"accounts: {pairs[0].keys() ^ pairs[1].keys()}"]
    found = []
    for uin, expected in pairs[0].items():
        if _is_whole(pairs[1][uin], expected):
            one, other = _told(expected), _told(pairs[1][uin])
            found += [f"{uin} {key}" for key in one if one[key] != other[key]]
    whole = all(_is_whole(pairs[1][uin], one) for uin, one in pairs[0].items())
    if whole and (calm.totals, calm.changes) != (stormy.totals, stormy.changes):
        found.append("totals or changes")
    return found


def _is_whole(stormy: AccountResult, calm: AccountResult) -> bool:
    """Whether the storm left nothing of it unread that could be read in the calm."""
    reads = [{(u.call, u.cause, tuple(u.regions)) for u in one.unread} for one in (stormy, calm)]
    return reads[0] == reads[1]


def _told(one: AccountResult) -> dict[str, object]:
    return {
        k: v
        for k, v in one.model_dump(mode="json").items()
        if k not in ("checked_at", "cost", "evidence")
    }


class Receiver:
    """Whoever is told. `keys` are those of the notices, in the order in which they came."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.keys: list[str] = []

    def forget(self) -> None:
        self.keys.clear()


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found.keys.append(self.headers.get("Idempotency-Key") or "")
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Take) as server:
        found = Receiver(f"json://127.0.0.1:{server.server_port}/notices")
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
