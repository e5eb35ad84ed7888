"""The inside of an article: its paragraphs, numbered or not, and their items to any depth."""

from __future__ import annotations

import re

from assistant.documents.parsing import markers
from assistant.documents.parsing.drafts import BOILERPLATE, TEXT, Builder, Draft
from assistant.documents.parsing.headings import FINISHED, Headings
from assistant.documents.parsing.tables import TableReader
from assistant.language.numerals import CIRCLED
from assistant.records import Span

ITEMS = frozenset({"item", "subitem"})
# How far ahead a numbering may jump and still be taken for numbering with a gap.
LARGEST_GAP = 5
_HOLDS_SENTENCES = ITEMS | {"paragraph", TEXT, "preamble", "article", "closing"}
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

    def take(self, span: Span, at: int) -> None:
        """Add words of line `at`: a paragraph, an item, or more of what is open."""
        self._at_home()
        words = span.cut(self.text)
        if self._open_paragraph(words, span) or self._open_item(words, span):
            return
        begins = self.builder.top.kind in {"article", "supplement"}
        if begins or self._new_unnumbered(words, at):
            self._begin_paragraph(span.start, None, span)
            return
        if self.builder.top.kind in ITEMS and self._leaves_items(at):
            self.builder.close_to("paragraph")
        self.builder.words(span)

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
        if not found or not self._is_paragraph(found[0], words, found[1]):
            return False
        number, width = found
        body = Span(span.start + width, span.end).trim(self.text)
        mark = Span(span.start, span.start + width).trim(self.text)
        if number != self._last + 1 and self._home:
            gap = f"{self._home.label}の項の番号が{self._last}から{number}へ飛んでいます"
            self.builder.problem(gap, mark)
        self._begin_paragraph(span.start, mark, body, number)
        return True

    def _is_paragraph(self, number: int, words: str, width: int) -> bool:
        circled = words[0] in CIRCLED
        if self._continues_items(number, words):
            return False
        follows = number == self._last + 1
        if self._last and self.unfinished():
            spaced = circled or words[width - 1].isspace() or not self.goes_on()
            return follows and spaced and self.builder.top.kind in ITEMS
        if not self._last:
            return number == 1 or (number <= LARGEST_GAP and not circled)
        separated = width > len(str(number)) and not circled
        within = 1 < number <= self._last + LARGEST_GAP
        return follows or (separated and within and self._last > 1)

    def _continues_items(self, number: int, words: str) -> bool:
        marker = markers.item_marker(words)
        style = marker.style if marker else ""
        items = (d for d in self.builder.stack if d.kind in ITEMS)
        return any(d.style == style and d.place + 1 == number for d in items)

    def _begin_paragraph(
        self, start: int, mark: Span | None, body: Span, number: int | None = None
    ) -> None:
        self.builder.close_to("article", "supplement")
        place = number or self._last + 1
        self._last, self._numbered = max(place, self._last), self._numbered or mark is not None
        label = f"第{place}項"
        self.builder.open(
            Draft("paragraph", label, start, number=str(place), marker=mark, place=place)
        )
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
        marker = markers.item_marker(words)
        fits = self._item_place(marker) if marker else None
        if marker is None or fits is None:
            return False
        depth, style, place = fits
        self.builder.close_below(depth)
        above = (c for c in reversed(self.builder.top.children) if c.kind in ITEMS)
        before = next(above, None)
        below_items = self.builder.top.kind in ITEMS
        label = _label(marker, style, place, below_items=below_items)
        mark = Span(span.start, span.start + marker.width).trim(self.text)
        if place not in {before.place, before.place + 1} if before else place != 1:
            self.builder.problem(f"{label}の前の番号が続いていません", mark)
        body = Span(span.start + marker.width, span.end).trim(self.text)
        kind = "item" if label.endswith("号") else "subitem"
        self.builder.open(
            Draft(kind, label, span.start, number=str(place), marker=mark, style=style, place=place)
        )
        if body.start < body.end:
            self.builder.words(body)
        return True

    def _item_place(self, marker: markers.Marker) -> tuple[int, str, int] | None:
        """Where an item goes: the depth to close to, its style, its place; None if none."""
        iroha = markers.in_iroha(marker) if marker.style == "kana" else 0
        for depth in range(len(self.builder.stack), 0, -1):
            draft = self.builder.stack[depth - 1]
            if draft.kind in ITEMS and self._follows(marker, draft):
                return depth - 1, marker.style, marker.place
            if draft.kind in ITEMS and draft.style == "iroha" and iroha == draft.place + 1:
                return depth - 1, "iroha", iroha
        first = marker.place == 1 or iroha == 1
        if self.builder.inside("paragraph") is None or not first or not self._may_list():
            return None
        return len(self.builder.stack), "iroha" if marker.place != 1 else marker.style, 1

    def _follows(self, marker: markers.Marker, draft: Draft) -> bool:
        """Whether a marker counts on from an item; with a repeat or gap only if that is done."""
        if draft.style != marker.style or not 0 < marker.place <= draft.place + LARGEST_GAP:
            return False
        return marker.place == draft.place + 1 or not self.goes_on()

    def _may_list(self) -> bool:
        """Whether items may begin here: after words that announce them, or a finished sentence."""
        top = self.builder.top
        tail = self._tail(top.children[-1] if top.children else top)
        done = not tail or tail.endswith(FINISHED) or top.kind in ITEMS
        return done or bool(markers.ANNOUNCES.search(tail))


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
    lettered = "kana" in style or "letter" in style or style == "iroha"
    if not below_items and not lettered:
        return f"第{place}号"
    written = marker.written if lettered or style.endswith("circled") else str(place)
    return f"({written})" if style.startswith("bracketed") else written
