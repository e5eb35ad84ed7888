"""Words that point at clauses: `find` reads them, `resolve` says which clauses they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from assistant.documents.addresses import Addresses
from assistant.documents.mentions import find
from assistant.records import Path, Reference, Step

__all__ = ["Carry", "descend", "find", "resolve"]

# How many clauses back 同条 and the like can reach.
LONGEST_MEMORY = 50


@dataclass(slots=True)
class Carry:
    """What 同条, 同項 and 同号 look back to: the clauses named so far, None for a law outside."""

    named: list[Path | None] = field(default_factory=list)


def resolve(
    reference: Reference, at: Path, addresses: Addresses, carry: Carry | None = None
) -> tuple[Path, ...]:
    """The paths that a reference standing in the clause `at` means; none rather than a guess.

    `carry` is the memory of one run through a document's references in order; it is updated.
    """
    carry = carry if carry is not None else Carry()
    if reference.anchor == "external":
        carry.named.append(None)
        return ()
    if reference.until is not None:
        targets = _range(reference, at, addresses, carry)
    else:
        targets = _single(reference, at, addresses, carry)
    carry.named += targets[-1:]
    return targets


def _single(reference: Reference, at: Path, addresses: Addresses, carry: Carry) -> tuple[Path, ...]:
    starts = _anchors(reference, at, addresses, carry)
    found: list[Path] = []
    for start in starts:
        found += descend(start, reference.steps, addresses, at) if reference.steps else [start]
    return tuple(path for path in found if path)


def _anchors(reference: Reference, at: Path, addresses: Addresses, carry: Carry) -> list[Path]:
    kind = reference.kind
    if reference.anchor == "absolute":
        return [_start_of(reference.steps, at, addresses)]
    if reference.anchor == "same":
        base = _named_last(kind, addresses, carry)
        return [base] if base else []
    here = _enclosing(at, kind, addresses)
    return _beside(here, reference, addresses) if here else []


def _beside(here: Path, reference: Reference, addresses: Addresses) -> list[Path]:
    """The clauses before, at or after the one at hand."""
    if reference.anchor == "this":
        return [here]
    row, place = addresses.row_of(here, here[-1].kind), addresses.place(here)
    if reference.anchor == "next":
        return row[place + 1 : place + 1 + reference.count]
    count = reference.count or place
    return row[place - count : place] if place >= count else []


def _named_last(kind: str, addresses: Addresses, carry: Carry) -> Path | None:
    for path in reversed(carry.named[-LONGEST_MEMORY:]):
        if path is None:
            return None
        found = _enclosing(path, kind, addresses)
        if found:
            return found
    return None


def _enclosing(path: Path, kind: str, addresses: Addresses) -> Path | None:
    """The clause of a kind that holds `path`; an article of one paragraph is that paragraph."""
    found = addresses.enclosing(path, kind)
    if found is None and kind == "paragraph":
        article = addresses.enclosing(path, "article") or addresses.enclosing(path, "supplement")
        if article and not addresses.children(article, "paragraph"):
            return article
    return found


def _start_of(steps: tuple[Step, ...], at: Path, addresses: Addresses) -> Path:
    """From where absolute steps are counted: the document, the article or the paragraph at hand."""
    first = steps[0].kind if steps else ""
    if first == "paragraph":
        return addresses.enclosing(at, "article") or addresses.enclosing(at, "supplement") or ()
    if first == "item":
        return _enclosing(at, "paragraph", addresses) or ()
    if first == "letter":
        return addresses.enclosing(at, "item") or ()
    home = addresses.enclosing(at, "supplement")
    if first == "article" and home and _child(home, steps[0], addresses):
        return ()
    if first.startswith("chapter"):
        above = [p for p in _lineage(at) if p and p[-1].kind.startswith("chapter")]
        return next((p for p in reversed([(), *above]) if _child(p, steps[0], addresses)), ())
    return ()


def _lineage(path: Path) -> list[Path]:
    return [path[:length] for length in range(len(path) + 1)]


def descend(start: Path, steps: Iterable[Step], addresses: Addresses, at: Path = ()) -> list[Path]:
    """The paths reached from `start` by the steps; 各号 reaches all items. Empty if one lacks."""
    reached = [start]
    for step in steps:
        below: list[Path] = []
        for path in reached:
            if step.label in {"各号", "各項"}:
                below += _all_below(path, step.kind, addresses)
            else:
                child = _child(path, step, addresses)
                below += [child] if child is not None else []
        reached = below
    return reached


def _all_below(path: Path, kind: str, addresses: Addresses) -> list[Path]:
    own = addresses.children(path, kind)
    if own or kind != "item":
        return own
    paragraphs = addresses.children(path, "paragraph")
    return [item for p in paragraphs for item in addresses.children(p, "item")]


def _child(path: Path, step: Step, addresses: Addresses) -> Path | None:
    if step.kind == "article":
        return _article(path, step, addresses)
    if step.kind in {"table", "supplement"} or step.kind.startswith("chapter"):
        row = addresses.labelled(step.kind, step.label)
        return next((p for p in row if p[: len(path)] == path), None)
    if step.kind == "letter":
        return addresses.child(path, "subitem", step.label)
    if not path:
        return None
    found = addresses.child(path, step.kind, step.label)
    return found or _implied(path, step, addresses)


def _article(path: Path, step: Step, addresses: Addresses) -> Path | None:
    """An article by its label, in the main provisions or in the supplement at hand."""
    home = addresses.enclosing(path, "supplement")
    row = [
        p
        for p in addresses.labelled("article", step.label)
        if addresses.enclosing(p, "supplement") == home and p[: len(path)] == path
    ]
    return row[0] if len(row) == 1 or (row and not path) else None


def _implied(path: Path, step: Step, addresses: Addresses) -> Path | None:
    """第1項 of an article with one paragraph is the article; its one list's items are its own."""
    paragraphs = addresses.children(path, "paragraph")
    if step.kind == "paragraph" and step.number == "1":
        only = path[-1].kind in {"article", "supplement"} and not paragraphs
        return path if only else None
    if step.kind == "item":
        holders = [p for p in paragraphs if addresses.children(p, "item")]
        return _child(holders[0], step, addresses) if len(holders) == 1 else None
    return None


def _range(reference: Reference, at: Path, addresses: Addresses, carry: Carry) -> tuple[Path, ...]:
    until = reference.until
    if until is None:
        return ()
    first = _single(replace(reference, until=None), at, addresses, carry)
    if not first:
        return ()
    last = _range_end(until, first[-1], at, addresses, carry)
    if not last:
        return ()
    if first[0][-1].kind == "table":
        row = [p for p in addresses.of_kind("table") if p[-1].label.startswith("別表")]
    else:
        row = addresses.row_of(first[0], first[0][-1].kind)
    known = {path: place for place, path in enumerate(row)}
    start, end = known.get(first[0], -1), known.get(last, -1)
    return tuple(row[start : end + 1]) if 0 <= start <= end else ()


def _range_end(
    until: Reference, first: Path, at: Path, addresses: Addresses, carry: Carry
) -> Path | None:
    """The end of a range; 第3条第1項第1号から第3号まで counts on in the place of its beginning."""
    alone = until.anchor == "absolute" and len(until.steps) == 1
    if alone and until.steps[0].kind == first[-1].kind in {"paragraph", "item"}:
        return _child(first[:-1], until.steps[0], addresses)
    ends = _single(until, at, addresses, carry)
    return ends[-1] if ends else None
