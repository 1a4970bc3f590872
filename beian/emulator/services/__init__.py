"""The actions, one module a service; each is a pure function of an `Ask`. `invoking` is apart: what
it does, processes do."""

from collections.abc import Mapping

from beian.emulator.asking import Action
from beian.emulator.services import (
    apigateway,
    ba,
    billing,
    domain,
    invoking,
    organization,
    scf,
    sts,
)

ACTIONS: Mapping[str, Mapping[str, Action]] = {
    "apigateway": apigateway.ACTIONS,
    "ba": ba.ACTIONS,
    "billing": billing.ACTIONS,
    "domain": domain.ACTIONS,
    "organization": organization.ACTIONS,
    "scf": {**scf.ACTIONS, **invoking.ACTIONS},
    "sts": sts.ACTIONS,
}
