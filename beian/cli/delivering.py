"""The commands around a deployment."""

from pathlib import Path

import click

from beian.cli.labels import language_of, said
from beian.cli.options import FILE, format_option, lang_option, world_option
from beian.texts import Lang

file_option = click.option(
    "--file",
    type=FILE,
    default=Path("serverless.yml"),
    show_default=True,
    metavar="FILE",
    help=said("部署文件", "The deployment file."),
)


@click.command(
    "deploy-check",
    short_help=said("部署之前逐项检查", "Look at everything before deploying."),
    help=said(
        "\b\n部署之前逐项检查：部署包、代码目录、serverless.yml、beian.yml、密钥、角色。\n不改动任何东西。",
        "Look at everything that a deployment rests on: package, folder, serverless.yml, "
        "beian.yml, credential, role. Changes nothing.",
    ),
    epilog=said(
        "退出码：0 可以部署；1 有一项未通过；2 有一项无法确认；64 用法有误。",
        "Exit status: 0 ready; 1 something failed; 2 something could not be told; 64 wrong usage.",
    ),
)
@file_option
@click.option(
    "--zip",
    "zip_file",
    type=FILE,
    metavar="FILE",
    help=said(
        "部署包，默认 dist/beian-版本.zip", "The package.  [default: dist/beian-VERSION.zip]"
    ),
)
@format_option("table", "json")
@world_option
@lang_option
def deploy_check(
    file: Path, zip_file: Path | None, format_: str, world: Path | None, lang: Lang | None
) -> int:
    from beian.cli import deploying  # noqa: PLC0415

    options = deploying.Options(file, world, format_, lang or language_of())
    return deploying.deploy_check(zip_file, options)


@click.command(
    "deploy-finish",
    short_help=said("部署之后完成设置", "Set what the deployment file cannot hold."),
    help=said(
        "\b\n部署之后设置 serverless.yml 写不了的几项：异步调用的重试次数与保留时间、独占配额。\n"
        "先读取，只改动不同的项，可重复执行。",
        "Set what serverless.yml cannot hold: retries and age of asynchronous calls, reserved "
        "concurrency. Reads first, changes only what differs, and may be run again.",
    ),
    epilog=said(
        "退出码：0 都已就绪；1 --dry-run 发现需要改动，或被拒绝；2 调用失败；64 用法有误。",
        "Exit status: 0 all is as wanted; 1 --dry-run found a difference, or a call was refused; "
        "2 a call failed otherwise; 64 wrong usage.",
    ),
)
@file_option
@click.option(
    "--retries",
    type=click.IntRange(min=0),
    metavar="N",
    help=said("代码出错后的重试次数，默认 2", "After an error of the code.  [default: 2]"),
)
@click.option(
    "--event-age",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help=said("异步事件最多保留多久，默认 21600", "Events are kept as long.  [default: 21600]"),
)
@click.option(
    "--reserved-mb",
    type=click.IntRange(min=1),
    metavar="MB",
    help=said(
        "从账号配额中为函数独占的内存，默认不改动",
        "Memory of the account's quota kept for the function.  [default: leave it]",
    ),
)
@click.option("--dry-run", is_flag=True, help=said("只读取，不改动", "Read, and change nothing."))
@format_option("table", "json")
@world_option
@lang_option
def deploy_finish(  # noqa: PLR0913  # click passes each option by its name
    file: Path,
    retries: int | None,
    event_age: int | None,
    reserved_mb: int | None,
    format_: str,
    world: Path | None,
    lang: Lang | None,
    *,
    dry_run: bool,
) -> int:
    from beian.cli import deploying  # noqa: PLC0415
    from beian.deploy.settings import AGE_S, RETRIES, Wanted  # noqa: PLC0415

    wanted = Wanted(RETRIES if retries is None else retries, event_age or AGE_S, reserved_mb)
    options = deploying.Options(file, world, format_, lang or language_of())
    return deploying.deploy_finish(wanted, options, dry_run=dry_run)


COMMANDS = (deploy_check, deploy_finish)
