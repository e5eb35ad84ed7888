"""Tree to Chunks: the sentences, items, cells and fields that may be quoted, with context."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.documents.addresses import UNADDRESSED, Addresses, walk
from assistant.documents.crossrefs import located_references
from assistant.documents.parsing import parse
from assistant.documents.parsing.markers import ASKS_THERE
from assistant.documents.parties import Binding, bindings, headings_of, party_at
from assistant.records import Chunk, Document, Node, Parsed, Path, Problem, Reference, Span

# A question that a page asks answers nobody's; it is context to its reply.
_NOT_INDEXED = frozenset({"heading", "boilerplate", "contents", "title", "question"})
# These are quoted whole: a cell, an item or a field answers as a unit.
_WHOLE = frozenset({"cell", "item", "subitem", "field", "date", "party", "row"})
# はい。 いいえ。 できます。 and the like say nothing alone.
LONGEST_YES = 6
# Who says what stands behind at a meeting: （委員）, 【事務局】.
_SPEAKS = re.compile(r"[（(【][^（）()【】]{1,12}[）)】]")
_OPEN, _CLOSE = "「『（(", "」』）)"
# A cell up to this long that ends no sentence and is no figure or day tells which row it is of.
LONGEST_NAME = 24
# What stands on a page beside its matter, and under no heading of it.
_STANDS_APART = re.compile("よくある|関連|お知らせ|問い?合わ?せ|添付|ダウンロード|リンク|参考|新着")
# What names no matter of its own: it belongs to the one headed above (委員について, 令和6年度).
_OF_ABOVE = re.compile(
    "(?:(?:令和|平成|第)?[0-9０-９元]+(?:年度?|回)(?:[0-9０-９]+月)?|これまで|主|現在|今後|過去|各種|新しい)?"
    "(?:(?:委員|会議|期間|将来像|取組|目標|計画|構成|組織|体制|開催|実施|募集|参加|申込み?|申し込み|応募|利用|運行|貸出|受付"
    "|診療|相談|開館|営業|時間|日時|日程|場所|会場|対象者?|定員|料金|運賃|手数料|費用|使用料|持ち物|方法|手順"
    "|手続き?|流れ|内容|概要|状況|結果|経過|経緯|注意|事項|議事|次第|資料|名簿|一覧|要件|条件|資格|窓口|変更点?"
    "|傍聴|予約|登録|減免|割引|お願い)(?:者|日|回|点|先)?"
    "(?:の|と|・|、|及び|および|に(?:ついて|関する|当たって|は)|できる|する(?:に|場合|には|とき)は?|な)?)*"
    r"(?:[(（][^()（）]{0,12}[)）])?"
)
_FIGURE = re.compile(r"[約計年延べ]*[0-9０-９][0-9０-９,，.．:：~～-]*\s*\S{0,4}|.*年.*月.*日.*")


@dataclass(frozen=True)
class Reading:
    """A document with everything worked out from it: tree, addresses, bindings, references."""

    document: Document
    parsed: Parsed

    @cached_property
    def addresses(self) -> Addresses:
        """The addressed parts."""
        return Addresses(self.parsed.root)

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        """The names that the document defines."""
        return bindings(self.document, self.parsed.root)

    @cached_property
    def meanings(self) -> dict[str, str]:
        """The same, by name."""
        return {binding.name: binding.meaning for binding in self.bindings}

    @cached_property
    def headings(self) -> dict[Path, str]:
        """The headings of items, by which a role may be told: 甲の役割 of ｂ　甲の役割."""
        return headings_of(self.document, self.parsed.root)

    @cached_property
    def topics(self) -> dict[Path, str]:
        """Of each section of a page, the headings above it that it belongs to.

        They are one with nothing of its own, or, where it names no matter itself, the last one
        that does.
        """
        found, topic, matter = {}, "", ""
        for path in self.addresses.children((), "section"):
            node, label = self.addresses.nodes[path], path[-1].label
            apart, leans = _STANDS_APART.search(label), _OF_ABOVE.fullmatch(label)
            above = matter if leans else ""
            empty = node.body.start == node.body.end and not self.addresses.children(path)
            if not leans and topic.startswith(f"{matter} › "):
                topic = ""
            if empty or apart:
                topic = "" if apart else " › ".join(filter(None, (above, label)))
            elif topic or above:
                found[path] = topic or above
            matter = matter if leans else "" if apart else label
        return found

    @cached_property
    def references(self) -> list[tuple[Path, Reference, tuple[Path, ...]]]:
        """Each reference with the clause it stands in and the clauses it means."""
        return located_references(self.document.text, self.parsed.root, self.addresses)

    @cached_property
    def items_meant(self) -> dict[Path, list[tuple[Span, str]]]:
        """By clause, the references to items in it, each with the heading of what it means."""
        nodes, text = self.addresses.nodes, self.document.text
        found: dict[Path, list[tuple[Span, str]]] = {}
        for home, reference, targets in self.references:
            for target in targets:
                heading = nodes[target].heading
                if heading and target[-1].kind in {"item", "subitem"}:
                    found.setdefault(home, []).append((reference.span, heading.cut(text)))
        return found

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the parser could not place, and references that lead to nothing."""
        lost = [
            Problem(f"「{ref.span.cut(self.document.text)}」の指す条文がありません", ref.span)
            for _, ref, targets in self.references
            if not targets and ref.anchor != "external" and self.document.source.kind == "agreement"
        ]
        return tuple(sorted((*self.parsed.problems, *lost), key=lambda p: p.span))

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """What is indexed of the document, in the order of the text."""
        return tuple(_chunks(self))


