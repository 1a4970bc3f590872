"""The thresholds of the rulebook, as data: `policy:` in beian.yml overrides any of them.

Facts of the world as of `as_of`; the sources are the Serverless filing document and what buyers
and public code have seen (docs/decisions). Regions: mainland China means where filing is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from beian.rulebook.suffixes import ACCEPTED_SUFFIXES


class Meaning(NamedTuple):
    """What a threshold means, and the least that it may be. pydantic asks for it where a
    `beian.yml` is read; a function that configures nothing does not load pydantic for it."""

    about: str
    gt: int | None = None
    ge: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        bounds = {"gt": self.gt, "ge": self.ge}
        return {**handler(source), **{k: v for k, v in bounds.items() if v is not None}}

    def __get_pydantic_json_schema__(self, schema: Any, handler: Callable[[Any], Any]) -> Any:
        return {**handler(schema), "description": self.about}


@dataclass(frozen=True)
class Policy:
    """Every number and list that a rule compares with.

    A plain dataclass: a function that configures nothing does not pay for its validation, which
    pydantic makes from the annotations where a `beian.yml` is read. Unknown keys are errors there.
    """

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012  # pydantic's name, and no field

    version: str = "1"
    as_of: date = date(2026, 11, 22)

    websites_per_account: Annotated[int, Meaning("Websites that one pack set allows.", gt=0)] = 2
    accesses_per_subject: Annotated[int, Meaning("SCF and CVM accesses of one subject.", gt=0)] = 10

    pack_invocations: Annotated[int, Meaning("Invocations of the filing pack.", gt=0)] = 50_000_000
    pack_gbs: Annotated[int, Meaning("GBs of the filing pack.", gt=0)] = 400_000
    pack_term_months: Annotated[int, Meaning("The term the filing packs are sold for.", gt=0)] = 60
    scf_codes: Annotated[tuple[str, ...], Meaning("Product codes that mean SCF.")] = ("p_scf",)
    scf_words: Annotated[tuple[str, ...], Meaning("Words that mean SCF in an order's texts.")] = (
        "云函数",
        "SCF",
        "Serverless",
    )
    filing_words: Annotated[
        tuple[str, ...], Meaning("Words that mark an order as the filing pack.")
    ] = ("备案",)
    look_alike_words: Annotated[
        tuple[str, ...],
        Meaning("Words of packs that are not the filing pack, whatever their numbers."),
    ] = ("免费", "试用", "体验", "赠送", "个人", "企业", "free", "trial", "personal", "enterprise")
    expiring_days: Annotated[int, Meaning("Warn when something ends within these days.", ge=0)] = 30
    orders_margin_days: Annotated[
        int,
        Meaning("How far before the term's start orders are still read, in days.", ge=0),
    ] = 31

    personal_wait_hours: Annotated[int, Meaning("Personal account: real-name to filing.", ge=0)] = (
        48
    )
    domain_wait_days: Annotated[int, Meaning("Domain: real-name to filing.", ge=0)] = 3

    mainland_regions: tuple[str, ...] = (
        "ap-guangzhou",
        "ap-shanghai",
        "ap-nanjing",
        "ap-beijing",
        "ap-chengdu",
        "ap-chongqing",
        "ap-shenzhen-fsi",
        "ap-shanghai-fsi",
        "ap-beijing-fsi",
    )
    outside_regions: tuple[str, ...] = (
        "ap-hongkong",
        "ap-singapore",
        "ap-tokyo",
        "ap-seoul",
        "ap-mumbai",
        "ap-bangkok",
        "ap-jakarta",
        "ap-taipei",
        "na-siliconvalley",
        "na-ashburn",
        "na-toronto",
        "eu-frankfurt",
        "sa-saopaulo",
    )
    outside_prefixes: Annotated[
        tuple[str, ...], Meaning("Region codes that start so lie outside the mainland.")
    ] = ("na-", "eu-", "sa-")
    default_suffixes: tuple[str, ...] = (
        "apigw.tencentcs.com",
        "apigateway.myqcloud.com",
        "tencentscf.com",
        "scf.tencentcs.com",
        "service.tcloudbase.com",
        "tcloudbaseapp.com",
        "app.tcloudbase.com",
        "run.tcloudbase.com",
    )
    accepted_suffixes: Annotated[
        tuple[str, ...], Meaning("Top-level domains that may be filed, in Unicode.")
    ] = ACCEPTED_SUFFIXES
    accepted_suffixes_as_of: date = date(2026, 11, 22)

    real_name_field: Annotated[
        Literal["IsAuthenticated", "IsTenPayMasked"],
        Meaning(
            "Which field of DescribeGetAuthInfo tells that the account is verified: "
            "its documentation and its recorded reply disagree."
        ),
    ] = "IsAuthenticated"

    def is_mainland(self, region: str) -> bool | None:
        """None for a region code that is on neither list: it is never guessed."""
        if region in self.mainland_regions:
            return True
        if region in self.outside_regions or region.startswith(self.outside_prefixes):
            return False
        return None
