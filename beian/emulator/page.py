"""What a person sees of the emulator: its world in short, and the calls and events it received."""

import json
from collections.abc import Sequence
from html import escape

from beian.emulator.cloud import Call
from beian.emulator.functions.invocations import Functions
from beian.emulator.world import World

_STYLE = (
    "body{font:14px/1.5 system-ui,sans-serif;margin:2rem;max-width:80rem}"
    "table{border-collapse:collapse;margin:1rem 0}"
    "th,td{border:1px solid #ccc;padding:.2rem .6rem;text-align:left;vertical-align:top}"
    "td.bad{color:#b00020}"
)
_CALL_HEADS = ("at", "action", "region", "account", "status", "fault", "parameters", "RequestId")


def render_page(world: World, calls: Sequence[Call], functions: Functions) -> str:
    """Has no key, secret or token in it."""
    clock = world.clock.isoformat() if world.clock else "real time"
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>beian emulator</title><style>{_STYLE}</style></head><body>"
        "<h1>beian emulator</h1>"
        f"<p>Clock: {escape(clock)}. Retired: {escape(', '.join(world.retired) or 'nothing')}. "
        f"Faults: {len(world.faults)}. Latency: {world.latency_ms:g} ms.</p>"
        f"{_accounts(world)}{_organization(world)}{_filings(world)}"
        f"{_executions(world, functions)}"
        f"<h2>Calls ({len(calls)})</h2>{_calls(calls)}</body></html>"
    )


def render_calls(calls: Sequence[Call]) -> str:
    """JSON, oldest first."""
    rows = [
        {
            "at": call.at.isoformat(),
            "service": call.service,
            "action": call.action,
            "region": call.region,
            "account": call.account,
            "status": call.status,
            "fault": call.fault,
            "params": call.params,
            "request_id": call.request_id,
        }
        for call in calls
    ]
    return json.dumps({"calls": rows})


def _accounts(world: World) -> str:
    rows = [
        (
            account.uin,
            account.name,
            str(len(account.orders)),
            ", ".join(domain.name for domain in account.domains),
            ", ".join(f"{b.domain} ({b.service}, {world.region_of(b)})" for b in account.bindings),
            ", ".join(account.denies),
            ", ".join(f"{role.name} (trusts {role.trusts})" for role in account.roles),
        )
        for account in world.accounts
    ]
    return "<h2>Accounts</h2>" + _table(
        ("uin", "name", "orders", "domains", "bindings", "denies", "roles"), rows
    )


def _organization(world: World) -> str:
    if world.organization is None:
        return ""
    members = ", ".join(world.organization.members) or "nobody"
    return f"<p>Organization of {escape(world.organization.admin)}: {escape(members)}.</p>"


def _filings(world: World) -> str:
    rows = [
        (name, *(str(flag).lower() for flag in (s.gov, s.landed, s.ticket, s.ban)))
        for name, s in world.filings.items()
    ]
    return "<h2>Filings</h2>" + _table(("domain", "gov", "landed", "ticket", "ban"), rows)


def _executions(world: World, functions: Functions) -> str:
    """Not what it was given, said or answered: that is the function's own, secrets and all."""
    if world.function is None:
        return ""
    rows = [
        (
            one.started.isoformat(timespec="milliseconds"),
            f"{one.duration_ms:g}",
            one.outcome,
            f"{one.attempt}",
            f"{one.copy}",
            one.request_id,
        )
        for one in reversed(functions.executions)
    ]
    return (
        f"<h2>Executions of {escape(world.function.name)} ({len(rows)})</h2>"
        f"<p>Running: {functions.running}. Waiting: {functions.waiting}.</p>"
        + _table(("started", "ms", "outcome", "attempt", "copy", "RequestId"), rows)
    )


def _calls(calls: Sequence[Call]) -> str:
    rows = [
        (
            call.at.isoformat(timespec="milliseconds"),
            f"{call.service}:{call.action}",
            call.region,
            call.account or "",
            call.status or "ok",
            call.fault,
            json.dumps(call.params, ensure_ascii=False),
            call.request_id,
        )
        for call in reversed(calls)
    ]
    return _table(_CALL_HEADS, rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"
