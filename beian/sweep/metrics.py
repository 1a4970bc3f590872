"""The last sweep as OpenMetrics 1.0 text (application/openmetrics-text), for a scraper to fetch.

All tell of one sweep: a domain that is gone, or a verdict that changed, leaves its series behind,
and the counter starts anew with each sweep, as its `_created` says. `beian_status` is 1 for what
holds now, a series a domain, rather than a StateSet, which would be seven of them. Names of
accounts and domains are the only labels that are others' words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from beian import __version__
from beian.sweep.report import Report

CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
_LONGEST = 253
"""Characters of a label: as a domain may have."""

Labels = dict[str, str]


def openmetrics(report: Report) -> Iterator[str]:
    """The text, line by line."""
    for name, kind, about, samples in _families(report):
        yield f"# TYPE {name} {kind}\n# HELP {name} {about}\n"
        for suffix, labels, value in samples:
            yield f"{name}{suffix}{_labels(labels)} {value}\n"
    yield "# EOF\n"


Sample = tuple[str, Labels, str]
Family = tuple[str, str, str, Iterable[Sample]]


def _families(report: Report) -> Iterator[Family]:
    """Name, type, help and samples; lazily, since there may be many accounts."""
    about = {
        "version": __version__,
        "rulebook_version": report.rulebook.version,
        "rulebook_date": report.rulebook.date.isoformat(),
    }
    yield "beian", "info", "What made the report.", [("_info", about, "1")]
    yield "beian_status", "gauge", "1 for how each domain stands.", _status(report)
    yield (
        "beian_check_errors",
        "counter",
        "What could not be read, in accounts, by call and cause; none where no call tells it.",
        _errors(report),
    )
    yield (
        "beian_last_check_timestamp",
        "gauge",
        "When each account was checked, in Unix seconds.",
        ((("", {"account": one.uin}, _seconds(one.checked_at))) for one in report.accounts),
    )
    totals = report.totals
    yield "beian_accounts", "gauge", "Accounts in the sweep.", [("", {}, str(totals.accounts))]
    yield "beian_domains", "gauge", "Domains in the sweep.", [("", {}, str(totals.domains))]
    yield (
        "beian_findings",
        "gauge",
        "Findings of domains and accounts, by status; the waived ones apart.",
        [("", {"status": status}, str(n)) for status, n in totals.findings.items()],
    )
    yield (
        "beian_changes",
        "gauge",
        "Domains and accounts, by how they stand against the sweep before.",
        [("", {"kind": kind.value}, str(n)) for kind, n in report.changes.counts.items()],
    )
    yield "beian_sweep_calls", "gauge", "Calls made.", [("", {}, str(report.cost.calls))]
    finished = _seconds(report.finished_at)
    yield "beian_sweep_timestamp", "gauge", "When it ended, in Unix seconds.", [("", {}, finished)]


def _status(report: Report) -> Iterator[Sample]:
    for account in report.accounts:
        for one in account.domains:
            labels = {
                "account": account.uin,
                "domain": one.domain,
                "verdict": one.verdict.value,
                "compliance": one.compliance.value,
            }
            yield "", labels, "1"


def _errors(report: Report) -> Iterator[Sample]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in report.unread:
        counts[one.call or "none", one.cause.value] += one.accounts
    began = _seconds(report.planned_at)
    for (call, cause), n in sorted(counts.items()):
        labels = {"call": call, "cause": cause}
        yield "_total", labels, str(n)
        yield "_created", labels, began


def _seconds(time: datetime) -> str:
    return f"{time.timestamp():.3f}"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    text = value[:_LONGEST].encode(errors="replace").decode()
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
