"""Hits to Answer: which words to quote, and whether they answer at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering.catalogue import Catalogue
from assistant.answering.choices import Choice
from assistant.answering.lookup import (
    Found,
    look_up,
    normalised,
    references_in,
    squeeze,
    what_exists,
)
from assistant.answering.quotes import quote, quote_clause
from assistant.answering.requirements import FACTS, Requirement, requirements
from assistant.answering.retrieval import ranking
from assistant.answering.selection import label_quotes, select
from assistant.answering.signals import Searcher
from assistant.answering.vocabulary import FIELDS, vocabulary
from assistant.documents.chunks import Reading
from assistant.documents.references import Carry, find, resolve
from assistant.records import Hit, Outcome, Path, Query, Quote, Step

RELATED, NEAREST = 8, 3
_WHOM = "誰|だれ|どこの|どの市|どちらの市|どっち|どちら|何を指"
_MEANING = (
    rf"とは|って(?:何|なに|誰|だれ|どこ|どの|どっち)|というのは|の意味|は(?:{_WHOM})"
    r"|[^。]{0,4}(?:どの市|どこの市|どちらの市|誰|だれ)"
)
# The words around an address by which a question asks to be shown what stands there.
_ASKS_TO_SEE = re.compile(
    r"(?:について|に関して|の(?:中身|条文|規定|文言))?(?:を|は|って|とは|には?|で)?"
    r"(?:何[がをとて]?(?:書|定|規定|決|ある|あり|記).*|何(?:です|でしょう).*|どう(?:なって|書|いう).*"
    r"|教えて.*|おしえて.*|見せて.*|見たい.*|読みたい.*|知りたい.*|示して.*)?[?？。]*$"
)
# Words that point to what was said before.
_POINTERS = frozenset({"あれ", "それ", "これ", "あの", "その", "この", "例", "件"})
_ABOUT_TABLE = re.compile(
    r"何(?:に関する|について|の|が)|なに|タイトル|題|名前|(?:別表[0-9]+|別記|様式[0-9]*)(?:は|とは|って)?[?？]?$"
)


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
    outside = _outside(query)
    if outside is not None:
        return outside
    if query.addressed:
        verdict = _asked_clause(query, searcher.catalogue)
        if verdict is not None:
            return verdict
    if _says_nothing(query):
        return Verdict("unclear", reason="subject")
    return _defined(query, searcher) or _search(query, searcher)


def _outside(query: Query) -> Verdict | None:
    """The no to a question that is not about the documents at all."""
    if query.foreign:
        return Verdict("out_of_scope", reason="foreign", detail="、".join(query.foreign))
    if query.smalltalk or not (
        query.terms or query.asked or query.addressed or query.municipalities
    ):
        return Verdict("out_of_scope", reason="smalltalk")
    if query.errand:
        silent = Verdict("not_found", reason="silent", detail=query.errand)
        return silent if query.documents else Verdict("out_of_scope", reason="smalltalk")
    return None


def _search(query: Query, searcher: Searcher) -> Verdict:
    sides = _sides(query, searcher.catalogue)
    if sides:
        verdicts = [_search(side, searcher) for side in sides]
        both = tuple(q for v in verdicts for q in v.quotes[:1])
        if len(both) == len(sides):
            return Verdict("answered", both, _around(both, searcher.catalogue))
    needs = requirements(query, searcher)
    hits = [h for h in ranking(query, searcher, needs) if _within(query, h, searcher.catalogue)]
    if not hits:
        return Verdict("not_found", reason="empty")
    met = np.logical_and.reduce([r.met for r in needs]) if needs else None
    eligible = [h for h in hits if met is None or met[searcher.rows[h.chunk.id]]]
    far = np.inf if query.asked & FIELDS else searcher.limits.farthest
    met_all = eligible
    eligible = [h for h in eligible if h.score > hits[0].score - far]
    if not eligible:
        return _silent(query, hits, needs, searcher)
    others = _rivals(query, met_all, searcher)
    if others:
        related = tuple(_quote_hit(hit, searcher.catalogue) for hit in others)
        return Verdict("unclear", related=related, reason="places")
    quotes = select(Choice(query, eligible, searcher))
    return Verdict("answered", tuple(quotes), _around(quotes, searcher.catalogue))


def _defined(query: Query, searcher: Searcher) -> Verdict | None:
    """The words by which a document binds a name (甲, 組合), where its meaning is asked for."""
    for name in sorted(query.documents or searcher.catalogue.readings):
        reading = searcher.catalogue.readings[name]
        for binding in reading.bindings:
            if not _asks_meaning(query.text, binding.name):
                continue
            for chunk in reading.chunks:
                if binding.span in chunk.span:
                    quotes = (
                        quote(
                            reading, chunk.path, chunk.span, f"{binding.name}＝{binding.meaning}"
                        ),
                    )
                    return Verdict("answered", quotes, _around(quotes, searcher.catalogue))
    return None


def _says_nothing(query: Query) -> bool:
    """Whether a question names no matter at all: 役割, あれについて教えて."""
    if query.language != "ja" or query.documents or query.dates or query.asked & FIELDS:
        return False
    empty = vocabulary().general | vocabulary().frame | _POINTERS
    return len(query.terms) < 3 and all(term.surface in empty for term in query.terms)


def _asks_meaning(text: str, name: str) -> bool:
    word = re.escape(name.lower())
    return bool(re.search(rf"(?<![一-鿿ァ-ヶ])[「『\"]?{word}[」』\"]?(?:{_MEANING})", text))


def _within(query: Query, hit: Hit, catalogue: Catalogue) -> bool:
    """Whether a hit stands in the table that the question names, if it names one."""
    if not query.addressed:
        return True
    first = references_in(query.text)[:1]
    if not first or first[0].steps[0].kind != "table":
        return True
    return hit.chunk.path[0].label == first[0].steps[0].label


def _sides(query: Query, catalogue: Catalogue) -> list[Query]:
    """A question about several municipalities' own documents as one question for each."""
    if not query.asked & {"comparison", *FIELDS} or len(query.municipalities) < 2:
        return []
    homes: dict[frozenset[str], list[str]] = {}
    for name in query.municipalities:
        homes.setdefault(_home(name, query, catalogue), []).append(name)
    if frozenset() in homes or len(homes) < 2:
        return []
    asked = query.asked - {"comparison"}
    return [
        replace(query, municipalities=tuple(names), documents=ids, asked=asked)
        for ids, names in homes.items()
    ]


