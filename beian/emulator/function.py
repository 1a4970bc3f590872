"""The function that the world has deployed, as far as its settings can be read and changed.

The world says how they stand at first; `Settings` holds what calls make of them. The ranges are
this emulator's own: of the API only the defaults are published (two retries, six hours).
"""

from threading import Lock
from typing import Annotated, NamedTuple

from pydantic import Field

from beian.emulator.accounts import Account, Model

RETRIES = Annotated[int, Field(ge=0, le=2)]
AGE_S = Annotated[int, Field(ge=60, le=21600)]


class EventInvoke(Model):
    """Asynchronous calls: retries after an error of the code, and how long an event is kept."""

    retries: RETRIES = 2
    age_s: AGE_S = 21600


class InvokeSettings(Model):
    """`reserved_concurrency_mb` left out: the function shares the account's quota."""

    event_invoke: EventInvoke = EventInvoke()
    reserved_concurrency_mb: Annotated[int, Field(gt=0)] | None = None


class Function(InvokeSettings):
    """It is in the first account, in the home region."""

    name: str = "beian"
    namespace: str = "default"


class Values(NamedTuple):
    retries: int
    age_s: int
    reserved_mb: int | None


class Settings:
    """Of the world's function. Thread-safe."""

    def __init__(self, function: Function | None, home: Account, region: str) -> None:
        self._lock = Lock()
        self._place = (home.uin, region)
        self._name = (function.namespace, function.name) if function else None
        event = function.event_invoke if function else EventInvoke()
        reserved = function.reserved_concurrency_mb if function else None
        self._values = Values(event.retries, event.age_s, reserved)

    def values(self) -> Values:
        with self._lock:
            return self._values

    def change(self, **changed: int) -> None:
        with self._lock:
            self._values = self._values._replace(**changed)

    def is_of(self, uin: str, region: str, namespace: str, name: str) -> bool:
        return (uin, region) == self._place and (namespace, name) == self._name
