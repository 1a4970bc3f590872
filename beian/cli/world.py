"""Where a run's function finds its cloud: the real one, or an emulated one over a world file."""

import os
import re
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from beian import app
from beian.cli.failures import Wrong, hide
from beian.cli.options import Shared
from beian.config import ConfigError
from beian.environment import BadEnvironment

CONFIG_NAME = "beian.yml"
MEMORY_MB = 128
"""What SCF gives a function unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the platform would say of the function: where it runs, for whom and how long."""

    region: str
    uin: str
    timeout_s: float

    def context(self) -> dict[str, object]:
        """The context of one more invocation."""
        return {
            "request_id": str(uuid.uuid4()),
            "time_limit_in_ms": round(self.timeout_s * 1000),
            "memory_limit_in_mb": MEMORY_MB,
            "function_name": "beian",
            "function_version": "$LATEST",
            "namespace": "default",
            "tencentcloud_region": self.region,
            "tencentcloud_uin": self.uin,
        }


@contextmanager
def running(shared: Shared) -> Iterator[Place]:
    """The process's environment as the function needs it, until the end of the block.

    :raises Wrong: the world, the configuration or a variable cannot be used.
    """
    with ExitStack() as stack:
        config = _config_path(shared)
        if shared.world is None:
            stack.enter_context(_changed({"BEIAN_CONFIG": config}))
            place = Place(os.environ.get("TENCENTCLOUD_REGION", ""), "", shared.timeout_s)
        else:
            place = stack.enter_context(_emulated(shared.world, config, shared.timeout_s))
        try:
            app.process(os.environ)
        except (BadEnvironment, ConfigError) as error:
            raise Wrong(_named_after(shared.world, config, str(error))) from error
        yield place


def _config_path(shared: Shared) -> str | None:
    """Whoever runs a world gets the world's own declarations, not those that lie about."""
    if shared.config:
        return str(shared.config)
    named = os.environ.get("BEIAN_CONFIG")
    if named or shared.world:
        return named or None
    return CONFIG_NAME if Path(CONFIG_NAME).is_file() else None


@contextmanager
def _emulated(path: Path, config: str | None, timeout_s: float) -> Iterator[Place]:
    from beian.emulator import Emulator, WorldError, load_world  # noqa: PLC0415  # brings the SDK

    try:
        world = load_world(path)
    except WorldError as error:
        raise Wrong(str(error)) from error
    account = world.accounts[0]
    key = account.keys[0]
    hide(key.secret, key.token)
    with ExitStack() as stack:
        if config is None:
            found = {"name": account.name, "declared": dict(account.declared)}
            config = stack.enter_context(_written(found))
        emulator = stack.enter_context(Emulator(world))
        stack.enter_context(
            _changed(
                {
                    "BEIAN_CONFIG": config,
                    "BEIAN_ENDPOINT": emulator.url,
                    "BEIAN_NOW": world.clock.isoformat() if world.clock else None,
                    "TENCENTCLOUD_SECRETID": key.id,
                    "TENCENTCLOUD_SECRETKEY": key.secret,
                    "TENCENTCLOUD_SESSIONTOKEN": key.token,
                }
            )
        )
        yield Place(world.home.region, account.uin, timeout_s)


@contextmanager
def _written(config: Mapping[str, object]) -> Iterator[str]:
    import yaml  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="beian-") as folder:
        path = Path(folder, CONFIG_NAME)
        path.write_text(yaml.safe_dump(dict(config), allow_unicode=True), "utf-8")
        yield str(path)


@contextmanager
def _changed(variables: Mapping[str, str | None]) -> Iterator[None]:
    """None unsets a variable. The environment is as before afterwards."""
    before = {name: os.environ.get(name) for name in variables}
    _set(variables)
    try:
        yield
    finally:
        _set(before)


def _set(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _named_after(world: Path | None, config: str | None, message: str) -> str:
    """Complaints of the world's own declarations name the world, not the file they passed
    through."""
    if world is None or config is not None:
        return message
    return re.sub(rf"(?m)^.*{CONFIG_NAME}:\d+: ", lambda _: f"{world}: accounts[0].", message)
