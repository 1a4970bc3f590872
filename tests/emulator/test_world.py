"""The world file: what it may leave out, and how it is told what is wrong."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from beian.emulator import WorldError, load_world
from beian.emulator.moments import SHANGHAI

from .worlds import ACME

WHOLE = """
clock: "2026-11-22T12:00:00+08:00"
clock_skew_s: 0
home: {region: ap-guangzhou}
accounts:
  - uin: "100000000001"
    name: acme
    keys: [{id: AKIDacme0001, secret: acme-secret-0001}]
    denies: ["ba:*"]
    real_name: {verified: true, kind: enterprise}
    orders:
      - id: "20260105000001"
        product: {code: p_scf, name: 云函数 SCF}
        sub_product: {code: sp_scf_package, name: 备案资源包}
        spec: {调用次数: 5000万次, 资源使用量: 40万GBs}
        created: "2026-01-05 10:00:00"
        span: {count: 60, unit: m}
        status: 4
        action: purchase
        cost_fen: 11000
    domains:
      - {name: example.cn, real_name: Approved, created: "2024-05-01", expires: "2027-05-01"}
    bindings:
      - {service: scf, region: ap-guangzhou, domain: www.example.cn, function: web}
      - {service: apigateway, region: ap-guangzhou, domain: api.example.cn, registered: true}
    filing: {subject: true, websites: 1, order_in_progress: ""}
    roles: [{name: beian-reader, trusts: "100000000009", external_id: "k3J"}]
    declared: {anything: [1, {goes: true}]}
filings:
  example.cn: {gov: true, landed: true}
organization: {admin: "100000000009", members: ["100000000001"]}
retired: [apigateway]
limits: {"billing:DescribeDealsByCond": 20}
latency_ms: 0
faults:
  - {on: "ba:DescribeDomainIcpStatus", nth: [1, 2], error: RequestLimitExceeded}
  - {on: "billing:*", wire: truncate}
  - {on: "scf:ListCustomDomains", shape: null_list}
