"""Appended tables and the small tables of web pages: themes, rows, columns and cells.

Four shapes of a table are read: rows parted by tabs or pipes, with a header row or with the
column's name in each row; a cell on each line; and `(取組の内容) …` lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice, pairwise

from assistant.documents.parsing.cells import (
    DATA,
    ROW_HEADER,
    RULE,
    WIDE_BLANK,
    Cell,
    are_fields,
    cells_of,
    clean_label,
    inner_labels,
    is_column,
    is_value,
    label_at,
    line_cell,
    names_columns,
    same_label,
    told_apart,
    whole,
)
from assistant.documents.parsing.drafts import HEADING, Builder, Draft
from assistant.documents.parsing.lines import Line
from assistant.documents.parsing.markers import Marker, item_marker
from assistant.records import Span

LONGEST_HEADING = 60
_BULLET = re.compile(r"[○●・■◆□◇◎▼]\s*")
_ENDS_SENTENCE = ("。", "．", "、", "，")
_OPEN_END = ("、", "，")
# What stands below a table, and not in its last row.
_REMARK = ("備考", "（備考", "(備考", "※")


class TableReader:
    """Reads the lines of one table into the innermost open part of a builder."""

    def __init__(self, builder: Builder, lines: list[Line]) -> None:
        self.builder, self.lines, self.text = builder, lines, builder.text
        self.depth = len(builder.stack)
        self.columns: list[str] = []
        self.row_headers = 0
        # In a table of records a name said again begins another row; elsewhere it goes on.
        self.records = False

    def read_rows(self) -> None:
        """Take a block of rows of a web page, whose columns may have any name."""
        self.records = True
        rows = [cells_of(line, self.text) for line in self.lines]
        ruled = any(RULE.fullmatch(line.words) for line in self.lines)
        if not ruled and names_columns(rows):
            self._header(rows[0])
            # One column at least holds what the others name.
            self.row_headers = min(self.row_headers, len(self.columns) - 1)
            for row in rows[1:]:
                self._row(row)
        elif not ruled and are_fields(rows):
            for label, value in rows:
                self._field(label, value)
        else:
            self.read()
        self.builder.close_below(self.depth)

    def _field(self, label: Cell, value: Cell) -> None:
        name, start = self._apart(clean_label(label.words)), label.span.start
        self.builder.leaf(Draft("field", name, start, marker=label.span, body=value.span))

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
        cells = [line_cell(line) for line in self.lines]
        self._header(cells[:width])
        for at in range(width, len(cells), width):
            self._row(cells[at : at + width])
        self.builder.close_below(self.depth)

    def begins_with_label(self) -> bool:
        """Whether the first line is a part of the table itself and not its title."""
        line = self.lines[0]
        return bool(
            label_at(line.words) or self._grid_header(0) or ROW_HEADER.fullmatch(line.words)
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
        if RULE.fullmatch(line.words):
            self.builder.boilerplate(Span(line.start, line.end))
            return at + 1
        cells = cells_of(line, self.text)
        if len(cells) > 1:
            return self._cells(at, cells)
        grid = self._grid_header(at)
        if grid:
            return self._grid(at, grid)
        if self._labelled(line) or self._numbered_row(at, line) or self._heading(at, line):
            return at + 1
        self._text(line)
        return at + 1

    # Rows parted by tabs or pipes

    def _cells(self, at: int, cells: list[Cell]) -> int:
        if self._is_header(at, cells):
            self._header(cells)
        elif self.columns:
            self._row(cells)
        else:
            self._labelled_row(cells)
        return at + 1

    def _is_header(self, at: int, cells: list[Cell]) -> bool:
        filled = [cell.words for cell in cells if cell.words]
        if len(filled) < 2 or any(w.endswith("。") or len(w) > LONGEST_HEADING for w in filled):
            return False
        named = [is_column(words) for words in filled]
        if all(named[1:]) and (ROW_HEADER.fullmatch(clean_label(filled[0])) or len(filled) > 2):
            return not is_column(filled[0]) or all(named)
        following = next((self.lines[i] for i in self._filled(at + 1)), None)
        first = not self.columns and not self._open_row()
        if not first or not following:
            return False
        below = cells_of(following, self.text)
        heads_rows = ROW_HEADER.fullmatch(clean_label(filled[0])) and len(below) == len(cells)
        return bool(heads_rows or self._more_like_data(cells, following, below))

    def _more_like_data(self, cells: list[Cell], following: Line, below: list[Cell]) -> bool:
        if RULE.fullmatch(following.words):
            return True
        if len(below) != len(cells) or any(is_column(c.words) for c in below):
            return False
        if is_value(cells[0].words) and is_value(below[0].words):
            return False
        return not any(DATA.search(cell.words) for cell in cells[1:])

    def _header(self, cells: list[Cell]) -> None:
        self.builder.close_below(max(self._theme_depth(), self.depth))
        labels = [clean_label(cell.words) for cell in cells]
        rows = [bool(ROW_HEADER.fullmatch(label)) or not label for label in labels]
        self.row_headers = max([*rows, False].index(False), 1)
        self.columns = labels
        self.builder.leaf(Draft(HEADING, "見出し", cells[0].span.start, body=whole(cells)))

    def _row(self, cells: list[Cell]) -> None:
        heads, values = cells[: self.row_headers], cells[self.row_headers :]
        # 項目, 区分, 内容: the second names what is in the third, 乙の役割.
        named = len(heads) > 1 and len(values) == 1 and is_column(heads[-1].words)
        self._open_rows(heads[:-1] if named else heads, values)
        if named:
            mark = heads[-1]
            self._cell(clean_label(mark.words), mark.span.start, mark.span, values[0].span)
            return
        for label, cell in zip(self.columns[self.row_headers :], values, strict=False):
            if cell.words:
                self._cell(label, cell.span.start, None, cell.span)
        self._extra(values[len(self.columns) - self.row_headers :])

    def _open_rows(self, heads: list[Cell], values: list[Cell]) -> None:
        base = max(self._theme_depth(), self.depth)
        new = [self._names_new_row(base + i, cell) for i, cell in enumerate(heads)]
        first = new.index(True) if any(new) else len(heads)
        if self.records and not any(new) and 0 < first <= len(self.builder.stack) - base:
            first -= 1
            self._reopen(base + first, heads[-1], values)
        else:
            self.builder.close_below(base + first)
        for cell in heads[:first]:
            # The name of an open row, said again.
            if cell.words:
                self.builder.leaf(Draft(HEADING, "見出し", cell.span.start, body=cell.span))
        for cell in heads[first:]:
            if cell.words:
                self._open("row", cell)

    def _reopen(self, depth: int, head: Cell, values: list[Cell]) -> None:
        """Close a record and, where its name is not said again, begin another of that name."""
        label, start = self.builder.stack[depth].label, [c.span.start for c in values if c.words]
        self.builder.close_below(depth)
        if start and not head.words:
            self.builder.open(Draft("row", self._apart(label), start[0]))

    def _extra(self, cells: list[Cell]) -> None:
        for cell in cells:
            if cell.words:
                self.builder.words(cell.span)
                self.builder.problem("見出し行にない欄があります", cell.span)

    def _names_new_row(self, depth: int, cell: Cell) -> bool:
        """Whether a head cell names another row than the one open at this depth."""
        if not cell.words:
            return False
        is_open = depth < len(self.builder.stack)
        if not is_open:
            return True
        return same_label(self.builder.stack[depth].label) != clean_label(cell.words)

    def _labelled_row(self, cells: list[Cell]) -> None:
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

    def _plain_row(self, filled: list[Cell]) -> None:
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
        lines = self.lines[at : at + 16]
        ahead = [line for line in lines if not line.blank and not line.furniture]
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
        last, cells = header[-1], [line_cell(self.lines[i]) for i in header]
        if is_column(cells[0].words) and not ROW_HEADER.fullmatch(clean_label(cells[0].words)):
            cells = [Cell(Span(cells[0].span.start, cells[0].span.start), ""), *cells]
            width += 1
        self._header(cells)
        row = list(islice(filled, width))
        while len(row) == width and not self._ends_grid(row):
            for line in self.lines[last + 1 : row[-1]]:
                if line.furniture:
                    self.builder.furniture(Span(line.start, line.end))
            self._row([line_cell(self.lines[i]) for i in row])
            last, row = row[-1], list(islice(filled, width))
        self.columns, self.row_headers = [], 0
        return row[0] if row else last + 1

    def _filled(self, at: int) -> Iterator[int]:
        lines = range(at, len(self.lines))
        return (i for i in lines if not self.lines[i].blank and not self.lines[i].furniture)

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
        stops = inner_labels(line.words, start)
        for begin, stop in pairwise([start, *stops, len(line.words)]):
            found = label_at(line.words[begin:stop])
            if found is None:
                continue
            label, width, place = found
            at = line.start + begin
            self._close_cell()
            mark = Span(at + place, at + place + len(label))
            body = Span(at + width, line.start + stop).trim(self.text)
            filled = body if body.start < body.end else None
            self._cell(clean_label(label), first, mark, filled, keep_open=True)
            first = line.start + stop
        return True

    def _label_start(self, line: Line) -> int | None:
        """Where on a line a column's name begins: at once, or behind a bullet or a number."""
        if label_at(line.words):
            return 0
        bullet, marker = _BULLET.match(line.words), item_marker(line.words)
        lead = marker.width if marker else bullet.end() if bullet else 0
        found = label_at(line.words[lead:]) if lead else None
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
            if marker and not label_at(line.words[marker.width :]):
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

    def _numbered_row(self, at: int, line: Line) -> bool:
        """一　急病診療　甲　百分の七十五　乙　百分の二十五: a row whose words wide blanks part."""
        marker = item_marker(line.words)
        below = next((self.lines[i].words for i in self._filled(at + 1)), "")
        heads = self._label_follows(at) and not below.startswith(_REMARK)
        if marker is None or self._open_cell_unfinished() or heads:
            return False
        edges = list(WIDE_BLANK.finditer(line.words, marker.width))
        if not edges or line.words.endswith(_OPEN_END):
            return False
        starts = [marker.width, *(edge.end() for edge in edges)]
        stops = [*(edge.start() for edge in edges), len(line.words)]
        spans = [Span(line.start + a, line.start + b) for a, b in zip(starts, stops, strict=True)]
        self._close_cell()
        self._close_theme(marker.style, marker)
        mark = Span(line.start, line.start + marker.width).trim(self.text)
        label = clean_label(spans[0].cut(self.text))
        self.builder.open(
            Draft("row", label, line.start, str(marker.place), mark, heading=spans[0])
        )
        named, told = spans[1::2], spans[2::2]
        if len(named) == len(told) and all(is_column(span.cut(self.text)) for span in named):
            for name, words in zip(named, told, strict=True):
                self._cell(clean_label(name.cut(self.text)), name.start, name, words)
        else:
            self.builder.words(Span(spans[1].start, spans[-1].end))
        self.builder.close_below(len(self.builder.stack) - 1)
        return True

    def _label_follows(self, at: int) -> bool:
        """Whether the next line begins a cell, so that this one names the row."""
        if self._open_cell_unfinished():
            return False
        below = next((self.lines[i] for i in self._filled(at + 1)), None)
        if below is None or self._label_start(below) is not None:
            return below is not None
        cells = cells_of(below, self.text)
        return len(cells) > 1 and is_column(cells[0].words or cells[1].words)

    def _text(self, line: Line) -> None:
        span = Span(line.start, line.end)
        top = self.builder.top
        if _names_columns(line.words):
            self.builder.problem("空白だけで区切られた表は欄に分けられません", span)
        if top.kind == "row" and not self._open_cell_unfinished() and top.children:
            self.builder.close_below(max(self._theme_depth(), self.depth))
        self.builder.words(span)

    # What is open

    def _open(self, kind: str, cell: Cell) -> None:
        label = clean_label(cell.words)
        label = self._apart(label) if self.records else label
        self.builder.open(Draft(kind, label, cell.span.start, heading=cell.span))

    def _apart(self, label: str) -> str:
        known = [child.label for child in self.builder.top.children]
        return told_apart(same_label(label), known)

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


def _names_columns(words: str) -> bool:
    """Whether a line names columns with nothing but blanks between them."""
    names = words.split()
    return len(names) > 2 and all(is_column(name) for name in names[1:])
