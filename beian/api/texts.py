"""The words of problems, both languages beside each other. Braces are filled with short values."""

from typing import NamedTuple

from beian.texts import Lang


class Text(NamedTuple):
    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.zh

    def filled(self, **values: object) -> "Text":
        return Text(self.zh.format(**values), self.en.format(**values))


class Kind(NamedTuple):
    """One kind of problem: its HTTP status, its title, and what happened and what to do."""

    status: int
    title: Text
    detail: Text


KINDS: dict[str, Kind] = {
    "bad_base64": Kind(
        400,
        Text("请求体无法解码", "The body cannot be decoded"),
        Text(
            "isBase64Encoded 为真，但请求体不是有效的 base64。",
            "isBase64Encoded is true, but the body is not valid base64.",
        ),
    ),
    "empty_body": Kind(
        400,
        Text("缺少请求体", "The body is missing"),
        Text(
            '请发送 JSON 对象，例如 {{"domains": ["www.example.cn"]}}；{{}} 表示只问账号。',
            'Send {{"domains": ["www.example.cn"]}} or the like; {{}} asks about the account.',
        ),
    ),
    "invalid_json": Kind(
        400,
        Text("请求体不是有效的 JSON", "The body is not valid JSON"),
        Text(
            "请求体须为 UTF-8 编码的 JSON：不允许重复的键、NaN、Infinity，也不允许嵌套过深。",
            "The body must be JSON in UTF-8, without duplicate keys, NaN or Infinity, and not "
            "nested too deeply.",
        ),
    ),
    "unrecognised_event": Kind(
        400,
        Text("无法识别的事件", "Unrecognised event"),
        Text("无法识别的事件，键：{keys}。", "unrecognised event, keys: {keys}."),
    ),
    "unauthenticated": Kind(
        401,
        Text("未登录", "Not signed in"),
        Text(
            "请用触发器的鉴权方式（例如 API 网关密钥对）签名，或携带有效的令牌"
            "（Authorization: Bearer …）。",
            "Sign the request as the trigger asks for, for example with an API Gateway key pair, "
            "or send a valid token (Authorization: Bearer ...).",
        ),
    ),
    "forbidden": Kind(
        403,
        Text("不允许", "Not allowed"),
        Text(
            "您无权执行此操作，或无权查询所指定的账号。请联系本函数的管理员。",
            "You may not do this, or not for that account. Ask whoever runs this function.",
        ),
    ),
    "not_found": Kind(
        404,
        Text("没有此路径", "No such path"),
        Text("可用的路径见 GET /openapi.json。", "GET /openapi.json lists the paths there are."),
    ),
    "no_such_sweep": Kind(
        404,
        Text("没有此次巡检", "No such sweep"),
        Text(
            "编号有误，或还没有完成过巡检；最近一次见 /v1/sweeps/latest。",
            "There is no sweep of this id, or none has been completed yet; /v1/sweeps/latest is "
            "the latest.",
        ),
    ),
    "method_not_allowed": Kind(
        405,
        Text("不支持此方法", "Method not allowed"),
        Text("此路径支持的方法：{allow}。", "This path takes {allow}."),
    ),
    "body_too_large": Kind(
        413,
        Text("请求体过大", "The body is too large"),
        Text("请求体最大 1 MiB；请分批查询。", "A body may have 1 MiB at most; ask in parts."),
    ),
    "unsupported_media_type": Kind(
        415,
        Text("不支持的媒体类型", "Unsupported media type"),
        Text(
            "请以 Content-Type: application/json（UTF-8，不压缩）发送请求体。",
            "Send the body as Content-Type: application/json, in UTF-8 and not compressed.",
        ),
    ),
    "invalid_input": Kind(
        422,
        Text("输入有误", "Invalid input"),
        Text("请按 errors 中的说明修改后重试。", "Correct what errors names and try again."),
    ),
    "report_too_large": Kind(
        422,
        Text("报告过大", "The report is too large"),
        Text(
            "超出平台 6 MB 的响应上限：请接受 gzip（Accept-Encoding），或用 account 只取一个账号，"
            "或从存储桶读取 sweeps/<编号>/report.json。",
            "It is more than the 6 MB that the platform sends: accept gzip (Accept-Encoding), ask "
            "for one account, or read sweeps/<id>/report.json in the bucket.",
        ),
    ),
    "too_many_requests": Kind(
        429,
        Text("请求过于频繁", "Too many requests"),
        Text(
            "已超出每个调用者每分钟的请求数；请按 Retry-After 的秒数等待后重试。",
            "There are more than one caller's requests a minute; wait as Retry-After says.",
        ),
    ),
    "internal": Kind(
        500,
        Text("内部错误", "Internal error"),
        Text(
            "程序出错，已记入日志。请附上 instance 中的请求 ID 反馈。",
            "A bug; it is in the log. Report it with the request id in instance.",
        ),
    ),
    "no_sweep": Kind(
        501,
        Text("未配置巡检", "No sweep configured"),
        Text(
            "没有指定巡检结果保存在何处，未执行任何操作。请设置环境变量 BEIAN_STORE："
            "cos://<存储桶>-<APPID>/<前缀>?region=<地域>，或本地目录。",
            "Nothing says where sweeps are kept, so nothing was done. Set BEIAN_STORE to "
            "cos://<bucket>-<appid>/<prefix>?region=<region>, or to a local folder.",
        ),
    ),
    "sweep_failed": Kind(
        503,
        Text("巡检暂不可用", "Sweeps cannot be had now"),
        Text(
            "保存巡检的地方或函数调用暂时出错；原因见 errors。",
            "Where sweeps are kept, or the call that begins one, failed; errors tells why.",
        ),
    ),
    "nothing_readable": Kind(
        503,
        Text("暂时什么都读不到", "Nothing could be read"),
        Text(
            "上游接口全部读取失败，无法给出结论；原因与处理办法见 missing。",
            "No upstream read succeeded, so there is no verdict; missing tells why and what to do.",
        ),
    ),
}

