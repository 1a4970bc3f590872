"""What `beian deploy-check` and `beian deploy-finish` say, Chinese and English side by side."""

from collections.abc import Mapping

from beian.texts import Lang

CHECKS: Mapping[str, tuple[str, str]] = {
    "package": ("部署包", "package"),
    "folder": ("代码目录", "folder"),
    "file": ("部署文件", "deployment file"),
    "names": ("函数", "function"),
    "config": ("配置", "configuration"),
    "credential": ("密钥", "credential"),
    "deployer": ("部署工具的密钥", "deployer's credential"),
    "role": ("执行角色", "execution role"),
    "store": ("存储桶", "bucket"),
    "gateway": ("API 网关", "API Gateway"),
}
STATES: Mapping[str, tuple[str, str]] = {
    "ok": ("通过  ", "ok     "),
    "failed": ("未通过", "failed "),
    "unknown": ("未知  ", "unknown"),
    "look": ("请核对", "look   "),
    "right": ("无需改动", "right  "),
    "differs": ("需要改动", "differs"),
    "changed": ("已改动  ", "changed"),
}
OUTCOMES: Mapping[str, tuple[str, str]] = {
    "package_fresh": ("{path}，{n} 个文件", "{path}, {n} files"),
    "package_missing": (
        "没有 {path}：执行 make package",
        "there is no {path}: run make package",
    ),
    "package_unreadable": (
        "{path} 不是本项目构建的部署包：执行 make package",
        "{path} is no package that this project built: run make package",
    ),
    "package_stale": (
        "{n} 个源文件在打包之后有改动，如 {first}：执行 make package，然后重新解压",
        (
            "{n} sources changed since it was built, such as {first}: run make package, and unpack "
            "it again"
        ),
    ),
    "package_no_project": (
        "{path} 不是本项目的源码目录：部署文件要放在克隆的仓库中",
        "{path} is no checkout of this project: keep the deployment file in a clone of it",
    ),
    "folder_ok": ("{path} 与部署包一致", "{path} is what the package holds"),
    "folder_missing": (
        "没有 {path}：执行 python3 -m zipfile -e {zip} {path}",
        "there is no {path}: run python3 -m zipfile -e {zip} {path}",
    ),
    "folder_differs": (
        "{path} 有 {n} 个文件与部署包不一致，如 {first}：删除该目录后重新解压",
        (
            "{n} files of {path} are not those of the package, such as {first}: delete the folder "
            "and unpack it again"
        ),
    ),
    "file_ok": ("{path} 有效", "{path} is valid"),
    "file_wrong": ("{path} 有 {n} 处错误：", "{path} has {n} faults:"),
    "names_ok": (
        "{name}，命名空间 {namespace}，地域 {region}，执行角色 {role}",
        "{name} in namespace {namespace}, region {region}, role {role}",
    ),
    "names_missing": (
        "函数名、地域或执行角色没有写明：先改正部署文件",
        "name, region or role are not given: mend the deployment file first",
    ),
    "config_ok": ("{path} 有效", "{path} is valid"),
    "config_none": (
        "没有 BEIAN_CONFIG，使用默认配置",
        "there is no BEIAN_CONFIG: the defaults apply",
    ),
    "config_missing": (
        "没有 {path}：在部署文件旁边写 beian.yml，执行 make package，然后重新解压",
        (
            "there is no {path}: write beian.yml beside the deployment file, run make package, and "
            "unpack it again"
        ),
    ),
    "config_wrong": ("{path} 无效：", "{path} cannot be used:"),
    "config_elsewhere": (
        "函数将从 COS 读取：上传前请执行 beian config validate",
        "the function reads it from COS: run beian config validate before you upload it",
    ),
    "credential_ok": ("账号 {uin}", "account {uin}"),
    "credential_none": (
        "没有密钥：执行 export TENCENTCLOUD_SECRET_ID=… TENCENTCLOUD_SECRET_KEY=…",
        "there is none: export TENCENTCLOUD_SECRET_ID=... TENCENTCLOUD_SECRET_KEY=...",
    ),
    "credential_refused": (
        "被拒绝（{code}）：核对密钥是否有效、未被禁用：{link}",
        "refused ({code}): see that the key is right and not disabled: {link}",
    ),
    "credential_denied": (
        "有效，但不能查询自己属于哪个账号（sts:GetCallerIdentity）：请核对是要部署到的账号",
        (
            "it works, but may not ask whose it is (sts:GetCallerIdentity): see that it belongs to "
            "the account that is deployed to"
        ),
    ),
    "credential_other": (
        "密钥属于账号 {uin}，beian.yml 中 self 的账号却是 {wanted}：换用该账号的密钥",
        (
            "it belongs to account {uin}, and the account with self in beian.yml is {wanted}: use "
            "a key of that one"
        ),
    ),
    "call_failed": ("无法确认（{code}）：稍后重试", "not to be told ({code}): try again later"),
    "deployer_ok": ("与上面的密钥相同", "the same key"),
    "deployer_none": (
        "没有 TENCENT_SECRET_ID：scf deploy 会要求登录，请用同一个账号",
        "TENCENT_SECRET_ID is not set: scf deploy will ask you to sign in; use the same account",
    ),
    "deployer_other": (
        "TENCENT_SECRET_ID 与 TENCENT_SECRET_KEY 不是上面的密钥，会部署到别处：使两者相同",
        (
            "TENCENT_SECRET_ID and TENCENT_SECRET_KEY are not the key above, and would deploy "
            "elsewhere: make both the same"
        ),
    ),
    "role_look": (
        "在 {link} 搜索 {role}：载体是云函数（scf.qcloud.com），策略同 beian policy 的输出",
        (
            "search for {role} at {link}: its carrier is SCF (scf.qcloud.com), its policy what "
            "beian policy prints"
        ),
    ),
    "store_ok": ("{place} 可以读取", "{place} can be read"),
    "store_denied": (
        "这个密钥不能读取 {place}，部署并不需要；执行角色需要 beian policy 打印的权限",
        (
            "this key may not read {place}, nor need it; the execution role needs what beian "
            "policy prints"
        ),
    ),
    "store_missing": (
        "没有 {place} 的存储桶：在 {link} 新建，或改正 BEIAN_STORE 的名称与地域",
        (
            "{place}: there is no such bucket: make it at {link}, or mend its name and region in "
            "BEIAN_STORE"
        ),
    ),
    "store_failed": ("无法确认 {place}：稍后重试", "{place} is not to be told: try again later"),
    "gateway_ok": ("{service} 还在", "{service} is there"),
    "gateway_gone": (
        "该账号已没有 {service}：{how}",
        "{service} is no longer to be had here: {how}",
    ),
    "retries": ("异步调用的重试次数", "retries of asynchronous calls"),
    "event_age_s": ("异步事件的保留秒数", "seconds that an asynchronous event is kept"),
    "reserved_mb": ("最大独占配额（MB）", "reserved concurrency (MB)"),
    "was_right": ("{found}", "{found}"),
    "was_changed": ("{found} → {wanted}", "{found} -> {wanted}"),
    "none": ("无", "none"),
    "no_function": (
        "地域 {region} 没有函数 {namespace}/{name}：先执行 scf deploy",
        "region {region} has no function {namespace}/{name}: run scf deploy first",
    ),
    "denied": (
        "没有权限 {permission}：在 {link} 授权",
        "{permission} is not granted: grant it at {link}",
    ),
    "not_done": ("没有完成（{code}）：再执行一次", "not done ({code}): run it again"),
}
TAKE_OUT = "sed -i '/# >>> API Gateway/,/# <<< API Gateway/d' serverless.yml"
BUCKETS = "https://console.cloud.tencent.com/cos/bucket"
KEYS = "https://console.cloud.tencent.com/cam/capi"


def check_name(name: str, lang: Lang) -> str:
    return CHECKS[name][lang == "en"]


def state_name(state: str, lang: Lang) -> str:
    return STATES[state][lang == "en"]


def outcome(code: str, lang: Lang, /, **values: object) -> str:
    return OUTCOMES[code][lang == "en"].format(**values)
