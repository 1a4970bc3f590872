"""The promise, over the wire: no verdict rests on something that could not be read.

Every call that a check makes meets every fault; what comes back is the clean run's verdict or none.
And it is the clean one only where the faulted call was read after all (a retry, a shape that does
no harm), or where the verdict does not need it: `NEEDED` says which calls it needs, and why.

The ordinary run takes every fault in one world and a few in the others; `BEIAN_PROOF=1` all in all.
"""

import contextlib
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count, product
from pathlib import Path

import pytest
import pytest_socket

from beian.app import MARGIN_S
from beian.tencent import reads
from tests.function.runs import (
    BOUND,
    IN_ORDER,
    PACK,
    REGISTERED,
    SMALL,
    Run,
    cold,
    context,
    planted_in,
    world,
)

PROOF = bool(os.environ.get("BEIAN_PROOF"))
LIMIT_MS = 3000
DEADLINE_S = LIMIT_MS / 1000 - MARGIN_S

IN_HONG_KONG = (
    "bindings: [{domain: www.example.cn, region: ap-hongkong},"
    " {service: apigateway, domain: api.example.cn, region: ap-hongkong}]"
)
WORLDS = {
    "eligible": IN_ORDER,
    "filed": world(PACK + REGISTERED + BOUND, "filings: {example.cn: {gov: true, landed: true}}"),
    "not_eligible": world(REGISTERED + BOUND),
    "not_required": world(PACK + REGISTERED + IN_HONG_KONG),
    "pending": world(PACK + "    status: 2\n" + REGISTERED + BOUND),
}
"""By the verdict of the clean run."""

DEALS, ICP, SCF, GATEWAYS = (
    one.name for one in (reads.DEALS, reads.ICP_STATUS, reads.CUSTOM_DOMAINS, reads.GATEWAYS)
)
ACCOUNT = {reads.ICP_REGISTER.name, reads.AUTH_INFO.name, reads.DOMAIN_INFO.name}

NEEDED = {
    # Every requirement, the filing, and where it is served: bound elsewhere, none is needed.
    "eligible": {DEALS, ICP, SCF, reads.ICP_ORDER.name, *ACCOUNT},
    # Filed is filed, whatever the account has; but abroad it would need none.
    "filed": {ICP, SCF},
    # No quota and no real name mends the want of a pack; a filing would.
    "not_eligible": {DEALS, ICP, SCF},
    # Any unread region of the mainland might hold it, at either product.
    "not_required": {SCF, GATEWAYS},
    # A second wait changes nothing; a failure would.
    "pending": {DEALS, ICP, SCF, *ACCOUNT},
}

CALLS = sorted({one.name for some in reads.PROVIDES.values() for one in some} | {reads.CALLER.name})
ERRORS = (
    "UnauthorizedOperation",
    "AuthFailure.SignatureExpire",
    "RequestLimitExceeded",
    "InternalError",
    "ResourceNotFound",
    "FailedOperation",
    "InvalidParameterValue",
    "ActionOffline",
    "UnsupportedRegion",
)
WIRES = (
    *("truncate", "html", "reset", "drip", "charset"),
    *("no_response", "no_request_id", "http_502", "hang"),
)
SHAPES = ("null_list", "clamp_page", "growing_total", "no_total")
FAULTS = (
    *(f"error: {code}" for code in ERRORS),
    *(f"wire: {kind}" for kind in WIRES),
    *(f"shape: {kind}" for kind in SHAPES),
)
TRANSIENT = {
    *("error: RequestLimitExceeded", "error: InternalError"),
    *(f"wire: {kind}" for kind in WIRES if kind not in ("drip", "hang")),
}
SLOW = {"wire: drip", "wire: hang"}
HARMLESS = {"wire: charset"}


@dataclass(frozen=True)
class Case:
    """`call` meets `fault`: always, or at the first time only (`once`)."""

    verdict: str
    call: str
    fault: str
    once: bool

    def __str__(self) -> str:
        return f"{self.verdict}-{self.call}-{self.fault}{'-once' if self.once else ''}"

    @property
    def told_by_the_platform(self) -> bool:
        """The product is not there, says the platform itself: then it holds nothing. SCF is the
        living source of bindings; it may be absent from a region, never offline."""
        words = {"scf": {"UnsupportedRegion"}, "apigateway": {"UnsupportedRegion", "ActionOffline"}}
        calls = NEEDED[self.verdict] if self.call == "*" else {self.call}
        services = {call.partition(":")[0] for call in calls}
        return all(self.fault[len("error: ") :] in words.get(s, ()) for s in services)


