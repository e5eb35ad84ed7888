"""What a sentence says is done: its verbs, and its nouns made verbs (解散する, 宣言を行う)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.vocabulary import telling_words, vocabulary
from assistant.language.tokens import Word, words

# Verbs that only carry the noun before them.
_CARRIERS = frozenset({"為る", "行う", "致す", "頂く", "成す", "実施", "開催", "出来る"})
# Verbs that say nothing of what is done.
_EMPTY = _CARRIERS | {
    "有る",
    "居る",
    "成る",
    "言う",
    "因る",
    "於く",
    "就く",
    "付く",
    "見る",
    "書く",
}
_EMPTY |= {"教える", "知る", "載る", "有り", "如何", "思う", "下さる", "込む", "置く", "掛かる"}
# What stands behind the verb with which a sentence ends.
_ENDS = frozenset({"。", "」", "ところ", "が", "(", "（", "の"})
# What a label ends in that counts what was done and does not tell of it.
_COUNTS = ("数", "率", "額")
# How many words before a deed tell who does it.
_REACH = 8
_LINKS = frozenset({"を", "が", "は", "も"})
# Nouns after which the one before says what was done on that day or occasion.
_OCCASIONS = frozenset({"日", "日付", "式", "年月日", "時期", "期日", "年", "月"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done, in all the words for it.

    `done` is how surely it is told as done: 1 where a sentence ends so (締結した。), a half where
    it says so by the way (締結した後), 0 where it is planned or ruled. `by` is whether it says
    before it who does it (北見市が策定する).
    """

    forms: frozenset[str]
    done: float
    by: bool = False


def deeds(text: str) -> tuple[Deed, ...]:
    """The deeds that a sentence tells, in order."""
    return tuple(deed for _, deed in _told(words(text)))


def deeds_named(label: str) -> tuple[Deed, ...]:
    """The deeds that the label of a field names: 抽出 in 抽出方法; by halves 回答 in 回答率."""
    done = 0.5 if label.endswith(_COUNTS) else 1.0
    return tuple(Deed(_forms(word), done) for word in words(label) if word.verbal)


def asked_deeds(text: str) -> tuple[Deed, ...]:
    """The deeds that a question asks about; 解散日 and 解散はいつ ask about 解散する, done."""
    found = telling_words(text)
    told = dict(_told(found))
    for at, (before, after) in enumerate(pairwise((*found, None))):
        ends = after is None or after.normal in _OCCASIONS or after.surface == "は"
        if before is not None and before.verbal and ends:
            told.setdefault(at, Deed(_forms(before), done=1.0))
    return tuple(Deed(d.forms | _alike(d.forms), d.done) for _, d in sorted(told.items()))


def _told(found: Sequence[Word]) -> Iterator[tuple[int, Deed]]:
    """The deeds of a sentence, each with the place of its word."""
    for at, word in enumerate(found):
        if word.part == "動詞" and word.normal not in _EMPTY:
            yield at, Deed(_forms(word), _done(found, at + 1), _by(found, at))
        elif word.part == "名詞" and word.common_noun:
            carried = at + 1 + (at + 1 < len(found) and found[at + 1].surface in _LINKS)
            if carried < len(found) and found[carried].normal in _CARRIERS:
                yield at, Deed(_forms(word), _done(found, carried + 1), _by(found, at))


def _by(found: Sequence[Word], at: int) -> bool:
    """Whether が stands behind a noun shortly before a deed, in the same clause."""
    for near in range(at - 1, max(at - _REACH, 0), -1):
        if found[near].surface in {"、", "。"}:
            return False
        if found[near].surface == "が" and found[near].part == "助詞":
            return found[near - 1].part in {"名詞", "接尾辞"} or found[near - 1].surface in "）)」"
    return False


def _done(found: Sequence[Word], at: int) -> float:
    """How surely た follows a verb, with nothing between but what belongs to it."""
    for near in range(at, min(at + 6, len(found))):
        word = found[near]
        if word.normal == "た":
            after = found[near + 1].surface if near + 1 < len(found) else "。"
            return 1.0 if after in _ENDS else 0.5
        if word.part not in {"助動詞", "動詞"} and word.surface not in {"て", "こと", "と"}:
            return 0.0
    return 0.0


def _forms(word: Word, *, alike: bool = False) -> frozenset[str]:
    forms = frozenset({word.normal, *(f"#{group}" for group in word.synonyms)})
    return forms | _alike(forms) if alike else forms


def _alike(forms: frozenset[str]) -> frozenset[str]:
    known = vocabulary().synonyms
    return frozenset(w for form in forms for w in known.get(form, ()))


_LAST_WORDS = 6


def says_verb(text: str) -> bool:
    """Whether a text has a verb that says what is done."""
    found = words(text)
    # 変更するときは only says of what is asked, いつ解散したか asks of a deed.
    last = found[-_LAST_WORDS:]
    done = any(first.verbal and second.normal == "為る" for first, second in pairwise(last))
    return done or any(word.part == "動詞" and word.normal not in _EMPTY for word in found)


def match(asked: Sequence[Deed], told: Sequence[Deed]) -> float:
    """The share of the deeds asked about that a sentence tells; told as planned, for half."""
    if not asked:
        return 0.0
    return sum(_best(deed, told) for deed in asked) / len(asked)


def _best(asked: Deed, told: Sequence[Deed]) -> float:
    same = [deed for deed in told if deed.forms & asked.forms]
    if not same or not asked.done:
        return float(bool(same))
    return 0.5 + 0.5 * max(deed.done for deed in same)
