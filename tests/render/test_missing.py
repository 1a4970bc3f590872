"""What could not be read, grouped and worded."""

import pytest

from beian import schema
from beian.facts import Cause, Name, Unreadable
from beian.render.missing import SPECIAL_CAUSES, cause_key, missing
from beian.texts import LANGS, Lang, catalogue

EN = catalogue("en")
PLACES = tuple(
    Unreadable(Name.BINDINGS, Cause.TIMEOUT, "scf:ListCustomDomains", region)
    for region in ("ap-guangzhou", "ap-shanghai", "ap-guangzhou")
)
DENIED = Unreadable(
    Name.ICP,
    Cause.DENIED,
    "ba:DescribeDomainIcpStatus",
    code="UnauthorizedOperation",
    permission="ba:DescribeDomainIcpStatus",
)


def entry(unread: Unreadable, lang: Lang = "en", domain: str = "example.cn") -> schema.Missing:
    (found,) = missing([unread], frozenset(), catalogue(lang), domain)
    return found


def test_the_same_failure_in_several_regions_is_one_entry() -> None:
    (found,) = missing(PLACES, frozenset(), EN, "example.cn")
    assert found.regions == ["ap-guangzhou", "ap-shanghai"]
    assert "(scf:ListCustomDomains, in ap-guangzhou, ap-shanghai)" in found.message


def test_a_group_is_decisive_as_soon_as_one_of_it_is() -> None:
    assert [m.decisive for m in missing(PLACES, {PLACES[1]}, EN, None)] == [True]
    assert [m.decisive for m in missing(PLACES, frozenset(), EN, None)] == [False]


@pytest.mark.parametrize(
    "other",
    [
        Unreadable(Name.ORDERS, Cause.TIMEOUT, "scf:ListCustomDomains", "ap-beijing"),
        Unreadable(Name.BINDINGS, Cause.DENIED, "scf:ListCustomDomains", "ap-beijing"),
        Unreadable(Name.BINDINGS, Cause.TIMEOUT, "apigateway:DescribeServicesStatus", "ap-beijing"),
        Unreadable(Name.BINDINGS, Cause.TIMEOUT, "scf:ListCustomDomains", "ap-beijing", code="E"),
        Unreadable(
            Name.BINDINGS, Cause.TIMEOUT, "scf:ListCustomDomains", "ap-beijing", detail="other"
        ),
    ],
)
def test_another_failure_is_an_entry_of_its_own(other: Unreadable) -> None:
    assert len(missing((*PLACES, other), frozenset(), EN, None)) == 2


def test_an_entry_carries_what_was_tried_and_what_it_takes() -> None:
    found = entry(DENIED)
    assert (found.fact, found.cause) == ("icp", Cause.DENIED)
    assert (found.call, found.permission) == (DENIED.call, DENIED.permission)
    assert (found.code, found.detail, found.regions) == ("UnauthorizedOperation", None, [])
    declared = entry(Unreadable(Name.ORDERS, Cause.NOT_PUBLISHED, detail="1: larger"))
    assert (declared.call, declared.code, declared.permission) == (None, None, None)
    assert declared.detail == "1: larger"


def test_a_denied_read_of_filings_says_that_the_account_may_be_the_wrong_one() -> None:
    assert "holds the filing subject" in entry(DENIED).message
    assert "不能视为未备案" in entry(DENIED, "zh-CN").message
    orders = Unreadable(
        Name.ORDERS, Cause.DENIED, "billing:DescribeDealsByCond", permission="finance:X"
    )
    assert "subject" not in entry(orders).message
    assert entry(orders).remedy == "Grant finance:X to the credential in CAM."


def test_a_domain_registered_elsewhere_is_to_be_declared_by_its_name() -> None:
    found = entry(Unreadable(Name.REGISTRATION, Cause.NOT_REGISTERED_HERE, "domain:X"))
    for word in ("declared.domains.example.cn", "real_name", "expires", "on_hold", "until"):
        assert word in found.remedy


def test_an_order_in_doubt_is_named_with_the_reason_in_words() -> None:
    found = entry(Unreadable(Name.ORDERS, Cause.NOT_PUBLISHED, detail="20250601000001: larger"))
    assert "20250601000001" in found.message
    assert EN.packs["larger"] in found.message
    assert "declared.pack_orders" in found.remedy


def test_a_value_that_is_not_told_reads_as_unknown() -> None:
    assert "error not known" in entry(Unreadable(Name.ICP, Cause.REFUSED, "ba:X")).message


@pytest.mark.parametrize(
    ("unread", "key"),
    [
        (DENIED, "denied.ba"),
        (Unreadable(Name.ORDERS, Cause.DENIED, "billing:X"), "denied"),
        (Unreadable(Name.ORDERS, Cause.NOT_PUBLISHED, detail="1: x"), "not_published.pack_orders"),
        (
            Unreadable(Name.WEBSITES, Cause.NOT_PUBLISHED, detail="serverless_filings"),
            "not_published.serverless_filings",
        ),
        (
            Unreadable(Name.WEBSITES, Cause.NOT_PUBLISHED, detail="accesses"),
            "not_published.accesses",
        ),
        (Unreadable(Name.WEBSITES, Cause.NOT_PUBLISHED), "not_published"),
        (
            Unreadable(Name.ICP, Cause.DISAGREEMENT, detail="RegistrationStatus"),
            "disagreement.registrationstatus",
        ),
        (Unreadable(Name.ICP, Cause.DISAGREEMENT, detail="Webs"), "disagreement.webs"),
        (Unreadable(Name.ICP, Cause.DISAGREEMENT, detail="?"), "disagreement"),
    ],
)
def test_the_remedy_fits_more_than_the_cause(unread: Unreadable, key: str) -> None:
    assert cause_key(unread) == key


@pytest.mark.parametrize("lang", LANGS)
def test_what_may_be_declared_is_named_in_the_remedy(lang: Lang) -> None:
    for key in SPECIAL_CAUSES:
        cause, _, name = key.partition(".")
        if cause == "not_published":
            assert f"declared.{name}" in catalogue(lang).causes[key].remedy


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", Name)
@pytest.mark.parametrize("cause", Cause)
def test_every_fact_and_cause_can_be_worded(name: Name, cause: Cause, lang: Lang) -> None:
    found = entry(Unreadable(name, cause, "service:Action", "ap-guangzhou"), lang)
    assert found.message
    assert "{" not in found.message + found.remedy
