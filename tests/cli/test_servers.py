"""`beian serve` and `beian emulator`: reachable on loopback until they are told to stop."""

import base64
import json
import re
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from beian.cli.serving import to_event
from tests.cli import worlds
from tests.cli.running import LIMIT_S, discreet, run, started
from tests.emulator.probe import is_alive, world

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(
    url: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  # loopback
    try:
        with OPENER.open(request, timeout=10) as reply:
            return reply.status, dict(reply.headers), reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


def test_requests_to_a_local_port_reach_the_handler(tmp_path: Path) -> None:
    with started(tmp_path, "serve", "--port", "0", world=worlds.FILED) as server:
        url = server.url
        status, headers, body = fetch(f"{url}/v1/eligibility?domain=www.example.cn&lang=en")
        assert (status, json.loads(body)["verdict"]) == (200, "filed")
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        posted = fetch(
            f"{url}/v1/eligibility",
            "POST",
            b'{"domains": ["example.cn"]}',
            **{"Content-Type": "application/json"},
        )
        assert [v["verdict"] for v in json.loads(posted[2])["verdicts"]] == ["filed"]
        assert fetch(f"{url}/health", "HEAD")[::2] == (200, "")
        assert fetch(f"{url}/v1/rules", "OPTIONS")[1]["Allow"] == "GET, HEAD, OPTIONS"
        assert fetch(f"{url}/nowhere")[0] == 404
        assert fetch(f"{url}/health", "PATCH")[0] == 405
        assert fetch(f"{url}/health", Host="evil.example:80")[0] == 421
        assert fetch(f"{url}/v1/eligibility", "POST", b"x", **{"Content-Length": "x"})[0] == 411
        taken = run(tmp_path, "serve", "--port", url.rpartition(":")[2])
        assert (taken.status, taken.out) == (64, "")
        assert "name another with --port" in taken.err
        whole = discreet(server.stop(signal.SIGTERM))
    assert whole.status == 0
    assert whole.out.count("curl '") == 2
    lines = whole.err.splitlines()
    assert re.fullmatch(
        r"GET /v1/eligibility\?domain=www\.example\.cn&lang=en 200 \d+ ms", lines[0]
    )
    assert lines[-1] == "beian: stopped"


def test_anonymous_requests_are_told_to_sign_in(tmp_path: Path) -> None:
    arguments = ("serve", "--port", "0", "--anonymous")
    with started(tmp_path, *arguments, world=worlds.FILED) as server:
        assert fetch(f"{server.url}/v1/eligibility")[0] == 401
        assert server.stop(signal.SIGINT).status == 0


def test_a_request_becomes_the_event_of_a_gateway() -> None:
    event = to_event(
        "POST",
        "/a%20b?x=1&x=2&flag&empty=&y=%E4%BE%8B",
        {"accept": ["a", "b"]},
        b"\xff\xfe",
        source_ip="127.0.0.1",
        identity={"secretId": "me"},
    )
    assert event["path"] == "/a%20b"
    assert event["queryString"] == {"x": ["1", "2"], "flag": True, "empty": "", "y": "例"}
    assert event["headers"] == {"accept": ["a", "b"]}
    assert (event["isBase64Encoded"], event["body"]) == (
        True,
        base64.b64encode(b"\xff\xfe").decode(),
    )
    context = event["requestContext"]
    assert isinstance(context, dict)
    assert (context["identity"], context["sourceIp"]) == ({"secretId": "me"}, "127.0.0.1")


def test_the_emulator_says_how_to_use_it(tmp_path: Path) -> None:
    (tmp_path / "w.yml").write_text(worlds.FILED, "utf-8")
    with started(tmp_path, "emulator", "w.yml") as server:
        url = server.url
        assert "beian emulator" in fetch(url)[2]
        found = run(
            tmp_path,
            *("check", "www.example.cn", "--format", "json"),
            BEIAN_ENDPOINT=url,
            BEIAN_NOW="2026-11-22T12:00:00+08:00",
            TENCENTCLOUD_REGION="ap-guangzhou",
            TENCENTCLOUD_SECRETID="AKIDacme0001",
            TENCENTCLOUD_SECRETKEY=worlds.SECRET,
            TENCENTCLOUD_SESSIONTOKEN=worlds.TOKEN,
        )
        assert found.json["verdict"] == "filed"
        whole = discreet(server.stop(signal.SIGINT))
    assert whole.status == 0
    for line in (
        f"  export BEIAN_ENDPOINT={url}",
        "  export BEIAN_NOW=2026-11-22T12:00:00+08:00",
        "  export TENCENTCLOUD_REGION=ap-guangzhou",
        "  export TENCENTCLOUD_SECRETID=AKIDacme0001",
        f'  HttpProfile(protocol="http", endpoint="{url.removeprefix("http://")}")',
    ):
        assert line in whole.out.splitlines()
    assert f"--endpoint {url}" in whole.out


def test_the_emulator_shows_secrets_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "w.yml").write_text(worlds.FILED, "utf-8")
    with started(tmp_path, "emulator", "w.yml", "--show-keys") as server:
        out = server.stop(signal.SIGTERM).out
    assert f"  export TENCENTCLOUD_SECRETKEY={worlds.SECRET}" in out.splitlines()
    assert f"  export TENCENTCLOUD_SESSIONTOKEN={worlds.TOKEN}" in out.splitlines()


def test_an_empty_world_will_do(tmp_path: Path) -> None:
    with started(tmp_path, "emulator") as server:
        assert "beian emulator" in fetch(server.url)[2]
        assert server.stop(signal.SIGTERM).status == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_emulator_runs_the_function_and_takes_it_along(
    tmp_path: Path, how: signal.Signals
) -> None:
    keys = "accounts: [{keys: [{id: AKIDf, secret: secret-of-f}]}]\n"
    (tmp_path / "w.yml").write_text(world(tmp_path, keys), "utf-8")
    pids = tmp_path / "pids"
    event = {"do": "leave a child", "path": str(pids), "s": 600}
    with started(tmp_path, "emulator", "w.yml") as server:
        endpoint = HttpProfile(protocol="http", endpoint=server.url.removeprefix("http://"))
        client = CommonClient(
            *("scf", "2018-04-16", Credential("AKIDf", "secret-of-f"), "ap-guangzhou"),
            ClientProfile(httpProfile=endpoint),
        )
        fields = {"FunctionName": "beian", "InvocationType": "Event"}
        client.call_json("Invoke", {**fields, "ClientContext": json.dumps(event)})
        deadline = time.monotonic() + LIMIT_S
        while not (pids.exists() and pids.read_text("utf-8")):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        server.stop(how)
    while any(is_alive(int(pid)) for pid in pids.read_text("utf-8").split()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
