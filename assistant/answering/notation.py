"""An address as people write it, in standard form: 第6条 for 6条, Article 6 and だい6じょう."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from assistant.documents.parsing.markers import BLANKS, NUMERAL
from assistant.documents.references import find
from assistant.language.numerals import in_plain_kanji, parse_number, said_ordinals
from assistant.records import Reference, Span

_BARE_UNIT = re.compile(
    rf"(?<![第0-9一二三四五六七八九十百東西南北])(?<!第 )({NUMERAL}){BLANKS}(?=[条項号](?!目))"
)
_ENGLISH = re.compile(
    r"\b(article|art\.?|paragraph|para\.?|item|appended table|appendix|table|điều|khoản)"
    r"\s*\.?\s*(\d+)",
    re.IGNORECASE,
)
# Art. 6-2 as English joins an article and its paragraph.
_ENGLISH_DASHED = re.compile(r"\b(art(?:icle|\.)?)\s*(\d+)[-‐–](\d+)", re.IGNORECASE)
# Paragraph 3 of Article 6: other languages name the smaller part first.
_LOWER_FIRST = re.compile(
    r"(?P<lower>\b(?:paragraph|para\.?|khoản)\s*\d+)(?: of| in|,)?\s+"
    r"(?P<upper>(?:article|art\.?|điều)\s*\d+)",
    re.IGNORECASE,
)
_ENGLISH_UNITS = (
    {"article": "第{}条", "art": "第{}条", "paragraph": "第{}項", "para": "第{}項"}
    | {"item": "第{}号", "điều": "第{}条", "khoản": "第{}項"}
    | dict.fromkeys(("appended table", "appendix", "table"), "別表{}")
)
# 第6条③ and 第6条3 mean the third paragraph; 6-3 does too, where nothing else is written.
_BARE_PARAGRAPH = re.compile(
    r"(?<=条)\s*([0-9]+)(?![0-9条項号章節])|(?<=条)[\s、,]+([一二三四五六七八九十]+)$"
)
# The fourth theme of a table, and not the table 別表1の4: 別表1の4番.
_NTH_OF_TABLE = re.compile(r"(別表第?\s*[0-9]+)の([0-9]+)(?:番目?|つ目)")
# 條 and 別票 as the documents write them, steps parted by slashes, the smaller part first, ranges.
_SPELLINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), usual)
    for pattern, usual in (
        ("條", "条"),
        ("別[票標評]", "別表"),
        (r"(?<=[条項号])\s*[/／>＞›→]+\s*(?=第)", ""),
        (rf"^第?({NUMERAL})([項号])[、,\s(（]*(?:の)?第?({NUMERAL})条[)）]?$", r"第\3条第\1\2"),
        (r"^(第[0-9]+項)[、,\s]+(第[0-9]+条)", r"\2\1"),
        (rf"^条\s*({NUMERAL})[\s、]*項\s*({NUMERAL})", r"第\1条第\2項"),
        (r"(?<=条)第?([0-9一二三四五六七八九十]+)款", r"第\1項"),
        (r"附表(?=[0-9一二三])", "別表"),
        (r"(別表[0-9]+)[-‐](?=[0-9])", r"\1の"),
        (r"(別表[0-9]+)\s*[〜~～–]\s*(?:別表)?([0-9]+)$", r"\1から別表\2"),
        (rf"(別表{NUMERAL})\s*[・.．]\s*({NUMERAL})(?![0-9])", r"\1の\2"),
        (r"(協[定約]書?[)）]?)\s*([0-9]+)\s*[-‐－/の]\s*([0-9]+)$", r"\1 第\2条第\3項"),
        (r"(?<=[^0-9])/([0-9]+)/([0-9]+)$", r" 第\1条第\2項"),
        (r"\bparty a\b", "甲"),
        (r"\bparty b\b", "乙"),
        (r"\bpreamble\b", "前文"),
        (r"\bsignatures?(?: block| page| field)?\b", "署名欄"),
        (r"\bdate of (?:the )?(?:signing|signature|conclusion)\b|\bsigning date\b", "締結日"),
    )
)
_ROMAN_NUMBERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_IN_ROMAN = "X|IX|IV|VI{0,3}|I{1,3}"
_ROMAN = re.compile(rf"(?<=条)\s*({_IN_ROMAN})(?![A-Za-z])")
# IV条, article IV, 別表II.
_ROMAN_BEFORE = re.compile(
    rf"(?<![A-Za-z])(?P<a>{_IN_ROMAN})(?=[条項号])"
    rf"|(?<=別表)(?P<b>{_IN_ROMAN})(?![A-Za-z])"
    rf"|(?P<unit>\b(?:article|art\.|appendix|table|annex)\s+)(?P<c>{_IN_ROMAN})\b",
    re.IGNORECASE,
)
# Table 2, item 1 (transport) as English names the first theme of a table, its words in brackets.
_ITEM_OF_TABLE = re.compile(r"(別表[0-9]+)[\s,]*第([0-9]+)号(?:\s*\([A-Za-z ,&/'’–-]+\))?,?")
_ROLE_OF = re.compile(r"\b(?:the )?roles? of (?:party )?([abcd])\b", re.IGNORECASE)
# Where case is ignored these count as i, which they are not when they are put in lower case.
_TURKISH = {ord("ı"): "i", ord("İ"): "I"}
_SECTION_SIGN = re.compile(r"§\s*([0-9]+)")
# An article, its paragraph and item as lawyers note them: 3①二.
_LAWYERS = re.compile(
    r"(?<![0-9０-９条項号表])([0-9０-９]{1,3})([①-⑳])(?:([一二三四五六七八九十]+)(?!つ))?(?![0-9])"
)
# ② behind 6 is the second paragraph, and not 62.
_CIRCLED_BEHIND = re.compile(r"(?<=[0-9０-９])(?=[①-⑳])")
# The third paragraph of a page as it is said: 三段落目, 第二項目.
_SAID_UNIT = re.compile(rf"第?({NUMERAL}){BLANKS}(段落|項目)目?")
_KATAKANA_TWO = re.compile("ニ(?=[条項])")
# 条 typed with another sign of its sound: 第3乗.
_MISTYPED_ARTICLE = re.compile(
    rf"第\s*({NUMERAL})\s*[乗状城錠畳上場情](?![一-鿿]|$)|第\s*({NUMERAL})\s*[乗状城錠畳上場情](?=第|$|に|の|は|を)"
)
# What people call parts of a document, each with the words that documents use.
_ELSEWISE = tuple(
    (re.compile(pattern), usual)
    for pattern, usual in (
        ("[［\\[〔【]([^］\\]〕】]*)[］\\]〕】]", r" \1 "),
        (rf"(?i)^({_IN_ROMAN})[.-]([0-9]+)$", r"\1条第\2項"),
        ("(?<![ぁ-ゖ])(?:おつ|オツ)(?![ぁ-ゖ])|乙方", "乙"),
        ("(?<![ぁ-ゖ])(?:こう|コウ)(?![ぁ-ゖ])|甲方", "甲"),
        ("^(?=[ぁ-ゖ]{1,4}じょう)", "だい"),
        ("だんらく", "段落"),
        ("こうもく", "項目"),
        ("だい(?=[0-9])", "第"),
        ("役割り|职责|職責|担当|受け?持ち|持ち?分|分担", "役割"),
        ("(?:最終|最後)の?(?=段落|項目|行|条|項)", "最後の"),
        ("(?:の?冒頭|[ \u3000]本文)$", " 第1段落"),
        ("^参考[:：]", ""),
        ("本文(?=[0-9]|第)", ""),
        ("の部(?=の|「|[ \u3000]|$)", ""),
        # What a list is called, before the number of one of its items.
        (
            "(?:の?(?:箇条書き|一覧|リスト)|[◆◇●○■])(?:[（(][^（()）][)）])?の?"
            "[ \u3000]*(?=第?[0-9一二三四五六七八九十]+(?:番目|つ目|項目))",
            " ",
        ),
        ("(?:手順|ステップ|step|段階)[ \u3000]*([0-9]+)$", r" 第\1項目"),
        ("(?<=[^0-9])([0-9一二三四五六七八九十]+)(?:つ目|番目)(?:の項目)?$", r" 第\1項目"),
        ("^(?:取組の?内容|取組|内容|中身)[→=:、/ ]+(.+)$", r"\1 取組内容"),
        ("[→=.、:/(（ の]*(?:取り?組み?の?(?:内容|中身)?|内容|中身)[)）]?$", " 取組内容"),
        ("[→=.:：/／|]", " "),
    )
)
# What is said of a part behind its name: 末文（2通を作成しの部分）.
_ASIDE = re.compile("(?![（(][0-9]+[)）])[（(][^（）()]*[)）]$")
# What begins an agreement, and a page's paragraph that is called 項.
_BEGINNING = re.compile("の?冒頭(?:の?(?:文|部分))?$")
_PARAGRAPH = re.compile("第([0-9]+)項(?!目)")
_NUMBER_BEHIND = re.compile(r"[\s]+(?P<n>[0-9]{1,2})[.)]?$")
_DASHED = re.compile(r"\s*([0-9]+)[-‐－]([0-9]+)(?:[-‐－]([0-9]+))?\s*")
_TITLE = re.compile(r"[^第]*(?:協定|協約)書?(?:\s*[（(][^（()）]*[）)])?\s*")


def normalised(written: str) -> str:
    """A question with its address in standard form: 第6条 for 6条, Article 6 and だい6じょう."""
    noted = _LAWYERS.sub(_as_noted, written)
    text = unicodedata.normalize("NFKC", _CIRCLED_BEHIND.sub(" ", noted)).translate(_TURKISH)
    text = _ROMAN_BEFORE.sub(_in_digits, text)
    text = _ROMAN.sub(lambda m: f"第{_ROMAN_NUMBERS.index(m[1]) + 1}項", text)
    for pattern, usual in _SPELLINGS:
        text = pattern.sub(usual, text)
    text = _SECTION_SIGN.sub(r"第\1条", text)
    text = _ROLE_OF.sub(lambda m: f"{'甲乙丙丁'['abcd'.index(m[1].lower())]}の役割", text)
    text = _ENGLISH_DASHED.sub(r"\1 \2 paragraph \3", text)
    text = _LOWER_FIRST.sub(r"\g<upper> \g<lower>", text)
    text = _ENGLISH.sub(lambda m: _ENGLISH_UNITS[m[1].lower().rstrip(".")].format(m[2]), text)
    text = said_ordinals(_KATAKANA_TWO.sub("二", in_plain_kanji(text)))
    text = _MISTYPED_ARTICLE.sub(lambda m: f"第{m[1] or m[2]}条", text)
    text = _DASHED.sub(_in_units, text) if _DASHED.fullmatch(text) else text
    text = _ITEM_OF_TABLE.sub(r"\1 \2 ", _NTH_OF_TABLE.sub(r"\1 \2", text))
    text = _BARE_PARAGRAPH.sub(lambda m: f"第{m[1] or m[2]}項", text)
    text = _SAID_UNIT.sub(lambda m: f"第{parse_number(m[1])}{m[2]}", text)
    text = re.sub(
        r"(?<=条)(?:[\s,]+|(?:って|には?|は|だと|の中の?|のうち)、?)(?=第?[0-9]+項)", "", text
    )
    return _BARE_UNIT.sub(lambda m: f"第{m[1]}", text)


def _as_noted(match: re.Match[str]) -> str:
    item = f"第{match[3]}号" if match[3] else ""
    return f"第{match[1]}条第{unicodedata.normalize('NFKC', match[2])}項{item}"


def _in_digits(match: re.Match[str]) -> str:
    number = _ROMAN_NUMBERS.index((match["a"] or match["b"] or match["c"]).upper()) + 1
    return f"{match['unit'] or ''}{number}"


def _in_units(match: re.Match[str]) -> str:
    units = zip(match.groups(), "条項号", strict=True)
    return "".join(f"第{number}{unit}" for number, unit in units if number)


def other_ways(written: str) -> list[str]:
    """An address in the words that documents use, where its own led nowhere; best first.

    最終段落 is 最後の段落, 内容→農業 is 農業 取組内容; a number behind a heading is that of an item
    or of a paragraph below it.
    """
    text = unicodedata.normalize("NFKC", _CIRCLED_BEHIND.sub(" ", written)).strip()
    for pattern, usual in _ELSEWISE:
        text = pattern.sub(usual, text).strip()
    numbered = _NUMBER_BEHIND.search(text)
    begins = _BEGINNING.sub(" 前文", written)
    standard = normalised(written)
    by_paragraph = standard if "条" in standard else _PARAGRAPH.sub(r"第\1段落", standard)
    if numbered and not re.search("[条項号]|別表", normalised(text)):
        number = parse_number(numbered["n"])
        head = text[: numbered.start()]
        return [f"{head} 第{number}項目", f"{head} 第{number}段落", text]
    bare = _ASIDE.sub("", text).strip()
    ways = dict.fromkeys((text, bare, begins, by_paragraph))
    return [way for way in ways if way and way != written]


def bears_bare_number(written: str) -> bool:
    """Whether an article is followed by a number alone: 第3条②."""
    return bool(_BARE_PARAGRAPH.search(unicodedata.normalize("NFKC", written)))


def references_in(question: str) -> list[Reference]:
    """The addresses that a question names from the outside: 第6条第3項, 別表1, not 前条."""
    text = normalised(question)
    found = (_without_title(text, reference) for reference in find(text))
    return [r for r in found if r.anchor == "absolute" and r.steps and r.steps[0].kind != "subitem"]


def law_named(written: str) -> str:
    """The law outside that an address begins with (地方自治法 of 地方自治法第1条), else nothing."""
    text = normalised(written)
    outside = [r for r in find(text) if _without_title(text, r).anchor == "external"]
    return re.split("第|別表|附則", outside[0].span.cut(text))[0] if outside else ""


def _without_title(text: str, reference: Reference) -> Reference:
    """The address behind an agreement's title: no law outside, but a document that may be here."""
    title = _TITLE.match(reference.span.cut(text))
    if reference.anchor != "external" or title is None:
        return reference
    span = Span(reference.span.start + title.end(), reference.span.end)
    return replace(reference, anchor="absolute", span=span)
