"""Text that wraps as people read it: Latin between words, Chinese between characters.

Rich breaks at spaces alone, which leaves Chinese lines ragged. Here a line may also end beside any
wide character, but none begins with closing punctuation or ends with opening punctuation.
"""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.text import Text

from beian.safe import clean

_OPENING = "（《〈【「『“‘([{"
_CLOSING = "，。、；：？！）》〉】」』”’…—,.;:!?)]}%"


class Prose:
    """One paragraph. Control characters are taken out."""

    def __init__(self, *parts: str | tuple[str, str], style: str = "") -> None:
        tidy = (clean(p) if isinstance(p, str) else (clean(p[0]), p[1]) for p in parts)
        self.text = Text.assemble(*tidy, style=style, end="", no_wrap=True, overflow="ignore")

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Text]:
        starts = line_starts(self.text.plain, options.max_width)
        for line in self.text.divide(starts):
            line.rstrip()
            line.end = "\n"
            yield line

    def __rich_measure__(self, _console: Console, options: ConsoleOptions) -> Measurement:
        plain = self.text.plain
        widest = max((cell_len(plain[a:b].rstrip()) for a, b in _pieces(plain)), default=0)
        most = options.max_width
        return Measurement(min(widest, most), min(cell_len(plain), most))


def line_starts(text: str, width: int) -> list[int]:
    """Where lines after the first begin, so that none is wider than `width` cells."""
    starts: list[int] = []
    used = 0

    def begin(at: int) -> None:
        nonlocal used
        starts.append(at)
        used = 0

    for first, last in _pieces(text):
        visible = cell_len(text[first:last].rstrip())
        if used and used + visible > width:
            begin(first)
        if visible <= width:
            used += cell_len(text[first:last])
            continue
        for at in range(first, last):  # nothing to break at, such as a long address
            cells = cell_len(text[at])
            if used + cells > width:
                begin(at)
            used += cells
    return starts


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """What no line break may divide, with the spaces after it."""
    first = 0
    for at in range(1, len(text)):
        if _may_break(text[at - 1], text[at]):
            yield first, at
            first = at
    if text:
        yield first, len(text)


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before == " ":
        return True
    if after in _CLOSING or before in _OPENING:
        return False
    return cell_len(before) == 2 or cell_len(after) == 2
