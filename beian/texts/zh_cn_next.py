"""What to do next and what could not be read, in simplified Chinese."""

from collections.abc import Mapping

from beian.texts.model import CauseText

STEPS: Mapping[str, str] = {
    "none": "无需办理任何手续。",
    "settle.missing": (
        "请先处理 missing 中标记为 decisive 的各项，它们可能改变结论；处理后重新检查。"
    ),
    "resolve.rectification": "请先处理待整改事项：登录备案系统查看整改单，并在期限内完成整改。",
    "resolve.ban": "{domain}已被封禁，请提交工单了解原因并解除封禁。",
    "clear.stale": (
        "请先清理{domain}已失效的旧备案号：在备案系统中注销旧记录，无法操作时请提交工单。"
    ),
    "law.basis": (
        "{domain}目前由中国内地（大陆）的 Serverless 服务提供访问，但没有在本账号完成备案或"
        "接入备案，请先停止访问，待备案成功后再开通。根据国务院令第 292 号《互联网信息服务管理办"
        "法》和信息产业部（现工业和信息化部）令第 33 号《非经营性互联网信息服务备案管理办法》，国"
        "家对经营性互联网信息服务实行许可制度，对非经营性互联网信息服务实行备案制度；未获取许可或"
        "者未履行备案手续的，不得从事互联网信息服务。"
    ),
    "verify.account": "请完成账号实名认证。",
    "renew.domain": "请为{domain}续费，使其在备案期间保持有效。",
    "unhold.domain": "请联系域名注册商恢复{domain}的解析。",
    "verify.domain": "请完成{domain}的实名认证。域名不使用时也需要实名认证。",
    "free.quota": (
        "本账号的 Serverless 备案网站数量已用完：请注销一个不再使用的网站备案，或使用其他账号办理。"
        "每个账号支持 1 套资源包，再次购买不会增加数量。"
    ),
    "free.access": "主体的接入数量已达上限：请先为不再使用的网站办理取消接入。",
    "buy.packs": (
        "请购买云函数 5000 万次调用次数包与 40 万 GBs 资源用量包。备案本身不收取任何费用；资源包"
        "购买之后立即生效，暂不支持退款，建议在其他条件满足后再购买。"
    ),
    "wait.delivery": "请等待资源包订单发货完成。",
    "wait.audit": "请等待{domain}的实名认证审核通过。",
    "wait.order": "请等待正在办理的备案订单结束。",
    "wait.until": "请等待实名认证的等待期结束：{until}。",
    "prepare.province": (
        "为了节约时间、顺利通过备案，建议提前了解备案流程。各地管局要求不同，需准备的材料也有所不"
        "同，请先了解所在省、自治区、直辖市管局的备案要求，以及备案限制。"
    ),
    "prepare.ahead": (
        "站点正式提供对外访问之前才需要备案。备案需要一定的办理时间，建议提前在腾讯云办理，以便站"
        "点做好之后马上投入使用。"
    ),
    "free.filing": "备案本身不收取任何费用，除已购买的资源包外无需再付费。",
    "file.first": (
        "请为{domain}办理首次备案，通过小程序完成。网站的主办者和域名从未办理过备案，或原备案号已"
        "失效时适用。在“填写网站信息”步骤中需先开启云函数备案，即备案类型选择 Serverless。"
        "Serverless 备案方式已向全部用户开放。"
    ),
    "file.new_website": (
        "请为{domain}办理新增网站备案。已有域名进行过备案、现在需要备案新的域名时适用；存在多个"
        "域名的，每个域名都需要备案。在“填写网站信息”步骤中，备案类型选择 Serverless。"
    ),
    "file.access": (
        "请为{domain}办理接入备案。已备案域名接入腾讯云 Serverless 服务不需要重新备案，但要办理"
        "接入备案；同一主体最多同时可以接入 10 个云函数或 CVM 备案信息。"
    ),
    "file.unknown_kind": (
        "请为{domain}办理备案，类型视情况而定：主办者和域名从未办理过备案的，办理首次备案；已有"
        "其他域名备案的，办理新增网站备案；该域名已在其他服务商或账号备案的，办理接入备案。备案类"
        "型选择 Serverless。"
    ),
    "ip.automatic": (
        "Serverless 备案与云服务器 CVM 备案在流程上并无实质性差别。唯一的差异点在于：CVM 备案过程"
        "中填写的 IP 会直接展示给用户，Serverless 备案过程中 IP 由系统自动拉取并提供。"
    ),
    "resolve.tencent": (
        "备案在腾讯云，解析也需要在腾讯云：备案过程中{domain}的解析 IP 需指向腾讯云站点的 IP 地"
        "址，否则会出现 IP 地址不可访问。"
    ),
    "query.miit": "请在工信部网站公共查询中核对{domain}的 ICP 备案号，以该查询结果为准。",
    "bind.domain": (
        "请将域名 {host} 直接绑定为自定义域名，无需重复备案，同账号下通过云服务器 CVM 备案的域名"
        "也一样。API 网关自 2026 年 10 月 30 日起分批停止服务，建议使用云函数 SCF 的自定义域名。"
    ),
    "show.footer": (
        "请在网站底部展示 ICP 备案号，并链接到工信部备案网站；网站开通后 30 日内还需办理公安联网"
        "备案。公安联网备案依据公安部令第 33 号《计算机信息网络国际联网安全保护管理办法》，与 "
        "ICP 备案所依据的信息产业部令第 33 号是两部不同的规章。"
    ),
}

