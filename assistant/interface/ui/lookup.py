"""条文を引く: an address typed or chosen, the clause, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from assistant.documents.chunks import Reading
from assistant.errors import AssistantError
from assistant.interface.ui import links
from assistant.interface.ui.ask import document_options
from assistant.interface.ui.contexts import crumbs, name_of
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.markup import Html, element, join, text
from assistant.interface.ui.relations import opener
from assistant.interface.ui.resources import Words, read
from assistant.interface.ui.source_pane import pane, shown, source_functions
from assistant.interface.ui.turns import notice, turn
from assistant.language.tokens import fold
from assistant.records import Path, labels

SUGGESTED = 8
_DEEPEST = 4


def lookup_screen(desk: Desk, words: Words) -> Any:  # noqa: ANN401
    """Put the screen on the page that is being built, and return it."""
    import gradio as gr

    return gr.HTML(
        html_template="${skeleton}",
        skeleton=skeleton(desk, words),
        js_on_load=read("lookup.js"),
        elem_id="screen-lookup",
        apply_default_css=False,
        server_functions=server_functions(desk, words),
    )


def server_functions(desk: Desk, words: Words) -> list[Callable[[Any], str]]:
    """What the screen asks of the server."""

    def lookup(wanted: Any) -> str:  # noqa: ANN401
        return looked_up(desk.now(), wanted, words)

    def suggest(wanted: Any) -> str:  # noqa: ANN401
        return suggestions(desk.now(), wanted)

    def link(wanted: Any) -> str:  # noqa: ANN401
        return linked(desk.now(), wanted, words)

    return [*source_functions(desk, words), lookup, suggest, link]


def looked_up(desk: Desk, wanted: Any, words: Words) -> Html:  # noqa: ANN401
    """The clause at an address that was typed, or why there is none."""
    reading = desk.reading(wanted.get("document"))
    source = reading.document.source.id if reading else None
    try:
        answer = desk.assistant.lookup(str(wanted.get("reference", "")), source)
    except AssistantError as error:
        return notice(str(error), words)
    return turn(answer, words, desk.checker())


def linked(desk: Desk, wanted: Any, words: Words) -> Html:  # noqa: ANN401
    """The clause that a permanent link names."""
    reading = desk.reading(wanted.get("document"))
    path = links.find(reading, str(wanted.get("path", ""))) if reading else None
    if reading is None or path is None:
        return element("p", text(words["source_lost"]), class_="hint")
    return shown(reading, path, (reading.addresses.nodes[path].body,), words)


# Suggestions


def suggestions(desk: Desk, wanted: Any) -> Html:  # noqa: ANN401
    """The clauses whose address or name has what was typed, as options of a list."""
    typed = _key(str(wanted.get("text", "")))
    chosen = desk.reading(wanted.get("document"))
    readings = [chosen] if chosen else list(desk.readings.values())
    if not typed:
        return Html("")
    found = list(islice(_resolved(desk, wanted, chosen), SUGGESTED))
    found += [f for r in readings for f in islice(_holding(r, typed), SUGGESTED)]
    unique = list(dict.fromkeys((r.document.source.id, path) for r, path in found))[:SUGGESTED]
    return join(_option(desk.readings[name], path, i) for i, (name, path) in enumerate(unique))


def _resolved(desk: Desk, wanted: Any, chosen: Reading | None) -> Iterator[tuple[Reading, Path]]:  # noqa: ANN401
    source = chosen.document.source.id if chosen else None
    try:
        answer = desk.assistant.lookup(str(wanted.get("text", "")), source)
    except AssistantError:
        return
    for quote in (*answer.quotes, *(answer.related if answer.outcome == "unclear" else ())):
        reading = desk.readings[quote.document]
        path = reading.addresses.by_labels.get(quote.path)
        if path:
            yield reading, path


def _holding(reading: Reading, typed: str) -> Iterator[tuple[Reading, Path]]:
    for path in reading.addresses.nodes:
        if typed in _key("".join(labels(path))):
            yield reading, path


def _key(words: str) -> str:
    return "".join(fold(words).split())


def _option(reading: Reading, path: Path, number: int) -> Html:
    where = element("span", text(reading.document.source.title), class_="where")
    return element(
        "li",
        text(" ".join(crumbs(reading, path))),
        where,
        role="option",
        id=f"suggestion-{number}",
        aria_selected="false",
        data_document=reading.document.source.id,
        data_path=links.written(labels(path)),
        data_text=" ".join(labels(path)),
        lang="ja",
    )


# What stands on the screen from the beginning


def skeleton(desk: Desk, words: Words) -> Html:
    """The address field with the tree below it, and the clause beside them."""
    tree = element("ul", *(_document(r) for r in desk.readings.values()))
    left = element(
        "section",
        element("h2", text(words["lookup_title"])),
        element("p", text(words["lookup_about"])),
        _form(desk, words),
        element("div", class_="found-clause"),
        element("h3", text(words["tree"])),
        element("div", tree, class_="tree"),
        class_="side",
    )
    said = {f"data_{key}": words[key] for key in ("copied", "copy_failed", "suggested", "opened")}
    beside = pane("clause", words["clause"], words["clause_hint"])
    return element("div", left, beside, class_="lookup two-sides", **said)


def _form(desk: Desk, words: Words) -> Html:
    options = [element("option", text(words["all"]), value=""), *document_options(desk)]
    field = element(
        "input",
        id="address",
        type="text",
        role="combobox",
        placeholder=words["address_hint"],
        autocomplete="off",
        aria_autocomplete="list",
        aria_expanded="false",
        aria_controls="suggestions",
    )
    listed = element(
        "ul", id="suggestions", role="listbox", aria_label=words["suggestions"], hidden=True,
        class_="suggestions",
    )  # fmt: skip
    entry = element(
        "div", field, element("button", text(words["find"]), type="submit", class_="primary"),
        class_="entry",
    )  # fmt: skip
    return element(
        "form",
        element("label", text(words["scope"]), for_="lookup-scope"),
        element("select", *options, id="lookup-scope"),
        element("label", text(words["address"]), for_="address"),
        element("div", entry, listed, class_="combo"),
        class_="fields",
    )


def _document(reading: Reading) -> Html:
    inner = element("ul", *_branches(reading, ()))
    title = element("summary", text(reading.document.source.title), lang="ja")
    return element("li", element("details", title, inner))


def _branches(reading: Reading, above: Path) -> Iterator[Html]:
    for path in reading.addresses.children(above):
        button = opener(reading, path, name_of(reading, path))
        below = list(_branches(reading, path)) if len(path) < _DEEPEST else []
        if not below:
            yield element("li", button)
            continue
        name = element("summary", text(name_of(reading, path)), lang="ja")
        inner = element("ul", element("li", button), *below)
        yield element("li", element("details", name, inner))
