"""How far a rebuild has come, and then what it changed, clause by clause, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from assistant.interface.building import ClauseChange, Comparison
from assistant.interface.ui.admin.rebuilding import Stage
from assistant.interface.ui.markup import Html, element, join, text
from assistant.interface.ui.resources import Words

MOST_CLAUSES = 200
# The time to compare two texts grows with the square of their length.
_LONGEST_COMPARED = 3000
_KINDS = ("added", "changed", "removed")


def progress_html(stage: Stage, words: Words) -> Html:
    """A bar with the step that is under way."""
    said = words[f"stage_{stage.name}"].format(done=stage.done, total=stage.total)
    return join(
        (
            element("label", text(said), for_="rebuild-progress"),
            element(
                "progress", text(f"{stage.percent} %"), id="rebuild-progress", max=100,
                value=stage.percent,
            ),
        )
    )  # fmt: skip


def outcome_html(stage: Stage, words: Words) -> Html:
    """What the newest rebuild changed, or why it failed; nothing where there was none."""
    if stage.name == "failed":
        return element(
            "div",
            element("h4", text(words["rebuild_failed"])),
            element("p", text(stage.reason or words["rebuild_unknown"]), lang="ja"),
            element("p", text(words["rebuild_kept"])),
            class_="outcome refused",
        )
    return _comparison(stage.found, words) if stage.found else Html("")


def announcement(stage: Stage, words: Words) -> str:
    """What a screen reader is told when a rebuild has ended."""
    if stage.name == "failed":
        return f"{words['rebuild_failed']} {stage.reason or words['rebuild_unknown']}"
    return f"{words['rebuild_done']} {_counts(stage.found, words)}" if stage.found else ""


def _counts(found: Comparison, words: Words) -> str:
    counted = {kind: sum(c.kind == kind for c in found.clauses) for kind in _KINDS}
    return words["counts"].format(**counted)


def _comparison(found: Comparison, words: Words) -> Html:
    parts = [
        element("h4", text(words["rebuild_done"])),
        element("p", text(_counts(found, words)), class_="counts"),
        _documents(found, words),
    ]
    titles = {**found.removed, **found.changed, **found.added}
    parts += [_clause(change, titles, words) for change in found.clauses[:MOST_CLAUSES]]
    left = len(found.clauses) - MOST_CLAUSES
    if left > 0:
        parts.append(element("p", text(words["more_clauses"].format(n=left)), class_="hint"))
    return element("div", *parts, class_="outcome")


def _documents(found: Comparison, words: Words) -> Html:
    rows = [
        element("li", _tag(kind, words), text(f" {title}"), element("code", text(name)), lang="ja")
        for kind in _KINDS
        for name, title in getattr(found, kind).items()
    ]
    if not rows:
        return element("p", text(words["no_document_changed"]))
    return join((element("h5", text(words["documents_changed"])), element("ul", *rows)))


def _tag(kind: str, words: Words) -> Html:
    sign = {"added": "＋", "changed": "±", "removed": "−"}[kind]
    return element("span", text(f"{sign} {words[f'kind_{kind}']}"), class_=f"state {kind}")


def _clause(change: ClauseChange, titles: dict[str, str], words: Words) -> Html:
    before, after = "\n".join(change.before), "\n".join(change.after)
    olds, news = _marked(before, after) if before and after else (text(before), text(after))
    sides = [
        element(
            "div",
            element("p", text(words[label]), class_="asking"),
            element("blockquote", inner, class_="words", lang="ja"),
            class_=label,
        )
        for label, inner, words_of in (("before", olds, before), ("after", news, after))
        if words_of
    ]
    head = element(
        "p",
        _tag(change.kind, words),
        element(
            "span",
            text(" › ".join((titles.get(change.document, change.document), *change.address))),
            lang="ja",
        ),
        class_="address",
    )
    return element("section", head, element("div", *sides, class_="sides"), class_="clause-change")


def _marked(before: str, after: str) -> tuple[Html, Html]:
    """Both texts whole, with what only one of them has marked."""
    if max(len(before), len(after)) > _LONGEST_COMPARED:
        return text(before), text(after)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    olds = _pieces(((before[a:b], kind) for kind, a, b, _, _ in steps), "del")
    news = _pieces(((after[c:d], kind) for kind, _, _, c, d in steps), "ins")
    return join(olds), join(news)


def _pieces(cut: Iterator[tuple[str, str]], name: str) -> Iterator[Html]:
    for words, kind in cut:
        if words:
            yield text(words) if kind == "equal" else element(name, text(words))
