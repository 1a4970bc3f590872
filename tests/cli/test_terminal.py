"""What a person sees: the command on a pseudo-terminal of a given width."""

import contextlib
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli import worlds
from tests.cli.running import BEIAN, environment, written

ESCAPE = re.compile(r"\x1b(\[[0-9;?]*[a-zA-Z]|\][^\x1b]*\x1b\\)")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7])(?:;\d+)*m")


def on_terminal(folder: Path, columns: int, *arguments: str, **variables: str) -> str:
    """All that the terminal got, standard error included."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [*BEIAN, *arguments],
        cwd=folder,
        env=environment(**{"TERM": "xterm-256color", **variables}),
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    got = b""
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while chunk := os.read(leader, 65536):
            got += chunk
    os.close(leader)
    process.wait(20)
    text = got.decode().replace("\r\n", "\n")
    assert worlds.SECRET not in text
    return text


@pytest.mark.parametrize(
    ("columns", "lang", "name", "next_steps"),
    [(80, "zh-CN", "暂不可备案", "下一步"), (120, "en", "NOT ELIGIBLE", "Next steps")],
)
def test_a_verdict_is_a_panel_that_fits(
    tmp_path: Path, columns: int, lang: str, name: str, next_steps: str
) -> None:
    world = written(tmp_path, worlds.NO_PACK)
    shown = on_terminal(tmp_path, columns, "check", "www.例子.cn", "--lang", lang, *world)
    assert COLOUR.search(shown)
    lines = ESCAPE.sub("", shown).splitlines()
    framed = [line for line in lines if line.startswith(("╭", "│", "╰"))]
    assert framed[0].startswith("╭─ www.例子.cn (www.xn--fsqu00a.cn) ─")
    assert {cell_len(line) for line in framed} == {columns}
    assert {line[-1] for line in framed} == set("╮│╯")
    text = "\n".join(framed)
    for said in (f"✗ {name}", "pack.gbs-400k", next_steps, " 1. ", "https://buy.cloud"):
        assert said in text
    inside = [line[1:-1].strip() for line in framed]
    assert not [line for line in inside if line[:1] in ("，", "。", "、", "；", "）")]


def test_several_verdicts_begin_with_an_overview(tmp_path: Path) -> None:
    world = written(tmp_path, worlds.IN_ORDER)
    shown = on_terminal(
        tmp_path, 80, "check", "www.example.cn", "a.apigw.tencentcs.com", *world, NO_COLOR="1"
    )
    assert not COLOUR.search(shown)
    overview = ESCAPE.sub("", shown).partition("╭")[0]
    assert "2 verdicts" in overview
    assert re.search(r"www\.example\.cn +✓ eligible +not filed", overview)
    assert re.search(r"a\.apigw\.tencentcs\. +✓ not required", overview)
    assert "Order" in shown
    assert "invocation pack + GBs pack" in shown


def test_a_person_who_waits_is_told_for_what(tmp_path: Path) -> None:
    world = written(tmp_path, worlds.SLOW)
    slow = on_terminal(tmp_path, 80, "check", "www.example.cn", *world)
    quick = on_terminal(tmp_path, 80, "check", "a.apigw.tencentcs.com")
    assert "Reading the account and its domains" in slow
    assert "Reading the account and its domains" not in quick


def test_a_terminal_that_cannot_do_much_gets_plain_lines(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, 80, "check", "a.apigw.tencentcs.com", TERM="dumb")
    assert "\x1b" not in shown
    assert shown.startswith("a.apigw.tencentcs.com: not_required")


def test_the_rulebook_fits_a_terminal(tmp_path: Path) -> None:
    shown = ESCAPE.sub("", on_terminal(tmp_path, 80, "rules", "--lang", "zh-CN"))
    assert max(map(cell_len, shown.splitlines())) <= 80
    assert "account.order-in-progress" in shown
    assert "ba:DescribeLastIcpOrderInProgress" in shown
    one = ESCAPE.sub("", on_terminal(tmp_path, 80, "rules", "pack.gbs-400k"))
    assert {cell_len(line) for line in one.splitlines() if line.startswith(("╭", "│", "╰"))} == {80}
    assert "finance:DescribeDealsByCond" in one
