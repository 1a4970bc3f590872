"""The commands that set beian up: what it may do, in which accounts, and for whom."""

from datetime import datetime
from pathlib import Path

import click

from beian.cli.labels import language_of, said
from beian.cli.options import (
    FILE,
    Shared,
    config_option,
    format_option,
    lang_option,
    shared_options,
)
from beian.texts import Lang


@click.command(
    short_help=said("逐个尝试读取接口并给出缺少的权限", "Try each read; name what is missing."),
    help=said(
        "\b\n对每个账号逐个尝试各读取接口，列出可用、被拒绝与失败的接口，\n"
        "并打印补齐权限的 CAM 策略。",
        "Try each read in each account, and print the CAM policy that grants what is denied.",
    ),
    epilog=said(
        "退出码：0 全部可读；1 有权限被拒绝；2 有其他失败；64 用法或配置有误。",
        "Exit status: 0 all can be read; 1 something is denied; 2 something failed otherwise; "
        "64 wrong usage or configuration.",
    ),
)
@click.option("--account", metavar="UIN", help=said("只检查此账号", "Only this account."))
@click.option(
    "--domain",
    metavar="DOMAIN",
    help=said("用于按域名读取的接口", "Asked about where a read needs a domain."),
)
@format_option("table", "json")
@shared_options
def doctor(shared: Shared, account: str | None, domain: str | None, *, format_: str) -> int:
    from beian.cli import doctor as command  # noqa: PLC0415

    return command.doctor(account, domain, format_, shared)


@click.command(
    short_help=said("打印最小权限的 CAM 策略", "Print the least-privilege CAM policies."),
    help=said(
        "\b\n打印执行角色的策略，以及各账号中跨账号角色的策略与信任策略，\n可直接粘贴到控制台。",
        "Print the execution role's policy and, for each account, the cross-account role's policy "
        "and trust policy, ready to be pasted.",
    ),
)
@click.option(
    "--account",
    metavar="UIN",
    help=said("此账号的角色，默认配置中的所有账号", "For this account.  [default: all configured]"),
)
@click.option(
    "--home",
    metavar="UIN",
    help=said(
        "函数所在账号，默认配置中 self 的账号",
        "Where the function runs.  [default: the account with self]",
    ),
)
@click.option(
    "--role-name",
    metavar="NAME",
    help=said("角色名，默认 beian-reader", "The role's name.  [default: beian-reader]"),
)
@click.option(
    "--external-id",
    metavar="ID",
    help=said(
        "外部 ID，默认取自配置或随机生成",
        "The external id.  [default: the configured one, else a new one]",
    ),
)
@format_option("text", "json")
@config_option
@lang_option
def policy(  # click passes each option by its name
    account: str | None,
    home: str | None,
    role_name: str | None,
    external_id: str | None,
    config: Path | None,
    lang: Lang | None,
    *,
    format_: str,
) -> int:
    from beian.cli import policies  # noqa: PLC0415

    asked = policies.Asked(account, home, role_name, external_id)
    return policies.policy(asked, config, format_, lang or language_of())


@click.group(
    short_help=said("校验、显示配置", "Validate or show the configuration."),
    help=said("校验、显示配置。", "Validate or show the configuration."),
)
def config() -> None:
    """The group of its commands."""


CONFIG_FILE = click.argument("file", required=False, type=FILE)


@config.command(
    help=said(
        "校验配置；有误时指出文件、行与字段。",
        "Check that the configuration can be used; complaints name file, line and field.",
    ),
)
@CONFIG_FILE
@lang_option
def validate(file: Path | None, lang: Lang | None) -> int:
    from beian.cli import configuring  # noqa: PLC0415

    return configuring.validate(file, lang or language_of())


@config.command(
    help=said(
        "显示补全默认值后的配置，不显示密文。",
        "Show the configuration with defaults filled in and secrets masked.",
    ),
)
@CONFIG_FILE
@format_option("yaml", "json")
def show(file: Path | None, *, format_: str) -> int:
    from beian.cli import configuring  # noqa: PLC0415

    return configuring.show(file, format_)


@config.command(
    help=said("输出配置的 JSON Schema。", "Print the JSON Schema of beian.yml."),
)
def schema() -> int:
    from beian.cli import configuring  # noqa: PLC0415
    from beian.cli.output import write_json  # noqa: PLC0415

    write_json(configuring.schema_document())
    return 0


@click.group(
    short_help=said("生成调用者的令牌", "Make tokens for callers."),
    help=said("生成调用者的令牌。", "Make tokens for callers of an open URL."),
)
def token() -> None:
    """The group of its commands."""


@token.command(
    help=said(
        "生成一个令牌，只显示一次；配置中只保存它的加盐散列。",
        "Make a token, which is shown once; the configuration keeps only its salted hash.",
    ),
)
@click.argument("name")
@click.option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help=said("有效期的最后一天，默认一年后", "Its last day.  [default: in a year]"),
)
@lang_option
def new(name: str, expires: datetime | None, lang: Lang | None) -> int:
    from beian.cli import tokens  # noqa: PLC0415

    return tokens.new(name, expires.date() if expires else None, lang or language_of())


COMMANDS = (doctor, policy, config, token)
