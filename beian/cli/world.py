"""Where a run's function finds its cloud: the real one, or an emulated one over a world file."""

import os
import re
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from beian import app
from beian.cli.failures import Wrong, hide
from beian.cli.options import DEFAULT_STORE, STORE, Shared
from beian.config import ConfigError
from beian.environment import BadEnvironment
from beian.permissions import role_arn

if TYPE_CHECKING:
    from beian.emulator import World

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
            "function_name": "",  # nowhere else can be asked to go on with a sweep
            "function_version": "$LATEST",
            "namespace": "default",
            "tencentcloud_region": self.region,
            "tencentcloud_uin": self.uin,
        }


@contextmanager
def running(shared: Shared, default_s: float = 20) -> Iterator[Place]:
    """The process's environment as the function needs it, until the end of the block.

    :param default_s: the time limit, unless an option sets one
    :raises Wrong: the world, the configuration or a variable cannot be used.
    """
    with ExitStack() as stack:
        config, limit_s = _config_path(shared), shared.timeout_s or default_s
        stack.enter_context(_changed({STORE: os.environ.get(STORE) or DEFAULT_STORE}))
        if shared.world is None:
            stack.enter_context(_changed({"BEIAN_CONFIG": config}))
            place = Place(os.environ.get("TENCENTCLOUD_REGION", ""), "", limit_s)
        else:
            place = stack.enter_context(_emulated(shared.world, config, limit_s))
        try:
            app.process(os.environ)
        except (BadEnvironment, ConfigError) as error:
            raise Wrong(_named_after(shared.world, config, str(error))) from error
        yield place


@contextmanager
def connected(world: Path | None, timeout_s: float) -> Iterator[Place]:
    """As `running`, for what calls the cloud and needs no configuration."""
    if world is None:
        yield Place(os.environ.get("TENCENTCLOUD_REGION", ""), "", timeout_s)
        return
    with _emulated(world, None, timeout_s) as place:
        yield place


def config_path(named: Path | None) -> str | None:
    """The file that an option names, else BEIAN_CONFIG, else the one in the working directory."""
    found = str(named) if named else os.environ.get("BEIAN_CONFIG")
    return found or (CONFIG_NAME if Path(CONFIG_NAME).is_file() else None)


def _config_path(shared: Shared) -> str | None:
    """Whoever runs a world gets the world's own declarations, not those that lie about."""
    if shared.config is None and shared.world is not None:
        return os.environ.get("BEIAN_CONFIG") or None
    return config_path(shared.config)


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
            config = stack.enter_context(_written(_as_configured(world)))
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


def _as_configured(world: "World") -> dict[str, object]:
    """The first account is the function's own. Accounts with a role that trusts it and demands an
    external id are answered about too."""
    own = world.accounts[0]
    others: list[dict[str, object]] = [
        {
            "uin": account.uin,
            "name": account.name,
            "role_arn": role_arn(account.uin, role.name),
            "external_id": role.external_id,
            "declared": dict(account.declared),
        }
        for account in world.accounts[1:]
        for role in account.roles[:1]
        if role.trusts == own.uin and role.external_id
    ]
    found: dict[str, object] = {"name": own.name, "declared": dict(own.declared)}
    if others:
        found["accounts"] = [{"uin": own.uin, "name": own.name, "self": True}, *others]
    return found


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
    passed = rf"(?m)^.*{CONFIG_NAME}:\d+: "
    own = re.sub(rf"{passed}(?!accounts\.)", lambda _: f"{world}: accounts[0].", message)
    return re.sub(passed, lambda _: f"{world}: ", own)
