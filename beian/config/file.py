"""From the text of beian.yml to the configuration, or to complaints that name line and field."""

import re
from collections.abc import Iterator

import yaml
from pydantic import ValidationError

from beian.config import Config, ConfigError, Steps, conflicts


def parse(name: str, text: str) -> Config:
    """:param name: what to call the file
    :raises ConfigError: it is not YAML or does not fit; no value of it is quoted.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        raise ConfigError(f"{name}{_mark(error)}: not YAML: {_unquoted(error)}") from None
    except yaml.YAMLError:
        raise ConfigError(f"{name}: not YAML: a character that no text has") from None
    except RecursionError:
        raise ConfigError(f"{name}: not YAML: nested too deeply") from None
    except ValueError:  # such as 2026-13-01
        raise ConfigError(f"{name}: not YAML: a date or number that there is not") from None
    twice = list(given_twice(root))
    if twice:
        raise _complaint(name, root, twice)
    try:
        found = Config.model_validate({} if data is None else data)
    except ValidationError as error:
        said = [(tuple(e["loc"]), e["msg"]) for e in error.errors(include_input=False)]
        raise _complaint(name, root, said) from error
    wrong = list(conflicts(found))
    if wrong:
        raise _complaint(name, root, wrong)
    return found


def _complaint(name: str, root: yaml.Node | None, said: list[tuple[Steps, str]]) -> ConfigError:
    return ConfigError(
        "\n".join(
            f"{name}:{line_of(root, path)}: {'.'.join(map(str, path)) or 'file'}: "
            f"{message.removeprefix('Value error, ')}"
            for path, message in said
        )
    )


def _mark(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f":{mark.line + 1}" if mark else ""


def _unquoted(error: yaml.MarkedYAMLError) -> str:
    """What YAML says, without the words of the file that it quotes."""
    said = error.problem or error.context or "it cannot be understood"
    return re.sub(r"'[^']*'|\"[^\"]*\"", "…", said)


def given_twice(
    node: yaml.Node | None, path: Steps = (), around: tuple[yaml.Node, ...] = ()
) -> Iterator[tuple[Steps, str]]:
    """Keys that stand twice in one mapping: YAML's last would win, unsaid."""
    if node is None or node in around:  # an alias of what it stands in
        return
    around = (*around, node)
    if isinstance(node, yaml.SequenceNode):
        for index, one in enumerate(node.value):
            yield from given_twice(one, (*path, index), around)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield (*path, key.value), "the key is given twice"
                seen.add(key.value)
                yield from given_twice(value, (*path, key.value), around)


def line_of(node: yaml.Node | None, path: Steps) -> int:
    """The line (from 1) of the YAML node at `path`, or of its nearest parent that stands there."""
    line = int(node.start_mark.line) + 1 if node is not None else 1
    if not path:
        return line
    if isinstance(node, yaml.SequenceNode):
        children = dict(enumerate(node.value))
        step = path[0]
        known = isinstance(step, int) and step in children
        return line_of(children[int(step)], path[1:]) if known else line
    if isinstance(node, yaml.MappingNode):
        for key, value in reversed(node.value):
            if key.value == path[0]:
                is_key = path[1:] in ((), ("[key]",))
                return int(key.start_mark.line) + 1 if is_key else line_of(value, path[1:])
    return line
