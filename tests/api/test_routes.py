"""The way of a request through the API, with a stand-in for what a check reads."""

import json
from typing import cast

import pytest

import beian
from beian.api import ROUTES, Forbidden, Request, Response, respond, to_platform
from beian.api.message import BodyFault
from beian.check import NothingReadable
from beian.config import Declared
from beian.rulebook.registry import RULES
from beian.schema import Answer, Answers
from tests.api.answers import MISSING, FakeAsk
from tests.api.requests import CASES, SIGNED_IN, WITHOUT_SCOPE, Case, get, post
from tests.records import replace

JsonObject = dict[str, object]


def body_of(response: Response) -> JsonObject:
    return cast("JsonObject", json.loads(response.body))


def problem_of(request: Request, failure: Exception | None = None) -> JsonObject:
    response = respond(request, FakeAsk(failure))
    assert response.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    problem = body_of(response)
    assert problem["status"] == response.status
    return problem


def first_error(request: Request, failure: Exception | None = None) -> dict[str, str]:
    return cast("list[dict[str, str]]", problem_of(request, failure)["errors"])[0]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_case_has_its_status_and_problem(case: Case) -> None:
    response = case.answer()

    assert response.status == case.status
    if case.code:
        problem = body_of(response)
        assert problem["type"] == f"urn:beian:problem:{case.code}"
        assert problem["instance"] == "req-1"
        assert problem["title"]
        assert problem["detail"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_reply_has_the_same_protection(case: Case) -> None:
    response = case.answer()

    kind = "application/problem+json" if case.code else case.kind
    # A page brings a policy of its own, which the header's would forbid to work.
    policy = "" if kind == "text/html" else "default-src 'none'; "
    expected = {
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Language": "en",
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
        "Content-Security-Policy": f"{policy}frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    assert expected.items() <= response.headers.items()


@pytest.mark.parametrize("case", [c for c in CASES if c.route[0] == "GET"], ids=str)
def test_head_is_get_without_the_body(case: Case) -> None:
    whole, head = case.answer(), case.answer("HEAD")
    assert (head.status, head.headers, head.body) == (whole.status, whole.headers, "")


def test_a_reply_has_the_shape_that_the_platform_takes() -> None:
    response = respond(get("/health"), FakeAsk())

    assert to_platform(response) == {
        "isBase64Encoded": False,
        "statusCode": 200,
        "headers": dict(response.headers),
        "body": response.body,
    }


class TestPublic:
    def test_health_tells_the_versions(self) -> None:
        found = body_of(respond(get("/health"), FakeAsk()))
        rulebook = {"version": "1", "date": "2026-11-22"}
        assert found == {"status": "ok", "version": beian.__version__, "rulebook": rulebook}

    def test_openapi_is_served_as_it_is_committed(self) -> None:
        found = body_of(respond(get("/openapi.json"), FakeAsk()))
        assert found["openapi"] == "3.1.0"

    def test_only_what_tells_nothing_of_an_account_is_public(self) -> None:
        public = [r.path for r in ROUTES if r.scope is None]
        assert public == ["/health", "/openapi.json"]


class TestOneDomain:
    def test_the_answer_is_the_verdict_itself(self) -> None:
        response = respond(get("/v1/eligibility", domain="www.example.cn"), FakeAsk())
        answer = Answer.model_validate_json(response.body)
        assert answer.domain
        assert answer.domain.asked == "www.example.cn"
        assert body_of(response)["schema"] == "beian.verdict/v1"

    def test_every_parameter_reaches_the_question(self) -> None:
        ask = FakeAsk()
        query = {"domain": "a.cn", "region": "ap-hongkong", "serve": "false", "account": "1"}
        respond(get("/v1/eligibility", **query), ask)
        assert ask.asked == [("a.cn", "ap-hongkong", False)]
        assert ask.accounts == ["1"]

    def test_without_a_domain_the_question_is_about_the_account(self) -> None:
        ask = FakeAsk()
        respond(get("/v1/eligibility"), ask)
        assert (ask.asked, ask.accounts) == ([(None, None, True)], [None])

    @pytest.mark.parametrize(
        ("value", "serve"), [("", True), ("true", True), ("1", True), ("0", False)]
    )
    def test_a_bare_serve_means_true(self, value: str, serve: bool) -> None:
        ask = FakeAsk()
        respond(get("/v1/eligibility", serve=value), ask)
        assert ask.asked == [(None, None, serve)]

    def test_an_empty_list_of_values_is_none(self) -> None:
        ask = FakeAsk()
        respond(replace(get("/v1/eligibility"), query={"domain": ()}), ask)
        assert ask.asked == [(None, None, True)]

    def test_a_doubled_parameter_is_named(self) -> None:
        error = first_error(replace(get("/v1/eligibility"), query={"domain": ("a.cn", "a.cn")}))
        assert error == {
            "field": "domain",
            "message": "The parameter is given more than once.",
            "remedy": "Give it once.",
        }

    def test_an_unknown_parameter_is_named_with_those_there_are(self) -> None:
        error = first_error(get("/v1/eligibility", domian="a.cn"))
        assert error["field"] == "domian"
        assert error["remedy"].endswith("account, domain, lang, region, serve.")

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"domain": ""}, "domain"),
            ({"domain": "x" * 256}, "domain"),
            ({"region": ""}, "region"),
            ({"account": "1" * 65}, "account"),
            ({"serve": "perhaps"}, "serve"),
            ({"lang": "fr"}, "lang"),
            ({"lang": ""}, "lang"),
        ],
    )
    def test_a_bad_value_is_named(self, query: dict[str, str], field: str) -> None:
        error = first_error(get("/v1/eligibility", **query))
        assert error["field"] == field
        assert error["message"]
        assert error["remedy"]


