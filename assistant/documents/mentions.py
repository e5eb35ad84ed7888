"""Words that point at clauses, read from the text: 第5条第2項, 前条, 別表1から別表3まで.

The grammar is that of 法制執務 (前・次・同・本 before 編章節款条項号表, 各号, ただし書, 前段・後段,
AからBまで); names of laws outside the corpus are recognised and never resolved inside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.documents.parsing.markers import BLANKS, NUMERAL, OPEN_NUMERAL, numbered
from assistant.language.numerals import CIRCLED, parse_number
from assistant.records import Reference, Span, Step

_S = r"[ \u3000\t\u00a0]*(?:\r?\n[ \u3000\t]*)?"
_KINDS = {level: f"chapter-{level}" for level in "編章節款"} | {
    "条": "article",
    "項": "paragraph",
    "号": "item",
    "表": "table",
    "附則": "supplement",
}
_ORDER = (
    "chapter-編",
    "chapter-章",
    "chapter-節",
    "chapter-款",
    "supplement",
    "table",
    "article",
    "paragraph",
    "item",
    "letter",
)
_SUB = rf"(?:{_S}の{_S}{OPEN_NUMERAL}(?![市町村]|{_S}[条項号]))*"
_LETTER = r"(?:[イロハニホヘトアウエオ](?![ァ-ヶーｦ-ﾟ])|[（(][ア-ン][）)])"
# Below a letter: (ア), (1), (一), (i), ａ, ①.
_DEEPER = (
    rf"(?:[（(](?:[ア-ン]|{NUMERAL}|[a-zａ-ｚ]{{1,4}})[）)]"
    rf"|[a-zａ-ｚ](?![A-Za-zａ-ｚ])|[{CIRCLED}])"
)
_UNIT = (
    rf"第{_S}{NUMERAL}{_S}(?:[編章節款条号]|項(?!目)){_SUB}"
    rf"|(?<=[条項の]){_S}[（(]{BLANKS}[0-9０-９]{{1,2}}{BLANKS}[）)]"
    rf"|(?<=[号項0-9０-９一二三四五六七八九十）)]){_S}{_LETTER}"
    rf"|(?<=[イロハニホヘトアウエオ）)a-zａ-ｚ{CIRCLED}]){_S}{_DEEPER}"
)
# 第3条第4号 is also written 第3条の第4号 and 第3条の(4).
_UNITS = rf"(?:{_S}(?:の{_S}(?=[第（(]))?(?:{_UNIT}))*"
_TABLE = (
    rf"別{_S}表(?:{_S}第?{_S}{OPEN_NUMERAL}{_SUB})?|別{_S}記(?!{_S}様)"
    rf"|(?:別{_S}記{_S})?様{_S}式(?:{_S}第?{_S}{OPEN_NUMERAL}{_SUB}(?:{_S}号)?)?|附{_S}則"
)
_RELATIVE = (
    rf"(?P<rel>前|次|同|本|この)(?P<many>{_S}{NUMERAL}|各)?"
    rf"{_S}(?P<unit>[編章節款条項号表])(?![者件程例約])"
)
_TAIL = rf"{_S}(?:ただし書き?|但し?書き?|本文|前段|後段|各{_S}号(?:列記以外の部分)?|各{_S}項)"
_LAW = (
    r"(?:[一-鿿ァ-ヶー々]|(?<=[一-鿿])(?:の|に関する|における|等の|及び)(?=[一-鿿ァ-ヶー])){0,30}"
    r"(?:法|令|条例|規則|規程|要綱|要領|憲法|規約|告示|協約|協定書?|契約|計画)"
)
_BRACKETS = rf"(?:{_S}[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)])?"
_OWN = re.compile(r"(?:この|本)(?:協定|協約|要綱|規約|条例|契約|覚書|規程|規則)(?:書)?$")
_REFERENCE = re.compile(
    rf"(?P<law>{_LAW}){_BRACKETS}{_S}"
    rf"(?:別{_S}表(?:{_S}第?{_S}{OPEN_NUMERAL})?|附{_S}則|第{_S}{NUMERAL}(?!{NUMERAL}?{_S}項目))"
    rf"(?:{_S}[条項号])?{_SUB}{_UNITS}(?:{_TAIL})?"
    rf"|{_RELATIVE}{_UNITS}(?:{_TAIL})?"
    rf"|(?P<abs>(?:(?:{_TABLE})|第{_S}{NUMERAL}{_S}(?:[編章節款条号]|項(?!目)){_SUB})"
    rf"{_UNITS}(?:{_TAIL})?)"
    rf"|(?P<own>(?:次の|当該)?各{_S}号)(?!列)"
    rf"|(?<![ァ-ヶー一-鿿])(?P<letter>{_LETTER})"
    r"(?=に掲げ|に規定|に定め|(?:及び|又は|から|、)(?:[イロハニホヘト]|[（(])|まで|の)"
    rf"|(?:(?<=又は)|(?<=及び)|(?<=から)|(?<=若しくは)){_LETTER}(?=に|の|又|及|、|を|ま|で|と)"
)
_FIRST_UNIT = re.compile(rf"{_TABLE}|第{_S}{NUMERAL}{_S}[編章節款条項号]")
_NUMBER_OF_PAPER = re.compile(r"[一-鿿]$")
_BEFORE_ITEM = re.compile(
    r"(?:[条項段章節]|及び|又は|並びに|若しく|書|号|[、のはがをに]|各|前|次|同|本)$"
)
_ANY_UNIT = re.compile(rf"第{_S}(?P<n>{NUMERAL}){_S}(?P<k>[編章節款条項号])(?P<sub>{_SUB})")
_ITEM_IN_BRACKETS = re.compile(rf"{_S}[（(]{BLANKS}(?P<n>[0-9０-９]{{1,2}}){BLANKS}[）)]")
_LETTER_UNIT = re.compile(rf"{_S}(?P<l>{_LETTER}|{_DEEPER})")
_TABLE_UNIT = re.compile(
    rf"(?P<w>附{_S}則|(?:別{_S}表|別{_S}記(?!{_S}様)|(?:別{_S}記{_S})?様{_S}式)"
    rf"(?:{_S}第?{_S}(?P<n>{OPEN_NUMERAL})(?P<sub>{_SUB})(?:{_S}号)?)?)"
)
_JOIN = re.compile(rf"{_S}(?:及び|又は|並びに|若しくは|、|・|と|から){_S}")
_TO = re.compile(rf"{_S}(?:から|[~〜～]){_S}")
_UNTIL = re.compile(rf"{_S}まで")


def find(text: str, span: Span | None = None, skip: Sequence[Span] = ()) -> list[Reference]:
    """Read the references in `text` (within `span`), in order; a range is one reference.

    `skip` holds spans that only look like references: the numbers that head clauses.
    """
    area = span or Span(0, len(text))
    found: list[Reference] = []
    for match in _matches(text, area, skip):
        here = Span(match.start(), match.end())
        if _is_number_of_paper(text, match):
            continue
        reference = _read(text, match, here)
        if reference is not None:
            found.append(_joined(text, found, reference))
    return list(_ranges(text, found))


def _matches(text: str, area: Span, skip: Sequence[Span]) -> Iterator[re.Match[str]]:
    """The matches outside `skip`: none runs from a clause's number into its words."""
    start = area.start
    for span in sorted(s for s in skip if area.start <= s.start and s.end <= area.end):
        yield from _REFERENCE.finditer(text, start, max(start, span.start))
        start = max(start, span.end)
    yield from _REFERENCE.finditer(text, start, area.end)


