"""The documents of sweeps, as models, in the store."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import AwareDatetime, BaseModel, ValidationError

from beian import log
from beian.store import Store, StoreError
from beian.sweep import names
from beian.sweep.names import Kind
from beian.sweep.plan import Manifest
from beian.sweep.report import AccountResult, Model, Sent
from beian.tencent.lanes import ahead

M = TypeVar("M", bound=BaseModel)
AT_ONCE = 16
"""Objects that are read side by side: a hundred thousand in turn, at some 10 ms each, are more than
the 900 s that an invocation may take."""


class Notice(Model):
    """That somebody tells people of a report since `at`; `sent` is null until it is known how."""

    at: AwareDatetime
    sent: list[Sent] | None


class Latest(Model):
    id: str
    time: AwareDatetime


class Unfinished(Model):
    sweeps: list[str]


class Damaged(StoreError):
    """A document that cannot be understood."""


class Papers:
    """Every method raises StoreError where the store cannot be used."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _read(self, key: str, model: type[M]) -> M | None:
        """:raises Damaged: what is there is no such document."""
        found = self._store.read(key)
        try:
            return None if found is None else model.model_validate_json(found)
        except ValidationError:
            raise Damaged(
                f"{self._store.address}: {key} is damaged or of another version: delete it"
            ) from None

    def _recall(self, key: str, model: type[M]) -> M | None:
        """As `_read`, of what an earlier sweep left: no later one fails for it."""
        try:
            return self._read(key, model)
        except Damaged as error:
            log.damaged(str(error))
            return None

    def _write(self, key: str, document: BaseModel) -> None:
        self._store.write(key, document.model_dump_json(by_alias=True).encode())

    def _create(self, key: str, document: BaseModel) -> bool:
        """Whether it was stored; where something is there already, that stays."""
        return self._store.create(key, document.model_dump_json(by_alias=True).encode())

    def _have(self, keys: Iterable[str]) -> Iterator[bool]:
        """Whether each is there, in order."""
        return ahead(self._store.has, keys, AT_ONCE)

    def _result(self, sweep: str, uin: str) -> AccountResult | None:
        return self._read(names.account(sweep, uin), AccountResult)

    def _before(self, sweep: str, uin: str) -> AccountResult | None:
        """What an earlier sweep found of an account."""
        return self._recall(names.account(sweep, uin), AccountResult)

    def _there(self, key: str) -> bytes:
        """:raises StoreError: what must be there is not."""
        found = self._store.read(key)
        if found is None:
            raise StoreError(f"{self._store.address}: {key} is gone: sweep again")
        return found

    def _results(self, sweep: str, uins: Iterable[str]) -> Iterator[AccountResult]:
        """Of those that have one, in order."""
        return filter(None, ahead(lambda uin: self._result(sweep, uin), uins, AT_ONCE))

    def _missing(self, manifest: Manifest) -> list[int]:
        """The shards that have no part yet."""
        known = self._have(names.part(manifest.id, shard) for shard in manifest.shards)
        return [number for number, is_known in enumerate(known) if not is_known]

    def _is_whole(self, manifest: Manifest) -> bool:
        """Whether every shard has its part. The last are begun last: one look mostly tells that
        there is more to do."""
        return all(self._have(names.part(manifest.id, one) for one in reversed(manifest.shards)))

    def _unfinished(self, kind: Kind) -> list[str]:
        found = self._recall(names.unfinished(kind), Unfinished)
        return found.sweeps if found else []

    def _note(self, kind: Kind, sweep: str) -> None:
        """Two sweeps that begin in the same moment may overwrite each other's note: each looks
        again, so that both end up in it."""
        for _ in range(3):
            known = self._unfinished(kind)
            if sweep in known:
                return
            self._write(names.unfinished(kind), Unfinished(sweeps=[*known, sweep]))

    def _forget(self, kind: Kind, sweep: str) -> None:
        known = self._unfinished(kind)
        if sweep in known:
            left = [one for one in known if one != sweep]
            self._write(names.unfinished(kind), Unfinished(sweeps=left))
