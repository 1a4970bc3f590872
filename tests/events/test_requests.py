"""The quirks of API Gateway and function URL events."""

import base64

import pytest

from beian.api.message import MAX_BODY, BodyFault
from tests.events.recorded import about, gateway, http, url
from tests.events.test_kinds import wrong_field


class TestMethodAndPath:
    @pytest.mark.parametrize(("given", "method"), [("GET", "GET"), ("post", "POST")])
    def test_the_method_is_the_requests_and_not_the_apis(self, given: str, method: str) -> None:
        assert http(about(gateway(httpMethod=given), httpMethod="ANY")).method == method

    @pytest.mark.parametrize("method", [None, "", 1, "GET /", "X" * 21, "GÉT"])
    def test_what_is_no_method_is_refused(self, method: object) -> None:
        assert wrong_field(gateway(httpMethod=method)) == "httpMethod"

    @pytest.mark.parametrize("path", [None, "", 1])
    def test_what_is_no_path_is_refused(self, path: object) -> None:
        assert wrong_field(url(path=path)) == "path"

    @pytest.mark.parametrize(
        ("stage", "api", "base", "prefixes"),
        [
            ("release", "/{proxy+}", "", ("", "/release")),
            ("release", "/beian/{proxy+}", "", ("", "/release", "/beian", "/release/beian")),
            ("test", "/beian", "", ("", "/test", "/beian", "/test/beian")),
            ("", "/", "own/base/", ("", "/own/base")),
            (None, None, "", ("",)),
        ],
    )
    def test_what_may_stand_before_the_route(
        self, stage: object, api: object, base: str, prefixes: tuple[str, ...]
    ) -> None:
        event = http(about(gateway(), stage=stage, path=api))
        assert event.to_request(None, base_path=base).prefixes == prefixes

    @pytest.mark.parametrize("name", ["stage", "path", "sourceIp"])
    def test_api_gateways_word_is_text(self, name: str) -> None:
        assert wrong_field(about(gateway(), **{name: 1})) == f"requestContext.{name}"

    def test_a_request_context_is_an_object(self) -> None:
        assert wrong_field(url(requestContext="x")) == "requestContext"


class TestHeaders:
    def test_names_are_lower_case(self) -> None:
        found = http(url(headers={"X-Test": "1", "ACCEPT": "*/*"})).headers
        assert found == {"x-test": "1", "accept": "*/*"}

    def test_spellings_of_one_name_are_one_header(self) -> None:
        found = http(url(headers={"A": "1", "a": "1", "B": "1", "b": "2"})).headers
        assert found == {"a": "1", "b": "1, 2"}

    def test_many_values_are_listed_and_null_is_none(self) -> None:
        found = http(url(headers={"A": ["1", "2"], "B": None})).headers
        assert found == {"a": "1, 2"}

    @pytest.mark.parametrize("headers", [None, {}])
    def test_there_may_be_none(self, headers: object) -> None:
        assert http(url(headers=headers)).headers == {}

    @pytest.mark.parametrize("value", [1, True, {}, [1], [True]])
    def test_a_value_that_is_no_text_is_refused(self, value: object) -> None:
        assert wrong_field(url(headers={"A": value})) == "headers.A"

    def test_a_name_that_is_no_text_is_refused(self) -> None:
        assert wrong_field(url(headers={1: "x"})) == "headers.int"

    @pytest.mark.parametrize("headers", ["x", ["x"]])
    def test_headers_are_an_object(self, headers: object) -> None:
        assert wrong_field(url(headers=headers)) == "headers"

    def test_the_clients_address(self) -> None:
        named = {"X-Scf-Remote-Addr": "203.0.113.9"}
        assert http(url(headers=named)).source_ip == "203.0.113.9"
        assert http(url(requestContext={"sourceIp": "203.0.113.8"})).source_ip == "203.0.113.8"
        assert http(url(headers={})).source_ip is None


