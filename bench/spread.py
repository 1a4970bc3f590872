"""A hundred thousand accounts over invocations: on paper, from what one shard was measured to take.

The planner lists the members, then sends one message a shard; an invocation takes each, as soon as
the concurrency quota has room for one more instance; the last one folds. Deterministic; nothing is
called.
"""

import heapq
from collections.abc import Mapping
from typing import Any, NamedTuple

from beian.config import Sweeps
from beian.sweep.papers import AT_ONCE
from beian.tencent.invoke import INVOKE
from beian.tencent.organization import PAGE
from beian.tencent.reads import MEMBERS


class Plan(NamedTuple):
    """What is assumed. `share`: of a processor of the measuring machine that an instance has; it
    grows with memory, by which factor is published nowhere. `object_s`: one request to the store.
    Prices in CNY; those of docs/operations.md, with the same certainty."""

    accounts: int = 100_000
    memory_mb: int = 512
    quota_mb: int = 128_000  # of an account in a large region, shared by all its functions
    share: float = 1.0
    cold_s: float = 1.0
    object_s: float = 0.01
    member_page_s: float = 0.05
    manifest_s_an_account: float = 0.54e-6  # measured: 5.3 MB, 54 ms for a hundred thousand
    sent_bytes_a_call: int = 1_300
    gbs: float = 0.00011108
    invocation: float = 0.0133 / 10_000
    sent_gb: float = 0.80


class Outcome(NamedTuple):
    """Of the whole sweep; `longest_s` of its invocations."""

    seconds: float
    longest_s: float
    invocations: int
    instances: int
    gbs: float
    calls: float
    objects: float
    cost: float


def simulated(plan: Plan, found: Mapping[str, Any]) -> Outcome:
    """:param found: what `bench.sweep.shards` measured"""
    each = Sweeps().accounts_per_shard
    shards, pages = -(-plan.accounts // each), -(-plan.accounts // PAGE)
    asked = sum(found["shard_asked"].values()) + each  # what was found of each before
    shard_s = (
        found["shard_s"]
        + found["shard_cpu_s"] * (1 / plan.share - 1)
        + plan.accounts * plan.manifest_s_an_account / plan.share
        + asked * plan.object_s / Sweeps().at_once  # as many accounts wait for it side by side
    )
    looking = shards * plan.object_s / AT_ONCE
    planned = pages * max(plan.member_page_s, 1 / MEMBERS.rate) + looking
    planner = planned + shards / INVOKE.rate
    ended, instances = _worked(plan, shards, planned, shard_s)
    folding = (2 * shards + plan.accounts) * plan.object_s / AT_ONCE
    folding += plan.accounts * found["fold_cpu_s"] / plan.share
    busy = planner + shards * shard_s + instances * plan.cold_s + folding
    gbs = busy * plan.memory_mb / 1024
    calls = shards * (found["shard_calls"] + each) + pages + shards
    sent_gb = calls * plan.sent_bytes_a_call / 1e9
    return Outcome(
        seconds=ended + folding,
        longest_s=max(planner, shard_s + folding),
        invocations=shards + 1,
        instances=instances,
        gbs=gbs,
        calls=calls,
        objects=shards * (asked + 3) + plan.accounts,
        cost=gbs * plan.gbs + (shards + 1) * plan.invocation + sent_gb * plan.sent_gb,
    )


def _worked(plan: Plan, shards: int, planned: float, shard_s: float) -> tuple[float, int]:
    """When the last shard is done, and how many instances there were: each message is taken by the
    one that was free first, or by a new one where the quota has room."""
    free: list[float] = []
    ended = 0.0
    for number in range(shards):
        due = planned + (number + 1) / INVOKE.rate
        is_new = len(free) < plan.quota_mb // plan.memory_mb and not (free and free[0] <= due)
        began = due + plan.cold_s if is_new else max(due, heapq.heappop(free))
        heapq.heappush(free, began + shard_s)
        ended = max(ended, began + shard_s)
    return ended, len(free)


def show(found: Mapping[str, Any]) -> None:
    """:param found: what `bench.sweep.shards` measured"""
    each = Sweeps().accounts_per_shard
    print(f"A shard of {each} accounts, measured")
    runs = ", ".join(f"{seconds:.1f}" for seconds in found["runs"])
    print(
        f"  {found['shard_s']:.1f} s (of {runs}), {found['shard_cpu_s']:.1f} s of processor, "
        f"{found['shard_calls']:.0f} calls, objects {found['shard_asked']}, "
        f"{found['memory_mib']:.0f} MiB; an account's part of a report {found['report_bytes']:.0f} "
        f"bytes, {found['fold_cpu_s'] * 1000:.2f} ms to fold\n"
    )
    print("Spread on paper")
    names = ("accounts", "share", "seconds", "longest", "instances", "GBs", "calls", "objects")
    print("".join(f"{name:>12}" for name in (*names, "CNY")))
    for accounts in (1_000, 10_000, 100_000):
        for share in (1.0, 0.5, 0.25):
            got = simulated(Plan(accounts=accounts, share=share), found)
            print(
                f"{accounts:>12}{share:>12}{got.seconds:>12.0f}{got.longest_s:>12.0f}"
                f"{got.instances:>12}{got.gbs:>12.0f}{got.calls:>12.0f}{got.objects:>12.0f}"
                f"{got.cost:>12.2f}"
            )
    print("  Requests to the store, and what it keeps, are not in the price: fill in its own.\n")
