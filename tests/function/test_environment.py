"""What the process's environment may say, and what it may not."""

from datetime import datetime, timedelta, timezone

import pytest

from beian.environment import BadEnvironment, clock, credential, endpoint
from beian.tencent.transport import Credential

ROLE = {
    "TENCENTCLOUD_SECRETID": "id",
    "TENCENTCLOUD_SECRETKEY": "key",
    "TENCENTCLOUD_SESSIONTOKEN": "token",
}
LAPTOP = {"TENCENTCLOUD_SECRET_ID": "my-id", "TENCENTCLOUD_SECRET_KEY": "my-key"}
HERE = "http://127.0.0.1:8080"


def test_the_role_of_the_function_comes_first() -> None:
    assert credential({**LAPTOP, **ROLE}) == Credential("id", "key", "token")


def test_the_names_of_the_sdk_count_too() -> None:
    assert credential(LAPTOP) == Credential("my-id", "my-key", "")
    assert credential({**LAPTOP, "TENCENTCLOUD_TOKEN": "t"}) == Credential("my-id", "my-key", "t")


@pytest.mark.parametrize("half", [{}, *({name: "x"} for name in (*ROLE, *LAPTOP))])
def test_half_a_credential_is_none(half: dict[str, str]) -> None:
    assert credential(half) is None


def test_half_of_one_and_half_of_another_are_none() -> None:
    both = {"TENCENTCLOUD_SECRETID": "id", "TENCENTCLOUD_SECRET_KEY": "my-key"}
    assert credential(both) is None


def test_what_was_pasted_with_spaces_is_trimmed() -> None:
    assert credential({name: f" {value}\n" for name, value in ROLE.items()}) == Credential(
        "id", "key", "token"
    )
    assert credential({**ROLE, "TENCENTCLOUD_SECRETKEY": "  "}) is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (HERE, "127.0.0.1:8080"),
        ("http://127.8.9.1:80/", "127.8.9.1:80"),
        ("http://localhost:9", "localhost:9"),
        ("http://[::1]:8080", "[::1]:8080"),
    ],
)
def test_an_endpoint_on_loopback_is_taken(url: str, host: str) -> None:
    assert endpoint({"BEIAN_ENDPOINT": url}) == host


def test_without_an_endpoint_there_is_none() -> None:
    assert endpoint({}) is None
    assert endpoint({"BEIAN_ENDPOINT": ""}) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1:8080",
        "http://0.0.0.0:8080",
        "http://[2001:db8::1]:8080",
        "http://tencentcloudapi.com:80",
        "http://localhost.example:8080",
        "http://127.0.0.1.example:8080",
        "http://127.0.0.1@192.0.2.1:8080",
        "http://192.0.2.1@127.0.0.1:8080",
        "http://:pass@127.0.0.1:8080",
        "http://127.1:8080",
        "http://2130706433:8080",
        "https://127.0.0.1:8080",
        "ftp://127.0.0.1:8080",
        "http://127.0.0.1",
        "http://127.0.0.1:0",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:port",
        "http://127.0.0.1:8080/path",
        "http://[::1",
        "http://:8080",
        "127.0.0.1:8080",
        "//127.0.0.1:8080",
        " ",
    ],
)
def test_any_other_endpoint_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(BadEnvironment, match="BEIAN_ENDPOINT must be") as caught:
        endpoint({"BEIAN_ENDPOINT": url})
    assert url.strip() in ("", "http://127.0.0.1") or url not in str(caught.value)


def test_the_clock_is_the_real_one() -> None:
    for environ in ({}, {"BEIAN_ENDPOINT": HERE}, {"BEIAN_NOW": "2030-01-01T00:00:00Z"}):
        now = clock(environ)()
        assert abs(now - datetime.now(timezone.utc)) < timedelta(seconds=5)
        assert now.tzinfo is not None


@pytest.mark.parametrize("text", ["2030-01-01T00:00:00Z", " 2030-01-01T08:00:00+08:00 "])
def test_beside_an_endpoint_the_clock_starts_where_it_is_told_and_goes_on(text: str) -> None:
    start = datetime(2030, 1, 1, tzinfo=timezone.utc)
    now = clock({"BEIAN_ENDPOINT": HERE, "BEIAN_NOW": text})
    first = now()
    second = now()
    assert start <= first <= second < start + timedelta(seconds=5)


@pytest.mark.parametrize("text", ["2030-01-01T00:00:00", "tomorrow", "2030-13-01T00:00:00Z"])
def test_a_time_without_a_zone_or_none_at_all_is_refused(text: str) -> None:
    with pytest.raises(BadEnvironment, match="BEIAN_NOW must be") as caught:
        clock({"BEIAN_ENDPOINT": HERE, "BEIAN_NOW": text})
    assert text not in str(caught.value)
