"""Answers in the form that was asked for."""

from collections.abc import Sequence

from beian.cli.output import for_a_person, write, write_json
from beian.schema import Answer
from beian.texts import Lang


def show_answers(answers: Sequence[Answer], form: str, lang: Lang, *, verbose: bool) -> None:
    """JSON: the answer itself where there is one, else `{"verdicts": […]}` in the order asked."""
    if form == "json":
        documents = [answer.model_dump(mode="json", by_alias=True) for answer in answers]
        write_json(documents[0] if len(documents) == 1 else {"verdicts": documents})
    elif form == "csv":
        from beian.cli.rows import to_csv  # noqa: PLC0415

        write(to_csv(answers))
    elif for_a_person():
        from beian.cli import pretty  # noqa: PLC0415  # rich

        pretty.show(pretty.render(answers, lang, verbose=verbose))
    else:
        from beian.cli import plain  # noqa: PLC0415

        write(plain.render(answers, lang, verbose=verbose))
