"""CAM policies that allow what beian calls and nothing else, made from what its readers declare.

Documents of CAM's policy language 2.0, in the same order each time. No action in them changes
anything, except that `sts:AssumeRole` hands out a key to roles that trust the caller, and that
sweeps are kept in a bucket and spread over invocations of the function itself.
"""

import json
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from beian.store import CosAddress
from beian.tencent.invoke import INVOKE
from beian.tencent.reads import ASSUME_ROLE, CALLER, MEMBERS, PROVIDES

Document = dict[str, object]

CONSOLE = "https://console.cloud.tencent.com/cam/policy"
CONSOLE_ROLES = "https://console.cloud.tencent.com/cam/role"
ANY_ACCOUNT = "*"
ANYTHING = ("*",)
"""These reads are granted by action: none of them can be narrowed to a resource."""
READ_OBJECT = ("name/cos:GetObject", "name/cos:HeadObject")
WRITE_OBJECT = (
    "name/cos:PutObject",
    "name/cos:InitiateMultipartUpload",
    "name/cos:UploadPart",
    "name/cos:CompleteMultipartUpload",
    "name/cos:AbortMultipartUpload",
)
"""Large objects are written in parts."""


def read_actions() -> list[str]:
    """The CAM action of every read of an account, in alphabetical order."""
    reads = {CALLER, *(read for provided in PROVIDES.values() for read in provided)}
    return sorted(read.permission for read in reads)


def execution_policy(
    roles: Iterable[str] = (),
    *,
    organization: bool = False,
    config: CosAddress | None = None,
    store: CosAddress | None = None,
) -> Document:
    """What the function's own role needs to read its own account.

    :param roles: the roles of other accounts that it assumes (`role_arn`)
    :param organization: it lists the members of its organization
    :param config: where its configuration lies in COS
    :param store: where its sweeps are kept in COS
    """
    statements = [_allow(read_actions())]
    if named := sorted(set(roles)):
        statements.append(_allow([ASSUME_ROLE.permission], named))
    if organization:
        statements.append(_allow([MEMBERS.permission]))
    if config:
        statements.append(_allow(READ_OBJECT[:1], [config.resource]))
    if store:
        statements += _sweeping(store)
    return _document(statements)


def store_policy(store: CosAddress) -> Document:
    """The part of it that sweeps need."""
    return _document(_sweeping(store))


def _sweeping(store: CosAddress) -> list[Document]:
    """Tencent's documents differ on invoking: SCF's (583/47934) narrow it to a function, while
    CAM's list of SCF's actions (598/57149) has it without resources. `*` is right under both."""
    under = store._replace(key=f"{store.key}/*".lstrip("/"))
    return [
        _allow([*READ_OBJECT, *WRITE_OBJECT], [under.resource]),
        _allow([INVOKE.permission]),
    ]


def assume_policy(roles: Iterable[str]) -> Document:
    """The part of it that lets the function into other accounts."""
    return _document([_allow([ASSUME_ROLE.permission], sorted(set(roles)))])


def reader_policy() -> Document:
    """What the role in another account needs."""
    return _document([_allow(read_actions())])


def session_policy() -> Document:
    """What a session of that role may do at most, whatever else the role has been given."""
    return reader_policy()


def policy_for(actions: Iterable[str]) -> Document:
    """One statement for each CAM prefix among the actions."""
    by_prefix = groupby(sorted(set(actions)), lambda action: action.partition(":")[0])
    return _document([_allow(list(found)) for _, found in by_prefix])


def trust_policy(uin: str, external_id: str) -> Document:
    """Lets identities of one account assume the role, if they know the external id."""
    trusted: Document = {
        "effect": "allow",
        "action": ["name/sts:AssumeRole"],
        "principal": {"qcs": [f"qcs::cam::uin/{uin}:root"]},
        "condition": {"string_equal": {"sts:external_id": external_id}},
    }
    return _document([trusted])


def role_arn(uin: str, name: str) -> str:
    """`ANY_ACCOUNT` makes a pattern. CAM's documents show patterns in a resource's last part alone,
    so one here is likely and not certain to be taken."""
    return f"qcs::cam::uin/{uin}:roleName/{name}"


def text(document: Document) -> str:
    """As it is pasted into the console; a list of one stands on one line."""
    lines = json.dumps(document, ensure_ascii=False, indent=2)
    return re.sub(r'\[\s+("[^"]*")\s+\]', r"[\1]", lines)


def _allow(actions: Sequence[str], resources: Iterable[str] = ANYTHING) -> Document:
    return {"effect": "allow", "action": list(actions), "resource": list(resources)}


def _document(statements: list[Document]) -> Document:
    return {"version": "2.0", "statement": statements}
