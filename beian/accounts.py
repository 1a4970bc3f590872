"""The accounts that may be asked about, and the credential that each is read with.

An account is configured, or a member of the organisation that the configuration names. Its role is
assumed from the function's own credential, narrowed to the reads of the rulebook.
"""

import threading
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from beian.config import NOTHING_DECLARED, AccountConfig
from beian.facts import Cause, Name, Unreadable
from beian.permissions import session_policy
from beian.settings import Settings
from beian.tencent.errors import CallError, Denied, Refused
from beian.tencent.organization import read_members
from beian.tencent.reads import ASSUME_ROLE
from beian.tencent.roles import Role, Roles
from beian.tencent.transport import Credential, Transport

MEMBERS_FOR = timedelta(minutes=5)


class Accounts:
    """What one process knows of its accounts, kept from one invocation to the next."""

    def __init__(self, config: Settings) -> None:
        self._config = config
        self._configured = {account.uin: account for account in config.accounts}
        self._roles = Roles()
        self._lock = threading.Lock()
        self._members: tuple[datetime, Mapping[str, str | None]] | None = None

    def known(self, home: Transport | None) -> "Known":
        """The accounts by id; members are looked up only where one is asked for.

        :param home: calls with the function's own credential; None where it has none
        """
        return Known(self, home)

    def configured(self) -> Mapping[str, AccountConfig]:
        return self._configured

    def members(self, home: Transport) -> Mapping[str, str | None]:
        """The names of the organisation's other accounts; none where they could not be read: who
        cannot be shown to be a member is not answered about."""
        try:
            return self.listed(home)
        except CallError:
            return {}

    def listed(self, home: Transport) -> Mapping[str, str | None]:
        """As `members`. :raises CallError: they could not be read."""
        organization = self._config.organization
        if organization is None:
            return {}
        with self._lock:
            kept = self._members
        if kept and home.now() - kept[0] < MEMBERS_FOR:
            return kept[1]
        names = read_members(home)
        found = {uin: name for uin, name in names.items() if uin not in self._configured}
        with self._lock:
            self._members = (home.now(), found)
        return found

    def member(self, uin: str, name: str | None) -> AccountConfig:
        """One of the organisation, as it was listed. :raises KeyError: there is none any more."""
        organization = self._config.organization
        if organization is None:
            raise KeyError(uin)
        return AccountConfig.model_construct(
            uin=uin,
            name=name,
            self_=False,
            role_arn=organization.role_of(uin),
            external_id=organization.external_id,
            region=None,
            declared=NOTHING_DECLARED,
        )

    def credential(self, account: AccountConfig, home: Transport) -> Credential | Unreadable:
        """A session of the account's role, or why there is none."""
        role = Role(account.uin, account.role_arn or "", account.external_id)
        try:
            return self._roles.credential(role, home, session_policy())
        except CallError as error:
            refused = isinstance(error, (Denied, Refused))
            return Unreadable(
                Name.ORDERS,
                Cause.NOT_ASSUMED if refused else error.cause,
                ASSUME_ROLE.name,
                code=error.code,
                permission=ASSUME_ROLE.permission,
                request_id=error.request_id,
                detail=error.detail,
            )


class Known(Mapping[str, AccountConfig]):
    """Accounts by id: those of the configuration, then those of the organisation."""

    def __init__(self, accounts: Accounts, home: Transport | None) -> None:
        self._accounts = accounts
        self._home = home

    def __getitem__(self, uin: str) -> AccountConfig:
        configured = self._accounts.configured()
        if uin in configured:
            return configured[uin]
        return self._accounts.member(uin, self._members()[uin])

    def __iter__(self) -> Iterator[str]:
        return iter({**self._accounts.configured(), **self._members()})

    def __len__(self) -> int:
        return len({**self._accounts.configured(), **self._members()})

    def _members(self) -> Mapping[str, str | None]:
        return self._accounts.members(self._home) if self._home else {}