def _is_number_of_paper(text: str, match: re.Match[str]) -> bool:
    """法律第67号, 総行応第39号: the number of a paper, not of an item."""
    if match["abs"] is None or not re.match(rf"第{_S}{NUMERAL}{_S}号", match[0]):
        return False
    before = text[max(0, match.start() - 4) : match.start()].rstrip()
    return bool(_NUMBER_OF_PAPER.search(before)) and not _BEFORE_ITEM.search(before)


def _read(text: str, match: re.Match[str], span: Span) -> Reference | None:
    if match["law"] is not None:
        return _of_law(text, match["law"], span)
    if match["rel"] is not None:
        return _relative(match, span)
    if match["own"] is not None:
        return Reference(span, "this", (_every("item"),), kind="paragraph")
    if match["abs"] is not None:
        return Reference(span, "absolute", _steps(match[0]))
    return Reference(span, "absolute", (Step("letter", None, _letter(match[0])),))


def _of_law(text: str, name: str, span: Span) -> Reference | None:
    """A clause of a law outside, or, behind この協定, of the document itself."""
    behind = span.start + len(name)
    if not _OWN.search(text[max(0, span.start - 2) : span.start] + name):
        return Reference(span, "external", _steps(text[behind : span.end]))
    inner = _FIRST_UNIT.search(text, behind, span.end)
    if inner is None:
        return None
    here = Span(inner.start(), span.end)
    return Reference(here, "absolute", _steps(here.cut(text)))


