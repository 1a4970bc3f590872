"""What the shape of serverless.yml does not show: values that deploy and then do not work."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from beian.config import Config
from beian.deploy import cron
from beian.deploy.document import Complaint
from beian.deploy.package import Package
from beian.deploy.shape import Endpoint, FunctionUrl, Inputs, Timer
from beian.domains import REGION
from beian.packaging.sources import CONFIG

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,58}[A-Za-z0-9]")
HANDLER = re.compile(r"([A-Za-z][\w-]*)\.([A-Za-z]\w*)")
COS = re.compile(r"cos://[a-z0-9][a-z0-9-]*-[0-9]{5,}/[^?\s]*\?region=[a-z0-9-]+")
RESERVED = ("SCF_", "QCLOUD_", "TENCENTCLOUD_")
ENVIRONMENT_BYTES = 4096
ROOT = "/var/user/"
"""Where SCF puts the package."""

OPS = ("sweep", "sweep.watch")
BUDGET_S = 12.0

INPUTS = ("inputs",)
VARIABLES = ("inputs", "environment", "variables")
EVENTS = ("inputs", "events")


@dataclass(frozen=True)
class Known:
    """The file's inputs, the package that they deploy and the beian.yml in it, where there are."""

    inputs: Inputs
    package: Package | None = None
    config: Config | None = None

    @property
    def variables(self) -> dict[str, object]:
        return self.inputs.environment.variables

    def timers(self) -> Iterator[tuple[int, Timer]]:
        for number, event in enumerate(self.inputs.events):
            if event.timer:
                yield number, event.timer.parameters


def complaints(known: Known) -> Iterator[Complaint]:
    yield from _function(known)
    yield from _handler(known)
    yield from _environment(known)
    yield from _places(known)
    yield from _timers(known)
    for number, event in enumerate(known.inputs.events):
        if len(event.model_fields_set) != 1:
            yield Complaint("event_kinds", (*EVENTS, number))
        if event.http:
            at = (*EVENTS, number, "http", "parameters")
            yield from _url(event.http.parameters, at, known.config)
        if event.apigw:
            at = (*EVENTS, number, "apigw", "parameters")
            if not event.apigw.parameters.service_id:
                yield Complaint("gateway_service", at)
            for index, endpoint in enumerate(event.apigw.parameters.endpoints):
                yield from _endpoint(endpoint, (*at, "endpoints", index), known)


def _function(known: Known) -> Iterator[Complaint]:
    inputs = known.inputs
    if not NAME.fullmatch(inputs.name):
        yield Complaint("name_shape", (*INPUTS, "name"))
    if not REGION.fullmatch(inputs.region):
        yield Complaint("region_shape", (*INPUTS, "region"))
    if inputs.memory_size != 64 and inputs.memory_size % 128:
        yield Complaint("memory_step", (*INPUTS, "memorySize"))
    if not source(inputs):
        yield Complaint("src_shape", (*INPUTS, "src"))
    if not inputs.public_access:
        yield Complaint("no_network", (*INPUTS, "publicAccess"))


def source(inputs: Inputs) -> str:
    """The folder whose content is deployed, as it stands in the file; empty where there is none."""
    src = inputs.src.get("src") if isinstance(inputs.src, dict) else inputs.src
    return src if isinstance(src, str) else ""


def _handler(known: Known) -> Iterator[Complaint]:
    handler = known.inputs.handler
    found = HANDLER.fullmatch(handler)
    if not found:
        yield Complaint("handler_shape", (*INPUTS, "handler"))
    elif known.package and not known.package.defines(f"{found[1]}.py", found[2]):
        yield Complaint("handler_missing", (*INPUTS, "handler"), {"handler": handler})


def _environment(known: Known) -> Iterator[Complaint]:
    size = 0
    for name, value in known.variables.items():
        size += len(f"{name}{value}".encode())
        prefix = next((one for one in RESERVED if name.upper().startswith(one)), None)
        if prefix:
            yield Complaint("environment_reserved", (*VARIABLES, name), {"prefix": prefix})
        if not isinstance(value, (str, int, float)):
            yield Complaint("environment_text", (*VARIABLES, name))
    if size > ENVIRONMENT_BYTES:
        yield Complaint("environment_size", VARIABLES, {"size": size})


def _places(known: Known) -> Iterator[Complaint]:
    config = known.variables.get("BEIAN_CONFIG")
    if isinstance(config, str) and not (COS.fullmatch(config) or is_packaged(config)):
        yield Complaint("config_place", (*VARIABLES, "BEIAN_CONFIG"))
    store = known.variables.get("BEIAN_STORE")
    if isinstance(store, str) and not COS.fullmatch(store):
        yield Complaint("store_place", (*VARIABLES, "BEIAN_STORE"))


def is_packaged(path: object) -> bool:
    """Whether a path of the function means the configuration that is in the package."""
    return path in (CONFIG, f"{ROOT}{CONFIG}")


def _timers(known: Known) -> Iterator[Complaint]:
    names: set[str] = set()
    for number, timer in known.timers():
        at = (*EVENTS, number, "timer", "parameters")
        if not timer.enable:
            yield Complaint("timer_closed", at)
        if timer.name in names:
            yield Complaint("timer_name", (*at, "name"))
        names.add(timer.name)
        for code, values in cron.faults(timer.cron_expression):
            yield Complaint(code, (*at, "cronExpression"), values)
        op = _op(timer.argument)
        if op not in OPS:
            yield Complaint("timer_message", (*at, "argument"))
        elif "BEIAN_STORE" not in known.variables:
            yield Complaint("timer_store", at)


def _op(argument: str | None) -> object:
    try:
        message = json.loads(argument or "")
    except ValueError:
        return None
    return message.get("op") if isinstance(message, dict) else None


def _url(url: FunctionUrl, at: tuple[int | str, ...], config: Config | None) -> Iterator[Complaint]:
    if not url.net_config.enable_extranet:
        yield Complaint("url_unreachable", (*at, "netConfig"))
    if config and (url.auth_type == "CAM") != config.function_url.cam:
        code = "url_not_declared" if url.auth_type == "CAM" else "url_open"
        yield Complaint(code, (*at, "authType"))


def _endpoint(endpoint: Endpoint, at: tuple[int | str, ...], known: Known) -> Iterator[Complaint]:
    waits, budget = endpoint.service_timeout, BUDGET_S
    if known.config:
        budget = known.config.budget_seconds
    if not endpoint.function.is_integrated_response:
        yield Complaint("gateway_response", (*at, "function"))
    if waits > known.inputs.timeout:
        yield Complaint("gateway_longer", (*at, "serviceTimeout"))
    if waits <= budget:
        yield Complaint("gateway_shorter", (*at, "serviceTimeout"), {"budget": f"{budget:g}"})
    if bool(endpoint.auth) != bool(endpoint.usage_plan):
        yield Complaint("gateway_key", at)
