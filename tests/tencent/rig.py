"""The wire under test, against an emulator: real clients, real sockets, no patches."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from beian.emulator import Emulator
from beian.facts import SHANGHAI, Order
from beian.tencent.account import AccountFacts, Reader, Wanted
from beian.tencent.memory import Memory
from beian.tencent.transport import Credential, Deadline, Transport, Wire

NOW = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
KEY = Credential("AKIDacme0001", "acme-secret-0001")
OTHER = Credential("AKIDother0001", "other-secret-0001")

Serve = Callable[[str], Emulator]


def world(account: str = "", rest: str = "") -> str:
    """YAML of a world with one account, whose key is `KEY`. Both parts are flow or block YAML,
    `account` without indentation."""
    lines = "".join(f"    {line}\n" for line in account.strip().splitlines())
    return (
        'accounts:\n  - uin: "100000000001"\n'
        f"    keys: [{{id: {KEY.secret_id}, secret: {KEY.secret_key}}}]\n{lines}{rest}\n"
    )


@dataclass
class Rig:
    """One warm process in front of an emulator."""

    emulator: Emulator
    wire: Wire = field(init=False)
    memory: Memory = field(default_factory=Memory)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.wire = Wire(urlsplit(self.emulator.url).netloc)

    def transport(self, seconds: float = 10, credential: Credential = KEY) -> Transport:
        return Transport(self.wire, credential, Deadline(seconds), lambda: self.now)

    def read(
        self, credential: Credential = KEY, seconds: float = 10, **asked: object
    ) -> AccountFacts:
        """What a check reads; `asked` overrides what it wants."""
        reader = Reader(self.transport(seconds, credential), self.memory)
        return reader.read(wanted(**asked), self.now)

    def counts(self) -> Mapping[str, int]:
        """The calls that the emulator saw since its last reset, by `service:Action`."""
        return Counter(f"{call.service}:{call.action}" for call in self.emulator.calls)


def is_scf(order: Order) -> bool:
    return "p_scf" in order.codes


def wanted(**asked: object) -> Wanted:
    settings: dict[str, object] = {
        "registrables": ("example.cn",),
        "regions": ("ap-guangzhou", "ap-hongkong"),
        "products": ("scf", "apigateway"),
        "months": 12,
        "margin_days": 31,
        "is_scf": is_scf,
        "is_pack": is_scf,
        "declared": frozenset(),
        "verified_field": "IsAuthenticated",
        "remember_seconds": 300,
    }
    return Wanted(**{**settings, **asked})  # type: ignore[arg-type]  # a test's words, by name


def days(count: float) -> timedelta:
    return timedelta(days=count)
