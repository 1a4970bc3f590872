"""`beian.yml`: what it may say, and how it is told what is wrong with it."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from beian import settings
from beian.config import (
    Config,
    ConfigError,
    Declared,
    DeclaredDomain,
    FunctionUrl,
    Notices,
    Sweeps,
    load,
)
from beian.facts import SHANGHAI
from beian.rulebook.policy import Policy
from beian.settings import Settings


def read(path: Path) -> Config:
    return load({"BEIAN_CONFIG": str(path)})


WHOLE = """\
name: acme
region: ap-shanghai
products: [scf]
budget_seconds: 5
remember_seconds: 0
declared:
  serverless_filings: 1
  accesses: 3
  pack_orders: ["20260105000001"]
  real_name: {verified: true, personal: true, since: 2026-11-20 09:00:00}
  domains:
    例子.中国:
      real_name: true
      expires: 2028-05-01
      real_name_since: 2026-01-01T00:00:00Z
      created: 2020-01-01
      on_hold: false
      until: 2027-01-01
policy:
  websites_per_account: 3
  mainland_regions: [ap-guangzhou]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "beian.yml"


def written(path: Path, text: str) -> Config:
    path.write_text(text, "utf-8")
    return read(path)


def refusal(path: Path, text: str) -> list[str]:
    """The lines of the message, without the path."""
    with pytest.raises(ConfigError) as caught:
        written(path, text)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{path}:") for line in lines)
    return [line.removeprefix(f"{path}:") for line in lines]


def test_everything_may_be_configured(path: Path) -> None:
    found = written(path, WHOLE)
    assert (found.name, found.region, found.products) == ("acme", "ap-shanghai", ("scf",))
    assert (found.budget_seconds, found.remember_seconds) == (5, 0)
    declared = found.declared
    assert (declared.serverless_filings, declared.accesses) == (1, 3)
    assert declared.pack_orders == ("20260105000001",)
    assert declared.real_name is not None
    assert declared.real_name.personal is True
    assert declared.real_name.since == datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
    (name,) = declared.domains
    assert name == "xn--fsqu00a.xn--fiqs8s"
    domain = declared.domains[name]
    assert (domain.expires, domain.until) == (date(2028, 5, 1), date(2027, 1, 1))
    assert domain.real_name_since is not None
    assert domain.real_name_since.utcoffset() is not None
    assert found.policy.websites_per_account == 3
    assert found.policy.mainland_regions == ("ap-guangzhou",)
    assert found.policy.pack_gbs == Policy().pack_gbs


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}", "---\n"])
def test_an_empty_file_says_nothing(path: Path, text: str) -> None:
    found = written(path, text)
    assert found == Config()
    assert found.products == ("scf", "apigateway")
    assert found.declared == Declared()


def test_without_a_file_the_defaults_stand(path: Path) -> None:
    assert load({}).model_dump() == Config().model_dump()
    assert settings.load({}) == settings.Settings()
    assert load({"BEIAN_CONFIG": ""}).budget_seconds == 12
    path.write_text("name: acme\n", "utf-8")
    for found in (load, settings.load):
        assert found({"BEIAN_CONFIG": str(path)}).name == "acme"


