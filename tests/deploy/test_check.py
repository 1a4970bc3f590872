"""`beian deploy-check`, as a process of its own: each thing that it looks at, in order and not."""

import hashlib
import os
import string
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from beian.deploy.outcomes import CHECKS, OUTCOMES, STATES
from beian.texts import LANGS
from tests.cli.running import Command, Run, run, run_all, written
from tests.cli.worlds import SECRET
from tests.deploy.files import TEXT, changed, without_gateway
from tests.deploy.project import ACCOUNT, KEY, VARIABLES, WORLD, ZIP, ready


def deploy_check(folder: Path, *arguments: str, world: str | None = WORLD, **more: str) -> Run:
    return run(folder, "deploy-check", *arguments, world=world, **{**VARIABLES, **more})


def states(found: Run) -> dict[str, str]:
    return {one["check"]: one["state"] for one in found.json["checks"]}


def test_what_is_ready_is_said_to_be(tmp_path: Path) -> None:
    ready(tmp_path)
    asked = ("deploy-check", "--lang")
    both = [Command(tmp_path, (*asked, lang), WORLD, variables=VARIABLES) for lang in LANGS]
    for found, last in zip(run_all(*both), ("执行角色", "execution role"), strict=True):
        assert (found.status, found.err) == (0, "")
        lines = found.out.splitlines()
        assert len(lines) == 8
        assert last in lines[-1]
        assert "beian-function" in lines[-1]


def test_as_json(tmp_path: Path) -> None:
    ready(tmp_path)
    found = deploy_check(tmp_path, "--format", "json")
    assert states(found) == {
        "package": "ok",
        "folder": "ok",
        "file": "ok",
        "names": "ok",
        "config": "ok",
        "credential": "ok",
        "deployer": "ok",
        "role": "look",
    }
    assert set(found.json["checks"][0]) == {"check", "state", "code", "message", "details"}


def no_zip(folder: Path) -> None:
    (folder / ZIP).unlink()


def old_zip(folder: Path) -> None:
    source = folder / "handler.py"
    source.write_text("", "utf-8")
    later = time.time() + 60
    os.utime(source, (later, later))


def no_folder(folder: Path) -> None:
    (folder / "dist" / "function").rename(folder / "dist" / "elsewhere")


def another_folder(folder: Path) -> None:
    (folder / "dist" / "function" / "handler.py").write_text("changed", "utf-8")


def no_config(folder: Path) -> None:
    (folder / "dist" / "function" / "beian.yml").unlink()


def bad_config(folder: Path) -> None:
    (folder / "dist" / "function" / "beian.yml").write_text("regions: []\n", "utf-8")


def undeclared(folder: Path) -> None:
    (folder / "dist" / "function" / "beian.yml").write_text("{}\n", "utf-8")


def unconfigured(folder: Path) -> None:
    text = changed(("      BEIAN_CONFIG: ", "      # "), text=without_gateway())
    (folder / "serverless.yml").write_text(text, "utf-8")
    (folder / "dist" / "function" / "beian.yml").unlink()


def broken_file(folder: Path) -> None:
    text = without_gateway(changed(("memorySize: 512", "memorySize: 500")))
    (folder / "serverless.yml").write_text(text, "utf-8")


def another_account(folder: Path) -> None:
    config = 'accounts: [{uin: "100000000009", self: true}]\nfunction_url: {cam: true}\n'
    (folder / "dist" / "function" / "beian.yml").write_text(config, "utf-8")


@pytest.mark.parametrize(
    ("damage", "failed", "remedy"),
    [
        (no_zip, {"package"}, "run beian package"),
        (old_zip, {"package"}, "handler.py"),
        (no_folder, {"folder", "config"}, "python3 -m zipfile -e"),
        (another_folder, {"folder"}, "unpack it again"),
        (no_config, {"config"}, "cp beian.yml"),
        (bad_config, {"config"}, "beian.yml:1: regions"),
        (undeclared, {"file"}, "function_url: {cam: true}"),
        (unconfigured, {"file"}, "function_url: {cam: true}"),
        (broken_file, {"file"}, "multiple of 128"),
        (another_account, {"credential"}, "100000000009"),
    ],
)
def test_what_is_wrong_fails_with_its_remedy(
    tmp_path: Path, damage: Callable[[Path], None], failed: set[str], remedy: str
) -> None:
    ready(tmp_path)
    damage(tmp_path)
    found = deploy_check(tmp_path, "--format", "json", "--lang", "en")
    assert found.status == 1
    assert {name for name, state in states(found).items() if state == "failed"} == failed
    said = [
        line
        for one in found.json["checks"]
        if one["state"] == "failed"
        for line in (one["message"], *one["details"])
    ]
    assert any(remedy in line for line in said), said


