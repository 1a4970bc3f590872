"""A folder that is ready to be deployed, and worlds that it is deployed to."""

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from beian import __version__
from beian.packaging import archive, sources
from tests.cli.worlds import SECRET
from tests.deploy.files import ENVIRON, without_gateway

KEY = "AKIDacme0001"
ACCOUNT = f"""
accounts:
  - uin: "100000000001"
    name: acme
    keys: [{{id: {KEY}, secret: {SECRET}}}]
"""
WORLD = f"""{ACCOUNT}function: {{name: beian-prod}}
"""
ZIP = f"dist/beian-{__version__}.zip"
FUNCTION = "dist/function"
VARIABLES: Mapping[str, str] = {**ENVIRON, "TENCENT_SECRET_ID": KEY, "TENCENT_SECRET_KEY": SECRET}
PROJECT: Mapping[str, str] = {
    "handler.py": "def main_handler(event, context): ...",
    "LICENSE": "",
    "beian/__init__.py": f'__version__ = "{__version__}"\n',
    "beian/cli/main.py": "",
    "requirements/function.txt": "",
}
"""The least that is a checkout of this project."""


def ready(
    folder: Path, text: str | None = None, config: str | None = "function_url: {cam: true}\n"
) -> None:
    """Writes it, built and unpacked. `text` is the deployment file, by default ours without API
    Gateway."""
    (folder / "serverless.yml").write_text(text or without_gateway(), "utf-8")
    for name, content in PROJECT.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    if config is not None:
        (folder / "beian.yml").write_text(config, "utf-8")
    packed(folder)
    unpacked(folder)


def packed(folder: Path) -> None:
    """As `make package` does, without dependencies and bytecode."""
    record = archive.Record(
        version=__version__,
        python="3.10",
        platform="any",
        sources=sources.digests(folder),
        components=(),
    )
    content = {**sources.shipped(folder), archive.RECORD: record.text()}
    archive.put(folder / ZIP, archive.zipped(content))


def unpacked(folder: Path) -> None:
    shutil.rmtree(folder / FUNCTION, ignore_errors=True)
    with zipfile.ZipFile(folder / ZIP) as zipped:
        zipped.extractall(folder / FUNCTION)
