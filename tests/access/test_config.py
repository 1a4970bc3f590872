"""What beian.yml may say of accounts and callers, and how it is told what is wrong with it."""

import json
from datetime import date
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest

from beian import config
from beian.config import ALL, Config, ConfigError, load, masked
from tests.access.house import ACME, BETA, EXTERNAL_ID, HQ, ISSUED, OPS, WHOLE


def read(path: Path) -> Config:
    return load({"BEIAN_CONFIG": str(path)})


ARN = f"qcs::cam::uin/{ACME}:roleName/beian-reader"
ROLE = f'role_arn: "{ARN}", external_id: {EXTERNAL_ID}'
STORED = ISSUED["web"][1]
TOKEN = f"token: {STORED}, expires: 2027-01-01"


def written(folder: Path, text: str) -> Path:
    path = folder / "beian.yml"
    path.write_text(text, "utf-8")
    return path


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(written(folder, text))
    said = str(caught.value)
    for secret in (EXTERNAL_ID, STORED, OPS):
        assert secret not in said
        assert secret not in str(caught.value.__cause__)
    return [line.removeprefix(f"{folder}/") for line in said.splitlines()]


class TestWhatIsRead:
    def test_accounts_and_callers(self, tmp_path: Path) -> None:
        found = read(written(tmp_path, WHOLE))
        own, acme, beta = found.accounts
        assert (own.uin, own.name, own.self_, own.role_arn) == (HQ, "hq", True, None)
        assert (acme.uin, acme.self_, acme.role_arn) == (ACME, False, ARN)
        assert acme.external_id == EXTERNAL_ID
        assert beta.uin == BETA
        callers = {caller.name: caller for caller in found.callers or ()}
        assert callers["ops"].key_id == OPS
        assert (callers["ops"].may, callers["ops"].accounts) == (config.SCOPES, (ALL,))
        assert (callers["web"].token, callers["web"].expires) == (STORED, date(2027, 1, 1))
        assert callers["web"].accounts == (ACME,)
        assert (callers["panel"].function_url, callers["panel"].accounts) == (True, None)
        assert found.function_url.cam is False
        assert found.requests_per_minute == 120

    @pytest.mark.parametrize("text", ["", "{}", "# nothing\n"])
    def test_nothing_means_the_defaults(self, tmp_path: Path, text: str) -> None:
        assert read(written(tmp_path, text)) == Config() == load({}) == load({"BEIAN_CONFIG": ""})

    def test_the_defaults_name_no_one(self) -> None:
        found = load({})
        assert (found.accounts, found.callers, found.organization) == ((), None, None)
        assert (found.function_url.cam, found.requests_per_minute) == (False, 120)

    def test_an_id_may_be_written_as_a_number(self, tmp_path: Path) -> None:
        text = f"accounts: [{{uin: {HQ}, self: true}}]\ncallers: [{{name: a, key_id: AKIDx, "
        found = read(written(tmp_path, f"{text}may: [check], accounts: [{HQ}]}}]\n"))
        assert found.accounts[0].uin == HQ
        assert found.callers
        assert found.callers[0].accounts == (HQ,)

    def test_an_organization_gives_each_member_the_same_role(self, tmp_path: Path) -> None:
        text = f"organization: {{role_name: beian-reader, external_id: {EXTERNAL_ID}}}\n"
        found = read(written(tmp_path, text)).organization
        assert found
        assert found.role_of(ACME) == ARN

    def test_members_need_not_be_listed_to_be_given_to_a_caller(self, tmp_path: Path) -> None:
        text = (
            f"organization: {{role_name: beian-reader, external_id: {EXTERNAL_ID}}}\n"
            f'callers: [{{name: a, {TOKEN}, may: [check], accounts: ["{BETA}"]}}]\n'
        )
        found = read(written(tmp_path, text))
        assert found.callers
        assert found.callers[0].accounts == (BETA,)

    def test_no_repr_shows_a_secret(self, tmp_path: Path) -> None:
        organization = f"organization: {{role_name: r, external_id: {EXTERNAL_ID}}}\n"
        shown = repr(read(written(tmp_path, WHOLE + organization)))
        assert "ops" in shown
        for secret in (EXTERNAL_ID, STORED, OPS):
            assert secret not in shown

    def test_what_is_shown_is_masked(self, tmp_path: Path) -> None:
        organization = f"organization: {{role_name: r, external_id: {EXTERNAL_ID}}}\n"
        found = cast("Any", masked(read(written(tmp_path, WHOLE + organization))))
        assert found["accounts"][0]["self"] is True
        assert found["accounts"][1]["external_id"] == "***"
        assert found["organization"] == {"role_name": "r", "external_id": "***"}
        assert found["callers"][0]["key_id"] == "AKID…0000"
        assert found["callers"][0]["accounts"] == ["all"]
        assert [c["token"] for c in found["callers"] if c["name"] == "web"] == ["***"]
        assert found["policy"]["pack_gbs"] == 400_000
        assert found["budget_seconds"] == 12
        for secret in (EXTERNAL_ID, STORED, OPS):
            assert secret not in json.dumps(found)

    def test_the_schema_for_editors_takes_what_is_read_and_no_more(self) -> None:
        schema = Config.model_json_schema()
        validator = jsonschema.Draft202012Validator(schema)
        caller = {"name": "a", "key_id": "AKIDx", "may": ["check"]}
        for accounts in ("all", [ACME]):
            assert validator.is_valid({"callers": [{**caller, "accounts": accounts}]})
        assert validator.is_valid({"accounts": [{"uin": HQ, "self": True}]})
        assert not validator.is_valid({"callers": [{**caller, "accounts": "some"}]})
        assert not validator.is_valid({"callers": [{**caller, "may": ["everything"]}]})
        assert not validator.is_valid({"accounts": [{"uin": "acme", "self": True}]})
        assert not validator.is_valid({"acounts": []})


