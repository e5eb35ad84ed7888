"""Agreements and 連携協約: from title to appended tables, as a tree of clauses."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from assistant.documents.parsing import markers
from assistant.documents.parsing.drafts import HEADING, Builder, Draft
from assistant.documents.parsing.headings import DEFINES, Headings
from assistant.documents.parsing.lines import Line
from assistant.documents.parsing.paragraphs import ClauseReader
from assistant.documents.parsing.signature import SignatureReader
from assistant.documents.parsing.tables import TableReader
from assistant.documents.parsing.webpage import begins_part, read_page
from assistant.records import Parsed, Span

LONGEST_TITLE_LINE = 60
_TABLE_LABEL = {"別表": "別表", "別記": "別記", "別紙": "別紙", "様式": "様式", "別記様式": "様式"}
# (第3条関係), [第3条(1)]: which article a table belongs to.
_RELATES = re.compile(
    r"^\s*(?:[（(［\[〔](?:[^（）()\[\]［］〔〕]|[（(][^（）()]*[）)])*[）)］\]〕]\s*)+"
)
_CONTENTS_LINE = re.compile(
    rf"(?:第\s*{markers.NUMERAL}\s*[編章節款目条]|附\s*則|別\s*表|別\s*記|様\s*式|前\s*文)"
)
# What may stand between an article's number and its caption or words.
_BESIDE_NUMBER = re.compile(r"[ \u3000\t]*(?:[:：]|\*\*)?[ \u3000\t]*")


def parse_agreement(text: str) -> Parsed:
    """The tree of an agreement; what it cannot place becomes text with a problem, no error."""
    return _Agreement(text).parse()


class _Agreement:
    """Walks the lines once; the open parts of the builder are its only memory of structure."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.heads = Headings(text)
        self.lines = self.heads.lines
        self.build = Builder(text)
        self.clauses = ClauseReader(self.build, self.heads)
        self.last_article: tuple[int, ...] = (0,)
        self.has_articles = False

    def parse(self) -> Parsed:
        """Take every line in turn."""
        at = self._front()
        while at < len(self.lines):
            line = self.lines[at]
            if line.furniture:
                self.build.furniture(Span(line.start, line.end))
            at = at + 1 if line.blank or line.furniture else self._take(at, line)
        if self.heads.filled and not self.has_articles:
            first = self.lines[self.heads.filled[0]]
            self.build.problem("条が見つかりません", Span(first.start, first.end))
        return self.build.freeze()

    def _take(self, at: int, line: Line) -> int:
        for recognise in (
            self._contents,
            self._chapter,
            self._deleted,
            self._article,
            self._supplement,
            self._table,
            self._closing,
            self._date,
            self._signature,
            self._page,
            self._rows,
        ):
            after = recognise(at, line)
            if after is not None:
                return after
        return self._clause(at, line)

    # Before the first article

    def _front(self) -> int:
        """Title lines; the preamble follows as a part of its own."""
        title: Draft | None = None
        after = 0
        for at in self.heads.filled:
            line = self.lines[at]
            if at >= self.heads.first_article or not self._may_be_title(at, line):
                break
            if title is None:
                title = Draft("title", "題名", line.start)
                self.build.leaf(title)
            title.body = Span(title.start, line.end)
            after = at + 1
        return after

    def _may_be_title(self, at: int, line: Line) -> bool:
        return not (
            self.heads.caption(at)
            or markers.CHAPTER.match(line.words)
            or markers.CONTENTS.fullmatch(line.words)
            or len(line.words) > LONGEST_TITLE_LINE
            or re.search("[。、]", line.words)
            or self.text[line.start : line.end].startswith(("|", "\t"))
        )

    def _contents(self, at: int, line: Line) -> int | None:
        if not markers.CONTENTS.fullmatch(line.words):
            return None
        first, last = None, at
        following = self.heads.below[at]
        while following is not None:
            words = re.sub(r"[ \u3000]", "", self.lines[following].words)
            head = re.split(r"[（(…・.]", words)[0]
            entry = _CONTENTS_LINE.match(self.lines[following].words) and not words.endswith("。")
            if not entry or head == first:
                break
            first, last = first or head, following
            following = self.heads.below[following]
        self.build.close_below(1)
        span = Span(line.start, self.lines[last].end)
        mark = Span(line.start, line.end)
        body = Span(self.lines[at + 1].at, span.end).trim(self.text) if last > at else None
        self.build.leaf(Draft("contents", "目次", line.start, marker=mark, body=body))
        return last + 1

    # Chapters, articles, supplementary provisions, appended tables

    def _chapter(self, at: int, line: Line) -> int | None:
        match = markers.CHAPTER.match(line.words)
        if not match or line.words.endswith("。") or self.clauses.broken_off(at):
            return None
        level = match["level"]
        upper = markers.LEVELS[: markers.LEVELS.index(level)]
        if not self.build.close_to(*(f"chapter-{name}" for name in reversed(upper))):
            self.build.close_below(1)
        title = match["title"] or match["tight"]
        start = line.start + match.end("lead")
        mark = Span(start, line.end - len(title or "")).trim(self.text)
        heading = Span(line.end - len(title), line.end) if title else None
        number, label = _numbered(match["n"], match["sub"], level)
        kind = f"chapter-{level}"
        self.build.open(Draft(kind, label, line.start, number=number, marker=mark, heading=heading))
        return at + 1

    def _deleted(self, at: int, line: Line) -> int | None:
        """第2条から第4条まで 削除: one part, no article."""
        match = markers.DELETED.fullmatch(line.words)
        if not match:
            return None
        first, label = _numbered(match["n"], match["sub"], "条")
        last, until = _numbered(match["n2"], match["sub2"], "条")
        self._into_chapter()
        self._expect(_place(first), label, Span(line.start, line.end))
        self.last_article = _place(last)
        span = Span(line.start, line.end)
        self.build.problem("削除された条です", span)
        joined = f"{label}から{until}まで" if match["to"] in "から~〜～" else f"{label}、{until}"
        self.build.leaf(Draft("passage", joined, line.start, body=span))
        return at + 1

    def _article(self, at: int, line: Line) -> int | None:
        caption = self.heads.caption(at)
        head_at, heading = caption or (at, None)
        found = self.heads.article(head_at)
        if not found:
            return None
        match, head, end_at = found
        number, _ = _numbered(match["n"], match["sub"], "条")
        expected = _place(number) in _followers(self.last_article)
        if caption is None and self.clauses.unfinished() and not expected:
            return None
        self._open_article(line.start, heading, match, head)
        rest = Span(head + match.end(), self.lines[end_at].end)
        self._caption_or_words(rest, end_at)
        return end_at + 1

    def _into_chapter(self) -> None:
        chapters = (f"chapter-{level}" for level in reversed(markers.LEVELS))
        if not self.build.close_to(*chapters):
            self.build.close_below(1)

    def _expect(self, place: tuple[int, ...], label: str, mark: Span) -> None:
        if place not in _followers(self.last_article):
            self.build.problem(f"{label}の前の番号が続いていません", mark)

    def _open_article(
        self, start: int, heading: Span | None, match: re.Match[str], head: int
    ) -> None:
        self.has_articles = True
        number, label = _numbered(match["n"], match["sub"], "条")
        place = _place(number)
        mark = Span(head + match.end("lead"), head + match.end("sub"))
        if self._in_supplement(place):
            self.build.close_to("supplement")
            articles = (c for c in reversed(self.build.top.children) if c.kind == "article")
            before = next(articles, None)
            if place not in _followers(_place(before.number) if before else (0,)):
                self.build.problem(f"{label}の前の番号が続いていません", mark)
        else:
            self._into_chapter()
            self._expect(place, label, mark)
            self.last_article = place
        self.build.open(Draft("article", label, start, number=number, marker=mark, heading=heading))

    def _in_supplement(self, place: tuple[int, ...]) -> bool:
        """Whether an article belongs to the open 附則, which counts its own from 第1条."""
        supplement = self.build.inside("supplement")
        if supplement is None:
            return False
        return place[0] == 1 or any(c.kind == "article" for c in supplement.children)

    def _caption_or_words(self, rest: Span, at: int) -> None:
        """What stands behind an article's number: a caption, the first words, or both."""
        article = self.build.top
        rest = self._past_marks(rest)
        words = rest.cut(self.text)
        match = markers.CAPTION.match(words)
        if match and article.heading is None and not DEFINES.search(match["words"]):
            start, end = match.span("words")
            article.heading = Span(rest.start + start, rest.start + end)
            rest = self._past_marks(Span(rest.start + match.end(), rest.end))
        elif article.heading is None and self.heads.stands_beside(words, at):
            article.heading = rest.trim(self.text)
            return
        if rest.cut(self.text).strip():
            self.clauses.take(rest.trim(self.text), at)

    def _past_marks(self, span: Span) -> Span:
        match = _BESIDE_NUMBER.match(self.text, span.start, span.end)
        return Span(match.end(), span.end) if match else span

    def _supplement(self, at: int, line: Line) -> int | None:
        match = self.heads.supplement(at)
        if not match or self.clauses.broken_off(at):
            return None
        rest = match["rest"].strip()
        self.build.close_below(1)
        mark = Span(line.start + match.end("lead"), line.start + match.start("rest"))
        draft = Draft("supplement", "附則", line.start, marker=mark)
        if rest and markers.CAPTION.fullmatch(rest):
            draft.heading = Span(line.end - len(rest) + 1, line.end - 1)
            rest = ""
        self.build.open(draft)
        if rest:
            self.clauses.take(Span(line.end - len(rest), line.end), at)
        return at + 1

    def _table(self, at: int, line: Line) -> int | None:
        found = self.heads.table(at)
        if not found or self.clauses.broken_off(at):
            return None
        match, end_at = found
        word = re.sub(r"[ \u3000\t]", "", match["word"])
        number = markers.numbered(match["n"], match["sub"])[0] if match["n"] else None
        self.build.close_below(1)
        lead, title_from = line.start + match.end("lead"), line.start + match.start("rest")
        mark = Span(lead, title_from).trim(self.text)
        label = _TABLE_LABEL[word] + (number or "")
        draft = Draft("table", label, line.start, number=number, marker=mark)
        stop = self._next(end_at + 1, self.heads.ends_table)
        rest = Span(title_from, self.lines[end_at].end).trim(self.text)
        title_at = self._table_title(draft, rest, end_at, stop)
        self.build.open(draft)
        if rest.start < rest.end:
            # What stands behind the number (第3条関係) is heading even where nothing follows.
            self.build.leaf(Draft(HEADING, "見出し", line.start))
        TableReader(self.build, self.lines[title_at + 1 : stop]).read()
        return stop

    def _next(self, at: int, ends: Callable[[int], bool]) -> int:
        """The first line with words from `at` on that ends a part."""
        lines = range(at, len(self.lines))
        return next((i for i in lines if self.heads.holds_words(i) and ends(i)), len(self.lines))

    def _table_title(self, draft: Draft, rest: Span, at: int, stop: int) -> int:
        """Set the table's title, on the line of its number or the next; return its last line."""
        words = _RELATES.sub("", rest.cut(self.text))
        if words.strip():
            draft.heading = Span(rest.end - len(words), rest.end).trim(self.text)
            return at
        below = self.heads.below[at]
        if below is None or below >= stop:
            return at
        line = self.lines[below]
        if _RELATES.fullmatch(line.words) and re.search(r"関係|第.*条", line.words):
            return self._table_title(draft, Span(line.end, line.end), below, stop)
        if self._may_name_table(line) and not self._begins_cells(below, stop):
            draft.heading = Span(line.start, line.end)
            return below
        return at

    def _may_name_table(self, line: Line) -> bool:
        plain = not (self.heads.tabular(line) or markers.item_marker(line.words))
        return plain and len(line.words) <= LONGEST_TITLE_LINE and not line.words.endswith("。")

    def _begins_cells(self, at: int, stop: int) -> bool:
        return TableReader(self.build, self.lines[at:stop]).begins_with_label()

    # After the last article

    def _closing(self, at: int, line: Line) -> int | None:
        article = self.build.inside("article", "supplement", "table")
        if not article or not markers.CLOSING.match(line.words) or self.clauses.broken_off(at):
            return None
        self.build.close_below(1)
        self.build.open(Draft("closing", "後文", line.start, body=Span(line.start, line.end)))
        return at + 1

    def _date(self, at: int, line: Line) -> int | None:
        before_articles = self.last_article == (0,) and self.heads.dated_after_articles
        if before_articles or not markers.DATE.fullmatch(line.words):
            return None
        if self.build.inside("table", "signature"):
            return None
        if self.build.inside("article") and self.clauses.broken_off(at):
            return None
        self.build.close_below(1)
        self.build.leaf(Draft("date", "締結日", line.start, body=Span(line.start, line.end)))
        return at + 1

    def _signature(self, at: int, line: Line) -> int | None:
        before = self.build.root.children[-1].kind if self.build.root.children else ""
        if before not in {"date", "closing"} or len(self.build.stack) > 2:
            return None
        if before == "closing" and self.clauses.unfinished():
            return None
        stop = self._next(at, self._ends_signature)
        if stop == at:
            return None
        self.build.close_below(1)
        self.build.open(Draft("signature", "署名欄", line.start))
        SignatureReader(self.build, self.lines[at:stop]).read()
        return stop

    def _ends_signature(self, at: int) -> bool:
        return self.heads.ends_signature(at) or begins_part(self.lines, at)

    def _page(self, at: int, line: Line) -> int | None:
        """The rest of the page that shows an agreement: below who signed it, no clause follows."""
        signed = any(child.kind == "signature" for child in self.build.root.children)
        if not signed or at <= self._last_clause or not begins_part(self.lines, at):
            return None
        read_page(self.build, at)
        return len(self.lines)

    @cached_property
    def _last_clause(self) -> int:
        """The last line that heads an article or a table; -1 where none does."""
        heads = (i for i in self.heads.filled if self.heads.table(i) or self.heads.article(i))
        return max(heads, default=-1)

    # Inside articles

    def _rows(self, at: int, line: Line) -> int | None:
        if not self.build.inside("article", "supplement"):
            return None
        stop = self.heads.rows(at)
        if stop == at:
            return None
        self.clauses.take_rows(at, stop)
        return stop

    def _clause(self, at: int, line: Line) -> int:
        span = Span(line.start, line.end)
        top = self.build.top
        caption = markers.CAPTION.fullmatch(line.words)
        if not self.build.inside("article", "supplement"):
            self._loose(span)
        elif caption and self._captions_paragraph(top, span, at):
            pass
        elif caption and self._lacks_caption(top) and not DEFINES.search(caption["words"]):
            start, end = caption.span("words")
            top.heading = Span(line.start + start, line.start + end)
        else:
            self.clauses.take(span, at)
        return at + 1

    def _captions_paragraph(self, top: Draft, span: Span, at: int) -> bool:
        """Take a caption above a numbered paragraph; the first of an article is the article's."""
        return top.kind != "article" and self.clauses.take_caption(span, at)

    def _lacks_caption(self, top: Draft) -> bool:
        empty = top.kind in {"article", "supplement"} and not top.children
        return empty and top.heading is None

    def _loose(self, span: Span) -> None:
        """Words outside every article: the preamble, or words that nothing here accounts for."""
        if self.last_article == (0,) and not self.build.inside("preamble"):
            self.build.close_below(1)
            self.build.open(Draft("preamble", "前文", span.start, body=span))
        elif len(self.build.stack) == 1:
            self.build.open(Draft("passage", "その他", span.start, body=span))
            self.build.problem("どの条にも属さない文です", span)
        else:
            self.build.words(span)


def _numbered(number: str, sub: str, level: str) -> tuple[str, str]:
    """The canonical number and label of 第三条の二: `3の2` and `第3条の2`."""
    whole, tail = markers.numbered(number, sub)
    return whole, f"第{whole.removesuffix(tail) if tail else whole}{level}{tail}"


def _place(number: str | None) -> tuple[int, ...]:
    return tuple(int(n) for n in (number or "0").split("の"))


def _followers(place: tuple[int, ...]) -> set[tuple[int, ...]]:
    """The article numbers that may follow: the next at each depth, and the first below."""
    nexts = {(*place[:i], place[i] + 1) for i in range(len(place))}
    return nexts | {(*place, 2)}
