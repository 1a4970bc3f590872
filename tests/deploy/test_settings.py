"""The shapes of the settings, held against the official models."""

import pytest

from beian.deploy import settings
from beian.tencent.transport import Read
from tests.tencent.test_contract import mismatches, module

REPLIES: dict[Read, type] = {
    settings.GET_EVENT: settings.EventInvoke,
    settings.GET_RESERVED: settings.Reserved,
}


@pytest.mark.parametrize("read", settings.READS)
def test_every_field_that_is_used_is_official(read: Read) -> None:
    models = module(read, "models")
    reply = getattr(models, f"{read.action}Response")
    assert list(mismatches(REPLIES[read], reply, models)) == []


@pytest.mark.parametrize("call", [*settings.READS, *settings.WRITES])
def test_every_action_is_the_official_clients(call: Read) -> None:
    client = module(call, "scf_client").ScfClient
    assert (client._apiVersion, hasattr(client, call.action)) == (call.version, True)
