"""Words of a Japanese text, as the sparse index and the matchers compare them."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sudachipy import Morpheme, Tokenizer

# Sudachi refuses an input above 49,149 bytes; a third of that in code points is always below.
LONGEST_INPUT = 16_000
_PART_OF_SPEECH_KEPT = {"名詞", "動詞", "形容詞", "形状詞", "代名詞", "接頭辞", "接尾辞", "副詞"}
_JAPANESE = r"[ぁ-ゖァ-ヺー一-鿿々〆、。，．・「」『』（）〔〕０-９Ａ-Ｚａ-ｚ]"
_SPACE_BETWEEN = re.compile(rf"(?<={_JAPANESE})[ \u3000\t]+(?={_JAPANESE})")
_U_ROW, _I_ROW = "うくぐすつぬぶむる", "いきぎしちにびみり"
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """A morpheme: as written, Sudachi's normalised form, its reading and part of speech.

    `place` marks the name of a place, `person` that of a person, `common_noun` a noun of the
    dictionary that is no name, `listed` a word that the dictionary has at all, `verbal` a noun that
    する makes a verb; `nouns` are those that a compound verb makes (`nominal`).
    """

    surface: str
    normal: str
    reading: str
    part: str
    place: bool = False
    person: bool = False
    common_noun: bool = False
    listed: bool = True
    synonyms: tuple[int, ...] = ()
    verbal: bool = False
    nouns: tuple[str, ...] = ()


def _tokenizer(*, longest: bool = False) -> Tokenizer:
    # Sudachi's tokenizer is not to be shared between threads; its dictionary is mapped once.
    if not hasattr(_local, "shortest"):
        from sudachipy import Dictionary, SplitMode

        dictionary = Dictionary()
        _local.shortest = dictionary.tokenizer(mode=SplitMode.A)
        _local.longest = dictionary.tokenizer(mode=SplitMode.C)
    tokenizer: Tokenizer = _local.longest if longest else _local.shortest
    return tokenizer


def fold(text: str) -> str:
    """One form for all widths: NFKC in lower case, without the spaces of PDF extraction.

    Only for comparing and indexing; positions in the result are not positions in `text`.

    >>> fold("ﾃﾞﾝﾜ　ＩＣＴ"), fold("救 急 医 療")
    ('デンワ ict', '救急医療')
    """
    return _SPACE_BETWEEN.sub("", unicodedata.normalize("NFKC", text)).lower()


def words(text: str) -> list[Word]:
    """The morphemes of a text (Sudachi, mode A: shortest units), white space left out."""
    return list(_words(text))


# A question is parted a dozen times on its way to an answer.
@lru_cache(maxsize=512)
def _words(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    folded = fold(text)
    for start in range(0, len(folded), LONGEST_INPUT):
        found += [_word(m) for m in _tokenizer().tokenize(folded[start : start + LONGEST_INPUT])]
    return tuple(word for word in found if word.surface.strip())


def whole_words(text: str) -> list[Word]:
    """The same in the longest units that the dictionary has (mode C): 保育園 is one."""
    return [_word(m) for m in _tokenizer(longest=True).tokenize(fold(text)[:LONGEST_INPUT])]


def _word(morpheme: Morpheme) -> Word:
    parts = morpheme.part_of_speech()
    return Word(
        morpheme.surface(),
        morpheme.normalized_form().lower(),
        morpheme.reading_form(),
        parts[0],
        "地名" in parts,
        "人名" in parts,
        parts[0] == "名詞" and parts[1] == "普通名詞" and not morpheme.is_oov(),
        not morpheme.is_oov(),
        tuple(morpheme.synonym_group_ids()),
        parts[2] == "サ変可能",
    )


@lru_cache(maxsize=4096)
def content_words(text: str) -> tuple[str, ...]:
    """The normalised forms of the words that carry meaning, in order, repeats kept.

    >>> content_words("協定を廃止するには")
    ('協定', '廃止')
    """
    return tuple(word.normal for word in words(text) if content(word))


def content(word: Word) -> bool:
    """Whether a word carries meaning of its own."""
    return word.part in _PART_OF_SPEECH_KEPT and word.normal not in STOP_WORDS


def index_words(text: str) -> tuple[str, ...]:
    """The content words of a text and the numbers of their synonym groups (`#16008`)."""
    found: list[str] = []
    for word in nominal(words(text)):
        if content(word):
            found += [word.normal, *(f"#{group}" for group in word.synonyms), *word.nouns]
    return tuple(found)


def nominal(found: Sequence[Word]) -> list[Word]:
    """The same words, compound verbs with the noun that they make: 申し込み behind 申し and 込む.

    The noun is the continuative form (連用形): the last sign of the i row, or without る. Sudachi's
    shortest units part such a verb and keep the noun whole.
    """
    named = list(found[:1])
    for before, word in pairwise(found):
        stem, last = word.normal[:-1], word.normal[-1]
        if before.part == word.part == "動詞" and stem and last in _U_ROW:
            ends = {_I_ROW[_U_ROW.index(last)], "" if last == "る" else _I_ROW[_U_ROW.index(last)]}
            joint = tuple(sorted(before.surface + stem + end for end in ends))
            named.append(replace(word, nouns=joint))
        else:
            named.append(word)
    return named


# Words that every question has and no clause is about.
STOP_WORDS = frozenset(
    """
    為る どう 御 遣る つく 就く 付く 居る 有る 成る
    言う 事 物 為 所 其れ 此れ 何 何れ 誰 何処
    何時 幾つ 如何 良い 下さる 教える 知る 出来る
    分かる こと もの ため さん ます です の は が
    を に で と も や か ね よ
    """.split()  # noqa: SIM905
)
