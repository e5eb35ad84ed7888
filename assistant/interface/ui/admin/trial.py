"""A retrieval test: a question, the clauses nearest to it, and what speaks for and against each."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.quotes import quote
from assistant.answering.requirements import requirements
from assistant.answering.retrieval import evidence, ranking, weights
from assistant.interface.ui.links import clause_link
from assistant.interface.ui.markup import Html, element, join, text
from assistant.interface.ui.resources import Words
from assistant.records import Answer, Query, Quote
from assistant.service import Assistant

HITS = 10


@dataclass(frozen=True, slots=True)
class Part:
    """What one signal adds to the score of a clause: its weight times its value."""

    signal: str
    weight: float
    value: float

    @property
    def product(self) -> float:
        """What is added."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class Tried:
    """A clause that was found: its score, what the score is made of, what is required of it."""

    quote: Quote
    score: float
    parts: tuple[Part, ...]
    needs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A question as it was understood, its answer, and the clauses nearest to it."""

    query: Query
    answer: Answer
    hits: tuple[Tried, ...]


def tried(assistant: Assistant, question: str, source: str | None = None) -> Trial:
    """Ask a question and look at how its answer came about.

    Raises:
        QuestionError: the question is empty or too long.
    """
    answer, query = assistant.converse(question, (), source)
    searcher = assistant.searcher
    needs = requirements(query, searcher)
    values, weighed = evidence(query, searcher, needs), weights()
    readings = searcher.catalogue.readings
    hits = []
    for hit in ranking(query, searcher, needs, explained=HITS)[:HITS]:
        row = searcher.rows[hit.chunk.id]
        parts = [Part(name, weighed[name], float(values[name][row])) for name in weighed]
        parts.sort(key=lambda part: (-abs(part.product), part.signal))
        met = tuple((need.name, bool(need.met[row])) for need in needs)
        found = quote(readings[hit.chunk.source_id], hit.chunk.path, hit.chunk.span)
        hits.append(Tried(found, hit.score, tuple(parts), met))
    return Trial(query, answer, tuple(hits))


# On the screen


def trial_html(trial: Trial, words: Words) -> Html:
    """The outcome with its reason, how the question was understood, and the clauses in order."""
    quoted = {(q.document, q.start, q.end) for q in trial.answer.quotes}
    return join(
        (
            _outcome(trial, words),
            element("h4", text(words["trial_hits"].format(n=len(trial.hits)))),
            element("ol", *(_hit(hit, quoted, words) for hit in trial.hits), class_="hits"),
        )
    )


def _outcome(trial: Trial, words: Words) -> Html:
    answer, query = trial.answer, trial.query
    answered = answer.outcome == "answered"
    label = words["answered"] if answered else words[answer.outcome]
    terms = "・".join(term.surface for term in query.terms)
    rows = {
        "trial_text": query.text,
        "trial_terms": terms,
        "trial_asked": "・".join(sorted(query.asked)),
        "trial_places": "・".join((*query.municipalities, *query.foreign)),
        "trial_quoted": "、".join(dict.fromkeys(q.citation for q in answer.quotes)),
    }
    described = (
        element("div", element("dt", text(words[key])), element("dd", text(value), lang="ja"))
        for key, value in rows.items()
        if value
    )
    return element(
        "div",
        element("h4", text(words["trial_outcome"].format(outcome=label))),
        element("p", text(answer.message), class_="message", lang="ja"),
        element("dl", *described, class_="facts-list"),
        class_="outcome" if answered else "outcome refused",
    )


def _hit(hit: Tried, quoted: set[tuple[str, int, int]], words: Words) -> Html:
    place = (hit.quote.document, hit.quote.start, hit.quote.end)
    tag = element("span", text(words["trial_is_quoted"]), class_="state good")
    head = element(
        "p",
        _cited(hit.quote, words),
        element("span", text(f"{words['trial_score']} {hit.score:+.2f}"), class_="score"),
        tag if place in quoted else Html(""),
        class_="hit-head",
    )
    return element(
        "li",
        head,
        element("blockquote", text(hit.quote.text), class_="words", lang="ja"),
        _needs(hit, words),
        _parts(hit, words),
    )


def _cited(found: Quote, words: Words) -> Html:
    return element(
        "a",
        text(found.citation),
        element("span", text(f"（{words['new_window']}）"), class_="unseen"),
        href=clause_link(found.document, found.path),
        target="_blank",
        rel="noopener",
        lang="ja",
    )


def _needs(hit: Tried, words: Words) -> Html:
    if not hit.needs:
        return element("p", text(words["trial_no_needs"]), class_="small-print")
    tags = (_need(name, met, words) for name, met in hit.needs)
    label = element("span", text(words["trial_needs"]), class_="asking")
    return element("p", label, *tags, class_="needs")


def _need(name: str, met: bool, words: Words) -> Html:
    sign, key = ("✓", "trial_met") if met else ("✗", "trial_unmet")
    return element(
        "span",
        element("span", text(f"{sign} "), aria_hidden="true"),
        text(name),
        element("span", text(f"（{words[key]}）"), class_="unseen"),
        class_="state good" if met else "state bad",
        lang="ja",
    )


def _parts(hit: Tried, words: Words) -> Html:
    shown = [part for part in hit.parts if abs(part.product) >= 0.005]
    heads = ("trial_signal", "trial_weight", "trial_value", "trial_product")
    head = element("tr", *(element("th", text(words[key]), scope="col") for key in heads))
    rows = (
        element(
            "tr",
            element("th", text(words.get(f"signal_{p.signal}", p.signal)), scope="row"),
            *(element("td", text(f"{n:+.2f}")) for n in (p.weight, p.value, p.product)),
        )
        for p in shown
    )
    table = element("table", element("thead", head), element("tbody", *rows), class_="numbers")
    summary = element("summary", text(words["trial_parts"].format(n=len(shown))))
    return element("details", summary, table)
