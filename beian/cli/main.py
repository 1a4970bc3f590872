"""The entry of `beian`: the exit status of every run is decided here.

0    nothing wrong
1    a verdict is not_eligible or blocked, or something is non_compliant
2    something is indeterminate or unknown
64   wrong usage or configuration
70   a bug
130  interrupted by Ctrl-C
"""

import sys

from beian.cli.labels import label, language_of

USAGE = 64
NEEDED = frozenset({"click", "rich"})
"""What the extra `cli` brings and nothing can be done without."""


def main() -> None:
    if sys.stdout is None or sys.stderr is None:  # closed by who started it
        sys.exit(USAGE)
    for stream in (sys.stdout, sys.stderr):
        # A pipe carries UTF-8 whatever the locale; a terminal shows what it can.
        encoding = None if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="replace")  # type: ignore[union-attr]  # typeshed: TextIO
    try:
        from beian.cli.commands import run  # noqa: PLC0415  # click may be missing
    except ModuleNotFoundError as missing:
        if missing.name not in NEEDED:
            raise
        sys.stderr.write(f"beian: {label('needs_extra', language_of())}\n")
        sys.exit(USAGE)
    sys.exit(run())
