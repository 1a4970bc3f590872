"""What a function needs and serverless.yml cannot hold: how asynchronous calls are retried, and
memory that is kept for it.

Nothing else in beian changes anything in the cloud. Both settings are read first, and written only
where they differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from typing_extensions import NotRequired, TypedDict

from beian.tencent.errors import BrokenReply
from beian.tencent.reads import parse
from beian.tencent.transport import Read, Transport

RETRIES = 2
"""A sweep's step does the same work again without harm, and most errors pass within minutes."""
AGE_S = 21600
"""Six hours: longer than any throttling lasts, shorter than the day until the next sweep."""

GET_EVENT = Read("scf", "GetFunctionEventInvokeConfig", "2018-04-16")
PUT_EVENT = Read("scf", "UpdateFunctionEventInvokeConfig", "2018-04-16")
GET_RESERVED = Read("scf", "GetReservedConcurrencyConfig", "2018-04-16")
PUT_RESERVED = Read("scf", "PutReservedConcurrencyConfig", "2018-04-16")
READS = (GET_EVENT, GET_RESERVED)
WRITES = (PUT_EVENT, PUT_RESERVED)


class Target(NamedTuple):
    """The function, as the API names it."""

    name: str
    namespace: str
    region: str

    @property
    def parameters(self) -> dict[str, object]:
        return {"FunctionName": self.name, "Namespace": self.namespace}


@dataclass(frozen=True)
class Wanted:
    """`reserved_mb` None leaves it as it is: what is reserved is taken from the account's quota."""

    retries: int = RETRIES
    age_s: int = AGE_S
    reserved_mb: int | None = None


class State(str, Enum):
    RIGHT = "right"
    DIFFERS = "differs"
    CHANGED = "changed"


@dataclass(frozen=True)
class Setting:
    """`found` is None where the function has none. `write` and `parameters` would change it."""

    name: str
    found: int | None
    wanted: int | None
    write: Read
    parameters: Mapping[str, object]

    @property
    def differs(self) -> bool:
        return self.wanted not in (None, self.found)


class RetryConfig(TypedDict):
    RetryNum: int


class AsyncTriggerConfig(TypedDict):
    RetryConfig: list[RetryConfig]
    MsgTTL: int


class EventInvoke(TypedDict):
    AsyncTriggerConfig: AsyncTriggerConfig


class Reserved(TypedDict):
    ReservedMem: NotRequired[int | None]


def read(transport: Transport, target: Target, wanted: Wanted) -> list[Setting]:
    """:raises CallError: a setting cannot be read."""
    reply = transport.call(GET_EVENT, target.parameters, target.region)
    event = parse(EventInvoke, reply)["AsyncTriggerConfig"]
    if not event["RetryConfig"]:
        raise BrokenReply(request_id=reply.request_id, detail="no RetryConfig")
    both = {"RetryConfig": [{"RetryNum": wanted.retries}], "MsgTTL": wanted.age_s}
    changed = {"AsyncTriggerConfig": both}
    reserved = parse(Reserved, transport.call(GET_RESERVED, target.parameters, target.region))
    kept = {"ReservedConcurrencyMem": wanted.reserved_mb}
    return [
        Setting("retries", event["RetryConfig"][0]["RetryNum"], wanted.retries, PUT_EVENT, changed),
        Setting("event_age_s", event["MsgTTL"], wanted.age_s, PUT_EVENT, changed),
        Setting(
            "reserved_mb",
            reserved.get("ReservedMem") or None,
            wanted.reserved_mb,
            PUT_RESERVED,
            kept,
        ),
    ]


def change(
    transport: Transport, target: Target, settings: list[Setting]
) -> Iterator[tuple[Setting, State]]:
    """Each setting and what became of it, once its write is done. One write serves both settings of
    asynchronous calls.

    :raises CallError: a write was refused; those before it are done.
    """
    written: set[Read] = set()
    for setting in settings:
        if not setting.differs:
            yield setting, State.RIGHT
            continue
        if setting.write not in written:
            parameters = {**target.parameters, **setting.parameters}
            transport.call(setting.write, parameters, target.region)
            written.add(setting.write)
        yield setting, State.CHANGED
