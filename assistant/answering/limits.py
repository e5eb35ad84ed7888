"""How sure is sure enough: the limits between an answer and a no."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of `limits.toml`, which says what each of them is and where it came from."""

    least_share: float
    least_share_of_fact: float
    least_share_of_side: float
    most_unknown: float
    most_unknown_of_fact: float
    most_unknown_of_stranger: float
    most_unknown_of_telling: float
    farthest: float
    near: float
    alike: float
    tied: float


@cache
def limits() -> Limits:
    """The limits that the assistant goes by."""
    text = resources.files("assistant.answering").joinpath("limits.toml").read_text("utf-8")
    return Limits(**tomllib.loads(text))
