"""Independent reads side by side: one lane a service, a few daemon threads a lane.

The SDK's read timeout starts anew with every byte, so a dripping reply outlives any timeout:
whoever waits here stops waiting at the deadline, and what still runs is left behind (the threads
are daemons, and begin nothing new).
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from functools import partial
from itertools import islice
from queue import SimpleQueue
from typing import TypeVar

from beian.tencent.errors import TimedOut
from beian.tencent.transport import Deadline

I = TypeVar("I")  # noqa: E741
T = TypeVar("T")

WIDTH = 24
"""Threads a lane on a cold start. More than calls at once (`transport.AT_ONCE`): a reply may wait
to be read until pydantic is loaded, and the next call does not wait for that. Warm, more would be
idle, and sixteen accounts at once would take more than the 1,024 threads that SCF allows."""


IDLE = 64
"""Threads that are kept for the next work: a check takes some fifty, for a tenth of a second."""


class _Crew:
    """Daemon threads that go from one work to the next, over all lanes of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[SimpleQueue[Callable[[], None]]] = []

    def run(self, work: Callable[[], None]) -> None:
        """:param work: raises nothing"""
        with self._lock:
            free = self._idle.pop() if self._idle else None
        if free is None:
            threading.Thread(target=self._serve, args=(work,), daemon=True).start()
        else:
            free.put(work)

    def _serve(self, work: Callable[[], None]) -> None:
        mine: SimpleQueue[Callable[[], None]] = SimpleQueue()
        while True:
            work()
            with self._lock:
                if len(self._idle) >= IDLE:
                    return
                self._idle.append(mine)
            work = mine.get()


_crew = _Crew()


class Lanes:
    def __init__(self, deadline: Deadline, width: int = WIDTH) -> None:
        self._deadline = deadline
        self._width = width
        self._lock = threading.Lock()
        self._queues: dict[str, deque[Callable[[], None]]] = {}
        self._threads: dict[str, int] = {}

    def start(self, lane: str, work: Callable[[], T]) -> "Future[T]":
        """Begins `work` as soon as the lane has room."""
        future: Future[T] = Future()
        with self._lock:
            queue = self._queues.setdefault(lane, deque())
            queue.append(lambda: _run(future, work))
            if self._threads.get(lane, 0) < self._width:
                self._threads[lane] = self._threads.get(lane, 0) + 1
                _crew.run(partial(self._drain, lane))
        return future

    def wait(self, future: "Future[T]") -> T:
        """The result, or what the work raised.

        :raises TimedOut: there is none at the deadline.
        """
        try:
            return future.result(timeout=max(0.0, self._deadline.left()))
        except StillRunning:
            raise TimedOut(detail="no whole reply before the deadline") from None

    def _drain(self, lane: str) -> None:
        while True:
            with self._lock:
                if not self._queues[lane]:
                    self._threads[lane] -= 1
                    return
                work = self._queues[lane].popleft()
            work()


def ahead(work: Callable[[I], T], items: Iterable[I], width: int) -> Iterator[T]:
    """The results in order, at most `width` under way: few at first, so that whoever stops early
    has asked for little."""
    rest = iter(items)
    under_way = deque(_begun(partial(work, item)) for item in islice(rest, 1))
    while under_way:
        yield under_way.popleft().result()
        more = min(2, width - len(under_way))
        under_way.extend(_begun(partial(work, item)) for item in islice(rest, more))


def _begun(work: Callable[[], T]) -> "Future[T]":
    future: Future[T] = Future()
    _crew.run(partial(_run, future, work))
    return future


def done(value: T) -> "Future[T]":
    """What needs no work: the value is there."""
    future: Future[T] = Future()
    future.set_result(value)
    return future


def _run(future: "Future[T]", work: Callable[[], T]) -> None:
    try:
        future.set_result(work())
    except Exception as error:  # noqa: BLE001  # a bug too is raised where it is waited for
        future.set_exception(error)
