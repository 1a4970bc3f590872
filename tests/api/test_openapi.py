"""The description is the routes', and what is generated is up to date."""

import json
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from openapi_spec_validator import validate

from beian.api import ROUTES, openapi
from beian.api.routes import Route
from beian.rulebook.registry import RULES
from beian.schema import Answer
from tests.api.answers import answer_to
from tests.api.requests import CASES, Case
from tools import generate

DOCUMENT = openapi.build()
OPERATIONS = {
    (method.upper(), path): operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}


@pytest.mark.parametrize("name", generate.FILES)
def test_a_generated_file_is_what_would_be_generated_now(name: str) -> None:
    assert (generate.ROOT / name).read_text("utf-8") == generate.FILES[name](), "run `make docs`"


def test_it_is_openapi() -> None:
    validate(cast("Any", DOCUMENT))


def test_every_route_is_described_and_nothing_else() -> None:
    assert set(OPERATIONS) == {(route.method, route.path) for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_parameter_is_described_and_nothing_else(route: Route) -> None:
    operation = OPERATIONS[route.method, route.path]
    described = {(parameter["in"], parameter["name"]) for parameter in operation["parameters"]}
    in_path = {("path", "sweep")} if "{sweep}" in route.path else set()
    assert described == in_path | {("query", name) for name in route.takes}
    assert ("requestBody" in operation) is (route.method == "POST")
    assert bool(operation["security"]) is bool(route.scope)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_status_that_occurs_is_described_and_nothing_else(route: Route) -> None:
    found = {case.status for case in CASES if case.route == (route.method, route.path)}
    described = {int(status) for status in OPERATIONS[route.method, route.path]["responses"]}
    assert described == found | {500}  # a bug cannot be asked for


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_answer_fits_its_description(case: Case) -> None:
    response = case.answer()
    described = OPERATIONS[case.route]["responses"][str(case.status)]
    kind = response.headers["Content-Type"].partition(";")[0]
    schema = {**described["content"][kind]["schema"], "components": DOCUMENT["components"]}
    is_json = kind.endswith("json")
    jsonschema.validate(json.loads(response.body) if is_json else response.body, schema)
    assert described.get("headers", {}).keys() <= response.headers.keys()


def test_a_body_is_required_where_nothing_can_be_asked_without() -> None:
    required = {
        route: operation["requestBody"]["required"]
        for route, operation in OPERATIONS.items()
        if "requestBody" in operation
    }
    assert required == {("POST", "/v1/eligibility"): True, ("POST", "/v1/sweeps"): False}


@pytest.mark.parametrize(("model", "name"), [("Finding", "rule"), ("RuleInfo", "id")])
def test_rule_ids_are_listed(model: str, name: str) -> None:
    field = DOCUMENT["components"]["schemas"][model]["properties"][name]
    assert field["enum"] == [rule.id for rule in RULES]


def test_every_schema_is_used() -> None:
    text = json.dumps(DOCUMENT)
    for name in DOCUMENT["components"]["schemas"]:
        assert f'"#/components/schemas/{name}"' in text


def test_the_verdicts_schema_takes_answers_and_refuses_others() -> None:
    schema = json.loads(generate.verdict_schema_file())
    jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads(answer_to("www.example.cn").to_json())

    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(found)
    for name in found:
        assert not validator.is_valid({k: v for k, v in found.items() if k != name})
    assert set(found) == {field.alias or name for name, field in Answer.model_fields.items()}
    assert not validator.is_valid({**found, "verdict": "maybe"})
    assert not validator.is_valid({**found, "more": 1})


def test_what_is_stale_is_found_and_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "ROOT", tmp_path)

    assert generate.main(["--check"]) == 1
    assert "beian/api/openapi.json: stale" in capsys.readouterr().err
    assert generate.main([]) == 0
    assert generate.stale() == []
    assert generate.main(["--check"]) == 0
