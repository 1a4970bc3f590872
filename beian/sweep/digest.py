"""What a notice says of a sweep: plain text that fits a chat message, in either language.

The names of accounts and domains are others' words: here they can neither mark up, link nor mention
(Feishu reads `<at …>` even in plain text), nor break lines or turn them around.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple
from urllib.parse import quote

from beian.facts import SHANGHAI
from beian.rulebook.model import Severity
from beian.sweep.report import Change, Changed, Report, Transition
from beian.texts import Catalogue, Lang, catalogue

LIMIT = 2000
"""Of title and body in UTF-8, in bytes: WeCom takes 2,048 of text, the other bots more."""
WORST = 5
_CHANGES = (Change.NEW, Change.BECAME_UNKNOWN, Change.GONE, Change.RESOLVED)
_SEVERITIES = tuple(Severity)

WORDS: Mapping[str, tuple[str, str]] = {
    "new": ("新问题", "new"),
    "became_unknown": ("变为未知", "became unknown"),
    "gone": ("已消失", "gone"),
    "resolved": ("已解决", "resolved"),
    "still": ("仍未解决", "still there"),
    "title": ("备案巡检（beian）：{changes}", "beian sweep: {changes}"),
    "no_changes": ("没有变化", "no changes"),
    "size": ("{accounts} 个账号，{domains} 个域名，{time}（北京时间）",
             "{accounts} accounts, {domains} domains, {time} (UTC+8)"),
    "verdicts": ("结论：{counts}", "Verdicts: {counts}"),
    "compliance": ("合规：{counts}", "Compliance: {counts}"),
    "changes": ("变化：{counts}", "Changes: {counts}"),
    "unread": ("未能读取：{reads}", "Could not be read: {reads}"),
    "read": ("{call}（{cause}，{accounts} 个账号）", "{call} ({cause}, accounts: {accounts})"),
    "declared": ("没有接口的信息", "what no API tells"),
    "worst": ("最严重的变化：", "The worst changes:"),
    "one": ("{n}. {kind}，{severity}：{subject}：{rules}",
            "{n}. {kind}, {severity}: {subject}: {rules}"),
    "of_account": ("{domain}（账号 {account}）", "{domain} (account {account})"),
    "account": ("账号 {account}", "account {account}"),
    "rule": ("{title}（{status}）", "{title} ({status})"),
    "more_rules": ("另有 {n} 项", "and {n} more"),
    "none": ("无", "none"),
    "more": ("另有 {n} 项变化", "and {n} more changes"),
    "link": ("报告：{link}", "Report: {link}"),
    "and": ("，", ", "),
}  # fmt: skip


class Digest(NamedTuple):
    title: str
    body: str


def is_due(report: Report, when: Literal["changes", "always"]) -> bool:
    return when == "always" or any(report.changes.counts.get(kind) for kind in _CHANGES)


def digest(report: Report, link: str | None, lang: Lang) -> Digest:
    """:param link: the base of the function's routes; None: the report is named by its id"""
    title = _word("title", lang, changes=_counted(report, _CHANGES, lang))
    worst = sorted(report.changes.items, key=_order)
    for shown in range(min(WORST, len(worst)), -1, -1):
        lines = [*_head(report, lang), *_worst(worst, shown, lang), _link(report, link, lang)]
        body = "\n".join(lines)
        if len(f"{title}\r\n{body}".encode()) <= LIMIT:
            break
    else:
        body = body.encode()[: LIMIT - len(title.encode()) - 2].decode(errors="ignore")
    return Digest(title, body)


def _head(report: Report, lang: Lang) -> Iterator[str]:
    texts, totals = catalogue(lang), report.totals
    time = report.finished_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    yield _word("size", lang, accounts=totals.accounts, domains=totals.domains, time=time)
    verdicts = ((texts.verdict_names[k.value], n) for k, n in totals.verdicts.items())
    yield _word("verdicts", lang, counts=_listed(verdicts, lang))
    compliance = ((texts.compliance[k.value], n) for k, n in totals.compliance.items())
    yield _word("compliance", lang, counts=_listed(compliance, lang))
    yield _word("changes", lang, counts=_counted(report, (*_CHANGES, Change.STILL), lang))
    if report.unread:
        yield _word("unread", lang, reads=_unread(report, lang))


