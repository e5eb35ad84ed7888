"""What is known of the lines of a web page before it is read: noise, blocks, forms of their own."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from functools import cached_property

from assistant.documents.parsing import boilerplate, contacts
from assistant.documents.parsing.cells import is_tabular, may_be_cell, with_parted_rows
from assistant.documents.parsing.lines import Line, split_lines
from assistant.documents.parsing.markers import bullet, item_marker

LONGEST_HEADING = 60
# In a page without blank lines only a short bare line above a sentence can be told for a heading.
LONGEST_TIGHT_HEADING = 30
# By how many blanks the first line of a paragraph is set in, as Japanese is typeset (JIS X 4051).
_PARAGRAPH_INDENT = 1
DATES = re.compile(
    r"(?P<label>(?:最終)?更新日|公開日|掲載日|登録日|作成日|ページ番号|ページID|記事番号|記事ID)"
    r"\s*[:：]?\s*(?P<value>[^\s:：][^:：]*?)(?=\s*(?:(?:最終)?更新日|公開日|掲載日|登録日|作成日|ページ番号|ページID|記事番号|記事ID)"
    r"|\s+(?:印刷|大きな文字で印刷|ツイート|シェア).*|$)"
)
FILE = re.compile(
    r"[\[［(（【][^\[\]［］()（）【】]*(?:PDF|pdf|ＰＤＦ|Word|ワード|Excel|エクセル|CSV|ZIP|PowerPoint|[0-9０-９,，.]+\s*(?:KB|MB|ＫＢ|ＭＢ|キロバイト|メガバイト))"
    r"[^\[\]［］()（）【】]*[\]］)）】]\s*$|\.(?:pdf|docx?|xlsx?|csv|zip|pptx?)$",
    re.IGNORECASE,
)
LINK = re.compile(
    r"(?:⇒|→|➡|☞|▶|≫).*|.*(?:へリンク|外部(?:リンク|サイト)|別(?:ウィンドウ|サイト)|新しいウィンドウ).{0,14}|.*(?:ホームページ|サイト|ページ)へ(?:のリンク)?|.*はこちら(?:から)?(?:へ)?"
)
DEFINITION = re.compile(
    r"(?P<label>[^:：。、()（）「」\d０-９\s][^:：。、()（）「」]{0,23}?)\s*[:：]\s*(?P<value>\S.*)?"
)
_NOT_DEFINITION = re.compile(r"https?$|^[QＱAＡ][0-9０-９]*$")
QUESTION = re.compile(
    r"(?P<mark>[【［\[〔]?(?:(?P<asks>[QＱ]|質問|問)|[AＡ]|回答|お?答え?)"
    r"(?:[ \u3000]*(?P<n>[0-9０-９]{1,2}))?(?:[】］\]〕](?=\s*\S)|(?=\s*[.．:：、]|[ \u3000])))"
    r"(?:\s*[.．:：、])?\s*(?=\S)"
)
# More lines than a small table with a cell on each line has.
LONGEST_TABLE = 600
LONGEST_CONTENTS = 100
_DAY = (
    r"(?:令和|平成|昭和|[12][0-9]{3}年?)\s*(?:[0-9０-９元]{1,2}年)?(?:度|[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日|[上中下]旬)?頃?)?"
    r"(?:[(（][^()（）]{1,4}[)）])?"
)
# A label and its value with a blank between: 取組数　31事業, 平成30年3月 第1期ビジョンを策定.
_PAIR = re.compile(
    rf"(?!〒|※|第.{{1,3}}[編章節部款])(?P<label>{_DAY}|[^\s。、:：「『※☎]{{2,24}}?)"
    r"(?:[\u3000\t]\s*|(?P<narrow> )\s*)(?P<value>\S.*)"
)
# A label before a stroke: 対象／16歳以上の住民; more strokes part the pages of a site, and blanks
# behind one part a label that holds it: 大人／小人　200円.
_STROKE_PAIR = re.compile(
    r"(?P<label>[一-鿿々ァ-ヶー]{2,8})(?P<narrow>)／(?P<value>[^\s／｜|][^／｜|\u3000\t]*)"
)
LONGEST_NARROW_LABEL = 12
# Behind a family name: the given name, and in brackets for whom it stands.
_WHOSE = re.compile(r"(?:[一-鿿々ぁ-んァ-ヶー・]{1,6}[ \u3000]*)?[（(][^（）()]+[）)]")
LEAST_PERSONS = 3
# What alone, with its value behind a blank, is no heading: 運行する日 月曜日から土曜日.
_LABEL = re.compile(r"(?:日時?|時間|場所|会場|対象者?|定員|料金|費用|持ち物|期間|期限|締切)$")
_CONTENTS = re.compile(
    r"[【■●▼<＜]?\s*(?:(?:この)?ページ内?の?)?(?:目\s*次|もくじ|見出し一覧|Contents|CONTENTS)|(?:この)?(?:ページ|記事|本文)の内容(?:】|>|＞)?"
)
_HEADING_MARK = re.compile(
    r"(?P<mark>#{1,6}|[■◆●◎□▼★]|【(?=[^】]+】$)|[＜<](?=[^＞>]+[＞>]$))\s*(?P<words>\S.*?)(?:】|＞|>)?"
)


def heading_style(words: str) -> tuple[str, str]:
    """How a line would be marked as a heading, and its words without the mark."""
    match = _HEADING_MARK.fullmatch(words)
    if match:
        return match["mark"].replace("＜", "<"), match["words"]
    marker = item_marker(words)
    return (marker.style, words[marker.width :]) if marker else ("plain", words)


def defines(words: str) -> re.Match[str] | None:
    """The match of a definition-like line: 実施期間：5年間."""
    match = DEFINITION.fullmatch(words)
    if match is None or _NOT_DEFINITION.search(match["label"]):
        return None
    return None if (match["value"] or "").startswith("//") else match


def asks_or_replies(words: str) -> re.Match[str] | None:
    """The match of a line that begins a question or a reply of the page's own."""
    return None if boilerplate.begins_survey(words) else QUESTION.match(words)


