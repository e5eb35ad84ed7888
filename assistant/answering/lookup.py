"""An address as a person writes it to the clauses it means, or what exists instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answering.catalogue import Catalogue
from assistant.answering.labels import (
    SHORTEST_PART,
    first_by_labels,
    label_forms,
    label_words,
    squeeze,
)
from assistant.answering.notation import bears_bare_number, normalised, references_in
from assistant.documents.chunks import Reading
from assistant.documents.references import descend, resolve
from assistant.language.tokens import fold
from assistant.records import Path, Reference, Step

_NUMBERED_UNIT = re.compile(r"第(?P<n>\d+)(?P<unit>段落|項目)")
_JOINED = re.compile(r"\s*(?:及び|および|並びに|ならびに|又は|または|と|、|・|,|＆|&)\s*")
# The column may be said before its row: 乙の役割 農業.
_COLUMN_FIRST = re.compile(
    r"^\s*(.{1,6}?の役割|取組内容|[甲乙](?=[\s/／、・:：])|[一-鿿]{2,4}[市町村]?(?=\s*[：:／/]))の?(.+)$"
)
_CLAUSES = frozenset({"article", "paragraph", "item", "subitem", "supplement"})
_BRACKETS_BEHIND = re.compile(r"[（(][^（()）]*[）)]$")
# Which paper is meant, and what joins its parties' names, once these are taken out.
_AGREEMENT = re.compile("協[定約]書?")
_PAPER = re.compile(
    "(?:(?:定住自立圏|連携中枢都市圏)(?:の?形成)?(?:に関する|に係る)?)?(?:連携|形成)?協[定約]書?|ホームページ|ページ|サイト|文書|(?<![a-z])(?:hp|web)(?![a-z])"
)
# What is done in the theme of a table: 別表1の4の内容.
_CONTENT = re.compile(r"\W*の?内容")
# Whose page it is, before the name of its part: 一関市のページ「中心市宣言について」.
_OF_PAGE = re.compile("^.{0,20}?の?(?:ホーム|web)?(?:ページ|サイト)の?(?=[「『])")
_JOINS_NAMES = re.compile(r"(?<!\S)(?:と|や|・|との|及び|および|に係る|の|間の|が結んだ)+(?!\S)")


@dataclass(frozen=True, slots=True)
class Found:
    """The clauses that an address means in each document, and where it leads nowhere."""

    paths: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    missing: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    addressed: bool = False
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Address:
    """An address as it was read: its clauses, and the words beside them in all their readings."""

    references: list[Reference]
    beside: str
    rest: str
    words: list[str]
    bare: bool
    strange: bool
    alone: bool

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.references[0].steps if self.references else ()

    @property
    def branch(self) -> str:
        """The second number of a table: 4 of 別表1の4."""
        last = self.steps[-1:]
        return last[0].label.partition("の")[2] if last and last[0].kind == "table" else ""


def look_up(written: str, catalogue: Catalogue, within: frozenset[str] | None = None) -> Found:
    """Read an address and find its clauses in the documents, or in those `within`.

    A document or municipality named beside the address narrows; labels of headings, rows and
    columns may follow in any form, with 乙の役割 also written as the party's name.
    """
    text = normalised(written)
    references = _joined(references_in(written), text)
    beside = _beside(text, references)
    named, rest = _documents_named(beside, catalogue)
    ids = (within or frozenset(catalogue.readings)) & (named or frozenset(catalogue.readings))
    behind = text[references[-1].span.end :] if references else ""
    address = _Address(
        references,
        beside,
        rest,
        _ways_to_read(beside, rest, catalogue),
        bare=bears_bare_number(written),
        strange=bool(catalogue.foreign_places(rest)),
        # The parties before an address say which paper is meant: 鷹瀬市・椚沢町 別表2.
        alone=bool(named and references) and not (label_words(fold(behind)) or label_words(rest)),
    )
    paths: dict[str, tuple[Path, ...]] = {}
    missing: dict[str, tuple[Step, ...]] = {}
    for name in sorted(ids):
        found, lacking = _in_document(address, catalogue.readings[name])
        if found:
            paths[name] = tuple(found)
        elif lacking:
            missing[name] = lacking
    unit = _NUMBERED_UNIT.search(text)
    if not (paths or missing) and named and unit:
        missing = {name: (_unit_step(unit),) for name in sorted(ids)}
    exact = {
        name: found for name, found in paths.items() if _is_called(beside, name, found, catalogue)
    }
    return Found(exact if len(exact) == 1 else paths, missing, named, bool(references), rest)


def _in_document(address: _Address, reading: Reading) -> tuple[list[Path], tuple[Step, ...]]:
    """What an address means in one document, or else the steps that lead nowhere there."""
    steps, branch = address.steps, address.branch
    words = ["取組内容"] if branch and _CONTENT.fullmatch(address.beside) else address.words
    starts: list[Path] = [()]
    if steps:
        starts = _starts(address.references, reading, bare=address.bare)
    if not starts:
        return [], steps
    if branch and starts[0][-1].label != steps[-1].label:
        return _theme_of(starts, branch, words, reading)
    if address.alone:
        return starts, ()
    other = label_words(_without_own(address.beside, reading))
    under = _without_heading(address.beside, reading, starts)
    plain = _without_title(address.rest, reading)
    found = first_by_labels(reading, starts, [*words, other, *under, *plain])
    if not found and steps and not address.strange and starts[0][-1].kind in _CLAUSES:
        return starts, ()  # 第4条第2項の費用, 第1条(目的): the clause says the rest itself
    nth = re.match("[0-9]+", squeeze(words[0])) if steps and steps[-1].kind == "table" else None
    return found, (*steps, Step("theme", nth[0], nth[0])) if nth else steps


def _theme_of(
    starts: list[Path], branch: str, words: list[str], reading: Reading
) -> tuple[list[Path], tuple[Step, ...]]:
    """別表1の4 where no such table is: the fourth theme of 別表1."""
    found = first_by_labels(reading, starts, [f"{branch} {w}".strip() for w in words])
    below = len(starts[0]) + 1
    found = [path for path in found if branch in label_forms(reading, path[:below])]
    return found, (*starts[0], Step("theme", branch, branch))


def _unit_step(unit: re.Match[str]) -> Step:
    kind = {"段落": "paragraph", "項目": "item"}[unit["unit"]]
    return Step(kind, unit["n"], unit[0])


def _ways_to_read(beside: str, rest: str, catalogue: Catalogue) -> list[str]:
    """The label words beside an address, read in several ways, the likeliest first."""
    # A name may be part of a label (汐見市立総合病院) or only say which document is meant.
    bare = _without_places(beside, catalogue)
    forms = [
        beside,
        _without_lead(beside, catalogue),
        _OF_PAGE.sub("", beside),
        bare,
        # 署名欄、美唄市の職名: the place says which party, the paper nothing.
        _PAPER.sub(" ", beside),
        rest,
        _JOINS_NAMES.sub(" ", _PAPER.sub(" ", bare)),
        _with_places_apart(beside, catalogue),
    ]
    forms += [f"署名欄 {beside.replace('署名欄', '').replace('署名', '')}"] * ("署名" in beside)
    forms = [_COLUMN_FIRST.sub(r"\2 \1", form) for form in forms] + forms
    return list(dict.fromkeys(label_words(form) for form in forms))


def _is_called(words: str, name: str, paths: Sequence[Path], catalogue: Catalogue) -> bool:
    """Whether a part has just the name that is said, and not one that holds it."""
    said, reading = squeeze(label_words(words)), catalogue.readings[name]
    return any(said in label_forms(reading, path) for path in paths)


def _joined(references: list[Reference], text: str) -> list[Reference]:
    """The first address with those that are joined to it: 第6条第1項及び第2項."""
    found = references[:1]
    for reference in references[1:]:
        if not _JOINED.fullmatch(text[found[-1].span.end : reference.span.start]):
            break
        found.append(reference)
    return found


def _starts(references: list[Reference], reading: Reading, *, bare: bool) -> list[Path]:
    """The clauses that the addresses mean; a range is all its members.

    A `bare` number behind an article (第3条②) is its item where it has no such paragraph.
    """
    at: Path = ()
    found: list[Path] = []
    for reference in references:
        if reference.until:
            paths = list(resolve(reference, at, reading.addresses))
        else:
            start = reading.addresses.enclosing(at, "article") or () if at else ()
            below = reference.steps[0].kind in {"paragraph", "item"}
            paths = descend(start if below else (), reference.steps, reading.addresses)
            otherwise = _otherwise(reference.steps, bare=bare)
            paths = paths or descend((), otherwise, reading.addresses)
        if not paths:
            return []
        found += [path for path in paths if path not in found]
        at = paths[-1]
    return found


def _otherwise(steps: tuple[Step, ...], *, bare: bool) -> tuple[Step, ...]:
    """The other way to read an address: 第6条(3) as its third paragraph, 別表3の4 as 別表3."""
    *above, last = steps
    if bare and last.kind == "paragraph":
        return (*above, Step("item", last.number, f"第{last.number}号"))
    if last.kind == "item" and [step.kind for step in above] == ["article"]:
        return (*above, Step("paragraph", last.number, f"第{last.number}項"))
    if last.kind == "table" and last.number and "の" in last.label:
        number = last.label.removeprefix("別表").split("の")[0]
        return (*above, Step("table", number, f"別表{number}"))
    return steps


def _beside(text: str, references: list[Reference]) -> str:
    """The words beside the addresses, folded."""
    if not references:
        return fold(text)
    start, end = references[0].span.start, references[-1].span.end
    return fold(f"{text[:start]} {text[end:]}")


def _without_places(words: str, catalogue: Catalogue) -> str:
    """Words without the municipalities in them; a title may hold the words of a heading."""
    for form in sorted(catalogue.municipalities, key=len, reverse=True):
        words = words.replace(form, " ")
    return words


def _with_places_apart(words: str, catalogue: Catalogue) -> str:
    """Words with blanks around the municipalities in them: 当別町 連携協約 names one file."""
    forms = sorted(catalogue.municipalities, key=len, reverse=True)
    found = re.compile("|".join(map(re.escape, forms)) or "(?!)")
    return found.sub(lambda m: f" {m[0]} ", words)


def _without_lead(words: str, catalogue: Catalogue) -> str:
    """Words without the municipality that they begin with; a heading may name it again."""
    lead = sorted(catalogue.municipalities, key=len, reverse=True)
    return next((words[len(form) :] for form in lead if words.startswith(form)), words)


def _without_own(words: str, reading: Reading) -> str:
    """Words without the document's own municipality, which says no more than which document."""
    name = fold(reading.document.source.municipality or "")
    for form in (name, name[:-1]):
        words = words.replace(form, " ") if len(form) > 1 else words
    return words


