"""How strict the no is: refused wrongly against answered wrongly, beside a threshold on cosine.

    python benchmarks/curve.py            prints the figures
    python benchmarks/curve.py --write    also writes docs/curve.svg and docs/quality.md

The path goes from answering everything, over requirements that weigh but need not be met, to the
limits of assistant/answering/limits.toml, drawn together from wide to narrow; 1 is what is in use.
The plain alternative answers with whatever lies nearest and refuses where the cosine of the best
chunk is below a threshold. Single questions only; any outcome but `answered` counts as refused.
Only figures are printed, never a question.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import numpy as np
from drawing import Curve, Panel, drawn
from report import HELD, TUNING, Line, answerable, opened, options, questions, table, write

from assistant.answering import answers
from assistant.answering.limits import Limits
from assistant.answering.needs import Requirement
from assistant.answering.questions import Reader
from assistant.answering.requirements import requirements
from assistant.answering.retrieval import ranking
from assistant.answering.searcher import Searcher
from assistant.interface.evaluation import _meets as meets
from assistant.records import Hit, Query
from assistant.search import dense
from assistant.service import Assistant

PICTURE = Path("docs/curve.svg")
STEPS = (0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)
IN_USE = 1.0
# A no comes sooner where the first are larger, and where the second are smaller.
LARGER_IS_STRICTER = frozenset(
    {"least_share", "least_share_of_fact", "least_share_of_side", "near"}
)
SMALLER_IS_STRICTER = frozenset(
    {"most_unknown", "most_unknown_of_fact", "most_unknown_of_stranger", "farthest", "alike"}
)
WHOLE_SHARE = 1.0
# Wider than any limit can be, and still a number that a share of nothing may be multiplied by.
BEYOND = 1e9
EVERYTHING, NOTHING = "everything answered", "nothing required"
# Shares of wrongly refused questions at which the threshold is read off.
READ_OFF = (0.0, 0.02, 0.05, 0.1, 0.25, 0.5)
SETS = (TUNING, HELD)
# Of the tuning half every sixth question is enough for a curve and a quarter of an hour less.
EVERY = {TUNING: 6, HELD: 1}


@dataclass(frozen=True)
class Point:
    """What one strictness, or one threshold, costs."""

    refused_wrongly: float
    answered_wrongly: float
    right_first: float = 0.0


def main() -> None:
    """Sweep, print, draw."""
    chosen = options(__doc__).parse_args()
    started = time.perf_counter()
    assistant = opened(chosen.corpus, chosen.index)
    swept, cosine = {}, {}
    for file in SETS:
        asked = questions(file)[:: EVERY[file]]
        swept[file.stem] = {name: measured(way, asked) for name, way in path(assistant).items()}
        cosine[file.stem] = thresholds(assistant.searcher, asked)
    text = report(swept, cosine)
    print(text)
    print(f"\n{time.perf_counter() - started:.0f} seconds")
    if chosen.write:
        PICTURE.write_text(picture(swept, cosine), encoding="utf-8")
        write("curve", text)


# The path through the limits

Ask = Callable[[Line], tuple[bool, bool]]


def path(assistant: Assistant) -> dict[str, Ask]:
    """Ways to ask, from never refusing to refusing much: whether answered, whether right first."""
    ways: dict[str, Ask] = {}
    lax = replace(assistant, reader=Incurious(assistant.searcher.catalogue))
    ways[EVERYTHING] = _freely(limited(lax, off(assistant.searcher.limits)))
    ways[NOTHING] = _freely(limited(assistant, off(assistant.searcher.limits)))
    for step in STEPS:
        at = limited(assistant, scaled(assistant.searcher.limits, step))
        ways[_name(step)] = lambda line, at=at: _asked(at, line)  # type: ignore[misc]
    return ways


def _name(step: float) -> str:
    return f"limits × {step:g}" + (" (in use)" if step == IN_USE else "")


def scaled(limits: Limits, step: float) -> Limits:
    """All limits drawn together: shares asked for grow, shares and distances allowed shrink."""
    values = {f.name: getattr(limits, f.name) for f in fields(limits)}
    for name, value in values.items():
        if name in LARGER_IS_STRICTER:
            most = WHOLE_SHARE if name.startswith("least") else BEYOND
            values[name] = min(value * step, max(value, most))
        elif name in SMALLER_IS_STRICTER:
            values[name] = value / step
    return Limits(**values)


def off(limits: Limits) -> Limits:
    """Limits under which nothing is refused or asked back."""
    values = {f.name: getattr(limits, f.name) for f in fields(limits)}
    values |= dict.fromkeys(LARGER_IS_STRICTER & values.keys(), -BEYOND)
    return Limits(**(values | dict.fromkeys(SMALLER_IS_STRICTER & values.keys(), BEYOND)))


def limited(assistant: Assistant, limits: Limits) -> Assistant:
    """The same assistant with other limits; what was worked out of the index is kept."""
    old = assistant.searcher
    new = replace(old, limits=limits)
    kept = {name: value for name, value in vars(old).items() if name not in vars(new)}
    vars(new).update(kept)
    return replace(assistant, searcher=new)


@dataclass(frozen=True)
class Incurious(Reader):
    """Takes greetings, other places and addresses for questions like any other."""

    def understand(self, question: str, source: str | None = None) -> Query:
        """See Reader."""
        query = super().understand(question, source)
        return replace(query, foreign=(), smalltalk=False, errand="", addressed=False)


@contextmanager
def nothing_required() -> Iterator[None]:
    """Inside, requirements weigh as ever, but none of them must be met."""

    def ranked(query: Query, searcher: Searcher, _: Sequence[Requirement]) -> list[Hit]:
        return ranking(query, searcher, requirements(query, searcher))

    def none(_query: Query, _searcher: Searcher) -> list[Requirement]:
        return []

    with patch.object(answers, "requirements", none), patch.object(answers, "ranking", ranked):
        yield


def _freely(assistant: Assistant) -> Ask:
    def ask(line: Line) -> tuple[bool, bool]:
        with nothing_required():
            return _asked(assistant, line)

    return ask


def _asked(assistant: Assistant, line: Line) -> tuple[bool, bool]:
    try:
        answer = assistant.ask(line["question"])
    except LookupError as error:
        # The choice of words meets hits here that it does not meet in use; never passed in silence.
        print(f"{line['id']} broke ({error!r:.60}), counted as a wrong answer", file=sys.stderr)
        return True, False
    places = [place for group in line.get("expect", ()) for place in group]
    right = any(meets(quote, place) for quote in answer.quotes[:1] for place in places)
    return answer.outcome == "answered", right


def measured(ask: Ask, asked: Sequence[Line]) -> Point:
    """What one way to ask costs on a set."""
    results = [(answerable(line), *ask(line)) for line in asked]
    good = [(answered, right) for should, answered, right in results if should]
    bad = [answered for should, answered, _ in results if not should]
    return Point(
        sum(not answered for answered, _ in good) / len(good),
        sum(bad) / len(bad),
        sum(right for _, right in good) / len(good),
    )


# The plain alternative


def thresholds(searcher: Searcher, asked: Sequence[Line]) -> list[Point]:
    """Every threshold on the cosine of the best chunk, from the lowest to the highest."""
    best = {True: [], False: []}  # type: dict[bool, list[float]]
    for line in asked:
        vector = searcher.encoder.encode_query(line["question"])
        best[answerable(line)].append(float(dense.scores(searcher.index.dense, vector).max()))
    good, bad = np.array(best[True]), np.array(best[False])
    levels = [*sorted({*best[True], *best[False]}), np.inf]
    return [Point(float((good < at).mean()), float((bad >= at).mean())) for at in levels]


def read_off(points: Sequence[Point], most: float) -> float:
    """The least share answered wrongly where at most so many are refused wrongly."""
    return min(p.answered_wrongly for p in points if p.refused_wrongly <= most)


# The report

Swept = dict[str, dict[str, Point]]
Cosine = dict[str, list[Point]]


def report(swept: Swept, cosine: Cosine) -> str:
    """Both tables, and the two ways side by side at the point in use."""
    sets = list(swept)
    head = ["strictness"]
    for name in sets:
        head += [f"{name}: refused wrongly", "answered wrongly", "right first"]
    rows = [
        [name, *(f"{v:.1%}" for s in sets for v in vars(swept[s][name]).values())]
        for name in swept[sets[0]]
    ]
    plain = [
        [f"{most:.0%}", *(f"{read_off(cosine[s], most):.1%}" for s in sets)] for most in READ_OFF
    ]
    heads = ["cosine: refused wrongly, at most", *(f"{s}: answered wrongly" for s in sets)]
    below = table(heads, plain)
    return f"{table(head, rows)}\n\n{below}\n\n{_beside(swept, cosine)}"


def _beside(swept: Swept, cosine: Cosine) -> str:
    said = []
    for name, points in swept.items():
        here = points[_name(IN_USE)]
        there = read_off(cosine[name], here.refused_wrongly)
        said.append(
            f"On `{name}`, {here.refused_wrongly:.1%} of the answerable questions are refused and "
            f"{here.answered_wrongly:.1%} of the unanswerable ones answered; a threshold on cosine "
            f"that refuses no more of the former answers {there:.1%} of the latter. "
            f"{_parts(points)}"
        )
    return " ".join(said)


def _parts(points: dict[str, Point]) -> str:
    """What refuses the unanswerable questions: reading, requirements, limits."""
    ways = (NOTHING, _name(STEPS[0]), _name(IN_USE))
    left = [WHOLE_SHARE, *(points[way].answered_wrongly for way in ways)]
    read, required, narrowed = (a - b for a, b in pairwise(left))
    return (
        f"Of the unanswerable ones {read:.0%} are refused by reading the question alone, "
        f"{required:.0%} more by requirements under the widest limits, {narrowed:.0%} more by the "
        f"limits as they stand."
    )


def picture(swept: Swept, cosine: Cosine) -> str:
    """The curves of both sets, side by side."""
    panels = []
    for name, points in swept.items():
        in_use = points[_name(IN_USE)]
        panels.append(
            Panel(
                f"{name}.jsonl",
                (
                    Curve("cosine", "threshold on cosine", _pairs(cosine[name]), dots=False),
                    Curve("limits", "the assistant", _pairs(points.values())),
                ),
                (in_use.refused_wrongly, in_use.answered_wrongly),
            )
        )
    return drawn(panels, "answerable questions refused", "unanswerable questions answered")


def _pairs(points: Iterable[Point]) -> list[tuple[float, float]]:
    return [(p.refused_wrongly, p.answered_wrongly) for p in points]


if __name__ == "__main__":
    main()
