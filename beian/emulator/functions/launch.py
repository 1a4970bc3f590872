"""What an instance of the function is told by its platform: variables and the context."""

import json
from datetime import datetime

from beian.emulator.accounts import Account
from beian.emulator.functions.instances import platform_environment
from beian.emulator.functions.settings import Function
from beian.emulator.world import World


def owner(world: World, function: Function) -> Account:
    account = world.account(function.account) if function.account else None
    return account or world.accounts[0]


def home(world: World, function: Function) -> str:
    return function.region or world.home.region


def variables(world: World, function: Function, endpoint: str, now: datetime) -> dict[str, str]:
    """The whole environment, with the owner's first key in it: not for any record."""
    key = owner(world, function).keys[0]
    found = {
        **platform_environment(),
        **function.env,
        "TENCENTCLOUD_SECRETID": key.id,
        "TENCENTCLOUD_SECRETKEY": key.secret,
        "BEIAN_ENDPOINT": endpoint,
        "BEIAN_NOW": now.isoformat(),
    }
    if key.token is not None:
        found["TENCENTCLOUD_SESSIONTOKEN"] = key.token
    return found


def context(world: World, function: Function, request_id: str) -> dict[str, object]:
    """AppId is a stand-in: accounts of a world have none."""
    uin = owner(world, function).uin
    return {
        "request_id": request_id,
        "time_limit_in_ms": round(function.time_limit_s * 1000),
        "memory_limit_in_mb": function.memory_mib,
        "function_name": function.name,
        "function_version": "$LATEST",
        "namespace": function.namespace,
        "tencentcloud_region": home(world, function),
        "tencentcloud_appid": f"125{uin[-7:]:0>7}",
        "tencentcloud_uin": uin,
        "environment": json.dumps(dict(function.env)),
    }
