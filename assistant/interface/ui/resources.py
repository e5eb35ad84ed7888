"""The style sheets, scripts and words that stand beside the code in their own files."""

from __future__ import annotations

import importlib.resources
import tomllib
from functools import cache

Words = dict[str, str]
LANGUAGES = ("ja", "en")


@cache
def read(name: str) -> str:
    """The text of a file of this package."""
    return importlib.resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def words(language: str) -> Words:
    """Every word of the page's own in one language."""
    found: Words = {}
    for name in ("words.toml", "admin/words.toml"):
        found |= tomllib.loads(read(name))[language]
    return found
