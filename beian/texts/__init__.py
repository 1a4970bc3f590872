"""Texts for people, one catalogue a language. A request loads only the language it answers in."""

from typing import Literal

from beian.texts.model import Catalogue, CauseText, RuleText

__all__ = ["LANGS", "Catalogue", "CauseText", "Lang", "RuleText", "catalogue"]

Lang = Literal["zh-CN", "en"]
LANGS: tuple[Lang, ...] = ("zh-CN", "en")
"""The first is the default."""


def catalogue(lang: Lang) -> Catalogue:
    if lang == "en":
        from beian.texts.en import CATALOGUE as ENGLISH  # noqa: PLC0415  # one language a request

        return ENGLISH
    from beian.texts.zh_cn import CATALOGUE as CHINESE  # noqa: PLC0415

    return CHINESE
