"""Questions and look-ups that name a clause: what stands there, or what exists instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.catalogue import Catalogue
from assistant.answering.labels import squeeze
from assistant.answering.lists import label_quotes
from assistant.answering.lookup import Found, look_up, what_exists
from assistant.answering.notation import normalised, references_in
from assistant.answering.quotes import quote, quote_clause
from assistant.answering.terms import without
from assistant.answering.verdicts import Verdict
from assistant.documents.chunks import Reading
from assistant.records import Path, Query, Quote, Step

RELATED, NEAREST = 8, 3
_ABOUT_TABLE = re.compile(
    r"何(?:に関する|について|の|が)|なに|タイトル|題|名前|(?:別表[0-9]+|別記|様式[0-9]*)(?:は|とは|って)?[?？]?$"
)
_NTH_THEME = re.compile("別表[0-9]+の[0-9]+(?:番目|つ目|番)")
_ASKS_THEME = re.compile("(?:テーマ|分野|項目|題名)(?:は|って|とは|が)?、?(?:何|なに)")
# The words around an address by which a question asks to be shown what stands there.
_ASKS_TO_SEE = re.compile(
    r"(?:について|に関して|の(?:中身|条文|規定|文言))?(?:を|は|って|とは|には?|で)?"
    r"(?:何[がをとて]?(?:書|定|規定|決|ある|あり|記).*|何(?:です|でしょう).*|どう(?:なって|書|いう).*"
    r"|(?:何|なに)(?:なの|だ|か)*|教えて.*|おしえて.*|見せて.*|見たい.*|読みたい.*|知りたい.*|示して.*)?[?？。]*$"
)


def asked_clause(query: Query, catalogue: Catalogue) -> Verdict | None:
    """What a question that names a clause asks of it; None if other words of it say more."""
    bare = _ASKS_TO_SEE.sub("", query.text)
    # Two towns that are named with a table say which paper is meant, and no column.
    if len(query.municipalities) > 1 and len(query.documents) == 1 and _NTH_THEME.search(bare):
        bare = without(bare, query.municipalities, " ")
    whole = look_up(bare, catalogue, query.documents or None)
    if whole.missing and _NTH_THEME.search(query.text):
        return addressed(whole, catalogue)
    if whole.paths:
        return _contents(query, whole, catalogue) or addressed(whole, catalogue)
    text = normalised(query.text)
    named = references_in(query.text)
    whole_kind = bool(named) and named[0].steps[-1] == Step("table", None, "別表")
    if not named or whole_kind:
        return None
    found = look_up(named[0].span.cut(text), catalogue, query.documents or None)
    if not found.paths:
        return addressed(found, catalogue)
    ((name, paths), *others) = found.paths.items()
    if others or paths[0][-1].kind != "table":
        return addressed(found, catalogue)
    return _of_table(query, name, paths[0], catalogue)


def _of_table(query: Query, name: str, table: Path, catalogue: Catalogue) -> Verdict | None:
    """What is asked of a table; None where a part of it is named, which the search finds."""
    inside, elsewhere = _named_parts(query, catalogue.readings[name], table)
    if elsewhere and not inside:
        missing = (*table, Step("theme", None, ""))
        return no_such(Found(missing={name: missing}), catalogue)
    return None if inside else _asked_table(query, catalogue.readings[name], table)


def _contents(query: Query, found: Found, catalogue: Catalogue) -> Verdict | None:
    """Of a table or theme of which is asked what it holds, the names of its parts."""
    if not ("list" in query.asked or _ASKS_THEME.search(query.text)) or len(found.paths) > 1:
        return None
    ((name, paths),) = found.paths.items()
    whole = len(paths) == 1 and paths[0][-1].kind in {"table", "theme"}
    return _asked_table(query, catalogue.readings[name], paths[0]) if whole else None


def _named_parts(query: Query, reading: Reading, table: Path) -> tuple[bool, bool]:
    """Whether a question names themes or rows of a table, and whether it names others."""
    said = squeeze(query.text)
    named = {
        path[: len(table)] == table
        for path in reading.addresses.nodes
        if path and path[-1].kind in {"theme", "row"} and squeeze(path[-1].label) in said
    }
    return True in named, False in named


def _asked_table(query: Query, reading: Reading, path: Path) -> Verdict | None:
    """Of a whole table: its themes where they are asked for, else its title; cells go by search."""
    themes = reading.addresses.children(path, "theme") or reading.addresses.children(path, "row")
    node = reading.addresses.nodes[path]
    about = _ABOUT_TABLE.search(query.text) or _ASKS_THEME.search(query.text)
    if not query.asked & {"list", "content"} and not about:
        return None
    quotes = label_quotes(reading, themes) if "list" in query.asked else []
    if not quotes and node.heading is not None:
        quotes = [quote(reading, path, node.heading)]
    return Verdict("answered", tuple(quotes), related(reading, (path,))) if quotes else None


def addressed(found: Found, catalogue: Catalogue) -> Verdict:
    """Quote the clauses found; ask where several documents have them; say what exists instead."""
    if len(found.paths) > 1:
        options = [
            q
            for name, paths in found.paths.items()
            for p in paths[:1]
            for q in quote_clause(catalogue.readings[name], p)[:1]
        ]
        return Verdict("unclear", related=tuple(options), reason="documents")
    for name, paths in found.paths.items():
        reading = catalogue.readings[name]
        quotes = tuple(q for path in paths for q in quote_clause(reading, path))
        if quotes:
            return Verdict("answered", quotes, related(reading, paths))
    if found.missing:
        return no_such(found, catalogue)
    return Verdict("not_found", reason="no_address")


def no_such(found: Found, catalogue: Catalogue) -> Verdict:
    """What exists instead: in the documents that have clauses, or that none of them has any."""
    told, without, nearest = [], [], []
    for name, steps in found.missing.items():
        reading = catalogue.readings[name]
        exists, row = what_exists(reading, steps)
        title = reading.document.source.title
        if exists:
            told.append(f"{title}にあるのは{exists}です。")
            nearest += [q for path in row[-1:] for q in quote_clause(reading, path)[:1]]
        else:
            without.append(f"{title}には条・項・号・別表の番地がありません。")
    return Verdict(
        "no_such_clause",
        related=tuple(nearest[:NEAREST]),
        reason="missing",
        detail="".join(told or without),
    )


def related(reading: Reading, paths: Sequence[Path]) -> tuple[Quote, ...]:
    """The clauses that the quoted ones refer to, then those that refer to them."""
    to: dict[Path, str] = {}
    for at, _, targets in reading.references:
        if any(at[: len(path)] == path for path in paths):
            for target in targets:
                if not any(target[: len(path)] == path for path in paths):
                    to.setdefault(target, "この規定が参照している条文")
    for at, _, targets in reading.references:
        if set(targets) & set(paths) and not any(at[: len(path)] == path for path in paths):
            to.setdefault(at, "この規定を参照している条文")
    found = [q for target, note in to.items() for q in quote_clause(reading, target, note)[:1]]
    return tuple(found[:RELATED])
