"""One sweep of every account, through the engine. Run as a script, it prints its figures as JSON.

`whole` sweeps in this process, then folds once more from what is stored; `noted` notes its calls as
well. `spread` begins a sweep and carries out each shard's message in turn, as as many invocations
would.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from functools import partial
from pathlib import Path

from beian import app
from beian.context import Context
from beian.store import Store, open_store
from beian.sweep import names
from beian.sweep.engine import Engine
from beian.sweep.names import Name
from beian.sweep.plan import Manifest
from beian.tencent.transport import Deadline, Limiter
from bench.fleet import HOME

DAY_S = 86400
NAME = Name("cli", "", datetime(2026, 11, 22, 2, tzinfo=timezone.utc))


class Counted(Store):
    """Counts what is asked of it, by kind."""

    def __init__(self, store: Store) -> None:
        super().__init__(store._backend, store.address, store._creating)
        self.asked: Counter[str] = Counter()

    def read(self, key: str) -> bytes | None:
        self.asked["reads"] += 1
        return super().read(key)

    def has(self, key: str) -> bool:
        self.asked["heads"] += 1
        return super().has(key)

    def write(self, key: str, data: bytes | Iterable[bytes]) -> None:
        self.asked["writes"] += 1
        super().write(key, data)

    def create(self, key: str, data: bytes) -> bool:
        self.asked["writes"] += 1
        return super().create(key, data)


class Noting(Limiter):
    """Notes who called what, and where."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: Counter[tuple[tuple[str, str, str], int]] = Counter()

    def wait(self, key: tuple[str, str, str], rate: int, deadline: Deadline) -> None:
        self.noted[key, rate] += 1
        super().wait(key, rate, deadline)


class Bench:
    def __init__(self) -> None:
        self.folder = Path(os.environ["BEIAN_STORE"])
        self.store = Counted(open_store(str(self.folder), os.environ))
        self.sent: list[Mapping[str, object]] = []
        self.calls = 0

    def engine(self, *, spread: bool = False) -> Engine:
        """That of another invocation."""
        self._builder = app.sweeping(Context(region="ap-guangzhou", uin=HOME), Deadline(DAY_S))
        engine = self._builder.engine(self.store)
        if spread:
            engine._desk = engine._desk._replace(send=self.sent.append)
        return engine

    def whole(self, *, noting: bool = False) -> dict[str, object]:
        engine, limiter = self.engine(), Noting()
        if noting:
            self._builder._kept.wire.limiter = limiter
        before = memory_mib("VmRSS")
        swept = timed(lambda: engine.start(NAME))
        memory, calls = memory_mib("VmHWM"), self._builder.calls
        report = self.folder / names.report(NAME.id)
        size = report.stat().st_size
        report.unlink()
        folded = timed(lambda: self.engine().work(NAME.id, -1, 0))
        return {
            "accounts": self._accounts(),
            "calls": calls,
            **{f"sweep_{k}": v for k, v in swept.items()},
            **{f"fold_{k}": v for k, v in folded.items()},
            "before_mib": before,
            "memory_mib": memory,
            "report_bytes": size,
            "per_account": _longest(limiter.noted) if noting else {},
        }

    def noted(self) -> dict[str, object]:
        return self.whole(noting=True)

    def spread(self) -> dict[str, object]:
        planned = timed(lambda: self.engine(spread=True).start(NAME))
        plan_asked, plan_calls = dict(self.store.asked), self._builder.calls
        seconds, cpu, calls, asked = 0.0, 0.0, 0, Counter[str]()
        shards = sorted(self.sent, key=lambda message: int(str(message["shard"])))
        for number, message in enumerate(shards):
            self.store.asked.clear()
            engine, sweep = self.engine(spread=True), str(message["sweep"])
            took = timed(partial(engine.work, sweep, number, 0))
            if number < len(shards) - 1:  # the last one is not full, and folds too
                seconds, cpu = seconds + took["s"], cpu + took["cpu_s"]
                calls += self._builder.calls
                asked.update(self.store.asked)
        many = len(shards) - 1
        return {
            "plan_s": planned["s"],
            "plan_calls": plan_calls,
            "plan_asked": plan_asked,
            "shard_s": seconds / many,
            "shard_cpu_s": cpu / many,
            "shard_calls": calls / many,
            "shard_asked": {k: v / many for k, v in asked.items()},
            "memory_mib": memory_mib("VmHWM"),
        }

    def _accounts(self) -> int:
        text = self.store.read(names.manifest(NAME.id)) or b""
        return len(Manifest.model_validate_json(text).accounts)


def timed(work: Callable[[], object]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}


def memory_mib(line: str) -> float:
    """Of this process: VmRSS now, VmHWM at its highest."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split(f"{line}:")[1].split()[0]) / 1024


def _longest(noted: Counter[tuple[tuple[str, str, str], int]]) -> dict[str, object]:
    """Of the account that made the most calls: how many, and the least seconds that the limit of
    one of its reads in one region asks for."""
    calls: Counter[str] = Counter()
    waits: Counter[str] = Counter()
    for ((caller, _, _), rate), times in noted.items():
        calls[caller] += times
        waits[caller] = max(waits[caller], (times - 1) // rate)
    home = os.environ["TENCENTCLOUD_SECRETID"]
    others = [caller for caller in calls if caller != home]
    return {
        "calls": max(calls[caller] for caller in others),
        "waits_s": max(waits[caller] for caller in others),
    }


def main() -> None:
    how = {"whole": Bench.whole, "noted": Bench.noted, "spread": Bench.spread}[sys.argv[1]]
    print(json.dumps(how(Bench())))


if __name__ == "__main__":
    main()