class TestQuery:
    @pytest.mark.parametrize(
        ("value", "values"),
        [
            ("a", ("a",)),
            ("", ("",)),
            (["a"], ("a",)),
            (["a", "b"], ("a", "b")),
            ([], ()),
            (True, ("",)),
            (["a", True], ("a", "")),
            (None, ()),
        ],
    )
    def test_a_value_is_a_text_a_list_or_a_flag(
        self, value: object, values: tuple[str, ...]
    ) -> None:
        assert http(gateway(queryString={"x": value})).query == {"x": values}

    @pytest.mark.parametrize("query", [None, {}])
    def test_there_may_be_none(self, query: object) -> None:
        assert http(gateway(queryString=query)).query == {}

    @pytest.mark.parametrize("value", [1, False, {}, [1], [False], [["a"]]])
    def test_any_other_value_is_refused(self, value: object) -> None:
        assert wrong_field(gateway(queryString={"x": value})) == "queryString.x"

    def test_a_name_that_is_no_text_is_refused(self) -> None:
        assert wrong_field(gateway(queryString={1: "x"})) == "queryString.int"

    def test_a_query_is_an_object(self) -> None:
        assert wrong_field(gateway(queryString="x=1")) == "queryString"


def encoded(body: bytes) -> str:
    return base64.b64encode(body).decode()


class TestBody:
    @pytest.mark.parametrize("body", [None, ""])
    def test_there_may_be_none(self, body: object) -> None:
        assert http(gateway(body=body)).body == b""

    def test_it_may_be_absent(self) -> None:
        event = gateway()
        del event["body"]
        assert http(event).body == b""

    def test_text_is_utf8(self) -> None:
        assert http(gateway(body="备案")).body == "备案".encode()

    @pytest.mark.parametrize(
        ("flag", "body"),
        [
            (False, b"YQ=="),
            ("false", b"YQ=="),
            (None, b"YQ=="),
            (True, b"a"),
            ("true", b"a"),
            ("True", b"a"),
        ],
    )
    def test_base64_is_undone_where_the_event_says_so(self, flag: object, body: bytes) -> None:
        assert http(gateway(body="YQ==", isBase64Encoded=flag)).body == body

    @pytest.mark.parametrize("flag", ["yes", "", 1, 0, []])
    def test_another_flag_is_refused(self, flag: object) -> None:
        assert wrong_field(gateway(isBase64Encoded=flag)) == "isBase64Encoded"

    @pytest.mark.parametrize("body", ["YQ", "Y Q==", "备案", "{}", "YQ==YQ=="])
    def test_broken_base64_is_a_fault_of_the_body(self, body: str) -> None:
        found = http(gateway(body=body, isBase64Encoded=True))
        assert (found.body, found.fault) == (b"", BodyFault.NOT_BASE64)

    @pytest.mark.parametrize("body", [1, {}, [], True])
    def test_a_body_is_text(self, body: object) -> None:
        assert wrong_field(gateway(body=body)) == "body"

    def test_half_a_surrogate_pair_is_left_to_whoever_reads_the_body(self) -> None:
        body, after = http(gateway(body="\ud800")).body, "\ud800".encode("utf-8", "surrogatepass")
        assert body == after

    def test_the_limit_is_one_mebibyte(self) -> None:
        assert MAX_BODY == 1024 * 1024

    @pytest.mark.parametrize(
        ("body", "is_base64"),
        [
            ("x" * MAX_BODY, False),
            ("é" * (MAX_BODY // 2), False),
            (encoded(b"x" * MAX_BODY), True),
        ],
    )
    def test_a_body_of_the_limit_is_taken(self, body: str, is_base64: bool) -> None:
        found = http(gateway(body=body, isBase64Encoded=is_base64))
        assert (len(found.body), found.fault) == (MAX_BODY, None)

    @pytest.mark.parametrize(
        ("body", "is_base64"),
        [
            ("x" * (MAX_BODY + 1), False),
            ("é" * (MAX_BODY // 2) + "x", False),
            (encoded(b"x" * (MAX_BODY + 1)), True),
            ("!" * (2 * MAX_BODY), True),
        ],
    )
    def test_one_byte_more_is_not(self, body: str, is_base64: bool) -> None:
        found = http(gateway(body=body, isBase64Encoded=is_base64))
        assert (found.body, found.fault) == (b"", BodyFault.TOO_LARGE)
