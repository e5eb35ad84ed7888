"""Whom to ask, and by which number: told to one who asks for it, by what it is the number of."""

from __future__ import annotations

import re

import numpy as np

from assistant.answering.needs import Requirement
from assistant.answering.nouns import named_in_kana, spoken_of
from assistant.answering.searcher import Searcher
from assistant.answering.vocabulary import FIELDS
from assistant.records import Path, Query

_OF_OFFICES = FIELDS | {"who", "where", "person"}
_ASKS_WHERE_TO_TURN = re.compile(
    "問い?合わ?せ|連絡|窓口|担当|(?:分から|わから|わかん)(?:ない|なかった)(?:こと|点|とき|時|事)?|不明な点"
)
_ASKS_SIGNERS = re.compile(
    "署名|記名|押印|調印|サイン|名義|氏名|代表者|末尾|番地|[市町村]長名|sign|签|簽|서명|ký"
)
_INVITES = re.compile("(?:連絡|問い?合わ?せ)(?:して)?(?:ください|下さい)")


def services(query: Query, searcher: Searcher) -> list[Requirement]:
    """The number of a service is told where it is spoken of, not in the contact: 予約バスの電話."""
    kinds = query.asked & FIELDS - {"office"}
    if not kinds or query.language != "ja":
        return []
    contact = searcher.contacts
    own = np.isin(searcher.sources, list(query.documents or set(searcher.sources)))
    told = np.logical_or.reduce([searcher.shapes[kind] for kind in sorted(kinds)]) & own & ~contact
    things = [t for t in query.terms if t.specific] + named_in_kana(query.text, searcher)
    spoken = {thing.surface: spoken_of(thing, searcher) > 0 for thing in things}
    found = {
        name: here & told
        for name, here in spoken.items()
        if (here & told).any() and not (here & contact & own).any()
    }
    if not found:
        return []
    named = np.sum(list(found.values()), axis=0)
    return [Requirement("・".join(found), named == named.max())]


def contacts(query: Query, searcher: Searcher) -> list[Requirement]:
    """Whom to ask is told only to one who wants to ask or to go there."""
    if query.asked & _OF_OFFICES or _ASKS_WHERE_TO_TURN.search(query.text):
        return []
    if searcher.catalogue.of_value(query.text) or _ASKS_SIGNERS.search(query.text):
        return []
    chunks = searcher.index.chunks
    told = searcher.contacts | np.array([_is_signer(chunk.path) for chunk in chunks], bool)
    if "procedure" not in query.asked:
        told |= searcher.matching(_INVITES)
    return [Requirement("お問い合わせ先", ~told)]


def _is_signer(path: Path) -> bool:
    """Whether words are the name or address of one who signed."""
    return path[0].label == "署名欄" and path[-1].kind == "field"
