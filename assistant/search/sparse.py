"""Words: BM25 over the normalised forms of Sudachi's morphemes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np

FOLDER = "sparse"
# Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009): the usual
# values; cells and items are all short, so length is weighed little (benchmarks/ablation.py).
K1, B = 1.2, 0.4


def build(documents: Sequence[Sequence[str]]) -> bm25s.BM25:
    """An index over the words of each passage."""
    index = bm25s.BM25(k1=K1, b=B, method="lucene")
    index.index([list(words) or [""] for words in documents], show_progress=False)
    return index


def scores(index: bm25s.BM25, words: Sequence[str]) -> np.ndarray:
    """The BM25 score of every passage for the words that the index knows, float32."""
    known = [word for word in words if word in index.vocab_dict]
    if not known:
        return np.zeros(int(index.scores["num_docs"]), np.float32)
    return np.asarray(index.get_scores(known), np.float32)


def save(index: bm25s.BM25, folder: Path) -> None:
    """Write the index into a folder of its own inside `folder`."""
    index.save(str(folder / FOLDER), show_progress=False)


def load(folder: Path) -> bm25s.BM25:
    """Read the index back."""
    return bm25s.BM25.load(str(folder / FOLDER), load_corpus=False)
