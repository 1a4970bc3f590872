import pytest

from beian.emulator.errors import ApiError
from beian.emulator.ratelimit import RateLimits

from .caller import ask
from .conftest import Serve

BILL = {"Month": "2026-01", "Offset": 0, "Limit": 10}


def test_the_documented_limit_holds_by_default(serve: Serve) -> None:
    emulator = serve("")
    codes = [ask(emulator, "billing:DescribeBillResourceSummary", BILL).code for _ in range(6)]
    assert codes == [""] * 5 + ["RequestLimitExceeded"]


def test_limits_count_by_action_region_and_account(serve: Serve) -> None:
    emulator = serve("limits: {'*': 1}\naccounts: [{}, {}]\n")
    other = emulator.world.accounts[1].keys[0]
    assert ask(emulator, "scf:ListCustomDomains").code == ""
    assert ask(emulator, "scf:ListCustomDomains").code == "RequestLimitExceeded"
    assert ask(emulator, "scf:ListCustomDomains", region="ap-beijing").code == ""
    assert ask(emulator, "scf:ListCustomDomains", key=other).code == ""
    assert ask(emulator, "apigateway:DescribeServicesStatus").code == ""


def test_null_lifts_a_limit_and_the_first_pattern_wins(serve: Serve) -> None:
    emulator = serve("limits: {'billing:DescribeBill*': null, 'billing:*': 0}\n")
    codes = {ask(emulator, "billing:DescribeBillResourceSummary", BILL).code for _ in range(8)}
    assert codes == {""}
    times = {"StartTime": "2026-01-01", "EndTime": "2026-02-01", "Limit": 1}
    assert ask(emulator, "billing:DescribeDealsByCond", times).code == "RequestLimitExceeded"


def test_a_reset_empties_the_windows(serve: Serve) -> None:
    emulator = serve("limits: {'*': 1}\n")
    ask(emulator, "ba:DescribeIcpRegister")
    emulator.reset()
    assert ask(emulator, "ba:DescribeIcpRegister").code == ""


def taken(limits: RateLimits, now: float) -> bool:
    try:
        limits.take("a:B", "", "1", 2, now)
    except ApiError:
        return False
    return True


def allowed(limits: RateLimits, *times: float) -> list[bool]:
    return [taken(limits, now) for now in times]


def test_the_window_slides() -> None:
    found = allowed(RateLimits({}), 0.0, 0.6, 0.9, 1.0, 1.1, 1.6)
    assert found == [True, True, False, True, False, True]


@pytest.mark.parametrize(("limit", "count"), [(None, 50), (3, 3), (0, 0)])
def test_a_world_overrides_the_documented_limit(limit: int | None, count: int) -> None:
    assert sum(allowed(RateLimits({"a:*": limit}), *[0.0] * 50)) == count
