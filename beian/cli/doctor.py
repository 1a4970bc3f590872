"""`beian doctor`: which reads work for which account, and the CAM policy that mends the rest."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from beian import app, environment, permissions
from beian.app import Process
from beian.cli.failures import Wrong
from beian.cli.labels import label
from beian.cli.options import STORE, Shared
from beian.cli.output import paint, waiting, write, write_json
from beian.cli.probing import ANY_DOMAIN, State, Tried, try_reads
from beian.cli.status import AGAINST, FINE, UNSURE
from beian.cli.world import Place, running
from beian.config import AccountConfig
from beian.deploy.bucket import Bucket, try_bucket
from beian.deploy.outcomes import BUCKETS
from beian.environment import BadEnvironment
from beian.safe import clean
from beian.store import BadAddress, CosAddress, cos_address
from beian.tencent.account import Caller
from beian.tencent.errors import CallError, Denied
from beian.tencent.organization import read_members
from beian.tencent.reads import CALLER, MEMBERS, parse
from beian.tencent.roles import Role, Roles
from beian.tencent.transport import Credential, Deadline, Transport
from beian.texts import Lang, catalogue

ANY_REGION = "ap-guangzhou"
_LOOKS = {
    State.WORKS: "green",
    State.DENIED: "red",
    State.GONE: "cyan",
    State.FAILED: "magenta",
}


@dataclass(frozen=True, slots=True)
class Examined:
    """An account. `unreached` says why no credential of it could be had: nothing was tried then."""

    uin: str
    name: str
    role_arn: str | None
    tried: Sequence[Tried] = ()
    unreached: CallError | None = None

    @property
    def denied(self) -> list[str]:
        """The CAM actions that are missing."""
        return [one.read.permission for one in self.tried if one.state is State.DENIED]

    @property
    def status(self) -> int:
        if self.denied or isinstance(self.unreached, Denied):
            return AGAINST
        failed = self.unreached or any(one.state is State.FAILED for one in self.tried)
        return UNSURE if failed else FINE


@dataclass(frozen=True, slots=True)
class Kept:
    """The bucket that sweeps are kept in."""

    at: CosAddress
    state: Bucket

    @property
    def status(self) -> int:
        against = self.state in (Bucket.DENIED, Bucket.MISSING)
        return AGAINST if against else UNSURE if self.state is Bucket.FAILED else FINE


def doctor(asked: str | None, domain: str | None, form: str, shared: Shared) -> int:
    """The exit status.

    :param asked: the uin of the one account to try; all that can be reached otherwise
    :raises Wrong: there is no credential, or no such account.
    """
    lang = shared.lang
    with running(shared) as place, waiting(label("reading", lang)):
        home = environment.credential(os.environ)
        if home is None:
            raise Wrong(label("no_credential", lang))
        examiner = Examiner(app.process(os.environ), place, home, domain or ANY_DOMAIN)
        found = examiner.examine_all(asked)
        kept = None if asked else _kept()
    if not found:
        raise Wrong(label("no_such_account", lang, uin=asked))
    if form == "json":
        store = _kept_document(kept) if kept else None
        write_json({"accounts": [_document(one) for one in found], "store": store})
    else:
        lines = [line for one in found for line in _lines(one, lang)]
        write("\n".join([*lines, *(_kept_lines(kept, lang) if kept else ())]))
    statuses = {one.status for one in (*found, *([kept] if kept else ()))}
    return next((status for status in (AGAINST, UNSURE) if status in statuses), FINE)


def _kept() -> Kept | None:
    """None where sweeps are kept in a folder. :raises Wrong: a variable cannot be used."""
    address = os.environ[STORE]  # there is always one while a command runs
    try:
        at, state = cos_address(address), try_bucket(address, os.environ)
    except (BadAddress, BadEnvironment) as error:
        raise Wrong(f"{STORE}: {error}") from None
    return Kept(at, state) if at and state else None


@dataclass(frozen=True, slots=True)
class Examiner:
    """Tries accounts from the credential `home`. None is the account that it belongs to, where the
    configuration does not list it."""

    kept: Process
    place: Place
    home: Credential
    domain: str

    def examine_all(self, asked: str | None) -> list[Examined]:
        """The account that is asked for, if it is among those that can be reached; else all."""
        config = self.kept.config
        listed: list[AccountConfig | None] = list(config.accounts)
        if not any(one and one.self_ for one in listed) and (config.organization or not listed):
            listed.insert(0, None)
        members, listing = self._members() if config.organization else ([], None)
        known = {one.uin for one in listed if one}
        listed += [one for one in members if one.uin not in known]
        found = []
        for one in listed:
            uin = one.uin if one else self.place.uin
            if asked in (None, uin or None):
                found.append(self._examine(one, listing if not one or one.self_ else None))
        return found

    def _examine(self, account: AccountConfig | None, listing: Tried | None) -> Examined:
        config = self.kept.config
        uin = account.uin if account else self.place.uin
        name = (account and account.name) or (None if account else config.name) or ""
        role = account.role_arn if account else None
        try:
            credential = self._credential(account)
        except CallError as error:
            return Examined(uin, name, role, unreached=error)
        region = (account and account.region) or config.region or self.place.region or ANY_REGION
        tried = try_reads(self._transport(credential), config.products, self.domain, region)
        tried += [listing] if listing else []
        return Examined(uin or _owner(tried), name, role, tried)

    def _members(self) -> tuple[list[AccountConfig], Tried]:
        """None but the reason, where they cannot be listed."""
        organization = self.kept.config.organization
        try:
            members = read_members(self._transport(self.home))
        except CallError as error:
            state = State.DENIED if isinstance(error, Denied) else State.FAILED
            return [], Tried(MEMBERS, state, error)
        found = [
            AccountConfig(
                uin=uin,
                name=name,
                role_arn=organization.role_of(uin),
                external_id=organization.external_id,
            )
            for uin, name in members.items()
            if organization
        ]
        return found, Tried(MEMBERS, State.WORKS)

    def _credential(self, account: AccountConfig | None) -> Credential:
        """:raises CallError: the account's role cannot be assumed."""
        if account is None or account.role_arn is None:
            return self.home
        role = Role(account.uin, account.role_arn, account.external_id)
        return Roles().credential(role, self._transport(self.home), permissions.session_policy())

    def _transport(self, credential: Credential) -> Transport:
        deadline = Deadline(self.place.timeout_s)
        return Transport(self.kept.wire, credential, deadline, self.kept.clock)


