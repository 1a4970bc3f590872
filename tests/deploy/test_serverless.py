"""The deployment file: ours is right, and every way to break it is named with its line."""

import string
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from beian import config
from beian.deploy.document import environment
from beian.deploy.package import Package
from beian.deploy.serverless import Checked, check
from beian.deploy.texts import COMPLAINTS
from beian.texts import LANGS
from tests.deploy.files import ENVIRON, STORE, TEXT, changed, checked, without_gateway

TIMER = "- timer:\n        parameters:\n          name: beian-sweep"
SWEEP_CRON = "0 30 9 * * MON-FRI *"
LONG = "x" * 4096
KEY_PAIR = TEXT[TEXT.index("              auth: ") : TEXT.index("    # <<< API Gateway\n")]

BROKEN: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "twice": ("inputs.timeout", (("  timeout: 900 ", "  timeout: 60\n  timeout: 900 "),)),
    "unknown_key": ("inputs.zebra", (("  type: event", "  zebra: 1\n  type: event"),)),
    "misspelt": ("inputs.memorysize", (("memorySize:", "memorysize:"),)),
    "missing": ("inputs.role", (("  role: beian-function ", "  # "),)),
    "one_of": ("inputs.runtime", (("Python3.10  ", "Python3.9  "),)),
    "not_text": ("inputs.handler", (("handler: handler.main_handler", "handler: 7"),)),
    "not_whole": ("inputs.timeout", (("timeout: 900", 'timeout: "900"'),)),
    "not_truth": (
        "inputs.events.1.timer.parameters.enable",
        (("enable: true                    #", 'enable: "yes"                    #'),),
    ),
    "not_list": ("inputs.events.3.apigw.parameters.protocols", (("[https]", "https"),)),
    "not_mapping": (
        "inputs.tags",
        (("  tags:\n    app: beian\n    stage: ${stage}", "  tags: beian"),),
    ),
    "too_low": ("inputs.timeout", (("timeout: 900", "timeout: 0"),)),
    "too_high": ("inputs.timeout", (("timeout: 900", "timeout: 901"),)),
    "variable_unset": ("inputs.region", (("TENCENTCLOUD_REGION", "NOWHERE"),)),
    "variable_unknown": ("stage", (("${env:BEIAN_STAGE}", "${env.BEIAN_STAGE}"),)),
    "memory_step": ("inputs.memorySize", (("memorySize: 512", "memorySize: 500"),)),
    "name_shape": ("inputs.name", (("${name}-${stage}     ", "9${name}-${stage}     "),)),
    "region_shape": ("inputs.region", (("${env:TENCENTCLOUD_REGION}", "Guangzhou"),)),
    "handler_shape": ("inputs.handler", (("handler.main_handler", "handler:main_handler"),)),
    "src_shape": ("inputs.src", (("./dist/function  ", "[dist]  "),)),
    "no_network": ("inputs.publicAccess", (("publicAccess: true", "publicAccess: false"),)),
    "environment_text": (
        "inputs.environment.variables.EMPTY",
        (("      BEIAN_STORE:", "      EMPTY:\n      BEIAN_STORE:"),),
    ),
    "environment_reserved": (
        "inputs.environment.variables.TENCENTCLOUD_SECRETID",
        (("      BEIAN_STORE:", "      TENCENTCLOUD_SECRETID: a\n      BEIAN_STORE:"),),
    ),
    "environment_size": (
        "inputs.environment.variables",
        (("      BEIAN_STORE:", f"      LONG: {LONG}\n      BEIAN_STORE:"),),
    ),
    "config_place": (
        "inputs.environment.variables.BEIAN_CONFIG",
        (("/var/user/beian.yml", "/home/me/beian.yml"),),
    ),
    "store_place": (
        "inputs.environment.variables.BEIAN_STORE",
        (("${env:BEIAN_STORE}", "./reports"),),
    ),
    "event_kinds": (
        "inputs.events.1",
        ((TIMER, f"- cos: {{}}\n      {TIMER.removeprefix('- ')}"),),
    ),
    "timer_closed": (
        "inputs.events.1.timer.parameters",
        (("          enable: true                    # without", "          # without"),),
    ),
    "timer_name": ("inputs.events.2.timer.parameters.name", (("beian-watch", "beian-sweep"),)),
    "timer_message": (
        "inputs.events.1.timer.parameters.argument",
        (("""'{"op":"sweep"}'""", "sweep"),),
    ),
    "timer_store": (
        "inputs.events.1.timer.parameters",
        (("      BEIAN_STORE: ${env:BEIAN_STORE}", "      # "),),
    ),
    "cron_fields": (
        "inputs.events.1.timer.parameters.cronExpression",
        ((SWEEP_CRON, "30 9 * * MON-FRI"),),
    ),
    "cron_value": (
        "inputs.events.1.timer.parameters.cronExpression",
        ((SWEEP_CRON, "0 30 24 * * MON-FRI *"),),
    ),
    "cron_weekday": (
        "inputs.events.1.timer.parameters.cronExpression",
        ((SWEEP_CRON, "0 30 9 * * 1-5 *"),),
    ),
    "cron_both": (
        "inputs.events.1.timer.parameters.cronExpression",
        ((SWEEP_CRON, "0 30 9 1 * MON-FRI *"),),
    ),
    "url_unreachable": (
        "inputs.events.0.http.parameters.netConfig",
        (("enableExtranet: true", "enableExtranet: false"),),
    ),
    "gateway_response": (
        "inputs.events.3.apigw.parameters.endpoints.0.function",
        (("isIntegratedResponse: true", "isIntegratedResponse: false"),),
    ),
    "gateway_longer": (
        "inputs.events.3.apigw.parameters.endpoints.0.serviceTimeout",
        (("timeout: 900", "timeout: 15"),),
    ),
    "gateway_shorter": (
        "inputs.events.3.apigw.parameters.endpoints.0.serviceTimeout",
        (("serviceTimeout: 20", "serviceTimeout: 12"),),
    ),
    "gateway_key": (
        "inputs.events.3.apigw.parameters.endpoints.0",
        ((KEY_PAIR, ""),),
    ),
    "gateway_service": (
        "inputs.events.3.apigw.parameters",
        (("          serviceId: ${env:BEIAN_GATEWAY_SERVICE} ", "          # "),),
    ),
}
"""What each rule catches, and where: one change of our own file. The rules that need more than the
file have tests of their own."""
ELSEWHERE = {"handler_missing", "url_not_declared", "url_open"}


