"""What the corpus covers: its places, parties and documents, by every name they go by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assistant.documents.chunks import Reading
from assistant.language.tokens import fold, words

_SUFFIX = re.compile(r"[市町村区]$")
_REGION_WORDS = re.compile(
    r"(?:地域)?(?:定住自立圏|連携中枢都市圏|広域圏|都市圏|圏域|圏)|[（(].*[）)]"
)
# 一条 and 四条 are places in Kyoto, and articles to those who ask here.
# のと in きたみのとしょかん is no 能登.
_HIRAGANA = re.compile("[ぁ-ゖ]{2,3}")
_ARTICLE = re.compile("[一二三四五六七八九十]+条")
_IS_REGION = re.compile("圏域?$")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
_SHORTEST_NAME = 2
# What the names of things are made of: ゆき|うさぎ, りんりん, くもりん.
_NAMING = frozenset({"名詞", "副詞", "形状詞", "感動詞"})
# Before these a name is a person's: 寺島先生.
_TITLES = frozenset({"先生", "氏", "様", "教授", "さん", "アドバイザー", "委員", "議員", "会長"})


@dataclass(frozen=True)
class Catalogue:
    """The readings of a corpus by id, and the names by which a question may mean them."""

    readings: dict[str, Reading]

    @cached_property
    def municipalities(self) -> dict[str, str]:
        """Full and short names of covered municipalities, each with the full name."""
        names: dict[str, str] = {}
        for reading in self.readings.values():
            source = reading.document.source
            known = {source.municipality, *source.members}
            known |= {m for m in reading.meanings.values() if re.fullmatch(r"\S{1,8}[市町村区]", m)}
            for name in filter(None, known):
                names[fold(name)] = name
        for name in list(names.values()):
            short = fold(_SUFFIX.sub("", name))
            if len(short) >= _SHORTEST_NAME:
                names.setdefault(short, name)
        return names

    @cached_property
    def regions(self) -> dict[str, set[str]]:
        """Names of regions and of documents, each with the ids of the documents it means."""
        names: dict[str, set[str]] = {}
        for name, reading in self.readings.items():
            source = reading.document.source
            for written in (source.region, source.title, name):
                for form in _forms(written):
                    names.setdefault(form, set()).add(name)
        return names

    def named_regions(self, text: str) -> list[str]:
        """The regions that a text names, the longest name first: 潮見浦定住自立圏."""
        regions = (form for form in self.regions if _IS_REGION.search(form))
        return sorted((form for form in regions if form in text), key=lambda f: (-len(f), f))

    @cached_property
    def offices(self) -> dict[str, set[str]]:
        """Names of offices to ask, each with the ids of the documents that name it."""
        names: dict[str, set[str]] = {}
        for name, reading in self.readings.items():
            for path, node in reading.addresses.nodes.items():
                if len(path) > 1 and path[-2].kind == "contact" and path[-1].label == "部署":
                    written = fold(node.body.cut(reading.document.text))
                    for office in _OFFICE.findall(written):
                        names.setdefault(office, set()).add(name)
        return names

    @cached_property
    def fields(self) -> dict[str, str]:
        """The fields of each document's contacts and signatures, as values are compared."""
        fields = {
            name: [n.body for p, n in r.addresses.nodes.items() if p and p[-1].kind == "field"]
            for name, r in self.readings.items()
        }
        return {
            name: "\n".join(_as_value(b.cut(self.readings[name].document.text)) for b in bodies)
            for name, bodies in fields.items()
        }

    def of_value(self, question: str) -> set[str]:
        """The documents that bear a number, address or mail that a question holds: 011-211-2281."""
        values = [match[0] for match in _VALUE.finditer(_as_value(question))]
        return {name for name, said in self.fields.items() if any(v in said for v in values)}

    @cached_property
    def things(self) -> dict[str, set[str]]:
        """Names in kana that documents put in quotes (「こぐまのへや」), each with their ids."""
        names: dict[str, set[str]] = {}
        for name, text in self.indexed.items():
            for match in _QUOTED_KANA.finditer(text):
                for form in (match["name"], match["first"]):
                    if form:
                        names.setdefault(form, set()).add(name)
        return names

    def of_thing(self, question: str) -> set[str]:
        """The documents that treat a thing which a question calls by a name in kana."""
        named = [ids for name, ids in self.things.items() if name in question]
        for name in kana_names(question):
            told = {i for i, text in self.indexed.items() if name in text}
            named += [told] if told else []
        return set.intersection(*named) if named else set()

    def documents_of(self, municipality: str) -> tuple[set[str], set[str]]:
        """The documents that are a municipality's own or bind it, and those that mention it."""
        own, mentions = set(), set()
        for name, reading in self.readings.items():
            source = reading.document.source
            if (
                municipality == source.municipality
                or municipality in reading.meanings.values()
                or municipality in source.members
            ):
                own.add(name)
            elif municipality in reading.document.text:
                mentions.add(name)
        return own, mentions

    @cached_property
    def text(self) -> str:
        """All that the corpus says and is said of it, folded: a name in it is not foreign."""
        said: list[str] = []
        for reading in self.readings.values():
            source = reading.document.source
            said += [
                reading.document.text,
                source.title,
                source.region,
                source.municipality,
                source.prefecture,
                *source.members,
            ]
        return fold("\n".join(said))

    @cached_property
    def indexed(self) -> dict[str, str]:
        """What of each document may be quoted, folded: without menus and other boilerplate."""
        return {
            name: fold("\n".join(f"{chunk.context}\n{chunk.text}" for chunk in reading.chunks))
            for name, reading in self.readings.items()
        }

    def has(self, words: str) -> bool:
        """Whether a document has words, as they are folded, where it may be quoted."""
        return any(words in text for text in self.indexed.values())

    @cached_property
    def places(self) -> frozenset[str]:
        """Every place that the corpus names; 北広島 in it does not make 広島 known."""
        known = {
            word.surface for line in self.text.split("\n") for word in words(line) if word.place
        }
        return frozenset(known | set(self.municipalities))

    def foreign_places(self, question: str) -> tuple[str, ...]:
        """Place names of a question that no document of the corpus mentions."""
        found, morphemes = [], words(_KATAKANA.sub(_in_hiragana, question))
        for at, word in enumerate(morphemes):
            follows = morphemes[at + 1].surface if at + 1 < len(morphemes) else ""
            name = word.surface + (
                follows if follows in {"市", "町", "村", "区", "県", "府", "都", "圏"} else ""
            )
            if (
                word.place
                and not _ARTICLE.fullmatch(word.surface)
                and not (_HIRAGANA.fullmatch(word.surface) and name == word.surface)
                and len(word.surface) >= _SHORTEST_NAME
                and word.surface != "日本"
                and follows not in {"目", *_TITLES}  # 三代目
                and (word.surface not in self.places or self._prefecture_only(name))
            ):
                found.append(name)
        return tuple(found)

    def _prefecture_only(self, name: str) -> bool:
        """Whether 静岡市 is asked about where the corpus only knows 静岡県."""
        prefectures = {r.document.source.prefecture for r in self.readings.values()}
        stems = {fold(p)[:-1] for p in prefectures if p}
        return name[-1] in "市町村" and name[:-1] in stems and name not in self.text


