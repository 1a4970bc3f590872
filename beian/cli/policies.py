"""`beian policy`: the CAM documents that the configured accounts need, ready to be pasted."""

import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from beian import permissions
from beian.cli.configuring import configuration
from beian.cli.failures import Wrong
from beian.cli.labels import label
from beian.cli.output import paint, write, write_json
from beian.config import AccountConfig, Config
from beian.permissions import Document
from beian.safe import clean
from beian.store import BadAddress, CosAddress, cos_address
from beian.texts import Lang

ROLE_NAME = "beian-reader"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say. `home`: the account that the function runs in. The role's name and
    external id are those of `account`."""

    account: str | None
    home: str | None
    role_name: str | None
    external_id: str | None


class Role(NamedTuple):
    """A role that the function assumes. `uin` is None for the role of that name in every member of
    the organization; `is_new`: the configuration does not hold it yet."""

    uin: str | None
    name: str
    arn: str
    external_id: str
    is_new: bool = False


def policy(asked: Asked, config_file: Path | None, form: str, lang: Lang) -> int:
    """:raises Wrong: the options do not fit, or roles are wanted and nothing says whom they
    trust."""
    config = configuration(config_file)
    if not asked.account and (asked.role_name or asked.external_id):
        raise Wrong(label("needs_account", lang))
    configured = list(_configured(config))
    roles = [_asked_for(asked, config)] if asked.account else configured
    home = asked.home or next((one.uin for one in config.accounts if one.self_), "")
    if roles and not home:
        raise Wrong(label("no_home", lang))
    # There is one execution role: its policy is for every account, whichever was asked for.
    arns = [role.arn for role in (*configured, *roles)]
    execution = permissions.execution_policy(
        arns,
        organization=config.organization is not None,
        config=_in_cos("BEIAN_CONFIG"),
        store=_in_cos("BEIAN_STORE"),
    )
    if form == "json":
        write_json(_documents(execution, roles, home))
    else:
        write("\n".join(_text(execution, roles, home, lang)))
    return 0


def _in_cos(variable: str) -> CosAddress | None:
    """:raises Wrong: the variable begins as an address and is none."""
    try:
        return cos_address(os.environ.get(variable, ""))
    except BadAddress as error:
        raise Wrong(f"{variable}: {error}") from None


def _configured(config: Config) -> Iterator[Role]:
    for one in config.accounts:
        if one.role_arn and one.external_id:
            yield Role(one.uin, one.name or "", one.role_arn, one.external_id)
    if config.organization:
        arn = config.organization.role_of(permissions.ANY_ACCOUNT)
        yield Role(None, "", arn, config.organization.external_id)


def _asked_for(asked: Asked, config: Config) -> Role:
    """:raises Wrong: an option cannot be what it is."""
    uin = asked.account or ""
    kept = next((one for one in config.accounts if one.uin == uin and one.role_arn), None)
    arn = kept.role_arn if kept and not asked.role_name else None
    external_id = asked.external_id or (kept and kept.external_id) or secrets.token_urlsafe(24)
    try:
        made = AccountConfig(
            uin=uin,
            name=kept and kept.name,
            role_arn=arn or permissions.role_arn(uin, asked.role_name or ROLE_NAME),
            external_id=external_id,
        )
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "account"
        raise Wrong(f"{where}: {first['msg'].removeprefix('Value error, ')}") from None
    is_new = kept is None or (kept.role_arn, kept.external_id) != (made.role_arn, external_id)
    return Role(uin, made.name or "", made.role_arn or "", external_id, is_new)


def _documents(execution: Document, roles: Sequence[Role], home: str) -> Document:
    return {
        "execution_role": {"policy": execution},
        "roles": [
            {
                "account": role.uin or permissions.ANY_ACCOUNT,
                "role_arn": role.arn,
                "policy": permissions.reader_policy(),
                "trust_policy": permissions.trust_policy(home, role.external_id),
            }
            for role in roles
        ],
    }


def _text(execution: Document, roles: Sequence[Role], home: str, lang: Lang) -> Iterator[str]:
    yield _heading("put_execution", lang, link=permissions.CONSOLE)
    yield permissions.text(execution)
    if any(role.uin is None for role in roles):
        yield _heading("pattern_refused", lang)
    for external_id in dict.fromkeys(role.external_id for role in roles):
        same = [role for role in roles if role.external_id == external_id]
        where = ", ".join(_called(role, lang) for role in same)
        yield ""
        yield _heading("put_reader", lang, where=where, link=permissions.CONSOLE)
        yield permissions.text(permissions.reader_policy())
        yield ""
        yield _heading("put_trust", lang, where=where, link=permissions.CONSOLE_ROLES)
        yield permissions.text(permissions.trust_policy(home, external_id))
    new = [role for role in roles if role.is_new]
    if new:
        yield ""
        yield _heading("put_config", lang)
        yield "accounts:"
        yield f'  - {{uin: "{home}", self: true}}'
        for role in new:
            yield (
                f'  - {{uin: "{role.uin}", role_arn: "{role.arn}", '
                f'external_id: "{role.external_id}"}}'
            )


def _heading(key: str, lang: Lang, **values: object) -> str:
    return paint(clean(f"# {label(key, lang, **values)}"), "bold")


def _called(role: Role, lang: Lang) -> str:
    arn = f"{role.name} {role.arn}" if role.name else role.arn
    return f"{label('every_member', lang)} {arn}" if role.uin is None else arn
