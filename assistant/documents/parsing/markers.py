"""The grammar of numbering: how chapters, articles, paragraphs, items and tables are marked.

Follows 法制執務 usage (編章節款目, 条, 項, 号, イロハ) and what municipalities write instead.
Every pattern lets blanks stand between characters, as PDF extraction leaves them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from assistant.language.numerals import CIRCLED, DIGITS, KANJI, parse_number

BLANKS = r"[ \u3000\t\u00a0]*"
NUMERAL = rf"(?:[{DIGITS}](?:[ \u3000]?[{DIGITS}]){{0,5}}|[{KANJI}](?:[ \u3000]?[{KANJI}]){{0,7}})"
# A number that nothing closes, as in 条の二 or 別表第一: a blank ends it (第二条の二　三者は…),
# unless every character of the line is set apart.
_TIGHT = rf"(?:[{DIGITS}]{{1,6}}|[{KANJI}]{{1,8}})"
_SPACED = rf"(?:[{DIGITS}](?: [{DIGITS}]){{0,5}}|[{KANJI}](?: [{KANJI}]){{0,7}})"
OPEN_NUMERAL = rf"(?:(?<= [第の] ){_SPACED}|{_TIGHT})(?![{DIGITS}{KANJI}])"
SUB = rf"(?:{BLANKS}の{BLANKS}{OPEN_NUMERAL}(?![市町村つ]))"
# The marks of headings in HTML or Markdown turned to text.
_MARKUP = r"(?P<lead>(?:#{1,6}[ \u3000]*|\*\*)?)"
_OPEN, _CLOSE = "（(【［\\[〔", "）)】］\\]〕"
IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
LEVELS = ("編", "章", "節", "款", "目")

# What follows 第5条 in a sentence rather than in a heading; the latter group only without a blank.
_PARTICLE = (
    r"(?:の(?!見出し)|に|及|又|若しく|並び|から|まで|[、。，,・]|を|は|で|と"
    rf"|第{BLANKS}{NUMERAL}{BLANKS}[項号]|[)）\]」』〕]|[~〜～－―-])"
)
_JOINED = r"(?:が|中(?!心|核|枢|央|学|小|高|部|間)|各号|前段|後段|ただし|但し|本文|関係)"


CAPTION = re.compile(
    rf"[{_OPEN}]{BLANKS}(?P<words>[^{_OPEN}{_CLOSE}]+"
    rf"(?:[{_OPEN}][^{_OPEN}{_CLOSE}]*[{_CLOSE}][^{_OPEN}{_CLOSE}]*)*?){BLANKS}[{_CLOSE}]"
)
ARTICLE = re.compile(
    rf"{_MARKUP}第{BLANKS}(?P<n>{NUMERAL}){BLANKS}条(?P<sub>{SUB}*)(?:\*\*)?(?P<gap>{BLANKS})"
)
ARTICLE_RUNS_ON = re.compile(
    rf"(?:{CAPTION.pattern.replace('?P<words>', '?:')})?"
    rf"(?:{BLANKS}{_PARTICLE}|(?<![ \u3000\t]){_JOINED})"
)
DELETED = re.compile(
    rf"第{BLANKS}(?P<n>{NUMERAL}){BLANKS}条(?P<sub>{SUB}*){BLANKS}(?P<to>から|及び|・|、|[~〜～])"
    rf"{BLANKS}第{BLANKS}(?P<n2>{NUMERAL}){BLANKS}条(?P<sub2>{SUB}*)(?:まで)?{BLANKS}[（(]?削除[）)]?"
)
CHAPTER = re.compile(
    rf"{_MARKUP}第{BLANKS}(?P<n>{NUMERAL}){BLANKS}(?P<level>[編章節款目])(?P<sub>{SUB}*)"
    rf"(?:[ \u3000\t]+(?P<title>\S.*)|{BLANKS}(?P<tight>[^\s のにをはがでと、。及又から中第].*)|$)"
)
SUPPLEMENT = re.compile(rf"{_MARKUP}附{BLANKS}則(?P<rest>$|[ \u3000\t]+.*|{BLANKS}[（(].*[）)]$)")
CONTENTS = re.compile(rf"目{BLANKS}次")
TABLE = re.compile(
    rf"{_MARKUP}(?P<word>別{BLANKS}表|別{BLANKS}記(?!{BLANKS}様)|別{BLANKS}紙|(?:別{BLANKS}記{BLANKS})?様{BLANKS}式)"
    rf"(?:{BLANKS}第?{BLANKS}(?P<n>{OPEN_NUMERAL})(?P<sub>{SUB}*)(?:{BLANKS}号)?)?"
    rf"(?P<rest>.*)"
)
_TABLE_RUNS_ON = re.compile(
    rf"{BLANKS}(?:の|に|から|及|又|若しく|並び|まで|[、。，・]|は|を|が|で|と|[)）]|第"
    r"|中(?!心|核|枢|央))"
)
DATE = re.compile(
    rf"(?:令{BLANKS}和|平{BLANKS}成|昭{BLANKS}和){BLANKS}"
    rf"(?:元|{NUMERAL}|[○〇　 ]*){BLANKS}年{BLANKS}"
    rf"(?:{NUMERAL}|[○〇　 ]*){BLANKS}月{BLANKS}(?:{NUMERAL}|[○〇　 ]*){BLANKS}日"
    rf"|[12][0-9]{{3}}年{BLANKS}{NUMERAL}月{BLANKS}{NUMERAL}日"
)
CLOSING = re.compile(
    r"(?:この|本|上記|以上)(?:の)?.{0,12}(?:締結|成立|合意|証)?.{0,8}(?:を証|証する|証として|証するため)"
)
_PARTY = (
    r"(?:[甲乙丙丁戊己庚辛]|立会人|中心市|[本当][市町村区]"
    r"|連携(?:市町?村?|町村?|村|自治体)|構成(?:市町?村?|町村?))"
)
PARTY = re.compile(
    rf"(?:[（(](?P<bracketed>{_PARTY})[）)]|(?P<party>{_PARTY})(?=[ \u3000\t:：]|$))"
    r"[ \u3000\t:：]*(?P<rest>.*)"
)
ADDRESS = re.compile(
    r"(?:〒|.{1,20}(?:番地|番|号|丁目|番町)|.{1,12}[都道府県].{1,20}[市町村区郡].*[0-9０-９一二三四五六七八九十]"
    r"|.{1,40}[市町村].{1,40}[0-9０-９一二三四五六七八九十]+番?地?(?:の[0-9０-９]+)?$)"
)
TITLE_AND_NAME = re.compile(
    r"(?P<title>(?:代表者?[ \u3000\t]+)?.{0,20}?"
    r"(?:市長|町長|村長|区長|知事|管理者|理事長|組合長|会長|代表者|広域連合長|議長)(?:職務代理者)?)"
    r"(?:[ \u3000\t]+(?P<name>\S.*?))?(?:[ \u3000\t]*[㊞印])?"
)
# The stem that says items are to follow.
ANNOUNCES = re.compile(
    r"(?:次|以下|左|下記)(?:の|に掲げる)(?:とおり|各号|事項|もの)(?:とする|である|です)?$"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A number or letter before an item: its style, its place in the sequence, and its extent."""

    style: str
    place: int
    written: str
    width: int


