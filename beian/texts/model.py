"""The shape of a language's texts. Keys are codes, the same in every language; texts are
`str.format` templates, filled by `beian.render` with values that are already words."""

from collections.abc import Mapping
from typing import NamedTuple


class RuleText(NamedTuple):
    """`title` states the desired state; `messages` and `remedies` are by outcome code. A code
    without a remedy needs none."""

    title: str
    about: str
    messages: Mapping[str, str]
    remedies: Mapping[str, str]


class CauseText(NamedTuple):
    """Why a fact could not be read, and what would settle it."""

    message: str
    remedy: str


class Catalogue(NamedTuple):
    """Every text of one language.

    `common` holds the messages of `rulebook.COMMON_CODES`; `causes` is by cause, and by
    `cause.selector` where the remedy differs (`render.missing.cause_key`); `account_verdicts`
    answer a question that names no domain; `*_names` are single words for tables; `words` are the
    parts that sentences are put together from.
    """

    rules: Mapping[str, RuleText]
    common: Mapping[str, str]
    causes: Mapping[str, CauseText]
    packs: Mapping[str, str]
    verdicts: Mapping[str, str]
    account_verdicts: Mapping[str, str]
    verdict_names: Mapping[str, str]
    compliance: Mapping[str, str]
    facts: Mapping[str, str]
    status_names: Mapping[str, str]
    severity_names: Mapping[str, str]
    filing_names: Mapping[str, str]
    kind_names: Mapping[str, str]
    pack_state_names: Mapping[str, str]
    pack_kind_names: Mapping[str, str]
    steps: Mapping[str, str]
    durations: Mapping[str, str]
    refusals: Mapping[str, str]
    words: Mapping[str, str]

    @property
    def unknown(self) -> str:
        return self.words["unknown"]

    def message(self, rule: str, code: str) -> str:
        """The template of a rule's outcome, be it the rule's own or a common one.

        :raises KeyError: neither the rule nor every rule has that code.
        """
        own = self.rules[rule].messages.get(code)
        return self.common[code] if own is None else own
