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
    )
