"""A turn of a conversation without what only leads over to it or is polite."""

from __future__ import annotations

import re

# What a turn begins and ends with that says nothing of what is asked.
_FILLERS = re.compile(
    "^(?:(?:あ+|え+っ?と|うーん|ふー?ん|へえ|なるほど|そっか|す[みい]ません|失礼(?:いた)?しました|ごめん(?:なさい)?"
    "|まあいいや|いや|いえ|いいえ|違う|ちがう|違います|そう(?:じゃ|では)なくて?|すると|そうすると|そうしたら"
    "|了解(?:です)?|わかった|分かりました|ありがとう(?:ございます)?)[、。,!！…]+[ 　]*)+(?=.{2,})"
)
_ALSO = re.compile(
    "(?:の方|のほう)?も(?:併せて|合わせて|あわせて)?、?(?:お願い(?:(?:いた|致)?します)?|頼む|教えて(?:ください)?"
    "|知りたい(?:です)?|同じ[^、。?？]{0,10})[?？。]*$"
)
_THAT_IS = re.compile(
    "(?:の件|のこと|の話|の方|のほう)?(?:でございます|です|だよ|だけど|なんだけど|なんですが)[。]?$"
)
_MEANT = re.compile(
    "^(?:聞|知)きたかったのは(?P<what>.{2,20}?)(?:だった|でした|です)(?:んです|の)?[。]?$"
)


# What is taken back, and what is meant: いや、北見じゃなくて一関.
_CORRECTED = re.compile(
    "^(?:いや|いえ|いいえ|あ|違う|違います|ごめん(?:なさい)?|すみません|間違えた)?[、。 　]*"
    "[^、。?？]{1,14}?(?:の(?:方|ほう|こと))?(?:じゃ|では)な(?:くて|く)[、 　]?"
    "(?P<meant>[^。?？]{1,14})[。?？]?$"
)


def bare(question: str) -> str:
    """甲府市です for すみません、甲府市の件です; は？ for も同じですか and もお願いします."""
    said = _FILLERS.sub("", question.strip()) or question
    said = _CORRECTED.sub(r"\g<meant>は？", said)
    said = _MEANT.sub(r"\g<what>は？", said)
    said = _THAT_IS.sub("です", _ALSO.sub("は？", said))
    return said if re.search(r"\w", said) else question
