"""What speaks for each chunk of the index, as numbers: one row a chunk, one column a signal."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assistant.answering.catalogue import Catalogue
from assistant.answering.deeds import Deed, asked_deeds, deeds, match
from assistant.answering.limits import Limits, limits
from assistant.answering.lookup import squeeze
from assistant.answering.postings import Postings, pairs
from assistant.answering.questions import without
from assistant.answering.vocabulary import vocabulary
from assistant.documents.parties import party_at
from assistant.language.eras import Date, find_dates
from assistant.language.tokens import fold, index_words
from assistant.records import Query, Term
from assistant.search import dense, sparse
from assistant.search.store import Index

if TYPE_CHECKING:
    from assistant.search.embeddings import Encoder

_FILE_LINK = re.compile(r"(?:kb|mb|pdf)|はこちら|ホームページへ|リンク\)", re.IGNORECASE)
_ORDINAL = re.compile(r"第\s*([0-9]+)\s*(期|次|回)")
_LONGEST_LABEL = 12
# The date and number of a notice or law are its name, not when anything happened.
_PAPER = re.compile(
    r"\([^()]*(?:総行応|通知|法律第|政令第|告示)[^()]*\)|(?:令和|平成|昭和)[^、。()]{1,12}日付け?[^、。()]*(?:通知|号)"
)
_ASKED_TERM = re.compile(
    r"[「『]?(?P<term>[^、。「」『』?？\s]{2,24}?)[」』]?(?:とは|って|という|の(?:意味|定義|目的)|は、?(?:何|なに|なん|どのよう|どういう|どんな|どうやって))"
)
_ASKS_EXCEPTION = re.compile("但し|ただし|例外|別[のに]|特例|同意|合意|納得|ずら|早め|延ば|前倒し")
_ASKS_REST = re.compile("その他|以外|のほか|ほかに|他に|入らない|含まれない")
_PROVISO = re.compile("但し|ただし")
# Words of one who asks after the rules of an agreement.
_RULED = re.compile(r"協定(?!式|締結|を(?:結|締結)|の締結)|条文|[甲乙](?![一-鿿])")
_PROPER = re.compile(
    r"(?<![一-鿿々ヶ])[一-鿿々ヶ]{1,4}(?<![各両本当同全関係構成近隣連携中心市町村都])[市町村](?![一-鿿])"
)
_TOPIC = re.compile(r"[「『]?(?P<topic>[^、。「」『』]{2,24}?)[」』]?(?:\([^()]*\))?(?:とは|は)")


@dataclass(frozen=True)
class Searcher:
    """An index with what is worked out from it once, when it is opened."""

    index: Index
    catalogue: Catalogue
    encoder: Encoder
    limits: Limits = field(default_factory=limits)

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each chunk by its id."""
        return {chunk.id: i for i, chunk in enumerate(self.index.chunks)}

    @cached_property
    def sources(self) -> np.ndarray:
        """The document of each chunk."""
        return np.array([chunk.source_id for chunk in self.index.chunks])

    @cached_property
    def texts(self) -> list[str]:
        """Each chunk's words, folded."""
        return [fold(chunk.text) for chunk in self.index.chunks]

    @cached_property
    def words_of_text(self) -> Postings:
        """Words of the chunks themselves."""
        return Postings([index_words(chunk.text) for chunk in self.index.chunks])

    @cached_property
    def words_of_all(self) -> Postings:
        """Words of the chunks with their context."""
        return Postings([index_words(f"{c.context}\n{c.text}") for c in self.index.chunks])

    @cached_property
    def pairs_of_text(self) -> Postings:
        """Pairs of signs of the chunks themselves."""
        return Postings([pairs(chunk.text) for chunk in self.index.chunks])

    @cached_property
    def pairs_of_all(self) -> Postings:
        """Pairs of signs of the chunks with their context."""
        return Postings([pairs(f"{c.context}\n{c.text}") for c in self.index.chunks])

    @cached_property
    def shapes(self) -> dict[str, np.ndarray]:
        """For each kind of question, which chunks have the form of its answer."""
        return {
            kind: np.array([bool(pattern.search(text)) for text in self.plain], bool)
            for kind, pattern in vocabulary().shapes.items()
        }

    @cached_property
    def dates(self) -> list[list[Date]]:
        """The dates that each chunk writes."""
        return [find_dates(text) for text in self.plain]

    @cached_property
    def deeds(self) -> list[tuple[Deed, ...]]:
        """What each chunk says is done."""
        return [deeds(chunk.text) for chunk in self.index.chunks]

    @cached_property
    def plain(self) -> list[str]:
        """Each chunk's words in one width, blanks kept, the names of notices and laws left out."""
        return [
            _PAPER.sub("", unicodedata.normalize("NFKC", chunk.text).lower())
            for chunk in self.index.chunks
        ]

    @cached_property
    def whole(self) -> list[str]:
        """Each chunk with its context, folded."""
        return [fold(f"{chunk.context}\n{chunk.text}") for chunk in self.index.chunks]

    @cached_property
    def numbered(self) -> list[frozenset[str]]:
        """The numbers of periods and times (第1期) that each chunk or its context names."""
        return [frozenset(ordinals(text)) for text in self.whole]

    @cached_property
    def municipalities(self) -> list[frozenset[str]]:
        """The municipalities that each chunk names in its own words."""
        covered = sorted(set(self.catalogue.municipalities.values()), key=len, reverse=True)
        found = []
        for chunk in self.index.chunks:
            named, left = set(), chunk.text
            for name in covered:
                if name in left:
                    named.add(name)
                    left = left.replace(name, " ")
            named |= {m[0] for m in _PROPER.finditer(left)}
            found.append(frozenset(named))
        return found

    @cached_property
    def near(self) -> list[frozenset[str]]:
        """The municipalities that each chunk's section names, its heading counted."""
        homes: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        keys = []
        for chunk, named in zip(self.index.chunks, self.municipalities, strict=True):
            key = (chunk.source_id, tuple(s.label for s in chunk.path[:-1]))
            keys.append(key)
            homes.setdefault(key, set()).update(named)
        return [frozenset(homes[key]) for key in keys]

    @cached_property
    def topics(self) -> list[str]:
        """What each sentence is about: the words before its first は."""
        found = (_TOPIC.match(text) for text in self.texts)
        return [match["topic"] if match else "" for match in found]

    @cached_property
    def labels(self) -> list[list[str]]:
        """The labels above and of each chunk, as addresses are compared; no numbered units."""
        unit = re.compile(r"第?\d+(?:条|項|号|段落|項目)(?:の\d+)*")
        return [
            [squeeze(s.label) for s in chunk.path if not unit.fullmatch(s.label)]
            + [squeeze(h) for h in _captions(chunk.context)]
            for chunk in self.index.chunks
        ]

    @cached_property
    def parties(self) -> list[str]:
        """The municipality whose column each chunk stands in."""
        readings = self.catalogue.readings
        return [party_at(c.path, readings[c.source_id].meanings) for c in self.index.chunks]

    @cached_property
    def columns(self) -> list[str]:
        """The column of each cell; empty for what is no cell."""
        return [
            c.path[-1].label if c.path and c.path[-1].kind == "cell" else ""
            for c in self.index.chunks
        ]

    @cached_property
    def fixed(self) -> dict[str, np.ndarray]:
        """Signals that do not depend on the question."""
        chunks = self.index.chunks
        return {
            "length": np.array([math.log(len(c.text)) for c in chunks]) - 4,
            "file": np.array(
                [
                    bool(_FILE_LINK.search(c.text)) and c.path[-1].kind in {"item", "paragraph"}
                    for c in chunks
                ],
                float,
            ),
            "other": np.array(
                [
                    any(s.label.startswith("その他の") or "その他" in s.label for s in c.path)
                    for c in chunks
                ],
                float,
            ),
            "proviso": np.array(
                [text.startswith(("但し", "ただし")) for text in self.texts], float
            ),
            "cell": np.array([bool(column) for column in self.columns], float),
        }

    @cached_property
    def _matches(self) -> dict[re.Pattern[str], np.ndarray]:
        return {}

    def matching(self, pattern: re.Pattern[str]) -> np.ndarray:
        """Which chunks' words match a pattern of the vocabulary; each is tried once only."""
        if pattern not in self._matches:
            found = [bool(pattern.search(text)) for text in self.plain]
            self._matches[pattern] = np.array(found, bool)
        return self._matches[pattern]

    def containing(self, words: str) -> np.ndarray:
        """Which chunks hold some words as they are written, in context or text."""
        likely = np.flatnonzero(self.pairs_of_all.holding_all(pairs(words)))
        held = np.zeros(len(self.whole), bool)
        held[[i for i in likely if words in self.whole[i]]] = True
        return held

    def beside(self, met: np.ndarray) -> np.ndarray:
        """Whether the chunk before or behind, in the same section, meets something."""
        same = self._adjoining
        found = np.zeros(len(met), bool)
        found[1:] |= met[:-1] & same
        found[:-1] |= met[1:] & same
        return found

    @cached_property
    def _adjoining(self) -> np.ndarray:
        """Whether each chunk and the next stand in the same section."""
        homes = [(chunk.source_id, chunk.path[:-1]) for chunk in self.index.chunks]
        return np.array([first == second for first, second in pairwise(homes)], bool)

    def warm(self) -> None:
        """Work everything out now, so that the first question is not slower than the rest."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)


def _captions(context: str) -> list[str]:
    """The captions of articles and tables in a context: 第6条 協定の廃止."""
    parts = context.split(" › ")[1:]
    return [p.split(" ", 1)[1] for p in parts if re.match(r"(?:第\d+条|別表)\S* \S", p)]


def signals(query: Query, searcher: Searcher) -> dict[str, np.ndarray]:
    """Every signal by name, each of shape (chunks,)."""
    meaning = dense.scores(searcher.index.dense, searcher.encoder.encode_query(query.text))
    words = sparse.scores(
        searcher.index.sparse, sorted({w for term in query.terms for w in term.forms})
    )
    grouped = [
        Term(p, frozenset({p}), own=frozenset({p})) for p in dict.fromkeys(pairs(query.text))
    ]
    found = {
        "dense": _z(meaning),
        "sparse": _z(words),
        "words_text": searcher.words_of_text.share(query.terms),
        "words_all": searcher.words_of_all.share(query.terms),
        "pairs_text": searcher.pairs_of_text.share(grouped),
        "pairs_all": searcher.pairs_of_all.share(grouped),
        "shape": _shape(query, searcher),
        **_by_chunk(query, searcher),
        **searcher.fixed,
    }
    if "file" in query.asked:
        found["file"] = -found["file"]
    if _ASKS_EXCEPTION.search(query.text):
        found["proviso"] = -found["proviso"]
    if _ASKS_REST.search(query.text):
        found["other"] = -found["other"]
    return found


def _z(values: np.ndarray) -> np.ndarray:
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))


def _shape(query: Query, searcher: Searcher) -> np.ndarray:
    kinds = [kind for kind in sorted(query.asked) if kind in searcher.shapes]
    if not kinds:
        return np.zeros(len(searcher.texts))
    return np.asarray(np.mean([searcher.shapes[kind] for kind in kinds], axis=0))


def _by_chunk(query: Query, searcher: Searcher) -> dict[str, np.ndarray]:
    asked = squeeze(query.text)
    one = party_meant(query)
    wanted = set(ordinals(query.text))
    # 組合が解散したのは何年 asks of a deed and defines nothing.
    asked_terms = [m["term"] for m in _ASKED_TERM.finditer(query.text)]
    terms = [term for term in asked_terms if not term.endswith(("の", "日", "時期"))]
    acts = asked_deeds(without(query.text, query.municipalities))
    rules: dict[str, Callable[[int], float]] = {
        "label": lambda i: _label(searcher.labels[i], asked),
        "column": lambda i: _column(query, one, searcher, i),
        "deed": lambda i: match(acts, searcher.deeds[i]),
        "topic": lambda i: _topic(terms, searcher.topics[i]),
        "bound": lambda i: bound * float(kinds[i] == "agreement"),
        "place": lambda i: _place(query, searcher, i),
        "ordinal": lambda i: _ordinal(wanted, searcher.numbered[i]),
    }
    bound = float(bool(_RULED.search(query.text)))
    kinds = [searcher.catalogue.readings[s].document.source.kind for s in searcher.sources]
    count = len(searcher.texts)
    return {name: np.array([rule(i) for i in range(count)], float) for name, rule in rules.items()}


def _is_subject(name: str, text: str) -> bool:
    """Whether a sentence is about one municipality's part, not about two joined by と."""
    form = rf"{re.escape(name[:-1])}[市町村区]?"
    return bool(re.search(rf"(?<![とや・び]){form}(?:は|が|の(?:役割|役目|担当|仕事))", text))


