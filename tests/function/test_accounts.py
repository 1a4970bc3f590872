"""Many accounts through one process: each with its own session, facts and memory."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beian import app
from beian.emulator import Emulator, load_world
from beian.tencent.organization import PAGE
from tests.function.runs import SMALL, UIN, Json, Run, context, environ, invoke, world

EXTERNAL_ID = "planted:external/id"
MEMBERS = [f"1000000001{n:02d}" for n in range(1, 7)]


def member(n: int, uin: str, session: str = "") -> str:
    """An account whose every datum bears its number; every other one has the packs."""
    spec = "{调用次数: 5000万次, 资源使用量: 40万GBs}"
    order = f'{{id: "order-{uin}", created: "2026-01-05 10:00:00", spec: {spec}}}'
    role = f'name: beian-reader, trusts: "{UIN}", external_id: "{EXTERNAL_ID}"{session}'
    return (
        f'  - uin: "{uin}"\n'
        f"    keys: [{{id: AKIDmember{n}, secret: planted-member-{n}}}]\n"
        f"    filing: {{websites: {n % 2}}}\n"
        f"    roles: [{{{role}}}]\n"
        f'    domains: [{{name: member{n}.cn, created: "2024-05-01", expires: "2027-05-01"}}]\n'
        f"    orders: [{order if n % 2 else ''}]\n"
    )


def group(session: str = "", rest: str = "") -> str:
    members = "".join(member(n, uin, session) for n, uin in enumerate(MEMBERS, 1))
    listed = ", ".join(f'"{uin}"' for uin in MEMBERS)
    return world() + members + f'organization: {{admin: "{UIN}", members: [{listed}]}}\n' + rest


CONFIGURED = (
    SMALL
    + f'accounts:\n  - {{uin: "{UIN}", self: true}}\n'
    + "".join(
        f'  - {{uin: "{uin}", name: member{n}, external_id: "{EXTERNAL_ID}",'
        f' role_arn: "qcs::cam::uin/{uin}:roleName/beian-reader"}}\n'
        for n, uin in enumerate(MEMBERS, 1)
    )
)
DISCOVERED = SMALL + f'organization: {{role_name: beian-reader, external_id: "{EXTERNAL_ID}"}}\n'


class Group:
    """One warm process in front of a group's world."""

    def __init__(self, emulator: Emulator, config: Path) -> None:
        self.emulator = emulator
        self.variables = environ(emulator.url, str(config))

    def ask(self, n: int) -> Run:
        event = {"op": "check", "domains": [f"www.member{n}.cn"], "account": MEMBERS[n - 1]}
        about = context(tencentcloud_uin=UIN)
        return invoke(event, about, self.variables)

    def count(self, action: str) -> int:
        return sum(call.action == action for call in self.emulator.calls)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "beian.yml"
    path.write_text(CONFIGURED, "utf-8")
    return path


@pytest.fixture
def many(config: Path) -> Iterator[Group]:
    with Emulator(load_world(group())) as emulator:
        yield Group(emulator, config)
        assert emulator.bugs == []


def expected(n: int) -> str:
    return "eligible" if n % 2 else "not_eligible"


def test_each_account_is_read_with_its_own_role(many: Group) -> None:
    for n in (1, 2):
        found = many.ask(n).answers[0]
        assert found["account"] == {"uin": MEMBERS[n - 1], "name": f"member{n}"}
        assert found["verdict"] == expected(n)
    readers = {c.account for c in many.emulator.calls if c.service not in ("sts", "organization")}
    assert readers == {MEMBERS[0], MEMBERS[1]}


def test_a_session_is_kept_until_shortly_before_it_ends(many: Group) -> None:
    many.ask(1)
    many.ask(1)
    assert many.count("AssumeRole") == 1
    many.emulator.reset(load_world(group(", session_seconds: 240")))
    app._kept.clear()
    many.ask(1)
    many.ask(1)
    assert many.count("AssumeRole") == 2