def test_region_role_and_variables_are_named(tmp_path: Path) -> None:
    ready(tmp_path)
    found = deploy_check(tmp_path, "--lang", "en", TENCENTCLOUD_REGION="", BEIAN_STORE="")
    assert found.status == 1
    assert "export TENCENTCLOUD_REGION=" in found.out
    assert "export BEIAN_STORE=" in found.out
    assert "name, region or role are not given" in found.out


@pytest.mark.parametrize(
    ("world", "state", "status"),
    [
        (f'{ACCOUNT}    denies: ["sts:*"]\n', "failed", 1),
        (f'{ACCOUNT}faults: [{{on: "sts:*", error: InternalError}}]\n', "unknown", 2),
    ],
)
def test_a_credential_that_does_not_work(
    tmp_path: Path, world: str, state: str, status: int
) -> None:
    ready(tmp_path)
    found = deploy_check(tmp_path, "--format", "json", world=world)
    assert (states(found)["credential"], found.status) == (state, status)


def test_no_credential_is_told(tmp_path: Path) -> None:
    ready(tmp_path)
    found = deploy_check(tmp_path, "--lang", "en", world=None)
    assert found.status == 1
    assert "export TENCENTCLOUD_SECRET_ID=" in found.out


@pytest.mark.parametrize(("key", "state"), [("", "look"), (KEY, "ok"), ("AKIDother", "failed")])
def test_the_deployer_uses_the_same_account(tmp_path: Path, key: str, state: str) -> None:
    ready(tmp_path)
    found = deploy_check(tmp_path, "--format", "json", TENCENT_SECRET_ID=key)
    assert states(found)["deployer"] == state
    assert KEY not in found.out


@pytest.mark.parametrize(
    ("rest", "state", "status"),
    [
        ("", "failed", 1),
        ("retired: [apigateway]\n", "failed", 1),
        ('faults: [{on: "apigateway:*", error: InternalError}]\n', "unknown", 2),
    ],
)
def test_a_gateway_that_is_not_there(tmp_path: Path, rest: str, state: str, status: int) -> None:
    ready(tmp_path, TEXT)
    found = deploy_check(tmp_path, "--format", "json", world=f"{ACCOUNT}{rest}")
    assert (states(found)["gateway"], found.status) == (state, status)
    if state == "failed":
        assert "sed -i" in found.out


def test_a_gateway_that_is_there(tmp_path: Path) -> None:
    ready(tmp_path, TEXT)
    service = hashlib.sha256(b"100000000001/ap-guangzhou/web").hexdigest()[:8]  # the emulator's
    world = f"{ACCOUNT}    bindings: [{{service: apigateway, domain: api.example.cn}}]\n"
    asked = {"world": world, "BEIAN_GATEWAY_SERVICE": f"service-{service}"}
    assert states(deploy_check(tmp_path, "--format", "json", **asked))["gateway"] == "ok"


def test_a_configuration_in_cos_is_left_to_its_reader(tmp_path: Path) -> None:
    place = "cos://beian-1250000000/beian.yml?region=ap-guangzhou"
    ready(tmp_path, without_gateway(changed(("/var/user/beian.yml", place))))
    (tmp_path / "dist" / "function" / "beian.yml").unlink()
    found = deploy_check(tmp_path, "--format", "json")
    assert (found.status, states(found)["config"]) == (0, "look")


@pytest.mark.parametrize("name", ["absent.yml", "bad.yml"])
def test_a_file_that_cannot_be_read_is_wrong_usage(tmp_path: Path, name: str) -> None:
    (tmp_path / "bad.yml").write_text("inputs: [", "utf-8")
    found = deploy_check(tmp_path, "--file", name)
    assert (found.status, found.out) == (64, "")
    assert name in found.err


def test_nothing_is_changed_and_no_secret_is_said(tmp_path: Path) -> None:
    ready(tmp_path)
    options = written(tmp_path, WORLD)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    found = deploy_check(tmp_path, *options, world=None)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    assert SECRET not in found.out + found.err


def test_the_texts_have_the_same_blanks_in_both_languages() -> None:
    for code, texts in {**CHECKS, **STATES, **OUTCOMES}.items():
        blanks = [{n for _, n, _, _ in string.Formatter().parse(text) if n} for text in texts]
        assert blanks[0] == blanks[1], code
