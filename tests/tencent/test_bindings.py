"""Where domains are bound: every page of every list, and products that are no longer there."""

import json
import socket
from collections.abc import Callable

import pytest

from beian.facts import Binding, Cause, Fact, Known, Place, Unreadable
from beian.tencent.bindings import is_retired, read_custom_domains, read_gateway_domains
from beian.tencent.errors import Refused, Retired, Unreachable, from_code, from_exception
from beian.tencent.transport import Deadline, Transport, Wire
from tests.tencent.canned import canned
from tests.tencent.rig import KEY, NOW, Rig, world
from tests.tencent.test_errors import resolution

Start = Callable[[str], Rig]
Read = Callable[[Transport, str], Place]
BOTH = pytest.mark.parametrize("read", [read_custom_domains, read_gateway_domains])
HOME = "ap-guangzhou"


def bound(*bindings: str) -> str:
    return "bindings:\n" + "".join(f"  - {{{line}}}\n" for line in bindings)


def hosts(place: Place) -> tuple[Binding, ...]:
    assert isinstance(place.bindings, Known)
    return place.bindings.value


def unread(place: Place) -> Unreadable:
    fact: Fact[tuple[Binding, ...]] = place.bindings
    assert isinstance(fact, Unreadable)
    return fact


def test_the_custom_domains_of_a_region(rig: Start) -> None:
    one = rig(
        world(
            bound(
                "domain: www.example.cn",
                "domain: WWW.例子.中国",
                "domain: hk.example.cn, region: ap-hongkong",
                "service: apigateway, domain: api.example.cn",
            )
        )
    )
    place = read_custom_domains(one.transport(), HOME)
    assert (place.product, place.region) == ("scf", HOME)
    assert hosts(place) == (Binding("www.example.cn"), Binding("www.xn--fsqu00a.xn--fiqs8s"))
    assert isinstance(place.bindings, Known)
    (shown,) = place.bindings.evidence
    assert (shown.call, shown.region, shown.read_at) == ("scf:ListCustomDomains", HOME, NOW)
    assert shown.values == {"total": 2}
    assert shown.request_id == one.emulator.calls[0].request_id
    assert one.emulator.calls[0].params == {"Offset": 0, "Limit": 100}


def test_every_service_of_the_gateway_is_asked_for_its_domains(rig: Start) -> None:
    one = rig(
        world(
            bound(
                "service: apigateway, domain: api.example.cn, function: a, registered: true",
                "service: apigateway, domain: old.example.cn, function: a, registered: false",
                "service: apigateway, domain: new.example.cn, function: b",
            ),
            "filings: {example.cn: {gov: true, landed: true}}",
        )
    )
    place = read_gateway_domains(one.transport(), HOME)
    assert set(hosts(place)) == {
        Binding("api.example.cn", registered=True),
        Binding("old.example.cn", registered=False),
        Binding("new.example.cn", registered=True),
    }
    assert isinstance(place.bindings, Known)
    assert [shown.call for shown in place.bindings.evidence] == [
        "apigateway:DescribeServicesStatus",
        "apigateway:DescribeServiceSubDomains",
        "apigateway:DescribeServiceSubDomains",
    ]


def test_without_services_no_domains_are_asked_for(rig: Start) -> None:
    one = rig(world())
    assert hosts(read_gateway_domains(one.transport(), HOME)) == ()
    assert set(one.counts()) == {"apigateway:DescribeServicesStatus"}


# Pages


def crowd(service: str, count: int = 250) -> str:
    lines = (f"service: {service}, domain: h{n}.example.cn" for n in range(count))
    return bound(*lines)


@pytest.mark.parametrize(
    ("service", "read"), [("scf", read_custom_domains), ("apigateway", read_gateway_domains)]
)
def test_every_page_is_read(rig: Start, service: str, read: Read) -> None:
    one = rig(world(crowd(service)))
    assert len(set(hosts(read(one.transport(), HOME)))) == 250
    offsets = [c.params["Offset"] for c in one.emulator.calls if "Status" not in c.action]
    assert offsets == [0, 100, 200]


@pytest.mark.parametrize(
    ("service", "read"), [("scf", read_custom_domains), ("apigateway", read_gateway_domains)]
)
def test_a_clamped_page_goes_on_after_what_came(rig: Start, service: str, read: Read) -> None:
    faults = f"faults: [{{on: '{service}:*', shape: clamp_page}}]"
    one = rig(world(crowd(service, 3), faults))
    assert {b.host for b in hosts(read(one.transport(), HOME))} == {
        f"h{n}.example.cn" for n in range(3)
    }


@pytest.mark.parametrize("shape", ["growing_total", "no_total", "null_list"])
@pytest.mark.parametrize("action", ["ListCustomDomains", "DescribeServicesStatus"])
def test_a_list_without_its_end_is_unreadable(rig: Start, action: str, shape: str) -> None:
    faults = f"faults: [{{on: '*:{action}', shape: {shape}}}]"
    service = "scf" if action == "ListCustomDomains" else "apigateway"
    read = read_custom_domains if service == "scf" else read_gateway_domains
    found = unread(read(rig(world(crowd(service, 3), faults)).transport(), HOME))
    assert (found.cause, found.region) == (Cause.BROKEN_REPLY, HOME)
    assert found.call == f"{service}:{action}"


@pytest.mark.parametrize("shape", ["growing_total", "no_total", "null_list"])
def test_a_service_whose_domains_are_cut_is_unreadable(rig: Start, shape: str) -> None:
    faults = f"faults: [{{on: 'apigateway:DescribeServiceSubDomains', shape: {shape}}}]"
    found = unread(
        read_gateway_domains(rig(world(crowd("apigateway", 3), faults)).transport(), HOME)
    )
    assert found.call == "apigateway:DescribeServiceSubDomains"
    assert found.permission == "apigw:DescribeServiceSubDomains"


