"""Who × route × account: every combination, and what comes of it."""

from collections.abc import Iterator, Mapping
from typing import cast

import pytest
from _pytest.mark import ParameterSet

from tests.access.house import (
    ACCOUNTS,
    ACME,
    BETA,
    CALLERS,
    CAM,
    ELSEWHERE,
    HQ,
    LATE,
    OPEN,
    OPS,
    REPORTER,
    TOKENS,
    UNLISTED,
    WHOLE,
    Ask,
    Event,
    House,
    anonymous,
    basic,
    bearer,
    open_url,
    with_identity,
    with_key,
)

INVOKE: Event = {"op": "check"}

ASKED = (None, HQ, ACME, BETA, ELSEWHERE)
"""No account named, the own one, two others, and one that does not exist."""

Statuses = tuple[int, int, int, int, int]
EVERYTHING: Statuses = (200, 200, 200, 200, 403)
OWN_ALONE: Statuses = (200, 200, 403, 403, 403)
ACME_ALONE: Statuses = (200, 403, 200, 403, 403)
ACME_AND_BETA: Statuses = (422, 403, 200, 200, 403)
NO_OWN: Statuses = (422, 403, 200, 200, 403)
WITHOUT_SCOPE: Statuses = (403, 403, 403, 403, 403)
NOT_SIGNED_IN: Statuses = (401, 401, 401, 401, 401)

Who = Mapping[str, tuple[Event, Statuses]]

