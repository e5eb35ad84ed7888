"""Web pages saved as text: headings without markup, paragraphs, lists, tables, contact blocks."""

from __future__ import annotations

import re

from assistant.documents.parsing import boilerplate, contacts
from assistant.documents.parsing.drafts import UNADDRESSED, Builder, Draft
from assistant.documents.parsing.lines import Line, split_lines
from assistant.documents.parsing.markers import bullet, item_marker
from assistant.documents.parsing.tables import TableReader, clean_label, is_tabular, periodic_width
from assistant.records import Parsed, Span

LONGEST_HEADING = 60
# In a page without blank lines only a short bare line above a sentence can be told for a heading.
LONGEST_TIGHT_HEADING = 30
_DATES = re.compile(
    r"(?P<label>(?:最終)?更新日|公開日|掲載日|登録日|作成日|ページ番号|ページID|記事番号|記事ID)"
    r"\s*[:：]?\s*(?P<value>[^\s:：][^:：]*?)(?=\s*(?:(?:最終)?更新日|公開日|掲載日|登録日|作成日|ページ番号|ページID|記事番号|記事ID)|$)"
)
_FILE = re.compile(
    r"[\[［(（【][^\[\]［］()（）【】]*(?:PDF|pdf|ＰＤＦ|Word|ワード|Excel|エクセル|CSV|ZIP|PowerPoint|[0-9０-９,，.]+\s*(?:KB|MB|ＫＢ|ＭＢ|キロバイト|メガバイト))"
    r"[^\[\]［］()（）【】]*[\]］)）】]\s*$|\.(?:pdf|docx?|xlsx?|csv|zip|pptx?)$",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:⇒|→|➡|☞|▶|≫).*|.*(?:へリンク|外部(?:リンク|サイト)|別(?:ウィンドウ|サイト)|新しいウィンドウ).{0,14}|.*(?:ホームページ|サイト|ページ)へ(?:のリンク)?|.*はこちら(?:から)?(?:へ)?"
)
_DEFINITION = re.compile(
    r"(?P<label>[^:：。、()（）「」\d０-９\s][^:：。、()（）「」]{0,23}?)\s*[:：]\s*(?P<value>\S.*)?"
)
_NOT_DEFINITION = re.compile(r"https?$|^[QＱAＡ][0-9０-９]*$")
_QUESTION = re.compile(
    r"(?P<mark>(?P<letter>[QＱAＡ])\s*(?P<n>[0-9０-９]{1,2})?)(?:\s*[.．:：、]|[ \u3000]+)\s*(?=\S)"
)
_ENDS_WITH_DATE = re.compile(
    r"[(（][^()（）]*[0-9０-９][^()（）]*[)）]\s*(?:策定|公表|締結|改訂|変更)?$|(?:策定|公表|締結|施行)[)）]?$"
)
_HEADING_MARK = re.compile(
    r"(?P<mark>#{1,6}|[■◆●◎□▼★]|【(?=[^】]+】$)|[＜<](?=[^＞>]+[＞>]$))\s*(?P<words>\S.*?)(?:】|＞|>)?"
)
_TITLE = "title"
_STYLES_BY_DEPTH = ("#", "##", "###", "####", "#####", "######")
_CONTINUES = ("(", "（", "※")


def parse_webpage(text: str, title: str = "") -> Parsed:
    """The tree of a page called `title`; lines that fit nothing else are paragraphs."""
    return _Page(text, title).parse()


