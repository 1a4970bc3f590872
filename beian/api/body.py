"""A request's body as JSON, read strictly: what two readers could take differently is refused."""

import json

from beian.api import texts
from beian.api.message import Request, shown
from beian.api.problem import FieldError, Refused


class _DuplicateKeyError(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_json(request: Request) -> object:
    """:raises Refused: 400, 413 or 415."""
    if request.fault:
        raise Refused(request.fault.value, FieldError("body", texts.OTHERWISE[0]))
    if not request.body.strip():
        raise Refused("empty_body")
    if not _is_json(request):
        raise Refused("unsupported_media_type")
    try:
        # utf-8-sig: some programs write a byte order mark (RFC 8259, 8.1, lets a parser ignore it).
        text = request.body.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except _DuplicateKeyError as error:
        wrong = FieldError(shown(error.key) or "body", texts.DUPLICATE_KEY, texts.ONCE_REMEDY)
        raise Refused("invalid_json", wrong) from error
    except (ValueError, RecursionError) as error:
        raise Refused("invalid_json") from error


def _is_json(request: Request) -> bool:
    kind, *parameters = (
        part.strip().lower() for part in request.headers.get("content-type", "").split(";")
    )
    charsets = [p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset=")]
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    return (
        (kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")))
        and all(charset in ("utf-8", "utf8") for charset in charsets)
        and coding in ("", "identity")
    )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _DuplicateKeyError(key)
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise ValueError(name)
