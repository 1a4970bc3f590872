"""Times of a world: always aware; what has no zone is read as Asia/Shanghai."""

import calendar
from datetime import date, datetime, time, timedelta, timezone
from typing import Annotated

from pydantic import BeforeValidator

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China Standard Time has had no summer time since 1991, so a fixed offset is exact."""


def parse_moment(value: object) -> datetime:
    """Aware, whole seconds. Raises ValueError."""
    if isinstance(value, str):
        text = value.strip()
        text = f"{text[:-1]}+00:00" if text.endswith("Z") else text
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"not a time (YYYY-MM-DD HH:MM:SS): {text[:40]}") from None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise ValueError("not a time (YYYY-MM-DD HH:MM:SS)")
    aware = value if value.tzinfo else value.replace(tzinfo=SHANGHAI)
    return aware.replace(microsecond=0)


Moment = Annotated[datetime, BeforeValidator(parse_moment)]


def wall(moment: datetime) -> str:
    """As the API writes times: YYYY-MM-DD HH:MM:SS in Shanghai, without a zone."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def add_months(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months on, or the last day of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return moment.replace(year=year, month=month, day=min(moment.day, last))
