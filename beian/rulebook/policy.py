"""The thresholds of the rulebook, as data: `policy:` in beian.yml overrides any of them.

Facts of the world as of `as_of`; the sources are the Serverless filing document and what buyers
and public code have seen (docs/decisions). Regions: mainland China means where filing is needed.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

# No API publishes the ministry's list of approved suffixes; these are the common ones on it. A
# suffix that is missing here only warns, so an omission never costs a verdict.
ACCEPTED_SUFFIXES = tuple(
    """
        com net org cn info biz pro mobi asia tel name cc tv co top xyz vip club shop site
        online wang ren ltd group ink link work store tech fun art kim pub live news video chat
        city company cool design email fashion fund fit games gold green guru host icu law life
        love luxe market media party pet plus press red run show ski social software space
        studio team today vote voto website wiki world yoga zone auto beer center cloud archi
        bio black blue organic pink poker promo shopping technology citic
        中国 公司 网络 政务 公益 网址 商城 网店 中信 商标 广东 佛山 信息 手机 在线 中文网 集团 我爱你 商店 企业 娱乐 游戏 购物 餐厅 招聘 时尚 移动 网站 联通
        世界 健康
    """.split()
)


class Policy(BaseModel):
    """Every number and list that a rule compares with. Unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = "1"
    as_of: date = date(2026, 11, 22)

    websites_per_account: int = Field(2, gt=0, description="Websites that one pack set allows.")
    accesses_per_subject: int = Field(10, gt=0, description="SCF and CVM accesses of one subject.")

    pack_invocations: int = Field(50_000_000, gt=0, description="Invocations of the filing pack.")
    pack_gbs: int = Field(400_000, gt=0, description="GBs of the filing pack.")
    pack_term_months: int = Field(60, gt=0, description="The term the filing packs are sold for.")
    scf_codes: tuple[str, ...] = Field(("p_scf",), description="Product codes that mean SCF.")
    scf_words: tuple[str, ...] = Field(
        ("云函数", "SCF", "Serverless"), description="Words that mean SCF in an order's texts."
    )
    filing_words: tuple[str, ...] = Field(
        ("备案",), description="Words that mark an order as the filing pack."
    )
    look_alike_words: tuple[str, ...] = Field(
        ("免费", "试用", "体验", "赠送", "个人", "企业", "free", "trial", "personal", "enterprise"),
        description="Words of packs that are not the filing pack, whatever their numbers.",
    )
    expiring_days: int = Field(30, ge=0, description="Warn when something ends within these days.")
    orders_margin_days: int = Field(
        31, ge=0, description="How far before the term's start orders are still read, in days."
    )

    personal_wait_hours: int = Field(48, ge=0, description="Personal account: real-name to filing.")
    domain_wait_days: int = Field(3, ge=0, description="Domain: real-name to filing.")

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
    outside_prefixes: tuple[str, ...] = Field(
        ("na-", "eu-", "sa-"), description="Region codes that start so lie outside the mainland."
    )
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
    accepted_suffixes: tuple[str, ...] = Field(
        ACCEPTED_SUFFIXES, description="Top-level domains that may be filed, in Unicode."
    )
    accepted_suffixes_as_of: date = date(2026, 11, 22)

    real_name_field: str = Field(
        "IsAuthenticated",
        pattern="^(IsAuthenticated|IsTenPayMasked)$",
        description="Which field of DescribeGetAuthInfo tells that the account is verified: its "
        "documentation and its recorded reply disagree.",
    )

    def is_mainland(self, region: str) -> bool | None:
        """None for a region code that is on neither list: it is never guessed."""
        if region in self.mainland_regions:
            return True
        if region in self.outside_regions or region.startswith(self.outside_prefixes):
            return False
        return None
