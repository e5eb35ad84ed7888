"""Contact blocks: the office to ask, each field with an address of its own."""

from __future__ import annotations

import re

from assistant.documents.parsing.cells import clean_label, told_apart
from assistant.documents.parsing.drafts import Builder, Draft
from assistant.records import Span

LABEL = "お問い合わせ"
# Longer than a line of a contact block with all its fields.
LONGEST_LINE = 300
_HEADING = re.compile(
    r"[■◆●○◎□▼【\[＜<]?\s*(?:(?P<topic>[^\s。、:：]{2,24}?)(?:に(?:ついて|関する|関して|係る)の?|の))?"
    r"(?:お?問い?合わ?せ(?:先|窓口)?|ご?連絡先|担当(?:課|部署|窓口)|(?:作成|発信)?担当(?:課|部署)?)(?:先)?(?:は)?\s*[】\]＞>]?\s*[:：]?\s*\|?"
)
_FIELD = re.compile(
    r"(?P<post>〒\s*[0-9０-９]{3}\s*[-－‐―ー]\s*[0-9０-９]{4})"
    r"|(?P<postlabel>郵便番号\s*[:：]?\s*〒?\s*[0-9０-９]{3}\s*[-－‐―ー]\s*[0-9０-９]{4})"
    r"|(?P<fax>(?:ファクス|ファックス|ファクシミリ|FAX|Fax|fax|ＦＡＸ)(?:番号)?)"
    r"|(?P<phone>(?:電話|TEL|Tel|tel|ＴＥＬ|代表電話)(?:番号)?)"
    r"|(?P<mail>(?:電子)?(?:メールアドレス|メール)|[Ee]-?[Mm]ail(?:アドレス)?|Ｅメール|Eメール|E-MAIL|MAIL)"
    r"|(?P<place>(?:住所|所在地))(?=\s*[:：])"
    r"|(?P<office>(?:部署|担当課|担当部署|担当|課名|所属))(?=\s*[:：])"
    r"|(?P<hours>(?:受付時間|開庁時間|業務時間|窓口時間))(?=\s*[:：])"
)
_LED = re.compile(
    r"(?P<open>[【［\[〔])(?P<label>[^【】［］\[\]〔〕。]{1,20})[】］\]〕][ \u3000:：]*"
    r"|(?P<plain>(?:担当|所管|主管)(?:課|部署|部局|窓口)?|(?:お?問い?合わ?せ|申し?込み?|連絡|相談|予約|提出)先"
    r"|(?:相談|受付)?窓口|事務局)(?:\s*[:：]\s*|[ \u3000]+)"
)
LONGEST_OFFICE = 60
_NAMES = {
    "fax": "ファクス",
    "phone": "電話",
    "mail": "メール",
    "place": "住所",
    "office": "部署",
    "hours": "受付時間",
}
# Where one of these is told, another office is another's.
_NUMBERS = frozenset({"電話", "ファクス", "メール"})
_NUMBER_FOLLOWS = re.compile(r"\s*[(（]?(?:代表|直通|内線)?[)）]?\s*[:：]?\s*[(（]?\s*[0-9０-９]")
_ADDRESS_FOLLOWS = re.compile(r"\s*[:：]?\s*[\w.+-]+[@＠]")
_FORM_FOLLOWS = re.compile(r".{0,6}フォーム|による|での")
_OFFICE = re.compile(
    r".*(?:課|係|室|部|局|センター|担当|班|グループ|事務局|支所|役場|市役所|町役場|役所|委員会|係長|チーム)(?:\s.*)?$"
)
_ADDRESS = re.compile(r".*(?:[都道府県].*[市区町村]|[市区町村].*(?:番地?|丁目|号|[0-9０-９])).*")


def is_contact_heading(words: str) -> bool:
    """Whether a line heads a contact block."""
    return bool(_HEADING.fullmatch(words))


def contact_label(words: str) -> str:
    """What a contact block is called: its own heading, where that says on what: 観光の問合せ先."""
    match = _HEADING.fullmatch(words)
    topic = match["topic"] if match else None
    return clean_label(words) if topic and not topic.startswith("この") else LABEL


def has_field(words: str) -> bool:
    """Whether a line holds a postal code, a telephone or fax number or a mail address."""
    return any(_really(match, words) for match in _FIELD.finditer(words))


def belongs_to_contact(words: str) -> bool:
    """Whether a line may stand in a contact block: a field, an office or a place."""
    if len(words) > LONGEST_LINE:
        return False
    return has_field(words) or bool(_OFFICE.fullmatch(words)) or bool(_ADDRESS.fullmatch(words))


def _really(match: re.Match[str], words: str) -> bool:
    kind, rest = match.lastgroup, words[match.end() :]
    if kind in {"phone", "fax"}:
        return bool(_NUMBER_FOLLOWS.match(rest))
    if kind == "mail":
        return bool(_ADDRESS_FOLLOWS.match(rest)) and not _FORM_FOLLOWS.match(rest)
    return True


