"""What happened when: the days that a document tells, in the order in which it tells them."""

from __future__ import annotations

import re

from assistant.answering.choices import Choice
from assistant.answering.searcher import Searcher
from assistant.language.tokens import words
from assistant.records import Quote

_CHRONICLE = re.compile(
    "経過|経緯|時系列|(?:順番|順序)で|順を追|(?:年月日|日付)(?:付|つ)き|いつ何[がを]"
)
_WENT_ON = re.compile(
    "(?:どう|どのように)(?:進ん|進み|進め)|(?:流れ|順(?:番|序)?|段取り)(?:で|に|を)?、?(?:いつ)?[^。、]{0,6}(?:進んだ|進みました|進め(?:た|られた)|行われ(?:た|まし)|経て)"
)
# The share of the best one's words that a day told must speak of, and how many such are quoted.
_OF_THE_MATTER, _LONGEST_CHRONICLE = 0.3, 6


def chronicle(choice: Choice) -> list[Quote]:
    """What a document tells as done on a day, in the order in which it stands there."""
    past = _WENT_ON.search(choice.query.text)
    listed_days = _CHRONICLE.search(choice.query.text) and choice.query.asked & {"when", "list"}
    if not (past or listed_days):
        return []
    searcher, source = choice.searcher, choice.hits[0].chunk.source_id
    share = searcher.words_of_all.share(choice.query.terms)
    told = [
        i
        for i, chunk in enumerate(searcher.index.chunks)
        if chunk.source_id == source
        and searcher.dates[i]
        and _tells_deed(searcher, i)
        and all(any(d.agrees(q) for d in searcher.dates[i]) for q in choice.query.dates[:1])
    ]
    # From the first that the question speaks of to the last, with what lies between.
    meant = [at for at, i in enumerate(told) if share[i] >= _OF_THE_MATTER * share.max()]
    told = told[meant[0] : meant[-1] + 1] if meant else []
    quotes = [choice.quoted(searcher.index.chunks[i]) for i in told]
    return quotes if 1 < len(quotes) <= _LONGEST_CHRONICLE else []


def _tells_deed(searcher: Searcher, i: int) -> bool:
    """Whether a chunk tells a deed as done, or ends in one: 令和2年3月 策定."""
    ends = words(searcher.texts[i])[-1:]
    return any(deed.done for deed in searcher.deeds[i]) or any(word.verbal for word in ends)
