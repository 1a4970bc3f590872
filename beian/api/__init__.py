"""The HTTP API and its twin for direct invokes: `respond` and `invoke`."""

from beian.api.invoke import invoke, no_sweep
from beian.api.message import Ask, Caller, Forbidden, Request, Response, to_platform
from beian.api.problem import Refused
from beian.api.routes import ROUTES, respond

__all__ = [
    "ROUTES",
    "Ask",
    "Caller",
    "Forbidden",
    "Refused",
    "Request",
    "Response",
    "invoke",
    "no_sweep",
    "respond",
    "to_platform",
]
