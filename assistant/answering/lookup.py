"""An address as a person writes it to the clauses it means, or what exists instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.catalogue import Catalogue
from assistant.documents.chunks import Reading
from assistant.documents.parsing.markers import BLANKS, NUMERAL
from assistant.documents.parties import party_of
from assistant.documents.references import descend, find, resolve
from assistant.language.numerals import parse_number, said_ordinals
from assistant.language.tokens import fold
from assistant.records import Path, Reference, Span, Step

_BARE_UNIT = re.compile(
    rf"(?<![第0-9一二三四五六七八九十百東西南北])(?<!第 )({NUMERAL}){BLANKS}(?=[条項号](?!目))"
)
_SEPARATORS = re.compile(r"[\s・、，,>＞›/／「」『』()（）【】:：→-]+|の")
_UNIT_LABEL = re.compile(r"第(\d+)(段落|項目)")
_NUMBERED_UNIT = re.compile(r"第(?P<n>\d+)(?P<unit>段落|項目)")
_UNIT_BEHIND = re.compile(r"(?P<of>.{2,}?)(?P<label>第\d+(?:段落|項目))")
_ENGLISH = re.compile(
    r"\b(article|art\.?|paragraph|para\.?|item|appended table|appendix|table|điều|khoản)"
    r"\s*\.?\s*(\d+)",
    re.IGNORECASE,
)
# Paragraph 3 of Article 6: other languages name the smaller part first.
_LOWER_FIRST = re.compile(
    r"(?P<lower>\b(?:paragraph|para\.?|khoản)\s*\d+)(?: of| in|,)?\s+"
    r"(?P<upper>(?:article|art\.?|điều)\s*\d+)",
    re.IGNORECASE,
)
_ENGLISH_UNITS = (
    {"article": "第{}条", "art": "第{}条", "paragraph": "第{}項", "para": "第{}項"}
    | {"item": "第{}号", "điều": "第{}条", "khoản": "第{}項"}
    | dict.fromkeys(("appended table", "appendix", "table"), "別表{}")
)
# 第6条③ and 第6条3 mean the third paragraph; 6-3 does too, where nothing else is written.
_BARE_PARAGRAPH = re.compile(
    r"(?<=条)\s*([0-9]+)(?![0-9条項号章節])|(?<=条)[\s、,]+([一二三四五六七八九十]+)$"
)
# The fourth theme of a table, and not the table 別表1の4: 別表1の4番.
_NTH_OF_TABLE = re.compile(r"(別表第?\s*[0-9]+)の([0-9]+)(?:番目?|つ目)")
# 條 and 別票 as the documents write them, steps parted by slashes, the smaller part first, ranges.
_SPELLINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), usual)
    for pattern, usual in (
        ("條", "条"),
        ("別[票標評]", "別表"),
        (r"(?<=[条項号])\s*[/／>＞›→]+\s*(?=第)", ""),
        (r"^(第[0-9]+項)[、,\s]+(第[0-9]+条)", r"\2\1"),
        (r"(別表[0-9]+)\s*[〜~～–]\s*(?:別表)?([0-9]+)$", r"\1から別表\2"),
        (rf"(別表{NUMERAL})\s*[・.．]\s*({NUMERAL})(?![0-9])", r"\1の\2"),
        (r"\bpreamble\b", "前文"),
        (r"\bsignatures?(?: block| page| field)?\b", "署名欄"),
        (r"\bdate of (?:the )?(?:signing|signature|conclusion)\b|\bsigning date\b", "締結日"),
    )
)
_ROMAN_NUMBERS = ("I", "II", "III", "IV", "V", "VI")
_ROMAN = re.compile(r"(?<=条)\s*(IV|VI?|I{1,3})(?![A-Za-z])")
# Words of an address that documents write in several ways.
_SAME_WORDS = (
    ("当た", "あた"),
    ("障害", "障がい"),
    ("デバイド", "ディバイド"),
    ("に向け", "へ向け"),
    ("及び", "と"),
)
# Table 2, item 1 (transport) as English names the first theme of a table, its words in brackets.
_ITEM_OF_TABLE = re.compile(r"(別表[0-9]+)[\s,]*第([0-9]+)号(?:\s*\([A-Za-z ,&/'’–-]+\))?,?")
_ROLE_OF = re.compile(r"\b(?:the )?roles? of (?:party )?([abcd])\b", re.IGNORECASE)
_SECTION_SIGN = re.compile(r"§\s*([0-9]+)")
# ② behind 6 is the second paragraph, and not 62.
_CIRCLED_BEHIND = re.compile(r"(?<=[0-9０-９])(?=[①-⑳])")
# The third paragraph of a page as it is said: 三段落目, 第二項目.
_SAID_UNIT = re.compile(rf"第?({NUMERAL}){BLANKS}(段落|項目)目?")
_KATAKANA_TWO = re.compile("ニ(?=[条項])")
# 条 typed with another sign of its sound: 第3乗.
_MISTYPED_ARTICLE = re.compile(
    rf"第\s*({NUMERAL})\s*[乗状城錠](?![一-鿿]|$)|第\s*({NUMERAL})\s*[乗状城錠](?=第|$)"
)
_DASHED = re.compile(r"\s*([0-9]+)[-‐－]([0-9]+)(?:[-‐－]([0-9]+))?\s*")
_JOINED = re.compile(r"\s*(?:及び|および|並びに|ならびに|又は|または|と|、|・|,|＆|&)\s*")
# Signs that count or name the kind of part, and are no part of a label.
_COUNTING = re.compile(
    "[0-9]+[.．]?|番|欄|行|列|表|条|^[一二三四五六七八九十]+|(?:分野|関係|部分|箇所|項目|テーマ)$"
)
_SHORTEST_PART = 4
# The size and kind of a file behind its name: (PDF:2,285KB), [46KB pdfファイル].
_FILE_BEHIND = re.compile(r"[（(\[［][^（()）\[\]［］]*[KkMm][Bb][^（()）\[\]［］]*[）)\]］]?\s*$")
_LONGEST_TITLE = 40
# What the parts without a number are also called.
_ALIASES = {
    "締結日": ("締結年月日", "締結の日", "締結日付", "日付"),
    "後文": ("末文", "後書き", "結び", "後書"),
    "署名欄": ("署名", "記名押印", "署名押印"),
    "前文": ("まえがき", "前書き"),
    "本文": ("柱書", "柱書き"),
}
# The column may be said before its row: 乙の役割 農業.
_COLUMN_FIRST = re.compile(r"^\s*(.{1,6}?の役割|取組内容)の?(.+)$")
_LETTERS = frozenset("甲乙丙丁")
_PARTS_OF_TABLE = frozenset({"theme", "row", "cell"})
_CLAUSES = frozenset({"article", "paragraph", "item", "subitem", "supplement"})
_BRACKETS_BEHIND = re.compile(r"[（(][^（()）]*[）)]$")
_TITLE = re.compile(r"[^第]*(?:協定|協約)書?(?:\s*[（(][^（()）]*[）)])?\s*")
# Which paper is meant, and what joins its parties' names, once these are taken out.
_AGREEMENT = re.compile("協[定約]書?")
_PAPER = re.compile("協[定約]書?|ホームページ|ページ|サイト|文書|(?<![a-z])(?:hp|web)(?![a-z])")
_JOINS_NAMES = re.compile(r"(?<!\S)(?:と|や|・|との|及び|および|に係る|の|間の|が結んだ)+(?!\S)")
# The words for a clause behind what it is called: 協定の変更の条文.
_THE_CLAUSE = re.compile(
    "[)）」』]?\\s*(?:の?(?:条文|規定|定め|(?<=の)条|(?<=の)表|(?<=の)文章?|(?<=の)(?:部分|ところ|箇所|内容|中身)))?"
    "(?:を?(?:全部|すべて|全て|見せて|表示(?:して)?|見たい|読みたい|教えて)(?:ください)?)?$"
)
_CALLED = re.compile("^(?:見出し|標題|表題|題名|タイトル)が")
_ASK = re.compile("問い?合わ?せ")
_AT_THE_END = re.compile("(?:末尾|冒頭|最後|巻末)の")
_SUFFIX = re.compile(r"^[のは]?(?:こと|内容|ところ)?$")


@dataclass(frozen=True, slots=True)
class Found:
    """The clauses that an address means in each document, and where it leads nowhere."""

    paths: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    missing: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    addressed: bool = False
    rest: str = ""


def normalised(written: str) -> str:
    """A question with its address in standard form: 第6条 for 6条, Article 6 and だい6じょう."""
    text = unicodedata.normalize("NFKC", _CIRCLED_BEHIND.sub(" ", written))
    text = _ROMAN.sub(lambda m: f"第{_ROMAN_NUMBERS.index(m[1]) + 1}項", text)
    for pattern, usual in _SPELLINGS:
        text = pattern.sub(usual, text)
    text = _SECTION_SIGN.sub(r"第\1条", text)
    text = _ROLE_OF.sub(lambda m: f"{'甲乙丙丁'['abcd'.index(m[1].lower())]}の役割", text)
    text = _LOWER_FIRST.sub(r"\g<upper> \g<lower>", text)
    text = _ENGLISH.sub(lambda m: _ENGLISH_UNITS[m[1].lower().rstrip(".")].format(m[2]), text)
    text = said_ordinals(_KATAKANA_TWO.sub("二", text))
    text = _MISTYPED_ARTICLE.sub(lambda m: f"第{m[1] or m[2]}条", text)
    text = _DASHED.sub(_in_units, text) if _DASHED.fullmatch(text) else text
    text = _ITEM_OF_TABLE.sub(r"\1 \2 ", _NTH_OF_TABLE.sub(r"\1 \2", text))
    text = _BARE_PARAGRAPH.sub(lambda m: f"第{m[1] or m[2]}項", text)
    text = _SAID_UNIT.sub(lambda m: f"第{parse_number(m[1])}{m[2]}", text)
    text = re.sub(r"(?<=条)[\s,]+(?=第[0-9]+項)", "", text)
    return _BARE_UNIT.sub(lambda m: f"第{m[1]}", text)


def _in_units(match: re.Match[str]) -> str:
    units = zip(match.groups(), "条項号", strict=True)
    return "".join(f"第{number}{unit}" for number, unit in units if number)


def references_in(question: str) -> list[Reference]:
    """The addresses that a question names from the outside: 第6条第3項, 別表1, not 前条."""
    text = normalised(question)
    found = (_without_title(text, reference) for reference in find(text))
    return [r for r in found if r.anchor == "absolute" and r.steps and r.steps[0].kind != "subitem"]


def _without_title(text: str, reference: Reference) -> Reference:
    """The address behind an agreement's title: no law outside, but a document that may be here."""
    title = _TITLE.match(reference.span.cut(text))
    if reference.anchor != "external" or title is None:
        return reference
    span = Span(reference.span.start + title.end(), reference.span.end)
    return replace(reference, anchor="absolute", span=span)


