"""Rules on packs, quotas and the account, in simplified Chinese."""

from collections.abc import Mapping

from beian.texts.model import RuleText


def _holds(pack: str) -> RuleText:
    """The two packs are sold together, so their texts differ only in the name of the pack."""
    return RuleText(
        title=f"账号已购买{pack}，且在有效期内",
        about=(
            "备案本身不收取任何费用，但通过 Serverless 方式备案需购买云函数 5000 万次调用次数包与"
            " 40 万 GBs 资源用量包。据公开使用经验，两者作为同一款备案资源包售卖，有效期五年，可"
            "能是一笔订单，也可能是两笔。没有公开的 API 可以列出资源包，因此从订单判断：已到期、"
            "已退款、未发货的不计入；免费额度、试用、个人、企业及按月资源包不计入；规格更大的资源"
            "包能否用于备案，没有公开说明。剩余用量无法读取，用尽的资源包会失效。"
        ),
        messages={
            "active": (
                f"账号已购买{pack}（订单 {{order}}），有效期至 {{expires}}。剩余用量无法读取，用"
                "尽的资源包会失效。"
            ),
            "delivering": f"{pack}的订单正在发货，尚未生效。预计完成时间：{{until}}。",
            "expired": (
                f"找到{pack}的订单 {{order}}，但资源包已到期或已结束，不再计入。资源包失效对已完"
                "成的备案有何影响，没有公开说明。"
            ),
            "none": f"在已读取的订单中没有找到云函数 SCF 的资源包，账号尚未购买{pack}。",
            "orders_unread": (
                f"部分订单未能读取，无法判断账号是否持有{pack}。读取失败不代表未购买。"
            ),
            "other_product": f"账号有云函数 SCF 的订单（例如 {{order}}），但没有{pack}。",
            "refunded": f"找到{pack}的订单 {{order}}，但已退款，不再计入。",
            "unclear": f"找到订单 {{order}}，但无法确认它是否为有效的{pack}。{{reason}}",
            "undelivered": (
                f"找到{pack}的订单 {{order}}，但未付款、已关闭或发货失败，资源包没有生效。"
            ),
        },
        remedies={
            "delivering": "请等待订单发货完成后重新检查；长时间没有发货时，请提交工单咨询。",
            "expired": "请在资源包购买页面重新购买。",
            "none": (
                "请在资源包购买页面购买；已经购买但订单没有被识别时，请在 declared.pack_orders 中"
                "声明订单号。"
            ),
            "orders_unread": "请按 missing 中的说明恢复订单读取后重新检查。",
            "other_product": (
                "请在资源包购买页面购买；如果其中某笔订单就是备案资源包，请在 "
                "declared.pack_orders 中声明订单号。"
            ),
            "refunded": "请在资源包购买页面重新购买。",
            "unclear": (
                "请在订单详情中核对规格、状态与有效期。确为备案资源包的，请在 "
                "declared.pack_orders 中声明 [{order}]；声明只确认订单是备案资源包，不能替代到期"
                "时间、订单状态或退款结果。"
            ),
            "undelivered": "请完成付款，或在资源包购买页面重新购买；发货失败时请提交工单咨询。",
        },
    )


