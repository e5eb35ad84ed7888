"""Questions that name no place and no paper, and may be about something else altogether."""

from __future__ import annotations

import re

import numpy as np

from assistant.answering.deeds import asked_deeds
from assistant.answering.needs import Requirement
from assistant.answering.questions import OF_THE_FIELD
from assistant.answering.searcher import Searcher
from assistant.answering.vocabulary import FIELDS, vocabulary
from assistant.records import Query

# What someone would like to do: 消防団に入りたい, 土地を買うには.
_WISH = re.compile(
    "た(?:い|くない)(?:ん|の)?(?:です|だ)?(?:けれ?ど|が|な|よ|わ)?[、。!?]?[^、。]{0,10}$"
    "|[うくすつぬぶむる]には[?。]?$"
)
_ASKS_TO_KNOW = re.compile(
    "(?:知り|しり|聞き|きき|教わり|調べ|見|読み|確認し|確かめ|問い合わせ|比べ|尋ね|伺い|お願いし|示され|ご教示|把握し)た"
)
# Signs that make of the noun before them a thing of its own: 授業料, 消防団, デジタル庁.
_THING = re.compile(
    "[一-鿿々ァ-ヶー]{2,}(?:(?<!資)料|[費税券証団庁隊店祭賞票薬塾賃金会])(?![一-鿿々ァ-ヶ])"
)
# Such a thing that the question is about, whoever asks: 住民説明会は開かれましたか.
_THING_ASKED = re.compile(
    "[一-鿿々ァ-ヶー]{2,}(?:(?<!資)料|[税券団隊店祭賞塾賃会局]|(?<=議)録)(?=(?:は|って)、?[^、。は]{1,14}[?。]?$)"
)
# The last signs of such a thing that a document must have.
_TAIL = 3


def is_stranger(query: Query) -> bool:
    """Whether nothing in a question says that it is about the documents."""
    known = query.documents or query.focus or query.addressed
    return not known and not OF_THE_FIELD.search(query.text)


def strange(query: Query, searcher: Searcher) -> list[Requirement]:
    """What a stranger's question asks of that the words which answer must tell: a deed, a thing."""
    if query.language != "ja" or query.asked & FIELDS:
        return []
    if not is_stranger(query):
        return _things(_THING_ASKED, query, searcher)
    found = _things(_THING, query, searcher)
    wished = asked_deeds(query.text)[-1:]
    if wished and _WISH.search(query.text) and not _ASKS_TO_KNOW.search(query.text):
        told = [any(d.forms & wished[0].forms for d in said) for said in searcher.deeds]
        found.append(Requirement("したいこと", np.array(told, bool)))
    return found


def _things(pattern: re.Pattern[str], query: Query, searcher: Searcher) -> list[Requirement]:
    """The things named that no word of ours stands for: each a document must have by its name."""
    known = {*vocabulary().synonyms, *vocabulary().everyday}
    named = dict.fromkeys(match[0] for match in pattern.finditer(query.text))
    return [
        Requirement(name, searcher.containing(name[-_TAIL:]), unknown=True)
        for name in named
        if not any(name.endswith(word) for word in known if len(word) >= _TAIL)
    ]