def look_up(written: str, catalogue: Catalogue, within: frozenset[str] | None = None) -> Found:
    """Read an address and find its clauses in the documents, or in those `within`.

    A document or municipality named beside the address narrows; labels of headings, rows and
    columns may follow in any form, with 乙の役割 also written as the party's name.
    """
    text = normalised(written)
    references = _joined(references_in(written), text)
    beside = _beside(text, references)
    named, rest = _documents_named(beside, catalogue)
    ids = (within or frozenset(catalogue.readings)) & (named or frozenset(catalogue.readings))
    steps = references[0].steps if references else ()
    branch = steps[-1].label.partition("の")[2] if steps and steps[-1].kind == "table" else ""
    number_alone = bool(_BARE_PARAGRAPH.search(unicodedata.normalize("NFKC", written)))
    paths: dict[str, tuple[Path, ...]] = {}
    missing: dict[str, tuple[Step, ...]] = {}
    # A name may be part of a label (汐見市立総合病院) or only say which document is meant.
    bare = _without_places(beside, catalogue)
    forms = [
        beside,
        _without_lead(beside, catalogue),
        bare,
        rest,
        _JOINS_NAMES.sub(" ", _PAPER.sub(" ", bare)),
    ]
    forms += [f"署名欄 {beside.replace('署名欄', '').replace('署名', '')}"] * ("署名" in beside)
    forms += [_COLUMN_FIRST.sub(r"\2 \1", form) for form in forms]
    words = list(dict.fromkeys(_label_words(form) for form in forms))
    strange = catalogue.foreign_places(rest)
    for name in sorted(ids):
        reading = catalogue.readings[name]
        starts: list[Path] = _starts(references, reading, bare=number_alone) if steps else [()]
        if steps and not starts:
            missing[name] = steps
            continue
        if branch and starts[0][-1].label != steps[-1].label:
            # 別表1の4 where no such table is: the fourth theme of 別表1.
            found = _first_by_labels(reading, starts, [f"{branch} {w}".strip() for w in words])
            themes = (*starts[0], Step("theme", branch, branch))
            paths, missing = (
                ({**paths, name: tuple(found)}, missing)
                if found
                else (paths, {**missing, name: themes})
            )
            continue
        other = _label_words(_without_own(beside, reading))
        under = _without_heading(beside, reading, starts)
        found = _first_by_labels(reading, starts, [*words, other, *under])
        if not found and steps and not strange and starts[0][-1].kind in _CLAUSES:
            found = starts  # 第4条第2項の費用, 第1条(目的): the clause says the rest itself
        if found:
            paths[name] = tuple(found)
        elif steps:
            nth = re.match("[0-9]+", squeeze(words[0])) if steps[-1].kind == "table" else None
            missing[name] = (*steps, Step("theme", nth[0], nth[0])) if nth else steps
    unit = _NUMBERED_UNIT.search(text)
    if not (paths or missing) and named and unit:
        missing = {name: (_unit_step(unit),) for name in sorted(ids)}
    exact = {
        name: found for name, found in paths.items() if _is_called(beside, name, found, catalogue)
    }
    return Found(exact if len(exact) == 1 else paths, missing, named, bool(steps), rest)


