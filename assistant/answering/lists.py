"""Lists that are asked for: the whole of one, one step of it, the names in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.choices import Choice
from assistant.answering.labels import squeeze
from assistant.answering.quotes import quote
from assistant.answering.towns import asks_towns
from assistant.answering.vocabulary import FACTS, FIELDS
from assistant.documents.chunks import Reading
from assistant.language.numerals import parse_number
from assistant.language.tokens import fold, index_words
from assistant.records import Chunk, Hit, Node, Path, Quote, Span, Step

ITEMS = frozenset({"item", "subitem"})
# How many of the best hits may lead to the list that is asked for.
REACH = 8
# How far below the best words those may lie that lead over to the list.
NEARLY = 2.0
# A list is meant though another passage ranks first where half the question stands above it.
_ANNOUNCED = 0.5
# Of steps that are asked for in order a word in seven of a long question is enough.
_ANNOUNCED_BY_ONE = 0.15
# Or so many of its steps among the best hits.
_FEWEST_STEPS = 3
_COUNTED = re.compile(
    r"(?P<n>[2-9]|1[0-9]|[二三四五六七八九十])(?:つの?|段階|点|本柱|項目|種類|か条|ステップ)"
)
# Towns or villages alone, of a list of municipalities.
_ONLY_SOME = re.compile("うち|だけ|のみ|では?なく|じゃな[くい]|以外|[」』](?:と|や|は)")
_KINDS_OF_TOWN = re.compile(
    "(?<![一-鿿])「?([町村])」?(?:(?:と|や|・|、)「?([町村])」?)?(?:だけ|のみ)?(?:なの)?(?=は|を|って|、|全|すべて|教|言|挙|[?。]|$)"
)
_KINDS_ASKED = re.compile("(?<![一-鿿])[市町村](?:(?:や|と|、|・)?[市町村])*(?![一-鿿])")
_ORDER = re.compile(
    r"手順|段取り|順を追|流れ|順番|手続きを順|段階を踏|どんな段階|段階を順|(?:どんな|どういう|どのような)(?:手続|段取り|ステップ|段階)|"
    r"steps|步骤|절차|các bước"
)
# One step of several, and the words by which steps are asked for.
_NTH = re.compile(
    r"(?P<n>[1-9]|[一二三四五六七八九十])(?:番目|つ目|つめ|段階目)(?!から)"
    r"|(?P<first>最初(?!から)|はじめ(?=に)|初め(?=に)|まず(?!は?自))|(?P<last>最後(?!まで))"
)
# The label of a step that is told in a field of its own.
_STEP = re.compile("(?:ステップ|step|手順)\\s*[0-9０-９]{1,2}|第?[0-9０-９]{1,2}位", re.IGNORECASE)
_STEPS = re.compile(
    "手続|手順|段階|ステップ|流れ|何を(?:する|し|やる|すれ)|(?:こと|もの)を(?:する|し)"
)
_OF_STEPS = re.compile("手続き?|手順|段階|ステップ")
# What a table beside the words lists: 別表第二に掲げる施設.
_LISTED_IN = re.compile("別表[^、。]{0,8}に(?:掲げる|定める|示す)[一-鿿]{2,6}(?:について|は|を|と)")
_CAPTIONS = re.compile(
    "(?:各|全|すべての|全ての)条(?:文)?[^。、]{0,4}(?:見出し|題|タイトル|名前)|目次|条の見出し"
)
# What a heading of a table adds to what people call it: 生活機能の強化に係る政策分野.
_OF_FIELD = re.compile("に(?:係る|関する|かかわる)[^、。]{1,10}$")
_SHORTEST_NAME = 3
# Those with whom something is done are many: どの市町村と連携協約を結んだか.
_PARTNERS = re.compile(
    "(?:どの|どこの|どんな|何という)(?:市町村|市町|市や町|自治体|まち)と"
    "|と[^。、?]{2,16}(?:結んで|組んで)(?:い|お)?る(?:の|市町村|市町|自治体)は、?(?:どこ|どの)"
)
_EARLIER_ONES = re.compile(
    "(?:過去|以前|これまで|今まで|いままで|歴代|昔)の[^。?]{0,20}(?:ビジョン|計画)"
    "|(?:古い|前の)(?:ほう|方)?の?(?:ビジョン|計画)[^。?]{0,24}(?:どんなもの|何が|一覧|リスト)"
    "|(?:ビジョン|計画)[^。?]{0,6}[0-9]+[次期]より前|[0-9]+[次期](?:ビジョン|計画)?より前"
)
_EDITION = re.compile("第([0-9]+)[次期]")
_ASKS_WHAT = re.compile(
    "(?:どんな|どのような|どういう|いかなる|何|なに)(?!で|か(?!ら)|分|度|年|月|日)"
)
# Words that lead over to a list.
_LEADS = re.compile(
    "(?:次|以下|下記)(?:の(?:とおり|通り|手順|各号|方法|事項|もの|流れ|(?:[0-9０-９一二三四五六七八九十]+つの)?[一-鿿]{1,4}(?=[がをはにで]))"
    "|に(?:掲げ|挙げ|示)|のいずれ)"
)


def counted_list(choice: Choice) -> list[Quote]:
    """The list with as many items as the question counts: 役割を三つ."""
    return _list(choice) if _COUNTED.search(choice.query.text) else []


def one_step(choice: Choice) -> list[Quote]:
    """The one step of a numbered list that is asked for: 手続きの最初に, 二番目には."""
    said = _NTH.search(choice.query.text)
    if said is None or not _STEPS.search(choice.query.text):
        return []
    reach = choice.hits[: REACH if _OF_STEPS.search(choice.query.text) else 1]
    groups = [g for g in (_group(choice, hit) for hit in reach) if g and _numbered(g)]
    if not groups:
        return []
    # The best words' own list, or that which is announced in most of the question's words.
    own = _group(choice, choice.hits[0])
    numbered = own is not None and _numbered(own)
    group = groups[0] if numbered else max(groups, key=lambda g: g.announced)
    last = len(group.paths)
    number = parse_number(said["n"]) if said["n"] else last if said["last"] else 1
    if number > last:
        return []
    path = group.paths[number - 1]
    return [quote(group.reading, path, group.reading.addresses.nodes[path].body)]


def listed(choice: Choice) -> list[Quote]:
    """The list that is asked for, or the steps of a procedure."""
    asked = choice.query.asked & {"list", "procedure"} or _PARTNERS.search(choice.query.text)
    return _list(choice) if asked else []


def earlier_ones(choice: Choice) -> list[Quote]:
    """The list of the editions before the last: 過去のビジョン, 第3次より前の計画."""
    if not _EARLIER_ONES.search(choice.query.text):
        return []
    source = choice.hits[0].chunk.source_id
    own = [h for h in choice.searcher.index.chunks if h.source_id == source]
    told = {c.id: {int(n) for n in _EDITION.findall(c.text)} for c in own}
    last = max((n for numbers in told.values() for n in numbers), default=0)
    for hit in choice.hits:
        numbers = told.get(hit.chunk.id, set())
        group = _group(choice, hit) if numbers and max(numbers) < last else None
        if group is not None:
            return group.quotes
    return []


def led_list(choice: Choice) -> list[Quote]:
    """The list that the best words only lead over to: どんな役割, 次の3つの役割を果たす."""
    query, best = choice.query, choice.hits[0]
    if query.asked & (FACTS | FIELDS) or not _ASKS_WHAT.search(query.text):
        return []
    group = _group(choice, best) if _LEADS.search(best.chunk.text) else None
    return group.quotes if group and group.follows(best.chunk) else []


def _list(choice: Choice) -> list[Quote]:
    groups = [g for g in (_group(choice, hit) for hit in choice.hits[:REACH]) if g]
    towns = _towns(choice, groups) if asks_towns(choice.query) else None
    if towns is not None:
        return towns
    counted = _COUNTED.search(choice.query.text)
    if counted:
        return _of_count(choice, groups, parse_number(counted["n"]))
    labelled = _labels(choice) if "list" in choice.query.asked else []
    labelled = labelled or _rows_led_to(choice)
    return labelled or _announced_list(choice, groups) or _files(choice)


def _towns(choice: Choice, groups: Sequence[_Group]) -> list[Quote] | None:
    """The list of municipalities, where one names more than the best words do; None for none."""
    named = choice.searcher.municipalities[choice.row(choice.hits[0].chunk)]
    rows = _rows_of_towns(choice)
    if len(rows) > len(named):
        return rows
    lists = [g for g in groups if g.towns > 1]
    if not lists:
        return None
    best = max(lists, key=lambda g: g.towns)
    return _of_kind(choice, best) if best.towns > len(named) else []


def _announced_list(choice: Choice, groups: Sequence[_Group]) -> list[Quote]:
    """The list that is announced in the question's own words, the first of equals."""
    asked, text = choice.query.asked, choice.query.text
    steps = [g for g in groups if _steps(choice, g)]
    if _ORDER.search(text):
        steps = [g for g in steps if _numbered(g)] or steps
    if not steps:
        return []
    best = max(steps, key=lambda g: g.announced)
    top = choice.hits[0].chunk
    leads = groups[0] is best and bool(_LEADS.search(top.text))
    leads = leads or ("list" in asked and best is _led_to(choice, groups))
    hits = sum(hit.chunk.path in best.paths for hit in choice.hits[:REACH])
    steps_asked = _ORDER.search(text) and (
        best.announced >= _ANNOUNCED_BY_ONE or hits >= _FEWEST_STEPS
    )
    announced = "list" in asked and best.announced >= _ANNOUNCED
    if not (top.path in best.paths or leads or steps_asked or announced):
        return []
    # Files may stand under several headings that the question means alike: all of them are asked.
    alike = [g for g in steps if g.announced == best.announced and g.reading is best.reading]
    return _in_order(alike) if {"list", "file"} <= asked else best.quotes


