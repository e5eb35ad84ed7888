"""The lines of a text, and which of them are page furniture that a PDF left behind."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

# A line repeated this often beside page numbers is a running head, not text.
RUNNING_HEAD_REPEATS = 2
LONGEST_RUNNING_HEAD = 60
_DASH = "-‐‑–—―－ー~〜"
_PAGE_NUMBER = re.compile(
    rf"(?:[{_DASH}]\s*[0-9０-９]{{1,4}}\s*[{_DASH}]"
    r"|[0-9０-９]{1,4}\s*[/／]\s*[0-9０-９]{1,4}"
    r"|[(（]?\s*[PpＰ][.．]?\s*[0-9０-９]{1,4}\s*[)）]?|[0-9０-９]{1,4}\s*(?:ページ|頁))"
)
_BARE_NUMBER = re.compile(r"[0-9０-９]{1,3}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its newline; `start` and `end` are of its words, white space trimmed.

    `at` is where the line itself begins, `indent` how many blanks stand before its words.
    """

    at: int
    start: int
    end: int
    words: str
    furniture: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing but white space stands on the line."""
        return not self.words

    @property
    def indent(self) -> int:
        """Blanks before the words."""
        return self.start - self.at


def split_lines(text: str) -> list[Line]:
    """All lines of `text` in order, page numbers and running heads marked as furniture."""
    lines, at = [], 0
    for raw in text.split("\n"):
        words = raw.strip()
        start = at + (len(raw) - len(raw.lstrip()) if words else 0)
        lines.append(Line(at, start, start + len(words), words))
        at += len(raw) + 1
    furniture = _furniture(lines)
    return [
        Line(line.at, line.start, line.end, line.words, furniture=i in furniture)
        for i, line in enumerate(lines)
    ]


def _furniture(lines: list[Line]) -> set[int]:
    pages = {i for i, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line.words)}
    pages |= _counting_lines(lines)
    counts = Counter(line.words for line in lines if line.words)
    heads = set()
    filled = [i for i, line in enumerate(lines) if not line.blank]
    for before, here, after in zip([-1, *filled], filled, [*filled[1:], -1], strict=False):
        words = lines[here].words
        beside = before in pages or after in pages
        repeated = counts[words] >= RUNNING_HEAD_REPEATS and len(words) <= LONGEST_RUNNING_HEAD
        if beside and repeated and here not in pages:
            heads.add(here)
    return pages | heads


def _counting_lines(lines: list[Line]) -> set[int]:
    """Lines of a bare number that count 1, 2, 3 … through the text, as page feet do."""
    found, expected = [], None
    for i, line in enumerate(lines):
        if not _BARE_NUMBER.fullmatch(line.words):
            continue
        number = int(line.words)
        if expected is not None and number != expected:
            return set()
        found.append(i)
        expected = number + 1
    return set(found) if len(found) > 1 else set()
