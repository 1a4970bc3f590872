"""What an action is given: who asks, where, and the validated parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from beian.emulator.errors import ApiError
from beian.emulator.function import Settings
from beian.emulator.functions.invocations import Functions
from beian.emulator.identities import Identities, Identity
from beian.emulator.world import Account, World

Reply = dict[str, object]


@dataclass(frozen=True)
class Ask:
    """Parameters have passed the shape check, so a value has its documented type or is absent.

    `now` is the world's; `clamped` is the fault that makes every page one item long.
    """

    world: World
    identities: Identities
    settings: Settings
    caller: Identity
    now: datetime
    region: str
    params: Mapping[str, object]
    functions: Functions
    clamped: bool = False

    @property
    def account(self) -> Account:
        return self.caller.account

    def text(self, name: str) -> str | None:
        value = self.params.get(name)
        return value if isinstance(value, str) else None

    def whole(self, name: str) -> int | None:
        value = self.params.get(name)
        return value if isinstance(value, int) else None

    def inner(self, name: str) -> Mapping[str, object]:
        value = self.params.get(name)
        return value if isinstance(value, dict) else {}

    def items(self, name: str) -> list[object] | None:
        value = self.params.get(name)
        return value if isinstance(value, list) else None

    def page(self, largest: int, default: int = 20) -> tuple[int, int]:
        """Offset and Limit, the limit clamped to the largest. Raises ApiError below the least."""
        offset, limit = self.whole("Offset"), self.whole("Limit")
        offset = 0 if offset is None else offset
        limit = default if limit is None else limit
        if offset < 0 or limit < 1:
            raise ApiError("InvalidParameterValue", "Offset starts at 0 and Limit at 1.")
        return offset, self.clamp(min(limit, largest))

    def clamp(self, limit: int) -> int:
        return 1 if self.clamped else limit


Action = Callable[[Ask], Reply]