def codes(found: Checked) -> list[str]:
    return [one.code for one in found.complaints]


def test_ours_is_right(tmp_path: Path) -> None:
    found = checked(tmp_path)
    assert found.said("en") == []
    assert found.file
    assert found.file.inputs.name == "beian-prod"
    assert found.file.inputs.tags == {"app": "beian", "stage": "prod"}


def test_ours_is_right_without_the_gateway(tmp_path: Path) -> None:
    found = checked(tmp_path, without_gateway(), BEIAN_GATEWAY_SERVICE="")
    assert found.said("en") == []
    assert found.file
    assert [next(iter(one.model_fields_set)) for one in found.file.inputs.events] == [
        "http",
        "timer",
        "timer",
    ]


@pytest.mark.parametrize("code", BROKEN)
def test_each_rule_catches_what_breaks_it(tmp_path: Path, code: str) -> None:
    field, changes = BROKEN[code]
    found = checked(tmp_path, changed(*changes))
    assert code in codes(found)
    complaint = next(one for one in found.complaints if one.code == code)
    assert ".".join(map(str, complaint.at)) == field
    for lang in LANGS:
        (said,) = (s for s in found.said(lang) if s == found.document.say(complaint, lang))
        file, line, named, *_ = said.split(":")
        assert file == str(tmp_path / "serverless.yml")
        assert int(line) <= len(TEXT.splitlines()) + 2
        assert named.strip() == field


def test_every_rule_has_a_file_that_it_catches() -> None:
    assert set(BROKEN) | ELSEWHERE == set(COMPLAINTS)


def test_the_line_is_the_fields_own(tmp_path: Path) -> None:
    text = changed(("memorySize: 512", "memorySize: 500"))
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "memorySize" in one)
    assert checked(tmp_path, text).said("en")[0].startswith(f"{tmp_path}/serverless.yml:{line}: ")


def test_the_texts_have_the_same_blanks_in_both_languages() -> None:
    for code, said in COMPLAINTS.items():
        blanks = [
            {name for part in said[lang] for _, name, _, _ in string.Formatter().parse(part)}
            for lang in LANGS
        ]
        assert blanks[0] == blanks[1], code


def test_an_unset_variable_is_all_that_is_said_of_its_field(tmp_path: Path) -> None:
    found = checked(tmp_path, TENCENTCLOUD_REGION="", BEIAN_STORE="")
    assert codes(found) == ["variable_unset", "variable_unset"]
    assert "export BEIAN_STORE=" in "\n".join(found.said("en"))


