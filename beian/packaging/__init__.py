"""The zip that SCF gets: what goes in, how it is built, what it weighs, whether it is fresh.

None of it is in the zip. `building.build` makes one, `weighing.weigh` and `freshness.freshness`
look at one.
"""

from typing import Literal

Reason = Literal[
    "no_project",
    "bad_config",
    "bad_lock",
    "no_pip",
    "no_wheels",
    "bad_wheel",
    "no_python",
    "bad_source",
    "no_zip",
    "bad_zip",
]


class PackageError(Exception):
    """There is no package, or none can be built.

    no_project    the folder is not a checkout of this project
    bad_config    its beian.yml cannot be used
    bad_lock      the lock holds a line that pins nothing
    no_pip        this Python cannot run pip
    no_wheels     pip could not get the pinned wheels
    bad_wheel     a wheel holds what the zip has no place for
    no_python     no CPython of the function's version is on this machine
    bad_source    a module does not compile
    no_zip        there is no such file
    bad_zip       it is none that this project built
    """

    def __init__(self, reason: Reason, **about: object) -> None:
        """:param about: what the text for that reason names"""
        super().__init__(f"{reason} {about}" if about else reason)
        self.reason: Reason = reason
        self.about = about
