"""Everything that a deployment rests on, looked at before anything is sent."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from beian import config as configuration
from beian.config import Config, ConfigError
from beian.deploy import outcomes, rules, serverless
from beian.deploy.bucket import Bucket, try_bucket
from beian.deploy.package import Package
from beian.deploy.shape import Inputs
from beian.domains import REGION
from beian.packaging import PackageError
from beian.packaging.freshness import freshness
from beian.packaging.sources import CONFIG
from beian.permissions import CONSOLE_ROLES
from beian.tencent.account import Caller
from beian.tencent.bindings import Services, is_retired
from beian.tencent.errors import CallError, Denied, NotSignedIn
from beian.tencent.reads import CALLER, GATEWAYS, parse
from beian.tencent.transport import Transport
from beian.texts import Lang

ANY_REGION = "ap-guangzhou"


class State(str, Enum):
    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"
    LOOK = "look"  # beian cannot tell; a person can


@dataclass(frozen=True)
class Outcome:
    """Of one check. `code` names the text; `lines` follow it as they are."""

    check: str
    state: State
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    lines: tuple[str, ...] = ()

    def text(self, lang: Lang) -> str:
        return outcomes.outcome(self.code, lang, **self.values)


@dataclass(frozen=True)
class Deployment:
    """What is to be deployed: the file, the zip, and what the file's variables stand for."""

    file: Path
    zip: Path
    environ: Mapping[str, str]
    lang: Lang


def local(asked: Deployment) -> Iterator[Outcome]:
    """What this machine can tell. :raises ConfigError: the file cannot be read, or is not YAML."""
    first = serverless.check(asked.file, asked.environ)
    inputs = first.file.inputs if first.file else None
    package = _package(asked.zip)
    yield _package_outcome(asked, package)
    folder = asked.file.parent / (rules.source(inputs) if inputs else "")
    named = inputs.environment.variables.get("BEIAN_CONFIG") if inputs else None
    if inputs:
        yield from _folder(folder, asked.zip, package)
    found, about = _config(named, folder / CONFIG)
    checked = serverless.check(asked.file, asked.environ, package, found)
    said = tuple(checked.said(asked.lang))
    if said:
        values = {"path": asked.file, "n": len(said)}
        yield Outcome("file", State.FAILED, "file_wrong", values, said)
    else:
        yield Outcome("file", State.OK, "file_ok", {"path": asked.file})
    unresolved = {one.at for one in checked.document.complaints}
    yield _names(inputs if not unresolved & NAMES else None)
    yield about


NAMES = {("stage",), *((*rules.INPUTS, one) for one in ("name", "namespace", "region", "role"))}


def _package(path: Path) -> Package | None:
    try:
        return Package(path)
    except (OSError, zipfile.BadZipFile):
        return None


def _package_outcome(asked: Deployment, package: Package | None) -> Outcome:
    root = asked.file.parent
    try:
        found = freshness(asked.zip, root)
    except PackageError:
        return Outcome("package", State.FAILED, "package_no_project", {"path": root.resolve()})
    if found.state == "stale":
        values = {"n": len(found.changed), "first": found.changed[0]}
        return Outcome("package", State.FAILED, "package_stale", values)
    if found.state != "fresh" or package is None:
        return Outcome("package", State.FAILED, f"package_{found.state}", {"path": asked.zip})
    return Outcome(
        "package", State.OK, "package_fresh", {"path": asked.zip, "n": len(package.sums)}
    )


def _folder(folder: Path, path: Path, package: Package | None) -> Iterator[Outcome]:
    values: dict[str, object] = {"path": folder, "zip": path}
    if not folder.is_dir():
        yield Outcome("folder", State.FAILED, "folder_missing", values)
    elif package:
        differing = package.differences(folder)
        if differing:
            values = {"path": folder, "n": len(differing), "first": differing[0]}
            yield Outcome("folder", State.FAILED, "folder_differs", values)
        else:
            yield Outcome("folder", State.OK, "folder_ok", values)


def _config(named: object, path: Path) -> tuple[Config | None, Outcome]:
    """The beian.yml that is deployed, where it can be read here."""
    if named is None:
        return Config.model_construct(), Outcome("config", State.OK, "config_none")
    if isinstance(named, str) and rules.COS.fullmatch(named):
        return None, Outcome("config", State.LOOK, "config_elsewhere")
    if not path.is_file():
        return None, Outcome("config", State.FAILED, "config_missing", {"path": path})
    try:
        found = configuration.load({"BEIAN_CONFIG": str(path)})
    except ConfigError as error:
        lines = tuple(str(error).splitlines())
        return None, Outcome("config", State.FAILED, "config_wrong", {"path": path}, lines)
    return found, Outcome("config", State.OK, "config_ok", {"path": path})