# A name in kana in quotes; of one with の its first part alone is said too.
_QUOTED_KANA = re.compile(
    "[「『](?P<name>(?P<first>[ぁ-ゖァ-ヺー]{3,10})の[ぁ-ゖァ-ヺー]{2,8}|[ぁ-ゖァ-ヺー]{3,12})[」』]"
)
# What may be called by a name in kana: ゆきうさぎ号, りんりんバス.
_NAMED = re.compile(
    "(?P<kana>[ぁ-ゖァ-ヺー]{3,14})(?:号|便|カード|バス|パス|タクシー|センター|会館|の湯|の里|アリーナ|プール"
    "|ホール|スタジアム|ルーム|ライン|キッズ|ナビ|パーク|カフェ)"
)


def kana_names(text: str) -> list[str]:
    """The things that a text calls by a name in kana, without what is no noun before it.

    >>> kana_names("市内でゆきうさぎ号に乗るとき")
    ['ゆきうさぎ号']
    """
    found = []
    for match in _NAMED.finditer(text):
        kept = ""
        for word in reversed(words(match["kana"])):
            if word.part not in _NAMING or (len(word.surface) == 1 and word.part != "名詞"):
                break
            kept = word.surface + kept
        if len(kept) > 2 and not all(
            w.listed and _KATAKANA.fullmatch(w.surface) for w in words(kept)
        ):
            found.append(kept + match[0][len(match["kana"]) :])
    return found


# The parts of an office's name: まちづくり政策局, 公民・広域連携推進室.
_OFFICE = re.compile(r"[^\s、。局部課室係]{2,}[局部課室係]")


# A telephone number or postcode, a mail address, a house number with its street.
_VALUE = re.compile(
    r"[0-9]{2,5}-[0-9]{1,4}(?:-[0-9]{3,4})?|[\w.+-]+@[\w.-]+"
    r"|[一-鿿々ヶ]{0,8}[0-9]+(?:条[一-鿿]{0,2}[0-9]+)?丁目(?:[0-9]+番地?(?:[0-9]+号)?)?"
    r"|[一-鿿々ヶ]{1,8}[0-9]+番(?:地|[0-9]+号)"
)
_SMALL_NUMBER = re.compile("[一二三四五六七八九](?=丁目|番|号)")


def _as_value(text: str) -> str:
    """A text with its numbers, dashes and ヶ in one form, as addresses are compared."""
    written = re.sub("[‐‑–—−ｰー](?=[0-9])", "-", fold(text))
    return _SMALL_NUMBER.sub(lambda match: str("一二三四五六七八九".index(match[0]) + 1), written)


def _in_hiragana(match: re.Match[str]) -> str:
    """A katakana word that no dictionary has, in hiragana, in which it has the names of places."""
    word = match[0]
    if any(w.listed for w in words(word)):
        return word
    kana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in word)
    return kana if words(kana)[0].place else word


def _forms(name: str) -> Iterable[str]:
    folded, short = fold(name), fold(_REGION_WORDS.sub("", name))
    # A title that is only the word for such regions (連携中枢都市圏) names none of them.
    if short:
        yield folded
    if len(short) >= _SHORTEST_NAME:
        for tail in ("圏", "圏域", "定住自立圏", "連携中枢都市圏", "地域"):
            yield short + tail
