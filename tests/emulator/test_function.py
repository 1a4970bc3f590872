"""The settings of the world's function, over the wire, through the official SDK."""

from typing import Any

import pytest
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.scf.v20180416 import models as scf
from tencentcloud.scf.v20180416 import scf_client

from beian.emulator import Emulator, WorldError, load_world

from .caller import ask
from .conftest import Serve
from .sdk import filled, typed

pytestmark = pytest.mark.usefixtures("unknown_fields_are_errors")

WORLD = """
accounts: [{}, {}]
function: {name: beian, retries: 1, age_s: 600, reserved_concurrency_mb: 1024}
"""


def client(emulator: Emulator, account: int = 0, region: str = "ap-guangzhou") -> Any:
    return typed(scf_client.ScfClient, emulator, account, region)


def event_invoke(client: Any, name: str = "beian") -> tuple[int, int]:
    request = filled(scf.GetFunctionEventInvokeConfigRequest(), FunctionName=name)
    found = client.GetFunctionEventInvokeConfig(request).AsyncTriggerConfig
    (retry,) = found.RetryConfig
    return retry.RetryNum, found.MsgTTL


def update(client: Any, retries: int, age_s: int) -> None:
    wanted = {"RetryConfig": [{"RetryNum": retries}], "MsgTTL": age_s}
    request = scf.UpdateFunctionEventInvokeConfigRequest()
    filled(request, FunctionName="beian", Namespace="default", AsyncTriggerConfig=wanted)
    client.UpdateFunctionEventInvokeConfig(request)


def reserved(client: Any) -> int | None:
    request = filled(scf.GetReservedConcurrencyConfigRequest(), FunctionName="beian")
    found: int | None = client.GetReservedConcurrencyConfig(request).ReservedMem
    return found


def reserve(client: Any, mb: int) -> None:
    request = scf.PutReservedConcurrencyConfigRequest()
    filled(request, FunctionName="beian", ReservedConcurrencyMem=mb)
    client.PutReservedConcurrencyConfig(request)


def test_settings_are_as_the_world_says_until_they_are_changed(serve: Serve) -> None:
    emulator = serve(WORLD)
    scf_of = client(emulator)
    assert (event_invoke(scf_of), reserved(scf_of)) == ((1, 600), 1024)
    update(scf_of, 0, 21600)
    reserve(scf_of, 2048)
    assert (event_invoke(scf_of), reserved(scf_of)) == ((0, 21600), 2048)
    emulator.reset()
    assert (event_invoke(scf_of), reserved(scf_of)) == ((1, 600), 1024)


def test_a_function_has_the_defaults_unless_the_world_says(serve: Serve) -> None:
    scf_of = client(serve("function: {}\n"))
    assert (event_invoke(scf_of), reserved(scf_of)) == ((2, 21600), None)


@pytest.mark.parametrize(("retries", "age_s"), [(3, 600), (-1, 600), (2, 59), (2, 21601)])
def test_settings_that_cannot_be(serve: Serve, retries: int, age_s: int) -> None:
    scf_of = client(serve(WORLD))
    with pytest.raises(TencentCloudSDKException) as refused:
        update(scf_of, retries, age_s)
    assert refused.value.get_code() == "InvalidParameterValue.AsyncTriggerConfig"
    assert event_invoke(scf_of) == (1, 600)


@pytest.mark.parametrize(
    ("mb", "code"),
    [(0, "InvalidParameterValue"), (115_201, "FailedOperation.ReservedExceedTotal")],
)
def test_reservations_that_cannot_be(serve: Serve, mb: int, code: str) -> None:
    scf_of = client(serve(WORLD))
    with pytest.raises(TencentCloudSDKException) as refused:
        reserve(scf_of, mb)
    assert refused.value.get_code() == code
    assert reserved(scf_of) == 1024


@pytest.mark.parametrize(
    ("world", "account", "region", "name"),
    [
        (WORLD, 0, "ap-guangzhou", "another"),
        (WORLD, 0, "ap-beijing", "beian"),
        (WORLD, 1, "ap-guangzhou", "beian"),
        ("accounts: [{}]\nfunction: null\n", 0, "ap-guangzhou", "beian"),
    ],
)
def test_there_is_no_other_function(
    serve: Serve, world: str, account: int, region: str, name: str
) -> None:
    with pytest.raises(TencentCloudSDKException) as refused:
        event_invoke(client(serve(world), account, region), name)
    assert refused.value.get_code() == "ResourceNotFound.Function"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"MsgTTL": 600}, "MissingParameter"),
        ({"RetryConfig": [{}], "MsgTTL": 600}, "MissingParameter"),
        ({"RetryConfig": [], "MsgTTL": 600}, "InvalidParameterValue.AsyncTriggerConfig"),
        ({"RetryConfig": [{"RetryNum": "2"}], "MsgTTL": 600}, "InvalidParameter"),
        ({"RetryConfig": [{"Times": 2}], "MsgTTL": 600}, "UnknownParameter"),
    ],
)
def test_an_update_is_whole_and_official(
    serve: Serve, wanted: dict[str, object], code: str
) -> None:
    asked = {"FunctionName": "beian", "AsyncTriggerConfig": wanted}
    assert ask(serve(WORLD), "scf:UpdateFunctionEventInvokeConfig", asked).code == code


@pytest.mark.parametrize("key", ["retries: 3", "age_s: 1", "times: 2"])
def test_a_world_with_other_settings_is_refused(key: str) -> None:
    with pytest.raises(WorldError, match=r"function\."):
        load_world(f"function: {{{key}}}\n")
