"""Random agreements as trees, and their rendering in the many ways that municipalities write.

What is truly ambiguous on paper is not generated:
- items ① under paragraphs ②: nothing tells ② the paragraph from ② the item;
- items (1) with sub-sub-items (1), for the same reason;
- in a document without paragraph numbers, an item that does not end in 。 before a further
  paragraph: the paragraph could be the item's next line;
- in such a document a paragraph that begins with ただし or この場合: that is its first half's rest;
- a line broken after 。 or before something that could be a mark: PDF extraction does it, but a
  person could not tell either;
- two rows of one table part, or two parts of one table, with the same name.
"""

# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from assistant.language.numerals import CIRCLED, to_kanji

Flat = tuple[tuple[str, ...], str, str, str]
IROHA, AIUEO = "イロハニホヘト", "アイウエオカキ"


@dataclass(frozen=True)
class Part:
    """A part of an agreement: `words` are its own, without those of its children."""

    kind: str
    label: str
    words: str = ""
    heading: str = ""
    children: tuple[Part, ...] = ()

    def flat(self, above: tuple[str, ...] = ()) -> Iterator[Flat]:
        """This part and all below: path, kind, heading, own words, white space left out."""
        path = (*above, self.label)
        yield path, self.kind, squeezed(self.heading), squeezed(self.words)
        for child in self.children:
            yield from child.flat(path)


def squeezed(words: str) -> str:
    """Words without white space."""
    return re.sub(r"\s", "", words)


@dataclass(frozen=True)
class Item:
    words: str
    below: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    words: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Article:
    number: str
    caption: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Chapter:
    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    title: str
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class Party:
    label: str
    address: str
    title: str
    name: str


