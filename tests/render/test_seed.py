"""Every statement of the Serverless filing document has a text that carries it."""

from collections.abc import Callable

import pytest

from beian.texts import Catalogue, catalogue, links

ZH = catalogue("zh-CN")


def message(rule: str, code: str) -> Callable[[Catalogue], str]:
    return lambda texts: texts.rules[rule].messages[code]


def remedy(rule: str, code: str) -> Callable[[Catalogue], str]:
    return lambda texts: texts.rules[rule].remedies[code]


def about(rule: str) -> Callable[[Catalogue], str]:
    return lambda texts: texts.rules[rule].about


def step(code: str) -> Callable[[Catalogue], str]:
    return lambda texts: texts.steps[code]


STATEMENTS: dict[str, tuple[Callable[[Catalogue], str], tuple[str, ...]]] = {
    "the legal basis": (step("law.basis"), ("第 292 号", "第 33 号", "许可制度", "备案制度")),
    "no service without filing": (step("law.basis"), ("不得从事互联网信息服务",)),
    "the number comes before the domain is opened": (
        message("scope.region", "mainland"),
        ("ICP 备案号", "才能开通"),
    ),
    "the ministry's query has the last word": (step("query.miit"), ("工信部网站公共查询", "为准")),
    "first filing: owner and domain never filed": (step("file.first"), ("从未办理过备案",)),
    "read up on the course beforehand": (step("prepare.province"), ("提前了解备案流程",)),
    "provinces differ in what they ask for": (
        step("prepare.province"),
        ("各地管局要求不同", "备案限制"),
    ),
    "filing is free": (step("free.filing"), ("不收取任何费用",)),
    "the two packs are to be bought": (step("buy.packs"), ("5000 万次", "40 万 GBs")),
    "open to all users": (step("file.first"), ("全部用户开放",)),
    "in the mini program, as Serverless": (
        step("file.first"),
        ("小程序", "填写网站信息", "云函数备案", "Serverless"),
    ),
    "default domains are exempt": (about("scope.default-domain"), ("三级域名", "无需进行备案")),
    "outside the mainland: exempt": (about("scope.region"), ("中国香港", "不需要备案")),
    "into the mainland: filing": (message("scope.region", "mainland"), ("需要完成备案",)),
    "the same course as CVM": (step("ip.automatic"), ("CVM", "无实质性差别")),
    "the address is supplied by the system": (step("ip.automatic"), ("自动拉取",)),
    "it resolves to Tencent Cloud while filing": (
        step("resolve.tencent"),
        ("解析也需要在腾讯云", "腾讯云站点的 IP"),
    ),
    "one pack set and two websites an account": (
        about("quota.websites"),
        ("账号作为维度", "1 个云函数资源包", "2 个网站"),
    ),
    "filed through CVM in the same account": (
        about("domain.same-account"),
        ("CVM", "API 网关", "无需重复备案"),
    ),
    "not in use: real name only": (
        message("scope.in-use", "idle"),
        ("无需备案", "实名认证", "Web 服务"),
    ),
    "not built yet: file ahead": (step("prepare.ahead"), ("对外访问之前", "提前在腾讯云办理")),
    "filed elsewhere: access filing": (step("file.access"), ("不需要重新备案", "接入备案")),
    "new website: several domains, or another one": (
        step("file.new_website"),
        ("多个域名", "已有域名进行过备案"),
    ),
    "ten accesses a subject": (about("quota.access"), ("10 个云函数或 CVM",)),
    "no refunds; five days and special ones by ticket": (
        about("pack.refund"),
        ("立即生效", "暂不支持退款", "五天", "工单"),
    ),
}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_seed_is_carried(statement: str) -> None:
    text, words = STATEMENTS[statement]
    assert [word for word in words if word not in text(ZH)] == []


def test_the_pages_of_the_seed_are_linked() -> None:
    linked = {*links.RULES.values(), *links.CODES.values(), *links.STEPS.values()}
    assert linked == {
        "https://beian.miit.gov.cn/#/Integrated/recordQuery",
        "https://beian.miit.gov.cn/#/Integrated/lawStatute",
        "https://buy.cloud.tencent.com/scf",
        "https://cloud.tencent.com/document/product/243/3474",
        "https://cloud.tencent.com/document/product/243/18911",
        "https://cloud.tencent.com/document/product/243/37402",
        links.WEBSITE_STEP,
        "https://cloud.tencent.com/document/product/243/37403",
        "https://console.cloud.tencent.com/workorder/category",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (message("scope.default-domain", "exempt"), ("无需备案不等于可以用作网站", "2026 年 9 月")),
        (message("pack.expiring", "soon"), ("没有公开说明",)),
        (message("pack.invocations-50m", "expired"), ("没有公开说明",)),
        (about("pack.duplicate"), ("没有任何公开说明",)),
        (about("account.real-name"), ("据公开使用经验",)),
        (about("domain.real-name"), ("据公开使用经验",)),
        (about("account.order-in-progress"), ("据公开使用经验",)),
        (about("domain.status"), ("据公开使用经验",)),
        (remedy("domain.status", "unread"), ("工信部",)),
        (step("show.footer"), ("30 日", "公安部令第 33 号", "两部不同的规章")),
    ],
)
def test_what_is_not_certain_is_worded_so(
    text: Callable[[Catalogue], str], words: tuple[str, ...]
) -> None:
    assert [word for word in words if word not in text(ZH)] == []
