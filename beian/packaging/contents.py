"""What is in the package, and what is not, as data.

A path is one inside the zip; `*` in a pattern stands for any characters, slashes too.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

PYTHON = "3.10"
MAGIC = (3439).to_bytes(2, "little") + b"\r\n"
"""What every bytecode file of CPython 3.10 begins with."""
TAG = "cpython-310"
PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_17_x86_64")
"""Two names of one platform: x86-64 Linux with glibc 2.17 or newer."""
MARKERS: Mapping[str, str] = MappingProxyType(
    {
        "implementation_name": "cpython",
        "implementation_version": f"{PYTHON}.0",
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": f"{PYTHON}.0",
        "python_version": PYTHON,
        "sys_platform": "linux",
        "extra": "",
    }
)
"""Where the function runs, as a dependency's conditions ask for it."""

ZIP_BUDGET = 12_000_000
UNPACKED_BUDGET = 45_000_000
"""Bytes, with the bytecode."""

LAPTOP_ONLY = (
    "beian/__main__.py",
    "beian/api/openapi.py",  # builds openapi.json, which is what the function serves
    "beian/cli/*",
    "beian/deploy/*",
    "beian/emulator/*",
    "beian/packaging/*",
    "beian/safe.py",  # what a terminal and a spreadsheet may be shown
    "beian/sweep/outputs/junit.py",
    "beian/sweep/outputs/rows.py",
    "beian/sweep/outputs/sarif.py",
)
"""Of this project's own modules, those that no invocation reaches."""

WITHOUT = ("click", "oauthlib", "requests-oauthlib")
"""Whole dependencies: apprise asks for them, for its own command line and its Twitter plugin."""

PLUGINS = (
    "__init__.py",
    "base.py",
    "custom_json.py",
    "dingtalk.py",
    "email/*",
    "feishu.py",
    "lark.py",
    "wecombot.py",
)
"""Of apprise's plugins, those that notices go through. It imports every one that it finds."""

LEFT_OUT = (
    "*.pyi",  # for type checkers
    "*/py.typed",
    "*/__main__.py",  # command lines
    "apprise/assets/*",  # images
    "apprise/cli.py",
    "apprise/i18n/*",  # translations of its messages to people at a terminal
    "charset_normalizer/cli/*",
    "idna/cli.py",
    "markdown/test_tools.py",
    "publicsuffixlist/update.py",
    "pydantic/mypy.py",
    "pydantic/v1/*",  # models of version 1, which nothing here has
    "yaml/_yaml.*",  # libyaml, 2.5 MB, for loaders that nothing here asks for; yaml goes on
    "yaml/cyaml.py",  # without it
    "_yaml/*",
)

SOURCES_KEPT = (
    "apprise/plugins/*",  # apprise finds its plugins by their .py files
    "certifi/*",  # the Mozilla Public License goes with the source
    "publicsuffixlist/*",
)
"""Of dependencies, the modules whose source is shipped beside the bytecode; of the others the
bytecode takes its place. Sources would be 1.4 MB of the zip, only to quote lines in tracebacks."""


def wants(path: str) -> bool:
    """Whether a file of a wheel belongs into the zip. Of the metadata, what says whose work it is
    and under which licence stays."""
    if ".dist-info/" in path:
        name = path.split(".dist-info/", 1)[1]
        return name == "METADATA" or name.upper().startswith(("LICEN", "COPYING", "NOTICE"))
    if path.startswith("apprise/plugins/"):
        return matches(path.removeprefix("apprise/plugins/"), PLUGINS)
    return not matches(path, LEFT_OUT)


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)
