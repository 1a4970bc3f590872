"""ba 2020-07-20; all but DescribeGetAuthInfo are absent from the SDK."""

import json
from collections.abc import Mapping

from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError

_AUDIT_DAYS = {"110000": 12, "310000": 8, "320000": 7, "440000": 9, "500000": 6, "510000": 10}
"""Invented: days an authority takes, by code of the province."""


def describe_domain_icp_status(ask: Ask) -> Reply:
    """Knows domains as registered: asked for a host under one, it finds no filing."""
    domain = ask.text("Domain")
    if not domain:
        raise ApiError("InvalidParameterValue", "Domain is empty.")
    status = ask.world.filing(domain)
    return {
        "GovStatus": status.gov,
        "LandedStatus": status.landed,
        "AuditTicket": status.ticket,
        "Ban": status.ban,
    }


def describe_icp_register(ask: Ask) -> Reply:
    return {"Webs": [{} for _ in range(ask.world.websites(ask.account))]}


def describe_last_icp_order_in_progress(ask: Ask) -> Reply:
    return {"IcpOrderId": ask.account.filing.order_in_progress}


def describe_get_auth_info(ask: Ask) -> Reply:
    """The documented meaning of the first two fields is swapped; the recorded reply is right."""
    real_name = ask.account.real_name
    return {
        "IsTenPayMasked": "0",
        "IsAuthenticated": "1" if real_name.verified else "0",
        "Type": "1" if real_name.kind == "enterprise" else "0",
        "Level": "0",
    }


def describe_evaluate_audit_days(_ask: Ask) -> Reply:
    return {"Result": json.dumps(_AUDIT_DAYS)}


ACTIONS: Mapping[str, Action] = {
    "DescribeDomainIcpStatus": describe_domain_icp_status,
    "DescribeIcpRegister": describe_icp_register,
    "DescribeLastIcpOrderInProgress": describe_last_icp_order_in_progress,
    "DescribeGetAuthInfo": describe_get_auth_info,
    "DescribeEvaluateAuditDays": describe_evaluate_audit_days,
}
