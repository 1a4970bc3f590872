"""Texts in simplified Chinese."""

from beian.texts.model import Catalogue
from beian.texts.zh_cn_account import RULES as ACCOUNT_RULES
from beian.texts.zh_cn_next import CAUSES, DURATIONS, STEPS
from beian.texts.zh_cn_registration import RULES as REGISTRATION_RULES
from beian.texts.zh_cn_scope import RULES as SCOPE_RULES

CATALOGUE = Catalogue(
    rules={**SCOPE_RULES, **REGISTRATION_RULES, **ACCOUNT_RULES},
    common={
        "account_question": "本次检查针对账号，没有指定域名，不适用此规则。",
        "exempt_domain": "该域名是平台默认域名，无需进行备案，不适用此规则。",
        "not_needed": "该域名目前无需再办理备案，不检查这项备案条件。",
    },
    causes=CAUSES,
    packs={
        "closed": "订单已关闭，资源包没有生效。",
        "counts": "有效的备案资源包，计入备案要求。",
        "delivering": "订单正在发货，资源包尚未生效。",
        "delivery_failed": "订单发货失败，资源包没有生效。",
        "ended": "订单对应的资源包已结束，不再计入。",
        "expired": "资源包已到期，不再计入。",
        "larger": "规格大于备案资源包，能否用于备案没有公开说明。",
        "look_alike": "属于免费额度、试用包或套餐，不是备案资源包，数字相同也不计入。",
        "no_expiry": "订单与账单都没有给出到期时间，无法确认是否仍在有效期内。",
        "no_quantities": "订单写明用于备案，但没有写明规格。",
        "mixed_signs": "名称带有“备案”，但价格、时长或名称又像是其他资源包，无法确认。",
        "one_number": "只有一项数字相符，没有其他依据，无法确认是备案资源包。",
        "other_action": "不是新购订单，不计入。",
        "other_quantity": "规格与备案资源包不同，不计入。",
        "refund_unclear": "之后有一个云函数退款订单，没有写明退的是哪个订单，无法确认是否仍计入。",
        "refunded": "订单已退款，不再计入。",
        "refunding": "订单正在退款，能否计入没有公开说明。",
        "several_quantities": "订单中有多个数字，其中一个相符，无法确认规格。",
        "short_term": "有效期短于备案资源包，不计入。",
        "unknown_state": "订单状态不在文档列出的取值中，无法确认是否生效。",
        "unpaid": "订单尚未付款，资源包没有生效。",
    },
    verdicts={
        "not_required": "{domain} 不需要备案。",
        "filed": "{domain} 已备案并接入腾讯云，可直接绑定，无需重复备案。",
        "eligible": "{domain} 需要备案，{account}已满足通过 Serverless 备案的全部要求。",
        "not_eligible": "{domain} 需要备案，但{account}目前还不满足通过 Serverless 备案的要求。",
        "pending": "{domain} 需要备案，没有需要补办的事项，只需等待。最早可提交时间：{until}。",
        "blocked": "{domain} 已被封禁，解封前不能备案。",
        "indeterminate": "{domain} 的结论无法确定：有关键信息没有读到。可能的结论：{possible}。",
    },
    account_verdicts={
        "eligible": "{account}还可以通过 Serverless 再备案网站。",
        "not_eligible": "{account}目前不能通过 Serverless 再备案网站。",
        "pending": (
            "{account}没有需要补办的事项，等待后即可通过 Serverless 再备案网站。最早可提交时间："
            "{until}。"
        ),
        "indeterminate": (
            "{account}能否再备案网站无法确定：有关键信息没有读到。可能的结论：{possible}。"
        ),
    },
    verdict_names={
        "not_required": "无需备案",
        "filed": "已备案",
        "eligible": "可以备案",
        "not_eligible": "暂不可备案",
        "pending": "等待中",
        "blocked": "已封禁",
        "indeterminate": "无法确定",
    },
    compliance={
        "compliant": "合规",
        "non_compliant": "不合规",
        "at_risk": "有风险",
        "not_applicable": "不适用",
        "unknown": "未知",
    },
    facts={
        "orders": "订单",
        "websites": "账号下的备案网站",
        "real_name": "账号实名认证状态",
        "order_in_progress": "正在办理的备案订单",
        "icp": "域名备案情况",
        "registration": "域名注册信息",
        "bindings": "自定义域名绑定",
    },
    status_names={
        "pass": "通过",
        "fail": "未通过",
        "warn": "提醒",
        "unknown": "未知",
        "not_applicable": "不适用",
    },
    severity_names={
        "critical": "严重",
        "high": "高",
        "medium": "中",
        "low": "低",
        "info": "信息",
    },
    filing_names={
        "filed": "已备案",
        "not_filed": "未备案",
        "filed_elsewhere": "已在别处备案",
        "stale": "旧备案号已失效",
        "unknown": "未知",
    },
    kind_names={
        "first": "首次备案",
        "new_website": "新增网站备案",
        "access": "接入备案",
    },
    pack_state_names={
        "active": "有效",
        "expired": "已到期",
        "refunded": "已退款",
        "undelivered": "未生效",
        "other_product": "其他产品",
    },
    pack_kind_names={
        "invocations": "调用次数包",
        "gbs": "资源用量包",
    },
    steps=STEPS,
    durations=DURATIONS,
    refusals={
        "domain.empty": "没有填写域名。",
        "domain.invalid": "“{value}”不是有效的域名。",
        "domain.ip_address": "“{value}”是 IP 地址，备案针对域名，请填写域名。",
        "domain.suffix_only": "“{value}”只是域名后缀，请填写完整的域名，例如 example.cn。",
        "domain.too_long": "域名过长，最多 253 个字符。",
        "region.invalid": "“{value}”不是地域代码，请填写形如 ap-guangzhou 的代码。",
    },
    words={
        "unknown": "未知",
        "and": "、",
        "time": "{time}（北京时间）",
        "in_regions": "，地域 {regions}",
        "this_account": "本账号",
        "account": "账号 {account} ",
        "this_domain": "新网站",
        "domain": "域名 {domain} ",
        "from_use": "据公开使用经验：{durations}。",
        "then": "；",
        "gateway_true": "已备案",
        "gateway_false": "未备案",
        "gateway_silent": "没有给出结论",
    },
)
