"""`beian deploy-check`, as a process of its own: each thing that it looks at, in order and not."""

import hashlib
import os
import string
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from beian.deploy.outcomes import CHECKS, OUTCOMES, STATES
from beian.texts import LANGS
from tests.bucket import BUCKET, Bucket
from tests.cli.running import Command, Run, run, run_all, written
from tests.cli.worlds import SECRET
from tests.deploy.files import TEXT, changed, without_gateway
from tests.deploy.project import (
    ACCOUNT,
    FUNCTION,
    KEY,
    VARIABLES,
    WORLD,
    ZIP,
    packed,
    ready,
    unpacked,
)
from tests.store.test_store import answering


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Not where commands run: Python would take the `beian` in it for ours."""
    (tmp_path / "clone").mkdir()
    return tmp_path / "clone"


def asking(folder: Path, *arguments: str, name: str = "serverless.yml") -> tuple[str, ...]:
    return ("deploy-check", "--file", f"{folder.name}/{name}", *arguments)


def deploy_check(
    folder: Path,
    *arguments: str,
    name: str = "serverless.yml",
    world: str | None = WORLD,
    **more: str,
) -> Run:
    asked = asking(folder, *arguments, name=name)
    return run(folder.parent, *asked, world=world, **{**VARIABLES, **more})


def states(found: Run) -> dict[str, str]:
    return {one["check"]: one["state"] for one in found.json["checks"]}


def test_what_is_ready_is_said_to_be(clone: Path) -> None:
    ready(clone)
    both = [
        Command(clone.parent, asking(clone, "--lang", lang), WORLD, variables=VARIABLES)
        for lang in LANGS
    ]
    for found, last in zip(run_all(*both), ("执行角色", "execution role"), strict=True):
        assert (found.status, found.err) == (0, "")
        lines = found.out.splitlines()
        assert len(lines) == 8
        assert last in lines[-1]
        assert "beian-function" in lines[-1]


def test_as_json(clone: Path) -> None:
    ready(clone)
    found = deploy_check(clone, "--format", "json")
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


def another_zip(folder: Path) -> None:
    with zipfile.ZipFile(folder / FUNCTION / "x.zip", "w") as zipped:
        for path in (folder / FUNCTION).rglob("*.[py]*"):
            zipped.write(path, path.relative_to(folder / FUNCTION))
    (folder / FUNCTION / "x.zip").rename(folder / ZIP)
    unpacked(folder)


def old_zip(folder: Path) -> None:
    (folder / "handler.py").write_text("changed = 1", "utf-8")
    os.utime(folder / "handler.py", (0, 0))  # as a checkout of an older version may leave it


def no_project(folder: Path) -> None:
    (folder / "LICENSE").unlink()


def config_after(folder: Path) -> None:
    with (folder / "beian.yml").open("a") as file:
        file.write("name: acme\n")


def no_folder(folder: Path) -> None:
    (folder / FUNCTION).rename(folder / "dist" / "elsewhere")


def another_folder(folder: Path) -> None:
    (folder / FUNCTION / "handler.py").write_text("changed", "utf-8")


def copied_config(folder: Path) -> None:
    (folder / FUNCTION / "beian.yml").write_text("function_url: {cam: true} # copied", "utf-8")


def configured(folder: Path, text: str | None) -> None:
    if text is None:
        (folder / "beian.yml").unlink()
    else:
        (folder / "beian.yml").write_text(text, "utf-8")
    packed(folder)
    unpacked(folder)


def no_config(folder: Path) -> None:
    configured(folder, None)


def bad_config(folder: Path) -> None:
    configured(folder, "regions: []\n")


def undeclared(folder: Path) -> None:
    configured(folder, "{}\n")


def unconfigured(folder: Path) -> None:
    text = changed(("      BEIAN_CONFIG: ", "      # "), text=without_gateway())
    (folder / "serverless.yml").write_text(text, "utf-8")
    configured(folder, None)


def broken_file(folder: Path) -> None:
    text = without_gateway(changed(("memorySize: 512", "memorySize: 500")))
    (folder / "serverless.yml").write_text(text, "utf-8")


def another_account(folder: Path) -> None:
    own = 'accounts: [{uin: "100000000009", self: true}]'
    configured(folder, f"{own}\nfunction_url: {{cam: true}}\n")


@pytest.mark.parametrize(
    ("damage", "failed", "remedy"),
    [
        (no_zip, {"package"}, "run make package"),
        (another_zip, {"package"}, "this project built: run make package"),
        (old_zip, {"package"}, "handler.py"),
        (no_project, {"package"}, "in a clone of it"),
        (config_after, {"package"}, "such as beian.yml"),
        (no_folder, {"folder", "config"}, "python3 -m zipfile -e"),
        (another_folder, {"folder"}, "unpack it again"),
        (copied_config, {"folder"}, "beian.yml: delete the folder"),
        (no_config, {"config"}, "beside the deployment file"),
        (bad_config, {"config"}, "beian.yml:1: regions"),
        (undeclared, {"file"}, "function_url: {cam: true}"),
        (unconfigured, {"file"}, "function_url: {cam: true}"),
        (broken_file, {"file"}, "multiple of 128"),
        (another_account, {"credential"}, "100000000009"),
    ],
)
def test_what_is_wrong_fails_with_its_remedy(
    clone: Path, damage: Callable[[Path], None], failed: set[str], remedy: str
) -> None:
    ready(clone)
    damage(clone)
    found = deploy_check(clone, "--format", "json", "--lang", "en")
    assert found.status == 1
    assert {name for name, state in states(found).items() if state == "failed"} == failed
    said = [
        line
        for one in found.json["checks"]
        if one["state"] == "failed"
        for line in (one["message"], *one["details"])
    ]
    assert any(remedy in line for line in said), said


def test_region_role_and_variables_are_named(clone: Path) -> None:
    ready(clone)
    found = deploy_check(clone, "--lang", "en", TENCENTCLOUD_REGION="", BEIAN_STORE="")
    assert found.status == 1
    assert "export TENCENTCLOUD_REGION=" in found.out
    assert "export BEIAN_STORE=" in found.out
    assert "name, region or role are not given" in found.out


@pytest.mark.parametrize(
    ("world", "state", "status"),
    [
        (f'{ACCOUNT}    denies: ["sts:*"]\n', "look", 0),
        (f'{ACCOUNT}faults: [{{on: "sts:*", error: AuthFailure.SecretIdNotFound}}]\n', "failed", 1),
        (f'{ACCOUNT}faults: [{{on: "sts:*", error: InternalError}}]\n', "unknown", 2),
    ],
)
def test_a_credential_that_does_not_work(clone: Path, world: str, state: str, status: int) -> None:
    ready(clone)
    found = deploy_check(clone, "--format", "json", world=world)
    assert (states(found)["credential"], found.status) == (state, status)


def test_no_credential_is_told(clone: Path) -> None:
    ready(clone)
    found = deploy_check(clone, "--lang", "en", world=None)
    assert found.status == 1
    assert "bucket" not in found.out
    assert "export TENCENTCLOUD_SECRET_ID=" in found.out


@pytest.mark.parametrize(
    ("key", "secret", "state"),
    [
        ("", "", "look"),
        (KEY, SECRET, "ok"),
        ("AKIDother", SECRET, "failed"),
        (KEY, "", "failed"),
        (KEY, "another", "failed"),
    ],
)
def test_the_deployer_uses_the_same_account(clone: Path, key: str, secret: str, state: str) -> None:
    ready(clone)
    variables = {"TENCENT_SECRET_ID": key, "TENCENT_SECRET_KEY": secret}
    found = deploy_check(clone, "--format", "json", **variables)
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
def test_a_gateway_that_is_not_there(clone: Path, rest: str, state: str, status: int) -> None:
    ready(clone, TEXT)
    found = deploy_check(clone, "--format", "json", world=f"{ACCOUNT}{rest}")
    assert (states(found)["gateway"], found.status) == (state, status)
    if state == "failed":
        assert "sed -i" in found.out


def test_a_gateway_that_is_there(clone: Path) -> None:
    ready(clone, TEXT)
    service = hashlib.sha256(b"100000000001/ap-guangzhou/web").hexdigest()[:8]  # the emulator's
    world = f"{ACCOUNT}    bindings: [{{service: apigateway, domain: api.example.cn}}]\n"
    asked = {"world": world, "BEIAN_GATEWAY_SERVICE": f"service-{service}"}
    assert states(deploy_check(clone, "--format", "json", **asked))["gateway"] == "ok"


def test_a_configuration_in_cos_is_left_to_its_reader(clone: Path) -> None:
    place = "cos://beian-1250000000/beian.yml?region=ap-guangzhou"
    ready(clone, without_gateway(changed(("/var/user/beian.yml", place))), config=None)
    found = deploy_check(clone, "--format", "json")
    assert (found.status, states(found)["config"]) == (0, "look")


@pytest.mark.parametrize(
    ("name", "state", "status"), [(BUCKET, "ok", 0), ("absent-1250000000", "failed", 1)]
)
def test_the_bucket_of_sweeps_is_asked_for(
    clone: Path, bucket: Bucket, name: str, state: str, status: int
) -> None:
    ready(clone)
    variables = {
        "BEIAN_STORE": f"cos://{name}/reports?region=ap-guangzhou",
        "BEIAN_COS_ENDPOINT": bucket.url,
    }
    found = deploy_check(clone, "--format", "json", **variables)
    assert (states(found)["store"], found.status) == (state, status)
    (said,) = (one["message"] for one in found.json["checks"] if one["check"] == "store")
    assert f"cos://{name}/reports" in said


def test_a_bucket_that_the_deployer_may_not_read_is_no_obstacle(clone: Path) -> None:
    ready(clone)
    with answering(403, "<Error><Code>AccessDenied</Code></Error>") as (url, _):
        found = deploy_check(clone, "--format", "json", BEIAN_COS_ENDPOINT=url)
    assert (states(found)["store"], found.status) == ("look", 0)


@pytest.mark.parametrize("name", ["absent.yml", "bad.yml"])
def test_a_file_that_cannot_be_read_is_wrong_usage(clone: Path, name: str) -> None:
    (clone / "bad.yml").write_text("inputs: [", "utf-8")
    found = deploy_check(clone, name=name)
    assert (found.status, found.out) == (64, "")
    assert name in found.err


def test_nothing_is_changed_and_no_secret_is_said(clone: Path) -> None:
    ready(clone)
    options = written(clone, WORLD)
    before = {p: p.read_bytes() for p in clone.rglob("*") if p.is_file()}
    found = deploy_check(clone, *options, world=None)
    assert {p: p.read_bytes() for p in clone.rglob("*") if p.is_file()} == before
    assert SECRET not in found.out + found.err


def test_the_texts_have_the_same_blanks_in_both_languages() -> None:
    for code, texts in {**CHECKS, **STATES, **OUTCOMES}.items():
        blanks = [{n for _, n, _, _ in string.Formatter().parse(text) if n} for text in texts]
        assert blanks[0] == blanks[1], code