@dataclass(frozen=True)
class Agreement:
    title: str
    preamble: str
    chapters: tuple[Chapter, ...]
    supplement: tuple[Paragraph, ...]
    closing: str
    date: tuple[int, int, int] | None
    parties: tuple[Party, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Style:
    """How a document is written."""

    numerals: str = "half"
    gap: str = " "
    caption: str = "above"
    brackets: str = "（）"
    paragraphs: str = "half"
    items: str = "(1)"
    subitems: str = "イ"
    indent: str = ""
    blank_between_articles: bool = True
    blank_between_clauses: bool = False
    contents: bool = False
    wrap: int = 0
    table: str = "seed"
    tables_numbered: bool = True
    relates: bool = True
    columns: tuple[str, ...] = ("取組内容", "甲の役割", "乙の役割")
    line_end: str = "\n"
    page: int = 0
    first_numbered: bool = False
    party: str = "beside"
    supplement_articles: bool = False
    title_beside: bool = False

    def number(self, n: int) -> str:
        """A number in the document's numerals."""
        if self.numerals == "kanji":
            return to_kanji(n)
        return str(n).translate(_WIDE) if self.numerals == "full" else str(n)


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


# Rendering


def render(agreement: Agreement, style: Style) -> str:
    """The text of an agreement in one style."""
    lines = [agreement.title, ""]
    if style.contents:
        lines += [*_contents(agreement, style), ""]
    lines += [*_wrapped(agreement.preamble, style), ""]
    front = len(lines)
    for place, chapter in enumerate(agreement.chapters, 1):
        lines += _chapter(chapter, place, style)
    if agreement.supplement:
        lines += ["", "附則" if style.gap == " " else "附　則", ""]
        lines += _supplement(agreement.supplement, style)
    lines += _signed(agreement, style)
    for place, table in enumerate(agreement.tables, 1):
        lines += ["", *_table(table, place, style)]
    return style.line_end.join(lines[:front] + _paged(lines[front:], style))


def _paged(lines: list[str], style: Style) -> list[str]:
    """Lines with a page number and a running head wherever a page is full."""
    if not style.page:
        return lines
    paged: list[str] = []
    heads = len(lines) // style.page > 1  # said once, no one could tell a running head
    for at, line in enumerate(lines):
        if at % style.page == style.page - 1:
            paged += [f"- {at // style.page + 1} -", *["圏域の協定（写し）"] * heads]
        paged.append(line)
    return [*paged, f"- {len(lines) // style.page + 1} -"]


def _chapter(chapter: Chapter, place: int, style: Style) -> Iterator[str]:
    if chapter.title:
        yield from ("", f"第{style.number(place)}章{style.gap}{chapter.title}", "")
    for article in chapter.articles:
        yield from _article(article, style)
        yield from [""] * style.blank_between_articles


def _supplement(paragraphs: tuple[Paragraph, ...], style: Style) -> Iterator[str]:
    if not style.supplement_articles:
        yield from _paragraphs(paragraphs, style, "")
        return
    for article in _as_articles(paragraphs):
        yield from _article(article, style)


def _as_articles(paragraphs: tuple[Paragraph, ...]) -> tuple[Article, ...]:
    captions = ("施行期日", "経過措置", "準備行為")
    return tuple(
        Article(str(n), captions[n - 1], (paragraph,)) for n, paragraph in enumerate(paragraphs, 1)
    )


def _signed(agreement: Agreement, style: Style) -> Iterator[str]:
    if agreement.closing:
        yield from ("", agreement.closing)
    if agreement.date:
        yield from ("", _date(agreement.date, style), "")
        for party in agreement.parties:
            yield from _PARTIES[style.party](party, style)
            yield ""


_PARTIES: dict[str, Callable[[Party, Style], list[str]]] = {
    "beside": lambda p, s: [f"{p.label}{s.gap}{p.address}", f"{p.title}{s.gap}{p.name}"],
    "alone": lambda p, s: [p.label, p.address, f"　{p.title}{s.gap}{p.name}"],
    "bracketed": lambda p, s: [f"（{p.label}）{p.address}", f"{p.title}{s.gap}{p.name}"],
    "seal": lambda p, s: [f"{p.label}：{p.address}", f"　　{p.title}{s.gap}{p.name}　印"],
    "below": lambda p, s: [f"　{p.address}", f"{p.label}　{p.title}{s.gap}{p.name}"],
}


def _date(date: tuple[int, int, int], style: Style) -> str:
    year, month, day = (style.number(n) for n in date)
    return f"令和{year}年{month}月{day}日"


def _contents(agreement: Agreement, style: Style) -> list[str]:
    lines = ["目次"]
    for place, chapter in enumerate(agreement.chapters, 1):
        first, last = (
            _article_number(a, style) for a in (chapter.articles[0], chapter.articles[-1])
        )
        lines.append(f"　第{style.number(place)}章　{chapter.title}（{first}―{last}）")
    return [*lines, "　附則"] if agreement.supplement else lines


def _article_number(article: Article, style: Style) -> str:
    head, *tail = article.number.split("の")
    return f"第{style.number(int(head))}条" + "".join(f"の{style.number(int(n))}" for n in tail)


def _article(article: Article, style: Style) -> list[str]:
    number = _article_number(article, style)
    caption = f"{style.brackets[0]}{article.caption}{style.brackets[1]}"
    above, head = [], f"{number}{style.gap}"
    if style.caption == "above":
        above = [caption]
    elif style.caption == "above, gap":
        above = [caption, ""]
    elif style.caption == "beside":
        head = f"{number}{caption}{style.gap}"
    elif style.caption == "below":
        return [f"{number}{style.gap}{caption}", *_paragraphs(article.paragraphs, style, "")]
    elif style.caption == "next line":
        return [number, caption, *_paragraphs(article.paragraphs, style, "")]
    return [*above, *_paragraphs(article.paragraphs, style, head)]


def _paragraphs(paragraphs: tuple[Paragraph, ...], style: Style, head: str) -> list[str]:
    lines: list[str] = []
    for place, paragraph in enumerate(paragraphs, 1):
        first = style.first_numbered and len(paragraphs) > 1 and not head
        mark = head if place == 1 and not first else _paragraph_mark(place, style)
        lines += _wrapped(mark + paragraph.words, style)
        for number, item in enumerate(paragraph.items, 1):
            lines += [""] * style.blank_between_clauses
            lines += _item(item, number, 0, style)
        lines += [""] * (style.blank_between_clauses and place < len(paragraphs))
    return lines


def _paragraph_mark(place: int, style: Style) -> str:
    return {
        "half": f"{place} ",
        "full": f"{str(place).translate(_WIDE)}　",
        "tight": str(place).translate(_WIDE),
        "circled": f"{CIRCLED[place - 1]}　",
        "none": "　",
    }[style.paragraphs]


def _item(item: Item, place: int, depth: int, style: Style) -> list[str]:
    lead = style.indent * (depth + 1)
    lines = _wrapped(lead + _item_mark(place, depth, style) + item.words, style)
    for number, below in enumerate(item.below, 1):
        lines += _item(below, number, depth + 1, style)
    return lines


def _item_mark(place: int, depth: int, style: Style) -> str:
    if depth == 0:
        return {
            "(1)": f"({place}) ",
            "（1）": f"（{place}）",
            "（１）": f"（{str(place).translate(_WIDE)}）　",
            "①": f"{CIRCLED[place - 1]} ",
            "一": f"{to_kanji(place)}　",
            "- (1)": f"- ({place}) ",
        }[style.items]
    if depth == 1:
        return {
            "イ": f"{IROHA[place - 1]}　",
            "ア": f"{AIUEO[place - 1]}　",
            "(ア)": f"({AIUEO[place - 1]}) ",
        }[style.subitems]
    return f"（{place}）　" if style.subitems == "イ" else f"({AIUEO[place - 1]}) "


_MAY_BEGIN_LINE = re.compile(r"[ぁ-んァ-ヶ一-鿿](?![　 ])")
_NEVER_BEGINS_LINE = re.compile(r"[第別附様目〇一二三四五六七八九十百千ア-ンたな但こそ令平昭甲乙]")


def _wrapped(line: str, style: Style) -> list[str]:
    """A line broken as PDF extraction breaks it, where no person could mistake the rest."""
    if not style.wrap:
        return [line]
    lines = []
    while len(line) > style.wrap:
        at = style.wrap
        while at > style.wrap // 2 and not _breaks(line, at):
            at -= 1
        if at <= style.wrap // 2:
            break
        lines.append(line[:at])
        line = line[at:]
    return [*lines, line]


def _breaks(line: str, at: int) -> bool:
    before, after = line[at - 1], line[at]
    return bool(
        before not in "。、）)　 "
        and _MAY_BEGIN_LINE.match(line, at)
        and not _NEVER_BEGINS_LINE.match(after)
    )


def _table(table: Table, place: int, style: Style) -> list[str]:
    number = style.number(place)
    name = (
        "別表"
        if not style.tables_numbered
        else f"別表第{number}"
        if style.numerals == "kanji"
        else f"別表{number}"
    )
    related = f"（第{style.number(1)}条関係）" if style.relates else ""
    beside = style.title_beside and table.title
    lines = [f"{name}{related}　{table.title}" if beside else name + related, ""]
    lines += [table.title, ""] if table.title and not beside else []
    if style.table == "theme column":
        return [*lines, *_theme_column(table.themes, style), ""]
    for at, theme in enumerate(table.themes, 1):
        if theme.label:
            lines += [
                f"{at} {theme.label}"
                if style.numerals != "full"
                else f"{style.number(at)}　{theme.label}",
                "",
            ]
        lines += [*_FORMS[style.table](theme.rows, style), ""]
    return lines


def _seed(rows: tuple[Row, ...], style: Style) -> Iterator[str]:
    for row in rows:
        for place, (column, cell) in enumerate(zip(style.columns, row.cells, strict=True)):
            yield f"{'' if place else row.label}\t{column}\t{cell}"


def _tabs(rows: tuple[Row, ...], style: Style) -> Iterator[str]:
    yield "\t".join(("区分", *style.columns))
    for row in rows:
        yield "\t".join((row.label, *row.cells))


def _pipes(rows: tuple[Row, ...], style: Style) -> Iterator[str]:
    yield "| " + " | ".join(("区分", *style.columns)) + " |"
    yield "|---" * (len(style.columns) + 1) + "|"
    for row in rows:
        yield "| " + " | ".join((row.label, *row.cells)) + " |"


def _cell_a_line(rows: tuple[Row, ...], style: Style) -> Iterator[str]:
    yield from ("区分", *style.columns)
    for row in rows:
        yield from (row.label, *row.cells)


def _labelled(rows: tuple[Row, ...], style: Style) -> Iterator[str]:
    for place, row in enumerate(rows, 1):
        yield f"（{place}）{row.label}"
        for column, cell in zip(style.columns, row.cells, strict=True):
            yield from _wrapped(f"({column}) {cell}", style)
        yield ""


def _labelled_above(rows: tuple[Row, ...], style: Style) -> Iterator[str]:
    for place, row in enumerate(rows, 1):
        yield f"({place}) {row.label}"
        for column, cell in zip(style.columns, row.cells, strict=True):
            yield from (f"（{column}）", *_wrapped(cell, style))
        yield ""


def _theme_column(themes: tuple[Theme, ...], style: Style) -> Iterator[str]:
    yield "\t".join(("分野", "取組", *style.columns))
    for theme in themes:
        for place, row in enumerate(theme.rows):
            first = theme.label if style.relates or not place else ""
            yield "\t".join((first, row.label, *row.cells))


def _no_form(rows: tuple[Row, ...], style: Style) -> list[str]:
    return []


_FORMS = {
    "theme column": _no_form,
    "seed": _seed,
    "tabs": _tabs,
    "pipes": _pipes,
    "cell a line": _cell_a_line,
    "labelled": _labelled,
    "labelled above": _labelled_above,
}


# The tree that a careful reader sees


def tree(agreement: Agreement, style: Style) -> tuple[Part, ...]:
    """The parts of an agreement under the document, in order."""
    parts = [Part("title", "題名", agreement.title)]
    if style.contents:
        parts.append(Part("contents", "目次", "".join(_contents(agreement, style)[1:])))
    parts.append(Part("preamble", "前文", agreement.preamble))
    for place, chapter in enumerate(agreement.chapters, 1):
        articles = tuple(_article_part(article, style) for article in chapter.articles)
        if chapter.title:
            parts.append(Part("chapter-章", f"第{place}章", "", chapter.title, articles))
        else:
            parts += articles
    if agreement.supplement:
        parts.append(_supplement_part(agreement.supplement, style))
    if agreement.closing:
        parts.append(Part("closing", "後文", agreement.closing))
    if agreement.date:
        parts.append(Part("date", "締結日", _date(agreement.date, style)))
        signed = tuple(_party_part(party) for party in agreement.parties)
        parts.append(Part("signature", "署名欄", "", "", signed))
    for place, table in enumerate(agreement.tables, 1):
        parts.append(_table_part(table, place, style))
    return tuple(parts)


def _supplement_part(paragraphs: tuple[Paragraph, ...], style: Style) -> Part:
    if not style.supplement_articles:
        return _numbered("supplement", "附則", "", paragraphs, style)
    articles = (_article_part(article, style) for article in _as_articles(paragraphs))
    return Part("supplement", "附則", "", "", tuple(articles))


def _article_part(article: Article, style: Style) -> Part:
    head, *tail = article.number.split("の")
    label = f"第{head}条" + "".join(f"の{n}" for n in tail)
    caption = "" if style.caption == "none" else article.caption
    return _numbered("article", label, caption, article.paragraphs, style)


def _numbered(
    kind: str, label: str, heading: str, paragraphs: tuple[Paragraph, ...], style: Style
) -> Part:
    if len(paragraphs) == 1:
        only = paragraphs[0]
        return Part(kind, label, only.words, heading, _item_parts(only.items, 0, style))
    below = (
        Part("paragraph", f"第{place}項", p.words, "", _item_parts(p.items, 0, style))
        for place, p in enumerate(paragraphs, 1)
    )
    return Part(kind, label, "", heading, tuple(below))


def _item_parts(items: tuple[Item, ...], depth: int, style: Style) -> tuple[Part, ...]:
    return tuple(
        Part(
            "subitem" if depth else "item",
            _item_label(place, depth, style),
            item.words,
            "",
            _item_parts(item.below, depth + 1, style),
        )
        for place, item in enumerate(items, 1)
    )


def _item_label(place: int, depth: int, style: Style) -> str:
    if depth == 0:
        return f"第{place}号"
    if depth == 1:
        return {"イ": IROHA[place - 1], "ア": AIUEO[place - 1], "(ア)": f"({AIUEO[place - 1]})"}[
            style.subitems
        ]
    return f"({place})" if style.subitems == "イ" else f"({AIUEO[place - 1]})"


def _party_part(party: Party) -> Part:
    fields = (("住所", party.address), ("職名", party.title), ("氏名", party.name))
    return Part("party", party.label, "", "", tuple(Part("field", k, v) for k, v in fields))


def _table_part(table: Table, place: int, style: Style) -> Part:
    row_kind = "theme" if style.table.startswith("labelled") else "row"
    parts: list[Part] = []
    for theme in table.themes:
        rows = tuple(
            Part(
                row_kind,
                row.label,
                "",
                row.label,
                tuple(
                    Part("cell", c, w) for c, w in zip(style.columns, row.cells, strict=True) if w
                ),
            )
            for row in theme.rows
        )
        kind = "row" if style.table == "theme column" else "theme"
        parts += [Part(kind, theme.label, "", theme.label, rows)] if theme.label else rows
    label = f"別表{place}" if style.tables_numbered else "別表"
    return Part("table", label, "", table.title, tuple(parts))


# What can be drawn

_WHO = [
    "甲",
    "乙",
    "甲及び乙",
    "甲又は乙",
    "中心市",
    "関係市町",
    "連携市の市長",
    "両市の長",
    "一方の当事者",
    "三者の代表",
    "圏域内の中学校",
]
_WHAT = [
    "圏域の救急医療体制の確保に必要な事項", "前条に規定する取組", "第1条の目的を達するために必要な措置", "別表に定める取組の内容",
    "地方自治法第252条の2第1項の規定による連携協約の変更", "その年度の事業計画及び収支の見込み", "休日・夜間の診療の体制（以下「診療体制」という。）",
    "住民の移動の手段として欠かせないバス路線", "2年を超えない期間の計画", "職員の派遣及び人事の交流",
]  # fmt: skip
_DOES = [
    "定める",
    "相手方に通知するものとする",
    "協議して定めるものとする",
    "行うよう努める",
    "推進し、必要な費用を負担する",
    "公表しなければならない",
]
_MORE = [
    "ただし、甲乙が合意したときは、この限りでない。", "但し、軽微な変更については、この限りではない。",
    "この場合において、甲及び乙は、あらかじめ議会の議決を経るものとする。", "この場合において、第2項の規定は、適用しない。",
]  # fmt: skip
_LISTS = ["次に掲げる事項とする。", "次の各号に掲げるとおりとする。", "次のとおりとする。"]
_THINGS = [
    "取組の名称", "生活機能の強化に係る政策分野", "乙の区域における住民の移動の便", "医療及び福祉", "前号に掲げるもののほか、甲乙が必要と認める事項",
    "救急医療、介護及び消防に関する取組", "第3条第1項の取組の進み具合", "費用の負担に関すること。", "圏域　甲及び乙の区域をいう。", "地域公共交通の維持（別表2）",
]  # fmt: skip
_CAPTIONS = [
    "目的",
    "基本方針",
    "連携する取組分野及び内容並びに役割分担",
    "費用の負担",
    "協定の変更",
    "協議",
    "定義",
    "会議（推進会議を含む。）",
]
_CHAPTERS = ["総則", "連携して行う事務", "費用の負担等", "雑則"]
_TOWNS = ["岩見沢市", "美唄市", "青葉市", "若葉町", "藤沢村", "楓町"]
_STREETS = ["鳩ヶ丘1丁目1番1号", "字本町45番地", "大字藤沢1番地1", "西3条南1丁目1番1号"]
_NAMES = ["松野", "山 野 太 郎", "桜井　千本", "秋　山　　実"]
_THEMES = [
    "医療",
    "福祉",
    "教育",
    "産業振興",
    "地域公共交通",
    "道路等の交通インフラの整備",
    "人材の育成",
    "ICTインフラ整備",
]
_ROWS = [
    "救急医療体制",
    "地域医療",
    "障がい者福祉",
    "生涯学習・社会教育",
    "観光",
    "農業",
    "その他の医療分野",
    "職員研修",
    "図書館の相互利用",
    "移住・定住",
    "病児保育",
]
_CELLS = [
    "圏域住民が安心して必要な医療が受けられるよう、体制の確保に取り組む。", "乙や関係機関・団体と連携し、企画や事業を実施する。",
    "甲の実施する企画や事業並びに情報共有に協働して取り組む。", "相談窓口を置き、融資をあっせんする。", "当番医の割当てを調整する。",
    "2年ごとに見直し、住民に知らせる。", "図書館の相互の利用", "災害時の応援（備蓄品の融通を含む。）",
]  # fmt: skip


@st.composite
def agreements(draw: st.DrawFn) -> tuple[Agreement, Style]:
    """A random agreement with a style that it can be written in without ambiguity."""
    style = draw(styles())
    chaptered = draw(st.booleans())
    titles = (
        draw(st.lists(st.sampled_from(_CHAPTERS), min_size=1, max_size=3, unique=True))
        if chaptered
        else [""]
    )
    numbers = _article_numbers(draw, len(titles))
    chapters = tuple(
        Chapter(title, tuple(_draw_article(draw, n, style) for n in group))
        for title, group in zip(titles, numbers, strict=True)
    )
    if not chaptered:
        style = _with(style, contents=False)
    supplement = tuple(_draw_paragraphs(draw, style, listed=False)) if draw(st.booleans()) else ()
    dated = draw(st.booleans())
    kinds = ["定住自立圏の形成に関する協定書", "連携中枢都市圏形成に係る連携協約"]
    towns = draw(st.lists(st.sampled_from(_TOWNS), min_size=2, max_size=2, unique=True))
    agreement = Agreement(
        title=f"{towns[0]}と{towns[1]}との{draw(st.sampled_from(kinds))}",
        preamble=f"{towns[0]}（以下「甲」という。）と{towns[1]}（以下「乙」という。）は、次のとおり協定を締結する。",
        chapters=chapters,
        supplement=supplement,
        closing="この協定の締結を証するため、本書2通を作成し、甲乙記名押印の上、各自1通を保有する。"
        if dated and draw(st.booleans())
        else "",
        date=(draw(st.integers(1, 12)), draw(st.integers(1, 12)), draw(st.integers(1, 28)))
        if dated
        else None,
        parties=tuple(
            Party(
                label,
                town + draw(st.sampled_from(_STREETS)),
                f"{town}長",
                draw(st.sampled_from(_NAMES)),
            )
            for label, town in zip("甲乙", towns, strict=True)
        ),
        tables=tuple(_draw_table(draw, style) for _ in range(draw(st.integers(0, 2)))),
    )
    if len(agreement.tables) > 1:
        style = _with(style, tables_numbered=True)
    return agreement, style


def _with(style: Style, **changes: object) -> Style:
    return Style(
        **{**{name: getattr(style, name) for name in style.__dataclass_fields__}, **changes}
    )


@st.composite
def styles(draw: st.DrawFn) -> Style:
    """A way of writing; ① items do not go with ② paragraphs."""
    paragraphs = draw(st.sampled_from(["half", "full", "tight", "circled", "none"]))
    marks = ["(1)", "（1）", "（１）", "一", "- (1)", *(["①"] if paragraphs != "circled" else [])]
    return Style(
        numerals=draw(st.sampled_from(["half", "full", "kanji"])),
        gap=draw(st.sampled_from([" ", "　"])),
        caption=draw(
            st.sampled_from(["above", "above, gap", "beside", "below", "next line", "none"])
        ),
        brackets=draw(st.sampled_from(["（）", "()"])),
        paragraphs=paragraphs,
        items=draw(st.sampled_from(marks)),
        subitems=draw(st.sampled_from(["イ", "ア", "(ア)"])),
        indent=draw(st.sampled_from(["", "　", "  "])),
        blank_between_articles=draw(st.booleans()),
        blank_between_clauses=draw(st.booleans()),
        contents=draw(st.booleans()),
        wrap=draw(st.sampled_from([0, 0, 28, 40])),
        table=draw(st.sampled_from(sorted(_FORMS))),
        tables_numbered=draw(st.booleans()),
        relates=draw(st.booleans()),
        columns=draw(
            st.sampled_from(
                [
                    ("取組内容", "甲の役割", "乙の役割"),
                    ("取組の内容", "甲の役割", "乙の役割"),
                    ("連携する取組の内容", "中心市の役割", "連携市の役割"),
                ]
            )
        ),
        line_end=draw(st.sampled_from(["\n", "\n", "\n", "\r\n"])),
        page=draw(st.sampled_from([0, 0, 0, 9, 23])),
        first_numbered=draw(st.booleans()) and paragraphs != "none",
        party=draw(st.sampled_from(sorted(_PARTIES))),
        supplement_articles=draw(st.booleans()),
        title_beside=draw(st.booleans()),
    )


def _article_numbers(draw: st.DrawFn, groups: int) -> list[list[str]]:
    number, found = 0, []
    for _ in range(groups):
        group = []
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            group.append(str(number))
            if draw(st.integers(0, 5)) == 0:
                group += [f"{number}の2", *([f"{number}の3"] if draw(st.booleans()) else [])]
        found.append(group)
    return found


def _draw_article(draw: st.DrawFn, number: str, style: Style) -> Article:
    return Article(number, draw(st.sampled_from(_CAPTIONS)), tuple(_draw_paragraphs(draw, style)))


def _draw_paragraphs(draw: st.DrawFn, style: Style, *, listed: bool = True) -> list[Paragraph]:
    count = draw(st.sampled_from([1, 1, 2, 3]))
    found = []
    for place in range(1, count + 1):
        finished = style.paragraphs == "none" and place < count
        if listed and draw(st.integers(0, 2)) == 0:
            words = f"{draw(st.sampled_from(_WHO))}が行う取組は、{draw(st.sampled_from(_LISTS))}"
            found.append(Paragraph(words, _draw_items(draw, style, 0, finished=finished)))
        else:
            found.append(Paragraph(_sentence(draw) + draw(st.sampled_from(["", "", *_MORE]))))
    return found


def _sentence(draw: st.DrawFn) -> str:
    who, what, does = (draw(st.sampled_from(words)) for words in (_WHO, _WHAT, _DOES))
    return f"{who}は、{what}を{does}。"


def _draw_items(draw: st.DrawFn, style: Style, depth: int, *, finished: bool) -> tuple[Item, ...]:
    count = draw(st.integers(2, 4))
    roomy = style.subitems == "ア" or (style.subitems == "イ" and style.items in {"一", "①"})
    deepest = 2 if roomy else 1
    found = []
    for _ in range(count):
        below: tuple[Item, ...] = ()
        words = draw(st.sampled_from(_THINGS))
        if depth < deepest and draw(st.integers(0, 5)) == 0:
            words = "次に掲げる団体に関すること。"
            below = _draw_items(draw, style, depth + 1, finished=finished)
        elif finished and not words.endswith("。"):
            words += "に関すること。"
        found.append(Item(words, below))
    return tuple(found)


def _draw_table(draw: st.DrawFn, style: Style) -> Table:
    title = draw(st.sampled_from(["", "生活機能の強化に係る政策分野", "結びつきの強化に係る分野"]))
    themed = style.table not in {"tabs", "pipes", "cell a line"} or draw(st.booleans())
    themes = (
        draw(st.lists(st.sampled_from(_THEMES), min_size=1, max_size=3, unique=True))
        if themed
        else [""]
    )
    return Table(title, tuple(Theme(label, _draw_rows(draw, style)) for label in themes))


def _draw_rows(draw: st.DrawFn, style: Style) -> tuple[Row, ...]:
    labels = draw(st.lists(st.sampled_from(_ROWS), min_size=1, max_size=3, unique=True))
    rows = []
    for label in labels:
        cells = [draw(st.sampled_from(_CELLS)) for _ in style.columns]
        if style.table in {"tabs", "pipes", "theme column"} and draw(st.integers(0, 6)) == 0:
            cells[1] = ""
        rows.append(Row(label, tuple(cells)))
    return tuple(rows)
