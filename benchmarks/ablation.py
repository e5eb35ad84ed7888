"""What each part of the search is worth: right words first, beside a plain chunk-and-embed system.

    python benchmarks/ablation.py                               on the held questions
    python benchmarks/ablation.py tests/quality/tuning.jsonl    on another set
    python benchmarks/ablation.py --write                       also writes docs/quality.md

Of the questions that the documents answer: how often the first passage is right, how often one of
the first five, and how many characters the first one has. A chunk or quote is right by document,
address and words, as in `eval`; a window has no address, so document and words are enough. Where a
family of signals is taken out, the weights of the others are fitted again on the tuning set, as
benchmarks/calibrate.py does. Only figures are printed, never a question.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import bm25s
import numpy as np
from calibrate import _settles as settles
from calibrate import fit
from report import HELD, TUNING, Line, answerable, opened, options, questions, sizes, table, write

from assistant.answering.questions import Reader
from assistant.answering.requirements import requirements
from assistant.answering.retrieval import evidence
from assistant.answering.searcher import Searcher
from assistant.answering.terms import terms
from assistant.documents.chunks import Reading
from assistant.interface.evaluation import _meets as meets
from assistant.language.tokens import index_words, words
from assistant.records import Chunk, Query, Span, Term
from assistant.search import dense, sparse
from assistant.search.embeddings import Encoder
from assistant.service import Assistant

WINDOW = 400
FIVE = 5
# Cormack, Clarke & Büttcher, "Reciprocal Rank Fusion" (2009): the usual value.
RANK_CONSTANT = 60
WHOLE = "the whole: `ask`"
MEANING, WORDS, SUMMED, RANKS = "dense", "BM25", "both, z-scores summed", "both, ranks fused"
T = TypeVar("T")


@dataclass(frozen=True)
class Result:
    """What one system showed for one question; no characters where it showed nothing."""

    first: bool
    five: bool
    characters: int | None


Results = dict[str, list[Result]]


def main() -> None:
    """Compare and print; write if asked to."""
    parser = options(__doc__)
    parser.add_argument("questions", type=Path, nargs="?", default=HELD)
    chosen = parser.parse_args()
    started = time.perf_counter()
    assistant = opened(chosen.corpus, chosen.index)
    asked = [line for line in questions(chosen.questions) if answerable(line)]
    tuning = [line for line in questions(TUNING) if answerable(line)]
    found = {
        **plain(assistant, asked),
        **fused(assistant, tuning, asked),
        **whole(assistant, asked),
    }
    text = report(chosen.questions, found)
    print(text)
    print(f"\n{time.perf_counter() - started:.0f} seconds")
    if chosen.write:
        write("sets", sizes())
        write("ablation", text)


def report(file: Path, found: Results) -> str:
    """The table with what it is of."""
    count = len(next(iter(found.values())))
    best = statistics.mean(result.first for result in found[WHOLE])
    error = (best * (1 - best) / count) ** 0.5
    rows = [[name, *_figures(results)] for name, results in found.items()]
    head = ["", "right first", "right in five", "characters in the first"]
    said = f"`{file.as_posix()}`: {count} questions that the documents answer. One question is "
    said += f"{1 / count:.1%}; the standard error of `ask`'s share right first is {error:.1%}."
    return f"{said}\n\n{table(head, rows)}"


def _figures(results: Sequence[Result]) -> list[str]:
    lengths = [r.characters for r in results if r.characters is not None]
    first, five = sum(r.first for r in results), sum(r.five for r in results)
    shares = [f"{count / len(results):.1%}" for count in (first, five)]
    return [*shares, f"{statistics.median(lengths or [0]):.0f}"]


# Plain systems: the question as it was typed, meaning and words, nothing understood


@dataclass(frozen=True)
class Passages:
    """What a plain system searches: passages with their vectors and their words."""

    chunks: Sequence[Chunk]
    vectors: np.ndarray
    words: bm25s.BM25

    @classmethod
    def of(cls, chunks: Sequence[Chunk], texts: Sequence[str], encoder: Encoder) -> Passages:
        """Passages of which some texts are embedded and indexed."""
        index = sparse.build([index_words(text) for text in texts])
        return cls(chunks, encoder.encode_passages(texts), index)

    def scores(self, question: str, encoder: Encoder) -> dict[str, np.ndarray]:
        """Every plain way to score the passages."""
        meaning = self.vectors @ encoder.encode_query(question)
        said = sparse.scores(self.words, index_words(question))
        return {
            MEANING: meaning,
            WORDS: said,
            SUMMED: _z(meaning) + _z(said),
            RANKS: _reciprocal(meaning) + _reciprocal(said),
        }


def plain(assistant: Assistant, asked: Sequence[Line]) -> Results:
    """Windows; chunks with their context; chunks without."""
    encoder, index = assistant.searcher.encoder, assistant.searcher.index
    cut = [w for r in assistant.searcher.catalogue.readings.values() for w in windows(r)]
    with_context = Passages(index.chunks, dense.vectors_of(index.dense), index.sparse)
    bare = Passages.of(index.chunks, [chunk.text for chunk in index.chunks], encoder)
    squeezed = [replace(w, text=_squeeze(w.text)) for w in cut]
    baseline = Passages.of(squeezed, [w.text for w in cut], encoder)
    found: Results = {}
    for line in asked:
        flat = {**line, "expect": [[_anywhere(p) for p in group] for group in line["expect"]]}
        for name, passages, wanted, ways in (
            (f"windows of {WINDOW} characters", baseline, flat, (MEANING, WORDS, SUMMED)),
            ("chunks with context", with_context, line, (MEANING, WORDS, SUMMED, RANKS)),
            ("chunks without context", bare, line, (SUMMED,)),
        ):
            right = np.array([settles(c, wanted["expect"]) for c in passages.chunks])
            scores = passages.scores(line["question"], encoder)
            for way in ways:
                shown = _shown(passages.chunks, right, scores[way])
                found.setdefault(f"{name}: {way}", []).append(shown)
    return found


def windows(reading: Reading) -> Iterator[Chunk]:
    """A source cut every so many characters, whatever stands there."""
    text, name = reading.document.text, reading.document.source.id
    for start in range(0, len(text), WINDOW):
        span = Span(start, min(start + WINDOW, len(text)))
        yield Chunk(f"{name}:{start}", name, (), span, span.cut(text), "")


def _anywhere(place: dict[str, object]) -> dict[str, object]:
    """A place without its address, its words without blanks."""
    return {**place, "path": [], "words": _squeeze(str(place["words"]))}


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _shown(chunks: Sequence[Chunk], right: np.ndarray, score: np.ndarray) -> Result:
    order = np.argsort(-score, kind="stable")[:FIVE]
    span = chunks[order[0]].span
    return Result(bool(right[order[0]]), bool(right[order].any()), span.end - span.start)


def _z(values: np.ndarray) -> np.ndarray:
    return np.asarray((values - values.mean()) / (float(values.std()) or 1.0))


def _reciprocal(values: np.ndarray) -> np.ndarray:
    ranks = np.empty(len(values))
    ranks[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    return np.asarray(1 / (RANK_CONSTANT + ranks))


# All signals, and all but one family


@dataclass(frozen=True)
class Family:
    """Signals by the pattern of their names, and what else goes when they are taken out."""

    name: str
    signals: str
    searcher: Callable[[Searcher], Searcher] | None = None
    query: Callable[[Query], Query] | None = None


def without_context(searcher: Searcher) -> Searcher:
    """The same chunks, embedded and indexed without context."""
    chunks = tuple(replace(chunk, context="") for chunk in searcher.index.chunks)
    texts = [chunk.text for chunk in chunks]
    index = replace(
        searcher.index,
        chunks=chunks,
        dense=dense.build(searcher.encoder.encode_passages(texts)),
        sparse=sparse.build([index_words(text) for text in texts]),
    )
    return replace(searcher, index=index)


def without_places(query: Query) -> Query:
    """Municipalities as words like any other; they limit nothing."""
    names = terms(" ".join(query.municipalities))
    return replace(query, municipalities=(), documents=frozenset(), terms=(*query.terms, *names))


def without_asked(query: Query) -> Query:
    """Not knowing what kind of thing is asked for."""
    return replace(query, asked=frozenset())


def without_synonyms(query: Query) -> Query:
    """Each word for itself."""
    return replace(
        query, terms=tuple(replace(t, forms=frozenset({_normal(t)})) for t in query.terms)
    )


def _normal(term: Term) -> str:
    return next((w.normal for w in words(term.surface) if w.normal in term.forms), term.surface)


# A signal that no pattern names is always kept.
FAMILIES = (
    Family("all signals, fitted weights", ""),
    Family("… without meaning (dense)", r"dense"),
    Family("… without words (BM25, words, pairs, nouns)", r"sparse|words_.*|pairs_.*|share|lost"),
    Family("… without context and labels", r".*_all|label", searcher=without_context),
    Family(
        "… without places and parties",
        r"column|place|meets_(?:places|columns)",
        query=without_places,
    ),
    Family(
        "… without what is asked for",
        r"shape|near|deed|topic|meets_(?:shapes|told|holders)",
        query=without_asked,
    ),
    Family("… without synonyms", "", query=without_synonyms),
)


@dataclass(frozen=True)
class Example:
    """A question as the weights see it: signals of the chunks in question, which are right."""

    usable: bool
    values: dict[str, np.ndarray]
    right: np.ndarray
    chunks: Sequence[Chunk]

    def matrix(self, names: Sequence[str]) -> np.ndarray:
        """One row a chunk, one column a signal."""
        return np.stack([self.values[name] for name in names], axis=1)


def fused(assistant: Assistant, tuning: Sequence[Line], asked: Sequence[Line]) -> Results:
    """Fit on the tuning set, order the chunks of the questions asked, for each family."""
    known: dict[object, tuple[list[Example], list[Example]]] = {}
    found: Results = {}
    for family in FAMILIES:
        seen = (family.searcher, family.query)
        if seen not in known:
            searcher = (family.searcher or _same)(assistant.searcher)
            change = family.query or _same
            known[seen] = (
                _examples(tuning, searcher, assistant.reader, change),
                _examples(asked, searcher, assistant.reader, change),
            )
        names = [n for n in known[seen][0][0].values if not re.fullmatch(family.signals, n)]
        data = [(e.matrix(names), e.right) for e in known[seen][0] if e.usable]
        weights = fit(data, len(names))
        found[family.name] = [
            _shown(e.chunks, e.right, e.matrix(names) @ weights) for e in known[seen][1]
        ]
    return found


def _same(value: T) -> T:
    return value


def _examples(
    asked: Iterable[Line], searcher: Searcher, reader: Reader, change: Callable[[Query], Query]
) -> list[Example]:
    found = []
    for line in asked:
        query = change(reader.understand(line["question"]))
        values = evidence(query, searcher, requirements(query, searcher))
        rows = np.arange(len(searcher.sources))
        if query.documents:
            rows = np.flatnonzero(np.isin(searcher.sources, list(query.documents)))
        chunks = [searcher.index.chunks[i] for i in rows]
        right = np.array([settles(c, line["expect"]) for c in chunks])
        # What names a clause is quoted by its address and teaches the weights nothing.
        usable = bool(right.any()) and line["kind"] != "clause"
        found.append(Example(usable, {n: v[rows] for n, v in values.items()}, right, chunks))
    return found


# The whole


@dataclass(frozen=True)
class Unaddressed(Reader):
    """Takes 第6条第3項 for words."""

    def understand(self, question: str, source: str | None = None) -> Query:
        """See Reader."""
        query = super().understand(question, source)
        return replace(query, addressed=False)


def whole(assistant: Assistant, asked: Sequence[Line]) -> Results:
    """`ask`, whose refusals count as wrong, and the same without addresses."""
    plainly = replace(assistant, reader=Unaddressed(assistant.searcher.catalogue))
    return {
        WHOLE: [_asked(assistant, line) for line in asked],
        "… without addresses": [_asked(plainly, line) for line in asked],
    }


def _asked(assistant: Assistant, line: Line) -> Result:
    quotes = assistant.ask(line["question"]).quotes[:FIVE]
    right = [any(meets(q, p) for group in line["expect"] for p in group) for q in quotes]
    return Result(right[:1] == [True], any(right), len(quotes[0].text) if quotes else None)


if __name__ == "__main__":
    main()
