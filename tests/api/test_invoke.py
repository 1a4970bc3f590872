"""Direct invokes: the same questions and answers, as plain JSON."""

import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import beian
from beian.api import Forbidden, invoke
from beian.api.models import EligibilityOfMany
from beian.check import BadQuestion, NothingReadable
from beian.config import Declared
from beian.rulebook.registry import RULES
from tests.api.answers import MISSING, FakeAsk, anything

JsonObject = dict[str, object]


def refused(op: str, parameters: JsonObject, failure: Exception | None = None) -> JsonObject:
    reply = invoke(op, parameters, FakeAsk(failure), "req-1")
    assert list(reply) == ["ok", "problem"]
    assert reply["ok"] is False
    return cast("JsonObject", reply["problem"])


def first_error(problem: JsonObject) -> dict[str, str]:
    return cast("list[dict[str, str]]", problem["errors"])[0]


def test_check_asks_what_a_post_would_ask() -> None:
    ask = FakeAsk()
    parameters: JsonObject = {
        "domains": ["b.cn", "a.cn"],
        "account": "1",
        "region": "ap-shanghai",
        "serve": False,
        "lang": "en",
        "declared": {"accesses": 3},
    }
    reply = invoke("check", parameters, ask, "req-1")

    assert ask.asked == [("b.cn", "ap-shanghai", False), ("a.cn", "ap-shanghai", False)]
    assert (ask.accounts, ask.langs) == (["1"], ["en"])
    assert ask.questions[0].declared == Declared(accesses=3)
    verdicts = cast("list[JsonObject]", reply["verdicts"])
    assert [v["schema"] for v in verdicts] == ["beian.verdict/v1"] * 2
    assert json.dumps(reply)


def test_check_without_domains_is_about_the_account() -> None:
    ask = FakeAsk()
    assert invoke("check", {}, ask, "")["ok"] is True
    assert (ask.asked, ask.langs) == ([(None, None, True)], ["zh-CN"])


def test_rules_and_health_need_no_check() -> None:
    rules = invoke("rules", {"lang": "en"}, FakeAsk(Forbidden()), "")
    health = invoke("health", {}, FakeAsk(Forbidden()), "")

    assert len(cast("list[JsonObject]", rules["rules"])) == len(RULES)
    assert (health["ok"], health["status"]) == (True, "ok")
    assert health["version"] == beian.__version__


def test_an_unknown_op_is_refused_with_those_there_are() -> None:
    problem = refused("file", {"lang": "en"})
    assert problem["status"] == 422
    assert first_error(problem) == {
        "field": "op",
        "message": "There is no such operation.",
        "remedy": "Use one of: check, rules, health, sweep, sweep.work, sweep.watch.",
    }


@pytest.mark.parametrize("op", ["check", "rules", "health"])
def test_an_unknown_key_is_named(op: str) -> None:
    error = first_error(refused(op, {"domian": "a.cn"}))
    assert error["field"] == "domian"
    assert error["message"] == "不认识的名称。"
    assert "lang" in error["remedy"]


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Forbidden(), 403),
        (BadQuestion("domain", "domain.invalid", "x y"), 422),
        (NothingReadable([], [MISSING]), 503),
    ],
)
def test_what_a_check_raises_becomes_a_problem(failure: Exception, status: int) -> None:
    problem = refused("check", {}, failure)
    assert problem["status"] == status
    assert problem["instance"] == "req-1"
    assert ("missing" in problem) is (status == 503)


NAMES = sorted(EligibilityOfMany.model_fields)


@given(st.sampled_from(["check", "rules", "x"]), st.dictionaries(st.sampled_from(NAMES), anything))
def test_any_parameters_are_answered(op: str, parameters: JsonObject) -> None:
    reply = invoke(op, parameters, FakeAsk(), "")
    assert json.dumps(reply, ensure_ascii=False, allow_nan=False).encode()
    assert ("problem" in reply) is not reply["ok"]
