"""A stateful emulator of the Tencent Cloud API over a world file, for laptops and tests.

Never imported by the deployed function.
"""

from beian.emulator.server import Call, Emulator
from beian.emulator.world import World, WorldError, load_world

__all__ = ["Call", "Emulator", "World", "WorldError", "load_world"]
