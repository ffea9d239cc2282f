"""The figures of a survey as tables for people."""

from typing import Any

from bot.cli.output import show_table
from bot.privacy.disclosure import NOTHING, WITHHELD


def print_figures(data: dict[str, Any], area: str, week: str | None, threshold: int) -> None:
    """Print what `bot.results.figures_data` gives, or that there is nothing yet."""
    about = f"{data['title']} ({data['code']}, version {data['version']}), {area}, {week or 'all weeks'}"
    if data["asked"] and not data["asked"]["responses"]:
        print(f"{about}: nobody has opened this survey.")
        return
    print(f"{about}\n")
    rows = [(each, *_both(data[each])) for each in ("asked", "started", "completed")]
    show_table(("", "residents", "responses"), rows, "")
    print(f"\n{data['counted']}\n")
    columns = ("shown", "answered", "skipped", "left")
    show_table(
        ("question (residents)", "shown to", "answered", "skipped", "left there", "average"),
        [
            (_one_line(each["label"]), *(_both(each[column])[0] for column in columns), _average(each))
            for each in data["questions"]
        ],
        "This survey asks nothing.",
    )
    for question in data["questions"]:
        if question["choices"]:
            first = " (put first)" if question.get("choices_are") else ""
            print()
            show_table(
                (f"{_one_line(question['label'])}{first}", "residents", "responses"),
                [(_one_line(each["label"]), *_both(each["figure"])) for each in question["choices"]],
                "",
            )
    print(
        f"\n{NOTHING}: nobody. {WITHHELD}: withheld: fewer than {threshold} residents, or what would give such a "
        "figure away."
    )


def _both(figure: dict[str, int] | None) -> tuple[str, str]:
    if figure is None:
        return WITHHELD, WITHHELD
    return tuple(str(figure[kind]) if figure["responses"] else NOTHING for kind in ("residents", "responses"))  # type: ignore[return-value]


def _average(question: dict[str, Any]) -> str:
    if question["average"] is not None:
        return f"{question['average']:g}"
    return (
        WITHHELD
        if question["answered"] is None and question["type"] in ("integer", "decimal", "range")
        else ""
    )


def _one_line(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else words[:59] + "…"
