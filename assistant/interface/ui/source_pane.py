"""根拠: the way to the quoted words, the clause around them, the words themselves marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.documents.chunks import Reading
from assistant.documents.citations import citation
from assistant.interface.ui.cards import official_link, permanent_link
from assistant.interface.ui.contexts import crumbs, path_of, surroundings
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.markup import Html, element, join, text
from assistant.interface.ui.passages import Passage
from assistant.interface.ui.relations import relations
from assistant.interface.ui.resources import Words
from assistant.records import Path, Span, labels


def pane(name: str, title: str, hint: str = "", *, heard: bool = False) -> Html:
    """The side of a screen on which documents are shown; a `heard` title is for the ear alone."""
    head = element(
        "h2", text(title), tabindex="-1", id=f"{name}-title", class_="unseen" if heard else None
    )
    inner = element("p", text(hint), class_="hint") if hint else Html("")
    return element(
        "section",
        head,
        element("div", inner, class_="content"),
        class_="pane",
        aria_labelledby=f"{name}-title",
        tabindex="0",
    )


def source_functions(desk: Desk, words: Words) -> list[Callable[[Any], str]]:
    """What every screen asks of the server to show a source and to unfold a reference."""

    def source(place: Any) -> str:  # noqa: ANN401
        return source_pane(desk.now(), place, words)

    def unfold(wanted: Any) -> str:  # noqa: ANN401
        return unfolded(desk.now(), wanted, words)

    return [source, unfold]


def source_pane(desk: Desk, place: Any, words: Words) -> Html:  # noqa: ANN401
    """What stands around the words at a place that the browser names."""
    reading, path, span = _located(desk, place)
    if reading is None or path is None or span is None:
        return element("p", text(words["source_lost"]), class_="hint")
    return shown(reading, path, (span,), words)


def shown(reading: Reading, path: Path, marks: tuple[Span, ...], words: Words) -> Html:
    """A clause in its surroundings with the given characters marked."""
    passage = Passage(reading, marks)
    body = join(passage.show(node) for node in surroundings(reading, path))
    return join(
        (
            breadcrumb(reading, path),
            element(
                "div", body, class_="passage", lang="ja", data_document=reading.document.source.id
            ),
            element(
                "p",
                element("button", text(words["copy_citation"]), type="button", data_action="copy"),
                permanent_link(reading, labels(path), words),
                official_link(reading.document.source.url, words),
                class_="actions",
                data_copy=citation(reading, path),
            ),
            relations(reading, path, words),
        )
    )


def breadcrumb(reading: Reading, path: Path) -> Html:
    """The document's title and the names of the parts down to a clause."""
    names = [reading.document.source.title, *crumbs(reading, path)]
    return element("ol", *(element("li", text(n)) for n in names), class_="crumbs", lang="ja")


def unfolded(desk: Desk, wanted: Any, words: Words) -> Html:  # noqa: ANN401
    """The clauses that a reference means, to be shown where the reference stands."""
    reading = desk.reading(_get(wanted, "document"))
    listed = _get(wanted, "paths")
    paths = listed if isinstance(listed, list) else []
    found = [p for p in (_path(reading, each) for each in paths[:20]) if p] if reading else []
    if reading is None or not found:
        return element("p", text(words["unfold_lost"]), class_="hint")
    return join(_clause(reading, path, words) for path in found)


def _clause(reading: Reading, path: Path, words: Words) -> Html:
    label = words["refers"].format(name=" ".join(crumbs(reading, path)))
    node = reading.addresses.nodes[path]
    inner = Passage(reading).show(node)
    return element(
        "div",
        element("p", text(label), class_="label"),
        inner,
        class_="unfolded",
        lang="ja",
        data_document=reading.document.source.id,
    )


def _located(desk: Desk, place: Any) -> tuple[Reading | None, Path | None, Span | None]:  # noqa: ANN401
    reading = desk.reading(_get(place, "document"))
    start, end = _get(place, "start"), _get(place, "end")
    if reading is None or not isinstance(start, int) or not isinstance(end, int):
        return None, None, None
    path = _path(reading, _get(place, "path"))
    if _get(place, "of") != reading.document.source.sha256:
        # Offsets of another text would mark other words; a clause as such can still be shown.
        clause = reading.addresses.nodes.get(path) if path and _get(place, "clause") else None
        return (reading, path, clause.body) if clause else (None, None, None)
    if not 0 <= start <= end <= len(reading.document.text):
        return None, None, None
    return reading, path, Span(start, end)


def _path(reading: Reading, wanted: Any) -> Path | None:  # noqa: ANN401
    if not isinstance(wanted, list) or not all(isinstance(label, str) for label in wanted):
        return None
    if not wanted:
        return ()
    return path_of(reading, tuple(wanted))


def _get(value: Any, key: str) -> Any:  # noqa: ANN401
    return value.get(key) if isinstance(value, dict) else None
