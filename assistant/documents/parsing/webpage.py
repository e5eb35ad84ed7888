"""Web pages saved as text: headings without markup, paragraphs, lists, tables, contact blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.documents.parsing import boilerplate, contacts
from assistant.documents.parsing.cells import (
    clean_label,
    is_tabular,
    periodic_width,
    told_apart,
)
from assistant.documents.parsing.drafts import UNADDRESSED, Builder, Draft
from assistant.documents.parsing.lines import Line
from assistant.documents.parsing.markers import (
    ASKS_THERE,
    PARTY,
    SPEAKER,
    bullet,
    is_address,
    item_marker,
    signed,
)
from assistant.documents.parsing.naming import name_parts
from assistant.documents.parsing.pageheadings import (
    counts_on,
    heads_what_is_set_in,
    is_heading,
    is_page_title,
)
from assistant.documents.parsing.pagelines import (
    DATES,
    LONGEST_HEADING,
    LONGEST_TIGHT_HEADING,
    PageLines,
    asks_or_replies,
    defines,
    heading_style,
    names_file_or_link,
    pairs,
)
from assistant.documents.parsing.tables import TableReader
from assistant.records import Parsed, Span

_TITLE = "title"
# A heading without a mark that the page's table of contents names.
_ANNOUNCED = "announced"
# A heading that only what is set in below it shows; behind it how far itself is set in.
_ABOVE_SET_IN = "above set in by "
_STYLES_BY_DEPTH = ("#", "##", "###", "####", "#####", "######")
# How many lines show whether a table with a cell on each line begins.
_LOOK_AHEAD = 16
# What stands above the matter of a page and holds no part of it.
_NEWS = re.compile(r"(?:重要な)?お知らせ|新着(?:情報)?|更新情報|トピックス")


def parse_webpage(text: str, title: str = "") -> Parsed:
    """The tree of a page called `title`; lines that fit nothing else are paragraphs."""
    build = Builder(text)
    read_page(build, 0, title)
    return build.freeze()


def read_page(build: Builder, at: int, title: str = "") -> None:
    """Read the lines from `at` on as those of a page called `title`, below all read so far."""
    build.close_below(1)
    before = len(build.root.children)
    _Page(build, title).read(at)
    page = Draft("document", "", build.root.start, children=build.root.children[before:])
    name_parts(page)


def begins_part(lines: Sequence[Line], at: int) -> bool:
    """Whether a part of a page begins on a line below who signed an agreement that it shows."""
    words = lines[at].words
    style, said = heading_style(words)
    marked = style != "plain" and not PARTY.match(words) and len(said) <= LONGEST_TIGHT_HEADING
    headed = marked and not is_address(said) and signed(said) is None
    apart = at > 0 and lines[at - 1].blank
    return contacts.is_contact_heading(words) or (apart and (headed or names_file_or_link(words)))


class _Page:
    """Walks the lines once; what is open in the builder is its memory of headings and lists."""

    def __init__(self, build: Builder, title: str) -> None:
        self.text, self.title = build.text, clean_label(title)
        self.page = PageLines(self.text)
        self.lines = self.page.lines
        self.build = build
        self.survey = False
        self.list_styles: list[tuple[str, int]] = []
        self.headed_at = -1

    def read(self, at: int) -> None:
        """Take every line from `at` on in turn."""
        while at < len(self.lines):
            at = at + 1 if self.lines[at].blank else self._take(at, self.lines[at])

    def _take(self, at: int, line: Line) -> int:
        if line.furniture or self._is_boilerplate(at, line.words):
            if at in self.page.contents or boilerplate.heads_questions(line.words):
                # What it lists stands beside it, whatever stood above.
                self.build.close_below(1)
            self._set_apart(Span(line.start, line.end))
            return at + 1
        self.survey = False
        self._close_set_in(line)
        for recognise in self._recognisers:
            after = recognise(at, line)
            if after is not None:
                return after
        return self._unit(at, line)

    @property
    def _recognisers(self) -> tuple[Callable[[int, Line], int | None], ...]:
        """What is tried on a line in turn; each gives the line below what it took."""
        own = (self._dates, self._contact, self._pair, self._table, self._question, self._office)
        return (*own, self._heading)

    def _close_set_in(self, line: Line) -> None:
        """Close the section whose matter was set in, where a line is not."""
        for depth, draft in enumerate(self.build.stack):
            indent = draft.style.removeprefix(_ABOVE_SET_IN)
            if indent != draft.style and line.indent <= int(indent):
                self.build.close_below(depth)
                self.list_styles = []
                return

    # Boilerplate

    def _is_boilerplate(self, at: int, words: str) -> bool:
        """Whether a line is noise, or belongs to the survey form that the lines above began."""
        if self.page.exempt[at]:
            return False
        short = len(words) <= LONGEST_HEADING and not contacts.is_contact_heading(words)
        asked = self.survey and short
        self.survey = self.survey or boilerplate.begins_survey(words)
        return self.page.noise[at] or asked

    def _set_apart(self, span: Span) -> None:
        if self.build.top.kind in {"paragraph", "item"}:
            self.build.close_below(len(self.build.stack) - 1)
        self.build.boilerplate(span)

    # Parts with a form of their own

    def _dates(self, at: int, line: Line) -> int | None:
        matches = list(DATES.finditer(line.words))
        if not matches or matches[0].start() or len(line.words) > LONGEST_HEADING * 2:
            return None
        if not re.search(r"\d", matches[0]["value"]):
            return None
        opened = self.build.top
        if opened.kind != "section" or any(c.kind != "field" for c in opened.children):
            self.build.close_below(1)
        for match in matches:
            mark = Span(line.start + match.start("label"), line.start + match.end("label"))
            body = Span(line.start + match.start("value"), line.start + match.end("value"))
            label = match["label"].removeprefix("最終")
            self.build.leaf(Draft("field", label, mark.start, marker=mark, body=body))
        rest = Span(line.start + matches[-1].end(), line.end).trim(self.text)
        if rest.start < rest.end:
            self.build.boilerplate(rest)
        return at + 1

    def _contact(self, at: int, line: Line) -> int | None:
        if not contacts.is_contact_heading(line.words):
            return None
        inside = self.page.contact_lines(at)
        if not inside:
            return None
        self.build.close_below(1)
        heading = Span(line.start, line.end)
        label = contacts.contact_label(line.words)
        self.build.open(Draft("contact", label, line.start, heading=heading))
        for i in inside:
            words = self.lines[i].words
            span = Span(self.lines[i].start, self.lines[i].end)
            if re.fullmatch(r"[-|\s:]+", words):
                self.build.boilerplate(span)
            else:
                contacts.read_contact_line(self.build, span)
        self.build.close_below(1)
        after = inside[-1] + 1
        return self._footer(after) if after >= self.page.footer_at else after

    def _footer(self, at: int) -> int:
        for line in self.lines[at:]:
            if not line.blank:
                self.build.boilerplate(Span(line.start, line.end))
        return len(self.lines)

    def _table(self, at: int, line: Line) -> int | None:
        ahead = TableReader(self.build, self.lines[at : at + _LOOK_AHEAD])
        if is_tabular(line, self.text):
            stop = self.page.table_end(at)
            self._close_list()
            TableReader(self.build, self.lines[at:stop]).read_rows()
            return stop
        if ahead.begins_grid():
            stop = at + TableReader(self.build, self.lines[at:]).grid_length()
        else:
            return self._cells(at)
        self._close_list()
        TableReader(self.build, self.lines[at:stop]).read()
        return stop

    def _cells(self, at: int) -> int | None:
        """A table with a cell on each line and no names of columns that are known."""
        cells = self.page.cells(at)
        width = periodic_width(cells)
        if not width:
            return None
        self._close_list()
        TableReader(self.build, cells).read_grid(width)
        return at + len(cells)

    def _question(self, at: int, line: Line) -> int | None:
        match = asks_or_replies(line.words)
        # Where nothing is asked A heads the first of several parts.
        if not match or not (match["asks"] or self.page.asks):
            return None
        bracketed = match["mark"][0] in "【［[〔"
        if not match["asks"] and bracketed and not self._follows_question():
            return None  # 【A】 heads a part of several
        letter, kind = ("Q", "question") if match["asks"] else ("A", "reply")
        self._close_list()
        number = int(match["n"] or self._next_number(kind))
        mark = Span(line.start, line.start + match.end("mark"))
        whole = letter == "A" and not self.page.tight
        last = self.page.block_end[at] if whole else self.page.continued(at, marked=True)
        body = Span(line.start + match.end(), self.lines[last].end).trim(self.text)
        label = f"{letter}{number}"
        self.build.leaf(Draft(kind, label, line.start, number=str(number), marker=mark, body=body))
        return last + 1

    def _follows_question(self) -> bool:
        """Whether a question stands straight above."""
        return bool(self.build.top.children) and self.build.top.children[-1].kind == "question"

    def _next_number(self, kind: str) -> int:
        """The number of a question without one, and the same for its reply."""
        asked, replied = self._last_number("question"), self._last_number("reply")
        if kind == "reply":
            return asked if asked and asked != replied else replied + 1
        return asked + 1

    def _last_number(self, kind: str) -> int:
        before = (c for c in reversed(self.build.top.children) if c.kind == kind)
        return next((int(c.number or 0) for c in before), 0)

    def _pair(self, at: int, line: Line) -> int | None:
        match = self.page.pairs[at]
        if match is None:
            return None
        self._close_list()
        last = self.page.continued(at, marked=True)
        mark = Span(line.start, line.start + match.end("label"))
        body = Span(line.start + match.start("value"), self.lines[last].end)
        known = [child.label for child in self.build.top.children]
        label = told_apart(clean_label(match["label"]), known)
        self.build.leaf(Draft("field", label, line.start, marker=mark, body=body))
        return last + 1

    def _office(self, at: int, line: Line) -> int | None:
        if not contacts.office_line(line.words):
            return None
        self._close_list()
        contacts.read_office_line(self.build, Span(line.start, line.end))
        return at + 1

    # Headings

    def _heading(self, at: int, line: Line) -> int | None:
        style, words = heading_style(line.words)
        if style == "plain" and self.page.is_announced(at):
            style = _ANNOUNCED
        written = style
        if not style.startswith("#") and heads_what_is_set_in(self.page, at):
            style = f"{_ABOVE_SET_IN}{line.indent}"
        elif not self._heads(at, line, style, words):
            return None
        self.headed_at = at
        begin = line.words.index(words) if written in {"【", "<"} else len(line.words) - len(words)
        span = Span(line.start + begin, line.start + begin + len(words))
        if self._nothing_yet() and is_page_title(self.page, at, style):
            self.build.close_below(1)
            self.build.leaf(Draft("title", "題名", line.start, heading=span, body=span))
            return at + 1
        if not (style == "plain" and self._goes_below_number(at)):
            self._close_sections(style, words)
        if self.build.top.style == _TITLE:
            self.build.close_below(1)
        label = clean_label(words)
        if self._is_title(at, label):
            style = _TITLE
        unmarked = written in {"plain", _ANNOUNCED, "【", "<"}
        marker = None if unmarked else item_marker(line.words)
        number = str(marker.place) if marker and not style.startswith("#") else None
        mark = Span(line.start, span.start).trim(self.text) if span.start > line.start else None
        draft = Draft("section", label, line.start, number, mark, heading=span, style=style)
        self.build.open(draft)
        self.list_styles = []
        return at + 1

    def _heads(self, at: int, line: Line, style: str, words: str) -> bool:
        """Whether a line heads by its mark, its words or the blanks around it."""
        if self._goes_on_list(line):
            return False
        lists = {draft.style for draft in self.build.stack if draft.kind == "item"}
        headed = self.headed_at == at - 1 and style != "plain"
        by_itself = is_heading(self.page, at, words, style, lists, headed=headed)
        return by_itself or self._counts_on(at, style, words, lists)

    def _goes_on_list(self, line: Line) -> bool:
        """Whether a line bears the number behind that of the item above it: (3) below (2)."""
        top, marker = self.build.top, item_marker(line.words)
        if top.kind != "item" or top.marker is None or marker is None:
            return False
        before = item_marker(top.marker.cut(self.text) + " ")
        return before is not None and (before.style, before.place + 1) == (
            marker.style,
            marker.place,
        )

    def _counts_on(self, at: int, style: str, words: str, lists: set[str]) -> bool:
        """Whether a line goes on with the numbers or marks of the sections that are open."""
        if style == "plain" or style in lists or pairs(words):
            return False
        alike = (d for d in reversed(self.build.stack) if d.kind == "section" and d.style == style)
        opened, marker = next(alike, None), item_marker(self.lines[at].words)
        if opened is None or (marker and opened.number != str(marker.place - 1)):
            return False
        return counts_on(self.page, at, words, style)

    def _nothing_yet(self) -> bool:
        return all(c.kind in {*UNADDRESSED, "field"} for c in self.build.root.children)

    def _is_title(self, at: int, label: str) -> bool:
        """Whether the first heading is the page's own, by name or by a date below."""
        if any(c.kind == "section" for c in self.build.root.children):
            return False
        below = self.page.line_below(at)
        named = bool(self.title) and label.replace(" ", "") == self.title.replace(" ", "")
        return named or bool(below and DATES.match(below.words))

    def _goes_below_number(self, at: int) -> bool:
        """Close what a bare heading ends if it stands between two numbered ones."""
        for depth in reversed(range(1, len(self.build.stack))):
            draft = self.build.stack[depth]
            numbered = draft.kind == "section" and draft.number is not None
            if numbered and self.page.counts_later(at, draft.style, int(draft.number or 0)):
                self.build.close_below(depth + 1)
                return True
        return False

    def _close_sections(self, style: str, words: str) -> None:
        """Close what a heading of this style ends; a style not yet open goes below what is."""
        self._close_units()
        if style in _STYLES_BY_DEPTH:
            while self._holds_no(style):
                self._close_top()
            return
        open_styles = [draft.style for draft in self.build.stack]
        if style not in open_styles[1:]:
            if style in {"plain", _ANNOUNCED}:
                # A plain heading stands below the one that the table of contents names.
                below = open_styles.index(_ANNOUNCED) if _ANNOUNCED in open_styles else 0
                self.build.close_below(below + 1)
            return
        top = self.build.top
        if style == "plain" and top.style == style and self._repeats_in(top, words):
            return
        while style in [draft.style for draft in self.build.stack[1:]]:
            self._close_top()

    def _close_units(self) -> None:
        """Close all but sections, and the news, which hold none."""
        while self.build.top.kind not in {"section", "document"}:
            self._close_top()
        if _NEWS.fullmatch(self.build.top.label):
            self._close_top()

    def _close_top(self) -> None:
        self.build.close_below(len(self.build.stack) - 1)

    def _holds_no(self, style: str) -> bool:
        """Whether the innermost section cannot hold a heading of a depth in Markdown."""
        top = self.build.top
        if top.kind != "section":
            return False
        return top.style not in _STYLES_BY_DEPTH or len(top.style) >= len(style)

    def _repeats_in(self, section: Draft, words: str) -> bool:
        """Whether an empty heading above says the same words and more, and so holds this one."""
        if any(child.kind not in UNADDRESSED for child in section.children):
            return False
        if self.build.stack[-2].style == section.style:
            return False
        return clean_label(words) in section.label or section.label in clean_label(words)

    # Paragraphs, items, definitions

    def _unit(self, at: int, line: Line) -> int:
        words = line.words
        style, width = self._mark(at, words)
        listed = bool(width) or names_file_or_link(words) or at in self.page.persons
        last = self.page.continued(at, marked=bool(width))
        end = self.lines[last].end
        defined = None if listed else defines(words)
        if defined:
            self._definition(line, defined, end)
        elif listed or self._has_bracket_below(at, last):
            self._item(line, width, style, end)
        else:
            self._close_list()
            self.build.leaf(Draft("paragraph", "", line.start, body=Span(line.start, end)))
        return last + 1

    def _mark(self, at: int, words: str) -> tuple[str, int]:
        """The style and the width of an item's mark; a kanji numeral marks only beside others."""
        marker, width = item_marker(words), bullet(words)
        if marker and (marker.style != "kanji" or self.page.neighbours_list(at)):
            return marker.style, marker.width
        return (words[0], width) if width else ("", 0)

    def _has_bracket_below(self, at: int, last: int) -> bool:
        """Whether words that are no sentence go on in brackets on the next line, as in lists."""
        sentence = boilerplate.is_sentence(self.lines[at].words)
        return last > at and self.lines[at + 1].words.startswith(("(", "（")) and not sentence

    def _definition(self, line: Line, match: re.Match[str], end: int) -> None:
        self._close_list()
        start = line.start
        mark = Span(start, start + match.end("label"))
        body = Span(start + match.start("value"), end) if match["value"] else Span(end, end)
        label, value = clean_label(match["label"]), body.cut(self.text).strip()
        # What a member asks at a meeting is no statement: 布施委員：原因をどう見ているか。
        asks = SPEAKER.search(label) and ASKS_THERE.search(value)
        kind = "question" if asks else "field"
        self.build.leaf(Draft(kind, label, start, marker=mark, body=body))

    def _item(self, line: Line, width: int, style: str, end: int) -> None:
        self._nest(style, line.indent)
        mark = Span(line.start, line.start + width).trim(self.text) if width else None
        body = Span(line.start + width, end).trim(self.text)
        self.build.open(Draft("item", "", line.start, marker=mark, body=body, style=style))

    def _nest(self, style: str, indent: int) -> None:
        """Close the items that a new one of this style and indent does not belong to."""
        while self.build.top.kind == "item":
            opened = self.list_styles[-1] if self.list_styles else ("", 0)
            deeper = indent > opened[1] or (
                style != opened[0] and indent >= opened[1] and style and opened[0]
            )
            known = any(s == style and i >= indent for s, i in self.list_styles)
            if deeper and not known:
                break
            self.build.close_below(len(self.build.stack) - 1)
            if self.list_styles:
                self.list_styles.pop()
        if self.build.top.kind != "item":
            self.list_styles = []
        self.list_styles.append((style, indent))

    def _close_list(self) -> None:
        while self.build.top.kind == "item":
            self.build.close_below(len(self.build.stack) - 1)
        self.list_styles = []
