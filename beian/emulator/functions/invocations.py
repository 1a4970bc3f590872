"""Events on their way to the function: accepted, queued, delivered at least once, retried.

By the rules of https://cloud.tencent.com/document/product/583/41138, as far as they are modelled:
every execution is a cold process (nothing is kept warm between two), an event that finds the
function at its concurrency waits for as long as it takes (the platform gives up after six hours),
and nobody promises an order.
"""

import heapq
import itertools
import json
import math
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from random import Random
from threading import Condition, Thread
from typing import Any

from beian.emulator.faults import INVOKE
from beian.emulator.functions.execution import LOST, Delivery, Execution, ended
from beian.emulator.functions.instances import Instances
from beian.emulator.functions.launch import context, home, owner, variables
from beian.emulator.functions.settings import Function
from beian.emulator.misbehaviour import FaultDesk
from beian.emulator.world import World

_DROP_S = 5.0
_LONGEST_SYNCHRONOUS_S = 300.0


class Throttled(Exception):
    """As many executions as the function may have at once are running."""


class Functions:
    """What runs of the world's function. Thread-safe; between `start` and `stop` it delivers."""

    def __init__(self, world: World, now: Callable[[], datetime]) -> None:
        self._now = now
        self._changed = Condition()
        self._endpoint: str | None = None
        self._scheduler: Thread | None = None
        self._instances: Instances | None = None
        self._numbers = itertools.count(1)
        self._running: dict[int, tuple[Delivery, Future[Execution] | None]] = {}
        self._waiting: list[tuple[float, int, Delivery]] = []
        self._set_up(world)

    def _set_up(self, world: World) -> None:
        self._world = world
        self._executions: list[Execution] = []
        self._faults = {
            kind: FaultDesk([f for f in world.faults if f.deliver == kind], world.seed)
            for kind in ("kill", "twice", "delay")
        }

    def start(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._scheduler = Thread(target=self._schedule, name="beian-functions", daemon=True)
        self._scheduler.start()

    def stop(self) -> None:
        """Ends what runs, drops what waits. May be called twice."""
        with self._changed:
            self._endpoint = None
            self._waiting.clear()
            instances, self._instances = self._instances, None
            scheduler, self._scheduler = self._scheduler, None
            self._changed.notify_all()
        if scheduler is not None:
            scheduler.join()
        if instances is not None:
            instances.stop()

    def reset(self, world: World) -> None:
        """As `stop`, but goes on with nothing on record. The fork server lives on where the world's
        function is imported as before."""
        with self._changed:
            endpoint, self._endpoint = self._endpoint, None
            self._waiting.clear()
            instances = self._instances
        if instances is not None:
            is_empty = self._end_all(instances)
            if not (is_empty and instances.serves(world.function)):
                instances.stop()
        with self._changed:
            self._set_up(world)
            self._endpoint = endpoint

    @property
    def executions(self) -> list[Execution]:
        """Those that have ended since the start or the last reset, in that order; a copy."""
        with self._changed:
            return list(self._executions)

    @property
    def running(self) -> int:
        return len(self._running)

    @property
    def waiting(self) -> int:
        """Events that are queued, delayed or between two attempts."""
        return len(self._waiting)

    def idle(self, timeout_s: float) -> None:
        """Waits until nothing runs and nothing waits. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(self._is_idle, timeout_s):
                left = f"{self.running} running, {self.waiting} waiting"
                raise TimeoutError(f"still at work after {timeout_s:g} s: {left}")

    def deliver(self, event: object) -> str:
        """Accepts a JSON value as from a trigger such as a timer. Returns the request id.

        Raises TypeError or ValueError for what JSON cannot say, RuntimeError where the emulator is
        not started or its world has no function.
        """
        if self._endpoint is None or self._world.function is None:
            raise RuntimeError(
                "nothing to deliver to: start an emulator whose world has a function"
            )
        return self.accept(json.loads(json.dumps(event)))

    def accept(self, event: object) -> str:
        """Queues the event. Returns the request id, which every attempt at it has."""
        first = Delivery(str(uuid.uuid4()), event)
        with self._changed:
            late = self._drawn("delay") or 0
            again = self._drawn("twice")
            self._queue(first, late)
            if again is not None:
                self._queue(replace(first, copy=2), late + again)
        return first.request_id

    def call(self, event: object) -> Execution:
        """Executes it at once and waits for the end; nothing is retried. Raises Throttled."""
        answer: Future[Execution] = Future()
        with self._changed:
            if not self._has_room():
                raise Throttled
            begin = self._begin(Delivery(str(uuid.uuid4()), event), answer)
        begin()
        return answer.result()

    @property
    def _function(self) -> Function:
        """Asked for only where something can begin."""
        return self._world.function or Function()

    def _end_all(self, instances: Instances) -> bool:
        """Says whether nothing runs any more. It asks again for what was about to begin."""
        deadline = time.monotonic() + _DROP_S
        while time.monotonic() < deadline:
            instances.end_all()
            with self._changed:
                if self._changed.wait_for(lambda: not self._running, 0.1):
                    return True
        return False

    def _is_idle(self) -> bool:
        return not self._running and not self._waiting

    def _has_room(self) -> bool:
        is_open = self._endpoint is not None and self._world.function is not None
        return is_open and len(self._running) < self._function.concurrency

    def _queue(self, delivery: Delivery, in_s: float) -> None:
        """What is closed takes in nothing more."""
        if self._endpoint is not None:
            due = time.monotonic() + in_s
            heapq.heappush(self._waiting, (due, next(self._numbers), delivery))
            self._changed.notify_all()

    def _schedule(self) -> None:
        while True:
            with self._changed:
                while (patience := self._patience()) != 0:
                    if self._scheduler is None:
                        return
                    self._changed.wait(patience)
                begin = self._begin(heapq.heappop(self._waiting)[2], None)
            begin()

    def _patience(self) -> float | None:
        """Seconds until an event may begin; None while that takes a change."""
        if not self._waiting or not self._has_room():
            return None
        return max(0.0, self._waiting[0][0] - time.monotonic())

    def _begin(self, delivery: Delivery, answer: "Future[Execution] | None") -> Callable[[], None]:
        """Sending is left to the caller, without the lock: while a pipe is full it waits for the
        fork server, which may wait for the thread that reads reports, which needs the lock."""
        function, number = self._function, next(self._numbers)
        self._running[number] = delivery, answer
        limit_s = function.time_limit_s
        killed_after = self._drawn("kill", delivery.attempt)
        order = {
            "id": number,
            "event": delivery.event,
            "context": context(self._world, function, delivery.request_id),
            "env": variables(self._world, function, self._endpoint or "", self._now()),
            "limit_s": min(limit_s, _LONGEST_SYNCHRONOUS_S) if answer else limit_s,
            "kill_after_s": math.inf if killed_after is None else killed_after,
        }
        if self._instances is None:
            self._instances = Instances(function, self._reported, self._lost)
        instances = self._instances
        return lambda: instances.send(order)

    def _drawn(self, kind: str, attempt: int = 1) -> float | None:
        """Seconds within the span of the fault of this kind that is due; None where none is."""
        function = self._function
        region, uin = home(self._world, function), owner(self._world, function).uin
        due = self._faults[kind].due(INVOKE, region, uin, attempt)
        if due is None:
            return None
        span = due.fault.within_ms if kind == "kill" else due.fault.by_ms
        lot = Random(f"{self._world.seed}/{kind}/{due.count}")  # noqa: S311 # no secret
        return lot.uniform(*span) / 1000

    def _reported(self, report: dict[str, Any]) -> None:
        with self._changed:
            delivery, answer = self._running.pop(report["id"])
            execution = ended(delivery, report)
            self._executions.append(execution)
            if answer is not None:
                answer.set_result(execution)
            elif execution.outcome != "done" and delivery.attempt <= self._function.retries:
                later = replace(delivery, attempt=delivery.attempt + 1)
                self._queue(later, self._function.retry_after_s)
            self._changed.notify_all()

    def _lost(self, instances: Instances) -> None:
        """What a fork server ran is dead with it; the next event gets another one."""
        with self._changed:
            if self._instances is instances:
                self._instances = None
            now = time.time()
            for number in list(self._running):
                self._reported({**LOST, "id": number, "began": now, "ended": now})
