"""The one sentence that a report comes down to."""

from beian.sweep.outputs.labels import label
from beian.sweep.outputs.standing import Standing, of_domain, of_report
from beian.sweep.report import Report
from beian.texts import Lang

_COUNTED = {Standing.WRONG: "headline.wrong", Standing.UNSURE: "headline.unsure"}


def headline(report: Report, lang: Lang) -> str:
    """Of the worst there is: how many domains, or that only accounts are concerned."""
    worst = of_report(report)
    if not report.totals.domains and worst not in _COUNTED:
        return label("headline.empty", lang)
    key = _COUNTED.get(worst)
    if key is None:
        fine = {Standing.WAIVED: "headline.waived", Standing.WATCH: "headline.watch"}
        return label(fine.get(worst, "headline.fine"), lang)
    n = sum(of_domain(d, a) is worst for a in report.accounts for d in a.domains)
    return label(f"{key}_{n}" if n < 2 else key, lang, n=f"{n:,}")