def _unit_step(unit: re.Match[str]) -> Step:
    kind = {"段落": "paragraph", "項目": "item"}[unit["unit"]]
    return Step(kind, unit["n"], unit[0])


def _is_called(words: str, name: str, paths: Sequence[Path], catalogue: Catalogue) -> bool:
    """Whether a part has just the name that is said, and not one that holds it."""
    said, reading = squeeze(_label_words(words)), catalogue.readings[name]
    return any(said in _label_forms(reading, path) for path in paths)


def _joined(references: list[Reference], text: str) -> list[Reference]:
    """The first address with those that are joined to it: 第6条第1項及び第2項."""
    found = references[:1]
    for reference in references[1:]:
        if not _JOINED.fullmatch(text[found[-1].span.end : reference.span.start]):
            break
        found.append(reference)
    return found


def _starts(references: list[Reference], reading: Reading, *, bare: bool) -> list[Path]:
    """The clauses that the addresses mean; a range is all its members.

    A `bare` number behind an article (第3条②) is its item where it has no such paragraph.
    """
    at: Path = ()
    found: list[Path] = []
    for reference in references:
        if reference.until:
            paths = list(resolve(reference, at, reading.addresses))
        else:
            start = reading.addresses.enclosing(at, "article") or () if at else ()
            below = reference.steps[0].kind in {"paragraph", "item"}
            paths = descend(start if below else (), reference.steps, reading.addresses)
            otherwise = _otherwise(reference.steps, bare=bare)
            paths = paths or descend((), otherwise, reading.addresses)
        if not paths:
            return []
        found += [path for path in paths if path not in found]
        at = paths[-1]
    return found


