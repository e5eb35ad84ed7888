"""What the keeper sees when signed in: the index, the documents, the records."""

from __future__ import annotations

from assistant.documents.chunks import Reading
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.ledger import Ledger, Opinion, Unanswered
from assistant.interface.ui.markup import Html, element, join, text
from assistant.interface.ui.resources import Words
from assistant.service import Assistant

_PROBLEM_WORDS = 60


def index_html(assistant: Assistant, words: Words) -> Html:
    """The index in service: its id, the model, how much it holds."""
    index, readings = assistant.searcher.index, assistant.searcher.catalogue.readings
    rows = {
        "index_id": index.id,
        "model": index.model,
        "documents": str(len(readings)),
        "chunks": str(len(index.chunks)),
        "problems": str(sum(len(r.problems) for r in readings.values())),
    }
    described = (
        element("div", element("dt", text(words[key])), element("dd", text(value)))
        for key, value in rows.items()
    )
    return element("dl", *described, class_="facts-list")


def documents_html(desk: Desk, words: Words) -> Html:
    """Each document with its chunks and what its parser could not place."""
    names = ("document", "chunks", "problems")
    head = element("tr", *(element("th", text(words[name]), scope="col") for name in names))
    rows = (_document(reading, words) for reading in desk.readings.values())
    return element("table", element("thead", head), element("tbody", *rows), class_="documents")


def _document(reading: Reading, words: Words) -> Html:
    source = reading.document.source
    name = element(
        "th",
        text(source.title),
        element("span", text(source.file), class_="where"),
        scope="row",
        lang="ja",
    )
    return element(
        "tr",
        name,
        element("td", text(str(len(reading.chunks))), class_="number"),
        element("td", _problems(reading, words)),
    )


def _problems(reading: Reading, words: Words) -> Html:
    if not reading.problems:
        return text(words["no_problems"])
    summary = element("summary", text(words["some_problems"].format(n=len(reading.problems))))
    items = (
        element(
            "li",
            text(problem.message),
            element("q", text(_short(problem.span.cut(reading.document.text)))),
            lang="ja",
        )
        for problem in reading.problems
    )
    return element("details", summary, element("ul", *items))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _PROBLEM_WORDS else line[:_PROBLEM_WORDS] + "…"


# Records


def records_html(kept: Ledger | None, words: Words) -> Html:
    """Both lists with their buttons; where nothing is kept, a sentence that says so.

    Raises:
        AssistantError: the file of records cannot be read.
    """
    if kept is None:
        return element("p", text(words["records_off"]))
    questions = [_question(row, words) for row in kept.questions()]
    opinions = [_opinion(row, words) for row in kept.opinions()]
    return join(
        (
            element("p", text(words["records_about"].format(days=kept.days)), class_="small-print"),
            _list("questions", ("day", "asked", "outcome"), questions, words),
            _list("opinions", ("day", "asked", "opinion", "quoted"), opinions, words),
        )
    )


def _list(name: str, columns: tuple[str, ...], rows: list[Html], words: Words) -> Html:
    title = element("h4", text(words[f"list_{name}"].format(n=len(rows))))
    if not rows:
        return join((title, element("p", text(words["list_empty"]), class_="hint")))
    head = element("tr", *(element("th", text(words[f"col_{c}"]), scope="col") for c in columns))
    table = element("table", element("thead", head), element("tbody", *rows), class_="records")
    return join((title, table, _deletion(name, words)))


def _deletion(name: str, words: Words) -> Html:
    """A button that asks once more before it deletes."""
    sure = element(
        "span",
        element("span", text(words["delete_sure"])),
        element("button", text(words["delete_yes"]), type="button", class_="danger",
                data_delete=name),
        element("button", text(words["delete_no"]), type="button", class_="secondary",
                data_keep=True),
        class_="sure",
        hidden=True,
    )  # fmt: skip
    ask = element(
        "button", text(words[f"delete_{name}"]), type="button", class_="secondary", data_sure=True
    )
    return element("p", ask, sure, class_="deletion")


def _question(row: Unanswered, words: Words) -> Html:
    outcome = words.get(row.outcome, row.outcome)
    return element(
        "tr",
        element("td", text(row.day), class_="day"),
        element("td", text(row.question), lang="ja", class_="said"),
        element("td", text(outcome)),
    )


def _opinion(row: Opinion, words: Words) -> Html:
    key = "opinion_useful" if row.useful else "opinion_useless"
    reason = words.get(f"opinion_{row.reason}", "") if row.reason else ""
    sign, state = ("✓", "good") if row.useful else ("✗", "bad")
    verdict = element("span", text(f"{sign} {words[key]}"), class_=f"state {state}")
    about = row.citation or words.get(row.outcome, row.outcome)
    return element(
        "tr",
        element("td", text(row.day), class_="day"),
        element("td", text(row.question), lang="ja", class_="said"),
        element("td", verdict, text(f" {reason}")),
        element("td", text(about), lang="ja"),
    )
