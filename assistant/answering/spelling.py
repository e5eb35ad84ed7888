"""A question in any spelling to the documents' own: kana, slips, other scripts and languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, partial

from assistant.answering.catalogue import Catalogue, kana_names
from assistant.answering.slips import COMPOUND, Slips
from assistant.answering.vocabulary import vocabulary
from assistant.language.eras import foreign_days
from assistant.language.numerals import KANJI, parse_number, said_ordinals
from assistant.language.tokens import fold, words
from assistant.language.transliteration import to_hangul, to_latin

# A reading as short as this is taken only where a particle or a gap follows it.
SHORT_READING, SHORTEST_READING = 3, 3
LONGEST_READING = 16
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]{3,}")
# How a polite sentence ends: しょうか of 大丈夫でしょうか is no 消火.
_DOES = re.compile("し(?:ない|なく|なけ|た|て|ま[すし]|よう|そう)|する|すれ|さ[れせ]|せず|でき")
_KANJI_BEFORE = re.compile("[一-鿿々]$")
_POLITE = re.compile(
    "しな(?:い(?!の|で(?:は|も)|に|を|から)|け|く)|はいって|(?:で|ま)しょうか?|でした|ました|ません|[でま]すか|ください"
)
# What parts a town from its mayor among keywords: 甲府市 市長 氏名.
_GAP = re.compile("(?<=[市町村])[ \u3000]+(?=[市町村]長)")
_NTH_IN_KANJI = re.compile(rf"第([{KANJI}]+)(?=[次期回])")
# A bus or boat whose name a child writes as it sounds.
_NAMED_GO = re.compile("(?P<kana>[ぁ-ゖ]{3,10})ごう(?=[はがをにのでも、 ]|$)")
_PARTED_KANA = re.compile(r"[ぁ-ゖ] +[ぁ-ゖ]")
_LONG_KANA = re.compile("[ぁ-ゖ]+ー[ぁ-ゖー]*")
_HALF_KANA = re.compile("[ｦ-ﾟ]+")
# A question without hiragana, kanji or Latin letters: what is written of it is katakana.
_ALL_KATAKANA = re.compile("[^ぁ-ゖ一-鿿々a-z]*")
_KATAKANA_RUN = re.compile("[ァ-ヺー]+")
_PARTICLES = "ハヲガニノデモトヘ"
_QUESTION_WORDS = frozenset(
    {
        "いくら",
        "いくつ",
        "どこ",
        "だれ",
        "なに",
        "なぜ",
        "どれ",
        "いつ",
        "どんな",
        "どの",
        "どう",
        "どちら",
        "なん",
    }
)
_HALF_KANJI = re.compile(
    r"(?<![一-鿿々])(?P<begun>[一-鿿々]{1,4})(?P<rest>[ぁ-ゖ]{2,4}?)(?=[をのはがにで、。?？]|から|まで|と|$)"
)
_KATAKANA = re.compile(r"[ァ-ヺー]{4,}")
# How alike (difflib ratio) a word must be to be taken for a document's: アンケト for アンケート.
_NEAR_KATAKANA = 0.85
_ENDS_WORD = re.compile(
    r"(?:[をのはがにでともへや]|から|まで|し(?=[はのがにと])|$|[^ぁ-ゖァ-ヺー])"
)
_NOUN_PARTS = {"名詞", "接頭辞", "接尾辞"}
_TOWN_READINGS = {"市": ("シ",), "町": ("チョウ", "マチ"), "村": ("ムラ", "ソン"), "区": ("ク",)}
# Before the second of two names, neither of which is meant alone.
_JOINING = ("and ", "와 ", "과 ", "和", "与", "và ")
_LATIN_TOWN = r"(?:[- ]?(?:shi|cho|machi|mura|son|city|town|village))?"


@dataclass(frozen=True)
class Speller:
    """What the corpus' names and words look like in other spellings."""

    catalogue: Catalogue

    @cached_property
    def _places(self) -> dict[str, str]:
        """Readings of covered places, with and without 市町村, each with how it is written."""
        found: dict[str, str] = {}
        for name in sorted(set(self.catalogue.municipalities.values())):
            stem = re.sub(r"[市町村区]$", "", name)
            reading = "".join(word.reading for word in words(stem))
            if not re.fullmatch(r"[ァ-ヺー]{2,}", reading):
                continue
            found.setdefault(reading, stem)
            for tail in _TOWN_READINGS.get(name[-1], ()):
                found[reading + tail] = name
        return found

    @cached_property
    def knows_places(self) -> bool:
        """Whether the dictionary has every covered place, so that each is known by its reading."""
        stems = {name[:-1] for name in self.catalogue.municipalities.values()}
        found = [words(stem) for stem in sorted(stems) if len(stem) > 1]
        return all(len(parts) == 1 and parts[0].listed for parts in found)

    @cached_property
    def _spellings(self) -> dict[str, Counter[str]]:
        """Readings of the corpus' nouns, up to four in a row, with their spellings counted."""
        counts: dict[str, Counter[str]] = {}
        texts = [chunk.text for r in self.catalogue.readings.values() for chunk in r.chunks]
        labels = [
            s.label
            for r in self.catalogue.readings.values()
            for p in r.addresses.nodes
            for s in p[-1:]
        ]
        for text in (*texts, *labels, *vocabulary().spelling_words):
            run: list[tuple[str, str]] = []
            for word in (*words(text), None):
                if (
                    word is not None
                    and word.part in _NOUN_PARTS
                    and re.search(r"[一-鿿ァ-ヺ]", word.surface)
                    and not re.search(r"\d", word.surface)
                ):
                    run.append((word.reading, word.surface))
                    continue
                for start in range(len(run)):
                    for stop in range(start + 1, min(start + 4, len(run)) + 1):
                        reading = "".join(r for r, _ in run[start:stop])
                        surface = "".join(s for _, s in run[start:stop])
                        counts.setdefault(reading, Counter())[surface] += 1
                run = []
        return counts

    @cached_property
    def _slips(self) -> Slips:
        return Slips(self.catalogue, self._spellings)

    @cached_property
    def _readings(self) -> dict[str, str]:
        """Readings long enough to be told from particles, each with its usual spelling."""
        return {
            reading: min(spellings, key=lambda s: (-spellings[s], s))
            for reading, spellings in self._spellings.items()
            if SHORTEST_READING <= len(reading) <= LONGEST_READING
            and re.fullmatch(r"[ァ-ヺー]+", reading)
        } | self._places

    @cached_property
    def foreign_names(self) -> list[tuple[re.Pattern[str], str]]:
        """Patterns of the covered places in Latin letters and hangul, each with the full name."""
        found = []
        for reading, name in self._places.items():
            if name[-1] in "市町村区" or len(reading) < SHORTEST_READING - 1:
                continue
            full = next((n for n in self.catalogue.municipalities.values() if n[:-1] == name), name)
            latin, hangul = to_latin(reading), to_hangul(reading)
            found.append((re.compile(rf"\b{latin}{_LATIN_TOWN}\b", re.IGNORECASE), full))
            if len(hangul) > 1:
                found.append((re.compile(rf"{hangul}(?:시|정|초|촌)?"), full))
        return found

    def standard(self, question: str, *, japanese: bool = True) -> str:
        """The question as the documents would spell it; unknown words stay as they are.

        In other languages that are written in kanji no sign is taken for a slip of the pen.
        """
        # Where words are parted by blanks, none begins in one and ends in the next.
        parted = said_ordinals(unicodedata.normalize("NFKC", question).lower())
        parted = _NAMED_GO.sub(self._with_sign, parted)
        if _PARTED_KANA.search(parted):
            parted = _KANA.sub(self._in_kanji, parted)
        text = said_ordinals(fold(_GAP.sub("の", parted)))
        text = text if japanese else text.replace("第一次", "最初")  # the first time in Chinese
        text = _NTH_IN_KANJI.sub(lambda m: f"第{parse_number(m[1])}", text)
        for written, usual in vocabulary().characters.items():
            text = text.replace(written, usual)
        text = re.sub(r"(?<=[一-鿿])[ノケヶヵが](?=[一-鿿])", self._small_kana, text)
        text = _LONG_KANA.sub(_in_katakana, text)
        text = _KANA.sub(self._in_kanji, text)
        text = _HALF_KANJI.sub(self._all_kanji, text)
        text = re.sub(
            r"(?<=[ァ-ヺ])[一二](?=[ァ-ヺ])", lambda m: "ー" if m[0] == "一" else "ニ", text
        )
        text = re.sub(r"(?<=[一-鿿])カ(?=[がをのはに])", "力", text)
        text = self._slips.of_places(text)
        if japanese:
            text = self._slips.misspelt(COMPOUND.sub(self._slips.misconverted, text))
        text = _KATAKANA.sub(lambda match: self._lengthened(match[0]), text)
        for pattern, usual in vocabulary().asking:
            text = pattern.sub(usual, text)
        for pattern, usual in vocabulary().phrases:
            text = pattern.sub(partial(self._said_otherwise, usual=usual), text)
        return text

    def _with_sign(self, match: re.Match[str]) -> str:
        """こまどりごう as the documents write it: こまどり号."""
        name = f"{match['kana']}号"
        return name if self.catalogue.has(name) else match[0]

    def _said_otherwise(self, match: re.Match[str], usual: str) -> str:
        """The documents' words for a phrase, unless some document says it as it stands."""
        return match[0] if self.catalogue.has(match[0]) else match.expand(usual)

    def katakana_alone(self, question: str) -> str:
        """A question typed in katakana alone, its particles and endings in hiragana.

        Katakana words of the documents and of the dictionary stay as they are.
        """
        if re.search("[ぁ-ゖ]", question):
            return question
        kana = _HALF_KANA.sub(self._in_full, question)
        if _ALL_KATAKANA.fullmatch(question.lower()):
            kana = _KATAKANA_RUN.sub(self._in_full, kana)
        return kana

    def _in_full(self, match: re.Match[str]) -> str:
        word = unicodedata.normalize("NFKC", match[0])
        found = words(word)
        behind_kanji = bool(re.search("[一-鿿々]$", match.string[: match.start()]))
        ending = behind_kanji and word[0] in _PARTICLES
        noun = all(
            w.listed
            and w.surface[0] not in "ンーァィゥェォッャュョ"
            and w.part == "名詞"
            and len(w.surface) > 2
            for w in found
        )
        kana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in word)
        asks = kana in _QUESTION_WORDS
        if word in self._katakana or (noun and len(word) > 2 and not (ending or asks)):
            return word
        # ビジョンハ begins with a word that is written so, キョウテイハ does not.
        if asks:
            return kana
        first = found[0].surface if found[0].normal == found[0].surface.lower() else ""
        written = first if len(first) > 2 and found[0].listed and found[0].part == "名詞" else ""
        return written + kana[len(written) :]

    def translated(self, question: str) -> str:
        """Japanese words for those of another language, places first; empty where none is known."""
        text = fold(question)
        found = [
            _in_its_part(name, pattern.pattern, text)
            for pattern, name in self.foreign_names
            if pattern.search(text)
        ]
        found += [japanese for pattern, japanese in vocabulary().glossary if pattern.search(text)]
        found += foreign_days(text)
        roles = {"役割"} if any(word.endswith("の役割") for word in found) else set()
        return " ".join(word for word in dict.fromkeys(found) if word not in roles)

    def _small_kana(self, match: re.Match[str]) -> str:
        around = match.string[max(0, match.start() - 1) : match.end() + 1]
        small = f"{around[0]}ヶ{around[-1]}"  # 鳩が丘 is 鳩ヶ丘
        if match[0] != "ノ" and small in self.catalogue.text:
            return "ヶ"
        if match[0] == "が":
            return "が"
        without = around[0] + around[-1]
        known = any(without in name for name in self.catalogue.municipalities)
        return "" if known else match[0]

    def _in_kanji(self, match: re.Match[str]) -> str:
        kana = match[0]
        reading = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in kana)
        kept = {at for polite in _POLITE.finditer(kana) for at in range(*polite.span())}
        names = [n for n in kana_names(match.string) if self.catalogue.has(n)]
        spots = [match.string.find(name) - match.start() for name in names]
        kept |= {
            at for spot, n in zip(spots, names, strict=True) for at in range(spot, spot + len(n))
        }
        # 解決しない is no 解決市内.
        ending = _DOES.match(kana) if _KANJI_BEFORE.search(match.string[: match.start()]) else None
        kept |= set(range(*ending.span())) if ending else set()
        out, at = "", 0
        while at < len(kana):
            length = 0 if at in kept else self._longest(reading, kana, at)
            if length:
                out += self._readings[reading[at : at + length]]
                at += length
            else:
                out += kana[at]
                at += 1
        return out

    @cached_property
    def _by_halves(self) -> dict[tuple[str, str], str]:
        """Compounds by what a child writes of them in kanji and in kana: 図書 and かん."""
        found: dict[tuple[str, str], str] = {}
        for reading, spellings in sorted(self._spellings.items()):
            for name in sorted(spellings, key=lambda s: (spellings[s], s)):
                if not COMPOUND.fullmatch(name):
                    continue
                for size in range(2, min(len(reading) - len(name) + 2, 5)):
                    found[name[:-1], reading[-size:]] = name
        return found

    def _all_kanji(self, match: re.Match[str]) -> str:
        """A noun half in kana (図書かん) as the documents write it: 図書館."""
        kana = "".join(chr(ord(c) + 0x60) for c in match["rest"])
        name = self._by_halves.get((match["begun"], kana), "")
        found = words(match[0])
        verb = any(w.part not in _NOUN_PARTS and w.surface[0] >= "一" for w in found)
        known = len(found) == 1 and found[0].listed
        return match[0] if verb or known or not name else name

    def _longest(self, reading: str, kana: str, at: int) -> int:
        for length in range(min(LONGEST_READING, len(kana) - at), SHORTEST_READING - 1, -1):
            spelled = self._readings.get(reading[at : at + length])
            if spelled is None or spelled == kana[at : at + length]:
                continue
            begins = at == 0 or kana[at - 1] in "をのはがにでともへやおご"
            if length > SHORT_READING and (begins or length > SHORT_READING + 1):
                return length
            if begins and _ENDS_WORD.match(kana, at + length):
                return length
            if begins and self._leads_on(reading, at, length):
                return length
        return 0

    def _leads_on(self, reading: str, at: int, length: int) -> bool:
        """Whether a place is followed by a long word that is known: きたみていじゅうじりつけん."""
        rest = reading[at + length :]
        sizes = range(SHORT_READING + 2, LONGEST_READING + 1)
        return reading[at : at + length] in self._places and any(
            rest[:size] in self._readings for size in sizes
        )

    @cached_property
    def _katakana(self) -> list[str]:
        """The katakana words of the documents."""
        texts = (chunk.text for r in self.catalogue.readings.values() for chunk in r.chunks)
        return sorted({word for text in texts for word in _KATAKANA.findall(fold(text))})

    def _lengthened(self, word: str) -> str:
        """A katakana word that no dictionary has as the document's that it is nearest to."""
        if word in self._katakana or any(w.listed for w in words(word)):
            return word
        return next(iter(get_close_matches(word, self._katakana, 1, _NEAR_KATAKANA)), word)


