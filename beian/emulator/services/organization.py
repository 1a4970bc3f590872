"""organization 2021-03-31."""

from collections.abc import Mapping

from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError


def describe_organization_members(_ask: Ask) -> Reply:
    raise ApiError("UnsupportedOperation", "This emulator does not list members.")


ACTIONS: Mapping[str, Action] = {"DescribeOrganizationMembers": describe_organization_members}