@BOTH
def test_null_is_an_empty_list_where_the_total_says_so(rig: Start, read: Read) -> None:
    one = rig(world(rest="faults: [{on: '*', shape: null_list}]"))
    assert hosts(read(one.transport(), HOME)) == ()


def test_a_filing_that_the_gateway_does_not_tell_is_not_told() -> None:
    services = {"Result": {"ServiceSet": [{"ServiceId": "s"}], "TotalCount": 1}}
    domains = {"Result": {"DomainSet": [{"DomainName": "a.cn"}], "TotalCount": 1}}
    both = {"RequestId": "r", "Result": {**services["Result"], **domains["Result"]}}
    with canned(json.dumps({"Response": both}).encode()) as endpoint:
        calls = Transport(Wire(endpoint), KEY, Deadline(1), lambda: NOW)
        assert hosts(read_gateway_domains(calls, HOME)) == (Binding("a.cn", None),)


def test_a_bound_name_that_is_no_host_hides_nothing_else() -> None:
    domains = [{"Domain": "*.Example.cn"}, {"Domain": "www.example.cn"}]
    body = {"Response": {"RequestId": "r", "Total": 2, "Domains": domains}}
    with canned(json.dumps(body).encode()) as endpoint:
        calls = Transport(Wire(endpoint), KEY, Deadline(1), lambda: NOW)
        assert [b.host for b in hosts(read_custom_domains(calls, HOME))] == [
            "*.example.cn",
            "www.example.cn",
        ]


# Products that are not there


@pytest.mark.parametrize("code", ["ActionOffline", "NoSuchProduct", "NoSuchVersion"])
def test_a_retired_gateway_serves_nothing_and_says_so(rig: Start, code: str) -> None:
    one = rig(world(crowd("apigateway", 2), f"faults: [{{on: 'apigateway:*', error: {code}}}]"))
    place = read_gateway_domains(one.transport(), HOME)
    assert hosts(place) == ()
    assert isinstance(place.bindings, Known)
    (shown,) = place.bindings.evidence
    assert (shown.call, shown.region) == ("apigateway:DescribeServicesStatus", HOME)
    assert shown.values == {"retired": code}
    assert shown.request_id == one.emulator.calls[0].request_id
    assert len(one.emulator.calls) == 1


def test_a_world_may_retire_the_gateway(rig: Start) -> None:
    one = rig(world(rest="retired: [apigateway]"))
    place = read_gateway_domains(one.transport(), HOME)
    assert isinstance(place.bindings, Known)
    assert place.bindings.evidence[0].values.keys() == {"retired"}


def test_a_gateway_retired_between_two_reads_serves_nothing(rig: Start) -> None:
    faults = "faults: [{on: 'apigateway:DescribeServiceSubDomains', error: ActionOffline}]"
    place = read_gateway_domains(rig(world(crowd("apigateway", 2), faults)).transport(), HOME)
    assert hosts(place) == ()
    assert isinstance(place.bindings, Known)
    assert place.bindings.evidence[0].call == "apigateway:DescribeServiceSubDomains"


@BOTH
def test_a_region_without_the_product_holds_nothing(rig: Start, read: Read) -> None:
    one = rig(world(rest="faults: [{on: '*', error: UnsupportedRegion}]"))
    place = read(one.transport(), "sa-saopaulo")
    assert hosts(place) == ()
    assert isinstance(place.bindings, Known)
    assert place.bindings.evidence[0].values == {"retired": "UnsupportedRegion"}


@pytest.mark.parametrize("code", ["ActionOffline", "NoSuchProduct"])
def test_scf_is_never_retired(rig: Start, code: str) -> None:
    """It is the living source of bindings: its silence is not an answer."""
    one = rig(world(rest=f"faults: [{{on: 'scf:*', error: {code}}}]"))
    found = unread(read_custom_domains(one.transport(), HOME))
    assert (found.cause, found.code) == (Cause.RETIRED, code)


@BOTH
@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("error: UnauthorizedOperation", Cause.DENIED),
        ("error: AuthFailure.SignatureExpire", Cause.NOT_SIGNED_IN),
        ("error: RequestLimitExceeded", Cause.THROTTLED),
        ("error: ResourceNotFound", Cause.REFUSED),
        ("wire: reset", Cause.UNREACHABLE),
        ("wire: html", Cause.BROKEN_REPLY),
        ("wire: no_request_id", Cause.BROKEN_REPLY),
    ],
)
def test_any_other_failure_is_unreadable(rig: Start, read: Read, fault: str, cause: Cause) -> None:
    one = rig(world(crowd("scf", 1), f"faults: [{{on: '*', {fault}}}]"))
    found = unread(read(one.transport(0.3), HOME))
    assert (found.cause, found.region) == (cause, HOME)


@BOTH
def test_nothing_that_listens_is_not_retired(read: Read) -> None:
    """A route or a firewall of ours may refuse; the platform has said nothing."""
    with canned(b"") as endpoint:
        pass
    calls = Transport(Wire(endpoint), KEY, Deadline(0.3), lambda: NOW)
    assert unread(read(calls, HOME)).cause is Cause.UNREACHABLE


def test_a_name_that_is_gone_is_retired() -> None:
    assert is_retired(from_exception(resolution(socket.EAI_NONAME)))
    assert not is_retired(from_exception(resolution(socket.EAI_AGAIN)))
    assert not is_retired(Unreachable())
    assert is_retired(Retired("ActionOffline"))
    assert is_retired(from_code("UnsupportedRegion"))
    assert not is_retired(Refused("FailedOperation"))
