"""Times that stand for "never" do not run arithmetic out of years."""

from datetime import date, timedelta

from beian.tencent.moments import LAST, day, moment


def test_never_is_the_last_time_there_is() -> None:
    assert moment("9999-12-31 23:59:59") == LAST
    assert day("9999-12-31") == date(2199, 12, 31)
    assert LAST + timedelta(days=3650) > LAST


def test_what_is_no_time_is_none() -> None:
    assert moment("0000-00-00 00:00:00") is None
    assert day("0000-00-00") is None
    assert day(None) is None
