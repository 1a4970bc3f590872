"""A report as someone may see it who may not see every account."""

from collections.abc import Callable, Sequence

from beian.sweep.changes import listed
from beian.sweep.fold import part_of
from beian.sweep.report import AccountResult, Change, Report


def visible(
    report: Report, accounts: Sequence[AccountResult], sees: Callable[[str], bool]
) -> Report:
    """The report as if there were these accounts alone; without the trend, which counts all.

    Waivers of every account are told of where they cover something here: the domains and reasons
    of the others may be another's.

    :param report: what is said of its own accounts is not looked at
    :param sees: whether an account may be seen, be it there or gone
    """
    whole = part_of(accounts, report.planned_at)
    items = [change for change in report.changes.items if sees(change.account)]
    uses = whole.waived
    return report.model_copy(
        update={
            "finished_at": whole.checked_at,
            "accounts": accounts,
            "totals": whole.totals,
            "changes": listed(items, whole.counts[Change.STILL]),
            "unread": whole.unread,
            "waivers": [
                one.model_copy(update={"uses": uses.get(one.id, 0)})
                for one in report.waivers
                if sees(one.account) or one.id in uses
            ],
            "cost": whole.cost,
            "trend": [],
        }
    )