_BRACKETED = re.compile(
    rf"[（(]{BLANKS}(?P<w>{NUMERAL}|[{AIUEO}]|[a-zａ-ｚ]|[{CIRCLED}]){BLANKS}[）)]{BLANKS}"
)
# Marks that are one sign: ⑴ ㈠ ㋐.
_ENCLOSED = re.compile(rf"(?P<w>[⑴-⒇㈠-㈩㋐-㋾]){BLANKS}")
_CIRCLED = re.compile(rf"(?P<w>[{CIRCLED}]){BLANKS}")
_HALF_BRACKET = re.compile(rf"(?P<w>{NUMERAL}|[{AIUEO}]|[a-zａ-ｚ])[）)]{BLANKS}")
_PLAIN_NUMBER = re.compile(
    rf"(?P<w>[{DIGITS}]{{1,3}})(?:[.．、,]{BLANKS}|[ \u3000\t]+)(?=\S)(?![{DIGITS}])"
)
# In a paragraph's place a number may stand before another: 2 20歳以上の者は…
_NUMBER_BEFORE_NUMBER = re.compile(
    rf"(?P<w>[{DIGITS}]{{1,3}})[ \u3000\t]+(?=[{DIGITS}])(?![{DIGITS}](?:[ \u3000]|$))"
)
_TIGHT_NUMBER = re.compile(
    rf"(?P<w>[{DIGITS}]{{1,2}})(?=[一-鿿ぁ-んァ-ヶ])(?![年月日時分秒人名件回個号条項％%円本市町村歳か年ヶ]|丁目|割|以上|つ|番|者)"
)
_KANJI_NUMBER = re.compile(rf"(?P<w>[{KANJI}]{{1,3}})(?:[.．、]{BLANKS}|[ \u3000\t]+)(?=\S)")
_KANA = re.compile(rf"(?P<w>[{AIUEO}])(?:[.．、]{BLANKS}|[ \u3000\t]+)(?=\S)")
_BULLET = re.compile(rf"(?P<w>[-*・○●◯◎◇◆□■▪•▶▷➢✓]|[-‐]){BLANKS}(?=\S)")
_LIST_DASH = re.compile(rf"[-*] +(?=[（(①-⑳0-9０-９]|[{AIUEO}{KANJI}a-zａ-ｚ][ \u3000.．、)）])")

