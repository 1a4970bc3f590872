"""When there is nothing to answer with, and what is answered all the same."""

from collections.abc import Mapping

import pytest

from beian import check
from beian.check import NothingReadable, Question, Session
from beian.emulator import Emulator, load_world
from beian.environment import clock, credential
from beian.facts import Evidence, Known, Place
from beian.settings import Settings
from beian.tencent.account import AccountFacts
from beian.tencent.memory import Memory
from beian.tencent.transport import Deadline, Wire
from tests.function.runs import CREDENTIAL, world


def session(endpoint: str, environ: Mapping[str, str] = CREDENTIAL) -> Session:
    return Session(
        wire=Wire(endpoint),
        memory=Memory(),
        config=Settings(),
        credential=credential(environ) or check.no_credential(),
        name=None,
        declared=None,
        home="ap-hongkong",
        deadline=Deadline(5),
        clock=clock({}),
    )


@pytest.mark.parametrize("serve", [True, False])
def test_without_a_credential_no_verdict_is_certain(serve: bool) -> None:
    """Not even that nothing is bound: no place was looked at."""
    with pytest.raises(NothingReadable) as caught:
        check.check([Question("www.example.cn", serve=serve)], session("", {}), "en")
    (answer,) = caught.value.answers
    assert answer.verdict.value == "indeterminate"
    assert answer.compliance.value == "unknown"
    assert {one.call for one in caught.value.missing} >= {
        "scf:ListCustomDomains",
        "ba:DescribeDomainIcpStatus",
    }


def test_a_name_that_is_gone_is_not_something_that_was_read() -> None:
    """It is how a network without a resolver looks: then nothing has answered at all."""
    with Emulator(load_world(world('denies: ["*"]'))) as emulator:
        one = session(emulator.url.removeprefix("http://"))
        found = read(one)
        assert not check._anything(found)
        silent = Evidence("apigateway:DescribeServicesStatus", None, "", one.clock(), {})
        place = Place("apigateway", "ap-guangzhou", Known((), (silent,)))
        assert not check._anything(found._replace(places=(place,)))
        told = silent._replace(request_id="r-1")
        place = Place("apigateway", "ap-guangzhou", Known((), (told,)))
        assert check._anything(found._replace(places=(place,)))


def read(one: Session) -> AccountFacts:
    asked = [check._understand(Question("www.example.cn"), one)]
    found = check._read(asked, one)
    assert found is not None
    return found
