"""`make bench`: imports, calls, time and memory of a check, each beside the plain way to do it.

Every figure is a ratio of medians measured in one run on one machine; none is a test.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping

from beian.config import Sweeps
from beian.tencent.reads import DEALS
from bench import sweep
from bench.package import package
from bench.world import clean_environment, served

RUNS = 11
PLAIN_RUNS = 3
LATENCY_MS = 40
SWEPT = 40
BARE = "import tencentcloud.common.common_client, pydantic; pydantic.BaseModel"
TIME_IT = "import time; a = time.perf_counter(); {code}; print(time.perf_counter() - a)"


def main() -> None:
    print(f"Python {sys.version.split()[0]}, medians of {RUNS} runs\n")
    imports()
    checks()
    package()
    sweeps()


def sweeps() -> None:
    """A few accounts; `make bench-sweep` takes more, and longer."""
    print(f"A sweep of {SWEPT} accounts; how sweeps grow: make bench-sweep")
    sweep.heading()
    sweep.row(sweep.measured(SWEPT, Sweeps().at_once), Sweeps().at_once, "")


def imports() -> None:
    took = {
        "bare: CommonClient + pydantic": median(lambda: import_time(BARE)),
        "ours: handler": median(lambda: import_time("import handler")),
        "plain: typed SDK clients": median(lambda: import_time("import bench.plain")),
    }
    table("Import, ms", {k: v * 1000 for k, v in took.items()})
    bare, ours, plain = took.values()
    print(f"  handler ÷ bare {ours / bare:.2f} (aim ≤ 1.2) · ÷ plain {ours / plain:.2f}\n")


def checks() -> None:
    with served(LATENCY_MS) as environment:
        run("bench.ours", environment)  # the emulator loads the SDK's models at their first use
        ours = [run("bench.ours", environment) for _ in range(RUNS)]
        plain = [run("bench.plain", environment) for _ in range(PLAIN_RUNS)]
    cold, warm, turn = middle(ours, "cold_s"), middle(ours, "warm_s"), middle(plain, "cold_s")
    table(
        f"One check at {LATENCY_MS} ms upstream latency, ms",
        {"ours, cold": cold * 1000, "ours, warm": warm * 1000, "plain, in turn": turn * 1000},
    )
    latency = LATENCY_MS / 1000
    windows = middle(ours, "windows")
    alone, paced = 2 * latency, (windows - 1) / DEALS.rate + 2 * latency
    print(
        f"  cold ÷ chain bound {cold / paced:.2f} (aim ≤ 1.3; {paced * 1000:.0f} ms: "
        f"{windows:.0f} order windows, evenly at {DEALS.rate} a second, then the bill)\n"
        f"  cold ÷ latency alone {cold / alone:.2f} ({alone * 1000:.0f} ms: the orders, then the "
        f"bill, as if no rate were limited)\n"
        f"  plain ÷ cold {turn / cold:.1f}\n"
    )
    table(
        "Upstream calls",
        {
            "ours, cold": middle(ours, "cold_calls"),
            "ours, warm (aim ≤ 8)": middle(ours, "warm_calls"),
            "plain, every time": middle(plain, "cold_calls"),
        },
    )
    table(
        "Peak memory of a process that checks, MiB",
        {"ours (aim ≤ 64)": middle(ours, "memory_mib"), "plain": middle(plain, "memory_mib")},
    )


def import_time(code: str) -> float:
    done = python(["-c", TIME_IT.format(code=code)], clean_environment())
    return float(done.splitlines()[-1])


def run(module: str, environment: Mapping[str, str]) -> dict[str, float]:
    """The figures that one run of a script printed, as the last line of its output."""
    found: dict[str, float] = json.loads(python(["-m", module], environment).splitlines()[-1])
    return found


def python(arguments: list[str], environment: Mapping[str, str]) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(RUNS))


def middle(runs: list[dict[str, float]], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def table(title: str, rows: Mapping[str, float]) -> None:
    print(title)
    for name, value in rows.items():
        print(f"  {name:<34}{value:>9.1f}")


if __name__ == "__main__":
    main()
