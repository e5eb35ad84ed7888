"""The inside of an article: its paragraphs, numbered or not, and their items to any depth."""

from __future__ import annotations

import re

from assistant.documents.parsing import markers
from assistant.documents.parsing.cells import clean_label
from assistant.documents.parsing.drafts import BOILERPLATE, TEXT, Builder, Draft
from assistant.documents.parsing.headings import FINISHED, Headings
from assistant.documents.parsing.tables import TableReader
from assistant.language.numerals import CIRCLED
from assistant.records import Span

ITEMS = frozenset({"item", "subitem"})
# How far ahead a numbering may jump and still be taken for numbering with a gap.
LARGEST_GAP = 5
# The parts of an article that may stand inside each other.
_NESTED = ITEMS | {"cell"}
_HOLDS_SENTENCES = _NESTED | {"paragraph", TEXT, "preamble", "article", "closing"}
_SAME_PARAGRAPH = re.compile(r"(?:ただし|但し|この場合|その場合|なお)")
# An item may end in a noun; one that ends so goes on below.
_GOES_ON = re.compile(rf"(?:[ぁ-ん、，・]|(?:第{markers.NUMERAL}|[前次同各本])[条項号])$")
_TAIL = 80


class ClauseReader:
    """Adds lines to the open article or supplement of a builder."""

    def __init__(self, builder: Builder, headings: Headings) -> None:
        self.builder, self.headings, self.text = builder, headings, headings.text
        self._home: Draft | None = None
        self._last, self._numbered = 0, False
        self._caption: Span | None = None

    def take(self, span: Span, at: int) -> None:
        """Add words of line `at`: a paragraph, an item, or more of what is open."""
        self._at_home()
        words = span.cut(self.text)
        if (
            self._open_paragraph(words, span)
            or self._open_item(words, span)
            or self._open_role(words, span, at)
            or self._below_heading(span, at)
        ):
            return
        begins = self.builder.top.kind in {"article", "supplement"}
        if begins or self._new_unnumbered(words, at):
            self._begin_paragraph(span.start, None, span)
            return
        if self.builder.top.kind in _NESTED and self._leaves_items(at):
            self.builder.close_to("paragraph")
        self.builder.words(span)

    def take_caption(self, span: Span, at: int) -> bool:
        """Take （経過措置） on line `at` for the caption of the paragraph numbered below it."""
        self._at_home()
        below = self.headings.below[at]
        found = below is not None and markers.paragraph_number(self.headings.lines[below].words)
        if not found or found[0] != self._last + 1 or (self._last and self.goes_on()):
            return False
        # The only paragraph of a supplement is the supplement, and its caption that one's.
        if not self._last and not self.headings.second_paragraph_follows(at):
            return False
        self._caption = span
        return True

    def take_rows(self, at: int, stop: int) -> None:
        """Add a small table that stands inside the article."""
        self._at_home()
        if not self.builder.close_to("paragraph"):
            start = self.headings.lines[at].start
            self._begin_paragraph(start, None, Span(start, start))
        TableReader(self.builder, self.headings.lines[at:stop]).read()

    def _at_home(self) -> None:
        """Count from the beginning where another article has been opened."""
        home = self.builder.inside("article") or self.builder.inside("supplement")
        if home is not self._home:
            self._home, self._last, self._numbered = home, 0, False

    # Sentences that break off

    def _said(self) -> Draft | None:
        """The part that holds the words read last, if it holds sentences."""
        top = self.builder.top
        worded = top.children[-1] if top.children else top
        if worded.kind == BOILERPLATE:
            texts = (c for c in reversed(top.children) if c.kind == TEXT)
            worded = next(texts, top)
        return worded if worded.kind in _HOLDS_SENTENCES and worded.body else None

    def _tail(self, draft: Draft) -> str:
        body = draft.body or Span(0, 0)
        return self.text[max(body.start, body.end - _TAIL) : body.end].rstrip()

    def unfinished(self) -> bool:
        """Whether the words above break off in mid sentence."""
        said = self._said()
        if said is None:
            return False
        tail = self._tail(said)
        ended = tail.endswith((*FINISHED, "削除"))
        return not ended or (not tail.endswith("。") and _bracket_open(tail))

    def goes_on(self) -> bool:
        """The same, but a list's item that ends in a noun is finished."""
        said = self._said()
        noun = said is not None and self.builder.top.kind in ITEMS
        return self.unfinished() and not (noun and said and not _GOES_ON.search(self._tail(said)))

    def broken_off(self, at: int) -> bool:
        """Whether line `at` can only continue the sentence above it."""
        return self.goes_on() and not self.headings.gap_above(at)

    # Paragraphs

    def _open_paragraph(self, words: str, span: Span) -> bool:
        found = markers.paragraph_number(words)
        if not found or not self._is_paragraph(*found, words, span.start):
            return False
        number, width = found
        body = Span(span.start + width, span.end).trim(self.text)
        mark = Span(span.start, span.start + width).trim(self.text)
        if number != self._last + 1 and self._home:
            gap = f"{self._home.label}の項の番号が{self._last}から{number}へ飛んでいます"
            self.builder.problem(gap, mark)
        self._begin_paragraph(span.start, mark, body, number)
        return True

    def _is_paragraph(self, number: int, width: int, words: str, start: int) -> bool:
        circled = words[0] in CIRCLED
        if self._continues_items(number, words, self.headings.column(start)):
            return False
        follows = number == self._last + 1
        if self._last and self.unfinished():
            spaced = circled or words[width - 1].isspace() or not self.goes_on()
            return follows and spaced and self.builder.top.kind in _NESTED
        if not self._last:
            return number == 1 or (number <= LARGEST_GAP and not circled)
        separated = width > len(str(number)) and not circled
        within = 1 < number <= self._last + LARGEST_GAP
        return follows or (separated and within and self._last > 1)

    def _continues_items(self, number: int, words: str, column: int) -> bool:
        marker = markers.clause_marker(words)
        style = marker.style if marker else ""
        items = (d for d in self.builder.stack if d.kind in ITEMS and d.style == style)
        return any(d.place + 1 == number and self._column(d) <= column for d in items)

    def _begin_paragraph(
        self, start: int, mark: Span | None, body: Span, number: int | None = None
    ) -> None:
        self.builder.close_to("article", "supplement")
        place = number or self._last + 1
        self._last, self._numbered = max(place, self._last), self._numbered or mark is not None
        label = f"第{place}項"
        draft = Draft("paragraph", label, start, number=str(place), marker=mark, place=place)
        if self._caption:
            draft.heading, draft.start = _inside(self._caption, self.text), self._caption.start
            self._caption = None
        self.builder.open(draft)
        if body.start < body.end and not self._open_item(body.cut(self.text), body):
            self.builder.words(body)

    def _new_unnumbered(self, words: str, at: int) -> bool:
        counted = self._numbered or self.headings.second_paragraph_follows(at)
        if counted or self.unfinished() or _SAME_PARAGRAPH.match(words):
            return False
        paragraph = self.builder.inside("paragraph")
        return paragraph is not None and paragraph.marker is None

    def _leaves_items(self, at: int) -> bool:
        """Whether a line below items goes back to the paragraph: below a finished item or a gap."""
        return not self.unfinished() or (at > 0 and self.headings.lines[at - 1].blank)

    # Items

    def _open_item(self, words: str, span: Span) -> bool:
        marker = markers.clause_marker(words)
        fits = self._item_place(marker, self.headings.column(span.start)) if marker else None
        if marker is None or fits is None:
            return False
        depth, style, place = fits
        self.builder.close_below(depth)
        self._head()
        above = (c for c in reversed(self.builder.top.children) if c.kind in ITEMS)
        before = next(above, None)
        below_items = self.builder.inside(*ITEMS) is not None
        label = _label(marker, style, place, below_items=below_items)
        mark = Span(span.start, span.start + marker.width).trim(self.text)
        if place not in {before.place, before.place + 1} if before else place != 1:
            self.builder.problem(f"{label}の前の番号が続いていません", mark)
        kind = "item" if label.endswith("号") else "subitem"
        self.builder.open(
            Draft(kind, label, span.start, number=str(place), marker=mark, style=style, place=place)
        )
        self._item_words(Span(span.start + marker.width, span.end).trim(self.text))
        return True

    def _item_words(self, body: Span) -> None:
        """The words behind an item's mark; a role's name set apart there is its heading."""
        role = markers.role_label(body.cut(self.text))
        if role and (not role.plain or body.start + role.width < body.end):
            self.builder.top.heading = Span(body.start + role.start, body.start + role.end)
            body = Span(body.start + role.width, body.end)
        if body.start < body.end:
            self.builder.words(body)

    def _item_place(self, marker: markers.Marker, column: int) -> tuple[int, str, int] | None:
        """Where an item goes: the depth to close to, its style, its place; None if none."""
        readings, stack = markers.readings(marker), self.builder.stack
        items = [(depth, d) for depth, d in enumerate(stack) if d.kind in ITEMS]
        nexts = [
            (abs(self._column(draft) - column), -depth, style, place)
            for depth, draft in items
            for style, place in readings
            if draft.style == style and place == draft.place + 1
        ]
        if nexts:
            _, depth, style, place = min(nexts)
            return -depth, style, place
        first = next((style for style, place in readings if place == 1), None)
        if first and self.builder.top.kind in _NESTED and self._column(self.builder.top) < column:
            return len(stack), first, 1
        again = (depth for depth, d in reversed(items) if self._repeats(marker, d))
        return self._again_or_first(marker, next(again, None), first)

    def _again_or_first(
        self, marker: markers.Marker, again: int | None, first: str | None
    ) -> tuple[int, str, int] | None:
        if again is not None:
            return again, marker.style, marker.place
        if first and self.builder.inside("paragraph") is not None and self._may_list():
            return len(self.builder.stack), first, 1
        return None

    def _repeats(self, marker: markers.Marker, draft: Draft) -> bool:
        """Whether a marker goes on from a finished item with a repeat or a gap."""
        within = draft.style == marker.style and 0 < marker.place <= draft.place + LARGEST_GAP
        return within and not self.goes_on()

    def _column(self, draft: Draft) -> int:
        return self.headings.column(draft.start)

    # Headings of items, and the parts of an undertaking that only a name marks

    def _head(self) -> None:
        """Make the innermost item's words its heading, if they may be one."""
        top = self.builder.top
        if self._may_be_headed():
            top.heading, top.body = top.body, None

    def _may_be_headed(self) -> bool:
        top = self.builder.top
        plain = top.kind in ITEMS and not top.children and top.heading is None
        return bool(plain and top.body and self.headings.may_head(top.body.cut(self.text)))

    def _below_heading(self, span: Span, at: int) -> bool:
        """Add words below an item's heading: the first, or more that stand as far in."""
        top = self.builder.top
        if self._may_be_headed() and top.body and self.headings.heads(top.body, top.start, at):
            self._head()
        elif self.unfinished():
            return False
        depth = self._headed(span, at)
        if not depth:
            return False
        self.builder.close_below(depth)
        self.builder.words(span)
        return True

    def _headed(self, span: Span, at: int) -> int:
        """The depth of the headed part that a line stands below, 0 where there is none."""
        column, gap = self.headings.column(span.start), self.headings.gap_above(at)
        for depth in range(len(self.builder.stack), 0, -1):
            draft = self.builder.stack[depth - 1]
            if draft.kind == "cell" or (draft.kind in ITEMS and draft.heading):
                own = self._column(draft)
                flat = own == column and not gap and draft is self.builder.top
                if own < column or flat or not (draft.body or draft.children):
                    return depth
        return 0

    def _open_role(self, words: str, span: Span, at: int) -> bool:
        """Open （取組の内容）, 【甲の役割】, 甲の役割：… as a part that goes by this name."""
        role = markers.role_label(words)
        if role is None or self.builder.inside("paragraph") is None:
            return False
        if role.plain and not self._sets_apart(role, words, at):
            return False
        self._into_holder(self.headings.column(span.start))
        self._head()
        mark = Span(span.start + role.start, span.start + role.end)
        self.builder.open(Draft("cell", clean_label(mark.cut(self.text)), span.start, marker=mark))
        if span.start + role.width < span.end:
            self.builder.words(Span(span.start + role.width, span.end))
        return True

    def _sets_apart(self, role: markers.Label, words: str, at: int) -> bool:
        """Whether a role's name without brackets or colon is a name, not words of a sentence."""
        if self.broken_off(at) and not self._may_be_headed():
            return False
        below = self.headings.below[at]
        alone = role.width == len(words)
        return not alone or (below is not None and self.headings.may_stand_below(below))

    def _into_holder(self, column: int) -> None:
        """Close what a role's name does not stand in: the role before it, items farther in."""
        stack = self.builder.stack
        cells = (depth for depth, d in reversed(list(enumerate(stack))) if d.kind == "cell")
        cell = next(cells, None)
        if cell is not None:
            self.builder.close_below(cell)
            return
        while self.builder.top.kind in ITEMS and column < self._column(self.builder.top):
            self.builder.close_below(len(self.builder.stack) - 1)

    def _may_list(self) -> bool:
        """Whether items may begin here: after words that announce them, or a finished sentence."""
        top = self.builder.top
        tail = self._tail(top.children[-1] if top.children else top)
        done = not tail or tail.endswith(FINISHED) or top.kind in _NESTED
        return done or bool(markers.ANNOUNCES.search(tail))


def _inside(caption: Span, text: str) -> Span:
    """A caption without its brackets."""
    return Span(caption.start + 1, caption.end - 1).trim(text)


def _bracket_open(said: str) -> bool:
    """Whether words end inside brackets: （以下「診療体制」."""
    closed = 0
    for sign in reversed(said):
        closed += (sign in "）)」』") - (sign in "（(「『")
        if closed < 0:
            return True
    return False


def _label(marker: markers.Marker, style: str, place: int, *, below_items: bool) -> str:
    """第1号 for an item, what is written for one below it: ア, (ア), 1."""
    lettered = any(shape in style for shape in ("kana", "iroha", "letter", "roman"))
    if not below_items and not lettered:
        return f"第{place}号"
    written = marker.written if lettered or style.endswith("circled") else str(place)
    return f"({written})" if style.startswith("bracketed") else written
