"""The options that several commands share, and what they mean together."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from beian.cli.labels import language_of, said
from beian.texts import LANGS, Lang

STORE, DEFAULT_STORE = "BEIAN_STORE", "sweeps"
FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class Shared:
    """`chosen` is the language of --lang, None where it was left to the locale."""

    world: Path | None
    config: Path | None
    chosen: Lang | None
    timeout_s: float | None

    @property
    def lang(self) -> Lang:
        return self.chosen or language_of()


config_option = click.option(
    "--config",
    type=FILE,
    metavar="FILE",
    help=said(
        "配置，默认 $BEIAN_CONFIG 或 ./beian.yml",
        "Configuration.  [default: $BEIAN_CONFIG, else ./beian.yml]",
    ),
)
world_option = click.option(
    "--world",
    type=FILE,
    metavar="FILE",
    help=said(
        "不访问云，改用此世界文件", "Ask an emulated cloud over this world, not the real one."
    ),
)
_OPTIONS = (
    world_option,
    config_option,
    click.option(
        "--timeout",
        type=click.FloatRange(1, 900),
        metavar="SECONDS",
        help=said(
            "函数的时限（秒），默认 20，巡检 900",
            "The function's time limit.  [default: 20, for sweeps 900]",
        ),
    ),
)
lang_option = click.option(
    "--lang",
    type=click.Choice(LANGS),
    help=said("文字的语言，默认依系统", "Language of texts.  [default: the locale's]"),
)
verbose_option = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help=said("也列出通过的规则与依据", "Also show what passed, and the evidence."),
)


def format_option(*formats: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=said("输出格式", "Form of the output."),
    )


def shared_options(command: Callable[..., int]) -> Callable[..., int]:
    """Gives the command `shared` in place of the options."""

    @functools.wraps(command)
    def run(*, world: Path, config: Path, lang: Lang, timeout: float | None, **own: Any) -> int:
        return command(shared=Shared(world, config, lang, timeout), **own)

    for option in reversed((*_OPTIONS, lang_option)):
        run = option(run)
    return run
