"""organization:DescribeOrganizationMembers, over the wire through the official SDK."""

from typing import Any

import pytest
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.organization.v20210331 import errorcodes, organization_client
from tencentcloud.organization.v20210331 import models as organization

from beian.emulator import Emulator

from .caller import ask
from .conftest import Serve
from .sdk import filled, typed
from .worlds import GROUP

pytestmark = pytest.mark.usefixtures("unknown_fields_are_errors")

NAME = "organization:DescribeOrganizationMembers"


@pytest.fixture
def group(serve: Serve) -> Emulator:
    return serve(GROUP)


def members(emulator: Emulator, account: int = 0, **fields: Any) -> Any:
    request = filled(
        organization.DescribeOrganizationMembersRequest(), **{"Offset": 0, "Limit": 10, **fields}
    )
    client = typed(organization_client.OrganizationClient, emulator, account)
    return client.DescribeOrganizationMembers(request)


def uins(reply: Any) -> list[int]:
    return [item.MemberUin for item in reply.Items]


def many(number: int) -> str:
    accounts = ", ".join(f"{{uin: '{20000 + n}'}}" for n in range(number))
    listed = ", ".join(f"'{20000 + n}'" for n in range(number))
    return (
        f"accounts: [{{uin: '10000'}}, {accounts}]\n"
        f"organization: {{admin: '10000', members: [{listed}]}}\n"
    )


def test_the_admin_is_told_the_members_without_itself(group: Emulator) -> None:
    reply = members(group)
    assert uins(reply) == [100000000001, 100000000002]
    assert reply.Total == 2
    member = reply.Items[0]
    assert (member.Name, member.MemberType, member.PermissionStatus) == (
        "acme",
        "Invite",
        "Confirmed",
    )
    assert (member.NodeId, member.OrgIdentity, member.Tags) == (1, [], [])


def test_the_world_may_list_the_admin_as_a_member(serve: Serve) -> None:
    emulator = serve("accounts: [{uin: 10000}]\norganization: {admin: 10000, members: [10000]}\n")
    assert uins(members(emulator)) == [10000]


def test_an_organization_may_have_nobody(serve: Serve) -> None:
    emulator = serve("accounts: [{uin: 10000}]\norganization: {admin: 10000}\n")
    reply = members(emulator)
    assert (reply.Items, reply.Total) == ([], 0)


@pytest.mark.parametrize("account", [1, 2])
def test_members_are_told_nothing(group: Emulator, account: int) -> None:
    with pytest.raises(TencentCloudSDKException) as refused:
        members(group, account)
    assert refused.value.code == errorcodes.RESOURCENOTFOUND_ORGANIZATIONNOTEXIST


def test_without_an_organization_there_are_no_members(serve: Serve) -> None:
    with pytest.raises(TencentCloudSDKException) as refused:
        members(serve("{}"))
    assert refused.value.code == errorcodes.RESOURCENOTFOUND_ORGANIZATIONNOTEXIST


def test_members_come_in_pages(serve: Serve) -> None:
    emulator = serve(many(51))
    first, last = members(emulator, Limit=50), members(emulator, Limit=50, Offset=50)
    assert (len(first.Items), first.Total) == (50, 51)
    assert (uins(last), last.Total) == ([20050], 51)
    assert uins(members(emulator, Limit=50, Offset=100)) == []


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ({"Offset": 0, "Limit": 51}, "InvalidParameter"),
        ({"Offset": 0, "Limit": 0}, "InvalidParameter"),
        ({"Offset": 5, "Limit": 10}, "InvalidParameter"),
        ({"Offset": -10, "Limit": 10}, "InvalidParameter"),
        ({"Limit": 10}, "MissingParameter"),
        ({"Offset": 0}, "MissingParameter"),
    ],
)
def test_a_page_that_cannot_be(group: Emulator, page: dict[str, object], code: str) -> None:
    assert ask(group, NAME, page).code == code


def test_a_clamped_page_is_still_asked_for_in_multiples(serve: Serve) -> None:
    emulator = serve(f"{GROUP}faults: [{{on: 'organization:*', shape: clamp_page}}]\n")
    reply = members(emulator, Limit=50)
    assert (uins(reply), reply.Total) == ([100000000001], 2)
    assert ask(emulator, NAME, {"Offset": 1, "Limit": 50}).code == "InvalidParameter"
    assert uins(members(emulator, Limit=1, Offset=1)) == [100000000002]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"SearchKey": "acm"}, [100000000001]),
        ({"SearchKey": "0002"}, [100000000002]),
        ({"SearchKey": "nobody"}, []),
        ({"AuthName": "acme"}, []),
        ({"NodeName": "shop"}, []),
        ({"NodeId": 1}, [100000000001, 100000000002]),
        ({"NodeId": 7}, []),
        ({"Tags": [{"TagKey": "a", "TagValue": "b"}]}, []),
        ({"Lang": "zh"}, [100000000001, 100000000002]),
    ],
)
def test_members_are_filtered(group: Emulator, fields: dict[str, Any], found: list[int]) -> None:
    reply = members(group, **fields)
    assert (uins(reply), reply.Total) == (found, len(found))
