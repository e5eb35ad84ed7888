"""The content words of a text, each with the words that count as the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from assistant.answering.vocabulary import telling_words, vocabulary
from assistant.language.tokens import Word, content, content_words, fold, nominal
from assistant.records import Term

# What a municipality is in its region, said before its name: 中心市の岩見沢.
_ITS_PART = "(?:(?:中心|連携|近隣|連携中枢都)(?:市|町村?|市町村?|都市)(?:の|である))?"
_TOWN = re.compile("[市町村区]$")
_GOES_ON = "(?=[のでにはがを](?!形成|つく|作|結|何|どう))(?!は[?。]?$)"
_REGION = f"(?:地域|広域)?(?:連携中枢都市圏|定住自立圏|都市圏|圏域|圏){_GOES_ON}"


def terms(text: str) -> tuple[Term, ...]:
    """The content words of a text, each with the words that count as the same.

    Those are the field's synonyms and Sudachi's synonym groups (`#16008`).
    """
    found: dict[str, Term] = {}
    known = vocabulary().synonyms
    found_words = nominal(telling_words(text))
    joint = _joint(found_words)
    for at, word in enumerate(found_words):
        if content(word):
            # A part of a compound does not mean what it means alone.
            alike = joint.get(at) or _alike(word, known)
            forms = _forms(word) | alike | _single_words(alike)
            loose = _alike(word, vocabulary().everyday)
            term = Term(
                surface=word.surface,
                forms=forms,
                specific=_specific(word),
                lone=_lone(word),
                own=frozenset({word.normal}),
                loose=loose | _single_words(loose),
            )
            found.setdefault(word.normal, term)
    return tuple(found.values())


def _joint(found: Sequence[Word]) -> dict[int, frozenset[str]]:
    """For the parts of an everyday compound (相談 and 役) what it means: アドバイザー."""
    meant: dict[int, frozenset[str]] = {}
    for at, (first, second) in enumerate(pairwise(found)):
        words = vocabulary().everyday.get(first.surface + second.surface, frozenset())
        if words and first.common_noun:
            for part in (at, at + 1):
                meant[part] = meant.get(part, frozenset()) | words
    return meant


def _alike(word: Word, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return known.get(word.normal, frozenset()) | known.get(word.surface, frozenset())


def _single_words(alike: frozenset[str]) -> frozenset[str]:
    """Synonyms as the index has them: of 廃棄物, which Sudachi parts, the part that says it."""
    parts = (content_words(word) for word in alike)
    return frozenset(found[0] for found in parts if len(found) == 1)


def _specific(word: Word) -> bool:
    """A noun long enough, in kanji or katakana, that is not one by which questions merely ask."""
    return bool(
        word.common_noun
        and len(word.surface) > 1
        and not re.fullmatch(r"[ぁ-ゖー]+", word.surface)
        and word.normal not in vocabulary().general
        and word.surface not in vocabulary().general
    )


def _lone(word: Word) -> bool:
    """A noun of one sign (税 in 住民税) or a name (武田, chatgpt) that does not help to ask."""
    known = vocabulary()
    noun = word.common_noun and re.fullmatch(r"[一-鿿]", word.surface)
    name = word.person and re.fullmatch(r"[一-鿿々]{2,}", word.surface)
    latin = re.fullmatch(r"[a-z][a-z0-9]{2,}", word.surface)
    return bool(
        (noun or name or latin)
        and word.surface not in known.signs
        and word.surface not in known.helping
        and word.normal not in known.helping
    )


def without(text: str, municipalities: Sequence[str], instead: str = "、") -> str:
    """A text without the places in it, which limit the documents and are no words to look for.

    A place before 長 is left: 美唄市長 is a person. A comma stands `instead`, since Sudachi reads
    the particles that are left of 津別町は北見市と as はと.
    """
    for name in municipalities:
        for form in (fold(name), fold(name)[:-1]):
            if len(form) > 1:
                text = re.sub(rf"{_ITS_PART}{re.escape(form)}(?![市町村区]?長)", instead, text)
    return text


def without_regions(text: str, municipalities: Sequence[str], regions: Sequence[str]) -> str:
    """A text without the `regions` in it or those called by a town's name: 札幌連携中枢都市圏の.

    What such a region is (…圏とは) is asked of its name.
    """
    for name in regions:
        text = re.sub(rf"{re.escape(name)}{_GOES_ON}", " ", text)
    for name in municipalities:
        stem = re.escape(fold(_TOWN.sub("", name)))
        text = re.sub(rf"{stem}{_REGION}", name, text)
    return text


def _forms(word: Word) -> frozenset[str]:
    return frozenset({word.normal, *word.nouns, *(f"#{group}" for group in word.synonyms)})