"""


def test_every_documented_key_is_known() -> None:
    world = load_world(WHOLE)
    (account,) = world.accounts
    assert account.declared == {"anything": [1, {"goes": True}]}
    assert account.orders[0].spec == {"调用次数": "5000万次", "资源使用量": "40万GBs"}
    assert [fault.wire for fault in world.faults] == [None, "truncate", None]
    assert world.organization is not None
    assert world.clock == datetime(2026, 11, 22, 4, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize("text", ["", "{}", "accounts: []\n", "accounts: [{}]\n", "# nothing\n"])
def test_an_empty_world_has_one_account_with_a_key(text: str) -> None:
    (account,) = load_world(text).accounts
    assert (account.uin, account.keys[0].id) == ("100000000001", "AKID100000000001")
    assert account.filing.subject
    assert account.real_name.verified
    assert account.orders == ()


def test_accounts_left_blank_differ() -> None:
    world = load_world("accounts: [{}, {}, {uin: 42000000}]\n")
    assert [a.uin for a in world.accounts] == ["100000000001", "100000000002", "42000000"]
    assert len({account.keys[0].id for account in world.accounts}) == 3


def test_defaults_of_an_order() -> None:
    world = load_world('accounts: [{orders: [{id: 1, created: "2026-01-05 10:00:00"}]}]\n')
    (order,) = world.accounts[0].orders
    assert (order.id, order.status, order.action, order.cost_fen) == ("1", 4, "purchase", 11000)
    assert (order.span.count, order.span.unit, order.pay_mode) == (60, "m", "1")
    assert order.bill is not None


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-05 10:00:00",
        '"2026-01-05 10:00:00"',
        '"2026-01-05T10:00:00"',
        '"2026-01-05T10:00:00+08:00"',
        '"2026-01-05T02:00:00Z"',
        "2026-01-05T02:00:00Z",
        '"2026-01-05 10:00:00.750"',
    ],
)
def test_times_without_a_zone_are_shanghai_times(written: str) -> None:
    world = load_world(f"clock: {written}\n")
    assert world.clock == datetime(2026, 1, 5, 10, 0, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize("written", ["2026-01-05", '"2026-01-05"'])
def test_a_day_is_its_first_second(written: str) -> None:
    assert load_world(f"clock: {written}\n").now() == datetime(2026, 1, 5, tzinfo=SHANGHAI)


def test_now_is_real_unless_the_world_has_a_clock() -> None:
    assert abs(load_world("").now() - datetime.now(timezone.utc)) < timedelta(minutes=1)


def test_days_may_be_written_bare() -> None:
    world = load_world("accounts: [{domains: [{name: a.cn, expires: 2027-05-01}]}]\n")
    assert world.accounts[0].domains[0].expires == date(2027, 5, 1)


@pytest.mark.parametrize(
    ("accounts", "websites"),
    [
        ("[{}]", [3]),
        ("[{filing: {websites: 7}}]", [7]),
        ("[{}, {domains: [{name: a.cn}]}]", [2, 3]),
        ("[{}, {bindings: [{domain: www.a.cn}]}]", [2, 3]),
        ("[{bindings: [{domain: x.a.cn}]}, {domains: [{name: a.cn}]}]", [3, 3]),
        ("[{domains: [{name: a.cn}]}, {domains: [{name: b.cn}]}]", [2, 2]),
    ],
)
def test_websites_are_the_landed_filings_that_are_not_anothers(
    accounts: str, websites: list[int]
) -> None:
    world = load_world(
        f"accounts: {accounts}\n"
        "filings: {a.cn: {landed: true}, b.cn: {landed: true}, 例子.中国: {landed: true},"
        " c.cn: {gov: true}}\n"
    )
    assert [world.websites(account) for account in world.accounts] == websites


def test_filings_are_found_by_either_form_of_a_name() -> None:
    world = load_world("filings: {例子.中国: {gov: true}}\n")
    assert world.filing("例子.中国").gov
    assert world.filing("XN--FSQU00A.xn--fiqs8s.").gov
    assert not world.filing("example.cn").gov


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("acounts: []\n", "line 1: acounts: no such key here"),
        ("\naccounts:\n  - uin: 12345\n    nmae: x\n", "line 4: accounts[0].nmae: no such key"),
        (
            "accounts:\n  - orders:\n      - {id: 1}\n",
            "line 3: accounts[0].orders[0].created: requi",
        ),
        ("clock: tomorrow\n", "line 1: clock: not a time (YYYY-MM-DD HH:MM:SS): tomorrow"),
        ("clock: 5\n", "line 1: clock: not a time"),
        ("latency_ms: -1\n", "line 1: latency_ms: "),
        ("accounts: 3\n", "line 1: accounts: "),
        ("accounts: [3]\n", "line 1: accounts[0]: "),
        ("- 1\n", "line 1: "),
        ("accounts: [{uin: acme}]\n", "accounts[0].uin: "),
        ("accounts: [{denies: [ba]}]\n", "accounts[0].denies[0]: "),
        ("accounts: [{domains: [{name: a.cn, real_name: Yes}]}]\n", "real_name: "),
        ("accounts: [{bindings: [{domain: a.cn, registered: true}]}]\n", "service: apigateway"),
        ("filings: {www.example.cn: {}}\n", "write example.cn"),
        ("filings: {com.cn: {}}\n", "com.cn is not a registrable domain"),
        ("filings:\n  a.cn: {gov: maybe}\n", "line 2: filings.a.cn.gov: "),
        ("retired: [cvm]\n", "no service cvm"),
        ("limits: {'ba:Nothing': 1}\n", "ba:Nothing matches no action"),
        ("limits: {'ba:*': -1}\n", "limits.ba:*: "),
        ("accounts: [{uin: 12345}, {uin: 12345}]\n", "uin 12345 is used twice"),
        (
            "accounts: [{keys: [{id: a, secret: b}, {id: a, secret: c}]}]\n",
            "key id a is used twice",
        ),
        (
            "accounts:\n  - roles:\n      - {name: r, trusts: '19999'}\n",
            "line 3: accounts[0].roles[0].trusts: 19999 is not in accounts",
        ),
        (
            "accounts: [{}]\norganization:\n  admin: '10000'\n  members:\n    - '19999'\n",
            "line 5: organization.members[0]: 19999 is not in accounts",
        ),
        ("organization: {members: []}\n", "organization.admin: required"),
        ("organization: {admin: hq}\n", "organization.admin: "),
        (
            "accounts: [{uin: 10000}]\norganization: {admin: 10000, members: [10000, 10000]}\n",
            "organization member 10000 is used twice",
        ),
        ("accounts: [{roles: [{name: r, trusts: acme}]}]\n", "roles[0].trusts: "),
        ("accounts: [{roles: [{name: a b, trusts: 10000}]}]\n", "roles[0].name: "),
        (
            "accounts: [{uin: 10000, roles: [{name: r, trusts: 10000}, {name: r, trusts: 10000}]}]",
            "role name r is used twice",
        ),
        ("accounts: [{roles: [{external_id: x}]}]\n", "roles[0].external_id: "),
        ("accounts: [{roles: [{session_seconds: -1}]}]\n", "roles[0].session_seconds: "),
        ("accounts: [{roles: [{denies: [ba]}]}]\n", "roles[0].denies[0]: "),
        ("accounts: [{keys: [{denies: [ba]}]}]\n", "keys[0].denies[0]: "),
        ("a: 1\nclock: 2\na: 3\n", "line 3: a: written twice"),
        ("accounts: [\n", "line 2: not YAML"),
        ("accounts: \x07\n", "not YAML"),
        ("clock: 2026-13-45\n", "not YAML"),
    ],
)
def test_what_is_wrong_is_told_by_place(text: str, said: str) -> None:
    with pytest.raises(WorldError) as refused:
        load_world(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("on: 'ba:*'", "exactly one of error, wire, shape and deliver"),
        (
            "on: 'ba:*', wire: hang, error: InternalError",
            "exactly one of error, wire, shape and deliver",
        ),
        ("on: 'ba:*', wire: slow", "faults[0].wire: "),
        ("on: 'ba:*', shape: round", "faults[0].shape: "),
        ("on: 'ba:*', error: 'no spaces here'", "faults[0].error: "),
        ("on: 'ba:*', wire: hang, nth: []", "faults[0].nth: "),
        ("on: 'ba:*', wire: hang, nth: [0]", "faults[0].nth[0]: "),
        ("on: 'ba:*', wire: hang, account: '12345'", "account 12345, which is not in accounts"),
        ("wire: hang", "faults[0].on: required"),
        ("on: 'ba:DescribeIcpRegistr', wire: hang", "did you mean ba:DescribeIcpRegister?"),
        ("on: 'finance:*', wire: hang", "matches no action"),
    ],
)
def test_a_fault_that_cannot_be(fault: str, said: str) -> None:
    with pytest.raises(WorldError) as refused:
        load_world(f"faults: [{{{fault}}}]\n")
    assert said in str(refused.value)


def test_a_role_may_trust_the_admin_of_the_organization() -> None:
    world = load_world(
        "accounts: [{roles: [{name: r, trusts: '10000'}]}]\norganization: {admin: '10000'}\n"
    )
    assert world.accounts[0].roles[0].trusts == "10000"


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(WorldError) as refused:
        load_world("latency_ms: x\nretired: [cvm]\n")
    assert len(str(refused.value).splitlines()) == 2


def test_messages_show_no_secret() -> None:
    with pytest.raises(WorldError) as refused:
        load_world("accounts: [{keys: [{id: a, secret: hush-hush, tokn: hush-token}]}]\n")
    assert "hush" not in str(refused.value)
    with pytest.raises(WorldError) as refused:
        load_world("accounts: [{roles: [{name: r, trusts: x, external_id: hush, more: hush}]}]\n")
    assert "hush" not in str(refused.value)


def test_a_world_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "acme.yml"
    path.write_text(ACME, encoding="utf-8")
    assert load_world(path) == load_world(str(path)) == load_world(ACME)


def test_a_file_is_named_in_messages(tmp_path: Path) -> None:
    path = tmp_path / "bad.yml"
    path.write_text("clok: 1\n", encoding="utf-8")
    with pytest.raises(WorldError, match=r"bad\.yml, line 1: clok: no such key here"):
        load_world(path)
    path.write_bytes(b"name: \xff\n")
    with pytest.raises(WorldError, match="save the world file as UTF-8"):
        load_world(path)
    with pytest.raises(WorldError, match=r"absent\.yml: cannot be read .* name a world file"):
        load_world(str(tmp_path / "absent.yml"))


def test_a_world_cannot_be_changed() -> None:
    world = load_world(ACME)
    with pytest.raises(ValueError, match="frozen"):
        world.latency_ms = 1  # type: ignore[misc] # that it cannot be done is the test
