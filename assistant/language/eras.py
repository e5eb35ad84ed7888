"""Dates in both calendars: 平成31年3月29日, H31.3.29 and 2019年3月29日 are one day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.numerals import DIGITS, NUMBER, parse_number

# First year of each era in the Gregorian calendar (National Diet Library, "Japanese calendar").
ERA_START = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}
_INITIAL = {"R": "令和", "H": "平成", "S": "昭和", "Ｒ": "令和", "Ｈ": "平成", "Ｓ": "昭和"}

_ERAS = "|".join(ERA_START)
_OTHER_CALENDAR = r"(?:\s*[(（][^()（）]{0,12}[)）])?"
_WRITTEN = re.compile(
    rf"(?:(?P<era>{_ERAS})\s*(?P<era_year>元|{NUMBER}){_OTHER_CALENDAR}\s*年度?"
    rf"|(?<![A-Za-z])(?P<initial>[RHSＲＨＳ])(?P<initial_year>{NUMBER})(?![{DIGITS}])年?度?"
    rf"|(?<![{DIGITS}\-－.])(?P<year>[12１２][{DIGITS}]{{3}})(?![{DIGITS}])"
    rf"(?:{_OTHER_CALENDAR}年度?|(?=[./．／])))"
    rf"{_OTHER_CALENDAR}"
    rf"(?:[./．／]?\s*(?P<month>{NUMBER})(?:\s*月|[./．／])(?:\s*(?P<day>{NUMBER})\s*日?)?)?"
)

DAY = re.compile(rf"(?P<month>{NUMBER})\s*月\s*(?P<day>{NUMBER})\s*日")

# The first three letters of each month in English.
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_FOREIGN_DAY = re.compile(
    rf"\b(?P<name>{_MONTH})\.? (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b"
    rf"|\b(?P<before>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<behind>{_MONTH})\b"
    r"|(?P<wol>[0-9]{1,2})월\s*(?P<il>[0-9]{1,2})일"
    r"|ngày (?P<ngay>[0-9]{1,2}) tháng (?P<thang>[0-9]{1,2})"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A year of the Gregorian calendar with month and day where they are written."""

    year: int
    month: int | None = None
    day: int | None = None

    def __repr__(self) -> str:
        """Only the parts that are known."""
        return f"Date({', '.join(str(p) for p in (self.year, self.month, self.day) if p)})"

    def agrees(self, other: Date) -> bool:
        """Whether both may be one day: no part that both name differs."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(a is None or b is None or a == b for a, b in pairs)


def find_dates(text: str) -> list[Date]:
    """Return the dates that `text` writes, in order, in either calendar.

    >>> find_dates("平成31年3月と2019年3月29日、R6.3.29")
    [Date(2019, 3), Date(2019, 3, 29), Date(2024, 3, 29)]
    """
    return [_date(match) for match in _WRITTEN.finditer(text)]


def find_days(text: str) -> frozenset[tuple[int, int]]:
    """Return the days, month first, that `text` writes with a year or without one.

    >>> sorted(find_days("1月18日(日)と令和8年2月8日"))
    [(1, 18), (2, 8)]
    """
    return frozenset((parse_number(m["month"]), parse_number(m["day"])) for m in DAY.finditer(text))


def foreign_days(text: str) -> list[str]:
    """Return the days that `text`, in lower case, writes in another language, as Japanese does.

    >>> foreign_days("on january 25, 2월 8일 or ngày 3 tháng 4")
    ['1月25日', '2月8日', '4月3日']
    """
    found = []
    for match in _FOREIGN_DAY.finditer(text):
        name = match["name"] or match["behind"]
        month = _MONTHS.index(name[:3]) // 3 + 1 if name else match["wol"] or match["thang"]
        day = match["day"] or match["before"] or match["il"] or match["ngay"]
        found.append(f"{month}月{day}日")
    return found


def _date(match: re.Match[str]) -> Date:
    era = match["era"] or _INITIAL.get(match["initial"] or "")
    if era:
        written = match["era_year"] or match["initial_year"]
        year = ERA_START[era] + (1 if written == "元" else parse_number(written)) - 1
    else:
        year = parse_number(match["year"])
    month, day = (parse_number(match[g]) if match[g] else None for g in ("month", "day"))
    return Date(year, month, day)


def western_years(text: str) -> dict[str, int]:
    """Map each era year written in `text` to its Gregorian year, for a note beside a quote.

    >>> western_years("平成31年3月26日(火)に")
    {'平成31年': 2019}
    """
    found = {}
    for match in re.finditer(rf"(令和|平成|昭和)\s*(元|{NUMBER})\s*年", text):
        start = ERA_START[match[1]]
        found[match[0]] = start + (1 if match[2] == "元" else parse_number(match[2])) - 1
    return found