def is_led(words: str) -> bool:
    """Whether a line names an office by a label and gives its number: 【担当】市民課　電話：…."""
    return bool(_LED.match(words)) and office_line(words)


def office_line(words: str) -> bool:
    """Whether a line by itself names an office and how to reach it."""
    parts = _office_parts(words)
    if parts is None:
        return False
    led, office, _ = parts
    if led is None:
        return bool(_OFFICE.fullmatch(office))
    return bool(led["open"] or office)


def _office_parts(
    words: str,
) -> tuple[re.Match[str] | None, str, list[re.Match[str]]] | None:
    """The label, the office and the fields of a line, if it has a number or an address."""
    if len(words) > LONGEST_LINE:
        return None
    led = _LED.match(words)
    begin = led.end() if led else 0
    found = [m for m in _FIELD.finditer(words, begin) if _really(m, words)]
    if not any(match.lastgroup in {"phone", "fax", "mail"} for match in found):
        return None
    office = words[begin : found[0].start()].strip()
    return None if len(office) > LONGEST_OFFICE or "。" in words else (led, office, found)


def read_office_line(builder: Builder, span: Span) -> None:
    """Add the office and the numbers of a line that stands outside a contact block."""
    words = span.cut(builder.text)
    parts = _office_parts(words)
    if parts is None:
        return
    led, office, found = parts
    mark = Span(span.start, span.start + led.end()).trim(builder.text) if led else None
    begin = span.start + (led.end() if led else 0)
    label = (led["label"] or led["plain"]) if led else "部署"
    stop = span.start + found[0].start() if office else span.end
    known = len(builder.top.children)
    _leaf(builder, clean_label(label), Span(begin, stop).trim(builder.text), mark)
    if office:
        _fields(builder, found, span)
    for place, field in enumerate(builder.top.children[known:], known):
        field.label = told_apart(field.label, [c.label for c in builder.top.children[:place]])


def _fields(builder: Builder, found: list[re.Match[str]], span: Span) -> None:
    ends = [match.start() for match in found[1:]] + [span.end - span.start]
    for match, end in zip(found, ends, strict=False):
        part = Span(span.start + match.start(), span.start + end)
        _field(builder, match, part.trim(builder.text))


def read_contact_line(builder: Builder, span: Span) -> None:
    """Add the fields of one line to the open contact block."""
    text = builder.text
    words = span.cut(text)
    found = [m for m in _FIELD.finditer(words) if _really(m, words)]
    lead = words[: found[0].start()] if found else words
    at_post = found and found[0].lastgroup == "place" and len(found) > 1
    if at_post and not words[found[0].end() : found[1].start()].strip(" :：\u3000"):
        found = found[1:]  # 所在地：〒500-0000 …
    told = {child.label for child in builder.top.children}
    if _OFFICE.fullmatch(lead.strip()) and found and told & _NUMBERS:
        _other_office(builder, found, Span(span.start, span.start + len(lead)).trim(text), span)
        return
    if lead.strip(" \u3000|｜"):
        _plain(builder, Span(span.start, span.start + len(lead)).trim(text))
    _fields(builder, found, span)


def _other_office(builder: Builder, found: list[re.Match[str]], office: Span, span: Span) -> None:
    """Add an office of a contact block behind the first, with its numbers below its name."""
    label = clean_label(office.cut(builder.text))
    builder.open(Draft("section", label, office.start, heading=office))
    _fields(builder, found, span)
    builder.close_below(len(builder.stack) - 1)


def _field(builder: Builder, match: re.Match[str], span: Span) -> None:
    text, kind = builder.text, match.lastgroup or ""
    if kind in {"post", "postlabel"}:
        code = Span(span.start, span.start + match.end() - match.start())
        _leaf(builder, "郵便番号", code, None)
        rest = Span(code.end, span.end).trim(text)
        if rest.cut(text).strip():
            _leaf(builder, "住所", rest, None)
        return
    mark = Span(span.start, span.start + match.end() - match.start())
    value = span.cut(text)[len(mark.cut(text)) :]
    lead = len(value) - len(value.lstrip(" \u3000:："))
    tail = len(value.rstrip(" \u3000|｜、"))
    _leaf(builder, _NAMES[kind], Span(mark.end + lead, mark.end + max(tail, lead)), mark)


def _plain(builder: Builder, span: Span) -> None:
    words = span.cut(builder.text)
    known = {child.label for child in builder.top.children}
    if "部署" not in known and not (_ADDRESS.fullmatch(words) and not _OFFICE.fullmatch(words)):
        _leaf(builder, "部署", span, None)
    elif "住所" not in known and _ADDRESS.fullmatch(words):
        _leaf(builder, "住所", span, None)
    else:
        builder.words(span)


def _leaf(builder: Builder, label: str, body: Span, mark: Span | None) -> None:
    start = mark.start if mark else body.start
    builder.leaf(Draft("field", label, start, marker=mark, body=body))
