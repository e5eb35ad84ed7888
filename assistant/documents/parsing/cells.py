"""What the lines of a table are made of: cells, names of columns, rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.documents.parsing.lines import Line
from assistant.documents.parsing.markers import item_marker
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
RULE = re.compile(r"(?=[^-]*-)[\s:|+=─━-]+")
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])[ \u3000\t\n]+(?=[^\x00-\x7f])")
# What stands in cells rather than over them: amounts, counts, sentences.
DATA = re.compile(r"[0-9０-９〇一二三四五六七八九十]|。")
LONGEST_CELL = 30


def clean_label(words: str) -> str:
    """A label's own words without line breaks and the blanks of PDF extraction."""
    return re.sub(r"\s+", " ", _BETWEEN.sub("", words.strip()))


def is_column(words: str) -> bool:
    """Whether words are the name of a column."""
    return bool(COLUMN.fullmatch(clean_label(words)))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row and its words."""

    span: Span
    words: str


def cells_of(line: Line, text: str) -> list[Cell]:
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
        return [Cell(Span(line.start, line.end), line.words)]
    found = []
    for before, after in pairwise([outer[0], *edges, outer[1]]):
        span = Span(line.at + before + 1, line.at + after).trim(text)
        found.append(Cell(span, span.cut(text)))
    if "\t" not in raw.rstrip():
        found = found[1:] if not found[0].words else found
        found = found[:-1] if found and not found[-1].words else found
    return found


def is_tabular(line: Line, text: str) -> bool:
    """Whether a line is parted into cells."""
    return len(cells_of(line, text)) > 1


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
    return [bool(DATA.search(line.words)) for line in lines]


def line_cell(line: Line) -> Cell:
    """A whole line as a cell."""
    return Cell(Span(line.start, line.end), line.words)


def whole(cells: list[Cell]) -> Span:
    """From the first cell to the end of the last."""
    return Span(cells[0].span.start, cells[-1].span.end)


def inner_labels(words: str, start: int) -> list[int]:
    """Where further bracketed names of columns begin on a line that begins with one."""
    first = _BRACKETED.match(words, start)
    if first is None or not is_column(first["label"]):
        return []
    found = _BRACKETED.finditer(words, first.end())
    return [match.start() for match in found if is_column(match["label"])]


def label_at(words: str) -> tuple[str, int, int] | None:
    """A column's name at the start of `words`: itself, where what follows begins, its place."""
    bracketed = _BRACKETED.match(words)
    if bracketed and is_column(bracketed["label"]):
        return bracketed["label"], bracketed.end(), bracketed.start("label")
    parted = re.match(r"(?P<label>[^:：\t。、]{1,26}?)\s*(?:[:：]|[ \u3000]{1,}|$)\s*", words)
    if parted and is_column(parted["label"]):
        return parted["label"], parted.end(), 0
    return None
