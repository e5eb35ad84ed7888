"""The whole pipeline on one screen: open a corpus with its index, ask, look up, outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answering.answers import decide
from assistant.answering.catalogue import Catalogue
from assistant.answering.clauses import lookup
from assistant.answering.conversation import may_leave, readings
from assistant.answering.following import relative
from assistant.answering.notation import law_named, normalised, other_ways
from assistant.answering.questions import Reader, checked
from assistant.answering.searcher import Searcher
from assistant.answering.verdicts import Verdict
from assistant.answering.wording import message
from assistant.documents.chunks import read
from assistant.documents.sources import read_corpus
from assistant.errors import IndexUnavailableError
from assistant.language.identification import language_of
from assistant.records import Answer, Query
from assistant.search import store
from assistant.search.embeddings import Encoder, load_encoder
from assistant.settings import Settings

_LATIN_WORD = re.compile("[A-Za-z][A-Za-z'’–-]*")
# Signs of an address that led nowhere: nothing else is meant by it.
_OF_PARTS = re.compile(
    r"[/／][0-9０-９]|印$|[◆■●]の|[一-鿿ァ-ヶー「\s][1-9](?=[「(（]|[ \u3000]+[一-鿿ァ-ヶー])"
)
# An address that leads nowhere as it is written.
_NOWHERE = frozenset({"not_found", "no_such_clause"})


@dataclass(frozen=True)
class Assistant:
    """A corpus, its index and the model, ready to answer; safe to use from several threads."""

    searcher: Searcher
    reader: Reader
    corpus: Path

    @classmethod
    def open(
        cls, corpus: Path, index: Path, settings: Settings, encoder: Encoder | None = None
    ) -> Assistant:
        """Load everything and check that it fits together.

        Raises:
            CorpusError: the corpus cannot be read.
            IndexUnavailableError: the index is missing, damaged, stale or of another model.
            ModelError: the model cannot be loaded.
        """
        documents = read_corpus(corpus)
        encoder = encoder or load_encoder(settings.model)
        differs = store.differences(documents, index, encoder.fingerprint)
        if differs:
            msg = f"{differs[0]}`python -m assistant build` で索引を作り直してください。"
            raise IndexUnavailableError(msg)
        readings = {d.source.id: read(d) for d in documents.documents}
        loaded = store.load(index, encoder.fingerprint)
        catalogue = Catalogue(readings)
        searcher = Searcher(loaded, catalogue, encoder)
        searcher.warm()
        return cls(searcher, Reader(catalogue), corpus)

    def ask(
        self, question: str, earlier: Sequence[Query] = (), source: str | None = None
    ) -> Answer:
        """Answer one question; see `converse` for what `earlier` holds."""
        return self.converse(question, earlier, source)[0]

    def converse(
        self, question: str, earlier: Sequence[Query] = (), source: str | None = None
    ) -> tuple[Answer, Query]:
        """Answer a question in the light of the turns before it, and return how it was understood.

        Raises:
            QuestionError: the question is empty or too long.
        """
        ways = readings(self.reader, question, earlier, source)
        verdicts = [(query, self._decide(query)) for query in ways[:1]]
        if verdicts[0][1].outcome != "answered":
            verdicts += [(query, self._decide(query)) for query in ways[1:]]
        # Where no reading is answered, the likeliest says why.
        home, catalogue = ways[0].documents, self.searcher.catalogue
        answered = [
            (query, verdict)
            for query, verdict in verdicts
            if verdict.outcome == "answered"
            and (query is ways[0] or may_leave(query, home, verdict.quotes[0].document, catalogue))
        ]
        query, verdict = (answered or verdicts)[0]
        return self._answer(query.question, verdict, query), _focused(query, verdict, self.searcher)

    def _decide(self, query: Query) -> Verdict:
        return relative(query, self.searcher.catalogue) or decide(query, self.searcher)

    def lookup(self, reference: str, source: str | None = None) -> Answer:
        """The clause at an address (QuestionError if it is empty or too long)."""
        written = checked(reference)
        found = lookup(written, self.searcher.catalogue, source)
        if found.outcome in _NOWHERE:
            standard = self.reader.speller.standard(written)
            said = [standard, *self._in_japanese(written)]
            found = self._first(said, source) or found
            others = list(dict.fromkeys([*other_ways(standard), *other_ways(written)]))
            if found.outcome in _NOWHERE and others:
                ways = [lookup(way, self.searcher.catalogue, source) for way in others]
                # A twelfth of eleven is none, and no word to be searched for.
                missing = [w for w in ways if w.outcome == "no_such_clause"] or [found]
                found = next((way for way in ways if way.outcome == "answered"), missing[0])
        if found.outcome in _NOWHERE:
            query = self.reader.understand(written, source)
            told = self._told(query) if found.reason == "no_address" else None
            found = told or _of_no_document(query) or found
        return self._answer(written, found)

    def _first(self, ways: Sequence[str], source: str | None) -> Verdict | None:
        """What the first of several ways to write an address leads to; None for nowhere."""
        found = (lookup(way, self.searcher.catalogue, source) for way in ways)
        return next((verdict for verdict in found if verdict.outcome == "answered"), None)

    def _in_japanese(self, reference: str) -> list[str]:
        """An address in another language, its names translated, in each way to read it."""
        if language_of(reference) == "ja":
            return []
        written = normalised(reference)
        said = f"{self.reader.speller.translated(written)} {_LATIN_WORD.sub(' ', written)}"
        return [said, *other_ways(said)]

    def _told(self, query: Query) -> Verdict | None:
        """What is asked for without an address, of a document that is named: 北見 策定年月."""
        asks = query.documents and not _OF_PARTS.search(query.question)
        verdict = decide(query, self.searcher) if asks else None
        return verdict if verdict and verdict.outcome == "answered" else None

    def _answer(self, question: str, verdict: Verdict, query: Query | None = None) -> Answer:
        index = {"id": self.searcher.index.id, "model": self.searcher.index.model}
        said = message(verdict, query, self.searcher.catalogue)
        return Answer(question, verdict.outcome, said, verdict.quotes, verdict.related, index)


def _of_no_document(query: Query) -> Verdict | None:
    """The refusal of an address in another town's paper or in a law: 旭川市の協定書 第3条."""
    law = law_named(query.question)
    foreign = () if query.municipalities else query.foreign
    named = law or "、".join(foreign)
    return Verdict("out_of_scope", reason="foreign", detail=named) if named else None


def _focused(query: Query, verdict: Verdict, searcher: Searcher) -> Query:
    """The query with the clause that its answer quoted first, for the turns that follow."""
    if not verdict.quotes:
        return replace(query, answered=False)
    first = verdict.quotes[0]
    path = searcher.catalogue.readings[first.document].addresses.by_labels.get(first.path)
    return replace(query, focus=(first.document, path) if path else query.focus)