RULES: Mapping[str, RuleText] = {
    "pack.invocations-50m": _holds("云函数 5000 万次调用次数包"),
    "pack.gbs-400k": _holds("云函数 40 万 GBs 资源用量包"),
    "pack.expiring": RuleText(
        title="备案资源包近期不会到期",
        about=(
            "有效的备案资源包临近到期时提醒。到期时间优先取自账单，账单读不到时由订单的购买时长推"
            "算。资源包到期对已完成的备案有何影响，没有公开说明。"
        ),
        messages={
            "later": "备案资源包有效期至 {expires}。",
            "none": "账号没有可计算到期时间的有效备案资源包。",
            "soon": (
                "备案资源包将于 {expires} 到期，距今不超过 {days} 天。资源包到期对已完成的备案有"
                "何影响，没有公开说明。"
            ),
            "unknown": "订单未能全部读取，无法判断资源包何时到期。",
        },
        remedies={
            "soon": (
                "如仍要提交新的备案，请在到期前提交，或提前重新购买；对已完成的备案有疑问时，请提"
                "交工单咨询。"
            ),
            "unknown": "请按 missing 中的说明恢复订单读取后重新检查。",
        },
    ),
    "pack.refund": RuleText(
        title="备案资源包没有正在进行的退款",
        about=(
            "资源包购买之后立即生效，暂不支持退款。五天无理由退款及其他特殊退款请通过提交工单进行"
            "咨询。"
        ),
        messages={
            "no_pack": "账号没有有效的备案资源包，不涉及退款。",
            "none": (
                "没有发现备案资源包的退款。资源包购买之后立即生效，暂不支持退款；五天无理由退款及"
                "其他特殊退款请通过工单咨询。"
            ),
            "under_way": (
                "备案资源包订单 {order} 正在退款。退款完成后该资源包不再计入；退款期间能否用于备"
                "案，没有公开说明。"
            ),
            "unknown": "订单未能全部读取，无法判断是否有退款。",
        },
        remedies={
            "under_way": (
                "如仍需通过 Serverless 备案，请提交工单咨询能否撤销退款，或在退款完成后重新购买。"
            ),
            "unknown": "请按 missing 中的说明恢复订单读取后重新检查。",
        },
    ),
    "pack.duplicate": RuleText(
        title="账号只持有一套备案资源包",
        about=(
            "Serverless 备案以账号作为维度，每个账号支持购买 1 个云函数资源包，支持备案 2 个网站。"
            "没有任何公开说明表示多购买一套可以增加备案网站数量。"
        ),
        messages={
            "duplicate": (
                "账号持有多套有效的备案资源包（订单 {orders}）。每个账号支持 1 套，多出的资源包不"
                "会增加可备案的网站数量。"
            ),
            "no_pack": "账号没有有效的备案资源包。",
            "single": "账号没有重复购买备案资源包。",
            "unknown": "订单未能全部读取，无法判断是否重复购买。",
        },
        remedies={
            "duplicate": (
                "请勿为增加网站数量继续购买；购买未满五天或情况特殊的，可提交工单咨询退款。"
            ),
            "unknown": "请按 missing 中的说明恢复订单读取后重新检查。",
        },
    ),
    "quota.websites": RuleText(
        title="账号的 Serverless 备案网站数量未用完",
        about=(
            "Serverless 备案以账号作为维度，每个账号支持购买 1 个云函数资源包，支持备案 2 个网站，"
            "多购买资源包不会增加数量。哪些网站是通过 Serverless 备案的，没有公开的 API 可查：以"
            "声明为准，本账号下的备案网站总数为上限。"
        ),
        messages={
            "bounded": (
                "每个账号可通过 Serverless 备案 {limit} 个网站。本账号下共有 {most} 个备案网站，"
                "其中多少个是通过 Serverless 备案的没有 API 可查。"
            ),
            "contradiction": (
                "声明已通过 Serverless 备案 {declared} 个网站，但本账号下只读到 {websites} 个备案"
                "网站，两者不一致。"
            ),
            "left": (
                "每个账号可通过 Serverless 备案 {limit} 个网站，本账号最多已用 {used} 个，仍有余"
                "量。"
            ),
            "unread": (
                "每个账号可通过 Serverless 备案 {limit} 个网站，但未能读取本账号的备案网站，无法"
                "判断已用多少。"
            ),
            "used_up": (
                "每个账号可通过 Serverless 备案 {limit} 个网站，本账号已用 {used} 个，没有余量。"
            ),
        },
        remedies={
            "bounded": "请在 declared.serverless_filings 中声明已通过 Serverless 备案的网站数量。",
            "contradiction": "请核对并更正 declared.serverless_filings。",
            "unread": (
                "请按 missing 中的说明恢复读取，或在 declared.serverless_filings 中声明已通过 "
                "Serverless 备案的网站数量。"
            ),
            "used_up": "请注销不再使用的网站备案，或使用其他账号；再次购买资源包不会增加数量。",
        },
    ),
    "quota.access": RuleText(
        title="主体的接入数量未达上限",
        about=(
            "同一主体备案信息可以同时接入多个网站信息，最多同时可以接入 10 个云函数或 CVM 备案信"
            "息。仅在办理接入备案时计算。已接入的数量没有公开的 API 可查，以声明为准。"
        ),
        messages={
            "bounded": (
                "同一主体最多可以接入 {limit} 个云函数或 CVM 备案信息。已知的上限为 {most} 个，已"
                "接入的准确数量没有 API 可查。"
            ),
            "left": (
                "同一主体最多可以接入 {limit} 个云函数或 CVM 备案信息，最多已用 {used} 个，仍有余"
                "量。"
            ),
            "no_access_filing": "该域名不涉及接入备案，不计算接入数量。",
            "unread": (
                "同一主体最多可以接入 {limit} 个云函数或 CVM 备案信息，但未能读取本账号的备案网站，"
                "无法判断已用多少。"
            ),
            "used_up": (
                "同一主体最多可以接入 {limit} 个云函数或 CVM 备案信息，已用 {used} 个，没有余量。"
            ),
        },
        remedies={
            "bounded": "请在 declared.accesses 中声明主体已接入的云函数与 CVM 备案数量。",
            "unread": "请按 missing 中的说明恢复读取，或在 declared.accesses 中声明已接入的数量。",
            "used_up": "请先为不再使用的网站办理取消接入，再办理接入备案。",
        },
    ),
    "account.real-name": RuleText(
        title="账号已完成实名认证，个人账号已满等待期",
        about=(
            "账号需完成实名认证。据公开使用经验，个人账号在实名认证通过 48 小时后才能提交备案；认"
            "证时间没有 API 可查，只有声明了时间才计算等待期。"
        ),
        messages={
            "enterprise": "账号已完成企业实名认证。",
            "not_verified": "账号尚未完成实名认证。",
            "personal": "账号已完成个人实名认证，且已满等待期。",
            "personal_since_unknown": (
                "账号已完成个人实名认证，但认证时间不可读取。据公开使用经验，认证通过 {hours} 小"
                "时后才能提交备案，请自行确认。"
            ),
            "personal_waiting": (
                "账号已完成个人实名认证，据公开使用经验需满 {hours} 小时后才能提交备案，等待至 "
                "{until}。"
            ),
            "unread": "未能读取账号的实名认证状态。读取失败不代表未认证。",
        },
        remedies={
            "not_verified": "请在账号中心完成实名认证，认证信息需与备案主体一致。",
            "personal_since_unknown": "可在 declared.real_name 中用 since 声明认证时间。",
            "personal_waiting": "请在等待期结束后提交备案，其间可先准备材料。",
            "unread": "请按 missing 中的说明恢复读取，或在 declared.real_name 中声明。",
        },
    ),
    "account.order-in-progress": RuleText(
        title="账号没有正在办理的备案订单",
        about="据公开使用经验，同一账号同一时间只能办理一笔备案订单，需等待其结束后再提交下一笔。",
        messages={
            "in_progress": (
                "账号有正在办理的备案订单 {order}，需等待其结束后再提交。预计结束时间：{until}。"
            ),
            "none": "账号没有正在办理的备案订单。",
            "unread": "未能读取是否有正在办理的备案订单。读取失败不代表没有订单。",
        },
        remedies={
            "in_progress": "请等待该订单办结；不再需要时，可在备案小程序中撤回。",
            "unread": "请按 missing 中的说明恢复读取后重新检查。",
        },
    ),
}
