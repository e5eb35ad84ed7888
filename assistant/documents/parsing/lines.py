"""The lines of a text, and which of them are page furniture that a PDF left behind."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from assistant.documents.parsing.markers import (
    CAPTION,
    CHAPTER,
    SUPPLEMENT,
    is_article_heading,
    is_table_heading,
    item_marker,
)

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

    `at` is where the line itself begins, `indent` how many blanks stand before its words; `parted`
    says that wide blanks part it into the cells of a table.
    """

    at: int
    start: int
    end: int
    words: str
    furniture: bool = False
    parted: bool = False

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
        # A byte order mark may stand before the first words.
        begun = raw.lstrip("\ufeff").lstrip()
        words = begun.rstrip()
        start = at + (len(raw) - len(begun) if words else 0)
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
    filled = [i for i, line in enumerate(lines) if not line.blank]
    beside = [
        here
        for before, here, after in zip([-1, *filled], filled, [*filled[1:], -1], strict=False)
        if here not in pages and (before in pages or after in pages) and _may_run(lines[here].words)
    ]
    # The title stands at the head of the first page without a number beside it.
    title = lines[filled[0]].words if filled else ""
    counts = Counter([lines[i].words for i in beside] + [title])
    return pages | {i for i in beside if counts[lines[i].words] >= RUNNING_HEAD_REPEATS}


def _may_run(words: str) -> bool:
    """Whether a line could be a running head: no sentence, no row, no head of a clause."""
    return not (
        len(words) > LONGEST_RUNNING_HEAD
        or words.endswith("。")
        or re.search(r"[\t|]", words)
        or any(
            begins(words)
            for begins in (item_marker, is_article_heading, is_table_heading,
                           SUPPLEMENT.match, CHAPTER.match, CAPTION.fullmatch)
        )
    )  # fmt: skip


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
