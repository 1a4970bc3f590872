"""What is said of a deployment, Chinese and English side by side: what is wrong, what to do."""

from collections.abc import Mapping

from beian.texts import Lang

Said = Mapping[Lang, tuple[str, str]]
JOIN: Mapping[Lang, str] = {"zh-CN": "：", "en": ": "}


def _said(zh: str, zh_remedy: str, en: str, en_remedy: str) -> Said:
    return {"zh-CN": (zh, zh_remedy), "en": (en, en_remedy)}


COMPLAINTS: Mapping[str, Said] = {
    "twice": _said("键重复", "只保留一个", "the key is given twice", "keep one"),
    "unknown_key": _said(
        "组件没有这个键", "删除它", "the component knows no such key", "take it out"
    ),
    "misspelt": _said(
        "组件没有这个键", "是否为 {near}？", "the component knows no such key", "is it {near}?"
    ),
    "missing": _said("缺少此项", "补上", "it is missing", "add it"),
    "one_of": _said("值不被接受", "写 {options}", "not a value it can have", "write {options}"),
    "not_text": _said("应为文本", "加上引号", "not a text", "put it in quotes"),
    "not_whole": _said(
        "应为整数", "写成不带引号的整数", "not a whole number", "write one, without quotes"
    ),
    "not_truth": _said(
        "应为 true 或 false", "改写", "neither true nor false", "write one of them, without quotes"
    ),
    "not_list": _said("应为列表", "每项一行，以 - 开头", "not a list", "write items, each after -"),
    "not_mapping": _said("应为键值对", "写成“键: 值”", "not a mapping", "write keys and values"),
    "too_low": _said("过小", "至少为 {least}", "too small", "write at least {least}"),
    "too_high": _said("过大", "至多为 {most}", "too large", "write at most {most}"),
    "variable_unset": _said(
        "环境变量 {name} 没有值，部署工具会悄悄去掉此项",
        "执行 export {name}=…，或删除此项",
        "the variable {name} has no value, and the deployer would drop this silently",
        "export {name}=..., or take this out",
    ),
    "variable_unknown": _said(
        "无法解析变量 {name}",
        "只用 ${{env:NAME}}，以及 inputs 中的 ${{name}}、${{app}}、${{stage}}",
        "the variable {name} cannot be resolved",
        "use ${{env:NAME}} or, inside inputs, ${{name}}, ${{app}} and ${{stage}}",
    ),
    "memory_step": _said(
        "内存规格不存在",
        "写 64，或 128 到 3072 之间 128 的倍数",
        "there is no such memory size",
        "write 64, or a multiple of 128 up to 3072",
    ),
    "name_shape": _said(
        "不是有效的函数名",
        "2 到 60 个字母、数字、- 或 _，以字母开头，以字母或数字结尾",
        "not a function's name",
        "write 2 to 60 letters, digits, - and _, a letter first, a letter or digit last",
    ),
    "region_shape": _said(
        "不是地域代码", "写成 ap-guangzhou 的形式", "no region code", "write it as ap-guangzhou"
    ),
    "handler_shape": _said(
        "入口的写法不对",
        "写 handler.main_handler（文件.函数）",
        "not a handler",
        "write handler.main_handler (file.function)",
    ),
    "handler_missing": _said(
        "包中没有入口 {handler}",
        "重新打包，或改正入口",
        "the package has no {handler}",
        "build the package again, or mend the handler",
    ),
    "src_shape": _said(
        "不是代码目录",
        "写解压后的目录，如 ./dist/function",
        "no folder of code",
        "write the unpacked folder, such as ./dist/function",
    ),
    "no_network": _said(
        "函数无法访问公网，也就调用不了云 API",
        "写 publicAccess: true",
        "the function could not reach the cloud's API",
        "write publicAccess: true",
    ),
    "environment_text": _said(
        "环境变量的值应为文本",
        "写成文本，或删除此项",
        "a variable's value is a text",
        "write a text, or take it out",
    ),
    "environment_reserved": _said(
        "平台保留以 {prefix} 开头的变量",
        "换一个名称；密钥由执行角色提供，不要写在这里",
        "the platform keeps names that start with {prefix} for itself",
        "choose another name; keys come from the execution role and do not belong here",
    ),
    "environment_size": _said(
        "环境变量共 {size} 字节，上限 4096",
        "把内容移到 beian.yml 中",
        "the variables have {size} bytes of 4096",
        "move something into beian.yml",
    ),
    "config_place": _said(
        "函数在该位置找不到配置",
        "写 /var/user/beian.yml，或 cos://桶名-APPID/对象?region=地域",
        "the function would not find its configuration there",
        "write /var/user/beian.yml, or cos://BUCKET-APPID/KEY?region=REGION",
    ),
    "store_place": _said(
        "SCF 不保留本地文件，报告会丢失",
        "写 cos://桶名-APPID/前缀?region=地域",
        "SCF keeps no local files, so reports would be lost",
        "write cos://BUCKET-APPID/PREFIX?region=REGION",
    ),
    "event_kinds": _said(
        "每个触发器只写一种类型", "拆成多项", "an event has exactly one kind", "split it"
    ),
    "timer_closed": _said(
        "部署后触发器是关闭的", "写 enable: true", "it would be deployed closed", "enable: true"
    ),
    "timer_name": _said(
        "触发器名称重复，后一个会覆盖前一个",
        "每个定时触发器一个名称",
        "another timer has this name, and would be replaced",
        "give each its own",
    ),
    "timer_message": _said(
        "函数不认识这条消息",
        """写 '{{"op":"sweep"}}' 或 '{{"op":"sweep.watch"}}'""",
        "the function does not know this message",
        """write '{{"op":"sweep"}}' or '{{"op":"sweep.watch"}}'""",
    ),
    "timer_store": _said(
        "巡检需要 BEIAN_STORE 来保存报告",
        "在 environment.variables 中设置它，或删除此触发器",
        "a sweep needs BEIAN_STORE to keep its report",
        "set it under environment.variables, or take this timer out",
    ),
    "cron_fields": _said(
        "Cron 表达式有 {n} 个字段，应为 7 个",
        "依次写：秒 分 时 日 月 星期 年",
        "a cron expression has seven fields, this one {n}",
        "write second, minute, hour, day, month, weekday and year",
    ),
    "cron_value": _said(
        "Cron 表达式的 {field} 字段无效",
        "取值 {low} 到 {high}，可用 , - * /",
        "the field {field} of the cron expression cannot be",
        "use {low} to {high}, with , - * and /",
    ),
    "cron_weekday": _said(
        "星期写成了数字，0 是周日还是周一说法不一",
        "写 SUN 到 SAT",
        "weekdays by number start on Sunday in one document and on Monday in another",
        "write SUN to SAT",
    ),
    "cron_both": _said(
        "日与星期同时指定时，满足任一即触发",
        "其中一个写 *",
        "where both day and weekday are given, either fires it",
        "write * for one of them",
    ),
    "url_unreachable": _said(
        "函数 URL 没有公网地址",
        "写 enableExtranet: true",
        "the function URL would have no public address",
        "write enableExtranet: true",
    ),
    "url_not_declared": _said(
        "URL 使用 CAM 鉴权，但 beian.yml 没有声明，所有请求都会得到 401",
        "在 beian.yml 中写 function_url: {{cam: true}}",
        "the URL asks for CAM, which beian.yml does not say: every request would be answered 401",
        "write function_url: {{cam: true}} into beian.yml",
    ),
    "url_open": _said(
        "URL 是开放的，beian.yml 却声明为 CAM 鉴权，任何人都会被放行",
        "写 authType: CAM，或从 beian.yml 中删除 function_url",
        "the URL is open, but beian.yml says CAM guards it: anyone would be let in",
        "write authType: CAM, or take function_url out of beian.yml",
    ),
    "gateway_response": _said(
        "没有启用集成响应，网关会把状态码和头部当作正文",
        "写 isIntegratedResponse: true",
        "without integrated responses the gateway sends status and headers as the body",
        "write isIntegratedResponse: true",
    ),
    "gateway_longer": _said(
        "网关等待的时间比函数的时限长",
        "不要超过 inputs.timeout",
        "the gateway would wait longer than the function may run",
        "write no more than inputs.timeout",
    ),
    "gateway_shorter": _said(
        "网关等待的时间不足以等到应答",
        "要大于 beian.yml 的 budget_seconds（{budget} 秒）",
        "the gateway would give up before the function answers",
        "write more than budget_seconds of beian.yml ({budget})",
    ),
    "gateway_key": _said(
        "密钥对只有绑定到使用计划才生效",
        "同时写 usagePlan 与 auth",
        "a key pair works only where a usage plan binds it",
        "write both usagePlan and auth",
    ),
    "gateway_service": _said(
        "API 网关自 2024-07-01 起不能新建服务",
        "写已有服务的 serviceId，或删除整个 apigw 触发器",
        "since 2024-07-01 API Gateway makes no new services",
        "write the serviceId of one that exists, or take the whole apigw event out",
    ),
}
