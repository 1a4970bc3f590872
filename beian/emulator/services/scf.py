"""scf 2018-04-16."""

from collections.abc import Mapping

from beian.emulator.asking import Action, Ask, Reply


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


ACTIONS: Mapping[str, Action] = {"ListCustomDomains": list_custom_domains}