DURATIONS: Mapping[str, str] = {
    "personal_real_name": "个人账号实名认证通过后等待 48 小时",
    "domain_real_name": "域名实名认证通过后等待 3 天",
    "review": "腾讯云初审 1 到 2 个工作日",
    "sms": "工信部短信需在 24 小时内核验",
    "authority": "管局审核最长 20 个工作日",
    "sync": "审核通过后最长 6 小时同步",
    "access_lapse": "接入备案有 45 天的时限，逾期可能失效",
}

CAUSES: Mapping[str, CauseText] = {
    "denied": CauseText(
        "当前凭证没有读取{fact}的权限（{call}{where}，错误码 {code}）。",
        "请在访问管理 CAM 中为该凭证授予 {permission}。",
    ),
    "denied.ba": CauseText(
        "读取{fact}被拒绝（{call}，错误码 {code}）。凭证所属账号不是备案主体所在的账号，或者 "
        "CAM 策略缺少 {permission}，两种情况的返回完全相同，因此不能视为未备案。",
        "请先确认凭证所属账号就是备案主体所在的账号，再在访问管理 CAM 中为其授予 {permission}。",
    ),
    "not_signed_in": CauseText(
        "凭证缺失、不正确或已过期，或者本机时钟偏差过大，未能读取{fact}（{call}{where}）。",
        "请检查函数的运行角色或密钥是否有效，并校准本机时钟。",
    ),
    "throttled": CauseText(
        "读取{fact}超出频率限制（{call}{where}），多次重试仍未成功。",
        "请稍后重新检查，并减少同一账号下的并发调用。",
    ),
    "timeout": CauseText(
        "在规定时间内没有读到{fact}（{call}{where}）。",
        "请稍后重新检查；经常出现时，请调大函数的执行超时时间。",
    ),
    "unreachable": CauseText(
        "无法连接到提供{fact}的服务（{call}{where}）。",
        "请检查网络：函数位于私有网络 VPC 时需要能够访问公网。",
    ),
    "broken_reply": CauseText(
        "读取{fact}时返回的内容不完整或前后矛盾（{call}{where}），不予采信。",
        "请稍后重新检查；持续出现时，请带上 RequestId 提交工单。",
    ),
    "refused": CauseText(
        "读取{fact}时 API 返回错误（{call}{where}，错误码 {code}）。",
        "请根据错误码在腾讯云 API 文档中查找原因，处理后重新检查。",
    ),
    "retired": CauseText(
        "提供{fact}的产品已停止服务（{call}{where}），不能再由此读取。",
        "请将相关域名迁移到云函数 SCF 的自定义域名后重新检查。",
    ),
    "not_registered_here": CauseText(
        "域名 {domain} 不在本账号注册，无法在此读取{fact}。",
        "请在 declared.domains.{domain} 下声明：real_name（是否已实名认证）、expires（到期日）、"
        "on_hold（是否被暂停解析），如已知还可声明 real_name_since 与 created，并用 until 写明声"
        "明的有效期。",
    ),
    "not_published": CauseText(
        "{fact}没有公开的 API 可查。",
        "请在配置的 declared 中声明。",
    ),
    "not_published.serverless_filings": CauseText(
        "本账号已通过 Serverless 备案多少个网站，没有公开的 API 可查。",
        "请在 declared.serverless_filings 中声明数量。",
    ),
    "not_published.accesses": CauseText(
        "主体已接入多少个云函数或 CVM 备案信息，没有公开的 API 可查。",
        "请在 declared.accesses 中声明数量。",
    ),
    "not_published.pack_orders": CauseText(
        "无法确认订单 {order} 是否为有效的备案资源包，资源包订单的产品代码与规格写法没有公开说明。"
        "{reason}",
        "请在订单详情中核对。规格不明但确为备案资源包的，请在 declared.pack_orders 中声明，写成 "
        "[订单号]；到期时间、订单状态或退款不明的，声明无法替代，请提交工单确认。",
    ),
    "disagreement": CauseText(
        "不同来源对{fact}的说法不一致（{detail}），不采信任何一方。",
        "请以工信部网站公共查询的结果为准，各来源一致后重新检查。",
    ),
    "disagreement.registrationstatus": CauseText(
        "ba:DescribeDomainIcpStatus 与 API 网关的 RegistrationStatus 对{fact}的说法相反，不采信"
        "任何一方，两者的取值见 domain.status 规则。",
        "请在工信部网站公共查询中核对 {domain}；备案刚通过时，状态最长需要 6 小时同步（据公开使"
        "用经验），之后重新检查。",
    ),
    "disagreement.serverless_filings": CauseText(
        "声明的 serverless_filings 多于本账号下读到的备案网站数量，两者不一致。",
        "请核对并更正 declared.serverless_filings；它不会多于本账号下的备案网站数量。",
    ),
    "disagreement.webs": CauseText(
        "ba:DescribeDomainIcpStatus 显示 {domain} 已备案并接入腾讯云，但本账号下的备案网站列表为"
        "空，无法确认备案是否在本账号下。",
        "请确认凭证所属账号就是备案主体所在的账号；备案在其他账号下的，请用该账号检查，或在本账"
        "号办理接入备案。",
    ),
    "unknown_region": CauseText(
        "地域代码 {detail} 不在已知列表中，无法判断它是否位于中国内地（大陆）。",
        "请核对地域代码；已知代码见 policy。确认无误后，请连同已有代码写入 "
        "policy.mainland_regions 或 policy.outside_regions。",
    ),
    "not_assumed": CauseText(
        "无法扮演该账号的角色（{call}，错误码 {code}），{fact}没有读取。",
        "请核对：该账号中角色的信任策略允许本函数所在账号扮演，其中的 sts:external_id 与配置中的 "
        "external_id 一致，且本函数的执行角色具有 {permission} 权限。"
        "运行 beian policy 可打印这些策略。",
    ),
    "not_checked": CauseText(
        "本次巡检未能完成对该账号的检查（{detail}），{fact}没有读取。",
        "请在函数日志中查明中断的原因，再重新巡检。上次巡检时未解决的问题仍视为未解决。",
    ),
    "no_region": CauseText(
        "没有指定地域，域名也没有绑定在任何地域，无法判断它将指向哪里。",
        "请用 region 参数（命令行 --region）或配置中的 region 指定提供服务的地域，"
        "例如 ap-guangzhou。",
    ),
    "unexpected_value": CauseText(
        "{fact}已读取，但 {detail} 的取值不在文档列出的范围内，按未读取处理。",
        "请在控制台核对该项；确认无误但仍出现此提示时，请反馈给本项目。",
    ),
}
