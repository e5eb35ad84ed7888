"""The numbers of periods, plans and times: 第1期, 第2次, 2回目."""

from __future__ import annotations

import re

from assistant.language.numerals import parse_number

ORDINAL = re.compile(r"第\s*(?P<n>[0-9]{1,4})\s*(?P<unit>期|次|回)")
# 2回目の会議 is 第2回; 2回目 of a plan may be 第2次 or 第2期.
_NTH = re.compile(
    "(?<!第)(?<![0-9])(?P<n>[0-9]{1,2}|[一二三四五六七八九])[回代期次]目(?P<met>の?[^、。?]{0,8}(?:会|会議)(?![一-鿿]))?"
)


def ordinals(text: str) -> list[str]:
    """The numbers of periods and times that a text names: 第1期, 第2次, 2回目 (of any unit)."""
    # What one calls 第3期 another calls 第3次.
    found = [
        f"第{number}{alike}"
        for number, unit in ORDINAL.findall(text)
        for alike in ("期次" if unit in "期次" else unit)
    ]
    return found + [
        f"第{parse_number(nth['n'])}{unit}"
        for nth in _NTH.finditer(text)
        for unit in ("回" if nth["met"] else "期次回")
    ]
