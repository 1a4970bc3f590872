"""The repository's own serverless.yml, and ways to break it."""

from pathlib import Path

from beian.deploy.serverless import Checked, check

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "serverless.yml").read_text("utf-8")
STORE = "cos://beian-1250000000/reports?region=ap-guangzhou"
ENVIRON = {
    "BEIAN_STAGE": "prod",
    "TENCENTCLOUD_REGION": "ap-guangzhou",
    "BEIAN_STORE": STORE,
    "BEIAN_GATEWAY_SERVICE": "service-0abcdefg",
}


def changed(*pairs: tuple[str, str], text: str = TEXT) -> str:
    """Each first text replaced by the second, wherever it stands."""
    for before, after in pairs:
        assert before in text, before
        text = text.replace(before, after)
    return text


def checked(folder: Path, text: str = TEXT, **environ: str) -> Checked:
    path = folder / "serverless.yml"
    path.write_text(text, "utf-8")
    return check(path, {**ENVIRON, **environ})


def without_gateway(text: str = TEXT) -> str:
    """As the README's sed leaves it."""
    begin, end = text.index("    # >>> API Gateway"), text.index("    # <<< API Gateway\n")
    return text[:begin] + text[end + len("    # <<< API Gateway\n") :]
