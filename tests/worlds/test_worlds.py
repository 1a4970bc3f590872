"""Every sample world gives the verdict that its name promises, asked as people ask."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

WORLDS = Path(__file__).parents[2] / "events" / "worlds"

NON_COMPLIANT = {"compliance": "non_compliant", "domain.served-filed": "unfiled"}

# world: verdict, exit status, and what else of the answer the name promises (dotted path: value)
TABLE: Mapping[str, tuple[str, int, Mapping[str, object]]] = {
    "account-unverified": ("not_eligible", 1, {"account.real-name": "not_verified"}),
    "api-gateway-retired": ("eligible", 1, NON_COMPLIANT),
    "ba-denied": ("indeterminate", 2, {"filing.status": "unknown", "filing.kind": None}),
    "bad-weather": ("eligible", 0, {"missing": []}),
    "banned": ("blocked", 1, {"domain.status": "banned"}),
    "billing-denied": ("indeterminate", 2, {"packs": None, "quota.websites_allowed": None}),
    "combined-order": ("eligible", 0, {"quota.websites_allowed": 2}),
    "default-domains-only": ("not_eligible", 1, {"compliance": "not_applicable"}),
    "delivering": ("pending", 0, {"eligible_from": None}),
    "domain-expired": ("not_eligible", 1, {"domain.expiry": "expired"}),
    "domain-on-hold": ("not_eligible", 1, {"domain.hold": "on_hold"}),
    "domain-registered-two-days-ago": (
        "pending",
        0,
        {"eligible_from": "2026-11-23T00:00:00+08:00"},
    ),
    "domain-unverified": ("not_eligible", 1, {"domain.real-name": "not_verified"}),
    "everything-denied": ("indeterminate", 2, {"account.uin": None}),
    "everything-in-order": ("eligible", 0, {"filing.kind": "first", "missing": []}),
    "expired": ("not_eligible", 1, {"pack.gbs-400k": "expired"}),
    "filed": (
        "filed",
        0,
        {"compliance": "compliant", "filing.status": "filed", "domain.served-filed": "filed"},
    ),
    "filed-elsewhere": ("eligible", 0, {"filing.kind": "access"}),
    "free-tier-and-trial-look-alikes": ("not_eligible", 1, {"pack.gbs-400k": "other_product"}),
    "gbs-pack-only": ("not_eligible", 1, {"pack.gbs-400k": "active"}),
    "hong-kong-only": ("not_required", 0, {"filing.required": False}),
    "invocations-pack-only": ("not_eligible", 1, {"pack.invocations-50m": "active"}),
    "larger-pack": ("indeterminate", 2, {"pack.gbs-400k": "unclear"}),
    "no-pack": ("not_eligible", 1, {"packs": [], "quota.websites_allowed": 0}),
    "order-in-progress": ("pending", 0, {"account.order-in-progress": "in_progress"}),
    "other-account-holds-subject": ("indeterminate", 2, {"filing.status": "unknown"}),
    "personal-account": ("eligible", 0, {"account.real-name": "personal_since_unknown"}),
    "personal-account-waiting": (
        "pending",
        0,
        {"eligible_from": "2026-11-23T15:00:00+08:00"},
    ),
    "quota-unknown": ("indeterminate", 2, {"quota.websites_used_at_most": 2}),
    "quota-used-up": ("not_eligible", 1, {"quota.websites_left": 0}),
    "rectification": ("filed", 0, {"compliance": "at_risk"}),
    "refund-under-way": ("indeterminate", 2, {"pack.refund": "under_way"}),
    "refunded": ("not_eligible", 1, {"pack.gbs-400k": "refunded"}),
    "refunded-by-order": ("not_eligible", 1, {"pack.gbs-400k": "refunded"}),
    "registered-elsewhere": ("indeterminate", 2, {"domain.real-name": "unread"}),
    "registered-elsewhere-declared": ("eligible", 0, {"domain.real-name": "verified"}),
    "several-regions": ("eligible", 1, {"scope.region": "mainland", **NON_COMPLIANT}),
    "sources-disagree": ("indeterminate", 2, {"domain.status": "disagreement"}),
    "split-orders": ("eligible", 0, {"quota.websites_allowed": 2}),
    "stale": ("eligible", 0, {"filing.status": "stale", "filing.kind": "first"}),
    "two-pack-sets": ("eligible", 0, {"pack.duplicate": "duplicate", "quota.websites_allowed": 2}),
    "undelivered": ("not_eligible", 1, {"pack.gbs-400k": "undelivered"}),
    "unknown-region": ("indeterminate", 2, {"filing.required": None}),
}


@pytest.fixture(scope="module")
def answered() -> Mapping[str, "subprocess.CompletedProcess[str]"]:
    """Every world asked about www.example.cn, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(TABLE, pool.map(ask, TABLE), strict=True))


def ask(world: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    domain = arguments or ("www.example.cn",)
    command = [sys.executable, "-m", "beian", "check", *domain, "--format", "json"]
    return subprocess.run(
        [*command, "--world", str(WORLDS / f"{world}.yml")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def test_the_table_names_every_world() -> None:
    assert sorted(TABLE) == sorted(path.stem for path in WORLDS.glob("*.yml"))


@pytest.mark.parametrize("world", TABLE)
def test_a_world_gives_the_verdict_that_its_name_promises(
    world: str, answered: Mapping[str, "subprocess.CompletedProcess[str]"]
) -> None:
    verdict, status, promised = TABLE[world]
    done = answered[world]
    answer = json.loads(done.stdout)
    assert answer["verdict"] == verdict, done.stderr
    assert done.returncode == status
    for path, value in promised.items():
        assert found(answer, path) == value, path
    assert "acme-secret-0001" not in done.stdout + done.stderr


def test_a_default_domain_needs_no_filing_and_no_reading() -> None:
    done = ask("everything-denied", "1253970226-abc.ap-guangzhou.tencentscf.com")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["verdict"], answer["missing"]) == (0, "not_required", [])
    assert answer["filing"]["required"] is False


def found(answer: Any, path: str) -> object:
    """A value of the answer; a rule's id stands for the code of its finding."""
    for finding in answer["findings"]:
        if finding["rule"] == path:
            return finding["code"]
    for step in path.split("."):
        answer = answer[step]
    return answer