ACCOUNT_COMPLAINTS = [
    (f'{{uin: "{ACME}"}}', "accounts.0: give it either self: true or a role_arn"),
    (f'{{uin: "{ACME}", self: false}}', "accounts.0: give it either self: true or a role_arn"),
    (
        f'{{uin: "{ACME}", self: true, {ROLE}}}',
        "accounts.0: give it either self: true or a role_arn",
    ),
    (
        f'{{uin: "{ACME}", self: true, external_id: {EXTERNAL_ID}}}',
        "accounts.0: role_arn and external_id go together",
    ),
    (
        f'{{uin: "{ACME}", role_arn: "{ARN}"}}',
        "accounts.0: role_arn and external_id go together",
    ),
    (f'{{uin: "{BETA}", {ROLE}}}', "accounts.0: role_arn: its uin is not the account's"),
    *(
        (
            f'{{uin: "{ACME}", role_arn: "{arn}", external_id: {EXTERNAL_ID}}}',
            "accounts.0: role_arn: write it as qcs::cam::uin/<uin>:roleName/<name>",
        )
        for arn in (
            "beian-reader",
            ARN + " ",
            ARN + "/x",
            ARN.replace("roleName", "role"),
            ARN.replace("qcs::", "acs::"),
            f"qcs::cam::uin/{ACME}:roleName/",
            f"qcs::cam::uin/{ACME}:roleName/*",
        )
    ),
    (f'{{uin: "{ACME}", self: "true"}}', "accounts.0.self: Input should be a valid boolean"),
    ("{uin: acme, self: true}", "accounts.0.uin: no account id: write its digits"),
    ("{uin: '0123456789', self: true}", "accounts.0.uin: no account id: write its digits"),
    ("{uin: 1e11, self: true}", "accounts.0.uin: no account id: write its digits"),
    ("{self: true}", "accounts.0.uin: Field required"),
    (f'{{uin: "{ACME}", slef: true}}', "accounts.0.slef: Extra inputs are not permitted"),
    (
        f'{{uin: "{ACME}", role_arn: "{ARN}", external_id: "x y"}}',
        "accounts.0.external_id: write 2 to 128 letters, digits or any of _+=,.@:/-",
    ),
]
CALLER_COMPLAINTS = [
    ("{may: [check]}", "callers.0.name: Field required"),
    (
        "{name: a, may: [check]}",
        "callers.0: give it exactly one of key_id, token and function_url: true",
    ),
    (
        f"{{name: a, key_id: {OPS}, {TOKEN}, may: [check]}}",
        "callers.0: give it exactly one of key_id, token and function_url: true",
    ),
    (
        f"{{name: a, key_id: {OPS}, function_url: true, may: [check]}}",
        "callers.0: give it exactly one of key_id, token and function_url: true",
    ),
    (
        "{name: a, function_url: false, may: [check]}",
        "callers.0: give it exactly one of key_id, token and function_url: true",
    ),
    (
        f"{{name: a, token: {STORED}, may: [check]}}",
        "callers.0: expires: a token needs its last day, such as 2027-12-31",
    ),
    (
        "{name: a, token: secret, expires: 2027-01-01, may: [check]}",
        "callers.0.token: no token's hash: paste what `beian token new` prints",
    ),
    *(
        (f"{{name: {name}, key_id: {OPS}, may: [check]}}", f"callers.0: name: {name} is taken")
        for name in ("owner", "anonymous", "timer")
    ),
    *(
        (
            f'{{name: "{name}", key_id: {OPS}, may: [check]}}',
            "callers.0.name: write 1 to 64 characters, with no space around them",
        )
        for name in ("", " a", "a ", "x" * 65, "a\\nb")
    ),
    (
        "{name: a, key_id: 'AKID x', may: [check]}",
        "callers.0.key_id: no key id: write the SecretId of an API Gateway key",
    ),
    (f"{{name: a, key_id: {OPS}}}", "callers.0.may: Field required"),
    (
        f"{{name: a, key_id: {OPS}, may: []}}",
        "callers.0.may: name at least one, or take the entry out",
    ),
    (
        f"{{name: a, key_id: {OPS}, may: [everything]}}",
        "callers.0.may.0: Input should be 'check', 'sweep' or 'reports'",
    ),
    (
        f"{{name: a, key_id: {OPS}, may: [check], accounts: []}}",
        "callers.0.accounts: name at least one, or take the entry out",
    ),
    (
        f"{{name: a, key_id: {OPS}, may: [check], accounts: some}}",
        "callers.0.accounts: Input should be a valid tuple",
    ),
    *(
        (
            f"{{name: a, key_id: {OPS}, may: [check], accounts: [{one}]}}",
            "callers.0.accounts.0: no account id: write its digits, or accounts: all",
        )
        for one in ("self", "acme", "''")
    ),
    (
        f'{{name: a, key_id: {OPS}, may: [check], accounts: [all, "{ACME}"]}}',
        "callers.0.accounts: write either all or a list of ids",
    ),
]


