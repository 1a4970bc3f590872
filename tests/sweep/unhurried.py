"""The function's entry point, with all that a sweep needs already loaded: what is forked from here
is spared loading it, so that a storm is over sooner. It changes nothing that a sweep does."""

import beian.notify
import beian.sweep.desk
import beian.sweep.entry
import beian.sweep.fold
import beian.sweep.view
import beian.sweep.work  # noqa: F401
from handler import main_handler

__all__ = ["main_handler"]