def _otherwise(steps: tuple[Step, ...], *, bare: bool) -> tuple[Step, ...]:
    """The other way to read an address: 第6条(3) as its third paragraph, 別表3の4 as 別表3."""
    *above, last = steps
    if bare and last.kind == "paragraph":
        return (*above, Step("item", last.number, f"第{last.number}号"))
    if last.kind == "item" and [step.kind for step in above] == ["article"]:
        return (*above, Step("paragraph", last.number, f"第{last.number}項"))
    if last.kind == "table" and last.number and "の" in last.label:
        number = last.label.removeprefix("別表").split("の")[0]
        return (*above, Step("table", number, f"別表{number}"))
    return steps


def _beside(text: str, references: list[Reference]) -> str:
    """The words beside the addresses, folded."""
    if not references:
        return fold(text)
    start, end = references[0].span.start, references[-1].span.end
    return fold(f"{text[:start]} {text[end:]}")


def _without_places(words: str, catalogue: Catalogue) -> str:
    """Words without the municipalities in them; a title may hold the words of a heading."""
    for form in sorted(catalogue.municipalities, key=len, reverse=True):
        words = words.replace(form, " ")
    return words


def _without_lead(words: str, catalogue: Catalogue) -> str:
    """Words without the municipality that they begin with; a heading may name it again."""
    lead = sorted(catalogue.municipalities, key=len, reverse=True)
    return next((words[len(form) :] for form in lead if words.startswith(form)), words)


def _without_own(words: str, reading: Reading) -> str:
    """Words without the document's own municipality, which says no more than which document."""
    name = fold(reading.document.source.municipality or "")
    for form in (name, name[:-1]):
        words = words.replace(form, " ") if len(form) > 1 else words
    return words