def test_a_role_that_is_not_assumed_leaves_everything_unread(config: Path) -> None:
    config.write_text(CONFIGURED.replace(EXTERNAL_ID, "another:id"), "utf-8")
    with Emulator(load_world(group())) as emulator:
        run = Group(emulator, config).ask(1)
    assert run.verdict == "503"
    problem = run.reply["problem"]
    assert isinstance(problem, dict)
    causes = {(one["cause"], one["call"], one["permission"]) for one in problem["missing"]}
    assert causes == {("not_assumed", "sts:AssumeRole", "sts:AssumeRole")}
    assert "another:id" not in run.told()


def test_members_of_the_organisation_are_found_and_strangers_are_not(config: Path) -> None:
    config.write_text(DISCOVERED, "utf-8")
    with Emulator(load_world(group())) as emulator:
        many = Group(emulator, config)
        assert many.ask(3).verdict == "eligible"
        assert many.ask(4).verdict == "not_eligible"
        assert many.count("DescribeOrganizationMembers") == 1  # remembered
        stranger = {"op": "check", "account": "100000009999"}
        run = invoke(stranger, context(tencentcloud_uin=UIN), many.variables)
        assert run.verdict == "403"


def test_an_organisation_that_cannot_be_read_has_no_members(config: Path) -> None:
    config.write_text(DISCOVERED, "utf-8")
    faults = "faults: [{on: 'organization:*', error: InternalError}]\n"
    with Emulator(load_world(group(rest=faults))) as emulator:
        assert Group(emulator, config).ask(1).verdict == "403"


def test_a_large_organisation_is_read_in_pages(config: Path) -> None:
    config.write_text(DISCOVERED, "utf-8")
    more = [f"2000000{n:04d}" for n in range(PAGE)]
    text = group().replace('members: ["', "members: [" + ", ".join(f'"{u}"' for u in more) + ', "')
    accounts = "".join(f'  - uin: "{uin}"\n' for uin in more)
    text = text.replace("organization:", f"{accounts}organization:")
    with Emulator(load_world(text)) as emulator:
        many = Group(emulator, config)
        assert many.ask(6).verdict == expected(6)
        assert many.count("DescribeOrganizationMembers") == 2


def test_members_that_do_not_add_up_are_not_believed(config: Path) -> None:
    config.write_text(DISCOVERED, "utf-8")
    for shape in ("null_list", "growing_total", "clamp_page", "no_total"):
        faults = f"faults: [{{on: 'organization:*', shape: {shape}}}]\n"
        with Emulator(load_world(group(rest=faults))) as emulator:
            assert Group(emulator, config).ask(1).verdict == "403", shape


ORDERS = st.lists(st.integers(1, len(MEMBERS)), min_size=4, max_size=12)


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(asked=ORDERS)
def test_concurrent_checks_never_mix_accounts(many: Group, asked: list[int]) -> None:
    """No datum, credential or remembered order of one account is in another's answer."""
    about = context(tencentcloud_uin=UIN)

    def ask(n: int) -> Json:
        event = {"op": "check", "domains": [f"www.member{n}.cn"], "account": MEMBERS[n - 1]}
        return app.handle(event, about)

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(4) as pool:
        for name, value in many.variables.items():
            patch.setenv(name, value)
        replies = list(pool.map(ask, asked))
    for n, reply in zip(asked, replies, strict=True):
        answer = Run(reply, 0, "").answers[0]
        assert answer["verdict"] == expected(n)
        told = json.dumps(answer)
        assert f'"uin": "{MEMBERS[n - 1]}"' in told
        others = {m for m in range(1, len(MEMBERS) + 1) if m != n}
        assert not [m for m in others if MEMBERS[m - 1] in told or f"member{m}." in told]
        assert (f"order-{MEMBERS[n - 1]}" in told) is bool(n % 2)
