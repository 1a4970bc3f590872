"""Fills the templates of a catalogue: values become words of its language first."""

from collections.abc import Mapping
from datetime import datetime

from beian.facts import SHANGHAI, Scalar
from beian.texts import Catalogue


def fill(template: str, values: Mapping[str, Scalar], texts: Catalogue) -> str:
    return template.format_map({name: word(name, v, texts) for name, v in values.items()})


def word(name: str, value: Scalar, texts: Catalogue) -> str:
    """`value` as it reads in a sentence; what the value `name` stands for decides how.

    None and the empty text read as the language's "unknown".
    """
    if name == "gateway":
        return texts.words["gateway_silent" if value is None else f"gateway_{value}".lower()]
    if value is None or value == "":
        return texts.unknown
    text = str(value)
    words = {"read": texts.filing_names, "reason": texts.packs}.get(name)
    if words:
        return words[text]
    if name == "until":
        return moment(datetime.fromisoformat(text), texts)
    return listed(text.split(", "), texts) if name in ("regions", "orders") else text


def moment(time: datetime | None, texts: Catalogue) -> str:
    """Shanghai's wall time, which the registries and Tencent Cloud mean, with its zone named."""
    if time is None:
        return texts.unknown
    return texts.words["time"].format(time=f"{time.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")


def listed(parts: list[str], texts: Catalogue) -> str:
    return texts.words["and"].join(parts)
