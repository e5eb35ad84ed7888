"""References against what a person found, and every address read back to its clause."""

# ruff: noqa: E501

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from assistant.answering.catalogue import Catalogue
from assistant.answering.lookup import look_up
from assistant.documents.chunks import Reading, read
from assistant.documents.references import descend, find
from assistant.documents.sources import guess_kind, read_file
from assistant.language.numerals import to_kanji
from assistant.records import Document, Source, Span, labels
from assistant.records import Path as Address

TESTS = Path(__file__).resolve().parent
CORPUS, INVENTED = TESTS.parent / "corpus", TESTS / "documents"
SEED = "iwamizawa-bibai"
AGREEMENTS = [
    SEED,
    *sorted(
        f.stem
        for f in INVENTED.glob("*.txt")
        if not f.stem.endswith(".expected") and guess_kind(f.read_text("utf-8")) == "agreement"
    ),
]
CHAPTER = re.compile(r"第\d+[編章節款](?:の\d+)*")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@cache
def reading(name: str) -> Reading:
    return read(read_file((CORPUS if name == SEED else INVENTED) / f"{name}.txt"))


@cache
def catalogue(name: str) -> Catalogue:
    return Catalogue({name: reading(name)})


# The hand-made list


@dataclass(frozen=True)
class Labelled:
    document: str
    span: Span
    text: str
    targets: frozenset[tuple[str, ...]]