def read(document: Document) -> Reading:
    """Parse a document; all else is worked out when first asked for."""
    return Reading(document, parse(document))


# The point of a number in full width is no full stop: １．０４.
_DECIMAL = re.compile("[0-9０-９]．[0-9０-９]")


def sentences(text: str, span: Span) -> list[Span]:
    """The sentences of a stretch of text, without the blanks between them.

    A full stop inside brackets or quotation marks does not end a sentence; a line break after a
    full stop always does.
    """
    found, start, depth = [], span.start, 0
    for at in range(span.start, span.end):
        sign = text[at]
        depth = max(depth + (sign in _OPEN) - (sign in _CLOSE), 0)
        ended = (
            sign in "。．！？"
            and not _DECIMAL.match(text, at - 1)
            and (depth == 0 or text[at + 1 : at + 2] in {"\n", "\r"})
        )
        if ended:
            found.append(Span(start, at + 1).trim(text))
            start, depth = at + 1, 0
    found.append(Span(start, span.end).trim(text))
    return _with_brackets(_with_yes([s for s in found if s.start < s.end]), text)


def _with_yes(found: list[Span]) -> list[Span]:
    """Sentences with the yes or no before them: はい。利用者カードを作ることができます。 is one."""
    joined: list[Span] = []
    for span in reversed(found):
        if joined and span.end - span.start <= LONGEST_YES:
            joined[-1] = Span(span.start, joined[-1].end)
        else:
            joined.append(span)
    return joined[::-1]


def _with_brackets(found: list[Span], text: str) -> list[Span]:
    """Sentences with the bracket behind them: 締結しました。(2021年6月25日) is one."""
    joined: list[Span] = []
    for span in found:
        words = span.cut(text)
        whole = words[0] in "（(" and words[-1] in "）)" and "\n" not in words
        if joined and whole and not text[joined[-1].end : span.start].strip("\r\n \u3000"):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _chunks(reading: Reading) -> Iterator[Chunk]:
    text, source = reading.document.text, reading.document.source
    titles: dict[Path, Span] = {}
    for path, node in walk(reading.parsed.root):
        if node.children or node.kind in _NOT_INDEXED or node.body.start == node.body.end:
            continue
        home = path[:-1] if node.kind in UNADDRESSED else path
        if node.label == "職名":
            titles[path[:-1]] = node.body
            continue
        context = context_of(reading, home) + _lead(reading, home) + _spoken_to(reading, home)
        # A name is quoted with the title that stands before it: 美唄市長 桜井.
        title = titles.get(path[:-1]) if node.label == "氏名" else None
        spoken = _SPEAKS.match(node.body.cut(text)) if node.kind == "paragraph" else None
        for span in [Span(title.start, node.body.end)] if title else _quotable(text, node):
            words = span.cut(text)
            if spoken and ASKS_THERE.search(words):
                continue  # what is asked at a meeting is no statement
            chunk_id = f"{source.id}:{span.start}-{span.end}"
            # 第三条第三号ニの規定は is found as ごみ処理の広域化, which that item is called.
            meant = [h for at, h in reading.items_meant.get(home, ()) if at in span]
            about = " › ".join((context, *meant))
            yield Chunk(chunk_id, source.id, home, span, words, about)


