"""Runs the unpacked package alone: `python3.10 -s -S alone.py FOLDER < asked.json`.

Only the folder and the standard library are on the path. What is asked: `events`; a `sweep` event,
the `store` for it and a `hook` that is told of it. The last line that it prints is JSON: the reply
to each event, what became of the sweep and of each errand of the other dependencies, the names that
imports looked for in vain, and the files that modules were loaded from. Imports nothing of this
project but from the folder.
"""

import json
import os
import sys
from typing import Any

NOTICES = {
    "wecombot://bot-key-0001": "NotifyWeComBot",
    "dingtalk://accesstoken0001/": "NotifyDingTalk",
    "feishu://webhook-token-0001": "NotifyFeishu",
    "lark://aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa": "NotifyLark",
    "mailtos://user:word@example.com": "NotifyEmail",
    "jsons://127.0.0.1/hook": "NotifyJSON",
}
"""What each address becomes."""


CONTEXT = {
    "request_id": "alone",
    "time_limit_in_ms": 20000,
    "memory_limit_in_mb": 128,
    "tencentcloud_region": "ap-guangzhou",
    "tencentcloud_uin": "100000000001",
}


class Missed:
    """The last one asked for a module: nobody before it has one of that name."""

    names: list[str] = []  # noqa: RUF012  # there is one list

    @classmethod
    def find_spec(cls, name: str, _path: object = None, _target: object = None) -> None:
        cls.names.append(name)


def main(folder: str) -> None:
    library = os.path.dirname(os.__file__)
    sys.path[:] = [folder, *(path for path in sys.path if path.startswith(library))]
    sys.meta_path.append(Missed)
    asked = json.load(sys.stdin)
    found = {
        "replies": replies(asked["events"]),
        "swept": swept(asked["sweep"], asked["store"], asked["hook"]),
        "errands": errands(),
        "missed": sorted(set(Missed.names)),
        "loaded": sorted(filter(None, map(origin, list(sys.modules)))),
        "bytecode": sorted(filter(None, map(cached, list(sys.modules)))),
    }
    print(f"\n{json.dumps(found)}")  # noqa: T201  # after the function's log


def replies(events: list[Any]) -> list[Any]:
    from handler import main_handler  # noqa: PLC0415  # found by the path that was just set

    return [main_handler(event, CONTEXT) for event in events]


def swept(event: object, store: str, hook: str) -> dict[str, Any]:
    """A sweep by the handler, its report as a page, and a notice of it."""
    os.environ["BEIAN_STORE"] = store
    (reply,) = replies([event])
    with open(f"{store}/sweeps/{reply['sweeps'][0]['id']}/report.json", "rb") as file:
        text = file.read()

    from beian import notify  # noqa: PLC0415  # found by the path that was just set
    from beian.config import Notices  # noqa: PLC0415
    from beian.sweep.outputs.page import to_html  # noqa: PLC0415
    from beian.sweep.report import Report  # noqa: PLC0415

    report = Report.model_validate_json(text)
    to = Notices.model_validate({"to": [{"url": hook, "when": "always"}]})
    sent = notify.announce(report, to)
    return {"reply": reply, "page": to_html(report, "en"), "sent": [one.error for one in sent]}


def errands() -> dict[str, Any]:
    """What the function's other work needs of its dependencies: buckets, notices, configuration."""
    import apprise  # noqa: PLC0415
    import yaml  # noqa: PLC0415
    from apprise import conversion  # noqa: PLC0415
    from obstore.store import S3Store  # noqa: PLC0415

    convert: Any = conversion.convert_between  # it is not typed
    bucket = S3Store("reports", region="ap-guangzhou", skip_signature=True)
    markdown, html = apprise.NotifyFormat.MARKDOWN, apprise.NotifyFormat.HTML
    return {
        "bucket": type(bucket).__name__,
        "markdown": convert(markdown, html, "**bold**"),
        "yaml": yaml.safe_load("a: [1, 备案]"),
        "notices": {url: type(apprise.Apprise.instantiate(url)).__name__ for url in NOTICES},
    }


def origin(name: str) -> str | None:
    return getattr(sys.modules[name], "__file__", None)


def cached(name: str) -> str | None:
    return getattr(sys.modules[name], "__cached__", None)


if __name__ == "__main__":
    main(sys.argv[1])