SWEEP_FAILED = Text("{why}", "{why}")
BAD_ORDER = Text("无法据此巡检：{why}。", "No sweep can do that: {why}.")
NOT_AN_OBJECT = Text("事件不是 JSON 对象。", "The event is not a JSON object.")
NO_KIND = Text(
    "不是 API 网关、函数 URL、定时触发器的事件，也不是带 op 的直接调用。",
    "It is no event of API Gateway, a function URL or a timer, and no direct invoke with an op.",
)
TWO_KINDS = Text(
    "同时符合多种事件的特征，已拒绝。", "It bears the marks of more than one kind of event."
)
BAD_FIELD = Text("{field} 的值不符合该类事件。", "{field} is not what such an event holds.")

ONCE = Text("该参数出现了多次。", "The parameter is given more than once.")
ONCE_REMEDY = Text("只保留一个。", "Give it once.")
UNKNOWN_OP = Text("没有此操作。", "There is no such operation.")
UNKNOWN_OP_REMEDY = Text("可用的 op：{names}。", "Use one of: {names}.")
WHICH_ACCOUNT = Text(
    "您可以查询多个账号，请指明是哪一个。", "You may ask about several accounts: which one?"
)
WHICH_ACCOUNT_REMEDY = Text("请填写账号 ID（uin）。", "Give the account's id (uin).")
DUPLICATE_KEY = Text("键出现了多次。", "The key is given more than once.")

Advice = tuple[Text, Text]
"""What is wrong, and its remedy."""

_CORRECT = Text("请改正该值。", "Correct the value.")
_REQUIRED: Advice = (
    Text("缺少必填项。", "It is required."),
    Text("请补充该项。", "Add it."),
)
_UNKNOWN: Advice = (
    Text("不认识的名称。", "It is not known here."),
    Text("请删除，或改为以下之一：{allowed}。", "Remove it, or use one of: {allowed}."),
)
_UNKNOWN_INSIDE: Advice = (
    _UNKNOWN[0],
    Text("请删除，或更正名称。", "Remove it, or correct its name."),
)
_TEXT: Advice = (
    Text("须为字符串。", "It must be a string."),
    Text('请写成 "…"。', 'Write it as "…".'),
)
_OBJECT: Advice = (
    Text("须为 JSON 对象。", "It must be a JSON object."),
    Text("请写成 {{…}}。", "Write it as {{…}}."),
)
_BOOLEAN: Advice = (
    Text("须为布尔值。", "It must be a boolean."),
    Text("请用 true 或 false。", "Use true or false."),
)
_WHOLE_NUMBER: Advice = (
    Text("须为整数。", "It must be a whole number."),
    Text("请写成整数，例如 2。", "Write a whole number, such as 2."),
)
_DATE: Advice = (
    Text("须为日期。", "It must be a date."),
    Text("请写成 YYYY-MM-DD。", "Write it as YYYY-MM-DD."),
)
_TIME: Advice = (
    Text("须为时间。", "It must be a time."),
    Text(
        "请写成 RFC 3339，例如 2026-11-22T12:00:00+08:00。",
        "Write it in RFC 3339, such as 2026-11-22T12:00:00+08:00.",
    ),
)
OTHERWISE: Advice = (Text("值不符合要求。", "The value does not fit."), _CORRECT)

BY_ERROR: dict[str, Advice] = {
    "missing": _REQUIRED,
    "extra_forbidden": _UNKNOWN,
    "extra_forbidden_inside": _UNKNOWN_INSIDE,
    "string_type": _TEXT,
    "string_unicode": (Text("含有无效字符。", "It holds characters that are not valid."), _CORRECT),
    "string_too_short": (
        Text("不能为空。", "It must not be empty."),
        Text("请填写，或整项省略。", "Give a value, or leave it out."),
    ),
    "string_too_long": (
        Text("超过 {max_length} 个字符。", "It is longer than {max_length} characters."),
        Text("请缩短。", "Shorten it."),
    ),
    "list_type": (
        Text("须为数组。", "It must be an array."),
        Text('请写成 ["…"]。', 'Write it as ["…"].'),
    ),
    "too_long": (
        Text("最多 {max_length} 项。", "It may have {max_length} items at most."),
        Text("请分批查询。", "Ask in parts."),
    ),
    "literal_error": (
        Text("不是可用的值。", "It is none of the values there are."),
        Text("请用 {expected}。", "Use {expected}."),
    ),
    "model_type": _OBJECT,
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "greater_than_equal": (
        Text("须不小于 {ge}。", "It must be {ge} or more."),
        _CORRECT,
    ),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
}
"""By pydantic's type of error; each fills its braces from the error's context."""
