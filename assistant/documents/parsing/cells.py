"""What the lines of a table are made of: cells, names of columns, rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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
    r"(?:区分|分野|政策分野|項目|事項|名称|施策|事業名|事業|取組|取組名|取組項目|種別|No\.?|番号"
    r"|[一-鿿ァ-ヶー]{1,6}の(?:名称|区分|種類|種別|項目|名))"
)
_BRACKETED = re.compile(r"[（(【［\[]\s*(?P<label>[^（）()【】［］\[\]]+?)\s*[）)】］\]]\s*")
RULE = re.compile(r"(?=[^-]*-)[\s:|+=─━-]+")
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])[ \u3000\t\n]+(?=[^\x00-\x7f])")
# What stands in cells rather than over them: amounts, counts, sentences.
DATA = re.compile(r"[0-9０-９〇一二三四五六七八九十]|。")
LONGEST_CELL = 30
WIDE_BLANK = re.compile(r"\u3000+|[ \u3000]{2,}")
_BLANK = re.compile(r"[ \u3000]+")
_SLASH = re.compile("[／｜]")
# Columns and rows, the first row counted, of the smallest table that blanks alone part.
LEAST_PARTED = 3
LONGEST_NAME = 60
_ERA = r"(?:令和|平成|昭和)"
# What stands over a first column whatever the table is of; 令和元年度 stands in it.
_FIRST_NAME = re.compile(
    rf"(?!{_ERA})(?:[^0-9０-９]{{0,12}}(?:名|名称|区分|項目|指標|種別|種類|年度|年次|番号|科目?|市町村?|自治体)"
    r"|年|月|日|月日|年月日?|日程|日時|期日|時期|開催日|回|回数|曜日|時間帯?|分野|団体|機関|施設|会場|地区|地域|路線|学校"
    r"|対象者?|事業|取組|取り組み|施策|目標|内容|順位|会議|部会|No\.?)"
)
# What stands in the first column of a table that has no names of columns: 対象, 定員, 費用.
_FIELD_NAME = re.compile(
    r"対象者?|定員|人数|任期|日時|日程|期日|締め?切り?|内容|講師|主催|共催|後援|備考|持ち物|会長|座長|委員|名称|事業名|将来像"
    r"|(?:所在地|住所|電話|ファクス|メール|申し?込み?|問い?合わ?せ|担当|根拠)[^0-9０-９]{0,8}"
    r"|[^0-9０-９]{0,8}(?:期間|時間|場所|会場|方法|対象|額|率|料金?|費用?|条件|要件|書類|窓口|先)"
)
_ASIDE = re.compile(r"[（(［\[][^（）()［］\[\]]*[）)］\]]")
_NTH = re.compile(r"〔[0-9]+〕$")
_YEAR = re.compile(rf"(?:{_ERA}|[RH])?\s*(?:[0-9０-９]{{1,4}}|元)年度?末?")
_VALUE = re.compile(
    r"(?:約|およそ|延べ|のべ|全|計|各|年間?|月|週|上限|最大|マイナス|プラス|[-−－△▲+＋±])*\s*"
    r"[0-9０-９][0-9０-９,，.．兆億万千百]*(?!.{0,2}当たり)(?:[^。]{0,12}|.*[年月日時分円人%％].*)"
    rf"|{_ERA}\s*(?:[0-9０-９]{{1,2}}|元)年.*|(?:午前|午後)[0-9０-９].*|[-−－―○×〇]|無料|無償|なし"
)


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
    elif line.parted:
        return _parted(line)
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


def _parted(line: Line) -> list[Cell]:
    """The cells of a line that wide blanks part."""
    edges = [m.span() for m in _parting(line.words).finditer(line.words)]
    starts = [0, *(stop for _, stop in edges)]
    stops = [*(start for start, _ in edges), len(line.words)]
    return [
        Cell(Span(line.start + a, line.start + b), line.words[a:b])
        for a, b in zip(starts, stops, strict=True)
    ]


def _parting(words: str) -> re.Pattern[str]:
    """What parts the cells of a line: wide blanks, 人口／面積, or else single blanks."""
    if WIDE_BLANK.search(words):
        return WIDE_BLANK
    return _SLASH if _SLASH.search(words) else _BLANK


def with_parted_rows(lines: list[Line]) -> list[Line]:
    """The same lines, those marked that are rows of a table parted by blanks or by ／.

    Such a table has a first line that names three columns or more, and below it at least two rows
    with a cell for each or all but the last. Where single blanks part it, or the names of columns
    hold numbers (1日, 三ツ蔵室), no cell may be missing and some column must be of values.
    """
    found = list(lines)
    for at in range(len(lines)):
        first = lines[at].words
        rows = [_parted(lines[at])] if _parting(first).search(first) else []
        width = len(rows[0]) if rows else 0
        if found[at].parted or width < LEAST_PARTED:
            continue
        header = [_ASIDE.sub("", clean_label(cell.words)) for cell in rows[0]]
        strict = _parting(first) is _BLANK or any(DATA.search(name) for name in header)
        for line in lines[at + 1 :]:
            cells = _parted(line) if line.words else []
            if len(cells) not in ({width} if strict else {width, width - 1}):
                break
            rows.append(cells)
        if len(rows) < LEAST_PARTED or not _FIRST_NAME.fullmatch(header[0]):
            continue
        if names_columns(rows) and (not strict or _some_column_of_values(rows[1:])):
            found[at : at + len(rows)] = [
                replace(line, parted=True) for line in lines[at : at + len(rows)]
            ]
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


def is_value(words: str) -> bool:
    """Whether words are an amount, a date or a time rather than a name: 36.2%, 2,940人."""
    short = len(words) <= LONGEST_NAME
    return short and bool(_VALUE.fullmatch(_ASIDE.sub("", words).strip()))


def names_columns(rows: list[list[Cell]]) -> bool:
    """Whether the first of these rows names the columns of the others."""
    if len(rows) < 2 or not _even(rows) or are_fields(rows):
        return False
    first, *others = (cell.words for cell in rows[0])
    if not all(others) or any(_too_much_said(words) for words in (first, *others)):
        return False
    if not first or _FIRST_NAME.fullmatch(_ASIDE.sub("", clean_label(first))):
        return True
    if any(is_value(words) and not _YEAR.fullmatch(words) for words in (first, *others)):
        return False
    return not first.endswith(("市", "町", "村")) and _some_column_of_values(rows[1:])


def _even(rows: list[list[Cell]]) -> bool:
    """Whether rows have the same number of cells; the last may be left out where it is empty."""
    width = len(rows[0])
    return width > 1 and all(len(row) in {width, width - 1} for row in rows)


def _too_much_said(words: str) -> bool:
    return words.endswith("。") or len(words) > LONGEST_NAME


def _some_column_of_values(rows: list[list[Cell]]) -> bool:
    for place in range(1, max(len(row) for row in rows)):
        words = [row[place].words for row in rows if place < len(row) and row[place].words]
        if words and all(is_value(said) for said in words):
            return True
    return False


def are_fields(rows: list[list[Cell]]) -> bool:
    """Whether rows of two cells are labels, each with its value, and nothing names columns."""
    labels = [clean_label(row[0].words) for row in rows]
    if any(len(row) != 2 for row in rows) or len(rows) < 2 or len(set(labels)) < 2:
        return False
    if not all(0 < len(label) <= LONGEST_CELL for label in labels):
        return False
    if all(is_value(label) for label in labels):
        return True  # a chronicle: 平成25年9月3日, 中心市宣言を公表
    known = [bool(_FIELD_NAME.fullmatch(_ASIDE.sub("", label))) for label in labels]
    if known[0] and sum(known) > 1 and sum(known) * 3 >= len(known) * 2:
        return not _FIRST_NAME.fullmatch(rows[0][1].words) or is_value(rows[0][1].words)
    value = is_value(rows[0][1].words) and not _YEAR.fullmatch(rows[0][1].words)
    return value and not _FIRST_NAME.fullmatch(_ASIDE.sub("", labels[0]))


def same_label(label: str) -> str:
    """A label without the number that tells it from others."""
    return _NTH.sub("", label)


def told_apart(label: str, known: list[str]) -> str:
    """The label, numbered 〔2〕, 〔3〕 … where others beside it are called the same."""
    same = sum(other.startswith(label) and same_label(other) == label for other in known)
    return f"{label}〔{same + 1}〕" if same else label


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
