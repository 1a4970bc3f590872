"""The commands and their options. What runs one is imported when it runs, so that help is quick."""

from collections.abc import Sequence
from pathlib import Path

import click

from beian import __version__
from beian.cli import delivering, granting, reporting, shipping
from beian.cli.failures import BUG, report_bug
from beian.cli.labels import language_of, said
from beian.cli.main import USAGE
from beian.cli.options import Shared, format_option, lang_option, shared_options, verbose_option
from beian.texts import Lang

INTERRUPTED = 130


def run(arguments: Sequence[str] | None = None) -> int:
    """The exit status. `arguments` are the process's own by default."""
    try:
        status = beian.main(arguments, prog_name="beian", standalone_mode=False)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as wrong:
        wrong.show()
        return USAGE
    except Exception as bug:  # noqa: BLE001  # the one at the top: what it says may quote secrets
        report_bug(bug)
        return BUG
    return status if isinstance(status, int) else 0


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=said(
        "\b\n退出码：0 没有问题；1 不可备案、被封禁或不合规；\n"
        "2 无法确定；64 用法或配置有误；70 程序出错；130 被中断。",
        "Exit status: 0 nothing wrong; 1 a verdict is not_eligible or blocked, or something is "
        "non_compliant; 2 something is indeterminate or unknown; 64 wrong usage or configuration; "
        "70 a bug; 130 interrupted.",
    ),
    help=said(
        "检查账号能否通过腾讯云 Serverless 备案域名，并给出依据。",
        "May this account file this domain for ICP through Tencent Cloud Serverless, and is what "
        "it serves legal? With proof.",
    ),
)
@click.version_option(__version__, prog_name="beian", message="%(prog)s %(version)s")
def beian() -> None:
    """The group that all commands hang on."""


@beian.command(
    short_help=said("检查域名，或账号能否再备案网站", "Check domains, or the account."),
    help=said(
        "\b\n检查域名；不写域名则检查账号能否再备案一个网站。\n- 表示从标准输入读域名，每行一个。",
        "Check domains, or, without any, whether the account may file one more website. - reads "
        "domains from standard input, one a line.",
    ),
    epilog=said(
        'json：只有一个结论时直接输出它，多个时输出 {"verdicts": […]}。',
        'json gives the verdict itself where there is one, else {"verdicts": [...]}.',
    ),
)
@click.argument("domains", nargs=-1, metavar="[DOMAIN|-]...")
@click.option("--account", metavar="UIN", help=said("账号 ID", "The account asked about."))
@click.option(
    "--region",
    metavar="CODE",
    help=said("从哪个地域提供服务", "Where the domains are, or will be, served from."),
)
@click.option(
    "--no-serve",
    is_flag=True,
    help=said("域名不打算对外提供服务", "The domains are not about to be served."),
)
@click.option(
    "--serverless-filings",
    type=click.IntRange(min=0),
    metavar="N",
    help=said(
        "声明：已通过 Serverless 备案的网站数", "Declare: websites filed through Serverless so far."
    ),
)
@click.option(
    "--pack-order",
    "pack_orders",
    multiple=True,
    metavar="ID",
    help=said(
        "声明：备案资源包的订单号，可重复", "Declare: an order that is the filing pack; repeatable."
    ),
)
@format_option("table", "json", "csv")
@verbose_option
@shared_options
def check(  # noqa: PLR0913  # click passes each option by its name
    shared: Shared,
    domains: tuple[str, ...],
    account: str | None,
    region: str | None,
    *,
    no_serve: bool,
    serverless_filings: int | None,
    pack_orders: tuple[str, ...],
    format_: str,
    verbose: bool,
) -> int:
    from beian.cli.asking import Asked, ask, domains_of  # noqa: PLC0415
    from beian.cli.showing import show_answers  # noqa: PLC0415
    from beian.cli.status import of_answers  # noqa: PLC0415

    asked = Asked(
        domains=domains_of(domains, shared.lang),
        account=account,
        region=region,
        serve=not no_serve,
        serverless_filings=serverless_filings,
        pack_orders=pack_orders,
    )
    answers = ask(asked, shared)
    show_answers(answers, format_, shared.lang, verbose=verbose)
    return of_answers(answers)


@beian.command(
    short_help=said("用一个事件调用函数", "Invoke the function with an event."),
    help=said(
        "\b\n用一个事件（JSON 文件，- 为标准输入）调用函数。\n应答 4xx 时退出码为 1，5xx 时为 2。",
        "Invoke the function with an event, a JSON file or - for standard input. A 4xx reply "
        "exits with 1, a 5xx reply with 2.",
    ),
)
@click.argument("event", metavar="EVENT.json")
@format_option("table", "json")
@verbose_option
@shared_options
def invoke(shared: Shared, event: str, *, format_: str, verbose: bool) -> int:
    from beian.cli import invoking  # noqa: PLC0415

    return invoking.invoke(event, format_, shared, verbose=verbose)


def _loopback(_context: click.Context, _parameter: click.Parameter, host: str) -> str:
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise click.BadParameter(said("只能是 127.0.0.1 或 ::1", "only 127.0.0.1 or ::1"))
    return host


PORT = click.IntRange(0, 65535)


@beian.command(
    short_help=said("在本机端口上提供 HTTP 接口", "Serve the HTTP API on a local port."),
    help=said(
        "在本机端口上提供函数的 HTTP 接口。",
        "Serve the function's HTTP API on a local port, as API Gateway would.",
    ),
)
@click.option(
    "--port",
    type=PORT,
    default=8765,
    show_default=True,
    help=said("端口，0 为任意空闲端口", "0 takes a free one."),
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    callback=_loopback,
    help=said("只能是本机回环地址", "A loopback address."),
)
@click.option(
    "--anonymous",
    is_flag=True,
    help=said("请求不带身份", "Requests have no identity, as through an open API."),
)
@shared_options
def serve(shared: Shared, port: int, host: str, *, anonymous: bool) -> int:
    from beian.cli import serving  # noqa: PLC0415

    return serving.serve(host, port, shared, anonymous=anonymous)


@beian.command(
    short_help=said("在本机端口上模拟腾讯云", "Serve an emulated Tencent Cloud."),
    help=said(
        "在本机端口上模拟世界文件所描述的腾讯云。",
        "Serve an emulated Tencent Cloud over a world file, until stopped.",
    ),
)
@click.argument("world", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--port", type=PORT, default=0, help=said("端口，默认任意", "A free one unless named.")
)
@click.option(
    "--show-keys",
    is_flag=True,
    help=said("显示世界文件中的密钥", "Show the secrets of the world file."),
)
@lang_option
def emulator(world: Path | None, port: int, lang: Lang | None, *, show_keys: bool) -> int:
    from beian.cli.emulating import emulate  # noqa: PLC0415

    return emulate(world, port, lang or language_of(), show_keys=show_keys)


@beian.command(
    short_help=said("列出规则手册，或其中一条", "Show the rulebook, or one rule."),
    help=said("列出规则手册，或其中一条。", "Show the rulebook, or one rule with its outcomes."),
)
@click.argument("rule", required=False, metavar="[RULE_ID]")
@format_option("table", "json")
@lang_option
def rules(rule: str | None, format_: str, lang: Lang | None) -> int:
    from beian.cli import ruling  # noqa: PLC0415

    return ruling.rules(rule, format_, lang or language_of())


for command in (
    *reporting.COMMANDS,
    *granting.COMMANDS,
    *shipping.COMMANDS,
    *delivering.COMMANDS,
):
    beian.add_command(command)
