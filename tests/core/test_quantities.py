import pytest

from beian.rulebook import quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5000万次", 50_000_000),
        ("5千万次", 50_000_000),
        ("50百万次", 50_000_000),
        ("0.5亿次", 50_000_000),
        ("1亿 次", 100_000_000),
        ("3百次", 300),
        ("2千次", 2_000),
        ("50000000次", 50_000_000),
        ("50,000,000 次", 50_000_000),
        ("50,000,000 invocations", 50_000_000),
        ("1000 Times", 1_000),
        ("调用次数: 5000万", 50_000_000),
        ("Invocations: 50000000", 50_000_000),
        ("事件函数调用次数包 5000万次 五年", 50_000_000),
    ],
)
def test_a_number_of_invocations_is_read_with_its_unit(text: str, expected: int) -> None:
    assert quantities.invocations([text]) == {expected}
    assert quantities.gbs([text]) == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40万GBs", 400_000),
        ("400000 GBs", 400_000),
        ("400,000GBs", 400_000),
        ("40万GB秒", 400_000),
        ("40万 GB-s", 400_000),
        ("40万GB·s", 400_000),
        ("40万GB*s", 400_000),
        ("40万gbs", 400_000),
        ("资源使用量: 40万", 400_000),
        ("资源用量: 400000", 400_000),
        ("GBs: 40万", 400_000),
    ],
)
def test_an_amount_of_gigabyte_seconds_is_read_with_its_unit(text: str, expected: int) -> None:
    assert quantities.gbs([text]) == {expected}
    assert quantities.invocations([text]) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "5000万",  # no unit, no name
        "内存: 40万",  # a name of another quantity
        "5000万 元",
        "40万GB",  # storage or traffic
        "timesheet 5000万",
        "调用次数: 五千万",
        "调用次数: 5000万 起",
        "调用次数 5000万",  # no name: value form
    ],
)
def test_a_number_without_its_unit_is_no_quantity(text: str) -> None:
    assert quantities.invocations([text]) | quantities.gbs([text]) == frozenset()


def test_a_decimal_is_not_read_from_its_middle() -> None:
    assert quantities.invocations(["1.5000万次"]) == {15_000}


def test_every_text_and_every_number_in_it_is_read() -> None:
    texts = ["5000万次 + 40万GBs", "加赠 100万次"]
    assert quantities.invocations(texts) == {50_000_000, 1_000_000}
    assert quantities.gbs(texts) == {400_000}