def pairs(words: str) -> re.Match[str] | None:
    """The match of a label and a value with nothing but a blank between."""
    match = _PAIR.fullmatch(words) or _STROKE_PAIR.fullmatch(words)
    if match is None or match["value"].startswith((":", "：")) or bullet(words):
        return None
    if names_file_or_link(words) or DATES.match(words):
        return None
    if heading_style(words)[0] != "plain" or QUESTION.match(words) or contacts.is_led(words):
        return None
    label = match["label"]
    narrow = match["narrow"] and not re.fullmatch(_DAY, label)
    worded = len(label) <= LONGEST_NARROW_LABEL and re.search(r"[一-鿿ァ-ヶ]$|[)）]$", label)
    return None if narrow and not worded else match


def names_file_or_link(words: str) -> bool:
    """Whether a line is the name of a file with its type, or of a link."""
    return bool(FILE.search(words) or LINK.fullmatch(words))


def _is_person(pair: re.Match[str]) -> bool:
    """Whether a label and its value are a name with whom it stands for: 大森 志津江（協議会）."""
    return bool(_WHOSE.fullmatch(pair["value"])) and not re.search(r"[0-9０-９]", pair[0])


def _is_own_sentence(words: str) -> bool:
    return boilerplate.is_sentence(words) and not boilerplate.is_boilerplate(words)


def _said(words: str) -> str:
    """The words of an entry or a heading without mark, number and blanks."""
    rest = words[bullet(words) :]
    return re.sub(r"\s", "", heading_style(rest)[1])


