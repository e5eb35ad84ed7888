"""What a follow-up points to from the clause quoted last: 前の条, 第2項, その次は, 最後のは."""

from __future__ import annotations

import re

from assistant.answering.addressed import no_such, related
from assistant.answering.catalogue import Catalogue
from assistant.answering.lists import first_run, is_numbered, run_of
from assistant.answering.lookup import Found
from assistant.answering.notation import normalised
from assistant.answering.quotes import quote, quote_clause
from assistant.answering.verdicts import Verdict
from assistant.documents.chunks import Reading
from assistant.documents.references import Carry, find, resolve
from assistant.language.numerals import parse_number
from assistant.language.tokens import fold
from assistant.records import Path, Query, Step

_UNITS = {"article": "条", "paragraph": "項", "item": "号"}
# その次は？, 三番目は？ after a step of a numbered list.
_ANOTHER_STEP = re.compile(
    r"^(?:では|じゃあ?|で|さらに|また)*、?"
    r"(?:(?:その|もう)?(?:一つ|ひとつ|1つ)?の?(?P<way>[前次])(?:の?(?:段階|手順|ステップ))?"
    r"|(?:一番)?(?P<first>最初)|(?:一番)?(?P<last>最後)"
    r"|(?P<n>[1-9]|[一二三四五六七八九十])(?:番目|つ目|つめ|個目|段階目)(?:のもの|のやつ)?)"
    r"(?:の|に|って)?(?:は|も|のは|を)?、?(?:(?:もっと|もう少し)?(?:詳し|くわし)[^、]{0,10}"
    r"|(?:(?:たとえば|例えば)?(?:何|なに|どう|どんな)|お?願い|教え)[^、]{0,12})?[?？。]*$"
)
# Which item of the list that was quoted speaks of something, and what else it holds.
_WHICH_ITEM = re.compile(
    "^.{2,16}?(?:は|って)、?(?:(?:その|この)(?:うち|中|なか)?の?(?:どれ|どこ|何番目|いくつ目|どの(?:項目|役割|機能|分野))"
    "|どれ(?=に(?:入|含|当た|属)))"
    "(?:に|で|です|になり|が|だ|なの|[?？。]|$)"
)
_OTHER_ITEMS = re.compile(
    "^(?:では|じゃあ?|それ)?、?(?:その)?(?:他|ほか|残り|あと)の(?:役割|項目|もの|取組|機能|手順|段階|分野|[2-9二三]つ)"
    "?の?は[?？]?$"
)
_HOW_OF_OTHER = re.compile(
    "(?:のほう|の方|の場合)(?:は|も)?(?:(?:どう|いかが)(?:だった|でした|です|なの)?(?:か|の)?)?[?？。]*$"
)
# A period (第2期) is told from the one before it by its number, not by where it stands.
_PERIOD = re.compile(r"第\s*[0-9]+\s*[期次]")


def relative(query: Query, catalogue: Catalogue) -> Verdict | None:
    """What 前の条, 次の項, 第2項 mean, counted from the clause quoted last; None if not said so."""
    reading = catalogue.readings.get(query.focus[0]) if query.focus else None
    if reading is None or query.focus is None:
        return None
    text = re.sub(r"(?<=[前次])の(?=[条項号])", "", normalised(query.question))
    clause = query.focus[1] and reading.document.source.kind == "agreement"
    unit = _UNITS.get(query.focus[1][-1].kind, "") if clause else ""
    step = _step_beside(query, reading) or _of_items(query, reading) or _same_field(query, reading)
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
            return no_such(Found(missing={query.focus[0]: steps}), catalogue)
    return None


def _step_beside(query: Query, reading: Reading) -> Verdict | None:
    """その次は？, 2番目は？ after an item, or after the whole list: another item of it."""
    said, (_, path) = _ANOTHER_STEP.match(fold(query.question)), query.focus or ("", ())
    if said is None or not path:
        return None
    whole = path[-1].kind != "item"
    items = _list_around(reading, path)
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


def _list_around(reading: Reading, path: Path) -> list[Path]:
    """The items of the list that was quoted, or that holds the item that was."""
    whole = path[-1].kind != "item"
    items = reading.addresses.children(path if whole else path[:-1], "item")
    if path in items:
        return items if is_numbered(reading, path) else run_of(reading, items, path)
    return first_run(reading, items)


def _of_items(query: Query, reading: Reading) -> Verdict | None:
    """観光はそのうちのどれ, 他の役割は: the item that speaks of it, or all but the one quoted."""
    path = query.focus[1] if query.focus else ()
    said = fold(query.question)
    which, others = _WHICH_ITEM.match(said), _OTHER_ITEMS.match(said)
    items = _list_around(reading, path) if path and (which or others) else []
    if len(items) < 2:
        return None
    text, nodes = reading.document.text, reading.addresses.nodes
    if others:
        meant = [item for item in items if item != path] if path in items else []
    else:
        words = {
            form for term in query.terms if term.specific for form in (term.surface, *term.own)
        }
        meant = [p for p in items if any(w in fold(nodes[p].body.cut(text)) for w in words)]
        meant = meant if len(meant) == 1 else []
    quotes = tuple(quote(reading, item, nodes[item].body) for item in meant)
    return Verdict("answered", quotes, related(reading, meant)) if quotes else None


def _same_field(query: Query, reading: Reading) -> Verdict | None:
    """高校生のほうはどうだった after 住民アンケートの回答率: the same field of that section."""
    path = query.focus[1] if query.focus else ()
    if len(path) < 2 or path[-1].kind != "field" or not _HOW_OF_OTHER.search(query.text):
        return None
    named = [term.surface for term in query.terms if term.specific]
    own = fold(path[-2].label)
    beside = reading.addresses.children(path[:-2], "section")
    meant = [
        (*section, path[-1])
        for section in beside
        if section != path[:-1]
        and any(noun in fold(section[-1].label) and noun not in own for noun in named)
    ]
    found = [p for p in meant if p in reading.addresses.nodes]
    if len(meant) != 1 or not found:
        return None
    return Verdict("answered", tuple(quote_clause(reading, found[0])), related(reading, found))


def _carry(path: Path) -> Carry:
    return Carry([path])