def _relative(match: re.Match[str], span: Span) -> Reference:
    rel, unit = match["rel"], match["unit"]
    many = (match["many"] or "").strip()
    anchor = {"前": "previous", "次": "next", "同": "same"}.get(rel, "this")
    count = 0 if many == "各" else parse_number(re.sub(r"\s", "", many)) if many else 1
    rest = match[0][match.end("unit") - match.start() :]
    return Reference(span, anchor, _steps(rest), kind=_KINDS[unit], count=count)


def _every(kind: str) -> Step:
    return Step(kind, None, "各号" if kind == "item" else "各項")


def _letter(written: str) -> str:
    """The label of a letter as the tree has it: (ア), (1), a."""
    signs = re.sub(r"[\s（()）]", "", written)
    if re.fullmatch(NUMERAL, signs):
        signs = str(parse_number(signs))
    elif signs not in CIRCLED:
        signs = unicodedata.normalize("NFKC", signs)
    return f"({signs})" if written.strip()[0] in "（(" else signs


def _steps(written: str) -> tuple[Step, ...]:
    """The steps that a run of units names, outermost first; ただし書 and the like add none."""
    steps: list[Step] = []
    at = 0
    while at < len(written):
        table = _TABLE_UNIT.match(written, at)
        unit = _ANY_UNIT.match(written, at)
        bracket = _ITEM_IN_BRACKETS.match(written, at)
        letter = _LETTER_UNIT.match(written, at)
        if table:
            steps.append(_table_step(table))
            at = table.end()
        elif unit:
            steps.append(_unit_step(unit))
            at = unit.end()
        elif bracket and steps:
            number = str(parse_number(bracket["n"]))
            kind = "letter" if steps[-1].kind in {"item", "letter"} else "item"
            steps.append(Step(kind, number, f"({number})" if kind == "letter" else f"第{number}号"))
            at = bracket.end()
        elif letter and (not steps or steps[-1].kind in {"paragraph", "item", "letter"}):
            steps.append(Step("letter", None, _letter(letter["l"])))
            at = letter.end()
        else:
            at += 1
    if re.search(rf"各{_S}号", written):
        steps.append(_every("item"))
    elif re.search(rf"各{_S}項", written):
        steps.append(_every("paragraph"))
    return tuple(steps)


def _table_step(match: re.Match[str]) -> Step:
    word = re.sub(r"\s", "", match["w"])
    if word == "附則":
        return Step("supplement", None, "附則")
    number = numbered(re.sub(r"\s", "", match["n"]), match["sub"])[0] if match["n"] else None
    base = next(name for name in ("様式", "別表", "別記") if name in word)
    return Step("table", number, base + (number or ""))


def _unit_step(match: re.Match[str]) -> Step:
    sign = match["k"]
    number, tail = numbered(re.sub(r"\s", "", match["n"]), match["sub"])
    plain = number.removesuffix(tail) if tail else number
    return Step(_KINDS[sign], number, f"第{plain}{sign}{tail}")


def _joined(text: str, found: list[Reference], reference: Reference) -> Reference:
    """第4条第1項及び第2項: the second lacks what the first says, and takes it from there."""
    if not found or reference.anchor != "absolute":
        return reference
    last = found[-1]
    if not _JOIN.fullmatch(text, last.span.end, reference.span.start):
        return reference
    first = reference.steps[0].kind if reference.steps else ""
    if last.anchor == "external" and first not in {"table", "supplement"}:
        return replace(reference, anchor="external")
    return (
        _with_lead(reference, last, first)
        if first in {"paragraph", "item", "letter"}
        else reference
    )


def _with_lead(reference: Reference, last: Reference, first: str) -> Reference:
    """A reference whose first step is of kind `first` with what the last one says above it."""
    lead = tuple(
        s for s in last.steps if s.label not in {"各号", "各項"} and _rank(s.kind) < _rank(first)
    )
    steps = (*lead, *reference.steps)
    if last.anchor == "absolute":
        return replace(reference, steps=steps)
    holds = _rank(last.kind) < _rank(first) and last.count == 1
    if not lead and not holds:
        return reference
    return replace(reference, anchor=last.anchor, kind=last.kind, count=last.count, steps=steps)


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _ranges(text: str, found: list[Reference]) -> Iterator[Reference]:
    """Join AからBまで into one reference that runs from A to B."""
    at = 0
    while at < len(found):
        first = found[at]
        second = found[at + 1] if at + 1 < len(found) else None
        if second and _TO.fullmatch(text, first.span.end, second.span.start):
            until = _UNTIL.match(text, second.span.end)
            end = until.end() if until else second.span.end
            yield replace(first, span=Span(first.span.start, end), until=second)
            at += 2
        else:
            yield first
            at += 1
