"""Numbers as documents write them: half-width, full-width, kanji, circled."""

from __future__ import annotations

import re
import unicodedata

DIGITS = "0-9０-９"
KANJI = "〇零一二三四五六七八九十百千"
# Bounded: no number of a document is longer, and none of thousands of digits reaches `int`.
NUMBER = rf"(?:[{DIGITS}]{{1,8}}|[{KANJI}]{{1,8}})"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_KANJI_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_UNIT = {"十": 10, "百": 100, "千": 1000}


def parse_number(written: str) -> int:
    """Return the value of a number in any of the styles.

    >>> [parse_number(w) for w in ("252", "２５２", "二百五十二", "二五二", "十", "⑫")]
    [252, 252, 252, 252, 10, 12]

    Raises:
        ValueError: `written` is not a number in one of the styles.
    """
    if written in CIRCLED and len(written) == 1:
        return CIRCLED.index(written) + 1
    plain = unicodedata.normalize("NFKC", written)
    if plain.isdecimal():
        return int(plain)
    if not plain or any(c not in KANJI for c in plain):
        msg = f"not a number: {written!r}"
        raise ValueError(msg)
    if not any(c in _KANJI_UNIT for c in plain):
        return int("".join(str(_KANJI_DIGIT[c]) for c in plain))
    total, digit = 0, 0
    for c in plain:
        if c in _KANJI_UNIT:
            total += max(digit, 1) * _KANJI_UNIT[c]
            digit = 0
        else:
            digit = _KANJI_DIGIT[c]
    return total + digit


_COUNTED = re.compile(
    rf"(?<![{KANJI}万億第])(?:[{KANJI}]+[万億])*[{KANJI}]+(?=(?:円|人|名|年|か月|月|日|件|回|割|箇所|か所|通|時|分|歳|階|校|団体|戸|台|世帯|週|町|村|市))"
)


def in_digits(text: str) -> str:
    """The counts and dates of a text in digits: kanji before a counter, not in names or clauses.

    >>> in_digits("一万三千五百円、職員一名、第三条、令和五年十月一日")
    '13500円、職員1名、第三条、令和5年10月1日'
    """
    return _COUNTED.sub(lambda match: str(_with_myriads(match[0])), text)


def _with_myriads(written: str) -> int:
    total = 0
    for part in re.findall(rf"[{KANJI}]+[万億]?", written):
        unit = {"万": 10**4, "億": 10**8}.get(part[-1], 1)
        total += parse_number(part.rstrip("万億")) * unit
    return total


def to_kanji(number: int) -> str:
    """Write a number below ten thousand in kanji with units.

    >>> [to_kanji(n) for n in (3, 10, 21, 252, 1000)]
    ['三', '十', '二十一', '二百五十二', '千']
    """
    out = []
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out.append(("" if digit == 1 and sign else "〇一二三四五六七八九"[digit]) + sign)
    return "".join(out) or "〇"


def write_number(number: int, like: str) -> str:
    """Write `number` in the style of `like`: kanji, full-width or half-width.

    >>> write_number(2, "五"), write_number(12, "５"), write_number(2, "5")
    ('二', '１２', '2')
    """
    if any(c in KANJI for c in like):
        return to_kanji(number)
    ascii_digits = str(number)
    if any("０" <= c <= "９" for c in like):
        return ascii_digits.translate({ord("0") + i: ord("０") + i for i in range(10)})
    return ascii_digits


# 大字, the numerals of deeds, where they count a part.
_OF_DEEDS = re.compile("第([〇一二三四五六七八九十壱弐参拾]+)(?=[条項号段])")
_IN_PLAIN = str.maketrans("壱弐参拾", "一二三十")


def in_plain_kanji(text: str) -> str:
    """The numerals of deeds in a text as those of every day, where they count a part.

    >>> in_plain_kanji("第拾壱段落"), in_plain_kanji("参考")
    ('第十一段落', '参考')
    """
    return _OF_DEEDS.sub(lambda m: f"第{m[1].translate(_IN_PLAIN)}", text)


# Numbers as they are said, in hiragana; only such as count clauses, periods and times.
_SAID = {
    "いち": 1, "いっ": 1, "に": 2, "さん": 3, "よん": 4, "し": 4, "ご": 5, "ろく": 6, "ろっ": 6,
    "なな": 7, "しち": 7, "はち": 8, "はっ": 8, "きゅう": 9, "く": 9, "じゅう": 10, "じゅっ": 10,
}  # fmt: skip
_UNITS = {"じょう": "条", "こう": "項", "ごう": "号", "じ": "次", "き": "期", "かい": "回"}
_SAID_NUMBER = "|".join(sorted(_SAID, key=len, reverse=True))
_SAID_ORDINAL = re.compile(rf"だい\s*([0-9]+|{_SAID_NUMBER})\s*({'|'.join(_UNITS)})")
# Without だい: ろくじょう at the beginning, さんこう behind an article.
_SAID_PLAIN = re.compile(
    rf"(?:(?<![^\s、,])(?=(?:{_SAID_NUMBER})じょう)|(?<=条)の?(?=(?:{_SAID_NUMBER})[こご]う))"
)
# に is a particle behind べっぴょう.
_SAID_TABLE = re.compile(
    rf"べっぴょう\s*([0-9]+|{'|'.join(n for n in _SAID if len(n) > 1 or n == 'ご')})"
)
# dai-ni-jo, as those write who type Latin letters.
_LATIN_SAID = {
    "ichi": 1, "ni": 2, "san": 3, "yon": 4, "shi": 4, "go": 5, "roku": 6, "nana": 7, "shichi": 7,
    "hachi": 8, "kyu": 9, "kyuu": 9, "ku": 9, "ju": 10, "juu": 10,
}  # fmt: skip
_LATIN_ORDINAL = re.compile(
    rf"\bdai[- ]?([0-9]+|{'|'.join(_LATIN_SAID)})[- ]?(jou?|kou?|gou?)\b", re.IGNORECASE
)
_LATIN_UNITS = {"j": "条", "k": "項", "g": "号"}
_KOREAN_UNITS = {"조": "条", "항": "項", "호": "号", "차": "次", "기": "期", "회": "回"}
_KOREAN_ORDINAL = re.compile(rf"제\s*([0-9]+)\s*([{''.join(_KOREAN_UNITS)}])")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def said_ordinals(text: str) -> str:
    """Ordinals that are written as they are said, in digits and kanji; the rest as it is.

    >>> said_ordinals("だいろくじょうだい3こう"), said_ordinals("제2차")
    ('第6条第3項', '第2次')
    """
    text = _KOREAN_ORDINAL.sub(lambda m: f"第{m[1]}{_KOREAN_UNITS[m[2]]}", text)
    text = _LATIN_ORDINAL.sub(
        lambda m: f"第{_LATIN_SAID.get(m[1].lower(), m[1])}{_LATIN_UNITS[m[2][0].lower()]}", text
    )
    text = _SAID_TABLE.sub(lambda m: f"別表{_SAID.get(m[1], m[1])}", text)
    # The first time gives the 条 behind which the second knows さんこう for 第3項.
    text = _with_ordinals(_SAID_PLAIN.sub("だい", text))
    return _with_ordinals(_SAID_PLAIN.sub("だい", text))


def _with_ordinals(text: str) -> str:
    found = _SAID_ORDINAL.finditer(text.translate(_HIRAGANA))
    for match in reversed(list(found)):
        ordinal = f"第{_SAID.get(match[1], match[1])}{_UNITS[match[2]]}"
        text = text[: match.start()] + ordinal + text[match.end() :]
    return text