class _Page:
    """Walks the lines once; what is open in the builder is its memory of headings and lists."""

    def __init__(self, text: str, title: str) -> None:
        self.text, self.title = text, clean_label(title)
        self.lines = split_lines(text)
        self.build = Builder(text)
        self.filled = [i for i, line in enumerate(self.lines) if not line.blank]
        self.tight = len(self.filled) > 5 and len(self.filled) >= len(self.lines) - 3
        self.menu = boilerplate.menu_lines(self.lines)
        self.body_at = self._body_start()
        self.survey = False
        self.list_styles: list[tuple[str, int]] = []

    def parse(self) -> Parsed:
        """Take every line in turn."""
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if line.blank:
                at += 1
                continue
            at = self._take(at, line)
        _name_units(self.build.root)
        return self.build.freeze()

    def _body_start(self) -> int:
        """The line below the last sign that the page's own text begins, 0 where there is none."""
        found = [
            i
            for i in self.filled[: max(20, len(self.filled) // 3)]
            if boilerplate.is_body_start(self.lines[i].words)
        ]
        sentences = [i for i in self.filled if boilerplate.is_sentence(self.lines[i].words)]
        before = [
            i for i in found if not sentences or i < sentences[0] or "本文" in self.lines[i].words
        ]
        return before[-1] + 1 if before else 0

    def _take(self, at: int, line: Line) -> int:
        words = line.words
        span = Span(line.start, line.end)
        if line.furniture or self._is_boilerplate(at, words):
            self._set_apart(span)
            return at + 1
        self.survey = False
        for recognise in (self._dates, self._contact, self._table, self._question):
            after = recognise(at, line)
            if after is not None:
                return after
        if self._heading(at, line):
            return at + 1
        return self._unit(at, line)

    # Boilerplate

    def _is_boilerplate(self, at: int, words: str) -> bool:
        if _DATES.match(words):
            return False
        below = self._below(at)
        if below and _QUESTION.match(below.words):
            return False
        if boilerplate.is_boilerplate(words):
            self.survey = self.survey or boilerplate.begins_survey(words)
            return True
        if self.survey and len(words) <= LONGEST_HEADING and not contacts.is_contact_heading(words):
            return True
        if below and boilerplate.begins_survey(below.words) and boilerplate.is_menu_entry(words):
            return True
        if at < self.body_at and not boilerplate.is_sentence(words):
            return True
        return at in self.menu

    def _below(self, at: int) -> Line | None:
        return next((self.lines[i] for i in self.filled if i > at), None)

    def _set_apart(self, span: Span) -> None:
        if self.build.top.kind in {"paragraph", "item"}:
            self.build.close_below(len(self.build.stack) - 1)
        self.build.boilerplate(span)

    # Parts with a form of their own

    def _dates(self, at: int, line: Line) -> int | None:
        matches = list(_DATES.finditer(line.words))
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
        return at + 1

    def _contact(self, at: int, line: Line) -> int | None:
        if not contacts.is_contact_heading(line.words):
            return None
        inside = self._contact_lines(at)
        if not inside:
            return None
        self.build.close_below(1)
        heading = Span(line.start, line.end)
        self.build.open(Draft("contact", contacts.LABEL, line.start, heading=heading))
        for i in inside:
            words = self.lines[i].words
            span = Span(self.lines[i].start, self.lines[i].end)
            if re.fullmatch(r"[-|\s:]+", words):
                self.build.boilerplate(span)
            else:
                contacts.read_contact_line(self.build, span)
        self.build.close_below(1)
        after = inside[-1] + 1
        return self._footer(after) if self._nothing_but_footer(after) else after

    def _contact_lines(self, at: int) -> list[int]:
        """The lines of the block headed at `at`: to the next heading, notice or foreign line."""
        found: list[int] = []
        for i in self.filled:
            if i <= at:
                continue
            words = self.lines[i].words
            rule = bool(re.fullmatch(r"[-|\s:]+", words))
            ends = boilerplate.is_boilerplate(words) or contacts.is_contact_heading(words)
            adjoins = bool(found) and i == found[-1] + 1 and boilerplate.is_sentence(words)
            if ends or not (rule or adjoins or contacts.belongs_to_contact(words)):
                break
            found.append(i)
        return found if any(contacts.belongs_to_contact(self.lines[i].words) for i in found) else []

    def _nothing_but_footer(self, at: int) -> bool:
        rest = [self.lines[i].words for i in self.filled if i >= at]
        return not any(
            (boilerplate.is_sentence(w) and not boilerplate.is_boilerplate(w))
            or contacts.is_contact_heading(w)
            or _DATES.match(w)
            for w in rest
        )

    def _footer(self, at: int) -> int:
        for i in self.filled:
            if i >= at:
                self.build.boilerplate(Span(self.lines[i].start, self.lines[i].end))
        return len(self.lines)

    def _table(self, at: int, line: Line) -> int | None:
        reader = TableReader(self.build, self.lines[at:])
        if is_tabular(line, self.text):
            stop = at
            while stop < len(self.lines) and self._in_table(stop):
                stop += 1
        elif reader.begins_grid():
            stop = at + reader.grid_length()
        else:
            stop = self._block_end(at) + 1
            width = periodic_width(self.lines[at:stop])
            if width:
                self._close_list()
                TableReader(self.build, self.lines[at:stop]).read_grid(width)
                return stop
            return None
        self._close_list()
        TableReader(self.build, self.lines[at:stop]).read()
        return stop

    def _in_table(self, at: int) -> bool:
        line = self.lines[at]
        rule = bool(re.fullmatch(r"[|\s:+=-]+", line.words)) and not line.blank
        return not line.blank and (rule or is_tabular(line, self.text))

    def _question(self, at: int, line: Line) -> int | None:
        match = _QUESTION.match(line.words)
        if not match:
            return None
        letter = "Q" if match["letter"] in "QＱ" else "A"
        self._close_list()
        known = [c.label for c in self.build.top.children if re.fullmatch(rf"{letter}\d+", c.label)]
        number = str(int(match["n"])) if match["n"] else str(len(known) + 1)
        mark = Span(line.start, line.start + match.end("mark"))
        last = self._block_end(at) if letter == "A" else self._continued(at, marked=True)
        body = Span(line.start + match.end(), self.lines[last].end).trim(self.text)
        kind = "question" if letter == "Q" else "reply"
        self.build.leaf(
            Draft(kind, f"{letter}{number}", line.start, number=number, marker=mark, body=body)
        )
        return last + 1

    def _block_end(self, at: int) -> int:
        """The last line before a blank, a question or boilerplate."""
        last = at
        while last + 1 < len(self.lines):
            line = self.lines[last + 1]
            if (
                line.blank
                or _QUESTION.match(line.words)
                or self._is_boilerplate(last + 1, line.words)
            ):
                break
            last += 1
        return last

    # Headings

    def _heading(self, at: int, line: Line) -> bool:
        style, words = self._heading_style(line.words)
        if not self._is_heading(at, words, style):
            return False
        span = Span(line.end - len(words), line.end)
        closing = line.words[-1] in "】＞>" and style in {"【", "<"}
        if closing:
            span = Span(
                line.start + line.words.index(words),
                line.start + line.words.index(words) + len(words),
            )
        label = clean_label(words)
        if not self.build.root.children or all(
            c.kind in {*UNADDRESSED, "field"} for c in self.build.root.children
        ):
            if self._is_page_title(at, style):
                self.build.close_below(1)
                self.build.leaf(Draft("title", "題名", line.start, heading=span, body=span))
                return True
        self._close_sections(style, words)
        if self.build.top.style == _TITLE:
            self.build.close_below(1)
        if not any(c.kind == "section" for c in self.build.root.children) and self._is_title(
            at, label
        ):
            style = _TITLE
        marker = item_marker(line.words) if style not in {"plain", "【", "<"} else None
        number = str(marker.place) if marker and not style.startswith("#") else None
        mark = Span(line.start, span.start).trim(self.text) if span.start > line.start else None
        draft = Draft(
            "section", label, line.start, number=number, marker=mark, heading=span, style=style
        )
        self.build.open(draft)
        self.list_styles = []
        return True

    def _heading_style(self, words: str) -> tuple[str, str]:
        match = _HEADING_MARK.fullmatch(words)
        if match:
            style = match["mark"].replace("＜", "<")
            return style, match["words"]
        marker = item_marker(words)
        if marker:
            return marker.style, words[marker.width :]
        return "plain", words

    def _is_heading(self, at: int, words: str, style: str) -> bool:
        whole = self.lines[at].words
        if not words or len(words) > LONGEST_HEADING or boilerplate.is_sentence(words):
            return words != "" and style.startswith("#")
        if style.startswith("#"):
            return True
        if any(draft.kind == "item" and draft.style == style[0] for draft in self.build.stack):
            return False
        if words.endswith(("、", "，", "：", ":")) or _FILE.search(whole) or _LINK.fullmatch(whole):
            return False
        if _ENDS_WITH_DATE.search(words) or self._defines(whole):
            return False
        if re.fullmatch(r"(?:令和|平成|昭和|[12][0-9]{3}年?).{0,30}", words) and not re.search(
            r"について$", words
        ):
            return False
        if (
            self.lines[at].words.startswith(("※", "・", "-", "*", "○", "(", "（"))
            and style != "bracketed-number"
        ):
            return False
        return self._stands_as_heading(at, style)

    def _stands_as_heading(self, at: int, style: str) -> bool:
        below = next((i for i in self.filled if i > at), None)
        if below is None:
            return False
        gap_above = at == 0 or self.lines[at - 1].blank or self._ends_part(at - 1)
        gap_below = below > at + 1
        next_style, next_words = self._heading_style(self.lines[below].words)
        if style != "plain":
            if next_style == style and not gap_below:
                return False
            if next_style == style and not self._has_content_between(at, below, style):
                return False
            indented_below = self.lines[below].indent > self.lines[at].indent and not gap_below
            return (gap_above or self.tight) and not (
                indented_below and not gap_below and style not in "■◆●◎□▼★【<"
            )
        if self.tight:
            return (
                len(self.lines[at].words) <= LONGEST_TIGHT_HEADING
                and boilerplate.is_sentence(next_words)
                and not bullet(self.lines[at].words)
            )
        if not gap_above or (not gap_below and self.lines[below].words.startswith(_CONTINUES)):
            return False
        return (
            gap_below
            or boilerplate.is_sentence(next_words)
            or bool(
                next_style != "plain"
                or self._defines(self.lines[below].words)
                or _FILE.search(self.lines[below].words)
                or is_tabular(self.lines[below], self.text)
            )
        )

    def _has_content_between(self, at: int, below: int, style: str) -> bool:
        """A mark that repeats on the very next part lists; one with content under it heads."""
        return below != next((i for i in self.filled if i > at), None)

    def _ends_part(self, at: int) -> bool:
        words = self.lines[at].words
        return boilerplate.is_boilerplate(words) or at in self.menu or at < self.body_at

    def _is_title(self, at: int, label: str) -> bool:
        """Whether the first heading is the page's own, above all others: by name or by a date below."""
        below = self._below(at)
        named = bool(self.title) and label.replace(" ", "") == self.title.replace(" ", "")
        return named or bool(below and _DATES.match(below.words))

    def _is_page_title(self, at: int, style: str) -> bool:
        below = next((i for i in self.filled if i > at), None)
        if style not in {"plain", "#"} or below is None:
            return False
        while below is not None and (
            _DATES.match(self.lines[below].words)
            or self._is_boilerplate(below, self.lines[below].words)
        ):
            below = next((i for i in self.filled if i > below), None)
        if below is None:
            return False
        style_below, words_below = self._heading_style(self.lines[below].words)
        return self._is_heading(below, words_below, style_below)

    def _close_sections(self, style: str, words: str) -> None:
        """Close what a heading of this style ends; a style not yet open goes below what is."""
        while self.build.top.kind not in {"section", "document"}:
            self.build.close_below(len(self.build.stack) - 1)
        if style in _STYLES_BY_DEPTH:
            while (
                self.build.top.style in _STYLES_BY_DEPTH
                and len(self.build.top.style) >= len(style)
                or (
                    self.build.top.kind == "section"
                    and self.build.top.style not in _STYLES_BY_DEPTH
                )
            ):
                self.build.close_below(len(self.build.stack) - 1)
            return
        for depth in range(len(self.build.stack), 1, -1):
            section = self.build.stack[depth - 1]
            if section.style != style:
                continue
            nests = (
                style == "plain"
                and self._repeats_in(section, words)
                and depth == len(self.build.stack)
            )
            self.build.close_below(depth if nests else depth - 1)
            if not nests:
                self._leave_nested(style, words)
            return
        if style == "plain":
            self.build.close_below(1)

    def _leave_nested(self, style: str, words: str) -> None:
        """A plain heading below a plain heading that it was nested in goes up again."""
        while self.build.top.kind == "section" and self.build.top.style == style:
            self.build.close_below(len(self.build.stack) - 1)

    def _repeats_in(self, section: Draft, words: str) -> bool:
        """Whether an empty heading above says the same words and more, and so holds this one."""
        if any(child.kind not in UNADDRESSED for child in section.children):
            return False
        return clean_label(words) in section.label or section.label in clean_label(words)

    # Paragraphs, items, definitions

    def _defines(self, words: str) -> re.Match[str] | None:
        match = _DEFINITION.fullmatch(words)
        if (
            not match
            or _NOT_DEFINITION.search(match["label"])
            or (match["value"] or "").startswith("//")
        ):
            return None
        return match

    def _unit(self, at: int, line: Line) -> int:
        words = line.words
        marker, width = item_marker(words), 0
        style = ""
        if marker and self._lists(at, marker.style):
            width, style = marker.width, marker.style
        elif bullet(words):
            width, style = bullet(words), words[0]
        listed = width or _FILE.search(words) or _LINK.fullmatch(words)
        defined = None if listed else self._defines(words)
        last = self._continued(at, marked=bool(width))
        end = self.lines[last].end
        if defined:
            self._definition(line, defined, end)
        elif listed:
            self._item(line, width, style, end)
        elif (
            last > at
            and self.lines[at + 1].words.startswith(("(", "（"))
            and not boilerplate.is_sentence(words)
        ):
            self._item(line, 0, "", end)
        else:
            self._close_list()
            self.build.leaf(Draft("paragraph", "", line.start, body=Span(line.start, end)))
        return last + 1

    def _lists(self, at: int, style: str) -> bool:
        """A kanji numeral opens an item only beside others; 一関市 is no item."""
        return style != "kanji" or any(
            (m := item_marker(self.lines[i].words)) is not None and m.style == "kanji"
            for i in self.filled
            if i != at and abs(i - at) <= 3
        )

    def _continued(self, at: int, *, marked: bool) -> int:
        """The last line of the unit that begins at `at`: indented or bracketed lines go on with it."""
        last = at
        for i in range(at + 1, len(self.lines)):
            line = self.lines[i]
            if line.blank or self._is_boilerplate(i, line.words) or is_tabular(line, self.text):
                break
            begins = item_marker(line.words) or bullet(line.words) or _QUESTION.match(line.words)
            if (
                begins
                or self._defines(line.words)
                or _FILE.search(line.words)
                or _LINK.fullmatch(line.words)
            ):
                break
            if (
                contacts.is_contact_heading(line.words)
                or self._heading_style(line.words)[0] != "plain"
            ):
                break
            deeper = line.indent > self.lines[at].indent
            said = self.lines[last].words
            ended = boilerplate.is_sentence(said) or _FILE.search(said) or _LINK.fullmatch(said)
            bracket = line.words.startswith(("(", "（"))
            broken = not self.tight and len(said) > LONGEST_TIGHT_HEADING
            if not ((marked and deeper) or (not ended and (bracket or broken))):
                break
            last = i
        return last

    def _definition(self, line: Line, match: re.Match[str], end: int) -> None:
        self._close_list()
        start = line.start
        mark = Span(start, start + match.end("label"))
        body = Span(start + match.start("value"), end) if match["value"] else Span(end, end)
        self.build.leaf(Draft("field", clean_label(match["label"]), start, marker=mark, body=body))

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


def _name_units(draft: Draft) -> None:
    """Number the paragraphs and the items under each heading; a lone one takes its address."""
    for kind, label in (("paragraph", "段落"), ("item", "項目")):
        units = [child for child in draft.children if child.kind == kind]
        for place, child in enumerate(units, 1):
            child.label, child.number = f"第{place}{label}", str(place)
    for child in draft.children:
        _name_units(child)
    named = [child for child in draft.children if child.kind not in UNADDRESSED]
    if draft.kind == "section" and len(named) == 1 and named[0].kind in {"paragraph", "item"}:
        only = named[0]
        if not only.children and draft.children[0] is only and len(draft.children) == 1:
            draft.body, draft.children = only.body, []