def _without_title(words: str, reading: Reading) -> list[str]:
    """Words behind those of the document's title or region: 定住自立圏 第12段落."""
    source = reading.document.source
    return _behind(squeeze(words), squeeze(f"{source.title} {source.region}"))


def _without_heading(words: str, reading: Reading, starts: Sequence[Path]) -> list[str]:
    """Words behind those of the table's own title: 別表1 生活機能の強化 福祉."""
    node = reading.addresses.nodes.get(starts[0])
    if node is None or node.heading is None:
        return []
    return _behind(squeeze(words), squeeze(node.heading.cut(reading.document.text)))


def _behind(said: str, title: str) -> list[str]:
    """What stands behind the longest part of a title with which words begin; [] for none."""
    sizes = range(len(said) - 1, SHORTEST_PART - 1, -1)
    return [said[size:] for size in sizes if said[:size] in title][:1]


def _titles(catalogue: Catalogue) -> dict[str, set[str]]:
    """Names of regions and documents, titles also without what stands behind them in brackets."""
    forms = {form: set(ids) for form, ids in catalogue.regions.items()}
    for name, reading in catalogue.readings.items():
        short = fold(_BRACKETS_BEHIND.sub("", reading.document.source.title))
        if short:
            forms.setdefault(short, set()).add(name)
    return forms