def _owner(tried: Sequence[Tried]) -> str:
    reply = next((one.reply for one in tried if one.read == CALLER), None)
    return parse(Caller, reply)["AccountId"] if reply else ""


def _document(one: Examined) -> dict[str, object]:
    return {
        "uin": one.uin or None,
        "name": one.name or None,
        "role_arn": one.role_arn,
        "error": _code(one.unreached) if one.unreached else None,
        "reads": [
            {
                "read": tried.read.name,
                "permission": tried.read.permission,
                "state": tried.state.value,
                "error": _code(tried.error) if tried.error else None,
            }
            for tried in one.tried
        ],
        "missing_policy": permissions.policy_for(one.denied) if one.denied else None,
    }


def _lines(one: Examined, lang: Lang) -> Iterator[str]:
    known = f"{one.name} ({one.uin})" if one.name and one.uin else one.uin or one.name
    via = f" · {one.role_arn}" if one.role_arn else ""
    yield paint(clean(f"{known or label('own_account', lang)}{via}"), "bold")
    if one.unreached:
        yield from _unreached(one, one.unreached, lang)
    for tried in one.tried:
        yield f"  {_line(tried, lang)}"
    if one.denied:
        yield ""
        where = "grant_role" if one.role_arn else "grant_own"
        yield label(where, lang, role=clean(one.role_arn or ""), link=permissions.CONSOLE)
        yield permissions.text(permissions.policy_for(one.denied))
        if any(action.startswith("ba:") for action in one.denied):
            yield label("ba_subject", lang)
    yield ""


def _kept_document(kept: Kept) -> dict[str, object]:
    denied = kept.state is Bucket.DENIED
    return {
        "bucket": kept.at.bucket,
        "region": kept.at.region,
        "state": kept.state.value,
        "missing_policy": permissions.store_policy(kept.at) if denied else None,
    }


def _kept_lines(kept: Kept, lang: Lang) -> Iterator[str]:
    at = kept.at
    yield paint(clean(f"{STORE} · {at.bucket} ({at.region})"), "bold")
    yield f"  {label(f'bucket.{kept.state.value}', lang, link=BUCKETS)}"
    if kept.state is Bucket.DENIED:
        yield ""
        yield label("grant_own", lang, link=permissions.CONSOLE)
        yield permissions.text(permissions.store_policy(at))
    yield ""


def _unreached(one: Examined, error: CallError, lang: Lang) -> Iterator[str]:
    yield f"  {label('role_refused', lang, code=clean(_code(error)))}"
    yield ""
    yield label("grant_own", lang, link=permissions.CONSOLE)
    yield permissions.text(permissions.assume_policy([one.role_arn or ""]))
    yield label("trust_too", lang, uin=one.uin)


def _line(tried: Tried, lang: Lang) -> str:
    word = paint(label(f"state.{tried.state.value}", lang), _LOOKS[tried.state])
    if tried.state is State.WORKS or not tried.error:
        return f"{word} {tried.read.name}"
    said = f"{word} {tried.read.name} ({clean(_code(tried.error))})"
    if tried.state is State.DENIED:
        return f"{said} → {tried.read.permission}"
    if tried.state is State.GONE:
        return f"{said}: {label('gone_is_read', lang)}"
    return f"{said}: {catalogue(lang).causes[tried.error.cause.value].remedy}"


def _code(error: CallError) -> str:
    return error.code or error.detail or error.cause.value
