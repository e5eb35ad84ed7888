"""Questions and look-ups that name a clause: what stands there, or what exists instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.catalogue import Catalogue
from assistant.answering.labels import first_by_labels, label_words, squeeze
from assistant.answering.lists import is_numbered, label_quotes
from assistant.answering.lookup import Found, look_up, what_exists
from assistant.answering.notation import normalised, references_in
from assistant.answering.quotes import quote, quote_clause
from assistant.answering.searcher import PROVISO
from assistant.answering.terms import without
from assistant.answering.verdicts import Verdict
from assistant.documents.chunks import Reading, sentences
from assistant.documents.references import Carry, find, resolve
from assistant.language.numerals import parse_number
from assistant.language.tokens import fold
from assistant.records import Path, Query, Quote, Span, Step

RELATED, NEAREST = 8, 3
_UNITS = {"article": "条", "paragraph": "項", "item": "号"}
_ABOUT_TABLE = re.compile(
    r"何(?:に関する|について|の|が)|なに|タイトル|題|名前|(?:別表[0-9]+|別記|様式[0-9]*)(?:は|とは|って)?[?？]?$"
)
_NTH_THEME = re.compile("別表[0-9]+の[0-9]+(?:番目|つ目|番)")
_ASKS_THEME = re.compile("(?:テーマ|分野|項目|題名)(?:は|って|とは|が)?、?(?:何|なに)")
# Several addresses in one: parted by a semicolon, two labels of one row, both parties' cells.
_SEMICOLON = re.compile("[;；]")
# More than that in one is no address that anyone wrote; each costs a look-up.
_MOST_IN_ONE = 20
_JOINED_LABELS = re.compile(
    r"(?P<of>.*?[\s・のと])(?P<a>[^\s・のと]{2,10})(?:と|及び|および|並びに|、)(?P<b>[^\s・のと]{2,10})"
)
_BOTH_PARTIES = re.compile(
    "[、 の]*[(（]?甲(?:・|と|、|及び|および)?乙(?:とも|両方|双方|それぞれ)?(?:の?役割)?"
    "(?:とも|の?両方)?[)）]?$"
)
_HEADED = re.compile(
    "(?P<of>.+?)の?(?:標題|表題|題名|タイトル|見出し|題目)(?:[（(][^（()）]*[)）])?(?:は|を.*)?[?？]?"
)
_NTH_ROW = re.compile(
    "(?P<of>.+?)の?(?P<n>[0-9０-９一二三四五六七八九十]{1,2})(?:つ目の|番目の)?(?P<unit>行)目?"
    r"(?:[の、,\s]+(?P<column>\S.*))?"
)
_LAST = re.compile(
    r"(?P<of>.+?)[の\s]*(?:一番)?最後の(?P<unit>条|項目|項|段落|行)(?:[の、,\s]+(?P<column>\S.*))?"
)
# Two paragraphs or items of a page: 第9段落及び第10段落.
_TWO_UNITS = re.compile(
    r"第?(?P<a>[0-9]{1,2})(?:段落|項目)?(?:及び|と|・|、)第?(?P<b>[0-9]{1,2})(?P<unit>段落|項目)"
)
# One column of two rows, or one kind of paper of two towns: 観光及び農業の取組内容.
_TWO_ROWS = re.compile(
    r"(?P<a>[^\s、・]{2,10}?)(?:及び|および|と|・|、)(?P<b>[^\s、・]{2,10}?)の?"
    r"(?P<of>取組内容|[甲乙](?:の役割)?|(?<=[市町村]の)連携協約)"
)
# What no party of a paper is called, and a proviso: 署名欄 丙, 第2条但書.
_NO_PARTY = re.compile("[丙丁戊](?![一-鿿])")
_PROVISO_OF = re.compile(r"(?P<of>.*[条項])[の\s]*(?:但し?書き?|ただし書き?)")
# 第3条の柱書, and 第3項 without an article.
_LEAD_OF = re.compile(r"(?P<of>.*[条項])[の\s]*(?:本文|柱書き?)")
_UNPLACED = re.compile(r"第(?P<n>[0-9一二三四五六七八九十]+)(?P<unit>[項号])")
_RUN = re.compile("第?(?P<a>[0-9０-９]{1,2})[〜~～–-]第?(?P<b>[0-9０-９]{1,2})(?P<unit>段落|項目)$")
# その次は？, 三番目は？ after a step of a numbered list.
_ANOTHER_STEP = re.compile(
    r"^(?:では|じゃあ?|で|さらに|また)*、?(?:(?:その|もう)?(?:一つ|ひとつ|1つ)?の?(?P<way>[前次])"
    r"|(?:一番)?(?P<first>最初)|(?:一番)?(?P<last>最後)"
    r"|(?P<n>[1-9]|[一二三四五六七八九十])(?:番目|つ目|つめ|個目|段階目)(?:のもの|のやつ)?)"
    r"(?:の|に|って)?(?:は|も|のは|を)?、?(?:(?:もっと|もう少し)?(?:詳し|くわし)[^、]{0,10}"
    r"|(?:(?:たとえば|例えば)?(?:何|なに|どう|どんな)|お?願い|教え)[^、]{0,12})?[?？。]*$"
)
# A period (第2期) is told from the one before it by its number, not by where it stands.
_PERIOD = re.compile(r"第\s*[0-9]+\s*[期次]")
# The words around an address by which a question asks to be shown what stands there.
_ASKS_TO_SEE = re.compile(
    r"(?:について|に関して|の(?:中身|条文|規定|文言))?(?:を|は|って|とは|には?|で)?"
    r"(?:何[がをとて]?(?:書|定|規定|決|ある|あり|記).*|何(?:です|でしょう).*|どう(?:なって|書|いう).*"
    r"|(?:何|なに)(?:なの|だ|か)*|教えて.*|おしえて.*|見せて.*|見たい.*|読みたい.*|知りたい.*|示して.*)?[?？。]*$"
)


def lookup(written: str, catalogue: Catalogue, source: str | None = None) -> Verdict:
    """The clauses at an address, the whole of each."""
    within = frozenset({source}) if source else None
    if "←" in written:
        written = " ".join(reversed(written.split("←")))
    one = _one_of_row(written, catalogue, within)
    if one is not None:
        return one
    verdicts = [addressed(found, catalogue) for found in _several(written, catalogue, within)]
    if len(verdicts) > 1 and all(v.outcome == "answered" for v in verdicts):
        each = tuple(dict.fromkeys(q for v in verdicts for q in v.quotes))
        return Verdict("answered", each, verdicts[0].related)
    titled = _HEADED.fullmatch(written.strip())
    if titled:
        whole = look_up(titled["of"], catalogue, within)
        quotes = tuple(
            q for n, ps in whole.paths.items() for q in label_quotes(catalogue.readings[n], ps)
        )
        if len(whole.paths) == 1 and quotes:
            return Verdict("answered", quotes)
    lead = _lead_alone(written, catalogue, within) or _unplaced(written, catalogue, within)
    lead = lead or _no_party(written, catalogue, within)
    return lead or addressed(look_up(written, catalogue, within), catalogue)


def _lead_alone(
    written: str, catalogue: Catalogue, within: frozenset[str] | None
) -> Verdict | None:
    """第3条の柱書: the words of a clause before its items."""
    said = _LEAD_OF.fullmatch(written.strip())
    proviso = _PROVISO_OF.fullmatch(written.strip())
    of = (said or proviso or {"of": ""})["of"]
    whole = look_up(of, catalogue, within).paths if of else {}
    for name, paths in whole.items():
        reading = catalogue.readings[name]
        if proviso and len(whole) == len(paths) == 1:
            return _proviso(reading, paths[0]) or _no_such(
                Found(missing={name: (*paths[0], Step("proviso", None, "但し書き"))}), catalogue
            )
        items = reading.addresses.children(paths[0], "item") if len(paths) == 1 else []
        if len(whole) == 1 and items:
            nodes = reading.addresses.nodes
            lead = Span(nodes[paths[0]].body.start, nodes[items[0]].span.start)
            words = lead.trim(reading.document.text)
            if words.start < words.end:
                return Verdict("answered", (quote(reading, paths[0], words),))
    return None


def _proviso(reading: Reading, path: Path) -> Verdict | None:
    """The sentence of a clause that begins with 但し."""
    text = reading.document.text
    for span in sentences(text, reading.addresses.nodes[path].body):
        if span.cut(text).startswith(PROVISO):
            return Verdict("answered", (quote(reading, path, span),))
    return None


def _no_party(written: str, catalogue: Catalogue, within: frozenset[str] | None) -> Verdict | None:
    """署名欄 丙, where no paper has a 丙: there is no such part."""
    said = _NO_PARTY.search(written)
    bound = {name for r in catalogue.readings.values() for name in r.meanings}
    if said is None or said[0] in bound:
        return None
    papers = [n for n in within or catalogue.readings if "甲" in catalogue.readings[n].meanings]
    step = Step("party", None, said[0])
    return _no_such(Found(missing=dict.fromkeys(sorted(papers), (step,))), catalogue)


def _unplaced(written: str, catalogue: Catalogue, within: frozenset[str] | None) -> Verdict | None:
    """第3項 without its article: the one that there is, or all of them to choose from."""
    said = _UNPLACED.fullmatch(normalised(written).strip())
    if said is None:
        return None
    label = f"第{parse_number(said['n'])}{said['unit']}"
    found = [
        q
        for name in sorted(within or catalogue.readings)
        for path in catalogue.readings[name].addresses.nodes
        if len(path) > 1 and path[-1].label == label and path[0].kind == "article"
        for q in quote_clause(catalogue.readings[name], path)[:1]
    ]
    if len(found) > 1:
        return Verdict("unclear", related=tuple(found[:_MOST_IN_ONE]), reason="clauses")
    return Verdict("answered", tuple(found)) if found else None


def _one_of_row(
    written: str, catalogue: Catalogue, within: frozenset[str] | None
) -> Verdict | None:
    """別表1の産業振興の2行目, 協定の最後の条: a row or a clause by where it stands."""
    said = _NTH_ROW.fullmatch(written.strip()) or _LAST.fullmatch(written.strip())
    if said is None:
        return None
    whole = look_up(said["of"], catalogue, within)
    kinds = {"条": "article", "項": "paragraph", "段落": "paragraph", "項目": "item", "行": "row"}
    kind = kinds[said["unit"]]
    homes = {name: paths for name, paths in whole.paths.items() if len(paths) == 1}
    homes = homes or {name: ((),) for name in whole.named if not whole.addressed}
    for name, (home, *_) in homes.items():
        reading = catalogue.readings[name]
        below = [
            p
            for p in reading.addresses.nodes
            if p[-1:] and p[-1].kind == kind and p[: len(home)] == home
        ]
        number = parse_number(said["n"]) if said.re is _NTH_ROW else len(below)
        if below and 1 <= number <= len(below):
            path = below[number - 1]
            if said.groupdict().get("column"):
                cells = first_by_labels(
                    reading, [path], [label_words(said["column"]) or said["column"]]
                )
                path = cells[0] if len(cells) == 1 else path
            return Verdict(
                "answered", tuple(quote_clause(reading, path)), related(reading, (path,))
            )
        if below:
            return _no_such(Found(missing={name: (*home, Step(kind, None, ""))}), catalogue)
    return None


def _several(written: str, catalogue: Catalogue, within: frozenset[str] | None) -> list[Found]:
    """The addresses that are written in one: …; …, 調査対象と配布数, 甲・乙とも. Empty for one."""
    both = _BOTH_PARTIES.search(written)
    if both:
        parts = [f"{written[: both.start()]} {letter}の役割" for letter in "甲乙"]
    else:
        run, two = _RUN.search(written), _TWO_UNITS.search(fold(written))
        numbers = range(parse_number(run["a"]), parse_number(run["b"]) + 1) if run else ()
        parts = [f"{written[: run.start()]} 第{n}{run['unit']}" for n in numbers if run]
        if two:
            rest = fold(written)[: two.start()] + " " + fold(written)[two.end() :]
            parts = [f"{rest} 第{two[side]}{two['unit']}" for side in ("a", "b")]
        rows = _TWO_ROWS.fullmatch(written.strip())
        if rows:
            parts = [f"{rows[side]} {rows['of']}" for side in ("a", "b")]
        parts = parts or [part for part in _SEMICOLON.split(written) if part.strip()]
    joined = _JOINED_LABELS.fullmatch(written.strip())
    few = 1 < len(parts) <= _MOST_IN_ONE
    found = [look_up(part, catalogue, within) for part in parts] if few else []
    if not found and joined:
        halves = [look_up(joined["of"] + joined[side], catalogue, within) for side in ("a", "b")]
        ends = [paths for half in halves for paths in half.paths.values()]
        alone = len(ends) == 2 and all(len(paths) == 1 for paths in ends)
        if alone and ends[0] != ends[1] and ends[0][0][:-1] == ends[1][0][:-1]:
            found = halves
    return found


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
        return _no_such(Found(missing={name: missing}), catalogue)
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


def relative(query: Query, catalogue: Catalogue) -> Verdict | None:
    """What 前の条, 次の項, 第2項 mean, counted from the clause quoted last; None if not said so."""
    reading = catalogue.readings.get(query.focus[0]) if query.focus else None
    if reading is None or query.focus is None:
        return None
    text = re.sub(r"(?<=[前次])の(?=[条項号])", "", normalised(query.question))
    clause = query.focus[1] and reading.document.source.kind == "agreement"
    unit = _UNITS.get(query.focus[1][-1].kind, "") if clause else ""
    step = _step_beside(query, reading)
    if step is not None:
        return step
    beside = _ANOTHER_STEP.match(query.question)
    text = f"{beside['way']}{unit}は" if unit and beside and beside["way"] else text
    for reference in find(text):
        first = reference.steps[0].kind if reference.steps else ""
        if reference.anchor in {"previous", "next", "same", "this"} or first in {
            "paragraph",
            "item",
        }:
            targets = resolve(reference, query.focus[1], reading.addresses, _carry(query.focus[1]))
            if targets:
                quotes = tuple(q for path in targets for q in quote_clause(reading, path))
                return Verdict("answered", quotes, related(reading, targets))
            steps = reference.steps or (Step("article", None, ""),)
            return _no_such(Found(missing={query.focus[0]: steps}), catalogue)
    return None


def _step_beside(query: Query, reading: Reading) -> Verdict | None:
    """その次は？, 2番目は？ after an item, or after the whole list: another item of it."""
    said, (_, path) = _ANOTHER_STEP.match(fold(query.question)), query.focus or ("", ())
    if said is None or not path:
        return None
    whole = path[-1].kind != "item"
    items = reading.addresses.children(path if whole else path[:-1], "item")
    text = reading.document.text
    periods = any(_PERIOD.search(reading.addresses.nodes[p].body.cut(text)) for p in items)
    if len(items) < 2 or periods or (whole and said["way"]):
        return None
    if not whole and said["way"] and not is_numbered(reading, path):
        return None
    at = 0 if whole else items.index(path) + (-1 if said["way"] == "前" else 1)
    at = parse_number(said["n"]) - 1 if said["n"] else len(items) - 1 if said["last"] else at
    at = 0 if said["first"] else at
    if not 0 <= at < len(items):
        return Verdict("not_found", reason="silent", detail=f"全{len(items)}項目のほかの項目")
    node = reading.addresses.nodes[items[at]]
    return Verdict(
        "answered", (quote(reading, items[at], node.body),), related(reading, (items[at],))
    )


def _carry(path: Path) -> Carry:
    return Carry([path])


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
        return _no_such(found, catalogue)
    return Verdict("not_found", reason="no_address")


def _no_such(found: Found, catalogue: Catalogue) -> Verdict:
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
