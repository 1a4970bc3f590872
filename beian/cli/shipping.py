"""The commands that make what is deployed."""

from pathlib import Path

import click

from beian.cli.labels import language_of, said
from beian.cli.options import FILE, format_option, lang_option
from beian.texts import Lang


@click.group(
    short_help=said("构建、检查函数包", "Build the function's zip, or look into it."),
    help=said("构建、检查部署到云函数的 zip。", "Build the zip that SCF gets, or look into it."),
)
def package() -> None:
    """The group of its commands."""


@package.command(
    help=said(
        "\b\n构建 zip、软件物料清单（CycloneDX）与大小清单。\n"
        "同样的源码在任何目录构建，结果逐字节相同。",
        "Build the zip, its bill of materials (CycloneDX) and its manifest of sizes. The same "
        "sources give the same bytes, in whatever folder.",
    ),
    epilog=said(
        "项目目录中如有 beian.yml，会一并打包：部署时令 BEIAN_CONFIG=/var/user/beian.yml。",
        "A beian.yml in the project's folder goes in: deploy with "
        "BEIAN_CONFIG=/var/user/beian.yml.",
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=said("输出目录，默认项目中的 dist", "Where to.  [default: dist in the project]"),
)
@click.option(
    "--python",
    type=FILE,
    metavar="PATH",
    help=said(
        "编译字节码的 Python 3.10，默认 $BEIAN_PYTHON310，否则自动查找",
        "The Python 3.10 that compiles.  [default: $BEIAN_PYTHON310, else the one that is found]",
    ),
)
@lang_option
def build(out: Path | None, python: Path | None, lang: Lang | None) -> int:
    from beian.cli import packing  # noqa: PLC0415

    return packing.build(out, python, lang or language_of())


@package.command(
    help=said(
        "列出 zip 中各部分的大小，默认检查 dist 中的当前版本。",
        "What weighs what in a zip; without one, in this version's in dist.",
    ),
)
@click.argument("file", required=False, type=FILE, metavar="[ZIP]")
@format_option("table", "json")
@lang_option
def inspect(file: Path | None, lang: Lang | None, *, format_: str) -> int:
    from beian.cli import packing  # noqa: PLC0415

    return packing.inspect(file, format_, lang or language_of())


COMMANDS = (package,)
