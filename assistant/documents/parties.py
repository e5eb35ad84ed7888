"""甲・乙・本市・中心市 and every other defined name: what each one means in its document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from assistant.documents.addresses import UNADDRESSED, walk
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


def party_of(label: str, known: dict[str, str]) -> str:
    """The municipality that a column such as 乙の役割 belongs to; empty if none is meant.

    >>> party_of("乙の役割", {"乙": "美唄市"}), party_of("取組内容", {"乙": "美唄市"})
    ('美唄市', '')
    """
    holder = re.fullmatch(
        r"(?P<who>.+?)(?:の(?:役割|分担|負担|取組)(?:分担)?|が行うこと)|(?P<only>[甲乙丙丁])", label
    )
    if not holder:
        return ""
    who = holder["who"] or holder["only"]
    return known.get(who, who if who.endswith(("市", "町", "村", "区", "県")) else "")


def party_at(path: Path, known: dict[str, str]) -> str:
    """The municipality whose column or signature a clause stands in; empty if none."""
    for step in reversed(path):
        if step.kind in {"cell", "party", "row", "theme"} and step.kind not in UNADDRESSED:
            party = party_of(step.label, known) or (
                known.get(step.label, "") if step.kind == "party" else ""
            )
            if party:
                return party
    return ""
