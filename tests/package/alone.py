"""Runs the unpacked package alone: `python3.10 -s -S alone.py FOLDER < events.json`.

Only the folder and the standard library are on the path. The last line that it prints is JSON: the
reply to each event, what each errand of the other dependencies came to, the names that imports
looked for in vain, and the files that modules were loaded from. Imports nothing of this project.
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
    found = {
        "replies": replies(json.load(sys.stdin)),
        "errands": errands(),
        "missed": sorted(set(Missed.names)),
        "loaded": sorted(filter(None, map(origin, list(sys.modules)))),
        "bytecode": sorted(filter(None, map(cached, list(sys.modules)))),
    }
    print(f"\n{json.dumps(found)}")  # noqa: T201  # after the function's log


def replies(events: list[Any]) -> list[Any]:
    from handler import main_handler  # noqa: PLC0415  # found by the path that was just set

    context = {
        "request_id": "alone",
        "time_limit_in_ms": 20000,
        "memory_limit_in_mb": 128,
        "tencentcloud_region": "ap-guangzhou",
        "tencentcloud_uin": "100000000001",
    }
    return [main_handler(event, context) for event in events]


def errands() -> dict[str, Any]:
    """What the function's other work needs of its dependencies: stores, pages and notices."""
    import apprise  # noqa: PLC0415
    import jinja2  # noqa: PLC0415
    import yaml  # noqa: PLC0415
    from apprise import conversion  # noqa: PLC0415
    from obstore.store import MemoryStore, S3Store  # noqa: PLC0415

    convert: Any = conversion.convert_between  # it is not typed
    store = MemoryStore()
    store.put("a/b", b"kept")
    S3Store("reports", region="ap-guangzhou", skip_signature=True)
    page = jinja2.Environment(autoescape=True).from_string("<b>{{ name }}</b>")
    markdown, html = apprise.NotifyFormat.MARKDOWN, apprise.NotifyFormat.HTML
    return {
        "store": bytes(store.get("a/b").bytes()).decode(),
        "page": page.render(name="<备案>"),
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