def test_an_empty_file_and_none_come_to_the_same(path: Path) -> None:
    written(path, "")
    assert set(Settings._fields) == set(Config.model_fields)
    assert settings.load({"BEIAN_CONFIG": str(path)}) == Settings(
        declared=Declared(), function_url=FunctionUrl(), sweep=Sweeps(), notices=Notices()
    )


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("polcy: {}\n", "1: polcy: "),
        ("name: a\n\nregoin: b\n", "3: regoin: "),
        ("name: [a]\n", "1: name: "),
        ("products: [scf, apigw]\n", "1: products.1: "),
        ("budget_seconds: 0\n", "1: budget_seconds: "),
        ("budget_seconds: 901\n", "1: budget_seconds: "),
        ("remember_seconds: -1\n", "1: remember_seconds: "),
        ("declared:\n  accesses: -1\n", "2: declared.accesses: "),
        ("declared:\n  acesses: 1\n", "2: declared.acesses: "),
        ("declared:\n  pack_orders:\n    - a\n    - 5\n", "4: declared.pack_orders.1: "),
        ("declared:\n  real_name:\n    since: soon\n", "3: declared.real_name.since: "),
        (
            "declared:\n  domains:\n    a.cn:\n      real_name: true\n      expires: never\n",
            "5: declared.domains.a.cn.expires: ",
        ),
        (
            "declared:\n  domains:\n    a.cn:\n      real_name: true\n",
            "4: declared.domains.a.cn.expires: Field required",
        ),
        (
            "declared:\n  domains:\n    'a b':\n      real_name: true\n      expires: 2027-01-01\n",
            "3: declared.domains.a b.[key]: not a domain name",
        ),
        ("policy:\n  websites_per_account: 0\n", "2: policy.websites_per_account: "),
        ("policy:\n  webistes: 2\n", "2: policy.webistes: "),
        ("policy:\n  real_name_field: Type\n", "2: policy.real_name_field: "),
        ("policy:\n  mainland_regions: ap-x\n", "2: policy.mainland_regions: "),
        ("region: moon\n", "1: region: no region code: "),
        ("declared: {serverless_filings: true}\n", "1: declared.serverless_filings: "),
        ('declared: {pack_orders: [""]}\n', "1: declared.pack_orders.0: "),
        ("declared: {real_name: {since: 0}}\n", "1: declared.real_name.since: write a date"),
        (
            "declared: {real_name: {since: 9999-12-31}}\n",
            "1: declared.real_name.since: the year must lie from 1990 to 2199",
        ),
        (
            "declared: {domains: {b.cn: {real_name: true, expires: 9999-12-31}}}\n",
            "1: declared.domains.b.cn.expires: the year must lie from 1990 to 2199",
        ),
        (
            "declared: {domains: {b.cn: {real_name: true, expires: 2030-01-01},\n"  # noqa: ISC004
            "B.CN: {real_name: false, expires: 2030-01-01}}}\n",
            "1: declared.domains: two keys are the same domain",
        ),
        ("- name: a\n", "1: file: "),
        ("just text\n", "1: file: "),
        ("5\n", "1: file: "),
    ],
)
def test_what_does_not_fit_is_told_with_its_line_and_field(
    path: Path, text: str, where: str
) -> None:
    (line,) = refusal(path, text)
    assert line.startswith(where)


def test_every_mistake_is_told(path: Path) -> None:
    lines = refusal(path, "nmae: a\nbudget_seconds: 0\ndeclared:\n  accesses: many\n")
    assert {tuple(line.split(": ")[:2]) for line in lines} == {
        ("1", "nmae"),
        ("2", "budget_seconds"),
        ("4", "declared.accesses"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "name: [",
        "a: b: c",
        "\tname: a",
        "name: !!python/name:os.system",
        "name: *anchor",
        "a: 1\n---\nb: 2\n",
        "declared: {real_name: {since: 2026-13-45}}",
        "[" * 1200,
    ],
)
def test_what_is_no_yaml_is_told(path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        written(path, text)
    assert re.match(f"{re.escape(str(path))}(:[0-9]+)?: not YAML: ", str(caught.value))


def test_what_cannot_be_read_is_told(path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read(path)
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        read(path)


def test_a_declaration_is_put_over_another_by_what_it_says() -> None:
    expires = date(2027, 1, 1)
    a, b, other = (DeclaredDomain(real_name=v, expires=expires) for v in (True, True, False))
    below = Declared(accesses=3, serverless_filings=1, domains={"a.cn": a, "b.cn": b})
    above = Declared(serverless_filings=0, domains={"b.cn": other, "c.cn": other})
    merged = below.merged(above)
    assert (merged.accesses, merged.serverless_filings) == (3, 0)
    assert merged.domains == {"a.cn": a, "b.cn": other, "c.cn": other}
    assert below.merged(Declared()) == below
    assert below.merged(Declared(accesses=None)).accesses is None