def _lead(reading: Reading, path: Path) -> str:
    """The sentence above the list that an item of a web page stands in; it says what is listed."""
    if not path or path[-1].kind != "item" or reading.document.source.kind != "webpage":
        return ""
    nodes = reading.addresses.nodes
    paragraphs = reading.addresses.children(path[:-1], "paragraph")
    above = bisect_left(paragraphs, nodes[path].span.start, key=lambda p: nodes[p].span.start)
    if not above:
        return ""
    said = sentences(reading.document.text, nodes[paragraphs[above - 1]].body)
    return " › " + said[-1].cut(reading.document.text) if said else ""


def _spoken_to(reading: Reading, path: Path) -> str:
    """What was asked just before by another, of words that somebody says: （事務局）…."""
    text, nodes = reading.document.text, reading.addresses.nodes
    said = nodes[path].body.cut(text) if path in nodes and path[-1].kind == "paragraph" else ""
    if not _SPEAKS.match(said):
        return ""
    beside = reading.addresses.children(path[:-1], "paragraph")
    above = beside[beside.index(path) - 1] if path in beside[1:] else None
    asked = nodes[above].body.cut(text) if above else ""
    return f" › {asked}" if _SPEAKS.match(asked) and ASKS_THERE.search(asked) else ""


def _said_of_all(reading: Reading, path: Path) -> list[str]:
    """The short words of an item of a page that stand above the items in it: 交通 ― バス."""
    node = reading.addresses.nodes[path]
    if node.kind != "item" or reading.document.source.kind != "webpage":
        return []
    texts = [c.body.cut(reading.document.text) for c in node.children if c.kind == "text"][:1]
    return [words for words in texts if len(words) <= LONGEST_NAME]


def _asked_above(reading: Reading, path: Path) -> list[str]:
    """The question of a page that a part below it replies to, or stands in the reply to."""
    nodes = reading.addresses.nodes
    asked = reading.addresses.children(path[:-1], "question")
    above = bisect_left(asked, nodes[path].span.start, key=lambda p: nodes[p].span.start)
    return [nodes[asked[above - 1]].body.cut(reading.document.text)] if above else []


def _named_in_row(reading: Reading, path: Path, length: int) -> list[str]:
    """What else a row is called than by its first cell: 第2回 and 11月9日 behind 令和5年度."""
    cells = reading.addresses.children(path[:length], "cell")
    spans = [reading.addresses.nodes[p].body for p in cells if p != path[: length + 1]]
    words = (span.cut(reading.document.text).strip() for span in spans)
    return [w for w in words if 1 < len(w) <= LONGEST_NAME and _names(w)]


def _names(words: str) -> bool:
    return not words.endswith("。") and not _FIGURE.fullmatch(words)


def _quotable(text: str, node: Node) -> list[Span]:
    if node.kind == "field" and node.marker:
        return [Span(node.marker.start, node.body.end)]
    return [node.body] if node.kind in _WHOLE else sentences(text, node.body)


def context_of(reading: Reading, path: Path) -> str:
    """What is indexed with a clause but never quoted: document, headings, column, party's name.

    岩見沢市・美唄市の協定書 › 別表1 生活機能の強化に係る政策分野 › 医療 › 乙の役割（美唄市）
    """
    source = reading.document.source
    parts = [
        " ".join(dict.fromkeys(filter(None, (source.title, source.region, source.municipality))))
    ]
    parts += filter(None, [reading.topics.get(path[:1])])
    for length in range(1, len(path) + 1):
        node = reading.addresses.nodes.get(path[:length])
        heading = node.heading.cut(reading.document.text) if node and node.heading else ""
        label = path[length - 1].label
        parts.append(label if not heading or label in heading else f"{label} {heading}".strip())
        if heading and label in heading:
            parts[-1] = heading
        parts += _asked_above(reading, path[:length])
        if length < len(path):
            parts += _said_of_all(reading, path[:length])
        if path[length - 1].kind == "row":
            parts += _named_in_row(reading, path, length)
    party = party_at(path, reading.meanings, reading.headings)
    return " › ".join(parts) + (f"（{party}）" if party else "")
