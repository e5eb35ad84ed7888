"""The trees of the five sources and of the invented documents, as text that a person can read.

`python tests/test_golden.py --write` writes them anew; then read the difference before committing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.documents.chunks import Reading, read
from assistant.documents.sources import read_file
from assistant.records import Node, Span, labels

TESTS = Path(__file__).resolve().parent
GOLDEN, CORPUS, INVENTED = TESTS / "golden", TESTS.parent / "corpus", TESTS / "documents"
LEAVES = {"heading", "text", "boilerplate"}
SHOWN = 20

SOURCES = sorted(CORPUS.glob("*.txt"))
DOCUMENTS = sorted(f for f in INVENTED.glob("*.txt") if not f.stem.endswith(".expected"))

# Where the parser differs from the clerk: 第2期ビジョン and the dates in brackets below it are
# one heading to the clerk, an item to the parser.
KNOWN_DIFFERENCES = {
    "web-momiji": {
        ("第2期ビジョン",),
        ("第1期ビジョン",),
        ("第1期ビジョン", "第1項目"),
        ("第1期ビジョン", "第2項目"),
    }
}


def rendered(reading: Reading) -> str:
    """A reading as lines: tree, names, references, problems."""
    text = reading.document.text
    parts = [f"{reading.document.source.kind} {len(text)}", ""]
    parts += _tree(text, reading.parsed.root, 0)
    parts += ["", "names"]
    parts += [f"  {b.name} = {b.meaning}" for b in reading.bindings]
    parts += ["", "references"]
    for at, reference, targets in reading.references:
        words = _one_line(reference.span.cut(text))
        to = ", ".join(" > ".join(labels(path)) for path in targets)
        outside = "(external)" if reference.anchor == "external" else "-"
        parts.append(f"  {' > '.join(labels(at))}: {words} -> {to or outside}")
    parts += ["", "problems"]
    parts += [f"  {p.span.start}-{p.span.end} {p.message}" for p in reading.problems]
    return "\n".join(parts) + "\n"


def _tree(text: str, node: Node, depth: int) -> Iterator[str]:
    for child in node.children:
        heading = f" [{_one_line(child.heading.cut(text))}]" if child.heading else ""
        body = _one_line(child.body.cut(text))[:SHOWN]
        where = f"{child.span.start}-{child.span.end}"
        yield f"{'  ' * depth}{child.kind} {child.label} {where}{heading} {body}".rstrip()
        yield from _tree(text, child, depth + 1)


def _one_line(words: str) -> str:
    return words.replace("\n", "⏎").replace("\t", "⇥").replace("\r", "␍")


@pytest.mark.parametrize("file", [*SOURCES, *DOCUMENTS], ids=lambda file: file.stem)
def test_tree_is_as_it_was(file: Path) -> None:
    kept = (GOLDEN / f"{file.stem}.txt").read_text(encoding="utf-8")
    assert rendered(read(read_file(file))).split("\n") == kept.split("\n")


def test_nothing_else_is_golden() -> None:
    assert {f.stem for f in GOLDEN.glob("*.txt")} == {f.stem for f in (*SOURCES, *DOCUMENTS)}
    assert len(SOURCES) == 5
    assert len(DOCUMENTS) >= 12


# The clerk's addresses


def _expected(file: Path) -> list[tuple[tuple[str, ...], str]]:
    lines = file.with_suffix(".expected.txt").read_text(encoding="utf-8").splitlines()
    parted = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return [(tuple(path.split(" > ")), words) for path, _, words in parted]


def _by_clerks_path(
    node: Node, above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Each part by its path as the clerk writes it: chapters are left out of an article's."""
    for child in node.children:
        if child.kind not in LEAVES:
            path = (
                (child.label,)
                if child.kind == "article" and "附則" not in above
                else (*above, child.label)
            )
            yield path, child
            yield from _by_clerks_path(child, path)


def _starts(reading: Reading, node: Node) -> Iterator[str]:
    """The words with which a part may be said to begin: at its number, its heading or its body."""
    text = reading.document.text
    for begin in (node.marker, node.heading, node.body, node.span):
        if begin is not None:
            yield Span(begin.start, node.span.end).cut(text)


def _squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_addresses_are_the_clerks(file: Path) -> None:
    reading = read(read_file(file))
    ours: dict[tuple[str, ...], list[Node]] = {}
    for path, node in _by_clerks_path(reading.parsed.root):
        ours.setdefault(path, []).append(node)
    repeats = _repeats(_expected(file))
    wrong = set()
    for (path, words), nth in zip(_expected(file), repeats, strict=True):
        label = path if nth == 1 else (*path[:-1], f"{path[-1]}〔{nth}〕")
        known = [n for p in (label, path) for n in ours.get(p, [])]
        begins = (_squeezed(start) for n in known for start in _starts(reading, n))
        if not any(
            start.lstrip("〒").startswith(_squeezed(words).lstrip("〒")) for start in begins
        ):
            wrong.add((path, words))
    assert {path for path, _ in wrong} == KNOWN_DIFFERENCES.get(file.stem, set()), wrong


def _repeats(expected: list[tuple[tuple[str, ...], str]]) -> list[int]:
    """How often each path has come so far."""
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for path, _ in expected:
        seen[path] = seen.get(path, 0) + 1
        found.append(seen[path])
    return found


def test_expectations_are_many() -> None:
    assert sum(len(_expected(file)) for file in DOCUMENTS) > 700


def write() -> None:
    """Write every golden tree anew."""
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for file in (*SOURCES, *DOCUMENTS):
        golden = GOLDEN / f"{file.stem}.txt"
        golden.write_text(rendered(read(read_file(file))), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("python tests/test_golden.py --write")
    write()
