"""A comparison's quotes: one place for each side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.choices import Choice
from assistant.answering.labels import squeeze
from assistant.answering.requirements import requirements
from assistant.answering.retrieval import ranking
from assistant.answering.splitting import by_thing
from assistant.answering.terms import terms, without
from assistant.answering.vocabulary import vocabulary
from assistant.language.ordinals import ordinals
from assistant.language.tokens import fold
from assistant.records import Chunk, Quote, Step, Term

# Two things joined by と, each as far as a particle or a comma; a second と may follow.
_JOINED = re.compile("(?P<first>[^、。はがのを]{2,14})と(?P<second>[^、。はがのをでにと]{2,14})")
# What stands between two names that are said together.
_JOINS = "(?:とか|と|や|、|・|及び|および|並びに|,)"
_PAPER_OF = re.compile("[市町村一-鿿]の(?:協定|協約|取り?決め|約束|合意)")
# What asks for the parts that the parties take.
_PARTS = re.compile("役割|[甲乙]|側|やること|受け持|分担|持ち分")
_DIFFERS = re.compile("異な(?:ります|る(?:。|点|もの)|って)|違いま?す")
# Both parties by their letters or by what kind of municipality each is: 市がやることと村がやること.
_BOTH_KINDS = re.compile(
    "甲.*乙|(?<![一-鿿])市(?:側|のほう|の方)?[がはの].*(?<![一-鿿])[町村](?:側|のほう|の方)?[がはの]"
    "|(?<![一-鿿])[町村](?:側|のほう|の方)?[がはの].*(?<![一-鿿])市(?:側|のほう|の方)?[がはの]"
)
# How many of the best hits may lead to the other side.
REACH = 8


def sides(choice: Choice) -> list[Quote]:
    """One quote for each side of a comparison, as the question names them; one if it names none.

    A sentence that tells the difference itself (…が異なります) needs none beside it.
    """
    if "違" in choice.query.text and _DIFFERS.search(choice.hits[0].chunk.text):
        return [choice.quoted(choice.hits[0].chunk)]
    ways = (joined_rows, _rows, _columns, _siblings, _ordinals, _each, _joined, _two_best)
    return next((found for way in ways if len(found := way(choice)) > 1), [])


def _columns(choice: Choice) -> list[Quote]:
    """Both parties' cells of the row that was meant, in the order in which they are named."""
    first = choice.hits[0].chunk
    chunks = choice.searcher.index.chunks
    rows = {choice.searcher.row_of(c) for c in chunks if c.source_id == first.source_id} - {()}
    # The best may lead up to both parts: それぞれの役割は次のとおりとする。
    row = choice.searcher.row_of(first) or first.path
    if row not in rows:
        return []
    letters = _BOTH_KINDS.search(choice.query.text)
    # 岩見沢市と美唄市の協定で is where to look, if two other things are compared.
    place = bool(_PAPER_OF.search(choice.query.text)) and not _PARTS.search(choice.query.text)
    named = len(choice.query.municipalities) > 1 and not (place and by_thing(choice.query))
    if not (named or letters):
        return []
    cells = [
        (choice.searcher.parties[i], c)
        for i, c in enumerate(chunks)
        if c.source_id == first.source_id
        and choice.searcher.parties[i]
        and choice.searcher.row_of(c) == row
    ]
    order = {name: at for at, name in enumerate(choice.query.municipalities)}
    cells.sort(key=lambda pair: (order.get(pair[0], len(order)), pair[1].span))
    return [choice.quoted(chunk) for _, chunk in cells]


def joined_rows(choice: Choice) -> list[Quote]:
    """The same column of the rows whose names the question joins: 農業と商売と観光."""
    first = choice.hits[0].chunk
    table = {c.path[-2] for c in choice.searcher.index.chunks if _in_table_of(first, c)}
    names = {name: step for step in table for name in _row_names(step.label)}
    one = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    text = without(fold(choice.query.text), choice.query.municipalities)
    run = re.search(rf"(?<![一-鿿])(?:{one})(?:{_JOINS}(?:{one}))+", text) if one else None
    if run is None:
        return []
    said = dict.fromkeys(names[name] for name in re.findall(one, run[0]))
    return _cells_of(choice, list(said)) if len(said) > 1 else []


def _in_table_of(first: Chunk, chunk: Chunk) -> bool:
    """Whether a chunk is a cell of a named row, in the document of another cell."""
    cell = first.path[-1].kind == chunk.path[-1].kind == "cell"
    return cell and chunk.path[-2].kind == "row" and chunk.source_id == first.source_id


def _row_names(label: str) -> set[str]:
    """What a row may be called: its label, the parts of it (商工・雇用), words that mean these."""
    parts = {fold(label), squeeze(label), *re.split("[等・、]", fold(label))}
    alike = {word for part in parts for word in vocabulary().synonyms.get(part, ())}
    return {name for name in parts | alike if len(name) > 1}


def _rows(choice: Choice) -> list[Quote]:
    """The same column of the rows that the question names, where it names several."""
    first, said = choice.hits[0].chunk, squeeze(choice.query.text)
    table = [c.path[-2] for c in choice.searcher.index.chunks if _in_table_of(first, c)]
    named = [row for row in dict.fromkeys(table) if squeeze(row.label) in said]
    return _cells_of(choice, sorted(named, key=lambda row: said.index(squeeze(row.label))))


