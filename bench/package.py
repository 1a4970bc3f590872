"""The packaged function: what it weighs, and how long from nothing to the first verdict.

Three processes side by side, each with Python 3.10, without site-packages, on a folder of its own
and with `PYTHONDONTWRITEBYTECODE` set, as on SCF:

- ours: the unpacked package, from the start of the process to the answer to API Gateway's event;
- bare: the same folder and its bytecode, from the start until `CommonClient` and pydantic are
  imported;
- plain: typed SDK clients without bytecode, from the start to the last read of the same check.

The upstream time is that of the slowest chain of calls that wait for one another: the orders, then
the bill; so twice what one call takes there and back, measured over a connection that is open. The
order windows are as many as the rate limit lets through at once.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from beian.packaging.building import build
from beian.packaging.contents import PYTHON
from beian.packaging.weighing import Weights
from bench.ours import CONTEXT
from bench.world import served

ROOT = Path(__file__).parents[1]
EVENT = json.loads((ROOT / "events" / "apigw-get.json").read_text("utf-8"))
RUNS = 11
PLAIN_RUNS = 3
LATENCY_MS = 40
PLAIN_NEEDS = (
    *("tencentcloud", "requests", "urllib3", "idna", "certifi", "charset_normalizer"),
    *("pydantic", "pydantic_core", "annotated_types", "typing_inspection", "typing_extensions.py"),
)

_ALONE = """
import os, sys
library = os.path.dirname(os.__file__)
sys.path[:] = [{folder!r}, *(path for path in sys.path if path.startswith(library))]
"""
_DONE = """
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print("\\n@", *said, peak.split()[1], flush=True)
"""
"""What `getrusage` calls the peak begins with that of the process which started this one."""
BARE = "import tencentcloud.common.common_client, pydantic; pydantic.BaseModel; said = ()"
OURS = f"""
import handler, json
said = [json.loads(handler.main_handler({EVENT!r}, {CONTEXT!r})["body"]).get("verdict")]
"""
PLAIN = """
import datetime
import bench.plain as plain
key = [os.environ[name] for name in ("TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY")]
said = (plain.check(plain.Credential(*key), datetime.datetime(2026, 11, 22, 12)),)
"""


class Run(NamedTuple):
    seconds: float
    memory_mib: float
    said: list[str]


def package() -> None:
    if f"{sys.version_info[0]}.{sys.version_info[1]}" != PYTHON:
        print(
            f"The package is measured by Python {PYTHON} alone: make bench PYTHON=python{PYTHON}\n"
        )
        return
    with tempfile.TemporaryDirectory() as folder, served(LATENCY_MS) as environment:
        built = build(ROOT, Path(folder, "dist"))
        ours, plain = Path(folder, "ours"), Path(folder, "plain")
        with zipfile.ZipFile(built.zip) as opened:
            opened.extractall(ours)
        lay_out_plain(plain)
        sizes(built.weights)
        starts(ours, plain, environment)


def sizes(weights: Weights) -> None:
    print("Package, MB")
    print(f"  {'zip (aim ≤ 12)':<34}{weights.bytes / 1e6:>9.1f}")
    print(f"  {'unpacked (aim ≤ 45)':<34}{weights.unpacked / 1e6:>9.1f}")
    heavy = ", ".join(f"{one.name} {one.zipped / 1e6:.1f}" for one in weights.components[:4])
    print(f"  of the zip: {heavy}\n")


def lay_out_plain(folder: Path) -> None:
    """A folder that holds what `bench.plain` imports, and no bytecode."""
    site = Path(sysconfig.get_path("platlib"))
    no_bytecode = shutil.ignore_patterns("__pycache__")
    for name in PLAIN_NEEDS:
        if name.endswith(".py"):
            shutil.copy(site / name, folder / name)
        else:
            shutil.copytree(site / name, folder / name, ignore=no_bytecode)
    for name in ("beian", "bench"):
        shutil.copytree(ROOT / name, folder / name, ignore=no_bytecode)


def starts(ours: Path, plain: Path, environment: Mapping[str, str]) -> None:
    start(ours, OURS, environment)  # the emulator loads the SDK's models at their first use
    bare, checked = [], []
    for _ in range(RUNS):
        fresh_second(environment)
        checked.append(start(ours, OURS, environment))
        bare.append(start(ours, BARE, environment))
    upstream = 2 * trip(environment)
    in_turn = []
    for _ in range(PLAIN_RUNS):
        fresh_second(environment)
        in_turn.append(start(plain, PLAIN, environment))
    if {tuple(run.said) for run in checked} != {("eligible",)}:
        raise SystemExit("this world's verdict is eligible")
    report(middle(bare), middle(checked), middle(in_turn), upstream)
    peak = statistics.median(run.memory_mib for run in checked)
    print(f"  peak memory of ours {peak:.1f} MiB (aim ≤ 64)\n")


def report(bare: float, ours: float, plain: float, upstream: float) -> None:
    print(f"From the start of the process to the first verdict, at {LATENCY_MS} ms latency, ms")
    rows = {
        "ours: the package": ours,
        "  of it upstream": upstream,
        "bare: CommonClient + pydantic": bare,
        "plain: typed clients, no bytecode": plain,
    }
    for name, seconds in rows.items():
        print(f"  {name:<34}{seconds * 1000:>9.1f}")
    print(
        f"  (ours - upstream) ÷ bare {(ours - upstream) / bare:.2f} (aim ≤ 1.25) · "
        f"ours ÷ plain {ours / plain:.2f} (aim ≤ 0.35)"
    )


def start(folder: Path, code: str, environment: Mapping[str, str]) -> Run:
    """A process until it has said that it is done."""
    script = _ALONE.format(folder=str(folder)) + code + _DONE
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-s", "-S", "-c", script],
        env={**environment, "PYTHONDONTWRITEBYTECODE": "x"},
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101  # it was asked for
        line = next((line for line in process.stdout if line.startswith("@")), "")
        took = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"a measured process ended with {process.returncode}")
    _, *said, peak_kib = line.split()
    return Run(took, int(peak_kib) / 1024, said)


def middle(runs: list[Run]) -> float:
    return statistics.median(run.seconds for run in runs)


def fresh_second(environment: Mapping[str, str]) -> None:
    """A new second of the API's rate limit, and no calls on record."""
    urllib.request.urlopen(
        urllib.request.Request(f"{environment['BEIAN_ENDPOINT']}/reset", method="POST"), timeout=10
    ).close()
    time.sleep(1.2)


def trip(environment: Mapping[str, str]) -> float:
    """Seconds of one signed call, there and back, over a connection that is open: the median."""
    from tencentcloud.common.common_client import CommonClient  # noqa: PLC0415
    from tencentcloud.common.credential import Credential  # noqa: PLC0415

    from bench.plain import profile  # noqa: PLC0415  # loads every typed client

    os.environ.update({k: v for k, v in environment.items() if k == "BEIAN_ENDPOINT"})
    key = [environment[name] for name in ("TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY")]
    client = CommonClient("sts", "2018-08-13", Credential(*key), "ap-guangzhou", profile())
    took = []
    for _ in range(9):
        began = time.perf_counter()
        client.call_json("GetCallerIdentity", {})
        took.append(time.perf_counter() - began)
    return statistics.median(took[1:])
