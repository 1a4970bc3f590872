"""scf:Invoke over the wire, through the official SDK."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.scf.v20180416 import models as scf
from tencentcloud.scf.v20180416 import scf_client

from beian.emulator import Emulator

from .caller import ask
from .conftest import Deploy, Serve
from .probe import LONG_S, outcomes
from .sdk import filled, typed

pytestmark = pytest.mark.usefixtures("unknown_fields_are_errors")

NAME = "scf:Invoke"


def invoke(emulator: Emulator, event: object = None, account: int = 0, **fields: Any) -> Any:
    """The Result, of a synchronous call unless told otherwise."""
    if event is not None:
        fields["ClientContext"] = json.dumps(event)
    region = fields.pop("region", "ap-guangzhou")
    request = filled(scf.InvokeRequest(), **{"FunctionName": "beian", **fields})
    return typed(scf_client.ScfClient, emulator, account, region).Invoke(request).Result


def refused(emulator: Emulator, event: object = None, **fields: Any) -> str:
    with pytest.raises(TencentCloudSDKException) as error:
        invoke(emulator, event, **fields)
    return str(error.value.code)


def test_an_asynchronous_call_is_accepted_at_once(deploy: Deploy) -> None:
    emulator = deploy()
    result = invoke(emulator, {"do": "sleep", "s": 0.5}, InvocationType="Event")
    assert emulator.functions.executions == []
    assert (result.RetMsg, result.ErrMsg, result.Log, result.InvokeResult) == ("", "", "", 0)
    assert (result.Duration, result.BillDuration, result.MemUsage) == (0, 0, 0)
    emulator.functions.idle(LONG_S)
    (execution,) = emulator.functions.executions
    assert execution.request_id == result.FunctionRequestId
    assert (execution.outcome, execution.value) == ("done", "woken")


def test_an_asynchronous_call_that_fails_is_tried_again_under_its_id(deploy: Deploy) -> None:
    emulator = deploy()
    result = invoke(emulator, {"do": "raise"}, InvocationType="Event")
    emulator.functions.idle(LONG_S)
    found = outcomes(emulator, result.FunctionRequestId)
    assert found == [(1, "error"), (2, "error"), (3, "error")]


def test_a_synchronous_call_brings_the_answer(deploy: Deploy) -> None:
    emulator = deploy()
    result = invoke(emulator, {"n": "例"}, Qualifier="$LATEST", Namespace="default")
    assert json.loads(result.RetMsg)["event"] == {"n": "例"}
    assert json.loads(result.RetMsg)["context"]["request_id"] == result.FunctionRequestId
    assert (result.ErrMsg, result.Log, result.InvokeResult) == ("", "", 0)
    assert 0 < result.Duration <= result.BillDuration < result.Duration + 1
    assert result.MemUsage == emulator.functions.executions[0].memory


def test_a_call_without_an_event_has_an_empty_one(deploy: Deploy) -> None:
    assert json.loads(invoke(deploy()).RetMsg)["event"] == {}


def test_the_log_comes_on_request(deploy: Deploy) -> None:
    emulator, event = deploy(), {"do": "print", "text": "0123456789", "times": 1000}
    assert invoke(emulator, event).Log == ""
    log = invoke(emulator, event, LogType="Tail").Log
    assert len(log) == 4096
    assert log.endswith("789\nto stderr\n")


def test_a_synchronous_call_that_fails_is_not_tried_again(deploy: Deploy) -> None:
    emulator = deploy()
    result = invoke(emulator, {"do": "raise"})
    answer = json.loads(result.RetMsg)
    assert "KeyError: 'raise'" in answer.pop("stackTrace")
    assert answer == {
        "errorCode": 1,
        "errorMessage": "user code exception caught",
        "requestId": result.FunctionRequestId,
        "statusCode": 430,
    }
    assert (result.ErrMsg, result.InvokeResult) == ("user code exception caught", 1)
    emulator.functions.idle(LONG_S)
    assert len(emulator.functions.executions) == 1


@pytest.mark.parametrize(
    ("event", "status", "said"),
    [
        ({"do": "vanish", "status": 1}, 439, "Process exited before completing request"),
        ({"do": "sleep", "s": 60}, 433, "Invoking task timed out after 0.5 seconds"),
        ({"do": "return", "size": 7 << 20}, 407, "The size of response exceeds"),
    ],
)
def test_how_a_synchronous_call_fails(
    deploy: Deploy, event: object, status: int, said: str
) -> None:
    result = invoke(deploy(time_limit_s=0.5), event)
    answer = json.loads(result.RetMsg)
    assert (answer["statusCode"], answer["errorMessage"]) == (status, result.ErrMsg)
    assert result.ErrMsg.startswith(said)
    assert result.InvokeResult != 0


def test_a_synchronous_call_finds_no_room(deploy: Deploy) -> None:
    emulator = deploy(concurrency=1)
    with ThreadPoolExecutor(1) as other:
        first = other.submit(invoke, emulator, {"do": "sleep", "s": 1})
        deadline = time.monotonic() + LONG_S
        while not emulator.functions.running:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        result = invoke(emulator, {})
        assert json.loads(result.RetMsg)["statusCode"] == 432
        assert result.ErrMsg == "Resource limit exceed for function [beian]"
        assert json.loads(first.result().RetMsg) == "woken"


def test_a_stop_answers_whoever_waits(deploy: Deploy) -> None:
    emulator = deploy()
    with ThreadPoolExecutor(1) as other:
        waits = other.submit(emulator.functions.call, {"do": "sleep", "s": 600})
        deadline = time.monotonic() + LONG_S
        while not emulator.functions.running:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        emulator.stop()
        assert waits.result().outcome == "killed"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"FunctionName": "other"}, "ResourceNotFound.Function"),
        ({"Namespace": "other"}, "ResourceNotFound.Function"),
        ({"region": "ap-shanghai"}, "ResourceNotFound.Function"),
        ({"account": 1}, "ResourceNotFound.Function"),
        ({"Qualifier": "7"}, "ResourceNotFound.Qualifier"),
        ({"InvocationType": "DryRun"}, "InvalidParameterValue"),
        ({"ClientContext": "{"}, "InvalidParameterValue.Param"),
        ({"ClientContext": "[" * 20000}, "InvalidParameterValue.Param"),
    ],
)
def test_what_is_refused(serve: Serve, fields: dict[str, Any], code: str) -> None:
    emulator = serve("accounts: [{}, {}]\n")
    assert refused(emulator, **fields) == code
    assert emulator.functions.executions == []


def test_a_world_without_a_function(serve: Serve) -> None:
    assert refused(serve("function: null\n"), {}) == "ResourceNotFound.Function"


def test_how_large_an_event_may_be(deploy: Deploy) -> None:
    emulator = deploy()
    room = 128 * 1024 - len(json.dumps({"text": ""}))
    large, larger = {"text": "x" * room}, {"text": "x" * (room + 1)}
    too_large = "InvalidParameter.RequestTooLarge"
    assert refused(emulator, larger, InvocationType="Event") == too_large
    assert refused(emulator, {"text": "x" * (6 << 20)}) == too_large
    invoke(emulator, large, InvocationType="Event")
    emulator.functions.idle(LONG_S)
    assert [one.event for one in emulator.functions.executions] == [large]
    result = invoke(emulator, {"do": "print", "text": larger["text"] * 40, "times": 1})
    assert result.RetMsg == "null"


@pytest.mark.parametrize("denied", ["scf:InvokeFunction", "scf:Invoke", "scf:*"])
def test_it_needs_a_permission_of_another_name(deploy: Deploy, denied: str) -> None:
    reply = ask(deploy(f"accounts: [{{denies: ['{denied}']}}]\n"), NAME, {"FunctionName": "beian"})
    assert reply.code == "UnauthorizedOperation"
    assert "(scf:InvokeFunction)" in reply.response["Error"]["Message"]


def test_more_than_a_hundred_a_second_are_refused(deploy: Deploy) -> None:
    emulator = deploy("limits: {'scf:Invoke': 2}\n")
    fields = {"FunctionName": "beian", "InvocationType": "Event"}
    codes = [ask(emulator, NAME, fields).code for _ in range(3)]
    assert codes == ["", "", "RequestLimitExceeded"]
    emulator.functions.idle(LONG_S)
    assert len(emulator.functions.executions) == 2