def party_meant(query: Query) -> str:
    """The one municipality whose part a question asks about; empty where there is none."""
    if len(query.municipalities) == 1:
        return query.municipalities[0]
    said = [name for name in query.municipalities if _is_subject(name, query.text)]
    return said[0] if len(said) == 1 else ""


def _label(labels: list[str], asked: str) -> float:
    """How long the longest label is that the question says in full."""
    said = [len(label) for label in labels if len(label) > 1 and label in asked]
    return min(max(said, default=0), _LONGEST_LABEL) / _LONGEST_LABEL


def _column(query: Query, municipality: str, searcher: Searcher, i: int) -> float:
    """Whether a cell is in the column that the question means: a party's role, or the content."""
    column, party = searcher.columns[i], searcher.parties[i]
    if not column:
        return 0.0
    if column in query.text:
        return 1.0
    named = [c for c in ("甲の役割", "乙の役割") if c in query.text]
    wants_party = bool(named) or (bool(municipality) and not query.asked & {"list"})
    if not wants_party:
        return 0.0 if party else 0.5
    if party and not named and party == municipality:
        return 0.9
    return -0.5 if party else 0.0


def _topic(terms: list[str], topic: str) -> float:
    """Whether a sentence says of an asked term what it is; of part of the term counts for less."""
    if not topic or not terms:
        return 0.0
    if any(
        topic == term or (term.endswith(topic) and len(topic) > len(term) - 2) for term in terms
    ):
        return 1.0
    return 0.4 if any(topic in term or term in topic for term in terms) else 0.0


def _place(query: Query, searcher: Searcher, i: int) -> float:
    """The share of the named municipalities, the document's own aside, that a chunk speaks of."""
    chunk = searcher.index.chunks[i]
    reading = searcher.catalogue.readings[chunk.source_id]
    bound = {reading.document.source.municipality, *(b.meaning for b in reading.bindings)}
    named = [m for m in query.municipalities if m not in bound]
    if not named:
        return 0.0
    said = sum(m in chunk.text or m[:-1] in chunk.context.split(" › ", 1)[-1] for m in named)
    return said / len(named)


def ordinals(text: str) -> list[str]:
    """The numbers of periods and times that a text names: 第1期, 第2次."""
    return [f"第{number}{unit}" for number, unit in _ORDINAL.findall(text)]


def _ordinal(wanted: set[str], here: frozenset[str]) -> float:
    """第2期 asked, 第1期 said: not the same thing."""
    if not wanted:
        return 0.0
    return 1.0 if wanted & here else (-1.0 if here else 0.0)
