"""The members of an organisation: `organization:DescribeOrganizationMembers`, for its admin.

Account ids are numbers there; here, as everywhere, they are strings.
"""

from collections.abc import Mapping

from typing_extensions import NotRequired, TypedDict

from beian.tencent.errors import BrokenReply
from beian.tencent.reads import MEMBERS, parse
from beian.tencent.transport import Transport

PAGE = 50
"""The most that a page holds; the offset must be a multiple of it."""


class Member(TypedDict):
    MemberUin: int
    Name: NotRequired[str | None]


class Members(TypedDict):
    Items: list[Member] | None
    Total: int


def read_members(transport: Transport) -> Mapping[str, str | None]:
    """The members' names, by account id.

    :raises CallError: they could not be read, or not all: a page that is short before the total is
        reached cannot be followed by another, since its offset would be no multiple.
    """
    found: dict[str, str | None] = {}
    offset = 0
    while True:
        reply = transport.call(MEMBERS, {"Offset": offset, "Limit": PAGE})
        page = parse(Members, reply)
        items = page["Items"] or []
        found |= {str(member["MemberUin"]): member.get("Name") for member in items}
        offset += PAGE
        if offset >= page["Total"] and len(found) >= page["Total"]:
            return found
        if len(items) < PAGE:
            raise BrokenReply(request_id=reply.request_id, detail="fewer members than the total")
