"""A report as one HTML page that needs nothing else: no server, no request, both languages.

Whatever a report holds reaches the page as JSON in which no tag can begin or end, and is put on it
as text. The policy in the page lets only its own script and style work, by their hashes.
"""

import base64
import hashlib
import json
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from beian.sweep.outputs.embedded import Embedded
from beian.sweep.outputs.labels import label
from beian.sweep.report import Report
from beian.texts import Lang, catalogue

SCRIPTS = ("base.js", "charts.js", "list.js", "detail.js", "sections.js", "page.js")
"""In the order in which they build on each other; together they are one script."""
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def to_html(report: Report, lang: Lang) -> str:
    """:param lang: the one that the page is first shown in"""
    script = "\n".join(("(() => {", '"use strict";', *map(_asset, SCRIPTS), "})();"))
    style = _asset("page.css")
    embedded = Embedded(report, lang)
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.globals["t"] = lambda key, **values: label(key, lang, **values)
    return environment.from_string(_asset("page.html")).render(
        lang=lang,
        policy=policy,
        style=Markup(style),  # noqa: S704  # ours
        script=Markup(script),  # noqa: S704  # ours
        index=_json(embedded.index),
        details=_json(embedded.details),
        report=report,
        verdict_names=catalogue(lang).verdict_names,
    )


def _asset(name: str) -> str:
    return files("beian.sweep.outputs").joinpath("assets").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """As a Content-Security-Policy names what it lets work."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _json(value: object) -> Markup:
    """JSON that stands in a script element and cannot end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for raw, escaped in _ESCAPES.items():
        text = text.replace(raw, escaped)
    return Markup(text)  # noqa: S704  # holds no <, > or &
