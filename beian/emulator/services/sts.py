"""sts 2018-08-13."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from beian.emulator.accounts import Role
from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError
from beian.emulator.identities import Session
from beian.emulator.policy import read_policy
from beian.emulator.world import Account

_ROLE_ARN = re.compile(r"qcs::cam::uin/([0-9]+):(role|roleName)/(\S+)")
_SESSION_NAME = re.compile(r"[A-Za-z0-9_+=,.@-]{2,128}")
_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_+=,.@:/-]{2,128}")
_USUAL_S = 7200
_LONGEST_S = 43200


def get_caller_identity(ask: Ask) -> Reply:
    """PrincipalId is the account that asked for the key: a session's own is AccountId."""
    uin = principal = ask.account.uin
    session = ask.caller.session
    if session is not None:
        role, name, principal = _role_id(uin, session.role), session.name, session.opened_by
    elif ask.caller.key.token is not None:
        role, name = f"4611686018{uin[-9:]:0>9}", "beian"
    else:
        return _identity(uin, f"qcs::cam:{uin}:uin/{uin}", uin, uin, "CAMUser")
    arn = f"qcs::sts:{uin}:assumed-role/{role}"
    return _identity(uin, arn, f"{role}:{name}", principal, "CAMRole")


def assume_role(ask: Ask) -> Reply:
    """A role is there for the account that it trusts and whoever belongs to it.

    An account that does not exist is answered as a role that does not; neither trust nor external
    id is named where one of them is wrong.
    """
    arn = ask.text("RoleArn") or ""
    seconds = _seconds(ask)
    name = ask.text("RoleSessionName") or ""
    external_id, encoded = ask.text("ExternalId"), ask.text("Policy")
    _check(name, _SESSION_NAME, "RoleSessionName")
    if external_id is not None:
        _check(external_id, _EXTERNAL_ID, "ExternalId")
    policy = None if encoded is None else read_policy(encoded)
    account, role = _role(ask, arn)
    if role.trusts != ask.account.uin or role.external_id not in (None, external_id):
        raise ApiError(
            "UnauthorizedOperation",
            "you are not authorized to perform operation (sts:AssumeRole)\n"
            f"resource ({arn}) has no permission",
        )
    if role.session_seconds is not None:
        seconds = min(seconds, role.session_seconds)
    ends = _whole(ask.now) + timedelta(seconds=seconds)
    key = ask.identities.open(account, Session(role, name, ask.account.uin, ends, policy))
    return {
        "Credentials": {"Token": key.token, "TmpSecretId": key.id, "TmpSecretKey": key.secret},
        "ExpiredTime": int(ends.timestamp()),
        "Expiration": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _identity(uin: str, arn: str, user: str, principal: str, kind: str) -> Reply:
    return {"Arn": arn, "AccountId": uin, "UserId": user, "PrincipalId": principal, "Type": kind}


def _role_id(uin: str, role: Role) -> str:
    """The same for the same role, in the nineteen digits that role ids have."""
    digest = hashlib.sha256(f"{uin}/{role.name}".encode()).hexdigest()
    return f"4611686018{int(digest, 16) % 10**9:09}"


def _role(ask: Ask, arn: str) -> tuple[Account, Role]:
    found = _ROLE_ARN.fullmatch(arn)
    if found is None:
        raise _wrong("RoleArn")
    uin, kind, name = found.groups()
    if kind == "role":
        raise ApiError("UnsupportedOperation", "This emulator knows roles by roleName alone.")
    account = ask.world.account(uin)
    role = next((r for r in account.roles if r.name == name), None) if account else None
    if account is None or role is None:
        raise ApiError("ResourceNotFound.RoleNotFound", "There is no such role in such an account.")
    return account, role


def _seconds(ask: Ask) -> int:
    seconds = ask.whole("DurationSeconds")
    if seconds is None:
        return _USUAL_S
    if seconds < 1:
        raise _wrong("DurationSeconds")
    if seconds > _LONGEST_S:
        raise ApiError("InvalidParameter.OverTimeError", f"A session lasts {_LONGEST_S} seconds.")
    return seconds


def _check(value: str, pattern: re.Pattern[str], name: str) -> None:
    if not pattern.fullmatch(value):
        raise _wrong(name)


def _wrong(name: str) -> ApiError:
    return ApiError("InvalidParameter.ParamError", f"The parameter `{name}` cannot be that.")


def _whole(now: datetime) -> datetime:
    """Expiries are in whole seconds: down, so that none is later than asked for."""
    return now.astimezone(timezone.utc).replace(microsecond=0)


ACTIONS: Mapping[str, Action] = {
    "GetCallerIdentity": get_caller_identity,
    "AssumeRole": assume_role,
}
