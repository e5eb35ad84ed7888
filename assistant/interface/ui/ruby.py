"""ふりがな: where the kanji of a text stand and how they are read."""

from __future__ import annotations

import re
from typing import Any

from assistant.language.tokens import words

Reading = tuple[int, int, str]
LONGEST = 60_000
_KANJI = re.compile(r"[一-鿿々〆ヶ]")
_KANA_TAIL = re.compile(r"[ぁ-ゖァ-ヺー]+$")
_KANA_HEAD = re.compile(r"^[ぁ-ゖァ-ヺー]+")


def readings(texts: Any) -> list[list[Reading]]:  # noqa: ANN401
    """For each text, the stretches of kanji (code points) with their readings in hiragana."""
    if not isinstance(texts, list) or sum(len(str(t)) for t in texts) > LONGEST:
        return []
    return [_of(str(text)) for text in texts]


def _of(text: str) -> list[Reading]:
    found: list[Reading] = []
    at = 0
    for word in words(text):
        start = text.find(word.surface, at)
        if start < 0:
            continue  # another width than written: left without a reading rather than misplaced
        at = start + len(word.surface)
        if _KANJI.search(word.surface):
            found += _without_kana(word.surface, hiragana(word.reading), start)
    return found


def _without_kana(surface: str, reading: str, start: int) -> list[Reading]:
    """The kanji of a word alone: 取り組む takes と・く only where both ends can be told."""
    head, tail = _KANA_HEAD.search(surface), _KANA_TAIL.search(surface)
    before = len(head[0]) if head else 0
    after = len(tail[0]) if tail else 0
    same_head = hiragana(surface[:before]) == reading[:before]
    same_tail = not after or hiragana(surface[-after:]) == reading[-after:]
    if same_head and same_tail:
        surface, reading = (
            surface[before : len(surface) - after],
            reading[before : len(reading) - after],
        )
        start += before
    return [(start, start + len(surface), reading)] if surface and reading else []


def hiragana(kana: str) -> str:
    """Katakana as hiragana.

    >>> hiragana("キョウテイ")
    'きょうてい'
    """
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in kana)
