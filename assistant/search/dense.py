"""Meaning: the passages' vectors in a FAISS index of exact inner products."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import faiss
import numpy as np

FILE = "dense.faiss"


def build(vectors: np.ndarray) -> faiss.IndexFlatIP:
    """An exact index over unit vectors, float32 of shape (passages, dimensions)."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, np.float32))
    return index


def scores(index: faiss.IndexFlatIP, query: np.ndarray) -> np.ndarray:
    """The cosine of a unit query vector with every passage, float32 of shape (passages,)."""
    found, places = index.search(query.reshape(1, -1).astype(np.float32), index.ntotal)
    ordered = np.empty(index.ntotal, np.float32)
    ordered[places[0]] = found[0]
    return ordered


def vectors_of(index: faiss.IndexFlatIP) -> np.ndarray:
    """The vectors again, in the order in which they were added."""
    return np.asarray(index.reconstruct_n(0, index.ntotal), np.float32)


def save(index: faiss.IndexFlatIP, folder: Path) -> None:
    """Write the index into a folder."""
    faiss.write_index(index, str(folder / FILE))


def load(folder: Path) -> faiss.IndexFlatIP:
    """Read the index back (RuntimeError if the file is not a FAISS index)."""
    return cast(faiss.IndexFlatIP, faiss.read_index(str(folder / FILE)))
