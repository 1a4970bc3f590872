"""Whether a serverless.yml can be deployed and will work, and what it deploys."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from beian.config import Config
from beian.deploy import rules, shape
from beian.deploy.document import Complaint, Document, load
from beian.deploy.package import Package
from beian.texts import Lang


@dataclass(frozen=True)
class Checked:
    """`file` is None where the shape does not fit; then nothing more than that was looked at."""

    document: Document
    file: shape.Serverless | None
    complaints: tuple[Complaint, ...]

    def said(self, lang: Lang) -> list[str]:
        return [self.document.say(complaint, lang) for complaint in self.complaints]


def check(
    path: Path,
    environ: Mapping[str, str],
    package: Package | None = None,
    config: Config | None = None,
) -> Checked:
    """Against the documented rules of the component, and the traps that are not in them.

    :param environ: what `${env:NAME}` stands for
    :param package: the handler is looked for in it
    :param config: the beian.yml that is deployed; the file must agree with it
    :raises beian.config.ConfigError: the file cannot be read, or is not YAML.
    """
    document = load(path, environ)
    unresolved = {one.at for one in document.complaints}
    file = None
    try:
        file = shape.Serverless.model_validate(document.data)
    except ValidationError as error:
        found = [*shape.complaints(error)]
    else:
        found = [*rules.complaints(rules.Known(file.inputs, package, config))]
    rest = (one for one in found if one.at not in unresolved)
    return Checked(document, file, (*document.complaints, *rest))
