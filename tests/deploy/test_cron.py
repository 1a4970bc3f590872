"""Cron expressions of timers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.deploy.cron import faults


def codes(expression: str) -> list[str]:
    return [code for code, _ in faults(expression)]


@pytest.mark.parametrize(
    "expression",
    [
        "*/5 * * * * * *",
        "0 0 2 1 * * *",
        "0 15 10 * * MON-FRI *",
        "0 0 10,14,16 * * * *",
        "0 */30 9-17 * * * *",
        "0 0 12 * * WED *",
        "0 0 0 1 JAN,JUL * 2026-2030",
        "59 59 23 * 12 SUN,SAT 2099",
        "0 1/10 * * * * *",
    ],
)
def test_documented_expressions(expression: str) -> None:
    assert codes(expression) == []


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("", "cron_fields"),
        ("0 0 2 1 * *", "cron_fields"),
        ("0 0 2 1 * * * *", "cron_fields"),
        ("60 * * * * * *", "cron_value"),
        ("0 60 * * * * *", "cron_value"),
        ("0 0 24 * * * *", "cron_value"),
        ("0 0 0 0 * * *", "cron_value"),
        ("0 0 0 32 * * *", "cron_value"),
        ("0 0 0 * 13 * *", "cron_value"),
        ("0 0 0 * 0 * *", "cron_value"),
        ("0 0 0 * FOO * *", "cron_value"),
        ("0 0 0 * * MONDAY *", "cron_value"),
        ("0 0 0 * * FRI-MON *", "cron_value"),
        ("0 0 0 * * * 1969", "cron_value"),
        ("0 0 0 * * * 2100", "cron_value"),
        ("0 9-8 * * * * *", "cron_value"),
        ("0 1-2-3 * * * * *", "cron_value"),
        ("0 */0 * * * * *", "cron_value"),
        ("0 */ * * * * *", "cron_value"),
        ("0 1,,2 * * * * *", "cron_value"),
        ("0 ? * * * * *", "cron_value"),
        ("0 ² * * * * *", "cron_value"),
        ("0 0 0 * * 1 *", "cron_weekday"),
        ("0 0 0 * * MON,2 *", "cron_weekday"),
        ("0 0 0 1 * MON *", "cron_both"),
    ],
)
def test_expressions_that_cannot_be(expression: str, code: str) -> None:
    assert codes(expression) == [code]


@given(st.text("0159*/-,MON ?", max_size=30))
def test_anything_is_judged(expression: str) -> None:
    assert set(codes(expression)) <= {"cron_fields", "cron_value", "cron_weekday", "cron_both"}
