"""`BEIAN_CONFIG=cos://…`: an object that may change while a function is warm."""

from collections.abc import Iterator

import pytest

from beian import app
from beian.config import ConfigError, load
from beian.emulator import Emulator, load_world
from tests.bucket import BUCKET, Bucket
from tests.function.runs import CHECK, IN_ORDER, SMALL, Run, context, environ, invoke

KEY = "conf/beian.yml"


class Function:
    """A warm function whose configuration is an object."""

    def __init__(self, bucket: Bucket, emulator: Emulator) -> None:
        self.bucket = bucket
        self.emulator = emulator

    def check(self) -> Run:
        more = {"BEIAN_COS_ENDPOINT": self.bucket.url}
        return invoke(
            CHECK, context(), environ(self.emulator.url, self.bucket.address(KEY), **more)
        )

    def name(self) -> object:
        run = self.check()
        account = run.answers[0]["account"]
        assert isinstance(account, dict)
        return account["name"]


@pytest.fixture
def function(bucket: Bucket) -> Iterator[Function]:
    app._kept.clear()
    with Emulator(load_world(IN_ORDER)) as emulator:
        yield Function(bucket, emulator)
    app._kept.clear()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at the configuration at each invocation."""
    monkeypatch.setattr(app, "CONFIG_FOR_S", 0)


def test_it_is_read_from_the_bucket(function: Function) -> None:
    function.bucket.put(KEY, f"name: acme\n{SMALL}")
    assert function.name() == "acme"


@pytest.mark.usefixtures("impatient")
def test_a_change_is_seen_by_a_warm_function(function: Function) -> None:
    function.bucket.put(KEY, f"name: acme\n{SMALL}")
    assert function.name() == "acme"
    function.bucket.put(KEY, f"name: beta\n{SMALL}")
    assert function.name() == "beta"


@pytest.mark.usefixtures("impatient")
def test_what_was_remembered_stays_where_nothing_changed(function: Function) -> None:
    function.bucket.put(KEY, SMALL)
    function.check()
    cold = len(function.emulator.calls)
    function.check()
    assert len(function.emulator.calls) - cold < cold / 2


def test_it_is_not_read_again_at_once(function: Function) -> None:
    function.bucket.put(KEY, f"name: acme\n{SMALL}")
    assert function.name() == "acme"
    function.bucket.put(KEY, "name: beta\n")
    assert function.name() == "acme"


@pytest.mark.usefixtures("impatient")
def test_a_warm_function_does_not_go_on_with_what_it_can_no_longer_read(
    function: Function,
) -> None:
    function.bucket.put(KEY, f"name: acme\n{SMALL}")
    assert function.name() == "acme"
    function.bucket.send("DELETE", f"/{BUCKET}/{KEY}")
    run = function.check()
    assert run.verdict == "500"
    assert "there is no such object: upload beian.yml" in run.written


class TestComplaints:
    def test_name_the_object_and_the_line(self, bucket: Bucket) -> None:
        bucket.put(KEY, "name: acme\nnmae: x\n")
        with pytest.raises(ConfigError, match=rf"cos://{BUCKET}/{KEY}\?region=.*:2: nmae: Extra"):
            load({**bucket.environ, "BEIAN_CONFIG": bucket.address(KEY)})

    def test_an_object_that_is_not_there(self, bucket: Bucket) -> None:
        with pytest.raises(ConfigError, match="there is no such object"):
            load({**bucket.environ, "BEIAN_CONFIG": bucket.address("other.yml")})

    def test_an_address_that_is_none(self) -> None:
        with pytest.raises(ConfigError, match=r"BEIAN_CONFIG: .*write it as cos://"):
            load({"BEIAN_CONFIG": "cos://bucket/beian.yml"})

    def test_no_credential(self, bucket: Bucket) -> None:
        with pytest.raises(ConfigError, match="no credential"):
            load({"BEIAN_CONFIG": bucket.address(KEY)})