def _home(name: str, query: Query, catalogue: Catalogue) -> frozenset[str]:
    """The documents that are a municipality's own: its page, else what binds or counts it in."""
    own, _ = catalogue.documents_of(name)
    page = {i for i in own if catalogue.readings[i].document.source.municipality == name}
    bound = {i for i in own if name in catalogue.readings[i].meanings.values()}
    return frozenset(page or bound or own)


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
    meant = [term for term in query.terms if term.specific] or query.terms
    share = searcher.words_of_all.share(meant)
    least = share[searcher.rows[eligible[0].chunk.id]] * searcher.limits.alike
    lowest = -np.inf if query.asked & FIELDS else eligible[0].score - searcher.limits.near
    near = [
        h for h in best.values() if h.score > lowest and share[searcher.rows[h.chunk.id]] >= least
    ]
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
    bare = _ASKS_TO_SEE.sub("", query.text)
    whole = look_up(bare, catalogue, query.documents or None)
    if whole.paths:
        return _contents(query, whole, catalogue) or _addressed(whole, catalogue)
    text = normalised(query.text)
    named = references_in(query.text)
    whole_kind = bool(named) and named[0].steps[-1] == Step("table", None, "別表")
    if not named or whole_kind:
        return None
    found = look_up(named[0].span.cut(text), catalogue, query.documents or None)
    if not found.paths:
        return _addressed(found, catalogue)
    if len(found.paths) == 1:
        ((name, paths),) = found.paths.items()
        if paths[0][-1].kind == "table":
            inside, elsewhere = _named_parts(query, catalogue.readings[name], paths[0])
            if elsewhere and not inside:
                missing = (*paths[0], Step("theme", None, ""))
                return _no_such(Found(missing={name: missing}), catalogue)
            return None if inside else _asked_table(query, catalogue.readings[name], paths[0])
    return _addressed(found, catalogue)


def _contents(query: Query, found: Found, catalogue: Catalogue) -> Verdict | None:
    """Of a table or theme of which is asked what it holds, the names of its parts."""
    if "list" not in query.asked or len(found.paths) > 1:
        return None
    ((name, paths),) = found.paths.items()
    whole = len(paths) == 1 and paths[0][-1].kind in {"table", "theme"}
    return _asked_table(query, catalogue.readings[name], paths[0]) if whole else None


def _named_parts(query: Query, reading: Reading, table: Path) -> tuple[bool, bool]:
    """Whether a question names themes or rows of a table, and whether it names others."""
    said = squeeze(query.text)
    named = {
        path[: len(table)] == table
        for path in reading.addresses.nodes
        if path and path[-1].kind in {"theme", "row"} and squeeze(path[-1].label) in said
    }
    return True in named, False in named


def _asked_table(query: Query, reading: Reading, path: Path) -> Verdict | None:
    """Of a whole table: its themes where they are asked for, else its title; cells go by search."""
    themes = reading.addresses.children(path, "theme") or reading.addresses.children(path, "row")
    node = reading.addresses.nodes[path]
    if not query.asked & {"list", "content"} and not _ABOUT_TABLE.search(query.text):
        return None
    quotes = label_quotes(reading, themes) if "list" in query.asked else []
    if not quotes and node.heading is not None:
        quotes = [quote(reading, path, node.heading)]
    return Verdict("answered", tuple(quotes), _related(reading, (path,))) if quotes else None


def relative(query: Query, catalogue: Catalogue) -> Verdict | None:
    """What 前の条, 次の項, 第2項 mean, counted from the clause quoted last; None if not said so."""
    reading = catalogue.readings.get(query.focus[0]) if query.focus else None
    if reading is None or query.focus is None:
        return None
    text = re.sub(r"(?<=[前次])の(?=[条項号])", "", normalised(query.question))
    for reference in find(text):
        first = reference.steps[0].kind if reference.steps else ""
        if reference.anchor in {"previous", "next", "same", "this"} or first in {
            "paragraph",
            "item",
        }:
            targets = resolve(reference, query.focus[1], reading.addresses, _carry(query.focus[1]))
            if targets:
                quotes = tuple(q for path in targets for q in quote_clause(reading, path))
                return Verdict("answered", quotes, _related(reading, targets))
            steps = reference.steps or (Step("article", None, ""),)
            return _no_such(Found(missing={query.focus[0]: steps}), catalogue)
    return None


def _carry(path: Path) -> Carry:
    return Carry([path])


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
        exists, row = what_exists(reading, steps)
        title = reading.document.source.title
        if not exists:
            told.append(f"{title}には条・項・号・別表の番地がありません。")
        else:
            told.append(f"{title}にあるのは{exists}です。")
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
