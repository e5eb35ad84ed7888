"""What the parts of a document are called, and which part some words name: 観光の乙の役割."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from assistant.answering.vocabulary import vocabulary
from assistant.documents.chunks import Reading
from assistant.documents.parties import party_of
from assistant.language.numerals import to_kanji
from assistant.language.tokens import fold
from assistant.records import Path

# How many signs of a name must be said where only a part of it is.
SHORTEST_PART = 4
_SEPARATORS = re.compile(r"[\s・、，,>＞›/／「」『』()（）【】:：→-]+|の")
_UNIT_LABEL = re.compile(r"第(\d+)(段落|項目)")
_UNIT_BEHIND = re.compile(r"(?P<of>.{2,}?)(?P<label>第\d+(?:段落|項目))")
# Words of an address that documents write in several ways.
_SAME_WORDS = (
    ("当た", "あた"),
    ("障害", "障がい"),
    ("障碍", "障がい"),
    ("デバイド", "ディバイド"),
    ("に向け", "へ向け"),
    ("及び", "と"),
    ("協同", "共同"),
)
# Signs that count or name the kind of part, and are no part of a label.
_COUNTING = re.compile(
    "[0-9]+[.．]?|番|欄|行|列|表|条|^[一二三四五六七八九十]+|(?:分野|関係|部分|箇所|項目|テーマ)$"
)
# The size and kind of a file behind its name: (PDF:2,285KB), [46KB pdfファイル].
_FILE_BEHIND = re.compile(r"[（(\[［][^（()）\[\]［］]*[KkMm][Bb][^（()）\[\]［］]*[）)\]］]?\s*$")
_LONGEST_TITLE = 40
_LETTERS = frozenset("甲乙丙丁")
_PARTS_OF_TABLE = frozenset({"theme", "row", "cell"})
# The words for a clause behind what it is called: 協定の変更の条文.
_THE_CLAUSE = re.compile(
    "[)）」』]?\\s*(?:の?(?:条文|規定|定め|(?<=の)条|(?<=の)表|(?<=の)文章?|(?<=の)(?:部分|ところ|箇所|内容|中身)))?"
    "(?:の行)?(?:\\s*を?(?:全部|ぜんぶ|すべて|全て|全体|全文|一式|見せて|表示(?:して)?|見たい|読みたい|教えて"
    "|お?願い(?:し(?:ます|たい)|いたします|できますか)?|確認(?:したい|お願いします)?|出して|まとめて)"
    "(?:ください)?)*[。?？]?$"
)
# What is said not to be meant, and the kind of a file behind its name.
_NOT_THAT = re.compile("[（(][^（）()]*(?:ではない|でない|じゃない|以外)[^（）()]*[）)]")
_PDF_BEHIND = re.compile(r"(?<=[一-鿿ァ-ヶー])pdf")
_CALLED = re.compile("^(?:見出し|標題|表題|題名|タイトル)が")
_ASK = re.compile("問い?合わ?せ")
_AT_THE_END = re.compile("(?:末尾|冒頭|最後|巻末)の")
# What joins a part to what it stands in: 別表1の観光で美唄市の役割.
_INSIDE = re.compile("のうち|の中の|における|で(?=[^でのはに]{1,6}の役割)")
_SUFFIX = re.compile(r"^[のは]?(?:こと|内容|ところ)?$")


def label_words(rest: str) -> str:
    """The words beside an address that name a part: without 末尾の, の条文 and separators."""
    rest = _PDF_BEHIND.sub(" pdf", _NOT_THAT.sub("", rest.strip()))
    rest = _AT_THE_END.sub("", _THE_CLAUSE.sub("", _CALLED.sub("", rest)))
    words = _SEPARATORS.sub(" ", _INSIDE.sub(" ", rest)).strip()
    return "" if _SUFFIX.match(words) else words


def squeeze(label: str) -> str:
    """A label as addresses are compared: folded, without separators, の and 送り仮名 of 取組."""
    folded = (
        fold(label)
        .replace("取り組み", "取組")
        .replace("取組み", "取組")
        .replace("とりくみ", "取組")
    )
    for written, usual in _SAME_WORDS:
        folded = folded.replace(written, usual)
    return _SEPARATORS.sub("", _ASK.sub("問い合わせ", folded))


def first_by_labels(reading: Reading, starts: list[Path], forms: list[str]) -> list[Path]:
    """What the first of several ways to read the words beside an address leads to."""
    for words in forms:
        found = _by_labels(reading, starts, words) if words else [p for p in starts if p]
        if found:
            return found
    return []


def _by_labels(reading: Reading, starts: list[Path], words: str) -> list[Path]:
    """The parts below `starts` whose own and upper labels are what the words say, no word left."""
    said = squeeze(words)
    best: list[Path] = []
    best_cover = 0
    for start in starts:
        for path in reading.addresses.nodes:
            if len(path) <= len(start) or path[: len(start)] != start:
                continue
            cover, last = _cover(reading, path, len(start), said)
            if last and cover > best_cover:
                best, best_cover = [path], cover
            elif last and cover == best_cover and best_cover:
                best.append(path)
    spare = len(said) - len(_COUNTING.sub("", said))
    unit = _UNIT_LABEL.fullmatch(best[0][-1].label) if best else None
    if unit and f"{unit[1]}{unit[2]}" in said:
        spare = 0
    if best_cover + spare < len(said):
        return _by_part(reading, starts, words)
    shortest = min((len(p) for p in best), default=0)
    return [
        p for p in best if len(p) == shortest or not any(p[: len(b)] == b for b in best if b != p)
    ]


def _by_part(reading: Reading, starts: list[Path], words: str) -> list[Path]:
    """The one section or item whose name holds all words that are said: 変遷, 協約 石狩市 PDF."""
    if starts != [()]:
        return _cell_by_part(reading, starts, squeeze(words))
    unit = _UNIT_BEHIND.fullmatch(squeeze(words))
    if unit:
        return _unit_below(reading, unit["of"], unit["label"])
    said = [squeeze(word) for word in words.split()]
    if sum(map(len, said)) < SHORTEST_PART:
        return []
    named = [
        path
        for path in reading.addresses.nodes
        if path and all(word in _called(reading, path) for word in said)
    ]
    found = [path for path in named if path[-1].kind == "section"] or named
    if len(found) == 1:
        return found
    tables = [
        path for path in reading.addresses.nodes if len(path) == 1 and path[-1].kind == "table"
    ]
    return _field_by_part(reading, squeeze(words)) or _cell_by_part(reading, tables, squeeze(words))


def _field_by_part(reading: Reading, said: str) -> list[Path]:
    """The one field of a page whose labels hold all that is said: 高校生アンケート 抽出方法."""
    fields = [
        path for path in reading.addresses.nodes if len(path) > 1 and path[-1].kind == "field"
    ]
    forms = {
        path: [f for n in range(1, len(path) + 1) for f in label_forms(reading, path[:n])]
        for path in fields
    }
    own = [p for p in fields if any(f in said for f in label_forms(reading, p))]
    found = [path for path in own if _in_pieces(said, forms[path])]
    return found if len(found) == 1 else []


def _unit_below(reading: Reading, of: str, label: str) -> list[Path]:
    """The numbered part below the one section whose name holds some words: 手続き, 第3項目."""
    nodes = reading.addresses.nodes
    sections = [p for p in nodes if p and p[-1].kind == "section"]
    named = [p for p in sections if _in_pieces(of, [squeeze(p[-1].label)])]
    found = [p for s in named for p in reading.addresses.children(s) if p[-1].label == label]
    found = found or [p for p in nodes for s in named if p[: len(s)] == s and p[-1].label == label]
    # Of several sections that one is meant of which most is said in one piece.
    likest = {path: _in_one_piece(of, squeeze(path[-2].label)) for path in found if len(path) > 1}
    most = [path for path in likest if likest[path] == max(likest.values())]
    return most if len(most) == 1 else [] if found else _nth_behind(reading, of, label)


def _nth_behind(reading: Reading, of: str, label: str) -> list[Path]:
    """The numbered item of the one list that a paragraph with some words leads up to."""
    number = int(label[1:-2])
    text, nodes = reading.document.text, reading.addresses.nodes
    runs = []
    for lead in [p for p in nodes if p and p[-1].kind == "paragraph"] * label.endswith("項目"):
        beside = reading.addresses.children(lead[:-1])
        behind = beside[beside.index(lead) + 1 :]
        items = list(takewhile(lambda path: path[-1].kind == "item", behind))
        if items and of in squeeze(nodes[lead].body.cut(text)):
            runs.append(items)
    return runs[0][number - 1 : number] if len(runs) == 1 else []


def _in_one_piece(said: str, label: str) -> int:
    """How many signs of what is said a label has in one piece."""
    return SequenceMatcher(None, said, label, autojunk=False).find_longest_match().size


def _cell_by_part(reading: Reading, starts: Sequence[Path], said: str) -> list[Path]:
    """The one part of a table whose labels hold all that is said, in pieces in any order."""
    found = []
    for path in reading.addresses.nodes:
        start = next((s for s in starts if s and len(s) < len(path) and path[: len(s)] == s), None)
        if start is None or path[-1].kind not in _PARTS_OF_TABLE:
            continue
        sizes = range(len(start) + 1, len(path) + 1)
        if _in_pieces(said, [f for size in sizes for f in label_forms(reading, path[:size])]):
            found.append(path)
    shortest = min(map(len, found), default=0)
    found = [path for path in found if len(path) == shortest]
    return found if len(found) == 1 else []


def _in_pieces(said: str, labels: Sequence[str]) -> bool:
    """Whether words come apart into pieces of two signs or more that the labels hold."""
    at = 0
    while at < len(said):
        ends = range(len(said), at + 1, -1)
        whole = next((e for e in ends if any(said[at:e] in label for label in labels)), 0)
        # 乙 alone is 乙の役割.
        party = said[at:] in _LETTERS and any(label.startswith(said[at:]) for label in labels)
        # The number of a theme: 別表3の2番 外部人材.
        numbered = said[at].isdigit() and said[at] in labels
        at = whole or (len(said) if party else at + 1 if numbered else 0)
        if not at:
            return False
    return bool(said)


def _called(reading: Reading, path: Path) -> str:
    """The name of a section, or the first line of an item of a page with the kind of its file."""
    if path[-1].kind == "section":
        return squeeze(path[-1].label)
    if path[-1].kind != "item" or any(step.kind == "article" for step in path):
        return ""
    above = path[-2].label if len(path) > 1 else ""
    words = reading.addresses.nodes[path].body.cut(reading.document.text)
    return squeeze(f"{above} {words.strip().split(chr(10))[0]}")


def _cover(reading: Reading, path: Path, start: int, said: str) -> tuple[int, bool]:
    """How many characters of `said` the labels from `start` on account for in order.

    Also whether the last of them does.
    """
    # Each state is where the labels so far end in `said`, with the most that they account for:
    # a short upper label (医療) may stand inside a lower one (救急医療体制) and must not take it.
    states, last = {0: 0}, 0
    for length in range(start + 1, len(path) + 1):
        taken: dict[int, int] = {}
        for form in label_forms(reading, path[:length]):
            for at, covered in states.items():
                found = said.find(form, at)
                if found >= 0:
                    end = found + len(form)
                    taken[end] = max(taken.get(end, 0), covered + len(form))
        last = max(taken.values(), default=0)
        states = {at: max(states.get(at, 0), taken.get(at, 0)) for at in {*states, *taken}}
    return last, last > 0


def label_forms(reading: Reading, path: Path) -> list[str]:
    """All that a part is called, squeezed: its label, heading, number, party and aliases."""
    step, node = path[-1], reading.addresses.nodes[path]
    forms = [step.label]
    if step.kind in {"article", "table", "contact"} and node.heading is not None:
        forms.append(node.heading.cut(reading.document.text))
    unit = _UNIT_LABEL.fullmatch(step.label)
    forms += [f"{unit[1]}{unit[2]}"] if unit else []
    forms += [reading.headings.get(path, ""), *_party_forms(reading, path)]
    forms += vocabulary().called.get(step.label, ())
    if step.kind in {"theme", "row"}:
        parts = re.split("[等・、]", fold(step.label))
        forms += [part for part in parts if len(parts) > 1 and len(part) > 1]
    if step.kind == "field" and node.marker is not None:
        forms.append(node.marker.cut(reading.document.text))
    if step.kind == "item" and all(above.kind != "article" for above in path):
        forms.append(_title_line(node.body.cut(reading.document.text)))
    forms += ["お問い合わせ先", "問い合わせ先", "問い合わせ", "連絡先"] * (step.kind == "contact")
    return [form for form in map(squeeze, [*forms, *_number_forms(reading, path)]) if form]


def _party_forms(reading: Reading, path: Path) -> list[str]:
    """By whose name the cell, item or signature of a party is called: 美唄市の役割, 中心市."""
    called = reading.headings.get(path, "")
    role = called or path[-1].label
    party = party_of(role, reading.meanings)
    if not party or not (called or path[-1].kind == "cell" or path[0].label == "署名欄"):
        return []
    names = [party, re.sub(r"[市町村区]$", "", party), re.sub("の役割$", "", role)]
    names += [letter for letter, name in reading.meanings.items() if name == party]
    names += ["中心市"] * (party == reading.document.source.municipality)
    return [name + tail for name in names for tail in ("の役割", "")]


def _number_forms(reading: Reading, path: Path) -> list[str]:
    """The number before a section, theme, row or item of a page, as it is said."""
    step, node = path[-1], reading.addresses.nodes[path]
    written = fold(node.marker.cut(reading.document.text)) if node.marker else ""
    number = re.search("[0-9]+", written)
    if number is None:
        return []
    if step.kind == "item" and all(above.kind != "article" for above in path):
        return [f"{number[0]}番目", f"{number[0]}番"]
    kanji = [to_kanji(int(number[0]))] if step.kind in {"theme", "row"} else []
    return [number[0], *kanji] if step.kind in {"section", "theme", "row"} else []


def _title_line(words: str) -> str:
    """The first line of an item of a page, by which people call it; empty where it is too long."""
    line = _FILE_BEHIND.sub("", words.strip().split("\n")[0]).strip(" \u3000⇒→・")
    return line if len(line) <= _LONGEST_TITLE else ""
