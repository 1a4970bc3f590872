"""The HTTP API and its twin for direct invokes: `respond` and `invoke`."""

from beian.api.invoke import bad_order, invoke, no_sweep, op_name
from beian.api.message import Ask, Forbidden, Principal, Request, Response, to_platform
from beian.api.problem import Refused
from beian.api.routes import ROUTES, name_of, respond

__all__ = [
    "ROUTES",
    "Ask",
    "Forbidden",
    "Principal",
    "Refused",
    "Request",
    "Response",
    "bad_order",
    "invoke",
    "name_of",
    "no_sweep",
    "op_name",
    "respond",
    "to_platform",
]
