"""What the API's callers may have of sweeps: to begin one, and to see what came of it, as far as
their accounts go."""

from collections.abc import Callable
from datetime import datetime, timezone
from typing import NamedTuple

from beian.access import OWN
from beian.api.message import Forbidden, Principal
from beian.store import Store
from beian.sweep import names
from beian.sweep.engine import NoSweep
from beian.sweep.names import Kind, Name
from beian.sweep.papers import Latest, Unfinished
from beian.sweep.plan import Manifest
from beian.sweep.report import AccountResult, Report
from beian.sweep.view import visible

LATEST = "latest"
KIND: Kind = "http"


class Running(NamedTuple):
    """A sweep without a report yet."""

    id: str


class Counter:
    """One caller's."""

    def __init__(
        self,
        principal: Principal,
        own_uin: str | None,
        store: Store,
        begin: Callable[[Name], None],
        now: datetime,
        *,
        alone: bool,
    ) -> None:
        """
        :param own_uin: the function's own account, None or "" where that is not known
        :param begin: has a sweep begun
        :param alone: there is no other account
        """
        self._principal = principal
        self._own = own_uin
        self._store = store
        self._begin = begin
        self._now = now
        self._alone = alone

    def start(self) -> Running:
        """Begins a sweep of every account, so only who may ask about every account may. Asked
        again within the same minute, it is the same sweep.

        :raises Forbidden: :raises StoreError: :raises CallError: it was not begun.
        """
        may = self._principal.accounts
        if may is not None and not (self._alone and may == OWN):
            raise Forbidden
        minute = self._now.astimezone(timezone.utc).replace(second=0, microsecond=0)
        name = Name(KIND, self._principal.name, minute)
        self._begin(name)
        return Running(name.id)

    def find(self, sweep: str, account: str | None) -> Report | Running:
        """As much of the report as may be seen. An account that is not in it and one that may not
        be seen look the same.

        :param account: the only one to show
        :raises NoSweep: there is none such. :raises Forbidden: none of it may be seen.
        """

        def sees(uin: str) -> bool:
            return account in (None, uin) and self._may_see(uin)

        id_ = self._id(sweep)
        text = self._store.read(names.manifest(id_))
        if text is None and self._is_about_to_begin(id_):
            return Running(id_)
        if text is None:
            raise NoSweep
        manifest = Manifest.model_validate_json(text)
        uins = [uin for uin in manifest.accounts if sees(uin)]
        is_whole = account is None and self._principal.accounts is None
        if not uins and not is_whole:
            raise Forbidden
        head = self._store.read(names.head(manifest.id))
        if head is None:
            return Running(manifest.id)
        whole = self._store.read(names.report(manifest.id)) if is_whole else None
        if whole is not None:
            return Report.model_validate_json(whole)
        found = (self._store.read(names.account(manifest.id, uin)) for uin in uins)
        accounts = [AccountResult.model_validate_json(one) for one in found if one is not None]
        return visible(Report.model_validate_json(head), accounts, sees)

    def document(self, sweep: str) -> bytes | None:
        """The whole report as it is stored, where all of it may be seen; None where it is not
        there, or not for this caller."""
        if self._principal.accounts is not None:
            return None
        return self._store.read(names.report(self._id(sweep)))

    def _id(self, sweep: str) -> str:
        if sweep != LATEST:
            return sweep
        found = self._store.read(names.LATEST)
        if found is None:
            raise NoSweep
        return Latest.model_validate_json(found).id

    def _is_about_to_begin(self, id_: str) -> bool:
        text = self._store.read(names.unfinished(KIND))
        return text is not None and id_ in Unfinished.model_validate_json(text).sweeps

    def _may_see(self, uin: str) -> bool:
        may = self._principal.accounts
        return may is None or uin in (may if may != OWN else {self._own})
