"""serverless.yml as the component `scf` documents it (docs/configure.md of tencent-scf, and
https://cloud.tencent.com/document/product/1154/43228 for `http`)."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from beian.deploy.document import Complaint

Loose = dict[str, Any]
"""Parts of the component that this function does not use: any mapping."""


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel)


class Timer(Shape):
    name: str
    cron_expression: str
    enable: bool = False
    argument: str | None = None
    qualifier: str | None = None


class NetConfig(Shape):
    enable_intranet: bool = False
    enable_extranet: bool = False


class FunctionUrl(Shape):
    name: str | None = None
    auth_type: Literal["CAM", "NONE"]
    net_config: NetConfig = NetConfig()
    qualifier: str | None = None
    cors_config: Loose | None = None


class EndpointFunction(Shape):
    is_integrated_response: bool = False
    function_qualifier: str | None = None


class UsagePlan(Shape):
    usage_plan_id: str | None = None
    usage_plan_name: str | None = None
    usage_plan_desc: str | None = None
    max_request_num: int | None = None


class Auth(Shape):
    secret_name: str | None = None
    secret_ids: list[str] | None = None


class Endpoint(Shape):
    path: str
    method: Literal["ANY", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"] = "ANY"
    api_id: str | None = None
    api_name: str | None = None
    description: str | None = None
    enable_cors: bool = Field(default=False, alias="enableCORS")
    response_type: Literal["HTML", "JSON", "TEST", "BINARY", "XML"] | None = None
    service_timeout: int = Field(default=15, ge=1, le=1800)
    param: list[Loose] | None = None
    function: EndpointFunction = EndpointFunction()
    usage_plan: UsagePlan | None = None
    auth: Auth | None = None
    is_base64_encoded: bool = False
    is_base64_trigger: bool = False
    base64_encoded_trigger_rules: list[Loose] | None = None


class Gateway(Shape):
    service_id: str | None = None
    service_name: str | None = None
    instance_id: str | None = None
    description: str | None = None
    environment: Literal["release", "test", "prepub"] = "release"
    protocols: list[Literal["http", "https"]] = ["http"]
    net_types: list[Literal["OUTER", "INNER"]] = ["OUTER"]
    endpoints: list[Endpoint] = Field(min_length=1)


class TimerEvent(Shape):
    name: str | None = None
    parameters: Timer


class UrlEvent(Shape):
    name: str | None = None
    parameters: FunctionUrl


class GatewayEvent(Shape):
    name: str | None = None
    parameters: Gateway


class Event(Shape):
    """One of them."""

    timer: TimerEvent | None = None
    http: UrlEvent | None = None
    apigw: GatewayEvent | None = None
    cos: Loose | None = None
    cmq: Loose | None = None
    ckafka: Loose | None = None
    cls: Loose | None = None
    mps: Loose | None = None


class Environment(Shape):
    variables: dict[str, Any]


class Logs(Shape):
    logset_id: str
    topic_id: str


class Inputs(Shape):
    """What the component defaults to something that does not work here is required: role, runtime,
    handler, timeout (3 seconds), environment."""

    name: str
    namespace: str = "default"
    role: str = Field(min_length=1)
    enable_role_auth: bool = True
    src: Any
    type: Literal["event"] = "event"
    handler: str
    runtime: Literal["Python3.10"]
    region: str
    description: str | None = Field(None, max_length=1000)
    memory_size: int = Field(128, ge=64, le=3072)
    timeout: int = Field(ge=1, le=900)
    init_timeout: int | None = Field(None, ge=1)
    environment: Environment
    public_access: bool = True
    vpc_config: Loose | None = None
    cfs: list[Loose] | None = None
    dead_letter: Loose | None = None
    layers: list[Loose] | None = None
    cls: Logs | None = None
    eip: bool = False
    install_dependency: bool = False
    async_run_enable: bool = False
    tags: dict[str, str] = {}
    events: list[Event] = []


class Serverless(Shape):
    org: str | None = None
    app: str | None = None
    stage: str | None = None
    component: Literal["scf"]
    name: str
    global_options: Loose | None = None
    inputs: Inputs


def _aliases(above: type[BaseModel]) -> Iterator[str]:
    for model in above.__subclasses__():
        yield from (info.alias or name for name, info in model.model_fields.items())


_KINDS = {
    "string_type": "text",
    "int_type": "whole",
    "bool_type": "truth",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
}


def complaints(error: ValidationError) -> Iterator[Complaint]:
    """What pydantic found, in words of our own."""
    known = sorted(set(_aliases(Shape)))
    for found in error.errors(include_input=False, include_url=False):
        kind, at = found["type"], tuple(found["loc"])
        limits: Mapping[str, object] = found.get("ctx", {})
        if kind == "extra_forbidden":
            near = difflib.get_close_matches(str(at[-1]), known, 1, 0.6)
            yield Complaint("misspelt" if near else "unknown_key", at, {"near": "".join(near)})
        elif kind == "literal_error":
            options = str(limits["expected"]).replace(" or ", ", ").replace("'", "")
            yield Complaint("one_of", at, {"options": options})
        elif kind in _KINDS:
            yield Complaint(f"not_{_KINDS[kind]}", at)
        elif kind == "missing":
            yield Complaint("missing", at)
        else:
            least = limits.get("ge", limits.get("min_length"))
            most = limits.get("le", limits.get("max_length"))
            values = {"least": least, "most": most}
            yield Complaint("too_low" if most is None else "too_high", at, values)