def _in_katakana(match: re.Match[str]) -> str:
    """A hiragana run with the word in it that is written in katakana: いんたーねっとの."""
    run = match[0]
    katakana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in run)
    for size in range(len(run), SHORTEST_READING - 1, -1):
        for start in range(len(run) - size + 1):
            written = katakana[start : start + size]
            found = words(written) if "ー" in written else []
            if len(found) == 1 and found[0].listed and found[0].part == "名詞":
                return run[:start] + written + run[start + size :]
    return run


def _in_its_part(name: str, written: str, text: str) -> str:
    """A municipality of a question in another language, with what of it the question asks for."""
    known = vocabulary()
    if re.search(
        rf"(?:{known.mayor_before})(?:{written})|(?:{written})(?:{known.mayor_after})", text
    ):
        return f"{name}長"
    return f"{name}の役割" if is_subject(written, text) else name


def is_subject(name: str, text: str) -> bool:
    """Whether a question in another language is about a municipality's part (`name`: a pattern)."""
    known = vocabulary()
    before, after = known.subject_before, known.subject_after
    one = rf"(?<!{')(?<!'.join(_JOINING)})(?:{name})(?! and|와|과|和|与| và|\s?[-‐–—/]| agreement)"
    return bool(re.search(rf"(?:{before}){one}|{one}(?:{after})", text, re.IGNORECASE))
