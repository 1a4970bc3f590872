"""The entry point of the function on SCF: `handler.main_handler`."""

import gc
import logging
import os
import sys

# Hardly anything that importing makes is garbage, and looking for it takes a tenth of the time.
gc.disable()

# Looking for pydantic plugins reads the metadata of every installed package at the first model that
# is built: some 20 ms of a cold start, for plugins that there are none of.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from beian.app import handle  # noqa: E402  # after the settings that it reads

gc.freeze()
gc.enable()

if not logging.getLogger("beian").handlers:  # one JSON object a line, into the platform's log
    _log = logging.StreamHandler(sys.stdout)
    _log.setFormatter(logging.Formatter("%(message)s"))
    logging.getLogger("beian").addHandler(_log)
    logging.getLogger("beian").setLevel(logging.INFO)
    logging.getLogger("beian").propagate = False


def main_handler(event: object, context: object) -> dict[str, object]:
    """Answers API Gateway, function URL, timer and direct invocations.

    :param event: what the trigger sends, a JSON value
    :param context: what SCF says of the function, a dict
    :raises beian.sweep.SweepFailed: so that the platform tries that step again; nothing else
    """
    return handle(event, context)
