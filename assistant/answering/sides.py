"""A comparison's quotes: one place for each side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.choices import Choice
from assistant.answering.lookup import squeeze
from assistant.answering.questions import terms, without
from assistant.answering.searcher import ordinals
from assistant.records import Chunk, Quote, Term

# Two things joined by と, each as far as a particle or a comma; a second と may follow.
_JOINED = re.compile("(?P<first>[^、。はがのを]{2,14})と(?P<second>[^、。はがのをでにと]{2,14})")
# How many of the best hits may lead to the other side.
REACH = 8


def sides(choice: Choice) -> list[Quote]:
    """One quote for each side of a comparison, as the question names them; one if it names none."""
    ways = (_rows, _columns, _siblings, _ordinals, _joined, _two_best)
    return next((found for way in ways if len(found := way(choice)) > 1), [])


def _columns(choice: Choice) -> list[Quote]:
    """Both parties' cells of the row that was meant, in the order in which they are named."""
    first = next((h.chunk for h in choice.hits if h.chunk.path[-1].kind == "cell"), None)
    if first is None or choice.hits[0].chunk.path[-1].kind != "cell":
        return []
    named = len(choice.query.municipalities) > 1 or re.search("甲.*乙", choice.query.text)
    if not named:
        return []
    row = first.path[:-1]
    chunks = choice.searcher.index.chunks
    cells = [
        (choice.searcher.parties[i], c)
        for i, c in enumerate(chunks)
        if c.source_id == first.source_id and c.path[:-1] == row and choice.searcher.parties[i]
    ]
    order = {name: at for at, name in enumerate(choice.query.municipalities)}
    cells.sort(key=lambda pair: (order.get(pair[0], len(order)), pair[1].span))
    return [choice.quoted(chunk) for _, chunk in cells]


def _rows(choice: Choice) -> list[Quote]:
    """The same column of the rows that the question names, where it names several."""
    first = choice.hits[0].chunk
    if first.path[-1].kind != "cell":
        return []
    said = squeeze(choice.query.text)
    parties, column = choice.searcher.parties, first.path[-1].label
    # Of rows alone the content is asked for, in the column that is no party's.
    content = bool(parties[choice.row(first)]) and "役割" not in said
    cells = [
        c
        for c in choice.searcher.index.chunks
        if c.source_id == first.source_id
        and c.path[-1].kind == "cell"
        and (not parties[choice.row(c)] if content else c.path[-1].label == column)
        and c.path[-2].kind == "row"
        and squeeze(c.path[-2].label) in said
    ]
    cells.sort(key=lambda c: said.index(squeeze(c.path[-2].label)))
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