def _files(choice: Choice) -> list[Quote]:
    """All files of a section, where other words stand between them: 見られる資料は何と何."""
    first = choice.hits[0].chunk
    if not {"list", "file"} <= choice.query.asked:
        return []
    beside = [
        chunk
        for chunk, file in zip(
            choice.searcher.index.chunks, choice.searcher.fixed["file"], strict=True
        )
        if file and chunk.source_id == first.source_id and chunk.path[:-1] == first.path[:-1]
    ]
    return [choice.quoted(chunk) for chunk in beside] if len(beside) > 1 else []


def _in_order(groups: Sequence[_Group]) -> list[Quote]:
    """The lists of one document, each once, as they stand there."""
    quotes = {(q.start, q.end): q for group in groups for q in group.quotes}
    return [quotes[at] for at in sorted(quotes)]


def captions(choice: Choice) -> list[Quote]:
    """What the articles of an agreement are headed, where their headings are asked for."""
    if not _CAPTIONS.search(choice.query.text):
        return []
    reading = choice.reading(choice.hits[0].chunk)
    articles = [path for path in reading.addresses.nodes if path and path[-1].kind == "article"]
    return label_quotes(reading, articles)


def _led_to(choice: Choice, groups: Sequence[_Group]) -> _Group | None:
    """The list that words nearly as good as the best lead over to: 次に掲げる者をもって組織する."""
    for hit in choice.hits[:REACH]:
        if hit.score < choice.hits[0].score - NEARLY or not _LEADS.search(hit.chunk.text):
            continue
        below = (g for g in groups if hit.chunk.source_id == g.reading.document.source.id)
        found = next((g for g in below if g.follows(hit.chunk)), None)
        if found:
            return found
    return None


