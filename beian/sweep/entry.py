"""The triggers of a sweep: timers, and invocations of the function by itself or by people."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from beian.api.message import shown
from beian.events import Invoke, Timer
from beian.store import StoreError
from beian.sweep import OPS, SweepFailed
from beian.sweep.engine import Engine, NoSweep, Outcome
from beian.sweep.names import Kind, Name
from beian.tencent.errors import CallError

EARLIEST, LATEST = datetime(2020, 1, 1, tzinfo=timezone.utc), timedelta(days=2)
"""A sweep named after a day that is far off would count as the latest until then."""


class BadOrder(Exception):
    """A message that orders nothing that a sweep can do. The message says what would."""


class Ordered(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Start(Ordered):
    """`{"op": "sweep"}`: begins a sweep, or goes on with it. By itself, one that begins now."""

    kind: Kind = "invoke"
    trigger: str = Field("", max_length=128)
    time: AwareDatetime | None = None


class Shard(Ordered):
    """`{"op": "sweep.work"}`, which the function sends to itself."""

    sweep: str
    shard: int = Field(ge=-1)
    handovers: int = Field(ge=0)


class Watch(Ordered):
    """`{"op": "sweep.watch"}`: goes on with sweeps that have stood still."""


ORDERS: Mapping[str, type[Start] | type[Shard] | type[Watch]] = dict(
    zip(OPS, (Start, Shard, Watch), strict=True)
)


def order_of(event: Timer | Invoke) -> Start | Shard | Watch:
    """:raises BadOrder: naming the field."""
    if isinstance(event, Timer):
        return _of_timer(event)
    try:
        return ORDERS[event.op].model_validate_json(json.dumps(dict(event.parameters)))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "event"
        raise BadOrder(f"{event.op}: {shown(where)}: {first['msg']}") from None


def _of_timer(event: Timer) -> Start | Watch:
    """What its message says: `{"op": "sweep"}`, also where it is empty, or
    `{"op": "sweep.watch"}`."""
    try:
        found = json.loads(event.message) if event.message.strip() else {"op": "sweep"}
    except (ValueError, RecursionError):
        found = None
    if found == {"op": "sweep"}:
        return Start(kind="timer", trigger=event.trigger, time=event.time)
    if found == {"op": "sweep.watch"}:
        return Watch()
    raise BadOrder(
        f"the message of timer {shown(event.trigger)} must be empty, "
        '{"op": "sweep"} or {"op": "sweep.watch"}'
    )


def carry_out(
    order: Start | Shard | Watch, open_engine: Callable[[], Engine], now: datetime
) -> list[Outcome]:
    """:raises SweepFailed: it could not be done. :raises BadOrder: there is no such sweep."""
    try:
        engine = open_engine()
        if isinstance(order, Start):
            time = order.time or now.replace(microsecond=0)
            if not EARLIEST <= time <= now + LATEST:
                raise BadOrder(f"time: {time.isoformat()} is not about now: correct it")
            return [engine.start(Name(order.kind, order.trigger, time.astimezone(timezone.utc)))]
        if isinstance(order, Shard):
            return [engine.work(order.sweep, order.shard, order.handovers)]
        return engine.watch()
    except NoSweep:
        raise BadOrder("there is no such sweep") from None
    except StoreError as error:
        raise SweepFailed(str(error)) from None
    except CallError as error:
        raise SweepFailed(f"{type(error).__name__}: {error}") from None
