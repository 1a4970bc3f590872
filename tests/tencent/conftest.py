from collections.abc import Callable, Iterator

import pytest

from beian.emulator import Emulator, load_world
from tests.tencent.rig import Rig


@pytest.fixture
def rig() -> Iterator[Callable[[str], Rig]]:
    """Serves worlds given as YAML; no test may leave a bug of the emulator behind."""
    running: list[Emulator] = []

    def start(text: str) -> Rig:
        running.append(Emulator(load_world(text)).start())
        return Rig(running[-1])

    yield start
    for emulator in running:
        emulator.stop()
    assert [bug for emulator in running for bug in emulator.bugs] == []
