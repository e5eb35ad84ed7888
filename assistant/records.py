"""The frozen values that travel from source to screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.language.eras import Date

Outcome = Literal["answered", "not_found", "no_such_clause", "out_of_scope", "unclear"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source: code points of the file's UTF-8 text, half-open."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards or starts before the text (ValueError)."""
        if not 0 <= self.start <= self.end:
            msg = f"not a span: {self.start}..{self.end}"
            raise ValueError(msg)

    def __contains__(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def cut(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def trim(self, text: str) -> Span:
        """The same span without white space at its ends."""
        words = self.cut(text)
        if not words.strip():
            return Span(self.start, self.start)
        lead = len(words) - len(words.lstrip())
        return Span(self.start + lead, self.start + len(words.rstrip()))


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of one file of the corpus; `file` is its name below the corpus folder."""

    id: str
    file: str
    title: str
    kind: Literal["agreement", "webpage"]
    sha256: str
    municipality: str = ""
    prefecture: str = ""
    region: str = ""
    members: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A source and its text exactly as published."""

    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One level of an address: its kind, its number if it has one, its canonical label."""

    kind: str
    number: str | None
    label: str


Path = tuple[Step, ...]


def labels(path: Path) -> tuple[str, ...]:
    """The canonical labels of a path, outermost first."""
    return tuple(step.label for step in path)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document with an address.

    `span` is everything that belongs to it, marker and trailing blank lines included, so that the
    leaves of a tree cover the source without gap or overlap. `marker` is the number or label as
    written (第五条, （1）), `heading` its caption or title words, `body` its own words without
    either and without white space at the ends.
    """

    step: Step
    span: Span
    body: Span
    marker: Span | None = None
    heading: Span | None = None
    children: tuple[Node, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of its step."""
        return self.step.kind

    @property
    def label(self) -> str:
        """The canonical label of its step."""
        return self.step.label


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a parser could not place or found at odds, with where it stands."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document's tree and the problems met on the way."""

    root: Node
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that point at a clause: where they stand, what they start from, the steps named.

    `anchor` is `absolute`, `same`, `this`, `previous`, `next` or `external` (a law outside the
    corpus); `kind` is the kind of clause that a relative anchor counts in; `count` is how many
    clauses back 前二項 reaches, 0 for 前各号; `until` is the end of AからBまで.
    """

    span: Span
    anchor: str
    steps: tuple[Step, ...] = ()
    kind: str = ""
    count: int = 1
    until: Reference | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A unit of the index: `text` is what may be quoted, `context` is only ever indexed."""

    id: str
    source_id: str
    path: Path
    span: Span
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question, with the words that count as the same.

    `own` is the word itself in its normal form; `forms` holds it too. `specific` marks a noun that
    says what the question is about; an answer must speak of it; `lone` a noun of one sign or a
    name, which is missed only where no document has it. `loose` are words that may say the same,
    for where no document has any of the others.
    """

    surface: str
    forms: frozenset[str]
    specific: bool = False
    lone: bool = False
    own: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood.

    `text` is what is searched for: the question in the documents' spelling, with what earlier
    turns supply. `terms` are its content words, `asked` the kinds of thing asked for (when,
    telephone, role …), `documents` the ids that it is limited to (empty: all), `municipalities`
    those named, `foreign` places that no document covers, `addressed` whether it names a clause by
    address, `focus` the document and clause that the answer to it quoted first, from which 次の条
    and 第2項 are counted, `answered` whether anything was quoted.
    """

    question: str
    text: str
    terms: tuple[Term, ...]
    asked: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    municipalities: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    dates: tuple[Date, ...] = ()
    addressed: bool = False
    smalltalk: bool = False
    errand: str = ""
    language: str = "ja"
    focus: tuple[str, Path] | None = None
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that the search found, how well (higher is better) and by which signals."""

    chunk: Chunk
    score: float
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source, character for character, with the address where they stand."""

    document: str
    source: str
    citation: str
    path: tuple[str, ...]
    start: int
    end: int
    text: str
    sha256: str
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program says to one question."""

    question: str
    outcome: Outcome
    message: str
    quotes: tuple[Quote, ...] = ()
    related: tuple[Quote, ...] = ()
    index: dict[str, str] = field(default_factory=dict)