class TestManyDomains:
    def test_the_answers_stand_in_the_order_asked(self) -> None:
        response = respond(post({"domains": ["b.cn", "a.cn"]}), FakeAsk())
        answers = Answers.model_validate_json(response.body).verdicts
        assert [a.domain.asked for a in answers if a.domain] == ["b.cn", "a.cn"]

    def test_every_member_reaches_the_questions(self) -> None:
        ask = FakeAsk()
        body = {
            "account": "1",
            "domains": ["a.cn", "b.cn"],
            "region": "ap-shanghai",
            "serve": False,
            "declared": {"accesses": 3},
        }
        respond(post(body), ask)
        assert ask.asked == [("a.cn", "ap-shanghai", False), ("b.cn", "ap-shanghai", False)]
        assert ask.accounts == ["1"]
        assert [q.declared for q in ask.questions] == [Declared(accesses=3)] * 2

    @pytest.mark.parametrize("body", [{}, {"domains": []}])
    def test_without_domains_the_question_is_about_the_account(self, body: JsonObject) -> None:
        ask = FakeAsk()
        response = respond(post(body), ask)
        assert ask.asked == [(None, None, True)]
        assert len(Answers.model_validate_json(response.body).verdicts) == 1

    def test_a_hundred_domains_are_taken(self) -> None:
        assert respond(post({"domains": ["a.cn"] * 100}), FakeAsk()).status == 200

    def test_one_more_is_not(self) -> None:
        error = first_error(post({"domains": ["a.cn"] * 101}))
        assert error == {
            "field": "domains",
            "message": "It may have 100 items at most.",
            "remedy": "Ask in parts.",
        }

    @pytest.mark.parametrize(
        ("body", "field", "message"),
        [
            ([], "body", "It must be a JSON object."),
            ("x", "body", "It must be a JSON object."),
            (None, "body", "It must be a JSON object."),
            ({"domain": "a.cn"}, "domain", "It is not known here."),
            ({"domains": "a.cn"}, "domains", "It must be an array."),
            ({"domains": ["a.cn", 3]}, "domains[1]", "It must be a string."),
            ({"domains": [""]}, "domains[0]", "It must not be empty."),
            ({"domains": ["x" * 256]}, "domains[0]", "It is longer than 255 characters."),
            ({"domains": ["\ud800"]}, "domains[0]", "It holds characters that are not valid."),
            ({"serve": "yes"}, "serve", "It must be a boolean."),
            ({"serve": 1}, "serve", "It must be a boolean."),
            ({"lang": "de"}, "lang", "It is none of the values there are."),
            ({"declared": 3}, "declared", "It must be a JSON object."),
            ({"declared": {"accesses": -1}}, "declared.accesses", "It must be 0 or more."),
            ({"declared": {"accesses": "x"}}, "declared.accesses", "It must be a whole number."),
            ({"declared": {"accesses": 1.5}}, "declared.accesses", "It must be a whole number."),
            ({"declared": {"access": 1}}, "declared.access", "It is not known here."),
            ({"declared": {"domains": []}}, "declared.domains", "It must be a JSON object."),
            (
                {"declared": {"domains": {"a.cn": {"expires": "2027-01-01"}}}},
                "declared.domains.a.cn.real_name",
                "It is required.",
            ),
            (
                {"declared": {"domains": {"a.cn": {"real_name": True, "expires": "soon"}}}},
                "declared.domains.a.cn.expires",
                "It must be a date.",
            ),
            (
                {"declared": {"real_name": {"since": "soon"}}},
                "declared.real_name.since",
                "It must be a time.",
            ),
            (
                {"declared": {"pack_orders": {}}},
                "declared.pack_orders",
                "The value does not fit.",
            ),
        ],
    )
    def test_a_bad_member_is_named(self, body: object, field: str, message: str) -> None:
        error = first_error(post(body))
        assert (error["field"], error["message"]) == (field, message)
        assert error["remedy"]

    def test_errors_are_few_and_their_names_short(self) -> None:
        body = {f"{n}" + "x" * 500: 1 for n in range(1000)}
        errors = cast("list[dict[str, str]]", problem_of(post(body))["errors"])
        assert len(errors) == 20
        assert max(len(error["field"]) for error in errors) < 70

    def test_a_duplicate_key_is_named(self) -> None:
        assert first_error(post(b'{"serve": true, "serve": true}'))["field"] == "serve"

    def test_an_empty_body_is_told_what_to_send(self) -> None:
        assert '{"domains": ["www.example.cn"]}' in str(problem_of(post(b""))["detail"])

    @pytest.mark.parametrize(
        "kind",
        [
            "application/json",
            "Application/JSON; charset=UTF-8",
            'application/json;charset="utf-8"',
            "application/merge-patch+json",
        ],
    )
    def test_json_is_taken_by_any_of_its_names(self, kind: str) -> None:
        request = replace(post({}), headers={"content-type": kind})
        assert respond(request, FakeAsk()).status == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"content-type": "text/json"},
            {"content-type": "application/json; charset=gbk"},
            {"content-type": "application/jsonp"},
            {"content-type": "application/json", "content-encoding": "gzip"},
        ],
    )
    def test_anything_else_is_not(self, headers: dict[str, str]) -> None:
        assert respond(replace(post({}), headers=headers), FakeAsk()).status == 415

    def test_a_byte_order_mark_is_passed_over(self) -> None:
        assert respond(post(b"\xef\xbb\xbf{}"), FakeAsk()).status == 200

    @pytest.mark.parametrize("fault", BodyFault)
    def test_a_fault_of_the_body_names_it(self, fault: BodyFault) -> None:
        assert first_error(replace(post(b""), fault=fault))["field"] == "body"

    def test_nothing_is_asked_where_the_body_is_bad(self) -> None:
        ask = FakeAsk()
        respond(post({"domains": ["a.cn"], "x": 1}), ask)
        assert ask.questions == []


