"""What the API's callers may have of sweeps: to begin one, and to see what came of it, as far as
their accounts go."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from beian.access import OWN
from beian.api.message import Forbidden, Principal
from beian.store import Store
from beian.sweep import names
from beian.sweep.engine import Latest, NoSweep
from beian.sweep.names import Name
from beian.sweep.report import Report
from beian.sweep.view import visible

if TYPE_CHECKING:
    from beian.sweep.desk import Builder

LATEST = "latest"


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
        builder: "Builder",
        clock: Callable[[], datetime],
        *,
        alone: bool,
    ) -> None:
        """
        :param own_uin: the function's own account, None or "" where that is not known
        :param alone: there is no other account
        """
        self._principal = principal
        self._all = principal.accounts is None or (alone and principal.accounts == OWN)
        self._own = own_uin
        self._store = store
        self._builder = builder
        self._clock = clock

    def start(self) -> Running:
        """Begins a sweep of every account, so only who may ask about every account may. Asked
        again within the same minute, it is the same sweep.

        :raises Forbidden: :raises StoreError: :raises CallError: it was not begun.
        """
        if not self._all:
            raise Forbidden
        time = self._clock().replace(second=0, microsecond=0)
        name = Name("http", self._principal.name, time)
        self._builder.begin(self._store, name)
        return Running(name.id)

    def find(self, sweep: str, account: str | None) -> Report | Running:
        """:param account: the only one to show
        :raises NoSweep: there is none such. :raises Forbidden: of none that may be seen.
        """
        found = self._resolved(sweep)
        text = self._store.read(names.report(found))
        if text is None:
            if self._store.has(names.manifest(found)):
                return Running(found)
            raise NoSweep
        report = Report.model_validate_json(text)
        uins = self._seen(report, account)
        return report if uins is None else visible(report, uins)

    def text(self, sweep: str) -> str | None:
        """The whole report as it is stored, where all of it may be seen; None where it is not
        there, or not for this caller."""
        if not self._all:
            return None
        found = self._store.read(names.report(self._resolved(sweep)))
        return None if found is None else found.decode()

    def _resolved(self, sweep: str) -> str:
        if sweep != LATEST:
            return sweep
        found = self._store.read(names.LATEST)
        if found is None:
            raise NoSweep
        return Latest.model_validate_json(found).id

    def _seen(self, report: Report, account: str | None) -> frozenset[str] | None:
        """The accounts to show; None for all. An account that is not in the report and one that
        may not be seen look the same."""
        may = None if self._all else self._principal.accounts
        if may == OWN:
            may = frozenset({self._own}) if self._own else frozenset()
        if account is not None:
            may = frozenset({account}) if may is None or account in may else frozenset()
        if may is not None and not any(one.uin in may for one in report.accounts):
            raise Forbidden
        return may
