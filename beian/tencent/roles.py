"""Sessions of other accounts' roles: `sts:AssumeRole`, from the function's own credential.

A session is narrowed to the reads of the rulebook, kept until shortly before it ends, and kept by
account: no account's session ever answers for another.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import NamedTuple
from urllib.parse import quote

from typing_extensions import TypedDict

from beian.tencent.reads import ASSUME_ROLE, parse
from beian.tencent.transport import Credential, Transport

DURATION_S = 3600
RENEW_BEFORE = timedelta(minutes=5)
SESSIONS_KEPT = 256


class Role(NamedTuple):
    """A role of another account, and the external id that its trust policy asks for."""

    uin: str
    arn: str
    external_id: str | None


class Credentials(TypedDict):
    TmpSecretId: str
    TmpSecretKey: str
    Token: str


class Assumed(TypedDict):
    Credentials: Credentials
    ExpiredTime: int


class Roles:
    """One process's sessions, of the roles that it used last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: OrderedDict[tuple[Role, str], tuple[datetime, Credential]] = OrderedDict()

    def credential(self, role: Role, home: Transport, policy: Mapping[str, object]) -> Credential:
        """A session of the role, narrowed by `policy` (a CAM document).

        :param home: calls with the credential that may assume the role
        :raises CallError: the role could not be assumed.
        """
        key = (role, json.dumps(policy, sort_keys=True))
        with self._lock:
            ends, kept = self._sessions.get(key, (None, None))
        if kept is not None and ends is not None and home.now() < ends - RENEW_BEFORE:
            return kept
        asked: dict[str, object] = {
            "RoleArn": role.arn,
            "RoleSessionName": "beian",
            "DurationSeconds": DURATION_S,
            "Policy": quote(key[1], safe=""),
        }
        if role.external_id:
            asked["ExternalId"] = role.external_id
        found = parse(Assumed, home.call(ASSUME_ROLE, asked, "ap-guangzhou"))
        given = found["Credentials"]
        session = Credential(given["TmpSecretId"], given["TmpSecretKey"], given["Token"])
        ends = datetime.fromtimestamp(found["ExpiredTime"], timezone.utc)
        with self._lock:
            self._sessions[key] = (ends, session)
            self._sessions.move_to_end(key)
            while len(self._sessions) > SESSIONS_KEPT:
                self._sessions.popitem(last=False)
        return session
