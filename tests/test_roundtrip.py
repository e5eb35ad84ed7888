"""An invented agreement, written in any style, parses back to the tree it was written from."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invent import Agreement, Flat, Style, agreements, render, squeezed, tree

from assistant.documents.addresses import UNADDRESSED, Addresses
from assistant.documents.chunks import read
from assistant.documents.references import descend, find
from assistant.records import Document, Node, Parsed, Source

EXAMPLES = settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def parsed(text: str) -> Parsed:
    return read(Document(Source("t", "t.txt", "協定", "agreement", ""), text)).parsed


def flat(text: str, node: Node, above: tuple[str, ...] = ()) -> Iterator[Flat]:
    """The addressed parts of a parsed tree: path, kind, heading, own words without white space."""
    for child in node.children:
        if child.kind in UNADDRESSED:
            continue
        path = (*above, child.label)
        heading = child.heading.cut(text) if child.heading else ""
        said = [c.body.cut(text) for c in child.children if c.kind == "text"]
        own = "".join(said) if child.children else child.body.cut(text)
        yield path, child.kind, squeezed(heading), squeezed(own)
        yield from flat(text, child, path)


@EXAMPLES
@given(agreements())
def test_text_parses_back_to_its_tree(invented: tuple[Agreement, Style]) -> None:
    agreement, style = invented
    text = render(agreement, style)
    expected = [row for part in tree(agreement, style) for row in part.flat()]
    assert list(flat(text, parsed(text).root)) == expected, text


@EXAMPLES
@given(agreements())
def test_a_well_formed_text_has_no_problems(invented: tuple[Agreement, Style]) -> None:
    text = render(*invented)
    assert [p.message for p in parsed(text).problems] == []


@EXAMPLES
@given(agreements(), st.data())
def test_every_clause_resolves_by_its_written_address(
    invented: tuple[Agreement, Style], data: st.DataObject
) -> None:
    text = render(*invented)
    addresses = Addresses(parsed(text).root)
    clauses = [
        p for p in addresses.nodes if p[-1].kind in {"article", "paragraph", "item", "table"}
    ]
    path = data.draw(st.sampled_from(clauses))
    written = "".join(s.label for s in path if not s.kind.startswith("chapter"))
    (reference,) = find(written)
    assert descend((), reference.steps, addresses) == [path]
