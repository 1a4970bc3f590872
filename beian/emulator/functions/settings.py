"""The `function` of a world: what the emulated SCF runs, and within which bounds."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, PositiveInt, field_validator

from beian.emulator.accounts import Model, Uin
from beian.emulator.function import AGE_S, RETRIES

_RESERVED = ("SCF_", "QCLOUD_", "TENCENTCLOUD_")


class Function(Model):
    """By default beian itself, in the home region and the first account.

    `account` owns the function, and its first key is the execution identity. `concurrency` is how
    many executions run at once; an asynchronous event that finds them all running waits. After an
    execution that fails there are `retries` more, `retry_after_s` real seconds after the end of the
    one before. `memory_mib` is told to the function and not enforced. `env` is on top of what the
    platform sets; `PYTHONPATH` in it finds a handler that lies elsewhere.
    """

    name: str = Field(default="beian", pattern=r"^[A-Za-z][A-Za-z0-9_-]{1,59}$")
    namespace: str = "default"
    region: str | None = None
    handler: str = Field(default="handler.main_handler", pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$")
    time_limit_s: Annotated[float, Field(gt=0, le=900)] = 900
    memory_mib: Annotated[int, Field(ge=64, le=3072)] = 512
    concurrency: PositiveInt = 100
    retries: RETRIES = 2
    age_s: AGE_S = 21600
    reserved_concurrency_mb: PositiveInt | None = None
    retry_after_s: Annotated[float, Field(ge=0)] = 60
    account: Uin | None = None
    env: Mapping[str, str] = {}

    @field_validator("env")
    @classmethod
    def _free_names(cls, env: Mapping[str, str]) -> Mapping[str, str]:
        for name in env:
            if name.startswith(_RESERVED):
                raise ValueError(f"{name}: the platform keeps {', '.join(_RESERVED)} for itself")
        return env
