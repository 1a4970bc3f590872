"""A fleet of accounts: its world, its configuration, and sweeps over it."""

import os
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from unittest import mock

import yaml

from beian import app
from beian.context import Context
from beian.emulator import Emulator, load_world
from beian.store import Store
from beian.sweep import names
from beian.sweep.engine import Engine, Outcome
from beian.sweep.names import Name
from beian.sweep.report import AccountResult, Change, Report
from beian.tencent.transport import Deadline

HOME = "100000000009"
CLOCK = "2026-11-22T12:00:00+08:00"
FIRST = datetime(2026, 11, 22, 2, tzinfo=timezone.utc)
DAY = timedelta(days=1)
ARN = "qcs::cam::uin/{}:roleName/beian-reader"
SPEC = {"调用次数": "5000万次", "资源使用量": "40万GBs"}
SMALL = {
    "policy": {
        "pack_term_months": 6,
        "mainland_regions": ["ap-guangzhou", "ap-shanghai"],
        "outside_regions": ["ap-hongkong"],
    }
}
"""A configuration under which an account takes some fifteen calls instead of ninety."""
FILED = {"gov": True, "landed": True}


@dataclass(frozen=True)
class Account:
    """`hosts` are bound in `region`; `filings` are by registrable domain."""

    uin: str
    hosts: tuple[str, ...] = ()
    filings: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    region: str = "ap-guangzhou"
    denies: tuple[str, ...] = ()
    packs: bool = True
    external_id: str = "x-reader"

    @property
    def name(self) -> str:
        return f"account-{self.uin[-4:]}"

    def world(self) -> dict[str, object]:
        order = {"id": f"order-{self.uin}", "created": "2026-10-05 10:00:00", "spec": SPEC}
        zones = sorted({".".join(host.split(".")[-2:]) for host in self.hosts})
        return {
            "uin": self.uin,
            "name": self.name,
            "denies": list(self.denies),
            "keys": [{"id": f"AKID{self.uin}", "secret": f"fleet-secret-{self.uin}"}],
            "orders": [order] if self.packs else [],
            "roles": [{"name": "beian-reader", "trusts": HOME, "external_id": self.external_id}],
            "domains": [
                {"name": z, "created": "2024-05-01", "expires": "2028-05-01"} for z in zones
            ],
            "bindings": [{"domain": host, "region": self.region} for host in self.hosts],
            "filing": {"websites": min(2, len(self.filings))},
        }

    def config(self) -> dict[str, object]:
        return {
            "uin": self.uin,
            "name": self.name,
            "role_arn": ARN.format(self.uin),
            "external_id": self.external_id,
            "declared": {"serverless_filings": 0},
        }


def account(number: int, domains: int = 2, **more: object) -> Account:
    """One whose every domain is bound, filed and in order."""
    zones = [f"d{k}-a{number}.cn" for k in range(domains)]
    made = Account(
        str(100000000100 + number),
        tuple(f"www.{zone}" for zone in zones),
        dict.fromkeys(zones, FILED),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of it, by name


def accounts(count: int, domains: int = 2) -> list[Account]:
    return [account(number, domains) for number in range(count)]


def world_of(fleet: list[Account], home_denies: tuple[str, ...] = (), **more: object) -> str:
    home = {
        "uin": HOME,
        "name": "hq",
        "denies": list(home_denies),
        "keys": [{"id": "AKIDhome", "secret": "fleet-secret-home"}],
    }
    filings = {zone: dict(flags) for one in fleet for zone, flags in one.filings.items()}
    found = {
        "clock": CLOCK,
        "accounts": [home, *(one.world() for one in fleet)],
        "filings": filings,
        **more,
    }
    return yaml.safe_dump(found, allow_unicode=True)


def config_of(fleet: list[Account], **more: object) -> str:
    listed = [{"uin": HOME, "name": "hq", "self": True}, *(one.config() for one in fleet)]
    return yaml.safe_dump({**SMALL, "accounts": listed, **more}, allow_unicode=True)


class Fleet:
    """Sweeps over an emulated cloud whose world may change between them. `sent` are the messages
    for other invocations, where there may be any."""

    def __init__(self, emulator: Emulator, folder: Path, store: Store) -> None:
        self.emulator = emulator
        self.store = store
        self.sent: deque[Mapping[str, object]] = deque()
        self._folder = folder
        self._config = "{}"

    def becomes(self, fleet: list[Account], config: Mapping[str, object] | None = None) -> None:
        self.emulator.reset(load_world(world_of(fleet)))
        self.configured(config_of(fleet, **(config or {})))

    def configured(self, text: str) -> None:
        self._config = text

    def environ(self) -> dict[str, str]:
        path = self._folder / f"beian-{abs(hash(self._config))}.yml"
        path.write_text(self._config, "utf-8")
        return {
            "BEIAN_ENDPOINT": self.emulator.url,
            "BEIAN_NOW": CLOCK,
            "BEIAN_CONFIG": str(path),
            "TENCENTCLOUD_SECRETID": "AKIDhome",
            "TENCENTCLOUD_SECRETKEY": "fleet-secret-home",
        }

    @contextmanager
    def engine(
        self,
        *,
        spread: bool = False,
        seconds: float = 60,
        now: datetime | None = None,
        uin: str = HOME,
    ) -> Iterator[Engine]:
        """An invocation's.

        :param spread: other invocations can be asked for
        :param now: what it takes for the time
        """
        with mock.patch.dict(os.environ, self.environ()):
            app._kept.clear()
            about = Context(region="ap-guangzhou", uin=uin)
            engine = app.sweeping(about, Deadline(seconds)).engine(self.store)
            changes: dict[str, object] = {"send": self.sent.append} if spread else {}
            changes |= {"clock": lambda: now} if now else {}
            engine._desk = engine._desk._replace(**changes)  # type: ignore[arg-type]  # by name
            yield engine
            app._kept.clear()

    def sweep(self, time: datetime = FIRST) -> Report:
        with self.engine() as engine:
            outcome = engine.start(Name("timer", "daily", time))
        assert outcome.finished
        return self.report(outcome.id)

    def report(self, sweep: str) -> Report:
        text = self.store.read(names.report(sweep))
        assert text is not None
        return Report.model_validate_json(text)

    def deliver(self, **more: object) -> Outcome:
        """The oldest message that was sent."""
        return self.work(self.sent.popleft(), **more)

    def work(self, message: Mapping[str, object], **more: object) -> Outcome:
        with self.engine(spread=True, **more) as engine:  # type: ignore[arg-type]  # by name
            return engine.work(
                str(message["sweep"]), int(str(message["shard"])), int(str(message["handovers"]))
            )


def changes(report: Report) -> set[tuple[str, str, str | None]]:
    """What kind, of which account and domain."""
    return {(c.kind.value, c.account, c.domain) for c in report.changes.items}


def only(report: Report, kind: Change) -> list[str | None]:
    return [c.domain for c in report.changes.items if c.kind is kind]


def of(report: Report, uin: str) -> AccountResult:
    (found,) = [one for one in report.accounts if one.uin == uin]
    return found
