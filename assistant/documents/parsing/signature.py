"""Who signed: the block of parties, addresses, titles and names under an agreement."""

from __future__ import annotations

import re

from assistant.documents.parsing.drafts import HEADING, Builder, Draft
from assistant.documents.parsing.lines import Line
from assistant.documents.parsing.markers import PARTY, is_address, signed
from assistant.records import Span

_SEAL = re.compile(r"[ \u3000\t]*[㊞印]$")
_MUNICIPALITY = re.compile(r"(?P<name>.+?[市町村区県府都])(?:長|議会|知事)?")


class SignatureReader:
    """Reads the lines of a signature block into the open `署名欄` of a builder."""

    def __init__(self, builder: Builder, lines: list[Line]) -> None:
        self.builder, self.lines, self.text = builder, lines, builder.text
        self.depth = len(builder.stack)
        self.unnamed = 0

    def read(self) -> None:
        """Take every line."""
        filled = [line for line in self.lines if not line.blank and not line.furniture]
        below = dict(zip((line.at for line in filled), filled[1:], strict=False))
        for line in self.lines:
            if line.furniture:
                self.builder.furniture(Span(line.start, line.end))
            elif not line.blank:
                self._line(Span(line.start, line.end), below.get(line.at))
        self.builder.close_below(self.depth - 1)

    def _line(self, span: Span, below: Line | None) -> None:
        match = PARTY.match(span.cut(self.text))
        if match:
            name = "party" if match["party"] else "bracketed"
            mark = Span(span.start + match.start(name), span.start + match.end(name))
            self._party(match[name], span.start, mark)
            span = Span(span.start + match.start("rest"), span.end)
            if span.start == span.end:
                return
        elif self._heads_party(span, below) and below:
            signer = PARTY.match(below.words)
            self._open_party(signer["party"] or signer["bracketed"] if signer else "", span.start)
        elif len(self.builder.stack) == self.depth or self._party_complete(span):
            self.unnamed += 1
            self._open_party(f"署名者{self.unnamed}", span.start)
        self._field(span)

    def _party(self, label: str, start: int, mark: Span) -> None:
        """Open the party that a line names, unless its address on the line above has opened it."""
        top = self.builder.top
        above = [child.label for child in top.children]
        if top.kind == "party" and top.label == label and above == ["住所"]:
            self.builder.leaf(Draft(HEADING, "見出し", mark.start, body=mark))
        else:
            self._open_party(label, start, mark)

    def _heads_party(self, span: Span, below: Line | None) -> bool:
        """Whether words are the address of the party that the next line names."""
        fields = self._fields() if len(self.builder.stack) > self.depth else {"住所"}
        named = below is not None and bool(PARTY.match(below.words))
        return named and "住所" in fields and is_address(span.cut(self.text))

    def _open_party(self, label: str, start: int, mark: Span | None = None) -> None:
        self.builder.close_below(self.depth)
        self.builder.open(Draft("party", label, start, marker=mark))

    def _fields(self) -> set[str]:
        return {child.label for child in self.builder.top.children}

    def _party_complete(self, span: Span) -> bool:
        """Whether the open party has its name, and these words begin the next one's block."""
        words = span.cut(self.text)
        return "氏名" in self._fields() and bool(is_address(words) or signed(words))

    def _field(self, span: Span) -> None:
        words, fields = span.cut(self.text), self._fields()
        titled = signed(words)
        if titled and not ("職名" in fields and "氏名" not in fields and not titled["name"]):
            self._signed(span.start, titled)
        elif "職名" in fields and "氏名" not in fields and not is_address(words):
            self._leaf("氏名", Span(span.start, span.start + len(_SEAL.sub("", words))))
        elif "住所" not in fields and is_address(words):
            self._leaf("住所", span)
        elif not fields & {"名称", "職名"} and _MUNICIPALITY.fullmatch(words):
            self._leaf("名称", span)
        else:
            self.builder.words(span)

    def _signed(self, start: int, titled: re.Match[str]) -> None:
        party = self.builder.top
        self._leaf("職名", Span(start, start + titled.end("title")))
        if titled["name"]:
            self._leaf("氏名", Span(start + titled.start("name"), start + titled.end("name")))
        place = _MUNICIPALITY.match(titled["title"])
        if party.marker is None and party.label.startswith("署名者") and place:
            party.label = place["name"]

    def _leaf(self, label: str, span: Span) -> None:
        self.builder.leaf(Draft("field", label, span.start, body=span.trim(self.text)))
