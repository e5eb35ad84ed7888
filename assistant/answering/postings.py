"""Which chunks hold which words, or pairs of signs, and how much each of them says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

from assistant.language.tokens import fold
from assistant.records import Term

_CONTENT_SIGN = re.compile(r"[一-鿿ァ-ヺー々a-z0-9]")


# What a word of like meaning counts for, beside the word itself.
LIKE = 0.8


class Postings:
    """Which chunks hold which words (or pairs of signs), and how rare each is."""

    def __init__(self, rows: Sequence[Iterable[str]]) -> None:
        found: dict[str, list[int]] = {}
        for i, row in enumerate(rows):
            for word in set(row):
                found.setdefault(word, []).append(i)
        self.count = len(rows)
        self.places = {word: np.array(places) for word, places in found.items()}

    def weight(self, word: str) -> float:
        """Inverse document frequency, Robertson's form without negatives; highest if unknown."""
        n = len(self.places.get(word, ()))
        return math.log(1 + (self.count - n + 0.5) / (n + 0.5))

    def holding(self, words: Iterable[str]) -> np.ndarray:
        """Which chunks hold any of the words."""
        held = np.zeros(self.count, bool)
        for word in words:
            places = self.places.get(word)
            if places is not None:
                held[places] = True
        return held

    def holding_all(self, words: Iterable[str]) -> np.ndarray:
        """Which chunks hold all of the words."""
        held = np.ones(self.count, bool)
        for word in words:
            held &= self.holding((word,))
        return held

    def share(self, terms: Iterable[Term]) -> np.ndarray:
        """The share by weight of the terms of which each chunk holds a word."""
        total, found = 0.0, np.zeros(self.count)
        for term in terms:
            weight = self.term_weight(term)
            total += weight
            found += weight * np.maximum(LIKE * self.holding(term.forms), self.holding(term.own))
        return found / total if total else found

    def term_weight(self, term: Term) -> float:
        """How much a term says: as much as its own word, else its most frequent known like."""
        for words in (term.own, term.forms):
            known = [word for word in words if word in self.places]
            if known:
                return min(self.weight(word) for word in known)
        return self.weight("")


def pairs(text: str) -> list[str]:
    """Pairs of neighbouring signs that carry meaning: kanji, katakana, letters, digits."""
    folded = fold(text)
    return [
        folded[i : i + 2]
        for i in range(len(folded) - 1)
        if _CONTENT_SIGN.match(folded[i]) and _CONTENT_SIGN.match(folded[i + 1])
    ]
