"""`beian config`: whether the configuration can be used, what it comes to, and its JSON Schema."""

import os
from pathlib import Path

import yaml

from beian import config
from beian.api.openapi import without_titles
from beian.cli.failures import Wrong
from beian.cli.labels import label
from beian.cli.output import write, write_json
from beian.cli.world import config_path
from beian.config import Config, ConfigError
from beian.texts import Lang


def configuration(named: Path | None) -> Config:
    """:raises Wrong: it cannot be used; the message names file, line and field."""
    path = config_path(named)
    try:
        return config.load({**os.environ, "BEIAN_CONFIG": path or ""})
    except ConfigError as error:
        raise Wrong(str(error)) from error


def validate(named: Path | None, lang: Lang) -> int:
    """:raises Wrong: there is no file, or it cannot be used."""
    path = config_path(named)
    if path is None:
        raise Wrong(label("no_config", lang))
    _sendable(path, configuration(named))
    write(label("config_valid", lang, path=path))
    return 0


def _sendable(path: str, found: Config) -> None:
    """:raises Wrong: notices go to a URL that apprise does not take, whatever its shape."""
    if not found.notices.to:
        return
    from beian import notify  # noqa: PLC0415  # 150 ms for those who notify

    fields = list(notify.unusable(found.notices))
    if fields:
        raise Wrong(
            "\n".join(f"{path}: {field}: apprise does not take this URL" for field in fields)
        )


def show(named: Path | None, form: str) -> int:
    """With defaults filled in and secrets masked. :raises Wrong: as `configuration`."""
    found = config.masked(configuration(named))
    if form == "json":
        write_json(found)
    else:
        write(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=100))
    return 0


def schema_document() -> dict[str, object]:
    """For editors: `# yaml-language-server: $schema=…`."""
    found = without_titles(Config.model_json_schema())
    assert isinstance(found, dict)  # noqa: S101  # what goes in is one
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:beian:schema:config",
        "title": "beian.yml",
        **found,
    }
