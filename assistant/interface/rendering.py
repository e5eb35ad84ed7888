"""Answers and outlines as JSON and as text for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.documents.addresses import walk
from assistant.documents.chunks import Reading
from assistant.records import Answer, Quote, labels


def quote_json(quote: Quote) -> dict[str, Any]:
    """A quote as the contract's object."""
    return {**asdict(quote), "path": list(quote.path)}


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as the contract's object (schemas/answer.schema.json)."""
    return {
        "question": answer.question,
        "outcome": answer.outcome,
        "message": answer.message,
        "quotes": [quote_json(quote) for quote in answer.quotes],
        "related": [quote_json(quote) for quote in answer.related],
        "index": dict(answer.index),
    }


def outline_json(reading: Reading) -> list[dict[str, Any]]:
    """The tree of a document as the contract's list of nodes, in the order of the text.

    A reference to several clauses is listed once for each, with the same span.
    """
    text = reading.document.text
    located = [(ref, targets) for _, ref, targets in reading.references]
    nodes = []
    for path, node in walk(reading.parsed.root):
        references = [
            {
                "text": ref.span.cut(text),
                "start": ref.span.start,
                "end": ref.span.end,
                "target": list(labels(target)) if target else None,
            }
            for ref, targets in located
            if ref.span in node.span and not node.children
            for target in (targets or (None,))
        ]
        nodes.append(
            {
                "path": list(labels(path)),
                "kind": node.kind,
                "label": node.label,
                "heading": node.heading.cut(text) if node.heading else None,
                "start": node.span.start,
                "end": node.span.end,
                "references": references,
            }
        )
    return nodes


def answer_text(answer: Answer) -> str:
    """An answer for a terminal: message, quotes with their citations, related clauses."""
    parts = [answer.message]
    for quote in answer.quotes:
        note = f"\n    [{quote.note}]" if quote.note else ""
        parts.append(f"  「{quote.text}」\n    — {quote.citation}{note}")
    if answer.related:
        parts.append("関連する記載:")
        parts += [f"  - {quote.citation}: {_short(quote.text)}" for quote in answer.related]
    return "\n".join(parts)


def outline_text(reading: Reading) -> str:
    """A tree for a terminal: indented labels with the first words of each part."""
    text = reading.document.text
    lines = []
    for path, node in walk(reading.parsed.root):
        words = "" if node.children else _short(node.span.cut(text))
        lines.append(f"{'  ' * (len(path) - 1)}{node.label} ({node.kind}) {words}".rstrip())
    lines += [f"! {p.message}: {_short(p.span.cut(text))}" for p in reading.problems]
    return "\n".join(lines)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:40] + "…"