def _without_heading(words: str, reading: Reading, starts: Sequence[Path]) -> list[str]:
    """Words behind those of the table's own title: 別表1 生活機能の強化 福祉."""
    node, said = reading.addresses.nodes.get(starts[0]), squeeze(words)
    if node is None or node.heading is None:
        return []
    title = squeeze(node.heading.cut(reading.document.text))
    sizes = range(len(said) - 1, _SHORTEST_PART - 1, -1)
    return [said[size:] for size in sizes if said[:size] in title][:1]


def _titles(catalogue: Catalogue) -> dict[str, set[str]]:
    """Names of regions and documents, titles also without what stands behind them in brackets."""
    forms = {form: set(ids) for form, ids in catalogue.regions.items()}
    for name, reading in catalogue.readings.items():
        short = fold(_BRACKETS_BEHIND.sub("", reading.document.source.title))
        if short:
            forms.setdefault(short, set()).add(name)
    return forms


def _documents_named(left: str, catalogue: Catalogue) -> tuple[frozenset[str], str]:
    """The documents that the words beside an address name, and the words that are left."""
    named: set[str] = set()
    for form, ids in sorted(_titles(catalogue).items(), key=lambda kv: -len(kv[0])):
        # 連携中枢都市圏形成に係る連携協約 is a heading and not the document 連携中枢都市圏.
        general = not any(place in form for place in catalogue.municipalities)
        if re.search(re.escape(form) + ("(?![一-鿿])" if general else ""), left):
            named |= ids
            left = left.replace(form, " ")
    municipalities: set[str] = set()
    for form, name in sorted(catalogue.municipalities.items(), key=lambda kv: -len(kv[0])):
        if form in left and not re.search(re.escape(form) + r"[市町村区]?の?(?:役割|分担)", left):
            municipalities.add(name)
            left = left.replace(form, " ")
    for name in municipalities:
        own, _ = catalogue.documents_of(name)
        named = (named & own) or own if named else own
    agreements = {i for i in named if catalogue.readings[i].document.source.kind == "agreement"}
    named = (_AGREEMENT.search(left) and agreements) or named
    return frozenset(named), _JOINS_NAMES.sub(" ", _PAPER.sub(" ", left))


def _label_words(rest: str) -> str:
    rest = _AT_THE_END.sub("", _THE_CLAUSE.sub("", _CALLED.sub("", rest.strip())))
    words = _SEPARATORS.sub(" ", re.sub("のうち|の中の|における", " ", rest)).strip()
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


def _first_by_labels(reading: Reading, starts: list[Path], forms: list[str]) -> list[Path]:
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
    if sum(map(len, said)) < _SHORTEST_PART:
        return []
    named = [
        path
        for path in reading.addresses.nodes
        if path and all(word in _called(reading, path) for word in said)
    ]
    found = [path for path in named if path[-1].kind == "section"] or named
    return found if len(found) == 1 else _field_by_part(reading, squeeze(words))


def _field_by_part(reading: Reading, said: str) -> list[Path]:
    """The one field of a page whose labels hold all that is said: 高校生アンケート 抽出方法."""
    fields = [
        path for path in reading.addresses.nodes if len(path) > 1 and path[-1].kind == "field"
    ]
    forms = {
        path: [f for n in range(1, len(path) + 1) for f in _label_forms(reading, path[:n])]
        for path in fields
    }
    own = [p for p in fields if any(f in said for f in _label_forms(reading, p))]
    found = [path for path in own if _in_pieces(said, forms[path])]
    return found if len(found) == 1 else []


def _unit_below(reading: Reading, of: str, label: str) -> list[Path]:
    """The numbered part below the one section whose name holds some words: 手続き, 第3項目."""
    nodes = reading.addresses.nodes
    sections = [p for p in nodes if p and p[-1].kind == "section"]
    named = [p for p in sections if _in_pieces(of, [squeeze(p[-1].label)])]
    found = [p for s in named for p in reading.addresses.children(s) if p[-1].label == label]
    return found if len(found) == 1 else []


