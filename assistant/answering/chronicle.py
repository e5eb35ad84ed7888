"""What happened when: the days that a document tells, in the order in which it tells them."""

from __future__ import annotations

import re

from assistant.answering.choices import Choice
from assistant.records import Quote

_CHRONICLE = re.compile(
    "経過|経緯|時系列|(?:順番|順序)で|順を追|(?:年月日|日付)(?:付|つ)き|いつ何[がを]"
)
_WENT_ON = re.compile(
    "(?:流れ|順(?:番|序)?|段取り)(?:で|に|を)?、?(?:いつ)?[^。、]{0,6}(?:進んだ|進みました|進め(?:た|られた)|行われ(?:た|まし)|経て)"
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
        chunk
        for i, chunk in enumerate(searcher.index.chunks)
        if chunk.source_id == source
        and searcher.dates[i]
        and any(deed.done for deed in searcher.deeds[i])
        and all(any(d.agrees(q) for d in searcher.dates[i]) for q in choice.query.dates[:1])
        and share[i] >= _OF_THE_MATTER * share.max()
    ]
    return [choice.quoted(chunk) for chunk in told] if 1 < len(told) <= _LONGEST_CHRONICLE else []
