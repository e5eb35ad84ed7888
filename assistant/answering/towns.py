"""The municipalities that the words which answer must speak of, or name."""

from __future__ import annotations

import re

import numpy as np

from assistant.answering.needs import Requirement
from assistant.answering.searcher import Searcher
from assistant.answering.terms import without
from assistant.answering.vocabulary import FACTS, FIELDS, vocabulary
from assistant.language.tokens import fold
from assistant.records import Query

# What is said of all that a region counts in.
_OF_ALL_MEMBERS = re.compile(
    "圏域|構成市町|関係市町|各市町|(?<![一-鿿])市町|[0-9]+(?:市町村?|町村|市[0-9]+町(?:[0-9]+村)?)"
)
_ASKS_WHICH_ACTS = re.compile(
    "(?:どの|どちらの|どっちの|どこの|何という)(?:市町村|市町|自治体|市|町|村)(?:が|で(?!す|し))"
    "|[たる]の(?:は|って)、?(?:どの|どちらの|どっちの|どこの|何という)(?:市町村|市町|自治体|市|町|村)"
)
_OF_ONE = re.compile("人口|面積|世帯数|高齢化率")
_JOINED_BY = re.compile("組ん|相手|パートナー|加わ|入って|仲間")
# What stands behind a place that a question only supposes.
_SUPPOSED = (
    "(?:で(?:や|行|開|あ[りっ]|した|し(?:まし)?た)|(?:の(?:分|もの|ほう|方))?(?:でし|です|だった))"
)
_COUNTS_TOWNS = re.compile(
    "いくつ(?:です|でし|あ|の|[?。]|$)|何(?:市|町|村|つ)(?:です|でし|あ|の|[?。]|$)"
)


def towns(query: Query, searcher: Searcher) -> list[Requirement]:
    """Municipalities named beside the document's own, and names where names are asked for."""
    # How many live in one town is not told by how many live in all.
    counts = bool(_OF_ONE.search(query.text))
    found = [
        Requirement(name, _places_met(name, searcher, counts))
        if not _alone(name, query.text)
        else Requirement(name, searcher.containing(fold(name)))
        for name in query.municipalities
        if not _is_supposed(name, query)
    ]
    if "comparison" in query.asked and found:  # each side speaks of its own
        either = np.logical_or.reduce([requirement.met for requirement in found])
        found = [Requirement("・".join(query.municipalities), either)]
    if asks_towns(query):
        # 北見の計画はどの市が作る may be answered with the place itself.
        acts = _ASKS_WHICH_ACTS.search(query.text) and not _JOINED_BY.search(query.text)
        # Of a region that is named, its own municipality is no other one.
        owners = {
            searcher.catalogue.readings[name].document.source.municipality
            for name in query.documents
            if len(query.documents) == 1
        }
        known = set() if acts else {*query.municipalities, *owners}
        # A cell of 甲の役割 tells of 甲 by its column.
        cells = zip(searcher.municipalities, searcher.parties, strict=True)
        others = [bool((named | ({party} if party else set())) - known) for named, party in cells]
        found.append(Requirement("市町村の名前", np.array(others, bool)))
    return found


def _is_supposed(name: str, query: Query) -> bool:
    """Whether a place is only what is supposed: 締結式は美幌町でやったんだっけ, told by another."""
    if query.asked & FACTS or not query.documents:
        return False
    form = rf"{re.escape(fold(name)[:-1])}[市町村区]?"
    return bool(re.search(rf"{form}{_SUPPOSED}[^、。]{{0,12}}$", query.text))


def _alone(name: str, text: str) -> bool:
    """Whether a municipality is asked about without the others: 平泉町民だけの回答率."""
    form = rf"{re.escape(fold(name)[:-1])}[市町村区]?(?:の?(?:住民|市民|町民|村民|民|人|方|分))?"
    return bool(re.search(rf"{form}(?:だけの|のみの|に限)", text))


def asks_towns(query: Query) -> bool:
    """Whether the names of municipalities are asked for."""
    wants = query.asked & {"list", "who", "where"} and not query.asked & FIELDS
    wants = wants and not _COUNTS_TOWNS.search(query.text)
    said = query.text if query.language == "ja" else query.question.lower()
    text = without(said, query.municipalities, " ")
    return bool(wants and vocabulary().towns.search(text))


def _places_met(name: str, searcher: Searcher, counts: bool) -> np.ndarray:
    """Which chunks may speak of a municipality; worked out once for each that is covered."""
    kept = searcher.speaking_of
    if (name, counts) not in kept:
        rows = range(len(searcher.texts))
        kept[name, counts] = np.array([_place_met(name, searcher, i, counts) for i in rows], bool)
    return kept[name, counts]


def _place_met(name: str, searcher: Searcher, i: int, counts: bool) -> bool:
    """Whether a chunk may speak of a municipality: its document's own, or one that it names."""
    chunk = searcher.index.chunks[i]
    reading = searcher.catalogue.readings[chunk.source_id]
    source = reading.document.source
    if name == source.municipality or name in reading.meanings.values():
        return True
    if searcher.municipalities[i] - {source.municipality}:
        return name in searcher.municipalities[i]
    near = name[:-1] in chunk.context or (name in searcher.near[i] and not counts)
    of_all = _OF_ALL_MEMBERS.search(searcher.texts[i]) and not counts
    return name in source.members and (near or bool(of_all))
