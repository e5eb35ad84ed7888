"""Numbers as documents write them: half-width, full-width, kanji, circled."""

from __future__ import annotations

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
