"""scf 2018-04-16: Invoke, in both its kinds.

Which codes it answers with is in the error list of the action; those of a qualifier and of an event
that is too large are listed for its sibling InvokeFunction alone. What `RetMsg` says of an
execution that failed is as people have quoted it; no document has it.
"""

import json
import math
from collections.abc import Mapping

from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError
from beian.emulator.functions.execution import EXITED, RAISED, TIMED_OUT, TOO_LARGE, Execution
from beian.emulator.functions.invocations import Throttled
from beian.emulator.functions.launch import home, owner
from beian.emulator.functions.settings import Function

_LARGEST = {"Event": 128 * 1024, "RequestResponse": 6 * 1024 * 1024}
_QUALIFIERS = (None, "$LATEST", "$DEFAULT")
_LOG_TAIL = 4096
_THROTTLED = 432


def invoke(ask: Ask) -> Reply:
    """`InvokeResult` is no longer maintained; 0 is success here as it was."""
    function = _function(ask)
    kind = ask.text("InvocationType") or "RequestResponse"
    if kind not in _LARGEST:
        raise ApiError("InvalidParameterValue", "InvocationType is RequestResponse or Event.")
    event = _event(ask.text("ClientContext") or "{}", _LARGEST[kind])
    if kind == "Event":
        return _result(ask.functions.accept(event))
    try:
        execution = ask.functions.call(event)
    except Throttled:
        said = f"Resource limit exceed for function [{function.name}]"
        return _failed("", 1, said, _THROTTLED)
    log = execution.output[-_LOG_TAIL:] if ask.text("LogType") == "Tail" else ""
    return _executed(function, execution, log)


def _function(ask: Ask) -> Function:
    function = ask.world.function
    if (
        function is None
        or ask.text("FunctionName") != function.name
        or (ask.text("Namespace") or "default") != function.namespace
        or ask.region != home(ask.world, function)
        or ask.account.uin != owner(ask.world, function).uin
    ):
        raise ApiError("ResourceNotFound.Function", "There is no such function here.")
    if ask.text("Qualifier") not in _QUALIFIERS:
        raise ApiError("ResourceNotFound.Qualifier", "The function has no version but $LATEST.")
    return function


def _event(text: str, largest: int) -> object:
    if len(text.encode("utf-8", "surrogatepass")) > largest:
        raise ApiError(
            "InvalidParameter.RequestTooLarge", f"ClientContext is larger than {largest} bytes."
        )
    try:
        event: object = json.loads(text)
    except (ValueError, RecursionError):
        raise ApiError("InvalidParameterValue.Param", "ClientContext is not JSON.") from None
    return event


def _executed(function: Function, execution: Execution, log: str) -> Reply:
    measured: Reply = {
        "Log": log,
        "MemUsage": execution.memory,
        "Duration": execution.duration_ms,
        "BillDuration": math.ceil(execution.duration_ms),
    }
    request_id = execution.request_id
    if execution.outcome == "done":
        return _result(request_id, RetMsg=json.dumps(execution.value), **measured)
    code, said = {
        RAISED: (1, "user code exception caught"),
        EXITED: (1, "Process exited before completing request"),
        TIMED_OUT: (-1, f"Invoking task timed out after {function.time_limit_s:g} seconds"),
        TOO_LARGE: (-1, "The size of response exceeds the upper limit (6MB)"),
    }[execution.status]
    return _failed(request_id, code, said, execution.status, stack=execution.stack, **measured)


def _failed(
    request_id: str, code: int, said: str, status: int, *, stack: str = "", **measured: object
) -> Reply:
    answer = {"errorCode": code, "errorMessage": said, "requestId": request_id}
    if stack:
        answer["stackTrace"] = stack
    message = json.dumps({**answer, "statusCode": status})
    return _result(request_id, RetMsg=message, ErrMsg=said, InvokeResult=code, **measured)


def _result(request_id: str, **known: object) -> Reply:
    result = {
        "Log": "",
        "RetMsg": "",
        "ErrMsg": "",
        "MemUsage": 0,
        "Duration": 0,
        "BillDuration": 0,
        "FunctionRequestId": request_id,
        "InvokeResult": 0,
    }
    return {"Result": {**result, **known}}


ACTIONS: Mapping[str, Action] = {"Invoke": invoke}
