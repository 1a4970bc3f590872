"""From what a person types to a host and its registrable domain."""

import os
from collections.abc import Iterator
from importlib.resources import files

import idna
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from beian.domains import BadDomain, parse, to_ascii
from beian.rulebook.policy import Policy

POLICY = Policy()
ICANN = PublicSuffixList(only_icann=True)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("www.example.cn", "www.example.cn"),
        ("  WWW.Example.CN. ", "www.example.cn"),
        ("ｗｗｗ．ｅｘａｍｐｌｅ．ｃｎ", "www.example.cn"),
        ("www。example。cn。", "www.example.cn"),
        ("www｡example｡cn｡", "www.example.cn"),
        ("例子.中国", "xn--fsqu00a.xn--fiqs8s"),
        ("XN--FSQU00A.xn--fiqs8s", "xn--fsqu00a.xn--fiqs8s"),
        ("faß.de", "xn--fa-hia.de"),  # IDNA 2008, not 2003
        ("1.2.3.4.cn", "1.2.3.4.cn"),
        ("a-b.c-d.cn", "a-b.c-d.cn"),
    ],
)
def test_a_host_is_normalised(typed: str, host: str) -> None:
    assert to_ascii(typed) == host
    assert to_ascii(host) == host


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "domain.empty"),
        (" \t", "domain.empty"),
        (".", "domain.empty"),
        ("。", "domain.empty"),
        ("192.0.2.1", "domain.ip_address"),
        ("192.0.2.1.", "domain.ip_address"),
        ("2001:db8::1", "domain.ip_address"),
        ("[2001:db8::1]", "domain.ip_address"),
        ("::ffff:192.0.2.1", "domain.ip_address"),
        ("12345", "domain.ip_address"),
        ("0x7f.1", "domain.ip_address"),
        ("example.256", "domain.ip_address"),
        ("www.example.cn..", "domain.invalid"),
        ("http://www.example.cn", "domain.invalid"),
        ("https://例子.中国/", "domain.invalid"),
        ("www.example.cn/path", "domain.invalid"),
        ("www.example.cn:443", "domain.invalid"),
        ("user@example.cn", "domain.invalid"),
        ("www..example.cn", "domain.invalid"),
        (".example.cn", "domain.invalid"),
        ("*.example.cn", "domain.invalid"),
        ("-a.cn", "domain.invalid"),
        ("a-.cn", "domain.invalid"),
        ("a_b.cn", "domain.invalid"),
        ("a b.cn", "domain.invalid"),
        ("xn--zzzzzzzz.cn", "domain.invalid"),
        ("☃.cn", "domain.invalid"),
        ("a" * 64 + ".cn", "domain.invalid"),
        ("a." * 127 + "cn", "domain.too_long"),
        ("cn", "domain.suffix_only"),
        ("localhost", "domain.suffix_only"),
        ("com.cn", "domain.suffix_only"),
        ("CO.UK.", "domain.suffix_only"),
        ("公司.cn", "domain.suffix_only"),
        ("anything.ck", "domain.suffix_only"),
    ],
)
def test_what_is_no_domain_says_why(typed: str, code: str) -> None:
    with pytest.raises(BadDomain) as caught:
        parse(typed, POLICY)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("host", "registrable", "suffix"),
    [
        ("www.example.cn", "example.cn", "cn"),
        ("a.b.c.example.com.cn", "example.com.cn", "com.cn"),
        ("example.co.uk", "example.co.uk", "co.uk"),
        ("www.例子.公司.cn", "xn--fsqu00a.xn--55qx5d.cn", "xn--55qx5d.cn"),
        ("www.例子.中国", "xn--fsqu00a.xn--fiqs8s", "xn--fiqs8s"),
        ("a.b.anything.ck", "b.anything.ck", "anything.ck"),  # *.ck
        ("a.www.ck", "www.ck", "ck"),  # !www.ck
        ("a.b.unheardof", "b.unheardof", "unheardof"),
        # Private suffixes are nobody's registry: the filing is that of the domain above them.
        ("me.github.io", "github.io", "io"),
        ("bucket.s3.amazonaws.com", "amazonaws.com", "com"),
        ("shop.blogspot.com", "blogspot.com", "com"),
    ],
)
def test_the_registrable_domain_is_the_one_that_was_registered(
    host: str, registrable: str, suffix: str
) -> None:
    found = parse(host, POLICY)
    assert (found.registrable, found.suffix) == (registrable, suffix)
    assert found.asked == host
    assert found.default_suffix is None


@pytest.mark.parametrize("suffix", POLICY.default_suffixes)
def test_a_default_domain_stands_under_a_suffix_of_the_platform(suffix: str) -> None:
    assert parse(f"a.{suffix}", POLICY).default_suffix == suffix
    assert parse(f"A.gz.{suffix}.", POLICY).default_suffix == suffix
    assert parse(f"a.x{suffix}", POLICY).default_suffix != suffix
    assert parse(suffix, POLICY).default_suffix is None


def rules() -> list[str]:
    """A rule of every top-level domain that the list knows, as a name under it."""
    text = files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text("utf-8")
    icann = text.partition("// ===END ICANN DOMAINS===")[0]
    lines = [one for one in icann.splitlines() if one and not one.startswith("//")]
    return [line.lstrip("!").replace("*", "any") for line in lines]


def top_levels() -> Iterator[list[str]]:
    """The shortest and the longest rule of a top-level domain, and one between. The ordinary run
    takes those with many rules, and a few of those with one."""
    by_top: dict[str, list[str]] = {}
    for rule in rules():
        by_top.setdefault(rule.rpartition(".")[2], []).append(rule)
    for number, some in enumerate(by_top.values()):
        if len(some) > 8 or number % 25 == 0 or os.environ.get("BEIAN_PROOF"):
            ordered = sorted(some, key=lambda rule: (rule.count("."), rule))
            yield [ordered[0], ordered[len(ordered) // 2], ordered[-1]]


def registrable(name: str) -> str | None:
    """None for a suffix."""
    try:
        return parse(name, POLICY).registrable
    except BadDomain:
        return None


def test_the_part_of_the_list_for_a_top_level_is_as_good_as_the_whole() -> None:
    seen = 0
    for some in top_levels():
        for name in dict.fromkeys(f"{sub}{rule}" for rule in some for sub in ("", "a.", "b.a.")):
            expected = ICANN.privatesuffix(idna.encode(name, uts46=True).decode("ascii"))
            assert registrable(name) == expected, name
            seen += 1
    assert seen > 800


NAMES = st.tuples(st.text(max_size=60), st.sampled_from([".cn", ".com", ".中国", "。"])).map(
    "".join
)


@given(NAMES | st.text(max_size=3))
@example("xn--")
@example("xn--a.cn")
@example("a.xn--0")
@example("\u200d.cn")
@example("\ud800.cn")
@example("א1.cn")
def test_any_text_is_a_domain_or_says_why_not(text: str) -> None:
    try:
        found = parse(text, POLICY)
    except BadDomain as error:
        said = str(error)
    else:
        said = found.host
        assert found.host.isascii()
        assert found.host == found.registrable or found.host.endswith("." + found.registrable)
        assert parse(found.host, POLICY).registrable == found.registrable
    assert said == said.lower()


@given(st.lists(st.text("abc-xn你好1", min_size=1, max_size=12), min_size=2, max_size=4))
def test_the_same_name_in_either_script_is_the_same_domain(labels: list[str]) -> None:
    try:
        found = parse(".".join(labels), POLICY)
    except BadDomain:
        return
    assert parse(idna.decode(found.host), POLICY).host == found.host
