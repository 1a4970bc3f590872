"""Which language an answer is in: `lang=` first, else Accept-Language, else Chinese."""

from collections.abc import Iterator

from beian.texts import LANGS, Lang

DEFAULT = LANGS[0]
_BY_PRIMARY: dict[str, Lang] = {"zh": "zh-CN", "en": "en"}
_MOST_RANGES = 32


def named(text: object) -> Lang | None:
    """The language that `lang` names exactly; None for anything else."""
    return next((lang for lang in LANGS if lang == text), None)


def preferred(accept_language: str) -> Lang:
    """The language with the highest q-value (RFC 9110, 12.5.4), the first of equals.

    Any zh or en counts by its primary subtag; `*` stands for those that are not named.
    """
    qualities: dict[str, float] = {}
    for name, quality in ranges(accept_language):
        primary = name.partition("-")[0]
        qualities[primary] = max(quality, qualities.get(primary, 0.0))
    rest = qualities.pop("*", 0.0)
    # Named ones in the order in which they were named, then what only the asterisk covers.
    order = [p for p in qualities if p in _BY_PRIMARY]
    order += [p for p in _BY_PRIMARY if p not in qualities]
    best = max(order, key=lambda primary: qualities.get(primary, rest))
    return _BY_PRIMARY[best] if qualities.get(best, rest) > 0 else DEFAULT


def ranges(header: str) -> Iterator[tuple[str, float]]:
    """What a header of the Accept kind lists, in lower case, with its q-values."""
    for part in header.split(",", _MOST_RANGES)[:_MOST_RANGES]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        if name and quality is not None:
            yield name, quality


def _quality(parameters: list[str]) -> float | None:
    """1 where none is given; None where it is malformed: the range then counts for nothing."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
            return quality if 0 <= quality <= 1 else None
    return 1.0