def _unread(report: Report, lang: Lang) -> str:
    most = sorted(report.unread, key=lambda one: (-one.accounts, one.call or "", one.cause))
    reads = [
        _word(
            "read",
            lang,
            call=one.call or _word("declared", lang),
            cause=one.cause.value,
            accounts=one.accounts,
        )
        for one in most[:3]
    ]
    if len(most) > 3:
        reads.append(_word("more_rules", lang, n=len(most) - 3))
    return _word("and", lang).join(reads)


def _worst(worst: list[Changed], shown: int, lang: Lang) -> Iterator[str]:
    if not worst:
        return
    yield _word("worst", lang)
    texts = catalogue(lang)
    for number, one in enumerate(worst[:shown], 1):
        yield _word(
            "one",
            lang,
            n=number,
            kind=_word(one.kind.value, lang),
            severity=texts.severity_names[one.severity.value],
            subject=_subject(one, lang),
            rules=_rules(one.rules, texts, lang),
        )
    if len(worst) > shown:
        yield _word("more", lang, n=len(worst) - shown)


def _subject(one: Changed, lang: Lang) -> str:
    name = _name(one.account_name) if one.account_name else ""
    account = " ".join(filter(None, (name, one.account)))
    if one.domain is None:
        return _word("account", lang, account=account)
    return _word("of_account", lang, domain=_host(one.domain), account=account)


def _rules(rules: list[Transition], texts: Catalogue, lang: Lang) -> str:
    """The first two; what a rule became, or was where it is no more."""
    found = []
    for one in rules[:2]:
        status = one.now or one.was
        text = texts.rules.get(one.rule)
        title = text.title if text else _name(one.rule)
        name = texts.status_names[status.value] if status else _word("none", lang)
        found.append(_word("rule", lang, title=title, status=name))
    if len(rules) > 2:
        found.append(_word("more_rules", lang, n=len(rules) - 2))
    return _word("and", lang).join(found) or _word("none", lang)


def _link(report: Report, link: str | None, lang: Lang) -> str:
    id_ = quote(report.id, safe="")
    found = f"{link}/v1/sweeps/{id_}/report.html" if link else f"beian report show {id_}"
    return _word("link", lang, link=found)


def _counted(report: Report, kinds: Iterable[Change], lang: Lang) -> str:
    counts = report.changes.counts
    found = _listed(((_word(kind.value, lang), counts.get(kind, 0)) for kind in kinds), lang)
    return found or _word("no_changes", lang)


def _listed(counts: Iterable[tuple[str, int]], lang: Lang) -> str:
    return _word("and", lang).join(f"{name} {n}" for name, n in counts if n)


def _order(one: Changed) -> tuple[int, int, str, str]:
    kind = (*_CHANGES, Change.STILL).index(one.kind)
    return _SEVERITIES.index(one.severity), kind, one.domain or "", one.account


def _word(key: str, lang: Lang, **values: object) -> str:
    return WORDS[key][lang == "en"].format(**values)


_FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "<>@&`*_[](){}#!|~\\:/$\"'"}


def _name(text: str) -> str:
    """A free text on one line, in which nothing is a link."""
    plain = re.sub(r"\.(?=\S)", "．", _plain(text))
    return plain if len(plain) <= 40 else f"{plain[:39]}…"


def _host(text: str) -> str:
    """Of what is too long the end stays: it was registered, whatever stands before it."""
    plain = _plain(text)
    return plain if len(plain) <= 80 else f"…{plain[-79:]}"


def _plain(text: str) -> str:
    """What marks up is full-width; what is not seen or turns text around is a replacement."""
    return "".join(c if _is_seen(c) else "\ufffd" for c in text).translate(_FULL_WIDTH)


def _is_seen(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"
