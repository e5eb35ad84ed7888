"""The field's own words, read once from `vocabulary.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.language.tokens import fold


@dataclass(frozen=True)
class Vocabulary:
    """What is asked for and what answers look like, as patterns; groups of words that match."""

    asked: dict[str, re.Pattern[str]]
    shapes: dict[str, re.Pattern[str]]
    smalltalk: re.Pattern[str]
    synonyms: dict[str, frozenset[str]]
    spelling_words: tuple[str, ...]
    characters: dict[str, str]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    fields: tuple[str, ...]
    general: frozenset[str]
    stands_for: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]
    question_words: re.Pattern[str]
    glossary: tuple[tuple[re.Pattern[str], str], ...]


@cache
def vocabulary() -> Vocabulary:
    """The contents of `vocabulary.toml`."""
    text = resources.files("assistant.answering").joinpath("vocabulary.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    synonyms: dict[str, set[str]] = {}
    for group in tables["synonyms"]["groups"]:
        for word in group:
            synonyms.setdefault(fold(word), set()).update(fold(w) for w in group)
    return Vocabulary(
        asked={kind: re.compile(pattern) for kind, pattern in tables["asked"].items()},
        shapes={kind: re.compile(pattern) for kind, pattern in tables["shapes"].items()},
        smalltalk=re.compile("|".join(tables["smalltalk"]["patterns"])),
        synonyms={word: frozenset(group) for word, group in synonyms.items()},
        spelling_words=tuple(tables["spelling"]["words"]),
        characters=tables["spelling"]["characters"],
        phrases=tuple((re.compile(p), words) for p, words in tables["spelling"]["phrases"]),
        fields=tuple(tables["precedence"]["fields"]),
        general=frozenset(tables["requirements"]["general"]),
        stands_for=tuple(
            (re.compile(asked), re.compile(shown), name)
            for asked, shown, name in tables["requirements"]["stands_for"]
        ),
        question_words=re.compile(tables["spelling"]["question_words"]),
        glossary=tuple(
            (re.compile(_bounded(pattern)), japanese)
            for pattern, japanese in tables["glossary"]["words"]
        ),
    )


def _bounded(pattern: str) -> str:
    """Latin alternatives begin at a word's start; other scripts stand anywhere."""
    return "|".join(
        rf"\b{part}" if part[:1].isascii() and part[:1].isalpha() else part
        for part in pattern.split("|")
    )
