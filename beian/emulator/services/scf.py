"""scf 2018-04-16."""

from collections.abc import Mapping
from typing import cast

from pydantic import ValidationError

from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError
from beian.emulator.function import EventInvoke, Settings

QUOTA_MB, SHARED_MB = 128_000, 12_800
"""Of an account in a large region, and the part of it that no function can reserve."""


def list_custom_domains(ask: Ask) -> Reply:
    """A domain that several functions share is one domain with several endpoints."""
    functions: dict[str, list[str]] = {}
    for binding in ask.account.bindings:
        if binding.service == "scf" and ask.world.region_of(binding) == ask.region:
            functions.setdefault(binding.domain, []).append(binding.function)
    offset, limit = ask.page(largest=100)
    page = list(functions.items())[offset : offset + limit]
    return {"Total": len(functions), "Domains": [_domain(name, names) for name, names in page]}


def _domain(name: str, functions: list[str]) -> Reply:
    return {
        "Domain": name,
        "Protocol": "HTTP",
        "EndpointsConfig": [
            {
                "Namespace": "default",
                "FunctionName": function,
                "Qualifier": "$LATEST",
                "PathMatch": "/*",
                "PathRewrite": [],
            }
            for function in functions
        ],
        "CertConfig": {"CertificateId": ""},
        "WafConfig": {"WafOpen": "CLOSE", "WafInstanceId": ""},
        "Tags": [],
    }


def get_event_invoke(ask: Ask) -> Reply:
    values = _settings(ask).values()
    retries = [{"RetryNum": values.retries}]
    return {"AsyncTriggerConfig": {"RetryConfig": retries, "MsgTTL": values.age_s}}


def update_event_invoke(ask: Ask) -> Reply:
    settings = _settings(ask)
    wanted = ask.inner("AsyncTriggerConfig")
    (retry,) = cast("list[Mapping[str, object]]", wanted["RetryConfig"])[:1] or [{}]
    try:
        found = EventInvoke.model_validate(
            {"retries": retry.get("RetryNum"), "age_s": wanted["MsgTTL"]}
        )
    except ValidationError as error:
        raise ApiError(
            "InvalidParameterValue.AsyncTriggerConfig",
            "RetryNum is 0 to 2 and MsgTTL 60 to 21600 seconds.",
        ) from error
    settings.change(retries=found.retries, age_s=found.age_s)
    return {}


def get_reserved_concurrency(ask: Ask) -> Reply:
    return {"ReservedMem": _settings(ask).values().reserved_mb}


def put_reserved_concurrency(ask: Ask) -> Reply:
    settings, wanted = _settings(ask), ask.whole("ReservedConcurrencyMem") or 0
    if wanted < 1:
        raise ApiError("InvalidParameterValue", "ReservedConcurrencyMem starts at 1.")
    if wanted > QUOTA_MB - SHARED_MB:
        raise ApiError(
            "FailedOperation.ReservedExceedTotal",
            f"At most {QUOTA_MB - SHARED_MB} MB of the account's quota can be reserved.",
        )
    settings.change(reserved_mb=wanted)
    return {}


def _settings(ask: Ask) -> Settings:
    name, namespace = ask.text("FunctionName") or "", ask.text("Namespace") or "default"
    if not ask.settings.is_of(ask.account.uin, ask.region, namespace, name):
        raise ApiError("ResourceNotFound.Function", f"There is no function {namespace}/{name}.")
    return ask.settings


ACTIONS: Mapping[str, Action] = {
    "ListCustomDomains": list_custom_domains,
    "GetFunctionEventInvokeConfig": get_event_invoke,
    "UpdateFunctionEventInvokeConfig": update_event_invoke,
    "GetReservedConcurrencyConfig": get_reserved_concurrency,
    "PutReservedConcurrencyConfig": put_reserved_concurrency,
}