# With accounts and callers; the function's URL is open.
LISTED: Who = {
    "owner": (INVOKE, EVERYTHING),
    "key of all accounts": (with_key(OPS), EVERYTHING),
    "key without the scope": (with_key(REPORTER), WITHOUT_SCOPE),
    "key that expired": (with_key(LATE), NOT_SIGNED_IN),
    "key that is not listed": (with_key(UNLISTED), NOT_SIGNED_IN),
    "key of another case": (with_key(OPS.lower()), NOT_SIGNED_IN),
    "key with a space": (with_key(f" {OPS}"), NOT_SIGNED_IN),
    "key id as a list": (with_key([OPS]), NOT_SIGNED_IN),
    "key id as a number": (with_key(7), NOT_SIGNED_IN),
    "key id empty": (with_key(""), NOT_SIGNED_IN),
    "key id null": (with_key(None), NOT_SIGNED_IN),
    "identity as a text": (with_identity(OPS), NOT_SIGNED_IN),
    "identity as a list": (with_identity([{"secretId": OPS}]), NOT_SIGNED_IN),
    "identity as an empty list": (with_identity([]), NOT_SIGNED_IN),
    "identity as a number": (with_identity(7), NOT_SIGNED_IN),
    "identity with another name": (with_identity({"secretid": OPS}), NOT_SIGNED_IN),
    "identity null": (with_identity(None), NOT_SIGNED_IN),
    "identity that makes no sense, with a good token": (
        {**with_identity([]), "headers": {"authorization": bearer("two")}},
        NOT_SIGNED_IN,
    ),
    "key that is not listed, with a good token": (
        {**with_key(UNLISTED), "headers": {"authorization": bearer("two")}},
        NOT_SIGNED_IN,
    ),
    "nobody, API": (anonymous(), NOT_SIGNED_IN),
    "nobody, URL": (open_url(), NOT_SIGNED_IN),
    **{
        f"token {kind}, {way}": (event(authorization), statuses)
        for way, event in OPEN.items()
        for kind, authorization, statuses in (
            ("of one account", bearer("web"), ACME_ALONE),
            ("of two accounts", bearer("two"), ACME_AND_BETA),
            ("without the scope", bearer("clerk"), WITHOUT_SCOPE),
            ("on its last day", bearer("dated"), OWN_ALONE),
            ("with its scheme in lower case", f"bearer {TOKENS['web']}", ACME_ALONE),
            ("with its scheme in upper case", f"BEARER  {TOKENS['web']} ", ACME_ALONE),
            ("that expired", bearer("past"), NOT_SIGNED_IN),
            ("that was revoked", bearer("gone"), NOT_SIGNED_IN),
            ("in lower case", f"Bearer {TOKENS['web'].lower()}", NOT_SIGNED_IN),
            ("cut", bearer("web")[:-1], NOT_SIGNED_IN),
            ("with more after it", bearer("web") + "x", NOT_SIGNED_IN),
            ("twice", f"{bearer('web')}, {bearer('web')}", NOT_SIGNED_IN),
            ("of Basic", basic("web"), NOT_SIGNED_IN),
            ("of another scheme", f"Token {TOKENS['web']}", NOT_SIGNED_IN),
            ("without a scheme", TOKENS["web"], NOT_SIGNED_IN),
            ("empty", "Bearer ", NOT_SIGNED_IN),
            ("that is the stored hash", "Bearer scrypt$2048$8$1$x$y", NOT_SIGNED_IN),
            ("of other letters", "Bearer beian_" + "备" * 43, NOT_SIGNED_IN),
        )
    },
}
# The same, but the function's URL has CAM authentication.
LISTED_CAM: Who = {
    "caller of the URL": (open_url("TC3-HMAC-SHA256 Credential=x"), OWN_ALONE),
    "caller of the URL without a header": (open_url(), OWN_ALONE),
    "caller of the URL with another's token": (open_url(bearer("two")), OWN_ALONE),
    "nobody, API": (anonymous(), NOT_SIGNED_IN),
    "token, API": (anonymous(bearer("two")), ACME_AND_BETA),
    "key": (with_key(OPS), EVERYTHING),
    "key that is not listed": (with_key(UNLISTED), NOT_SIGNED_IN),
}
# Accounts, but no word of callers: whom the platform verified may ask about the own account.
ACCOUNTS_ALONE: Who = {
    "owner": (INVOKE, EVERYTHING),
    "key": (with_key(UNLISTED), OWN_ALONE),
    "key id empty": (with_key(""), NOT_SIGNED_IN),
    "identity as a list": (with_identity([UNLISTED]), NOT_SIGNED_IN),
    "nobody, API": (anonymous(), NOT_SIGNED_IN),
    "URL": (open_url(), NOT_SIGNED_IN),
    "URL with a token": (open_url(bearer("web")), NOT_SIGNED_IN),
}
ACCOUNTS_ALONE_CAM: Who = {
    "caller of the URL": (open_url(), OWN_ALONE),
    "nobody, API": (anonymous(), NOT_SIGNED_IN),
}
# Nothing at all: there is the own account and no other.
NOTHING: Who = {
    "owner": (INVOKE, OWN_ALONE),
    "key": (with_key(UNLISTED), OWN_ALONE),
    "nobody, API": (anonymous(), NOT_SIGNED_IN),
    "URL": (open_url(), NOT_SIGNED_IN),
}
# An empty list of callers is a list.
NOBODY_ELSE: Who = {
    "owner": (INVOKE, EVERYTHING),
    "key": (with_key(OPS), NOT_SIGNED_IN),
    "caller of the URL": (open_url(), NOT_SIGNED_IN),
    "token": (anonymous(bearer("web")), NOT_SIGNED_IN),
}
# The function's own account is not among those it answers about.
ELSEWHERE_ALONE: Who = {
    "owner": (INVOKE, NO_OWN),
    "key": (with_key(UNLISTED), WITHOUT_SCOPE),
    "nobody, API": (anonymous(), NOT_SIGNED_IN),
}

WITHOUT_SELF = ACCOUNTS.replace(f'  - {{uin: "{HQ}", name: hq, self: true}}\n', "")
TABLE: Mapping[str, tuple[str, Who]] = {
    "listed": (WHOLE, LISTED),
    "listed, CAM": (WHOLE + CAM, LISTED_CAM),
    "accounts alone": (ACCOUNTS, ACCOUNTS_ALONE),
    "accounts alone, CAM": (ACCOUNTS + CAM, ACCOUNTS_ALONE_CAM),
    "nothing": ("", NOTHING),
    "nobody else": (ACCOUNTS + CAM + "callers: []\n", NOBODY_ELSE),
    "without the own account": (WITHOUT_SELF, ELSEWHERE_ALONE),
}


def rows() -> Iterator[ParameterSet]:
    for house, (config, who) in TABLE.items():
        for name, (event, statuses) in who.items():
            yield pytest.param(config, event, statuses, id=f"{house}: {name}")


