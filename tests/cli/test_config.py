"""`beian config` and `beian token`: what is configured, and what is added to it."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
import yaml

from beian import tokens
from beian.cli.configuring import schema_document
from beian.facts import SHANGHAI
from tests.cli.conftest import Beian

SECRETS = ("an-external-id", "another-external-id", "AKIDkeyofthecaller01")


def document(stored: str) -> dict[str, object]:
    return {
        "name": "acme",
        "accounts": [
            {"uin": "100000000009", "self": True},
            {
                "uin": "100000000001",
                "role_arn": "qcs::cam::uin/100000000001:roleName/reader",
                "external_id": SECRETS[0],
            },
        ],
        "organization": {"role_name": "reader", "external_id": SECRETS[1]},
        "callers": [
            {"name": "ops", "key_id": SECRETS[2], "may": ["check"], "accounts": "all"},
            {"name": "web", "token": stored, "expires": "2027-01-01", "may": ["check"]},
        ],
    }


@pytest.fixture
def written(tmp_path: Path) -> str:
    """The stored token of a configuration, which is written."""
    _, stored = tokens.new()
    (tmp_path / "beian.yml").write_text(yaml.safe_dump(document(stored)), "utf-8")
    return stored


def test_a_configuration_that_fits_is_valid(beian: Beian, written: str) -> None:
    assert beian("config", "validate", "--lang", "en").out == "beian.yml: valid\n"
    assert beian("config", "validate", "beian.yml").status == 0


def test_one_that_does_not_names_file_line_and_field(beian: Beian, tmp_path: Path) -> None:
    (tmp_path / "other.yml").write_text("name: acme\nregions: [ap-guangzhou]\n", "utf-8")
    found = beian("config", "validate", "other.yml")
    assert (found.status, found.out) == (64, "")
    assert found.err.startswith("beian: other.yml:2: regions: ")


def test_without_a_file_there_is_nothing_to_validate(beian: Beian) -> None:
    found = beian("config", "validate", "--lang", "en")
    assert found.status == 64
    assert "no configuration: name a file" in found.err


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_what_is_shown_has_its_defaults_and_no_secret(
    beian: Beian, written: str, form: str
) -> None:
    found = beian("config", "show", "--format", form)
    assert found.status == 0
    assert not [one for one in (*SECRETS, written) if one in found.out]
    shown = yaml.safe_load(found.out)
    assert shown["name"] == "acme"
    assert shown["remember_seconds"] == 300
    assert shown["accounts"][1]["external_id"] == "***"


def test_the_defaults_are_shown_where_nothing_is_configured(beian: Beian) -> None:
    assert yaml.safe_load(beian("config", "show").out)["products"] == ["scf", "apigateway"]


def test_the_schema_takes_what_is_valid_and_nothing_else(beian: Beian, written: str) -> None:
    schema = beian("config", "schema").json
    assert schema == json.loads(json.dumps(schema_document()))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    good = document(written)
    assert validator.is_valid(good)
    assert not validator.is_valid({**good, "regions": []})
    assert not validator.is_valid({**good, "accounts": [{"uin": "acme", "self": True}]})


def test_a_token_is_shown_once_with_what_the_configuration_keeps(
    beian: Beian, tmp_path: Path
) -> None:
    found = beian("token", "new", "web", "--expires", "2027-01-01")
    assert found.status == 0
    token = found.out.splitlines()[0]
    lines = found.out[found.out.index("callers:") :]
    (caller,) = yaml.safe_load(lines)["callers"]
    assert tokens.verify(token, [caller.pop("token")]) == (True,)
    assert caller == {"name": "web", "expires": date(2027, 1, 1), "may": ["check"]}
    assert found.out.count(token) == 1
    (tmp_path / "beian.yml").write_text(lines, "utf-8")
    assert beian("config", "validate").status == 0


def test_a_token_ends_within_a_year_unless_told(beian: Beian) -> None:
    found = beian("token", "new", "web")
    (caller,) = yaml.safe_load(found.out[found.out.index("callers:") :])["callers"]
    assert caller["expires"] - datetime.now(SHANGHAI).date() <= timedelta(days=365)


@pytest.mark.parametrize("options", [("owner",), ("",), ("web", "--expires", "soon")])
def test_a_caller_that_cannot_be_gets_no_token(beian: Beian, options: tuple[str, ...]) -> None:
    found = beian("token", "new", *options)
    assert (found.status, found.out) == (64, "")
    assert found.err


def test_validating_asks_whether_notices_can_be_sent(beian: Beian, tmp_path: Path) -> None:
    path = tmp_path / "beian.yml"
    path.write_text("notices: {to: [{url: wecombot://an-external-id}]}", "utf-8")
    assert beian("config", "validate").status == 0
    path.write_text("notices: {to: [{url: jsons://-an-external-id-/}]}", "utf-8")
    found = beian("config", "validate")
    assert found.status == 64
    assert "beian.yml: notices.to.0.url: apprise does not take this URL" in found.err
    assert "an-external-id" not in found.out + found.err
