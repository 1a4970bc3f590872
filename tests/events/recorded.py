"""The events folder, and small variations of what stands in it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from beian.context import Context
from beian.events import HttpRequest, parse

FOLDER = Path(__file__).parents[2] / "events"
CONTEXT = Context(request_id="req-1")


def recorded(name: str) -> dict[str, object]:
    return cast("dict[str, object]", json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def names(under: str = "") -> list[str]:
    return sorted(f"{under}{path.stem}" for path in (FOLDER / under).glob("*.json"))


def http(event: object) -> HttpRequest:
    found = parse(event, CONTEXT)
    assert isinstance(found, HttpRequest)
    return found


def gateway(**changes: object) -> dict[str, object]:
    return {**recorded("apigw-get"), **changes}


def about(event: Mapping[str, object], **changes: object) -> dict[str, object]:
    """The event with other values in its requestContext."""
    before = cast("dict[str, object]", event["requestContext"])
    return {**event, "requestContext": {**before, **changes}}


def url(**changes: object) -> dict[str, object]:
    return {**recorded("url-get"), **changes}