def _names(inputs: Inputs | None) -> Outcome:
    if inputs is None:
        return Outcome("names", State.FAILED, "names_missing")
    values = inputs.model_dump(include={"name", "namespace", "region", "role"})
    return Outcome("names", State.OK, "names_ok", values)


def remote(
    asked: Deployment, transport: Transport | None, environ: Mapping[str, str]
) -> Iterator[Outcome]:
    """What the cloud tells.

    :param transport: None where there is no credential
    :param environ: what leads to a bucket
    """
    checked = serverless.check(asked.file, asked.environ)
    inputs = checked.file.inputs if checked.file else None
    region = inputs.region if inputs and REGION.fullmatch(inputs.region) else ANY_REGION
    if transport is None:
        yield Outcome("credential", State.FAILED, "credential_none")
    else:
        yield _credential(transport, region, _self(asked, inputs))
        yield _deployer(transport, asked.environ)
    if inputs:
        values = {"role": inputs.role, "link": CONSOLE_ROLES}
        yield Outcome("role", State.LOOK, "role_look", values)
        if transport:
            yield from _store(inputs.environment.variables.get("BEIAN_STORE"), environ)
        for event in inputs.events:
            service = event.apigw.parameters.service_id if event.apigw else None
            if service and transport:
                yield _gateway(transport, region, service)


def _self(asked: Deployment, inputs: Inputs | None) -> str | None:
    """The account that the deployed beian.yml says the function runs in."""
    named = inputs.environment.variables.get("BEIAN_CONFIG") if inputs else None
    if not (inputs and rules.is_packaged(named)):
        return None
    found, _ = _config(named, asked.file.parent / rules.source(inputs) / CONFIG)
    return next((one.uin for one in found.accounts if one.self_), None) if found else None


def _credential(transport: Transport, region: str, wanted: str | None) -> Outcome:
    try:
        uin = parse(Caller, transport.call(CALLER, {}, region))["AccountId"]
    except Denied:  # which a key that is none would not be
        return Outcome("credential", State.LOOK, "credential_denied")
    except NotSignedIn as error:
        values = {"code": error.code, "link": outcomes.KEYS}
        return Outcome("credential", State.FAILED, "credential_refused", values)
    except CallError as error:
        return _unknown("credential", error)
    if wanted not in (None, uin):
        values = {"uin": uin, "wanted": wanted or ""}
        return Outcome("credential", State.FAILED, "credential_other", values)
    return Outcome("credential", State.OK, "credential_ok", {"uin": uin})


def _deployer(transport: Transport, environ: Mapping[str, str]) -> Outcome:
    key = environ.get("TENCENT_SECRET_ID"), environ.get("TENCENT_SECRET_KEY")
    if not any(key):
        return Outcome("deployer", State.LOOK, "deployer_none")
    own = transport.credential
    if key != (own.secret_id, own.secret_key):
        return Outcome("deployer", State.FAILED, "deployer_other")
    return Outcome("deployer", State.OK, "deployer_ok")


def _store(named: object, environ: Mapping[str, str]) -> Iterator[Outcome]:
    """Whoever deploys need not read what is there; that there is a bucket shows all the same."""
    if not (isinstance(named, str) and rules.COS.fullmatch(named)):
        return
    found = try_bucket(named, environ)
    values = {"place": named.partition("?")[0], "link": outcomes.BUCKETS}
    states = {
        Bucket.WORKS: (State.OK, "store_ok"),
        Bucket.DENIED: (State.LOOK, "store_denied"),
        Bucket.MISSING: (State.FAILED, "store_missing"),
        Bucket.FAILED: (State.UNKNOWN, "store_failed"),
    }
    if found:
        state, code = states[found]
        yield Outcome("store", state, code, values)


def _gateway(transport: Transport, region: str, service: str) -> Outcome:
    asked = {"Filters": [{"Name": "ServiceId", "Values": [service]}], "Offset": 0, "Limit": 1}
    values = {"service": service, "how": outcomes.TAKE_OUT}
    try:
        found = parse(Services, transport.call(GATEWAYS, asked, region))["Result"]
    except CallError as error:
        if is_retired(error):
            return Outcome("gateway", State.FAILED, "gateway_gone", values)
        return _unknown("gateway", error)
    if not found["ServiceSet"]:
        return Outcome("gateway", State.FAILED, "gateway_gone", values)
    return Outcome("gateway", State.OK, "gateway_ok", values)


def _unknown(check: str, error: CallError) -> Outcome:
    code = error.code or error.detail or error.cause.value
    return Outcome(check, State.UNKNOWN, "call_failed", {"code": code})
