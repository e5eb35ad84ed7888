"""What may be asked or opened next, from the structure around a quote; whom to ask otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.quotes import quote_clause
from assistant.documents.chunks import Reading
from assistant.documents.citations import written_address
from assistant.interface.ui.cards import cards
from assistant.interface.ui.checking import Check
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.markup import Html, element, text
from assistant.interface.ui.resources import Words
from assistant.records import Answer, Path, Quote

_MOST = 4


def next_questions(desk: Desk, answer: Answer, words: Words) -> Html:
    """Questions to click: the other columns, the next clause, the same matter elsewhere."""
    if not answer.quotes:
        return Html("")
    first = answer.quotes[0]
    reading = desk.readings[first.document]
    path = reading.addresses.by_labels.get(first.path, ())
    asked = list(dict.fromkeys([*_beside(reading, path), *_elsewhere(desk, reading, answer)]))
    if not asked:
        return Html("")
    chips = (
        element("li", element("button", text(q), type="button", class_="chip", lang="ja"))
        for q in asked[:_MOST]
    )
    inner = [element("h4", text(words["next"])), element("ul", *chips, class_="chips")]
    return element("div", *inner, class_="next")


def _beside(reading: Reading, path: Path) -> Iterator[str]:
    if path and path[-1].kind == "cell":
        for other in reading.addresses.children(path[:-1], "cell"):
            if other != path:
                yield " ".join(step.label for step in other)
    home = reading.addresses.enclosing(path, "article")
    following = reading.addresses.neighbour(home, 1) if home else None
    if following:
        yield f"{written_address(reading, following)}には何が書かれていますか"


def _elsewhere(desk: Desk, reading: Reading, answer: Answer) -> Iterator[str]:
    """The same question of the other regions, where it named this one's municipality."""
    source = reading.document.source
    if not source.municipality or source.municipality not in answer.question:
        return
    for other in desk.readings.values():
        name = other.document.source.municipality
        if name and name != source.municipality and other.document.source.kind == source.kind:
            yield answer.question.replace(source.municipality, name)


def offices(desk: Desk, answer: Answer, words: Words, agrees: Check) -> Html:
    """On a refusal, the contacts that the nearest documents give, quoted."""
    if answer.outcome not in {"not_found", "no_such_clause"}:
        return Html("")
    named = dict.fromkeys(quote.document for quote in answer.related)
    found = tuple(q for name in named if name in desk.readings for q in _contacts(desk, name))
    if not found:
        return Html("")
    label = element("summary", text(words["office"]))
    about = element("p", text(words["office_about"]), class_="small-print")
    return element(
        "details", label, about, cards(found, words, agrees, small=True), class_="others"
    )


def _contacts(desk: Desk, name: str) -> list[Quote]:
    reading = desk.readings[name]
    return [q for path in reading.addresses.of_kind("contact") for q in quote_clause(reading, path)]
