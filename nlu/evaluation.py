"""How well an interpreter understands the messages in dev/, by language and overall."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Final

import numpy as np

from nlu.confusion import Confusion, confusion_of, worst
from nlu.corpus import Example, load_dev
from nlu.decision import MAX_CANDIDATES, Emergency, Sure, Unsure, decide
from nlu.taxonomy import EMERGENCY, OUT_OF_SCOPE, Taxonomy, load_taxonomy
from nlu.understanding import BatchInterpreter, Interpreter, Understanding

OVERALL: Final = "all"
_KEPT: Final = 0.95
_BINS: Final = 10
_AT_ONCE: Final = 64
_TIMED: Final = 100  # messages whose time is taken, one after another


@dataclass(frozen=True)
class Scores:
    """Figures from 0 to 1 over `messages` of one language, or of all; NaN where nothing was to be measured.

    - `category`: messages with one need, share whose likeliest category is right
    - `candidates`: the same, share whose category is among the four likeliest
    - `intent`: all messages with one label, share whose likeliest reading is right
    - `macro_f1`: of the likeliest reading over all labels, each label counting the same
    - `multi_f1`: needs of messages with several, as `decide` is sure of them or the segments read them
    - `out_of_scope`: share of out-of-scope messages recognised while 95 % of the others are kept
    - `ece`: expected calibration error of the likeliest reading (0 is best)
    - `language`, `language_hinted`: share whose language is right, without and with the right hint
    - `emergency`, `false_alarm`: share of emergencies, and of other messages, that `decide` takes for one
    - `sure`, `sure_right`: share of needs of which `decide` is sure, and share of those that is right
    """

    messages: int
    category: float
    candidates: float
    intent: float
    macro_f1: float
    multi_f1: float
    out_of_scope: float
    ece: float
    language: float
    language_hinted: float
    emergency: float
    false_alarm: float
    sure: float
    sure_right: float


@dataclass(frozen=True)
class Evaluation:
    """Scores by language code, those of all messages under "all"; `latency_ms` is the median of one parse;
    `confusion` counts the messages with one label by what they were read as."""

    scores: dict[str, Scores]
    latency_ms: float
    confusion: Confusion

    def as_dict(self) -> dict[str, object]:
        """Plain data, for JSON."""
        mistakes = [{"right": right, "read": read, "messages": n} for right, read, n in worst(self.confusion)]
        scores = {code: _finite(asdict(own)) for code, own in self.scores.items()}
        return {"latency_ms": self.latency_ms, "scores": scores, "mistakes": mistakes}


@dataclass(frozen=True)
class _Answer:
    """What was said of one message: read without and with the right hint for its language."""

    example: Example
    unhinted: str
    understood: Understanding


def evaluate(
    interpreter: BatchInterpreter,
    examples: Sequence[Example] | None = None,
    taxonomy: Taxonomy | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Evaluation:
    """Measure `interpreter` on `examples` (default: all of dev/), each read with the resident's language as hint."""
    examples = load_dev() if examples is None else examples
    taxonomy = taxonomy or load_taxonomy()
    answers: list[_Answer] = []
    for start in range(0, len(examples), _AT_ONCE):
        batch = examples[start : start + _AT_ONCE]
        texts = [example.text for example in batch]
        unhinted = interpreter.parse_many(texts)
        understood = interpreter.parse_many(texts, [example.language for example in batch])
        answers += map(_Answer, batch, [each.language for each in unhinted], understood)
        if progress:
            progress("evaluate", len(answers), len(examples))
    seconds = [_seconds(interpreter, example) for example in examples[:: max(len(examples) // _TIMED, 1)]]
    languages = dict.fromkeys(example.language for example in examples)
    scores = {
        code: _score([a for a in answers if a.example.language == code], taxonomy) for code in languages
    }
    single = [(a.example.labels[0], _top(a)) for a in answers if len(a.example.labels) == 1]
    return Evaluation(
        {**scores, OVERALL: _score(answers, taxonomy)},
        round(1000 * median(seconds), 1) if seconds else 0.0,
        confusion_of(single),
    )


def _finite(figures: dict[str, float]) -> dict[str, float | None]:
    """JSON knows no NaN: null where nothing was to be measured."""
    return {name: None if value != value else value for name, value in figures.items()}


def _seconds(interpreter: Interpreter, example: Example) -> float:
    start = perf_counter()
    interpreter.parse(example.text, example.language)
    return perf_counter() - start


def _score(answers: Sequence[_Answer], taxonomy: Taxonomy) -> Scores:
    single = [a for a in answers if len(a.example.labels) == 1]
    needs = [a for a in single if taxonomy.is_need(a.example.labels[0])]
    several = [a for a in answers if len(a.example.labels) > 1]
    decisions = [(a.example, decide(a.understood, taxonomy=taxonomy)) for a in answers]
    sure = [(e, d) for e, d in decisions if isinstance(d, Sure) and taxonomy.is_need(e.labels[0])]
    urgent = [isinstance(d, Emergency) for e, d in decisions if EMERGENCY in e.labels]
    calm = [isinstance(d, Emergency) for e, d in decisions if EMERGENCY not in e.labels]
    wanted = sum(taxonomy.is_need(e.labels[0]) for e, _ in decisions)
    ranked = [[i.id for i in a.understood.intents if taxonomy.is_need(i.id)] for a in needs]
    truth = [a.example.labels[0] for a in needs]
    return Scores(
        messages=len(answers),
        category=_mean([order[:1] == [label] for order, label in zip(ranked, truth, strict=True)]),
        candidates=_mean(
            [label in order[:MAX_CANDIDATES] for order, label in zip(ranked, truth, strict=True)]
        ),
        intent=_mean([_top(a) == a.example.labels[0] for a in single]),
        macro_f1=_macro_f1([(a.example.labels[0], _top(a)) for a in single]),
        multi_f1=_set_f1([(set(a.example.labels), _needs(a, taxonomy)) for a in several]),
        out_of_scope=_out_of_scope_recall(single),
        ece=_calibration_error(single),
        language=_mean([a.unhinted == a.example.language for a in answers]),
        language_hinted=_mean([a.understood.language == a.example.language for a in answers]),
        emergency=_mean(urgent),
        false_alarm=_mean(calm),
        sure=len(sure) / wanted if wanted else float("nan"),
        sure_right=_mean([set(d.categories) <= set(e.labels) for e, d in sure]),
    )


def _top(answer: _Answer) -> str:
    return answer.understood.top.id if answer.understood.top else OUT_OF_SCOPE


def _needs(answer: _Answer, taxonomy: Taxonomy) -> set[str]:
    """The needs that would be noted or offered first: those `decide` is sure of, else one a segment."""
    decision = decide(answer.understood, taxonomy=taxonomy)
    if isinstance(decision, Sure) and len(decision.categories) > 1:
        return set(decision.categories)
    tops = {segment.intents[0].id for segment in answer.understood.segments if segment.intents}
    read = {label for label in tops if taxonomy.is_need(label)}
    return read or (set(decision.candidates[:1]) if isinstance(decision, Unsure) else set())


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    labels = {truth for truth, _ in pairs}
    return _mean([_set_f1([({t} & {label}, {p} & {label}) for t, p in pairs]) for label in sorted(labels)])


def _set_f1(pairs: Sequence[tuple[set[str], set[str]]]) -> float:
    hits = sum(len(truth & found) for truth, found in pairs)
    total = sum(len(truth) + len(found) for truth, found in pairs)
    return 2 * hits / total if total else float("nan")


def _out_of_scope_recall(answers: Sequence[_Answer]) -> float:
    def strangeness(answer: _Answer) -> float:
        return answer.understood.confidence(OUT_OF_SCOPE)

    kept = [strangeness(a) for a in answers if a.example.labels[0] != OUT_OF_SCOPE]
    strange = [strangeness(a) for a in answers if a.example.labels[0] == OUT_OF_SCOPE]
    limit = float(np.quantile(kept, _KEPT)) if kept else 1.0
    return _mean([value > limit for value in strange])


def _calibration_error(answers: Sequence[_Answer]) -> float:
    tops = [(a.understood.top, a.example.labels[0]) for a in answers]
    pairs = [(top.confidence, top.id == label) for top, label in tops if top]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        bins.setdefault(min(int(confidence * _BINS), _BINS - 1), []).append((confidence, right))
    gaps = [abs(_mean([c for c, _ in own]) - _mean([r for _, r in own])) * len(own) for own in bins.values()]
    return sum(gaps) / len(pairs) if pairs else float("nan")


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