def _of_count(choice: Choice, groups: Sequence[_Group], number: int) -> list[Quote]:
    """The list of so many, unless the best words name them all: 「…」「…」「…」の3つとする."""
    words = choice.hits[0].chunk.text
    said = _COUNTED.search(fold(words))
    if said and parse_number(said["n"]) == number == words.count("「") + words.count("『"):
        return []
    same = [g for g in groups if len(g.paths) == number]
    return max(same, key=lambda g: g.announced).quotes if same else []


def _rows_of_towns(choice: Choice) -> list[Quote]:
    """The names of the rows of a table whose rows are municipalities, of the kinds asked for."""
    kinds = {kind for found in _KINDS_ASKED.finditer(choice.query.text) for kind in found[0]}
    kinds &= set("市町村")
    reading = choice.reading(choice.hits[0].chunk)
    known = choice.catalogue.municipalities
    rows = [path for path in reading.addresses.nodes if path and path[-1].kind == "row"]
    for home in dict.fromkeys(path[:-1] for path in rows):
        beside = [path for path in rows if path[:-1] == home and fold(path[-1].label) in known]
        towns = [path for path in beside if path[-1].label[-1] in (kinds or set("市町村"))]
        if len(beside) > 1 and towns:
            return label_quotes(reading, towns)
    return []


