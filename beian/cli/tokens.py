"""`beian token new`: a caller's token, and what the configuration keeps of it."""

from datetime import date, datetime, timedelta

import yaml
from pydantic import ValidationError

from beian import tokens
from beian.cli.failures import Wrong
from beian.cli.labels import label
from beian.cli.output import write
from beian.config import CallerConfig
from beian.facts import SHANGHAI
from beian.texts import Lang

USUAL_DAYS = 365


def new(name: str, expires: date | None, lang: Lang) -> int:
    """:raises Wrong: the name is none that a caller may have."""
    token, stored = tokens.new()
    last_day = expires or datetime.now(SHANGHAI).date() + timedelta(days=USUAL_DAYS)
    caller = {"name": name, "token": stored, "expires": last_day, "may": ["check"]}
    try:
        CallerConfig.model_validate(caller)
    except ValidationError as error:
        raise Wrong(error.errors(include_input=False)[0]["msg"]) from None
    lines = yaml.safe_dump(
        {"callers": [caller]},
        allow_unicode=True,
        sort_keys=False,
        width=1000,
    )
    write(f"{token}\n\n# {label('token_once', lang)}\n# {label('token_config', lang)}\n{lines}")
    return 0
