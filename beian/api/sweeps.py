"""The routes of sweeps. What they need is loaded when one of them is asked for."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from beian.api import language, texts
from beian.api.message import Response, respond_with
from beian.api.parameters import Asked
from beian.api.problem import FieldError, Refused

if TYPE_CHECKING:
    from beian.api.routes import Call
    from beian.sweep.counter import Counter, Running
    from beian.sweep.report import Report

MOST = 5_500_000
"""Bytes of a body as it stands in the function's reply: the platform passes on 6 MB in all."""
RETRY_AFTER_S = 30
JSON, HTML = "application/json", "text/html"
METRICS = "application/openmetrics-text; version=1.0.0"


def start(call: "Call") -> Response:
    """202: it runs by itself, and is to be asked for later. Where is told relative to what was
    asked, as nothing here knows what a gateway strips from the path."""
    with _counter(call) as counter:
        running = counter.start()
    up = "../" if call.request.path.endswith("/") else ""
    return _later(call, running, Location=f"{up}sweeps/{running.id}")


def report(wanted: Asked, call: "Call") -> Response:
    with _counter(call) as counter:
        whole = counter.document(call.sweep) if wanted.account is None else None
    if whole is not None:
        return _sized(call, whole, JSON)
    return _rendered(wanted, call, lambda found: found.model_dump_json(by_alias=True), JSON)


def page(wanted: Asked, call: "Call") -> Response:
    def render(found: "Report") -> str:
        from beian.sweep.outputs.page import to_html  # noqa: PLC0415  # jinja2

        return to_html(found, call.lang)

    return _rendered(wanted, call, render, HTML)


def metrics(wanted: Asked, call: "Call") -> Response:
    def render(found: "Report") -> str:
        from beian.sweep.metrics import openmetrics  # noqa: PLC0415  # of sweeps alone

        return "".join(openmetrics(found))

    return _rendered(wanted, call, render, METRICS)


def _rendered(
    wanted: Asked, call: "Call", render: "Callable[[Report], str]", kind: str
) -> Response:
    with _counter(call) as counter:
        found = counter.find(call.sweep, wanted.account)
    from beian.sweep.counter import Running  # noqa: PLC0415  # loaded by now

    if isinstance(found, Running):
        return _later(call, found)
    return _sized(call, render(found).encode(), kind)


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


def _later(call: "Call", running: "Running", **headers: str) -> Response:
    text = json.dumps({"id": running.id, "status": "running"})
    return respond_with(202, text, call.lang, Retry_After=str(RETRY_AFTER_S), **headers)


def _sized(call: "Call", body: bytes, kind: str) -> Response:
    """Compressed only where it would not fit otherwise: that a gateway undoes the base64 which this
    takes is a matter of its settings.

    :raises Refused: it is too large to be sent.
    """
    # The page brings its own policy, by which its script and style may work.
    headers = {"Content_Security_Policy": "frame-ancestors 'none'"} if kind == HTML else {}
    text = body.decode()
    if _length(text) <= MOST:
        return respond_with(200, text, call.lang, kind, **headers)
    packed = ""
    if _takes_gzip(call.request.headers.get("accept-encoding", "")):
        import gzip  # noqa: PLC0415  # hardly any report needs it

        packed = base64.b64encode(gzip.compress(body, 6, mtime=0)).decode()
    if not packed or len(packed) > MOST:
        raise Refused("report_too_large")
    headers |= {"Content_Encoding": "gzip", "Vary": "Accept-Language, Accept-Encoding"}
    return respond_with(200, packed, call.lang, kind, **headers)._replace(is_base64=True)


def _length(text: str) -> int:
    """In JSON, where a quote takes two bytes and any but ASCII six or more."""
    return len(json.dumps(text))


def _takes_gzip(accept_encoding: str) -> bool:
    """RFC 9110, 12.5.3; without the header, nothing is compressed."""
    qualities = dict(language.ranges(accept_encoding))
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0