def _labelled() -> list[Labelled]:
    found = []
    for line in (INVENTED / "references.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, at = reading(row["document"]).document.text, -len(row["text"])
        for _ in range(row["nth"]):
            at = text.index(row["text"], at + len(row["text"]))
        targets = frozenset(tuple(target) for target in row["targets"])
        found.append(
            Labelled(row["document"], Span(at, at + len(row["text"])), row["text"], targets)
        )
    return found


def _as_a_clerk_says(path: Address) -> tuple[str, ...]:
    """Labels without the chapters above an article."""
    inside = any(step.kind == "article" for step in path)
    return tuple(x for x in labels(path) if not (inside and CHAPTER.fullmatch(x)))


def _resolved(entry: Labelled) -> frozenset[tuple[str, ...]]:
    """What the references that overlap the labelled words mean, taken together."""
    found: set[tuple[str, ...]] = set()
    for _, reference, targets in reading(entry.document).references:
        same = reference.span == entry.span
        if same or (
            reference.span.start < entry.span.end and entry.span.start < reference.span.end
        ):
            these = {_as_a_clerk_says(path) for path in targets}
            if same:
                return frozenset(these)
            found |= these
    return frozenset(found)


def test_at_least_99_of_100_labelled_references_resolve() -> None:
    entries = _labelled()
    assert len(entries) >= 120
    wrong = [
        (e.document, e.text, sorted(e.targets), sorted(_resolved(e)))
        for e in entries
        if _resolved(e) != e.targets
    ]
    assert len(wrong) <= len(entries) // 100, wrong


def test_no_target_where_the_right_answer_is_none() -> None:
    none = [e for e in _labelled() if not e.targets]
    assert len(none) >= 20
    assert [(e.document, e.text) for e in none if _resolved(e)] == []


def test_every_labelled_reference_is_found() -> None:
    missed = [
        (e.document, e.text)
        for e in _labelled()
        if not any(
            r.span.start < e.span.end and e.span.start < r.span.end
            for _, r, _ in reading(e.document).references
        )
    ]
    assert missed == []


def test_external_references_never_resolve() -> None:
    for name in AGREEMENTS:
        text = reading(name).document.text
        for _, reference, targets in reading(name).references:
            if reference.anchor == "external":
                assert targets == (), (name, reference.span.cut(text))


# Small texts, one rule each


def _meant(body: str, words: str) -> list[tuple[str, ...]]:
    """What the last occurrence of `words` means in an invented agreement."""
    text = "甲市と乙町の協定書\n\n甲市（以下「甲」という。）は、次のとおり協定する。\n\n" + body
    source = Source("t", "t.txt", "協定", "agreement", "")
    for _, reference, targets in reversed(read(Document(source, text)).references):
        if reference.span.cut(text) == words:
            return [labels(path) for path in targets]
    msg = f"{words} is not found as a reference"
    raise AssertionError(msg)


_BASE = (
    "第1条 甲は、次に掲げる取組を行う。\n(1) 医療\n(2) 福祉\n  ア 高齢者\n  イ 障がい者\n(3) 教育\n"
    "2 前項の取組は、協議して定める。\n3 甲は、費用を負担する。\n\n"
    "第2条 甲は、報告する。ただし、急ぐときは、この限りでない。\n\n第2条の2 乙は、協力する。\n\n"
)
RULES = [
    ("第3条 前条の規定による。", "前条", [("第2条の2",)]),
    ("第3条 次条の規定による。\n\n第4条 乙は、行う。", "次条", [("第4条",)]),
    ("第3条 次条の規定による。", "次条", []),
    ("第3条 甲は、行う。\n2 前項の規定による。", "前項", [("第3条", "第1項")]),
    ("第3条 前項の規定による。\n2 乙は、行う。", "前項", []),
    ("第3条 甲は、行う。\n2 乙は、行う。\n3 前二項の規定による。", "前二項", [("第3条", "第1項"), ("第3条", "第2項")]),
    ("第3条 甲は、行う。\n2 前二項の規定による。", "前二項", []),
    ("第3条 第1条第1項各号に掲げる取組による。", "第1条第1項各号", [("第1条", "第1項", f"第{n}号") for n in (1, 2, 3)]),
    ("第3条 第1条第1項第2号イの取組による。", "第1条第1項第2号イ", [("第1条", "第1項", "第2号", "イ")]),
    ("第3条 第1条第1項第2号ウの取組による。", "第1条第1項第2号ウ", []),
    ("第3条 第1条第4項の規定による。", "第1条第4項", []),
    ("第3条 第9条の規定による。", "第9条", []),
    ("第3条 第2条第1項の規定による。", "第2条第1項", [("第2条",)]),
    ("第3条 第2条第2項の規定による。", "第2条第2項", []),
    ("第3条 第2条ただし書の規定による。", "第2条ただし書", [("第2条",)]),
    ("第3条 第1条から第2条の2までの規定による。", "第1条から第2条の2まで", [("第1条",), ("第2条",), ("第2条の2",)]),
    ("第3条 第1条第2項の規定により、同条第3項の費用を払う。", "同条第3項", [("第1条", "第3項")]),
    ("第3条 地方自治法第252条の2第1項の規定による。", "地方自治法第252条の2第1項", []),
    ("第3条 地方自治法第1条の規定により、同条第2項の届出をする。", "同条第2項", []),
    ("第3条 第一条第一項第三号の取組による。", "第一条第一項第三号", [("第1条", "第1項", "第3号")]),
    ("第3条 第１条第１項（３）の取組による。", "第１条第１項（３）", [("第1条", "第1項", "第3号")]),
    ("第3条 本条の規定による。", "本条", [("第3条",)]),
    ("第3条 この条の規定による。", "この条", [("第3条",)]),
    ("第3条 別表1の規定による。\n\n別表1\n\n1 医療\n", "別表1", [("別表1",)]),
    ("第3条 別表第二の規定による。\n\n別表1\n\n1 医療\n", "別表第二", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "words", "targets"), RULES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_rules(body: str, words: str, targets: list[tuple[str, ...]]) -> None:
    assert _meant(_BASE + body, words) == targets


# Every address, written out and read back

SPOKEN = {"article", "paragraph", "item", "subitem", "supplement"}
WRITABLE = {*SPOKEN, "table", "theme", "row", "cell"}


def _addressed(name: str) -> Iterator[Address]:
    """The paths that a citation can spell: clauses by number, what stands in tables by its words."""
    for path in reading(name).addresses.nodes:
        chapters_off = tuple(s for s in path if not s.kind.startswith("chapter"))
        if path[-1].kind in WRITABLE and all(s.kind in WRITABLE for s in chapters_off):
            yield path


def _written(path: Address, style: str) -> str:
    parts: list[str] = []
    for i, step in enumerate(path):
        if step.kind.startswith("chapter"):
            continue
        label = step.label
        if step.kind in SPOKEN or step.kind == "table":
            label = _numerals(label, style)
            if step.kind == "table" and step.number and style == "kanji":
                label = label.replace("別表", "別表第")
        runs_on = step.kind in SPOKEN and i > 0 and path[i - 1].kind in SPOKEN
        parts.append(label if runs_on or not parts else f" {label}")
    return "".join(parts)


def _numerals(words: str, style: str) -> str:
    if style == "kanji":
        return re.sub(r"\d+", lambda m: to_kanji(int(m[0])), words)
    return words.translate(FULL_WIDTH) if style == "full" else words


def _unambiguous(name: str, path: Address) -> bool:
    """Whether no other part bears the same address once chapters are left out."""
    said = [_as_a_clerk_says(p) for p in reading(name).addresses.nodes]
    return said.count(_as_a_clerk_says(path)) == 1 and not any("〔" in x for x in labels(path))


@pytest.mark.parametrize("style", ["half", "full", "kanji"])
@pytest.mark.parametrize("name", AGREEMENTS)
def test_every_address_is_looked_up(name: str, style: str) -> None:
    wrong = []
    for path in _addressed(name):
        if _unambiguous(name, path):
            found = look_up(_written(path, style), catalogue(name)).paths.get(name, ())
            if found != (path,):
                wrong.append((_written(path, style), [labels(p) for p in found]))
    assert wrong == []


@pytest.mark.parametrize("style", ["half", "full", "kanji"])
@pytest.mark.parametrize("name", AGREEMENTS)
def test_every_clause_is_found_and_resolved_back(name: str, style: str) -> None:
    """`find` on an address gives one reference, and `descend` by its steps the clause itself."""
    wrong, count = [], 0
    for path in _addressed(name):
        clause = all(s.kind in {*SPOKEN, "table"} for s in path if not s.kind.startswith("chapter"))
        if clause and _unambiguous(name, path):
            count += 1
            written = _written(path, style)
            references = find(written)
            back = descend((), references[0].steps, reading(name).addresses) if references else []
            if (
                len(references) != 1
                or references[0].span != Span(0, len(written))
                or back != [path]
            ):
                wrong.append((written, [labels(p) for p in back]))
    assert wrong == []
    assert count > 5


def test_every_path_of_every_source_is_unique_and_found_by_its_labels() -> None:
    names = [
        *AGREEMENTS,
        *(f.stem for f in INVENTED.glob("web-*.txt") if ".expected" not in f.name),
    ]
    for name in names:
        addresses = reading(name).addresses
        assert len(addresses.by_labels) == len(addresses.nodes)
        assert all(addresses.by_labels[labels(path)] == path for path in addresses.nodes)


def test_one_paragraph_articles_answer_to_paragraph_1() -> None:
    found = look_up("第5条第1項", catalogue(SEED)).paths[SEED]
    assert [labels(path) for path in found] == [("第5条",)]


@pytest.mark.parametrize(
    "written", ["第8条", "第6条第4項", "第3条第4号", "別表4", "第5条第2項", "附則第1項"]
)
def test_an_address_that_does_not_exist_is_missing(written: str) -> None:
    found = look_up(written, catalogue(SEED))
    assert found.paths == {}
    assert SEED in found.missing


# The tables of the agreement


def _cells() -> list[Address]:
    return [p for p in reading(SEED).addresses.nodes if p[-1].kind == "cell"]


def _own(words: str) -> str:
    """The column's name with the party's own: 乙の役割 as 美唄市の役割."""
    return words.replace("甲の", "岩見沢市の").replace("乙の", "美唄市の")


WAYS = {
    "spaces": lambda t, h, r, c: f"{t} {h} {r} {c}",
    "の": lambda t, h, r, c: f"{t}の{h}の{r}の{c}",
    "full width and signs": lambda t, h, r, c: f"{t.translate(FULL_WIDTH)}＞{h}＞{r}＞{c}",
    "第 and kanji": lambda t, h, r, c: (
        f"{t.replace('別表', '別表第').translate(str.maketrans('123', '一二三'))}「{h}」・「{r}」・{c}"
    ),
    "the party's name": lambda t, h, r, c: f"{t}、{h}、{r}、{_own(c)}",
    "without the heading": lambda t, h, r, c: f"{t}の{r}、{c}",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_cell_is_found_by_its_address(way: str) -> None:
    wrong = []
    for path in _cells():
        table, theme, row, column = labels(path)
        if way == "without the heading" and theme == row:
            continue  # 別表1の防災 names the heading too, with another row below it
        written = WAYS[way](table, theme, row, column)
        found = look_up(written, catalogue(SEED)).paths.get(SEED, ())
        if found != (path,):
            wrong.append((written, [labels(p) for p in found]))
    assert wrong == []


def test_the_tables_have_every_row_and_column() -> None:
    rows = {path[:-1] for path in _cells()}
    assert len(rows) >= 24
    columns = {"取組内容", "甲の役割", "乙の役割"}
    for row in rows:
        assert {p[-1].label for p in _cells() if p[:-1] == row} == columns