def cases() -> Iterator[Case]:
    number = count()
    for case in (Case(*one) for one in product(WORLDS, (*CALLS, "*"), FAULTS, (False, True))):
        whole = case.verdict == "eligible" and (not case.once or case.fault in TRANSIENT)
        if PROOF or (whole and case.fault not in SLOW):
            yield case
        elif case.fault in SLOW:  # each takes the whole time there is
            if case.verdict == "eligible" and not case.once and case.call in (DEALS, ICP, "*"):
                yield case
        elif next(number) % 11 == 0:  # coprime with the numbers of calls and of faults
            yield case


CASES = list(cases())


def run(verdict: str, fault: str, config: str) -> Run:
    """In a process of its own, because the function's environment is the process's."""
    home = "ap-hongkong" if verdict == "not_required" else "ap-guangzhou"
    return cold(WORLDS[verdict] + fault, config, about=context(LIMIT_MS, home))


def begin() -> None:
    """Loopback only; and what the emulator loads at its first calls takes seconds, which the time
    limit of a case does not have."""
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    cold(IN_ORDER)


class Runs:
    """Every case and every clean run, begun at once; those that wait do not keep others waiting."""

    def __init__(self, config: str, pool: ProcessPoolExecutor) -> None:
        self._clean = {v: pool.submit(run, v, "", config) for v in WORLDS}
        self._cases: dict[Case, Future[Run]] = {}
        for case in CASES:
            nth = ", nth: [1]" if case.once else ""
            fault = f"faults: [{{on: '{case.call}', {case.fault}{nth}}}]\n"
            self._cases[case] = pool.submit(run, case.verdict, fault, config)

    def clean(self, verdict: str) -> Run:
        return self._clean[verdict].result()

    def of(self, case: Case) -> Run:
        return self._cases[case].result()


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    config = tmp_path_factory.mktemp("config") / "beian.yml"
    Path(config).write_text(SMALL, "utf-8")
    pool = ProcessPoolExecutor(6, multiprocessing.get_context("spawn"), initializer=begin)
    with contextlib.closing(Closing(pool)):
        yield Runs(str(config), pool)


class Closing:
    """A pool that leaves undone what nobody waits for any more."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("verdict", WORLDS)
def test_a_clean_run_makes_every_call_and_gives_its_verdict(runs: Runs, verdict: str) -> None:
    clean = runs.clean(verdict)
    assert clean.verdict == verdict
    assert clean.missing() == {}
    unneeded = {"not_eligible": {reads.BILL.name}, "pending": {reads.BILL.name}}
    assert set(clean.calls) == set(CALLS) - unneeded.get(verdict, set())
    assert NEEDED[verdict] - {SCF, GATEWAYS} <= clean.evidence()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_verdict_is_the_clean_one_or_none(runs: Runs, case: Case) -> None:
    found = runs.of(case)
    assert planted_in(found.told()) == []
    assert found.seconds < DEADLINE_S + 1
    unsettled = {"indeterminate", "503"} if case.call == "*" else {"indeterminate"}
    assert found.verdict in {case.verdict, *unsettled}
    needed = NEEDED[case.verdict] & (set(CALLS) if case.call == "*" else {case.call})
    if found.verdict == case.verdict:
        assert needed - {SCF, GATEWAYS} <= found.evidence()
        assert not (needed - {SCF, GATEWAYS}) & set(found.missing())
        for call in needed & {SCF, GATEWAYS}:
            assert scope_is_certain(case.verdict, found.missing().get(call, set()))
    if case.fault in HARMLESS or (case.once and case.fault in TRANSIENT) or not needed:
        assert found.verdict == case.verdict
    elif not case.once and not case.fault.startswith("shape") and not case.told_by_the_platform:
        assert found.verdict in unsettled


def scope_is_certain(verdict: str, unread: set[str]) -> bool:
    """Whether it is known that a filing is needed, or is not, with these regions unread.

    Served from home in the mainland, it could only be bound abroad instead where the region at
    home, which holds its binding, is unread too. Served from abroad, it could be in the mainland.
    """
    if verdict == "not_required":
        return unread <= {"ap-hongkong"}
    return not {"ap-guangzhou", "ap-hongkong"} <= unread


def test_the_ordinary_run_meets_every_call_with_every_fault() -> None:
    met = {(case.call, case.fault) for case in CASES if not case.once}
    rare = {(call, fault) for call in CALLS for fault in SLOW}
    assert met >= {(call, fault) for call in CALLS for fault in FAULTS} - rare
    assert {case.verdict for case in CASES} == set(WORLDS)
