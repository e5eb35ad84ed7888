"""One turn of the conversation: the question, and an answer or a refusal with its own look."""

from __future__ import annotations

from assistant.interface.ui.cards import cards
from assistant.interface.ui.checking import Check
from assistant.interface.ui.markup import Html, element, text
from assistant.interface.ui.resources import Words
from assistant.records import Answer, Quote

_HEADINGS = {"answered": "related", "unclear": "options"}


def turn(answer: Answer, words: Words, agrees: Check, more: Html = Html("")) -> Html:  # noqa: B008
    """The reply to one question; `more` follows the cards."""
    refused = answer.outcome != "answered"
    parts = [_refusal(answer, words)] if refused else [_message(answer)]
    parts += [cards(answer.quotes, words, agrees), _others(answer, words, agrees), more]
    return element(
        "div",
        *parts,
        class_="reply refusal" if refused else "reply",
        data_outcome=answer.outcome,
        data_announce=announcement(answer, words),
    )


def notice(message: str, words: Words) -> Html:
    """A reply that says why a question could not be taken."""
    inner = [element("h3", text(words["error"])), element("p", text(message), class_="message")]
    return element("div", *inner, class_="reply refusal error", data_announce=message)


def announcement(answer: Answer, words: Words) -> str:
    """What a screen reader is told when the reply arrives."""
    if answer.outcome != "answered":
        return f"{words[answer.outcome]}。{answer.message}"
    first = answer.quotes[0]
    return f"{words['answer']}: {first.text} {first.citation}"


def _message(answer: Answer) -> Html:
    return element("p", text(answer.message), class_="message")


def _refusal(answer: Answer, words: Words) -> Html:
    sign = element("span", text("？" if answer.outcome == "unclear" else "—"), aria_hidden="true")
    return element(
        "div",
        element("h3", element("span", sign, class_="sign"), text(words[answer.outcome])),
        _message(answer),
        class_="why",
    )


def _others(answer: Answer, words: Words, agrees: Check) -> Html:
    if not answer.related:
        return Html("")
    label = words[_HEADINGS.get(answer.outcome, "nearest")]
    inner = cards(_distinct(answer), words, agrees, small=True)
    if answer.outcome != "answered":
        return element("section", element("h4", text(label)), inner, class_="others")
    counted = text(f"{label}（{len(answer.related)}）")
    return element("details", element("summary", counted), inner, class_="others")


def _distinct(answer: Answer) -> tuple[Quote, ...]:
    return tuple(dict.fromkeys(answer.related))
