"""The one sentence that a report comes down to."""

from beian.sweep.outputs.labels import label
from beian.sweep.outputs.standing import Standing, of_domain, of_report
from beian.sweep.report import Report
from beian.texts import Lang

_COUNTED = {Standing.WRONG: "headline.wrong", Standing.UNSURE: "headline.unsure"}


def headline(report: Report, lang: Lang) -> str:
    """Of the worst there is: how many domains, or that only accounts are concerned."""
    if not report.accounts:
        return label("headline.empty", lang)
    worst = of_report(report)
    key = _COUNTED.get(worst)
    if key is None:
        return label("headline.waived" if worst is Standing.WAIVED else "headline.fine", lang)
    n = sum(of_domain(d, a) is worst for a in report.accounts for d in a.domains)
    return label(f"{key}_{n}" if n < 2 else key, lang, n=f"{n:,}")
