"""The specific nouns of a question, and which chunks speak of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.answering.asking import asked_in
from assistant.answering.catalogue import kana_names
from assistant.answering.searcher import Searcher
from assistant.answering.strangers import is_stranger
from assistant.answering.vocabulary import vocabulary
from assistant.records import Query, Term

# How much more the noun that a question is after counts than the rest of it.
HEAD = 2.0
# What a noun counts for that only the sentence before or behind speaks of.
BESIDE = 0.5
# And one that only another cell of its row speaks of.
IN_ROW = 0.8
# What a noun that nobody knows counts for where it stands only beside a verb or is only guessed:
# 祝いに来た, 夏だったと思う. Of such nouns in the sets half are of answerable questions.
LIGHT = 0.5
_BESIDE_VERB = (
    "(?:に(?!は|つ|関|対|よ|お|係)[^、。はの]|で(?!は|も|す|し)[^、。はの]"
    "|(?:だった|だと|な(?:んだ|の)))"
)
_LONGEST_NAME = 24
# How many questions' nouns are kept: of those that are answered now, with the halves of two.
_KEPT = 16
_ASKED = r"(?:だけ|のみ|とは|は|って|を(?:教え|おしえ|知り)|が(?:知り|ありま)|[?？。]?$)"
_SUPPOSED = "(?:なの|でし(?:ょう|た)|です|だっ|という(?:理解|認識|こと|話))[^。、]{0,8}[?？。]?$"
_HEARD = re.compile("(?:本当|事実|正し|相違|間違い)[^。、]{0,10}[?？。]?$")
# What a question wants to know to be possible, which alone it asks: 懇談会は傍聴できますか.
_POSSIBLE = re.compile(
    "(?<![一-鿿])(?P<deed>[一-鿿]{2})(?:は|が|も)?でき(?:る|ます)(?:の|ん)?(?:です)?か?[?？。]*$"
)
# Actors by whom the municipality acts.
_MAYORS = frozenset({"市長", "町長", "村長", "首長"})


@dataclass(frozen=True, slots=True)
class Nouns:
    """The specific nouns of a question, and which part of their weight each chunk speaks of.

    `share` is of the nouns that the documents know; `lost` is the part of those that they do not,
    of all that a chunk could answer to. Both have the shape (chunks,).
    """

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    share: np.ndarray
    lost: np.ndarray

    @classmethod
    @lru_cache(maxsize=_KEPT)
    def of(cls, query: Query, searcher: Searcher) -> Nouns:
        """Those of one question; what it requires and what speaks for each chunk both ask."""
        # Who is not asked for by name acts for the municipality: 甲の長 is 穂波野市長.
        acts = frozenset() if "person" in query.asked else _MAYORS
        things = [t for t in query.terms if t.specific and t.surface not in acts]
        things += named_in_kana(query.text, searcher)
        held = [(term, _speaks_of(term, searcher)) for term in things]
        asking = asked_in(query)
        frame = vocabulary().frame
        limited = np.isin(searcher.sources, list(query.documents or set(searcher.sources)))
        known = [
            (term, met)
            for term, met in held
            if (met & limited if term.surface in frame else met).any() and term.surface in asking
        ]
        if "yes_no" in query.asked:
            # 終了 in …で終了? is what is supposed.
            known = [(t, met) for t, met in known if not query.text.endswith(f"{t.surface}?")]
        unknown = _unknown(query, searcher, held, asking)
        known = [(term, met) for term, met in known if term.surface not in unknown]
        head = _head(query)
        # What is said of the paper itself (協定, 取り決め) makes up for no unknown noun.
        said, paper, total = np.zeros(len(searcher.texts)), np.zeros(len(searcher.texts)), 0.0
        for term, met in known:
            weight = searcher.words_of_all.term_weight(term)
            weight *= HEAD if term.surface == head else 1.0
            part = weight * _near(met, searcher)
            said += part
            paper += part if term.surface in vocabulary().papers else 0.0
            total += weight
        each = searcher.words_of_all.weight("")
        telling = {head, _wanted(query), *vocabulary().topics}
        weighty = {noun for noun in unknown if noun in telling}
        light = {noun for noun in unknown if noun not in weighty and _by_the_way(noun, query.text)}
        weights = {
            noun: HEAD if noun in weighty else LIGHT if noun in light else 1.0 for noun in unknown
        }
        missed = sum(each * weights[noun] for noun in unknown)
        # 議員定数 is a thing of its own: of a 定数 that nobody knows, 議員 tells nothing.
        joined = [t for t, _ in known if _joined(t.surface, unknown, query.text)]
        missed += each * len(joined)
        spoken = said - paper
        return cls(
            tuple(term.surface for term, _ in known),
            unknown,
            said / total if total else np.ones(len(said)),
            missed / np.maximum(missed + spoken, 1e-9),
        )


def _unknown(
    query: Query, searcher: Searcher, held: Sequence[tuple[Term, np.ndarray]], asking: str
) -> tuple[str, ...]:
    """The nouns of the part that asks which no document knows, those it may do without left out."""
    frame = vocabulary().frame
    own = np.isin(searcher.sources, list(query.documents or set(searcher.sources)))
    lacking = [term.surface for term, met in held if not met.any()]
    found = [noun for noun in lacking if noun not in frame and noun in asking]
    # What is wanted must be told by the documents that are meant.
    wanted = _wanted(query)
    found += [t.surface for t, met in held if t.surface == wanted and not (met & own).any()]
    # A name that nobody knows is missed where nothing else says what the question is about.
    longest = _LONGEST_NAME if is_stranger(query) else 1
    lone = [t for t in query.terms if t.lone and t.surface in asking]
    lone = [term for term in lone if len(term.surface) <= longest]
    found += [term.surface for term in lone if not _heard_of(term, searcher)]
    if "yes_no" in query.asked:
        # What is supposed of a thing (折半なのですか) is told by what is so instead.
        heard = bool(_HEARD.search(query.text))
        found = [
            noun
            for noun in found
            if not re.search(f"{noun}{_SUPPOSED}", query.text)
            and not (heard and noun not in vocabulary().topics)
        ]
    return tuple(dict.fromkeys(found))


def _wanted(query: Query) -> str:
    """What a question of yes or no wants to know to be possible: 傍聴; empty for none."""
    wanted = _POSSIBLE.search(query.text) if "yes_no" in query.asked else None
    return wanted["deed"] if wanted else ""


def _by_the_way(noun: str, text: str) -> bool:
    """Whether a noun stands only beside a verb: 祝いに来た, ギガがやばい … 夏だったと思う."""
    return bool(re.search(rf"{re.escape(noun)}{_BESIDE_VERB}", text))


def _head(query: Query) -> str:
    """The noun that a question is after: 任期 in アドバイザーの任期は何年ですか."""
    found = [
        (match.start(), term.surface)
        for term in query.terms
        if term.specific
        for match in re.finditer(rf"{re.escape(term.surface)}{_ASKED}", query.text)
    ]
    return max(found, default=(0, ""))[1]


def named_in_kana(text: str, searcher: Searcher) -> list[Term]:
    """What a question calls by a name in kana that a document has: ゆきうさぎ号, りんりんバス."""
    known = [name for name in dict.fromkeys(kana_names(text)) if searcher.catalogue.has(name)]
    return [Term(name, frozenset({name}), specific=True, own=frozenset({name})) for name in known]


def _joined(noun: str, unknown: Sequence[str], text: str) -> bool:
    """Whether a noun makes one word with an unknown one: 議員 in 議員定数."""
    return any(f"{noun}{other}" in text or f"{other}{noun}" in text for other in unknown)


def _speaks_of(term: Term, searcher: Searcher) -> np.ndarray:
    if term.surface in vocabulary().frame:
        return _holding({term.surface.lower(), *term.own}, searcher)
    held = _holding({term.surface.lower(), *term.forms}, searcher)
    # A document that does not have the word may say it in one that counts as the same.
    silent = ~np.isin(searcher.sources, searcher.sources[held])
    return np.asarray(held | (silent & _holding(term.loose, searcher)))


def spoken_of(term: Term, searcher: Searcher) -> np.ndarray:
    """How far each chunk speaks of a term, shape (chunks,): 1, less where only those near do."""
    return _near(_speaks_of(term, searcher), searcher)


def _near(met: np.ndarray, searcher: Searcher) -> np.ndarray:
    near = np.maximum(BESIDE * searcher.beside(met), IN_ROW * searcher.in_row(met))
    return np.asarray(np.maximum(met, near))


def _holding(forms: AbstractSet[str], searcher: Searcher) -> np.ndarray:
    held = searcher.words_of_all.holding(forms)
    for form in sorted(forms):
        if len(form) > 1 and not form.startswith("#"):
            held = np.logical_or(held, searcher.containing(form))
    return np.asarray(held)


def _heard_of(term: Term, searcher: Searcher) -> bool:
    """Whether any document has a noun of one sign, alone or within a word."""
    return bool(_speaks_of(term, searcher).any()) or any(
        term.surface in text for text in searcher.whole
    )
