"""The metrics are OpenMetrics, by a reader that takes nothing else, and the dashboard asks for
nothing that is not there."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st

from beian import __version__
from beian.sweep.metrics import openmetrics
from beian.sweep.report import Change, Report
from beian.verdict import Compliance, Verdict
from tests.sweep.noticed import UIN, account, changed, domain, report, unread

DASHBOARD = Path(__file__).parents[2] / "docs" / "grafana" / "beian.json"
NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\n"])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (-?[0-9]+(?:\.[0-9]+)?)")
SUFFIXES = {"info": ("_info",), "counter": ("_total", "_created"), "gauge": ("",)}
UNESCAPED = {"\\\\": "\\", "\\n": "\n", '\\"': '"'}


class Sample(NamedTuple):
    name: str
    labels: dict[str, str]
    value: float


def parsed(text: str) -> list[Sample]:
    """:raises AssertionError: it is not OpenMetrics 1.0, of as much of it as is used here."""
    lines = text.split("\n")
    assert lines[-2:] == ["# EOF", ""]
    found: list[Sample] = []
    families: dict[str, str] = {}
    family = ""
    for line in lines[:-2]:
        if line.startswith("# TYPE "):
            family, kind = line.removeprefix("# TYPE ").split(" ")
            assert re.fullmatch(NAME, family)
            assert family not in families
            families[family] = kind
        elif line.startswith("# HELP "):
            name, _, about = line.removeprefix("# HELP ").partition(" ")
            assert (name, bool(about), "\\" in about) == (family, True, False)
        else:
            found.append(_sample(line, family, families[family]))
    keys = [(one.name, tuple(sorted(one.labels.items()))) for one in found]
    assert len(set(keys)) == len(keys)
    return found


def _sample(line: str, family: str, kind: str) -> Sample:
    match = SAMPLE.fullmatch(line)
    assert match, line
    name, labels, value = match.groups()
    assert name in {f"{family}{suffix}" for suffix in SUFFIXES[kind]}
    pairs = [one.partition("=") for one in re.findall(LABEL, labels or "")]
    read = {
        key: re.sub(r"\\[\\n\"]", lambda m: UNESCAPED[m[0]], quoted[1:-1])
        for key, _, quoted in pairs
    }
    assert len(read) == len(pairs)
    if kind == "info":
        assert value == "1"
    return Sample(name, read, float(value))


def text(found: Report) -> str:
    return "".join(openmetrics(found))


def full() -> Report:
    return report(
        changed(),
        accounts=(
            account(domain(), domain("b.cn", Verdict.BLOCKED, Compliance.NON_COMPLIANT)),
            account(domain("b.cn"), uin="100000000002"),
        ),
        reads=(unread(), unread(None), unread(accounts=1)),
        still=4,
    )


def test_it_tells_how_each_domain_stands() -> None:
    found = [one for one in parsed(text(full())) if one.name == "beian_status"]
    assert [tuple(one.labels.values()) for one in found] == [
        (UIN, "www.example.cn", "filed", "compliant"),
        (UIN, "b.cn", "blocked", "non_compliant"),
        ("100000000002", "b.cn", "filed", "compliant"),
    ]
    assert all(one.value == 1 for one in found)
    assert list(found[0].labels) == ["account", "domain", "verdict", "compliance"]


def test_it_tells_what_made_it_and_when() -> None:
    found = parsed(text(full()))
    about = {"version": __version__, "rulebook_version": "1", "rulebook_date": "2026-11-22"}
    assert Sample("beian_info", about, 1) in found
    checked = full().accounts[0].checked_at.timestamp()
    assert Sample("beian_last_check_timestamp", {"account": UIN}, checked) in found


def test_it_counts_what_could_not_be_read() -> None:
    found = [one for one in parsed(text(full())) if one.name == "beian_check_errors_total"]
    assert [(one.labels, one.value) for one in found] == [
        ({"call": "ba:DescribeDomainIcpStatus", "cause": "denied"}, 3),
        ({"call": "none", "cause": "not_published"}, 2),
    ]


def test_it_counts_the_sweep() -> None:
    found = parsed(text(full()))
    assert Sample("beian_findings", {"status": "waived"}, 1) in found
    assert Sample("beian_changes", {"kind": Change.STILL.value}, 4) in found
    assert Sample("beian_domains", {}, 30) in found
    assert Sample("beian_sweep_calls", {}, 70) in found


def test_an_empty_sweep_is_openmetrics_too() -> None:
    assert {one.name for one in parsed(text(report()))} >= {"beian_info", "beian_changes"}


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('"\\\n\r{},= #')), max_size=300))
@example('a\nb"} 1\n\\n\\')
def test_no_name_breaks_out_of_its_label(name: str) -> None:
    found = parsed(text(report(accounts=(account(domain(name)),))))
    shown = next(one.labels["domain"] for one in found if one.name == "beian_status")
    assert shown == name[:253].encode(errors="replace").decode()


def test_the_dashboard_asks_only_for_what_is_there() -> None:
    labels: dict[str, set[str]] = {}
    for one in parsed(text(full())):
        labels.setdefault(one.name, set()).update(one.labels)
    board = json.loads(DASHBOARD.read_text("utf-8"))
    queries = [t["expr"] for panel in board["panels"] for t in panel["targets"]]
    for query in queries:
        names = re.findall(r"\bbeian_\w+", query)
        assert names, query
        for name in names:
            assert name in labels, query
            used = set(re.findall(r'(\w+)(?:=~|!~|!=|=)"', query))
            for listed in re.findall(r"by \(([^)]*)\)", query):
                used |= set(listed.split(", "))
            assert used <= labels[name], query
    legends = [t["legendFormat"] for panel in board["panels"] for t in panel["targets"]]
    shown = {label for legend in legends for label in re.findall(r"{{(\w+)}}", legend)}
    assert shown <= set().union(*labels.values())
    asked = {name for query in queries for name in re.findall(r"\bbeian_\w+", query)}
    promised = {"beian_status", "beian_info", "beian_check_errors_total"}
    assert promised | {"beian_last_check_timestamp"} <= asked
    variables = {v["name"]: v for v in board["templating"]["list"]}
    assert variables["account"]["definition"] == "label_values(beian_status, account)"
    ids = [panel["id"] for panel in board["panels"]]
    assert len(set(ids)) == len(ids)
