"""The thresholds of the rulebook, as data: `policy:` in beian.yml overrides any of them.

Facts of the world as of `as_of`; the sources are the Serverless filing document and what buyers
and public code have seen (docs/decisions). Regions: mainland China means where filing is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from beian.rulebook.suffixes import ACCEPTED_SUFFIXES


@dataclass(frozen=True)
class Policy:
    """Every number and list that a rule compares with.

    A plain dataclass: a function that configures nothing does not pay for its validation, which
    pydantic makes from the annotations where a `beian.yml` is read. Unknown keys are errors there.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    version: str = "1"
    as_of: date = date(2026, 11, 22)

    websites_per_account: Annotated[
        int, Field(gt=0, description="Websites that one pack set allows.")
    ] = 2
    accesses_per_subject: Annotated[
        int, Field(gt=0, description="SCF and CVM accesses of one subject.")
    ] = 10

    pack_invocations: Annotated[int, Field(gt=0, description="Invocations of the filing pack.")] = (
        50_000_000
    )
    pack_gbs: Annotated[int, Field(gt=0, description="GBs of the filing pack.")] = 400_000
    pack_term_months: Annotated[
        int, Field(gt=0, description="The term the filing packs are sold for.")
    ] = 60
    scf_codes: Annotated[tuple[str, ...], Field(description="Product codes that mean SCF.")] = (
        "p_scf",
    )
    scf_words: Annotated[
        tuple[str, ...], Field(description="Words that mean SCF in an order's texts.")
    ] = ("云函数", "SCF", "Serverless")
    filing_words: Annotated[
        tuple[str, ...], Field(description="Words that mark an order as the filing pack.")
    ] = ("备案",)
    look_alike_words: Annotated[
        tuple[str, ...],
        Field(description="Words of packs that are not the filing pack, whatever their numbers."),
    ] = ("免费", "试用", "体验", "赠送", "个人", "企业", "free", "trial", "personal", "enterprise")
    expiring_days: Annotated[
        int, Field(ge=0, description="Warn when something ends within these days.")
    ] = 30
    orders_margin_days: Annotated[
        int,
        Field(ge=0, description="How far before the term's start orders are still read, in days."),
    ] = 31

    personal_wait_hours: Annotated[
        int, Field(ge=0, description="Personal account: real-name to filing.")
    ] = 48
    domain_wait_days: Annotated[int, Field(ge=0, description="Domain: real-name to filing.")] = 3

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
        tuple[str, ...], Field(description="Region codes that start so lie outside the mainland.")
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
        tuple[str, ...], Field(description="Top-level domains that may be filed, in Unicode.")
    ] = ACCEPTED_SUFFIXES
    accepted_suffixes_as_of: date = date(2026, 11, 22)

    real_name_field: Annotated[
        Literal["IsAuthenticated", "IsTenPayMasked"],
        Field(
            description="Which field of DescribeGetAuthInfo tells that the account is verified: "
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
