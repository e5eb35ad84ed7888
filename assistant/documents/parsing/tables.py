"""Appended tables and the small tables of web pages: themes, rows, columns and cells.

Four shapes of a table are read: rows parted by tabs or pipes, with a header row or with the
column's name in each row; a cell on each line; and `(取組の内容) …` lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from assistant.documents.parsing.drafts import HEADING, Builder, Draft
from assistant.documents.parsing.lines import Line
from assistant.documents.parsing.markers import Marker, item_marker
from assistant.records import Span

# The words that municipalities put over the columns of such tables.
COLUMN = re.compile(
    r"(?:(?:(?:具体的な?)?取り?組み?|連携|事業|政策|施策)(?:(?:する|に係る)(?:取り?組み?|事務|事業|施策)?)?の?"
    r"(?:内容|概要|方針|事項|名|分野|項目)?"
    r"|(?:[^。、○●・■◆□◇◎▼][^。、]{0,23}の)?役割(?:分担)?|[甲乙丙丁]|[^。、]{1,12}(?:が行うこと|の分担|の負担)"
    r"|備考|費用(?:の)?(?:負担|分担)?|実施(?:主体|時期|期間)|(?:期待する|期待される)?効果|目的|内容|概要)"
)
ROW_HEADER = re.compile(
    r"(?:区分|分野|政策分野|項目|事項|名称|施策|事業名|事業|取組|取組名|取組項目|種別|No\.?|番号)"
)
_BRACKETED = re.compile(r"[（(【［\[]\s*(?P<label>[^（）()【】［］\[\]]+?)\s*[）)】］\]]\s*")
_RULE = re.compile(r"\|?[\s:|+=─━-]*-[\s:|+=─━-]*\|?")
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])[ \u3000\t\n]+(?=[^\x00-\x7f])")
# What stands in cells rather than over them: amounts, counts, sentences.
_DATA = re.compile(r"[0-9０-９〇一二三四五六七八九十]|。")
LONGEST_HEADING = 60
LONGEST_CELL = 30
_BULLET = re.compile(r"[○●・■◆□◇◎▼]\s*")
_ENDS_SENTENCE = ("。", "．", "、", "，")


def clean_label(words: str) -> str:
    """A label's own words without line breaks and the blanks of PDF extraction."""
    return re.sub(r"\s+", " ", _BETWEEN.sub("", words.strip()))


def is_column(words: str) -> bool:
    """Whether words are the name of a column."""
    return bool(COLUMN.fullmatch(clean_label(words)))


@dataclass(frozen=True, slots=True)
class _Cell:
    span: Span
    words: str


def cells_of(line: Line, text: str) -> list[_Cell]:
    """The cells of a line parted by tabs or pipes, empty ones kept; one cell for other lines."""
    raw_end = text.find("\n", line.at)
    raw = text[line.at : raw_end if raw_end >= 0 else len(text)]
    if "\t" in raw.rstrip():
        edges = [m.start() for m in re.finditer("\t", raw)]
        outer = (-1, len(raw))
    elif line.words.startswith("|") or line.words.count("|") > 1 or line.words.endswith("|"):
        edges = [m.start() for m in re.finditer(r"(?<!\\)\|", raw)]
        outer = (-1, len(raw))
    else:
        return [_Cell(Span(line.start, line.end), line.words)]
    found = []
    for before, after in pairwise([outer[0], *edges, outer[1]]):
        span = Span(line.at + before + 1, line.at + after).trim(text)
        found.append(_Cell(span, span.cut(text)))
    if "\t" not in raw.rstrip():
        found = found[1:] if not found[0].words else found
        found = found[:-1] if found and not found[-1].words else found
    return found


def is_tabular(line: Line, text: str) -> bool:
    """Whether a line is parted into cells."""
    return len(cells_of(line, text)) > 1


