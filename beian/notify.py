"""Sends the digest of a sweep, through apprise, to wherever the configuration says.

A failure to send is recorded, never raised: what was found does not depend on who could be told.
All targets together have `PATIENCE_S`; one that hangs or drips is left to its thread.

apprise takes any 200 for a success, but WeCom, DingTalk and Feishu refuse with a 200 whose body
says so (a wrong key, a keyword that the group demands), and it tells no cause. So its plug-ins get
a `requests` that looks at the answer, too. A target's URL is a secret: nothing here, nor the
loggers on the way, repeats any of it.
"""

import json
import logging
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import requests

from beian.config import Notices, Target
from beian.sweep.digest import Digest, digest, is_due
from beian.sweep.report import Report, Sent

if TYPE_CHECKING:
    from apprise import AppriseAsset, NotifyBase

PATIENCE_S = 15
_CONNECT_S, _READ_S = 5, 10
_MOST_OF_A_REPLY = 64 * 1024
_VERDICTS = {"wecombot": "errcode", "dingtalk": "errcode", "feishu": "code"}
"""Where the bots' replies say what became of the message: 0 where it was accepted."""


def announce(report: Report, notices: Notices) -> list[Sent]:
    """Sends each target that is due its digest, and waits until all have answered or
    `PATIENCE_S` are over. Webhooks get the sweep's id as `Idempotency-Key`."""
    due = [(i, one) for i, one in enumerate(notices.to) if is_due(report, one.when)]
    if not due:
        return []
    digests = {lang: digest(report, notices.link, lang) for lang in {one.lang for _, one in due}}
    return send([(f"notices.to.{i}", one, digests[one.lang]) for i, one in due], report.id)


def send(notices: list[tuple[str, Target, Digest]], key: str) -> list[Sent]:
    """As `announce`, for what is due. :param key: the same whenever the same is sent again"""
    _silence()
    sendings = [_Sending(_service(target, key), target, what) for _, target, what in notices]
    until = time.monotonic() + PATIENCE_S
    for sending in sendings:
        sending.start()
    for sending in sendings:
        sending.join(max(0.0, until - time.monotonic()))
    return [
        Sent(to=f"{where} ({target.scheme})", error=sending.outcome())
        for (where, target, _), sending in zip(notices, sendings, strict=True)
    ]


def unusable(notices: Notices) -> Iterator[str]:
    """The fields whose URLs apprise itself does not take. Loads apprise."""
    _silence()
    for index, target in enumerate(notices.to):
        if _service(target, "") is None:
            yield f"notices.to.{index}.url"


class _Sending(threading.Thread):
    """One notice to one target, in a daemon's thread: no process waits for it to end."""

    def __init__(self, service: "NotifyBase | None", target: Target, what: Digest) -> None:
        super().__init__(name="notice", daemon=True)
        self.target = target
        self.heard: str | None = None
        self._service, self._what = service, what
        self._error: str | None = "not_sent"

    def run(self) -> None:
        from apprise import Apprise, NotifyFormat  # noqa: PLC0415  # 150 ms for those who notify

        if self._service is None:
            self._error = "unusable"
            return
        notifier = Apprise(asset=self._service.asset)
        notifier.add(self._service)
        sent = notifier.notify(
            self._what.body, title=self._what.title, body_format=NotifyFormat.TEXT
        )
        self._error = self.heard or (None if sent else "not_sent")

    def outcome(self) -> str | None:
        return "timeout" if self.is_alive() else self._error


def _service(target: Target, key: str) -> "NotifyBase | None":
    """What apprise makes of the URL, held to our bounds; None where it takes it for none."""
    from apprise import Apprise  # noqa: PLC0415  # 150 ms for those who notify

    service = Apprise.instantiate(target.url, asset=_asset())
    if service is None:
        return None
    service.retry, service.optional = 0, False
    service.socket_connect_timeout, service.socket_read_timeout = _CONNECT_S, _READ_S
    if target.scheme in ("json", "jsons"):
        vars(service)["headers"]["Idempotency-Key"] = key
    module = vars(sys.modules[type(service).__module__])
    if module.get("requests") is requests:
        module["requests"] = _Listening()
    return service


def _asset() -> "AppriseAsset":
    from apprise import AppriseAsset  # noqa: PLC0415  # 150 ms for those who notify

    return AppriseAsset(
        app_id="beian",
        app_desc="beian",
        async_mode=False,
        http_redirects=False,
        service_timeout=0,  # apprise's own would wait in a thread that a process waits for
        storage_mode="memory",
    )


class _Reply(NamedTuple):
    """As much of a reply as the plug-ins look at."""

    status_code: int
    content: bytes


class _Listening:
    """`requests`, as a plug-in of apprise finds it: bounded, and telling `_Sending` what it
    hears. Redirects are not followed, whatever the URL says."""

    def __getattr__(self, name: str) -> object:
        return getattr(requests, name)

    def post(self, url: str, **options: Any) -> _Reply:
        return self.request("POST", url, **options)

    def request(self, method: str, url: str, **options: Any) -> _Reply:
        sending = threading.current_thread()
        assert isinstance(sending, _Sending)  # noqa: S101  # nobody else uses apprise here
        options |= {"timeout": (_CONNECT_S, _READ_S), "allow_redirects": False, "stream": True}
        try:
            with requests.request(method, url, **options) as reply:  # noqa: S113  # it is given
                sending.heard = _complaint(reply, _VERDICTS.get(sending.target.scheme))
                return _Reply(reply.status_code, b"")
        except requests.Timeout:
            sending.heard = "timeout"
            raise
        except requests.exceptions.SSLError:
            sending.heard = "untrusted"
            raise
        except requests.RequestException:
            sending.heard = "unreachable"
            raise


def _complaint(reply: requests.Response, field: str | None) -> str | None:
    """What a reply has against the message. :param field: where a bot's says so"""
    if not 200 <= reply.status_code < 300:
        return f"http_{reply.status_code}"
    if field is None:
        return None
    read = b""
    for part in reply.iter_content(8192):
        read += part
        if len(read) > _MOST_OF_A_REPLY:
            return "broken_reply"
    try:
        said = json.loads(read)
    except ValueError:
        return "broken_reply"
    code = said.get(field) if isinstance(said, dict) else None
    if type(code) is not int:
        return "broken_reply"
    return f"refused_{code}" if code else None


def _silence() -> None:
    """apprise quotes URLs in what it logs, and urllib3 at DEBUG."""
    logging.getLogger("apprise").disabled = True
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
