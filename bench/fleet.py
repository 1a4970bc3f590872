"""An organization of many accounts, each with its domains, served by a process of its own.

Run as a script (`python -m bench.fleet ACCOUNTS DOMAINS LATENCY_MS`), it prints its address and
serves until its input ends. The documented rate limits hold; calls are not put on record.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from beian.emulator import Emulator
from beian.emulator.world import World
from bench.world import clean_environment

HOME = "100000000009"
CLOCK = "2026-11-22T12:00:00+08:00"
ROLE = {"role_name": "beian-reader", "external_id": "bench-reader"}
PACK = {"调用次数": "5000万次", "资源使用量": "40万GBs"}


def world(accounts: int, domains: int, latency_ms: int) -> World:
    """Every domain is bound and filed; every third account lets its last one expire soon."""
    uins = [str(200_000_000_000 + number) for number in range(accounts)]
    keys = [{"id": "AKIDhome", "secret": "bench-home"}]
    home: dict[str, object] = {"uin": HOME, "name": "hq", "keys": keys}
    return World.model_validate(
        {
            "clock": CLOCK,
            "latency_ms": latency_ms,
            "function": None,
            "accounts": [home, *(_account(uin, domains) for uin in uins)],
            "organization": {"admin": HOME, "members": [HOME, *uins]},
            "filings": {
                zone: {"gov": True, "landed": True} for uin in uins for zone in _zones(uin, domains)
            },
        }
    )


def _zones(uin: str, domains: int) -> list[str]:
    return [f"d{number}-a{uin[3:]}.cn" for number in range(domains)]


def _account(uin: str, domains: int) -> dict[str, object]:
    zones = _zones(uin, domains)
    soon = zones[-1] if int(uin) % 3 == 0 else None
    return {
        "uin": uin,
        "name": f"account-{uin[-5:]}",
        "keys": [{"id": f"AKID{uin}", "secret": f"bench-{uin}"}],
        "orders": [{"id": f"order-{uin}", "created": "2026-10-05 10:00:00", "spec": PACK}],
        "roles": [{"name": ROLE["role_name"], "trusts": HOME, "external_id": ROLE["external_id"]}],
        "domains": [
            {
                "name": z,
                "created": "2024-05-01",
                "expires": "2026-12-01" if z == soon else "2028-05-01",
            }
            for z in zones
        ],
        "bindings": [{"domain": f"www.{zone}"} for zone in zones],
        "filing": {"websites": min(2, domains)},
    }


@contextmanager
def served(accounts: int, domains: int, latency_ms: int) -> Iterator[dict[str, str]]:
    """The environment of a process that sweeps them; `accounts` are those beside the own one."""
    command = [sys.executable, "-m", "bench.fleet", *map(str, (accounts, domains, latency_ms))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None  # noqa: S101  # it was asked for
        url = server.stdout.readline().strip()
        try:
            yield clean_environment(
                BEIAN_ENDPOINT=url,
                BEIAN_NOW=CLOCK,
                TENCENTCLOUD_SECRETID="AKIDhome",
                TENCENTCLOUD_SECRETKEY="bench-home",
            )
        finally:
            server.communicate()  # closes its input, at which it ends


def main() -> None:
    accounts, domains, latency_ms = map(int, sys.argv[1:])
    with Emulator(world(accounts, domains, latency_ms), on_record=False) as emulator:
        print(emulator.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
