"""A part of a document as HTML: every character in its order, the quoted ones marked by offset."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.documents.chunks import Reading
from assistant.interface.ui.markup import Html, element, join, text
from assistant.records import Node, Path, Span, labels

_LEAF_CLASSES = {"heading": "title", "title": "title", "boilerplate": "aside"}


@dataclass(frozen=True)
class Passage:
    """How a part of a document is shown: which characters are marked, where clauses are named."""

    reading: Reading
    marks: tuple[Span, ...] = ()

    def show(self, node: Node) -> Html:
        """A part with everything below it."""
        if node.kind == "cell":
            return self._table([node])
        if not node.children:
            return self._leaf(node)
        inner = join(self._children(node.children))
        return element("div", inner, class_=f"part {_name(node.kind)}", data_from=node.span.start)

    def _children(self, nodes: Sequence[Node]) -> Iterator[Html]:
        cells: list[Node] = []
        for node in nodes:
            if node.kind == "cell":
                cells.append(node)
                continue
            if cells:
                yield self._table(cells)
                cells = []
            yield self.show(node)
        if cells:
            yield self._table(cells)

    def _table(self, cells: Sequence[Node]) -> Html:
        return element("table", element("tbody", *(self._row(cell) for cell in cells)))

    def _row(self, cell: Node) -> Html:
        if cell.children:
            parts = [c for c in cell.children if c.kind == "heading"][:1]
            rest = [c for c in cell.children if c not in parts]
            head = join(self._leaf(c) for c in parts) or text(cell.label)
            body = join(self._children(rest))
        else:
            start = cell.body.start
            head = self._cut(Span(cell.span.start, start)) if start > cell.span.start else Html("")
            head = head or text(cell.label)
            body = self._cut(Span(start, cell.span.end))
        return element(
            "tr", element("th", head, scope="row"), element("td", body), data_from=cell.span.start
        )

    def _leaf(self, node: Node) -> Html:
        pieces = [self._piece(span, role) for span, role in _segments(node)]
        kind = _LEAF_CLASSES.get(node.kind, "words")
        return element("p", *pieces, class_=f"{kind} {_name(node.kind)}", data_from=node.span.start)

    def _piece(self, span: Span, role: str) -> Html:
        inner = self._cut(span)
        return element("span", inner, class_=role) if role and inner else inner

    def _cut(self, span: Span) -> Html:
        """Characters of the source: outer blanks folded away, marks and references put in."""
        words = span.trim(self.reading.document.text)
        if words.start == words.end:
            return self._gap(span)
        before, after = Span(span.start, words.start), Span(words.end, span.end)
        return join((self._gap(before), *self._marked(words), self._gap(after)))

    def _gap(self, span: Span) -> Html:
        if span.start == span.end:
            return Html("")
        inner = join(self._marked(span))
        return element("span", inner, class_="gap")

    def _marked(self, span: Span) -> Iterator[Html]:
        for piece, mark in _split(span, self.marks):
            inner = join(self._referring(piece))
            yield element("mark", inner) if mark else inner

    def _referring(self, span: Span) -> Iterator[Html]:
        known = self._targets
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        inside = tuple(Span(at, self._ends[at]) for at in self._starts[first:last])
        for piece, ref in _split(span, inside):
            words = text(piece.cut(self.reading.document.text))
            targets = known.get(ref) if ref else None
            yield self._reference(words, targets) if targets else words

    @cached_property
    def _targets(self) -> dict[Span, tuple[Path, ...]]:
        return {ref.span: targets for _, ref, targets in self.reading.references if targets}

    @cached_property
    def _ends(self) -> dict[int, int]:
        return {span.start: span.end for span in sorted(self._targets)}

    @cached_property
    def _starts(self) -> list[int]:
        return sorted(self._ends)

    def _reference(self, words: Html, targets: tuple[Path, ...]) -> Html:
        paths = json.dumps([labels(target) for target in targets], ensure_ascii=False)
        return element(
            "button", words, type="button", class_="ref", data_paths=paths, aria_expanded="false"
        )


def _segments(node: Node) -> list[tuple[Span, str]]:
    """A leaf's characters by what they are: number, heading, the words themselves."""
    roles = {"marker": node.marker, "caption": node.heading}
    inner = [(s, role) for role, s in roles.items() if s is not None and s in node.span]
    cuts = {node.span.start, node.span.end, node.body.start, node.body.end}
    cuts |= {at for span, _ in inner for at in (span.start, span.end)}
    return [
        (Span(a, b), next((role for s, role in inner if Span(a, b) in s), ""))
        for a, b in pairwise(sorted(cuts))
    ]


def _split(span: Span, within: tuple[Span, ...]) -> Iterator[tuple[Span, Span | None]]:
    """A span in pieces, each with the first of the given spans that covers it."""
    cuts = {span.start, span.end}
    for other in within:
        cuts |= {at for at in (other.start, other.end) if span.start < at < span.end}
    for a, b in pairwise(sorted(cuts)):
        piece = Span(a, b)
        yield piece, next((other for other in within if piece in other), None)


def _name(kind: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in kind)
