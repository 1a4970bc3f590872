"""From what a person typed to a host, its registrable domain and its platform suffix.

IDNA 2008 (UTS 46 mapping first, so that capitals and full-width letters pass), and the ICANN part
of the Public Suffix List: a filing belongs to the domain that was registered.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import idna
from publicsuffixlist import PublicSuffixList

from beian.facts import Domain
from beian.rulebook.policy import Policy

FULL_STOPS = (".", "。", "．", "｡")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ADDRESS = re.compile(r"[0-9.]+|\[?[0-9a-fA-F.]*:[0-9a-fA-F:.]*\]?")


REGION = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,24}){1,3}")
"""The shape of a region code, such as ap-guangzhou."""


class BadDomain(ValueError):
    """`code` names the text: `domain.empty`, `domain.invalid`, `domain.ip_address`,
    `domain.suffix_only` or `domain.too_long`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def to_ascii(name: str) -> str:
    """The host in ASCII, lower case, without the final dot.

    :raises BadDomain: it is no host name.
    """
    text = name.strip()
    text = text[:-1] if text.endswith(FULL_STOPS) else text
    if not text:
        raise BadDomain("domain.empty")
    if text.endswith(FULL_STOPS):
        raise BadDomain("domain.invalid")
    if _ADDRESS.fullmatch(text):
        raise BadDomain("domain.ip_address")
    if len(text) > 253:
        raise BadDomain("domain.too_long")
    try:
        host = idna.encode(text, uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise BadDomain("domain.invalid") from error
    if "." not in host:
        raise BadDomain("domain.suffix_only")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):  # 0x7f.1 is 127.0.0.1
        raise BadDomain("domain.ip_address")
    return host


def parse(name: str, policy: Policy) -> Domain:
    """:raises BadDomain: no host name, or one that has no registrable part."""
    host = to_ascii(name)
    default = next((s for s in policy.default_suffixes if host.endswith("." + s)), None)
    suffixes = _suffixes(host.rpartition(".")[2])
    registrable = suffixes.privatesuffix(host)
    if registrable is None:
        raise BadDomain("domain.suffix_only")
    return Domain(
        asked=name,
        host=host,
        registrable=registrable,
        suffix=registrable.partition(".")[2],
        default_suffix=default,
    )


@lru_cache(maxsize=64)
def _suffixes(top: str) -> PublicSuffixList:
    """The list's rules under one top-level domain. Parsing the whole list would cost a cold start
    90 ms; this part of it costs some 10 ms, and the rules of other domains cannot matter."""
    return PublicSuffixList(source=_rules_under(top))


def _rules_under(top: str) -> Iterator[str]:
    text = files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text("utf-8")
    icann = text.partition("// ===END ICANN DOMAINS===")[0]
    names = {top, idna.decode(top)} if top.startswith("xn--") else {top}
    for line in icann.splitlines():
        if line and not line.startswith("//") and line.rpartition(".")[2] in names:
            yield line