class TestWho:
    def test_anonymous_callers_learn_how_to_sign_in(self) -> None:
        (case,) = [c for c in CASES if str(c) == "GET /v1/rules 401 unauthenticated"]
        response = respond(case.request, FakeAsk())
        assert response.headers["WWW-Authenticate"] == 'hmac realm="beian", Bearer realm="beian"'

    def test_signing_in_comes_before_the_input(self) -> None:
        request = Request("POST", "/v1/eligibility", {"x": ("1", "2")}, fault=BodyFault.TOO_LARGE)
        assert respond(request, FakeAsk()).status == 401

    def test_what_may_not_be_done_looks_like_an_account_that_is_not_ones_own(self) -> None:
        idle = replace(get("/v1/eligibility"), principal=WITHOUT_SCOPE)
        assert respond(idle, FakeAsk()) == respond(get("/v1/eligibility"), FakeAsk(Forbidden()))

    def test_whoever_asks_too_often_learns_when_to_come_back(self) -> None:
        ask = FakeAsk()
        response = respond(replace(get("/v1/eligibility"), wait_s=7), ask)
        assert (response.status, response.headers["Retry-After"]) == (429, "7")
        assert ask.questions == []

    def test_what_is_public_is_answered_however_often(self) -> None:
        assert respond(replace(get("/health"), wait_s=7), FakeAsk()).status == 200

    @pytest.mark.parametrize("account", ["100000000002", "nonsense", "x" * 64])
    def test_all_foreign_accounts_look_the_same(self, account: str) -> None:
        one = respond(get("/v1/eligibility", account="100000000001"), FakeAsk(Forbidden()))
        other = respond(get("/v1/eligibility", account=account), FakeAsk(Forbidden()))
        assert one == other


