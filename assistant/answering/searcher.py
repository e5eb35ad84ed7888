"""An index with what is worked out from it once, when it is opened."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assistant.answering.catalogue import Catalogue
from assistant.answering.deeds import Deed, deeds, deeds_named
from assistant.answering.labels import squeeze
from assistant.answering.limits import Limits, limits
from assistant.answering.postings import Postings, pairs
from assistant.answering.vocabulary import vocabulary
from assistant.documents.parties import party_at
from assistant.language.eras import Date, find_dates, find_days
from assistant.language.numerals import in_digits
from assistant.language.ordinals import ORDINAL, ordinals
from assistant.language.tokens import fold, index_words
from assistant.records import Chunk, Path, Step
from assistant.search.store import Index

if TYPE_CHECKING:
    from assistant.search.embeddings import Encoder

# Parts whose label says what their words are.
_NAMED = frozenset({"field", "date"})
CONTENT = "取組内容"
# How a sentence begins that excepts something from the one before.
PROVISO = ("但し", "ただし")
_ROLE = re.compile("取り?組み?の?内容|.{1,12}の(?:役割|負担)(?:分担)?")
_FILE_LINK = re.compile(r"^\s*[⇒→»]|(?:kb|mb|pdf)|はこちら|ホームページへ|リンク\)", re.IGNORECASE)
_CONTACT_FIELDS = frozenset({"担当", "部署", "電話", "ファクス", "メール"})
# 平成25年に協定を締結した後、 leads up to what a sentence tells.
_BEFORE = re.compile("^[^。、]{0,40}年[^。、]{1,20}した(?:後|あと|のち)、")
# The date and number of a notice or law are its name, not when anything happened.
_PAPER = re.compile(
    r"\([^()]*(?:総行応|通知|法律第|政令第|告示)[^()]*\)|(?:令和|平成|昭和)[^、。()]{1,12}日付け?[^、。()]*(?:通知|号)"
)
_PROPER = re.compile(
    r"(?<![一-鿿々ヶ])[一-鿿々ヶ]{1,4}(?<![各両本当同全関係構成近隣連携中心市町村都])[市町村](?![一-鿿])"
)
# A sentence that says what its topic is.
_DEFINES = re.compile(
    "[「『]?[^、。]{2,30}[」』]?(?:とは|は)、?.*"
    "(?:もの|こと|制度|協定|圏域|構想|宣言|取組|施策)(?:で(?:す|あり|ある)|をい(?:う|います)|とされ)"
)
_BARE_NUMBER = re.compile(r"[0-9()\-－‐ ]+(?:\(?(?:代表|内線|直通)[^)]*\)?)?")
# A column or field that says where something is.
_VENUE = re.compile("(?:開催|実施|集合|設置)?(?:場所|会場|地)|開催地|所在地|窓口")
# The heading of a table whose rows are persons.
_PERSONS = re.compile(r"[\s|]*(?:氏\s*名|お?名前|委員名)")
# What joins the names of several that act together.
_AND = "(?:と|及び|および|並びに|、|・|や)"
# What a label adds to the name that people use: 大人(高校生以上), 1月18日(日).
_ASIDE = re.compile(r"[(（][^()（）]*[)）]$")
_NTH_RECORD = re.compile("〔(?P<n>[0-9]+)〕$")
# A second name among the fields of a section: it tells of several things, one after another.
_NAMES_RECORD = re.compile("(?:事業|取組|施策|施設|路線|講座|イベント|会議)の?(?:名称?|名)〔2〕")
_TOPIC = re.compile(r"[「『]?(?P<topic>[^、。「」『』]{2,24}?)[」』]?(?:\([^()]*\))?(?:とは|は)")


@dataclass(frozen=True, eq=False)
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
    def agreements(self) -> np.ndarray:
        """Which chunks are of an agreement."""
        readings = self.catalogue.readings
        return np.array([readings[s].document.source.kind == "agreement" for s in self.sources])

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
        # The day of what went before is not the day of what is told.
        dated = [_BEFORE.sub("", text) for text in self._labelled]
        found = {
            kind: np.array(
                [bool(shape.search(t)) for t in (dated if kind == "when" else self._labelled)], bool
            )
            for kind, shape in vocabulary().shapes.items()
        }
        return found | {kind: found[kind] | self.of_persons for kind in ("person", "who")}

    @cached_property
    def _labelled(self) -> list[str]:
        """Each chunk's words, a bare number or a place in a cell with its column's name: 会場."""
        return [
            f"{chunk.path[-1].label} {text}"
            if _BARE_NUMBER.fullmatch(text.strip()) or _VENUE.fullmatch(chunk.path[-1].label)
            else text
            for chunk, text in zip(self.index.chunks, self.plain, strict=True)
        ]

    @cached_property
    def of_persons(self) -> np.ndarray:
        """Which cells stand in a row headed by a person's name: 座長 in a list of members."""
        found = []
        for chunk in self.index.chunks:
            nodes = self.catalogue.readings[chunk.source_id]
            table = nodes.addresses.nodes.get(chunk.path[:-2])
            in_row = len(chunk.path) > 1 and chunk.path[-2].kind == "row"
            heads = [c.span for c in table.children if c.kind == "heading"] if table else []
            names = (_PERSONS.match(span.cut(nodes.document.text)) for span in heads)
            found.append(in_row and any(names))
        return np.array(found, bool)

    @cached_property
    def dates(self) -> list[list[Date]]:
        """The dates that each chunk writes, or a label above it: 目標（令和9年度）."""
        return [
            find_dates(" ".join(step.label for step in chunk.path)) + told
            for chunk, told in zip(self.index.chunks, self.dates_told, strict=True)
        ]

    @cached_property
    def dates_told(self) -> list[list[Date]]:
        """The dates that each chunk's own words write."""
        # The initials of eras are capitals: H31.3.29.
        return [find_dates(_BEFORE.sub("", text).upper()) for text in self.plain]

    @cached_property
    def days(self) -> list[frozenset[tuple[int, int]]]:
        """The days, month first, that each chunk or its place writes, with a year or without."""
        return [
            find_days(f"{' '.join(step.label for step in chunk.path)} {text}")
            for chunk, text in zip(self.index.chunks, self.plain, strict=True)
        ]

    @cached_property
    def deeds(self) -> list[tuple[Deed, ...]]:
        """What each chunk says is done."""
        return [
            deeds(c.text) + (deeds_named(c.path[-1].label) if c.path[-1].kind in _NAMED else ())
            for c in self.index.chunks
        ]

    @cached_property
    def plain(self) -> list[str]:
        """Each chunk's words in one width, blanks kept, the names of notices and laws left out."""
        return [
            in_digits(_PAPER.sub("", unicodedata.normalize("NFKC", chunk.text).lower()))
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
    def numbers_above(self) -> list[frozenset[str]]:
        """For each field the number of the one above it in its section: 出席者 below 第9回."""
        found: list[frozenset[str]] = []
        home: tuple[str, Path] | None = None
        number: frozenset[str] = frozenset()
        for chunk in self.index.chunks:
            here, last = (chunk.source_id, chunk.path[:-1]), chunk.path[-1]
            if here != home or last.kind != "field":
                home, number = here, frozenset()
            if last.kind == "field" and ORDINAL.fullmatch(fold(last.label)):
                number = frozenset(ordinals(fold(last.label)))
            found.append(number)
        return found

    @cached_property
    def contacts(self) -> np.ndarray:
        """Which chunks tell whom to ask: in a contact block, or in such a field of a section."""
        return np.array([_is_contact(chunk.path) for chunk in self.index.chunks], bool)

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
    def actors(self) -> list[frozenset[str]]:
        """The municipalities of which each sentence says what they do: 北見市は, 当市では."""
        names = sorted(set(self.catalogue.municipalities.values()), key=len, reverse=True)
        found: list[frozenset[str]] = []
        for chunk in self.index.chunks:
            meanings = self.catalogue.readings[chunk.source_id].meanings
            called = {name: name for name in names} | meanings
            if not called:
                found.append(frozenset())
                continue
            one = "|".join(map(re.escape, called))
            runs = re.finditer(rf"(?:(?:{one}){_AND})*(?:{one})(?=は|が|では|において)", chunk.text)
            said = {name for run in runs for name in re.findall(one, run[0])}
            found.append(frozenset(called[name] for name in said))
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
            [
                squeeze(name)
                for s in chunk.path
                if not unit.fullmatch(s.label)
                for name in dict.fromkeys((s.label, _ASIDE.sub("", s.label)))
            ]
            + [squeeze(h) for h in _captions(chunk.context)]
            for chunk in self.index.chunks
        ]

    @cached_property
    def parties(self) -> list[str]:
        """The municipality whose column each chunk stands in."""
        readings = self.catalogue.readings
        found = []
        for chunk in self.index.chunks:
            reading = readings[chunk.source_id]
            found.append(party_at(chunk.path, reading.meanings, reading.headings))
        return found

    @cached_property
    def columns(self) -> list[str]:
        """The column of each cell, or the role that heads an item; empty for all else."""
        return [self._column(chunk) for chunk in self.index.chunks]

    def _column(self, chunk: Chunk) -> str:
        if chunk.path[-1].kind == "cell":
            return chunk.path[-1].label
        reading = self.catalogue.readings[chunk.source_id]
        if reading.addresses.children(chunk.path, "cell"):
            return CONTENT  # words of an item above each party's own
        heading = reading.headings.get(chunk.path, "")
        return heading if _ROLE.fullmatch(heading) else ""

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
            "defines": np.array([bool(_DEFINES.match(text)) for text in self.texts], float),
            "other": np.array(
                [
                    any(s.label.startswith("その他の") or "その他" in s.label for s in c.path)
                    for c in chunks
                ],
                float,
            ),
            "proviso": np.array([text.startswith(PROVISO) for text in self.texts], float),
            "cell": np.array([bool(column) for column in self.columns], float),
        }

    @cached_property
    def _named(self) -> list[str]:
        """What each chunk and what is above it are called, in one width: 人口 above 58,903人.

        A reply is called by the question that it answers as well.
        """
        return [
            unicodedata.normalize("NFKC", " ".join([*(s.label for s in c.path[-3:]), _asked(c)]))
            for c in self.index.chunks
        ]

    @cached_property
    def speaking_of(self) -> dict[tuple[str, bool], np.ndarray]:
        """Which chunks speak of each municipality that was asked about, kept by `towns`."""
        return {}

    @cached_property
    def _matches(self) -> dict[re.Pattern[str], np.ndarray]:
        return {}

    def matching(self, pattern: re.Pattern[str]) -> np.ndarray:
        """Which chunks' words match a pattern of the vocabulary; each is tried once only."""
        if pattern not in self._matches:
            found = [
                bool(pattern.search(f"{label}\n{text}"))
                for label, text in zip(self._named, self.plain, strict=True)
            ]
            self._matches[pattern] = np.array(found, bool)
        return self._matches[pattern]

    def containing(self, words: str) -> np.ndarray:
        """Which chunks hold some words as they are written, in context or text."""
        likely = np.flatnonzero(self.pairs_of_all.holding_all(pairs(words)))
        held = np.zeros(len(self.whole), bool)
        held[[i for i in likely if words in self.whole[i]]] = True
        return held

    def owned_by(self, municipality: str) -> np.ndarray:
        """Which chunks are of a municipality's own documents."""
        readings = self.catalogue.readings
        own = [readings[s].document.source.municipality == municipality for s in self.sources]
        return np.array(own, bool)

    def beside(self, met: np.ndarray) -> np.ndarray:
        """Whether the chunk before or behind, in the same section, meets something."""
        same = self._adjoining
        found = np.zeros(len(met), bool)
        found[1:] |= met[:-1] & same
        found[:-1] |= met[1:] & same
        return found

    def in_row(self, met: np.ndarray) -> np.ndarray:
        """Whether a cell of the same row meets something: what a row is about is in any of them."""
        held = np.zeros(self._rows_of_tables.max() + 1, bool)
        held[self._rows_of_tables[np.asarray(met, bool)]] = True
        held[0] = False
        return np.asarray(held[self._rows_of_tables])

    @cached_property
    def _rows_of_tables(self) -> np.ndarray:
        """The number of the row that each cell stands in; 0 for all that is no cell."""
        numbers: dict[tuple[str, Path], int] = {}
        homes = [(chunk.source_id, self.row_of(chunk)) for chunk in self.index.chunks]
        return np.array(
            [numbers.setdefault(home, len(numbers) + 1) if home[1] else 0 for home in homes], int
        )

    def row_of(self, chunk: Chunk) -> Path:
        """The row of a cell, or the item of which a part tells one party's role; () for none."""
        if chunk.path[-1].kind == "cell" or "row" in {step.kind for step in chunk.path[-2:-1]}:
            return chunk.path[:-1]
        nth = _NTH_RECORD.search(chunk.path[-1].label) if chunk.path[-1].kind == "field" else None
        if nth or (chunk.source_id, chunk.path[:-1]) in self._records:
            number = nth["n"] if nth else "1"
            return (*chunk.path[:-1], Step("record", number, f"〔{number}〕"))
        headings = self.catalogue.readings[chunk.source_id].headings
        lengths = range(len(chunk.path), 1, -1)
        roles = (n for n in lengths if _ROLE.fullmatch(headings.get(chunk.path[:n], "")))
        return chunk.path[: next(roles, 1) - 1]

    @cached_property
    def _records(self) -> frozenset[tuple[str, Path]]:
        """The sections whose fields tell of several things, one after another: 事業名, 概要."""
        return frozenset(
            (chunk.source_id, chunk.path[:-1])
            for chunk in self.index.chunks
            if chunk.path[-1].kind == "field" and _NAMES_RECORD.fullmatch(chunk.path[-1].label)
        )

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


def _asked(chunk: Chunk) -> str:
    """The question that a reply of a page answers, from its context."""
    asked = chunk.context.rsplit(" › ", 1)[-1] if chunk.path[-1].kind == "reply" else ""
    return asked.rstrip("。?？")


def _is_contact(path: Path) -> bool:
    field = path[-1].label.split("〔")[0] if path[-1].kind == "field" else ""
    return field in _CONTACT_FIELDS or any(step.kind == "contact" for step in path)


def _captions(context: str) -> list[str]:
    """The captions of articles and tables in a context: 第6条 協定の廃止."""
    parts = context.split(" › ")[1:]
    return [p.split(" ", 1)[1] for p in parts if re.match(r"(?:第\d+条|別表)\S* \S", p)]
