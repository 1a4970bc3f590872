"""What to do next, in the order to do it."""

from collections.abc import Mapping

from beian.facts import Facts, Known
from beian.rulebook.filing import FilingKind, FilingStatus
from beian.verdict import Compliance, Judgement, Verdict

PACK_LACKS = ("expired", "none", "other_product", "refunded", "undelivered")
MENDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "verify.account": (("account.real-name", "not_verified"),),
    "renew.domain": (("domain.expiry", "expired"),),
    "unhold.domain": (("domain.hold", "on_hold"),),
    "verify.domain": (("domain.real-name", "not_verified"),),
    "free.quota": (("quota.websites", "used_up"),),
    "free.access": (("quota.access", "used_up"),),
    "buy.packs": tuple(
        (rule, code) for rule in ("pack.invocations-50m", "pack.gbs-400k") for code in PACK_LACKS
    ),
}
"""What mends each failed requirement. The order is the order to do it: the verifications take
longest, and the packs, which are not refunded, come last."""

WAITING: Mapping[str, tuple[tuple[str, str], ...]] = {
    "wait.delivery": (("pack.invocations-50m", "delivering"), ("pack.gbs-400k", "delivering")),
    "wait.audit": (("domain.real-name", "in_audit"),),
    "wait.order": (("account.order-in-progress", "in_progress"),),
    "wait.until": (("account.real-name", "personal_waiting"), ("domain.real-name", "waiting")),
}
"""What is waited for, where a requirement needs nothing but time."""

_COURSE = ("review", "sms", "authority", "sync")
DURATIONS: Mapping[str, tuple[str, ...]] = {
    "file.first": _COURSE,
    "file.new_website": _COURSE,
    "file.access": (*_COURSE, "access_lapse"),
    "file.unknown_kind": _COURSE,
    "verify.account": ("personal_real_name",),
    "verify.domain": ("domain_real_name",),
    "wait.audit": ("domain_real_name",),
    "wait.order": ("review", "authority"),
    "query.miit": ("sync",),
}
"""How long a step takes, in its parts, where anything is known of it (all from use)."""

_FILE: Mapping[FilingKind | None, str] = {
    FilingKind.FIRST: "file.first",
    FilingKind.NEW_WEBSITE: "file.new_website",
    FilingKind.ACCESS: "file.access",
    None: "file.unknown_kind",
}


def next_steps(judgement: Judgement, facts: Facts) -> tuple[str, ...]:
    """The ids of the steps, none twice."""
    by_verdict = {
        Verdict.NOT_REQUIRED: _not_required,
        Verdict.FILED: _filed,
        Verdict.ELIGIBLE: _eligible,
        Verdict.NOT_ELIGIBLE: _not_eligible,
        Verdict.PENDING: _pending,
        Verdict.BLOCKED: _blocked,
        Verdict.INDETERMINATE: _indeterminate,
    }
    return tuple(dict.fromkeys(by_verdict[judgement.verdict](judgement, facts)))


def _not_required(judgement: Judgement, facts: Facts) -> list[str]:
    steps = _rectify(facts)
    if _code(judgement, "domain.status") == "banned":
        steps.append("resolve.ban")
    if _code(judgement, "domain.real-name") == "not_verified":
        steps.append("verify.domain")
    if _code(judgement, "scope.in-use") == "idle":
        steps.append("prepare.ahead")
    return steps or ["none"]


def _filed(judgement: Judgement, facts: Facts) -> list[str]:
    bound = _code(judgement, "scope.in-use") == "serving"
    bind = [] if bound else ["bind.domain"]
    return [*_rectify(facts), *bind, "show.footer", "query.miit"]


def _eligible(judgement: Judgement, facts: Facts) -> list[str]:
    ahead = ["prepare.ahead"] if _code(judgement, "scope.in-use") == "intended" else []
    return [
        *_first(judgement, facts),
        "prepare.province",
        *ahead,
        "free.filing",
        _FILE[judgement.kind],
        "ip.automatic",
        "resolve.tencent",
        "query.miit",
        "show.footer",
    ]


def _not_eligible(judgement: Judgement, facts: Facts) -> list[str]:
    return [
        *_first(judgement, facts),
        *_taken(MENDS, judgement),
        *_taken(WAITING, judgement),
        _FILE[judgement.kind],
    ]


def _pending(judgement: Judgement, facts: Facts) -> list[str]:
    return [
        *_first(judgement, facts),
        *_taken(WAITING, judgement),
        "prepare.province",
        _FILE[judgement.kind],
    ]


def _blocked(judgement: Judgement, facts: Facts) -> list[str]:
    return [*_rectify(facts), "resolve.ban", *_unlawful(judgement)]


def _indeterminate(judgement: Judgement, facts: Facts) -> list[str]:
    # Nothing is bought or filed before it is known that it has to be.
    settled = judgement.required and judgement.status not in (None, FilingStatus.FILED)
    unsure = ["query.miit"] if facts.domain and judgement.status is None else []
    return [
        "settle.missing",
        *_rectify(facts),
        *unsure,
        *_unlawful(judgement),
        *(_taken(WAITING, judgement) if settled or facts.domain is None else []),
    ]


def _first(judgement: Judgement, facts: Facts) -> list[str]:
    """What comes before any filing."""
    stale = ["clear.stale"] if judgement.status is FilingStatus.STALE else []
    return [*_rectify(facts), *stale, *_unlawful(judgement)]


def _rectify(facts: Facts) -> list[str]:
    open_order = isinstance(facts.icp, Known) and facts.icp.value.ticket
    return ["resolve.rectification"] if open_order else []


def _unlawful(judgement: Judgement) -> list[str]:
    return ["law.basis"] if judgement.compliance is Compliance.NON_COMPLIANT else []


def _taken(steps: Mapping[str, tuple[tuple[str, str], ...]], judgement: Judgement) -> list[str]:
    return [
        step
        for step, outcomes in steps.items()
        if any(_code(judgement, rule) == code for rule, code in outcomes)
    ]


def _code(judgement: Judgement, rule: str) -> str:
    return judgement.outcomes[rule].code
