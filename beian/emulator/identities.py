"""Who may sign calls: the keys of the world's accounts, and those of sessions that roles open."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from threading import Lock

from beian.emulator.accounts import Role
from beian.emulator.policy import Policy
from beian.emulator.world import Account, Key, World


@dataclass(frozen=True)
class Session:
    """`opened_by` is the uin of the account that assumed the role."""

    role: Role
    name: str
    opened_by: str
    ends: datetime
    policy: Policy | None


@dataclass(frozen=True)
class Identity:
    """A key and the account whose data it reads."""

    account: Account
    key: Key
    session: Session | None = None

    def may(self, name: str, cam_name: str, resource: str) -> bool:
        """Denials know both names of an action; a session's policy knows CAM's alone."""
        denies = (*self.account.denies, *self.key.denies)
        policy = None
        if self.session is not None:
            denies = (*denies, *self.session.role.denies)
            policy = self.session.policy
        if any(fnmatchcase(known, pattern) for known in (name, cam_name) for pattern in denies):
            return False
        return policy is None or policy.allows(cam_name, resource)


class Identities:
    """All of one world, by key id. Thread-safe."""

    def __init__(self, world: World) -> None:
        self._lock = Lock()
        self._by_key_id: dict[str, Identity] = {}
        self._secrets: set[str] = set()
        for account in world.accounts:
            self._secrets.update(role.external_id for role in account.roles if role.external_id)
            for key in account.keys:
                self._add(Identity(account, key))

    def find(self, key_id: str) -> Identity | None:
        return self._by_key_id.get(key_id)

    def secrets(self) -> frozenset[str]:
        """Secret keys, tokens and external ids: what no record may show."""
        with self._lock:
            return frozenset(self._secrets)

    def open(self, account: Account, session: Session) -> Key:
        """A new temporary key of the account, which the session belongs to."""
        key = Key(
            id=f"AKID{secrets.token_hex(16)}",
            secret=secrets.token_urlsafe(32),
            token=secrets.token_urlsafe(96),
        )
        with self._lock:
            self._add(Identity(account, key, session))
        return key

    def _add(self, identity: Identity) -> None:
        key = identity.key
        self._by_key_id[key.id] = identity
        self._secrets.update(secret for secret in (key.secret, key.token) if secret)
