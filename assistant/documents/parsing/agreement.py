"""Agreements and 連携協約: from title to appended tables, as a tree of clauses."""

from __future__ import annotations

import re

from assistant.documents.parsing import markers
from assistant.documents.parsing.drafts import UNADDRESSED, Builder, Draft
from assistant.documents.parsing.lines import Line, split_lines
from assistant.documents.parsing.signature import SignatureReader
from assistant.documents.parsing.tables import TableReader, is_tabular
from assistant.records import Parsed, Span

ITEMS = frozenset({"item", "subitem"})
LONGEST_CAPTION = 80
LONGEST_CAPTION_BESIDE = 20
LONGEST_TITLE_LINE = 60
_FINISHED = ("。", "．", "）", ")", "」", "』", "：", ":")
_SAME_PARAGRAPH = re.compile(r"(?:ただし|但し|この場合|その場合|なお)")
_DEFINES = re.compile(r"以下|「")
_NOT_BESIDE = re.compile(r"[。、「」]|^削除$|^[（(]|[はがをにで]$")
_TABLE_LABEL = {"別表": "別表", "別記": "別記", "別紙": "別紙", "様式": "様式", "別記様式": "様式"}
# (第3条関係), [第3条(1)]: which article a table belongs to.
_RELATES = re.compile(
    r"^\s*(?:[（(［\[〔](?:[^（）()\[\]［］〔〕]|[（(][^（）()]*[）)])*[）)］\]〕]\s*)+"
)
_CONTENTS_LINE = re.compile(
    rf"(?:第\s*{markers.NUMERAL}\s*[編章節款目条]|附\s*則|別\s*表|別\s*記|様\s*式|前\s*文)"
)
_BROKEN_HEADING = re.compile(rf"第{markers.BLANKS}(?:{markers.NUMERAL})?{markers.BLANKS}")
_BROKEN_REST = re.compile(rf"(?:{markers.NUMERAL}{markers.BLANKS})?条")
_BROKEN_TABLE = re.compile(rf"別{markers.BLANKS}表{markers.BLANKS}第")
# How far ahead a numbering may jump and still be taken for numbering with a gap.
LARGEST_GAP = 5


def parse_agreement(text: str) -> Parsed:
    """The tree of an agreement; what it cannot place becomes text with a problem, never an error."""
    return _Agreement(text).parse()


