"""apigateway 2018-08-08: one service for each function and region that has a domain bound."""

import hashlib
from collections.abc import Mapping

from beian.emulator.accounts import Binding
from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError
from beian.emulator.names import registrable

_SINCE = "2024-01-01T00:00:00Z"


def describe_services_status(ask: Ask) -> Reply:
    offset, limit = ask.page(largest=100)
    services = [
        _service(service_id, bindings[0].function, ask.region)
        for service_id, bindings in _services(ask).items()
    ]
    for filtered in ask.items("Filters") or []:
        services = _filtered(services, filtered)
    page = services[offset : offset + limit]
    return {"Result": {"TotalCount": len(services), "ServiceSet": page}}


def describe_service_sub_domains(ask: Ask) -> Reply:
    offset, limit = ask.page(largest=100)
    bindings = _services(ask).get(ask.text("ServiceId") or "")
    if bindings is None:
        raise ApiError("ResourceNotFound.InvalidService", "There is no such service here.")
    page = [_sub_domain(ask, binding) for binding in bindings[offset : offset + limit]]
    return {"Result": {"TotalCount": len(bindings), "DomainSet": page}}


def _services(ask: Ask) -> dict[str, list[Binding]]:
    services: dict[str, list[Binding]] = {}
    for binding in ask.account.bindings:
        if binding.service == "apigateway" and ask.world.region_of(binding) == ask.region:
            name = f"{ask.account.uin}/{ask.region}/{binding.function}"
            service_id = f"service-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
            services.setdefault(service_id, []).append(binding)
    return services


def _filtered(services: list[Reply], wanted: object) -> list[Reply]:
    """Of the documented filters, the two that can tell services of this emulator apart."""
    if not isinstance(wanted, dict) or wanted["Name"] not in {"ServiceId", "ServiceName"}:
        return services
    return [service for service in services if service[wanted["Name"]] in wanted["Values"]]


def _service(service_id: str, function: str, region: str) -> Reply:
    return {
        "ServiceId": service_id,
        "ServiceName": function,
        "ServiceDesc": "",
        "Protocol": "http&https",
        "NetTypes": ["OUTER"],
        "IpVersion": "IPv4",
        "AvailableEnvironments": ["release"],
        "OuterSubDomain": f"{service_id}.{region.removeprefix('ap-')}.apigw.tencentcs.com",
        "InnerSubDomain": None,
        "InnerHttpPort": 80,
        "InnerHttpsPort": 443,
        "ExclusiveSetName": "",
        "InstanceId": None,
        "SetType": None,
        "DeploymentType": None,
        "TradeIsolateStatus": 0,
        "Tags": [],
        "CreatedTime": _SINCE,
        "ModifiedTime": _SINCE,
    }


def _sub_domain(ask: Ask, binding: Binding) -> Reply:
    filed = ask.world.filing(registrable(binding.domain) or binding.domain)
    follows = filed.gov and filed.landed
    return {
        "DomainName": binding.domain,
        "Status": 1,
        "CertificateId": "",
        "IsDefaultMapping": True,
        "Protocol": "http",
        "NetType": "OUTER",
        "IsForcedHttps": False,
        "RegistrationStatus": follows if binding.registered is None else binding.registered,
    }


ACTIONS: Mapping[str, Action] = {
    "DescribeServicesStatus": describe_services_status,
    "DescribeServiceSubDomains": describe_service_sub_domains,
}
