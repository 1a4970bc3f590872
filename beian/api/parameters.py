"""The parameters of a GET: what each may be, and reading them. OpenAPI is made from these too.

By hand, for the first request of a process: pydantic and its models take as long as a reply of the
cloud, and what they would check here is five texts.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from beian.api import language, texts
from beian.api.message import shown
from beian.api.problem import FieldError, field_error, invalid
from beian.check import Question
from beian.texts import LANGS, Lang


class Wrong(NamedTuple):
    """A key of `texts.BY_ERROR`, and what fills its braces."""

    kind: str
    context: Mapping[str, object] = MappingProxyType({})


class Parameter(NamedTuple):
    """A text of 1 to `longest` characters, one of `values`, or (with neither) a yes or no."""

    about: str
    longest: int | None = None
    values: tuple[str, ...] = ()

    def wrong(self, text: str) -> Wrong | None:
        try:
            text.encode()
        except UnicodeEncodeError:  # half of a surrogate pair
            return Wrong("string_unicode")
        if self.values:
            expected = " or ".join(repr(value) for value in self.values)
            return None if text in self.values else Wrong("literal_error", {"expected": expected})
        if self.longest is None:
            return None if text.lower() in _FLAGS else Wrong("bool_parsing")
        if not text:
            return Wrong("string_too_short")
        if len(text) > self.longest:
            return Wrong("string_too_long", {"max_length": self.longest})
        return None


_FLAGS = {
    **dict.fromkeys(("", "1", "true", "t", "yes", "y", "on"), True),  # a bare `?serve` means true
    **dict.fromkeys(("0", "false", "f", "no", "n", "off"), False),
}

PARAMETERS: Mapping[str, Parameter] = {
    "lang": Parameter(
        "The language of texts; without it, Accept-Language decides, then zh-CN.", values=LANGS
    ),
    "domain": Parameter(
        "Left out, the answer is about one more website of the account.", longest=255
    ),
    "account": Parameter("The account asked about; the own one if left out.", longest=64),
    "region": Parameter("Where it is, or will be, served from, such as ap-guangzhou.", longest=64),
    "serve": Parameter(
        "Whether the domain is meant to be served; false asks about its present use alone."
    ),
}


class Asked(NamedTuple):
    """What a request's parameters say, of those that its route takes."""

    lang: Lang | None = None
    domain: str | None = None
    account: str | None = None
    region: str | None = None
    serve: bool = True

    def questions(self) -> list[Question]:
        return [Question(domain=self.domain, region=self.region, serve=self.serve)]


def of_query(names: tuple[str, ...], query: Mapping[str, tuple[str, ...]]) -> Asked:
    """:raises Refused: 422, for a parameter that is not known, doubled, or has no such value."""
    doubled = [name for name, values in query.items() if len(values) > 1]
    if doubled:
        raise invalid(FieldError(shown(n), texts.ONCE, texts.ONCE_REMEDY) for n in doubled)
    return asked(names, {name: values[0] for name, values in query.items() if values})


def asked(names: tuple[str, ...], given: Mapping[str, object], whole: str = "query") -> Asked:
    """:param names: those that may be given, in the order in which they are looked at
    :param whole: what to call the input itself
    :raises Refused: 422, naming what is wrong.
    """
    text = {name: str(given[name]) for name in names if given.get(name) is not None}
    wrong = [(name, PARAMETERS[name].wrong(value)) for name, value in text.items()]
    wrong += [(name, Wrong("extra_forbidden")) for name in given if name not in names]
    if found := [(name, what) for name, what in wrong if what]:
        raise invalid(
            field_error(what.kind, (name,), what.context, allowed=sorted(names), whole=whole)
            for name, what in found
        )
    return Asked(
        language.named(text.get("lang")),
        text.get("domain"),
        text.get("account"),
        text.get("region"),
        _FLAGS[text.get("serve", "").lower()],
    )
