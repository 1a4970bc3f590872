"""Tokens and what is stored of them."""

import hashlib
import string
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beian import tokens
from tests.access.house import ISSUED, TOKENS

TOKEN, STORED = ISSUED["web"]
OTHERS = [stored for name, (_, stored) in ISSUED.items() if name != "web"]


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    tokens._seen.clear()
    yield
    tokens._seen.clear()


def test_a_token_has_256_random_bits_behind_a_mark() -> None:
    found = {tokens.new() for _ in range(5)}
    assert len({token for token, _ in found} | {stored for _, stored in found}) == 10
    for token, _ in found:
        assert token.startswith("beian_")
        rest = token.removeprefix("beian_")
        assert len(rest) == 43
        assert set(rest) <= set(string.ascii_letters + string.digits + "-_")


def test_what_is_stored_is_its_scrypt_with_a_salt_of_its_own() -> None:
    token, stored = tokens.new()
    name, n, r, p, salt, digest = stored.split("$")
    assert (name, n, r, p) == ("scrypt", "2048", "8", "1")
    found = tokens.parse(stored)
    assert len(found.salt) == 16
    assert found.hash == hashlib.scrypt(token.encode(), salt=found.salt, n=2048, r=8, p=1, dklen=32)
    assert token.removeprefix("beian_") not in stored
    assert salt not in STORED
    assert digest not in STORED


def test_one_that_is_stored_is_found_among_all() -> None:
    assert tokens.verify(TOKEN, [*OTHERS, STORED]) == (*[False] * len(OTHERS), True)
    assert tokens.verify(TOKEN, [STORED, *OTHERS]) == (True, *[False] * len(OTHERS))
    assert tokens.verify(TOKEN, [STORED, STORED]) == (True, True)
    assert tokens.verify(TOKEN, []) == ()


def test_all_are_compared_wherever_the_right_one_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = counted(monkeypatch)
    for stored in ([STORED, *OTHERS], [*OTHERS, STORED], OTHERS):
        runs.clear()
        tokens._seen.clear()
        tokens.verify(TOKEN, stored)
        assert len(runs) == len(stored)


def test_what_was_compared_once_is_not_hashed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = counted(monkeypatch)
    for _ in range(3):
        assert tokens.verify(TOKEN, [STORED]) == (True,)
        assert tokens.verify(TOKENS["gone"], [STORED]) == (False,)
    assert len(runs) == 2
    assert TOKEN not in str(tokens._seen)


def test_what_was_remembered_holds_for_the_same_hashes_alone() -> None:
    assert tokens.verify(TOKEN, [STORED]) == (True,)
    assert tokens.verify(TOKEN, [OTHERS[0]]) == (False,)
    assert tokens.verify(TOKEN, [OTHERS[0], STORED]) == (False, True)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_SEEN", 3)
    found = [tokens.new()[0] for _ in range(5)]
    for token in found:
        tokens.verify(token, [])
    tokens.verify(found[2], [])
    tokens.verify(TOKEN, [])
    kept = [hashlib.sha256(token.encode()).digest() for token in (found[4], found[2], TOKEN)]
    assert [digest for digest, _ in tokens._seen] == kept


@pytest.mark.parametrize(
    "token",
    ["", "beian_", TOKEN[:-1], TOKEN + "x", TOKEN + "\n", " " + TOKEN, TOKEN.upper(), "é" * 49],
)
def test_what_is_no_token_costs_no_hash(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    runs = counted(monkeypatch)
    assert tokens.verify(token, [STORED]) == (False,)
    assert runs == []


@given(
    st.text(st.sampled_from(string.ascii_letters + string.digits + "-_"), min_size=43, max_size=43)
)
@settings(max_examples=20)
def test_no_other_token_fits(rest: str) -> None:
    assert tokens.verify(f"beian_{rest}", [STORED]) == (f"beian_{rest}" == TOKEN,)


@given(st.integers(0, 42), st.sampled_from(string.ascii_letters + string.digits + "-_"))
@settings(max_examples=20)
def test_a_token_with_one_character_changed_does_not_fit(at: int, other: str) -> None:
    at += len("beian_")
    changed = TOKEN[:at] + other + TOKEN[at + 1 :]
    assert tokens.verify(changed, [STORED]) == (changed == TOKEN,)


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "x",
        TOKEN,
        STORED.replace("scrypt", "bcrypt"),
        STORED.replace("$2048$", "$2047$"),
        STORED.replace("$2048$", "$1$"),
        STORED.replace("$2048$", "$0$"),
        STORED.replace("$2048$", "$65536$"),
        STORED.replace("$8$", "$0$"),
        STORED.replace("$8$1$", "$8$5$"),
        STORED.replace("$8$1$", "$8$0$"),
        STORED[:-1],
        STORED + "A",
        STORED + "\n",
        "$".join(STORED.split("$")[:-1]),
    ],
)
def test_what_is_no_stored_hash_is_refused_and_not_quoted(stored: str) -> None:
    with pytest.raises(tokens.BadStored) as caught:
        tokens.parse(stored)
    assert not stored or stored not in str(caught.value)


def test_other_parameters_are_taken_as_they_stand() -> None:
    blank = tokens.Stored(1024, 4, 2, b"0123456789abcdef", b"")
    stored = str(blank._replace(hash=blank.of(TOKEN)))
    assert stored.startswith("scrypt$1024$4$2$")
    assert tokens.verify(TOKEN, [stored]) == (True,)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with each run of scrypt."""
    runs: list[str] = []
    of = tokens.Stored.of

    def counting(self: tokens.Stored, token: str) -> bytes:
        runs.append(token)
        return of(self, token)

    monkeypatch.setattr(tokens.Stored, "of", counting)
    return runs
