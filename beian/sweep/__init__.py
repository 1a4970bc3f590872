"""Sweeps: every account and domain checked on a schedule, and what changed since the last time."""
