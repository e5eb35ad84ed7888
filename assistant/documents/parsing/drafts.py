"""A tree under construction, and its freezing into Nodes whose leaves cover the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from assistant.records import Node, Parsed, Problem, Span, Step

HEADING, TEXT, BOILERPLATE = "heading", "text", "boilerplate"
# Leaves that hold a part of their parent's words and are addressed through it.
UNADDRESSED = frozenset({HEADING, TEXT, BOILERPLATE})
# Deeper than any document nests; what would go deeper stays beside the part above it.
DEEPEST = 32
_HEADING_LABEL, _TEXT_LABEL, _BOILERPLATE_LABEL = "見出し", "本文", "対象外"


@dataclass(slots=True)
class Draft:
    """A node whose end is not yet known."""

    kind: str
    label: str
    start: int
    number: str | None = None
    marker: Span | None = None
    heading: Span | None = None
    body: Span | None = None
    children: list[Draft] = field(default_factory=list)
    style: str = ""
    place: int = 0

    @property
    def last_end(self) -> int:
        """Where the words so far end."""
        if self.children:
            return self.children[-1].last_end
        known = [span.end for span in (self.marker, self.heading, self.body) if span]
        return max(known, default=self.start)


class Builder:
    """Takes the parts of a document in the order of the text; `freeze` gives the tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = Draft("document", "", 0)
        self.stack = [self.root]
        self.problems: list[Problem] = []
        self._furniture: list[Span] = []

    @property
    def top(self) -> Draft:
        """The innermost open part."""
        return self.stack[-1]

    def open(self, draft: Draft) -> None:
        """Begin a part inside the innermost open one."""
        self._flush(draft.start)
        self.close_below(min(len(self.stack), DEEPEST))
        self.top.children.append(draft)
        self.stack.append(draft)

    def close_below(self, depth: int) -> None:
        """Close parts until `depth` of them (the root counts as one) are open."""
        del self.stack[max(depth, 1) :]

    def close_to(self, *kinds: str) -> bool:
        """Close parts until one of these kinds is innermost; False if none is open."""
        for depth in range(len(self.stack), 0, -1):
            if self.stack[depth - 1].kind in kinds:
                self.close_below(depth)
                return True
        return False

    def inside(self, *kinds: str) -> Draft | None:
        """The innermost open part of one of these kinds."""
        return next((d for d in reversed(self.stack) if d.kind in kinds), None)

    def words(self, span: Span) -> None:
        """Add words to the innermost open part, as part of its body where they continue it."""
        self._flush(span.start)
        top = self.top
        if not top.children:
            top.body = Span(top.body.start if top.body else span.start, span.end)
        elif top.children[-1].kind == TEXT:
            last = top.children[-1]
            last.body = Span(last.start, span.end)
        else:
            top.children.append(Draft(TEXT, _TEXT_LABEL, span.start, body=span))

    def leaf(self, draft: Draft) -> None:
        """Add a part that is complete at once."""
        self.open(draft)
        self.stack.pop()

    def boilerplate(self, span: Span) -> None:
        """Set words apart that are neither indexed nor quoted."""
        self._flush(span.start)
        self._set_apart(span)

    def furniture(self, span: Span) -> None:
        """The same for page furniture, which may stand between two parts or inside one."""
        self._furniture.append(span)

    def problem(self, message: str, span: Span) -> None:
        """Note what could not be placed or is at odds."""
        self.problems.append(Problem(message, span))

    def _set_apart(self, span: Span) -> None:
        last = self.top.children[-1] if self.top.children else None
        if last and last.kind == BOILERPLATE and not self.text[last.last_end : span.start].strip():
            last.body = Span(last.start, span.end)
        else:
            self.top.children.append(Draft(BOILERPLATE, _BOILERPLATE_LABEL, span.start, body=span))

    def _flush(self, before: int) -> None:
        waiting, self._furniture = self._furniture, []
        for span in waiting:
            if span.start < before:
                self._set_apart(span)
            else:
                self._furniture.append(span)

    def freeze(self) -> Parsed:
        """Close everything and return the tree with the problems in the order of the text."""
        self.close_below(1)
        self._flush(len(self.text))
        _collapse(self.root)
        self._tell_repeats(self.root)
        leaves = list(_leaves(self.root))
        starts = [0, *(leaf.start for leaf in leaves[1:]), len(self.text)]
        spans = {
            id(leaf): Span(a, max(a, b))
            for leaf, a, b in zip(leaves, starts, starts[1:], strict=False)
        }
        root = _frozen(self.root, spans, self.text)
        return Parsed(root, tuple(sorted(self.problems, key=lambda p: p.span)))

    def _tell_repeats(self, draft: Draft) -> None:
        seen: Counter[str] = Counter()
        for child in draft.children:
            if child.kind not in UNADDRESSED:
                seen[child.label] += 1
                if seen[child.label] > 1:
                    self.problem(
                        f"{child.label}が重なっています", Span(child.start, child.last_end)
                    )
                    child.label = f"{child.label}〔{seen[child.label]}〕"
            self._tell_repeats(child)


def _collapse(draft: Draft) -> None:
    """Give an article with a single paragraph that paragraph's words; part bodies from heads."""
    for child in draft.children:
        _collapse(child)
    paragraphs = [c for c in draft.children if c.kind == "paragraph"]
    if draft.kind in {"article", "supplement"} and len(paragraphs) == 1 and not draft.body:
        at = draft.children.index(paragraphs[0])
        if not any(c.kind not in UNADDRESSED for c in draft.children[:at]):
            only = paragraphs[0]
            inner = list(only.children)
            if at and only.body:
                inner.insert(0, Draft(TEXT, _TEXT_LABEL, only.body.start, body=only.body))
            elif only.body:
                draft.body = only.body
            draft.children[at : at + 1] = inner
    if draft.children and draft.body:
        body = Draft(TEXT, _TEXT_LABEL, draft.body.start, body=draft.body)
        draft.children.insert(0, body)
        draft.body = None
    headed = bool(draft.children) and draft.children[0].kind == HEADING
    if (
        draft.children
        and (draft.marker or draft.heading)
        and not (headed and draft.children[0].start == draft.start)
    ):
        draft.children.insert(0, Draft(HEADING, _HEADING_LABEL, draft.start))


def _leaves(draft: Draft) -> list[Draft]:
    found, waiting = [], [draft]
    while waiting:
        here = waiting.pop()
        if here.children:
            waiting.extend(reversed(here.children))
        else:
            found.append(here)
    return found


def _frozen(draft: Draft, spans: dict[int, Span], text: str) -> Node:
    children = tuple(_frozen(child, spans, text) for child in draft.children)
    span = Span(children[0].span.start, children[-1].span.end) if children else spans[id(draft)]
    body = _body_of(children) if children else draft.body
    if draft.kind == HEADING and not children:
        body = span.trim(text)
    step = Step(draft.kind, draft.number, draft.label)
    return Node(step, span, body or Span(span.end, span.end), draft.marker, draft.heading, children)


def _body_of(children: tuple[Node, ...]) -> Span | None:
    """From the first to the last of the parts' words."""
    worded = [c for c in children if c.kind not in {HEADING, BOILERPLATE}]
    known = [
        span
        for child in worded
        for span in (
            (child.body,) if child.body.start < child.body.end else (child.marker, child.heading)
        )
        if span
    ]
    return Span(min(known).start, max(span.end for span in known)) if known else None
