"""domain 2018-08-08: registrations."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from beian.emulator.accounts import Domain
from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError
from beian.emulator.moments import SHANGHAI, add_months
from beian.emulator.names import ascii_name, registrable
from beian.emulator.world import World

_SOON_DAYS = 30


def describe_domain_base_info(ask: Ask) -> Reply:
    asked = ascii_name(ask.text("Domain") or "")
    found = next((d for d in ask.account.domains if ascii_name(d.name) == asked), None)
    if found is None:
        raise ApiError(
            "ResourceNotFound.DomainNotFound", "The domain is not registered in this account."
        )
    info = {
        **_common(ask.now, found),
        "RealNameAuditStatus": found.real_name,
        "RealNameAuditUnpassReason": "rejected" if found.real_name == "Reject" else "",
        "DomainNameAuditStatus": "Approved",
        "DomainNameAuditUnpassReason": "",
        "DomainStatus": list(found.status),
        "RegistrarType": "qcloud",
        "NameServer": ["ns1.dnspod.net", "ns2.dnspod.net"],
        "LockTransfer": False,
        "LockEndTime": "0000-00-00 00:00:00",
    }
    return {"DomainInfo": info, "Uin": ask.account.uin}


def describe_domain_name_list(ask: Ask) -> Reply:
    offset, limit = ask.page(largest=100)
    page = ask.account.domains[offset : offset + limit]
    return {
        "TotalCount": len(ask.account.domains),
        "DomainSet": [
            {
                **_common(ask.now, domain),
                "IsPremium": False,
                "AutoRenew": 0,
                "Tld": f".{domain.name.split('.', 1)[-1]}",
                "CodeTld": ascii_name(domain.name).split(".", 1)[-1],
            }
            for domain in page
        ],
    }


def check_domain(ask: Ask) -> Reply:
    """A domain that anyone in the world has registered, bound or filed cannot be registered."""
    asked = ask.text("DomainName") or ""
    name = ascii_name(asked)
    if not name or registrable(name) != name:
        raise ApiError("InvalidParameter.DomainNameIsInvalid", "Not a domain that one registers.")
    taken = name in _taken(ask.world)
    return {
        "DomainName": asked,
        "Available": not taken,
        "Reason": "in use" if taken else "",
        "Premium": False,
        "Price": 35,
        "BlackWord": False,
        "Describe": "",
        "FeeRenew": 0,
        "RealPrice": 35,
        "FeeTransfer": 0,
        "FeeRestore": 0,
        "Period": 1,
        "RecordSupport": True,
    }


def _taken(world: World) -> set[str | None]:
    names = {ascii_name(domain.name) for a in world.accounts for domain in a.domains}
    bound = {registrable(binding.domain) for a in world.accounts for binding in a.bindings}
    return names | bound | set(world.filings)


def _common(now: datetime, domain: Domain) -> Reply:
    now = now.astimezone(SHANGHAI)
    created = domain.created or add_months(now, -24).date()
    expires = domain.expires or add_months(now, 12).date()
    name = ascii_name(domain.name)
    return {
        "DomainId": f"domain-{hashlib.sha256(name.encode()).hexdigest()[:8]}",
        "DomainName": domain.name,
        "CreationDate": created.isoformat(),
        "ExpirationDate": expires.isoformat(),
        "BuyStatus": _buy_status(expires, now.date()),
    }


def _buy_status(expires: date, today: date) -> str:
    left = (expires - today).days
    if left < 0:
        return "RenewPending"
    return "AboutToExpire" if left <= _SOON_DAYS else "ok"


ACTIONS: Mapping[str, Action] = {
    "DescribeDomainBaseInfo": describe_domain_base_info,
    "DescribeDomainNameList": describe_domain_name_list,
    "CheckDomain": check_domain,
}
