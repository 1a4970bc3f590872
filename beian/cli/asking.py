"""`beian check`: the function's own way from options to verdicts, without a trigger before it."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from beian import access, app
from beian.api.message import Forbidden
from beian.api.models import MAX_DOMAINS, EligibilityOfMany
from beian.api.problem import Refused
from beian.api.routes import validated
from beian.check import BadQuestion, NothingReadable
from beian.cli.failures import Wrong
from beian.cli.labels import label
from beian.cli.options import Shared
from beian.cli.output import waiting
from beian.cli.world import Place, running
from beian.config import ConfigError
from beian.context import read_context
from beian.environment import BadEnvironment
from beian.schema import Answer
from beian.tencent.transport import Deadline
from beian.texts import Lang


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of `beian check` say. No domain: one more website of the account."""

    domains: Sequence[str]
    account: str | None
    region: str | None
    serve: bool
    serverless_filings: int | None
    pack_orders: Sequence[str]

    def parameters(self, domains: Sequence[str]) -> Mapping[str, object]:
        """As a direct invoke of `check` would carry them."""
        declared: dict[str, object] = {}
        if self.serverless_filings is not None:
            declared["serverless_filings"] = self.serverless_filings
        if self.pack_orders:
            declared["pack_orders"] = list(self.pack_orders)
        return {
            "domains": list(domains),
            "account": self.account,
            "region": self.region,
            "serve": self.serve,
            "declared": declared,
        }


def ask(asked: Asked, shared: Shared) -> list[Answer]:
    """One answer a domain, in their order; many are asked in batches.

    :raises Wrong: something of what was asked makes no sense.
    """
    answers: list[Answer] = []
    nothing = False
    with running(shared) as place, waiting(label("reading", shared.lang)):
        try:
            for domains in _batches(asked.domains):
                found, readable = _ask(asked.parameters(domains), place, shared.lang)
                answers += found
                nothing = nothing or not readable
        except BadQuestion as error:
            raise Wrong(error.message(shared.lang)) from error
        except (BadEnvironment, ConfigError) as error:
            raise Wrong(str(error)) from error
        except Forbidden as error:
            raise Wrong(label("no_such_account", shared.lang, uin=asked.account)) from error
        except Refused as error:
            raise Wrong(_said(error, shared.lang)) from error
    if nothing:
        sys.stderr.write(f"beian: {label('nothing_readable', shared.lang)}\n")
    return answers


def _batches(domains: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, max(len(domains), 1), MAX_DOMAINS):
        yield domains[start : start + MAX_DOMAINS]


def _ask(parameters: Mapping[str, object], place: Place, lang: Lang) -> tuple[list[Answer], bool]:
    """The answers, and whether anything was readable: where nothing was, they tell why."""
    asked = validated(EligibilityOfMany, parameters, "options")
    about = read_context(place.context())
    questions = asked.questions()
    try:
        deadline = Deadline(about.time_limit_ms / 1000)
        return app.asking(access.OWNER, about, deadline)(questions, lang, asked.account), True
    except NothingReadable as error:
        return error.answers, False


def _said(refused: Refused, lang: Lang) -> str:
    parts = [
        f"{e.field}: {e.message.to(lang)}{' ' + e.remedy.to(lang) if e.remedy else ''}"
        for e in refused.errors
    ]
    return "\n".join(parts) or refused.detail.to(lang)


def domains_of(arguments: Sequence[str], lang: Lang) -> list[str]:
    """The arguments, with `-` replaced by what stands on standard input, one a line.

    :raises Wrong: nothing stands there.
    """
    found: list[str] = []
    for argument in arguments:
        found += _read_lines() if argument == "-" else [argument]
    if arguments and not found:
        raise Wrong(label("no_domains", lang))
    return found


def _read_lines() -> list[str]:
    lines = (line.partition("#")[0].strip("\ufeff \t\r\n") for line in sys.stdin)
    return [line for line in lines if line]
