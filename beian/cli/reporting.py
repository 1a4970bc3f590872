"""The commands that show what sweeps left in a store."""

from pathlib import Path

import click

from beian.cli.labels import language_of, said
from beian.cli.options import FILE, Shared, format_option, lang_option, shared_options
from beian.texts import Lang

FORMATS = ("table", "json", "csv", "junit", "sarif", "html", "openmetrics")
EPILOG = said(
    "退出码：0 没有问题；1 有未豁免的不可备案、被封禁或不合规；2 有无法确定的。\n\n"
    "csv 是不带 BOM 的 UTF-8：在 Excel 中请用“数据 > 从文本/CSV”导入，编码选 UTF-8。",
    "Exit status: 0 nothing wrong; 1 something is not_eligible, blocked or non_compliant and "
    "not wholly waived; 2 something is indeterminate or unknown.\n\n"
    "csv is UTF-8 without a byte order mark: in Excel, import it by Data > From Text/CSV as UTF-8.",
)
store_option = click.option(
    "--store",
    metavar="DIR|cos://…",
    help=said(
        "报告所在，默认 $BEIAN_STORE 或 ./sweeps",
        "Where the reports are.  [default: $BEIAN_STORE, else ./sweeps]",
    ),
)


@click.command(
    short_help=said("巡检所有账号与域名", "Check every account and domain."),
    help=said(
        "\b\n检查配置中所有账号、各地域绑定与声明的所有域名，\n保存报告，指出与上次相比的变化，并发送通知。",
        "Check every account of the configuration and every domain bound or declared in it, in "
        "every region; keep the report, say what changed since the last one, and send the notices.",
    ),
    epilog=EPILOG,
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=said("不发送通知，只打印内容", "Send no notices; print what they would say."),
)
@format_option(*FORMATS)
@store_option
@shared_options
def sweep(shared: Shared, store: str | None, *, dry_run: bool, format_: str) -> int:
    from beian.cli import sweeping  # noqa: PLC0415

    return sweeping.sweep(store, format_, shared, dry_run=dry_run)


@click.group(
    short_help=said("查看巡检报告", "Show what sweeps found."),
    help=said("查看巡检报告。", "Show what sweeps found."),
)
def report() -> None:
    """The group of its commands."""


@report.command(
    help=said("显示一份报告，默认最近一份。", "Show a report; the latest by default."),
    epilog=EPILOG,
)
@click.argument("sweep", required=False, metavar="[ID]")
@format_option(*FORMATS)
@store_option
@lang_option
def show(sweep: str | None, store: str | None, lang: Lang | None, *, format_: str) -> int:
    from beian.cli import reports  # noqa: PLC0415

    return reports.show(sweep, format_, store, lang or language_of())


@report.command(
    help=said(
        "\b\n显示变化：默认为最近一份相对它之前的一份；\n给出两个编号则比较这两份（先旧后新）。",
        "Show what changed: in the latest report, or in the one named, since the one before it; "
        "or from one to another, the earlier first.",
    ),
    epilog=said(
        "退出码：0 没有新问题；1 有新问题；2 有变为未知的。",
        "Exit status: 0 nothing new; 1 a new problem; 2 something became unknown.",
    ),
)
@click.argument("sweeps", nargs=-1, metavar="[ID [ID]]")
@format_option("table", "json")
@store_option
@lang_option
def diff(sweeps: tuple[str, ...], store: str | None, lang: Lang | None, *, format_: str) -> int:
    from beian.cli import reports  # noqa: PLC0415

    if len(sweeps) > 2:
        raise click.UsageError(said("最多两个编号", "two ids at most"))
    return reports.diff(sweeps, format_, store, lang or language_of())


@report.command(
    name="open",
    help=said(
        "把报告写成网页并在浏览器中打开（仅在终端上），输出文件路径。",
        "Write a report as a page and, on a terminal, open it in the browser; print its path.",
    ),
)
@click.argument("sweep", required=False, metavar="[ID]")
@click.option(
    "--out",
    type=FILE,
    metavar="FILE",
    help=said("写到此文件，默认临时文件", "Write it here.  [default: a temporary file]"),
)
@store_option
@lang_option
def open_(sweep: str | None, out: Path | None, store: str | None, lang: Lang | None) -> int:
    from beian.cli import reports  # noqa: PLC0415

    return reports.open_page(sweep, out, store, lang or language_of())


COMMANDS = (sweep, report)