_STYLES = (
    ("bracketed", _BRACKETED),
    ("enclosed", _ENCLOSED),
    ("circled", _CIRCLED),
    ("half-bracket", _HALF_BRACKET),
    ("number", _PLAIN_NUMBER),
    ("kanji", _KANJI_NUMBER),
    ("kana", _KANA),
)


def item_marker(words: str) -> Marker | None:
    """The item marker at the start of a line: (1), ①, 1), 1., 一, ア, (ア) and the like.

    The dash of a list made from HTML (`- (1) …`) counts as part of the marker. Kana come back in
    style `kana` or `bracketed-kana` with their place in アイウ; `in_iroha` gives the other.
    """
    dash = _LIST_DASH.match(words)
    lead = dash.end() if dash else 0
    for style, pattern in _STYLES:
        match = pattern.match(words, lead)
        if match:
            return _marker(style, match["w"], match.end())
    return None


def _enclosed(sign: str, width: int) -> Marker:
    """⑴ and ㈠ are brackets around a number, ㋐ is a circle around a letter."""
    inner = unicodedata.normalize("NFKC", sign).strip("()")
    found = _marker("bracketed" if sign < "㋐" else "circled", inner, width)
    return Marker(found.style, found.place, inner, width)


def _marker(style: str, written: str, width: int) -> Marker:
    if style == "enclosed":
        return _enclosed(written, width)
    plain = re.sub(r"[ \u3000]", "", written)
    if plain in AIUEO:
        kana = style if style == "kana" else f"{style}-kana"
        return Marker(kana, AIUEO.index(plain) + 1, plain, width)
    if re.fullmatch(r"[a-zａ-ｚ]", plain):
        letter = plain if plain.isascii() else chr(ord(plain) - 0xFEE0)
        return Marker(f"{style}-letter", ord(letter) - ord("a") + 1, letter, width)
    shape = "kanji" if plain[0] in KANJI else "circled" if plain in CIRCLED else "number"
    name = style if style in {"number", "kanji", "circled"} else f"{style}-{shape}"
    return Marker(name, parse_number(plain), plain, width)


def in_iroha(marker: Marker) -> int:
    """The place of a kana marker in イロハ, from 1."""
    return IROHA.index(marker.written) + 1 if marker.written in IROHA else 0


def paragraph_number(words: str) -> tuple[int, int] | None:
    """The number and width of a paragraph marker (2, ２, ②) at the start of a line."""
    for pattern in (_PLAIN_NUMBER, _CIRCLED, _TIGHT_NUMBER, _NUMBER_BEFORE_NUMBER):
        match = pattern.match(words)
        if match:
            return parse_number(match["w"]), match.end()
    return None


def bullet(words: str) -> int:
    """The width of a list bullet at the start of a line, 0 where there is none."""
    match = _BULLET.match(words)
    return match.end() if match else 0


def numbered(number: str, sub: str | None) -> tuple[str, str]:
    """The canonical number of 三の二 (`3の2`) and its tail alone (`の2`).

    >>> numbered("三", "の二")
    ('3の2', 'の2')
    """
    digits = re.findall(NUMERAL, sub or "")
    tail = "".join(f"の{parse_number(re.sub(r'[ 　]', '', d))}" for d in digits)
    return f"{parse_number(re.sub(r'[ 　]', '', number))}{tail}", tail


def is_article_heading(words: str) -> re.Match[str] | None:
    """The article number that heads a line, unless the line is a sentence that begins with one."""
    match = ARTICLE.match(words)
    if not match or ARTICLE_RUNS_ON.match(words, match.end()):
        return None
    if not match["gap"] and words.startswith("第", match.end()):
        return None
    return match


def is_table_heading(words: str) -> re.Match[str] | None:
    """別表1, 別表第1（第3条関係）, 別記, 様式第2号 as a heading, not in a sentence."""
    match = TABLE.match(words)
    if not match or _TABLE_RUNS_ON.match(match["rest"]) or "。" in match["rest"]:
        return None
    return match
