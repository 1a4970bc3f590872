"""What is known of the running function, whatever the platform passes."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.context import Context, read_context
from tests.api.answers import anything

PLATFORM: dict[str, object] = {
    "request_id": "req-1",
    "time_limit_in_ms": 30000,
    "memory_limit_in_mb": 128,
    "function_name": "beian",
    "function_version": "$LATEST",
    "namespace": "default",
    "tencentcloud_region": "ap-guangzhou",
    "tencentcloud_appid": "1250000000",
    "tencentcloud_uin": 100000000001,
    "environment": '{"BEIAN_BASE_PATH": "/beian", "SCF_NAMESPACE": 7}',
}
READ = Context(
    request_id="req-1",
    time_limit_ms=30000,
    memory_mb=128,
    function_name="beian",
    function_version="$LATEST",
    namespace="default",
    region="ap-guangzhou",
    appid="1250000000",
    uin="100000000001",
    environment={"BEIAN_BASE_PATH": "/beian"},
)


@pytest.mark.parametrize("context", [PLATFORM, SimpleNamespace(**PLATFORM)])
def test_a_dict_and_an_object_say_the_same(context: object) -> None:
    assert read_context(context) == READ


@pytest.mark.parametrize("context", [{}, None, object()])
def test_what_is_absent_has_the_platforms_defaults(context: object) -> None:
    assert read_context(context) == Context()
    assert Context().time_limit_ms == 3000


@pytest.mark.parametrize(
    ("given_limit", "limit"),
    [
        (1, 1),
        ("5000", 5000),
        (900_000, 900_000),
        (10**9, 900_000),
        (0, 3000),
        (-1, 3000),
        (True, 3000),
        (2.5, 3000),
        ("", 3000),
        ("³", 3000),
        ("9" * 5000, 3000),
        (None, 3000),
    ],
)
def test_a_time_limit_is_a_positive_number_of_milliseconds(given_limit: object, limit: int) -> None:
    assert read_context({"time_limit_in_ms": given_limit}).time_limit_ms == limit


@pytest.mark.parametrize("environment", ["", "{", "[" * 100_000, "[]", "3", 3, None])
def test_a_garbled_environment_is_empty(environment: object) -> None:
    assert read_context({"environment": environment}).environment == {}


def test_an_environment_may_come_as_an_object_and_is_not_shown() -> None:
    found = read_context({"environment": {"TOKEN": "secret-1"}})
    assert found.environment == {"TOKEN": "secret-1"}
    assert "secret-1" not in repr(found)


@given(st.dictionaries(st.sampled_from(sorted(PLATFORM)), anything))
def test_nothing_that_a_platform_passes_breaks_it(context: dict[str, object]) -> None:
    assert 0 < read_context(context).time_limit_ms <= 900_000
