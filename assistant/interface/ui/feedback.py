"""役に立った / 役に立たなかった below each answer, where opinions are kept at all."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.errors import AssistantError
from assistant.interface.ui.ledger import REASONS, Ledger
from assistant.interface.ui.markup import Html, element, text
from assistant.interface.ui.resources import Words
from assistant.records import Answer

MOST_RECEIPTS = 2000


@dataclass(slots=True)
class _Given:
    """An answer that was given, and the number of the opinion of it."""

    question: str
    outcome: str
    citation: str
    row: int | None = None


class Opinions:
    """Takes opinions of answers that were really given, one for each.

    A browser gets a receipt with an answer and hands it back; nothing else that it sends is kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        # Writing may wait for the disk; an answer waits for neither.
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._given: OrderedDict[str, _Given] = OrderedDict()

    def note(self, answer: Answer) -> str:
        """Keep the question if it got no answer; return the receipt for an opinion."""
        if answer.outcome not in {"answered", "unclear"}:
            self._ledger.add_question(answer.question, answer.outcome)
        citation = answer.quotes[0].citation if answer.quotes else ""
        receipt = secrets.token_urlsafe(12)
        with self._lock:
            self._given[receipt] = _Given(answer.question, answer.outcome, citation)
            while len(self._given) > MOST_RECEIPTS:
                self._given.popitem(last=False)
        return receipt

    def take(self, receipt: object, verdict: object, words: Words) -> str:
        """Keep an opinion; the sentence that says whether it was kept."""
        with self._lock:
            given = self._given.get(receipt) if isinstance(receipt, str) else None
        if given is None or verdict not in ("useful", *REASONS):
            return words["opinion_lost"]
        opinion = self._ledger.opinion(given.question, given.outcome, given.citation, str(verdict))
        with self._writing:
            try:
                given.row = self._ledger.add_opinion(opinion, given.row)
            except AssistantError as error:
                return str(error)
        return words["opinion_taken"]


def opinion_function(opinions: Opinions | None, words: Words) -> list[Callable[[Any], str]]:
    """What the screen calls with an opinion; nothing where none are kept."""
    if opinions is None:
        return []

    def opinion(wanted: Any) -> str:  # noqa: ANN401
        given = wanted if isinstance(wanted, dict) else {}
        return opinions.take(given.get("receipt"), given.get("verdict"), words)

    return [opinion]


def opinion_row(opinions: Opinions | None, answer: Answer, words: Words) -> Html:
    """The question whether an answer was useful, with its buttons; nothing where none are kept."""
    if opinions is None:
        return Html("")
    ask = element("span", text(words["opinion_ask"]), class_="asking")
    choices = (
        _choice(words["opinion_useful"], data_verdict="useful"),
        _choice(words["opinion_useless"], data_reasons=True, aria_expanded="false"),
    )
    reasons = element(
        "div",
        element("span", text(words["opinion_why"]), class_="asking"),
        *(_choice(words[f"opinion_{reason}"], data_verdict=reason) for reason in REASONS),
        class_="reasons",
        role="group",
        aria_label=words["opinion_why"],
        hidden=True,
    )
    return element(
        "div",
        ask,
        *choices,
        reasons,
        class_="opinion",
        role="group",
        aria_label=words["opinion_ask"],
        data_receipt=opinions.note(answer),
    )


def _choice(label: str, **attributes: str | bool) -> Html:
    return element("button", text(label), type="button", class_="choice", **attributes)
