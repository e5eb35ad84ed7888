"""Which lines of an agreement head an article, a supplement or a table; each is looked at once."""

from __future__ import annotations

import re
from functools import cached_property
from unicodedata import east_asian_width

from assistant.documents.parsing import markers
from assistant.documents.parsing.cells import cells_of, is_tabular
from assistant.documents.parsing.lines import Line, split_lines
from assistant.language.numerals import CIRCLED
from assistant.records import Span

LONGEST_CAPTION = 80
LONGEST_CAPTION_BESIDE = 20
DEFINES = re.compile(r"以下|「")
FINISHED = ("。", "．", "）", ")", "」", "』", "：", ":")
_NOT_BESIDE = re.compile(r"[。、「」]|^削除$|^[（(]|[はがをにで]$")
LONGEST_ITEM_HEADING = 60
# A line that ends this far before the longest one was not broken by the edge of a page.
_FULL_LINE = 0.7
# What a stem or a broken sentence holds or ends in, and a heading does not; 高次の is no 次の.
_NO_ITEM_HEADING = re.compile(
    r"。|(?<!高)次(?:の|に|いで)|以下|[下左前]記|は、"
    r"|(?:[、，・はがをにでのへや]|(?<!さ)と|(?<!ど)も|及び|又は|並びに|若しくは|から|まで|ため|よう|こと|もの|場合|とき)$"
)
_BEGINS_NO_SENTENCE = re.compile(r"[のをにはがでとへや、。](?![ァ-ヶ一-鿿]+、)")
_BROKEN_HEADING = re.compile(rf"第{markers.BLANKS}(?:{markers.NUMERAL})?{markers.BLANKS}")
_BROKEN_REST = re.compile(rf"(?:{markers.NUMERAL}{markers.BLANKS})?条")
_BROKEN_TABLE = re.compile(rf"別{markers.BLANKS}表{markers.BLANKS}第")


