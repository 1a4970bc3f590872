"""Rules on scope and on the domain's filing, in simplified Chinese."""

from collections.abc import Mapping

from beian.texts.model import RuleText

RULES: Mapping[str, RuleText] = {
    "scope.default-domain": RuleText(
        title="已确认域名是否为平台默认域名",
        about=(
            "采用 API 网关三级域名、函数 URL、云开发 CloudBase 等平台默认域名访问，无需进行备案；"
            "只有自定义域名指向中国内地（大陆）的 Serverless 服务时才需要备案。无需备案不等于适合"
            "用作网站：据公开使用经验，自 2026 年 9 月起，浏览器访问 tencentscf.com 默认域名时会"
            "下载页面，而不是显示页面。"
        ),
        messages={
            "custom": "该域名是自定义域名，不是平台默认域名，是否需要备案由其他规则判断。",
            "exempt": (
                "该域名属于平台默认域名（{suffix}），无需进行备案。无需备案不等于可以用作网站：据"
                "公开使用经验，自 2026 年 9 月起，浏览器访问 tencentscf.com 默认域名时会下载页面，"
                "而不是显示页面。"
            ),
        },
        remedies={
            "exempt": (
                "如需对外提供网站，建议使用自定义域名；该域名指向中国内地（大陆）的 Serverless 服"
                "务时需要备案。"
            ),
        },
    ),
    "scope.region": RuleText(
        title="已确认域名是否指向中国内地（大陆）的 Serverless 服务",
        about=(
            "自定义域名指向中国内地（大陆）的 Serverless 服务时需要完成备案；指向托管于非中国内地"
            "（大陆）的 Serverless 服务（例如中国香港）时不需要备案。地域代码不在已知列表中时不作"
            "猜测。"
        ),
        messages={
            "mainland": (
                "该域名指向或将指向的地域为 {regions}，其中有中国内地（大陆）地域，需要完成备案，"
                "取得 ICP 备案号后才能开通域名访问。"
            ),
            "nowhere": "该域名没有指向任何 Serverless 服务，也没有计划指向，不需要备案。",
            "outside": "该域名指向或将指向的地域为 {regions}，均不在中国内地（大陆），不需要备案。",
            "unknown": (
                "无法判断该域名是否指向中国内地（大陆）的 Serverless 服务。目前已知的地域："
                "{regions}。"
            ),
        },
        remedies={
            "unknown": (
                "请处理 missing 中列出的绑定读取问题；地域代码不在已知列表中时，请核对后连同已有"
                "代码写入 policy.mainland_regions 或 policy.outside_regions；尚未绑定时，请在提问"
                "时给出 region。"
            ),
        },
    ),
    "scope.in-use": RuleText(
        title="已确认域名是否正在使用或即将使用",
        about=(
            "域名本身无需备案，但需实名认证；仅当该域名开通 Web 服务时才需要备案。Serverless 站点"
            "正式提供对外访问之前不需要备案，但备案需要一定的办理时间，建议提前办理。查询一个域名"
            "即视为准备启用它，除非提问时另有说明。"
        ),
        messages={
            "idle": (
                "该域名没有绑定 Serverless 服务，也没有计划启用。域名本身无需备案，但需实名认证；"
                "开通 Web 服务时才需要备案。"
            ),
            "intended": (
                "未查到该域名的绑定，按即将启用处理。站点正式提供对外访问之前需要完成备案，建议提"
                "前办理。"
            ),
            "serving": "该域名已绑定 Serverless 服务，地域：{regions}。",
            "unknown": "部分地域的自定义域名绑定未能读取，无法判断该域名是否正在使用。",
        },
        remedies={
            "idle": "请确保域名已完成实名认证；计划启用前，请提前办理备案。",
            "unknown": "请按 missing 中的说明恢复绑定读取后重新检查。",
        },
    ),
    "domain.status": RuleText(
        title="域名的备案情况已查明，未被封禁，且没有待处理的整改单",
        about=(
            "备案情况由四个标志得出：管局是否已通过、是否已接入腾讯云、是否有整改单、是否被封禁。"
            "从未备案的办理首次备案或新增网站备案；已在其他服务商或其他账号备案的，不需要重新备案，"
            "但要办理接入备案；管局已无记录而腾讯云仍留有旧备案号的，需先清理旧备案号。所用 API "
            "未随 SDK 的类型客户端发布，含义据公开使用经验；ICP 备案号以工信部网站公共查询为准。"
            "API 网关的备案状态作为第二来源，两者不一致时不采信任何一方。"
        ),
        messages={
            "banned": "该域名被标记为封禁，封禁解除前不能备案，也不能提供访问。",
            "disagreement": (
                "不同来源对该域名备案情况的说法不一致：备案查询为“{read}”，API 网关为“{gateway}”；"
                "本账号下的备案网站列表也在比对范围内，详见 missing。备案情况按未知处理。"
            ),
            "filed": "管局已通过该域名的备案，且已接入腾讯云，无需重复备案。",
            "filed_elsewhere": (
                "管局已有该域名的备案，但未接入腾讯云的本账号。不需要重新备案，但要办理接入备案。"
            ),
            "not_filed": (
                "没有查到该域名的备案。指向中国内地（大陆）的 Serverless 服务前，需要办理首次备案"
                "或新增网站备案。"
            ),
            "rectification": (
                "该域名有待处理的整改单。整改单不改变能否备案的结论，但逾期未整改可能影响已有备案，"
                "请优先处理。"
            ),
            "stale": (
                "腾讯云仍留有该域名的接入记录，但管局已无对应备案，旧备案号已失效，需要重新备案。"
            ),
            "unread": "未能读取该域名的备案情况。读取失败不代表未备案。",
        },
        remedies={
            "banned": "请提交工单了解封禁原因并按要求处理，解封后重新检查。",
            "disagreement": (
                "请以工信部网站公共查询的结果为准，核对备案主体是否在本账号下；各来源一致后重新检"
                "查。"
            ),
            "filed_elsewhere": "请在本账号下办理接入备案。",
            "not_filed": "请在腾讯云备案系统办理备案，备案类型选择 Serverless。",
            "rectification": (
                "请登录备案系统查看整改单，并在期限内完成整改；找不到整改单时请提交工单咨询。"
            ),
            "stale": "请先清理已失效的旧备案号，再重新办理备案。",
            "unread": "请按 missing 中的说明恢复读取；在此之前，可通过工信部网站公共查询核对。",
        },
    ),
    "domain.same-account": RuleText(
        title="同账号下已备案的域名直接绑定，不重复备案",
        about=(
            "同账号下已通过云服务器 CVM 进行 ICP 备案的域名，可直接绑定，无需重复备案。原文所说的"
            "绑定入口是 API 网关；API 网关自 2026 年 10 月 30 日起分批停止服务，可改用云函数 SCF "
            "的自定义域名。"
        ),
        messages={
            "bind": (
                "该域名已在本账号下备案，不论通过云服务器 CVM 还是 Serverless 备案，都可以直接绑"
                "定自定义域名。"
            ),
            "disagreement": "各来源说法不一致，无法确认该域名是否在本账号下备案。",
            "not_filed_here": "备案查询没有显示该域名已在本账号下备案，不适用同账号直接绑定。",
            "unread": "未能读取备案情况，无法判断该域名是否已在本账号下备案。",
        },
        remedies={
            "disagreement": "请核对备案主体所在的账号，各来源一致后重新检查。",
            "unread": "请按 missing 中的说明恢复读取后重新检查。",
        },
    ),
}
