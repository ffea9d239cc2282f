"""`quartier nlu` on the command line: JSON lines in, JSON lines out, whatever comes."""

import json
from pathlib import Path
from typing import Any

from tests.cli.test_start import quartier
from tests.nlu.test_emergency import examination


def parsed(lines: list[str], folder: Path) -> list[dict[str, object]]:
    done = quartier("nlu", "parse", folder=folder, stdin="\n".join(lines) + "\n")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_is_answered_in_rasas_format(tmp_path: Path) -> None:
    german, arabic, nothing = parsed(
        [
            json.dumps({"text": "Wir finden keinen Kitaplatz in Nordmarkt und brauchen einen Deutschkurs"}),
            json.dumps({"text": "لا أجد طبيب أطفال يقبل مرضى جدد", "language": "ar"}),
            json.dumps({"text": "Was für ein schönes Wetter heute"}),
        ],
        tmp_path,
    )
    needs = german["needs"]
    assert isinstance(needs, list)
    assert [need["id"] for need in needs] == ["childcare", "language_support"]
    assert all(0 < need["confidence"] <= 1 and need["text"] for need in needs)
    assert german["language"] == "de"
    assert german["intent"] == german["intent_ranking"][0]  # type: ignore[index]
    assert {each["name"] for each in german["intent_ranking"]} >= {"childcare", "emergency"}  # type: ignore[attr-defined]
    assert [place["text"] for place in german["areas"]] == ["Nordmarkt"]  # type: ignore[attr-defined]
    assert german["entities"][0]["entity"] == "area"  # type: ignore[index]
    assert (arabic["language"], arabic["intent"]["name"]) == ("ar", "health")  # type: ignore[index]
    assert nothing["needs"] == []


def test_an_emergency_is_the_intent_before_it_is_the_likeliest(tmp_path: Path) -> None:
    calls = [{"text": text, "language": code} for code, kind, text in examination() if kind == "emergency"]
    answers = parsed([json.dumps(call) for call in calls], tmp_path)
    intents: list[dict[str, Any]] = [answer["intent"] for answer in answers]  # type: ignore[misc]
    assert sum(intent["name"] == "emergency" for intent in intents) >= 0.92 * len(calls)
    rankings: list[list[dict[str, Any]]] = [answer["intent_ranking"] for answer in answers]  # type: ignore[misc]
    assert all(intent == ranking[0] for intent, ranking in zip(intents, rankings, strict=True))
    unlikely = [r for r in rankings if r[0]["confidence"] < max(each["confidence"] for each in r)]
    assert unlikely, "no call shows the difference any more: choose others"


def test_a_bad_line_has_its_own_error_and_the_next_goes_on(tmp_path: Path) -> None:
    bad = [
        "not JSON",
        "[1, 2]",
        '{"text": 5}',
        "{}",
        "",
        '{"text": "  "}',
        json.dumps({"text": "x" * 100_000}),
        '{"text": "\\ud800 half"}',
        "[" * 3000,
    ]
    answers = parsed([*bad, '{"text": "\\u0000\\u0007 Kein\\u202e Arzt", "language": 7}'], tmp_path)
    assert len(answers) == len(bad) + 1
    assert all(answer["error"] for answer in answers[:-1])
    assert "error" not in answers[-1]


def test_evaluation_prints_figures_and_draws_the_confusion(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(
        "text\tlabels\tlanguage\n"
        "Kein Arzt nimmt neue Patienten\thealth\tde\n"
        "Kreş yeri bulamıyoruz\tchildcare\ttr\n"
        "Der Bus fährt abends nicht, und überall liegt Müll\tmobility|cleanliness\tde\n"
        "Morgen soll es regnen\tout_of_scope\tde\n",
        encoding="utf-8",
    )
    picture = tmp_path / "confusion.png"
    done = quartier("nlu", "evaluate", str(file), "--picture", str(picture), "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert set(figures["scores"]) == {"de", "tr", "all"}
    assert figures["scores"]["all"]["messages"] == 4
    assert figures["scores"]["tr"]["multi_f1"] is None
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_file_that_cannot_be_measured_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text("text\tlabels\nKein Arzt\tdentist\n", encoding="utf-8")
    done = quartier("nlu", "evaluate", str(file), folder=tmp_path)
    assert done.returncode != 0
    assert "dentist" in done.stderr
    assert "Traceback" not in done.stderr
