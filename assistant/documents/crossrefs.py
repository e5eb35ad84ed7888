"""Which clause of a document refers to which: every reference of a tree, found and resolved."""

from __future__ import annotations

from assistant.documents.addresses import UNADDRESSED, Addresses, walk
from assistant.documents.references import Carry, find, resolve
from assistant.records import Node, Path, Reference, Span

_SKIPPED = frozenset({"boilerplate", "contents", "title"})


def located_references(
    text: str, root: Node, addresses: Addresses | None = None
) -> list[tuple[Path, Reference, tuple[Path, ...]]]:
    """Each reference of a document in the order of the text: where it stands, and what it means."""
    addresses = addresses or Addresses(root)
    found: list[tuple[Path, Reference, tuple[Path, ...]]] = []
    carry, article = Carry(), None
    for path, node in walk(root):
        if node.children or node.kind in _SKIPPED:
            continue
        at = path[:-1] if node.kind in UNADDRESSED else path
        home = addresses.enclosing(at, "article") or at[:1]
        if home != article:
            carry, article = Carry(), home
        found += [
            (at, reference, resolve(reference, at, addresses, carry))
            for reference in find(text, node.span, _numbers(addresses, at, node))
        ]
    return found


def _numbers(addresses: Addresses, at: Path, node: Node) -> list[Span]:
    owner = addresses.nodes.get(at)
    return [n.marker for n in (owner, node) if n is not None and n.marker is not None]