class PageLines:
    """The lines of a page, each looked at once."""

    def __init__(self, text: str) -> None:
        self.text, self.lines = text, with_parted_rows(split_lines(text))
        self.filled = [i for i, line in enumerate(self.lines) if not line.blank]
        self.tight = len(self.filled) > 5 and len(self.filled) >= len(self.lines) - 3
        self.menu = boilerplate.menu_lines(self.lines)
        self.persons: set[int] = set()
        self.below: list[int | None] = [None] * len(self.lines)
        found: int | None = None
        for i in reversed(range(len(self.lines))):
            self.below[i], found = found, found if self.lines[i].blank else i

    def line_below(self, at: int) -> Line | None:
        """The next line with words."""
        below = self.below[at]
        return None if below is None else self.lines[below]

    @cached_property
    def body_at(self) -> int:
        """The line below the last sign that the page's own text begins, 0 where there is none."""
        found = [
            i
            for i in self.filled[: max(20, len(self.filled) // 3)]
            if boilerplate.is_body_start(self.lines[i].words)
        ]
        sentences = (i for i in self.filled if _is_own_sentence(self.lines[i].words))
        first = next(sentences, len(self.lines))
        before = [i for i in found if i < first or "本文" in self.lines[i].words]
        return before[-1] + 1 if before else 0

    @cached_property
    def exempt(self) -> list[bool]:
        """The lines that are never noise: dates, and what stands above a question."""
        return [
            bool(DATES.match(line.words))
            or bool((below := self.line_below(i)) and asks_or_replies(below.words))
            for i, line in enumerate(self.lines)
        ]

    @cached_property
    def noise(self) -> list[bool]:
        """The lines that say nothing of the matter, whatever stands before them."""
        return [not line.blank and self._is_noise(i) for i, line in enumerate(self.lines)]

    def _is_noise(self, at: int) -> bool:
        words, below = self.lines[at].words, self.line_below(at)
        if self.exempt[at]:
            return False
        if boilerplate.is_boilerplate(words) or at in self.menu or at in self.contents:
            return True
        if below and boilerplate.begins_survey(below.words) and boilerplate.is_menu_entry(words):
            return True
        return at < self.body_at and not boilerplate.is_sentence(words)

    @cached_property
    def _numbered(self) -> dict[str, list[tuple[int, int]]]:
        """By style of number, the lines below a blank that it begins, and their places."""
        found: dict[str, list[tuple[int, int]]] = {}
        for i in self.filled:
            words = self.lines[i].words
            marker = None if i and not self.lines[i - 1].blank else item_marker(words)
            if marker is None or self._goes_on_counting(i, marker.style):
                continue
            if len(words) <= LONGEST_HEADING and not boilerplate.is_sentence(words):
                found.setdefault(marker.style, []).append((i, marker.place))
        return found

    def _goes_on_counting(self, at: int, style: str) -> bool:
        """Whether line `at` begins a list: the next number stands straight below."""
        below = item_marker(self.lines[at + 1].words) if at + 1 < len(self.lines) else None
        return below is not None and below.style == style

    def counts_later(self, at: int, style: str, number: int) -> bool:
        """Whether a heading below line `at` bears the next number of a style, before a first."""
        known = self._numbered.get(style, [])
        after = known[bisect_right(known, (at, sys.maxsize)) :]
        places = (place for _, place in after if place in {1, number + 1})
        return next(places, 0) == number + 1

    @cached_property
    def contents(self) -> set[int]:
        """The lines of a table of contents: its title and entries that head something below."""
        heads = (i for i in self.filled if _CONTENTS.fullmatch(self.lines[i].words))
        return {i for head in heads for i in self._contents_at(head)}

    @cached_property
    def announced(self) -> set[str]:
        """What a table of contents names, which are headings wherever they stand again."""
        return {_said(self.lines[i].words) for i in self.contents}

    def is_announced(self, at: int) -> bool:
        """Whether a line is the heading that a table of contents names."""
        said = _said(self.lines[at].words)
        return at not in self.contents and said in self.announced and self._last_said[said] == at

    def _contents_at(self, head: int) -> list[int]:
        entries: list[int] = []
        at = self.below[head]
        while at is not None and len(entries) < LONGEST_CONTENTS:
            said = {_said(self.lines[i].words) for i in entries}
            # Without a blank between, the first heading that it names ends it.
            if entries and (at > entries[-1] + 1 or _said(self.lines[at].words) in said):
                break
            entries.append(at)
            at = self.below[at]
        stop = entries[-1] if entries else head
        known = sum(self._last_said[_said(self.lines[i].words)] > stop for i in entries)
        return [head, *entries] if known > 1 and known * 3 >= len(entries) * 2 else []

    @cached_property
    def _last_said(self) -> dict[str, int]:
        """Where each line's words stand last on the page, whatever mark is before them."""
        return {_said(self.lines[i].words): i for i in self.filled}

    @cached_property
    def asks(self) -> bool:
        """Whether the page asks questions of its own: Q1, 問1."""
        found = (asks_or_replies(line.words) for line in self.lines)
        return any(match["asks"] for match in found if match)

    @cached_property
    def pairs(self) -> list[re.Match[str] | None]:
        """For each line its label and value, where lines in a row have them, each its own label."""
        may = [self._pair(i) for i in range(len(self.lines))]
        kept: list[re.Match[str] | None] = [None] * len(may)
        run: dict[int, re.Match[str]] = {}
        for i, match in enumerate([*may, None]):
            if match:
                run[i] = match
            elif not (run and self._hangs(i, max(run))):
                labels = {pair["label"] for pair in run.values()}
                if len(run) >= LEAST_PERSONS and all(map(_is_person, run.values())):
                    self.persons |= set(run)
                elif len(labels) > 1 or any(map(_LABEL.search, labels)):
                    for at, pair in run.items():
                        kept[at] = pair
                run = {}
        return kept

    def _pair(self, at: int) -> re.Match[str] | None:
        line = self.lines[at]
        apart = line.blank or self.noise[at] or is_tabular(line, self.text)
        return None if apart else pairs(line.words)

    def _hangs(self, at: int, first: int) -> bool:
        """Whether a line only goes on with the pair above it."""
        if at >= len(self.lines) or self.lines[at].blank:
            return False
        deeper = self.lines[at].indent > self.lines[first].indent
        return deeper or self.lines[at].words.startswith(("(", "（"))

    @cached_property
    def block_end(self) -> list[int]:
        """For each line the last one before a blank, a question or noise."""
        ends = list(range(len(self.lines)))
        for i in reversed(range(len(self.lines) - 1)):
            below = self.lines[i + 1]
            own = QUESTION.match(below.words) or contacts.office_line(below.words)
            if not (below.blank or own or self.noise[i + 1]):
                ends[i] = ends[i + 1]
        return ends

    @cached_property
    def _cells_only(self) -> list[bool]:
        only = [may_be_cell(line.words) for line in self.lines]
        for i in reversed(range(len(self.lines))):
            only[i] = only[i] and (self.block_end[i] == i or only[i + 1])
        return only

    def cells(self, at: int) -> list[Line]:
        """The lines from `at` to the end of its block, if all could be cells and they are few."""
        stop = self.block_end[at] + 1
        few = self._cells_only[at] and stop - at <= LONGEST_TABLE
        return self.lines[at:stop] if few else []

    def table_end(self, at: int) -> int:
        """The line below the rows that begin on line `at`."""
        stop = at
        while stop < len(self.lines) and self._in_table(stop):
            stop += 1
        return stop

    def _in_table(self, at: int) -> bool:
        line = self.lines[at]
        rule = bool(re.fullmatch(r"[|\s:+=-]+", line.words)) and not line.blank
        return not line.blank and (rule or is_tabular(line, self.text) or self._trails(at))

    def _trails(self, at: int) -> bool:
        """Whether a line is the first cell of a row whose other is empty."""
        end = self.text.find("\n", self.lines[at].at)
        rest = self.text[self.lines[at].end : end if end >= 0 else len(self.text)]
        return "\t" in rest and at > 0 and is_tabular(self.lines[at - 1], self.text)

    @cached_property
    def footer_at(self) -> int:
        """The line below the last one with anything of the page's own to say."""
        own = (i for i in reversed(self.filled) if self._says_something(self.lines[i].words))
        return next(own, -1) + 1

    def _says_something(self, words: str) -> bool:
        return (
            _is_own_sentence(words)
            or contacts.is_contact_heading(words)
            or bool(DATES.match(words))
        )

    def contact_lines(self, at: int) -> list[int]:
        """The lines of the block headed at `at`: to the next heading, notice or foreign line."""
        found: list[int] = []
        following = self.below[at]
        while following is not None and self._in_contact(following, found):
            found.append(following)
            following = self.below[following]
        return found if any(contacts.belongs_to_contact(self.lines[i].words) for i in found) else []

    def _in_contact(self, at: int, found: list[int]) -> bool:
        words = self.lines[at].words
        if boilerplate.is_boilerplate(words) or contacts.is_contact_heading(words):
            return False
        told = boilerplate.is_sentence(words) or bool(defines(words) and not DATES.match(words))
        adjoins = bool(found) and at == found[-1] + 1 and told
        rule = bool(re.fullmatch(r"[-|\s:]+", words))
        # Whoever is named between the heading and the number: 神渡観光案内所.
        below = self.line_below(at)
        named = not found and below is not None and contacts.has_field(below.words)
        short = len(words) <= LONGEST_TIGHT_HEADING and not boilerplate.is_sentence(words)
        return rule or adjoins or (named and short) or contacts.belongs_to_contact(words)

    def ends_part(self, at: int) -> bool:
        """Whether what stands below line `at` begins something new."""
        words = self.lines[at].words
        return boilerplate.is_boilerplate(words) or at in self.menu or at < self.body_at

    def neighbours_list(self, at: int) -> bool:
        """Whether kanji numerals begin other lines near by; 一関市 alone is no item."""
        near = range(max(0, at - 3), min(len(self.lines), at + 4))
        markers = (item_marker(self.lines[i].words) for i in near if i != at)
        return any(marker is not None and marker.style == "kanji" for marker in markers)

    def continued(self, at: int, *, marked: bool) -> int:
        """The last line of the unit that begins at `at`: indented or bracketed lines go on."""
        last = at
        for i in range(at + 1, len(self.lines)):
            if self._begins_unit(i) or not self._goes_on(i, at, last, marked=marked):
                break
            last = i
        return last

    def _begins_unit(self, at: int) -> bool:
        line = self.lines[at]
        words = line.words
        return bool(
            line.blank
            or self.noise[at]
            or is_tabular(line, self.text)
            or self.pairs[at]
            or contacts.office_line(words)
            or bullet(words)
            or QUESTION.match(words)
            or defines(words)
            or names_file_or_link(words)
            or contacts.is_contact_heading(words)
            or heading_style(words)[0] != "plain"
        )

    def _begins_paragraph(self, at: int, first: int, last: int) -> bool:
        """Whether a sentence set in by one blank stands below a unit that is complete by itself."""
        line, said = self.lines[at], self.lines[last].words
        set_in = self.lines[first].indent == 0 and 0 < line.indent <= _PARAGRAPH_INDENT
        complete = boilerplate.is_sentence(said) or bool(self.pairs[first] or defines(said))
        return set_in and complete and boilerplate.is_sentence(line.words)

    def _goes_on(self, at: int, first: int, last: int, *, marked: bool) -> bool:
        line, said = self.lines[at], self.lines[last].words
        if marked and line.indent > self.lines[first].indent:
            return not self._begins_paragraph(at, first, last)
        ended = boilerplate.is_sentence(said) or names_file_or_link(said)
        field = self.pairs[first] or defines(self.lines[first].words)
        broken = not (self.tight or field) and len(said) > LONGEST_TIGHT_HEADING
        return not ended and (line.words.startswith(("(", "（")) or broken)
