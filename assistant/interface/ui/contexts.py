"""The place of a clause: the article, table block or section around it, and the way down to it."""

from __future__ import annotations

from assistant.documents.addresses import UNADDRESSED
from assistant.documents.chunks import Reading
from assistant.documents.citations import written_address
from assistant.records import Node, Path


def path_of(reading: Reading, labels: tuple[str, ...]) -> Path | None:
    """The path with these labels."""
    return reading.addresses.by_labels.get(labels)


def surroundings(reading: Reading, path: Path) -> list[Node]:
    """What is shown around a clause: its whole article, table block or section.

    A part that stands by itself below no heading is shown with its like on both sides.
    """
    home = reading.addresses.enclosing(path, "article")
    home = home or reading.addresses.enclosing(path, "theme") or path[:1]
    node = reading.addresses.nodes.get(home)
    if node is None:
        return list(reading.parsed.root.children)
    loose = len(home) == 1 and not node.children and reading.document.source.kind == "webpage"
    return _run_of_loose_parts(reading, node) if loose else [node]


def _run_of_loose_parts(reading: Reading, node: Node) -> list[Node]:
    parts = list(reading.parsed.root.children)
    at = first = last = parts.index(node)
    while first > 0 and _loose(parts[first - 1]):
        first -= 1
    while last + 1 < len(parts) and _loose(parts[last + 1]):
        last += 1
    return parts[first : last + 1] if _loose(parts[at]) else [node]


def _loose(node: Node) -> bool:
    return not node.children and node.kind not in {"boilerplate", "title", "section"}


def crumbs(reading: Reading, path: Path) -> list[str]:
    """The names of the parts above a clause and of itself, outermost first, as one reads them."""
    found = []
    for length in range(1, len(path) + 1):
        node = reading.addresses.nodes.get(path[:length])
        found.append(name_of(reading, path[:length], node))
    return found


def name_of(reading: Reading, path: Path, node: Node | None = None) -> str:
    """The number of a part with its heading: 第6条（協定の廃止）, 別表1 生活機能の強化…."""
    node = node or reading.addresses.nodes.get(path)
    numbered = len(path) == 1 or path[-1].kind == "article"
    own = written_address(reading, path) if numbered else path[-1].label
    heading = node.heading.cut(reading.document.text) if node and node.heading else ""
    heading = " ".join(heading.split())
    if not heading or node is None or node.kind in UNADDRESSED or heading in own:
        return own
    if node.kind == "article":
        return f"{own}（{heading}）"
    return f"{own} {heading}" if node.kind == "table" and own not in heading else own
