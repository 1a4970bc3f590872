"""The function that the world has deployed, as far as its settings can be read and changed.

The world says how they stand at first; `Settings` holds what calls make of them. The ranges are
this emulator's own: of the API only the defaults are published (two retries, six hours).
"""

from threading import Lock
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field

from beian.emulator.accounts import Account, Model

if TYPE_CHECKING:
    from beian.emulator.functions.settings import Function

RETRIES = Annotated[int, Field(ge=0, le=2)]
AGE_S = Annotated[int, Field(ge=60, le=21600)]


class EventInvoke(Model):
    """What may be asked for asynchronous calls: how many retries after an error of the code, and
    how long an event is kept."""

    retries: RETRIES = 2
    age_s: AGE_S = 21600


class Values(NamedTuple):
    retries: int
    age_s: int
    reserved_mb: int | None


class Settings:
    """Of the world's function. Thread-safe."""

    def __init__(self, function: "Function | None", home: Account, region: str) -> None:
        self._lock = Lock()
        self._place = (home.uin, region)
        self._name = (function.namespace, function.name) if function else None
        self._values = (
            Values(function.retries, function.age_s, function.reserved_concurrency_mb)
            if function
            else Values(0, 0, None)
        )

    def values(self) -> Values:
        with self._lock:
            return self._values

    def change(self, **changed: int) -> None:
        with self._lock:
            self._values = self._values._replace(**changed)

    def is_of(self, uin: str, region: str, namespace: str, name: str) -> bool:
        return (uin, region) == self._place and (namespace, name) == self._name
