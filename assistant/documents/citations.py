"""An address as the document itself writes it: 第五条第二項, 別表第1 5 産業振興 農業 乙の役割."""

from __future__ import annotations

import re

from assistant.documents.chunks import Reading
from assistant.documents.parsing.cells import clean_label
from assistant.language.numerals import write_number
from assistant.records import Path

_RUN_TOGETHER = frozenset({"article", "paragraph", "item", "subitem", "supplement"})


def citation(reading: Reading, path: Path) -> str:
    """The document's title and the address of a clause, numerals in the document's own style."""
    title = reading.document.source.title
    address = written_address(reading, path)
    return f"{title} {address}" if address else title


def written_address(reading: Reading, path: Path) -> str:
    """The address alone; empty for the whole document. Chapters are left out before an article."""
    steps = list(range(len(path)))
    articles = [i for i in steps if path[i].kind == "article"]
    if articles and path[0].kind.startswith("chapter"):
        steps = steps[articles[-1] :]
    parts: list[str] = []
    for i in steps:
        word = _written(reading, path[: i + 1])
        joins = path[i].kind in _RUN_TOGETHER and i > steps[0] and path[i - 1].kind in _RUN_TOGETHER
        parts.append(word if joins or not parts else f" {word}")
    return "".join(parts)


def _written(reading: Reading, path: Path) -> str:
    step, node = path[-1], reading.addresses.nodes.get(path)
    text = reading.document.text
    marker = re.sub(r"\s", "", node.marker.cut(text)) if node and node.marker else ""
    if step.kind in {"article", "table"} or step.kind.startswith("chapter"):
        return marker or step.label
    if (
        step.kind in {"paragraph", "item"}
        and step.number
        and step.number.isdecimal()
        and "第" in step.label
    ):
        style = _style(reading, path)
        return re.sub(r"\d+", lambda m: write_number(int(m[0]), style), step.label, count=1)
    if step.kind in {"theme", "section"} and node and node.heading:
        return f"{marker} {clean_label(node.heading.cut(text))}".strip()
    if step.kind == "contact" and node and node.heading:
        return clean_label(node.heading.cut(text)).strip(" |｜■◆●【】")
    return step.label


def _style(reading: Reading, path: Path) -> str:
    """A sample of the numerals in which the enclosing article, or the document, is numbered."""
    articles = reading.addresses.of_kind("article")
    home = reading.addresses.enclosing(path, "article") or next(iter(articles), None)
    node = reading.addresses.nodes.get(home) if home else None
    return node.marker.cut(reading.document.text) if node and node.marker else "1"
