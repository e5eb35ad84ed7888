"""The field's own words, read once from `vocabulary.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from assistant.language.tokens import Word, fold, words

# The kinds of question that ask for one field of a contact.
FIELDS = frozenset({"telephone", "fax", "mail", "form", "postcode", "address", "office"})
# Kinds of question that ask for one fact: every specific noun must be met, not most of them.
FACTS = frozenset({"when", "how_many", "person", "who", "where"})


@dataclass(frozen=True)
class Vocabulary:
    """What is asked for and what answers look like, as patterns; groups of words that match."""

    asked: dict[str, re.Pattern[str]]
    shapes: dict[str, re.Pattern[str]]
    smalltalk: re.Pattern[str]
    errands: re.Pattern[str]
    synonyms: dict[str, frozenset[str]]
    everyday: dict[str, frozenset[str]]
    spelling_words: tuple[str, ...]
    characters: dict[str, str]
    signs: str
    asking: tuple[tuple[re.Pattern[str], str], ...]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    fields: tuple[str, ...]
    general: frozenset[str]
    frame: frozenset[str]
    topics: frozenset[str]
    apart: tuple[tuple[re.Pattern[str], ...], ...]
    papers: frozenset[str]
    called: dict[str, tuple[str, ...]]
    towns: re.Pattern[str]
    tells: re.Pattern[str]
    follows_on: re.Pattern[str]
    lead_off: re.Pattern[str]
    stands_for: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]
    rules_on: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]
    question_words: re.Pattern[str]
    subject_before: str
    subject_after: str
    mayor_before: str
    mayor_after: str
    glossary: tuple[tuple[re.Pattern[str], str], ...]

    @cached_property
    def helping(self) -> frozenset[str]:
        """Nouns that help to ask and are not what is asked: the general ones and the frames."""
        return self.general | self.frame


@cache
def vocabulary() -> Vocabulary:
    """The contents of `vocabulary.toml`, with the everyday nouns of `framing.toml`."""
    folder = resources.files("assistant.answering")
    tables = tomllib.loads(folder.joinpath("vocabulary.toml").read_text("utf-8"))
    nouns = tomllib.loads(folder.joinpath("framing.toml").read_text("utf-8"))
    synonyms: dict[str, set[str]] = {}
    for group in tables["synonyms"]["groups"]:
        for word in group:
            synonyms.setdefault(fold(word), set()).update(fold(w) for w in group)
    everyday: dict[str, set[str]] = {}
    for said, official in tables["synonyms"]["everyday"]:
        meant = [fold(word) for word in official.split()]
        for word in said.split():
            everyday.setdefault(fold(word), set()).update(meant)
    return Vocabulary(
        # ASCII, so that a word of Latin letters ends where Japanese begins: tel番号.
        asked={kind: re.compile(pattern, re.ASCII) for kind, pattern in tables["asked"].items()},
        shapes={kind: re.compile(pattern) for kind, pattern in tables["shapes"].items()},
        smalltalk=re.compile("|".join(tables["smalltalk"]["patterns"])),
        errands=re.compile(tables["smalltalk"]["errands"]),
        synonyms={word: frozenset(group) for word, group in synonyms.items()},
        everyday={word: frozenset(meant) for word, meant in everyday.items()},
        spelling_words=tuple(tables["spelling"]["words"]),
        characters=tables["spelling"]["characters"],
        signs=tables["spelling"]["signs"],
        asking=tuple((re.compile(p), words) for p, words in tables["spelling"]["asking"]),
        phrases=tuple((re.compile(p), words) for p, words in tables["spelling"]["phrases"]),
        fields=tuple(tables["precedence"]["fields"]),
        called={label: tuple(also) for label, also in tables["labels"].items()},
        towns=re.compile(tables["requirements"]["towns"]),
        tells=re.compile(tables["conversation"]["tells"]),
        follows_on=re.compile(tables["conversation"]["follows_on"]),
        lead_off=re.compile(tables["conversation"]["lead_off"]),
        general=frozenset(tables["requirements"]["general"]),
        apart=tuple(tuple(map(re.compile, kind)) for kind in tables["requirements"]["apart"]),
        papers=frozenset(tables["requirements"]["papers"].split()),
        frame=frozenset((tables["requirements"]["frame"] + nouns["framing"]).split()),
        topics=frozenset(nouns["topics"].split()),
        stands_for=_shown(tables["requirements"]["stands_for"]),
        rules_on=_shown(tables["requirements"]["rules_on"]),
        question_words=re.compile(tables["spelling"]["question_words"]),
        subject_before=tables["subject"]["before"],
        subject_after=tables["subject"]["after"],
        mayor_before=tables["subject"]["mayor_before"],
        mayor_after=tables["subject"]["mayor_after"],
        glossary=tuple(
            (re.compile(_bounded(pattern), re.ASCII), japanese)
            for pattern, japanese in tables["glossary"]["words"]
        ),
    )


def _shown(rows: list[list[str]]) -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    return tuple((re.compile(asked), re.compile(shown), name) for asked, shown, name in rows)


def _bounded(pattern: str) -> str:
    """Latin alternatives begin at a word's start; other scripts stand anywhere."""
    return "|".join(
        rf"\b{part}" if part[:1].isascii() and part[:1].isalpha() else part
        for part in pattern.split("|")
    )


def telling_words(text: str) -> list[Word]:
    """The words of a question but those by which it merely asks (教えてください, でしょうか).

    They are left out after the text is parted into words: 結び alone would be a noun, and in
    結びましたか it is a verb. Where they are run together with others (なんにんにくばった) they
    are parted first.
    """
    folded = fold(text)
    placed = _placed(folded)
    edges = {0, *(at + len(word.surface) for at, word in placed)}
    # 違いますか holds いますか, but its い is the end of a verb.
    verbs = [(at, word.surface) for at, word in placed if word.surface[0] >= "一"]
    endings = {at + i for at, said in verbs for i in range(1, len(said))}
    found = vocabulary().question_words.finditer(folded)
    asking = [match for match in found if match.start() not in endings]
    for match in reversed(asking):
        if not {match.start(), match.end()} <= edges:
            folded = f"{folded[: match.start()]}{'、' * len(match[0])}{folded[match.end() :]}"
    asked = {at for match in asking for at in range(*match.span())}
    return [word for at, word in _placed(folded) if at not in asked]


def _placed(folded: str) -> list[tuple[int, Word]]:
    """The words of a folded text, each with where it begins."""
    found, at = [], 0
    for word in words(folded):
        at = folded.index(word.surface, at)
        found.append((at, word))
        at += len(word.surface)
    return found
