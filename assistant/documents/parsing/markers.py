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
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
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
# Offices of other bodies end in a rank: 地域振興部長, 審議官.
_OFFICE = (
    r"市長|町長|村長|区長|知事|管理者|理事長|組合長|会長|代表者|広域連合長|議長"
    r"|[部局課室所院署庁校団社店次支][ \u3000]?長|教育長"
    r"|[議事画次長策]官|[括策査理]監|監査委員|大臣|参事|理事"
)
TITLE_AND_NAME = re.compile(
    rf"(?P<title>(?:代表者?[ \u3000\t]+)?.{{0,30}}?(?:{_OFFICE})"
    r"(?:職務代理者(?:[ \u3000\t]*副[市町村区]長)?)?)"
    r"(?:[ \u3000\t]+(?P<name>\S.*?))?(?:[ \u3000\t]*[㊞印])?"
)
_PLACE = re.compile(r"[0-9０-９]|丁目|番地|番[0-9０-９一二三四五六七八九十]|〒|号$")
# What the parts of a clause on one undertaking are called: its content, and each side's role.
_SIDE = r"(?:[甲乙丙丁]|[^。、（）()「」：:\s]{1,12}[市町村])"
ROLE = re.compile(
    r"(?:具体的な)?(?:連携(?:する|して(?:行う|取り組む))?(?:取り?組み?|事務|事業|施策)?|取り?組み?|事業|施策|事務)"
    r"の?(?:内容|概要)|[^。、（）()「」：:\s]{1,20}の役割(?:分担)?|役割分担"
    rf"|{_SIDE}(?:の(?:負担|分担|取り?組み?)|が(?:行うこと|(?:行|担|果た)[うす](?:取り?組み?|役割)))"
)
_ROLE_LEAD = r"[・○●■◆□◇◎▼][ \u3000]*"
_ROLE_IN_BRACKETS = re.compile(
    rf"(?:{_ROLE_LEAD})?[（(【［\[〔＜<《]{BLANKS}(?P<label>{ROLE.pattern}|[甲乙丙丁]){BLANKS}[）)】］\]〕＞>》]"
    rf"{BLANKS}[:：]?{BLANKS}"
)
_ROLE_BESIDE = re.compile(
    rf"(?:{_ROLE_LEAD})?(?P<label>{ROLE.pattern})(?:{BLANKS}(?P<sign>[:：]){BLANKS}|[ \u3000\t]+|$)"
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


@dataclass(frozen=True, slots=True)
class Label:
    """A role's name at the start of words: where it stands, where what follows begins.

    `plain` where neither brackets nor a colon set it apart.
    """

    start: int
    end: int
    width: int
    plain: bool


# Who asks at a meeting, and how a question ends.
SPEAKER = re.compile(r"(?:委員|議員|座長|会長|議長|構成員|出席者|参加者|質問者?)$")
ASKS_THERE = re.compile(r"(?:か|かね|[?？]|伺いたい|教えてほしい|ほしい)[。.]?$")


def role_label(words: str) -> Label | None:
    """The name of a role or of the undertaking's content at the start of words.

    >>> role_label("（甲の役割）診療所を置く。")
    Label(start=1, end=5, width=6, plain=False)
    """
    match = _ROLE_IN_BRACKETS.match(words)
    if match:
        return Label(match.start("label"), match.end("label"), match.end(), plain=False)
    match = _ROLE_BESIDE.match(words)
    if match is None:
        return None
    return Label(*match.span("label"), match.end(), plain=match["sign"] is None)


# PDF extraction gives kana of half width too.
_LETTER = rf"[{AIUEO}ｱ-ﾜｦﾝ]|[a-zａ-ｚ]"
_ROMAN_SIGNS = "ⅰ-ⅹⅠ-Ⅹ"
_BRACKETED = re.compile(
    rf"[（(]{BLANKS}(?P<w>{NUMERAL}|{_LETTER}|[ivxｉｖｘ]{{2,4}}|[{_ROMAN_SIGNS}]|[{CIRCLED}])"
    rf"{BLANKS}[）)]{BLANKS}"
)
# Marks that are one sign: ⑴ ㈠ ㋐ ⒜.
_ENCLOSED = re.compile(rf"(?P<w>[⑴-⒇⒜-⒵㈠-㈩㋐-㋾]){BLANKS}")
_CIRCLED = re.compile(rf"(?P<w>[{CIRCLED}]){BLANKS}")
_HALF_BRACKET = re.compile(rf"(?P<w>{NUMERAL}|{_LETTER})[）)]{BLANKS}")
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
_KANA = re.compile(rf"(?P<w>[{AIUEO}ｱ-ﾜｦﾝ])(?:[.．、]{BLANKS}|[ \u3000\t]+)(?=\S)")
# A letter needs its blank: e.g. is none.
_PLAIN_LETTER = re.compile(r"(?P<w>[a-zａ-ｚ])[.．、]?[ \u3000\t]+(?=\S)")
# These head the parts of a web page as well, and are items only inside an article.
_CAPITAL = re.compile(r"(?P<w>[A-ZＡ-Ｚ])[.．、]?[ \u3000\t]+(?=\S)")
_ROMAN = re.compile(rf"(?P<w>[{_ROMAN_SIGNS}])(?:[.．、]{BLANKS}|[ \u3000\t]+)(?=\S)")
_BULLET = re.compile(
    rf"(?P<w>[-*・○●◯◎◇◆□■▪•▶▷➢✓]|〇(?![年月日時分名人をにでの〇0-9０-９一二三四五六七八九])|[-‐]){BLANKS}(?=\S)"
)
_LIST_DASH = re.compile(rf"[-*] +(?=[（(①-⑳0-9０-９]|[{AIUEO}{KANJI}a-zａ-ｚ][ \u3000.．、)）])")

_STYLES = (
    ("bracketed", _BRACKETED),
    ("enclosed", _ENCLOSED),
    ("circled", _CIRCLED),
    ("half-bracket", _HALF_BRACKET),
    ("number", _PLAIN_NUMBER),
    ("kanji", _KANJI_NUMBER),
    ("kana", _KANA),
    ("plain", _PLAIN_LETTER),
)
_STYLES_OF_CLAUSES = (("plain", _ROMAN), ("plain", _CAPITAL))


def item_marker(words: str) -> Marker | None:
    """The item marker at the start of a line: (1), ①, 1), 1., 一, ア, (ア) and the like.

    The dash of a list made from HTML (`- (1) …`) counts as part of the marker. Kana come back in
    style `kana` or `bracketed-kana` with their place in アイウ; `readings` gives the other.
    """
    dash = _LIST_DASH.match(words)
    return _first_marker(words, dash.end() if dash else 0, _STYLES)


def clause_marker(words: str) -> Marker | None:
    """The same inside an article, where Ａ and Ⅰ with a blank behind them count too."""
    return item_marker(words) or _first_marker(words, 0, _STYLES_OF_CLAUSES)


def _first_marker(
    words: str, lead: int, styles: tuple[tuple[str, re.Pattern[str]], ...]
) -> Marker | None:
    for style, pattern in styles:
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
    signs = re.sub(r"[ \u3000]", "", written)
    if re.match(rf"[{KANJI}{CIRCLED}{DIGITS}]", signs):
        shape = "kanji" if signs[0] in KANJI else "circled" if signs in CIRCLED else "number"
        name = style if style in {"number", "kanji", "circled"} else f"{style}-{shape}"
        return Marker(name, parse_number(signs), signs, width)
    plain = unicodedata.normalize("NFKC", signs)
    if plain in AIUEO:
        kana = style if style == "kana" else f"{style}-kana"
        return Marker(kana, AIUEO.index(plain) + 1, plain, width)
    return _lettered(style, signs, plain, width)


def _lettered(style: str, signs: str, plain: str, width: int) -> Marker:
    """A Latin letter, or a Roman numeral of several letters or of one sign."""
    low = plain.lower()
    if len(plain) > 1 or re.match(rf"[{_ROMAN_SIGNS}]", signs):
        shape = "roman" if plain == low else "capital-roman"
        return Marker(f"{style}-{shape}", _in_roman(low), plain, width)
    shape = "letter" if plain == low else "capital-letter"
    return Marker(f"{style}-{shape}", ord(low) - ord("a") + 1, plain, width)


def _in_roman(written: str) -> int:
    return ROMAN.index(written) + 1 if written in ROMAN else 0


def readings(marker: Marker) -> tuple[tuple[str, int], ...]:
    """The styles and places that a marker may have: イ is second in アイウ and first in イロハ.

    >>> readings(Marker("kana", 2, "イ", 2)), readings(Marker("bracketed-letter", 9, "i", 3))
    ((('kana', 2), ('iroha', 1)), (('bracketed-letter', 9), ('bracketed-roman', 1)))
    """
    own = (marker.style, marker.place)
    if marker.style.endswith("kana") and marker.written in IROHA:
        return own, (marker.style.replace("kana", "iroha"), IROHA.index(marker.written) + 1)
    if marker.style.endswith("letter") and marker.written in ROMAN:
        return own, (marker.style.replace("letter", "roman"), _in_roman(marker.written))
    return (own,)


def signed(words: str) -> re.Match[str] | None:
    """A title, with or without a name: 美唄市長　桜井 恒一 is no address, though it ends in 一."""
    match = TITLE_AND_NAME.fullmatch(words)
    return None if match is None or _PLACE.search(words) else match


def is_address(words: str) -> bool:
    """Whether words are where a party has its seat."""
    return bool(ADDRESS.match(words)) and signed(words) is None


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
