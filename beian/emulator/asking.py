"""What an action is given: who asks, where, and the validated parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from beian.emulator.errors import ApiError
from beian.emulator.world import Account, Key, World

Reply = dict[str, object]


@dataclass(frozen=True)
class Ask:
    """Parameters have passed the shape check, so a value has its documented type or is absent."""

    world: World
    account: Account
    key: Key
    region: str
    params: Mapping[str, object]

    def text(self, name: str) -> str | None:
        value = self.params.get(name)
        return value if isinstance(value, str) else None

    def whole(self, name: str) -> int | None:
        value = self.params.get(name)
        return value if isinstance(value, int) else None

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
        return offset, min(limit, largest)


Action = Callable[[Ask], Reply]
