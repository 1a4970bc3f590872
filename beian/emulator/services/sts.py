"""sts 2018-08-13."""

from collections.abc import Mapping

from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError


def get_caller_identity(ask: Ask) -> Reply:
    uin = ask.account.uin
    if ask.key.token is None:
        arn, user, kind = f"qcs::cam:{uin}:uin/{uin}", uin, "CAMUser"
    else:
        role = f"4611686018{uin[-9:]:0>9}"
        arn, user, kind = f"qcs::sts:{uin}:assumed-role/{role}", f"{role}:beian", "CAMRole"
    return {"Arn": arn, "AccountId": uin, "UserId": user, "PrincipalId": uin, "Type": kind}


def assume_role(_ask: Ask) -> Reply:
    raise ApiError("UnsupportedOperation", "This emulator does not hand out roles.")


ACTIONS: Mapping[str, Action] = {
    "GetCallerIdentity": get_caller_identity,
    "AssumeRole": assume_role,
}
