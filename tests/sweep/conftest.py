from collections.abc import Iterator
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from beian.emulator import Emulator, load_world
from beian.store import Store, open_store
from tests.bucket import Bucket
from tests.sweep.fleet import Fleet, world_of


@pytest.fixture(params=["local", "memory", "cos"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each of the places that sweeps can be kept in."""
    if request.param == "memory":
        return Store(MemoryStore(), "memory")
    if request.param == "local":
        return open_store(str(tmp_path / "sweeps"), {})
    bucket: Bucket = request.getfixturevalue("bucket")
    return open_store(bucket.address("some/where"), bucket.environ)


@pytest.fixture
def fleet(store: Store, tmp_path: Path) -> Iterator[Fleet]:
    with Emulator(load_world(world_of([]))) as emulator:
        yield Fleet(emulator, tmp_path, store)
        assert emulator.bugs == []
