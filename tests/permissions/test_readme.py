"""What the README tells people to paste is what beian prints and takes."""

import json
import re
import textwrap
from pathlib import Path

import yaml

from beian import config, permissions, tokens
from beian.store import cos_address

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
ORGANISATION = README.index("## From nothing to the first answer: an organisation")


def blocks(language: str, text: str = README) -> list[str]:
    """Indented as they stand in lists."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(body) for _, body in found]


def test_the_policies_are_the_generated_ones() -> None:
    reading, entering, trust, sweeping = (json.loads(block) for block in blocks("json"))
    (document,) = (yaml.safe_load(b) for b in blocks("yaml", README[ORGANISATION:])[:1])
    home, shop = document["accounts"]
    assert reading == permissions.execution_policy() == permissions.reader_policy()
    pattern = permissions.role_arn(permissions.ANY_ACCOUNT, document["organization"]["role_name"])
    whole = permissions.execution_policy([shop["role_arn"], pattern], organization=True)
    assert whole["statement"] == [*reading["statement"], *entering["statement"]]
    (place,) = re.findall(r"BEIAN_STORE='(.*)'", README)
    store = cos_address(place)
    assert store
    assert sweeping == permissions.store_policy(store)
    assert trust == permissions.trust_policy(home["uin"], shop["external_id"])


def test_the_configurations_can_be_used(tmp_path: Path) -> None:
    _, stored = tokens.new()
    together: dict[str, object] = {}
    for block in blocks("yaml"):
        together |= yaml.safe_load(block.replace("scrypt$…", stored))
    path = tmp_path / "beian.yml"
    path.write_text(yaml.safe_dump(together), "utf-8")
    found = config.load({"BEIAN_CONFIG": str(path)})
    assert found.callers
    assert found.organization
    assert [account.uin for account in found.accounts] == ["100000000009", "100000000001"]
