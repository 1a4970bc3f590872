"""Writing: to whom, how, and that someone waits."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 0.3
"""How long a person looks at nothing before being told what is going on."""
WIDEST = 120


def for_a_person() -> bool:
    """Whether standard output is a terminal that can do more than print lines."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def write(text: str) -> None:
    """To standard output, whole. A reader that has gone away is no error: `beian … | head`."""
    try:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_json(value: object) -> None:
    write(json.dumps(value, ensure_ascii=False, indent=2))


def paint(text: str, style: str) -> str:
    """In a colour, or `bold`, where a person sees it."""
    if not for_a_person() or os.environ.get("NO_COLOR"):
        return text
    import click  # noqa: PLC0415

    return click.style(text, bold=True) if style == "bold" else click.style(text, fg=style)


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """Tells a person at a terminal what is waited for, on standard error, once it takes long."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_spin, args=(text, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _spin(text: str, done: threading.Event) -> None:
    if done.wait(PATIENCE_S):
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status(text):
        done.wait()
