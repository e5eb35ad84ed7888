"""Hits to Answer: which words to quote, and whether they answer at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.catalogue import Catalogue
from assistant.answering.lookup import Found, look_up, normalised, references_in, what_exists
from assistant.answering.quotes import quote, quote_clause
from assistant.answering.requirements import FACTS, FIELDS, Requirement, requirements
from assistant.answering.retrieval import ranking
from assistant.answering.selection import Choice, label_quotes, select
from assistant.answering.signals import Searcher
from assistant.documents.chunks import Reading
from assistant.documents.references import find, resolve
from assistant.records import Answer, Hit, Outcome, Path, Query, Quote

# How far below the best chunk, in the units of the weighted sum, the words that meet every
# requirement may lie; and how near a second document's must come to make the question unclear.
FARTHEST = 9.0
NEAR = 3.0
RELATED, NEAREST = 8, 3
_RELATIVE_CLAUSE = re.compile(r"(?:前|次|この|その|上|下)の?(?:条|項|号)")


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
    if query.smalltalk:
        return Verdict("out_of_scope", reason="smalltalk")
    if query.foreign:
        return Verdict("out_of_scope", reason="foreign", detail="、".join(query.foreign))
    if query.addressed:
        verdict = _asked_clause(query, searcher.catalogue)
        if verdict is not None:
            return verdict
    if not query.terms and not query.asked:
        return Verdict("out_of_scope", reason="smalltalk")
    return _search(query, searcher)


def _search(query: Query, searcher: Searcher) -> Verdict:
    hits = ranking(query, searcher)
    if not hits:
        return Verdict("not_found", reason="empty")
    needs = requirements(query, searcher)
    met = np.logical_and.reduce([r.met for r in needs]) if needs else None
    eligible = [h for h in hits if met is None or met[searcher.rows[h.chunk.id]]]
    eligible = [h for h in eligible if h.score > hits[0].score - FARTHEST]
    if not eligible:
        return _silent(query, hits, needs, searcher)
    others = _rivals(query, eligible, searcher)
    if others:
        related = tuple(_quote_hit(hit, searcher.catalogue) for hit in others)
        return Verdict("unclear", related=related, reason="places")
    quotes = select(Choice(query, eligible, searcher))
    return Verdict("answered", tuple(quotes), _around(quotes, searcher.catalogue))


def _silent(
    query: Query, hits: Sequence[Hit], needs: Sequence[Requirement], searcher: Searcher
) -> Verdict:
    """A no with its reason: what the nearest words do not say, and whom to ask."""
    row = searcher.rows[hits[0].chunk.id]
    lacking = [r for r in needs if r.unknown] or [r for r in needs if not r.met.any()]
    lacking = lacking or [r for r in needs if not r.met[row]]
    nearest = [_quote_hit(hit, searcher.catalogue) for hit in hits[:NEAREST]]
    office = _office(hits[0].chunk.source_id, searcher.catalogue)
    related = [q for q in nearest if q not in office] + office
    return Verdict(
        "not_found",
        related=tuple(related),
        reason="silent",
        detail="、".join(dict.fromkeys(r.name for r in lacking)),
    )


def _office(source_id: str, catalogue: Catalogue) -> list[Quote]:
    """The office to ask, where the document names one."""
    reading = catalogue.readings[source_id]
    fields = [p for p in reading.addresses.nodes if len(p) > 1 and p[-2].kind == "contact"]
    wanted = [p for p in fields if p[-1].label in {"部署", "電話"}]
    return [q for path in wanted for q in quote_clause(reading, path, "お問い合わせ先")[:1]]


def _rivals(query: Query, eligible: Sequence[Hit], searcher: Searcher) -> list[Hit]:
    """The best of each document, where several answer as well and nothing says which is meant."""
    if (
        query.documents
        or not query.asked & (FACTS | FIELDS)
        or query.asked & {"comparison", "definition", "purpose"}
    ):
        return []
    best: dict[str, Hit] = {}
    for hit in eligible:
        best.setdefault(hit.chunk.source_id, hit)
    near = [h for h in best.values() if h.score > eligible[0].score - NEAR]
    return near if len(near) > 1 else []


def _quote_hit(hit: Hit, catalogue: Catalogue) -> Quote:
    return quote(catalogue.readings[hit.chunk.source_id], hit.chunk.path, hit.chunk.span)


def _around(quotes: Sequence[Quote], catalogue: Catalogue) -> tuple[Quote, ...]:
    """What the quoted clauses refer to, and what refers to them, quoted ones left out."""
    found: list[Quote] = []
    for q in quotes:
        reading = catalogue.readings[q.document]
        path = reading.addresses.by_labels.get(q.path)
        found += _related(reading, (path,)) if path else ()
    known = {(q.document, q.path) for q in quotes}
    return tuple(dict.fromkeys(q for q in found if (q.document, q.path) not in known))[:RELATED]


# Clauses by address


def lookup(written: str, catalogue: Catalogue, source: str | None = None) -> Verdict:
    """The clauses at an address, the whole of each."""
    found = look_up(written, catalogue, frozenset({source}) if source else None)
    return _addressed(found, catalogue)


def _asked_clause(query: Query, catalogue: Catalogue) -> Verdict | None:
    """What a question that names a clause asks of it; None if other words of it say more."""
    whole = look_up(query.text, catalogue, query.documents or None)
    if whole.paths:
        return _addressed(whole, catalogue)
    text = normalised(query.text)
    reference = references_in(query.text)[0]
    found = look_up(reference.span.cut(text), catalogue, query.documents or None)
    if not found.paths:
        return _addressed(found, catalogue)
    if len(found.paths) == 1:
        ((name, paths),) = found.paths.items()
        if paths[0][-1].kind == "table":
            return _asked_table(query, catalogue.readings[name], paths[0])
    return _addressed(found, catalogue)


def _asked_table(query: Query, reading: Reading, path: Path) -> Verdict | None:
    """Of a whole table: its themes where they are asked for, else its title; cells go by search."""
    themes = reading.addresses.children(path, "theme") or reading.addresses.children(path, "row")
    node = reading.addresses.nodes[path]
    specific = [t for t in query.terms if t.specific]
    if query.asked & {"role"} or (specific and not query.asked & {"list", "content"}):
        return None
    quotes = label_quotes(reading, themes) if "list" in query.asked else []
    if not quotes and node.heading is not None:
        quotes = [quote(reading, path, node.heading)]
    return Verdict("answered", tuple(quotes), _related(reading, (path,))) if quotes else None


def relative(query: Query, catalogue: Catalogue) -> Path | None:
    """The clause that 前の条, 次の項, 第2項 mean, counted from the clause quoted last."""
    if query.focus is None:
        return None
    reading = catalogue.readings.get(query.focus[0])
    if reading is None:
        return None
    text = re.sub(r"(?<=[前次])の(?=[条項号])", "", normalised(query.text))
    for reference in find(text):
        targets = resolve(reference, query.focus[1], reading.addresses)
        if targets:
            return targets[0]
    return None


def clause(path: Path, reading: Reading) -> Verdict:
    """The whole of one clause."""
    return Verdict("answered", tuple(quote_clause(reading, path)), _related(reading, (path,)))


def _addressed(found: Found, catalogue: Catalogue) -> Verdict:
    """Quote the clauses found; ask where several documents have them; say what exists instead."""
    if len(found.paths) > 1:
        options = [
            q
            for name, paths in found.paths.items()
            for p in paths[:1]
            for q in quote_clause(catalogue.readings[name], p)[:1]
        ]
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
            told.append(f"{reading.document.source.title}にあるのは{exists}です。")
            row = reading.addresses.of_kind(steps[0].kind)
            nearest += [q for path in row[-1:] for q in quote_clause(reading, path)[:1]]
    return Verdict(
        "no_such_clause", related=tuple(nearest[:NEAREST]), reason="missing", detail="".join(told)
    )


def _related(reading: Reading, paths: Sequence[Path]) -> tuple[Quote, ...]:
    """The clauses that the quoted ones refer to, then those that refer to them."""
    to: dict[Path, str] = {}
    for at, _, targets in reading.references:
        if any(at[: len(path)] == path for path in paths):
            for target in targets:
                if not any(target[: len(path)] == path for path in paths):
                    to.setdefault(target, "この規定が参照している条文")
    for at, _, targets in reading.references:
        if set(targets) & set(paths) and not any(at[: len(path)] == path for path in paths):
            to.setdefault(at, "この規定を参照している条文")
    found = [q for target, note in to.items() for q in quote_clause(reading, target, note)[:1]]
    return tuple(found[:RELATED])


__all__ = ["Answer", "Verdict", "clause", "decide", "lookup", "relative"]
