"""What a clause refers to, what refers to it, and its neighbours, each a button that opens it."""

from __future__ import annotations

import json

from assistant.documents.chunks import Reading
from assistant.interface.ui.contexts import crumbs
from assistant.interface.ui.markup import Html, element, join, text
from assistant.interface.ui.resources import Words
from assistant.records import Path, labels


def relations(reading: Reading, path: Path, words: Words) -> Html:
    """The lists that are not empty, below each other."""
    lists = {
        "leads": _leads(reading, path),
        "led": _led(reading, path),
        "previous": _beside(reading, path, -1),
        "following": _beside(reading, path, 1),
    }
    parts = (_list(reading, words[key], found) for key, found in lists.items() if found)
    return element("div", join(parts), class_="relations")


def opener(reading: Reading, path: Path, name: str) -> Html:
    """A button that opens a clause in its surroundings, marked."""
    node = reading.addresses.nodes[path]
    place = {
        "document": reading.document.source.id,
        "start": node.body.start,
        "end": node.body.end,
        "path": labels(path),
        "of": reading.document.source.sha256,
        "clause": True,
    }
    address = json.dumps(place, ensure_ascii=False)
    return element("button", text(name), type="button", data_address=address, lang="ja")


def _list(reading: Reading, label: str, paths: list[Path]) -> Html:
    openers = (
        element("li", opener(reading, path, " ".join(crumbs(reading, path)))) for path in paths
    )
    return join((element("h3", text(label)), element("ul", *openers)))


def _leads(reading: Reading, path: Path) -> list[Path]:
    found = (
        target
        for at, _, targets in reading.references
        if at[: len(path)] == path
        for target in targets
        if target[: len(path)] != path and target in reading.addresses.nodes
    )
    return list(dict.fromkeys(found))


def _led(reading: Reading, path: Path) -> list[Path]:
    found = (
        at
        for at, _, targets in reading.references
        if at in reading.addresses.nodes and at[: len(path)] != path and path in targets
    )
    return list(dict.fromkeys(found))


def _beside(reading: Reading, path: Path, offset: int) -> list[Path]:
    if path not in reading.addresses.nodes:
        return []
    try:
        beside = reading.addresses.neighbour(path, offset)
    except ValueError:
        return []
    return [beside] if beside else []
