"""`make bench-sweep`: time, calls and memory of sweeps, against the least that any client needs.

The sweep runs in a process of its own, the emulated cloud in another, with the documented rate
limits and a latency. The bound is the least time of any client with as many accounts in flight:

    max(accounts × A ÷ at once, (accounts - 1) ÷ 600 whole seconds + A) + P

- A, one account: three calls that wait for one another (the role, what is bound, how that is filed;
  or the role, the orders, the bill), each one latency; and the whole seconds that the limit of one
  of its reads asks for, counted from the calls that were made. Each account has limits of its own.
- 600: AssumeRole a second, for the function's own account.
- P, the roster: pages of 50 members at 20 a second, and one latency.

Python's processor time is no part of the bound; where it is more than the bound it is what counts,
and the figures say so.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beian.config import Sweeps
from beian.tencent.organization import PAGE
from beian.tencent.reads import ASSUME_ROLE, MEMBERS
from bench import spread
from bench.fleet import ROLE, served

LATENCY_MS = 40
DOMAINS = 10
CHAIN = 3
RUNS = 3
FEW = 10
SMALL = {
    "pack_term_months": 6,
    "mainland_regions": ["ap-guangzhou", "ap-shanghai"],
    "outside_regions": ["ap-hongkong"],
}
"""For ten thousand accounts, with two domains each: a third of the calls of an account."""
Figures = dict[str, Any]


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [10, 100, 1000]
    at_once = Sweeps().at_once
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {LATENCY_MS} ms latency")
    print(f"{DOMAINS} domains an account, {at_once} accounts at once unless said otherwise\n")
    heading()
    for size in sizes:
        row(measured(size, at_once), at_once, "")
    if not sys.argv[1:]:
        for other in (1, 2, 8, 16):
            row(measured(100, other), other, "")
        for size in (1000, 10_000):
            row(measured(size, at_once, domains=2, policy=SMALL), at_once, "reduced")
    print()
    spread.show(shards())


def heading() -> None:
    columns = ("accounts", "at once", "s", "bound", "÷ bound", "CPU s", "÷ max", "calls")
    more = ("ms CPU/acc.", "/call", "MiB", "fold s")
    print("".join(f"{name:>12}" if len(name) > 8 else f"{name:>9}" for name in (*columns, *more)))


def row(found: Figures, at_once: int, note: str) -> None:
    """`÷ max`: by the larger of the bound and the processor time."""
    seconds, cpu, accounts = found["sweep_s"], found["sweep_cpu_s"], found["accounts"]
    least = bound(accounts, at_once, found["per_account"]["waits_s"])
    calls = found["calls"] + accounts  # a role each
    cells = (
        f"{accounts:>9}{at_once:>9}{seconds:>9.1f}{least:>9.1f}{seconds / least:>9.2f}{cpu:>9.1f}"
        f"{seconds / max(least, cpu):>9.2f}{calls:>9}{cpu / accounts * 1000:>12.0f}"
        f"{cpu / calls * 1000:>9.2f}{found['memory_mib']:>9.0f}{found['fold_s']:>9.2f}"
    )
    print(f"{cells}  {note}", flush=True)


def bound(accounts: int, at_once: int, waits_s: float) -> float:
    """Seconds; see above."""
    latency = LATENCY_MS / 1000
    alone = CHAIN * latency + waits_s
    roster = -(-accounts // PAGE) - 1
    roles = (accounts - 1) // ASSUME_ROLE.rate + alone
    return max(accounts * alone / at_once, roles) + roster // MEMBERS.rate + latency


def measured(
    accounts: int,
    at_once: int,
    domains: int = DOMAINS,
    policy: Mapping[str, object] | None = None,
) -> Figures:
    """:param accounts: with the function's own"""
    config = {"sweep": {"at_once": at_once}, **({"policy": policy} if policy else {})}
    with served(accounts - 1, domains, LATENCY_MS) as environment:
        if accounts <= FEW:
            return swept("noted", environment, config)
        found = swept("whole", environment, config)
    few = measured(FEW, at_once, domains, policy)  # each account is like the next
    return {**found, "per_account": few["per_account"]}


def shards() -> Figures:
    """What the steps of a spread sweep take: the medians of three runs of four whole shards."""
    accounts = 4 * Sweeps().accounts_per_shard + 1
    with served(accounts - 1, DOMAINS, LATENCY_MS) as environment:
        runs = [
            swept("spread", environment, {"sweep": {"inline_accounts": 0}}) for _ in range(RUNS)
        ]
        whole = swept("whole", environment, {})
    middle = {
        name: statistics.median(run[name] for run in runs)
        for name in ("shard_s", "shard_cpu_s", "shard_calls", "memory_mib")
    }
    per_account = {
        "fold_cpu_s": whole["fold_cpu_s"] / accounts,
        "report_bytes": whole["report_bytes"] / accounts,
    }
    return {**runs[0], **middle, **per_account, "runs": [run["shard_s"] for run in runs]}


def swept(how: str, environment: Mapping[str, str], config: Mapping[str, object]) -> Figures:
    """What `bench.sweeper` printed, of a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder, "beian.yml")
        named.write_text(json.dumps({"organization": ROLE, **config}), "utf-8")
        more = {"BEIAN_CONFIG": str(named), "BEIAN_STORE": str(Path(folder, "store"))}
        command = [sys.executable, "-m", "bench.sweeper", how]
        done = subprocess.run(
            command, env={**environment, **more}, stdout=subprocess.PIPE, text=True, check=True
        )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
