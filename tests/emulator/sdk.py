"""The official SDK, pointed at an emulator."""

import json
from typing import Any

from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from beian.emulator import Emulator


def profile(emulator: Emulator) -> Any:
    endpoint = emulator.url.removeprefix("http://")
    return ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=endpoint))


def credential(emulator: Emulator, account: int = 0, key: int = 0) -> Any:
    pair = emulator.world.accounts[account].keys[key]
    return Credential(pair.id, pair.secret, pair.token)


def typed(client: Any, emulator: Emulator, account: int = 0, region: str = "ap-guangzhou") -> Any:
    return client(credential(emulator, account), region, profile(emulator))


def filled(request: Any, **fields: Any) -> Any:
    request.from_json_string(json.dumps(fields))
    return request