def _of_kind(choice: Choice, group: _Group) -> list[Quote]:
    """A list of municipalities, or of it the items that name the towns or villages asked for."""
    only = _ONLY_SOME.search(choice.query.text)
    asked = _KINDS_OF_TOWN.search(choice.query.text) if only else None
    kinds = {kind for kind in (asked.groups() if asked else ()) if kind}
    searcher, source = choice.searcher, group.reading.document.source
    met = [
        chunk
        for chunk, named in zip(searcher.index.chunks, searcher.municipalities, strict=True)
        if chunk.source_id == source.id
        and chunk.path in group.paths
        and any(name[-1] in kinds for name in named)
    ]
    return [choice.quoted(chunk) for chunk in met] or group.quotes


@dataclass(frozen=True, slots=True)
class _Group:
    reading: Reading
    paths: tuple[Path, ...]
    quotes: list[Quote]
    towns: int
    announced: float

    def follows(self, chunk: Chunk) -> bool:
        """Whether the list stands right behind some words."""
        begin = self.reading.addresses.nodes[self.paths[0]].span.start
        between = self.reading.document.text[chunk.span.end : begin]
        return chunk.span.end <= begin and not between.strip()


def _group(choice: Choice, hit: Hit) -> _Group | None:
    """The list that a hit stands in, or that follows it under the same heading."""
    chunk = hit.chunk
    reading = choice.reading(chunk)
    home = chunk.path
    in_list = _is_item(home[-1])
    if in_list or (home[-1].kind == "paragraph" and not _items(reading, home)):
        home = home[:-1]
    children = _items(reading, home)
    if not in_list:
        children = [
            p for p in children if reading.addresses.nodes[p].span.start >= chunk.span.start
        ]
        children = first_run(reading, children)
    elif chunk.path in children:
        children = run_of(reading, children, chunk.path)
    if len(children) < 2:
        return None
    span = Span(
        reading.addresses.nodes[children[0]].span.start,
        reading.addresses.nodes[children[-1]].body.end,
    )
    towns = {
        name
        for c, named in zip(
            choice.searcher.index.chunks, choice.searcher.municipalities, strict=True
        )
        if c.source_id == chunk.source_id and c.path in children
        for name in named
    }
    return _Group(
        reading,
        tuple(children),
        [quote(reading, home, span)],
        len(towns),
        _announced(choice, reading, home),
    )


def _items(reading: Reading, path: Path) -> list[Path]:
    return [p for p in reading.addresses.children(path) if _is_item(p[-1])]


def _is_item(step: Step) -> bool:
    return step.kind in ITEMS or _is_step(step)


def _is_step(step: Step) -> bool:
    """Whether a field or a section is one of several steps: 手順1, STEP2 申込み."""
    named = _STEP.match(step.label) if step.kind in {"field", "section"} else None
    return bool(named and (step.kind == "section" or named.end() == len(step.label)))


def _announced(choice: Choice, reading: Reading, home: Path) -> float:
    """The share of the question's specific words that stand above a list: heading and lead."""
    node = reading.addresses.nodes.get(home)
    if node is None:
        return 0.0  # nothing stands above a list at the root of a page
    first = next(iter(_items(reading, home)), home)
    above = Span(node.span.start, reading.addresses.nodes[first].span.start)
    said = frozenset(index_words(above.cut(reading.document.text)))
    words = [t for t in choice.query.terms if t.specific or len(t.surface) > 1]
    return sum(bool(t.forms & said) for t in words) / len(words) if words else 0.0


def first_run(reading: Reading, children: list[Path]) -> list[Path]:
    """The items of the first list among some items, as far as nothing stands between."""
    return run_of(reading, children, children[0]) if children else []


