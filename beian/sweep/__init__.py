"""Sweeps: every account and domain checked on a schedule, and what changed since the last time."""

OPS = ("sweep", "sweep.work", "sweep.watch")
"""Direct invocations that carry a sweep on."""


class SweepFailed(Exception):
    """A step of a sweep could not be done. It leaves the function, so that the platform tries an
    asynchronous invocation again; the message is fit to be shown."""
