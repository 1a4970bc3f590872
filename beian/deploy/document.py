"""Reads serverless.yml: its lines, and its variables as the deployer resolves them.

`${env:NAME}` is looked up before anything is sent; `${name}`, `${app}` and `${stage}` stand for the
top of the file. An unset variable is no error to the deployer: the key vanishes, or the text holds
the word `undefined`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from beian.config import ConfigError, Steps
from beian.config.file import given_twice, line_of
from beian.deploy.texts import COMPLAINTS, JOIN
from beian.texts import Lang

VARIABLE = re.compile(r"\$\{([^}]*)\}")
_ENV = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")
TOP = ("name", "app", "stage")
UNRESOLVED = "unresolved"
"""Stands where a variable has no value, so that nothing but that is complained of."""


@dataclass(frozen=True)
class Complaint:
    """`code` names the text, `at` the place. Values of the file are never quoted."""

    code: str
    at: Steps
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """`data` has its variables resolved; `complaints` say which could not be."""

    name: str
    root: yaml.Node | None
    data: object
    complaints: tuple[Complaint, ...] = ()

    def say(self, complaint: Complaint, lang: Lang) -> str:
        """One line: file, line, field, what is wrong, what to do."""
        says, remedy = COMPLAINTS[complaint.code][lang]
        where = ".".join(map(str, complaint.at)) or "file"
        line = line_of(self.root, complaint.at)
        text = f"{says}{JOIN[lang]}{remedy}".format(**complaint.values)
        return f"{self.name}:{line}: {where}: {text}"


def environment(path: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """What `${env:NAME}` stands for in the file at `path`: as for the deployer, what the `.env`
    beside it says, and the environment overrides."""
    try:
        lines = (path.parent / ".env").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return dict(environ)
    pairs = (line.partition("=") for line in lines if not line.lstrip().startswith("#"))
    read = {name.strip(): value.strip().strip("\"'") for name, mark, value in pairs if mark}
    return {**read, **environ}


def load(path: Path, environ: Mapping[str, str]) -> Document:
    """:raises ConfigError: the file cannot be read, or is not YAML."""
    try:
        text = path.read_text("utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ConfigError(f"{path}{line}: not YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise ConfigError(f"{path}: not YAML") from None
    twice = [Complaint("twice", at) for at, _ in given_twice(root)]
    resolver = _Resolver(environ, data if isinstance(data, dict) else {})
    resolved = resolver.resolve(data, ())
    return Document(str(path), root, resolved, (*twice, *resolver.complaints))


class _Resolver:
    def __init__(self, environ: Mapping[str, str], top: Mapping[str, object]) -> None:
        self._environ = environ
        self._top = top
        self.complaints: list[Complaint] = []

    def resolve(self, value: object, at: Steps) -> object:
        if isinstance(value, dict):
            return {k: self.resolve(v, (*at, str(k))) for k, v in value.items()}
        if isinstance(value, list):
            return [self.resolve(v, (*at, n)) for n, v in enumerate(value)]
        return self._text(value, at) if isinstance(value, str) else value

    def _text(self, text: str, at: Steps) -> str:
        return VARIABLE.sub(lambda found: self._value(found[1], at), text)

    def _value(self, name: str, at: Steps) -> str:
        env = _ENV.fullmatch(name)
        if env:
            value = self._environ.get(env[1], "")
            return value or self._complain("variable_unset", at, env[1])
        if name in TOP and at[:1] == ("inputs",):
            top = self._top.get(name) or (self._top.get("name") if name == "app" else None)
            if isinstance(top, str):
                return _Resolver(self._environ, {})._text(top, (name,))
        return self._complain("variable_unknown", at, name)

    def _complain(self, code: str, at: Steps, name: str) -> str:
        self.complaints.append(Complaint(code, at, {"name": name}))
        return UNRESOLVED