class TestNothingReadable:
    def test_the_problem_says_what_was_missing_and_when_to_try_again(self) -> None:
        failure = NothingReadable([], [MISSING])
        response = respond(get("/v1/eligibility"), FakeAsk(failure))
        assert response.headers["Retry-After"] == str(failure.retry_after)
        assert int(response.headers["Retry-After"]) > 0
        assert body_of(response)["missing"] == [MISSING.model_dump(mode="json")]


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            "/health",
            "/health/",
            "/%68ealth",
            "/release/health",
            "/beian/health",
            "/release/beian/health/",
        ],
    )
    def test_a_prefix_and_a_final_slash_are_passed_over(self, path: str) -> None:
        prefixes = ("", "/release", "/beian", "/release/beian")
        request = replace(get(path), prefixes=prefixes)
        assert respond(request, FakeAsk()).status == 200

    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "",
            "health",
            "/healthy",
            "/health//",
            "//health",
            "/other/health",
            "/beian/beian/health",
            "/beianhealth",
            "/%2568ealth",
            "/health%00",
            "/health?x=1",
            "/v1/eligibility/../rules",
            "/<script>",
        ],
    )
    def test_any_other_path_is_not_found_and_not_shown(self, path: str) -> None:
        problem = problem_of(replace(get(path), prefixes=("", "/beian")))
        assert problem["status"] == 404
        assert "script" not in str(problem)


class TestMethods:
    @pytest.mark.parametrize(
        ("path", "allow"),
        [("/health", "GET, HEAD, OPTIONS"), ("/v1/eligibility", "GET, HEAD, OPTIONS, POST")],
    )
    def test_a_wrong_method_is_told_the_right_ones(self, path: str, allow: str) -> None:
        response = respond(get(path, method="DELETE"), FakeAsk())
        assert (response.status, response.headers["Allow"]) == (405, allow)
        assert allow in str(body_of(response)["detail"])

    def test_post_is_not_taken_where_there_is_nothing_to_send(self) -> None:
        assert respond(get("/health", method="POST"), FakeAsk()).status == 405

    def test_options_lists_them_without_signing_in(self) -> None:
        response = respond(Request("OPTIONS", "/v1/eligibility"), FakeAsk())
        assert (response.status, response.body) == (204, "")
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
        assert "Content-Type" not in response.headers

    def test_options_of_an_unknown_path_is_not_found(self) -> None:
        assert respond(Request("OPTIONS", "/x"), FakeAsk()).status == 404


class TestRules:
    def test_every_rule_is_listed_in_order(self) -> None:
        found = body_of(respond(get("/v1/rules"), FakeAsk()))
        rules = cast("list[JsonObject]", found["rules"])
        assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
        assert list(rules[0]) == ["id", "title", "description", "severity", "requires", "source"]
        assert all(rule["title"] and rule["description"] for rule in rules)
        source = cast("JsonObject", rules[0]["source"])
        assert source["as_of"] == "2026-11-22"

    def test_they_are_in_the_language_asked_for(self) -> None:
        ways = [get("/v1/rules", lang="zh-CN"), get("/v1/rules", accept="zh")]
        zh, same = (respond(request, FakeAsk()) for request in ways)
        assert zh.body == same.body
        assert zh.headers["Content-Language"] == "zh-CN"


class TestLanguage:
    @pytest.mark.parametrize("lang", ["zh-CN", "en"])
    def test_the_parameter_comes_before_the_header(self, lang: str) -> None:
        ask = FakeAsk()
        other = "en" if lang == "zh-CN" else "zh"
        response = respond(get("/v1/eligibility", accept=other, lang=lang), ask)
        assert response.headers["Content-Language"] == lang
        assert ask.langs == [lang]

    def test_the_body_comes_before_the_header(self) -> None:
        ask = FakeAsk()
        response = respond(post({"lang": "zh-CN"}, accept="en"), ask)
        assert (response.headers["Content-Language"], ask.langs) == ("zh-CN", ["zh-CN"])

    def test_the_parameter_comes_before_the_body(self) -> None:
        ask = FakeAsk()
        respond(post({"lang": "zh-CN"}, lang="en"), ask)
        assert ask.langs == ["en"]

    def test_without_a_word_it_is_chinese(self) -> None:
        request = Request("GET", "/v1/eligibility", principal=SIGNED_IN)
        assert respond(request, FakeAsk()).headers["Content-Language"] == "zh-CN"

    def test_problems_of_the_body_speak_the_bodys_language(self) -> None:
        error = first_error(post({"lang": "zh-CN", "serve": 1}, accept="en"))
        assert error == {
            "field": "serve",
            "message": "须为布尔值。",
            "remedy": "请用 true 或 false。",
        }

    def test_an_unknown_language_is_refused_in_the_headers(self) -> None:
        error = first_error(get("/v1/eligibility", accept="zh", lang="fr"))
        assert error["message"] == "不是可用的值。"
        assert "zh-CN" in error["remedy"]

    def test_a_doubled_language_is_refused(self) -> None:
        request = replace(get("/health"), query={"lang": ("zh-CN", "en")})
        assert first_error(request)["field"] == "lang"
