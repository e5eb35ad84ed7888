"""Words that point at clauses: `find` reads them, `resolve` says which clauses they mean.

The grammar is that of 法制執務 (前・次・同・本 before 編章節款条項号表, 各号, ただし書, 前段・後段,
AからBまで); names of laws outside the corpus are recognised and never resolved inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.documents.addresses import Addresses
from assistant.documents.parsing.markers import BLANKS, NUMERAL, numbered
from assistant.language.numerals import parse_number
from assistant.records import Path, Reference, Span, Step

_S = r"[ \u3000\t\u00a0]*(?:\r?\n[ \u3000\t]*)?"
_KINDS = {"編": "chapter-編", "章": "chapter-章", "節": "chapter-節", "款": "chapter-款", "条": "article",
          "項": "paragraph", "号": "item", "表": "table", "附則": "supplement"}  # fmt: skip
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
_SUB = rf"(?:{_S}の{_S}{NUMERAL}(?![市町村]|{_S}[条項号]))*"
_LETTER = r"(?:[イロハニホヘトアウエオ](?![ァ-ヶーｦ-ﾟ])|[（(][ア-ン][）)])"
_UNIT = (
    rf"第{_S}{NUMERAL}{_S}(?:[編章節款条号]|項(?!目)){_SUB}"
    rf"|(?<=[条項]){_S}[（(]{BLANKS}[0-9０-９]{{1,2}}{BLANKS}[）)]"
    rf"|(?<=[号0-9０-９一二三四五六七八九十）)]){_S}{_LETTER}|(?<=[イロハニホヘトアウエオ]){_S}[（(][ア-ン0-9０-９][）)]"
)
_TABLE = rf"別{_S}表(?:{_S}第?{_S}{NUMERAL}{_SUB})?|別{_S}記(?!{_S}様)|(?:別{_S}記{_S})?様{_S}式(?:{_S}第?{_S}{NUMERAL}{_SUB}(?:{_S}号)?)?|附{_S}則"
_RELATIVE = rf"(?P<rel>前|次|同|本|この)(?P<many>{_S}{NUMERAL}|各)?{_S}(?P<unit>[編章節款条項号表])(?![者件程例約])"
_TAIL = rf"{_S}(?:ただし書き?|但し?書き?|本文|前段|後段|各{_S}号(?:列記以外の部分)?|各{_S}項)"
_LAW = (
    r"(?:[一-鿿ァ-ヶー々]|(?<=[一-鿿])(?:の|に関する|における|等の|及び)(?=[一-鿿ァ-ヶー])){0,30}"
    r"(?:法|令|条例|規則|規程|要綱|要領|憲法|規約|告示|協約|協定書?|契約|計画)"
)
_BRACKETS = rf"(?:{_S}[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)])?"
_OWN = re.compile(r"(?:この|本)(?:協定|協約|要綱|規約|条例|契約|覚書|規程|規則)(?:書)?$")
_REFERENCE = re.compile(
    rf"(?P<law>{_LAW}){_BRACKETS}{_S}(?:別{_S}表(?:{_S}第{_S}{NUMERAL})?|附{_S}則|第{_S}{NUMERAL})(?:{_S}[条項号])?{_SUB}(?:{_UNIT})*(?:{_TAIL})?"
    rf"|{_RELATIVE}(?:{_S}(?:{_UNIT}))*(?:{_TAIL})?"
    rf"|(?P<abs>(?:(?:{_TABLE})|第{_S}{NUMERAL}{_S}(?:[編章節款条号]|項(?!目)){_SUB})(?:{_S}(?:{_UNIT}))*(?:{_TAIL})?)"
    rf"|(?P<own>(?:次の|当該)?各{_S}号)(?!列)"
    rf"|(?<![ァ-ヶー一-鿿])(?P<letter>{_LETTER})(?=に掲げ|に規定|に定め|(?:及び|又は|から|、)(?:[イロハニホヘト]|[（(])|まで|の)"
    rf"|(?:(?<=又は)|(?<=及び)|(?<=から)|(?<=若しくは)){_LETTER}(?=に|の|又|及|、|を|ま|で|と)"
)
_NUMBER_OF_PAPER = re.compile(r"[一-鿿]$")
_BEFORE_ITEM = re.compile(
    r"(?:[条項段章節]|及び|又は|並びに|若しく|書|号|[、のはがをに]|各|前|次|同|本)$"
)
_ANY_UNIT = re.compile(rf"第{_S}(?P<n>{NUMERAL}){_S}(?P<k>[編章節款条項号])(?P<sub>{_SUB})")
_ITEM_IN_BRACKETS = re.compile(rf"{_S}[（(]{BLANKS}(?P<n>[0-9０-９]{{1,2}}){BLANKS}[）)]")
_LETTER_UNIT = re.compile(rf"{_S}(?P<l>{_LETTER})")
_TABLE_UNIT = re.compile(
    rf"(?P<w>附{_S}則|(?:別{_S}表|別{_S}記(?!{_S}様)|(?:別{_S}記{_S})?様{_S}式)"
    rf"(?:{_S}第?{_S}(?P<n>{NUMERAL})(?P<sub>{_SUB})(?:{_S}号)?)?)"
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
    for match in _REFERENCE.finditer(text, area.start, area.end):
        here = Span(match.start(), match.end())
        if any(s.start <= here.start < s.end for s in skip) or _is_number_of_paper(text, match):
            continue
        reference = _read(text, match, here)
        if reference is not None:
            found.append(_joined(text, found, reference))
    return list(_ranges(text, found))


def _is_number_of_paper(text: str, match: re.Match[str]) -> bool:
    """法律第67号, 総行応第39号: the number of a paper, not of an item."""
    if match["abs"] is None or not re.match(rf"第{_S}{NUMERAL}{_S}号", match[0]):
        return False
    before = text[max(0, match.start() - 4) : match.start()].rstrip()
    return bool(_NUMBER_OF_PAPER.search(before)) and not _BEFORE_ITEM.search(before)


def _read(text: str, match: re.Match[str], span: Span) -> Reference | None:
    if match["law"] is not None:
        name = match["law"]
        if _OWN.search(text[max(0, span.start - 2) : span.start] + name):
            inner = re.search(
                rf"(?:{_TABLE}|第{_S}{NUMERAL}{_S}[編章節款条項号])", match[0][len(name) :]
            )
            start = span.start + len(name) + (inner.start() if inner else 0)
            if inner is None:
                return None
            return Reference(Span(start, span.end), "absolute", _steps(text[start : span.end]))
        if name.startswith(("同法", "同令", "同条例", "同要綱")) or len(name) >= 1:
            return Reference(span, "external", _steps(match[0][len(name) :]))
    if match["rel"] is not None:
        return _relative(match, span)
    if match["own"] is not None:
        return Reference(span, "this", (_every("item"),), kind="paragraph")
    if match["abs"] is not None:
        return Reference(span, "absolute", _steps(match[0]))
    return Reference(span, "absolute", (Step("letter", None, _letter(match[0])),))


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
    return (
        re.sub(r"[\s（()）]", "", written)
        if written.strip()[0] not in "（("
        else "(" + re.sub(r"[\s（()）]", "", written) + ")"
    )


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
        elif letter and (not steps or steps[-1].kind in {"item", "letter"}):
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
    if first not in {"paragraph", "item", "letter"}:
        return reference
    lead = tuple(
        s for s in last.steps if s.label not in {"各号", "各項"} and _rank(s.kind) < _rank(first)
    )
    holds = last.anchor != "absolute" and _rank(last.kind) < _rank(first) and last.count == 1
    if not lead and not holds:
        return reference
    if last.anchor == "absolute":
        return replace(reference, steps=(*lead, *reference.steps))
    return replace(
        reference,
        anchor=last.anchor,
        kind=last.kind,
        count=last.count,
        steps=(*lead, *reference.steps),
    )


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


# From words to clauses


@dataclass(slots=True)
class Carry:
    """What 同条, 同項, 同号 and 同表 look back to: the clauses named so far, None for a law outside."""

    named: list[Path | None] = field(default_factory=list)


def resolve(
    reference: Reference, at: Path, addresses: Addresses, carry: Carry | None = None
) -> tuple[Path, ...]:
    """The paths that a reference standing in the clause `at` means; none rather than a guess.

    `carry` is the memory of one run through a document's references in order; it is updated.
    """
    carry = carry if carry is not None else Carry()
    if reference.anchor == "external":
        carry.named.append(None)
        return ()
    if reference.until is not None:
        targets = _range(reference, at, addresses, carry)
    else:
        targets = _single(reference, at, addresses, carry)
    carry.named += targets[-1:]
    return targets


def _single(reference: Reference, at: Path, addresses: Addresses, carry: Carry) -> tuple[Path, ...]:
    starts = _anchors(reference, at, addresses, carry)
    found: list[Path] = []
    for start in starts:
        found += descend(start, reference.steps, addresses, at) if reference.steps else [start]
    return tuple(path for path in found if path)


def _anchors(reference: Reference, at: Path, addresses: Addresses, carry: Carry) -> list[Path]:
    kind = reference.kind
    if reference.anchor == "absolute":
        return [_start_of(reference.steps, at, addresses)]
    if reference.anchor == "same":
        base = _named_last(kind, addresses, carry)
        return [base] if base else []
    here = _enclosing(at, kind, addresses)
    if here is None:
        return []
    if reference.anchor == "this":
        return [here]
    row = addresses.row_of(here, here[-1].kind)
    place = row.index(here)
    if reference.anchor == "next":
        return row[place + 1 : place + 1 + reference.count]
    if reference.count == 0:
        return row[:place]
    return row[place - reference.count : place] if place >= reference.count else []


def _named_last(kind: str, addresses: Addresses, carry: Carry) -> Path | None:
    for path in reversed(carry.named):
        if path is None:
            return None
        found = _enclosing(path, kind, addresses)
        if found:
            return found
    return None


def _enclosing(path: Path, kind: str, addresses: Addresses) -> Path | None:
    """The clause of a kind that holds `path`; an article of one paragraph is that paragraph."""
    found = addresses.enclosing(path, kind)
    if found is None and kind == "paragraph":
        article = addresses.enclosing(path, "article") or addresses.enclosing(path, "supplement")
        if article and not addresses.children(article, "paragraph"):
            return article
    return found


def _start_of(steps: tuple[Step, ...], at: Path, addresses: Addresses) -> Path:
    """From where absolute steps are counted: the document, the article or the paragraph at hand."""
    first = steps[0].kind if steps else ""
    if first == "paragraph":
        return addresses.enclosing(at, "article") or addresses.enclosing(at, "supplement") or ()
    if first == "item":
        return _enclosing(at, "paragraph", addresses) or ()
    if first == "letter":
        return addresses.enclosing(at, "item") or ()
    home = addresses.enclosing(at, "supplement")
    if first == "article" and home and _child(home, steps[0], addresses):
        return ()
    if first.startswith("chapter"):
        above = [p for p in _lineage(at) if p and p[-1].kind.startswith("chapter")]
        return next((p for p in reversed([(), *above]) if _child(p, steps[0], addresses)), ())
    return ()


def _lineage(path: Path) -> list[Path]:
    return [path[:length] for length in range(len(path) + 1)]


def descend(start: Path, steps: Iterable[Step], addresses: Addresses, at: Path = ()) -> list[Path]:
    """The paths reached from `start` by the steps; 各号 reaches all items. Empty if any is missing."""
    reached = [start]
    for step in steps:
        below: list[Path] = []
        for path in reached:
            if step.label in {"各号", "各項"}:
                below += _all_below(path, step.kind, addresses)
            else:
                child = _child(path, step, addresses)
                below += [child] if child is not None else []
        reached = below
    return reached


def _all_below(path: Path, kind: str, addresses: Addresses) -> list[Path]:
    own = addresses.children(path, kind)
    if own or kind != "item":
        return own
    paragraphs = addresses.children(path, "paragraph")
    return [item for p in paragraphs for item in addresses.children(p, "item")]


def _child(path: Path, step: Step, addresses: Addresses) -> Path | None:
    if step.kind == "article":
        home = addresses.enclosing(path, "supplement") if path else None
        row = [
            p for p in addresses.of_kind("article")
            if p[-1].label == step.label and addresses.enclosing(p, "supplement") == home
            and p[: len(path)] == path
        ]  # fmt: skip
        return row[0] if len(row) == 1 or row and not path else None
    if step.kind in {"table", "supplement"} or step.kind.startswith("chapter"):
        row = [
            p
            for p in addresses.of_kind(step.kind)
            if p[-1].label == step.label and p[: len(path)] == path
        ]
        return row[0] if row else None
    if step.kind == "letter":
        row = [p for p in addresses.children(path, "subitem") if p[-1].label == step.label]
        return row[0] if row else None
    if not path:
        return None
    found = [p for p in addresses.children(path, step.kind) if p[-1].label == step.label]
    if found:
        return found[0]
    if (
        step.kind == "paragraph"
        and step.number == "1"
        and path[-1].kind in {"article", "supplement"}
    ):
        return None if addresses.children(path, "paragraph") else path
    if step.kind == "item":
        holders = [
            p for p in addresses.children(path, "paragraph") if addresses.children(p, "item")
        ]
        if len(holders) == 1:
            return _child(holders[0], step, addresses)
    return None


def _range(reference: Reference, at: Path, addresses: Addresses, carry: Carry) -> tuple[Path, ...]:
    until = reference.until
    if until is None:
        return ()
    first = _single(replace(reference, until=None), at, addresses, carry)
    if not first:
        return ()
    last = _range_end(until, first[-1], at, addresses, carry)
    if not last:
        return ()
    if first[0][-1].kind == "table":
        row = [p for p in addresses.of_kind("table") if p[-1].label.startswith("別表")]
    else:
        row = addresses.row_of(first[0], first[0][-1].kind)
    if first[0] not in row or last not in row or row.index(last) < row.index(first[0]):
        return ()
    return tuple(row[row.index(first[0]) : row.index(last) + 1])


def _range_end(
    until: Reference, first: Path, at: Path, addresses: Addresses, carry: Carry
) -> Path | None:
    """The end of a range; 第3条第1項第1号から第3号まで counts on in the place of its beginning."""
    if until.anchor == "absolute" and until.steps and until.steps[0].kind == first[-1].kind:
        if len(until.steps) == 1 and first[-1].kind in {"paragraph", "item"}:
            return _child(first[:-1], until.steps[0], addresses)
    ends = _single(until, at, addresses, carry)
    return ends[-1] if ends else None
