"""Times as Tencent Cloud writes them: without a zone they are Asia/Shanghai's."""

from datetime import date, datetime

from beian.facts import SHANGHAI

FORMAT = "%Y-%m-%d %H:%M:%S"
LAST = datetime(2199, 12, 31, tzinfo=SHANGHAI)
"""Later times stand for "never" and count as this, lest arithmetic run out of years."""


def to_wire(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime(FORMAT)


def moment(text: str | None) -> datetime | None:
    """None for an absent time, `0000-00-00 00:00:00`, and whatever is no time."""
    try:
        return min(datetime.strptime(text or "", FORMAT).replace(tzinfo=SHANGHAI), LAST)
    except ValueError:
        return None


def day(text: str | None) -> date | None:
    """None for an absent day, `0000-00-00`, and whatever is no day."""
    try:
        return min(date.fromisoformat((text or "")[:10]), LAST.date())
    except ValueError:
        return None


def months_later(start: datetime, months: int) -> datetime:
    """The same day and time `months` later (or earlier), or the month's last day."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return start.replace(year=year, month=month + 1, day=min(start.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")  # pragma: no cover