ROWS = tuple(rows())


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(("config", "event", "statuses"), ROWS)
def test_verdicts(house: House, config: str, event: Event, statuses: Statuses, method: str) -> None:
    house.configured(config)
    found = [house.send(Ask(method, account=account).onto(event)) for account in ASKED]

    assert tuple(reply.status for reply in found) == statuses
    answered = [asked for asked, status in zip(ASKED, statuses, strict=True) if status == 200]
    assert len(house.answer.accounts) == len(answered)
    for asked, about in zip(answered, house.answer.accounts, strict=True):
        assert asked is None or about == (asked if config else None)


@pytest.mark.parametrize(("config", "event", "statuses"), ROWS)
def test_rules_need_the_scope_and_no_account(
    house: House, config: str, event: Event, statuses: Statuses
) -> None:
    house.configured(config)
    reply = house.send(Ask(path="/v1/rules").onto(event))

    lacks_scope = event in (
        with_key(REPORTER),
        open_url(bearer("clerk")),
        anonymous(bearer("clerk")),
    )
    assert reply.status == (401 if statuses == NOT_SIGNED_IN else 403 if lacks_scope else 200)


@pytest.mark.parametrize("path", ["/health", "/openapi.json"])
@pytest.mark.parametrize(("config", "event", "statuses"), ROWS)
def test_what_tells_nothing_of_an_account_is_for_everyone(
    house: House, config: str, event: Event, statuses: Statuses, path: str
) -> None:
    if "op" in event:
        assert house.configured(config).send({"op": "health"}).status == 200
    else:
        assert house.configured(config).send(Ask(path=path).onto(event)).status == 200


def test_the_only_account_that_may_be_asked_about_need_not_be_named(house: House) -> None:
    house.configured(WHOLE).send(open_url(bearer("web")))
    house.send(with_key(OPS))
    assert house.answer.accounts == [ACME, HQ]


def test_whoever_has_several_is_told_to_name_one(house: House) -> None:
    reply = house.configured(WHOLE).send(open_url(bearer("two")))
    assert reply.status == 422
    assert reply.body["errors"] == [
        {
            "field": "account",
            "message": "You may ask about several accounts: which one?",
            "remedy": "Give the account's id (uin).",
        }
    ]


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_all_that_is_forbidden_looks_the_same(house: House, lang: str) -> None:
    """Not allowed, not existing, not in one's scope: not a byte tells them apart."""
    house.configured(WHOLE)

    def asked(name: str, ask: Ask) -> Event:
        event = ask.onto(open_url(bearer(name)))
        headers = cast("dict[str, str]", event["headers"])
        return {**event, "headers": {**headers, "Accept-Language": lang}}

    found = [
        house.send(asked("web", Ask(account=BETA))),
        house.send(asked("web", Ask(account=ELSEWHERE))),
        house.send(asked("web", Ask(account=HQ))),
        house.send(asked("web", Ask(account="x" * 64))),
        house.send(asked("web", Ask("POST", account=BETA))),
        house.send(asked("dated", Ask(account=ACME))),
        house.send(asked("clerk", Ask())),
        house.send(asked("clerk", Ask(account=ACME))),
        house.send(asked("clerk", Ask(path="/v1/rules"))),
    ]
    assert found[0].status == 403
    assert all(reply == found[0] for reply in found)


def test_a_token_ends_with_its_last_day_in_shanghai(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for now, status in (
        ("2026-11-22T23:59:00+08:00", 200),
        ("2026-11-22T15:59:00+00:00", 200),
        ("2026-11-22T16:01:00+00:00", 401),
        ("2026-11-23T00:01:00+08:00", 401),
    ):
        monkeypatch.setenv("BEIAN_NOW", now)
        config = f"{WHOLE}\n# {now}\n"  # another file, so that the clock is set anew
        assert house.configured(config).send(open_url(bearer("dated"))).status == status


def test_a_token_taken_out_of_the_configuration_is_refused(house: House) -> None:
    assert house.configured(WHOLE).send(open_url(bearer("web"))).status == 200
    without = "\n".join(
        ACCOUNTS.splitlines()
        + [
            line
            for line in CALLERS.replace("],\n     accounts", "], accounts").splitlines()
            if "name: web" not in line
        ]
    )
    assert house.configured(without).send(open_url(bearer("web"))).status == 401
    assert house.send(open_url(bearer("dated"))).status == 200