class Headings:
    """The lines of an agreement and what they head."""

    def __init__(self, text: str) -> None:
        self.text, self.lines = text, split_lines(text)
        self.filled = [i for i, ln in enumerate(self.lines) if not ln.blank and not ln.furniture]
        self.below: list[int | None] = [None] * len(self.lines)
        self.above: list[int | None] = [None] * len(self.lines)
        found: int | None = None
        for i in reversed(range(len(self.lines))):
            self.below[i], found = found, i if self.holds_words(i) else found
        found = None
        for i in range(len(self.lines)):
            self.above[i], found = found, i if self.holds_words(i) else found

    def holds_words(self, at: int) -> bool:
        """Whether a line is neither blank nor page furniture."""
        return not self.lines[at].blank and not self.lines[at].furniture

    @cached_property
    def first_article(self) -> int:
        """The line of the first article, the number of lines where there is none."""
        heads = (i for i in self.filled if markers.is_article_heading(self.lines[i].words))
        return next(heads, len(self.lines))

    @cached_property
    def dated_after_articles(self) -> bool:
        """Whether a date stands on a line of its own below the first article."""
        below = (i for i in self.filled if i > self.first_article)
        return any(markers.DATE.fullmatch(self.lines[i].words) for i in below)

    def gap_above(self, at: int) -> bool:
        """Whether a blank line or page furniture stands above a line."""
        return at > 0 and not self.holds_words(at - 1)

    def article(self, at: int) -> tuple[re.Match[str], int, int] | None:
        """The article that a line heads: its match, where that starts, the heading's last line."""
        line, below = self.lines[at], self.below[at]
        match = markers.is_article_heading(line.words)
        if match:
            return match, line.start, at
        if below is None or not _BROKEN_HEADING.fullmatch(line.words):
            return None
        if not _BROKEN_REST.match(self.lines[below].words):
            return None
        match = markers.is_article_heading(self._joined(at, below))
        return (match, line.start, below) if match else None

    def _joined(self, at: int, last: int) -> str:
        """The lines from `at` to `last` as one, every character in its place."""
        return re.sub(r"[\r\n]", " ", self.text[self.lines[at].start : self.lines[last].end])

    def caption(self, at: int) -> tuple[int, Span] | None:
        """A caption on its own line or lines above an article: the article's line, the words."""
        line = self.lines[at]
        if not line.words.startswith(("（", "(", "【", "［", "[", "〔")):
            return None
        last: int | None = at
        for _ in range(3):
            if last is None:
                return None
            whole = self.text[line.start : self.lines[last].end]
            match = markers.CAPTION.fullmatch(whole)
            below = self.below[last]
            if match:
                fits = len(whole) <= LONGEST_CAPTION and not DEFINES.search(match["words"])
                heads = below is not None and fits and self.article(below)
                start, end = match.span("words")
                words = Span(line.start + start, line.start + end)
                return (below, words) if heads and below is not None else None
            last = below
        return None

    def stands_beside(self, words: str, at: int) -> bool:
        """Whether words behind an article's number on line `at` are its caption, not its text."""
        below = self.below[at]
        return bool(
            0 < len(words.strip()) <= LONGEST_CAPTION_BESIDE
            and not _NOT_BESIDE.search(words.strip())
            and below is not None
            and not self.article(below)
            and not self.caption(below)
        )

    def supplement(self, at: int) -> re.Match[str] | None:
        """The match of 附則 alone on its line, or with a caption or words behind a blank."""
        return markers.SUPPLEMENT.fullmatch(self.lines[at].words)

    def table(self, at: int) -> tuple[re.Match[str], int] | None:
        """The match of 別表, 別記, 様式 heading a line, and the heading's last line."""
        line, below = self.lines[at], self.below[at]
        words, last = line.words, at
        if below is not None and _BROKEN_TABLE.fullmatch(words):
            words, last = self._joined(at, below), below
        match = markers.is_table_heading(words)
        return (match, last) if match and not self.tabular(line) else None

    def tabular(self, line: Line) -> bool:
        """Whether a line is parted into cells."""
        return is_tabular(line, self.text)

    def rows(self, at: int) -> int:
        """The line below the rows of a small table that begins on line `at`; `at` if none does."""
        stop = at
        while stop < len(self.lines) and self._is_row(stop):
            stop += 1
        return stop if stop > at + 1 else at

    def _is_row(self, at: int) -> bool:
        line = self.lines[at]
        if not self.holds_words(at) or markers.clause_marker(line.words) or self.article(at):
            return False
        return sum(bool(cell.words) for cell in cells_of(line, self.text)) > 1

    def ends_table(self, at: int) -> bool:
        """Whether the table above ends where this line begins."""
        line = self.lines[at]
        if self.tabular(line):
            return False
        if _BROKEN_TABLE.fullmatch(line.words):
            return True
        if not markers.is_table_heading(line.words):
            return bool(self.supplement(at))
        above = self.above[at]
        finished = above is not None and self.lines[above].words.endswith(FINISHED)
        return self.gap_above(at) or finished

    def ends_signature(self, at: int) -> bool:
        """Whether the signature block above ends where this line begins."""
        words = self.lines[at].words
        return bool(
            markers.is_table_heading(words)
            or _BROKEN_TABLE.fullmatch(words)
            or markers.SUPPLEMENT.match(words)
            or markers.is_article_heading(words)
            or markers.DATE.fullmatch(words)
            or words.endswith("。")
        )

    # Headings of items

    def column(self, at: int) -> int:
        """How far a place of the text stands from the beginning of its line, in half widths."""
        before = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in before)

    @cached_property
    def _widest(self) -> int:
        plain = (self.lines[i] for i in self.filled if not self.tabular(self.lines[i]))
        return max((self.column(line.end) for line in plain), default=0)

    def may_head(self, words: str) -> bool:
        """Whether an item's words may be its heading: short, no sentence, no stem of a list."""
        return 0 < len(words) <= LONGEST_ITEM_HEADING and not _NO_ITEM_HEADING.search(words)

    def heads(self, item: Span, begin: int, at: int) -> bool:
        """Whether an item's words are the heading of what begins on line `at` below.

        `begin` is where the item begins. What the edge of a page broke is one sentence, so the
        heading ends early, and sentences stand below it, farther in or before the next item.
        """
        words, below = item.cut(self.text), self.lines[at]
        if "\n" in words or not self.may_head(words):
            return False
        deeper = self.column(below.start) - self.column(begin)
        role = markers.ROLE.fullmatch(words)
        if deeper < 0 or role:
            return deeper >= 0
        if self.column(item.end) > self._widest * _FULL_LINE:
            return False
        return not _BEGINS_NO_SENTENCE.match(below.words) and self._said_below(at, flat=not deeper)

    def _said_below(self, at: int, *, flat: bool) -> bool:
        """Whether the words from line `at` to the next item or gap end a sentence.

        Words as far out as their heading are `flat`: they are below it if an item follows them.
        """
        ended, here = False, at
        while here < len(self.lines) and self.holds_words(here) and not self._begins_clause(here):
            ended = self.lines[here].words.endswith("。")
            here += 1
        follows = here < len(self.lines) and bool(markers.clause_marker(self.lines[here].words))
        return ended and (follows or not flat)

    def may_stand_below(self, at: int) -> bool:
        """Whether line `at` may be the first below a role's name: words, or a list's first item."""
        marker = markers.clause_marker(self.lines[at].words)
        if marker:
            return any(place == 1 for _, place in markers.readings(marker))
        return not self._begins_clause(at)

    def _begins_clause(self, at: int) -> bool:
        words = self.lines[at].words
        numbered = markers.clause_marker(words) or markers.paragraph_number(words)
        return bool(numbered or markers.role_label(words) or self._ends_article(at))

    @cached_property
    def _second_follows(self) -> list[bool]:
        follows = [False] * (len(self.lines) + 1)
        for i in reversed(range(len(self.lines))):
            follows[i] = follows[i + 1]
            if self.holds_words(i):
                follows[i] = not self._ends_article(i) and (self._is_second(i) or follows[i + 1])
        return follows

    def _ends_article(self, at: int) -> bool:
        words = self.lines[at].words
        chapter = markers.CHAPTER.match(words) and not words.endswith("。")
        dated = markers.DATE.fullmatch(words)
        return bool(self.article(at) or chapter or dated or self.supplement(at) or self.table(at))

    def _is_second(self, at: int) -> bool:
        words = self.lines[at].words
        found = markers.paragraph_number(words)
        return bool(found and found[0] == 2 and words[0] not in CIRCLED)

    def second_paragraph_follows(self, at: int) -> bool:
        """Whether a paragraph 2 is numbered below line `at` in the same article."""
        return self._second_follows[at + 1]
