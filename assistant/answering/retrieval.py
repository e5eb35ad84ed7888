"""Query to Hits: meaning, words and what was understood of the question, fused into one order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.answering.catalogue import Catalogue
from assistant.answering.lookup import squeeze
from assistant.answering.vocabulary import vocabulary
from assistant.language.eras import find_dates
from assistant.language.tokens import content_words, fold
from assistant.records import Chunk, Hit, Query
from assistant.search import dense, sparse
from assistant.search.store import Index

if TYPE_CHECKING:
    from assistant.search.embeddings import Encoder

# Share of meaning against words, both as z-scores (benchmarks/ablation.py).
DENSE_SHARE = 0.5


@dataclass(frozen=True)
class Searcher:
    """An index with what is worked out from it once, when it is opened."""

    index: Index
    catalogue: Catalogue
    encoder: Encoder

    @cached_property
    def sources(self) -> np.ndarray:
        """The document of each chunk."""
        return np.array([chunk.source_id for chunk in self.index.chunks])

    @cached_property
    def texts(self) -> list[str]:
        """Each chunk's words, folded."""
        return [fold(chunk.text) for chunk in self.index.chunks]

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """The content words of each chunk with its context."""
        return [
            frozenset(content_words(f"{chunk.context}\n{chunk.text}")) for chunk in self.index.chunks
        ]

    @cached_property
    def idf(self) -> dict[str, float]:
        """Inverse document frequency of each word, Robertson's form without negatives."""
        count = max(len(self.words), 1)
        df: dict[str, int] = {}
        for words in self.words:
            for word in words:
                df[word] = df.get(word, 0) + 1
        return {word: float(np.log(1 + (count - n + 0.5) / (n + 0.5))) for word, n in df.items()}

    @cached_property
    def rarest(self) -> float:
        """The weight of a word that no chunk holds."""
        return float(np.log(1 + (len(self.words) + 0.5) / 0.5))

    @cached_property
    def shapes(self) -> dict[str, np.ndarray]:
        """For each kind of question, which chunks have the form of its answer."""
        return {
            kind: np.array([bool(pattern.search(text)) for text in self.texts])
            for kind, pattern in vocabulary().shapes.items()
        }


def search(query: Query, searcher: Searcher, count: int = 20) -> list[Hit]:
    """The `count` best chunks for a question among the documents it is limited to."""
    index = searcher.index
    if not index.chunks:
        return []
    meaning = dense.scores(index.dense, searcher.encoder.encode_query(query.text))
    words = sparse.scores(index.sparse, expanded(query.words))
    fused = DENSE_SHARE * _z(meaning) + (1 - DENSE_SHARE) * _z(words) + _understood(query, searcher)
    allowed = np.isin(searcher.sources, list(query.documents)) if query.documents else np.ones(len(fused), bool)
    fused = np.where(allowed, fused, -np.inf)
    order = np.lexsort((np.arange(len(fused)), -fused))[:count]
    return [
        Hit(index.chunks[i], float(fused[i]), _found_by(i, meaning, words))
        for i in order
        if np.isfinite(fused[i])
    ]


def _found_by(i: int, meaning: np.ndarray, words: np.ndarray) -> tuple[str, ...]:
    return (f"dense {meaning[i]:.3f}", f"sparse {words[i]:.2f}")


def _z(values: np.ndarray) -> np.ndarray:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)


def expanded(words: Sequence[str]) -> list[str]:
    """The words with the documents' own words for them."""
    known = vocabulary().synonyms
    return list(dict.fromkeys(w for word in words for w in (word, *sorted(known.get(word, ())))))


def _understood(query: Query, searcher: Searcher) -> np.ndarray:
    """What the question says beyond its words: the form of the answer, the column, the date."""
    bonus = np.zeros(len(searcher.index.chunks), np.float32)
    for kind in query.asked & set(searcher.shapes):
        bonus += 0.8 * searcher.shapes[kind]
    for i, chunk in enumerate(searcher.index.chunks):
        bonus[i] += _column(query, chunk, searcher) + _date(query, searcher.texts[i])
    return bonus


def _column(query: Query, chunk: Chunk, searcher: Searcher) -> float:
    last = chunk.path[-1] if chunk.path else None
    if last is None or last.kind != "cell":
        return 0.0
    labels = [squeeze(step.label) for step in chunk.path]
    asked = squeeze(query.text)
    bonus = sum(0.6 for label in labels[1:-1] if len(label) > 1 and label in asked)
    if labels[-2].startswith("その他") and "その他" not in asked:
        bonus -= 1.0
    role = "role" in query.asked and "の役割" in last.label
    party = re.search(r"（([^（）]*)）$", chunk.context)
    if party:
        bonus += 1.0 if party[1] in query.municipalities and role else 0.0
        bonus += 1.5 if last.label in query.text else 0.0
    return bonus


def _date(query: Query, text: str) -> float:
    if not query.dates:
        return 0.0
    return 0.8 if any(d.agrees(q) for d in find_dates(text) for q in query.dates) else 0.0


def coverage(query: Query, hit: Hit, searcher: Searcher) -> float:
    """The share, by weight, of the question's content words that a chunk with its context holds."""
    words = frozenset(content_words(f"{hit.chunk.context}\n{hit.chunk.text}"))
    known = vocabulary().synonyms
    total = found = 0.0
    for word in query.words:
        weight = searcher.idf.get(word, searcher.rarest)
        total += weight
        if word in words or known.get(word, frozenset()) & words:
            found += weight
    return found / total if total else 0.0