class _Agreement:
    """Walks the lines once; the open parts of the builder are its only memory of structure."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = split_lines(text)
        self.build = Builder(text)
        self.filled = [i for i, ln in enumerate(self.lines) if not ln.blank and not ln.furniture]
        self.next_filled = _next_of(self.filled, len(self.lines))
        self.last: Line | None = None
        self.last_article: tuple[int, ...] = (0,)
        self.dated_after = any(
            markers.DATE.fullmatch(self.lines[i].words)
            for i in self.filled
            if i > self._first_article()
        )

    def parse(self) -> Parsed:
        """Take every line in turn."""
        at = self._front()
        while at < len(self.lines):
            line = self.lines[at]
            if line.furniture:
                self.build.furniture(Span(line.start, line.end))
            if line.blank or line.furniture:
                at += 1
                continue
            at = self._take(at, line)
            self.last = self._last_before(at)
        return self.build.freeze()

    def _last_before(self, at: int) -> Line | None:
        while at > 0:
            at -= 1
            if not self.lines[at].blank and not self.lines[at].furniture:
                return self.lines[at]
        return None

    def _take(self, at: int, line: Line) -> int:
        for recognise in (
            self._contents,
            self._chapter,
            self._article,
            self._supplement,
            self._table,
            self._closing,
            self._date,
            self._signature,
        ):
            after = recognise(at, line)
            if after is not None:
                return after
        return self._clause(at, line)

    # Before the first article

    def _first_article(self) -> int:
        for i in self.filled:
            if markers.is_article_heading(self.lines[i].words):
                return i
        return len(self.lines)

    def _front(self) -> int:
        """Title lines; the preamble follows as a part of its own."""
        stop = self._first_article()
        title: Draft | None = None
        for at in [i for i in self.filled if i < stop]:
            line = self.lines[at]
            heads_clause = self._caption_above(at) or markers.CHAPTER.match(line.words)
            if heads_clause or markers.CONTENTS.fullmatch(line.words):
                return at
            if len(line.words) > LONGEST_TITLE_LINE or re.search("[。、]", line.words):
                return at
            if self.text[line.start : line.end].startswith(("|", "\t")):
                return at
            span = Span(line.start, line.end)
            if title is None:
                title = Draft("title", "題名", line.start, body=span)
                self.build.leaf(title)
            else:
                title.body = Span(title.start, line.end)
        return self.filled[0] if title is None and self.filled else self._after(title)

    def _after(self, title: Draft | None) -> int:
        end = title.last_end if title else 0
        return next(
            (i for i, ln in enumerate(self.lines) if ln.start >= end and not ln.blank),
            len(self.lines),
        )

    def _contents(self, at: int, line: Line) -> int | None:
        if not markers.CONTENTS.fullmatch(line.words):
            return None
        entries = [i for i in self.filled if i > at]
        first, last = None, at
        for i in entries:
            words = re.sub(r"[ \u3000]", "", self.lines[i].words)
            if not _CONTENTS_LINE.match(self.lines[i].words) or words.endswith("。"):
                break
            head = re.split(r"[（(…・.]", words)[0]
            if head == first:
                break
            first = first or head
            last = i
        self.build.close_below(1)
        span = Span(line.start, self.lines[last].end)
        mark = Span(line.start, line.end)
        body = Span(self.lines[at + 1].at, span.end).trim(self.text) if last > at else None
        self.build.leaf(Draft("contents", "目次", line.start, marker=mark, body=body))
        return last + 1

    # Chapters, articles, supplementary provisions, appended tables

    def _chapter(self, at: int, line: Line) -> int | None:
        match = markers.CHAPTER.match(line.words)
        broken_off = self._unfinished() and not self._gap_above(at)
        if not match or line.words.endswith("。") or broken_off:
            return None
        level = match["level"]
        number, tail = markers.numbered(match["n"], match["sub"])
        upper = markers.LEVELS[: markers.LEVELS.index(level)]
        if not self.build.close_to(*(f"chapter-{name}" for name in reversed(upper))):
            self.build.close_below(1)
        title = match["title"] or match["tight"]
        label = f"第{number.removesuffix(tail) if tail else number}{level}{tail}"
        mark = Span(
            line.start, line.start + (match.start("title") if match["title"] else match.end("sub"))
        ).trim(self.text)
        heading = Span(line.end - len(title), line.end) if title else None
        self.build.open(
            Draft(
                f"chapter-{level}", label, line.start, number=number, marker=mark, heading=heading
            )
        )
        return at + 1

    def _article(self, at: int, line: Line) -> int | None:
        caption = self._caption_above(at)
        head_at, heading = caption or (at, None)
        found = self._article_line(head_at)
        if not found:
            return None
        match, head, end_at = found
        place = tuple(int(n) for n in markers.numbered(match["n"], match["sub"])[0].split("の"))
        if caption is None and self._unfinished() and not self._is_next(place):
            return None
        self._open_article(line.start, heading, match, head, place)
        rest = Span(head + match.end(), self.lines[end_at].end)
        self._caption_or_words(rest, end_at)
        return end_at + 1

    def _article_line(self, at: int) -> tuple[re.Match[str], int, int] | None:
        """The heading that begins on line `at`: its match, where it starts, its last line."""
        line = self.lines[at]
        match = markers.is_article_heading(line.words)
        if match:
            return match, line.start, at
        below = self.next_filled[at]
        if below is not None and _BROKEN_HEADING.fullmatch(line.words):
            if _BROKEN_REST.match(self.lines[below].words):
                whole = (
                    self.text[line.start : self.lines[below].end]
                    .replace("\n", " ")
                    .replace("\r", " ")
                )
                match = markers.is_article_heading(whole)
                if match:
                    return match, line.start, below
        return None

    def _caption_above(self, at: int) -> tuple[int, Span] | None:
        """A caption on its own line or lines with an article below: the article's line, the words."""
        line = self.lines[at]
        if not line.words.startswith(("（", "(")):
            return None
        last: int | None = at
        for _ in range(3):
            if last is None:
                return None
            whole = self.text[line.start : self.lines[last].end]
            match = markers.CAPTION.fullmatch(whole)
            below = self.next_filled[last]
            if match:
                fits = len(whole) <= LONGEST_CAPTION and not _DEFINES.search(match["words"])
                if below is None or not fits or not self._article_line(below):
                    return None
                start, end = match.span("words")
                return below, Span(line.start + start, line.start + end)
            last = below
        return None

    def _open_article(
        self,
        start: int,
        heading: Span | None,
        match: re.Match[str],
        head: int,
        place: tuple[int, ...],
    ) -> None:
        if self.build.inside("supplement") and self._supplement_restarts(place):
            self.build.close_to("supplement")
            siblings = [c for c in self.build.top.children if c.kind == "article"]
            before = _place_of(siblings[-1]) if siblings else (0,)
        else:
            if not self.build.close_to(*(f"chapter-{level}" for level in reversed(markers.LEVELS))):
                self.build.close_below(1)
            before, self.last_article = self.last_article, place
        number, tail = markers.numbered(match["n"], match["sub"])
        label = f"第{number.removesuffix(tail) if tail else number}条{tail}"
        mark = Span(head, head + match.end("sub"))
        if place not in _followers(before):
            self.build.problem(f"{label}の前の番号が続いていません", mark)
        self.build.open(Draft("article", label, start, number=number, marker=mark, heading=heading))

    def _supplement_restarts(self, place: tuple[int, ...]) -> bool:
        supplement = self.build.inside("supplement")
        return place[0] == 1 or bool(
            supplement and any(c.kind == "article" for c in supplement.children)
        )

    def _is_next(self, place: tuple[int, ...]) -> bool:
        return place in _followers(self.last_article)

    def _caption_or_words(self, rest: Span, at: int) -> None:
        """What stands behind an article's number: a caption, the first words, or both."""
        article = self.build.top
        words = rest.cut(self.text)
        match = markers.CAPTION.match(words)
        if match and article.heading is None and not _DEFINES.search(match["words"]):
            start, end = match.span("words")
            article.heading = Span(rest.start + start, rest.start + end)
            rest = Span(rest.start + match.end(), rest.end).trim(self.text)
        elif self._beside(words, article, at):
            article.heading = rest.trim(self.text)
            return
        if rest.cut(self.text).strip():
            self._paragraph_or_words(rest.trim(self.text))

    def _beside(self, words: str, article: Draft, at: int) -> bool:
        below = self.next_filled[at]
        return bool(
            article.heading is None
            and 0 < len(words.strip()) <= LONGEST_CAPTION_BESIDE
            and not _NOT_BESIDE.search(words.strip())
            and below is not None
            and not self._article_line(below)
            and not self._caption_above(below)
        )

    def _supplement(self, at: int, line: Line) -> int | None:
        match = markers.SUPPLEMENT.match(line.words)
        if not match or match.end() != len(line.words) or self._unfinished():
            return None
        rest = match["rest"].strip()
        self.build.close_below(1)
        mark = Span(line.start, line.start + match.start("rest"))
        draft = Draft("supplement", "附則", line.start, marker=mark)
        if rest and markers.CAPTION.fullmatch(rest):
            draft.heading = Span(line.end - len(rest) + 1, line.end - 1)
            rest = ""
        self.build.open(draft)
        if rest:
            self._paragraph_or_words(Span(line.end - len(rest), line.end))
        return at + 1

    def _table(self, at: int, line: Line) -> int | None:
        words, end_at, broken = line.words, at, self.next_filled[at]
        if _BROKEN_TABLE.fullmatch(words) and broken is not None:
            words = self.text[line.start : self.lines[broken].end].replace("\n", " ")
            end_at = broken
        match = markers.is_table_heading(words)
        if (
            not match
            or (self._unfinished() and not self._gap_above(at))
            or is_tabular(line, self.text)
        ):
            return None
        word = re.sub(r"[ \u3000\t]", "", match["word"])
        number = markers.numbered(match["n"], match["sub"])[0] if match["n"] else None
        label = _TABLE_LABEL[word] + (number or "")
        self.build.close_below(1)
        mark = Span(line.start, line.start + match.start("rest")).trim(self.text)
        draft = Draft("table", label, line.start, number=number, marker=mark)
        stop = next((i for i in self.filled if i > end_at and self._ends_table(i)), len(self.lines))
        rest = Span(line.start + match.start("rest"), self.lines[end_at].end).trim(self.text)
        title_at = self._table_title(draft, rest, end_at, stop)
        self.build.open(draft)
        TableReader(self.build, self.lines[title_at + 1 : stop]).read()
        return stop

    def _gap_above(self, at: int) -> bool:
        return at > 0 and (self.lines[at - 1].blank or self.lines[at - 1].furniture)

    def _ends_table(self, at: int) -> bool:
        line = self.lines[at]
        if is_tabular(line, self.text):
            return False
        if _BROKEN_TABLE.fullmatch(line.words):
            return True
        if markers.is_table_heading(line.words):
            before = self._last_before(at)
            return self._gap_above(at) or bool(before and before.words.endswith(_FINISHED))
        match = markers.SUPPLEMENT.match(line.words)
        return bool(match and match.end() == len(line.words))

    def _table_title(self, draft: Draft, rest: Span, at: int, stop: int) -> int:
        """Set the table's title, on the line of its number or the next; return its last line."""
        words = _RELATES.sub("", rest.cut(self.text))
        if words.strip():
            draft.heading = Span(rest.end - len(words), rest.end).trim(self.text)
            return at
        below = self.next_filled[at]
        if below is None or below >= stop:
            return at
        line = self.lines[below]
        plain = not (is_tabular(line, self.text) or markers.item_marker(line.words))
        if _RELATES.fullmatch(line.words) and re.search(r"関係|第.*条", line.words):
            return self._table_title(draft, Span(line.end, line.end), below, stop)
        reader = TableReader(self.build, self.lines[below:stop])
        if plain and len(line.words) <= LONGEST_TITLE_LINE and not line.words.endswith("。"):
            if not reader.begins_with_label():
                draft.heading = Span(line.start, line.end)
                return below
        return at

    # After the last article

    def _closing(self, at: int, line: Line) -> int | None:
        article = self.build.inside("article", "supplement", "table")
        if not article or not markers.CLOSING.match(line.words) or self._unfinished():
            return None
        self.build.close_below(1)
        self.build.open(Draft("closing", "後文", line.start, body=Span(line.start, line.end)))
        return at + 1

    def _date(self, at: int, line: Line) -> int | None:
        match = markers.DATE.fullmatch(line.words)
        before_articles = self.last_article == (0,)
        if not match or self.build.inside("table") or (before_articles and self.dated_after):
            return None
        if self.build.inside("signature") or (self._unfinished() and self.build.inside("article")):
            return None
        self.build.close_below(1)
        self.build.leaf(Draft("date", "締結日", line.start, body=Span(line.start, line.end)))
        return at + 1

    def _signature(self, at: int, line: Line) -> int | None:
        before = self.build.root.children[-1].kind if self.build.root.children else ""
        if before not in {"date", "closing"} or len(self.build.stack) > 2:
            return None
        if before == "closing" and self._unfinished():
            return None
        stop = next(
            (i for i in self.filled if i >= at and self._ends_signature(i)), len(self.lines)
        )
        if stop == at:
            return None
        self.build.close_below(1)
        self.build.open(Draft("signature", "署名欄", line.start))
        SignatureReader(self.build, self.lines[at:stop]).read()
        return stop

    def _ends_signature(self, at: int) -> bool:
        line = self.lines[at]
        return bool(
            markers.is_table_heading(line.words)
            or _BROKEN_TABLE.fullmatch(line.words)
            or markers.SUPPLEMENT.match(line.words)
            or markers.is_article_heading(line.words)
            or markers.DATE.fullmatch(line.words)
            or line.words.endswith("。")
        )

    # Inside articles

    def _clause(self, at: int, line: Line) -> int:
        span = Span(line.start, line.end)
        if not self.build.inside("article", "supplement"):
            self._loose(span)
            return at + 1
        article = self.build.inside("article") or self.build.inside("supplement")
        caption = markers.CAPTION.fullmatch(line.words)
        if article and caption and article is self.build.top and not article.children:
            if article.heading is None and not _DEFINES.search(caption["words"]):
                article.heading = Span(
                    line.start + caption.start("words"), line.start + caption.end("words")
                )
                return at + 1
        self._paragraph_or_words(span)
        return at + 1

    def _loose(self, span: Span) -> None:
        """Words outside every article: the preamble, or words that nothing here accounts for."""
        if self.last_article == (0,) and not self.build.inside("preamble"):
            self.build.close_below(1)
            self.build.open(Draft("preamble", "前文", span.start, body=span))
            return
        if len(self.build.stack) == 1:
            self.build.open(Draft("passage", "その他", span.start, body=span))
            self.build.problem("どの条にも属さない文です", span)
            return
        self.build.words(span)

    def _paragraph_or_words(self, span: Span) -> None:
        words = span.cut(self.text)
        if self._open_paragraph(words, span) or self._open_item(words, span):
            return
        if self.build.top.kind in {"article", "supplement"} or self._new_unnumbered(words, span):
            self._begin_paragraph(span.start, None, span)
        elif self.build.top.kind in ITEMS and self._leaves_items(span):
            self.build.close_to("paragraph")
            self.build.words(span)
        else:
            self.build.words(span)

    def _clause_root(self) -> Draft:
        found = self.build.inside("article") or self.build.inside("supplement")
        if found is None:
            raise AssertionError
        return found

    def _open_paragraph(self, words: str, span: Span) -> bool:
        found = markers.paragraph_number(words)
        if not found:
            return False
        number, width = found
        if not self._is_paragraph(number, words, width):
            return False
        current = _last_number(self._clause_root())
        body = Span(span.start + width, span.end).trim(self.text)
        mark = Span(span.start, span.start + width).trim(self.text)
        if number != current + 1:
            label = self._clause_root().label
            self.build.problem(f"{label}の項の番号が{current}から{number}へ飛んでいます", mark)
        self._begin_paragraph(span.start, mark, body, number)
        return True

    def _is_paragraph(self, number: int, words: str, width: int) -> bool:
        current = _last_number(self._clause_root())
        circled = words[0] in markers.CIRCLED
        marker = markers.item_marker(words)
        style = marker.style if marker else ""
        if any(
            d.kind in ITEMS and d.style == style and d.place + 1 == number for d in self.build.stack
        ):
            return False
        root = self._clause_root()
        begun = any(c.kind == "paragraph" for c in root.children)
        if self._unfinished() and begun:
            spaced = circled or words[width - 1].isspace()
            return number == current + 1 and spaced and self.build.top.kind in ITEMS
        if not begun:
            return number == 1 or (number <= LARGEST_GAP and not circled)
        if number == current + 1:
            return True
        separated = width > len(str(number)) or circled
        gap = 0 < number <= current + LARGEST_GAP and number != 1
        return separated and gap and not circled and current > 1

    def _begin_paragraph(
        self, start: int, mark: Span | None, body: Span, number: int | None = None
    ) -> None:
        self.build.close_to("article", "supplement")
        root = self._clause_root()
        place = number or _last_number(root) + 1
        draft = Draft(
            "paragraph", f"第{place}項", start, number=str(place), marker=mark, place=place
        )
        self.build.open(draft)
        if body.start < body.end and not self._open_item(body.cut(self.text), body):
            self.build.words(body)

    def _new_unnumbered(self, words: str, span: Span) -> bool:
        if self._unfinished() or self._counts_paragraphs(span.end) or _SAME_PARAGRAPH.match(words):
            return False
        paragraph = self.build.inside("paragraph")
        if paragraph is None or paragraph.marker is not None:
            return False
        return self.build.top.kind not in ITEMS or self._leaves_items(span)

    def _leaves_items(self, span: Span) -> bool:
        """Whether a line below items goes back to the paragraph: a sentence after a finished item."""
        above = self.text.rfind("\n", 0, span.start)
        gap = self.text[:above].rstrip(" \u3000\t\r").endswith("\n") if above > 0 else False
        return not self._unfinished() or gap

    def _counts_paragraphs(self, at: int) -> bool:
        """Whether a numbered second paragraph follows before the next article."""
        if any(c.marker for c in self._clause_root().children if c.kind == "paragraph"):
            return True
        for i in self.filled:
            line = self.lines[i]
            if line.start < at:
                continue
            if self._article_line(i) or markers.SUPPLEMENT.match(line.words):
                return False
            found = markers.paragraph_number(line.words)
            if found and found[0] == 2 and line.words[0] not in markers.CIRCLED:
                return True
        return False

    def _open_item(self, words: str, span: Span) -> bool:
        marker = markers.item_marker(words)
        if marker is None:
            return False
        fits = self._item_place(marker)
        if fits is None:
            return False
        depth, style, place = fits
        self.build.close_below(depth)
        parent_items = any(d.kind in ITEMS for d in self.build.stack)
        lettered = "kana" in style or "letter" in style or style == "iroha"
        label = f"第{place}号" if not parent_items and not lettered else _written(marker, style)
        before = [c for c in self.build.top.children if c.kind in ITEMS]
        mark = Span(span.start, span.start + marker.width).trim(self.text)
        expected = before[-1].place + 1 if before else 1
        if place != expected:
            self.build.problem(f"{label}の前の番号が続いていません", mark)
        body = Span(span.start + marker.width, span.end).trim(self.text)
        kind = "item" if label.endswith("号") else "subitem"
        self.build.open(
            Draft(kind, label, span.start, number=str(place), marker=mark, style=style, place=place)
        )
        if body.start < body.end:
            self.build.words(body)
        return True

    def _item_place(self, marker: markers.Marker) -> tuple[int, str, int] | None:
        """Where an item goes: the depth to close to, its style, its place; None if it is no item."""
        iroha = markers.in_iroha(marker) if marker.style == "kana" else 0
        for depth in range(len(self.build.stack), 0, -1):
            draft = self.build.stack[depth - 1]
            if draft.kind not in ITEMS:
                continue
            if draft.style == marker.style and 0 < marker.place <= draft.place + LARGEST_GAP:
                if marker.place == draft.place + 1 or not self._unfinished():
                    return depth - 1, marker.style, marker.place
            if draft.style == "iroha" and iroha == draft.place + 1:
                return depth - 1, "iroha", iroha
        if self.build.inside("paragraph") is None:
            return None
        first = marker.place == 1 or iroha == 1
        if not first or not self._may_list():
            return None
        depth = len(self.build.stack)
        return depth, "iroha" if marker.place != 1 else marker.style, 1

    def _may_list(self) -> bool:
        """Whether items may begin here: after words that announce them, or a finished sentence."""
        top = self.build.top
        worded = top.children[-1] if top.children else top
        said = worded.body.cut(self.text) if worded.body else ""
        return (
            not said
            or said.rstrip().endswith(_FINISHED)
            or bool(markers.ANNOUNCES.search(said[-40:]))
            or top.kind in ITEMS
        )

    def _unfinished(self) -> bool:
        """Whether the words above break off in mid sentence."""
        top = self.build.top
        worded = top.children[-1] if top.children else top
        if worded.kind in UNADDRESSED - {"text"} or worded.body is None:
            previous = [c for c in top.children if c.body and c.kind == "text"]
            worded = previous[-1] if previous and worded.kind == "boilerplate" else worded
        if worded.kind not in {
            "paragraph",
            "item",
            "subitem",
            "text",
            "preamble",
            "article",
            "closing",
        }:
            return False
        if worded.body is None:
            return False
        said = worded.body.cut(self.text).rstrip()
        return not said.endswith(_FINISHED) and not said.endswith("削除")


def _written(marker: markers.Marker, style: str) -> str:
    if style.startswith("bracketed"):
        inner = str(marker.place) if style.endswith(("number", "kanji")) else marker.written
        return f"({inner})"
    if style in {"number", "kanji"} or style.startswith("half-bracket"):
        return str(marker.place) if "kana" not in style else marker.written
    return marker.written


def _last_number(root: Draft) -> int:
    return max((c.place for c in root.children if c.kind == "paragraph"), default=0)


def _place_of(article: Draft) -> tuple[int, ...]:
    return tuple(int(n) for n in (article.number or "0").split("の"))


def _followers(place: tuple[int, ...]) -> set[tuple[int, ...]]:
    """The article numbers that may follow: the next at each depth, and the first below."""
    nexts = {(*place[:i], place[i] + 1) for i in range(len(place))}
    return nexts | {(*place, 2)}


def _next_of(filled: list[int], count: int) -> list[int | None]:
    """For each line the next one below it that is neither blank nor furniture."""
    below: list[int | None] = [None] * count
    waiting = 0
    for i in filled:
        for j in range(waiting, i):
            below[j] = i
        waiting = i
    return below
