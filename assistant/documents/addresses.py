"""Every part of a document by its address, and its neighbours: what stands before, after, above."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from assistant.records import Node, Path

_Key = TypeVar("_Key", bound=Hashable)

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
        return _grouped((path[-1].kind, path) for path in self.nodes)

    @cached_property
    def _by_label(self) -> dict[tuple[str, str], list[Path]]:
        return _grouped(((path[-1].kind, path[-1].label), path) for path in self.nodes)

    @cached_property
    def _children(self) -> dict[tuple[Path, str | None], list[Path]]:
        kinds: tuple[bool, ...] = (True, False)
        return _grouped(
            ((path[:-1], path[-1].kind if kind else None), path)
            for path in self.nodes
            for kind in kinds
        )

    @cached_property
    def _named(self) -> dict[tuple[Path, str, str], Path]:
        nodes = reversed(self.nodes)
        return {(path[:-1], path[-1].kind, path[-1].label): path for path in nodes}

    @cached_property
    def _articles(self) -> dict[Path | None, list[Path]]:
        articles = self.of_kind("article")
        return _grouped((self.enclosing(path, "supplement"), path) for path in articles)

    @cached_property
    def _places(self) -> dict[Path, int]:
        rows = [*self._articles.values()]
        rows += [row for (_, kind), row in self._children.items() if kind not in {None, "article"}]
        return {path: place for row in rows for place, path in enumerate(row)}

    def of_kind(self, kind: str) -> list[Path]:
        """All paths that end in a part of this kind."""
        return self._by_kind.get(kind, [])

    def labelled(self, kind: str, label: str) -> list[Path]:
        """All paths that end in a part of this kind and label."""
        return self._by_label.get((kind, label), [])

    def children(self, path: Path, kind: str | None = None) -> list[Path]:
        """The paths one level below, of one kind if given."""
        return self._children.get((path, kind), [])

    def child(self, path: Path, kind: str, label: str) -> Path | None:
        """The part of this kind and label one level below."""
        return self._named.get((path, kind, label))

    def enclosing(self, path: Path, kind: str) -> Path | None:
        """The innermost part of a kind that is, or holds, the part at `path`."""
        for length in range(len(path), 0, -1):
            if path[length - 1].kind == kind:
                return path[:length]
        return None

    def row_of(self, path: Path, kind: str) -> list[Path]:
        """The parts among which a part is counted.

        The articles of the main provisions or of one supplement for an article, else the siblings.
        """
        if kind != "article":
            return self.children(path[:-1], kind)
        return self._articles.get(self.enclosing(path, "supplement"), [])

    def place(self, path: Path) -> int:
        """How many of its like stand before a part in its row."""
        return self._places[path]

    def neighbour(self, path: Path, offset: int) -> Path | None:
        """The part `offset` places on (negative: back) among its like; None beyond the ends."""
        row = self.row_of(path, path[-1].kind)
        at = self.place(path) + offset
        return row[at] if 0 <= at < len(row) else None


def _grouped(pairs: Iterable[tuple[_Key, Path]]) -> dict[_Key, list[Path]]:
    found: dict[_Key, list[Path]] = {}
    for key, path in pairs:
        found.setdefault(key, []).append(path)
    return found
