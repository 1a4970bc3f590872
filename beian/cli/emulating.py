"""`beian emulator`: a world served on loopback, and how to point programs at it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from beian.cli.failures import Wrong, wrong_port
from beian.cli.labels import label
from beian.cli.output import write
from beian.cli.serving import stopped_by_signals
from beian.emulator import Emulator, World, WorldError, load_world
from beian.emulator.accounts import Key
from beian.safe import clean
from beian.texts import Lang

EMPTY_WORLD = "{}"


def emulate(path: Path | None, port: int, lang: Lang, *, show_keys: bool) -> int:
    """Until Ctrl-C or SIGTERM, which are the way to end it: 0.

    :raises Wrong: the world cannot be served, or the port is not free.
    """
    try:
        emulator = Emulator(load_world(path or EMPTY_WORLD), port)
    except WorldError as error:
        raise Wrong(str(error)) from error
    with stopped_by_signals():
        try:
            emulator.start()
        except OSError as error:
            raise wrong_port("127.0.0.1", port, error, lang) from error
        write("\n".join(_greeting(emulator, lang, show_keys=show_keys)))
        emulator.serve_forever()
    sys.stderr.write(f"beian: {label('stopped', lang)}\n")
    return 0


def _greeting(emulator: Emulator, lang: Lang, *, show_keys: bool) -> Iterator[str]:
    world, url = emulator.world, emulator.url
    key = world.accounts[0].keys[0]
    yield label("emulating", lang, url=url)
    yield ""
    yield label("point_beian", lang)
    yield f"  export BEIAN_ENDPOINT={url}"
    if world.clock:
        yield f"  export BEIAN_NOW={world.clock.isoformat()}"
    yield f"  export TENCENTCLOUD_REGION={clean(world.home.region)}"
    yield from _keys(world, lang, show_keys=show_keys)
    if not show_keys:
        yield f"  # {label('key_hidden', lang)}"
    yield label("point_sdk", lang)
    yield f'  HttpProfile(protocol="http", endpoint="{urlsplit(url).netloc}")'
    yield label("point_tccli", lang)
    yield (
        f"  tccli sts GetCallerIdentity --endpoint {url} --region {clean(world.home.region)} "
        f"--secretId {clean(key.id)} --secretKey {key.secret if show_keys else '…'}"
    )


def _keys(world: World, lang: Lang, *, show_keys: bool) -> Iterator[str]:
    """The first key of the first account is for use; the others are named."""
    for account in world.accounts:
        for key in account.keys:
            first = key is world.accounts[0].keys[0]
            owner = label("account_of_key", lang, uin=account.uin, name=clean(account.name))
            yield f"  # {owner}"
            for line in _exports(key, show_keys=show_keys):
                yield f"  {'' if first else '# '}{line}"


def _exports(key: Key, *, show_keys: bool) -> Iterator[str]:
    yield f"export TENCENTCLOUD_SECRETID={clean(key.id)}"
    if show_keys:
        yield f"export TENCENTCLOUD_SECRETKEY={key.secret}"
        if key.token:
            yield f"export TENCENTCLOUD_SESSIONTOKEN={key.token}"