def _cells_of(choice: Choice, rows: Sequence[Step]) -> list[Quote]:
    """The cells of some rows in the column of the best, or in the one that is no party's."""
    first = choice.hits[0].chunk
    parties, column = choice.searcher.parties, first.path[-1].label
    # Of rows alone the content is asked for, in the column that is no party's.
    content = bool(parties[choice.row(first)]) and not _PARTS.search(choice.query.text)
    cells = [
        c
        for c in choice.searcher.index.chunks
        if _in_table_of(first, c)
        and (not parties[choice.row(c)] if content else c.path[-1].label == column)
        and c.path[-2] in rows
    ]
    cells.sort(key=lambda c: rows.index(c.path[-2]))
    return [choice.quoted(chunk) for chunk in cells]


def _ordinals(choice: Choice) -> list[Quote]:
    """The best for each of the numbers (第1期, 第2期) that the question names."""
    wanted = list(dict.fromkeys(ordinals(choice.query.text)))
    best = [
        next(
            (h.chunk for h in choice.hits if o in choice.searcher.numbered[choice.row(h.chunk)]),
            None,
        )
        for o in wanted
    ]
    found = [chunk for chunk in best if chunk is not None]
    return [choice.quoted(chunk) for chunk in dict.fromkeys(found)]


def by_dates(choice: Choice) -> list[Quote]:
    """The cells of one row, or the parts of one section, for each year that the question names."""
    dates = choice.query.dates
    if len(dates) < 2:
        return []
    told = choice.searcher.dates
    cells = [h.chunk for h in choice.hits if h.chunk.path[-1].kind in {"cell", "field"}]
    for first in cells[:REACH]:
        beside = [
            c for c in cells if (c.source_id, c.path[:-1]) == (first.source_id, first.path[:-1])
        ]
        each = [
            next((c for c in beside if any(d.agrees(date) for d in told[choice.row(c)])), None)
            for date in dates
        ]
        found = dict.fromkeys(chunk for chunk in each if chunk is not None)
        if len(found) == len(dates):
            return [choice.quoted(chunk) for chunk in found]
    return []


def _siblings(choice: Choice) -> list[Quote]:
    """The same field under two headings that the question both names."""
    first = choice.hits[0].chunk
    if len(first.path) < 2 or first.path[-1].kind != "field":
        return []
    label, above = first.path[-1].label, first.path[:-2]
    said = set(_pairs(choice.query.text))
    same = [
        c
        for c in choice.searcher.index.chunks
        if c.source_id == first.source_id and c.path[:-2] == above and c.path[-1].label == label
    ]
    named = [c for c in same if said & (set(_pairs(c.path[-2].label)) - _shared(same))]
    return [choice.quoted(chunk) for chunk in (named if len(named) > 1 else same)]


def _each(choice: Choice) -> list[Quote]:
    """What answers the question for each of two things that it joins, asked one by one."""
    found: dict[Chunk, None] = {}
    halves = by_thing(choice.query)
    for half in halves:
        needs = requirements(half, choice.searcher)
        hard = [need.met for need in needs if not need.soft]
        for hit in ranking(half, choice.searcher, needs):
            if all(met[choice.row(hit.chunk)] for met in hard):
                found[_content(choice, hit.chunk)] = None
                break
    return [choice.quoted(chunk) for chunk in found] if len(found) == len(halves) else []


def _content(choice: Choice, chunk: Chunk) -> Chunk:
    """For a party's cell the one beside it that is no party's, unless parts are asked for."""
    parts = _PARTS.search(choice.query.text)
    if parts or not choice.searcher.parties[choice.row(chunk)]:
        return chunk
    row = (c for c in choice.searcher.index.chunks if c.path[:-1] == chunk.path[:-1])
    beside = (c for c in row if c.source_id == chunk.source_id)
    return next((c for c in beside if not choice.searcher.parties[choice.row(c)]), chunk)


def _joined(choice: Choice) -> list[Quote]:
    """The best for each of two things that the question joins: 変えるときとやめるとき."""
    text = without(choice.query.text, choice.query.municipalities)
    for match in _JOINED.finditer(text):
        first, second = terms(match["first"]), terms(match["second"])
        both = {t.surface for t in first} & {t.surface for t in second}
        here = [t for t in first if t.surface not in both]
        there = [t for t in second if t.surface not in both]
        found = (_only(choice, here, there), _only(choice, there, here))
        if here and there and all(found):
            return [choice.quoted(chunk) for chunk in found if chunk is not None]
    return []


def _only(choice: Choice, wanted: Sequence[Term], other: Sequence[Term]) -> Chunk | None:
    """The best hit that speaks of some things and not of others, in the best hit's document."""
    held = choice.searcher.words_of_all.share(wanted)
    against = choice.searcher.words_of_all.share(other)
    source = choice.hits[0].chunk.source_id
    return next(
        (
            h.chunk
            for h in choice.hits
            if h.chunk.source_id == source
            and held[choice.row(h.chunk)] > against[choice.row(h.chunk)]
        ),
        None,
    )


def _pairs(text: str) -> list[str]:
    squeezed = squeeze(text)
    return [squeezed[i : i + 2] for i in range(len(squeezed) - 1)]


def _shared(chunks: Sequence[Chunk]) -> set[str]:
    """Pairs of signs that the headings of all the chunks have in common."""
    sets = [set(_pairs(chunk.path[-2].label)) for chunk in chunks]
    return set.intersection(*sets) if sets else set()


def _two_best(choice: Choice) -> list[Quote]:
    """The two best of the document of the best, in different clauses."""
    first = choice.hits[0].chunk
    second = next(
        (
            h.chunk
            for h in choice.hits[1:REACH]
            if h.chunk.source_id == first.source_id
            and h.chunk.path != first.path
            and h.chunk.path[-1].label == first.path[-1].label
        ),
        choice.hits[min(1, len(choice.hits) - 1)].chunk,
    )
    return [choice.quoted(chunk) for chunk in dict.fromkeys((first, second))]