class TableReader:
    """Reads the lines of one table into the innermost open part of a builder."""

    def __init__(self, builder: Builder, lines: list[Line]) -> None:
        self.builder, self.lines, self.text = builder, lines, builder.text
        self.depth = len(builder.stack)
        self.columns: list[str] = []
        self.row_headers = 0

    def read(self) -> None:
        """Take every line."""
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if line.blank:
                at += 1
            elif line.furniture:
                self.builder.furniture(Span(line.start, line.end))
                at += 1
            else:
                at = self._line(at, line)
        self.builder.close_below(self.depth)

    def read_grid(self, width: int) -> None:
        """Take every line as a cell of a table of `width` columns, the first row its header."""
        cells = [_line_cell(line) for line in self.lines]
        self._header(cells[:width])
        for at in range(width, len(cells), width):
            self._row(cells[at : at + width])
        self.builder.close_below(self.depth)

    def begins_with_label(self) -> bool:
        """Whether the first line is a part of the table itself and not its title."""
        line = self.lines[0]
        return bool(
            _label_at(line.words) or self._grid_header(0) or ROW_HEADER.fullmatch(line.words)
        )

    def begins_grid(self) -> bool:
        """Whether the first lines name the columns of a table with a cell on each line."""
        return self._grid_header(0) > 0

    def grid_length(self) -> int:
        """How many lines a table with a cell on each line takes, its header included."""
        width, filled = self._grid_header(0), self._filled(0)
        header = list(islice(filled, width))
        first = clean_label(self.lines[header[0]].words)
        if is_column(first) and not ROW_HEADER.fullmatch(first):
            width += 1
        last, row = header[-1], list(islice(filled, width))
        while len(row) == width and row[0] - last <= 2:
            last, row = row[-1], list(islice(filled, width))
        return last + 1

    def _line(self, at: int, line: Line) -> int:
        if _RULE.fullmatch(line.words):
            self.builder.boilerplate(Span(line.start, line.end))
            return at + 1
        cells = cells_of(line, self.text)
        if len(cells) > 1:
            return self._cells(at, cells)
        grid = self._grid_header(at)
        if grid:
            return self._grid(at, grid)
        if self._labelled(line) or self._heading(at, line):
            return at + 1
        self._text(line)
        return at + 1

    # Rows parted by tabs or pipes

    def _cells(self, at: int, cells: list[_Cell]) -> int:
        if self._is_header(at, cells):
            self._header(cells)
        elif self.columns:
            self._row(cells)
        else:
            self._labelled_row(cells)
        return at + 1

    def _is_header(self, at: int, cells: list[_Cell]) -> bool:
        filled = [cell.words for cell in cells if cell.words]
        if len(filled) < 2 or any(w.endswith("。") or len(w) > LONGEST_HEADING for w in filled):
            return False
        named = [is_column(words) for words in filled]
        if all(named[1:]) and (ROW_HEADER.fullmatch(clean_label(filled[0])) or len(filled) > 2):
            return not is_column(filled[0]) or all(named)
        following = next((ln for ln in self.lines[at + 1 :] if not ln.blank), None)
        first = not self.columns and not self._open_row()
        if not first or not following:
            return False
        below = cells_of(following, self.text)
        heads_rows = ROW_HEADER.fullmatch(clean_label(filled[0])) and len(below) == len(cells)
        return bool(heads_rows or self._more_like_data(cells, following, below))

    def _more_like_data(self, cells: list[_Cell], following: Line, below: list[_Cell]) -> bool:
        if _RULE.fullmatch(following.words):
            return True
        if len(below) != len(cells) or any(is_column(c.words) for c in below):
            return False
        return not any(_DATA.search(cell.words) for cell in cells[1:])

    def _header(self, cells: list[_Cell]) -> None:
        self.builder.close_below(max(self._theme_depth(), self.depth))
        labels = [clean_label(cell.words) for cell in cells]
        rows = [bool(ROW_HEADER.fullmatch(label)) or not label for label in labels]
        self.row_headers = max((rows + [False]).index(False), 1)
        self.columns = labels
        self.builder.leaf(Draft(HEADING, "見出し", cells[0].span.start, body=_whole(cells)))

    def _row(self, cells: list[_Cell]) -> None:
        heads, values = cells[: self.row_headers], cells[self.row_headers :]
        base = max(self._theme_depth(), self.depth)
        new = [self._names_new_row(base + i, cell) for i, cell in enumerate(heads)]
        first = new.index(True) if any(new) else len(heads)
        self.builder.close_below(base + first)
        for cell in heads[:first]:
            # The name of an open row, said again.
            if cell.words:
                self.builder.leaf(Draft(HEADING, "見出し", cell.span.start, body=cell.span))
        for cell in heads[first:]:
            if cell.words:
                self._open("row", cell)
        for label, cell in zip(self.columns[self.row_headers :], values, strict=False):
            if cell.words:
                self._cell(label, cell.span.start, None, cell.span)
        extra = values[len(self.columns) - self.row_headers :]
        for cell in extra:
            if cell.words:
                self.builder.words(cell.span)
                self.builder.problem("見出し行にない欄があります", cell.span)

    def _names_new_row(self, depth: int, cell: _Cell) -> bool:
        """Whether a head cell names another row than the one open at this depth."""
        if not cell.words:
            return False
        is_open = depth < len(self.builder.stack)
        return not is_open or self.builder.stack[depth].label != clean_label(cell.words)

    def _labelled_row(self, cells: list[_Cell]) -> None:
        """A row that carries its column's name: 救急医療体制 / 取組内容 / words."""
        filled = [cell for cell in cells if cell.words]
        at = next((i for i, cell in enumerate(filled[:-1]) if is_column(cell.words)), None)
        if at is None:
            self._plain_row(filled)
            return
        self._close_cell()
        heads = filled[:at]
        if heads:
            self.builder.close_below(max(self._theme_depth(), self.depth))
            for cell in heads:
                self._open("row", cell)
        label = filled[at]
        words = Span(filled[at + 1].span.start, filled[-1].span.end)
        self._cell(clean_label(label.words), label.span.start, label.span, words, keep_open=True)

    def _plain_row(self, filled: list[_Cell]) -> None:
        """A row of a table without names of columns: first cell its label, the rest its words."""
        self.builder.close_below(max(self._theme_depth(), self.depth))
        if not filled:
            return
        self._open("row", filled[0])
        if len(filled) > 1:
            self.builder.words(Span(filled[1].span.start, filled[-1].span.end))
        self.builder.close_below(len(self.builder.stack) - 1)

    # A cell on each line

    def _grid_header(self, at: int) -> int:
        """How many lines from here name the columns of a table with a cell on each line."""
        ahead = [line for line in self.lines[at : at + 16] if not line.blank]
        width, named = 0, 0
        for line in ahead:
            label = clean_label(line.words)
            if is_column(label) or (not named and ROW_HEADER.fullmatch(label)):
                named += is_column(label) and not ROW_HEADER.fullmatch(label)
                width += 1
            else:
                break
        return width if named > 1 else 0

    def _grid(self, at: int, width: int) -> int:
        filled = self._filled(at)
        header = list(islice(filled, width))
        last, cells = header[-1], [_line_cell(self.lines[i]) for i in header]
        if is_column(cells[0].words) and not ROW_HEADER.fullmatch(clean_label(cells[0].words)):
            cells = [_Cell(Span(cells[0].span.start, cells[0].span.start), ""), *cells]
            width += 1
        self._header(cells)
        row = list(islice(filled, width))
        while len(row) == width and not self._ends_grid(row):
            self._row([_line_cell(self.lines[i]) for i in row])
            last, row = row[-1], list(islice(filled, width))
        self.columns, self.row_headers = [], 0
        return row[0] if row else last + 1

    def _filled(self, at: int) -> Iterator[int]:
        lines = enumerate(islice(self.lines, at, None), at)
        return (i for i, line in lines if not line.blank and not line.furniture)

    def _ends_grid(self, rest: list[int]) -> bool:
        words = self.lines[rest[0]].words
        return words.endswith("。") or (len(rest) > 1 and bool(self._grid_header(rest[1])))

    # Lines with a label, headings, text

    def _labelled(self, line: Line) -> bool:
        """`(取組の内容) …`, `取組内容：…`, a column's name alone on its line."""
        start = self._label_start(line)
        if start is None:
            return False
        first = line.start
        stops = _inner_labels(line.words, start)
        for begin, stop in pairwise([start, *stops, len(line.words)]):
            found = _label_at(line.words[begin:stop])
            if found is None:
                continue
            label, width, label_at = found
            at = line.start + begin
            self._close_cell()
            mark = Span(at + label_at, at + label_at + len(label))
            body = Span(at + width, line.start + stop).trim(self.text)
            filled = body if body.start < body.end else None
            self._cell(clean_label(label), first, mark, filled, keep_open=True)
            first = line.start + stop
        return True

    def _label_start(self, line: Line) -> int | None:
        """Where on a line a column's name begins: at once, or behind a bullet or a number."""
        if _label_at(line.words):
            return 0
        bullet, marker = _BULLET.match(line.words), item_marker(line.words)
        lead = marker.width if marker else bullet.end() if bullet else 0
        found = _label_at(line.words[lead:]) if lead else None
        alone = found is not None and lead + found[1] == len(line.words)
        if found is None or (marker and alone and marker.style in self._heading_styles):
            return None
        return lead

    @cached_property
    def _heading_styles(self) -> set[str]:
        """The styles of numbers that stand before other words than the names of columns."""
        styles = set()
        for line in self.lines:
            marker = item_marker(line.words)
            if marker and not _label_at(line.words[marker.width :]):
                styles.add(marker.style)
        return styles

    def _heading(self, at: int, line: Line) -> bool:
        marker = item_marker(line.words)
        words = line.words[marker.width :] if marker else line.words
        if len(words) > LONGEST_HEADING or words.endswith(_ENDS_SENTENCE) or not words.strip():
            return False
        top = self.builder.top
        waits = top.kind == "cell" and not top.body
        if marker is None and (waits or not self._label_follows(at)):
            return False
        if marker and marker.style == "kanji" and self._open_cell_unfinished():
            return False
        self._close_cell()
        style = marker.style if marker else "plain"
        self._close_theme(style, marker)
        span = Span(line.start + (marker.width if marker else 0), line.end)
        mark = Span(line.start, line.start + marker.width).trim(self.text) if marker else None
        draft = Draft(
            "theme",
            clean_label(span.cut(self.text)),
            line.start,
            number=str(marker.place) if marker else None,
            marker=mark,
            heading=span,
        )
        draft.style = style
        self.builder.open(draft)
        self.columns = []
        return True

    def _label_follows(self, at: int) -> bool:
        """Whether the next line begins a cell, so that this one names the row."""
        if self._open_cell_unfinished():
            return False
        for line in self.lines[at + 1 :]:
            if line.blank or line.furniture:
                continue
            if self._label_start(line) is not None:
                return True
            cells = cells_of(line, self.text)
            return len(cells) > 1 and is_column(cells[0].words or cells[1].words)
        return False

    def _text(self, line: Line) -> None:
        span = Span(line.start, line.end)
        top = self.builder.top
        if top.kind == "row" and not self._open_cell_unfinished() and top.children:
            self.builder.close_below(max(self._theme_depth(), self.depth))
        self.builder.words(span)

    # What is open

    def _open(self, kind: str, cell: _Cell) -> None:
        self.builder.open(Draft(kind, clean_label(cell.words), cell.span.start, heading=cell.span))

    def _cell(
        self,
        label: str,
        start: int,
        mark: Span | None,
        body: Span | None,
        *,
        keep_open: bool = False,
    ) -> None:
        self.builder.open(Draft("cell", label, start, marker=mark, body=body))
        if not keep_open:
            self.builder.close_below(len(self.builder.stack) - 1)

    def _open_row(self) -> Draft | None:
        return next((d for d in self.builder.stack[self.depth :] if d.kind == "row"), None)

    def _theme_depth(self) -> int:
        kinds = [d.kind for d in self.builder.stack]
        return max((i + 1 for i, kind in enumerate(kinds) if kind == "theme"), default=0)

    def _close_cell(self) -> None:
        if self.builder.top.kind == "cell":
            self.builder.close_below(len(self.builder.stack) - 1)

    def _close_theme(self, style: str, marker: Marker | None) -> None:
        self.builder.close_below(max(self._theme_depth(), self.depth))
        for depth in range(self.depth, len(self.builder.stack)):
            if self.builder.stack[depth].style == style:
                self.builder.close_below(depth)
                return
        if marker is None:
            while self.builder.top.kind == "theme" and self.builder.top.style == "plain":
                self.builder.close_below(len(self.builder.stack) - 1)

    def _open_cell_unfinished(self) -> bool:
        top = self.builder.top
        if top.kind != "cell" or not top.body:
            return False
        return self.text[top.body.end - 1] not in "。）)．"


