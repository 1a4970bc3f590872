"""Both READMEs say the same, and what they tell people to type is what there is."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from click import Group

from beian import __version__
from beian.cli.commands import beian as commands
from tests.deploy.files import ROOT, TEXT, without_gateway

TWINS = {
    name: tuple((ROOT / f"{name}{end}").read_text("utf-8") for end in (".md", ".zh-CN.md"))
    for name in ("README", "docs/operations")
}
ENGLISH, CHINESE = TWINS["README"]
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)]+)\)")


def blocks(text: str) -> list[tuple[int, str, str]]:
    """Indentation, language and content without comments. What a run prints is in the language of
    its reader, so of that only the place counts."""
    found = []
    for indent, language, content in FENCE.findall(text):
        bare = "" if language == "text" else re.sub(r"\s+# .*", "", content)
        found.append((len(indent), language, bare))
    return found


def headings(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", FENCE.sub("", text), re.MULTILINE)]


def shell() -> list[str]:
    return [
        line.strip()
        for _, language, content in blocks(ENGLISH)
        if language == "sh"
        for line in content.splitlines()
    ]


@pytest.mark.parametrize("name", TWINS)
def test_the_code_is_the_same_in_both(name: str) -> None:
    english, chinese = TWINS[name]
    assert blocks(english) == blocks(chinese)


@pytest.mark.parametrize("name", TWINS)
def test_headings_steps_and_rows_correspond(name: str) -> None:
    english, chinese = TWINS[name]
    assert headings(english) == headings(chinese)
    for shape in (r"^\d+\. ", r"^\|", r"^- "):
        counts = [len(re.findall(shape, text, re.MULTILINE)) for text in (english, chinese)]
        assert counts[0] == counts[1], shape


@pytest.mark.parametrize("name", TWINS)
def test_they_link_to_the_same_places(name: str) -> None:
    def places(text: str) -> list[str]:
        found = (one.partition("#")[0].replace(".zh-CN", "") for one in LINK.findall(text))
        return sorted(one for one in found if one not in ("", "README.md", "operations.md"))

    english, chinese = TWINS[name]
    assert places(english) == places(chinese)


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("name", TWINS)
@pytest.mark.parametrize("number", [0, 1])
def test_what_they_link_to_here_exists(name: str, number: int) -> None:
    text = TWINS[name][number]
    folder = (ROOT / name).parent
    for place in LINK.findall(text):
        if place.startswith("https://"):
            continue
        path, _, anchor = place.partition("#")
        assert (folder / path).exists(), place
        if anchor:
            there = (folder / path).read_text("utf-8") if path else text
            assert anchor in map(slug, re.findall(r"^#+ (.+)$", there, re.MULTILINE)), place


def test_every_command_of_beian_exists() -> None:
    named = [line for line in shell() if ".venv/bin/beian" in line]
    assert named
    for line in named:
        words = shlex.split(line[line.index(".venv/bin/beian") :], comments=True)
        command = commands.get_command(None, words[1])  # type: ignore[arg-type]  # needs no context
        assert command is not None, line
        if isinstance(command, Group):
            assert words[2] in command.commands, line
        known = {option for one in command.params for option in one.opts}
        if not isinstance(command, Group):
            assert {word for word in words if word.startswith("--")} <= known, line


def test_the_version_is_this_one() -> None:
    named = re.findall(r"beian-(\d[\d.]*)\.zip", ENGLISH)
    assert set(named) == {__version__}


def test_names_to_be_typed_are_those_of_the_deployment_file() -> None:
    deployed = yaml.safe_load(TEXT)
    section = ENGLISH[ENGLISH.index("## Deploy\n") : ENGLISH.index("## Over HTTP")]
    assert f"`{deployed['inputs']['role']}`" in section
    assert f"{deployed['name']}-prod" in section
    assert deployed["inputs"]["src"].removeprefix("./") in section
    variables = set(re.findall(r"\$\{env:(\w+)\}", TEXT))
    exported = set(re.findall(r"(\w+)=", " ".join(one for one in shell() if "export" in one)))
    assert variables <= exported | {"BEIAN_GATEWAY_SERVICE"}
    assert "export BEIAN_GATEWAY_SERVICE=" in section


def test_the_sed_takes_the_gateway_out_and_nothing_else(tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415  # this one test runs what is printed

    (line,) = (one for one in shell() if one.startswith("sed "))
    (tmp_path / "serverless.yml").write_text(TEXT, "utf-8")
    subprocess.run(shlex.split(line), cwd=tmp_path, check=True)
    assert (tmp_path / "serverless.yml").read_text("utf-8") == without_gateway()