class TestWhatIsWrong:
    @pytest.mark.parametrize(("entry", "said"), ACCOUNT_COMPLAINTS)
    def test_an_account(self, tmp_path: Path, entry: str, said: str) -> None:
        found = complaints(tmp_path, f"name: x\naccounts:\n  - {entry}\n")
        assert found == [f"beian.yml:3: {said}"]

    @pytest.mark.parametrize(("entry", "said"), CALLER_COMPLAINTS)
    def test_a_caller(self, tmp_path: Path, entry: str, said: str) -> None:
        found = complaints(tmp_path, f"name: x\ncallers:\n\n  - {entry}\n")
        assert found == [f"beian.yml:4: {said}"]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("callers:\n", "1: callers: it is empty: leave it out, or write [] for nobody"),
            ("accounts:\n", "1: accounts: Input should be a valid tuple"),
            ("name: x\nrequests_per_minute: 0\n", "2: requests_per_minute: Input should be"),
            ("function_url:\n  cam: 1\n", "2: function_url.cam: Input should be a valid boolean"),
            ("function_url:\n", "1: function_url: Input should be a valid dict"),
            (f"organization: {{external_id: {EXTERNAL_ID}}}\n", "1: organization.role_name: Field"),
            (
                f"organization:\n  role_name: a/b\n  external_id: {EXTERNAL_ID}\n",
                "1: organization: role_name: a role's name, without its uin",
            ),
            ("[]\n", "1: file: Input should be a valid dictionary"),
            ("name: a\nregion: b\nname: c\n", "3: name: the key is given twice"),
            ("declared:\n  domains: {}\n  domains: {}\n", "3: declared.domains: the key is given"),
            ("a: &x [*x]\n", "1: a: Extra inputs are not permitted"),
        ],
    )
    def test_anything_else(self, tmp_path: Path, text: str, said: str) -> None:
        (found,) = complaints(tmp_path, text)
        assert found.startswith(f"beian.yml:{said}")

    def test_all_of_it_at_once(self, tmp_path: Path) -> None:
        text = "colour: red\naccounts:\n  - {uin: x, self: true}\nbudget_seconds: 0\n"
        assert len(complaints(tmp_path, text)) == 3

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (f"accounts:\n  - {{external_id: '{EXTERNAL_ID}\n", "not YAML: "),
            (f"a: *{EXTERNAL_ID}\n", "1: not YAML: found undefined alias …"),
            (f"a: !{EXTERNAL_ID} b\n", "1: not YAML: could not determine a constructor"),
            (f"a: b: {EXTERNAL_ID}\n", "1: not YAML: mapping values are not allowed here"),
            (f"token: {EXTERNAL_ID}\n\tx\n", "not YAML: found character … that cannot start"),
            ("a: 2026-13-01\n", "not YAML: a date or number that there is not"),
            ("a: \x00\n", "not YAML: a character that no text has"),
            ("[" * 5000, "not YAML: nested too deeply"),
        ],
    )
    def test_what_is_no_yaml_is_not_quoted(self, tmp_path: Path, text: str, said: str) -> None:
        (found,) = complaints(tmp_path, text)
        assert said in found

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=r"none\.yml: cannot be read"):
            load({"BEIAN_CONFIG": str(tmp_path / "none.yml")})


