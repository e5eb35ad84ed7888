"""The clauses at an address that somebody looks up, the whole of each."""

from __future__ import annotations

import re
import unicodedata

from assistant.answering.addressed import addressed, no_such, related
from assistant.answering.catalogue import Catalogue
from assistant.answering.labels import first_by_labels, label_words, squeeze
from assistant.answering.lists import label_quotes
from assistant.answering.lookup import Found, look_up
from assistant.answering.notation import normalised
from assistant.answering.quotes import quote, quote_clause
from assistant.answering.searcher import PROVISO
from assistant.answering.verdicts import Verdict
from assistant.documents.chunks import Reading, sentences
from assistant.documents.references import find, resolve
from assistant.language.numerals import parse_number
from assistant.language.tokens import fold
from assistant.records import Path, Span, Step

# Several addresses in one: parted by a semicolon, two labels of one row, both parties' cells.
_SEMICOLON = re.compile("[;；]")
# More than that in one is no address that anyone wrote; each costs a look-up.
_MOST_IN_ONE = 20
# From how many rows on a column that is named alone is no answer but a question.
_MANY_ROWS = 4
_JOINED_LABELS = re.compile(
    r"(?P<of>.*?[\s・のと])(?P<a>[^\s・のと]{2,10})(?:と|及び|および|並びに|、)(?P<b>[^\s・のと]{2,10})"
)
_BOTH_PARTIES = re.compile(
    "[、 　の]*[(（]?甲(?:の役割)?(?:・|と|、|及び|および)?乙(?:とも|両方|双方|それぞれ)?"
    "(?:の?役割)?(?:とも|の?両方)?[)）]?$"
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
# Two parts by their numbers, perhaps with what they are called: アンケート1(住民)と2の配布数.
_TWO_NUMBERS = re.compile(
    r"(?P<of>.*[^0-9第条項号表])(?P<a>[1-9])(?:\([^()]*\))?(?:と|・|、|及び)"
    r"(?P<b>[1-9])(?:\([^()]*\))?の(?P<rest>.+)"
)
# What no party of a paper is called, and a proviso: 署名欄 丙, 第2条但書.
_NO_PARTY = re.compile("[丙丁戊](?![一-鿿])|(?<=署名欄)[丙丁戊]|[丙丁戊](?=氏名|住所|職名)")
_PROVISO_OF = re.compile(
    r"(?P<of>.*(?P<clause>[条項])|.+?)[の\s]*(?:(?P<but>但し?書き?|ただし書き?)|なお書き?)"
)
# The parts of a page that begin with a sign: ※印, ◆の行.
_SIGNED = re.compile("(?P<of>.+?)[の\\s]*(?P<sign>[※◆■●◇○])(?:印|の?(?:行|文|段落|部分|注記?))?")
# 第3条の柱書, and 第3項 without an article.
_LEAD_OF = re.compile(r"(?P<of>.*[条項])[の\s]*(?:本文|柱書き?)")
_UNPLACED = re.compile(r"(?P<of>[^第]*?)\s*第(?P<n>[0-9一二三四五六七八九十]+)(?P<unit>[項号])")
_RUN = re.compile(
    "第?(?P<a>[0-9０-９]{1,2})(?:段落|項目)?(?:[〜~～–-]|から)第?(?P<b>[0-9０-９]{1,2})(?P<unit>段落|項目)(?:まで)?$"
)
# The clause beside one, or the one that a word in it points at: 第6条の前の条, 第2条の「次条」.
_POINTED = re.compile(
    '(?P<of>.*[条項号])(?:に(?:いう|ある|出てくる)|で言?いう|の中?の?|における)[「『“"]?'
    '(?P<word>[前次]の?[条項号])[」』”"]?(?:の?(?:条文|内容)|とは|(?:が|の)(?:指す|示す|さす).*)?[?？]?'
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
    for way in (_pointed_at, _lead_alone, _proviso_alone, _signed, _unplaced, _no_party):
        verdict = way(written, catalogue, within)
        if verdict is not None:
            return verdict
    found = look_up(written, catalogue, within)
    return _one_column(found, catalogue) or addressed(found, catalogue)


def _one_column(found: Found, catalogue: Catalogue) -> Verdict | None:
    """乙の役割 alone stands in many rows: which of them is meant has to be asked."""
    if found.addressed or len(found.paths) != 1:
        return None
    ((name, paths),) = found.paths.items()
    rows = {path[:-1] for path in paths if path[-1].kind == "cell"}
    if len(rows) < _MANY_ROWS:
        return None
    cells = [path for path in paths if path[-1].kind == "cell"][:_MOST_IN_ONE]
    each = tuple(q for path in cells for q in quote_clause(catalogue.readings[name], path)[:1])
    return Verdict("unclear", related=each, reason="clauses")


def _pointed_at(
    written: str, catalogue: Catalogue, within: frozenset[str] | None
) -> Verdict | None:
    """第6条の前の条, 第2条の「次条」: the clause beside one, or the one that its word points at."""
    said = _POINTED.fullmatch(normalised(written).strip())
    one = _one_clause(said, catalogue, within)
    if said is None or one is None:
        return None
    name, reading, path = one
    (reference,) = find(said["word"].replace("の", ""))
    targets = resolve(reference, path, reading.addresses)
    if not targets:
        step = Step("article", None, said["word"])
        return no_such(Found(missing={name: (*path[:-1], step)}), catalogue)
    quotes = tuple(q for target in targets for q in quote_clause(reading, target))
    return Verdict("answered", quotes, related(reading, targets))


def _lead_alone(
    written: str, catalogue: Catalogue, within: frozenset[str] | None
) -> Verdict | None:
    """第3条の柱書: the words of a clause before its items."""
    one = _one_clause(_LEAD_OF.fullmatch(written.strip()), catalogue, within)
    items = one[1].addresses.children(one[2], "item") if one else []
    if one is None or not items:
        return None
    _, reading, path = one
    nodes = reading.addresses.nodes
    lead = Span(nodes[path].body.start, nodes[items[0]].span.start).trim(reading.document.text)
    return Verdict("answered", (quote(reading, path, lead),)) if lead.start < lead.end else None


def _proviso_alone(
    written: str, catalogue: Catalogue, within: frozenset[str] | None
) -> Verdict | None:
    """第6条第3項但書, 組合の解散 なお書き: the sentence that begins so, or that there is none."""
    said = _PROVISO_OF.fullmatch(written.strip())
    one = _one_clause(said, catalogue, within)
    if said is None or one is None or bool(said["but"]) != bool(said["clause"]):
        return None
    name, reading, path = one
    begun = PROVISO if said["but"] else ("なお",)
    for at in _at_and_below(reading, path):
        body = reading.addresses.nodes[at].body
        for span in sentences(reading.document.text, body):
            if span.cut(reading.document.text).startswith(begun):
                return Verdict("answered", (quote(reading, at, span),))
    words = "但し書き" if said["but"] else "なお書き"
    return no_such(Found(missing={name: (*path, Step("proviso", None, words))}), catalogue)


def _signed(written: str, catalogue: Catalogue, within: frozenset[str] | None) -> Verdict | None:
    """北見 ◆印: the paragraphs and items of a page or section that begin with a sign."""
    said = _SIGNED.fullmatch(written.strip())
    found = look_up(said["of"], catalogue, within) if said else Found()
    homes = [(name, path) for name, paths in found.paths.items() for path in paths[:1]]
    homes = homes or [(name, ()) for name in sorted(found.named)]
    if said is None or len(homes) != 1:
        return None
    ((name, home),) = homes
    reading = catalogue.readings[name]
    nodes, text = reading.addresses.nodes, reading.document.text
    marked = [p for p in nodes if p[: len(home)] == home and not reading.addresses.children(p)]
    marked = [p for p in marked if nodes[p].span.cut(text).strip().startswith(said["sign"])]
    quotes = tuple(q for path in marked for q in quote_clause(reading, path))
    return Verdict("answered", quotes) if quotes else None


def _at_and_below(reading: Reading, path: Path) -> list[Path]:
    """A part without parts below it, or all of these."""
    below = [p for p in reading.addresses.nodes if len(p) > len(path) and p[: len(path)] == path]
    return [p for p in below if not reading.addresses.children(p)] or [path]


def _one_clause(
    said: re.Match[str] | None, catalogue: Catalogue, within: frozenset[str] | None
) -> tuple[str, Reading, Path] | None:
    """The one clause that the words before a part of it mean, with its document."""
    found = look_up(said["of"], catalogue, within).paths if said else {}
    if len(found) != 1:
        return None
    ((name, paths),) = found.items()
    return (name, catalogue.readings[name], paths[0]) if len(paths) == 1 else None


def _no_party(written: str, catalogue: Catalogue, within: frozenset[str] | None) -> Verdict | None:
    """署名欄 丙, where no paper has a 丙: there is no such part."""
    said = _NO_PARTY.search(written)
    bound = {name for r in catalogue.readings.values() for name in r.meanings}
    if said is None or said[0] in bound:
        return None
    papers = [n for n in within or catalogue.readings if "甲" in catalogue.readings[n].meanings]
    step = Step("party", None, said[0])
    return no_such(Found(missing=dict.fromkeys(sorted(papers), (step,))), catalogue)


def _unplaced(written: str, catalogue: Catalogue, within: frozenset[str] | None) -> Verdict | None:
    """第3項 without its article: the one that there is, or all of them to choose from."""
    said = _UNPLACED.fullmatch(normalised(written).strip())
    if said is None:
        return None
    label, of = f"第{parse_number(said['n'])}{said['unit']}", squeeze(label_words(said["of"]))
    found = [
        q
        for name in sorted(within or catalogue.readings)
        for path in catalogue.readings[name].addresses.nodes
        if len(path) > 1 and path[-1].label == label and path[0].kind == "article"
        if of in squeeze(_heading(catalogue.readings[name], path[:1]))
        for q in quote_clause(catalogue.readings[name], path)[:1]
    ]
    if len(found) > 1:
        return Verdict("unclear", related=tuple(found[:_MOST_IN_ONE]), reason="clauses")
    return Verdict("answered", tuple(found)) if found else None


def _heading(reading: Reading, path: Path) -> str:
    heading = reading.addresses.nodes[path].heading
    return heading.cut(reading.document.text) if heading else ""


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
            return no_such(Found(missing={name: (*home, Step(kind, None, ""))}), catalogue)
    return None


def _several(written: str, catalogue: Catalogue, within: frozenset[str] | None) -> list[Found]:
    """The addresses that are written in one: …; …, 調査対象と配布数, 甲・乙とも. Empty for one."""
    parts = _parts(written)
    if 1 < len(parts) <= _MOST_IN_ONE:
        return [look_up(part, catalogue, within) for part in parts]
    joined = _JOINED_LABELS.fullmatch(written.strip())
    if joined is None:
        return []
    halves = [look_up(joined["of"] + joined[side], catalogue, within) for side in ("a", "b")]
    ends = [paths for half in halves for paths in half.paths.values()]
    if len(ends) != len(halves) or any(len(paths) != 1 for paths in ends):
        return []
    (one,), (other,) = ends
    return halves if one != other and one[:-1] == other[:-1] else []


def _parts(written: str) -> list[str]:
    """The addresses that a line parts or counts, each in full; one where it does neither."""
    both = _BOTH_PARTIES.search(written)
    if both:
        return [f"{written[: both.start()]} {letter}の役割" for letter in "甲乙"]
    rows = _TWO_ROWS.fullmatch(written.strip())
    if rows:
        return [f"{rows[side]} {rows['of']}" for side in ("a", "b")]
    counted = _TWO_NUMBERS.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if counted:
        return [f"{counted['of']}{counted[side]} {counted['rest']}" for side in ("a", "b")]
    folded = fold(written)
    two = _TWO_UNITS.search(folded)
    if two:
        rest = f"{folded[: two.start()]} {folded[two.end() :]}"
        return [f"{rest} 第{two[side]}{two['unit']}" for side in ("a", "b")]
    run = _RUN.search(written)
    if run:
        numbers = range(parse_number(run["a"]), parse_number(run["b"]) + 1)
        return [f"{written[: run.start()]} 第{n}{run['unit']}" for n in numbers]
    return [part for part in _SEMICOLON.split(written) if part.strip()]
