"""What is taken out of a question before it is kept: numbers and addresses that lead to a person.

Rather too much than too little: any run of seven or more digits goes, whatever stands between.
A name cannot be told from other words, and stays.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 300
_DIGIT = r"[\d〇零一二三四五六七八九①-⑨]"
_BETWEEN = r"[ \t\u3000()\[\]（）［］〔〕.．・/／_ーｰ−－~〜～\-\u2010-\u2015]{0,3}"
# Latin letters and digits of either width: with kana and kanji, the words around would go too.
_WORD = r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ._%+\-＋．－＿]+"
_AT = r"(?:[@＠]|[ \u3000]*[(（\[［](?:at|アット|あっと)[)）\]］][ \u3000]*)"
_MAIL = re.compile(_WORD + _AT + _WORD, re.IGNORECASE)
_NUMBER = re.compile(rf"〒?[+＋]?[(（]?(?:{_DIGIT}{_BETWEEN}){{6,}}{_DIGIT}")
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{2,4}[ー−－\-\u2010-\u2015]\d{4}(?!\d)")


def masked(question: str) -> str:
    """A question as it may be kept: without such numbers and addresses, on one line, not long.

    >>> masked("折り返し090-1234-5678へ。メールはa.b@example.jp、〒068－0000です")
    '折り返し［番号］へ。メールは［メール］、［番号］です'
    >>> masked("第6条第3項は平成31年4月1日から有効ですか")
    '第6条第3項は平成31年4月1日から有効ですか'
    """
    visible = "".join(
        c for c in question if unicodedata.category(c) not in {"Cf", "Cs", "Co", "Cn"}
    )
    line = " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in visible).split())
    line = _MAIL.sub("［メール］", line)
    line = _NUMBER.sub("［番号］", line)
    line = _SHORT_NUMBER.sub("［番号］", line)
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
