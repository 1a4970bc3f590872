"""What is on record of an execution."""

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Literal

Outcome = Literal["done", "error", "killed", "timed_out"]

EXITED, TIMED_OUT, RAISED, TOO_LARGE = 439, 433, 430, 407
"""Status codes of SCF: https://cloud.tencent.com/document/product/583/42611"""

LOST: dict[str, Any] = {"cause": "killed", "output": "", "answer": "", "memory": 0}
"""The report of one that nobody could report."""


@dataclass(frozen=True)
class Delivery:
    """An event on its way to an instance. `copy` is 2 for the second of a doubled one; `attempt`
    counts from 1, for each copy."""

    request_id: str
    event: object
    copy: int = 1
    attempt: int = 1


@dataclass(frozen=True)
class Execution:
    """One that has ended. `value` is the return value of one that is `done`.

    `status` is SCF's code, 200 for `done`; `stack` the traceback of what was raised; `output` the
    end of standard output and error; `memory` the most it had resident, in bytes.
    """

    request_id: str
    event: object
    copy: int
    attempt: int
    outcome: Outcome
    value: object
    started: datetime
    ended: datetime
    output: str
    status: int
    stack: str
    memory: int

    @property
    def duration_ms(self) -> float:
        return round((self.ended - self.started).total_seconds() * 1000, 3)


def ended(delivery: Delivery, report: dict[str, Any]) -> Execution:
    """From the fork server's report. Without an answer the process exited before it had one."""
    answer = json.loads(report["answer"] or "{}")
    status = TIMED_OUT if report["cause"] == "timed_out" else answer.get("status", EXITED)
    outcome: Outcome = report["cause"] or ("done" if status == 200 else "error")
    return Execution(
        request_id=delivery.request_id,
        event=delivery.event,
        copy=delivery.copy,
        attempt=delivery.attempt,
        outcome=outcome,
        value=answer.get("value"),
        started=datetime.fromtimestamp(report["began"], timezone.utc),
        ended=datetime.fromtimestamp(report["ended"], timezone.utc),
        output=report["output"],
        status=status,
        stack=answer.get("stack", ""),
        memory=report["memory"],
    )
