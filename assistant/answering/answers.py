"""Hits to Answer: which words to quote, and whether they answer at all."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.catalogue import Catalogue
from assistant.answering.lookup import Found, look_up, what_exists
from assistant.answering.quotes import quote, quote_clause
from assistant.answering.retrieval import Searcher, coverage, search
from assistant.documents.chunks import Reading
from assistant.records import Answer, Hit, Outcome, Path, Query, Quote

# Below this share of the question's words a clause is about something else.
LEAST_COVERAGE = 0.35
RELATED = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its quotes, its related clauses, and the facts its message is made of."""

    outcome: Outcome
    quotes: tuple[Quote, ...] = ()
    related: tuple[Quote, ...] = ()
    reason: str = ""
    detail: str = ""


def decide(query: Query, searcher: Searcher) -> Verdict:
    """Answer a question from the corpus, or say why not."""
    catalogue = searcher.catalogue
    if query.smalltalk:
        return Verdict("out_of_scope", reason="smalltalk")
    if query.foreign:
        return Verdict("out_of_scope", reason="foreign", detail="、".join(query.foreign))
    if query.addressed:
        found = look_up(query.text, catalogue, query.documents or None)
        if found.missing and not found.paths:
            steps_only = look_up_steps(query, catalogue)
            return steps_only
        if found.paths:
            return addressed(found, catalogue)
    hits = search(query, searcher)
    if not hits:
        return Verdict("not_found", reason="empty")
    best = hits[0]
    if query.language == "ja" and coverage(query, best, searcher) < LEAST_COVERAGE:
        return Verdict("not_found", related=_nearest(hits, catalogue), reason="silent")
    return Verdict("answered", quotes=(_quote_hit(best, catalogue),), related=_referred(catalogue, [best.chunk.source_id], [best.chunk.path]))


def look_up_steps(query: Query, catalogue: Catalogue) -> Verdict:
    """The clause that a question names, its other words left aside."""
    from assistant.answering.lookup import normalised, references_in

    text = normalised(query.text)
    first = references_in(query.text)[0]
    found = look_up(first.span.cut(text), catalogue, query.documents or None)
    return addressed(found, catalogue)


def lookup(written: str, catalogue: Catalogue, source: str | None = None) -> Verdict:
    """The clauses at an address, the whole of each."""
    found = look_up(written, catalogue, frozenset({source}) if source else None)
    return addressed(found, catalogue)


def addressed(found: Found, catalogue: Catalogue) -> Verdict:
    """Quote the clauses found; ask where several documents have them; say what exists instead."""
    if len(found.paths) > 1:
        options = [q for name, paths in found.paths.items() for p in paths[:1] for q in quote_clause(catalogue.readings[name], p)[:1]]
        return Verdict("unclear", related=tuple(options), reason="documents")
    for name, paths in found.paths.items():
        reading = catalogue.readings[name]
        quotes = tuple(q for path in paths for q in quote_clause(reading, path))
        if quotes:
            return Verdict("answered", quotes, _related(reading, paths))
    if found.missing:
        return _no_such(found, catalogue)
    return Verdict("not_found", reason="no_address")


def _no_such(found: Found, catalogue: Catalogue) -> Verdict:
    told, nearest = [], []
    for name, steps in found.missing.items():
        reading = catalogue.readings[name]
        exists = what_exists(reading, steps)
        if exists:
            told.append(f"{reading.document.source.title}: {exists}")
            nearest += _neighbours(reading, steps[0].kind)
    return Verdict("no_such_clause", related=tuple(nearest[:RELATED]), reason="missing", detail="\n".join(told))


def _neighbours(reading: Reading, kind: str) -> list[Quote]:
    row = reading.addresses.of_kind(kind)
    return [q for path in row[-1:] for q in quote_clause(reading, path)[:1]]


def _quote_hit(hit: Hit, catalogue: Catalogue) -> Quote:
    return quote(catalogue.readings[hit.chunk.source_id], hit.chunk.path, hit.chunk.span)


def _nearest(hits: list[Hit], catalogue: Catalogue) -> tuple[Quote, ...]:
    return tuple(_quote_hit(hit, catalogue) for hit in hits[:3])


def _referred(catalogue: Catalogue, ids: list[str], paths: list[Path]) -> tuple[Quote, ...]:
    reading = catalogue.readings[ids[0]]
    return _related(reading, tuple(paths))


def _related(reading: Reading, paths: tuple[Path, ...]) -> tuple[Quote, ...]:
    """The clauses that the quoted ones refer to, then those that refer to them."""
    to: dict[Path, str] = {}
    for path in paths:
        for at, _, targets in reading.references:
            inside = at[: len(path)] == path
            for target in targets:
                if inside and target[: len(path)] != path:
                    to.setdefault(target, "この規定が参照している条文")
    for path in paths:
        for at, _, targets in reading.references:
            if any(t == path for t in targets) and at[: len(path)] != path:
                to.setdefault(at, "この規定を参照している条文")
    found = [q for target, note in list(to.items()) for q in quote_clause(reading, target, note)[:1]]
    return tuple(found[:8])