def _cell_by_part(reading: Reading, starts: list[Path], said: str) -> list[Path]:
    """The one part of a table whose labels hold all that is said, in pieces in any order."""
    found = []
    for path in reading.addresses.nodes:
        start = next((s for s in starts if s and len(s) < len(path) and path[: len(s)] == s), None)
        if start is None or path[-1].kind not in _PARTS_OF_TABLE:
            continue
        sizes = range(len(start) + 1, len(path) + 1)
        if _in_pieces(said, [f for size in sizes for f in _label_forms(reading, path[:size])]):
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
        for form in _label_forms(reading, path[:length]):
            for at, covered in states.items():
                found = said.find(form, at)
                if found >= 0:
                    end = found + len(form)
                    taken[end] = max(taken.get(end, 0), covered + len(form))
        last = max(taken.values(), default=0)
        states = {at: max(states.get(at, 0), taken.get(at, 0)) for at in {*states, *taken}}
    return last, last > 0


def _label_forms(reading: Reading, path: Path) -> list[str]:
    step, node = path[-1], reading.addresses.nodes[path]
    forms = [squeeze(step.label)]
    if step.kind in {"article", "table"} and node.heading is not None:
        forms.append(squeeze(node.heading.cut(reading.document.text)))
    unit = _UNIT_LABEL.fullmatch(step.label)
    if unit:
        forms.append(squeeze(f"{unit[1]}{unit[2]}"))
    called = reading.headings.get(path, "")
    forms += [squeeze(called)] if called else []
    role = called or step.label
    party = party_of(role, reading.meanings)
    if party and (called or step.kind == "cell" or path[0].label == "署名欄"):
        names = (party, re.sub(r"[市町村区]$", "", party), re.sub("の役割$", "", role))
        forms += [squeeze(name + tail) for name in names for tail in ("の役割", "")]
    forms += [squeeze(alias) for alias in _ALIASES.get(step.label, ())]
    if step.kind in {"theme", "row"}:
        written = node.marker.cut(reading.document.text) if node.marker else ""
        number = re.search("[0-9]+", fold(written))
        forms += [number[0]] if number else []
        parts = re.split("[等・、]", fold(step.label))
        forms += [squeeze(part) for part in parts if len(parts) > 1 and len(part) > 1]
    if step.kind == "field" and node.marker is not None:
        forms.append(squeeze(node.marker.cut(reading.document.text)))
    if step.kind == "item" and all(above.kind != "article" for above in path):
        forms.append(squeeze(_title_line(node.body.cut(reading.document.text))))
        written = node.marker.cut(reading.document.text) if node.marker else ""
        number = re.search("[0-9]+", fold(written))
        forms += [f"{number[0]}番目", f"{number[0]}番"] if number else []
    if step.kind == "contact":
        forms += [squeeze(word) for word in ("問い合わせ先", "問い合わせ", "連絡先")]
    return [form for form in forms if form]


def _title_line(words: str) -> str:
    """The first line of an item of a page, by which people call it; empty where it is too long."""
    line = _FILE_BEHIND.sub("", words.strip().split("\n")[0]).strip(" \u3000⇒→・")
    return line if len(line) <= _LONGEST_TITLE else ""


def what_exists(reading: Reading, steps: tuple[Step, ...]) -> tuple[str, tuple[Path, ...]]:
    """Which clauses there are where an address leads nowhere, in words and as paths.

    Where 第4条 has no 第4項, the paragraphs that it has; where a document has no clause of the kind
    at all, its articles and tables. Empty for a document that has neither.
    """
    addresses = reading.addresses
    reached: list[Path] = [()]
    kind = ""
    for step in steps:
        below = [p for start in reached for p in descend(start, (step,), addresses)]
        if not below:
            kind = step.kind
            break
        reached = below
    row = _row_below(reading, reached[0], kind)
    if row:
        lead = f"{reached[0][-1].label}の" if reached[0] else ""
        return lead + _named_row(row), row
    rows = [tuple(addresses.of_kind(k)) for k in ("article", "table", "supplement")]
    return "、".join(_named_row(r) for r in rows if r), tuple(p for r in rows for p in r[-1:])


def _row_below(reading: Reading, path: Path, kind: str) -> tuple[Path, ...]:
    addresses = reading.addresses
    if kind in {"article", "table", "supplement"}:
        return tuple(p for p in addresses.of_kind(kind) if p[: len(path)] == path)
    return tuple(addresses.children(path, kind or None)) if kind or path else ()


def _named_row(row: Sequence[Path]) -> str:
    names = [p[-1].label for p in row]
    counted = row[0][-1].kind in {"article", "paragraph", "item", "table"}
    return f"{names[0]}から{names[-1]}まで" if counted and len(names) > 2 else "、".join(names[:8])
