"""The command line's own words, Chinese and English beside each other.

Words of verdicts, rules and causes come from `beian.texts`; here is only what a terminal adds.
"""

import os
from collections.abc import Mapping

from beian.cli.labels_package import PACKAGE
from beian.texts import Lang

LABELS: Mapping[str, tuple[str, str]] = {
    "needs_extra": (
        "命令行需要额外的依赖，请执行 pip install 'beian[cli]'",
        "the command line needs more packages: pip install 'beian[cli]'",
    ),
    "bug": (
        "程序出错：{error}，位置 {where}（设置 BEIAN_DEBUG=1 可查看调用栈）",
        "a bug: {error} at {where} (BEIAN_DEBUG=1 shows the traceback)",
    ),
    "bug_in_reply": (
        "函数出错：{error}，位置 {where}",
        "a bug in the function: {error} at {where}",
    ),
    "reading": ("正在读取账号与域名信息…", "Reading the account and its domains…"),
    "nothing_readable": (
        "全部读取失败，原因与处理办法见结果中的 missing",
        "nothing at all could be read: the results tell why, under missing",
    ),
    "no_domains": (
        "标准输入中没有域名：请每行写一个，# 之后为注释",
        "no domain on standard input: write one a line; # starts a comment",
    ),
    "not_json": ("{name}：不是有效的 JSON：{why}", "{name}: not valid JSON: {why}"),
    "not_readable": ("{name}：无法读取：{why}", "{name}: cannot be read: {why}"),
    "no_such_rule": (
        "没有规则 {name}：是否为 {near}？",
        "no rule {name}: did you mean {near}?",
    ),
    "port_taken": (
        "无法监听 {host}:{port}：{why}。请用 --port 指定其他端口",
        "cannot listen on {host}:{port}: {why}; name another with --port",
    ),
    "account": ("账号", "Account"),
    "account_question": ("账号：再备案一个网站", "One more website of the account"),
    "registrable": ("注册域名", "Registered domain"),
    "filing": ("备案", "Filing"),
    "required": ("需要备案", "required"),
    "not_required": ("无需备案", "not required"),
    "required_unknown": ("是否需要未知", "not known whether required"),
    "compliance": ("当前合规", "Compliance"),
    "eligible_from": ("最早可提交", "Eligible from"),
    "quota": ("网站数量", "Websites"),
    "allowed": ("可备案 {n}", "{n} allowed"),
    "used": ("已用 {n}", "{n} used"),
    "used_at_most": ("最多已用 {n}", "at most {n} used"),
    "left": ("剩余 {n}", "{n} left"),
    "left_at_least": ("至少剩余 {n}", "at least {n} left"),
    "evaluated": ("评估时间", "Evaluated"),
    "rulebook": ("规则手册", "Rulebook"),
    "verdict_id": ("结论编号", "Verdict id"),
    "fail": ("未通过", "Failing"),
    "wait": ("等待中", "Waiting"),
    "unknown": ("未知", "Unknown"),
    "warn": ("提醒", "Warnings"),
    "pass": ("通过", "Passing"),
    "not_applicable": ("不适用", "Not applicable"),
    "folded": (
        "{passed} 项通过，{rest} 项不适用（-v 查看）",
        "{passed} passed, {rest} not applicable (-v shows them)",
    ),
    "packs": ("资源包订单", "Pack orders"),
    "order": ("订单", "Order"),
    "term": ("购买 / 到期", "Bought / ends"),
    "state": ("状态", "State"),
    "bought": ("购买", "bought"),
    "expires": ("到期", "ends"),
    "counts": ("计入", "counts"),
    "counts_not": ("不计入", "does not count"),
    "counts_unknown": ("能否计入未知", "not known whether it counts"),
    "missing": ("未读到（missing）", "Not read (missing)"),
    "assumptions": ("按声明采信（assumptions）", "Taken as declared (assumptions)"),
    "steps": ("下一步", "Next steps"),
    "remedy": ("处理", "remedy"),
    "link": ("链接", "link"),
    "duration": ("时长", "duration"),
    "evidence": ("依据", "evidence"),
    "source": ("出处", "source"),
    "document": ("出处", "Source"),
    "domain": ("域名", "Domain"),
    "verdict": ("结论", "Verdict"),
    "findings": ("检查结果", "Findings"),
    "overview": ("共 {n} 个结论", "{n} verdicts"),
    "reply": ("应答", "Reply"),
    "fields": ("有误的项", "What is wrong"),
    "rule": ("规则", "Rule"),
    "title": ("目标状态", "Wanted state"),
    "severity": ("级别", "Severity"),
    "requires": ("用于", "Needed for"),
    "reads": ("读取的接口", "Reads"),
    "permissions": ("CAM 权限", "CAM permissions"),
    "outcomes": ("可能的结果", "Outcomes"),
    "requires.scope": ("适用范围", "scope"),
    "requires.filing_status": ("备案状态", "filing"),
    "requires.eligibility": ("备案资格", "eligibility"),
    "requires.access_filing": ("接入备案", "access"),
    "requires.advice": ("仅提醒", "advice"),
    "certainty.high": ("可信度高", "high certainty"),
    "certainty.medium": ("可信度中", "medium certainty"),
    "certainty.low": ("可信度低", "low certainty"),
    "serving": ("本地服务：{url}（Ctrl-C 停止）", "Serving at {url} (Ctrl-C stops)"),
    "serving_anonymous": ("请求不带身份（--anonymous）", "Requests have no identity (--anonymous)"),
    "try": ("可以试试：", "Try:"),
    "emulating": ("模拟器：{url}（Ctrl-C 停止）", "The emulator is at {url} (Ctrl-C stops)"),
    "point_beian": ("让 beian 使用它：", "To point beian at it:"),
    "point_sdk": ("让官方 SDK 使用它：", "To point the official SDK at it:"),
    "point_tccli": ("让 tccli 使用它：", "To point tccli at it:"),
    "key_hidden": (
        "密钥写在世界文件中；--show-keys 可显示",
        "the secrets are in the world file; --show-keys shows them",
    ),
    "account_of_key": ("账号 {uin}（{name}）", "account {uin} ({name})"),
    "no_credential": (
        "没有密钥：请设置 TENCENTCLOUD_SECRET_ID 与 TENCENTCLOUD_SECRET_KEY",
        "no credential: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY",
    ),
    "no_such_account": (
        "配置中没有账号 {uin}：请写入 accounts，或去掉 --account",
        "no account {uin} in the configuration: add it to accounts, or leave out --account",
    ),
    "own_account": ("密钥所属的账号", "The credential's own account"),
    "state.works": ("可读  ", "works "),
    "state.denied": ("被拒绝", "denied"),
    "state.gone": ("已下线", "gone  "),
    "state.failed": ("失败  ", "failed"),
    "gone_is_read": (
        "该产品在此不再提供，按没有绑定域名处理",
        "the product is not offered here: counts as no domain bound",
    ),
    "bucket.works": ("可读", "can be read"),
    "bucket.denied": ("被拒绝", "denied"),
    "bucket.missing": (
        "没有这个存储桶：在 {link} 新建，或改正 BEIAN_STORE 的名称与地域",
        ("there is no such bucket: make it at {link}, or mend its name and region in BEIAN_STORE"),
    ),
    "bucket.failed": ("无法确认：稍后重试", "not to be told: try again later"),
    "grant_own": (
        "新建以下策略（{link}），关联到函数的执行角色或密钥所属的用户：",
        (
            "Create this policy ({link}) and attach it to the function's execution role, or to the "
            "user whose key this is:"
        ),
    ),
    "grant_role": (
        "在该账号中新建以下策略（{link}），关联到角色 {role}：",
        "Create this policy in that account ({link}) and attach it to the role {role}:",
    ),
    "ba_subject": (
        "ba：除此之外，该账号必须是备案主体所在的账号；其他账号即使有权限也会被拒绝。",
        (
            "ba: besides, the account must be the one that holds the filing subject; any other is "
            "refused whatever its permissions."
        ),
    ),
    "role_refused": (
        "无法扮演该角色（{code}），没有尝试任何读取。",
        "The role could not be assumed ({code}), so no read was tried.",
    ),
    "trust_too": (
        "同时请核对角色的信任策略与 external_id：beian policy --account {uin} 可打印。",
        (
            "And check the role's trust policy and external_id: beian policy --account {uin} "
            "prints them."
        ),
    ),
    "needs_account": (
        "--role-name 与 --external-id 须与 --account 一起使用",
        "--role-name and --external-id go with --account",
    ),
    "no_home": (
        (
            "不知道函数在哪个账号运行：请指定 --home UIN，"
            '或在配置的 accounts 中写 {uin: "…", self: true}'
        ),
        (
            "which account does the function run in? Name it with --home UIN, or in the "
            'configuration under accounts as {uin: "…", self: true}'
        ),
    ),
    "put_execution": (
        "执行角色的策略：在 {link} 按策略语法新建，关联到函数的执行角色",
        (
            "The execution role's policy: create it by policy syntax at {link} and attach it to "
            "the role that the function runs as"
        ),
    ),
    "pattern_refused": (
        "如果控制台不接受 uin/*，请在 accounts 中逐个列出成员账号",
        "Where the console does not take uin/*, list the members under accounts instead",
    ),
    "put_reader": (
        "{where} 的策略：在该账号的 {link} 按策略语法新建，关联到此角色",
        (
            "The policy of {where}: create it by policy syntax at {link} in that account and "
            "attach it to the role"
        ),
    ),
    "put_trust": (
        "{where} 的信任策略：在该账号的 {link} 打开此角色，粘贴到角色载体的策略中",
        (
            "The trust policy of {where}: open the role at {link} in that account and paste it as "
            "the policy of its role entities"
        ),
    ),
    "put_config": ("写入 beian.yml", "For beian.yml"),
    "every_member": ("每个成员账号的", "every member's"),
    "no_config": (
        "没有配置文件：请写出文件名，或设置 BEIAN_CONFIG",
        "no configuration: name a file, or set BEIAN_CONFIG",
    ),
    "config_valid": ("{path}：有效", "{path}: valid"),
    "token_once": (
        "以上令牌只显示这一次，请立即交给调用者",
        "The token above is shown this once: hand it to the caller now",
    ),
    "token_config": ("写入 beian.yml：", "For beian.yml:"),
    "stopped": ("已停止", "stopped"),
    "no_store": (
        "没有 {store}：请用 --store 或 BEIAN_STORE 指出报告所在（文件夹或 cos://…）",
        "no {store}: say with --store or BEIAN_STORE where the reports are (a folder or cos://…)",
    ),
    "no_sweeps": (
        "{store} 中还没有完成的巡检：请先执行 beian sweep",
        "no sweep has been completed in {store}: run beian sweep first",
    ),
    "no_sweep": (
        "{store} 中没有巡检 {sweep} 的报告：不写编号则显示最近一份",
        "no report of a sweep {sweep} in {store}: without an id the latest is shown",
    ),
    "other_schema": (
        "巡检 {sweep} 的报告是 {schema}，此版本只读 {known}：请换用写出它的版本",
        (
            "the report of sweep {sweep} is {schema}, this version reads {known}: use the version "
            "that wrote it"
        ),
    ),
    "damaged": (
        "{name}：内容已损坏（{where}）：请重新巡检",
        "{name}: damaged at {where}: sweep again",
    ),
    "sweeping": ("巡检账号", "sweeping accounts"),
    "sweep_failed": ("无法巡检：{why}", "cannot sweep: {why}"),
    "would_tell": ("将通知：{to}", "would be told: {to}"),
    "not_told": ("通知 {to} 未送达：{why}", "{to} was not told: {why}"),
    "not_writable": ("{name}：无法写入：{why}", "{name}: cannot be written: {why}"),
    **PACKAGE,
}


def label(key: str, lang: Lang, **values: object) -> str:
    chinese, english = LABELS[key]
    text = english if lang == "en" else chinese
    return text.format(**values) if values else text


def language_of(environ: Mapping[str, str] = os.environ) -> Lang:
    """The language that the locale asks for; Chinese where it names neither."""
    names = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "").lower()
    primary = locale.split(".")[0].split("@")[0].split("_")[0].split("-")[0]
    return "en" if primary in ("en", "c", "posix") else "zh-CN"


def said(chinese: str, english: str) -> str:
    """A text of the help, which the locale alone decides: it is made before options are read."""
    return english if language_of() == "en" else chinese
