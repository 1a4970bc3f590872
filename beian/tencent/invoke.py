"""Asks SCF to run the function once more, at its own time: `scf:Invoke` with type Event.

Accepted is not done: such an invocation runs at least once, in any order, and is retried twice a
minute apart when it fails. A repeated request for it is one more delivery, so it may be retried.
"""

import json
from collections.abc import Mapping
from typing import NamedTuple

from typing_extensions import TypedDict

from beian.tencent.reads import parse
from beian.tencent.transport import Read, Transport

INVOKE = Read("scf", "Invoke", "2018-04-16", rate=50)
"""The limit is 100 a second for all of an account's callers; half of it is left to them."""


class Function(NamedTuple):
    """As the platform's context names it."""

    name: str
    namespace: str
    version: str
    region: str


class Result(TypedDict):
    FunctionRequestId: str


class Invoked(TypedDict):
    Result: Result


def invoke(transport: Transport, function: Function, event: Mapping[str, object]) -> None:
    """:raises CallError: it was not accepted."""
    asked = {
        "FunctionName": function.name,
        "Namespace": function.namespace or "default",
        "Qualifier": function.version or "$LATEST",
        "InvocationType": "Event",
        "ClientContext": json.dumps(event),
    }
    parse(Invoked, transport.call(INVOKE, asked, function.region))
