"""An answer as cards: the words, their address, whether they agree with the file, what to do."""

from __future__ import annotations

import json

from assistant.documents.chunks import Reading
from assistant.interface.ui.checking import Check
from assistant.interface.ui.links import clause_link
from assistant.interface.ui.markup import Html, element, join, text
from assistant.interface.ui.resources import Words
from assistant.records import Quote


def card(quote: Quote, words: Words, agrees: Check, *, small: bool = False) -> Html:
    """One quote with its citation, its check and its actions."""
    well = agrees(quote)
    inner = [
        element("blockquote", text(quote.text), class_="quoted", lang="ja"),
        element("p", text(quote.citation), class_="citation", lang="ja"),
        _facts(quote, words, well),
        _actions(quote, words),
    ]
    return element(
        "article",
        *inner,
        class_="card small" if small else "card",
        data_address=address(quote),
        data_copy=f"「{quote.text}」（{quote.citation}）",
        aria_label=quote.citation,
    )


def address(quote: Quote) -> str:
    """Where a quote stands, as the browser hands it back."""
    place = {
        "document": quote.document,
        "start": quote.start,
        "end": quote.end,
        "path": list(quote.path),
        "of": quote.sha256,
    }
    return json.dumps(place, ensure_ascii=False)


def _facts(quote: Quote, words: Words, well: bool) -> Html:
    sign, key = ("✓", "verified") if well else ("✗", "changed")
    check = element(
        "span",
        element("span", text(sign), aria_hidden="true"),
        text(f" {words[key]}"),
        class_=f"check {key}",
        title=words[f"{key}_about"],
    )
    parts = [check, _note(quote, words)] if quote.note else [check]
    return element("p", *parts, class_="facts")


def _note(quote: Quote, words: Words) -> Html:
    return element(
        "span",
        element("span", text(words["worked_out"]), class_="tag"),
        text(quote.note or ""),
        class_="note",
        title=words["worked_out_about"],
    )


def _actions(quote: Quote, words: Words) -> Html:
    buttons = [
        _button("open", words["open"], quote.citation),
        _button("copy", words["copy"], quote.citation),
        _button("speak", words["speak"], quote.citation),
        official_link(quote.url, words),
    ]
    return element("p", *buttons, class_="actions")


def _button(action: str, label: str, about: str) -> Html:
    return element(
        "button",
        text(label),
        element("span", text(f": {about}"), class_="unseen"),
        type="button",
        data_action=action,
    )


def official_link(url: str | None, words: Words) -> Html:
    """The link to the municipality's own page; nothing where none is known."""
    if not url or not url.startswith(("https://", "http://")):
        return Html("")
    return element(
        "a",
        text(words["official"]),
        element("span", text("↗"), aria_hidden="true", class_="sign"),
        element("span", text(f"（{words['new_window']}）"), class_="unseen"),
        href=url,
        target="_blank",
        rel="noopener noreferrer",
        class_="official",
    )


def permanent_link(reading: Reading, labels: tuple[str, ...], words: Words) -> Html:
    """The link that opens the page at a clause."""
    href = clause_link(reading.document.source.id, labels)
    return element("a", text(words["permalink"]), href=href, class_="permalink")


def cards(quotes: tuple[Quote, ...], words: Words, agrees: Check, *, small: bool = False) -> Html:
    """Several cards, the best first."""
    return join(card(quote, words, agrees, small=small) for quote in quotes)
