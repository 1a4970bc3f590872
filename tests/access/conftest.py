from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.house import House, opened


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with opened(tmp_path, monkeypatch) as found:
        yield found
