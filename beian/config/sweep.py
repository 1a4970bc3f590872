"""How a sweep is spread, which of its findings are waived, and who is told of changes."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from beian.config.access import UIN
from beian.config.declared import Day
from beian.config.shape import Model, like
from beian.domains import FULL_STOPS, BadDomain, to_ascii
from beian.texts import Lang

EVERY = "*"


class Sweeps(Model):
    """How the work of a sweep is spread over invocations, and how long it may take."""

    # Measured (`make bench-sweep`, docs/decisions/10): an account takes a tenth of a second of
    # processor time, a shard of 25 three seconds; that is short beside the 900 s of an invocation
    # and its retries, and long beside a cold start. More than four accounts at once add threads and
    # memory and no speed, since Python runs on one processor.
    inline_accounts: int = Field(
        25,
        strict=True,
        ge=0,
        le=1000,
        description="Up to how many accounts one invocation checks by itself.",
    )
    accounts_per_shard: int = Field(
        25,
        strict=True,
        ge=1,
        le=200,
        description="How many accounts each further invocation is given.",
    )
    at_once: int = Field(
        4, strict=True, ge=1, le=16, description="Accounts checked side by side in one invocation."
    )
    account_seconds: float = Field(
        180,
        gt=0,
        le=900,
        description="The longest the reads of one account may take: ten domains a second.",
    )
    patience_minutes: float = Field(
        20, gt=0, le=1440, description="How long to wait for the end before work starts anew."
    )
    rounds: int = Field(
        3,
        strict=True,
        ge=0,
        le=20,
        description="How often what is missing is started anew before giving up.",
    )
    handovers: int = Field(
        20,
        strict=True,
        ge=0,
        le=1000,
        description="How often the rest of a shard may be handed on.",
    )
    trend: int = Field(
        30, strict=True, ge=0, le=366, description="Earlier sweeps that a report tells of."
    )


def _pattern(value: str) -> str:
    """A host in ASCII, lower case, in which `*` stands for any characters and `?` for one."""
    text = re.sub(rf"[{''.join(FULL_STOPS)}]", ".", value.strip().lower()).removesuffix(".")
    text = re.sub(r"\*+", "*", text)
    return ".".join(_label(label) for label in text.split("."))


def _label(label: str) -> str:
    if re.fullmatch(r"[a-z0-9_*?-]{1,63}", label):
        return label
    try:
        return to_ascii(f"{label}.cn").removesuffix(".cn")
    except BadDomain:
        raise ValueError(
            "no domain pattern: write it as www.example.cn or *.example.cn; "
            "in a part with * or ?, only a-z, 0-9, - and _"
        ) from None


def _some_rule(value: str) -> str:
    """:raises ValueError: no rule of the rulebook is meant."""
    from difflib import get_close_matches  # noqa: PLC0415  # only who mistypes pays
    from fnmatch import fnmatchcase  # noqa: PLC0415

    from beian.rulebook.registry import RULES  # noqa: PLC0415  # only who waives pays

    ids = [rule.id for rule in RULES]
    if "[" not in value and any(fnmatchcase(id_, value) for id_ in ids):
        return value
    near = ", ".join(get_close_matches(value, ids, cutoff=0.4))
    advice = f"the nearest are {near}" if near else "`beian rules` lists them"
    raise ValueError(f"no rule has this id: {advice}")


_said = like(r"(?s).*\S.*", "it is empty: say it, since it stands in every report")
WaivedAccount = Annotated[
    str,
    Field(coerce_numbers_to_str=True),
    like(rf"\*|{UIN}", 'no account id: write its digits, or "*" for every account'),
]
DomainPattern = Annotated[str, Field(max_length=253), AfterValidator(_pattern)]
RulePattern = Annotated[str, Field(max_length=100), AfterValidator(_some_rule)]


class Waiver(Model):
    """Findings that somebody answers for, until a day. They stay visible, as waived."""

    account: WaivedAccount = Field(description="The account's id; * for every account.")
    domain: DomainPattern = Field(
        EVERY,
        description="A domain, or a pattern with * and ?; left out or *, every domain and the "
        "findings about the account itself, which no other pattern covers.",
    )
    rule: RulePattern = Field(description="A rule's id, or a pattern with * and ?.")
    reason: Annotated[str, Field(max_length=500), _said] = Field(description="Why.")
    owner: Annotated[str, Field(max_length=200), _said] = Field(description="Who answers for it.")
    expires: Day = Field(description="The last day, in Asia/Shanghai, on which it counts.")

    @property
    def id(self) -> str:
        """Of what it covers, so that a longer term or another owner does not change it."""
        covers = json.dumps([self.account, self.domain, self.rule])
        return hashlib.sha256(covers.encode()).hexdigest()[:12]


# What may stand before `?` in each of apprise's URLs; `beian.notify` lets apprise itself judge.
_KEY = "[A-Za-z0-9_-]{1,128}"
_SERVER = "([^/?#@]+@)?[^/?#@]+(/[^?#]*)?"
_URLS = {
    "wecombot": f"{_KEY}/?",
    "dingtalk": r"([A-Za-z0-9]{1,128}@)?[A-Za-z0-9]{1,128}(/[0-9+,/-]*)?",
    "feishu": f"{_KEY}/?",
    "mailto": _SERVER,
    "mailtos": _SERVER,
    "json": _SERVER,
    "jsons": _SERVER,
}


def _notice_url(value: str) -> str:
    scheme, _, rest = value.partition("://")
    if scheme not in _URLS:
        raise ValueError(f"begin it with one of {', '.join(f'{one}://' for one in _URLS)}")
    fits = re.fullmatch(rf"(?=[!-~]*$){_URLS[scheme]}(\?[^#]*)?", rest)
    if not fits or not _has_host(rest):
        raise ValueError(f"no {scheme}:// URL as apprise documents it; %-encode special characters")
    return value


def _has_host(rest: str) -> bool:
    try:
        parts = urlsplit(f"//{rest}")
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as a port that is none
        return False


def _base(value: str) -> str:
    scheme, _, rest = value.partition("://")
    if scheme != "https" or not re.fullmatch(r"[A-Za-z0-9._~%:/-]+", rest) or not _has_host(rest):
        raise ValueError(
            "write it as https://…, with nothing after the path that the routes follow"
        )
    return value.rstrip("/")


class Target(Model):
    """Somewhere to send notices."""

    url: Annotated[str, Field(max_length=1000), AfterValidator(_notice_url)] = Field(
        description="A URL of apprise: wecombot, dingtalk, feishu, mailto(s) or json(s); a secret.",
        json_schema_extra={"writeOnly": True},
        repr=False,
    )
    lang: Lang = Field("zh-CN", description="The language of its notices.")
    when: Literal["changes", "always"] = Field(  # `on` would be a truth value in YAML
        "changes", description="After sweeps that found changes, or after each."
    )

    @property
    def scheme(self) -> str:
        return self.url.partition("://")[0]


class Notices(Model):
    to: tuple[Target, ...] = Field((), max_length=20, description="Who is told; nobody by default.")
    link: Annotated[str, Field(max_length=300), AfterValidator(_base)] | None = Field(
        None,
        description="Where the function's routes are, such as https://example.cn/beian: notices "
        "link to the report there.",
    )


def twice(
    waivers: Sequence[Waiver], notices: Notices
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Entries that repeat an earlier one: where they stand, and what to do."""
    ids = [waiver.id for waiver in waivers]
    for index, id_ in enumerate(ids):
        if id_ in ids[:index]:
            yield ("waivers", index), "an earlier waiver covers the same: keep one of them"
    urls = [target.url for target in notices.to]
    for index, url in enumerate(urls):
        if url in urls[:index]:
            yield ("notices", "to", index, "url"), "another entry has the same: keep one of them"
