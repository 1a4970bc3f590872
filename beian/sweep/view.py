"""A report as someone may see it who may not see every account."""

from collections.abc import Collection, Mapping

from beian.sweep.changes import listed
from beian.sweep.fold import part_of
from beian.sweep.report import Change, Report, WaiverUse


def visible(report: Report, uins: Collection[str]) -> Report:
    """The report with these accounts alone, counted anew, without the trend, which counts all, and
    without a word on who else there is."""
    accounts = [one for one in report.accounts if one.uin in uins]
    whole = part_of(accounts, report.planned_at)
    items = [change for change in report.changes.items if change.account in uins]
    return report.model_copy(
        update={
            "accounts": accounts,
            "totals": whole.totals,
            "changes": listed(items, whole.counts[Change.STILL]),
            "unread": whole.unread,
            "waivers": [
                _seen(w, whole.waived) for w in report.waivers if w.account in {"*", *uins}
            ],
            "cost": whole.cost,
            "trend": [],
        }
    )


def _seen(use: WaiverUse, uses: Mapping[str, int]) -> WaiverUse:
    """One for every account is in use although it covers nothing here."""
    return use.model_copy(update={"uses": uses.get(use.id, 0)})
