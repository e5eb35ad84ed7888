"""Spans to Quotes: the words, the address, and what was worked out beside them."""

from __future__ import annotations

from assistant.documents.addresses import walk
from assistant.documents.chunks import Reading
from assistant.documents.citations import citation
from assistant.documents.parties import party_at
from assistant.language.eras import western_years
from assistant.records import Path, Quote, Span, labels

_ITEMS = frozenset({"item", "subitem"})


def quote(reading: Reading, path: Path, span: Span, note: str | None = None) -> Quote:
    """Quote a span of a document; the words are cut from the text, never passed in."""
    source = reading.document.source
    span = span.trim(reading.document.text)
    words = span.cut(reading.document.text)
    notes = [n for n in (note, *worked_out(reading, path, words)) if n]
    return Quote(
        document=source.id,
        source=f"corpus/{source.file}",
        citation=citation(reading, path),
        path=labels(path),
        start=span.start,
        end=span.end,
        text=words,
        sha256=source.sha256,
        url=source.url,
        note="、".join(dict.fromkeys(notes)) or None,
    )


def worked_out(reading: Reading, path: Path, words: str) -> list[str]:
    """What the words mean that they do not say: 乙＝美唄市, 平成31年＝2019年."""
    notes = []
    party = party_at(path, reading.meanings, reading.headings)
    # A list that stands below no heading is quoted under the document itself.
    called = reading.headings.get(path, path[-1].label if path else "")
    for name, meaning in reading.meanings.items():
        own_column = party == meaning and len(name) == 1 and called.startswith(name)
        if own_column or (_defines(name) and name in words and f"「{name}」" not in words):
            notes.append(f"{name}＝{meaning}")
    for year, western in western_years(words).items():
        if str(western) not in words:
            notes.append(f"{year}＝{western}年")
    return notes


def _defines(name: str) -> bool:
    return name in {"甲", "乙", "丙", "丁", "本市", "当市", "本町", "当町", "本村", "当村"}


def whole_clause(reading: Reading, path: Path) -> list[Span]:
    """The words of a clause without its own number and heading, without foreign parts inside."""
    node = reading.addresses.nodes[path]
    if not node.children:
        field = node.kind == "field" and node.marker is not None
        start = node.marker.start if field and node.marker else node.body.start
        return [Span(start, node.body.end)]
    foreign = [inner.span for _, inner in walk(node) if inner.kind == "boilerplate"]
    cuts = [cut for cut in foreign if cut.start < node.body.end]
    # Of an item that only heads others, (1) 生活機能の強化, the heading is all that it says itself.
    below = next((child.kind for child in node.children if child.kind != "heading"), "")
    heads = node.heading if node.kind in _ITEMS and below in _ITEMS else None
    # A whole table is read with what it is headed.
    heads = node.heading if node.kind == "table" else heads
    spans, start = [], heads.start if heads else node.body.start
    for cut in cuts:
        if start < cut.start:
            spans.append(Span(start, cut.start))
        start = max(start, cut.end)
    spans.append(Span(min(start, node.body.end), node.body.end))
    text = reading.document.text
    return [s.trim(text) for s in spans if s.cut(text).strip()]


def quote_clause(reading: Reading, path: Path, note: str | None = None) -> list[Quote]:
    """The whole of a clause, in one quote unless something foreign stands inside it.

    Behind a question of a page stands its reply.
    """
    node = reading.addresses.nodes[path]
    spans = whole_clause(reading, path)
    if not spans and node.heading:
        spans = [node.heading]
    quotes = [quote(reading, path, span, note) for span in spans if span.start < span.end]
    reply = _reply_to(reading, path)
    return [*quotes, *(quote_clause(reading, reply, note) if reply else ())]


def _reply_to(reading: Reading, path: Path) -> Path | None:
    """The reply beside a question of a page: A4 beside Q4."""
    if path[-1:] == () or path[-1].kind != "question":
        return None
    beside = reading.addresses.children(path[:-1], "reply")
    return next((p for p in beside if p[-1].number == path[-1].number), None)
