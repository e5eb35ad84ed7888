"""Links that lead to a question or a clause and stay good: ?q=…, ?doc=…&path=…."""

from __future__ import annotations

from urllib.parse import urlencode

from assistant.documents.chunks import Reading
from assistant.records import Path


def written(labels: tuple[str, ...]) -> str:
    """The labels of a path in one word of a link; a stroke inside a label is doubled.

    >>> written(("第6条", "第3項")), written(("宣言/協約",))
    ('第6条/第3項', '宣言//協約')
    """
    return "/".join(label.replace("/", "//") for label in labels)


def clause_link(document: str, labels: tuple[str, ...]) -> str:
    """The link that opens the page at a clause, below the page's own address."""
    return "?" + urlencode({"doc": document, "path": written(labels)})


def find(reading: Reading, word: str) -> Path | None:
    """The path that a link names, if the document has it."""
    known = reading.addresses.by_labels
    return next((path for labels, path in known.items() if written(labels) == word), None)
