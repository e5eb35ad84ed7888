"""What to choose quotes from: a question, the hits that may answer it, and the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.catalogue import Catalogue
from assistant.answering.quotes import quote
from assistant.answering.searcher import Searcher
from assistant.documents.chunks import Reading
from assistant.records import Chunk, Hit, Query, Quote


@dataclass(frozen=True, slots=True)
class Choice:
    """What to choose from: the question, the eligible hits, best first, and the corpus."""

    query: Query
    hits: Sequence[Hit]
    searcher: Searcher

    @property
    def catalogue(self) -> Catalogue:
        """The corpus' names and readings."""
        return self.searcher.catalogue

    def reading(self, chunk: Chunk) -> Reading:
        """The document of a chunk."""
        return self.catalogue.readings[chunk.source_id]

    def row(self, chunk: Chunk) -> int:
        """Where a chunk stands in the index."""
        return self.searcher.rows[chunk.id]

    def quoted(self, chunk: Chunk) -> Quote:
        """A chunk's own words."""
        return quote(self.reading(chunk), chunk.path, chunk.span)
