"""Which lines of a web page without markup are headings."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.documents.parsing import boilerplate
from assistant.documents.parsing.cells import is_tabular, is_value
from assistant.documents.parsing.contacts import has_field
from assistant.documents.parsing.markers import bullet
from assistant.documents.parsing.pagelines import (
    DATES,
    FILE,
    LONGEST_HEADING,
    LONGEST_TIGHT_HEADING,
    PageLines,
    defines,
    heading_style,
    names_file_or_link,
)

_DATE = r"(?:(?:令和|平成|昭和|[RHS]\.?)\s*[0-9０-９元]|[12][0-9]{3}|[0-9０-９]\s*[年月日])"
_ENDS_WITH_DEED = re.compile(rf"{_DATE}.{{0,16}}(?<!の)(?:策定|公表|締結|施行|改訂|変更)[)）]?$")
_ENDS_WITH_DATE = re.compile(rf"[(（][^()（）]*{_DATE}[^()（）]*[)）]$")
# The affairs of a year or a day are no date: 令和6年度の開催状況, 令和6年4月現在の人口.
_AFFAIRS = r"(?:[0-9０-９元]+年)?(?:度|(?:[0-9０-９]+月[・、]?)*(?:[0-9０-９]+日)?(?:現在|時点)?の)"
_IS_DATE = re.compile(
    rf"(?:令和|平成|昭和|[12][0-9]{{3}}年?)(?!\s*{_AFFAIRS}).{{0,44}}(?<!について)"
)
_PERIOD = re.compile(
    "(?:令和|平成|昭和)?[0-9０-９元]+年(?:度|[0-9０-９]+月)?(?:[0-9０-９]+日)?(?:から|[~～〜－])"
    "(?:令和|平成|昭和)?[0-9０-９元]+年"
)
_NTH_OF_KIND = re.compile("第[0-9０-９一二三四五六七八九十]+[期次回][^、。:：（(]{0,12}")
_CONTINUES = ("(", "（", "※")
_MOTTO = re.compile(r"[『「][^』」]+[』」]")
_MARKS = "■◆●◎□▼★【<"


def is_heading(
    page: PageLines,
    at: int,
    words: str,
    style: str,
    lists: Collection[str],
    *,
    headed: bool = False,
) -> bool:
    """Whether line `at`, marked in `style` before `words`, heads.

    `lists` are the styles of open bullets; `headed` says that a heading stands straight above.
    """
    if not words or style.startswith("#"):
        return bool(words)
    if page.is_announced(at):
        return True
    whole = page.lines[at].words
    if not _may_head(whole, words) or style[0] in lists or _is_dated(page, at, words):
        return False
    if _MOTTO.fullmatch(words):
        return False
    if whole.startswith(("※", "・", "-", "*", "○", "(", "（")) and style != "bracketed-number":
        return False
    return _stands_as_heading(page, at, style, headed=headed)


def counts_on(page: PageLines, at: int, words: str, style: str) -> bool:
    """Whether line `at` may head beside an open section of its style without a blank above."""
    below = page.below[at]
    if below is None or not _may_head(page.lines[at].words, words):
        return False
    same = heading_style(page.lines[below].words)[0] == style
    return style[0] not in _MARKS or (below == at + 1 and not same)


def heads_what_is_set_in(page: PageLines, at: int) -> bool:
    """Whether line `at` heads the lines set in below it, as the one beside it does those below it.

    A line with a mark may go on set in; it heads only labels with their values. Of these several
    show by themselves that they have a heading.
    """
    if not _has_set_in(page, at):
        return False
    indent = page.lines[at].indent
    if all(_is_set_in_label(page, row, indent) for row in (at + 1, at + 2)):
        return True
    following = _beside(page, range(at + 1, len(page.lines)), indent)
    before = _beside(page, range(at - 1, -1, -1), indent)
    return any(beside is not None and _has_set_in(page, beside) for beside in (following, before))


def _is_set_in_label(page: PageLines, at: int, indent: int) -> bool:
    line = page.lines[at] if at < len(page.lines) else None
    return bool(line and not line.blank and line.indent > indent and page.pairs[at])


def _beside(page: PageLines, rows: range, indent: int) -> int | None:
    """The next of some lines that is set in no deeper, if no blank stands before it."""
    for row in rows:
        if page.lines[row].blank:
            return None
        if page.lines[row].indent <= indent:
            return row
    return None


def _has_set_in(page: PageLines, at: int) -> bool:
    """Whether a short line that could head stands straight above one that is set in deeper."""
    line, below = page.lines[at], page.below[at]
    style, words = heading_style(line.words)
    if below != at + 1 or page.lines[below].indent <= line.indent or page.noise[at]:
        return False
    tabular = is_tabular(line, page.text) or is_tabular(page.lines[below], page.text)
    if tabular or page.pairs[at] or not _may_head(line.words, words):
        return False
    said = page.lines[below].words
    if len(words) > LONGEST_TIGHT_HEADING or line.words.startswith(("※", "→")):
        return False
    marked = style != "plain" or bullet(line.words) > 0
    labelled = page.pairs[below] or defines(said)
    return bool(labelled or (not marked and boilerplate.is_sentence(said)))


def _may_head(whole: str, words: str) -> bool:
    if len(words) > LONGEST_HEADING or boilerplate.is_sentence(words):
        return False
    open_end = words.endswith(("、", "，", "：", ":"))
    return not (open_end or has_field(whole) or names_file_or_link(whole) or defines(whole))


def _is_dated(page: PageLines, at: int, words: str) -> bool:
    """Whether words tell of an event on a date rather than head what is below."""
    if _PERIOD.match(words) or _IS_DATE.fullmatch(words) or _ENDS_WITH_DEED.search(words):
        return True
    below = page.below[at]
    if below is None or not _ENDS_WITH_DATE.search(words):
        return bool(_ENDS_WITH_DATE.search(words))
    return not (_begins_rows(page, below) or boilerplate.is_sentence(page.lines[below].words))


def _begins_rows(page: PageLines, at: int) -> bool:
    return bool(page.pairs[at] or is_tabular(page.lines[at], page.text))


def _stands_as_heading(page: PageLines, at: int, style: str, *, headed: bool) -> bool:
    below = page.below[at]
    if below is None:
        return False
    gap_below = below > at + 1
    gap_above = at == 0 or headed or page.lines[at - 1].blank or page.ends_part(at - 1)
    next_style = heading_style(page.lines[below].words)[0]
    if style != "plain":
        deeper = page.lines[below].indent > page.lines[at].indent and not gap_below
        heads = style in _MARKS or not deeper
        return next_style != style and (gap_above or page.tight) and heads
    if page.tight:
        return _may_head_tightly(page, at) and (
            _is_headed_tightly(page, below) or _heads_headings(page, at, below)
        )
    # 第1期ビジョン straight above 計画期間：… heads, whatever stands above it.
    if _NTH_OF_KIND.fullmatch(page.lines[at].words) and defines(page.lines[below].words):
        return True
    continues = not gap_below and page.lines[below].words.startswith(_CONTINUES)
    return gap_above and not continues and (gap_below or _may_be_headed(page, below))


def _may_head_tightly(page: PageLines, at: int) -> bool:
    words = page.lines[at].words
    return len(words) <= LONGEST_TIGHT_HEADING and not bullet(words) and not is_value(words)


def _is_headed_tightly(page: PageLines, at: int) -> bool:
    """Whether what a line says without blanks around it stands under a heading."""
    words = page.lines[at].words
    said = heading_style(words)[1]
    # 応募の締切 above a date alone, 将来像 above a motto, 関連ファイル above their names.
    told = boilerplate.is_sentence(said) or is_value(said) or bool(_MOTTO.fullmatch(said))
    return told or bullet(words) > 0 or bool(FILE.search(words))


def _heads_headings(page: PageLines, at: int, below: int) -> bool:
    """Whether a line behind a sentence or a motto stands straight above another heading."""
    above = page.lines[at - 1].words if at else ""
    ended = boilerplate.is_sentence(above) or bool(_MOTTO.fullmatch(above))
    style, words = heading_style(page.lines[below].words)
    return ended and style == "plain" and is_heading(page, below, words, style, ())


def _may_be_headed(page: PageLines, at: int) -> bool:
    """Whether a line can stand straight under a plain heading: a sentence, a list, a row."""
    words = page.lines[at].words
    style, rest = heading_style(words)
    return bool(
        style != "plain"
        or boilerplate.is_sentence(rest)
        or _MOTTO.fullmatch(words)
        or defines(words)
        or FILE.search(words)
        or _begins_rows(page, at)
    )


def is_page_title(page: PageLines, at: int, style: str) -> bool:
    """Whether the first heading only names the page: another heading follows it at once."""
    below = page.below[at]
    while below is not None and (DATES.match(page.lines[below].words) or page.noise[below]):
        below = page.below[below]
    if style not in {"plain", "#"} or below is None:
        return False
    style_below, words_below = heading_style(page.lines[below].words)
    return is_heading(page, below, words_below, style_below, ())
