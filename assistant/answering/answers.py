"""Hits to Answer: which words to quote, and whether they answer at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.answering.addressed import NEAREST, RELATED, asked_clause, related
from assistant.answering.catalogue import Catalogue
from assistant.answering.choices import Choice
from assistant.answering.labels import squeeze
from assistant.answering.needs import Requirement
from assistant.answering.notation import references_in
from assistant.answering.nouns import spoken_of
from assistant.answering.questions import ANOTHER_TOWN
from assistant.answering.quotes import quote, quote_clause
from assistant.answering.requirements import asks_page_date, requirements
from assistant.answering.retrieval import ranking
from assistant.answering.searcher import Searcher
from assistant.answering.selection import select
from assistant.answering.signals import asks_rule, letter_meant
from assistant.answering.splitting import by_clause, by_municipality, by_town
from assistant.answering.towns import asks_towns
from assistant.answering.verdicts import Verdict
from assistant.answering.vocabulary import FACTS, FIELDS, vocabulary
from assistant.language.tokens import words
from assistant.records import Hit, Query, Quote, Term

_WHOM = "誰|だれ|どこの|どの市|どちらの市|どっち|どちら|何を指"
_MEANING = (
    rf"とは|って、?(?:(?:何|なに)(?!が|を)|誰|だれ|どこ|どの|どっち)|というのは(?=[?。]|$|、?(?:何|なん|なに|ど))|の意味|の(?:指す|意味する)(?:もの|の|相手)|は(?:それぞれ)?、?(?:{_WHOM})"
    r"|[」』]?とあ(?:ります|る)が?、?(?:それぞれ)?、?(?:どちら|どこ|誰|何|なに)"
    r"|[^。長]{0,4}(?:どの市|どこの市|どちらの市|誰|だれ)|と(?:しか|だけ|のみ)?(?:略|呼|よば|称|表記|書か|書い|記)"
)
# What follows a thing that is asked for by its name alone.
_ONLY = re.compile("(?:は|って|を|について)?(?:教えて.*|何.*|いつ.*|どこ.*|知りたい.*)?[?。]*$")
# Kinds that have another answer in each document.
_ONE_ANSWER = FACTS | FIELDS | {"why", "file"}
# A town that only the one who asks knows.
_OWN_TOWN = re.compile(
    "(?:私|わたし|僕|ぼく|俺|うち|自分|わが|我が|我々|私たち|ぼくたち)(?:たち|ら)?の?(?:住んでいる|住む|いる)?"
    "(?:市|町|村|まち|自治体|市町村|地元|圏域|地域)(?![一-鿿]*(?:名|長))|my (?:town|city|village)"
)
_COUNT_OF_TOWNS = re.compile(r"[0-9]+市[0-9]+町(?:[0-9]+村)?|[0-9]+市町村|[0-9]+町村")
# Words that point to what was said before.
_POINTERS = frozenset({"あれ", "それ", "これ", "あの", "その", "この", "例", "件"})


def decide(query: Query, searcher: Searcher) -> Verdict:
    """Answer a question from the corpus, or say why not."""
    outside = _outside(query)
    if outside is not None:
        return outside
    if query.addressed:
        verdict = asked_clause(query, searcher.catalogue)
        if verdict is not None:
            return verdict
    bare = not any(term.specific for term in query.terms) and not query.municipalities
    if "role" in query.asked and letter_meant(query) and bare and not query.focus:
        return Verdict("unclear", reason="subject")
    if _says_nothing(query) or _column_alone(query, searcher):
        return Verdict("unclear", reason="subject")
    unnamed = ANOTHER_TOWN if query.focus else _OWN_TOWN
    if not query.documents and unnamed.search(query.text):
        return Verdict("unclear", reason="places")
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
        return Verdict("not_found", reason="silent", detail=query.errand)
    return None


def _search(query: Query, searcher: Searcher) -> Verdict:
    both = _each(by_municipality(query, searcher.catalogue) or by_clause(query), searcher)
    if both:
        return both
    needs = requirements(query, searcher)
    hits = [h for h in ranking(query, searcher, needs) if _within(query, h, searcher.catalogue)]
    if not hits:
        return Verdict("not_found", reason="empty")
    hard = [r.met for r in needs if not r.soft]
    met = np.logical_and.reduce(hard) if hard else None
    eligible = [h for h in hits if met is None or met[searcher.rows[h.chunk.id]]]
    far = np.inf if query.asked & FIELDS else searcher.limits.farthest
    met_all = eligible
    # One party's part is told as well as what all do, which stands in the same row.
    best = {searcher.row_of(h.chunk) for h in hits if h.score > hits[0].score - far} - {()}
    eligible = [
        h for h in eligible if h.score > hits[0].score - far or searcher.row_of(h.chunk) in best
    ]
    if not eligible:
        return _each(by_town(query), searcher) or _silent(query, hits, needs, searcher)
    others = _rivals(query, met_all, searcher)
    if others:
        related = tuple(_quote_hit(hit, searcher.catalogue) for hit in others)
        return Verdict("unclear", related=related, reason="places")
    quotes = select(Choice(query, eligible, searcher))
    return Verdict("answered", tuple(quotes), _around(quotes, searcher.catalogue))


def _each(sides: Sequence[Query], searcher: Searcher) -> Verdict | None:
    """The best words for each side of a question, if there are sides and each has some."""
    verdicts = [_search(side, searcher) for side in sides]
    both = tuple(q for v in verdicts for q in v.quotes[:1])
    if not both or len(both) < len(sides):
        return None
    return Verdict("answered", both, _around(both, searcher.catalogue))


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
    if query.asked and not query.focus and not any(w.part == "名詞" for w in words(query.text)):
        return True
    if len(query.terms) >= 3:
        return False
    empty = vocabulary().helping | _POINTERS
    return all(term.surface in empty for term in query.terms)


def _column_alone(query: Query, searcher: Searcher) -> bool:
    """Whether a question is the name of a column and no more, and several rows have it: 休館日."""
    if query.documents:
        return False
    said = squeeze(_ONLY.sub("", query.text))
    cells = (c for c in searcher.index.chunks if c.path[-1].kind == "cell")
    return len({c.path[:-1] for c in cells if squeeze(c.path[-1].label) == said}) > 1


def _asks_meaning(text: str, name: str) -> bool:
    word = re.escape(name.lower())
    joined = (
        rf"(?<![一-鿿ァ-ヶ])[「『\"]?{word}[」』\"]?(?:(?:と|や|・|、)?[「『]?[甲乙丙丁][」』]?)?"
    )
    return bool(re.search(rf"{joined}(?:{_MEANING})", text))


def _within(query: Query, hit: Hit, catalogue: Catalogue) -> bool:
    """Whether a hit stands in the table that the question names, if it names one."""
    if not query.addressed:
        return True
    first = references_in(query.text)[:1]
    if not first or first[0].steps[0].kind != "table" or first[0].steps[0].number is None:
        return True
    return hit.chunk.path[0].label == first[0].steps[0].label


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
    limited = query.documents and (query.municipalities or len(query.documents) == 1)
    if (
        limited
        or not (query.asked & _ONE_ANSWER or asks_page_date(query) or _of_any_region(query))
        or query.asked & {"comparison", "definition", "purpose"}
    ):
        return []
    best: dict[str, Hit] = {}
    for hit in eligible:
        best.setdefault(hit.chunk.source_id, hit)
    meant = [term for term in query.terms if term.specific] or query.terms
    share = searcher.words_of_all.share(meant)
    # Of files each is meant by its own name.
    alike = 1.0 if query.asked & _ONE_ANSWER == {"file"} else searcher.limits.alike
    least = share[searcher.rows[eligible[0].chunk.id]] * alike
    lowest = -np.inf if query.asked & FIELDS else eligible[0].score - searcher.limits.near
    about: list[Term] = []
    if query.asked & FIELDS:
        # Whose office is meant is told by words of its document (庁舎の何階), not of the field.
        patterns = [vocabulary().asked[kind] for kind in FIELDS]
        about = [t for t in meant if not any(p.search(f"{t.surface}は") for p in patterns)]
        share = _share_of_documents(about, searcher)
        least = share[searcher.rows[eligible[0].chunk.id]] * searcher.limits.alike
    # The telephone of one service is told by the words around it: 予約バスの電話.
    best_path = eligible[0].chunk.path
    service = query.asked & FIELDS and not any(step.kind == "contact" for step in best_path)
    here = searcher.words_of_all.share(about if service else ())
    least_here = here[searcher.rows[eligible[0].chunk.id]] * alike
    rows = {name: searcher.rows[hit.chunk.id] for name, hit in best.items()}
    # Of which place a count (1市4町) is told, that one is meant.
    counts = set(_COUNT_OF_TOWNS.findall(query.text))
    meant_by = {
        n for n in best if counts & set(_COUNT_OF_TOWNS.findall(searcher.catalogue.indexed[n]))
    }
    if eligible[0].chunk.source_id in meant_by:
        best = {name: hit for name, hit in best.items() if name in meant_by}
    near = [
        hit
        for name, hit in best.items()
        if hit.score > lowest and share[rows[name]] >= least and here[rows[name]] >= least_here
    ]
    if asks_rule(query) and searcher.agreements[searcher.rows[eligible[0].chunk.id]]:
        near = [h for h in near if searcher.agreements[searcher.rows[h.chunk.id]]]
    return near if len(near) > 1 else []


def _of_any_region(query: Query) -> bool:
    """Whether the members of a region are asked for that nobody named."""
    return query.language == "ja" and asks_towns(query)


def _share_of_documents(terms: Sequence[Term], searcher: Searcher) -> np.ndarray:
    """The share of some terms that each chunk's document speaks of anywhere, shape (chunks,)."""
    held = [spoken_of(term, searcher) > 0 for term in terms]
    told = [np.isin(searcher.sources, searcher.sources[met]) for met in held]
    return np.mean(told, axis=0) if told else np.ones(len(searcher.sources))


def _quote_hit(hit: Hit, catalogue: Catalogue) -> Quote:
    return quote(catalogue.readings[hit.chunk.source_id], hit.chunk.path, hit.chunk.span)


def _around(quotes: Sequence[Quote], catalogue: Catalogue) -> tuple[Quote, ...]:
    """What the quoted clauses refer to, and what refers to them, quoted ones left out."""
    found: list[Quote] = []
    for q in quotes:
        reading = catalogue.readings[q.document]
        path = reading.addresses.by_labels.get(q.path)
        found += related(reading, (path,)) if path else ()
    known = {(q.document, q.path) for q in quotes}
    return tuple(dict.fromkeys(q for q in found if (q.document, q.path) not in known))[:RELATED]
