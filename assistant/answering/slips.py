"""Words typed with a wrong sign, or another of the same sound, as the documents have them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.catalogue import Catalogue
from assistant.answering.vocabulary import vocabulary
from assistant.language.numerals import KANJI
from assistant.language.tokens import fold, whole_words, words

# A name with fewer signs is too short to be told from another by all but one of them.
_SHORTEST_NAME = 3
COMPOUND = re.compile(r"(?<![ノヶヵ])[一-鿿々]{2,12}")
# The tail of a name (槻ノ木) is no word of its own.
_KANJI_WITH_ENDING = re.compile(r"(?<![ノヶヵ])(?P<run>[一-鿿々]{2,})(?:[ぁ-ゖ]{1,3})?")
_ENDING = re.compile("[ぁ-ゖ]{1,3}")
_JOINS_ON = re.compile("[一-鿿々ァ-ヶ]")
# In signs: the longest compound looked at, from where on one wrong sign in it is plain though the
# rest makes words, and from where on though it makes the name of a place.
_LONGEST_COMPOUND, _PLAIN_SLIP, _LONG_COMPOUND = 12, 6, 5
_LONGEST_SOUND_ALIKE = 6
_SHORTEST_WHOLE = 2
_NUMBERED = re.compile(rf"第?[{KANJI}]+[編章節款条項号表回期次年月日人名]?")
_MAY_BE_SLIP = {"名詞", "動詞", "連体詞", "形状詞", "接頭辞", "接尾辞", "副詞", "感動詞"}


@dataclass(frozen=True)
class Slips:
    """The documents' words by how they are mistyped.

    `spellings` are the readings of their nouns, each with its spellings and how often they stand.
    """

    catalogue: Catalogue
    spellings: dict[str, Counter[str]]

    def of_places(self, text: str) -> str:
        """A name with one wrong character (甲附市) as the covered place it is nearest to."""
        for match in re.finditer(r"[一-鿿]{2,6}?[市町村]", text):
            written = match[0]
            if written in self.catalogue.municipalities or len(written) < _SHORTEST_NAME:
                continue
            if any(word.place for word in words(written)) or _is_word(written[:-1]):
                continue
            near = [
                n
                for n in set(self.catalogue.municipalities.values())
                if _one_apart(fold(n), written)
            ]
            if len(near) == 1:
                text = text.replace(written, near[0])
        return text

    @cached_property
    def _counts(self) -> Counter[str]:
        """How often each noun or compound of kanji stands in the documents."""
        found: Counter[str] = Counter()
        for spellings in self.spellings.values():
            for surface, count in spellings.items():
                if COMPOUND.fullmatch(surface):
                    found[surface] += count
        return found

    @cached_property
    def _with_gap(self) -> dict[tuple[str, str], str]:
        """Compounds by what stands before and behind each of their signs, the commonest of each."""
        found: dict[tuple[str, str], str] = {}
        for name, _ in sorted(self._counts.items(), key=lambda kv: (kv[1], kv[0])):
            for at in range(len(name)):
                found[name[:at], name[at + 1 :]] = name
        return found

    def misspelt(self, text: str) -> str:
        """Kanji words with one wrong sign, told by a piece that is no word: 消妨, 連携中数都市."""
        for match in reversed(list(_KANJI_WITH_ENDING.finditer(text))):
            run = match["run"]
            if run in self._counts or self._stands_in_compound(text, match):
                continue
            kept = _inflected(match[0], len(run)) | self._in_places(run)
            kept |= _in_numbers(run)
            whole = self._nearly(run, kept)
            kept |= _in_names(run)
            mended = whole or self._mended(run, self._odd(run) - kept, self._sound(run) | kept)
            text = text[: match.start()] + mended + text[match.start() + len(run) :]
        return text

    def _stands_in_compound(self, text: str, match: re.Match[str]) -> bool:
        """Whether a run is part of a compound that the documents have as a whole: 霧沢三ツ森線."""
        begin, end = match.start("run"), match.end("run")
        while begin and _JOINS_ON.match(text[begin - 1]):
            begin -= 1
        while end < len(text) and _JOINS_ON.match(text[end]):
            end += 1
        longer = end - begin > len(match["run"])
        return longer and any(text[begin:end] in said for said in self.catalogue.indexed.values())

    def _nearly(self, run: str, kept: set[int]) -> str:
        """The long compound that a run is but for one sign: 定住自立圏 for 定重自立圏; or none."""
        sound = self._sound(run) | kept
        gaps = ((run[:at], run[at + 1 :]) for at in range(len(run)) if at not in sound)
        names = (self._with_gap[gap] for gap in gaps if gap in self._with_gap)
        return next(names, "") if len(run) >= _LONG_COMPOUND else ""

    def misconverted(self, match: re.Match[str]) -> str:
        """A word typed with another of the same sound (連係, 変工) as the documents': 連携, 変更.

        Both have as many signs, one of them the same in the same place.
        """
        run = match[0]
        ending = _ENDING.match(match.string, match.end())
        odd = self._odd(run) - _inflected(run + (ending[0] if ending else ""), len(run))
        for size in range(min(len(run), _LONGEST_SOUND_ALIKE), 1, -1):
            for start in range(len(run) - size + 1):
                piece = run[start : start + size]
                around = (
                    match.string[: match.start() + start],
                    match.string[match.start() + start + size :],
                )
                meant = self._sounding_alike(piece, *around)
                plain = size == len(run) or odd & set(range(start, start + size))
                if meant != piece and (plain or self._stands_in(meant, *around)):
                    return run[:start] + meant + run[start + size :]
        return run

    def _stands_in(self, word: str, before: str, behind: str) -> bool:
        """Whether the documents have a word with the kanji or katakana around it: 市宣言."""
        ahead = bool(_JOINS_ON.match(before[-1:])) and self.catalogue.has(before[-1:] + word)
        return ahead or (bool(_JOINS_ON.match(behind)) and self.catalogue.has(word + behind[:2]))

    def _sounding_alike(self, run: str, before: str, behind: str) -> str:
        if self.catalogue.has(run) or run in self._known:
            return run
        reading = "".join(word.reading for word in words(run))
        texts = self.catalogue.indexed.values()
        alike = [
            (-count, name)
            for name, count in self.spellings.get(reading, Counter()).items()
            if len(name) == len(run)
            and (
                any(a == b for a, b in zip(name, run, strict=True))
                or self._stands_in(name, before, behind)
            )
            and (
                self._stands_in(name, before, behind)
                or any(re.search(rf"(?<![一-鿿]){name}(?![一-鿿])", t) for t in texts)
            )
        ]
        return min(alike)[1] if alike else run

    @cached_property
    def _known(self) -> frozenset[str]:
        """Words of the vocabulary, which mean what they say."""
        known = vocabulary()
        return frozenset({*known.synonyms, *known.everyday, *known.general, *known.frame})

    def _in_places(self, run: str) -> set[int]:
        """Where covered places stand in a run: 市 of 榛崎市広域連携課 is no slip for 局."""
        found: set[int] = set()
        for name in self.catalogue.municipalities:
            if name in run:
                found |= set(range(run.index(name), run.index(name) + len(name)))
        return found

    def _sound(self, run: str) -> set[int]:
        """Where the words of a run stand that the documents have too: they hold no slip."""
        found, at = set(), 0
        for word in words(run):
            if len(word.surface) > 1 and word.surface in self._counts:
                found |= set(range(at, at + len(word.surface)))
            at += len(word.surface)
        return found

    def _odd(self, run: str) -> set[int]:
        """Where the signs of a run stand that make no word known to the documents or to anyone."""
        found, at = set(), 0
        for word in words(run):
            alone = len(word.surface) == 1 and word.surface not in self._single
            unheard = len(word.surface) == 2 and not word.listed
            if (
                alone or (unheard and word.surface not in self._counts)
            ) and word.part in _MAY_BE_SLIP:
                found |= set(range(at, at + len(word.surface)))
            at += len(word.surface)
        return found - _whole(run)

    @cached_property
    def _single(self) -> frozenset[str]:
        """Signs that are words by themselves: those the documents use so, and question words."""
        texts = [chunk.text for r in self.catalogue.readings.values() for chunk in r.chunks]
        used = {word.surface for text in texts for word in words(text) if len(word.surface) == 1}
        return frozenset(used | set(vocabulary().signs))

    def _mended(self, run: str, odd: set[int], sound: set[int]) -> str:
        for size in range(min(len(run), _LONGEST_COMPOUND), 1, -1):
            for start in range(len(run) - size + 1):
                here = set(range(start, start + size))
                if run[start : start + size] in self._counts:
                    continue
                # A slip in a long compound is plain; in a short one it must make no word.
                slips = sorted(here - sound if size >= _PLAIN_SLIP else odd & here)
                gaps = ((run[start:at], run[at + 1 : start + size]) for at in slips)
                names = [self._with_gap[gap] for gap in gaps if gap in self._with_gap]
                # A word of two signs is mended only where both stand alone: 漁業 is no slip.
                if names and (size > 2 or {start, start + 1} <= odd):
                    name = max(names, key=lambda n: (self._counts[n], n))
                    return run[:start] + name + run[start + size :]
        return run


def _inflected(written: str, size: int) -> set[int]:
    """Where the last sign of a run of kanji stands, if a known word goes on from it: 願い."""
    at = 0
    for word in words(written):
        if at < size < at + len(word.surface) and word.listed:
            return set(range(at, size))
        at += len(word.surface)
    return set()


def _in_numbers(run: str) -> set[int]:
    """Where the numbers of a run stand with what they count: 十三条 is no slip for 第三条."""
    return {at for match in _NUMBERED.finditer(run) for at in range(match.start(), match.end())}


def _in_names(run: str) -> set[int]:
    """Where the places of a run stand that the dictionary has: 盛岡定住自立圏 is no slip."""
    found, at = set(), 0
    for word in words(run):
        if word.place and word.listed:
            found |= set(range(at, at + len(word.surface)))
        at += len(word.surface)
    return found


def _whole(run: str) -> set[int]:
    """Where compounds stand that the dictionary has as one word: no sign of 保育園 is a slip."""
    found, at = set(), 0
    for word in whole_words(run):
        if word.listed and len(word.surface) > _SHORTEST_WHOLE:
            found |= set(range(at, at + len(word.surface)))
        at += len(word.surface)
    return found


def _is_word(stem: str) -> bool:
    """Whether the dictionary has a word that is no name: 一般市民 is no slip for 一関市民."""
    found = words(stem)
    return len(found) == 1 and found[0].listed and not (found[0].place or found[0].person)


def _one_apart(name: str, written: str) -> bool:
    return (
        len(name) == len(written) and sum(a != b for a, b in zip(name, written, strict=True)) == 1
    )
