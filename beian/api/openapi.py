"""OpenAPI 3.1 of the route table, from the models that requests and answers really go through.

Built by `tools.generate` into openapi.json, which the function serves: no request pays for it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

import beian
from beian.api import documents, models, texts
from beian.api.documents import Problem
from beian.api.parameters import PARAMETERS, Parameter
from beian.api.problem import MEDIA_TYPE
from beian.api.routes import ROUTES, SWEEP, Route
from beian.rulebook.registry import RULES

Json = dict[str, Any]  # a JSON document under construction, not data from the wire

_REF = "#/components/schemas/{model}"
_SCHEMES: Json = {
    "key_pair": {
        "type": "http",
        "scheme": "hmac",
        "description": "API Gateway's key-pair authentication.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that `beian token new` made.",
    },
    "cam": {
        "type": "http",
        "scheme": "TC3-HMAC-SHA256",
        "description": "A function URL with CAM authentication.",
    },
}
_RULE_FIELDS = (("Finding", "rule"), ("RuleInfo", "id"))
_PROBLEM_HEADERS = {
    401: {"WWW-Authenticate": "string"},
    429: {"Retry-After": "integer"},
    503: {"Retry-After": "integer"},
}
_SWEEP: Json = {
    "name": "sweep",
    "in": "path",
    "required": True,
    "description": "The id of a sweep, or latest.",
    "schema": {"type": "string", "pattern": "^(latest|[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8})$"},
}
MEDIA = {
    "report.html": "text/html",
    "metrics": "application/openmetrics-text",
}


class AsSent(GenerateJsonSchema):
    """What is sent whatever happens is required, though the model has a default for it."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: FBT001  # pydantic's
        has_value = field["schema"].get("default") is not None
        sent = self.mode == "serialization" and has_value
        return sent or super().field_is_required(field, total)


def build() -> Json:
    schemas, refs = _schemas()
    paths: Json = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "beian",
            "version": beian.__version__,
            "description": (
                "May this account file this domain for ICP through Tencent Cloud Serverless, and "
                "is what it serves legal? Every GET answers HEAD too; every path answers OPTIONS. "
                "Paths may stand behind an API Gateway path or stage."
            ),
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": _SCHEMES,
        },
    }


def _schemas() -> tuple[Json, Mapping[type[BaseModel], Json]]:
    """The component schemas, and a reference to each model's."""
    modes: dict[type[BaseModel], JsonSchemaMode] = {Problem: "serialization"}
    for route in ROUTES:
        if route.body:
            modes[getattr(models, route.body)] = "validation"
        if route.replies:
            modes[getattr(documents, route.replies)] = "serialization"
    found, defined = models_json_schema(
        list(modes.items()), by_alias=True, ref_template=_REF, schema_generator=AsSent
    )
    schemas = cast("Json", without_titles(defined["$defs"]))
    for model, name in _RULE_FIELDS:
        schemas[model]["properties"][name]["enum"] = [rule.id for rule in RULES]
    return schemas, {model: found[model, mode] for model, mode in modes.items()}


def _operation(route: Route, refs: Mapping[type[BaseModel], Json]) -> Json:
    operation: Json = {
        "summary": route.summary,
        "operationId": _operation_id(route),
        "parameters": [
            *([_SWEEP] if SWEEP in route.path else []),
            *(_parameter(name, PARAMETERS[name]) for name in route.takes),
        ],
        "security": [{name: []} for name in _SCHEMES] if route.scope else [],
        "responses": {
            **_answers(route, refs),
            **_problems(route.problems, refs[Problem]),
        },
    }
    if route.body:
        body = {"application/json": {"schema": refs[getattr(models, route.body)]}}
        needed = "empty_body" in route.problems
        operation["requestBody"] = {"required": needed, "content": body}
    return operation


def _answers(route: Route, refs: Mapping[type[BaseModel], Json]) -> Json:
    """The answer, and for sweeps that it will be had later."""
    later = _later(refs)
    if route.replies == "Running":
        where = {"description": "Of the report.", "schema": {"type": "string"}}
        return {"202": {**later, "headers": {**later["headers"], "Location": where}}}
    kind = MEDIA.get(route.path.rpartition("/")[2], "application/json")
    if route.replies:
        schema = refs[getattr(documents, route.replies)]
    else:
        schema = {"type": "object" if kind == "application/json" else "string"}
    answer = {"200": {"description": "The answer", "content": {kind: {"schema": schema}}}}
    return {**answer, "202": later} if SWEEP in route.path else answer


def _later(refs: Mapping[type[BaseModel], Json]) -> Json:
    return {
        "description": "It is under way",
        "headers": {"Retry-After": {"schema": {"type": "integer"}}},
        "content": {"application/json": {"schema": refs[documents.Running]}},
    }


def _operation_id(route: Route) -> str:
    words = route.path.removesuffix(".json").removeprefix("/v1").strip("/")
    words = re.sub(r"[^a-z]+", "_", words).strip("_")
    return f"{route.method.lower()}_{words}"


def _parameter(name: str, parameter: Parameter) -> Json:
    if parameter.values:
        schema: Json = {"type": "string", "enum": list(parameter.values)}
    elif parameter.longest:
        schema = {"type": "string", "minLength": 1, "maxLength": parameter.longest}
    else:
        schema = {"type": "boolean", "default": True}
    return {"name": name, "in": "query", "description": parameter.about, "schema": schema}


def _problems(codes: Iterable[str], schema: Json) -> Json:
    titles: dict[int, list[str]] = {}
    for code in sorted(codes):
        kind = texts.KINDS[code]
        titles.setdefault(kind.status, []).append(kind.title.en)
    return {
        str(status): {
            "description": "; ".join(found),
            "content": {MEDIA_TYPE: {"schema": schema}},
            **_headers(status),
        }
        for status, found in sorted(titles.items())
    }


def _headers(status: int) -> Json:
    headers = _PROBLEM_HEADERS.get(status)
    if headers is None:
        return {}
    return {"headers": {name: {"schema": {"type": kind}} for name, kind in headers.items()}}


def without_titles(schema: object) -> object:
    """pydantic's titles repeat the names; a property that is called title is no such title."""
    if isinstance(schema, dict):
        return {
            key: without_titles(value)
            for key, value in schema.items()
            if not (key == "title" and isinstance(value, str))
        }
    if isinstance(schema, list):
        return [without_titles(item) for item in schema]
    return schema
