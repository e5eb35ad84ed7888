"""質問する: the conversation on one side, the source of what is quoted on the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from assistant.errors import AssistantError
from assistant.interface.ui.conversations import Conversations
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.feedback import Opinions, opinion_function, opinion_row
from assistant.interface.ui.following import next_questions, offices
from assistant.interface.ui.markup import Html, element, join, text
from assistant.interface.ui.resources import Words, read
from assistant.interface.ui.source_pane import pane, source_functions
from assistant.interface.ui.turns import notice, turn
from assistant.records import Query

# The name that a browser makes up for one conversation is half as long.
LONGEST_NAME = 64
_EXAMPLES = ("abolish", "role", "members", "phone", "when", "address")
_log = logging.getLogger(__name__)


def ask_screen(desk: Desk, words: Words, opinions: Opinions | None = None) -> Any:  # noqa: ANN401
    """Put the screen on the page that is being built, with what happens on it; return it."""
    import gradio as gr

    return gr.HTML(
        html_template="${skeleton}",
        skeleton=skeleton(desk, words),
        js_on_load=f"{read('ask.js')}\n{read('feedback.js')}",
        elem_id="screen-ask",
        apply_default_css=False,
        server_functions=[
            ask_function(desk, words, opinions),
            *source_functions(desk, words),
            *opinion_function(opinions, words),
        ],
    )


def ask_function(
    desk: Desk, words: Words, opinions: Opinions | None = None
) -> Callable[[Any], str]:
    """What the browser calls with a question; each visitor's goes on from those before it.

    Called directly rather than through Gradio's queue, which looks for new work every 50 ms.
    """
    conversations = Conversations()

    def ask(wanted: Any) -> str:  # noqa: ANN401
        asked = wanted if isinstance(wanted, dict) else {}
        visitor = str(asked.get("visitor", ""))[:LONGEST_NAME]
        earlier = conversations.of(visitor)
        said, understood = _answered(desk.now(), words, asked, earlier, opinions)
        conversations.keep(visitor, [*earlier, *understood])
        return said

    return ask


def _answered(
    desk: Desk,
    words: Words,
    asked: dict[str, Any],
    earlier: Sequence[Query],
    opinions: Opinions | None,
) -> tuple[Html, list[Query]]:
    reading = desk.reading(asked.get("document"))
    source = reading.document.source.id if reading else None
    try:
        question = str(asked.get("question", ""))
        answer, query = desk.assistant.converse(question, earlier, source)
        agrees = desk.checker()
        more = next_questions(desk, answer, words) or offices(desk, answer, words, agrees)
        opinion = opinion_row(opinions, answer, words)
        return turn(answer, words, agrees, join((more, opinion))), [query]
    except AssistantError as error:
        return notice(str(error), words), []
    except Exception:
        _log.exception("a question could not be answered")
        return notice(words["failed"], words), []


# What stands on the screen before anything is asked


def skeleton(desk: Desk, words: Words) -> Html:
    """The two sides of the screen."""
    said = {
        key: words[key] for key in ("you", "working", "failed", "copied", "copy_failed", "opened")
    }
    beside = pane("source", words["source"], words["source_hint"])
    return element("div", _conversation(desk, words), beside, class_="ask two-sides", **_data(said))


def _data(said: Words) -> dict[str, str]:
    return {f"data_{key}": value for key, value in said.items()}


def _conversation(desk: Desk, words: Words) -> Html:
    return element(
        "section",
        element("h2", text(words["conversation"]), class_="unseen"),
        element("div", _welcome(words), class_="log"),
        _composer(desk, words),
        class_="conversation",
    )


def _welcome(words: Words) -> Html:
    chips = (
        element("li", element("button", text(words[f"example_{e}"]), type="button", class_="chip"))
        for e in _EXAMPLES
    )
    return element(
        "div",
        element("p", text(words["welcome"]), class_="lead"),
        element("p", text(words["welcome_more"])),
        element("h3", text(words["examples"])),
        element("ul", *chips, class_="chips"),
        class_="welcome",
    )


def _composer(desk: Desk, words: Words) -> Html:
    field = element(
        "textarea",
        id="question",
        name="question",
        rows=1,
        placeholder=words["question_hint"],
        autocomplete="off",
        enterkeyhint="send",
        aria_describedby="question-hint",
    )
    return element(
        "form",
        _scope(desk, words),
        element(
            "div",
            element("label", text(words["question"]), for_="question", class_="unseen"),
            field,
            element("button", text(words["send"]), type="submit", class_="primary"),
            class_="entry",
        ),
        element("p", text(words["send_hint"]), id="question-hint", class_="small-print"),
        class_="composer",
    )


def _scope(desk: Desk, words: Words) -> Html:
    options = [element("option", text(words["all"]), value="")]
    options += document_options(desk)
    return element(
        "div",
        element("label", text(words["scope"]), for_="scope"),
        element("select", *options, id="scope", name="document"),
        class_="scope",
    )


def document_options(desk: Desk) -> list[Html]:
    """One option for each document: its municipality and its title."""
    return [
        element("option", text(_named(r.document.source)), value=name)
        for name, r in desk.readings.items()
    ]


def _named(source: Any) -> str:  # noqa: ANN401
    where = f"{source.municipality} " if source.municipality else ""
    return f"{where}{source.title}"
