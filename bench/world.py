"""A world of its own for the measurements, served by another process on loopback."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORLD = Path(__file__).parent.parent / "events" / "worlds" / "split-orders.yml"
_SERVE = """
import sys
from pathlib import Path
from beian.emulator import Emulator, load_world
with Emulator(load_world(Path(sys.argv[1]))) as emulator:
    print(emulator.url, flush=True)
    sys.stdin.read()
"""


@contextmanager
def served(latency_ms: int) -> Iterator[dict[str, str]]:
    """The environment of a process whose every call goes to an emulator with that latency."""
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.yml"
        world.write_text(f"{WORLD.read_text('utf-8')}latency_ms: {latency_ms}\n", "utf-8")
        with subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(world)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            assert server.stdout is not None  # noqa: S101  # it was asked for
            url = server.stdout.readline().strip()
            try:
                yield clean_environment(
                    BEIAN_ENDPOINT=url,
                    BEIAN_NOW="2026-11-22T12:00:00+08:00",
                    TENCENTCLOUD_SECRETID="AKIDacme0001",
                    TENCENTCLOUD_SECRETKEY="acme-secret-0001",
                )
            finally:
                server.communicate()  # closes its input, at which it ends


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without proxies, which would carry loopback calls away."""
    kept = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return {**kept, **more}