def run_of(reading: Reading, children: list[Path], path: Path) -> list[Path]:
    """The items around one that follow each other with nothing between, of one kind of mark."""
    at = children.index(path)
    low = high = at
    while low > 0 and _adjoin(reading, children[low - 1], children[low]):
        low -= 1
    while high + 1 < len(children) and _adjoin(reading, children[high], children[high + 1]):
        high += 1
    return children[low : high + 1]


def _adjoin(reading: Reading, before: Path, after: Path) -> bool:
    first, second = reading.addresses.nodes[before], reading.addresses.nodes[after]
    return first.span.end == second.span.start and _mark(reading, first) == _mark(reading, second)


def _mark(reading: Reading, node: Node) -> str:
    """What kind of mark an item has: none, a number, a sign."""
    written = fold(node.marker.cut(reading.document.text)) if node.marker else ""
    return re.sub("[0-9一二三四五六七八九十あ-んア-ン]+", "1", written)


def _steps(choice: Choice, group: _Group) -> bool:
    """Whether a list is asked for as such, or its items are steps in an order."""
    return "list" in choice.query.asked or _numbered(group)


def _numbered(group: _Group) -> bool:
    """Whether the items of a list bear numbers."""
    return is_numbered(group.reading, group.paths[0])


def is_numbered(reading: Reading, path: Path) -> bool:
    """Whether an item bears a number, and no sign or letter."""
    if path[-1].kind in {"field", "section"}:
        return _is_step(path[-1])
    marker = reading.addresses.nodes[path].marker
    return bool(marker and re.search("[0-9]", fold(marker.cut(reading.document.text))))


def _labels(choice: Choice) -> list[Quote]:
    """The names of the rows or themes below the part of a table that a question names."""
    first = choice.hits[0].chunk
    reading = choice.reading(first)
    said = squeeze(choice.query.text)
    for length in range(len(first.path) - 1, 0, -1):
        path = first.path[:length]
        if path[-1].kind not in {"table", "theme"}:
            continue
        heading = reading.addresses.nodes[path].heading
        called = squeeze(_OF_FIELD.sub("", heading.cut(reading.document.text))) if heading else ""
        named = squeeze(path[-1].label) in said or (len(called) > _SHORTEST_NAME and called in said)
        below = reading.addresses.children(path, "row") or reading.addresses.children(path, "theme")
        rows_named = any(
            squeeze(p[-1].label) in said.replace(squeeze(path[-1].label), "") for p in below
        )
        if named and below and not rows_named:
            return _contents(choice, below) or label_quotes(reading, below)
    return []


def _rows_led_to(choice: Choice) -> list[Quote]:
    """The rows of a table of which the best words say that it lists them: 別表2に掲げる施設."""
    best = choice.hits[0].chunk
    reading = choice.reading(best)
    if not _LISTED_IN.search(best.text) or choice.query.asked & (FIELDS | {"how_many", "when"}):
        return []
    for at, reference, targets in reading.references:
        tables = [path for path in targets if path[-1].kind == "table"]
        if at == best.path and len(tables) == 1 and reference.span in best.span:
            rows = reading.addresses.children(tables[0], "row")
            return label_quotes(reading, rows) or [
                quote(reading, row, reading.addresses.nodes[row].span) for row in rows
            ]
    return []


def _contents(choice: Choice, rows: Sequence[Path]) -> list[Quote]:
    """The content of each row, where the rows and not their names are asked for."""
    if re.search(
        r"区分|種類|テーマ|分野(?:は|を|が|に(?:分|わ)か)|項目|欄|名前", choice.query.text
    ):
        return []
    source = choice.hits[0].chunk.source_id
    cells = [
        chunk
        for chunk in choice.searcher.index.chunks
        if chunk.source_id == source
        and chunk.path[:-1] in rows
        and not choice.searcher.parties[choice.row(chunk)]
    ]
    return [choice.quoted(chunk) for chunk in sorted(cells, key=lambda c: c.span)]


def label_quotes(reading: Reading, paths: Sequence[Path]) -> list[Quote]:
    """The names of some parts of a table, each quoted where it stands."""
    found = []
    for path in paths:
        heading = reading.addresses.nodes[path].heading
        if heading is not None:
            found.append(quote(reading, path, heading))
    return found
