"""Document to tree with spans: `parse` picks the reader by the kind of document."""

from __future__ import annotations

from assistant.documents.parsing.agreement import parse_agreement
from assistant.documents.parsing.webpage import parse_webpage
from assistant.records import Document, Parsed


def parse(document: Document) -> Parsed:
    """The tree of a document with its problems; any text parses, none raises."""
    if document.source.kind == "agreement":
        return parse_agreement(document.text)
    return parse_webpage(document.text, document.source.title)
