"""Every part of a document by its address, and its neighbours: what stands before, after, above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.records import Node, Path

UNADDRESSED = frozenset({"heading", "text", "boilerplate"})


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Each part below `node` in the order of the text, with its path; unaddressed leaves too."""
    waiting = [(path, child) for child in reversed(node.children)]
    while waiting:
        above, here = waiting.pop()
        own = (*above, here.step)
        yield own, here
        waiting.extend((own, child) for child in reversed(here.children))


@dataclass(frozen=True)
class Addresses:
    """The addressed parts of one tree, in the order of the text."""

    root: Node

    @cached_property
    def nodes(self) -> dict[Path, Node]:
        """Every addressed part by its path; paths are unique in a tree."""
        return {path: node for path, node in walk(self.root) if node.kind not in UNADDRESSED}

    @cached_property
    def by_labels(self) -> dict[tuple[str, ...], Path]:
        """Each path by its labels."""
        return {tuple(step.label for step in path): path for path in self.nodes}

    @cached_property
    def _by_kind(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in self.nodes:
            found.setdefault(path[-1].kind, []).append(path)
        return found

    @cached_property
    def _children(self) -> dict[Path, list[Path]]:
        found: dict[Path, list[Path]] = {}
        for path in self.nodes:
            found.setdefault(path[:-1], []).append(path)
        return found

    def of_kind(self, kind: str) -> list[Path]:
        """All paths that end in a part of this kind."""
        return self._by_kind.get(kind, [])

    def children(self, path: Path, kind: str | None = None) -> list[Path]:
        """The paths one level below, of one kind if given."""
        below = self._children.get(path, [])
        return [p for p in below if kind is None or p[-1].kind == kind]

    def enclosing(self, path: Path, kind: str) -> Path | None:
        """The innermost part of a kind that is, or holds, the part at `path`."""
        for length in range(len(path), 0, -1):
            if path[length - 1].kind == kind:
                return path[:length]
        return None

    def row_of(self, path: Path, kind: str) -> list[Path]:
        """The parts among which a part is counted: the articles of the main provisions or of one
        supplement for an article, the siblings for all others.
        """
        if kind != "article":
            return self.children(path[:-1], kind)
        home = self.enclosing(path, "supplement")
        return [p for p in self.of_kind(kind) if self.enclosing(p, "supplement") == home]

    def neighbour(self, path: Path, offset: int) -> Path | None:
        """The part `offset` places on (negative: back) among its like; None beyond the ends."""
        row = self.row_of(path, path[-1].kind)
        at = row.index(path) + offset
        return row[at] if 0 <= at < len(row) else None
