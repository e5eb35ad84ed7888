"""Which chunks hold which words, or pairs of signs, and how much each of them says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

from assistant.language.tokens import fold

_CONTENT_SIGN = re.compile(r"[一-鿿ァ-ヺー々a-z0-9]")


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

    def share(self, groups: Iterable[frozenset[str]]) -> np.ndarray:
        """The share by weight of the groups of which each chunk holds a word."""
        total, found = 0.0, np.zeros(self.count)
        for group in groups:
            weight = self.group_weight(group)
            total += weight
            found += weight * self.holding(group)
        return found / total if total else found

    def group_weight(self, group: frozenset[str]) -> float:
        """How much a group of like words says: as much as its most frequent known member."""
        known = [word for word in group if word in self.places]
        return min((self.weight(word) for word in known), default=self.weight(""))


def pairs(text: str) -> list[str]:
    """Pairs of neighbouring signs that carry meaning: kanji, katakana, letters, digits."""
    folded = fold(text)
    return [
        folded[i : i + 2]
        for i in range(len(folded) - 1)
        if _CONTENT_SIGN.match(folded[i]) and _CONTENT_SIGN.match(folded[i + 1])
    ]