def test_no_value_of_a_variable_is_quoted(tmp_path: Path) -> None:
    secret = "Not-A-Region-But-A-Secret"
    found = checked(tmp_path, TENCENTCLOUD_REGION=secret, BEIAN_STORE=secret)
    assert codes(found) == ["region_shape", "store_place"]
    assert secret not in "\n".join(found.said("en") + found.said("zh-CN"))


def test_variables_come_from_the_env_file_too_and_the_environment_wins(tmp_path: Path) -> None:
    lines = "# ours\nBEIAN_STAGE=test\nTENCENTCLOUD_REGION='ap-beijing'\nnothing\n"
    (tmp_path / ".env").write_text(lines, "utf-8")
    found = environment(tmp_path / "serverless.yml", {"BEIAN_STAGE": "prod"})
    assert found == {"BEIAN_STAGE": "prod", "TENCENTCLOUD_REGION": "ap-beijing"}


def test_the_app_stands_for_the_name_where_there_is_none(tmp_path: Path) -> None:
    text = changed(("app: beian\nstage", "stage"), ("${name}-${stage}     ", "${app}-x     "))
    found = checked(tmp_path, text)
    assert found.file
    assert found.file.inputs.name == "beian-x"


@pytest.mark.parametrize("place", ["beian.yml", "/var/user/beian.yml", STORE])
def test_places_that_the_function_can_read(tmp_path: Path, place: str) -> None:
    assert codes(checked(tmp_path, changed(("/var/user/beian.yml", place)))) == []


@pytest.mark.parametrize("memory", [64, 128, 3072])
def test_memory_sizes_that_there_are(tmp_path: Path, memory: int) -> None:
    assert codes(checked(tmp_path, changed(("memorySize: 512", f"memorySize: {memory}")))) == []


@pytest.mark.parametrize("text", ["", "- a", "component: scf", "name: 1\ninputs: 2"])
def test_what_is_no_deployment_file_is_told_so(tmp_path: Path, text: str) -> None:
    found = checked(tmp_path, text)
    assert found.said("en")
    assert found.file is None


@pytest.mark.parametrize("text", ["inputs: [", "a: 2026-13-01", "a: \x00"])
def test_what_is_not_yaml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(config.ConfigError, match=r"serverless\.yml"):
        checked(tmp_path, text)


def package(folder: Path, **files: str) -> Package:
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(f"{name}.py", text)
    return Package(path)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"handler": "def main_handler(event, context): ..."}, []),
        ({"handler": "def another(): ..."}, ["handler_missing"]),
        ({"handler": "class A:\n  def main_handler(self): ..."}, ["handler_missing"]),
        ({"handler": "def main_handler(:"}, ["handler_missing"]),
        ({"other": "def main_handler(event, context): ..."}, ["handler_missing"]),
    ],
)
def test_the_handler_is_looked_for_in_the_package(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    path = tmp_path / "serverless.yml"
    path.write_text(TEXT, "utf-8")
    assert codes(check(path, ENVIRON, package(tmp_path, **files))) == expected


@pytest.mark.parametrize(
    ("auth", "document", "expected"),
    [
        ("CAM", {"function_url": {"cam": True}}, []),
        ("CAM", {}, ["url_not_declared"]),
        ("NONE", {"function_url": {"cam": True}}, ["url_open"]),
        ("NONE", {}, []),
    ],
)
def test_the_url_and_the_configuration_agree_on_who_checks(
    tmp_path: Path, auth: str, document: dict[str, Any], expected: list[str]
) -> None:
    path, configured = tmp_path / "serverless.yml", tmp_path / "beian.yml"
    path.write_text(changed(("authType: CAM", f"authType: {auth}")), "utf-8")
    configured.write_text(yaml.safe_dump(document), "utf-8")
    assert (
        codes(check(path, ENVIRON, config=config.load({"BEIAN_CONFIG": str(configured)})))
        == expected
    )


def test_the_gateway_waits_longer_than_the_configured_budget(tmp_path: Path) -> None:
    path, configured = tmp_path / "serverless.yml", tmp_path / "beian.yml"
    path.write_text(TEXT, "utf-8")
    configured.write_text("budget_seconds: 20\nfunction_url: {cam: true}\n", "utf-8")
    found = check(path, ENVIRON, config=config.load({"BEIAN_CONFIG": str(configured)}))
    assert codes(found) == ["gateway_shorter"]
    assert "(20)" in found.said("en")[0]
