"""`beian package`: building the function's zip, and telling what weighs what in one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import beian
from beian.cli.failures import Wrong
from beian.cli.labels import label
from beian.cli.output import for_a_person, paint, waiting, write, write_json
from beian.packaging import PackageError, archive, sources
from beian.packaging.weighing import Weights, weigh
from beian.safe import clean
from beian.texts import Lang

ROOT = Path(beian.__file__).resolve().parents[1]
COLUMNS = ("component", "version", "files", "unpacked", "bytecode", "zipped", "share")


def build(out: Path | None, python: Path | None, lang: Lang) -> int:
    """:raises Wrong: what is missing, and how to come by it"""
    from beian.packaging import building  # noqa: PLC0415  # with what makes bills of materials

    with _told(lang), waiting(label("packaging", lang)):
        built = building.build(ROOT, out, python)
    write(label("packed", lang, path=built.zip, sha256=built.weights.sha256))
    write(label("packed_beside", lang, bom=built.bom.name, manifest=built.manifest.name))
    write("\n".join(_totals(built.weights, lang)))
    return 0


def inspect(path: Path | None, form: str, lang: Lang) -> int:
    """:raises Wrong: there is no zip, or it is another's"""
    with _told(lang):
        named = path or sources.zip_of(ROOT)
        data = archive.read(named)
        try:
            weights = weigh(named.name, data)
        except PackageError as error:
            raise PackageError(error.reason, path=named) from error
    if form == "json":
        write_json(weights.model_dump(mode="json"))
        return 0
    if for_a_person():
        from beian.cli import pretty  # noqa: PLC0415  # rich

        pretty.show(pretty.columns([label(key, lang) for key in COLUMNS], list(_rows(weights))))
    else:
        write("\n".join("\t".join(map(clean, row)) for row in _rows(weights)))
    write("\n".join(_totals(weights, lang)))
    return 0


@contextmanager
def _told(lang: Lang) -> Iterator[None]:
    try:
        yield
    except PackageError as error:
        raise Wrong(label(f"package.{error.reason}", lang, **error.about)) from error


def _rows(weights: Weights) -> Iterator[tuple[str, ...]]:
    whole = sum(one.zipped for one in weights.components)
    for one in weights.components:
        yield (
            one.name,
            one.version,
            str(one.files),
            _kb(one.bytes),
            _kb(one.bytecode),
            _kb(one.zipped),
            f"{one.zipped / whole:.1%}",
        )


def _totals(weights: Weights, lang: Lang) -> Iterator[str]:
    yield label(
        "weight_total",
        lang,
        zip=_mb(weights.bytes),
        zip_allowed=_mb(weights.bytes_allowed),
        unpacked=_mb(weights.unpacked),
        unpacked_allowed=_mb(weights.unpacked_allowed),
        files=weights.files,
    )
    yield label("weight_for", lang, python=weights.python, platform=weights.platform)
    if weights.bytes > weights.bytes_allowed or weights.unpacked > weights.unpacked_allowed:
        yield paint(label("weight_too_much", lang), "red")


def _kb(count: int) -> str:
    return f"{count / 1000:.0f}"


def _mb(count: int) -> str:
    return f"{count / 1_000_000:.1f}"
