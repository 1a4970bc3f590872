"""`beian deploy-check` and `beian deploy-finish`: what is looked at before, and set after."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from beian import __version__, environment
from beian.cli.failures import Wrong
from beian.cli.labels import label
from beian.cli.output import paint, waiting, write, write_json
from beian.cli.status import AGAINST, FINE, UNSURE
from beian.cli.world import connected
from beian.config import ConfigError
from beian.deploy import checks, serverless, settings
from beian.deploy.checks import Deployment, Outcome, State
from beian.deploy.document import environment as environment_of
from beian.deploy.outcomes import check_name, outcome, state_name
from beian.environment import BadEnvironment
from beian.permissions import CONSOLE
from beian.safe import clean
from beian.tencent.errors import CallError, Denied, Refused
from beian.tencent.transport import Deadline, Transport, Wire
from beian.texts import Lang

LIMIT_S = 20.0
_LOOKS = {"ok": "green", "right": "green", "failed": "red", "differs": "yellow"}


@dataclass(frozen=True)
class Options:
    """That both commands share."""

    file: Path
    world: Path | None
    form: str
    lang: Lang


def default_zip(file: Path) -> Path:
    return file.parent / "dist" / f"beian-{__version__}.zip"


def deploy_check(zip_file: Path | None, options: Options) -> int:
    """The exit status. :raises Wrong: the deployment file cannot be read at all."""
    asked = Deployment(
        options.file,
        zip_file or default_zip(options.file),
        environment_of(options.file, os.environ),
        options.lang,
    )
    try:
        found = list(checks.local(asked))
    except ConfigError as error:
        raise Wrong(str(error)) from error
    with _transport(options) as transport:
        found += checks.remote(asked, transport, os.environ)
    if options.form == "json":
        write_json({"checks": [_document(one, options.lang) for one in found]})
    else:
        write("\n".join(line for one in found for line in _lines(one, options.lang)))
    return _status(one.state for one in found)


@contextmanager
def _transport(options: Options) -> Iterator[Transport | None]:
    """None where there is no credential. :raises Wrong: a variable cannot be used."""
    with connected(options.world, LIMIT_S), waiting(label("reading", options.lang)):
        credential = environment.credential(os.environ)
        try:
            wire, clock = Wire(environment.endpoint(os.environ)), environment.clock(os.environ)
        except BadEnvironment as error:
            raise Wrong(str(error)) from error
        yield Transport(wire, credential, Deadline(LIMIT_S), clock) if credential else None


def _status(states: Iterator[State]) -> int:
    found = set(states)
    if State.FAILED in found:
        return AGAINST
    return UNSURE if State.UNKNOWN in found else FINE


def _document(one: Outcome, lang: Lang) -> dict[str, object]:
    return {
        "check": one.check,
        "state": one.state.value,
        "code": one.code,
        "message": one.text(lang),
        "details": list(one.lines),
    }


def _lines(one: Outcome, lang: Lang) -> Iterator[str]:
    yield _line(one.state.value, f"{check_name(one.check, lang)}: {one.text(lang)}", lang)
    for line in one.lines:
        yield f"          {clean(line)}"


def _line(state: str, text: str, lang: Lang) -> str:
    looks = _LOOKS.get(state, "cyan")
    return f"{paint(state_name(state, lang), looks)}  {clean(text)}"


def deploy_finish(wanted: settings.Wanted, options: Options, *, dry_run: bool) -> int:
    """The exit status: 1 where --dry-run would change something or a change is refused.

    :raises Wrong: the file does not say which function, or there is no credential.
    """
    target = _target(options)
    with _transport(options) as transport:
        if transport is None:
            raise Wrong(label("no_credential", options.lang))
        done: list[tuple[settings.Setting, settings.State]] = []
        failure: CallError | None = None
        try:
            found = settings.read(transport, target, wanted)
            if dry_run:
                done += [(one, _would(one)) for one in found]
            else:
                done.extend(settings.change(transport, target, found))
        except CallError as error:
            failure = error
    _show(done, target, failure, options)
    if failure:
        return AGAINST if isinstance(failure, (Denied, Refused)) else UNSURE
    return AGAINST if any(state is settings.State.DIFFERS for _, state in done) else FINE


def _would(one: settings.Setting) -> settings.State:
    return settings.State.DIFFERS if one.differs else settings.State.RIGHT


def _target(options: Options) -> settings.Target:
    try:
        checked = serverless.check(options.file, environment_of(options.file, os.environ))
    except ConfigError as error:
        raise Wrong(str(error)) from error
    unresolved = {one.at for one in checked.document.complaints}
    if checked.file is None or unresolved & checks.NAMES:
        raise Wrong("\n".join(checked.said(options.lang)))
    inputs = checked.file.inputs
    return settings.Target(inputs.name, inputs.namespace, inputs.region)


def _show(
    done: Sequence[tuple[settings.Setting, settings.State]],
    target: settings.Target,
    failure: CallError | None,
    options: Options,
) -> None:
    lang = options.lang
    said = _failure(failure, target, lang) if failure else None
    if options.form == "json":
        listed = [
            {"setting": one.name, "state": state.value, "found": one.found, "wanted": one.wanted}
            for one, state in done
        ]
        write_json({"function": target._asdict(), "settings": listed, "error": said})
        return
    lines = [paint(clean(f"{target.namespace}/{target.name} ({target.region})"), "bold")]
    for one, state in done:
        found, none = one.found, outcome("none", lang)
        code = "was_right" if state is settings.State.RIGHT else "was_changed"
        values = {"found": none if found is None else found, "wanted": one.wanted}
        text = f"{outcome(one.name, lang)}: {outcome(code, lang, **values)}"
        lines.append(_line(state.value, text, lang))
    if said:
        lines.append(_line("failed", said, lang))
    write("\n".join(lines))


def _failure(error: CallError, target: settings.Target, lang: Lang) -> str:
    if error.code.startswith("ResourceNotFound"):
        return outcome("no_function", lang, **target._asdict())
    if isinstance(error, Denied):
        missing = [one.permission for one in (*settings.READS, *settings.WRITES)]
        return outcome("denied", lang, permission=", ".join(missing), link=CONSOLE)
    return outcome("not_done", lang, code=error.code or error.detail or error.cause.value)