class TestEntriesTogether:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (
                f"accounts:\n  - {{uin: {HQ}, self: true}}\n  - {{uin: {HQ}, {ROLE}}}\n".replace(
                    ACME, HQ
                ),
                "3: accounts.1.uin: another of accounts has the same",
            ),
            (
                f"accounts:\n  - {{uin: {HQ}, self: true}}\n  - uin: {ACME}\n    self: true\n",
                "4: accounts.1.self: another of accounts has the same",
            ),
            (
                (
                    f"callers:\n  - {{name: a, key_id: {OPS}, may: [check]}}\n"
                    f"  - {{name: a, key_id: AKIDx, may: [check]}}\n"
                ),
                "3: callers.1.name: another of callers has the same",
            ),
            (
                (
                    f"callers:\n  - {{name: a, key_id: {OPS}, may: [check]}}\n"
                    f"  - name: b\n    may: [check]\n    key_id: {OPS}\n"
                ),
                "5: callers.1.key_id: another of callers has the same",
            ),
            (
                (
                    f"callers:\n  - {{name: a, {TOKEN}, may: [check]}}\n"
                    f"  - {{name: b, {TOKEN}, may: [check]}}\n"
                ),
                "3: callers.1.token: another of callers has the same",
            ),
            (
                (
                    "callers:\n  - {name: a, function_url: true, may: [check]}\n"
                    "  - {name: b, function_url: true, may: [check]}\n"
                ),
                "3: callers.1.function_url: another of callers has the same",
            ),
            (
                (
                    f"accounts: [{{uin: {HQ}, self: true}}]\ncallers:\n  - name: a\n"
                    f"    key_id: {OPS}\n    may: [check]\n    accounts:\n      - {HQ}\n"
                    f"      - {ACME}\n"
                ),
                "8: callers.0.accounts.1: no such account: add it to accounts",
            ),
            (
                f"callers: [{{name: a, key_id: {OPS}, may: [check], accounts: [{ACME}]}}]\n",
                "1: callers.0.accounts.0: no such account: add it to accounts",
            ),
            (
                (
                    f"accounts: [{{uin: {ACME}, {ROLE}}}]\n"
                    f"callers:\n  - {{name: a, key_id: {OPS}, may: [check]}}\n"
                ),
                "3: callers.0.accounts: no account has self: true, so say which",
            ),
        ],
    )
    def test_what_no_entry_shows_by_itself(self, tmp_path: Path, text: str, said: str) -> None:
        (found,) = complaints(tmp_path, text)
        assert found.startswith(f"beian.yml:{said}")
