"""Answers to what is no HTTP: direct invokes and timers get plain JSON objects.

`{"ok": true, …}`, or `{"ok": false, "problem": {…}}` with a problem as HTTP would give it.
"""

from collections.abc import Callable, Mapping

from beian.api import language, problem, texts
from beian.api.message import Ask, Forbidden
from beian.api.parameters import asked as understood
from beian.api.problem import FieldError, Refused
from beian.api.routes import health_now, rule_list, validated
from beian.check import BadQuestion, NothingReadable
from beian.sweep import OPS as SWEEP_OPS
from beian.texts import Lang


def invoke(
    op: str, parameters: Mapping[str, object], ask: Ask, request_id: str
) -> dict[str, object]:
    """The answer to `{"op": op, **parameters}`; every expected error is a problem."""
    lang = language.named(parameters.get("lang")) or language.DEFAULT
    try:
        run = OPS.get(op)
        if run is None:
            remedy = texts.UNKNOWN_OP_REMEDY.filled(names=", ".join((*OPS, *SWEEP_OPS)))
            raise Refused("invalid_input", FieldError("op", texts.UNKNOWN_OP, remedy))
        found = run(parameters, ask, lang)
    except Refused as refused:
        return refusal(refused, lang, request_id)
    except (BadQuestion, NothingReadable, Forbidden) as error:
        return refusal(problem.from_check(error), lang, request_id)
    return {"ok": True, **found}


def refusal(refused: Refused, lang: Lang, request_id: str) -> dict[str, object]:
    return {"ok": False, "problem": problem.document(refused, lang, request_id)}


def no_sweep(request_id: str) -> dict[str, object]:
    """The answer to whatever concerns sweeps as long as nothing says where they are kept."""
    return refusal(Refused("no_sweep"), language.DEFAULT, request_id)


def bad_order(why: str, request_id: str) -> dict[str, object]:
    """The answer to a timer or an invoke that orders nothing that a sweep can do."""
    refused = Refused("invalid_input", FieldError("event", texts.BAD_ORDER.filled(why=why)))
    return refusal(refused, language.DEFAULT, request_id)


def _check(parameters: Mapping[str, object], ask: Ask, lang: Lang) -> dict[str, object]:
    from beian.api.models import EligibilityOfMany  # noqa: PLC0415  # only who asks pays for them

    asked = validated(EligibilityOfMany, parameters, "event")
    answers = ask(asked.questions(), lang, asked.account)
    from beian.schema import Answers  # noqa: PLC0415  # loaded by now, by whoever answered

    return Answers(verdicts=answers).model_dump(mode="json", by_alias=True)


def _rules(parameters: Mapping[str, object], _ask: Ask, lang: Lang) -> dict[str, object]:
    understood(("lang",), parameters, "event")
    return rule_list(lang).model_dump(mode="json", by_alias=True)


def _health(parameters: Mapping[str, object], _ask: Ask, _lang: Lang) -> dict[str, object]:
    understood(("lang",), parameters, "event")
    return health_now()


def op_name(op: str) -> str:
    """What the log calls a direct invoke: nothing of it is the caller's own words."""
    return f"invoke {op}" if op in (*OPS, *SWEEP_OPS) else "invoke"


OPS: Mapping[str, Callable[[Mapping[str, object], Ask, Lang], dict[str, object]]] = {
    "check": _check,
    "rules": _rules,
    "health": _health,
}
