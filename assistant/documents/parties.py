"""甲・乙・本市・中心市 and every other defined name: what each one means in its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant.documents.addresses import walk
from assistant.language.tokens import words
from assistant.records import Document, Node, Path, Span

_S = r"[ \u3000\t]*(?:\r?\n[ \u3000\t]*)?"
_DEFINITION = re.compile(
    rf"[（(]{_S}(?:[^（）()「」]{{1,40}}[。、]{_S})?以下(?P<how>[^「」（）()]{{0,14}}?)[「『](?P<name>[^「」『』]{{1,30}})[」』]{_S}"
    rf"(?:と{_S}(?:い|総{_S}称|略{_S}称|呼)[^）)]{{0,8}})?[^（）()]{{0,6}}[）)]"
)
_SAME_BELOW = re.compile(r"[（(][「『](?P<name>[^「」『』]{1,30})[」』]という。以下同じ。?[）)]")
_COLLECTIVE = re.compile(
    r"(?P<meaning>[^。]{2,60}?)を総称して、?(?:以下)?[「『](?P<name>[^「」『』]{1,30})[」』]"
)
_AS_PARTY = re.compile(
    r"(?P<meaning>[^、。\s（）()]{2,30}?)を(?P<name>[甲乙丙丁])と(?:し|する|定め)"
)
_MUNICIPALITY = r"[一-鿿々ヶケノ]{1,7}(?<![本当各関係構成連携両同全近隣他該町村市])[市町村区]"
_TOWN_BEFORE = re.compile(rf"(?:^|[^一-鿿々ヶケノ]|[と及び])(?P<name>{_MUNICIPALITY})$")
_NAMED = r"[一-鿿々ヶケノ]{1,8}[市町村]"
_LIST = re.compile(rf"{_NAMED}(?:(?:、|・|及び|並びに|および|と){_NAMED})+$")
_PLURAL = re.compile(
    r"[両各全関係構成連携二三四五六七八九十0-9０-９].*[市町村]|等$|[市町]村|市町|ら$"
)
_NOUN = {"名詞", "接頭辞", "接尾辞", "形状詞"}
_NOT_NAME = re.compile(r"^(?:及び|又は|並びに|若しくは|および|または)|[、。]")
_QUOTED = re.compile(r"[「『]([^「」『』]+)[」』]$")
# How far before a definition its meaning may begin; a proper name is shorter.
LONGEST_MEANING = 80
# What may be one side's: by its label, or, for an item, by its heading.
_HEADED = frozenset({"item", "subitem"})
_HELD = _HEADED | {"cell", "party", "row", "theme"}
_HOLDER = re.compile(
    r"(?P<who>[^（）()]+?)(?:[（(](?P<aside>[^（）()]+)[）)])?"
    r"(?:の(?:果たす|担う)?(?:(?:役割|分担|負担|取り?組み?)(?:分担|内容|の内容|割合|額|率|区分|金)?)"
    r"|が(?:行うこと|(?:行|担|果た)[うす](?:取り?組み?|役割|事務)))|(?P<only>[甲乙丙丁])"
)
# One municipality, not a list of them nor a word for several.
_TOWN = re.compile(
    r"(?!(?:中心|両|[二三四五六七八九十]|各|全|関係|構成|連携|周辺|近隣|圏域|当該|他の?|その他の?)[市町村区県]+$)"
    r"(?:(?!及び|並びに|又は|[、・と]).)+[市町村区県]"
)
SELF_WORDS = ("本市", "当市", "本町", "当町", "本村", "当村", "本区", "当区")
CENTRAL = "中心市"
_CENTRAL_PATTERNS = (
    re.compile(r"中心市[（(](?P<who>[^（）()]{2,8}市)[）)]"),
    re.compile(
        r"(?P<who>[一-鿿々ヶ]{1,6}市)(?:を|が|は、圏域の|は)中心市(?:とする|として|となる|で)"
    ),
    re.compile(r"中心市(?:である|となる|たる)(?P<who>[一-鿿々ヶ]{1,6}市|[甲乙丙])"),
    re.compile(
        r"中心市宣言を?(?:公表|行い|行|し)(?:公表)?(?:した|った)(?P<who>[一-鿿々ヶ]{1,6}市|[甲乙丙])"
    ),
    re.compile(r"(?P<who>[一-鿿々ヶ]{1,6}市)は、.{0,80}中心市として"),
)


@dataclass(frozen=True, slots=True)
class Binding:
    """A name and what it means in one document; `span` is where the document says so."""

    name: str
    meaning: str
    span: Span


def bindings(document: Document, root: Node) -> tuple[Binding, ...]:
    """Every name that a document defines, in the order of the text, the first meaning only."""
    text = document.text
    found: list[Binding] = []
    for _, node in walk(root):
        if node.children or node.kind in {"boilerplate", "contents"}:
            continue
        found += _defined_in(text, node.span)
    found += _central(text, found) if CENTRAL not in {b.name for b in found} else []
    found += _self_words(document, root)
    first: dict[str, Binding] = {}
    for binding in found:
        first.setdefault(binding.name, binding)
    return tuple(replace(b, meaning=_expanded(b, first)) for b in first.values())


def _expanded(binding: Binding, known: dict[str, Binding]) -> str:
    """A meaning with the names in it that the document defines itself replaced by theirs."""
    parts = re.split(r"(、|・|及び|並びに|および)", binding.meaning)
    return "".join(
        known[part].meaning if part in known and part != binding.name else part for part in parts
    )


def _defined_in(text: str, area: Span) -> list[Binding]:
    found: list[Binding] = []
    for match in _AS_PARTY.finditer(text, area.start, area.end):
        meaning = _meaning_before(match["meaning"], match["name"])
        found.append(Binding(match["name"], meaning, Span(match.start(), match.end())))
    found += [
        Binding(match["name"], match["meaning"].strip(), Span(match.start(), match.end()))
        for match in _COLLECTIVE.finditer(text, area.start, area.end)
    ]
    for pattern in (_DEFINITION, _SAME_BELOW):
        for match in pattern.finditer(text, area.start, area.end):
            before = text[max(area.start, match.start() - LONGEST_MEANING) : match.start()]
            name = re.sub(r"\s", "", match["name"])
            meaning = _meaning_before(before, name)
            if meaning and meaning != name:
                found.append(Binding(name, meaning, Span(match.start(), match.end())))
    return sorted(found, key=lambda b: b.span)


def _meaning_before(before: str, name: str) -> str:
    """The noun phrase at the end of `before`, or the list of municipalities for a plural name."""
    said = re.sub(r"[ \u3000\t\r\n]+", "", before)
    said = re.sub(r"[（(][^（）()]*[）)]$", "", said)
    quoted = _QUOTED.search(said)
    if quoted:
        return quoted[1]
    several = _LIST.search(said)
    if several and _PLURAL.search(name):
        return several[0]
    town = _TOWN_BEFORE.search(said) if name in "甲乙丙丁" else None
    if town:  # Sudachi parts 松ヶ瀬町 behind ヶ
        return town["name"]
    tail: list[str] = []
    for word in reversed(words(said[-40:])):
        joins = (
            word.part == "助詞" and word.surface == "の" and bool(tail) and name not in "甲乙丙丁"
        )
        if (
            word.part not in _NOUN and word.surface not in "・ー" and not joins
        ) or _NOT_NAME.search(word.surface):
            break
        tail.insert(0, word.surface)
    return "".join(tail).removeprefix("の")


def _central(text: str, known: list[Binding]) -> list[Binding]:
    for pattern in _CENTRAL_PATTERNS:
        match = pattern.search(re.sub(r"\n", " ", text))
        if match:
            who = next((b.meaning for b in known if b.name == match["who"]), match["who"])
            return [Binding(CENTRAL, who, Span(match.start(), match.end()))]
    return []


def _self_words(document: Document, root: Node) -> list[Binding]:
    """本市 and the like: on a web page its own municipality, by its contact block if need be."""
    if document.source.kind != "webpage":
        return []
    offices = [node.span.cut(document.text) for _, node in walk(root) if node.kind == "contact"]
    own = (
        document.source.municipality
        or _most_named("\n".join(offices))
        or _most_named(document.text)
    )
    if not own:
        return []
    found = []
    for word in SELF_WORDS:
        at = document.text.find(word)
        if at >= 0 and own[-1] == word[-1]:
            found.append(Binding(word, own, Span(at, at + len(word))))
    return found


def _most_named(text: str) -> str:
    names = Counter(re.findall(rf"(?<![一-鿿]){_MUNICIPALITY}", text))
    del names[CENTRAL]
    return names.most_common(1)[0][0] if names else ""


def party_of(label: str, known: Mapping[str, str]) -> str:
    """The municipality that a column such as 乙の役割 belongs to; empty if none is meant.

    >>> party_of("乙の役割", {"乙": "美唄市"}), party_of("取組内容", {"乙": "美唄市"})
    ('美唄市', '')
    """
    holder = _HOLDER.fullmatch(re.sub(r"\s", "", label))
    if not holder:
        return ""
    named = (holder["who"] or holder["only"], holder["aside"] or "")
    found = (known.get(who, who if _TOWN.fullmatch(who) else "") for who in named)
    return next(filter(None, found), "")


def headings_of(document: Document, root: Node) -> dict[Path, str]:
    """The headings of a document's items by path: 甲の役割 of ｂ　甲の役割."""
    return {
        path: node.heading.cut(document.text)
        for path, node in walk(root)
        if node.heading is not None and node.kind in _HEADED
    }


def party_at(
    path: Path, known: Mapping[str, str], headings: Mapping[Path, str] = MappingProxyType({})
) -> str:
    """The municipality whose column, role or signature a clause stands in; empty if none.

    `headings` are those of `headings_of`; without them an item headed 甲の役割 is no one's.
    """
    for length in range(len(path), 0, -1):
        step = path[length - 1]
        label = headings.get(path[:length], "") if step.kind in _HEADED else step.label
        if step.kind in _HELD:
            own = known.get(label, "") if step.kind == "party" else ""
            party = party_of(label, known) or own
            if party:
                return party
    return ""
