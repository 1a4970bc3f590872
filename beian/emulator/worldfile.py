"""Reads the YAML of a world, and says where in it something is wrong."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails


class WorldError(ValueError):
    """A world that cannot be served: the message names the file, line, key and a remedy."""


class _Loader(yaml.SafeLoader):
    """Reads on, off, yes and no as words, as YAML 1.2 does: `on` is a key of a fault."""


_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    _BOOL, re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)

_REMEDIES = {
    "extra_forbidden": "no such key here: remove it or mend its spelling",
    "missing": "required: add it",
}


def read_document(path_or_text: str | Path) -> tuple[str, str]:
    """The name to use in messages and the text. Raises WorldError.

    A string with a line break, a brace or ": " in it, or nothing at all, is the text itself;
    any other string is a path.
    """
    if isinstance(path_or_text, str):
        is_text = not path_or_text.strip() or any(
            mark in path_or_text for mark in ("\n", "{", ": ")
        )
        if is_text:
            return "<world>", path_or_text
    path = Path(path_or_text)
    try:
        return str(path), path.read_text(encoding="utf-8")
    except OSError as error:
        raise WorldError(f"{path}: cannot be read ({error.strerror}): name a world file") from error
    except UnicodeDecodeError as error:
        raise WorldError(f"{path}: not UTF-8: save the world file as UTF-8") from error


def parse_document(name: str, text: str) -> tuple[object, yaml.Node | None]:
    """The data and the node tree that knows the lines. Raises WorldError."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return {}, None
        _refuse_duplicates(name, node)
        return loader.construct_document(node), node
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}, line {mark.line + 1}" if mark else name
        raise WorldError(f"{where}: not YAML ({error.problem}): mend the syntax") from error
    except WorldError:
        raise
    except (yaml.YAMLError, ValueError) as error:
        raise WorldError(f"{name}: not YAML ({error}): mend the syntax") from error


def explain(name: str, node: yaml.Node | None, error: ValidationError) -> WorldError:
    """Every problem pydantic found, one a line."""
    problems = error.errors(include_url=False, include_context=True, include_input=False)
    return WorldError("\n".join(_one_line(name, node, problem) for problem in problems))


def _one_line(name: str, node: yaml.Node | None, problem: ErrorDetails) -> str:
    """A problem between parts of the world says itself where it is, as `at`."""
    within = problem.get("ctx", {}).get("at", ())
    path = [part for part in (*problem["loc"], *within) if part != "[key]"]
    line = _line(node, path)
    where = f"{name}, line {line}" if line else name
    message = problem["msg"].removeprefix("Value error, ")
    remedy = _REMEDIES.get(problem["type"])
    said = remedy or f"{message}: correct the value"
    return f"{where}: {_dotted(path)}: {said}" if path else f"{where}: {said}"


def _dotted(path: Sequence[str | int]) -> str:
    shown = ""
    for part in path:
        shown += f"[{part}]" if isinstance(part, int) else f".{part}"
    return shown.removeprefix(".")


def _line(node: yaml.Node | None, path: Sequence[str | int]) -> int | None:
    """The 1-based line of the deepest part of the path that the file has."""
    if node is None:
        return None
    line = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            if part >= len(node.value):
                break
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _refuse_duplicates(name: str, node: yaml.Node) -> None:
    for mapping in _mappings(node):
        seen: set[str] = set()
        for key, _ in mapping.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                line = key.start_mark.line + 1
                raise WorldError(f"{name}, line {line}: {key.value}: written twice: keep one")
            seen.add(str(key.value))


def _mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for key, value in node.value:
            yield from _mappings(key)
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for element in node.value:
            yield from _mappings(element)
