"""A folder that is ready to be deployed, and worlds that it is deployed to."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from beian import __version__
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
VARIABLES: Mapping[str, str] = {**ENVIRON, "TENCENT_SECRET_ID": KEY}


def ready(
    folder: Path, text: str | None = None, config: str = "function_url: {cam: true}\n"
) -> None:
    """Writes it. `text` is the deployment file, by default ours without API Gateway."""
    (folder / "serverless.yml").write_text(text or without_gateway(), "utf-8")
    (folder / "dist").mkdir()
    with zipfile.ZipFile(folder / ZIP, "w") as zipped:
        zipped.writestr("handler.py", "def main_handler(event, context): ...")
        zipped.writestr("beian/app.py", "")
        zipped.extractall(folder / "dist" / "function")
    (folder / "dist" / "function" / "beian.yml").write_text(config, "utf-8")