def may_be_cell(words: str) -> bool:
    """Whether a line could be a cell of a table with a cell on each line."""
    short = 0 < len(words) <= LONGEST_CELL and not words.endswith("。")
    return short and not (item_marker(words) or "：" in words or ":" in words)


def periodic_width(lines: list[Line]) -> int:
    """The columns of a table whose lines are its cells, told by where its numbers stand; else 0."""
    for width in range(2, 7):
        if len(lines) % width or len(lines) < 3 * width:
            continue
        header, first = _holds_data(lines[:width]), _holds_data(lines[width : 2 * width])
        if any(header) or first[0] or not any(first):
            continue
        rows = (lines[i : i + width] for i in range(2 * width, len(lines), width))
        if all(_holds_data(row) == first for row in rows):
            return width
    return 0


def _holds_data(lines: list[Line]) -> list[bool]:
    return [bool(_DATA.search(line.words)) for line in lines]


def _line_cell(line: Line) -> _Cell:
    return _Cell(Span(line.start, line.end), line.words)


def _whole(cells: list[_Cell]) -> Span:
    return Span(cells[0].span.start, cells[-1].span.end)


def _inner_labels(words: str, start: int) -> list[int]:
    """Where further bracketed names of columns begin on a line that begins with one."""
    first = _BRACKETED.match(words, start)
    if first is None or not is_column(first["label"]):
        return []
    found = _BRACKETED.finditer(words, first.end())
    return [match.start() for match in found if is_column(match["label"])]


def _label_at(words: str) -> tuple[str, int, int] | None:
    """A column's name at the start of `words`: the name, where the words behind it begin, its place."""
    bracketed = _BRACKETED.match(words)
    if bracketed and is_column(bracketed["label"]):
        return bracketed["label"], bracketed.end(), bracketed.start("label")
    parted = re.match(r"(?P<label>[^:：\t。、]{1,26}?)\s*(?:[:：]|[ \u3000]{1,}|$)\s*", words)
    if parted and is_column(parted["label"]):
        return parted["label"], parted.end(), 0
    return None
