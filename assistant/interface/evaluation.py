"""`eval`: score a question set, by kind.

A line of a set is a question `{"id", "kind", "question", "outcome", "expect"}`, a lookup with
`"reference"` in its place, or a conversation with `"turns"`. `expect` is a list of groups; each
group lists places that settle it (`document`, `path`, `words`), any one of which will do.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import QuestionError, UsageError
from assistant.language.tokens import fold
from assistant.records import Answer, Query, Quote
from assistant.service import Assistant


@dataclass(frozen=True, slots=True)
class Score:
    """One answer against what was expected of it."""

    id: str
    kind: str
    question: str
    expected: tuple[str, ...]
    outcome: str
    first: bool
    anywhere: bool
    mattering: int
    quotes: int
    characters: int
    said: tuple[str, ...] = ()
    wanted: str = ""

    @property
    def should_answer(self) -> bool:
        """Whether the documents do answer."""
        return "answered" in self.expected

    @property
    def right(self) -> bool:
        """A right first quote, or the right kind of no."""
        return self.first if self.should_answer else self.outcome in self.expected


@dataclass(frozen=True, slots=True)
class Scores:
    """All the scores of a set."""

    scores: tuple[Score, ...]

    def figures(self, kind: str | None = None) -> dict[str, float]:
        """The figures of the must-holds, shares between 0 and 1, over one kind or over all."""
        part = [s for s in self.scores if kind is None or s.kind == kind]
        asked = [s for s in part if s.kind not in {"lookup", "conversation"} or kind]
        good, bad = [s for s in asked if s.should_answer], [s for s in asked if not s.should_answer]
        answered = [s for s in good if s.outcome == "answered"]
        return {
            "questions": len(part),
            "first": _share(s.first for s in good),
            "anywhere": _share(s.anywhere for s in good),
            "mattering": sum(s.mattering for s in answered)
            / max(sum(s.quotes for s in answered), 1),
            "characters": statistics.median([s.characters for s in answered] or [0]),
            "refused_rightly": _share(s.outcome != "answered" for s in bad),
            "refused_as_expected": _share(s.outcome in s.expected for s in bad),
            "refused_wrongly": _share(s.outcome != "answered" for s in good),
        }

    def share_right(self, kind: str) -> float:
        """The share of one kind that is right."""
        return _share(s.right for s in self.scores if s.kind == kind)

    def as_json(self) -> dict[str, Any]:
        """Figures over all and by kind."""
        kinds = sorted({s.kind for s in self.scores})
        return {
            "all": self.figures(),
            "kinds": {k: {**self.figures(k), "right": self.share_right(k)} for k in kinds},
        }


def _share(truths: Any) -> float:  # noqa: ANN401
    values = list(truths)
    return sum(values) / len(values) if values else 1.0


def evaluate(assistant: Assistant, file: Path) -> Scores:
    """Ask everything in a set (UsageError if the file is not a set)."""
    return Scores(tuple(score for line in _lines(file) for score in _score_line(assistant, line)))


def _lines(file: Path) -> list[dict[str, Any]]:
    try:
        lines = [
            json.loads(ln) for ln in file.read_text(encoding="utf-8").split("\n") if ln.strip()
        ]
    except (OSError, ValueError, RecursionError) as error:
        msg = f"質問集 {file} を読めません。JSONL のファイルを指定してください。"
        raise UsageError(msg) from error
    for line in lines:
        if not isinstance(line, dict) or not {"id", "kind"} <= set(line):
            msg = f"質問集 {file} に id か kind のない行があります。書き足してください。"
            raise UsageError(msg)
    return lines


def _score_line(assistant: Assistant, line: dict[str, Any]) -> Iterator[Score]:
    if "reference" in line:
        yield _score(line["id"], line["kind"], line, assistant.lookup(line["reference"]))
        return
    turns = line.get("turns") or [line]
    earlier: list[Query] = []
    for number, turn in enumerate(turns):
        name = f"{line['id']}.{number + 1}" if "turns" in line else line["id"]
        try:
            answer, query = assistant.converse(turn["question"], earlier)
        except QuestionError as error:
            answer, query = Answer(turn["question"], "not_found", str(error)), None
        if query is not None:
            earlier.append(query)
        yield _score(name, line["kind"], turn, answer)


def _score(name: str, kind: str, wanted: dict[str, Any], answer: Answer) -> Score:
    groups = wanted.get("expect", [])
    expected = wanted["outcome"]
    met = [
        any(_meets(quote, place) for quote in answer.quotes for place in group) for group in groups
    ]
    places = [place for group in groups for place in group]
    first = bool(answer.quotes) and any(_meets(answer.quotes[0], place) for place in places)
    return Score(
        id=name,
        kind=kind,
        question=answer.question,
        expected=tuple([expected] if isinstance(expected, str) else expected),
        outcome=answer.outcome,
        first=first,
        anywhere=bool(groups) and all(met),
        mattering=sum(any(_meets(quote, place) for place in places) for quote in answer.quotes),
        quotes=len(answer.quotes),
        characters=sum(len(quote.text) for quote in answer.quotes),
        said=tuple(f"{q.document} {'/'.join(q.path)}: {q.text}" for q in answer.quotes),
        wanted=" + ".join(
            "|".join(f"{p['document']} {'/'.join(p['path'])}: {p['words']}" for p in g[:1])
            for g in groups
        ),
    )


def _meets(quote: Quote, place: dict[str, Any]) -> bool:
    """Whether a quote holds the words, in the document and below the labels, in order.

    A whole list, quoted under the clause that it stands in, holds its items.
    """
    if quote.document != place["document"] or place["words"] not in quote.text:
        return False
    at = 0
    for label in place["path"]:
        found = next((i for i in range(at, len(quote.path)) if _same(quote.path[i], label)), None)
        if found is None:
            return bool(_ITEM.fullmatch(label)) and not any(map(_ITEM.fullmatch, quote.path))
        at = found + 1
    return True


# An item of a list.
_ITEM = re.compile(r"第\d+(?:号|項目)")


def _same(label: str, wanted: str) -> bool:
    return label == wanted or (len(label) > 1 and fold(label) in fold(wanted))


def table(scores: Scores, *, failures: bool = False) -> str:
    """The figures as a Markdown table, by kind, and on request what went wrong."""
    head = [
        "kind",
        "n",
        "first",
        "anywhere",
        "matter",
        "chars",
        "refused right",
        "as expected",
        "refused wrong",
    ]
    rows = [head, ["---"] * len(head)]
    for kind in [None, *sorted({s.kind for s in scores.scores})]:
        f = scores.figures(kind)
        shares = [f"{f[k]:.1%}" for k in ("first", "anywhere", "mattering")]
        refused = ("refused_rightly", "refused_as_expected", "refused_wrongly")
        counts = [kind or "all", f"{f['questions']:.0f}"]
        rows.append([*counts, *shares, f"{f['characters']:.0f}", *(f"{f[k]:.1%}" for k in refused)])
    text = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    if failures:
        text += "\n" + "\n".join(
            _failure(s)
            for s in scores.scores
            if not s.right or (s.should_answer and not s.anywhere)
        )
    return text


def _failure(score: Score) -> str:
    said = " ¦ ".join(x[:110] for x in score.said) or score.outcome
    wanted = score.wanted[:200] or "・".join(score.expected)
    asked = f"{score.id} [{score.kind}] {score.question}"
    return f"{asked}\n    wanted {wanted}\n    got    {said[:330]}"
