"""The function end to end: recorded events, a cloud over loopback, and replies as platforms take
them."""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from beian import app
from beian.emulator import Emulator, load_world
from tests.function.runs import (
    BOUND,
    CHECK,
    IN_ORDER,
    KEY_ID,
    PACK,
    REGISTERED,
    SMALL,
    UIN,
    Json,
    Run,
    context,
    environ,
    invoke,
    planted_in,
    world,
)

EVENTS = Path(__file__).parents[2] / "events"


def recorded(name: str) -> Json:
    return cast("Json", json.loads((EVENTS / f"{name}.json").read_text("utf-8")))


def asking(domain: str | None, **parameters: str) -> Json:
    """A signed request of API Gateway."""
    named = {} if domain is None else {"domain": domain}
    return {**recorded("apigw-get"), "queryString": {**named, **parameters}}


def posting(body: object) -> Json:
    return {**recorded("apigw-post"), "body": json.dumps(body)}


class Function:
    """One warm process of the function, configured small, in front of an emulator."""

    def __init__(self, emulator: Emulator, config: Path) -> None:
        self.emulator = emulator
        self.environ = environ(emulator.url, str(config))

    def run(self, event: object, about: Json | None = None) -> Run:
        found = invoke(event, about or context(), self.environ)
        assert planted_in(found.told()) == []
        return found

    def http(self, event: object, about: Json | None = None) -> tuple[int, Json, Mapping[str, str]]:
        reply = self.run(event, about).reply
        assert set(reply) == {"isBase64Encoded", "statusCode", "headers", "body"}
        assert reply["isBase64Encoded"] is False
        headers = cast("dict[str, str]", reply["headers"])
        return cast("int", reply["statusCode"]), json.loads(str(reply["body"])), headers

    def names(self) -> list[str]:
        return [f"{call.service}:{call.action}" for call in self.emulator.calls]


class Cloud:
    def __init__(self, config: Path) -> None:
        self.config = config
        self.running: list[Emulator] = []

    def __call__(self, text: str) -> Function:
        self.running.append(Emulator(load_world(text)).start())
        return Function(self.running[-1], self.config)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Cloud]:
    config = tmp_path / "beian.yml"
    config.write_text(SMALL, "utf-8")
    cloud = Cloud(config)
    yield cloud
    for emulator in cloud.running:
        emulator.stop()
        assert emulator.bugs == []


def problem(found: tuple[int, Json, Mapping[str, str]]) -> tuple[int, str]:
    status, body, headers = found
    assert headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert body["status"] == status
    assert body["instance"] == "request-1"
    return status, str(body["type"]).removeprefix("urn:beian:problem:")


# Verdicts


@pytest.mark.parametrize("name", ["apigw-get", "apigw-stage-prefix", "apigw-flag-query"])
def test_a_recorded_request_gets_a_verdict(serve: Cloud, name: str) -> None:
    status, body, headers = serve(IN_ORDER).http(recorded(name))
    assert status == 200
    assert body["schema"] == "beian.verdict/v1"
    assert (body["verdict"], body["possible"]) == ("eligible", ["eligible"])
    assert cast("Json", body["account"])["uin"] == UIN
    assert str(body["evaluated_at"]).startswith("2026-11-22T12:00:0")
    assert headers["Content-Language"] == ("en" if name == "apigw-flag-query" else "zh-CN")


@pytest.mark.parametrize("name", ["apigw-post", "apigw-post-base64"])
def test_several_domains_read_the_account_once(serve: Cloud, name: str) -> None:
    function = serve(IN_ORDER)
    status, body, _ = function.http(recorded(name))
    verdicts = cast("list[Json]", body["verdicts"])
    assert status == 200
    assert [cast("Json", v["domain"])["asked"] for v in verdicts] == [
        "www.example.cn",
        "www.example.com",
    ]
    assert [v["verdict"] for v in verdicts] == ["eligible", "indeterminate"]
    names = function.names()
    assert names.count("ba:DescribeDomainIcpStatus") == 2
    assert names.count("ba:DescribeIcpRegister") == 1
    assert names.count("sts:GetCallerIdentity") == 1
    assert names.count("billing:DescribeDealsByCond") == 4


