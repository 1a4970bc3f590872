"""Rules on the domain's registration, in simplified Chinese."""

from collections.abc import Mapping

from beian.texts.model import RuleText

RULES: Mapping[str, RuleText] = {
    "domain.real-name": RuleText(
        title="域名已完成实名认证，且已满等待期",
        about=(
            "域名需完成实名认证。据公开使用经验，实名认证通过满 3 天后才能提交备案；认证时间没有 "
            "API 可查，只有声明了时间，或域名创建时间足以说明问题时，才计算等待期。"
        ),
        messages={
            "in_audit": (
                "域名实名认证正在审核中，审核需要多久未知；通过后据公开使用经验还需等待 {days} 天。"
                "预计结束时间：{until}。"
            ),
            "not_verified": "域名尚未完成实名认证。",
            "other_state": "域名实名认证状态不在文档列出的取值中，按未知处理。",
            "since_unknown": (
                "域名已完成实名认证，但认证时间不可读取。据公开使用经验，认证通过满 {days} 天后才"
                "能提交备案，请自行确认。"
            ),
            "unread": "未能读取域名的实名认证状态。读取失败不代表未认证。",
            "verified": "域名已完成实名认证，且已满等待期。",
            "waiting": (
                "域名已完成实名认证，据公开使用经验需满 {days} 天后才能提交备案，等待至 {until}。"
            ),
        },
        remedies={
            "in_audit": "请等待域名实名认证审核通过。",
            "not_verified": "请在域名注册商处完成域名实名认证，所有者信息需与备案主体一致。",
            "other_state": "请在域名注册控制台核对实名认证状态。",
            "since_unknown": "可在 declared.domains 中用 real_name_since 声明认证时间。",
            "unread": (
                "请按 missing 中的说明恢复读取；域名不在本账号注册时，请在 declared.domains 中声"
                "明。"
            ),
            "waiting": "请在等待期结束后提交备案，其间可先准备材料。",
        },
    ),
    "domain.expiry": RuleText(
        title="域名在有效期内",
        about=(
            "域名过期后不能备案，备案期间也需保持有效。到期日来自域名注册信息；在其他注册商注册的"
            "域名无法在此读取，需要声明。"
        ),
        messages={
            "expired": "域名已于 {expires} 到期。",
            "no_date": "域名注册信息中没有到期日，无法判断是否在有效期内。",
            "soon": "域名将于 {expires} 到期，距今不超过 {days} 天。备案审核需要时间，建议先续费。",
            "unread": "未能读取域名的注册信息，无法判断是否在有效期内。",
            "valid": "域名有效期至 {expires}。",
        },
        remedies={
            "expired": "请在域名注册商处续费或赎回域名。",
            "no_date": "请在域名注册控制台核对到期日。",
            "soon": "请在域名注册商处续费后再提交备案。",
            "unread": (
                "请按 missing 中的说明恢复读取；域名不在本账号注册时，请在 declared.domains 中声"
                "明。"
            ),
        },
    ),
    "domain.hold": RuleText(
        title="域名可正常解析，未被暂停解析",
        about=(
            "注册局或注册商暂停解析（serverHold、clientHold）的域名不能解析，需要先解除。状态来自"
            "域名注册信息；在其他注册商注册的域名需要声明。"
        ),
        messages={
            "no_status": "域名注册信息中没有可用的域名状态，无法判断是否被暂停解析。",
            "on_hold": "域名已被注册局或注册商暂停解析。",
            "resolves": "域名没有被暂停解析。",
            "unread": "未能读取域名的注册信息，无法判断是否被暂停解析。",
        },
        remedies={
            "no_status": "请在域名注册控制台核对域名状态。",
            "on_hold": "请联系域名注册商了解原因并恢复解析，常见原因是未完成实名认证。",
            "unread": (
                "请按 missing 中的说明恢复读取；域名不在本账号注册时，请在 declared.domains 中声"
                "明。"
            ),
        },
    ),
    "domain.suffix": RuleText(
        title="域名后缀在可备案的后缀列表中",
        about=(
            "可备案的后缀以工信部公布的批复为准，没有 API 可查。此处使用带日期的常见后缀列表，不"
            "完整，因此不在列表中只作提醒，不影响结论。"
        ),
        messages={
            "listed": "后缀“{suffix}”在截至 {as_of} 的常见可备案后缀列表中。",
            "no_domain": "没有指定域名，无需检查后缀。",
            "not_listed": (
                "后缀“{suffix}”不在截至 {as_of} 的常见可备案后缀列表中。该列表不完整，不能据此认"
                "定不可备案。"
            ),
        },
        remedies={
            "not_listed": (
                "请在工信部域名行业管理信息网站核对该后缀是否已获批复；已获批复的，可写入 "
                "policy.accepted_suffixes。"
            ),
        },
    ),
}
