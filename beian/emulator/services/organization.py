"""organization 2021-03-31."""

from collections.abc import Mapping

from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError
from beian.emulator.world import Account

_LARGEST_PAGE = 50
_SINCE = "2024-01-01 00:00:00"
_ROOT_NODE = 1


def describe_organization_members(ask: Ask) -> Reply:
    """For the admin alone; anyone else has no organization, as far as this action tells.

    The admin is a member only where the world lists it as one. Whatever the world does not know of
    members (units, names of enterprises, tags) finds nobody.
    """
    offset, limit = ask.whole("Offset") or 0, ask.whole("Limit") or 0
    if not 1 <= limit <= _LARGEST_PAGE or offset < 0 or offset % limit:
        raise ApiError(
            "InvalidParameter",
            f"Limit is from 1 to {_LARGEST_PAGE}, and Offset is a multiple of Limit.",
        )
    organization = ask.world.organization
    if organization is None or organization.admin != ask.account.uin:
        raise ApiError(
            "ResourceNotFound.OrganizationNotExist", "This account manages no organization."
        )
    accounts = (ask.world.account(uin) for uin in organization.members)
    found = [account for account in accounts if account and _wanted(ask, account)]
    page = found[offset : offset + ask.clamp(limit)]
    return {"Items": [_member(account) for account in page], "Total": len(found)}


def _wanted(ask: Ask, account: Account) -> bool:
    if any(ask.text(name) for name in ("AuthName", "NodeName")) or ask.items("Tags"):
        return False
    key = ask.text("SearchKey") or ""
    return ask.whole("NodeId") in (None, _ROOT_NODE) and (key in account.name or key in account.uin)


def _member(account: Account) -> Reply:
    return {
        "MemberUin": int(account.uin),
        "Name": account.name,
        "MemberType": "Invite",
        "OrgPolicyType": "Financial",
        "OrgPolicyName": "财务管理",
        "OrgPermission": [],
        "NodeId": _ROOT_NODE,
        "NodeName": "Root",
        "Remark": "",
        "CreateTime": _SINCE,
        "UpdateTime": _SINCE,
        "IsAllowQuit": "Denied",
        "PayUin": "",
        "PayName": "",
        "OrgIdentity": [],
        "BindStatus": "Unbound",
        "PermissionStatus": "Confirmed",
        "Tags": [],
        "NickName": "",
    }


ACTIONS: Mapping[str, Action] = {"DescribeOrganizationMembers": describe_organization_members}
