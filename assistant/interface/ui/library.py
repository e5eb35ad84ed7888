"""文書を読む: a document whole, its outline beside it, what is not its text greyed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from assistant.documents.addresses import walk
from assistant.documents.chunks import Reading
from assistant.interface.ui.ask import document_options
from assistant.interface.ui.cards import official_link
from assistant.interface.ui.contexts import name_of
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.markup import Html, element, join, text
from assistant.interface.ui.passages import Passage
from assistant.interface.ui.resources import Words, read
from assistant.interface.ui.source_pane import pane, source_functions

_DEEPEST = 3
_SMALL = frozenset({"paragraph", "item", "subitem", "cell", "field", "boilerplate"})


def library_screen(desk: Desk, words: Words) -> Any:  # noqa: ANN401
    """Put the screen on the page that is being built, and return it."""
    import gradio as gr

    def document(wanted: Any) -> dict[str, str]:  # noqa: ANN401
        reading = desk.reading(wanted.get("document"))
        if reading is None:
            return {"outline": "", "text": element("p", text(words["source_lost"]))}
        return {"outline": _outline(reading), "text": _whole(reading, words)}

    return gr.HTML(
        html_template="${skeleton}",
        skeleton=skeleton(desk, words),
        js_on_load=read("library.js"),
        elem_id="screen-library",
        apply_default_css=False,
        server_functions=[document, *source_functions(desk, words)],
    )


def _whole(reading: Reading, words: Words) -> Html:
    title = element("h3", text(reading.document.source.title), lang="ja")
    actions = element("p", official_link(reading.document.source.url, words), class_="actions")
    return join((title, actions, _text(reading)))


@lru_cache(maxsize=64)
def _text(reading: Reading) -> Html:
    passage = Passage(reading)
    body = join(passage.show(node) for node in reading.parsed.root.children)
    identity = reading.document.source.id
    return element("div", body, class_="passage", lang="ja", data_document=identity)


def _outline(reading: Reading) -> Html:
    return element("ul", *_entries(reading))


def _entries(reading: Reading) -> Iterator[Html]:
    for path, node in walk(reading.parsed.root):
        known = path in reading.addresses.nodes
        if known and node.kind not in _SMALL and len(path) <= _DEEPEST:
            name = text(name_of(reading, path))
            button = element("button", name, type="button", data_at=node.span.start, lang="ja")
            yield element("li", button, data_depth=len(path))


def skeleton(desk: Desk, words: Words) -> Html:
    """The choice of a document, its outline and the search on one side, its text on the other."""
    find = element(
        "div",
        element("label", text(words["find_in"]), for_="find"),
        element("input", id="find", type="search", placeholder=words["find_hint"]),
        element(
            "div",
            *(
                element(
                    "button", text(words[f"find_{way}"]), type="button", data_find=step,
                    class_="secondary",
                )
                for way, step in (("previous", -1), ("next", 1))
            ),
            element("span", class_="found", role="status"),
            class_="find-buttons",
        ),
        class_="fields",
    )  # fmt: skip
    left = element(
        "section",
        element("h2", text(words["library_title"])),
        element(
            "div",
            element("label", text(words["document"]), for_="library-document"),
            element("select", *document_options(desk), id="library-document"),
            class_="fields",
        ),
        find,
        element("h3", text(words["outline"])),
        element("nav", class_="outline", aria_label=words["outline"], tabindex="0"),
        element("p", text(words["left_out"]), class_="small-print"),
        class_="side",
    )
    said = {f"data_{key}": words[key] for key in ("copied", "copy_failed", "found", "found_none")}
    beside = pane("document", words["document"], heard=True)
    return element("div", left, beside, class_="library two-sides", **said)
