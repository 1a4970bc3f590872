"""Whatever is killed, doubled or late: one report, the right one, and people are told once.

A few storms in the ordinary run; `make storm` has two hundred.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from beian.emulator import Emulator, load_world
from tests.sweep.fleet import world_of
from tests.sweep.storm import SWEEP, Storms, differences, receiving

COUNT = 200 if os.environ.get("BEIAN_PROOF") else 4


@pytest.fixture(scope="module")
def storms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storms]:
    world = world_of([], function={"handler": "tests.sweep.unhurried.main_handler"})
    with Emulator(load_world(world)) as emulator, receiving() as receiver:
        yield Storms(emulator, tmp_path_factory.mktemp("storms"), receiver)


@pytest.mark.parametrize("seed", range(COUNT))
def test_a_storm_changes_nothing(storms: Storms, tmp_path: Path, seed: int) -> None:
    found = storms.pass_over(seed)
    assert differences(found.calm, found.stormy) == []
    assert set(found.notices) == {SWEEP}
    assert found.killed >= len(found.stormy.accounts) // 2