def test_hosts_of_one_registrable_domain_are_read_once(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    function.http(posting({"domains": ["www.example.cn", "shop.example.cn", "example.cn"]}))
    assert function.names().count("ba:DescribeDomainIcpStatus") == 1
    assert function.names().count("domain:DescribeDomainBaseInfo") == 1


def test_a_second_request_of_a_warm_process_costs_a_handful_of_calls(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    first = function.http(recorded("apigw-get"))[1]
    function.emulator.reset()
    second = function.http(recorded("apigw-get"))[1]
    assert len(function.emulator.calls) <= 8
    assert second["verdict"] == first["verdict"] == "eligible"
    assert second["verdict_id"] != first["verdict_id"]


@pytest.mark.parametrize("name", ["invoke-check", "invoke-account"])
def test_a_direct_invoke_gets_plain_json(serve: Cloud, name: str) -> None:
    found = serve(IN_ORDER).run(recorded(name))
    assert found.reply["ok"] is True
    assert found.verdict == "eligible"


def test_without_a_domain_nothing_of_domains_is_read(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    status, body, _ = function.http(asking(None))
    assert (status, body["verdict"], body["domain"]) == (200, "eligible", None)
    services = {name.partition(":")[0] for name in function.names()}
    assert services == {"sts", "billing", "ba"}
    assert "ba:DescribeDomainIcpStatus" not in function.names()


@pytest.mark.parametrize(
    "domain", ["service-1-1250000000.gz.apigw.tencentcs.com", "1250000000-a.ap-x.tencentscf.com"]
)
def test_a_default_domain_is_answered_without_any_call(serve: Cloud, domain: str) -> None:
    function = serve(IN_ORDER)
    status, body, _ = function.http(asking(domain))
    assert (status, body["verdict"]) == (200, "not_required")
    assert function.emulator.calls == []


def test_a_default_domain_needs_no_credential(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    function.environ = environ(function.emulator.url, str(serve.config), TENCENTCLOUD_SECRETID="")
    status, body, _ = function.http(asking("a.gz.apigw.tencentcs.com"))
    assert (status, body["verdict"]) == (200, "not_required")


def test_a_declaration_counts_and_shows(serve: Cloud) -> None:
    declared = {"domains": {"example.cn": {"real_name": True, "expires": "2028-01-01"}}}
    event = posting({"domains": ["www.example.cn"], "declared": declared})
    _, body, _ = serve(world(PACK + BOUND)).http(event)
    (answer,) = cast("list[Json]", body["verdicts"])
    assert answer["verdict"] == "eligible"
    assert {"name": "declared.domains.example.cn.real_name", "value": "True"} in cast(
        "list[Json]", answer["assumptions"]
    )


def test_a_declared_pack_is_found_though_the_process_is_warm(serve: Cloud) -> None:
    """What a warm process remembers of orders was chosen without the declaration."""
    plain = "product: {code: p_x, name: 资源包}, sub_product: {code: x, name: 套餐}"
    orders = f'orders: [{{id: "77", created: "2026-01-05 10:00:00", {plain}}}]\n'
    function = serve(world(orders + REGISTERED + BOUND))
    assert function.run(CHECK).verdict == "not_eligible"
    assert function.run({**CHECK, "declared": {"pack_orders": ["77"]}}).verdict == "eligible"
    assert function.run(CHECK).verdict == "not_eligible"


def test_the_time_limit_of_the_platform_is_kept(serve: Cloud) -> None:
    slow = IN_ORDER + "faults: [{on: '*', wire: hang}]\n"
    found = serve(slow).run(CHECK, context(1000))
    assert found.verdict == "503"
    assert 0.4 < found.seconds < 1.5


def test_a_request_is_answered_within_the_budget_of_the_configuration(serve: Cloud) -> None:
    """API Gateway gives up long before a function has to; who invokes it directly waits for it."""
    serve.config.write_text(SMALL + "budget_seconds: 0.4\n", "utf-8")
    function = serve(IN_ORDER + "faults: [{on: 'ba:*', wire: hang}]\n")
    began = time.monotonic()
    status, body, _ = function.http(asking("www.example.cn"), context(60_000))
    assert (status, body["verdict"]) == (200, "indeterminate")
    assert 0.3 < time.monotonic() - began < 1.4
    assert 1.4 < function.run(CHECK, context(2000)).seconds < 2.5


def test_the_region_of_the_function_is_where_a_domain_is_meant_to_be_served(serve: Cloud) -> None:
    function = serve(world(PACK + REGISTERED))
    assert function.run(CHECK, context(region="ap-guangzhou")).verdict == "eligible"
    assert function.run(CHECK, context(region="ap-hongkong")).verdict == "not_required"
    assert function.run(CHECK, context(region="xx-nowhere")).verdict == "indeterminate"


# Refusals


@pytest.mark.parametrize("name", ["apigw-anonymous", "url-get", "url-post"])
def test_the_anonymous_are_refused(serve: Cloud, name: str) -> None:
    function = serve(IN_ORDER)
    found = function.http(recorded(name))
    assert problem(found) == (401, "unauthenticated")
    assert "WWW-Authenticate" in found[2]
    assert function.emulator.calls == []


def test_another_account_is_refused_before_anything_is_read(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    about = context(tencentcloud_uin=UIN)
    found = function.http(asking("www.example.cn", account="100000000002"), about)
    assert problem(found) == (403, "forbidden")
    assert function.emulator.calls == []
    own = asking("www.example.cn", account=UIN)
    assert function.http(own, about)[0] == 200


def test_another_account_is_refused_though_the_platform_names_none(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    found = function.http(asking("www.example.cn", account="100000000002"))
    assert problem(found) == (403, "forbidden")
    assert function.http(asking("www.example.cn", account=UIN))[0] == 200


@pytest.mark.parametrize(
    "domain",
    ["", "not a domain", "http://www.example.cn/", "192.0.2.1", "com.cn", "-.cn", "a" * 99],
)
def test_what_is_no_domain_is_refused_by_name(serve: Cloud, domain: str) -> None:
    function = serve(IN_ORDER)
    found = function.http(asking(domain))
    assert problem(found) == (422, "invalid-input")
    (error,) = cast("list[Json]", found[1]["errors"])
    assert error["field"] == "domain"
    assert function.emulator.calls == []


def test_of_many_domains_the_bad_one_is_named(serve: Cloud) -> None:
    found = serve(IN_ORDER).http(posting({"domains": ["example.cn", "a b"]}))
    assert problem(found) == (422, "invalid-input")
    (error,) = cast("list[Json]", found[1]["errors"])
    assert error["field"] == "domains[1]"


def test_what_is_no_region_is_refused_by_name(serve: Cloud) -> None:
    found = serve(IN_ORDER).http(asking("www.example.cn", region="Guangzhou!"))
    assert problem(found) == (422, "invalid-input")
    (error,) = cast("list[Json]", found[1]["errors"])
    assert error["field"] == "region"


def nothing_readable(function: Function) -> list[Json]:
    found = function.http(asking("www.example.cn"))
    assert problem(found) == (503, "nothing-readable")
    assert int(found[2]["Retry-After"]) > 0
    return cast("list[Json]", found[1]["missing"])


def test_a_wrong_key_is_unavailable(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    function.environ["TENCENTCLOUD_SECRETKEY"] = "wrong"
    assert {m["cause"] for m in nothing_readable(function)} == {"not_signed_in"}


def test_no_credential_is_unavailable(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    del function.environ["TENCENTCLOUD_SECRETKEY"]
    missing = nothing_readable(function)
    assert {m["cause"] for m in missing} == {"not_signed_in"}
    assert {m["call"] for m in missing} >= {"scf:ListCustomDomains", "billing:DescribeDealsByCond"}
    assert function.emulator.calls == []


def test_everything_denied_is_unavailable_and_names_the_permissions(serve: Cloud) -> None:
    missing = nothing_readable(serve(world('denies: ["*"]')))
    assert {m["permission"] for m in missing} >= {
        "finance:DescribeDealsByCond",
        "scf:ListCustomDomains",
        "ba:DescribeDomainIcpStatus",
    }


def test_a_cloud_that_is_not_there_is_unavailable(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    function.emulator.stop()
    assert {m["cause"] for m in nothing_readable(function)} == {"unreachable"}


def test_one_fact_that_was_read_is_a_verdict(serve: Cloud) -> None:
    denied = 'denies: ["billing:*", "scf:*", "apigateway:*", "domain:*", "ba:DescribeIcpRegister"]'
    status, body, _ = serve(world(denied)).http(asking("www.example.cn"))
    assert (status, body["verdict"]) == (200, "indeterminate")


def test_a_timer_is_told_that_no_sweep_is_configured(serve: Cloud) -> None:
    function = serve(IN_ORDER)
    reply = function.run(recorded("timer")).reply
    assert reply["ok"] is False
    assert cast("Json", reply["problem"])["type"] == "urn:beian:problem:no-sweep"
    assert function.emulator.calls == []


# Bugs and bad settings


def broken(*_: object) -> list[object]:
    raise ZeroDivisionError("planted-secret-0001 in a message")


@pytest.mark.parametrize("event", ["apigw-get", "invoke-check"])
def test_a_bug_is_a_problem_that_says_nothing_of_it(
    serve: Cloud, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    monkeypatch.setattr(app, "check", broken)
    function = serve(IN_ORDER)
    found = function.run(recorded(event))
    reply = found.reply
    body = cast("Json", reply.get("problem") or json.loads(str(reply["body"])))
    assert (body["status"], body["type"]) == (500, "urn:beian:problem:internal")
    assert ("statusCode" in found.reply) is (event == "apigw-get")
    assert "ZeroDivisionError" not in json.dumps(found.reply)
    logged = [json.loads(line) for line in set(found.written.splitlines())]
    (bug,) = [line for line in logged if line["level"] == "error"]
    assert (bug["error"], bug["message"]) == ("ZeroDivisionError", "")
    assert "test_handler.py" in bug["where"][-1]


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1:8080", "https://127.0.0.1:1", "http://evil.example:80", "127.0.0.1:1"]
)
def test_keys_are_not_lured_to_another_host(serve: Cloud, url: str) -> None:
    function = serve(IN_ORDER)
    function.environ["BEIAN_ENDPOINT"] = url
    found = function.run(recorded("apigw-get"))
    assert found.reply["statusCode"] == 500
    assert "BEIAN_ENDPOINT must be http://127.0.0.1:PORT" in found.written
    assert function.emulator.calls == []


def test_a_configuration_that_does_not_fit_is_logged_with_its_place(serve: Cloud) -> None:
    serve.config.write_text("polcy: {}\n", "utf-8")
    found = serve(IN_ORDER).run(recorded("apigw-get"))
    assert found.reply["statusCode"] == 500
    assert f"{serve.config}:1: polcy:" in found.written


def test_the_clock_is_set_only_beside_the_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEIAN_NOW", "2030-01-01T00:00:00+08:00")
    default = asking("a.gz.apigw.tencentcs.com")
    found = invoke(default, context(), {"BEIAN_NOW": "2030-01-01T00:00:00+08:00"})
    body = json.loads(str(found.reply["body"]))
    assert body["verdict"] == "not_required"
    assert not str(body["evaluated_at"]).startswith("2030")


def test_credentials_are_read_at_each_invocation(serve: Cloud) -> None:
    two = IN_ORDER.replace(
        f"keys: [{{id: {KEY_ID}",
        f"keys: [{{id: AKIDnext0001, secret: next-secret-0001, token: next-token}}, {{id: {KEY_ID}",
    )
    function = serve(two)
    assert function.run(CHECK).verdict == "eligible"
    function.environ.update(
        TENCENTCLOUD_SECRETID="AKIDnext0001",
        TENCENTCLOUD_SECRETKEY="next-secret-0001",
        TENCENTCLOUD_SESSIONTOKEN="next-token",
    )
    function.emulator.reset()
    found = function.run(CHECK)
    assert found.verdict == "eligible"
    assert "sts:GetCallerIdentity" in function.names()
    assert "next-secret-0001" not in found.told()


def test_another_endpoint_is_another_process(serve: Cloud) -> None:
    first, second = serve(IN_ORDER), serve(world(REGISTERED + BOUND))
    assert first.run(CHECK).verdict == "eligible"
    assert second.run(CHECK).verdict == "not_eligible"