def _documents_named(left: str, catalogue: Catalogue) -> tuple[frozenset[str], str]:
    """The documents that the words beside an address name, and the words that are left."""
    named: set[str] = set()
    for form, ids in sorted(_titles(catalogue).items(), key=lambda kv: -len(kv[0])):
        # 連携中枢都市圏形成に係る連携協約 is a heading and not the document 連携中枢都市圏.
        general = not any(place in form for place in catalogue.municipalities)
        if re.search(re.escape(form) + ("(?![一-鿿])" if general else ""), left):
            named |= ids
            left = left.replace(form, " ")
    municipalities: set[str] = set()
    for form, name in sorted(catalogue.municipalities.items(), key=lambda kv: -len(kv[0])):
        if form in left and not re.search(re.escape(form) + r"[市町村区]?の?(?:役割|分担)", left):
            municipalities.add(name)
            left = left.replace(form, " ")
    for name in municipalities:
        own, _ = catalogue.documents_of(name)
        named = (named & own) or own if named else own
    agreements = {i for i in named if catalogue.readings[i].document.source.kind == "agreement"}
    named = (_AGREEMENT.search(left) and agreements) or named
    return frozenset(named), _JOINS_NAMES.sub(" ", _PAPER.sub(" ", left))


def what_exists(reading: Reading, steps: tuple[Step, ...]) -> tuple[str, tuple[Path, ...]]:
    """Which clauses there are where an address leads nowhere, in words and as paths.

    Where 第4条 has no 第4項, the paragraphs that it has; where a document has no clause of the kind
    at all, its articles and tables. Empty for a document that has neither.
    """
    addresses = reading.addresses
    reached: list[Path] = [()]
    kind = ""
    for step in steps:
        below = [p for start in reached for p in descend(start, (step,), addresses)]
        if not below:
            kind = step.kind
            break
        reached = below
    row = _row_below(reading, reached[0], kind)
    if row:
        lead = f"{reached[0][-1].label}の" if reached[0] else ""
        return lead + _named_row(row), row
    rows = [tuple(addresses.of_kind(k)) for k in ("article", "table", "supplement")]
    return "、".join(_named_row(r) for r in rows if r), tuple(p for r in rows for p in r[-1:])


def _row_below(reading: Reading, path: Path, kind: str) -> tuple[Path, ...]:
    addresses = reading.addresses
    if kind in {"article", "table", "supplement"}:
        return tuple(p for p in addresses.of_kind(kind) if p[: len(path)] == path)
    return tuple(addresses.children(path, kind or None)) if kind or path else ()


def _named_row(row: Sequence[Path]) -> str:
    names = [p[-1].label for p in row]
    counted = row[0][-1].kind in {"article", "paragraph", "item", "table"}
    return f"{names[0]}から{names[-1]}まで" if counted and len(names) > 2 else "、".join(names[:8])
