"""The routes of sweeps. What they need is loaded when one of them is asked for."""

import base64
import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from beian.api import texts
from beian.api.body import read_json
from beian.api.message import Response, respond_with
from beian.api.parameters import Asked, asked
from beian.api.problem import FieldError, Refused

if TYPE_CHECKING:
    from beian.api.routes import Call
    from beian.sweep.counter import Counter, Running
    from beian.sweep.report import Report

LARGE = 256 * 1024
"""Bytes from which a reply is compressed, where its reader can take that."""
MOST = 5_500_000
"""Bytes of a reply: the platform passes on 6 MB, with what stands around it."""
RETRY_AFTER_S = 30
HTML = "text/html"


def start(call: "Call") -> Response:
    """202: it runs by itself, and is to be asked for later."""
    if call.request.body or call.request.fault:
        given = read_json(call.request)
        asked(("lang",), given if isinstance(given, Mapping) else {"body": ""}, "body")
    with _counter(call) as counter:
        return _accepted(call, counter.start())


def report(wanted: Asked, call: "Call") -> Response:
    with _counter(call) as counter:
        whole = counter.text(call.sweep) if wanted.account is None else None
        if whole is not None:
            return _sized(call, whole, "application/json")
        found = counter.find(call.sweep, wanted.account)
        return _shown(call, found, lambda it: it.model_dump_json(by_alias=True), "application/json")


def page(wanted: Asked, call: "Call") -> Response:
    def render(found: "Report") -> str:
        from beian.sweep.outputs.page import to_html  # noqa: PLC0415  # jinja2

        return to_html(found, call.lang)

    with _counter(call) as counter:
        return _shown(call, counter.find(call.sweep, wanted.account), render, HTML)


def metrics(wanted: Asked, call: "Call") -> Response:
    def render(found: "Report") -> str:
        from beian.sweep.metrics import openmetrics  # noqa: PLC0415  # of sweeps alone

        return "".join(openmetrics(found))

    kind = "application/openmetrics-text; version=1.0.0"
    with _counter(call) as counter:
        return _shown(call, counter.find(call.sweep, wanted.account), render, kind)


@contextmanager
def _counter(call: "Call") -> "Iterator[Counter]":
    """:raises Refused: nothing is kept anywhere, there is no such sweep, or the store is out of
    reach."""
    if call.counter is None:
        raise Refused("no_sweep")
    from beian.store import StoreError  # noqa: PLC0415  # of sweeps alone
    from beian.sweep.engine import NoSweep  # noqa: PLC0415
    from beian.tencent.errors import CallError  # noqa: PLC0415

    try:
        yield call.counter()
    except NoSweep:
        raise Refused("no_such_sweep") from None
    except (StoreError, CallError) as error:
        said = FieldError("sweep", texts.SWEEP_FAILED.filled(why=str(error)))
        raise Refused("sweep_failed", said, headers={"Retry_After": str(RETRY_AFTER_S)}) from None


def _shown(
    call: "Call", found: "Report | Running", render: "Callable[[Report], str]", kind: str
) -> Response:
    from beian.sweep.counter import Running  # noqa: PLC0415  # loaded by now

    if isinstance(found, Running):
        return _accepted(call, found)
    return _sized(call, render(found), kind)


def _accepted(call: "Call", running: "Running") -> Response:
    """With where the report will be, behind whatever stands before the routes here."""
    text = json.dumps({"id": running.id, "status": "running"})
    where = f"{call.prefix}/v1/sweeps/{running.id}"
    return respond_with(202, text, call.lang, Location=where, Retry_After=str(RETRY_AFTER_S))


def _sized(call: "Call", text: str, kind: str) -> Response:
    """:raises Refused: it is too large to be sent."""
    # The page brings its own policy, by which its script and style may work.
    headers = {"Content_Security_Policy": "frame-ancestors 'none'"} if kind == HTML else {}
    body = text.encode()
    if len(body) > LARGE and "gzip" in call.request.headers.get("accept-encoding", ""):
        packed = base64.b64encode(gzip.compress(body, 6, mtime=0)).decode()
        if len(packed) > MOST:
            raise Refused("report_too_large")
        headers |= {"Content_Encoding": "gzip", "Vary": "Accept-Language, Accept-Encoding"}
        return respond_with(200, packed, call.lang, kind, **headers)._replace(is_base64=True)
    if len(body) > MOST:
        raise Refused("report_too_large")
    return respond_with(200, text, call.lang, kind, **headers)
